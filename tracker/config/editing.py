"""Editing `watchlist.toml` for people: comments, order and spacing stay as they are (tomlkit)."""

from pathlib import Path

import tomlkit
from tomlkit.items import AoT, Table

from tracker import identifiers
from tracker.config.reading import load_watchlist, read_watchlist
from tracker.errors import UsageError


def add_work(path: Path, text: str, *, title: str = "") -> str:
    """Add a bill, document or CFR part to the file and return its identifier.

    Comments and order stay as they are; the new entry goes to the end of its kind. Raises
    UsageError when the work is already there or of a kind that is not watched, ConfigError when
    the file is wrong, IdentifierError when `text` names nothing.
    """
    found = identifiers.parse(text)
    name = {"bill": "bill", "fr": "document", "cfr": "part"}.get(found.kind)
    if name is None or found.portion or found.version:
        raise UsageError(
            f"“{text}” cannot be watched: name a bill (119hr2683), "
            "a Federal Register document (2025-19001) or a CFR part (15cfr734)"
        )
    watchlist = load_watchlist(path)
    if watchlist.find(found.work):
        raise UsageError(f"{identifiers.short(found.work)} is already on {path}")
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    entry = tomlkit.table()
    entry["work"] = identifiers.short(found.work)
    if title:
        entry["title"] = title
    group = document.get(name)
    if not isinstance(group, AoT):
        group = tomlkit.aot()
        document[name] = group
    if len(group):
        _blank_line_before_next(group[-1])
    group.append(entry)
    _write(path, tomlkit.dumps(document))
    return found.work


def _blank_line_before_next(table: Table) -> None:
    """End a table with a blank line, so that the next header stands free."""
    if not table.as_string().endswith("\n\n"):
        table.add(tomlkit.nl())


def remove_work(path: Path, text: str) -> str:
    """Take a work off the file and return its identifier.

    Nothing already stored is touched. Raises UsageError when the work is not on the file,
    ConfigError when the file is wrong, IdentifierError when `text` names nothing.
    """
    work = identifiers.parse(text).work
    watchlist = load_watchlist(path)
    groups = (("bill", watchlist.bills), ("document", watchlist.documents))
    for name, entries in (*groups, ("part", watchlist.parts)):
        for number, entry in enumerate(entries):
            if entry.work == work:
                document = tomlkit.parse(path.read_text(encoding="utf-8"))
                del document[name][number]
                _write(path, tomlkit.dumps(document))
                return work
    raise UsageError(f"{identifiers.short(work)} is not on {path}")


def _write(path: Path, text: str) -> None:
    """Replace the file by a text that is known to be readable; never leave half of one."""
    read_watchlist(text, str(path))
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
