"""Words about a change set that the text and the HTML report share."""

from collections.abc import Sequence

from tracker.compare.labels import level_name
from tracker.identifiers import short
from tracker.model import Change, ChangeSet, Side, WordEdit

KINDS = {
    "modified": "modified",
    "inserted": "inserted",
    "deleted": "deleted",
    "split": "split",
    "merged": "merged",
    "moved": "moved",
    "redesignated": "redesignated",
    "unchanged": "unchanged",
}
"""Kinds in the order in which summaries list them."""


def name_of(side: Side) -> str:
    """Return how people name one side: `119hr2683@eh`."""
    name = short(side.work) if side.work else "document"
    return f"{name}@{side.version}" if side.version else name


def counted(changeset: ChangeSet) -> str:
    """Return the counts in words, zero counts left out."""
    counts = changeset.counts
    parts = [f"{counts[kind]} {word}" for kind, word in KINDS.items() if counts[kind]]
    return " · ".join(parts) or "nothing to compare"


def section(change: Change) -> str:
    """Return the outermost provision a change stands in: its heading on a report.

    For one that is itself outermost, its own label and heading.
    """
    return change.trail[0] if change.trail else own_name(change)


def where(change: Change) -> str:
    """Return the way from the section to a provision, and its own label and heading."""
    return " › ".join([*change.trail[1:], own_name(change)])


def where_below(change: Change, above: tuple[str, ...]) -> str:
    """Return the same, short where what stands above has just been named."""
    size = len(above)
    if size < 2 or change.trail[:size] != above:
        return where(change)
    return " › ".join(["…", *change.trail[size:], own_name(change)])


def own_name(change: Change) -> str:
    """Return a provision's label, both labels where it was redesignated, and its heading.

    What is gone is named as the old text names it, and says so.
    """
    old, new = change.old, change.new
    provision = new or old
    if provision is None:
        return ""
    label = provision.num
    if change.redesignated and old and new:
        label = f"{old.num or '(no label)'} → {new.num or '(no label)'}"
    name = f"{label} {provision.heading}".strip() or level_name(provision.level)
    return name if new else f"{name} (old)"


def what(change: Change) -> str:
    """Return what happened, in words."""
    words = [KINDS[change.kind]]
    if change.moved and change.kind != "moved":
        words.append("moved")
    if change.redesignated and change.kind != "redesignated":
        words.append("redesignated")
    return ", ".join(words)


def notes(change: Change) -> list[str]:
    """Return lines that say where a moved, split or merged provision came from or went."""
    lines = []
    if change.moved and change.old and change.new:
        lines.append(f"moved from {change.old.path} to {change.new.path}")
    if change.new_parts:
        lines.append(f"split into {', '.join(change.new_parts)}")
    if change.old_parts:
        lines.append(f"merged from {', '.join(change.old_parts)}")
    return lines


def excerpted(edits: Sequence[WordEdit], keep: int = 12) -> list[WordEdit]:
    """Return word edits with long unchanged stretches cut to `keep` words beside each edit."""
    out: list[WordEdit] = []
    last = len(edits) - 1
    for at, (op, text) in enumerate(edits):
        shown = text
        if op == "equal":
            words = text.split(" ")
            head = 0 if at == 0 else keep
            tail = 0 if at == last else keep
            if len(words) > head + tail + 4 and last > 0:
                start = " ".join(words[:head])
                end = " ".join(words[len(words) - tail :]) if tail else ""
                shown = f"{start} … {end}" if head or tail else "…"
        out.append((op, shown))
    return out
