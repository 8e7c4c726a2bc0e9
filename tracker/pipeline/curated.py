"""Small files kept by people for the site: what falls due, claims, what the front page says first.

All are optional: an instance for another subject has its own, or none.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from tracker.errors import ConfigError
from tracker.render.data import Actor, ArticleClaim, ClockItem, Measure, Misreport, Statement

T = TypeVar("T")


class Due(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of clock.toml."""

    what: str
    source: str
    as_of: date
    on: date | None = None
    work: str = ""
    note: str = ""
    verified: bool = True


class _Clock(Struct, frozen=True, forbid_unknown_fields=True):
    due: tuple[Due, ...] = ()


class _Claims(Struct, frozen=True, forbid_unknown_fields=True):
    as_of: date
    claim: tuple[ArticleClaim, ...] = ()


class _Statements(Struct, frozen=True, forbid_unknown_fields=True):
    statement: tuple[Statement, ...] = ()


class _Actors(Struct, frozen=True, forbid_unknown_fields=True):
    actor: tuple[Actor, ...] = ()


class _Accuracy(Struct, frozen=True, forbid_unknown_fields=True):
    measured: tuple[Measure, ...] = ()


class _Misreports(Struct, frozen=True, forbid_unknown_fields=True):
    as_of: date
    misreport: tuple[Misreport, ...] = ()


def due(path: Path) -> tuple[Due, ...]:
    """Return the entries of clock.toml in its order. Raises ConfigError."""
    return _read(path, _Clock).due if path.is_file() else ()


def clock(path: Path) -> tuple[ClockItem, ...]:
    """Return what lapses or falls due, by day, open-ended last. Raises ConfigError."""
    return tuple(
        ClockItem(
            what=item.what,
            on=item.on,
            work=item.work,
            source=f"{item.source} (as of {item.as_of})",
            note=item.note,
            verified=item.verified,
        )
        for item in sorted(due(path), key=lambda item: item.on or date.max)
    )


def claims(path: Path) -> tuple[ArticleClaim, ...]:
    """Return the source article's claims in its order. Raises ConfigError."""
    return _read(path, _Claims).claim if path.is_file() else ()


def statements(path: Path) -> tuple[Statement, ...]:
    """Return what the front page says first, by the state of a gap. Raises ConfigError."""
    return _read(path, _Statements).statement if path.is_file() else ()


def actors(path: Path) -> tuple[Actor, ...]:
    """Return what each kind of firm asks. Raises ConfigError."""
    return _read(path, _Actors).actor if path.is_file() else ()


def accuracy(path: Path) -> tuple[Measure, ...]:
    """Return what was measured of the program. Raises ConfigError."""
    return _read(path, _Accuracy).measured if path.is_file() else ()


def misreports(path: Path) -> tuple[Misreport, ...]:
    """Return claims in print that the official record contradicts. Raises ConfigError."""
    return _read(path, _Misreports).misreport if path.is_file() else ()


def _read(path: Path, kind: type[T]) -> T:
    """Return a file as a value; ConfigError names the file and the line or the entry."""
    text = path.read_text(encoding="utf-8")
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(path), None, f"not TOML: {error}") from error
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise ConfigError(str(path), None, str(error)) from error
