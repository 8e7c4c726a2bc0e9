"""Editing `watchlist.toml` for people: comments, order and spacing stay as they are (tomlkit)."""

from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Comment, Table, Whitespace

from tracker import identifiers
from tracker.config.reading import load_watchlist, read_watchlist
from tracker.config.watched import Watched
from tracker.errors import UsageError

_GROUPS = {"bill": "bill", "fr": "document", "cfr": "part", "usc": "chapter"}
"""Kinds of works with the name of their tables in the file."""


def add_work(path: Path, text: str, *, title: str = "") -> str:
    """Add a bill, document, CFR part or chapter to the file and return its identifier.

    Comments and order stay as they are; the new entry goes to the end of its kind. Raises
    UsageError when the work is already there or of a kind that is not watched, ConfigError when
    the file is wrong, IdentifierError when `text` names nothing.
    """
    found = identifiers.parse(text)
    name = _GROUPS.get(found.kind)
    section = found.kind == "usc" and "/ch" not in found.work
    if name is None or section or found.portion or found.version:
        raise UsageError(
            f"“{text}” cannot be watched: name a bill (119hr2683), a Federal Register document "
            "(2025-19001), a CFR part (15cfr734) or a chapter of the U.S. Code (50uscch58)"
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
        before = _last_table(document)
        document[name] = group
    else:
        before = group[-1]
    # The blank lines and comments that end the table before belong to what comes after it.
    after = _cut_end(before) if before is not None else []
    if before is not None:
        before.add(tomlkit.nl())
    for trivia in after:
        entry.add(trivia)
    group.append(entry)
    _write(path, tomlkit.dumps(document))
    return found.work


def _cut_end(table: Table) -> list[Whitespace | Comment]:
    """Take the blank lines and comments off the end of a table, from its first blank line on."""
    body = table.value.body
    start = len(body)
    while start and body[start - 1][0] is None:
        start -= 1
    while start < len(body) and not isinstance(body[start][1], Whitespace):
        start += 1
    end = [item for _, item in body[start:] if isinstance(item, Whitespace | Comment)]
    del body[start:]
    return end


def _last_table(document: TOMLDocument, before: str = "") -> Table | None:
    """Return the table that ends where a group of tables begins, or the file's last one."""
    last = None
    for key, item in document.body:
        if key is not None and key.key == before:
            break
        if isinstance(item, AoT) and len(item):
            last = item[-1]
        elif isinstance(item, Table):
            last = item
    return last


def remove_work(path: Path, text: str) -> str:
    """Take a work off the file and return its identifier.

    Nothing already stored is touched. Raises UsageError when the work is not on the file,
    ConfigError when the file is wrong, IdentifierError when `text` names nothing.
    """
    work = identifiers.parse(text).work
    watchlist = load_watchlist(path)
    groups: tuple[tuple[str, tuple[Watched, ...]], ...] = (
        ("bill", watchlist.bills),
        ("document", watchlist.documents),
        ("part", watchlist.parts),
        ("chapter", watchlist.chapters),
    )
    for name, entries in groups:
        for number, entry in enumerate(entries):
            if entry.work == work:
                document = tomlkit.parse(path.read_text(encoding="utf-8"))
                _drop(document, name, number)
                _write(path, tomlkit.dumps(document))
                return work
    raise UsageError(f"{identifiers.short(work)} is not on {path}")


def _drop(document: TOMLDocument, name: str, number: int) -> None:
    """Remove one table of a group; what people wrote after it stays in its place."""
    group = document[name]
    if not isinstance(group, AoT):
        raise TypeError(f"[[{name}]] was read as tables a moment ago")
    after = _cut_end(group[number])
    before = group[number - 1] if number else _last_table(document, name)
    if before is not None:
        _cut_blank_end(before)
        for trivia in after:
            before.add(trivia)
    del group[number]
    if not len(group):
        del document[name]
    if before is None:
        for trivia in after:
            document.add(trivia)


def _cut_blank_end(table: Table) -> None:
    """Take the blank lines off the end of a table, so that they do not add up."""
    body = table.value.body
    while body and body[-1][0] is None and isinstance(body[-1][1], Whitespace):
        body.pop()


def _write(path: Path, text: str) -> None:
    """Replace the file by a text that is known to be readable; never leave half of one."""
    read_watchlist(text, str(path))
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
