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
from collections.abc import Callable, Iterator

from msgspec import Struct


class Citation(Struct, frozen=True, gc=False):
    """Characters `start` to `end` (end excluded) of the text, and what they name."""

    start: int
    end: int
    text: str
    target: str | None = None
    """An identifier without version, or None when the text does not settle it."""


class _Cursor(Struct):
    """Where the readers stand; `pos` moves past what a reader has consumed."""

    text: str
    context: str
    start: int
    pos: int


_Found = tuple[int, int, str | None]

# Every head ends in "(", "§" or a digit, which are rare; what stands before is looked at only there.
# Matches at the digit, "§" or "(" of "50 U.S.C. ", "89 FR ", "§ 736.2", "section 7", "paragraph (a)";
# not in "section of", "3 CFR, 1994", "compart 7".
_HEAD_RE = re.compile(
    r"""[0-9(§](?:
      (?<=\()(?:
          (?:(?<=aragraph\s.)|(?<=aragraphs\s.)|(?<=ubsection\s.)
            |(?<=ubsections\s.)|(?<=lause\s.)|(?<=lauses\s.)|(?<=[Ii]tem\s.)|(?<=[Ii]tems\s.)
          )(?P<internal>))
    | (?P<sign>(?<=§)§?\s?(?=\d))
    | (?<=[0-9])(?<![\w.$/-].)(?:
          \d{0,2}\s(?:
            (?P<usc>U\.?\s?S\.?\s?C\.?(?:\s?A\.)?)(?=\s)
          | (?P<cfr>C\.?F\.?R\.?)(?=\s)
          | (?P<fr>FR|Fed\.\sReg\.)\s(?=\d)
          | (?P<stat>Stat\.)\s(?=\d))
        | (?:(?<=ection\s.)|(?<=ections\s.)|(?<=art\s.)|(?<=arts\s.)|(?<=o\.\s.)|(?<=os\.\s.)
            |(?<=L\.\s.)|(?<=aw\s.)|(?<=aws\s.)|(?<=E\.O\.\s.)|(?<=EO\s.)|(?<=rder\s.)
            |(?<=rders\s.)|(?<=hapter\s.)|(?<=Doc\.\s.))(?P<word>)))""",
    re.ASCII | re.VERBOSE,
)
# The words before a digit or "(", read backwards from it.
_LEAD_RE = re.compile(
    r"""(?<![A-Za-z0-9])(?:
      (?:[Ss]ections?|[Ss]ecs?\.)(?P<section>) | [Pp]arts?(?P<part>)
    | [Ss]ub(?:section(?P<subsection>)|paragraph(?P<subparagraph>)|clause(?P<subclause>))s?
    | [Pp]aragraphs?(?P<paragraph>) | [Cc]lauses?(?P<clause>) | [Ii]tems?(?P<item>)
    | [Ss]upplements?\s[Nn]os?\.(?P<supplement>)
    | (?:Pub(?:\.\s?L\.|lic\sLaws?)|P\.\s?L\.)(?:\sNos?\.)?(?P<pl>)
    | (?:E\.\s?O\.|EO|Exec(?:utive|\.)\sOrders?)(?:\sNos?\.)?(?P<eo>)
    | [Cc]hapter(?P<chapter>) | FR\sDoc\.(?:\sNo\.)?(?P<frdoc>)
    )\s$""",
    re.ASCII | re.VERBOSE,
)
_LEAD_REACH = 26
"""Characters of the longest lead, `Executive Orders Nos. `, and the one before it."""
# "appendix A to ", "Supplement I to " before "part 1026"
_ATTACHED_RE = re.compile(
    r"(?<!\w)(?:(?P<app>[Aa]ppendix)|[Ss]upplement)\s(?P<name>[A-Z]{1,3}\d?)\sto\s$"
)

_SUBS = r"(?:\s?\([0-9A-Za-z]{1,6}\))*"
# "4801", "45X(c)(1)", "2000e-5", "4801-4852"; the dash may be any of U+2010 to U+2015
_USC_ITEM_RE = re.compile(rf"(\d+[A-Za-z]{{0,3}}(?:[-‐-―]\d+[a-z]{{0,2}})*)({_SUBS})")
# "744.23(a)(3)", "1.401-1", "102-3.5", "744"
_CFR_ITEM_RE = re.compile(
    rf"(\d+[a-z]?(?:[-‐-―]\d+)?\.\d+[A-Za-z]*(?:[-‐-―.]\d+[A-Za-z]*)*|\d+(?:[-‐-―]\d+)?)({_SUBS})"
)
_PL_ITEM_RE = re.compile(r"(\d{1,3})[-‐-―](\d{1,4})(?!\d)")
_EO_ITEM_RE = re.compile(r"(\d{4,5})(?![\d,.]\d)")
_SUBS_ITEM_RE = re.compile(r"((?:\([0-9A-Za-z]{1,6}\))+)")
_SEPARATOR_RE = re.compile(r",?\s(?:and/or|and|or|through|to)\s|[,;]\s|\s?[‐-―-]\s?(?=\()")
# After a member that follows a bare comma or "and", these words would make it something else:
# "5 U.S.C. 553 and 30 days", "50 U.S.C. 4801, 15 CFR 734"
_NOT_A_MEMBER_RE = re.compile(
    r"[.,]?\d|[%\w]|\s(?!and\b|or\b|to\b|through\b|of\b|et\b|is\b|are\b|as\b|in\b|shall\b|may\b|"
    r"note\b|with\b|for\b|by\b|on\b|do\b|does\b|that\b|which\b|applies\b|apply\b)[A-Za-z0-9]"
)
_SUB_RE = re.compile(r"\(([0-9A-Za-z]+)\)")
_DASH = str.maketrans("‐‑‒–—―", "------")

_REGULATIONS = {
    "EAR": 15,
    "Export Administration Regulations": 15,
    "ITAR": 22,
    "International Traffic in Arms Regulations": 22,
}
"""Names of regulations with the CFR title in which they stand."""

# "of the EAR", "of this part", "of title 22", "of title 15, Code of Federal Regulations"
_CFR_TAIL_RE = re.compile(
    r"\s(?:of|to)\s(?:the\s(" + "|".join(_REGULATIONS) + r")\b"
    r"|title\s(\d{1,2})(?!\d|,\sUnited|\sof\sthe\sUnited))"
)
_USC_TAIL_RE = re.compile(r"\sof\stitle\s(\d{1,2})(?:,|\sof\sthe)\s(?:United\sStates|U\.S\.)\sCode")
# "(50 U.S.C. 4812(a)(1))" right after "section 1753(a)(1) of the … Act", but not "(50 U.S.C. 4801
# et seq.)" or "(50 U.S.C. 4801-4852)", which name the whole Act
_CLASSIFIED_RE = re.compile(
    r"((?:\sof\s(?:the\s|such\s)?[A-Z0-9][^.;:()]{2,120})?)\s\((\d{1,2})\sU\.S\.C\.\s"
    rf"(\d+[A-Za-z]{{0,3}}(?:[-‐-―]\d{{1,2}}[a-z]?)?)({_SUBS})\)"
)
_ECRA = (
    r"(?:Export\sControl\sReform\sAct(?:\sof\s2018)?|Export\sControls\sAct\sof\s2018"
    r"|Anti-Boycott\sAct\sof\s2018|ECRA)\b"
)
_ECRA_TAIL_RE = re.compile(rf"\sof\s(?:the\s)?{_ECRA}")
_ECRA_LEAD_RE = re.compile(rf"{_ECRA}\s$")
_OWN_TAIL_RE = re.compile(r"\sof\s(?:this|the\scurrent)\s(Act|title|chapter|order)\b")
_TO_PART_RE = re.compile(r"\sto\s(?:(this\s)?part(?:\s(\d+))?)(?!\w)")
_SUPPLEMENT_RE = re.compile(r"\d+(?!\w)")

_ECRA_SECTIONS = {
    1742: 4801,
    **{section: section + 3059 for section in range(1752, 1766)},
    1767: 4825,
    1768: 4826,
    1772: 4841,
    1773: 4842,
    1774: 4843,
    1781: 4851,
    1782: 4852,
}
"""Sections of the Export Control Reform Act of 2018 (Pub. L. 115-232, div. A, title XVII,
subtitle B) with the sections of title 50 where they are classified; source: the source credits of
50 U.S.C. chapter 58. Sections 1741, 1751 and 1771 (short titles) stand in notes, 1766 amended
other laws."""

_RANKS = {
    "subsection": 1,
    "paragraph": 2,
    "subparagraph": 3,
    "clause": 4,
    "subclause": 5,
    "item": 6,
}
"""Levels below a section of a statute in order (House Office of the Legislative Counsel)."""

_CFR_CONTEXT_RE = re.compile(r"/us/cfr/t(\d+)(?:/p([^/]+)(?:/((?:s|supp|app)[^/]+))?)?")
_STATUTE_CONTEXT_RE = re.compile(r"(/us/(?:bill|usc|pl|fr)/.*?/s\d[^/]*)((?:/[^/]+)*)$")
# "of this section", "of such paragraph", "of subsection (b)", "of § 736.2(a)", "of section 5"
_CHAIN_RE = re.compile(
    r"\s(?:of|to|in)\s(?:(?P<own>this|such|that|the)\s)?"
    r"(?P<level>subsection|paragraph|subparagraph|clause|subclause|section|supplement|appendix"
    r"|§)\s?"
    rf"(?P<subs>(?:\([0-9A-Za-z]{{1,6}}\))+)?(?P<number>\d[\w.‐-―-]*\w|\d)?(?P<after>{_SUBS})"
)


def find(text: str, *, context: str = "") -> tuple[Citation, ...]:
    """Return the citations in a text, in order, not overlapping.

    `context` is the identifier of the provision in which the text stands; internal references
    (`paragraph (a)(1) of this section`, `part 774`) resolve relative to it. A whole CFR title
    (`/us/cfr/t15`) is a context too.
    """
    found: list[Citation] = []
    pos = 0
    while match := _HEAD_RE.search(text, pos):
        start, pos, kind = match.start(), match.end(), match.lastgroup or ""
        if kind in {"word", "internal"}:
            lead = _LEAD_RE.search(text, max(0, start - _LEAD_REACH), start)
            if not lead:
                continue
            start, pos, kind = lead.start(), start, lead.lastgroup or ""
        cursor = _Cursor(text, context, start, pos)
        for begin, end, target in _READERS[kind](cursor, kind):
            found.append(Citation(begin, end, text[begin:end], target))
        pos = max(cursor.pos, match.end())
    return tuple(found)


def _members(cursor: _Cursor, item: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield the members of a list or range, moving the cursor past each."""
    match = item.match(cursor.text, cursor.pos)
    while match:
        cursor.pos = match.end()
        yield match
        separator = _SEPARATOR_RE.match(cursor.text, cursor.pos)
        if not separator:
            return
        match = item.match(cursor.text, separator.end())
        if match and _NOT_A_MEMBER_RE.match(cursor.text, match.end()):
            return


def _path(subs: str) -> str:
    """Return designators as path segments: `(a)(1)` -> `/a/1`."""
    return "".join("/" + sub for sub in _SUB_RE.findall(subs))


def _spans(
    cursor: _Cursor, spans: list[tuple[int, int]], targets: list[str | None]
) -> list[_Found]:
    """Pair spans with targets; the first reaches back to the head, the last to the cursor."""
    starts = [cursor.start, *(start for start, _ in spans[1:])]
    ends = [*(end for _, end in spans[:-1]), cursor.pos]
    return list(zip(starts, ends, targets, strict=True)) if spans else []


def _halves(match: re.Match[str]) -> list[tuple[int, int, str]]:
    """Return (start, end, number) of a section, or of both ends of a range.

    `4801-4852` is a range, `2000e-5`, `1320a-7` and `403-4` are sections with a hyphen.
    """
    number = match[1].translate(_DASH)
    first, dash, last = number.partition("-")
    if dash and first.isdigit() and last.isdigit() and len(last) >= len(first):
        middle = match.start() + len(first)
        return [(match.start(), middle, first), (middle + 1, match.end(), last)]
    return [(match.start(), match.end(), number)]


def _usc(cursor: _Cursor, _kind: str) -> list[_Found]:
    """Read `50 U.S.C. 4801-4852`, `26 U.S.C. 45X(c)(1)(A)`, `50 U.S.C. ch. 58`."""
    title = re.match(r"\d+", cursor.text[cursor.start : cursor.pos])
    lead = re.compile(r"\s(?:(App\.\s)|(ch\.\s|chapter\s)|(?:§§?|secs?\.|sections?)?\s?)").match(
        cursor.text, cursor.pos
    )
    if not (title and lead):
        return []
    cursor.pos = lead.end()
    spans, targets = [], []
    for match in _members(cursor, _USC_ITEM_RE):
        for start, end, number in _halves(match):
            spans.append((start, end))
            unit = f"ch{number}" if lead[2] else f"s{number}{_path(match[2])}"
            targets.append(None if lead[1] else f"/us/usc/t{int(title[0])}/{unit}")
    return _spans(cursor, spans, targets)


def _cfr_target(title: str | int | None, number: str, subs: str) -> str | None:
    """Return the identifier of a CFR part (`744`) or section (`744.23`)."""
    if not title:
        return None
    number = number.translate(_DASH)
    part, dot, _ = number.partition(".")
    section = f"/s{number}{_path(subs)}" if dot else ""
    return f"/us/cfr/t{int(title)}/p{part}{section}"


def _cfr_members(cursor: _Cursor, title: str | int | None) -> list[_Found]:
    """Read a list of CFR parts or sections; a title named after the list goes before `title`."""
    spans, numbers = [], []
    for match in _members(cursor, _CFR_ITEM_RE):
        halves = [(*match.span(), match[1])] if "." in match[1] else _halves(match)
        spans += [(start, end) for start, end, _ in halves]
        numbers += [(number, match[2]) for _, _, number in halves]
    title = _named_title(cursor) or title
    return _spans(cursor, spans, [_cfr_target(title, *number) for number in numbers])


def _named_title(cursor: _Cursor) -> str | int | None:
    """Consume `of the EAR` or `of title 22` and return the CFR title it names."""
    tail = _CFR_TAIL_RE.match(cursor.text, cursor.pos)
    if not tail:
        return None
    cursor.pos = tail.end()
    return _REGULATIONS[tail[1]] if tail[1] else tail[2]


def _cfr(cursor: _Cursor, _kind: str) -> list[_Found]:
    """Read `15 CFR 744.23(a)(3)`, `15 CFR parts 732, 734, and 748`; `3 CFR, 1994 Comp.` is none."""
    lead = re.compile(r"\s(?:[Pp]arts?\s|§§?\s?|[Ss]ections?\s)?(?=\d)").match(
        cursor.text, cursor.pos
    )
    if not lead:
        return []
    title = cursor.text[cursor.start : cursor.pos].split(maxsplit=1)[0]
    cursor.pos = lead.end()
    return _cfr_members(cursor, title)


def _context_title(cursor: _Cursor) -> str | None:
    """Return the CFR title of the context, if it has one."""
    match = _CFR_CONTEXT_RE.match(cursor.context)
    return match[1] if match else None


def _part(cursor: _Cursor, _kind: str) -> list[_Found]:
    """Read `part 774`, `parts 744 and 746 of the EAR`, `appendix A to part 1003`.

    Without any CFR title it is no citation: `part 2` of a form.
    """
    attached = _ATTACHED_RE.search(cursor.text, max(0, cursor.start - 20), cursor.start)
    found = [each for each in _cfr_members(cursor, _context_title(cursor)) if each[2]]
    if attached and found:
        unit = ("app" if attached["app"] else "supp") + attached["name"]
        found[0] = (attached.start(), found[0][1], f"{found[0][2]}/{unit}")
    return found


def _sign(cursor: _Cursor, kind: str) -> list[_Found]:
    """Read `§ 736.2(a)`, `§§ 734.2 through 734.5`; `§ 1742` of an Act only with its name."""
    dotted = re.compile(r"\d+[a-z]?(?:-\d+)?\.\d").match(cursor.text, cursor.pos)
    if dotted:
        return _cfr_members(cursor, _context_title(cursor))
    return [each for each in _section(cursor, kind) if each[2]]


def _section(cursor: _Cursor, kind: str) -> list[_Found]:
    """Read `section 1983 of title 42, United States Code` and sections of Acts."""
    if kind == "section" and re.compile(r"\d+\.\d").match(cursor.text, cursor.pos):
        return _cfr_members(cursor, _context_title(cursor))
    matches = list(_members(cursor, _USC_ITEM_RE))
    spans, numbers = [], []
    for match in matches:
        for start, end, number in _halves(match):
            spans.append((start, end))
            numbers.append((number, _path(match[2])))
    return _spans(cursor, spans, _section_targets(cursor, numbers))


def _section_targets(cursor: _Cursor, numbers: list[tuple[str, str]]) -> list[str | None]:
    """Return what the words around a list of section numbers make of them."""
    text, pos = cursor.text, cursor.pos
    if tail := _USC_TAIL_RE.match(text, pos):
        cursor.pos = tail.end()
        return [f"/us/usc/t{int(tail[1])}/s{number}{subs}" for number, subs in numbers]
    if tail := _ECRA_TAIL_RE.match(text, pos):
        cursor.pos = tail.end()
    if tail or _ECRA_LEAD_RE.search(text, max(0, cursor.start - 40), cursor.start):
        return [_ecra_target(number, subs) for number, subs in numbers]
    if len(numbers) == 1 and (tail := _CLASSIFIED_RE.match(text, pos)):
        cursor.pos = tail.end(1)
        subs = _path(tail[4]) or numbers[0][1]
        return [f"/us/usc/t{int(tail[2])}/s{tail[3].translate(_DASH)}{subs}"]
    own = _OWN_TAIL_RE.match(text, pos)
    base = _own_base(cursor.context, own[1]) if own else None
    if own and base:
        cursor.pos = own.end()
    return [f"{base}/s{number}{subs}" if base else None for number, subs in numbers]


def _ecra_target(number: str, subs: str) -> str | None:
    """Return where a section of the Export Control Reform Act stands in the Code."""
    section = _ECRA_SECTIONS.get(int(number)) if number.isdigit() else None
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


def _supplement(cursor: _Cursor, _kind: str) -> list[_Found]:
    """Read `supplement no. 2 to part 748`, `supplement no. 1 to this part`."""
    spans, names = [], []
    for match in _members(cursor, _SUPPLEMENT_RE):
        spans.append(match.span())
        names.append(match[0])
    tail = _TO_PART_RE.match(cursor.text, cursor.pos)
    if not tail:
        return []
    cursor.pos = tail.end()
    own = _CFR_CONTEXT_RE.match(cursor.context)
    part = tail[2] or (own[2] if own and tail[1] else None)
    title = _named_title(cursor) or _context_title(cursor)
    base = _cfr_target(title, part, "") if part else None
    return _spans(cursor, spans, [f"{base}/supp{name}" if base else None for name in names])


def _chapter(cursor: _Cursor, _kind: str) -> list[_Found]:
    """Read `chapter 58 of title 50, United States Code`; other chapters are no citations."""
    match = re.compile(r"\d+[A-Z]?").match(cursor.text, cursor.pos)
    tail = _USC_TAIL_RE.match(cursor.text, match.end()) if match else None
    if not (match and tail):
        return []
    cursor.pos = tail.end()
    return [(cursor.start, tail.end(), f"/us/usc/t{int(tail[1])}/ch{match[0]}")]


def _numbered(pattern: re.Pattern[str], root: str) -> Callable[[_Cursor, str], list[_Found]]:
    """Return a reader of lists whose members are numbers under one root."""

    def read(cursor: _Cursor, _kind: str) -> list[_Found]:
        matches = list(_members(cursor, pattern))
        targets: list[str | None] = ["/".join((root, *match.groups())) for match in matches]
        return _spans(cursor, [match.span() for match in matches], targets)

    return read


def _paged(root: str) -> Callable[[_Cursor, str], list[_Found]]:
    """Return a reader of `volume series page` citations: `89 FR 5698`, `132 Stat. 2208`."""

    def read(cursor: _Cursor, _kind: str) -> list[_Found]:
        page = re.compile(r"\d{1,3}(?:,\d{3})+|\d+").match(cursor.text, cursor.pos)
        if not page:
            return []
        cursor.pos = page.end()
        volume = cursor.text[cursor.start : cursor.pos].split(maxsplit=1)[0]
        return [(cursor.start, page.end(), f"{root}/{volume}/{page[0].replace(',', '')}")]

    return read


def _frdoc(cursor: _Cursor, _kind: str) -> list[_Found]:
    """Read `FR Doc. 2025-19001`."""
    match = re.compile(r"(?:[A-Z]\d{0,2}-)?[0-9A-Z]{2,4}[-‐-―]\d+").match(cursor.text, cursor.pos)
    if not match:
        return []
    cursor.pos = match.end()
    return [(cursor.start, match.end(), f"/us/fr/{match[0].translate(_DASH)}")]


def _internal(cursor: _Cursor, kind: str) -> list[_Found]:
    """Read `paragraphs (a)(1) and (b) of this section`, `subparagraph (B) of paragraph (1)`."""
    spans, paths = [], []
    previous: list[str] = []
    for match in _members(cursor, _SUBS_ITEM_RE):
        previous = _continued(previous, _SUB_RE.findall(match[1]))
        spans.append(match.span())
        paths.append(previous)
    base, between = _chain(cursor, kind)
    targets = ["/".join((base, *between, *path)) if base and path else None for path in paths]
    return _spans(cursor, spans, targets)


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


def _chain(cursor: _Cursor, kind: str) -> tuple[str | None, list[str]]:
    """Follow `of paragraph (1) of this section` and return (base identifier, path between)."""
    between: list[str] = []
    rank = _RANKS[kind]
    own = False
    while link := _CHAIN_RE.match(cursor.text, cursor.pos):
        level = link["level"]
        if level in {"section", "§"} and link["number"]:
            return _section_base(cursor, link), between
        if level in _RANKS and link["subs"]:
            between = [*_SUB_RE.findall(link["subs"]), *between]
            rank = _RANKS[level]
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


def _section_base(cursor: _Cursor, link: re.Match[str]) -> str | None:
    """Return the identifier of the section that a chain ends in."""
    inner = _Cursor(cursor.text, cursor.context, link.start("number"), link.start("number"))
    found = _sign(inner, "sign") if link["level"] == "§" else _section(inner, "section")
    cursor.pos = inner.pos
    return found[0][2] if found else None


def _context_base(
    cursor: _Cursor, rank: int, *, own: bool, between: list[str]
) -> tuple[str | None, list[str]]:
    """Return the identifier under which an internal reference without a named section stands."""
    if match := _CFR_CONTEXT_RE.match(cursor.context):
        first = (between or _SUB_RE.findall(cursor.text[cursor.start : cursor.pos]))[:1]
        absolute = own or (bool(first) and _form(first[0]) == "lower")
        return (match[0] if match[3] and absolute else None), between
    if match := _STATUTE_CONTEXT_RE.match(cursor.context):
        if own:
            return match[1], between
        kept = _above(match[2].split("/")[1:], rank)
        return ("/".join((match[1], *kept)) if kept is not None else None), between
    return None, between


def _above(segments: list[str], rank: int) -> list[str] | None:
    """Return the leading segments of a statute's path that rank above a level.

    None when a segment is no designator (quoted content, a table) or the level above is missing.
    """
    kept: list[str] = []
    last = 0
    for segment in segments:
        if not re.fullmatch(r"\d+[A-Z]?|[A-Za-z]{1,6}", segment):
            return None
        places = {"digits": (2,), "upper": (3, 5), "lower": (1, 4, 6)}[_form(segment[0])]
        place = next((each for each in places if each > last), 0)
        if not place or place >= rank:
            break
        kept.append(segment)
        last = place
    return kept if rank <= 2 or last == rank - 1 else None


_READERS: dict[str, Callable[[_Cursor, str], list[_Found]]] = {
    "usc": _usc,
    "cfr": _cfr,
    "fr": _paged("/us/fr-cite"),
    "stat": _paged("/us/stat"),
    "sign": _sign,
    "section": _section,
    "part": _part,
    "supplement": _supplement,
    "chapter": _chapter,
    "pl": _numbered(_PL_ITEM_RE, "/us/pl"),
    "eo": _numbered(_EO_ITEM_RE, "/us/eo"),
    "frdoc": _frdoc,
    **dict.fromkeys(_RANKS, _internal),
}
