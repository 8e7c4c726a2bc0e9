"""Scores a change set against planted truth."""

from benchmarks.planting import Truth
from tracker.model import ChangeSet


def scores(truth: Truth, changeset: ChangeSet) -> dict[str, float]:
    """Return the measures of issue 4: F1 of changed clauses, alignment, moves, splits, merges."""
    tp = fp = 0
    wanted = {("old", x) for x in truth.modified | truth.deleted | set(truth.splits)}
    wanted |= {("new", x) for x in truth.inserted | set(truth.merges)}
    wanted |= {("new", x) for parts in truth.splits.values() for x in parts}
    wanted |= {("old", x) for parts in truth.merges.values() for x in parts}
    found: set[tuple[str, str]] = set()
    pairs: dict[str, str] = {}
    moved: set[str] = set()
    splits: dict[str, set[str]] = {}
    merges: dict[str, set[str]] = {}
    words = 0
    for change in changeset.changes:
        o = change.old.source_id if change.old else None
        n = change.new.source_id if change.new else None
        if change.kind in ("modified", "deleted", "split", "merged"):
            found.add(("old", o)) if o else None
        if change.kind in ("inserted", "split", "merged"):
            found.add(("new", n)) if n else None
        if o and n and (change.kind not in ("split", "merged") or o not in pairs):
            pairs[o] = n
        if change.moved and o:
            moved.add(o)
        if change.kind == "split":
            splits.setdefault(o, set()).add(n)
        if change.kind == "merged":
            merges.setdefault(n, set()).add(o)
        if change.kind == "modified":
            words += sum(len(text.split()) for op, text in change.words if op != "equal")
    tp, fp, fn = len(wanted & found), len(found - wanted), len(wanted - found)
    split_parts = {x for parts in truth.splits.values() for x in parts}
    judged = [
        (o, n) for o, n in truth.pairs.items() if o not in truth.splits and n not in truth.merges
    ]
    right = sum(pairs.get(o) == n for o, n in judged)
    touched_old = {x for side, x in wanted if side == "old"}
    relabelled = sum(
        side == "old" and x not in touched_old and x in truth.pairs for side, x in found
    )
    return {
        "changed-f1": 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 1.0,
        "alignment": right / len(judged) if judged else 1.0,
        "relabelled-flagged": relabelled,
        "move-precision": _ratio(len(moved & truth.moved), len(moved)),
        "move-recall": _ratio(len(moved & truth.moved), len(truth.moved)),
        "split-f1": _f1(truth.splits, splits),
        "merge-f1": _f1(truth.merges, merges),
        "words": words,
        "planted": len(wanted),
        "split-parts": len(split_parts),
    }


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _f1(truth: dict[str, set[str]], found: dict[str, set[str]]) -> float:
    right = sum(found.get(key) == parts for key, parts in truth.items())
    total = len(truth) + len(found)
    return 2 * right / total if total else 1.0
