"""The embedded sample: a fictional bill, two rules and a CFR part, in the genuine formats.

It lies in the package as a mirror (`answers/`, laid out by URL with a manifest) and is read by
the code that reads any other mirror, so that a run without network and without other folders
shows every feature. Nothing in it is law. Numbers are chosen so that they cannot be taken for
real ones: no House bill, document or page has five or six such digits.
"""

from importlib.resources import files
from pathlib import Path

from tracker.config import Watchlist, load_watchlist
from tracker.sources.mirror import MirrorTransport

FOLDER = Path(str(files(__name__)))
"""Where the sample lies; wheels of this project are installed unpacked."""


def transport() -> MirrorTransport:
    """Return the transport that answers from the sample. Raises MirrorError if it is damaged."""
    return MirrorTransport(FOLDER / "answers", origin="sample")


def watchlist() -> Watchlist:
    """Return what the sample follows. Raises ConfigError if it is damaged."""
    return load_watchlist(FOLDER / "watchlist.toml")
