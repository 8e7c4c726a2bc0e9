"""Where pending texts get in each other's way.

Each pending text is drafted against the law as it is. Two that insert the same designator, strike
the same words, or change the same provision cannot both be carried out as they stand; whoever
passes second has to redraft. Versions of one work do not collide with each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from tracker.amend.execution.quoted import prepared
from tracker.amend.values import Instruction
from tracker.formats.paths import segment_of

Kind = Literal[
    "same-designator",  # two put in provisions under one designator
    "same-words",  # two strike, or insert beside, the same words of one provision
    "same-provision",  # two change one provision, or one replaces what another changes
]


class Party(Struct, frozen=True, order=True):
    """One text's part in a collision."""

    text: str
    """`119hr2683@eh`."""
    number: int
    """Number of its instruction."""


class Collision(Struct, frozen=True):
    """Instructions of several works that cannot all be carried out as they stand."""

    kind: Kind
    identifier: str
    """The provision of the law: the one put in, or the one changed."""
    words: str
    """The words that more than one strikes or inserts beside; else empty."""
    parties: tuple[Party, ...]
    alike: bool
    """True when all of them order the very same."""


class _Touch(Struct, frozen=True):
    """One thing an instruction does, under the key by which it can collide."""

    kind: Kind
    identifier: str
    words: str
    does: object
    """Equal for two instructions that order the same."""


def collisions(texts: Iterable[tuple[str, Sequence[Instruction]]]) -> tuple[Collision, ...]:
    """Return the collisions between the instructions of pending texts, by provision.

    Each text comes with its name (`119hr2683@eh`, the work before the @).
    """
    held: dict[tuple[Kind, str, str], list[tuple[Party, object]]] = defaultdict(list)
    wholly: list[tuple[str, Party]] = []
    for name, instructions in texts:
        for order in instructions:
            party = Party(name, order.number)
            for touch in _touches(order):
                key = touch.kind, touch.identifier, touch.words
                held[key].append((party, touch.does))
            wholly += [(identifier, party) for identifier in _replaced(order)]
    found = [c for key, parties in held.items() if (c := _collision(key, parties))]
    found += _within(held, wholly)
    return tuple(sorted(_strongest(found), key=lambda c: (c.identifier, c.kind, c.words)))


def _touches(order: Instruction) -> Iterator[_Touch]:
    """Yield what an instruction does."""
    home = order.target.identifier
    does: object
    if order.action in {"unknown", "noChange"} or not (home or order.beside):
        return
    if order.find is not None:
        words = " ".join(order.find.words.split())
        does = (order.action, order.text, order.position, order.find, _said(order))
        if len(words) > 1:
            yield _Touch("same-words", home, words, does)
        yield _Touch("same-provision", home, "", does)
        return
    new = list(_new(order))
    for identifier, content in new:
        yield _Touch("same-designator", identifier, "", content)
    for rename in order.renames:
        yield _Touch("same-provision", rename.old, "", ("redesignate", rename.num))
    if home and not new and not order.renames:
        does = (order.action, order.text, _said(order))
        yield _Touch("same-provision", home, "", does)


def _new(order: Instruction) -> Iterator[tuple[str, object]]:
    """Yield the identifiers that provisions put in will have, with what they say."""
    if order.action not in {"add", "insert"} or not order.content:
        return
    beside = order.beside or (order.target.identifier if order.position in _BESIDE else "")
    parent = beside.rpartition("/")[0] if beside else order.target.identifier
    for provision in prepared(order.content, "")[0]:
        segment = segment_of(provision.level, provision.num)
        if segment:
            above = _law(parent) if provision.level == "section" else parent
            yield f"{above}/{segment}", provision.digest


_BESIDE = frozenset({"before", "after"})


def _law(identifier: str) -> str:
    """Return the title or part that an identifier lies in: sections are numbered through it."""
    steps = identifier.split("/")
    depth = 5 if identifier.startswith("/us/cfr/") else 4
    return "/".join(steps[:depth])


def _said(order: Instruction) -> tuple[bytes, ...]:
    """Return what an instruction's quoted content says, labels apart."""
    return tuple(provision.digest for provision in order.content)


def _replaced(order: Instruction) -> Iterator[str]:
    """Yield the provisions that an instruction replaces or removes with all below them."""
    whole = order.target.facet == "whole" and order.target.sentence is None
    if order.action in {"amend", "delete", "substitute", "repeal"} and order.find is None and whole:
        yield order.target.identifier


def _collision(key: tuple[Kind, str, str], parties: list[tuple[Party, object]]) -> Collision | None:
    """Return a collision when more than one work takes part."""
    works = {party.text.partition("@")[0] for party, _ in parties}
    if len(works) < 2:
        return None
    kind, identifier, words = key
    alike = all(does == parties[0][1] for _, does in parties)
    return Collision(kind, identifier, words, tuple(sorted({p for p, _ in parties})), alike)


def _within(
    held: dict[tuple[Kind, str, str], list[tuple[Party, object]]],
    wholly: list[tuple[str, Party]],
) -> Iterator[Collision]:
    """Yield collisions of an instruction that replaces a provision with those inside it."""
    for above, taker in wholly:
        work = taker.text.partition("@")[0]
        for (_, identifier, _), parties in held.items():
            if identifier.startswith(f"{above}/"):
                others = {p for p, _ in parties if p.text.partition("@")[0] != work}
                if others:
                    both = tuple(sorted({taker, *others}))
                    yield Collision("same-provision", above, "", both, alike=False)


def _strongest(found: list[Collision]) -> list[Collision]:
    """Return each collision once: parties that strike the same words are not listed again."""
    named: dict[str, set[Party]] = defaultdict(set)
    for each in found:
        if each.kind == "same-words":
            named[each.identifier].update(each.parties)
    merged: dict[tuple[Kind, str, str], Collision] = {}
    for each in found:
        key = each.kind, each.identifier, each.words
        if each.kind == "same-provision" and set(each.parties) <= named[each.identifier]:
            continue
        before = merged.get(key)
        if before:
            both = tuple(sorted({*before.parties, *each.parties}))
            each = Collision(*key, both, alike=before.alike and each.alike)  # noqa: PLW2901
        merged[key] = each
    return list(merged.values())
