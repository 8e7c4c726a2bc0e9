"""`watch`: what is on the watchlist."""

from pathlib import Path

import click

from tracker import identifiers
from tracker.cli import SuggestingGroup, completing, instance, naming
from tracker.errors import UsageError


@click.group(cls=SuggestingGroup, epilog="Example:  tracker watch add 119hr9546")
def watch() -> None:
    """List, add or remove watched works in regulations/watchlist.toml."""


@watch.command("list", epilog="Example:  tracker watch list --json")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List the watched works."""
    from tracker.config import load_watchlist  # noqa: PLC0415 - tomlkit only when needed

    watchlist = load_watchlist(instance.find(ctx).watchlist)
    if as_json:
        instance.print_json(watchlist)
        return
    for work in watchlist.works:
        entry = watchlist.find(work)
        title = entry.title if entry else ""
        click.echo(
            f"{identifiers.short(work):<14} {identifiers.citation(work):<24} {title}".rstrip()
        )


@watch.command(epilog="Example:  tracker watch add 119hr9546")
@click.argument("work")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def add(ctx: click.Context, work: str, as_json: bool) -> None:
    """Put WORK on the watchlist; comments and order stay."""
    from tracker.config import add_work  # noqa: PLC0415 - tomlkit only when needed

    place = instance.find(ctx)
    identifier = naming.identifier(work, lambda: _watched(place.watchlist))
    add_work(place.watchlist, str(identifier))
    _print(identifier.work, as_json, watched=True)


@watch.command(epilog="Example:  tracker watch remove 119hr9546")
@click.argument("work", shell_complete=completing.watched)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def remove(ctx: click.Context, work: str, as_json: bool) -> None:
    """Take WORK off the watchlist; what is stored stays."""
    from tracker.config import remove_work  # noqa: PLC0415 - tomlkit only when needed

    place = instance.find(ctx)
    watched = _watched(place.watchlist)
    identifier = naming.identifier(work, lambda: watched)
    if identifier.work not in watched:
        name = identifiers.short(identifier.work)
        known = map(identifiers.short, watched)
        hint = naming.did_you_mean(name, known, "tracker watch list shows what is")
        raise UsageError(f"{name} is not on {place.watchlist}; {hint}")
    remove_work(place.watchlist, identifier.work)
    _print(identifier.work, as_json, watched=False)


def _watched(path: Path) -> tuple[str, ...]:
    """Return the identifiers of all watched works."""
    from tracker.config import load_watchlist  # noqa: PLC0415 - tomlkit only when needed

    return load_watchlist(path).works


def _print(work: str, as_json: bool, *, watched: bool) -> None:
    """Say what became of a work."""
    if as_json:
        instance.print_json({"work": work, "watched": watched})
    elif watched:
        click.echo(f"watching {identifiers.citation(work)}; tracker run fetches it")
    else:
        click.echo(f"no longer watching {identifiers.citation(work)}")
