"""Clauses of an amendatory instruction made into instructions: one action on one target."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from tracker.amend.rules import content as rule_content
from tracker.amend.rules.making import Making
from tracker.amend.rules.places import Phrase, Thing, phrase
from tracker.amend.rules.scopes import places
from tracker.amend.rules.sentences import Awaiting, Made
from tracker.amend.rules.spots import Spot, expanded, named, within
from tracker.amend.rules.words import Clause, Verb
from tracker.amend.values import Find, Instruction, Position, Rename, Target


def why(text: str) -> str:
    """Return why an order without a clause is not read."""
    if re.search(
        r"\bon\spage\s\d+|\bshould\sread\b|\bamendatory\sinstruction\b", text, re.IGNORECASE
    ):
        return "corrects the document as printed in the Federal Register, not the CFR"
    return "no verb of amendment with a place was found"


class Maker(Making):
    """Makes the instructions that clauses give."""

    def waiting(self, verb: Verb, words: str, spots: tuple[Spot, ...]) -> list[Made]:
        """Return the instructions of a paragraph that only names what a verb above acts on."""
        self.spots = spots
        return self.clauses((Clause(verb, words),))

    def clauses(self, clauses: Sequence[Clause]) -> list[Made]:
        """Return the instructions of all clauses, in their order."""
        found: list[Made] = []
        number = 0
        facet = self.spots[0].facet if self.spots else "whole"
        inner = any(each.verb not in {"revise", "keep"} for each in clauses)
        if inner and facet in {"authority", "source", "toc"}:
            return [self.unknown(f"amends a part of the {facet} of a part")]
        while number < len(clauses):
            clause = clauses[number]
            if clause.scope:
                self._move(clause.scope)
            read = phrase(clause.objects, self.quotes)
            rest = phrase(clause.rest, self.quotes) if clause.rest else Phrase()
            following = clauses[number + 1] if number + 1 < len(clauses) else None
            if clause.verb == "remove" and following and following.verb == "add":
                new = phrase(following.objects, self.quotes)
                late = phrase(following.rest, self.quotes) if following.rest else Phrase()
                same = bool(new.things) and new.things[0].kind == "same"
                if new.in_place or late.in_place or same or _takes_the_place(read, new):
                    made = self._substitute(read, new, late, moved=same)
                    found += doubted(made, self.left + read.left + new.left + late.left)
                    number += 2
                    continue
            made = self._clause(clause.verb, read, rest)
            found += doubted(made, self.left + read.left + rest.left) or [
                self.unknown(f"what the verb “{clause.verb}” acts on was not understood")
            ]
            number += 1
            self._remember(read)
        return found

    def _move(self, scope: tuple[str, ...]) -> None:
        """Go on at a place that a verb in the middle of a sentence names."""
        wide = tuple(replace(spot, facet="whole", sentence=None) for spot in self.spots)
        self.spots, left = places(scope, self.quotes, wide)
        self.left += left

    def _remember(self, read: Phrase) -> None:
        """Keep a section that a clause named: "Suspend § 679.20(a)(7)(i) and add paragraph (b)"."""
        named_here = [s for thing in read.things for s in thing.spots if s.base not in {"", "."}]
        if named_here and all(spot.base == "." for spot in self.spots):
            self.spots = (Spot(base=named_here[-1].base, part=named_here[-1].part),)

    def _clause(self, verb: Verb, read: Phrase, rest: Phrase) -> list[Made]:
        """Return the instructions of one clause."""
        if verb == "redesignate":
            return self._redesignate(read, rest)
        if verb in {"revise", "correct"}:
            return self._revise(read, rest)
        if verb == "add":
            return self._add(read, rest)
        if verb == "remove":
            return self._remove(read)
        if verb == "reserve":
            return [self.make("repealAndReserve", each) for each in self.places(read)]
        if verb == "add-reserve":
            return [self._reserved(each) for each in self.places(read)]
        if verb == "replace":
            return self._replace(read, rest)
        if verb == "keep":
            return [self._keep(each) for each in self.places(read)]
        if verb == "stay":
            stayed = [self.make("noChange", each) for each in self.places(read)]
            return [replace(each, delayed="stayed") for each in stayed]
        return []

    # revise

    def _revise(self, read: Phrase, rest: Phrase) -> list[Made]:
        into = read.into or rest.into or (rest.things or ())
        new = [each.words for each in into if each.kind == "quote"]
        words = [each for each in read.things if each.kind in {"quote", "point"}]
        if new and words:
            return self._pairs(words, new, read)
        found: list[Made] = []
        for thing in read.things:
            for spot in self.spots_of(_definition(thing), read):
                if new:
                    found.append(self.make("amend", spot, text=new[0]))
                else:
                    found.append(self.shown_for("amend", spot))
        if not read.things and (read.shown or rest.shown or read.where) and self.whole(read):
            found = [self.shown_for("amend", spot) for spot in self.outer(read)]
        return found

    # add

    def _add(self, read: Phrase, rest: Phrase) -> list[Made]:
        found: list[Made] = []
        beside = ""
        position: Position | None = None
        if read.beside:
            where = self.spots_of(read.beside[1], Phrase())
            if where and read.beside[1].kind == "place":
                beside = self.identifier(where[0])
                position = "after" if read.beside[0] == "after" else "before"
        at = read.at or rest.at
        for thing in read.things:
            if thing.kind == "quote":
                found += self._insert(thing, read, at)
            elif thing.kind == "sentences":
                found += self._sentences(thing, read, at)
            elif thing.kind == "place":
                numbered = [s for s in self.spots_of(thing, read) if s.sentence is not None]
                if numbered:
                    found += self._sentences(thing, read, at)
                    continue
                for spot in self.spots_of(thing, read):
                    made = self._new(spot, position, beside)
                    found.append(_alone(made) if _above(spot, read) else _with_its_text(made))
        if not found and read.where and not read.things:
            found = [self._new(spot, None, "") for spot in self.outer(read)]
        return found

    def _new(self, spot: Spot, position: Position | None, beside: str) -> Made:
        """Return a new provision, an action on the one it will stand in."""
        if spot.base == "." and not spot.steps and spot.facet == "whole":
            return self.make("unknown", spot, problem="adds a whole part")
        made = self.shown_for("add", spot, position=position, beside=beside)
        if isinstance(made, Awaiting) or spot.facet not in {"whole", "table"}:
            return made
        return replace(made, target=Target(self.identifier(_parent(spot)), spot.facet))

    def _insert(self, thing: Thing, read: Phrase, at: str) -> list[Made]:
        """Return quoted words put in beside others, or at an end."""
        find = None
        position: Position | None = "end" if at == "end" else "start" if at == "start" else None
        if read.beside and read.beside[1].kind in {"quote", "point"}:
            other = read.beside[1]
            find = Find(other.words, read.choice, at="end" if other.at == "end" else None)
            position = "after" if read.beside[0] == "after" else "before"
            if other.spots and not thing.spots:
                thing = Thing(thing.kind, other.spots, thing.words)
        problem = "" if position else "it is not said where the words go"
        return [
            self.make(
                "insert", spot, find=find, text=thing.words, position=position, problem=problem
            )
            for spot in self.spots_of(thing, read)
        ]

    def _sentences(self, thing: Thing, read: Phrase, at: str) -> list[Made]:
        """Return new sentences; their words are taken from the shown paragraph at the end."""
        made: list[Made] = []
        numbers = [s.sentence for s in thing.spots if s.sentence is not None]
        if numbers:
            places = {(s.base, s.steps): s for s in self.spots_of(thing, read)}
            for spot in places.values():
                first = min(numbers)
                position: Position = "end" if first < 0 else "after" if first > 1 else "start"
                at_spot = replace(spot, sentence=first - 1 if first > 1 else None)
                new = self.make("add", at_spot, position=position)
                made.append(self.awaiting(new, at_spot, len(numbers)))
            return made
        position2: Position = "start" if at == "start" else "end"
        sentence = None
        if read.beside and read.beside[1].spots and read.beside[1].spots[0].sentence is not None:
            sentence = read.beside[1].spots[0].sentence
            position2 = "after" if read.beside[0] == "after" else "before"
            if not thing.spots:
                thing = Thing(thing.kind, read.beside[1].spots)
        for spot in self.spots_of(thing, read):
            placed = replace(spot, sentence=sentence)
            made.append(
                self.awaiting(self.make("add", placed, position=position2), placed, thing.count)
            )
        return made

    def _reserved(self, spot: Spot) -> Instruction:
        """Return an instruction that adds a designator without text."""
        num = f"({spot.steps[-1]})" if spot.steps else f"§ {spot.base[1:]}"
        path = self.start.path + "/" + (spot.steps[-1] if spot.steps else spot.base)
        return self.make("add", _parent(spot), content=(rule_content.reserved(path, num),))

    # remove

    def _remove(self, read: Phrase) -> list[Made]:
        found: list[Made] = []
        for thing in read.things:
            for spot in sorted(self.spots_of(thing, read), key=_backwards):
                if thing.kind == "place":
                    found.append(self.make("delete", spot))
                elif thing.kind in {"quote", "point"}:
                    found.append(self.make("delete", spot, find=_find_of(thing, read)))
        if not read.things and read.where:
            found = [self.make("delete", spot) for spot in self.outer(read)]
        if not found and not read.things and self.whole(read):
            return []
        return found

    def _substitute(self, old: Phrase, new: Phrase, late: Phrase, *, moved: bool) -> list[Made]:
        """Return words (or provisions) removed with others put in their place."""
        if moved:
            spots = self.places(old)
            problem = "moves a part to another place"
            moves: list[Made] = [self.make("unknown", s, problem=problem) for s in spots]
            return moves or [self.unknown(problem)]
        words = [each for each in old.things if each.kind in {"quote", "point"}]
        into = [each for each in (*new.things, *late.things) if each.kind in {"quote", "point"}]
        where = new.where or tuple(s for each in into for s in each.spots)
        if where and not any(each.spots for each in words) and not old.where:
            old = Phrase(old.things, where, old.into, old.beside, old.choice, old.at)
        if new.choice == "all" or late.choice == "all":
            old = Phrase(old.things, old.where, old.into, old.beside, "all", old.at)
        texts = [each.words for each in into]
        if words and texts:
            return self._pairs(words, texts, old)
        places = [each for each in old.things if each.kind == "place"]
        found: list[Made] = []
        for thing in places:
            for spot in self.spots_of(thing, old):
                if texts:
                    found.append(self.make("amend", spot, text=texts[0]))
                else:
                    found.append(self.shown_for("amend", spot))
        return found

    def _pairs(self, words: list[Thing], texts: list[str], read: Phrase) -> list[Made]:
        """Return old words with the new ones that take their place, pair by pair."""
        if len(texts) not in {1, len(words)}:
            return [self.unknown(f"{len(words)} old and {len(texts)} new wordings")]
        texts = texts * len(words) if len(texts) == 1 else texts
        return [
            self.make("substitute", spot, find=_find_of(thing, read), text=text)
            for thing, text in zip(words, texts, strict=True)
            for spot in self.spots_of(thing, read)
        ]

    def _replace(self, read: Phrase, rest: Phrase) -> list[Made]:
        """Return "replace X with Y", "change X to read Y"."""
        words = [each for each in read.things if each.kind in {"quote", "point"}]
        into = [
            each
            for each in (*read.into, *rest.into, *rest.things)
            if each.kind in {"quote", "point"}
        ]
        if not into and len(words) == 2:
            words, into = words[:1], words[1:]
        if words and into:
            return self._pairs(words, [each.words for each in into], read)
        return []

    # redesignate

    def _redesignate(self, read: Phrase, rest: Phrase) -> list[Made]:
        into = read.into or rest.into
        new = [s for t in into for spot in t.spots for s in expanded(spot)]
        found: list[Made] = []
        for scope in self.outer(read):
            old = [
                each
                for thing in read.things
                if thing.kind == "place"
                for spot in thing.spots
                for each in expanded(within(spot, scope))
            ]
            if not old and self.whole(read):
                old = [scope]
            if not old:
                return []
            made = self.make("redesignate", old[0])
            if len(old) != len(new):
                problem = f"{len(old)} old and {len(new)} new designators"
                found.append(replace(made, action="unknown", problem=problem))
                continue
            pairs = zip(old, new, strict=True)
            renames = tuple(self._rename(before, within(after, scope)) for before, after in pairs)
            found.append(replace(made, renames=renames))
        return found

    def _rename(self, old: Spot, new: Spot) -> Rename:
        """Return a new designator, with its new place when it moves elsewhere."""
        before = self.identifier(old)
        home = self.identifier(_parent(new))
        return Rename(before, _num(new), home="" if home == before.rpartition("/")[0] else home)

    def _keep(self, spot: Spot) -> Made:
        """Return "continues to read as follows"."""
        made = self.shown_for("noChange", spot)
        if isinstance(made, Awaiting):
            return made.instruction
        return replace(made, problem="" if made.target.identifier else made.problem)


def _backwards(spot: Spot) -> int:
    """Order sentences from the last to the first: so each is removed by its own number."""
    return -(spot.sentence or 0) if (spot.sentence or 0) > 0 else spot.sentence or 0


def _above(spot: Spot, read: Phrase) -> bool:
    """Return whether other things are named below a place: "heading 41(e)(5) and paragraph 1"."""
    end = spot.steps[-1:]
    return bool(end) and any(
        end == other.steps[-2:-1]
        for thing in read.things
        for other in thing.spots
        if end[0].startswith("“")
    )


def _alone(made: Made) -> Made:
    """Return an instruction that puts in a provision without those below it."""
    if isinstance(made, Awaiting):
        return made
    return replace(made, content=tuple(rule_content.own(each) for each in made.content))


def _with_its_text(made: Made) -> Made:
    """Return a new caption, in doubt when what is shown below it was not read as its own."""
    bare = not isinstance(made, Awaiting) and any(
        each.level == "heading" and not each.children for each in made.content
    )
    if isinstance(made, Awaiting) or made.problem or not bare:
        return made
    return replace(made, problem="what belongs to the new caption is not told apart")


def _takes_the_place(old: Phrase, new: Phrase) -> bool:
    """Return whether words added right after words removed go where those were."""
    words = {"quote", "point"}
    if not new.things or not all(each.kind in words for each in new.things):
        return False
    placed = new.beside or new.at or new.where
    if old.things and all(each.kind == "point" and not each.spots for each in old.things):
        return not old.where  # "removing the period and adding “; and” at the end of (b)"
    return (
        not placed
        and bool(old.things)
        and all(each.kind in words for each in old.things)
        and not any(each.spots for each in new.things)
    )


def _definition(thing: Thing) -> Thing:
    """Return “X” alone, which is to be revised, as the definition of the term X."""
    if thing.kind != "quote":
        return thing
    name = Spot(steps=(named(thing.words),))
    return Thing("place", tuple(within(name, spot) for spot in thing.spots or (Spot(),)))


def doubted(made: list[Made], left: tuple[str, ...]) -> list[Made]:
    """Return instructions, in doubt when some of their words were not understood."""
    if not left:
        return made
    problem = f"not understood: “{' '.join(left)}”"
    found: list[Made] = []
    for each in made:
        order = each.instruction if isinstance(each, Awaiting) else each
        found.append(replace(order, problem=order.problem or problem))
    return found


def _parent(spot: Spot) -> Spot:
    """Return where a new provision will stand."""
    if not spot.steps:
        return Spot(base=".", part=spot.part or spot.base.lstrip("s").split(".")[0] * _dotted(spot))
    return replace(spot, steps=spot.steps[:-1], facet="whole")


def _dotted(spot: Spot) -> bool:
    """Return whether a place is a section, whose number starts with its part's."""
    return spot.base[:1] == "s" and spot.base[1:2].isdigit()


def _num(spot: Spot) -> str:
    """Return a designator as it is printed."""
    if not spot.steps:
        return f"§ {spot.base[1:]}" if spot.base[:1] == "s" else spot.base
    step = spot.steps[-1]
    commentary = any(each.startswith("“") for each in spot.steps[:-1])
    return f"{step}." if commentary else f"({step})"


def _find_of(thing: Thing, read: Phrase) -> Find:
    """Return the words to be found."""
    at = "end" if (thing.at or read.at) == "end" else "start" if read.at == "start" else None
    return Find(thing.words, read.choice, at=at)  # type: ignore[arg-type]
