"""Words of an Act as the Code's editors print them in sections that are not enacted as such.

An Act's "section 1753(a)" stands in the Code as "section 4812(a) of this title", its "this part" as
"this subchapter", "the date of the enactment of this Act" as the day itself. A bill that strikes
such words quotes the Act. They are matched only when the words as quoted are nowhere in the target,
and the ledger says so; what is put in keeps the bill's words. Source: Office of the Law Revision
Counsel, "Detailed Guide to the United States Code Content and Features", on editorial changes.
"""

import re
from collections.abc import Mapping

from tracker.amend.execution.matching import NORMALISATIONS, expression

_ACT_RE = re.compile(
    r"(?P<lead>\b[Ss]ections?\s)(?P<number>\d+[A-Za-z]*)(?P<portion>(?:\([^()\s]{1,5}\))*)"
    r"|\b(?P<this>[Tt]his\s)(?:Act|division|title|subtitle|chapter|subchapter|part|subpart)\b"
    r"|\b(?P<day>the\sdate\sof\s(?:the\s)?enactment\sof\sthis\s\w+)"
)
_UNITS = "(?:Act|division|title|subtitle|chapter|subchapter|part|subpart|section)"
_DAY = r"[A-Z][a-z]{2,8}\s\d{1,2},\s\d{4}"


def numbers(act_sections: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the Code's section numbers by those of the Act: 1753 -> {4812}.

    `act_sections` is what `tracker.amend.statutes.acts` reads from the Code's own source credits.
    """
    found: dict[str, set[str]] = {}
    for key, identifier in act_sections.items():
        if key.startswith("/us/pl/"):
            act, code = key.rpartition("/s")[2], identifier.rpartition("/s")[2]
            found.setdefault(act, set()).add(code)
    return found


def as_printed(words: str, code: Mapping[str, set[str]]) -> re.Pattern[str] | None:
    """Return the expression for words of an Act as the Code may print them.

    None when there is nothing in them that the editors translate.
    """
    parts: list[str] = []
    at = 0
    for match in _ACT_RE.finditer(words):
        printed = _printed(match, code)
        if printed:
            parts += [expression(words[at : match.start()], NORMALISATIONS), printed]
            at = match.end()
    if not parts:
        return None
    parts.append(expression(words[at:], NORMALISATIONS))
    return re.compile(rf"(?<!\w){''.join(parts)}(?!\w)")


def _printed(match: re.Match[str], code: Mapping[str, set[str]]) -> str:
    """Return the expression for one reference, or an empty string when it stays as it is."""
    if match["day"]:
        return f"(?:{re.escape(match['day'])}|{_DAY})"
    if match["this"]:
        return f"{match['this'][:-1]}\\s{_UNITS}"
    held = code.get(match["number"])
    if not held:
        return ""
    numbers = "|".join(re.escape(number) for number in sorted({match["number"], *held}))
    portion = re.escape(match["portion"])
    return rf"{match['lead'][:-1]}\s(?:{numbers}){portion}(?:\sof\sthis\stitle)?"
