"""`amend`: the law as a bill or rule would have it read."""

from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli import instance
from tracker.errors import InputError, UsageError

if TYPE_CHECKING:
    from tracker.model import Record
    from tracker.pipeline.loose import Loose
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
    """Show the law as it would read if WORK[@VERSION], or a file, were carried out.

    Every instruction is executed on the law held or stands in the ledger with the reason why not.
    What is printed is computed and unofficial. --base and --official take files too.
    """
    if explain is not None:
        _explain(explain, context, form)
        return
    if work is None:
        raise UsageError("name a bill, law or rule held (119hr2683@eh), or give --explain SENTENCE")
    from tracker.pipeline.amending import amended_works, as_amended  # noqa: PLC0415 - parsing only here

    with ExitStack() as open_now:
        texts = _texts(ctx, open_now, alone=_is_file(work) and _is_file(base))
        record = texts.find(work)
        amended = amended_works(texts.library, record)
        outcome = as_amended(
            texts.library,
            record.work,
            record.version,
            base=texts.find(base, amended) if base else None,
            official=texts.find(official, amended) if official else None,
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


class _Texts:
    """Files and versions held, found by what a person typed."""

    def __init__(self, library: "Loose", store: "Store | None") -> None:
        self.library = library
        self._store = store

    def find(self, text: str, amended: Collection[str] = ()) -> "Record":
        """Return the record of a file, or of a version held.

        Raises InputError for a file that cannot be read, UsageError for what is neither.
        """
        if _is_file(text):
            return self.library.add(Path(text), instance.read_file(Path(text)), amended)
        if self._store is None:
            raise UsageError(f"{text}: there is no such file")
        found = instance.resolve_version(self._store, instance.resolve_work(self._store, text))
        return self.library.record(found.work, found.version)


def _texts(ctx: click.Context, open_now: ExitStack, *, alone: bool) -> _Texts:
    """Return what names are looked up in; files `alone` need no store."""
    from tracker.pipeline.library import Library  # noqa: PLC0415 - parsing and git only here
    from tracker.pipeline.loose import Loose  # noqa: PLC0415 - the same

    if alone:
        return _Texts(Loose(instance.now), None)
    store = open_now.enter_context(instance.open_store(ctx))
    return _Texts(Loose(instance.now, Library(store)), store)


def _is_file(text: str | None) -> bool:
    """Return whether a person named a file; InputError for one that is not there."""
    if text is None:
        return False
    path = Path(text)
    if not path.is_file() and path.suffix.lower() in {".xml", ".htm", ".html", ".txt"}:
        raise InputError(f"{text}: there is no such file")
    return path.is_file()


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
