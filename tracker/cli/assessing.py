"""`gaps`: what the texts do to the gaps."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click
import msgspec

from tracker.cli import completing, instance, naming

if TYPE_CHECKING:
    from tracker.model import Finding
    from tracker.store import Store


ACKNOWLEDGED = "gaps"
"""The channel whose cursor keeps the statuses last acknowledged."""


@click.command(epilog="Example:  tracker gaps   ·   tracker gaps G01   ·   tracker gaps --json")
@click.argument("gap", required=False, shell_complete=completing.gaps)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day for force; else today.",
)
@click.option("--all", "every", is_flag=True, help="With --json: every version, not the latest.")
@click.option("--review", is_flag=True, help="List notes and findings that need a person.")
@click.option("--ack", is_flag=True, help="Remember the statuses as they are now.")
@click.option("--exit-code", is_flag=True, help="Exit 1 when a status changed since --ack.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def gaps(
    ctx: click.Context,
    gap: str | None,
    on: datetime | None,
    every: bool,
    review: bool,
    ack: bool,
    exit_code: bool,
    as_json: bool,
) -> int:
    """Show what each text does to each policy gap, and whether it binds; or one GAP in full.

    Text effect and legal force are two things: a gap is closed only by words that close it and
    are in force. Computed from the texts; unofficial.
    """
    from tracker.gaps import history, report  # noqa: PLC0415 - the stages are heavy
    from tracker.pipeline import Library, assessing  # noqa: PLC0415 - the same

    day = on.date() if on else instance.today()
    with instance.open_store(ctx) as store:
        found = assessing.assess(instance.find(ctx), Library(store), day)
        titles = found.notebook.titles
        statuses = history.statuses(found.assessments, found.states)
        changed = history.changes(_acknowledged(store, statuses), statuses)
        if review:
            followed = found.followed()
            _print(
                as_json,
                lambda: report.review_json(followed, found.findings),
                lambda: report.review_text(followed, found.findings),
            )
        elif gap:
            one = naming.gap(found.register, gap)
            state = next((s for s in found.states if s.gap == one.id), None)
            turns = found.history(one.id)
            _print(
                as_json,
                lambda: report.gap_json(one, state, found.assessments, turns),
                lambda: report.gap_text(one, state, found.assessments, turns, titles=titles),
            )
        else:
            _print(
                as_json,
                lambda: report.as_json(
                    found.register,
                    found.assessments,
                    found.states,
                    day,
                    every_version=every,
                    findings=found.findings,
                ),
                lambda: report.as_text(
                    found.register, found.assessments, found.states, day, titles=titles
                ),
            )
        if not (review or as_json):
            _say_findings(found.findings)
        if changed:
            instance.say(report.changes_text(changed).rstrip("\n"))
        if ack:
            store.set_cursor(ACKNOWLEDGED, msgspec.json.encode(statuses))
    return 1 if exit_code and changed else 0


def _acknowledged(store: "Store", now: dict[str, str]) -> dict[str, str]:
    """Return the statuses last acknowledged; before any, those of now."""
    data = store.cursor(ACKNOWLEDGED)
    return now if data is None else msgspec.json.decode(data, type=dict[str, str])


def _say_findings(findings: "Sequence[Finding]") -> None:
    """Say what is wrong in the registers; remarks on single rules only by their number."""
    remarks = sum(finding.code.startswith("rule-") for finding in findings)
    for finding in findings:
        if not finding.code.startswith("rule-"):
            instance.say(f"tracker: {finding.message}")
    if remarks:
        instance.say(f"tracker: {remarks} remarks on rules; tracker gaps --review lists them")


def _print(as_json: bool, data: Callable[[], object], text: Callable[[], str]) -> None:
    """Print a result in the form asked for."""
    if as_json:
        instance.print_json(data())
    else:
        click.echo(text(), nl=False)
