"""Reader of internal references: `paragraph (a)(1) of this section`, `subparagraph (B)`."""

import re
from functools import lru_cache

from tracker.citations import external
from tracker.citations.grammar import (
    CFR_CONTEXT_RE,
    CHAIN_RE,
    GOES_ON_RE,
    RANKS,
    STATUTE_CONTEXT_RE,
    SUB_RE,
    SUBS_ITEM_RE,
)
from tracker.citations.reading import Cursor, Found, members, spans_of

_DESIGNATOR_RE = re.compile(r"\d+[A-Z]?|[A-Za-z]{1,6}")


def internal(cursor: Cursor, kind: str) -> list[Found]:
    """Read `paragraphs (a)(1) and (b) of this section`, `subparagraph (B) of paragraph (1)`."""
    if single := _single(cursor, kind):
        return [single]
    spans, paths = [], []
    previous: list[str] = []
    for match in members(cursor, SUBS_ITEM_RE):
        previous = _continued(previous, SUB_RE.findall(match[1]))
        spans.append(match.span())
        paths.append(previous)
    base, between = _chain(cursor, kind)
    targets = ["/".join((base, *between, *path)) if base and path else None for path in paths]
    return spans_of(cursor, spans, targets)


def _single(cursor: Cursor, kind: str) -> Found | None:
    """Read `paragraph (1)` where neither a list nor a chain follows, as is mostly the case."""
    text = cursor.text
    match = SUBS_ITEM_RE.match(text, cursor.pos)
    if not match:
        return None
    end = match.end()
    if GOES_ON_RE.match(text, end):
        return None
    cursor.pos = end
    designators = match[1][1:-1].split(")(")
    base = _context_base(cursor, RANKS[kind], own=False, between=designators[:1])[0]
    return cursor.start, end, "/".join((base, *designators)) if base else None


def _form(designator: str) -> str:
    """Return the form of a designator: digits, upper or lower."""
    if designator.isdigit():
        return "digits"
    return "upper" if designator[0].isupper() else "lower"


def _continued(previous: list[str], subs: list[str]) -> list[str]:
    """Return the whole path of a list member: after (b)(1), "(2)" is (b)(2) and "(c)" is (c).

    The member takes the place of the deepest designator of its own form; a roman numeral does
    so only where the one before it was roman too.
    """
    if not previous or len(subs) >= len(previous):
        return subs
    for depth in range(len(previous) - 1, -1, -1):
        same_form = _form(previous[depth]) == _form(subs[0])
        roman = depth < 2 or set(subs[0].lower()) <= set("ivxl")
        if same_form and roman:
            return [*previous[:depth], *subs]
    return subs


def _chain(cursor: Cursor, kind: str) -> tuple[str | None, list[str]]:
    """Follow `of paragraph (1) of this section` and return (base identifier, path between)."""
    between: list[str] = []
    rank = RANKS[kind]
    own = False
    for _ in RANKS:  # a chain names each level once at most
        link = CHAIN_RE.match(cursor.text, cursor.pos)
        if not link:
            break
        level = link["level"]
        if level in {"section", "§"} and link["number"]:
            return _section_base(cursor, link), between
        if level in RANKS and link["subs"]:
            between = [*SUB_RE.findall(link["subs"]), *between]
            rank = RANKS[level]
        elif level in {"section", "supplement", "appendix"}:
            own = link["own"] == "this"
            if not own:
                return None, []
            cursor.pos = link.end()
            break
        elif link["own"] == "this":
            break
        else:
            return None, []
        cursor.pos = link.end()
    return _context_base(cursor, rank, own=own, between=between)


def _section_base(cursor: Cursor, link: re.Match[str]) -> str | None:
    """Return the identifier of the section that a chain ends in."""
    inner = Cursor(cursor.text, cursor.context, link.start("number"), link.start("number"))
    found = (
        external.sign(inner, "sign") if link["level"] == "§" else external.section(inner, "section")
    )
    cursor.pos = inner.pos
    return found[0][2] if found else None


def _context_base(
    cursor: Cursor, rank: int, *, own: bool, between: list[str]
) -> tuple[str | None, list[str]]:
    """Return the identifier under which an internal reference without a named section stands."""
    if match := CFR_CONTEXT_RE.match(cursor.context):
        first = (between or SUB_RE.findall(cursor.text[cursor.start : cursor.pos]))[:1]
        absolute = own or (bool(first) and _form(first[0]) == "lower")
        return (match[0] if match[3] and absolute else None), between
    return _statute_base(cursor.context, 0 if own else rank), between


@lru_cache(maxsize=64)
def _statute_base(context: str, rank: int) -> str | None:
    """Return the identifier in a statute's path that a level stands under; rank 0: the section."""
    match = STATUTE_CONTEXT_RE.match(context)
    if not match or not rank:
        return match[1] if match else None
    kept = _above(match[2].split("/")[1:], rank)
    return "/".join((match[1], *kept)) if kept is not None else None


@lru_cache(maxsize=1024)
def _places(segment: str) -> tuple[int, ...]:
    """Return the ranks that a designator can have by its form; none for what is no designator."""
    if not _DESIGNATOR_RE.fullmatch(segment):
        return ()
    return {"digits": (2,), "upper": (3, 5), "lower": (1, 4, 6)}[_form(segment[0])]


def _above(segments: list[str], rank: int) -> list[str] | None:
    """Return the leading segments of a statute's path that rank above a level.

    None when a segment is no designator (quoted content, a table) or the level above is missing.
    """
    kept: list[str] = []
    last = 0
    for segment in segments:
        places = _places(segment)
        if not places:
            return None
        place = next((each for each in places if each > last), 0)
        if not place or place >= rank:
            break
        kept.append(segment)
        last = place
    return kept if rank <= 2 or last == rank - 1 else None
