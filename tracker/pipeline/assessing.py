"""What the texts held do to the gaps of the register, on a day."""

from datetime import date

from msgspec import Struct

from tracker.gaps import evaluate, force_register, register
from tracker.gaps.force import Forces, gather
from tracker.gaps.values import Assessment, GapState
from tracker.pipeline.library import Library
from tracker.places import Instance


class Assessed(Struct, frozen=True):
    """The register, the effects of every version held on every gap, and the force of each work."""

    register: register.Register
    forces: Forces
    assessments: tuple[Assessment, ...]
    states: tuple[GapState, ...]


def assess(instance: Instance, library: Library, on: date) -> Assessed:
    """Return the assessment as of a day; files that are wrong are findings of the register."""
    gaps = register.load(instance.gaps)
    entries = force_register.load(instance.watchlist.parent / "force.toml")
    documents = [
        library.document(work, record.version)
        for work, records in library.versions.items()
        for record in records
    ]
    published = {
        (work, record.version): record.published
        for work, records in library.versions.items()
        for record in records
    }
    facts = {work: facts for work in library.works if (facts := library.facts(work))}
    found = evaluate.assess(gaps, documents, facts, entries, on, published=published)
    return Assessed(
        register=gaps,
        forces=gather(documents, facts, entries),
        assessments=tuple(found),
        states=evaluate.states(gaps, found),
    )
