"""Dates that a Federal Register document states about itself, in its DATES paragraph."""

import re
from datetime import date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DATE = r"((?:" + "|".join(_MONTHS) + r")\s\d{1,2},\s\d{4})"
_EFFECTIVE_RES = (
    # "This rule is effective September 29, 2025" and "Effective: July 1, 2020" have it
    re.compile(rf"\b[Ee]ffective(?:\s(?:on|as\sof|beginning|from))?\s?[:,]?\s{_DATE}"),
    # "Effective date: July 1, 2020" and "The effective date of this rule is …" have it
    re.compile(
        rf"\b[Ee]ffective\s[Dd]ates?(?:[:.—]|\sis|\sof\s(?:this|the)\s(?:\w+\s){{1,3}}is)\s?{_DATE}"
    ),
)
_DELAYED_RE = re.compile(
    r"\b[Ee]ffective\s[Dd]ates?\b[^.;]{0,250}?\b(?:delayed|postponed|extended)\b"
    rf"[^.;]{{0,120}}?\b(?:until|to)\s{_DATE}"
)
_COMMENTS_RE = re.compile(
    r"\b[Cc]omments?\b[^.;]{0,160}?\b(?:by|before|than|until|through|on|due)\b"
    rf"[^.;]{{0,40}}?\s{_DATE}"
)
_ISSUE_RE = re.compile(_DATE)


def _only(found: list[str]) -> date | None:
    """Return the one date that all matches name; None when there is none or more than one."""
    days = {_read(each) for each in found}
    return days.pop() if len(days) == 1 else None


def _read(text: str) -> date | None:
    month, day, year = text.replace(",", " ").split()
    try:
        return date(int(year), _MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None


def effective(text: str) -> date | None:
    """Return the effective date that a DATES paragraph states, if it states exactly one.

    A delay counts as stated date: `is delayed until April 28, 2025`.
    """
    if delayed := _DELAYED_RE.findall(text):
        return _only(delayed)
    return _only([each for pattern in _EFFECTIVE_RES for each in pattern.findall(text)])


def comments_close(text: str) -> date | None:
    """Return the day by which comments are due, if the paragraph states exactly one."""
    return _only(_COMMENTS_RE.findall(text))


def issue(text: str) -> date | None:
    """Return the date of an issue: `Tuesday, September 30, 2025`."""
    match = _ISSUE_RE.search(text)
    return _read(match[1]) if match else None
