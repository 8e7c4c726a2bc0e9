"""Readers of citations to the Code, the CFR, the Register, public laws and orders."""

import re
from collections.abc import Callable

from tracker.citations.grammar import (
    ATTACHED_RE,
    CFR_CONTEXT_RE,
    CFR_ITEM_RE,
    CFR_LEAD_RE,
    CFR_TAIL_RE,
    CHAPTER_RE,
    CLASSIFIED_RE,
    DASH,
    DOTTED_RE,
    ECRA_LEAD_RE,
    ECRA_SECTIONS,
    ECRA_TAIL_RE,
    FRDOC_RE,
    GOES_ON_RE,
    OWN_TAIL_RE,
    PAGE_RE,
    REGULATIONS,
    SUPPLEMENT_RE,
    TO_PART_RE,
    USC_ITEM_RE,
    USC_LEAD_RE,
    USC_TAIL_RE,
)
from tracker.citations.reading import Cursor, Found, halves, members, path_of, spans_of


def usc(cursor: Cursor, _kind: str) -> list[Found]:
    """Read `50 U.S.C. 4801-4852`, `26 U.S.C. 45X(c)(1)(A)`, `50 U.S.C. ch. 58`."""
    title = cursor.text[cursor.start : cursor.pos].split(maxsplit=1)[0]
    lead = USC_LEAD_RE.match(cursor.text, cursor.pos)
    if not lead:
        return []
    cursor.pos = lead.end()
    spans, targets = [], []
    for match in members(cursor, USC_ITEM_RE):
        for start, end, number in halves(match):
            spans.append((start, end))
            unit = f"ch{number}" if lead[2] else f"s{number}{path_of(match[2])}"
            targets.append(None if lead[1] else f"/us/usc/t{int(title)}/{unit}")
    return spans_of(cursor, spans, targets)


def _cfr_target(title: str | int | None, number: str, subs: str) -> str | None:
    """Return the identifier of a CFR part (`744`) or section (`744.23`)."""
    if not title:
        return None
    if not number.isascii():
        number = number.translate(DASH)
    part, dot, _ = number.partition(".")
    section = f"/s{number}{path_of(subs)}" if dot else ""
    return f"/us/cfr/t{int(title)}/p{part}{section}"


def _cfr_members(cursor: Cursor, title: str | int | None) -> list[Found]:
    """Read a list of CFR parts or sections; a title named after the list goes before `title`."""
    spans, numbers = [], []
    for match in members(cursor, CFR_ITEM_RE):
        ends = [(*match.span(), match[1])] if "." in match[1] else halves(match)
        spans += [(start, end) for start, end, _ in ends]
        numbers += [(number, match[2]) for _, _, number in ends]
    title = _named_title(cursor) or title
    return spans_of(cursor, spans, [_cfr_target(title, *number) for number in numbers])


def _named_title(cursor: Cursor) -> str | int | None:
    """Consume `of the EAR` or `of title 22` and return the CFR title it names."""
    tail = CFR_TAIL_RE.match(cursor.text, cursor.pos)
    if not tail:
        return None
    cursor.pos = tail.end()
    return REGULATIONS[tail[1]] if tail[1] else tail[2]


def cfr(cursor: Cursor, _kind: str) -> list[Found]:
    """Read `15 CFR 744.23(a)(3)`, `15 CFR parts 732, 734, and 748`; `3 CFR, 1994 Comp.` is none."""
    lead = CFR_LEAD_RE.match(cursor.text, cursor.pos)
    if not lead:
        return []
    title = cursor.text[cursor.start : cursor.pos].split(maxsplit=1)[0]
    cursor.pos = lead.end()
    return _attached(cursor, _cfr_members(cursor, title))


def _context_title(cursor: Cursor) -> str | None:
    """Return the CFR title of the context, if it has one."""
    match = CFR_CONTEXT_RE.match(cursor.context)
    return match[1] if match else None


def part(cursor: Cursor, _kind: str) -> list[Found]:
    """Read `part 774`, `parts 744 and 746 of the EAR`, `appendix A to part 1003`.

    Without any CFR title it is no citation: `part 2` of a form.
    """
    found = [each for each in _cfr_members(cursor, _context_title(cursor)) if each[2]]
    return _attached(cursor, found)


def _attached(cursor: Cursor, found: list[Found]) -> list[Found]:
    """Let a citation of a part reach back over `appendix A to`, `Supplement I to`."""
    lead = ATTACHED_RE.search(cursor.text, max(0, cursor.start - 20), cursor.start)
    if lead and found and found[0][2]:
        unit = ("app" if lead["app"] else "supp") + lead["name"]
        found[0] = (lead.start(), found[0][1], f"{found[0][2]}/{unit}")
    return found


def sign(cursor: Cursor, kind: str) -> list[Found]:
    """Read `§ 736.2(a)`, `§§ 734.2 through 734.5`; `§ 1742` of an Act only with its name."""
    dotted = DOTTED_RE.match(cursor.text, cursor.pos)
    if dotted:
        return _cfr_members(cursor, _context_title(cursor))
    return [each for each in section(cursor, kind) if each[2]]


def section(cursor: Cursor, kind: str) -> list[Found]:
    """Read `section 1983 of title 42, United States Code` and sections of Acts."""
    text = cursor.text
    first = USC_ITEM_RE.match(text, cursor.pos)
    if not first:
        return []
    end = first.end()
    if kind == "section" and text.startswith(".", end) and DOTTED_RE.match(text, cursor.pos):
        return _cfr_members(cursor, _context_title(cursor))
    bare = first[1].isalnum() and not GOES_ON_RE.match(text, end)
    if bare and not _after_ecra(text, cursor.start):
        cursor.pos = end
        return [(cursor.start, end, None)]
    spans, numbers = [], []
    for match in members(cursor, USC_ITEM_RE, first):
        for begin, end, number in halves(match):
            spans.append((begin, end))
            numbers.append((number, path_of(match[2])))
    return spans_of(cursor, spans, _section_targets(cursor, numbers))


def _section_targets(cursor: Cursor, numbers: list[tuple[str, str]]) -> list[str | None]:
    """Return what the words around a list of section numbers make of them."""
    text, pos = cursor.text, cursor.pos
    tailed = text.startswith("of", pos + 1)
    if tailed and text.startswith("title", pos + 4) and (tail := USC_TAIL_RE.match(text, pos)):
        cursor.pos = tail.end()
        return [f"/us/usc/t{int(tail[1])}/s{number}{subs}" for number, subs in numbers]
    tail = ECRA_TAIL_RE.match(text, pos) if tailed else None
    if tail:
        cursor.pos = tail.end()
    if tail or _after_ecra(text, cursor.start):
        return [_ecra_target(number, subs) for number, subs in numbers]
    bracketed = tailed or text.startswith("(", pos + 1)
    if bracketed and len(numbers) == 1 and (tail := CLASSIFIED_RE.match(text, pos)):
        cursor.pos = tail.end(1)
        subs = path_of(tail[4]) or numbers[0][1]
        return [f"/us/usc/t{int(tail[2])}/s{tail[3].translate(DASH)}{subs}"]
    own = OWN_TAIL_RE.match(text, pos) if tailed and text.startswith("th", pos + 4) else None
    base = _own_base(cursor.context, own[1]) if own else None
    if not (own and base):
        return [None] * len(numbers)
    cursor.pos = own.end()
    return [f"{base}/s{number}{subs}" for number, subs in numbers]


_ECRA_ENDS = tuple(f"{end}{gap}" for end in ("Act", "2018", "ECRA") for gap in " \n")


def _after_ecra(text: str, start: int) -> bool:
    """Return whether the name of the Export Control Reform Act stands right before `start`."""
    if not text.endswith(_ECRA_ENDS, 0, start):
        return False
    return bool(ECRA_LEAD_RE.search(text, max(0, start - 40), start))


def _ecra_target(number: str, subs: str) -> str | None:
    """Return where a section of the Export Control Reform Act stands in the Code."""
    section = ECRA_SECTIONS.get(int(number)) if number.isdigit() else None
    return f"/us/usc/t50/s{section}{subs}" if section else None


def _own_base(context: str, unit: str) -> str | None:
    """Return the work in which `section 3 of this Act` or `of this title` stands."""
    if unit == "Act":
        match = re.match(r"/us/(?:bill/\d+/[a-z]+/\d+|pl/\d+/\d+)", context)
    elif unit == "order":
        match = re.match(r"/us/fr/[^/]+/order", context)
    else:
        match = re.match(r"/us/usc/t\d+", context)
    return match[0] if match else None


def supplement(cursor: Cursor, _kind: str) -> list[Found]:
    """Read `supplement no. 2 to part 748`, `supplement no. 1 to this part`."""
    spans, names = [], []
    for match in members(cursor, SUPPLEMENT_RE):
        spans.append(match.span())
        names.append(match[0])
    tail = TO_PART_RE.match(cursor.text, cursor.pos)
    if not tail:
        return []
    cursor.pos = tail.end()
    own = CFR_CONTEXT_RE.match(cursor.context)
    part = tail[2] or (own[2] if own and tail[1] else None)
    title = _named_title(cursor) or _context_title(cursor)
    base = _cfr_target(title, part, "") if part else None
    return spans_of(cursor, spans, [f"{base}/supp{name}" if base else None for name in names])


def chapter(cursor: Cursor, _kind: str) -> list[Found]:
    """Read `chapter 58 of title 50, United States Code`; other chapters are no citations."""
    match = CHAPTER_RE.match(cursor.text, cursor.pos)
    tail = USC_TAIL_RE.match(cursor.text, match.end()) if match else None
    if not (match and tail):
        return []
    cursor.pos = tail.end()
    return [(cursor.start, tail.end(), f"/us/usc/t{int(tail[1])}/ch{match[0]}")]


def numbered(pattern: re.Pattern[str], root: str) -> Callable[[Cursor, str], list[Found]]:
    """Return a reader of lists whose members are numbers under one root."""

    def read(cursor: Cursor, _kind: str) -> list[Found]:
        matches = list(members(cursor, pattern))
        targets: list[str | None] = ["/".join((root, *match.groups())) for match in matches]
        return spans_of(cursor, [match.span() for match in matches], targets)

    return read


def paged(root: str) -> Callable[[Cursor, str], list[Found]]:
    """Return a reader of `volume series page` citations: `89 FR 5698`, `132 Stat. 2208`."""

    def read(cursor: Cursor, _kind: str) -> list[Found]:
        page = PAGE_RE.match(cursor.text, cursor.pos)
        if not page:
            return []
        cursor.pos = page.end()
        volume = cursor.text[cursor.start : cursor.pos].split(maxsplit=1)[0]
        return [(cursor.start, page.end(), f"{root}/{volume}/{page[0].replace(',', '')}")]

    return read


def frdoc(cursor: Cursor, _kind: str) -> list[Found]:
    """Read `FR Doc. 2025-19001`."""
    match = FRDOC_RE.match(cursor.text, cursor.pos)
    if not match:
        return []
    cursor.pos = match.end()
    return [(cursor.start, match.end(), f"/us/fr/{match[0].translate(DASH)}")]
