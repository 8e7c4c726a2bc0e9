"""Entries of a table: a row that an instruction names by its first words.

"Under FRANCE, revising the entry for “Dart Aviation”" means one row below the row that says FRANCE.
A new entry goes where the alphabet puts it, when the entries there stand in its order. An entry
that a rule prints over several rows cannot be told from its continuation, so it is left alone.
"""

from tracker.amend.execution.named import folded
from tracker.amend.execution.quoted import prepared
from tracker.amend.execution.state import Effect, Step, Unexecuted
from tracker.amend.execution.structure import replace
from tracker.amend.execution.tree import Live
from tracker.model import Provision


def add_entry(step: Step, live: Live) -> Effect:
    """Add a row to a table, or to the group of rows below a caption."""
    content, notes = prepared(step.order.content, step.tree.base.format)
    if len(content) != 1 or content[0].level != "row":
        raise Unexecuted("base-differs", "the entry is shown in several rows or in none")
    table, start, end = _group(live)
    rows = table.children[start:end]
    name = _name(_first_cell(content[0]))
    names = [_name(_entry_text(row)) for row in rows]
    if name in names:
        raise Unexecuted("base-differs", f"there is an entry “{content[0].own_text[:60]}” already")
    at = sum(each < name for each in names)
    if any(each > name for each in names[:at]) or any(each < name for each in names[at:]):
        raise Unexecuted("base-differs", "the entries do not stand in the order of the alphabet")
    new = step.tree.insert(table, start + at, content[0], step.by)
    return Effect(after=[new], normalised=notes)


def replace_entry(step: Step, live: Live) -> Effect:
    """Give an entry of a table the words of its new row; a whole table its new rows."""
    content, notes = prepared(step.order.content, step.tree.base.format)
    tables = [each for each in live.walk() if each.level == "table"]
    if len(content) == 1 and content[0].level == "table" and len(tables) == 1:
        return replace(step, tables[0])
    row = _row(live)
    if len(content) != 1 or content[0].level != "row":
        raise Unexecuted("base-differs", "the entry is shown in several rows or in none")
    marks = [mark for mark in content[0].marks if mark.field == "content"]
    row.put("content", content[0].content, marks, step.by)
    return Effect([row] if row.base is not None else [], [row], notes)


def remove_entry(step: Step, live: Live) -> Effect:
    """Take an entry out of a table."""
    row = _row(live)
    step.tree.remove(row, step.by)
    return Effect(before=[row] if row.base is not None else [])


def _row(live: Live) -> Live:
    """Return the row that an instruction means."""
    if live.level != "row" or live.parent is None:
        raise Unexecuted("base-differs", "what is named is not a row of a table")
    return live


def _group(live: Live) -> tuple[Live, int, int]:
    """Return (table, first row, end) of the rows among which a new one belongs."""
    if live.level != "row":
        tables = [each for each in live.walk() if each.level == "table"]
        if len(tables) != 1:
            words = f"there are {len(tables)} tables where one is meant"
            raise Unexecuted("base-differs", words)
        return tables[0], min(1, len(tables[0].children)), len(tables[0].children)
    table = live.parent
    if table is None:
        raise Unexecuted("base-differs", "the row stands in no table")
    start = table.children.index(live) + 1
    end = start
    while end < len(table.children) and not _is_caption(table.children[end]):
        end += 1
    return table, start, end


def _cells(row: Live) -> list[str]:
    """Return the cells of a row that say anything."""
    words = row.fields["content"]
    cells = [words[m.start : m.end] for m in row.marks if m.kind == "cell"]
    return cells or [words]


def _first_cell(row: Provision) -> str:
    """Return the first cell of a new row."""
    ends = [mark.end for mark in row.marks if mark.kind == "cell"]
    return row.content[: ends[0]] if ends else row.content


def _is_caption(row: Live) -> bool:
    """Return whether a row starts a group: its first cell is in capitals."""
    first = _cells(row)[0]
    return row.level == "row" and first.isupper()


def _entry_text(row: Live) -> str:
    """Return the words that an entry starts with."""
    cells = _cells(row)
    return cells[1] if _is_caption(row) and len(cells) > 1 else cells[0]


def _name(words: str) -> str:
    """Return words as entries are put in order."""
    return folded(words)[:80]
