"""Which clauses of a text speak of the instance's subject at all (`gaps/subject.toml`).

An omnibus bill has whistleblowers, penalties and owners of 50 percent that have nothing to do with
the subject. Rules therefore read a text as a whole only when its title, or enough of its
sections, speak of the subject; of any other text they read just the sections that do.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from tracker.errors import ConfigError
from tracker.gaps import phrases
from tracker.gaps.clauses import Clause, Text

FILE = "subject.toml"


class Subject(Struct, frozen=True, forbid_unknown_fields=True):
    """What an instance is about; an empty one is about everything."""

    name: str = ""
    """In words that follow “US law on …”."""
    phrases: tuple[str, ...] = ()
    """Phrases of which one makes a section speak of the subject; none: every section does."""
    terms: tuple[str, ...] = ()
    """Defined terms to show first."""


def load(folder: Path) -> Subject:
    """Return the subject that stands beside the gap files; an empty one when no file is there.

    Raises ConfigError naming what is wrong.
    """
    path = folder / FILE
    if not path.is_file():
        return Subject()
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Subject)
        for phrase in found.phrases:
            phrases.compiled(phrase)
    except (ValueError, msgspec.ValidationError) as error:
        raise ConfigError(FILE, None, str(error)) from error
    return found


_UNITS = frozenset({"section", "supplement", "part", "courtRule"})
_SHARE = 0.2
"""Least share of sections that must speak of the subject for the whole text to count."""


def on_subject(text: Text, subject: Subject) -> frozenset[str] | None:
    """Return the paths of the clauses to read, or None for all of them."""
    if not subject.phrases:
        return None
    units: dict[str, list[Clause]] = {}
    for clause in text.clauses:
        units.setdefault(_unit(clause), []).append(clause)
    sections = {unit: clauses for unit, clauses in units.items() if clauses[0].zone == "text"}
    speaking = {unit for unit, clauses in sections.items() if _speaks(clauses, subject)}
    titled = any(phrases.first(phrase, text.document.title) for phrase in subject.phrases)
    if titled or not sections or len(speaking) >= _SHARE * len(sections):
        return None
    front = {unit for unit in units if unit not in sections}
    kept = speaking | front
    return frozenset(c.path for unit in kept for c in units[unit]) if speaking else frozenset()


def _unit(clause: Clause) -> str:
    """Return the path of the section, supplement or part that a clause stands in.

    A section inside quoted content belongs to the section that quotes it, unless that is all
    there is.
    """
    unit = clause
    for above in clause.lineage():
        if above.provision.level in _UNITS and not above.provision.quoted:
            return above.path
        unit = above
    return unit.path


def _speaks(clauses: Iterable[Clause], subject: Subject) -> bool:
    """Return whether one of the clauses holds a phrase of the subject."""
    return any(
        phrases.first(phrase, clause.provision.own_text)
        for clause in clauses
        for phrase in subject.phrases
    )
