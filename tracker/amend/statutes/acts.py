"""Which section of the US Code an Act's section is, as the Code itself says.

A section's source credit begins with the law that made it, "(Pub. L. 115–232, div. A, title XVII,
§ 1753, Aug. 13, 2018, 132 Stat. 2211.)"; short titles stand in the notes. Source: Office of the
Law Revision Counsel, "Detailed Guide to the United States Code Content and Features", "Source
Credits".
"""

import re

from msgspec import Struct

from tracker.model import Document, Provision

_DASHES = str.maketrans("‐‑‒–—―", "------")
_DASH = "[-‐-―]"
_LAW = (
    rf"(?:Pub\.\sL\.\s(?P<congress>\d+){_DASH}(?P<law>\d+)"
    r"|(?:[Aa]ct\s)?(?P<day>[A-Z][a-z]+\.?\s\d+,\s\d{4}),\sch\.\s(?P<chapter>\d+))"
)
_CREDIT_RE = re.compile(
    rf"\(?{_LAW}(?P<units>(?:,\s(?:div|title|subtitle|pt|part|ch|subch)\.?\s[^,;§]+)*),"
    r"\s§\s?(?P<section>\d+[A-Za-z]{0,3}(?:[-‐-―]\d+)?)(?P<subs>\([^)]*\))?"
)
_CITED_RE = re.compile(
    r"[Tt]his\s(?P<unit>Act|division|title|subtitle|chapter|subchapter|part|subpart)\b"
    rf"(?:\s\[[^\]]*?\(§§\s?(?P<first>\d+){_DASH}(?P<last>\d+)\)[^\]]*\]|\s\[[^\]]*\])?"
    r"[^.]{0,60}?may\sbe\scited\sas\s(?:the\s)?[‘“](?:the\s)?(?P<name>[^’”]{3,160})[’”]"
)
_KNOWN_RE = re.compile(
    rf"\(§§\s?(?P<first>\d+){_DASH}(?P<last>\d+)\)[^.;]*?of\sPub\.\sL\.\s(?P<congress>\d+){_DASH}"
    r"(?P<law>\d+),[^;]{0,90}?known\sas\sthe\s(?P<name>[A-Z][^,;“”]{3,160}?),\swhich"
)


class _Made(Struct, frozen=True):
    """A section of the Code with the section of the law that made it."""

    law: str
    units: str
    section: str
    identifier: str


class _Title(Struct, frozen=True):
    """A short title with the part of a law that it names."""

    name: str
    law: str
    units: str = ""
    first: int = 0
    last: int = 0

    def covers(self, made: _Made) -> bool:
        """Return whether a section belongs to what the short title names."""
        if made.law != self.law or not made.units.startswith(self.units):
            return False
        if not self.last:
            return True
        number = re.match(r"\d+", made.section)
        return bool(number) and self.first <= int(number[0]) <= self.last  # type: ignore[index]


def act_sections(code: Document) -> dict[str, str]:
    """Return the sections of a US Code document by the Act sections that they are.

    Keys are `/us/pl/115/232/s1753` and, for each short title in lower case,
    `export control reform act of 2018/s1753`; values are `/us/usc/t50/s4812`. An Act's section that
    makes up several sections of the Code is left out.
    """
    made, titles = _read(code)
    found: dict[str, set[str]] = {}
    for each in made:
        if each.law.startswith("/us/pl/"):
            found.setdefault(f"{each.law}/s{each.section}", set()).add(each.identifier)
        for title in titles:
            if title.covers(each):
                key = f"{title.name.lower()}/s{each.section}"
                found.setdefault(key, set()).add(each.identifier)
    return {key: next(iter(values)) for key, values in found.items() if len(values) == 1}


def short_titles(code: Document) -> tuple[str, ...]:
    """Return the short titles that the notes of a US Code document give, in their order."""
    return tuple(dict.fromkeys(title.name for title in _read(code)[1]))


def _read(code: Document) -> tuple[list[_Made], list[_Title]]:
    """Return the source credits and the short titles of a document."""
    made: list[_Made] = []
    titles: list[_Title] = []
    root = re.match(r"/us/usc/t[^/]+", code.work)
    for section in code.provisions():
        if section.level != "section" or section.quoted or root is None:
            continue
        identifier = f"{root[0]}/{section.path.rsplit('/', 1)[-1]}"
        for below in section.walk():
            if below.level == "sourceCredit":
                made += _credit(below.content, identifier)
            elif below.level == "note":
                titles += _titles(below)
    return made, titles


def _credit(text: str, identifier: str) -> list[_Made]:
    """Return the law that made a section, as its source credit begins; none for part of one."""
    match = _CREDIT_RE.match(text)
    if not match or match["subs"]:
        return []
    section = match["section"].translate(_DASHES)
    return [_Made(_law(match), match["units"], section, identifier)]


def _law(match: re.Match[str]) -> str:
    """Return the identifier of the law that a credit names, or the words for one before 1957."""
    if match["congress"]:
        return f"/us/pl/{match['congress']}/{match['law']}"
    return f"act {match['day']}, ch. {match['chapter']}"


def _titles(note: Provision) -> list[_Title]:
    """Return the short titles that a note gives."""
    found = []
    credit: re.Match[str] | None = None
    for provision in note.walk():
        text = provision.own_text
        for match in _KNOWN_RE.finditer(text):
            law = f"/us/pl/{match['congress']}/{match['law']}"
            found.append(
                _Title(match["name"], law, first=int(match["first"]), last=int(match["last"]))
            )
        credit = _CREDIT_RE.match(provision.content) or credit
        cited = _CITED_RE.search(text)
        if cited and credit:
            found += _cited(cited, credit)
    return found


def _cited(match: re.Match[str], credit: re.Match[str]) -> list[_Title]:
    """Return the short title that "this … may be cited as" gives to a part of a law."""
    name, law = match["name"], _law(credit)
    if match["last"]:
        return [_Title(name, law, first=int(match["first"]), last=int(match["last"]))]
    if match["unit"] == "Act":
        return [_Title(name, law)]
    units = re.search(rf"^.*?,\s{match['unit'][:3]}[a-z]*\.?\s[^,]+", credit["units"])
    return [_Title(name, law, units[0])] if units else []
