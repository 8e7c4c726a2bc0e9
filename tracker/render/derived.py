"""Small facts taken from texts once and kept: terms, searchable clauses, sentences of a comparison.

Index pages need a little from every text; parsing them all again for that would make every build
as slow as the first. Entries are named by the digest of what they were made from, so a stale one
is never read, and the folder may be deleted at any time.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct, structs

from tracker.model import ChangeSet, Document, Provision, WordEdit
from tracker.render import labels, redline, summary, urls

T = TypeVar("T")
QUOTED = 170
"""Characters of law quoted at a time in a list."""
DROPPED = 40
"""Provisions that are gone which a comparison's facts name."""
LEAD = 6
"""Sentences of a comparison that lists outside its own page may show."""


class Term(Struct, frozen=True):
    """A term where a text defines it."""

    term: str
    path: str
    anchor: str
    cite: str
    text: str
    """The defining provision's words, its children's included."""


class Clause(Struct, frozen=True):
    """A clause for the search index."""

    anchor: str
    label: str
    text: str


class TextFacts(Struct, frozen=True):
    """What lists need from one version."""

    title: str
    provisions: int
    words: int
    terms: tuple[Term, ...]
    clauses: tuple[Clause, ...]
    findings: int = 0


class Sentence(Struct, frozen=True):
    """A change in words, ready for a list."""

    where: str
    verb: str
    what: str
    deleted: tuple[str, ...]
    inserted: tuple[str, ...]
    number: int
    kind: str
    significance: str
    part: int = 1
    """The page of the comparison on which it stands."""
    words: tuple[WordEdit, ...] = ()
    """A short redline."""


class ChangeFacts(Struct, frozen=True):
    """What lists need from one comparison."""

    counts: dict[str, int]
    in_words: str
    lead: tuple[Sentence, ...]
    substantive: int
    dropped: tuple[Sentence, ...] = ()
    """Provisions that are gone, in reading order; captions and notes left out."""


class AmendFacts(Struct, frozen=True):
    """What lists need of an amending text that was executed on the law held."""

    instructions: int
    executed: int
    bases: tuple[tuple[str, str], ...]
    """(work, version) of the law it was executed on."""
    sections: tuple[tuple[str, str, str], ...]
    """(work, path, name) of each section it would change."""
    elsewhere: int = 0
    """Instructions on law that is not held."""
    agrees: int = 0
    """Provisions that read as in an official later text, where there is one."""
    touched: int = 0
    """Provisions set beside it."""


class Cache:
    """A folder of derived facts, one file each, spread over 256 folders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str, kind: type[T], make: Callable[[], T]) -> T:
        """Return the fact kept under `key`, or make and keep it. Unreadable entries are remade."""
        path = self.folder / key[:2] / f"{key[2:]}.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=kind)
        except (OSError, msgspec.DecodeError):
            value = make()
            path.parent.mkdir(parents=True, exist_ok=True)
            scratch = path.with_suffix(".new")
            scratch.write_bytes(msgspec.json.encode(value))
            scratch.replace(path)
            return value


def text_facts(document: Document) -> TextFacts:
    """Return the facts of one version."""
    terms: list[Term] = []
    found: list[Clause] = []
    words = count = 0
    for item in document.provisions():
        count += 1
        text = item.own_text
        words += len(text.split())
        anchor = urls.anchor(item.path, document.work)
        if text:
            found.append(Clause(anchor, labels.provision(item.path, document.work), text))
        for mark in item.marks:
            if mark.kind == "term" and (words_ := getattr(item, mark.field)[mark.start : mark.end]):
                term = mark.target or words_
                cite = labels.provision(item.path, document.work)
                terms.append(Term(term.strip(" “”\"‘’'"), item.path, anchor, cite, _wording(item)))
    return TextFacts(
        title=document.title,
        provisions=count,
        words=words,
        terms=tuple(terms),
        clauses=tuple(found),
        findings=len(document.findings),
    )


def _wording(item: Provision) -> str:
    """Return a definition's words: the provision's without label and heading, then all below."""
    own = " ".join(part for part in (item.chapeau, item.content) if part)
    below = [f"{p.num} {p.own_text}".strip() for p in item.walk() if p is not item]
    return " ".join(part for part in (own, *below, item.continuation) if part)


def change_facts(changes: ChangeSet) -> ChangeFacts:
    """Return the facts of one comparison."""
    told = summary.lead(changes)
    return ChangeFacts(
        counts=changes.counts,
        in_words=summary.counts_in_words(changes),
        lead=tuple(_kept(s) for s in _worth_telling(told)[:LEAD]),
        substantive=sum(s.significance == "substantive" for s in told),
        dropped=tuple(_dropped(changes, told))[:DROPPED],
    )


def _dropped(changes: ChangeSet, told: list[summary.Sentence]) -> Iterator[Sentence]:
    """Yield what is gone, in reading order: provisions struck, and the limbs of a sentence.

    Limbs that were folded into the sentence above them are not gone; of them only the words that
    the sentence left out are told.
    """
    folded: dict[str, tuple[str, ...]] = {}
    paths: dict[int, str] = {}
    for number, change in redline.numbered(changes.changes):
        if number and change.old:
            paths[number] = change.old.path
        if change.old and (edits := redline.together(change)):
            folded[change.old.path] = tuple(
                text.strip(" ,;") for kind, text in edits if kind == "delete" and _says(text)
            )
    for s in sorted(told, key=lambda s: s.number):
        path = paths.get(s.number, "")
        if left_out := folded.get(path):
            yield structs.replace(_kept(s), deleted=left_out)
        elif any(path.startswith(f"{above}/") for above in folded):
            continue
        elif s.kind == "deleted" and s.significance == "substantive":
            yield _kept(s)


def _says(text: str) -> bool:
    return len(text.split()) >= 4


def _kept(s: summary.Sentence) -> Sentence:
    """Return a sentence as lists keep it: with its long quotations cut."""
    return Sentence(
        s.where,
        s.verb,
        s.what,
        tuple(summary.cut(words, QUOTED) for words in s.deleted[:2]),
        tuple(summary.cut(words, QUOTED) for words in s.inserted[:2]),
        s.number,
        s.kind,
        s.significance,
        s.part,
        s.words,
    )


def _worth_telling(told: list[summary.Sentence]) -> list[summary.Sentence]:
    """Return the sentences without mere relabelling, and without captions where there is more."""
    found = [s for s in told if s.kind != "redesignated"]
    substance = [s for s in found if "front-matter" not in s.types]
    return substance or found
