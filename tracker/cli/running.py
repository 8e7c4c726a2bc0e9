"""`run` and `fetch`: ask the official services, a mirror or the sample, and take in what came."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from tracker import identifiers
from tracker.cli import alerting, completing, instance, naming
from tracker.errors import UsageError

if TYPE_CHECKING:
    from tracker.pipeline import Result
    from tracker.sources.outcomes import FetchReport, OnProgress, Progress
    from tracker.store import Store

NAMED_ITEMS = 12
"""How many items a line about one problem names; --json has them all."""


def _source_options(command: Callable[..., object]) -> Callable[..., object]:
    """Add the options that say where texts come from."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print JSON."),
        click.option(
            "--mirror",
            type=click.Path(path_type=Path),
            help="Use a folder of recorded answers (manifest.json); no network.",
        ),
        click.option("--sample", is_flag=True, help="Use the embedded sample; no network."),
    ):
        command = option(command)
    return command


@click.command(epilog="Example:  tracker run --sample   ·   tracker run --mirror recorded/")
@_source_options
@click.pass_context
def run(ctx: click.Context, sample: bool, mirror: Path | None, as_json: bool) -> int:
    """Fetch, store, compare, assess, build the site, and tell what moved.

    Without --sample or --mirror the official services are asked over the network.
    """
    from tracker import pipeline  # noqa: PLC0415 - the stages are heavy
    from tracker.pipeline import delivering  # noqa: PLC0415 - the same

    _one_source(sample, mirror)
    place = instance.find(ctx)
    with (
        pipeline.open_source(
            place, sample=sample, mirror=mirror, environment=os.environ, clock=instance.now
        ) as source,
        pipeline.open_store(place, source.kind) as store,
        _progress() as on_progress,
    ):
        result = pipeline.run(
            place,
            source,
            store,
            on=instance.today(),
            clock=instance.now,
            open_sink=alerting.opener(place),
            on_progress=on_progress,
        )
        _print_notices(store)
        _print_result(result, as_json)
        # What was printed counts as told only once it is out.
        sys.stdout.flush()
        if result.events:
            delivering.take(store, delivering.TERMINAL, result.events)
    return result.exit_status


def _print_result(result: "Result", as_json: bool) -> None:
    """Print what a run did: what moved, what did not come, where the site is."""
    if as_json:
        instance.print_json(result.as_json())
        return
    from tracker.alerts import text  # noqa: PLC0415 - loaded by now

    report = result.taken.report
    for alert in result.alerts:
        for line in text.lines(alert):
            click.echo(line)
    alerting.print_reports(result.channels)
    if result.site is None:
        click.echo(f"tracker: {_nothing_came(report)}", err=True)
        return
    _print_trouble(report)
    # A quiet run that finds nothing is silent, so that cron has nothing to send.
    if not result.alerts and instance.quiet():
        return
    if not result.alerts:
        click.echo(_no_news(report))
    instance.say(f"site: {result.site.sentence}")
    click.echo(f"site: {result.site.index}")


@click.command(epilog="Example:  tracker fetch 119hr2683 2025-19001")
@click.argument("works", nargs=-1, shell_complete=completing.watched)
@_source_options
@click.option(
    "--record",
    type=click.Path(path_type=Path, file_okay=False),
    help="Save the answers of a live run as a mirror.",
)
@click.option("--dry-run", is_flag=True, help="Only list what would be asked first.")
@click.pass_context
def fetch(
    ctx: click.Context,
    works: tuple[str, ...],
    sample: bool,
    mirror: Path | None,
    as_json: bool,
    record: Path | None,
    dry_run: bool,
) -> int:
    """Fetch what is on the watchlist, or the WORKS named, into the store."""
    from tracker import pipeline, sources  # noqa: PLC0415 - the stages are heavy

    _one_source(sample, mirror)
    if record and (sample or mirror):
        raise UsageError(
            "--record saves the answers of a live run; leave out --sample and --mirror"
        )
    place = instance.find(ctx)
    with pipeline.open_source(
        place,
        sample=sample,
        mirror=mirror,
        record=record,
        environment=os.environ,
        clock=instance.now,
    ) as source:
        for work in works:
            naming.identifier(work, lambda: source.watchlist.works)
        if dry_run:
            for url in sources.plan(source.watchlist, works):
                click.echo(url)
            return 0
        with (
            pipeline.open_store(place, source.kind) as store,
            _progress() as on_progress,
        ):
            taken = pipeline.fetch(
                source, store, works=works, clock=instance.now, on_progress=on_progress
            )
            _print_notices(store)
    if as_json:
        instance.print_json(taken.as_json())
        return taken.report.exit_status
    if taken.came_to_nothing:
        click.echo(f"tracker: {_nothing_came(taken.report)}", err=True)
        return taken.report.exit_status
    for written in taken.written:
        click.echo(f"{written.status}: {identifiers.short(written.work)}@{written.version}")
    _print_trouble(taken.report)
    if not taken.written and not instance.quiet():
        click.echo(_no_news(taken.report))
    return taken.report.exit_status


def _one_source(sample: bool, mirror: Path | None) -> None:
    """Refuse two sources at once."""
    if sample and mirror:
        raise UsageError("choose one of --sample and --mirror")


def _no_news(report: "FetchReport") -> str:
    """Return the line of a run that found nothing; it never stands for what was not asked."""
    unasked = sum(o.kind in {"failed", "blocked"} for o in report.outcomes)
    return f"nothing new in what could be asked; {unasked} failed" if unasked else "nothing new"


def _print_notices(store: "Store") -> None:
    """Say on stderr what the store wants a person to know, such as why main stayed behind."""
    for notice in store.notices:
        click.echo(f"tracker: {notice}", err=True)


def _nothing_came(report: "FetchReport") -> str:
    """Return one sentence for a run in which every item failed: the host, why, what to do."""
    hosts = dict.fromkeys(urlsplit(url).hostname or "" for o in report.outcomes for url in o.urls)
    problem = next(problem for o in report.outcomes for problem in o.problems)
    return f"nothing came from {', '.join(hosts)}: {problem}; what is stored is untouched"


def _print_trouble(report: "FetchReport") -> None:
    """Say on stderr what did not come, each problem once with the items that it befell."""
    from tracker.sources.outcomes import troubles  # noqa: PLC0415 - loaded by now

    for sentence in (*troubles(report), *report.warnings):
        click.echo(f"tracker: {sentence}", err=True)
    absent = [_short(o.item) for o in report.outcomes if o.kind == "not-found"]
    if absent and report.origin == "mirror" and not report.named:
        more = f" and {len(absent) - NAMED_ITEMS} more" if len(absent) > NAMED_ITEMS else ""
        click.echo(f"tracker: not in the mirror: {', '.join(absent[:NAMED_ITEMS])}{more}", err=True)


def _short(item: str) -> str:
    """Return an item's short name."""
    return identifiers.short(item) if item.startswith("/us/") else item


@contextmanager
def _progress() -> "Iterator[OnProgress | None]":
    """Show a bar on a terminal; elsewhere plain lines on stderr."""
    if instance.quiet() or not sys.stderr.isatty():

        def line(step: "Progress") -> None:
            if step.outcome:
                detail = " ".join(step.outcome.versions)
                name = _short(step.item)
                instance.say(f"{name}: {step.outcome.kind} {detail}".rstrip())

        yield line
        return
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (TextColumn("{task.description:<14}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def advance(step: "Progress") -> None:
            bar.update(task, total=step.total, completed=step.done, description=_short(step.item))

        yield advance
