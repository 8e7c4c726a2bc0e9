"""How amending sentences name provisions: "paragraphs (3) and (4) of section 5(a) of the X Act".

`parse` reads one such name with all that hangs on it, `of` by `of`, and the citation of the Code
in parentheses. Levels follow the House Office of the Legislative Counsel's Manual on Drafting
Style, § 312; a designator's form tells its level where no word does: (b)(2)(A)(ii)(II)(aa).
"""

import re
from collections.abc import Callable

from msgspec import Struct, structs

from tracker.amend.statutes.tokens import Place
from tracker.formats.paths import PREFIXES

LEVELS = {
    "subsection": 1,
    "paragraph": 2,
    "subparagraph": 3,
    "clause": 4,
    "subclause": 5,
    "item": 6,
    "subitem": 7,
}
"""Levels below a section with their ranks."""

LEVEL_NAMES = {rank: level for level, rank in LEVELS.items()}

UNITS = ("title", "subtitle", "division", "chapter", "subchapter", "part", "subpart", "article")
_FORMS = {"digits": (2,), "upper": (3, 5, 7), "lower": (1, 4, 6)}
_DASHES = str.maketrans("‐‑‒–—―", "------")

_SUB = r"\([0-9]{1,3}[A-Z]{0,2}\)|\([a-z]{1,6}\)|\([A-Z]{1,6}\)"
_SUBS = rf"(?:\s?(?:{_SUB}))"
_NUMBER = r"\d+[A-Za-z]{0,4}(?:[-‐-―]\d+[A-Za-z]{0,3})*(?:\.\d+)?"
_UNIT_NUMBER = r"(?:\d+[A-Z]{0,2}|[IVXLC]+(?:-?[A-Z])?|[A-Z]{1,2})(?:[-–]\d+)?(?![\w])"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NAME = (
    r"[A-Z](?:(?!\s(?:is|are|was|as|amended|repealed)\s)"
    r"(?:[^;:()“”‘\"—]|\([A-Z][a-z]+\.?\)|“[A-Z][a-z]+”)){0,160}?"
)
ACT = (
    rf"(?:Acts?\sof\s(?:{_MONTHS})\s\d{{1,2}},\s\d{{4}}|[A-Z][A-Z&]{{1,7}}(?=\s\(\d|\s(?:is|are)\s)"
    rf"|{_NAME}\b(?:Act|Code|Amendments|Resolution|Law)\b(?!\s(?:Act|Amendments)\b)"
    rf"(?:\s(?:Amendments|Amendment\sAct))?"
    rf"(?:\sof\s(?:{_MONTHS})\s\d{{1,2}},\s\d{{4}}|\sof\s\d{{4}}"
    r"|\sfor\s(?!Fiscal)[A-Z][^();“”—]{2,90}?,\s\d{4}(?=\s\()"
    rf"|,?\s(?:for\s)?(?:Fiscal\sYear\s)?"
    rf"\d{{4}})?)"
)

_LEVEL_RE = re.compile(
    rf"(?P<level>[Ss]ubsection|[Pp]aragraph|[Ss]ubparagraph|[Cc]lause|[Ss]ubclause|[Ii]tem"
    rf"|[Ss]ubitem)s?(?={_SUBS})"
)
_SUBS_RE = re.compile(rf"{_SUBS}+")
_SUB_RE = re.compile(r"\(([0-9A-Za-z]+)\)")
_SECTION_RE = re.compile(rf"(?:[Ss]ections?|SECTIONS?|[Ss]ecs?\.|§§?)\s?(?={_NUMBER})")
_SUCH_SECTION_RE = re.compile(rf"(?:[Ss]uch|that|[Ss]aid)\s[Ss]ections?\s(?={_NUMBER})")
_NUMBER_RE = re.compile(rf"({_NUMBER})((?:{_SUBS})*)")
_UNIT_RE = re.compile(
    rf"(?P<unit>[Tt]itle|[Ss]ubtitle|[Dd]ivision|[Cc]hapter|[Ss]ubchapter|[Pp]art|[Ss]ubpart"
    rf"|[Aa]rticle)s?\s(?={_UNIT_NUMBER})"
)
_UNIT_NUMBER_RE = re.compile(f"({_UNIT_NUMBER})")
_CODE_RE = re.compile(
    r"title\s(\d{1,2}[A-Z]?)(?:,|\sof\sthe)\s(?:United\sStates|U\.S\.)\sCode,?(?![\w])",
    re.IGNORECASE,
)
_FIRST_RE = re.compile(r"[Tt]he\sfirst\ssection(?=\sof\s)")
_BARE_ACT_RE = re.compile(
    r"(?P<act>[A-Z][\w.’'–-]*(?:\s[\w.,’'–-]+){0,12}?)(?=\s\([^()]*?(?:Public\sLaw\s\d|\d\sU\.S\.C\.\s\d))"
)
_CFR_RE = re.compile(r"title\s(\d{1,2})(?:,|\sof\sthe)\sCode\sof\sFederal\sRegulations,?")
_IRC_RE = re.compile(r"(?:the\s)?Internal\sRevenue\sCode\sof\s19(?:86|54|39)")
_PL_RE = re.compile(r"(?:Public\sLaw|Pub\.\s?L\.|P\.L\.)\s(?:No\.\s)?(\d{1,3})[-‐-―](\d{1,4})")
_ACT_RE = re.compile(rf"(?:[Tt]he\s)(?!(?:United\sStates\sCode|Code)\b)(?P<act>{ACT})")
_BACK_RE = re.compile(
    r"(?:[Ss]uch|that|[Ss]aid)\s(?P<back>section|subsection|paragraph|subparagraph|clause|subclause|item"
    r"|Act|title|chapter|subchapter|part|subpart|Code|Public\sLaw|subtitle|division)(?!\w)"
    r"|(?P<this>this\s(?:Act|section|title|subsection|subtitle|division))(?!\w)"
)
_SEPARATOR_RE = re.compile(r",?\s(?P<run>through|to)\s|,?\s(?:and|or)\s|,\s")
_OF_RE = re.compile(r",?\sof\s(?:the\s(?=title|section|chapter))?")
_PAREN_RE = re.compile(r",?\s?\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)+")
_USC_RE = re.compile(r"(\d{1,2}[A-Z]?)\sU\.\s?S\.\s?C\.(?:\s?A\.)?\s(?:§+\s?|sec\.\s)?")
LAW_NAME_RE = re.compile(
    rf"(?<![A-Za-z])(?:[Tt]he\s(?={ACT})|(?:[Tt]he\s)?Internal\sRevenue\sCode\sof|title\s\d+,\sUnited\sStates)"
)
"""Where the name of a whole law can start."""

HEAD_RE = re.compile(
    r"(?<![A-Za-z0-9])(?:(?i:subsections?|paragraphs?|subparagraphs?|clauses?|subclauses?|items?"
    r"|subitems?)\s?\(|(?i:sections?|secs?\.)\s?\d|§|(?i:title|subtitle|division|chapter|subchapter"
    r"|part|subpart|article)s?\s[0-9A-Z]|Public\sLaw\s|Pub\.\s?L\.|P\.L\.\s|(?:[Tt]he\s)?Internal\s"
    r"Revenue\sCode|(?:[Ss]uch|that|[Ss]aid)\s(?:[a-z]+|Act|Code|Public\sLaw)\b"
    r"|this\s(?:Act|section|title|sub|div)"
    r"|[Tt]he\s[A-Z]|[Tt]he\sfirst\ssection\sof)"
)
"""Where a name of provisions can start; `parse` decides."""


class _Named(Struct):
    """What has been read of a name: its members, the citations in parentheses, where it ends."""

    members: list[Place]
    cites: list[str]
    law: str
    end: int


def parse(text: str, pos: int) -> tuple[tuple[Place, ...], int] | None:
    """Return (the provisions named at a position, where the name ends), or None.

    `paragraphs (1) and (2) of section 5(a)` are two members, `(3) through (5)` one with `until`.
    """
    named = _name(text, pos, 0)
    if named is None:
        return None
    return tuple(_cited(named)), named.end


def entitled(act: str, section: str, parenthesis: str | None) -> Place:
    """Return the place of an Act named by its long title, with the citation behind it."""
    named = _Named([Place(act=act, section=section)], [], "", 0)
    if parenthesis:
        _parenthesis(parenthesis, named)
    return _cited(named)[0]


def steps_of(subs: list[str], rank: int = 0) -> tuple[tuple[int, str], ...]:
    """Return designators with their ranks; `rank` is that of the first one, 0 to go by its form.

    ["a", "1", "A", "i"] -> ((1, "a"), (2, "1"), (3, "A"), (4, "i"))
    """
    found: list[tuple[int, str]] = []
    last = 0
    for sub in subs:
        if rank and not found:
            last = rank
        else:
            last = next((each for each in _FORMS[_form(sub)] if each > last), last + 1)
        found.append((last, sub))
    return tuple(found)


def subs_of(text: str) -> list[str]:
    """Return the designators in a text: `(b)(2)(A)` -> ["b", "2", "A"]."""
    return _SUB_RE.findall(text)


def unit_identifier(law: str, units: tuple[tuple[str, str], ...]) -> str:
    """Return the identifier of a unit above sections: chapter 11 of title 14."""
    return law + "".join(f"/{PREFIXES[unit]}{number}" for unit, number in units)


def fits(rank: int, sub: str) -> bool:
    """Return whether a designator has the form of its level: subparagraphs are (A), (B), (C)."""
    return rank in _FORMS[_form(sub)]


def _form(sub: str) -> str:
    """Return the form of a designator: digits, upper or lower."""
    if sub[0].isdigit():
        return "digits"
    return "upper" if sub[0].isupper() else "lower"


def _name(text: str, pos: int, depth: int) -> _Named | None:
    """Read one name: its list of members, what they are part of, citations."""
    named = _members(text, pos)
    if named is None:
        return None
    _parenthesis(text, named)
    link = _OF_RE.match(text, named.end)
    if link and depth < 8:
        above = _name(text, link.end(), depth + 1) or _bare_act(text, link.end())
        if above is not None and (len(above.members) == 1 or _apart(text, link.end(), named)):
            # "(a) and (b) of section 5 and section 6(c)": section 6(c) is a member of its own
            named.members = [within(each, above.members[0]) for each in named.members]
            named.members += above.members[1:]
            named.cites += above.cites
            named.law = named.law or above.law
            named.end = above.end
    return named


def _apart(text: str, pos: int, named: _Named) -> bool:
    """Return whether designators belong to the first of several sections only."""
    singular = text.startswith(("section ", "Section "), pos)
    return singular and all(each.steps and not each.section for each in named.members)


def _bare_act(text: str, pos: int) -> _Named | None:
    """Read a law's name without "the": `of SAFETEA–LU (Public Law 109–59)`."""
    match = _BARE_ACT_RE.match(text, pos)
    if not match:
        return None
    named = _one(match, Place(act=match["act"]))
    _parenthesis(text, named)
    return named


def _members(text: str, pos: int) -> _Named | None:
    """Read the list of members that a name starts with."""
    for pattern, reader in _READERS:
        if match := pattern.match(text, pos):
            return reader(text, match)
    return None


def _one(match: re.Match[str], place: Place) -> _Named:
    """Return a name of one member without more to read."""
    return _Named([place], [], "", match.end())


def _such_section(text: str, head: re.Match[str]) -> _Named | None:
    """Read `such section 119`."""
    named = _sections(text, head)
    if named:
        named.members = [structs.replace(each, back="such") for each in named.members]
    return named


def _levels(text: str, head: re.Match[str]) -> _Named:
    """Read `subsections (e), (g)(5), and (i)(5)`, `subparagraph (A) or clause (i)`."""
    rank = LEVELS[head["level"].lower()]
    members: list[Place] = []
    pos, run = head.end(), False
    previous: list[str] = []
    while True:
        match = _SUBS_RE.match(text, pos)
        if not match:
            break
        previous = _continued(previous, subs_of(match[0]), rank)
        place = Place(steps=steps_of(previous, rank))
        if run:
            members[-1] = structs.replace(members[-1], until=place)
        else:
            members.append(place)
        end = match.end()
        separator = _SEPARATOR_RE.match(text, end)
        if not separator:
            return _Named(members, [], "", end)
        pos, run = separator.end(), bool(separator["run"])
        again = _LEVEL_RE.match(text, pos)
        if again and again["level"].lower() == head["level"].lower():
            pos, previous = again.end(), []
    return _Named(members, [], "", end)


def _continued(previous: list[str], subs: list[str], rank: int) -> list[str]:
    """Return the whole path of a list's member: after (A)(i), "(ii)" is (A)(ii), "(B)" is (B)."""
    if not previous or rank in _FORMS[_form(subs[0])] or len(subs) >= len(previous):
        return subs
    for depth in range(len(previous) - 1, 0, -1):
        if _form(previous[depth]) == _form(subs[0]):
            return [*previous[:depth], *subs]
    return subs


def _sections(text: str, head: re.Match[str]) -> _Named | None:
    """Read `1202(b)(2), 1202(g)(2)(A), and 1205`, `5 through 9`."""
    members: list[Place] = []
    run = False
    pos = end = head.end()
    while match := _NUMBER_RE.match(text, pos):
        if members and re.match(
            r"\sU\.S\.C\.|\s(?:days|years|months|percent)", text[match.end() :]
        ):
            break
        end = match.end()
        number = match[1].translate(_DASHES)
        place = Place(section=number, steps=steps_of(subs_of(match[2])))
        if run:
            members[-1] = structs.replace(members[-1], until=place)
        else:
            members.append(place)
        separator = _SEPARATOR_RE.match(text, end)
        if not separator:
            break
        pos, run = separator.end(), bool(separator["run"])
        if again := _SECTION_RE.match(text, pos):
            pos = again.end()
    return _Named(members, [], "", end) if members else None


def _units(text: str, head: re.Match[str]) -> _Named | None:
    """Read `part VII`, `chapters 5 and 7`."""
    unit = head["unit"].lower()
    members: list[Place] = []
    pos, end = head.end(), head.end()
    while match := _UNIT_NUMBER_RE.match(text, pos):
        end = match.end()
        members.append(Place(units=((unit, match[1].translate(_DASHES)),)))
        separator = _SEPARATOR_RE.match(text, end)
        if not separator or separator["run"]:
            break
        pos = separator.end()
    return _Named(members, [], "", end) if members else None


def within(inner: Place, outer: Place) -> Place:
    """Return a place as part of another: paragraph (2) within section 5(a) is section 5(a)(2)."""
    until = within(inner.until, outer) if inner.until else None
    last = outer.steps[-1][0] if outer.steps else 0
    steps = outer.steps + inner.steps
    if inner.steps and inner.steps[0][0] <= last:
        steps = (*(each for each in outer.steps if each[0] < inner.steps[0][0]), *inner.steps)
    return Place(
        steps=steps,
        section=inner.section or outer.section,
        units=outer.units + inner.units,
        law=outer.law or inner.law,
        act=outer.act or inner.act,
        cite=inner.cite or outer.cite,
        back=outer.back or inner.back,
        until=until,
    )


def _parenthesis(text: str, named: _Named) -> None:
    """Read the parentheses that follow: `(22 U.S.C. 2778(g); Public Law 117–169)`."""
    while match := _PAREN_RE.match(text, named.end):
        inner = match[1]
        cite, law = _USC_RE.search(inner), _PL_RE.search(inner)
        if not cite and not law:
            if re.match(
                r"\d{1,3}\sStat\.|commonly|as\s|relating|referred|title|division|(?:the\s)?[A-Z][^()]*\bAct\b",
                inner,
            ):
                named.end = match.end()
                continue
            break
        if cite:
            named.cites += _cites(inner, cite)
        if law:
            named.law = f"/us/pl/{law[1]}/{law[2]}"
        named.end = match.end()


def _cites(inner: str, head: re.Match[str]) -> list[str]:
    """Return the sections of the Code that a parenthesis cites; none for notes and whole Acts."""
    found = []
    pos = head.end()
    while match := _NUMBER_RE.match(inner, pos):
        after = inner[match.end() :]
        if re.match(r"\s?(?:note|et\sseq|prec)", after) or "App" in inner[: head.end() + 4]:
            return []
        if _is_range(match[1].translate(_DASHES)):
            return []
        section = "".join(f"/{sub}" for sub in subs_of(match[2]))
        found.append(f"/us/usc/t{head[1]}/s{match[1].translate(_DASHES)}{section}")
        separator = _SEPARATOR_RE.match(inner, match.end())
        if not separator or separator["run"]:
            break
        pos = separator.end()
    return found


def _is_range(number: str) -> bool:
    """Return whether a number with a hyphen is two sections: 701-713, not 2000e-5 or 403-4."""
    first, _, last = number.partition("-")
    return first.isdigit() and len(re.match(r"\d*", last)[0]) >= len(first)  # type: ignore[index]


def _cited(named: _Named) -> list[Place]:
    """Give the members the citations that stand behind them, one each or one for all."""
    members, cites = named.members, named.cites
    if named.law:
        members = [each if each.law else structs.replace(each, law=named.law) for each in members]
    if not cites:
        return members
    if len(cites) == len(members):
        return [structs.replace(m, cite=c) for m, c in zip(members, cites, strict=True)]
    if len(cites) == 1 and len({each.section for each in members}) == 1:
        return [structs.replace(each, cite=cites[0]) for each in members]
    return members


_READERS: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], _Named | None]], ...] = (
    (_CODE_RE, lambda _, match: _one(match, Place(law=f"/us/usc/t{match[1]}"))),
    (_CFR_RE, lambda _, match: _one(match, Place(law=f"/us/cfr/t{match[1]}"))),
    (_IRC_RE, lambda _, match: _one(match, Place(law="/us/usc/t26"))),
    (_PL_RE, lambda _, match: _one(match, Place(law=f"/us/pl/{match[1]}/{match[2]}"))),
    (_LEVEL_RE, _levels),
    (_SECTION_RE, _sections),
    (_SUCH_SECTION_RE, _such_section),
    (_UNIT_RE, _units),
    (_BACK_RE, lambda _, match: _one(match, Place(back=match["back"] or "this"))),
    (_ACT_RE, lambda _, match: _one(match, Place(act=match["act"]))),
    (_FIRST_RE, lambda _, match: _one(match, Place(section="1"))),
)
"""How names of provisions start, tried in this order."""
