"""Which provision is which in two versions, what changed in its words, and what that means."""

from tracker.compare.changes import compare, has_legislative_changes

__all__ = ["compare", "has_legislative_changes"]
