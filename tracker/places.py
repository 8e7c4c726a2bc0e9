"""Where the files of one instance are.

An instance is one tracked subject: the folder that holds `regulations/watchlist.toml`, with the
gap files and the store beside it and all output under `build/`.
"""

from pathlib import Path

from msgspec import Struct

from tracker.errors import InputError

WATCHLIST = Path("regulations/watchlist.toml")


class Instance(Struct, frozen=True):
    """The places of one instance; every path is absolute."""

    root: Path
    watchlist: Path
    store: Path
    """The snapshot store, its own git repository."""

    @property
    def gaps(self) -> Path:
        """Return the folder of gap files."""
        return self.watchlist.parent / "gaps"

    @property
    def gap_files(self) -> list[Path]:
        """Return the gap files with what says their subject, sorted; none without the folder."""
        return sorted(path for path in self.gaps.glob("*.*") if path.suffix in {".md", ".toml"})

    @property
    def build(self) -> Path:
        """Return the folder of all output; deleting it loses nothing."""
        return self.root / "build"

    @property
    def public(self) -> Path:
        """Return the folder of the finished site."""
        return self.build / "public"

    @property
    def unfinished(self) -> Path:
        """Return where the answers of a live run wait until the store has them."""
        return self.build / "unfinished"

    @property
    def sample_store(self) -> Path:
        """Return where sample texts go once the store proper holds real ones."""
        return self.build / "sample-snapshots"


def find(start: Path, watchlist: Path | None = None, store: Path | None = None) -> Instance:
    """Return the instance of a named watchlist, or the one at or above a folder.

    Raises InputError when there is no watchlist.
    """
    if watchlist is None:
        found = next(
            (
                folder / WATCHLIST
                for folder in (start, *start.parents)
                if (folder / WATCHLIST).is_file()
            ),
            None,
        )
        if found is None:
            raise InputError(
                f"no {WATCHLIST} in {start} or any folder above: "
                "go to a checkout of the tracker or name a watchlist with --config"
            )
    elif watchlist.is_file():
        found = watchlist.resolve()
    else:
        raise InputError(f"{watchlist}: there is no such watchlist")
    beside = found.parent
    root = beside.parent if beside.name == "regulations" else beside
    return Instance(root, found, store.resolve() if store else beside / "snapshots")
