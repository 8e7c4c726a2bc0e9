"""A whole run: take in what is new, say what moved, bring the site up to date."""

from datetime import date
from typing import Any

from msgspec import Struct, to_builtins

from tracker import alerts
from tracker.pipeline.alerting import load_cursor, pending
from tracker.pipeline.fetching import Source, Taken, fetch
from tracker.pipeline.library import Library
from tracker.pipeline.publishing import Published, publish
from tracker.places import Instance
from tracker.sources.asking import Clock
from tracker.sources.outcomes import OnProgress
from tracker.store import Store

TOLD = "run"
"""The channel of `tracker run`: what its lines have told. A run that is killed after storing a
version and before telling of it leaves the telling to the next."""


class Result(Struct, frozen=True):
    """What a run did."""

    taken: Taken
    events: tuple[alerts.Event, ...]
    site: Published | None
    """None when nothing could be fetched at all, so that nothing was touched."""

    @property
    def exit_status(self) -> int:
        """0, or 4 when a source failed wholly or in part."""
        return self.taken.report.exit_status

    def as_json(self) -> dict[str, Any]:
        """Return the contract of `tracker run --json`."""
        return {
            **self.taken.as_json(),
            "events": to_builtins(self.events),
            "site": {"index": str(self.site.index), "rendered": self.site.rendered}
            if self.site
            else None,
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
    if taken.came_to_nothing:
        return Result(taken, (), None)
    library = Library(store)
    events = pending(library, load_cursor(store, TOLD) or {})
    site = publish(instance, library, on=on)
    return Result(taken, tuple(events), site)
