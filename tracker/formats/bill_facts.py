"""What a bill says it is: work, version, title, dates. Nothing is guessed.

Shared by both XML formats and the plain text of bills. The strongest statement is the first page
(`119th CONGRESS`, `H. R. 2683`), which is part of the text; metadata are the converter's, and
some call S. Con. Res. 14 of the 117th Congress `117s14enr`, or give it the wrong Congress. Where
the first page is missing, the short citation in the metadata counts, then their title.
"""

import re
from datetime import date
from typing import NamedTuple

from tracker.formats.vocabulary import names
from tracker.identifiers import BILL_TYPES, BILL_VERSIONS

_TYPES = "|".join(sorted(BILL_TYPES, key=len, reverse=True))
# 119hr2683eh · 117hconres41enr
_SHORT_RE = re.compile(rf"(\d{{2,3}})({_TYPES})(\d{{1,5}})([a-z]{{2,4}}\d?)?$")
# "119 HR 2683 EH: Remote Access Security Act" · "117 H. CON. RES. 41 ENR: …" · " HR 9468 ENR: …"
_TITLE_RE = re.compile(
    r"\s*(?:(\d{2,3})\s+)?([HS][A-Z. ]{0,14}?)\s*(\d{1,5})\s*([A-Z]{2,4}\d?)?\s*:\s*(.*)",
    re.DOTALL,
)
_SHORTENED = {
    "hj": "hjres",
    "sj": "sjres",
    "hc": "hconres",
    "sc": "sconres",
    "hcon": "hconres",
    "scon": "sconres",
}
_NUMBER_RE = re.compile(r"([HS][A-Za-z. ]*?)\s*(\d{1,5})\b")
_CONGRESS_RE = re.compile(r"(\d{2,3})(?:st|nd|d|rd|th)\s+congress", re.IGNORECASE)
_SPELLED_RE = re.compile(r"one hundred (?:and )?([a-z-]+) congress", re.IGNORECASE)
_ORDINALS = {
    word: number
    for number, word in enumerate(
        names(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
        ),
        start=1,
    )
} | {"twentieth": 20, "thirtieth": 30}
_TENS = {"twenty": 20, "thirty": 30}
_MONTHS = {
    name[:3]: number
    for number, name in enumerate(
        names(
            "january february march april may june july august september october november december"
        ),
        start=1,
    )
}
_LONG_DATE_RE = re.compile(
    r"\b([A-Z][a-z]{2,8})\.?\s+(\d{1,2})(?:\s*\([^)]*\))?,\s+(\d{4})\b", re.IGNORECASE
)
PASSED_RE = re.compile(r"\b(?:passed|agreed to|adopted)\b", re.IGNORECASE)
"""An attestation that states the day of passing."""
INTRODUCED_RE = re.compile(r"\b(?:introduced|submitted)\b")
"""An action by which a bill comes into the House or the Senate."""
_LABELS = {
    re.sub("[^a-z]", "", label.lower()): code for code, label in reversed(BILL_VERSIONS.items())
}


class Number(NamedTuple):
    """What one place of a file says a bill is; unknown is empty."""

    congress: str = ""
    number: str = ""
    """Type and number as `hr/2683`."""


def settled(*said: Number) -> str:
    """Return the work that several places of a file name, the strongest first, or ""."""
    congress = next((each.congress for each in said if each.congress), "")
    number = next((each.number for each in said if each.number), "")
    return f"/us/bill/{congress}/{number}" if congress and number else ""


def disagreement(*said: Number) -> str:
    """Return words for places of a file that name different bills; empty when they agree."""
    for values in zip(*said, strict=True):
        first, *others = [value for value in dict.fromkeys(values) if value] or [""]
        if others:
            return (
                f"the file calls itself {first} and {', '.join(others)}; {first} counts, "
                "which stands nearest to what is printed"
            )
    return ""


def short_citation(text: str) -> tuple[Number, str]:
    """Return (number, version): `119hr2683eh` -> ((`119`, `hr/2683`), `eh`)."""
    match = _SHORT_RE.match(text.strip().lower())
    if not match:
        return Number(), ""
    return Number(match[1], f"{match[2]}/{match[3]}"), match[4] or ""


def titled(text: str) -> tuple[Number, str, str]:
    """Return (number, version, title) of a metadata title.

    What the title does not say is empty; without the usual prefix all of it is the title.
    """
    match = _TITLE_RE.match(text)
    if match:
        kind = _kind(match[2])
        if kind:
            code = (match[4] or "").lower()
            known = code.rstrip("0123456789") in BILL_VERSIONS
            number = Number(match[1] or "", f"{kind}/{match[3]}")
            return number, code if known else "", match[5].strip()
    return Number(), "", text.strip()


def numbered(text: str) -> str:
    """Return type and number of words like `H. R. 2683` as `hr/2683`, or an empty string."""
    match = _NUMBER_RE.search(text)
    kind = _kind(match[1]) if match else ""
    return f"{kind}/{match[2]}" if match and kind else ""


def _kind(words: str) -> str:
    """Return the bill type of words like `H. CON. RES.`, or an empty string."""
    kind = re.sub(r"[^a-z]", "", words.lower())
    kind = _SHORTENED.get(kind, kind)
    return kind if kind in BILL_TYPES else ""


def congress(text: str) -> str:
    """Return the number of a Congress: `119th CONGRESS` or spelled out; empty when unknown."""
    if match := _CONGRESS_RE.search(text):
        return match[1]
    if match := _SPELLED_RE.search(text):
        tens, _, unit = match[1].lower().partition("-")
        number = _TENS.get(tens, 0) + _ORDINALS.get(unit, 0) if unit else _ORDINALS.get(tens, 0)
        if number:
            return str(100 + number)
    return ""


def stage_code(label: str) -> str:
    """Return the version code of a stage's words: `Engrossed-in-House` -> `eh`."""
    bare = re.sub("[^a-z]", "", label.lower())
    return bare if bare in BILL_VERSIONS else _LABELS.get(bare, "")


def iso_date(text: str | None) -> date | None:
    """Return the date of `2025-04-07` or `20250407`, else None."""
    match = re.fullmatch(r"\s*(\d{4})-?(\d\d)-?(\d\d)\s*", text or "")
    return _date(*(int(n) for n in match.groups())) if match else None


def long_date(text: str) -> date | None:
    """Return the first date written out in a text: `January 12, 2026`, else None."""
    for match in _LONG_DATE_RE.finditer(text):
        month = _MONTHS.get(match[1][:3].lower())
        if month and (found := _date(int(match[3]), month, int(match[2]))):
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    """Return a date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
