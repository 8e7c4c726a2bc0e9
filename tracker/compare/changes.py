"""From an alignment to a list of changes: kinds, word edits, reading order."""

from collections.abc import Iterator

from msgspec import Struct, structs

from tracker.compare.align import Alignment, align
from tracker.compare.labels import level_name, redesignated
from tracker.compare.matter import front_and_back
from tracker.compare.meaning import Context, judge
from tracker.compare.outline import Outline
from tracker.compare.references import Follower
from tracker.compare.words import word_edits
from tracker.model import Change, ChangeKind, ChangeSet, Document, Finding, Side

_TEXTUAL = frozenset({"inserted", "deleted", "split", "merged", "modified"})
_UNLIKE = 0.1
"""Share of provisions with a counterpart below which two documents are called unrelated."""


class _Entry(Struct, frozen=True, gc=False):
    """A change before it is judged, with the indices of its provisions (-1 for none)."""

    old: int
    new: int
    kind: ChangeKind
    moved: bool
    redesignated: bool


def compare(old: Document, new: Document) -> ChangeSet:
    """Return all changes between two documents, unchanged pairs included.

    Works on any two documents: versions of one work, a bill and its companion, two formats.
    """
    alignment = align(old, new)
    entries = _in_reading_order(alignment, list(_entries(alignment)))
    context = Context(
        alignment,
        front_and_back(alignment.old, old.format),
        front_and_back(alignment.new, new.format),
        Follower(alignment),
        {i for i, _ in alignment.pairs},
        {j for _, j in alignment.pairs},
    )
    places = _places(alignment, entries)
    changes = [
        _change(alignment, entry, place, context)
        for entry, place in zip(entries, places, strict=True)
    ]
    return ChangeSet(
        Side(old.work, old.version, old.title),
        Side(new.work, new.version, new.title),
        tuple(changes),
        tuple(_findings(old, new, alignment)),
    )


def has_legislative_changes(changeset: ChangeSet) -> bool:
    """Return whether the legislative text differs; captions and stage lines do not count."""
    return any(
        change.kind != "unchanged" and "front-matter" not in change.types
        for change in changeset.changes
    )


def _entries(alignment: Alignment) -> Iterator[_Entry]:
    """Yield one entry for each pair, each part of a split or merge, each one-sided provision."""
    old, new = alignment.old, alignment.new
    splits, merges = alignment.splits, alignment.merges
    split_parts = {part: whole for whole, parts in splits.items() for part in parts}
    merge_parts = {part: whole for whole, parts in merges.items() for part in parts}
    for i, j in alignment.pairs:
        if i == 0 and not (old.text[0] or new.text[0]):
            continue
        kind, moved, relabelled = _pair_kind(alignment, i, j)
        yield _Entry(i, j, kind, moved, relabelled)
    for j in alignment.inserted:
        if j in split_parts:
            yield _Entry(split_parts[j], j, "split", moved=False, redesignated=False)
        else:
            yield _Entry(-1, j, "inserted", moved=False, redesignated=False)
    for i in alignment.deleted:
        if i in merge_parts:
            yield _Entry(i, merge_parts[i], "merged", moved=False, redesignated=False)
        else:
            yield _Entry(i, -1, "deleted", moved=False, redesignated=False)


def _pair_kind(alignment: Alignment, i: int, j: int) -> tuple[ChangeKind, bool, bool]:
    """Return the strongest kind of a pair, whether it moved, and whether its label changed."""
    old, new = alignment.old, alignment.new
    moved = i in alignment.moved
    relabelled = redesignated(old.provisions[i].num, new.provisions[j].num)
    kind: ChangeKind = "unchanged"
    if i in alignment.splits:
        kind = "split"
    elif j in alignment.merges:
        kind = "merged"
    elif old.text_id[i] != new.text_id[j]:
        kind = "modified"
    elif moved:
        kind = "moved"
    elif relabelled:
        kind = "redesignated"
    return kind, moved, relabelled


def _in_reading_order(alignment: Alignment, entries: list[_Entry]) -> list[_Entry]:
    """Sort by the new document; what was deleted follows what stood before it."""
    anchor = [-1] * len(alignment.old)
    to_new = {i: j for i, j in alignment.pairs if i not in alignment.moved}
    last = -1
    for i in range(len(alignment.old)):
        last = to_new.get(i, last)
        anchor[i] = last

    def key(entry: _Entry) -> tuple[int, int, int]:
        if entry.new < 0:
            return anchor[entry.old], 1, entry.old
        return entry.new, 0, entry.old

    return sorted(entries, key=key)


def _places(alignment: Alignment, entries: list[_Entry]) -> list[int]:
    """Return a number for each change; a textual change shares that of what it stands under.

    0 for what is unchanged.
    """
    old_place: dict[int, int] = {}
    new_place: dict[int, int] = {}
    places = []
    count = 0
    for entry in entries:
        place = 0
        if entry.kind != "unchanged":
            if entry.kind in _TEXTUAL:
                above_new = alignment.new.parent[entry.new] if entry.new >= 0 else -1
                above_old = alignment.old.parent[entry.old] if entry.old >= 0 else -1
                place = (
                    new_place.get(entry.new)
                    or old_place.get(entry.old)
                    or new_place.get(above_new)
                    or old_place.get(above_old, 0)
                )
            if not place:
                count += 1
                place = count
            if entry.kind in _TEXTUAL:
                if entry.new >= 0:
                    new_place[entry.new] = place
                if entry.old >= 0:
                    old_place[entry.old] = place
        places.append(place)
    return places


def _change(alignment: Alignment, entry: _Entry, place: int, context: Context) -> Change:
    """Return the finished change of an entry."""
    old_outline, new_outline = alignment.old, alignment.new
    i, j = entry.old, entry.new
    old = old_outline.provisions[i] if i >= 0 else None
    new = new_outline.provisions[j] if j >= 0 else None
    before = old_outline.text[i] if i >= 0 else ""
    after = new_outline.text[j] if j >= 0 else ""
    change = Change(
        entry.kind,
        old,
        new,
        moved=entry.moved,
        redesignated=entry.redesignated,
        words=word_edits(before, after),
    )
    if entry.kind == "unchanged":
        return change
    judgement = judge(change, context, i, j)
    return structs.replace(
        change,
        significance=judgement.significance,
        types=judgement.types,
        evidence=judgement.evidence,
        old_parts=_paths(old_outline, alignment.merges.get(j, ())),
        new_parts=_paths(new_outline, alignment.splits.get(i, ())),
        trail=_trail(new_outline, j) if j >= 0 else _trail(old_outline, i),
        place=place,
    )


def _paths(outline: Outline, indices: tuple[int, ...]) -> tuple[str, ...]:
    """Return the paths of provisions."""
    return tuple(outline.provisions[index].path for index in indices)


def _trail(outline: Outline, index: int) -> tuple[str, ...]:
    """Return label and heading of each provision above, outermost first, the root left out."""
    above = [outline.provisions[k] for k in outline.ancestors(index)][:-1]
    named = (f"{p.num} {p.heading}".strip() or level_name(p.level) for p in reversed(above))
    return tuple(named)


def _findings(old: Document, new: Document, alignment: Alignment) -> Iterator[Finding]:
    """Yield what a reader must know about the comparison as a whole."""
    sizes = sorted((len(alignment.old) - 1, len(alignment.new) - 1))
    for document, size in ((old, len(alignment.old) - 1), (new, len(alignment.new) - 1)):
        if not size:
            name = f"{document.work}@{document.version}"
            yield Finding("empty-document", f"{name} has no provisions", document.work)
    if sizes[0] > 3 and len(alignment.pairs) - 1 < _UNLIKE * sizes[0]:
        yield Finding(
            "unrelated-documents",
            "the two texts have almost nothing in common; they may be different works",
        )
