"""Instructions in the making: identifiers of places, and what is shown for them.

What is revised or added is taken from the text shown below an instruction; where words and shown
text disagree (a paragraph ordered but not shown) the instruction says so in `problem` and nothing
is guessed.
"""

import re

from msgspec.structs import replace

from tracker.amend.execution.named import folded
from tracker.amend.rules import content as rule_content
from tracker.amend.rules.content import Shown
from tracker.amend.rules.places import Phrase, Thing
from tracker.amend.rules.sentences import Awaiting, Made
from tracker.amend.rules.spots import Spot, expanded, within
from tracker.amend.values import Action, Find, Instruction, Position, Target
from tracker.model import Provision

_ECCN_RE = re.compile(r"“\d[A-E]\d{3}")


class Making:
    """Makes single instructions for one paragraph of a rule."""

    def __init__(
        self,
        title: str,
        part: str,
        spots: tuple[Spot, ...],
        quotes: tuple[str, ...],
        shown: Shown,
        start: Instruction,
    ) -> None:
        self.title = title
        self.part = part
        self.spots = spots
        self.quotes = quotes
        self.shown = shown
        self.start = start
        self.left: tuple[str, ...] = ()
        """Words about a place that were not understood."""

    def identifier(self, spot: Spot) -> str:
        """Return a place's identifier, empty when the words do not settle it."""
        if not self.title:
            return ""
        base = spot.base
        if base[:1] == "s" and base[1:2].isdigit():
            part = base[1:].split(".")[0]
        else:
            part = spot.part or self.part
        whole = f"/us/cfr/t{int(self.title)}/p{part}"
        if base in {"", "."}:
            return "/".join((whole, *spot.steps)) if not spot.steps or _is_name(spot) else ""
        return "/".join((whole, base, *spot.steps))

    def target(self, spot: Spot) -> Target:
        """Return a place as a target."""
        return Target(self.identifier(spot), spot.facet, spot.sentence)

    def make(
        self,
        action: Action,
        spot: Spot,
        *,
        find: Find | None = None,
        text: str = "",
        content: tuple[Provision, ...] = (),
        position: Position | None = None,
        beside: str = "",
        problem: str = "",
    ) -> Instruction:
        """Return one instruction on one place."""
        target = self.target(spot)
        if not target.identifier and not problem:
            problem = "the place is named without its section"
        until = ""
        if spot.until and find and not problem:
            problem = "words in a run of provisions that cannot be counted"
        if spot.until:
            last = spot.until if spot.until[0][:1] != "s" or spot.steps else ()
            until = self.identifier(
                replace(spot, steps=last, until=())
                if last
                else Spot(base=spot.until[0], part=spot.part)
            )
        return replace(
            self.start,
            action=action if target.identifier or action == "unknown" else "unknown",
            target=target,
            find=find,
            text=text,
            content=content,
            position=position,
            beside=beside,
            until=until,
            problem=problem,
        )

    def unknown(self, problem: str) -> Instruction:
        """Return an order that was not understood."""
        identifier = self.identifier(self.spots[0]) if self.spots else ""
        return replace(self.start, action="unknown", target=Target(identifier), problem=problem)

    def outer(self, read: Phrase) -> tuple[Spot, ...]:
        """Return the places in which a phrase's things stand."""
        if not read.where:
            return self.spots
        return tuple(within(each, place) for place in self.spots for each in read.where)

    def spots_of(self, thing: Thing, read: Phrase) -> list[Spot]:
        """Return the full places of a thing; its scope when it names none."""
        outer = self.outer(read)
        if not thing.spots:
            return list(outer)
        return [
            each
            for place in outer
            for spot in thing.spots
            for each in expanded(within(spot, place))
        ]

    def places(self, read: Phrase) -> list[Spot]:
        """Return all places that a clause acts on; its scope when it names nothing else."""
        places = [
            s for thing in read.things if thing.kind == "place" for s in self.spots_of(thing, read)
        ]
        if places or any(thing.kind in {"quote", "point", "sentences"} for thing in read.things):
            return places
        return list(self.outer(read)) if self.whole(read) else []

    def whole(self, read: Phrase) -> bool:
        """Return whether a clause may act on its scope as a whole."""
        return bool(read.where) or (bool(self.spots) and self.spots[0].base not in {"", "."})

    def shown_for(self, action: Action, spot: Spot, **more: object) -> Made:
        """Return an instruction with what is shown for its place."""
        position: Position | None = more.get("position")  # type: ignore[assignment]
        beside = str(more.get("beside", ""))
        if spot.sentence is not None:
            return self.awaiting(self.make(action, spot, position=position), spot, 1)
        content: tuple[Provision, ...] = ()
        if (
            spot.facet == "table"
            and spot.steps
            and spot.steps[-1].startswith("“")
            and not _is_table(spot)
        ):
            names = [folded(s) for s in spot.steps if s.startswith("“")]
            content = self.shown.entry(names[-2:], self._entries())
            content = content or self.shown.entry(names[-1:], self._entries())
            if not content:
                node = self.shown.find(spot.base, spot.steps)
                content = (node,) if node else ()
        elif spot.facet in {"authority", "source"}:
            node = self.shown.level(spot.facet)
            content = (node,) if node else ()
        elif spot.base == "." and spot.facet == "heading":
            content = ()
        else:
            node = self._find(spot)
            content = (node,) if node else ()
        problem = "" if content else "no regulatory text is shown for it"
        if any(_ECCN_RE.match(step) for step in spot.steps):
            problem = "where an entry of the Commerce Control List ends is not marked in its text"
        if content and spot.facet == "heading":
            heading = _heading(content[0])
            problem = "" if heading else "no heading is shown for it"
            return self.make(action, spot, text=heading, position=position, problem=problem)
        if content and spot.facet == "chapeau":
            only = rule_content.own(content[0])
            if not rule_content.STARS_RE.sub("", only.chapeau + only.content).strip():
                problem = "only asterisks are shown for the introductory text"
            content = (only,)
        text = content[0].content if content and spot.facet in {"authority", "source"} else ""
        return self.make(
            action,
            spot,
            content=content,
            text=text,
            position=position,
            beside=beside,
            problem=problem,
        )

    def _find(self, spot: Spot) -> Provision | None:
        """Return what is shown for a place; a part of a table is looked for among its tables."""
        if spot.facet == "table" and not spot.steps:
            return self.shown.level("table")
        return self.shown.find(spot.base, spot.steps)

    def _entries(self) -> list[str]:
        """Return the names of all entries that this paragraph and its neighbours quote."""
        return [folded(each) for each in self.quotes]

    def awaiting(self, made: Instruction, spot: Spot, count: int) -> Made:
        """Return an instruction that waits for its sentences."""
        node = self.shown.find(spot.base, spot.steps)
        if node is None or made.problem:
            return replace(made, problem=made.problem or "no regulatory text is shown for it")
        return Awaiting(made, node, count)


def _heading(provision: Provision) -> str:
    """Return the heading that is shown: set apart, or as all that stands before asterisks."""
    own = provision.chapeau or provision.content
    before, stars, _ = own.partition("*")
    return provision.heading or (before.strip() if stars else "")


def _is_table(spot: Spot) -> bool:
    """Return whether a named step is a whole table."""
    return spot.steps[-1].startswith("“table")


def _is_name(spot: Spot) -> bool:
    """Return whether a place below the part itself is named by words."""
    return spot.steps[0].startswith("“")
