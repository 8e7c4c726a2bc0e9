"""One table of a TOML file with the line of each key; hands out values of the right type."""

import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tracker import identifiers
from tracker.config.lines import key_lines
from tracker.errors import ConfigError, IdentifierError


class Table:
    """One table of the file with the line of each key; hands out values of the right type."""

    def __init__(
        self, file: str, values: dict[str, Any], lines: dict[str, int], where: str
    ) -> None:
        self.file = file
        self.values = values
        self.lines = lines
        self.where = where

    def line(self, key: str = "") -> int | None:
        """Return the line of a key, or of the table's header."""
        return self.lines.get(key) or self.lines.get("")

    def wrong(self, key: str, problem: str) -> ConfigError:
        """Return the error for one key."""
        return ConfigError(self.file, self.line(key), f"{self.where}: {problem}")

    def only(self, known: tuple[str, ...]) -> None:
        """Refuse keys that mean nothing here."""
        for key in self.values:
            if key not in known:
                hint = nearest(key, known)
                raise self.wrong(key, f"unknown key “{key}”{hint}; known: {', '.join(known)}")

    def text(self, key: str, *, needed: bool = False) -> str:
        """Return a string, empty when it is absent."""
        value = self.values.get(key, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            raise self.wrong(key, f"“{key}” must be a text{' and is needed' if needed else ''}")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong(key, f"“{key}” must be a list of texts")
        return tuple(one.strip() for one in value)

    def day(self, key: str) -> date | None:
        """Return a date or None."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self.wrong(
                key, f"“{key}” must be a date such as 2025-09-30, without quotation marks"
            )
        return value

    def days(self, key: str) -> tuple[date, ...]:
        """Return a list of dates."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(type(one) is date for one in value):
            raise self.wrong(key, f"“{key}” must be a list of dates such as [2025-08-02]")
        return tuple(value)

    def work(self, key: str, kind: str, text: str | None = None) -> str:
        """Return the identifier of a work of one kind (`bill`, `fr`, `cfr`, `usc`)."""
        written = self.text(key, needed=True) if text is None else text
        try:
            found = identifiers.parse(written)
        except IdentifierError as error:
            raise self.wrong(key, str(error)) from error
        if found.kind != kind or found.portion or found.version:
            raise self.wrong(key, f"“{written}” is not the identifier of {KIND_WORDS[kind]}")
        return found.work


KIND_WORDS = {
    "bill": "a bill, such as 119hr2683",
    "fr": "a Federal Register document, such as 2025-19001",
    "cfr": "a CFR part, such as 15cfr734",
    "usc": "a chapter of the U.S. Code, such as 50uscch58",
}


def nearest(key: str, known: tuple[str, ...]) -> str:
    """Return ` (did you mean “…”?)` for a near miss."""
    from difflib import get_close_matches  # noqa: PLC0415 - only needed for an error

    near = get_close_matches(key, known, n=1)
    return f" (did you mean “{near[0]}”?)" if near else ""


def read_file(path: Path | str) -> str:
    """Return a file's text. Raises ConfigError when it is absent or not UTF-8."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(str(path), None, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(path), None, f"is not UTF-8 text (byte {error.start})") from error


def top_table(
    text: str, file: str, where: str
) -> tuple[Table, dict[tuple[str, int], dict[str, int]]]:
    """Return a file's own keys as a table, and the lines of all its tables. Raises ConfigError."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise ConfigError(
            file,
            int(line[1]) if line else text.count("\n") + 1,
            f"is not readable TOML: {str(error).partition(' (at')[0]}",
        ) from error
    lines = key_lines(text)
    top = Table(file, values, lines.get(("", 0), {}), where)
    for name, number in lines:
        if number == 0:
            top.lines.setdefault(name, lines[name, 0][""])
    return top, lines


def tables(
    top: Table, name: str, lines: dict[tuple[str, int], dict[str, int]]
) -> tuple[Table, ...]:
    """Return the tables `[[name]]` of a file. Raises ConfigError when written otherwise."""
    entries = top.values.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise top.wrong(name, f"“{name}” must be written as [[{name}]] tables")
    return tuple(
        Table(top.file, entry, lines.get((name, number), {}), f"[[{name}]]")
        for number, entry in enumerate(entries)
    )
