"""`log`, `show`, `parse` and `diff`: look at what is held, or at files."""

import sys
from pathlib import Path

import click

from tracker import identifiers
from tracker.cli import completing, instance, naming
from tracker.errors import UsageError
from tracker.model import Document, Provision


@click.command(epilog="Example:  tracker log 119hr2683")
@click.argument("work", required=False, shell_complete=completing.works)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def log(ctx: click.Context, work: str | None, as_json: bool) -> None:
    """List the versions held of WORK, oldest first; without WORK, all works held."""
    with instance.open_store(ctx) as store:
        if work is None:
            rows = [
                {"work": held, "versions": [record.version for record in records]}
                for held, records in store.catalogue().items()
            ]
            if as_json:
                instance.print_json(rows)
                return
            for row in rows:
                name = identifiers.short(str(row["work"]))
                click.echo(f"{name:<14} {' '.join(row['versions'])}")
            return
        identifier = instance.resolve_work(store, work)
        entries = store.log(identifier.work)
    if as_json:
        instance.print_json(entries)
        return
    for entry in entries:
        day = entry.published.isoformat() if entry.published else "undated   "
        mark = "  republished" if entry.republished else ""
        click.echo(f"{day}  {entry.commit[:10]}  {entry.subject}{mark}")


@click.command(epilog="Example:  tracker show 119hr2683@eh/s2/1")
@click.argument("target", shell_complete=completing.versions)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--source", is_flag=True, help="Print the official bytes as they were served.")
@click.pass_context
def show(ctx: click.Context, target: str, as_json: bool, source: bool) -> None:
    """Print a version's text, or one provision of it, with its provenance.

    TARGET is WORK[@VERSION][/portion]; without a version, the latest held.
    """
    from tracker.formats import report, review  # noqa: PLC0415 - lxml only when a text is read

    with instance.open_store(ctx) as store:
        wanted = instance.resolve_version(store, instance.resolve_work(store, _reorder(target)))
        if source:
            sys.stdout.buffer.write(store.data(wanted.work, wanted.version))
            return
        record = store.record(wanted.work, wanted.version)
        document = instance.stored_document(store, wanted)
    if wanted.portion:
        document = _narrowed(document, wanted)
    if as_json:
        instance.print_json({**report.as_json(document), "record": record})
        return
    click.echo(review.review_text(document).rstrip("\n"))
    if record:
        instance.say(f"\n{wanted}\n{record.url}\nSHA-256 {record.sha256}")
        instance.say(f"retrieved {record.retrieved_at:%Y-%m-%d} · {record.origin}")


def _reorder(target: str) -> str:
    """Move a version named before the portion to the end: `w@eh/s2` -> `w/s2@eh`."""
    head, at, tail = target.partition("@")
    version, slash, portion = tail.partition("/")
    return f"{head}/{portion}@{version}" if at and slash else target


def _narrowed(document: Document, wanted: identifiers.Identifier) -> Document:
    """Return the document with the one provision asked for; UsageError when it has none such."""
    from msgspec import structs  # noqa: PLC0415 - loaded by now

    for provision in document.provisions():
        if provision.path == wanted.path:
            root: Provision = structs.replace(document.root, children=(provision,))
            return structs.replace(document, root=root)
    parent = wanted.path.rpartition("/")[0]
    near = [p.path for p in document.provisions() if p.path.rpartition("/")[0] == parent][:8]
    hint = f"; beside it are {', '.join(near)}" if near else ""
    raise UsageError(f"{wanted.at('')} is not in version {wanted.version}{hint}")


@click.command(epilog="Example:  tracker parse BILLS-119hr2683eh.xml --json")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--work", default="", help="The work, where the bytes do not say: 15cfr734@2025-12-30."
)
def parse(file: Path, as_json: bool, work: str) -> None:
    """Read one FILE of any official format and report what was read and what was left out."""
    from tracker import formats  # noqa: PLC0415 - lxml only when a text is read
    from tracker.formats import meter, report, review  # noqa: PLC0415 - the same

    hint = naming.identifier(work, list) if work else identifiers.Identifier("")
    data = instance.read_file(file)
    document = formats.parse(data, source=str(file), work=hint.work, version=hint.version)
    measured = meter.measure(data, document)
    if as_json:
        instance.print_json(report.as_json(document, measured))
        return
    click.echo(review.review_text(document).rstrip("\n"))
    instance.say(f"\n{report.summary(document, measured)}")


@click.command(epilog="Example:  tracker diff 119hr2683@ih 119hr2683@eh")
@click.argument("old", shell_complete=completing.versions)
@click.argument("new", shell_complete=completing.versions)
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--html", "form", flag_value="html", help="Print one self-contained page.")
@click.option("--text", "form", flag_value="text", default="text", help="Print text (default).")
@click.option("--all", "all_changes", is_flag=True, help="List unchanged provisions too.")
@click.option("--exit-code", is_flag=True, help="Exit 1 when the legislative text differs.")
@click.pass_context
def diff(
    ctx: click.Context, old: str, new: str, form: str, all_changes: bool, exit_code: bool
) -> int:
    """Compare two versions clause by clause; each of OLD and NEW is a file or WORK@VERSION.

    Moves and redesignations are recognised. Front matter (captions, stage lines) is shown
    but does not count for --exit-code.
    """
    import gc  # noqa: PLC0415 - see below

    from tracker.cli import pairs  # noqa: PLC0415 - for this command only
    from tracker.compare import compare, has_legislative_changes, report  # noqa: PLC0415 - the same

    # Two trees without cycles, then the end: collecting garbage would only cost time.
    gc.disable()

    files = [Path(side) for side in (old, new)]
    if all(file.is_file() for file in files):
        documents = pairs.read_both(*files)
    else:
        documents = instance.document(ctx, old), instance.document(ctx, new)
    changeset = compare(*documents)
    if form == "json":
        sys.stdout.buffer.writelines(report.json_pieces(changeset, all_changes=all_changes))
    elif form == "html":
        click.echo(report.as_html(changeset))
    else:
        colour = instance.coloured()
        width = instance.width()
        click.echo(
            report.as_text(changeset, width=width, colour=colour, all_changes=all_changes),
            nl=False,
        )
    return 1 if exit_code and has_legislative_changes(changeset) else 0
