"""How commands reach the instance they work on.

Commands ask here for the store and for documents, by identifier or file.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker import identifiers, places
from tracker.cli import naming
from tracker.errors import InputError, UsageError
from tracker.model import Document

if TYPE_CHECKING:
    from tracker.store import Store


def find(ctx: click.Context) -> places.Instance:
    """Return the instance that the options name or that the current folder belongs to."""
    options = ctx.find_root().params
    return places.find(Path.cwd(), options.get("config"), options.get("store"))


def quiet() -> bool:
    """Return whether the person asked for results and errors only."""
    return bool(click.get_current_context().meta.get("tracker.quiet"))


def say(text: str) -> None:
    """Print a line for people on stderr, unless they asked for quiet."""
    if not quiet():
        click.echo(text, err=True)


def now() -> datetime:
    """Return the present as an aware UTC instant; the one place that reads the clock."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in UTC."""
    return now().date()


def open_store(ctx: click.Context) -> "Store":
    """Return the store for reading."""
    from tracker.store import Store  # noqa: PLC0415 - git is imported only by commands that read

    return Store.open(find(ctx).store)


def resolve_work(store: "Store", text: str) -> identifiers.Identifier:
    """Return the identifier that a person typed, checked against the store.

    Raises UsageError with the nearest works held when the work is not in the store.
    """
    identifier = naming.identifier(text, store.works)
    # One work's versions are found at once; the list of all works is for the hint only.
    if not store.printings(identifier.work) and identifier.work not in (works := store.works()):
        name = identifiers.short(identifier.work)
        known = map(identifiers.short, works)
        hint = naming.did_you_mean(name, known, "tracker log lists what is held")
        raise UsageError(f"the store holds no {name}; {hint}")
    return identifier


def resolve_version(store: "Store", identifier: identifiers.Identifier) -> identifiers.Identifier:
    """Return the identifier with a version that is held; the latest when none was named."""
    held = [record.version for record in store.versions(identifier.work)]
    if not held:
        raise UsageError(f"no version of {identifier.short} is held yet")
    if not identifier.version:
        return identifier.at(held[-1])
    if identifier.version not in held and identifier.version not in store.printings(
        identifier.work
    ):
        name = identifiers.short(identifier.work)
        hint = naming.did_you_mean(identifier.version, held, f"held: {', '.join(held)}")
        raise UsageError(f"{identifier.short} is not held; {hint} (tracker log {name})")
    return identifier


def stored_document(store: "Store", identifier: identifiers.Identifier) -> Document:
    """Return a version from the store, parsed."""
    from tracker.formats import parse  # noqa: PLC0415 - lxml only when a text is read

    data = store.data(identifier.work, identifier.version)
    return parse(data, source=str(identifier), work=identifier.work, version=identifier.version)


def document(ctx: click.Context, text: str) -> Document:
    """Return the document that an argument names: a file when there is one, else a held version.

    Raises UsageError when it is neither.
    """
    path = Path(text)
    if path.is_file():
        return file_document(path)
    looks_like_file = path.suffix.lower() in {".xml", ".htm", ".html", ".txt"}
    if looks_like_file or text.startswith("."):
        raise InputError(f"{text}: there is no such file")
    with open_store(ctx) as store:
        return stored_document(store, resolve_version(store, resolve_work(store, text)))


def file_document(path: Path) -> Document:
    """Return a file, parsed."""
    from tracker.formats import parse  # noqa: PLC0415 - lxml only when a text is read

    return parse(read_file(path), source=str(path))


def read_file(path: Path) -> bytes:
    """Return a file's bytes; InputError names the file when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error


def print_json(value: object) -> None:
    """Write a value to stdout as indented UTF-8 JSON."""
    import msgspec  # noqa: PLC0415 - already loaded by most commands

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=1).decode())


def coloured() -> bool:
    """Return whether stdout takes colour: a terminal, and nobody said no (https://no-color.org)."""
    import os  # noqa: PLC0415 - one look at the environment
    import sys  # noqa: PLC0415 - the same

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def width() -> int:
    """Return the terminal's width in columns, 100 where there is none."""
    from shutil import get_terminal_size  # noqa: PLC0415 - only for text output

    return max(get_terminal_size((100, 24)).columns, 40)
