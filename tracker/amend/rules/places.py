"""What an amendatory instruction names: paragraphs, sections, sentences, definitions, entries.

`phrase` reads the masked words about one verb into things (`Thing`) with the places they stand in.
Words that it does not know are kept in `left`, so that nothing is read past them.
"""

from msgspec import Struct
from msgspec.structs import replace

from tracker.amend.rules.reader import Group, Reader
from tracker.amend.rules.spots import Spot, within
from tracker.amend.values import Choice


class Thing(Struct, frozen=True):
    """What a verb acts on."""

    kind: str
    """`place`, `quote`, `point`, `sentences` (new ones), `same` ("it"), `other`."""
    spots: tuple[Spot, ...] = ()
    """The thing itself (`place`) or where it is; several when the words list several."""
    words: str = ""
    """Quoted words, a punctuation mark, or a noun that was not understood."""
    count: int = 0
    at: str = ""
    """`start` or `end`."""


class Phrase(Struct, frozen=True):
    """The words about one verb, read."""

    things: tuple[Thing, ...] = ()
    where: tuple[Spot, ...] = ()
    """Places named before or without any thing: "in paragraph (b),"."""
    into: tuple[Thing, ...] = ()
    """After "as" or "to read": new designators or words."""
    beside: tuple[str, Thing] | None = None
    """(before or after, what)."""
    choice: Choice = "none"
    at: str = ""
    in_place: bool = False
    """"in its place", "in lieu thereof"."""
    shown: bool = False
    """"to read as follows", "as set forth below"."""
    ordered: bool = False
    """"in alphabetical order"."""
    left: tuple[str, ...] = ()
    """Words that were not understood."""


def phrase(text: str, quotes: tuple[str, ...], *, role: str = "") -> Phrase:
    """Read the masked words about one verb."""
    reader = Reader(text, quotes, role=role)
    reader.read()
    things: list[Thing] = []
    where: list[Spot] = []
    into: list[Thing] = []
    beside: tuple[str, Thing] | None = None
    nearest = ""
    for group in _joined(reader.groups):
        spots = group.spots
        if reader.flags.get("flush"):  # text after (a)(3) belongs to (a)
            spots = [replace(each, steps=each.steps[:-1]) if each.steps else each for each in spots]
            group.spots = spots
        thing = Thing(group.kind, tuple(spots), group.words, group.count, group.at)
        if group.role == "as":
            into.append(thing)
        elif group.role in {"after", "before"} and beside is None:
            beside, nearest = (group.role, thing), "beside"
        elif group.role == "of" and group.kind == "place":
            if into and not things:
                continue
            if beside and (nearest == "beside" or not things):
                beside = beside[0], _placed(beside[1], group.spots)
            elif not _place_all(things, group.spots) and not _place_also(things, group.spots):
                where = _narrowed(where, group.spots)
        elif into and group.kind in {"place", "quote"}:
            into.append(thing)
        else:
            nearest = "thing"
            things.append(thing)
    flags = reader.flags
    choice: Choice = "all" if flags.get("choice") else "none"
    return Phrase(
        tuple(things),
        tuple(where),
        tuple(into),
        beside,
        choice,
        str(flags.get("at", "")),
        bool(flags.get("in_place")),
        bool(flags.get("shown")),
        bool(flags.get("ordered")),
        tuple(reader.left),
    )


def _joined(groups: list[Group]) -> list[Group]:
    """Return groups with a part and its place as one: "in the introductory text of (b)"."""
    found: list[Group] = []
    for group in groups:
        last = found[-1] if found else None
        if last and all(each.role == "of" and each.kind == "place" for each in (last, group)):
            partial = not any(spot.base or spot.steps for spot in last.spots)
            if partial:
                last.spots = [within(part, outer) for outer in group.spots for part in last.spots]
                continue
        found.append(group)
    return found


def _narrowed(where: list[Spot], spots: list[Spot]) -> list[Spot]:
    """Return places laid into one another: "in paragraph (b) of § 744.1", "in § 1.1, in (b)"."""
    if not where:
        return list(spots)
    if any(spot.base for spot in spots) and not any(spot.base for spot in where):
        where, spots = spots, where
    return [within(spot, outer) for outer in where for spot in spots]


def _place_all(things: list[Thing], outer: list[Spot]) -> bool:
    """Lay the things read so far into a place, as far as they need one; False when none does."""
    placed = False
    for number in range(len(things) - 1, -1, -1):
        thing = things[number]
        if thing.kind == "place" and not all(_open(spot, outer) for spot in thing.spots):
            break
        if thing.kind != "place" and thing.spots and not all(_open(s, outer) for s in thing.spots):
            break
        things[number] = _placed(thing, outer)
        placed = True
    return placed


def _place_also(things: list[Thing], spots: list[Spot]) -> bool:
    """Add another place to the words before it: "“X” in paragraph (a) and in paragraph (b)"."""
    words = {"quote", "point", "sentences"}
    if not things or things[-1].kind not in words or not things[-1].spots:
        return False
    shared = things[-1].spots
    for number in range(len(things) - 1, -1, -1):
        if things[number].kind not in words or things[number].spots != shared:
            break
        things[number] = replace(things[number], spots=(*shared, *spots))
    return True


def _open(spot: Spot, outer: list[Spot]) -> bool:
    """Return whether a place still says less than where it is."""
    if spot.base and spot.base != ".":
        return False
    if spot.top and not any(each.base for each in outer):
        return False
    designated = bool(spot.steps) and not spot.steps[0].startswith("“")
    return not (
        designated
        and all(
            each.steps and not each.base and not each.steps[-1].startswith("“") for each in outer
        )
    )


def _placed(thing: Thing, outer: list[Spot]) -> Thing:
    """Return a thing in each of several places."""
    if not thing.spots:
        return replace(thing, spots=tuple(outer))
    return replace(
        thing, spots=tuple(within(each, place) for place in outer for each in thing.spots)
    )
