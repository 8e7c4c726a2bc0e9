"""A change set as text that a lawyer can read in a terminal."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from tracker.compare.summary import (
    counted,
    excerpted,
    name_of,
    notes,
    section,
    what,
    where,
    where_below,
)
from tracker.model import Change, ChangeSet

_UNSAFE_RE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STYLES = {
    "delete": "\x1b[31;9m",
    "insert": "\x1b[32;4m",
    "title": "\x1b[1;4m",
    "head": "\x1b[1m",
    "dim": "\x1b[2m",
}
_RESET = "\x1b[0m"
_MARKS = {"delete": ("[-", "-]"), "insert": ("{+", "+}"), "equal": ("", "")}
_STEP = "  "
_INDENT = "    "

Piece = tuple[str, str]
"""(style, text without a line break)."""


def as_text(
    changeset: ChangeSet,
    *,
    width: int = 100,
    colour: bool = False,
    all_changes: bool = False,
) -> str:
    """Return the report, wrapped to `width` columns.

    Without colour, deleted words stand in [-…-] and inserted ones in {+…+}; with colour they are
    also struck through and underlined, so that colour is never the only sign.
    """
    lines: list[str] = []

    def add(pieces: Iterable[Piece], indent: str = "") -> None:
        lines.extend(indent + line for line in _wrapped(pieces, width - len(indent), colour))

    add([("head", f"{name_of(changeset.old)} → {name_of(changeset.new)}")])
    add([("", counted(changeset))])
    for finding in changeset.findings:
        add([("", f"Note: {finding.message}")])
    number = 0
    top = ""
    above: tuple[str, ...] = ()
    for change in changeset.changes:
        if change.kind == "unchanged":
            if all_changes:
                text = change.new.own_text if change.new else ""
                add([("dim", f"  {where_short(change)} {_first(text, width - 20)}".rstrip())])
            continue
        if section(change) != top:
            lines.append("")
            top = section(change)
            add([("title", top)])
        elif change.place != number:
            lines.append("")
        if change.place != number:
            number, above = change.place, change.trail
            name = where(change)
        else:
            name = where_below(change, above)
        _add_change(change, name if change.trail else "", add)
    if all(change.kind == "unchanged" for change in changeset.changes):
        add([("", "No differences.")])
    return "\n".join(lines) + "\n"


def where_short(change: Change) -> str:
    """Return an unchanged provision's own label or level."""
    provision = change.new or change.old
    return (provision.num or provision.level) if provision else ""


def _add_change(change: Change, name: str, add: Callable[..., None]) -> None:
    """Add one change: where unless that is its section, what, its words, and why it matters."""
    status = what(change)
    if change.significance != "none":
        status += f" · {change.significance}"
    if change.types:
        status += f" · {', '.join(change.types)}"
    if name:
        add([("head", name)], _STEP)
    add([("dim", f"[{status}]")], _INDENT)
    for line in notes(change):
        add([("dim", line)], _INDENT)
    if change.kind in ("moved", "redesignated"):
        text = change.new.own_text if change.new else ""
        if text:
            add([("", _first(text, 160))], _INDENT)
        return
    pieces = excerpted(change.words)
    if pieces:
        add(pieces, _INDENT)


def _first(text: str, size: int) -> str:
    """Return the beginning of a text."""
    return text if len(text) <= size else text[: max(size - 1, 1)].rstrip() + "…"


def _wrapped(pieces: Iterable[Piece], width: int, colour: bool) -> Iterator[str]:
    """Break styled pieces into lines of at most `width` columns, at spaces where possible."""
    line: list[str] = []
    used = 0
    for style, word in _words(pieces, colour):
        bare = word.removeprefix(" ") if not line else word
        size = _columns(bare)
        # A word is never parted from the mark in front of it.
        if line and word.startswith(" ") and used + size > max(width, 20):
            yield "".join(line)
            line, used = [], 0
            bare = word.removeprefix(" ")
            size = _columns(bare)
        line.append(_styled(bare, style, colour))
        used += size
    if line:
        yield "".join(line)


def _words(pieces: Iterable[Piece], colour: bool) -> Iterator[Piece]:
    """Yield words, each with the space before it, marks included."""
    space = ""
    for style, text in pieces:
        clean = space + _UNSAFE_RE.sub("\ufffd", text.replace("\n", " "))
        core = clean.strip(" ")
        if not core:
            space = clean[:1]
            continue
        before, after = ("", "") if colour else _MARKS.get(style, ("", ""))
        lead = " " if clean.startswith(" ") else ""
        space = " " if clean.endswith(" ") else ""
        for part in re.findall(r" ?[^ ]+| +", f"{lead}{before}{core}{after}"):
            yield style, part


def _styled(text: str, style: str, colour: bool) -> str:
    """Return text with its terminal style."""
    code = _STYLES.get(style, "") if colour else ""
    return f"{code}{text}{_RESET}" if code else text


def _columns(text: str) -> int:
    """Return how many terminal columns a text takes; Hangul and the like take two."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
