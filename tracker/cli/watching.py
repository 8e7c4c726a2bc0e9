"""`watch`: what is on the watchlist."""

import click

from tracker import identifiers
from tracker.cli import instance


@click.group(epilog="Example:  tracker watch add 119hr9546")
def watch() -> None:
    """List, add or remove watched works in regulations/watchlist.toml."""


@watch.command("list")
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
@click.pass_context
def add(ctx: click.Context, work: str) -> None:
    """Put WORK on the watchlist; comments and order stay."""
    from tracker.config import add_work  # noqa: PLC0415 - tomlkit only when needed

    place = instance.find(ctx)
    identifier = identifiers.parse(work)
    add_work(place.watchlist, identifier.work)
    click.echo(f"watching {identifiers.citation(identifier.work)}; tracker run fetches it")


@watch.command(epilog="Example:  tracker watch remove 119hr9546")
@click.argument("work")
@click.pass_context
def remove(ctx: click.Context, work: str) -> None:
    """Take WORK off the watchlist; what is stored stays."""
    from tracker.config import remove_work  # noqa: PLC0415 - tomlkit only when needed

    place = instance.find(ctx)
    identifier = identifiers.parse(work)
    remove_work(place.watchlist, identifier.work)
    click.echo(f"no longer watching {identifiers.citation(identifier.work)}")
