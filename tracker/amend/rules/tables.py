"""Nomenclature tables: "in each section listed in the first column, remove … and add …"."""

import re

from tracker.amend.rules.content import Shown, rows_of
from tracker.amend.rules.orders import Maker
from tracker.amend.rules.places import phrase
from tracker.amend.rules.sentences import Made
from tracker.amend.rules.spots import within
from tracker.amend.values import Find

_COLUMN_RE = re.compile(
    r"\bcolumn\b|\bin\sthe\s(?:following\s)?table\b|\btable\sbelow\b", re.IGNORECASE
)
_NUMBER_RE = re.compile(r"\d")
_COLUMNS = (2, 3)
"""Cells of a row: section, words removed, words put in."""


def is_nomenclature(words: str, shown: Shown) -> bool:
    """Return whether an instruction leaves to a table what is removed and added where."""
    if not re.search(r"\bcolumns?\b", words, re.IGNORECASE) or not re.search(
        r"\bremov", words, re.IGNORECASE
    ):
        return False
    return bool(_COLUMN_RE.search(words)) and any(row for row in shown.rows())


def instructions(maker: Maker, shown: Shown) -> list[Made]:
    """Return one instruction for each place and row of the table."""
    found: list[Made] = []
    place = ""
    for table in shown.tops:
        for row in rows_of(table):
            cells = (
                [place, *row]
                if len(row) == len(_COLUMNS) and not _NUMBER_RE.search(row[0])
                else row
            )
            if len(cells) not in _COLUMNS or not _NUMBER_RE.search(cells[0]):
                continue
            place = cells[0]
            read = phrase("in " + place, ())
            spots = tuple(within(s, scope) for scope in maker.spots for s in read.where)
            if not spots:
                found.append(maker.unknown(f"the row “{place}” names no section"))
                continue
            new = cells[2] if len(cells) > 2 else ""
            for spot in spots:
                find = Find(_bare(cells[1]), "all")
                action = "substitute" if new else "delete"
                found.append(maker.make(action, spot, find=find, text=_bare(new)))  # type: ignore[arg-type]
    return found or [maker.unknown("the table has no rows of section, old words and new words")]


def _bare(words: str) -> str:
    """Return a cell's words without quotation marks and leader dots."""
    return words.strip().rstrip(".").strip().strip('“”"').strip() if words else ""
