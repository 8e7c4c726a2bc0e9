"""Identifiers of works, versions and provisions, after the USLM reference convention.

`/us/bill/119/hr/2683/s2/1@eh` names version `eh` of the portion `s2/1` of a work. People type
short forms (`119hr2683@eh`, `15cfr734@2025-12-30`, `2025-19001`); `parse` accepts both and
`Identifier` prints either. Source: USLM User Guide, "Reference Model".
"""

import re
from datetime import date

from msgspec import Struct, structs

from tracker.errors import IdentifierError

BILL_TYPES = {
    "hr": "H.R.",
    "s": "S.",
    "hjres": "H.J.Res.",
    "sjres": "S.J.Res.",
    "hconres": "H.Con.Res.",
    "sconres": "S.Con.Res.",
    "hres": "H.Res.",
    "sres": "S.Res.",
    "hamdt": "H.Amdt.",
    "samdt": "S.Amdt.",
}
"""USLM document types of Congress with the words people use for them."""

BILL_VERSIONS = {
    "ih": "Introduced in House",
    "is": "Introduced in Senate",
    "ips": "Indefinitely Postponed Senate",
    "rfh": "Referred in House",
    "rch": "Reference Change House",
    "rcs": "Reference Change Senate",
    "rth": "Referred to Committee House",
    "rts": "Referred to Committee Senate",
    "rih": "Referral Instructions House",
    "ris": "Referral Instructions Senate",
    "hds": "Held at Desk Senate",
    "hdh": "Held at Desk House",
    "cdh": "Committee Discharged House",
    "cds": "Committee Discharged Senate",
    "rh": "Reported in House",
    "rs": "Reported in Senate",
    "rhuc": "Returned to the House by Unanimous Consent",
    "ash": "Additional Sponsors House",
    "sas": "Additional Sponsors Senate",
    "sc": "Sponsor Change",
    "pch": "Placed on Calendar House",
    "pcs": "Placed on Calendar Senate",
    "pp": "Public Print",
    "pap": "Printed as Passed",
    "eh": "Engrossed in House",
    "eph": "Engrossed and Deemed Passed by House",
    "ath": "Agreed to House",
    "cph": "Considered and Passed House",
    "lth": "Laid on Table in House",
    "oph": "Ordered to be Printed House",
    "rdh": "Received in House",
    "rds": "Received in Senate",
    "rfs": "Referred in Senate",
    "lts": "Laid on Table in Senate",
    "ops": "Ordered to be Printed Senate",
    "es": "Engrossed in Senate",
    "ats": "Agreed to Senate",
    "cps": "Considered and Passed Senate",
    "fah": "Failed Amendment House",
    "fph": "Failed Passage House",
    "fps": "Failed Passage Senate",
    "iph": "Indefinitely Postponed House",
    "eah": "Engrossed Amendment House",
    "eas": "Engrossed Amendment Senate",
    "re": "Reprint of an Amendment",
    "renr": "Re-enrolled",
    "enr": "Enrolled Bill",
    "pl": "Public Law",
}
"""Version codes of govinfo's BILLS collection."""

_CLOSING = {"re": 0, "eah": 0, "eas": 0, "renr": 1, "enr": 2, "pl": 3}
"""Versions made once both chambers have acted."""

_PASSED = {"eph", "cph", "cps", "ath", "ats", "eh", "es", "pap"}
_IN_COMMITTEE = {"ash", "sas", "sc", "rh", "rs", "pch", "pcs", "pp", "oph", "ops", "rhuc"}

# 119hr2683 · 119 hr 2683 · 118hconres10
_SHORT_BILL_RE = re.compile(
    r"(\d{1,3})\s*(hr|s|hjres|sjres|hconres|sconres|hres|sres|hamdt|samdt)\s*(\d{1,5})$",
    re.IGNORECASE | re.ASCII,
)
# 15cfr734 · 15 CFR 734 · 15 CFR part 734
_SHORT_CFR_RE = re.compile(r"(\d{1,2})\s*cfr\s*(?:part\s*)?(\d{1,4})$", re.IGNORECASE | re.ASCII)
# 50usc4812 · 50 USC 4812 · 50uscch58
_SHORT_USC_RE = re.compile(
    r"(\d{1,2})\s*usc\s*(ch\s*\d+[a-z]?|\d+[a-z]*(?:-\d+)?)$", re.IGNORECASE | re.ASCII
)
# 2025-19001 · E8-23178 · C1-2013-16962 · 04-16753
_SHORT_FR_RE = re.compile(
    r"(?:[A-Z]\d{0,2}-)?(?:\d{2,4}|[A-Z]\d{1,2})-\d{1,6}$", re.IGNORECASE | re.ASCII
)
# pl119-21 · publ119-21
_SHORT_PL_RE = re.compile(
    r"p(?:ub)?\.?\s*l\.?\s*(\d{1,3})\s*-\s*(\d{1,4})$", re.IGNORECASE | re.ASCII
)

_FULL_RES = (
    re.compile(r"/us/bill/\d{1,3}/(?:" + "|".join(BILL_TYPES) + r")/\d{1,5}", re.ASCII),
    re.compile(
        r"/us/fr/(?:[A-Z]\d{0,2}-)?(?:\d{2,4}|[A-Z]\d{1,2})-\d{1,6}", re.IGNORECASE | re.ASCII
    ),
    re.compile(r"/us/cfr/t\d{1,2}/p\d{1,4}", re.ASCII),
    re.compile(r"/us/usc/t\d{1,2}/(?:ch\d+[A-Z]?|s\d+[a-zA-Z]*(?:-\d+)?)", re.ASCII),
    re.compile(r"/us/pl/\d{1,3}/\d{1,4}", re.ASCII),
)
_VERSION_RE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,31}$")
_PORTION_RE = re.compile(r"[^/\s@\x00-\x1f][^\s@\x00-\x1f]*$")

EXAMPLES = "119hr2683, 119hr2683@eh, 15cfr734@2025-12-30, 2025-19001, /us/bill/119/hr/2683/s2@eh"


class Identifier(Struct, frozen=True, order=True):
    """A work with an optional portion and version."""

    work: str
    portion: str = ""
    version: str = ""

    def __str__(self) -> str:
        return self.path + (f"@{self.version}" if self.version else "")

    @property
    def path(self) -> str:
        """The identifier without its version."""
        return f"{self.work}/{self.portion}" if self.portion else self.work

    @property
    def kind(self) -> str:
        """`bill`, `fr`, `cfr`, `usc` or `pl`."""
        return self.work.split("/")[2]

    @property
    def short(self) -> str:
        """The short form that people type: `119hr2683@eh`."""
        return short(self.work) + (f"@{self.version}" if self.version else "")

    def at(self, version: str) -> "Identifier":
        """Return the same work or portion at another version."""
        return structs.replace(self, version=version)


def parse(text: str) -> Identifier:
    """Read a full or short identifier.

    Raises IdentifierError with examples when the text is neither.
    """
    cleaned = text.strip()
    body, at, version = cleaned.partition("@")
    if at and not _VERSION_RE.fullmatch(version):
        raise IdentifierError(f"“{text}” has no readable version after @; try {EXAMPLES}")
    work, portion = _split(body)
    if not work or (portion and not _safe_portion(portion)):
        raise IdentifierError(f"“{text}” is not an identifier; try {EXAMPLES}")
    if work.startswith("/us/bill/"):
        version = version.lower()
    return Identifier(work, portion, version)


def _split(body: str) -> tuple[str, str]:
    """Return (work, portion); the work is empty when the text names none."""
    if body.startswith("/"):
        for pattern in _FULL_RES:
            if match := pattern.match(body):
                rest = body[match.end() :]
                if not rest:
                    return match[0], ""
                if rest.startswith("/"):
                    return match[0], rest[1:]
        return "", ""
    head, _, portion = body.partition("/")
    return _short_work(re.sub("[‐-―]", "-", head.strip())), portion


def _short_work(head: str) -> str:
    """Return the work that a short form names, or an empty string."""
    if match := _SHORT_BILL_RE.match(head):
        return f"/us/bill/{int(match[1])}/{match[2].lower()}/{int(match[3])}"
    if match := _SHORT_CFR_RE.match(head):
        return f"/us/cfr/t{int(match[1])}/p{int(match[2])}"
    if match := _SHORT_USC_RE.match(head):
        unit = match[2].replace(" ", "")
        prefix = "" if unit[:2].lower() == "ch" else "s"
        return f"/us/usc/t{int(match[1])}/{prefix}{unit}"
    if match := _SHORT_PL_RE.match(head):
        return f"/us/pl/{int(match[1])}/{int(match[2])}"
    if _SHORT_FR_RE.match(head):
        return f"/us/fr/{head.upper()}"
    return ""


def _safe_portion(portion: str) -> bool:
    """Return whether a portion is made of ordinary path segments."""
    segments = portion.split("/")
    return bool(_PORTION_RE.fullmatch(portion)) and all(s not in {"", ".", ".."} for s in segments)


def short(work: str) -> str:
    """Return the short form of a work: `/us/cfr/t15/p734` -> `15cfr734`."""
    parts = work.split("/")[2:]
    match parts:
        case ["bill", congress, kind, number]:
            return f"{congress}{kind}{number}"
        case ["cfr", title, part]:
            return f"{title[1:]}cfr{part[1:]}"
        case ["usc", title, unit]:
            return f"{title[1:]}usc{unit.removeprefix('s')}"
        case ["pl", congress, number]:
            return f"pl{congress}-{number}"
        case ["fr", number]:
            return number
    return work


def citation(work: str) -> str:
    """Return how people cite a work: `/us/bill/119/hr/2683` -> `H.R. 2683 (119th)`."""
    parts = work.split("/")[2:]
    match parts:
        case ["bill", congress, kind, number]:
            return f"{BILL_TYPES[kind]} {number} ({ordinal(int(congress))})"
        case ["cfr", title, part]:
            return f"{title[1:]} CFR part {part[1:]}"
        case ["usc", title, unit] if unit.startswith("ch"):
            return f"{title[1:]} U.S.C. chapter {unit[2:]}"
        case ["usc", title, unit]:
            return f"{title[1:]} U.S.C. {unit[1:]}"
        case ["pl", congress, number]:
            return f"Pub. L. {congress}–{number}"
        case ["fr", number]:
            return f"FR Doc. {number}"
    return work


def ordinal(number: int) -> str:
    """Return an English ordinal: 119 -> `119th`, 103 -> `103d` as the Congress prints it."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'd', 3: 'd'}.get(number % 10, 'th') }"


def version_label(work: str, version: str) -> str:
    """Return words for a version: (`/us/bill/…`, `eh`) -> `Engrossed in House`."""
    if work.startswith("/us/bill/"):
        stem = version.rstrip("0123456789")
        return BILL_VERSIONS.get(stem, version.upper())
    if work.startswith("/us/cfr/"):
        return f"In force on {version}"
    if work.startswith("/us/usc/"):
        return f"Release point {version}"
    return version


def version_order(work: str, version: str, published: date | None = None) -> tuple[object, ...]:
    """Return a sort key that puts a work's versions in legal order.

    Bills go by stage of life (ih < rh < eh < rds/rfs < rs < es < eah/eas < enr < pl for a House
    bill; the Senate's versions come first for a Senate bill), then by date; the rest by date.
    Dates of engrossed bills are often missing, so stage leads.
    """
    day = published or date.min
    if work.startswith("/us/bill/"):
        stem = version.rstrip("0123456789")
        origin = "s" if work.split("/")[4].startswith("s") else "h"
        return (*_bill_stage(stem, origin), int(version[len(stem) :] or 1), day, version)
    if work.startswith("/us/usc/"):
        return (*(int(n) for n in re.findall(r"\d+", version)), version)
    return (version if re.match(r"\d{4}-\d\d-\d\d", version) else day.isoformat(), version)


def _bill_stage(stem: str, origin: str) -> tuple[int, int]:
    """Return (chamber's turn, stage within it) of a version code for a bill of `origin`."""
    if stem in _CLOSING:
        return (2, _CLOSING[stem])
    if stem not in BILL_VERSIONS:
        return (3, 0)
    chamber = stem[-1] if stem[-1] in "hs" else origin
    stage = 2 if stem in _PASSED else 1 if stem in _IN_COMMITTEE else 0
    return (0 if chamber == origin else 1, stage)
