"""What the readers of citations share: where they stand, lists, spans, designators."""

import re

from msgspec import Struct

from tracker.citations.grammar import DASH, NOT_A_MEMBER_RE, SEPARATOR_RE, SUB_RE

Found = tuple[int, int, str | None]
"""(start, end, target)."""

LIST_STARTS = frozenset(" ,;-‐‑‒–—―")
"""Characters with which a list or range can go on."""


class Cursor(Struct):
    """Where the readers stand; `pos` moves past what a reader has consumed."""

    text: str
    context: str
    start: int
    pos: int


def members(
    cursor: Cursor, item: re.Pattern[str], first: re.Match[str] | None = None
) -> list[re.Match[str]]:
    """Return the members of a list or range, moving the cursor past them.

    `first` is the first member where the caller has read it already.
    """
    text = cursor.text
    found: list[re.Match[str]] = []
    match = first or item.match(text, cursor.pos)
    while match:
        found.append(match)
        cursor.pos = pos = match.end()
        separator = SEPARATOR_RE.match(text, pos) if text[pos : pos + 1] in LIST_STARTS else None
        if not separator:
            break
        match = item.match(text, separator.end())
        if match and NOT_A_MEMBER_RE.match(text, match.end()):
            break
    return found


def path_of(subs: str) -> str:
    """Return designators as path segments: `(a)(1)` -> `/a/1`."""
    return "/" + "/".join(SUB_RE.findall(subs)) if subs else ""


def spans_of(
    cursor: Cursor, spans: list[tuple[int, int]], targets: list[str | None]
) -> list[Found]:
    """Pair spans with targets; the first reaches back to the head, the last to the cursor."""
    if len(spans) == 1:
        return [(cursor.start, cursor.pos, targets[0])]
    starts = [cursor.start, *(start for start, _ in spans[1:])]
    ends = [*(end for _, end in spans[:-1]), cursor.pos]
    return list(zip(starts, ends, targets, strict=True)) if spans else []


def halves(match: re.Match[str]) -> list[tuple[int, int, str]]:
    """Return (start, end, number) of a section, or of both ends of a range.

    `4801-4852` is a range, `2000e-5`, `1320a-7` and `403-4` are sections with a hyphen.
    """
    number = match[1]
    if number.isalnum():
        return [(*match.span(), number)]
    number = number.translate(DASH)
    first, dash, last = number.partition("-")
    if dash and first.isdigit() and last.isdigit() and len(last) >= len(first):
        middle = match.start() + len(first)
        return [(match.start(), middle, first), (middle + 1, match.end(), last)]
    return [(match.start(), match.end(), number)]
