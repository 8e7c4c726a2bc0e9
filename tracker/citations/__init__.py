"""Citations in legal text, with the identifiers they resolve to.

`find` reads plain text and returns `Citation` values in reading order, none overlapping. One
regular expression finds the heads (`15 CFR `, `§ `, `section `, `paragraph `); a small reader per
kind takes the rest: lists, ranges, designators and the words that say where a provision stands
(`of this section`, `of title 42, United States Code`). Every member of a list and both ends of a
range are citations of their own, since each resolves to a provision of its own.

Targets follow the USLM reference convention (USLM User Guide, "Reference Model") as in
`tracker.identifiers`, with three more roots: `/us/stat/132/2208`, `/us/eo/13984` and
`/us/fr-cite/89/5698`. What the text does not settle has no target: a reference is never guessed.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from tracker.citations import external
from tracker.citations.grammar import (
    EO_ITEM_RE,
    HEAD_RE,
    LEAD_RE,
    LEAD_REACH,
    LEAD_WORDS,
    PL_ITEM_RE,
    RANKS,
)
from tracker.citations.internal import internal
from tracker.citations.reading import Cursor, Found


class Citation(Struct, frozen=True, gc=False):
    """Characters `start` to `end` (end excluded) of the text, and what they name."""

    start: int
    end: int
    text: str
    target: str | None = None
    """An identifier without version, or None when the text does not settle it."""


_READERS: dict[str, Callable[[Cursor, str], list[Found]]] = {
    "usc": external.usc,
    "cfr": external.cfr,
    "fr": external.paged("/us/fr-cite"),
    "stat": external.paged("/us/stat"),
    "sign": external.sign,
    "section": external.section,
    "part": external.part,
    "supplement": external.supplement,
    "chapter": external.chapter,
    "pl": external.numbered(PL_ITEM_RE, "/us/pl"),
    "eo": external.numbered(EO_ITEM_RE, "/us/eo"),
    "frdoc": external.frdoc,
    **dict.fromkeys(RANKS, internal),
}


def find(text: str, *, context: str = "") -> tuple[Citation, ...]:
    """Return the citations in a text, in order, not overlapping.

    `context` is the identifier of the provision in which the text stands; internal references
    (`paragraph (a)(1) of this section`, `part 774`) resolve relative to it. A whole CFR title
    (`/us/cfr/t15`) is a context too.
    """
    return tuple(
        [Citation(start, end, text[start:end], to) for start, end, to in spans(text, context)]
    )


def spans(text: str, context: str = "") -> Sequence[Found]:
    """Return what `find` returns as (start, end, target), for the parsers, which read much."""
    head = HEAD_RE.search(text)
    return list(_read(text, context, head)) if head else ()


def first(text: str, context: str = "") -> Found | None:
    """Return (start, end, target) of the first citation that `find` would return."""
    head = HEAD_RE.search(text)
    return next(_read(text, context, head), None) if head else None


def _read(text: str, context: str, match: re.Match[str] | None) -> Iterator[Found]:
    """Yield citations as they are found, from the first head on."""
    search = HEAD_RE.search
    while match:
        start, after = match.span()
        pos, kind = after, match.lastgroup or ""
        if kind == "word" or kind == "internal":  # noqa: PLR1714 - a set is slower here
            lead = _lead(text, start)
            if not lead:
                match = search(text, pos)
                continue
            pos = start
            start, kind = lead
        cursor = Cursor(text, context, start, pos)
        yield from _READERS[kind](cursor, kind)
        match = search(text, max(cursor.pos, after))


def _lead(text: str, end: int) -> tuple[int, str] | None:
    """Return (start, kind) of the words that lead to the digit or "(" at `end`."""
    if text[end - 1] == " ":
        start = text.rfind(" ", max(0, end - LEAD_REACH), end - 1) + 1
        kind = LEAD_WORDS.get(text[start : end - 1]) if start else None
        if kind:
            return start, kind
    lead = LEAD_RE.search(text, max(0, end - LEAD_REACH), end)
    return (lead.start(), lead.lastgroup or "") if lead else None
