"""Fill the site's values from the store and the registers."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Literal

from tracker.model import Facts, Record
from tracker.pipeline import curated
from tracker.pipeline.assessing import Assessed, assess
from tracker.pipeline.gapviews import (
    cell,
    force_history,
    force_of,
    gap_events,
    gap_views,
    note_views,
)
from tracker.pipeline.lawviews import amendment_views, pending_collisions
from tracker.pipeline.library import Library
from tracker.places import Instance
from tracker.render.data import ComparisonView, SiteData, VersionView, WorkView

Relation = Literal["successive", "companion", "chosen"]


def site_data(instance: Instance, library: Library, on: date) -> SiteData:
    """Return everything on the site, as of a day. Raises ConfigError for a wrong register."""
    beside = instance.watchlist.parent
    assessed = assess(instance, library, on)
    return SiteData(
        as_of=on,
        subject=assessed.register.subject.name,
        first_terms=assessed.register.subject.terms,
        works=tuple(_work_view(library, work, assessed, on) for work in library.works),
        comparisons=tuple(_comparisons(library)),
        amendments=tuple(amendment_views(library, assessed, on)),
        collisions=() if library.is_sample else tuple(pending_collisions(library, on)),
        gaps=tuple(gap_views(assessed)),
        cells=tuple(cell(found) for found in assessed.assessments),
        events=tuple(gap_events(assessed)),
        notes=tuple(note_views(assessed)),
        # Fiction must not be told as law: what people say of the law is left out of the sample.
        clock=() if library.is_sample else curated.clock(beside / "clock.toml"),
        claims=curated.claims(beside / "claims.toml"),
        statements=() if library.is_sample else curated.statements(beside / "statements.toml"),
        accuracy=curated.accuracy(beside / "accuracy.toml"),
        actors=curated.actors(beside / "actors.toml"),
        misreports=() if library.is_sample else curated.misreports(beside / "misreported.toml"),
        sample=library.is_sample,
    )


def _work_view(library: Library, work: str, assessed: Assessed, on: date) -> WorkView:
    """Return a work with its versions and its force."""
    records = library.versions[work]
    latest = records[-1].version if records else ""
    return WorkView(
        work=work,
        versions=tuple(
            VersionView(record, partial(library.document, work, record.version))
            for record in records
        ),
        force=force_of(work, latest, assessed.forces, on),
        force_history=force_history(work, assessed.forces),
        facts=library.facts(work),
        sample=library.is_sample,
    )


def _comparisons(library: Library) -> Iterator[ComparisonView]:
    """Yield each version against the one before it, then pairs across works."""
    for records in library.versions.values():
        for old, new in itertools.pairwise(records):
            yield _comparison(library, old, new, "successive")
    for old, new in _companions(library):
        yield _comparison(library, old, new, "companion")
    for old, new in _proposed_and_final(library):
        yield _comparison(library, old, new, "chosen")


def _comparison(library: Library, old: Record, new: Record, relation: Relation) -> ComparisonView:
    """Return a pair that is compared when a page needs it."""
    return ComparisonView(old, new, partial(library.changes, old, new), relation)


def _companions(library: Library) -> Iterator[tuple[Record, Record]]:
    """Yield the latest versions of House and Senate companions, each pair once."""
    seen = set()
    for work, facts in _facts(library):
        for other in facts.companions:
            pair = tuple(sorted((work, other)))
            if other in library.versions and pair not in seen:
                seen.add(pair)
                old, new = (library.versions[one][-1] for one in pair)
                yield old, new


def _proposed_and_final(library: Library) -> Iterator[tuple[Record, Record]]:
    """Yield proposed and final rules that share a regulation identifier number."""
    by_rin: dict[str, list[str]] = defaultdict(list)
    kinds = {}
    for work, facts in _facts(library):
        kinds[work] = facts.kind
        for rin in facts.rins:
            by_rin[rin].append(work)
    for works in by_rin.values():
        for old in works:
            for new in works:
                if (kinds[old], kinds[new]) == ("proposed-rule", "rule"):
                    yield library.versions[old][-1], library.versions[new][-1]


def _facts(library: Library) -> Iterable[tuple[str, Facts]]:
    """Yield works that have a text with what is known of them, in the store's order."""
    for work in library.works:
        facts = library.facts(work)
        if facts and library.versions[work]:
            yield work, facts
