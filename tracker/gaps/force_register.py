"""`regulations/force.toml`: what no feed tells about legal force, with source and as-of date."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from tracker.errors import ConfigError, IdentifierError
from tracker.gaps.values import FORCES, ForceStatus
from tracker.identifiers import parse as parse_identifier
from tracker.model import Finding

_FORCE_KEYS = frozenset(
    {"target", "status", "from", "until", "next", "source", "as_of", "grade", "note"}
)
INSTRUMENT_RE = re.compile(r"/us/instrument/[a-z0-9-]+$")
"""A text outside the official feeds, declared in `notes.toml`."""
_NEEDED = ("target", "status", "source", "as_of")


class Entry(Struct, frozen=True):
    """One curated statement: this law or document has this force from one day to another."""

    target: str
    status: ForceStatus
    source: str
    as_of: date
    """Day up to which the source was known to hold."""
    start: date | None = None
    end: date | None = None
    """Last day, included."""
    next: ForceStatus | None = None
    """What follows by default after `end`."""
    grade: str = ""
    note: str = ""
    line: int | None = None


class ForceRegister(Struct, frozen=True):
    """All curated entries, and the day up to which absence of later documents was checked."""

    entries: tuple[Entry, ...] = ()
    checked: date | None = None
    findings: tuple[Finding, ...] = ()
    file: str = "force.toml"


def load(path: Path) -> ForceRegister:
    """Read the file; what is wrong in it becomes findings, the rest still works.

    A missing file is an empty register.
    """
    if not path.is_file():
        return ForceRegister(file=path.name)
    try:
        return read(path.read_text(encoding="utf-8"), path.name)
    except (ConfigError, UnicodeDecodeError) as error:
        return ForceRegister(findings=(broken(path.name, error),), file=path.name)


def read(text: str, name: str) -> ForceRegister:
    """Read the register from its text. Raises ConfigError when it is not TOML."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(name, None, f"not readable as TOML: {error}") from error
    lines = table_lines(text, "force")
    entries: list[Entry] = []
    findings = [
        Finding("force-entry", f"{name}: unknown key “{key}”", name)
        for key in sorted(data.keys() - {"schema", "checked", "force"})
    ]
    for number, table in enumerate(data.get("force", ())):
        line = lines[number] if number < len(lines) else None
        try:
            entries.append(_entry(table, name, line))
        except ConfigError as error:
            findings.append(Finding("force-entry", str(error), name, error.line))
    checked = data.get("checked")
    if checked is not None and type(checked) is not date:
        findings.append(Finding("force-entry", f"{name}: “checked” must be a date", name))
        checked = None
    findings.extend(_contradictions(entries, name))
    return ForceRegister(tuple(entries), checked, tuple(findings), name)


def broken(name: str, error: Exception) -> Finding:
    """Return a file that cannot be read at all as a finding, with the line when it is known."""
    found = re.search(r"line (\d+)", str(error))
    return Finding(
        "file-unreadable",
        str(error) if isinstance(error, ConfigError) else f"{name}: is not UTF-8 text",
        name,
        int(found[1]) if found else None,
    )


def table_lines(text: str, table: str) -> list[int]:
    """Return the lines (from 1) at which the tables `[[table]]` of a TOML text start."""
    return [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if line.split("#", 1)[0].strip() == f"[[{table}]]"
    ]


def target_of(text: str) -> str:
    """Return a work or portion in full form; declared instruments stand for themselves.

    Raises IdentifierError.
    """
    return text if INSTRUMENT_RE.match(text) else parse_identifier(text).path


def _entry(table: dict[str, Any], name: str, line: int | None) -> Entry:
    """Read one entry. Raises ConfigError with its line."""
    if problem := _problem(table):
        raise ConfigError(name, line, problem)
    try:
        target = target_of(str(table["target"]))
    except IdentifierError as error:
        raise ConfigError(name, line, str(error)) from None
    start, end = table.get("from"), table.get("until")
    return Entry(
        target=target,
        status=table["status"],
        source=str(table["source"]),
        as_of=table["as_of"],
        start=start,
        end=end,
        next=table.get("next"),
        grade=str(table.get("grade", "")),
        note=str(table.get("note", "")),
        line=line,
    )


def _problem(table: dict[str, Any]) -> str:
    """Return what is wrong with the keys and values of an entry, or an empty string."""
    for key in table:
        if key not in _FORCE_KEYS:
            return f"unknown key “{key}” in [[force]]"
    for key in _NEEDED:
        if key not in table:
            return f"[[force]] needs “{key}”"
    for key in ("status", "next"):
        if key in table and table[key] not in FORCES:
            return f"“{table[key]}” is no force; known: {', '.join(FORCES)}"
    for key in ("from", "until", "as_of"):
        if key in table and type(table[key]) is not date:
            return f"“{key}” must be a date such as 2026-11-09"
    if "from" in table and "until" in table and table["until"] < table["from"]:
        return "“until” lies before “from”"
    return ""


def _contradictions(entries: list[Entry], name: str) -> list[Finding]:
    """Return a finding per pair of entries that give one target two forces on one day."""
    found = []
    for number, one in enumerate(entries):
        for other in entries[number + 1 :]:
            if one.target != other.target or one.status == other.status:
                continue
            if (one.start or date.min) <= (other.end or date.max) and (other.start or date.min) <= (
                one.end or date.max
            ):
                found.append(
                    Finding(
                        "force-contradiction",
                        f"{name}:{other.line}: says {other.target} is “{other.status}” on days on"
                        f" which line {one.line} says “{one.status}”; give one of them an end",
                        name,
                        other.line,
                    )
                )
    return found
