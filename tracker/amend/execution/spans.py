"""Replacing words in a text while marks over it stay true.

An edit is (start, end, new words) over the text as it was. `moved` maps a range through edits:
what lies before an edit stays, what lies after it shifts, what an edit cuts into is lost or, for
marks that describe the place rather than the words, grows with it.
"""

from collections.abc import Iterable, Sequence

from msgspec import structs

from tracker.model import Mark

Edit = tuple[int, int, str]
"""(first character, character after the last, new words); not overlapping, in reading order."""

_OF_THE_PLACE = frozenset({"cell", "emphasis", "added", "deleted", "quoted", "instruction"})
"""Marks that still hold when words inside them change; a citation or a term does not."""


def applied(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with the edits made."""
    parts = []
    at = 0
    for start, end, words in edits:
        parts += [text[at:start], words]
        at = end
    return "".join([*parts, text[at:]])


def moved(start: int, end: int, edits: Sequence[Edit], *, grows: bool) -> tuple[int, int] | None:
    """Return where a range lies after the edits, or None when they cut into it."""
    before = inside = 0
    for first, after, words in edits:
        change = len(words) - (after - first)
        if after <= start:
            before += change
        elif first >= end:
            break
        elif grows and start <= first and after <= end:
            inside += change
        else:
            return None
    if end + inside <= start:
        return None
    return start + before, end + before + inside


def shifted(marks: Iterable[Mark], edits: Sequence[Edit]) -> list[Mark]:
    """Return the marks of one field after edits of its text; those no longer true are dropped."""
    kept = []
    for mark in marks:
        place = moved(mark.start, mark.end, edits, grows=mark.kind in _OF_THE_PLACE)
        if place:
            kept.append(structs.replace(mark, start=place[0], end=place[1]))
    return kept
