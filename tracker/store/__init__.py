"""Every version of every work, in a git repository that reviewers read with plain git."""

from tracker.store.creation import unfinished
from tracker.store.exporting import export
from tracker.store.repository import Store
from tracker.store.values import Entry, LogEntry, Written

__all__ = ["Entry", "LogEntry", "Store", "Written", "export", "unfinished"]
