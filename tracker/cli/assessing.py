"""`gaps` and `alerts`: what the texts do to the gaps, and what is new."""

import sys
from datetime import datetime

import click

from tracker.cli import instance


@click.command(epilog="Example:  tracker alerts --since 2025-09-01   ·   tracker alerts --ack")
@click.option("--channel", default="terminal", show_default=True, help="Whose place to go from.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="List all that the law dates on or after this day, whatever the channel knows.",
)
@click.option("--ack", is_flag=True, help="Remember that the channel knows all of it.")
@click.option("--exit-code", is_flag=True, help="Exit 1 when there is anything new.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def alerts(
    ctx: click.Context,
    channel: str,
    since: datetime | None,
    ack: bool,
    exit_code: bool,
    as_json: bool,
) -> int:
    """List what is new since a channel last took note.

    A channel that never took note starts at now: nothing is new to it until the next run.
    """
    from tracker.pipeline import Library, alerting  # noqa: PLC0415 - the stages are heavy

    with instance.open_store(ctx) as store:
        library = Library(store)
        cursor = alerting.load_cursor(store, channel)
        if since:
            events = alerting.since(library, since.date())
        elif cursor is None:
            events = []
            click.echo(
                f"channel {channel} starts now; tracker alerts --since DATE lists the past",
                err=True,
            )
        else:
            events = alerting.pending(library, cursor)
        if as_json:
            instance.print_json(events)
        else:
            for event in events:
                click.echo(f"{event.tier:<6}{event.headline}")
            if cursor is not None and not events:
                click.echo("nothing new", err=True)
        # What was printed counts as taken only once it is out.
        sys.stdout.flush()
        if ack or cursor is None:
            alerting.acknowledge(store, library, channel)
    return 1 if exit_code and events else 0
