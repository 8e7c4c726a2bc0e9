"""A whole run: take in what is new, bring the site up to date, tell everybody what moved."""

from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec import Struct, to_builtins

from tracker.alerts import Alert, Event, as_json
from tracker.channels import Sink
from tracker.config.channels import AlertsConfig, Channel
from tracker.pipeline import alerting, delivering
from tracker.pipeline.delivering import TERMINAL, Report
from tracker.pipeline.fetching import Source, Taken, fetch
from tracker.pipeline.library import Library
from tracker.pipeline.publishing import Published, publish
from tracker.places import Instance
from tracker.sources.asking import Clock
from tracker.sources.outcomes import OnProgress
from tracker.store import Store

OpenSink = Callable[[Channel, AlertsConfig], Sink]
"""Opens the way out of a channel; the command line knows the environment."""


class Result(Struct, frozen=True):
    """What a run did."""

    taken: Taken
    alerts: tuple[Alert, ...]
    """What the terminal has not been told yet."""
    events: tuple[Event, ...]
    """The events behind them, with those that the terminal does not want."""
    site: Published | None
    """None when nothing could be fetched at all: the site stands as it was."""
    channels: tuple[Report, ...] = ()
    address: str = ""
    """Of the published site, for links."""

    @property
    def exit_status(self) -> int:
        """0, or 4 when a source or a channel failed wholly or in part."""
        return self.taken.report.exit_status or (4 if any(r.problems for r in self.channels) else 0)

    def as_json(self) -> dict[str, Any]:
        """Return the contract of `tracker run --json`."""
        return {
            **self.taken.as_json(),
            "alerts": [as_json.alert_json(alert, self.address) for alert in self.alerts],
            "channels": to_builtins(self.channels),
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
    open_sink: OpenSink,
    on_progress: OnProgress | None = None,
) -> Result:
    """Do everything once. `on` is the day for which force and clock are computed.

    Channels are told also when nothing could be fetched: what lapses by default waits for no
    answer. Raises ConfigError for a wrong register before anything is fetched.
    """
    settings = alerting.config(instance)
    taken = fetch(source, store, on_progress=on_progress, clock=clock)
    library = Library(store)
    found = alerting.events(instance, library, on) if library.works else []
    fresh = delivering.pending(delivering.load(store, TERMINAL), found)
    wanted = alerting.filter_of(
        settings.channel(TERMINAL) or Channel(name=TERMINAL, to="terminal", tiers=())
    )
    alerts = alerting.alerts(fresh, settings, library, wanted)
    try:
        site = None if taken.came_to_nothing else publish(instance, library, on=on)
    finally:
        channels = tell(store, settings, library, found, on=on, open_sink=open_sink)
    return Result(taken, tuple(alerts), tuple(fresh), site, channels, settings.site)


def tell(
    store: Store,
    settings: AlertsConfig,
    library: Library,
    events: list[Event],
    *,
    on: date,
    open_sink: OpenSink,
    only: str = "",
) -> tuple[Report, ...]:
    """Deliver events to every configured channel, or to one; return what became of each."""
    return tuple(
        delivering.deliver(
            store,
            channel,
            lambda channel=channel: open_sink(channel, settings),  # type: ignore[misc]  # bound now
            events,
            on=on,
            site=settings.site,
            sample=library.is_sample,
        )
        for channel in settings.channels
        if channel.to != "terminal" and only in {"", channel.name}
    )
