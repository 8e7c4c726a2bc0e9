"""Path segments of provisions, after USLM's reference model."""

import re
from functools import lru_cache

PREFIXES = {
    "title": "t",
    "subtitle": "st",
    "chapter": "ch",
    "subchapter": "sch",
    "part": "p",
    "subpart": "sp",
    "division": "d",
    "subdivision": "sd",
    "article": "art",
    "subarticle": "sart",
    "section": "s",
    "courtRule": "r",
    "appendix": "app",
    "supplement": "supp",
}
"""USLM's reference prefixes of the levels above and at section; levels below have none."""

BARE = frozenset(
    {
        "subsection",
        "paragraph",
        "subparagraph",
        "clause",
        "subclause",
        "item",
        "subitem",
        "subsubitem",
    }
)
"""Levels whose segment is their bare number."""

_DESIGNATION_RE = re.compile(r"[^0-9A-Za-z.–-]+")
_WORDS_RE = re.compile(
    r"^(?:SECTION|SECS?|SUBTITLE|TITLE|SUBCHAPTER|CHAPTER|SUBPART|PART|SUBDIVISION|DIVISION"
    r"|ARTICLE|APPENDIX|RULE)\b\.?",
    re.IGNORECASE,
)
_LEVEL_RE = re.compile(r"[^0-9A-Za-z]+")


def designation(num: str) -> str:
    """Return the bare number of a label: `“(15) ` -> `15`, `§ 734.13` -> `734.13`.

    Empty when nothing usable is left.
    """
    bare = _WORDS_RE.sub("", num.strip(" \t\n“”‘’\"'`«[†*§"))
    return _DESIGNATION_RE.sub("", bare.replace("–", "-").replace("—", "")).strip(".-")[:40]


@lru_cache(maxsize=256)
def name_of(level: str) -> str:
    """Return the segment of a level without number: `quotedContent` -> `q`."""
    return "q" if level == "quotedContent" else _LEVEL_RE.sub("-", level).strip("-") or "x"


@lru_cache(maxsize=8192)
def segment_of(level: str, num: str) -> str:
    """Return the path segment of a numbered provision, or an empty string without a number."""
    bare = designation(num)
    if not bare:
        return ""
    if level in BARE:
        return bare
    prefix = PREFIXES.get(level)
    return f"{prefix}{bare}" if prefix else f"{name_of(level)}-{bare}"
