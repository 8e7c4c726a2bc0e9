"""What the shell offers on Tab: names from the store and the registers, read without parsing.

Nothing here may print or fail: a shell in the middle of a line shows what it gets.
"""

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.store import Store

MOST = 500
"""Names offered at once; more would fill the screen and wait."""


def works(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001 - click's signature
    """Return the short forms of works held that begin so."""
    return _from_store(ctx, incomplete, versions=False)


def versions(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001 - click's signature
    """Return works held that begin so; after an `@`, the versions held of that work."""
    return _from_store(ctx, incomplete, versions=True)


def watched(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001 - click's signature
    """Return the short forms of watched works that begin so."""
    from tracker import identifiers  # noqa: PLC0415 - only when a shell asks
    from tracker.cli import instance  # noqa: PLC0415 - the same
    from tracker.config import load_watchlist  # noqa: PLC0415 - the same

    with suppress(TrackerError, OSError):
        listed = load_watchlist(instance.find(ctx).watchlist).works
        return [name for work in listed if (name := identifiers.short(work)).startswith(incomplete)]
    return []


def gaps(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001 - click's signature
    """Return the ids of gap files that begin so."""
    from tracker.cli import instance  # noqa: PLC0415 - only when a shell asks

    with suppress(TrackerError, OSError):
        names = sorted(path.name for path in instance.find(ctx).gaps.glob("*-*.md"))
        ids = [name.partition("-")[0] for name in names]
        return [name for name in ids if name.casefold().startswith(incomplete.casefold())]
    return []


def _from_store(ctx: click.Context, incomplete: str, *, versions: bool) -> list[str]:
    from tracker.cli import instance  # noqa: PLC0415 - only when a shell asks

    with suppress(TrackerError, OSError), instance.open_store(ctx) as store:
        return _names(store, incomplete, versions=versions)[:MOST]
    return []


def _names(store: "Store", incomplete: str, *, versions: bool) -> list[str]:
    from tracker import identifiers  # noqa: PLC0415 - only when a shell asks

    work, at, begun = incomplete.partition("@")
    if not (at and versions):
        shorts = map(identifiers.short, store.works())
        return [name for name in shorts if name.startswith(incomplete)]
    held = store.printings(identifiers.parse(work).work)
    return [f"{work}@{version}" for version in held if version.startswith(begun)]
