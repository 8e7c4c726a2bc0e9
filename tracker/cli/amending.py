"""`amend`: the law as a bill or rule would have it read."""

from typing import TYPE_CHECKING

import click

from tracker.cli import instance
from tracker.errors import UsageError

if TYPE_CHECKING:
    from tracker.model import Record
    from tracker.store import Store


@click.command(epilog="Example:  tracker amend 119hr2683@eh --base 50uscch58@119-34")
@click.argument("work", required=False)
@click.option("--base", help="The version of the law to execute on; else the one it acts on.")
@click.option("--official", help="A later version of the law to set the result beside.")
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--html", "form", flag_value="html", help="Print one self-contained page.")
@click.option("--text", "form", flag_value="text", default="text", help="Print text (default).")
@click.option("--explain", metavar="SENTENCE", help="Show how one instruction is read, and stop.")
@click.option(
    "--context",
    default="",
    metavar="IDENTIFIER",
    help="What a sentence given to --explain counts from: /us/usc/t50/s4812/a.",
)
@click.pass_context
def amend(
    ctx: click.Context,
    work: str | None,
    base: str | None,
    official: str | None,
    form: str,
    explain: str | None,
    context: str,
) -> None:
    """Show the law as it would read if WORK[@VERSION] were carried out.

    Every instruction is executed on the law held or stands in the ledger with the reason why not.
    What is printed is computed and unofficial.
    """
    if explain is not None:
        _explain(explain, context, form)
        return
    if work is None:
        raise UsageError("name a bill, law or rule held (119hr2683@eh), or give --explain SENTENCE")
    from tracker.pipeline.amending import as_amended  # noqa: PLC0415 - parsing and git only here
    from tracker.pipeline.library import Library  # noqa: PLC0415 - the same

    with instance.open_store(ctx) as store:
        wanted = instance.resolve_version(store, instance.resolve_work(store, work))
        outcome = as_amended(
            Library(store),
            wanted.work,
            wanted.version,
            base=_law(store, base),
            official=_law(store, official),
        )
    if form == "json":
        from tracker.amend.report import as_json  # noqa: PLC0415 - one of three forms

        instance.print_json(as_json(outcome))
    elif form == "html":
        from tracker.amend.html_report import as_html  # noqa: PLC0415 - one of three forms

        click.echo(as_html(outcome), nl=False)
    else:
        from tracker.amend.text_report import as_text  # noqa: PLC0415 - one of three forms

        click.echo(
            as_text(
                outcome,
                width=instance.width(),
                colour=instance.coloured(),
            ),
            nl=False,
        )


def _law(store: "Store", text: str | None) -> "Record | None":
    """Return the version of the law that a person named."""
    if text is None:
        return None
    found = instance.resolve_version(store, instance.resolve_work(store, text))
    return store.record(found.work, found.version)


def _explain(sentence: str, context: str, form: str) -> None:
    """Print how a sentence is read, pass by pass, and the instructions that come of it."""
    from tracker.amend.explain import explain  # noqa: PLC0415 - only for this option
    from tracker.amend.text_report import explained  # noqa: PLC0415 - the same

    found = explain(sentence, context)
    if form == "json":
        from tracker.amend.report import instruction_json  # noqa: PLC0415 - one of two forms

        instance.print_json(
            {
                "sentence": found.sentence,
                "kind": found.kind,
                "steps": [
                    {
                        "pass": step.name,
                        "tokens": [{"kind": t.kind, "text": t.text} for t in step.tokens],
                    }
                    for step in found.steps
                ],
                "instructions": [instruction_json(one) for one in found.instructions],
            }
        )
        return
    click.echo(explained(found), nl=False)
