"""`build`, `serve`, `export` and `verify`: the site, and the store as others see it."""

from pathlib import Path

import click

from tracker.cli import instance
from tracker.errors import InputError


@click.command(epilog="Example:  tracker build")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def build(ctx: click.Context, as_json: bool) -> None:
    """Build the site from the store into build/public."""
    from tracker import pipeline  # noqa: PLC0415 - the stages are heavy

    place = instance.find(ctx)
    with instance.open_store(ctx) as store:
        library = pipeline.Library(store)
        site = pipeline.publish(place, library, on=instance.today())
    instance.say(f"site: {site.sentence}")
    if as_json:
        instance.print_json(
            {"index": str(site.index), "pages": site.pages, "rendered": site.rendered}
        )
    else:
        click.echo(site.index)


@click.command(epilog="Example:  tracker serve --port 8000")
@click.option("--port", default=8000, show_default=True, help="The port to listen on; 0 for any.")
@click.pass_context
def serve(ctx: click.Context, port: int) -> None:
    """Serve the built site on this machine only (127.0.0.1) until stopped."""
    from functools import partial  # noqa: PLC0415 - only here
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer  # noqa: PLC0415

    public = instance.find(ctx).public
    if not (public / "index.html").is_file():
        raise InputError(f"{public} holds no site yet; build it with tracker build")
    handler = partial(SimpleHTTPRequestHandler, directory=str(public))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise InputError(f"port {port} cannot be used: {error.strerror}; try --port 0") from error
    with server:
        click.echo(f"http://127.0.0.1:{server.server_address[1]}/  (Ctrl-C stops)")
        server.serve_forever()


@click.command(epilog="Example:  tracker export /tmp/texts")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def export(ctx: click.Context, folder: Path, as_json: bool) -> None:
    """Write all works and versions as plain files with a checksum manifest into FOLDER."""
    from tracker.store import export as write_out  # noqa: PLC0415 - git only when needed

    with instance.open_store(ctx) as store:
        count = write_out(store, folder)
    if as_json:
        instance.print_json({"folder": str(folder.absolute()), "versions": count})
    else:
        click.echo(f"{count} versions written to {folder}")


@click.command(epilog="Example:  tracker verify")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> int:
    """Check store, hashes, identifiers, words and gap files; say exactly what does not agree."""
    from tracker import verify as checks  # noqa: PLC0415 - parsers and git only when needed

    place = instance.find(ctx)
    findings = checks.verify(place)
    if as_json:
        instance.print_json(findings)
    for finding in () if as_json else findings:
        where = f"{finding.path}: " if finding.path else ""
        click.echo(f"{finding.code}  {where}{finding.message}")
    if not findings:
        instance.say("everything agrees")
    return 3 if findings else 0
