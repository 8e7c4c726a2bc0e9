"""What the texts held do to the gaps of the register, on a day.

The effect of a text on the gaps depends on its bytes, the gap files and the program alone, so it
is computed once and kept under `build/cache`; force depends on the day and is computed each time.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from tracker.config import load_watchlist
from tracker.gaps import anchors, evaluate, force_register, history, notes, register
from tracker.gaps.anchors import Followed
from tracker.gaps.check import check
from tracker.gaps.evaluate import Computed
from tracker.gaps.force import Forces, gather
from tracker.gaps.force_register import ForceRegister
from tracker.gaps.history import Turn
from tracker.gaps.notes import Notebook
from tracker.gaps.values import Assessment, GapState
from tracker.model import Document, Finding, Record
from tracker.pipeline.library import Library
from tracker.places import Instance
from tracker.render.derived import Cache

Effects = tuple[Computed, ...]


class Assessed(Struct, frozen=True):
    """The register, the effects of every version held on every gap, and the force of each work."""

    register: register.Register
    forces: Forces
    assessments: tuple[Assessment, ...]
    states: tuple[GapState, ...]
    computed: Effects
    notebook: Notebook
    published: dict[tuple[str, str], date | None]
    rules: bytes
    """Digest of all that decides an effect besides the text: gap files and program."""
    documents: tuple[Document, ...]
    """Every version held as of the day."""
    findings: tuple[Finding, ...] = ()
    """What is wrong in the registers, with file and line."""

    def history(self, gap: str) -> tuple[Turn, ...]:
        """Return the dated turns of one gap."""
        return history.history(gap, self.assessments, self.forces, published=self.published)

    def followed(self) -> list[Followed]:
        """Return what became of every note in the latest version held of its work."""
        return anchors.follow(self.notebook.notes, self.documents)[0]


def assess(instance: Instance, library: Library, on: date) -> Assessed:
    """Return the assessment as of a day; files that are wrong are findings of the register.

    Versions that the law dates after that day are left out.
    """
    gaps = register.load(instance.gaps)
    beside = instance.watchlist.parent
    # What people wrote about the law says nothing about the sample's fiction.
    sample = library.is_sample
    entries = ForceRegister() if sample else force_register.load(beside / "force.toml")
    notebook = Notebook() if sample else notes.load(beside / "notes.toml")
    known = () if sample else load_watchlist(instance.watchlist).works
    records = [
        record
        for versions in library.versions.values()
        for record in versions
        if record.published is None or record.published <= on
    ]
    facts = {work: facts for work in library.works if (facts := library.facts(work))}
    documents = tuple(library.document(record.work, record.version) for record in records)
    forces = gather(documents, facts, entries)
    cache = Cache(instance.build / "cache")
    rules = _rules(instance)
    computed = [
        effect
        for record in records
        for effect in cache.get(
            _key(rules, record), Effects, partial(_effects, gaps, library, record)
        )
    ]
    published = {(record.work, record.version): record.published for record in records}
    found = evaluate.combine(
        gaps, computed, forces, on, judgements=notebook.judgements, published=published
    )
    return Assessed(
        register=gaps,
        forces=forces,
        assessments=tuple(found),
        states=evaluate.states(gaps, found),
        computed=tuple(computed),
        notebook=notebook,
        published=published,
        rules=rules,
        documents=documents,
        findings=tuple(
            check(gaps, notebook, entries, computed=computed, documents=documents, known=known)
        ),
    )


def _effects(gaps: register.Register, library: Library, record: Record) -> Effects:
    """Return the effect of one version on every gap."""
    return evaluate.compute(gaps, library.document(record.work, record.version))


def _key(rules: bytes, record: Record) -> str:
    """Return the name under which the effects of one version are kept."""
    name = f"{record.work}@{record.version} {record.sha256}".encode()
    return blake2b(rules + name, digest_size=16).hexdigest()


def _rules(instance: Instance) -> bytes:
    """Return a digest of all that decides an effect besides the text: gap files and program."""
    state = blake2b(digest_size=16)
    for path in (*instance.gap_files, *_program()):
        state.update(path.name.encode() + b"\0" + path.read_bytes())
    return state.digest()


def _program() -> Iterator[Path]:
    """Yield the modules that read texts and evaluate rules, in order."""
    package = Path(str(files("tracker")))
    for folder in ("citations", "formats", "gaps"):
        yield from sorted((package / folder).glob("*.py"))
