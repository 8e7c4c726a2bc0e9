"""`run` and `fetch`: ask the official services, a mirror or the sample, and take in what came."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker import identifiers
from tracker.cli import instance
from tracker.errors import UsageError

if TYPE_CHECKING:
    from tracker.sources.outcomes import FetchReport, OnProgress, Progress

ADVICE = "without a network use --sample, or --mirror DIR with recorded answers"


def _source_options(command: Callable[..., object]) -> Callable[..., object]:
    """Add the options that say where texts come from."""
    for option in (
        click.option("--quiet", "-q", is_flag=True, help="No progress, only results."),
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
def run(ctx: click.Context, sample: bool, mirror: Path | None, as_json: bool, quiet: bool) -> int:
    """Fetch, store, compare, assess, build the site, and print one line per change found.

    Without --sample or --mirror the official services are asked over the network.
    """
    from tracker import pipeline  # noqa: PLC0415 - the stages are heavy

    _one_source(sample, mirror)
    place = instance.find(ctx)
    source = pipeline.open_source(place, sample=sample, mirror=mirror)
    with (
        pipeline.open_store(place, source.kind) as store,
        _progress(quiet=quiet or as_json) as on_progress,
    ):
        result = pipeline.run(
            place, source, store, on=instance.today(), clock=instance.now, on_progress=on_progress
        )
    if as_json:
        instance.print_json(result.as_json())
        return result.exit_status
    for event in result.events:
        click.echo(event.headline)
    if not result.events:
        click.echo("nothing new")
    _print_trouble(result.taken.report)
    click.echo(f"site: {result.site.sentence}", err=True)
    click.echo(f"site: {result.site.index}")
    return result.exit_status


@click.command(epilog="Example:  tracker fetch 119hr2683 2025-19001")
@click.argument("works", nargs=-1)
@_source_options
@click.option("--dry-run", is_flag=True, help="Only list what would be asked first.")
@click.pass_context
def fetch(
    ctx: click.Context,
    works: tuple[str, ...],
    sample: bool,
    mirror: Path | None,
    as_json: bool,
    quiet: bool,
    dry_run: bool,
) -> int:
    """Fetch what is on the watchlist, or the WORKS named, into the store."""
    from tracker import pipeline, sources  # noqa: PLC0415 - the stages are heavy

    _one_source(sample, mirror)
    place = instance.find(ctx)
    source = pipeline.open_source(place, sample=sample, mirror=mirror)
    if dry_run:
        for url in sources.plan(source.watchlist, works):
            click.echo(url)
        return 0
    with (
        pipeline.open_store(place, source.kind) as store,
        _progress(quiet=quiet or as_json) as on_progress,
    ):
        taken = pipeline.fetch(
            source, store, works=works, clock=instance.now, on_progress=on_progress
        )
    if as_json:
        instance.print_json(taken.as_json())
        return taken.report.exit_status
    for written in taken.written:
        click.echo(f"{written.status}: {identifiers.short(written.work)}@{written.version}")
    if not taken.written:
        click.echo("nothing new")
    _print_trouble(taken.report)
    return taken.report.exit_status


def _one_source(sample: bool, mirror: Path | None) -> None:
    """Refuse two sources at once."""
    if sample and mirror:
        raise UsageError("choose one of --sample and --mirror")


def _print_trouble(report: "FetchReport") -> None:
    """Say on stderr what did not come; what a mirror does not hold is one line, not fifty."""
    absent = [o for o in report.outcomes if o.kind == "not-found" and report.origin == "mirror"]
    failed = [o for o in report.outcomes if o.kind in {"failed", "blocked", "not-found"}]
    sentences = dict.fromkeys(o.sentence for o in failed if o not in absent)
    for sentence in sentences:
        click.echo(f"tracker: {sentence}", err=True)
    if sentences and report.origin == "live":
        click.echo(f"tracker: {ADVICE}", err=True)
    if absent:
        names = ", ".join(_short(o.item) for o in absent)
        click.echo(f"not in the mirror ({len(absent)}): {names}", err=True)
    for warning in report.warnings:
        click.echo(f"tracker: {warning}", err=True)


def _short(item: str) -> str:
    """Return an item's short name."""
    return identifiers.short(item) if item.startswith("/us/") else item


@contextmanager
def _progress(*, quiet: bool) -> "Iterator[OnProgress | None]":
    """Show a bar on a terminal; elsewhere plain lines on stderr; nothing when quiet."""
    if quiet:
        yield None
        return
    if not sys.stderr.isatty():

        def line(step: "Progress") -> None:
            if step.outcome:
                detail = " ".join(step.outcome.versions)
                name = _short(step.item)
                click.echo(f"{name}: {step.outcome.kind} {detail}".rstrip(), err=True)

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
