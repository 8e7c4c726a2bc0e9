"""`regulations/watchlist.toml`: what is followed, read with errors that name the line.

The file holds identifiers, which the fetchers ask for, and facts about them that people wrote
down (a citation, a status). A fact needs `source` and `as_of`, because it goes stale; what nobody
knows is left out, never filled in. Editing keeps comments and order (tomlkit).
"""

from pathlib import Path

from tracker.config.reading import SCHEMA, load_watchlist, read_watchlist
from tracker.config.watched import (
    Search,
    Watched,
    WatchedBill,
    WatchedChapter,
    WatchedDocument,
    WatchedPart,
    Watchlist,
)

__all__ = [
    "SCHEMA",
    "Search",
    "Watched",
    "WatchedBill",
    "WatchedChapter",
    "WatchedDocument",
    "WatchedPart",
    "Watchlist",
    "add_work",
    "load_watchlist",
    "read_watchlist",
    "remove_work",
]


def add_work(path: Path, text: str, *, title: str = "") -> str:
    """Add a work to the file and return its identifier; see `editing.add_work`."""
    from tracker.config import editing  # noqa: PLC0415 - tomlkit only when it is needed

    return editing.add_work(path, text, title=title)


def remove_work(path: Path, text: str) -> str:
    """Take a work off the file and return its identifier; see `editing.remove_work`."""
    from tracker.config import editing  # noqa: PLC0415 - tomlkit only when it is needed

    return editing.remove_work(path, text)
