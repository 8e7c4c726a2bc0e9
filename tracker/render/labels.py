"""Words for things: provisions, effects, force, dates; English, and Korean where needed."""

import re
from datetime import date
from functools import lru_cache

from tracker import identifiers
from tracker.model import Provision

EFFECTS: dict[str, tuple[str, str]] = {
    "closes": ("closes", "닫음"),
    "authorises": ("authorises a later rule", "후속 규칙 위임"),
    "partial": ("closes in part", "일부 닫음"),
    "silent": ("is silent", "언급 없음"),
    "widens": ("widens", "넓힘"),
    "not-graded": ("bears on it, not graded", "관련 있음, 미평가"),
    "not-assessed": ("not assessed", "판정하지 않음"),
}
FORCES: dict[str, tuple[str, str]] = {
    "in-force": ("in force", "시행 중"),
    "not-yet-effective": ("enacted, not yet effective", "제정, 시행 전"),
    "stayed": ("stayed", "시행 정지"),
    "codified": ("codified, enforcement not stated", "편입, 집행 여부 미상"),
    "not-enforced": ("codified, not enforced", "편입, 집행하지 않음"),
    "guidance": ("guidance", "지침"),
    "proposed": ("proposed", "제안"),
    "passed-one-chamber": ("passed one chamber", "한 원 통과"),
    "pending": ("pending", "계류 중"),
    "lifted": ("lifted", "해제"),
    "dead": ("dead", "폐기"),
    "withdrawn": ("withdrawn", "철회"),
    "disputed": ("disputed", "다툼 있음"),
    "unknown": ("unknown", "알 수 없음"),
}
STATES: dict[str, tuple[str, str, str, str]] = {
    "open": (
        "No",
        "Open: no text that binds closes it.",
        "열림: 효력 있는 조문이 닫지 않습니다.",
        "○",
    ),
    "partly-closed": (
        "Part",
        "Closed in part: a text that binds reaches some of it.",
        "일부 닫힘: 효력 있는 조문이 그 일부에 미칩니다.",
        "◐",
    ),
    "unverified": (
        "Unverified",
        "Unverified: by default it is closed, unless something unread says otherwise.",
        "미확인: 기본적으로는 닫히지만, 확인하지 못한 사정이 있을 수 있습니다.",
        "?",
    ),
    "closed": (
        "Yes",
        "Closed: texts that bind close all of it.",
        "닫힘: 효력 있는 조문이 모두 닫습니다.",
        "●",
    ),
}
"""A gap's state: (one word, English, Korean, sign)."""
KINDS = {
    "inserted": "Inserted",
    "deleted": "Deleted",
    "split": "Split",
    "merged": "Merged",
    "modified": "Modified",
    "moved": "Moved",
    "redesignated": "Redesignated",
    "unchanged": "Unchanged",
}
STAGES = {
    "introduced": "Introduced",
    "reported": "Reported by committee",
    "passed-house": "Passed the House",
    "passed-senate": "Passed the Senate",
    "passed-both": "Passed both chambers",
    "enacted": "Enacted",
    "vetoed": "Vetoed",
    "failed": "Failed",
}
_MONTHS = "January February March April May June July August September October November December"
_MONTHS_TUPLE = tuple(_MONTHS.split())


def day(value: date | None, lang: str = "en") -> str:
    """Return a date as people write it: `30 December 2025`; `date unknown` for None."""
    if value is None:
        return "날짜 미상" if lang == "ko" else "date unknown"
    if lang == "ko":
        return f"{value.year}년 {value.month}월 {value.day}일"
    return f"{value.day} {_MONTHS_TUPLE[value.month - 1]} {value.year}"


def month(value: date) -> str:
    """Return a month as an axis shows it: `Sep 2025`."""
    return f"{_MONTHS_TUPLE[value.month - 1][:3]} {value.year}"


def effect(value: str, lang: str = "en") -> str:
    """Return words for a text effect."""
    return EFFECTS[value][lang == "ko"]


def force(value: str, lang: str = "en") -> str:
    """Return words for a legal force."""
    return FORCES[value][lang == "ko"]


def version(work: str, version_: str, label: str = "") -> str:
    """Return words for a version: its record's label, or the code's meaning."""
    return label or identifiers.version_label(work, version_)


_UNITS = {
    "app": "appendix ",
    "art": "article ",
    "ch": "chapter ",
    "d": "division ",
    "p": "part ",
    "pt": "part ",
    "row": "row ",
    "s": "§ ",
    "sch": "subchapter ",
    "sd": "subdivision ",
    "sec": "§ ",
    "sp": "subpart ",
    "ss": "§ ",
    "st": "subtitle ",
    "supp": "supp. ",
    "t": "title ",
    "table": "table ",
}
_SEGMENT_RE = re.compile(
    f"({'|'.join(sorted(_UNITS, key=len, reverse=True))})"
    r"(\d[\w.\-]*|[A-Z]{1,6}(?:-\d+)?)(?:~\d+)?"
)
_ABOVE_SECTIONS = frozenset({"t", "st", "ch", "sch", "p", "pt", "sp"})
"""Levels that a citation of a section leaves out: sections are numbered through them."""
_QUOTED_RE = re.compile(r"q\d*(?:~\d+)?")
"""Quoted content: what stands below it is law that the text would make."""
_LABEL_RE = re.compile(r"(?:\d+[A-Za-z]{0,2}|[A-Za-z]{1,2}|[ivxlIVXL]+)(?:-\d+)?(?:~\d+)?")


@lru_cache(maxsize=16384)
def provision(path: str, work: str) -> str:
    """Return how people cite a portion: `/us/bill/119/hr/2683/s2/1` -> `§ 2(1)`."""
    portion = path.removeprefix(work).strip("/")
    if not portion:
        return "whole text"
    if work.startswith("/us/usc/") and "/s" in work:
        return "".join(f"({segment})" for segment in portion.split("/"))
    words = ""
    for segment in _cited(portion.split("/")):
        if match := _SEGMENT_RE.fullmatch(segment):
            words += (", " if words else "") + _UNITS[match[1]] + match[2]
        elif words and _QUOTED_RE.fullmatch(segment):
            words += ", new "
        elif words and _LABEL_RE.fullmatch(segment):
            words += f"({segment.partition('~')[0]})"
        else:
            plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", segment).replace("-", " ").lower()
            words += (", " if words and not words.endswith(" ") else "") + plain
    return re.sub(r", new $", ", new text", words.replace(", new , ", ", new "))


def section_at(segments: list[str]) -> int:
    """Return the place of the section among the segments of a portion, or -1 without one."""
    for place, segment in enumerate(segments):
        match = _SEGMENT_RE.fullmatch(segment)
        if match and _UNITS[match[1]] == "§ ":
            return place
    return -1


def _cited(segments: list[str]) -> list[str]:
    """Return the segments that a citation names: from the section down, and its division."""
    place = section_at(segments)
    if place < 0:
        return segments
    return [s for s in segments[:place] if not _is_above(s)] + segments[place:]


def _is_above(segment: str) -> bool:
    match = _SEGMENT_RE.fullmatch(segment)
    return bool(match and match[1] in _ABOVE_SECTIONS)


def name(item: Provision, work: str) -> str:
    """Return a provision's citation and, where it has one, its heading."""
    heading = item.heading.rstrip(" .—-")
    where = provision(item.path, work)
    return f"{where}, {heading}" if heading else where


def plural(count: int, word: str, many: str = "") -> str:
    """Return a counted noun: `1 change`, `2 changes`."""
    return f"{count:,} {word if count == 1 else many or word + 's'}"
