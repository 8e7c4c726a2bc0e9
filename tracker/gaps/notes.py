"""`regulations/notes.toml`: judgements and notes that people make about provisions."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from tracker.errors import ConfigError, IdentifierError
from tracker.gaps.force_register import INSTRUMENT_RE, broken, table_lines, target_of
from tracker.gaps.values import EFFECTS, Judgement
from tracker.identifiers import parse as parse_identifier
from tracker.model import Finding

T = TypeVar("T")

_JUDGEMENT = frozenset(
    {"gap", "work", "version", "effect", "author", "date", "rationale", "provisions", "limbs",
     "source", "grade"}
)  # fmt: skip
_NOTE = frozenset({"id", "gap", "at", "words", "before", "after", "author", "date", "text",
                   "text_ko"})  # fmt: skip
_INSTRUMENT = frozenset({"id", "title", "title_ko", "published", "source"})


class Instrument(Struct, frozen=True):
    """A text outside the official feeds (a letter, guidance), known by a judgement only."""

    work: str
    title: str
    title_ko: str = ""
    published: date | None = None
    source: str = ""


class Note(Struct, frozen=True):
    """A person's note on a provision, tied to the words it was made on."""

    id: str
    work: str
    version: str
    path: str
    """Identifier of the provision in that version."""
    words: str
    """The provision's own words that the note is about, verbatim."""
    text: str
    author: str
    made_on: date
    gap: str = ""
    before: str = ""
    """Words of the provision before it, to tell equal clauses apart."""
    after: str = ""
    text_ko: str = ""
    file: str = ""
    line: int | None = None


class Notebook(Struct, frozen=True):
    """All judgements, notes and instruments, and what was wrong."""

    judgements: tuple[Judgement, ...] = ()
    notes: tuple[Note, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def titles(self) -> dict[str, str]:
        """Titles of the instruments, by work."""
        return {instrument.work: instrument.title for instrument in self.instruments}


def load(path: Path) -> Notebook:
    """Read the file; what is wrong in it becomes findings, the rest still works.

    A missing file is an empty notebook.
    """
    if not path.is_file():
        return Notebook()
    try:
        return read(path.read_text(encoding="utf-8"), path.name)
    except (ConfigError, UnicodeDecodeError) as error:
        return Notebook(findings=(broken(path.name, error),))


def read(text: str, name: str) -> Notebook:
    """Read the notebook from its text. Raises ConfigError when it is not TOML."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(name, None, f"not readable as TOML: {error}") from error
    findings = [
        Finding("note-file", f"{name}: unknown key “{key}”", name)
        for key in sorted(data.keys() - {"schema", "judgement", "note", "instrument"})
    ]
    judgements = _tables(data, text, name, "judgement", _judgement, findings)
    notes = _tables(data, text, name, "note", _note, findings)
    instruments = _tables(data, text, name, "instrument", _instrument, findings)
    for number, note in enumerate(notes):
        if any(other.id == note.id for other in notes[:number]):
            findings.append(
                Finding(
                    "note-entry", f"{name}:{note.line}: a second note “{note.id}”", name, note.line
                )
            )
    return Notebook(tuple(judgements), tuple(notes), tuple(instruments), tuple(findings))


def _tables(
    data: dict[str, Any],
    text: str,
    name: str,
    table: str,
    reader: Callable[[dict[str, Any], str, int | None], T],
    findings: list[Finding],
) -> list[T]:
    """Read all tables of one kind."""
    lines = table_lines(text, table)
    found = []
    for number, entry in enumerate(data.get(table, ())):
        line = lines[number] if number < len(lines) else None
        try:
            found.append(reader(entry, name, line))
        except IdentifierError as error:
            findings.append(Finding("note-entry", f"{name}:{line}: {error}", name, line))
        except ConfigError as error:
            findings.append(Finding("note-entry", str(error), name, error.line))
    return found


def _checked(
    table: dict[str, Any],
    known: frozenset[str],
    needed: tuple[str, ...],
    name: str,
    line: int | None,
) -> None:
    """Raise ConfigError for an unknown or missing key, or a date that is none."""
    for key in table:
        if key not in known:
            raise ConfigError(name, line, f"unknown key “{key}”")
    for key in needed:
        if not table.get(key):
            raise ConfigError(name, line, f"“{key}” is missing")
    for key in ("date", "published"):
        if key in table and type(table[key]) is not date:
            raise ConfigError(name, line, f"“{key}” must be a date such as 2026-11-09")


def _judgement(table: dict[str, Any], name: str, line: int | None) -> Judgement:
    """Read a judgement."""
    _checked(
        table, _JUDGEMENT, ("gap", "work", "effect", "author", "date", "rationale"), name, line
    )
    effect = str(table["effect"]).replace(" ", "-")
    if effect not in EFFECTS:
        raise ConfigError(name, line, f"“{effect}” is no effect; known: {', '.join(EFFECTS)}")
    return Judgement(
        gap=str(table["gap"]), work=target_of(str(table["work"])),
        effect=effect,  # type: ignore[arg-type]  # checked against EFFECTS above
        author=str(table["author"]), judged_on=table["date"], rationale=str(table["rationale"]),
        version=str(table.get("version", "")),
        provisions=tuple(target_of(str(path)) for path in table.get("provisions", ())),
        limbs=tuple(str(limb) for limb in table.get("limbs", ())),
        source=str(table.get("source", "")), grade=str(table.get("grade", "")), file=name,
        line=line,
    )  # fmt: skip


def _note(table: dict[str, Any], name: str, line: int | None) -> Note:
    """Read a note."""
    _checked(table, _NOTE, ("id", "at", "words", "author", "date", "text"), name, line)
    at = parse_identifier(str(table["at"]))
    if not at.portion or not at.version:
        raise ConfigError(
            name, line, "“at” must name a provision and a version, such as 119hr2683/s2/1@ih"
        )
    return Note(
        id=str(table["id"]), work=at.work, version=at.version, path=at.path,
        words=" ".join(str(table["words"]).split()), text=str(table["text"]),
        author=str(table["author"]), made_on=table["date"], gap=str(table.get("gap", "")),
        before=str(table.get("before", "")), after=str(table.get("after", "")),
        text_ko=str(table.get("text_ko", "")), file=name, line=line,
    )  # fmt: skip


def _instrument(table: dict[str, Any], name: str, line: int | None) -> Instrument:
    """Read an instrument."""
    _checked(table, _INSTRUMENT, ("id", "title"), name, line)
    work = f"/us/instrument/{table['id']}"
    if not INSTRUMENT_RE.match(work):
        raise ConfigError(name, line, "an instrument's id is lower-case letters, digits, hyphens")
    return Instrument(
        work,
        str(table["title"]),
        str(table.get("title_ko", "")),
        table.get("published"),
        str(table.get("source", "")),
    )
