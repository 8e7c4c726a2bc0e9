"""References in bill markup as identifiers: USLM `href`, Bill DTD `parsable-cite`.

/us/usc/t50/s4801 · /us/usc/50/4801 · usc/50/4801      -> /us/usc/t50/s4801
/us/cfr/t31/s561.308                                   -> /us/cfr/t31/p561/s561.308
pl/117/328                                             -> /us/pl/117/328
usc/50/4825(b)(2)(A)                                   -> /us/usc/t50/s4825/b/2/A
"""

import re
from functools import lru_cache

_USC_RE = re.compile(r"t?(\d{1,2}[aA]?)/s?(\d+[a-zA-Z]*(?:[-–][0-9a-zA-Z]+)*)((?:[/(].*)?)$")
_USC_CHAPTER_RE = re.compile(r"t?(\d{1,2})/(?:ch)?(\d+[A-Za-z]?)$")
_CFR_RE = re.compile(r"t?(\d{1,2})/(?:p\d+/)?(?:s?(\d+)(\.[0-9a-z-]+)|p(\d+))((?:[/(].*)?)$")
_PAIR_RE = re.compile(r"(\d{1,3})/(\d{1,5})((?:/[a-zA-Z0-9/.-]+)?)$")
_BILL_RE = re.compile(r"\d{1,3}/[a-z]{1,7}/\d{1,5}(?:/[a-zA-Z0-9/.~-]+)?$")
_PART_RE = re.compile(r"[0-9A-Za-z]+")


def _portion(text: str) -> str:
    """Return `(b)(2)(A)` or `/b/2/A` as `/b/2/A`."""
    return "".join(f"/{part}" for part in _PART_RE.findall(text))


@lru_cache(maxsize=4096)
def resolve(cite: str | None) -> str | None:
    """Return the identifier that a reference's attribute names, or None when it is not one of ours.

    `#id` of the same document stays `#id`; the draft puts the path in.
    """
    if not cite or cite[0] == "#":
        return cite or None
    kind, _, rest = cite.removeprefix("/us/").strip().partition("/")
    if kind in ("pl", "stat"):
        found = _PAIR_RE.match(rest)
        return f"/us/{kind}/{found[1]}/{found[2]}{found[3]}" if found else None
    if kind == "bill":
        return f"/us/bill/{rest}" if _BILL_RE.match(rest) else None
    if kind == "usc-chapter":
        found = _USC_CHAPTER_RE.match(rest)
        return f"/us/usc/t{found[1]}/ch{found[2]}" if found else None
    reader = {"usc": _usc, "cfr": _cfr}.get(kind)
    return reader(rest) if reader else None


def _usc(rest: str) -> str | None:
    """Return the identifier of a section of the US Code."""
    found = _USC_RE.match(rest)
    if not found:
        return None
    return f"/us/usc/t{found[1]}/s{found[2].replace('–', '-')}{_portion(found[3])}"


def _cfr(rest: str) -> str | None:
    """Return the identifier of a part or a section of the CFR."""
    found = _CFR_RE.match(rest)
    if not found:
        return None
    if found[4]:
        return f"/us/cfr/t{found[1]}/p{found[4]}"
    return f"/us/cfr/t{found[1]}/p{found[2]}/s{found[2]}{found[3]}{_portion(found[5])}"
