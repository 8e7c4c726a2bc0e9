"""`init`: a new instance for a subject of one's own."""

from pathlib import Path

import click

from tracker.cli import instance


@click.command(epilog="Example:  tracker init drones --subject 'unmanned aircraft'")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title", help="The site's name; else made from the folder's.")
@click.option("--subject", default="", help="What it is about, in words that follow “US law on”.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def init(folder: Path, title: str | None, subject: str, as_json: bool) -> None:
    """Make a new instance in FOLDER, which must be empty or missing.

    It holds a watchlist, one example gap, the site's frame and a nightly workflow, and works at
    once with tracker run --sample.
    """
    from tracker import template  # noqa: PLC0415 - only here

    words = folder.absolute().name.replace("-", " ").replace("_", " ")
    name = " ".join((title or f"{words.title()} Tracker").split())
    written = template.make(folder, name, " ".join(subject.split()))
    if as_json:
        instance.print_json({"folder": str(folder.absolute()), "files": written})
        return
    for file in written:
        if not file.startswith(("site/assets/", "site/overrides/")):
            click.echo(folder / file)
    instance.say(f"now: cd {folder} && tracker run --sample")
