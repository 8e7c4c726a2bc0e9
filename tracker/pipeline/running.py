"""A whole run: take in what is new, say what moved, bring the site up to date."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec import Struct, to_builtins

from tracker import alerts
from tracker.pipeline.fetching import Source, Taken, fetch
from tracker.pipeline.library import Library
from tracker.pipeline.publishing import Published, publish
from tracker.places import Instance
from tracker.sources.asking import Clock
from tracker.sources.outcomes import OnProgress
from tracker.store import Store, Written


class Result(Struct, frozen=True):
    """What a run did."""

    taken: Taken
    events: tuple[alerts.Event, ...]
    site: Published

    @property
    def exit_status(self) -> int:
        """0, or 4 when a source failed wholly or in part."""
        return self.taken.report.exit_status

    def as_json(self) -> dict[str, Any]:
        """Return the contract of `tracker run --json`."""
        return {
            **self.taken.as_json(),
            "events": to_builtins(self.events),
            "site": {"index": str(self.site.index), "rendered": self.site.rendered},
        }


def run(
    instance: Instance,
    source: Source,
    store: Store,
    *,
    on: date,
    clock: Clock,
    on_progress: OnProgress | None = None,
) -> Result:
    """Do everything once. `on` is the day for which force and clock are computed."""
    taken = fetch(source, store, on_progress=on_progress, clock=clock)
    library = Library(store)
    events = events_of(library, taken.written)
    site = publish(instance, library, on=on, sample=source.kind == "sample")
    return Result(taken, tuple(events), site)


def events_of(library: Library, written: Iterable[Written]) -> list[alerts.Event]:
    """Return what moved: each version that came, then its changes from the one before it."""
    events: list[alerts.Event] = []
    for commit in written:
        record = commit.record
        facts = library.facts(record.work)
        events.append(alerts.version_event(record, facts, republished=commit.republished))
        before = library.predecessor(record.work, record.version)
        if before:
            events += alerts.change_events(library.changes(before, record), record)
    return events
