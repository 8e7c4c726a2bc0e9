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

from tracker.gaps import evaluate, force_register, register
from tracker.gaps.evaluate import Computed
from tracker.gaps.force import Forces, gather
from tracker.gaps.values import Assessment, GapState
from tracker.model import Record
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


def assess(instance: Instance, library: Library, on: date) -> Assessed:
    """Return the assessment as of a day; files that are wrong are findings of the register.

    Versions that the law dates after that day are left out.
    """
    gaps = register.load(instance.gaps)
    entries = force_register.load(instance.watchlist.parent / "force.toml")
    records = [
        record
        for versions in library.versions.values()
        for record in versions
        if record.published is None or record.published <= on
    ]
    facts = {work: facts for work in library.works if (facts := library.facts(work))}
    documents = [library.document(record.work, record.version) for record in records]
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
    found = evaluate.combine(gaps, computed, forces, on, published=published)
    return Assessed(gaps, forces, tuple(found), evaluate.states(gaps, found))


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
    for path in (*sorted(instance.gaps.glob("*.md")), *_program()):
        state.update(path.name.encode() + b"\0" + path.read_bytes())
    return state.digest()


def _program() -> Iterator[Path]:
    """Yield the modules that read texts and evaluate rules, in order."""
    package = Path(str(files("tracker")))
    for folder in ("citations", "formats", "gaps"):
        yield from sorted((package / folder).glob("*.py"))
