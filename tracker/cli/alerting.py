"""`alerts`: what moved, for a channel or for a period, as lines, messages or JSON."""

import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from tracker.cli import instance, naming
from tracker.errors import UsageError

if TYPE_CHECKING:
    from tracker.alerts import Alert, Event, Filter
    from tracker.channels import Sink
    from tracker.config.channels import AlertsConfig, Channel
    from tracker.pipeline.delivering import Report
    from tracker.places import Instance
    from tracker.store import Store

DAY = click.DateTime(["%Y-%m-%d"])
FORM = "YYYY-MM-DD"


def _filters(command: Callable[..., object]) -> Callable[..., object]:
    """Add the options that choose among alerts; given twice, either will do."""
    for option in (
        click.option("--word", "words", multiple=True, help="Only with this phrase in it."),
        click.option("--type", "types", multiple=True, help="Only of this kind: force, threshold."),
        click.option("--gap", "gaps", multiple=True, help="Only on this gap."),
        click.option("--work", "works", multiple=True, help="Only on this work or portion."),
        click.option(
            "--tier",
            "tiers",
            multiple=True,
            type=click.Choice(["red", "amber", "grey"], case_sensitive=False),
            metavar="TIER",
            help="Only red, amber or grey.",
        ),
    ):
        command = option(command)
    return command


@click.command(epilog="Example:  tracker alerts --since 2025-09-01 --tier red   ·   … --json")
@click.option("--channel", default="terminal", show_default=True, help="Whose place to go from.")
@click.option(
    "--since", type=DAY, metavar=FORM, help="List from this day on, whatever the channel has."
)
@click.option(
    "--until", type=DAY, metavar=FORM, help="List up to this day, and as things stood on it."
)
@_filters
@click.option("--full", is_flag=True, help="Print each alert in full.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--ack", is_flag=True, help="Remember that the channel has them.")
@click.option("--send", is_flag=True, help="Send to the channel as configured in alerts.toml.")
@click.option("--exit-code", is_flag=True, help="Exit 1 when there is anything.")
@click.pass_context
def alerts(
    ctx: click.Context,
    channel: str,
    since: datetime | None,
    until: datetime | None,
    tiers: tuple[str, ...],
    works: tuple[str, ...],
    gaps: tuple[str, ...],
    types: tuple[str, ...],
    words: tuple[str, ...],
    full: bool,
    as_json: bool,
    ack: bool,
    send: bool,
    exit_code: bool,
) -> int:
    """List what a channel was not told yet (a new one starts at now), or what a period brought."""
    from tracker.alerts import Filter  # noqa: PLC0415 - the stages are heavy
    from tracker.pipeline import Library, alerting, delivering  # noqa: PLC0415 - the same

    place = instance.find(ctx)
    today = instance.today()
    first, last = since.date() if since else None, until.date() if until else None
    if (ack or send) and (last or (since and ack)):
        raise UsageError("--ack and --send speak of all up to now; leave out --until and --since")
    settings = alerting.config(place)
    wanted = Filter(
        works=tuple(naming.identifier(work, lambda: _watched(place)).path for work in works),
        gaps=_gaps(place, gaps),
        types=tuple(naming.one_of(name, alerting.types(), "kind of alert") for name in types),
        tiers=tiers,
        words=words,
    )
    with instance.open_store(ctx) as store:
        library = Library(store)
        day = min(last, today) if last else today
        found = alerting.events(place, library, day, keep=last is None)
        if send:
            return _send(place, store, library, settings, channel, found, first)
        held = delivering.load(store, channel)
        period = first is not None or last is not None
        if period:
            chosen = alerting.between(found, first, last)
        else:
            chosen = delivering.pending(held, found) if held else []
            wanted = wanted if any((works, gaps, types, tiers, words)) else _of(settings, channel)
        shown = alerting.alerts(chosen, settings, library, wanted)
        _print(shown, settings.site, first, last, channel, full=full, as_json=as_json)
        if held is None and not period:
            instance.say(
                f"channel {channel} starts now; tracker alerts --since DATE lists the past"
            )
        elif not shown and not as_json:
            instance.say("nothing new" if not period else "nothing in this period")
        # What was printed counts as taken only once it is out.
        sys.stdout.flush()
        if ack or (held is None and not period):
            delivering.take(store, channel, found)
    return 1 if exit_code and shown else 0


def _watched(place: "Instance") -> tuple[str, ...]:
    """Return the identifiers of all watched works."""
    from tracker.config import load_watchlist  # noqa: PLC0415 - only for a mistyped name

    return load_watchlist(place.watchlist).works


def _gaps(place: "Instance", names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids of the gaps that a person named; UsageError when one is not there."""
    if not names:
        return ()
    from tracker.gaps import register  # noqa: PLC0415 - only when a gap was named

    gaps = register.load(place.gaps)
    return tuple(naming.gap(gaps, name).id for name in names)


def _of(settings: "AlertsConfig", channel: str) -> "Filter":
    """Return what a channel wants; everything when it is not configured."""
    from tracker.alerts import Filter  # noqa: PLC0415 - loaded by now
    from tracker.pipeline import alerting  # noqa: PLC0415 - the same

    configured = settings.channel(channel)
    return alerting.filter_of(configured) if configured else Filter()


def _print(
    shown: "list[Alert]",
    site: str,
    first: date | None,
    last: date | None,
    channel: str,
    *,
    full: bool,
    as_json: bool,
) -> None:
    """Print alerts in the form asked for."""
    from tracker.alerts import as_json as json  # noqa: PLC0415 - loaded by now
    from tracker.alerts import text  # noqa: PLC0415 - the same

    if as_json:
        period = first is not None or last is not None
        instance.print_json(
            json.envelope(
                shown, site=site, channel="" if period else channel, since=first, until=last
            )
        )
        return
    for number, alert in enumerate(shown):
        if full:
            click.echo(("\n" if number else "") + text.message(alert, site), nl=False)
        else:
            click.echo(text.line(alert))


def _send(
    place: "Instance",
    store: "Store",
    library: object,
    settings: "AlertsConfig",
    name: str,
    found: "list[Event]",
    since: date | None,
) -> int:
    """Send a configured channel what it has not got, or the past since a day once more."""
    from tracker.pipeline import alerting, delivering, running  # noqa: PLC0415 - loaded by now

    configured = settings.channel(name)
    if configured is None or configured.to == "terminal":
        known = [one.name for one in settings.channels if one.to != "terminal"]
        hint = naming.did_you_mean(name, known, f"known: {', '.join(known) or 'none'}")
        raise UsageError(f"there is no channel {name} to send to in alerts.toml; {hint}")
    if since:
        past = {delivering.short(e.id) for e in alerting.between(found, since, None)}
        held = delivering.load(store, name) or delivering.Place().after(e.id for e in found)
        delivering.save(store, name, delivering.without(held, past))
    reports = running.tell(
        store,
        settings,
        library,  # type: ignore[arg-type]  # a Library
        found,
        on=instance.today(),
        open_sink=opener(place),
        only=name,
    )
    print_reports(reports)
    return 4 if any(report.problems for report in reports) else 0


def opener(place: "Instance") -> "Callable[[Channel, AlertsConfig], Sink]":
    """Return what opens a channel with this process's environment."""

    def opened(channel: "Channel", settings: "AlertsConfig") -> "Sink":
        from tracker.channels import open_sink  # noqa: PLC0415 - only when something is sent

        return open_sink(channel, place.root, os.environ, settings.site)

    return opened


def print_reports(reports: "tuple[Report, ...]") -> None:
    """Say on stderr what became of each channel; silence when there was nothing to send."""
    for report in reports:
        name = report.channel
        if report.started:
            instance.say(
                f"channel {name} starts now; tracker alerts --channel {name} --since DATE --send"
                " sends it the past"
            )
        if report.alerts:
            instance.say(
                f"channel {name}: {_counted(report.alerts, 'alert')} in"
                f" {_counted(report.messages, 'message')}"
            )
        for problem in report.problems:
            waiting = f"; {_counted(report.waiting, 'alert')} waiting" if report.waiting else ""
            click.echo(f"tracker: channel {name}: {problem}{waiting}", err=True)


def _counted(count: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
