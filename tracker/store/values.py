"""What goes into the store and what comes back from it."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from tracker.model import Facts, Snapshot


class Entry(Struct, frozen=True):
    """One version to keep: its bytes with provenance, its reviewable text, facts on its work."""

    snapshot: Snapshot
    text: str
    """`text.txt`: one provision a line; the caller makes it, the store keeps it as it is."""
    facts: Facts | None = None


class Written(Struct, frozen=True):
    """What became of one entry."""

    work: str
    version: str
    status: Literal["new", "republished", "unchanged"]
    commit: str
    """Commit that holds these bytes, 40 hex digits."""


class LogEntry(Struct, frozen=True):
    """One commit in a work's history."""

    commit: str
    subject: str
    kind: Literal["version", "status"]
    """A version of the text, or what the official services said about the work."""
    version: str
    """`eh`; `eh.r1` for a printing that a later one replaced; empty for a status."""
    published: date | None
    """The day the law itself states, of a status the newest day in its facts; None for none."""
    effective: date | None
    retrieved: datetime
    """Committer time: when the bytes were fetched."""
    republished: bool
    """True when these bytes came under a version already held with other bytes."""
