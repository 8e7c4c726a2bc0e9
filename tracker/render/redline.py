"""A change set as rows of a page: inline and side by side, folded where nothing changed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from tracker.compare.words import word_edits
from tracker.model import Change, ChangeSet, Provision, WordEdit
from tracker.render import labels
from tracker.render.html import esc

Href = Callable[[str], str]
GapsOf = Callable[[str, str], tuple[str, ...]]
FOLD_AFTER = 3
"""Unchanged provisions in a row beyond which the stretch folds."""
FOLDED_TEXT_LIMIT = 400_000
"""Characters of unchanged text a page may hold folded; beyond, a fold links to the version."""
PART_LIMIT = 3_000_000
"""Size, by `_size`, beyond which a comparison goes on on a further page: about 2 MB of HTML."""

TOGETHER_LIMIT = 20_000
"""Characters of a provision with all below it that are compared as one run of words."""
TOGETHER_GAIN = 12
"""Further words in common that make it worth showing."""


@dataclass(slots=True)
class Line:
    """One provision in the comparison. `side` says where it stands: both, old or new."""

    id: str
    change: Change | None
    kind: str
    label: str
    num_old: str
    num_new: str
    depth: int
    inline: Markup
    old: Markup | None = None
    new: Markup | None = None
    together: Markup | None = None
    """The provision with all below it as one run of words, where that shows more in common."""
    significance: str = "none"
    types: tuple[str, ...] = ()
    moved_from: str = ""
    moved_to: str = ""
    relabelled: str = ""
    old_href: str = ""
    new_href: str = ""
    old_path: str = ""
    new_path: str = ""
    gaps: tuple[str, ...] = ()
    number: int = 0
    going_on: bool = False
    """Inserted or deleted together with the line before."""


@dataclass(slots=True)
class Fold:
    """A stretch of unchanged provisions: shown folded, or only named when `lines` is empty."""

    count: int
    first: str
    last: str
    href: str
    lines: list[Line] = field(default_factory=list)


def words_html(
    words: Iterable[WordEdit], *, side: str = "both", heads: tuple[int, int] = (0, 0)
) -> Markup:
    """Return word edits as HTML. `side` keeps only what that side has: old, new or both.

    `heads` are the lengths of the old and the new heading, which stand first in the text; they
    are set apart from the words that follow.
    """
    inside: list[str] = []
    after: list[str] = []
    for kind, text, in_head in _cut_at_heads(words, heads):
        if (kind == "delete" and side == "new") or (kind == "insert" and side == "old"):
            continue
        before, end = {"equal": ("", ""), "delete": _DEL, "insert": _INS}[kind]
        (inside if in_head and not after else after).append(f"{before}{esc(text)}{end}")
    head = f'<span class="run-in">{"".join(inside)}</span>' if inside else ""
    return Markup(head + "".join(after))  # noqa: S704 - every text was escaped


_DEL = ("<del>", "</del>")
_INS = ("<ins>", "</ins>")


def _cut_at_heads(
    words: Iterable[WordEdit], heads: tuple[int, int]
) -> Iterable[tuple[str, str, bool]]:
    """Yield edits cut where the heading ends, each with whether it belongs to the heading."""
    old, new = heads
    for kind, text in words:
        left = old if kind == "delete" else new
        if 0 < left < len(text):
            yield kind, text[:left], True
            yield kind, text[left:], False
        else:
            yield kind, text, left > 0
        if kind != "insert":
            old = max(0, old - len(text))
        if kind != "delete":
            new = max(0, new - len(text))


def is_shown(change: Change) -> bool:
    """Return whether a change is a change at all, however small."""
    return change.kind != "unchanged" or change.moved or change.redesignated


def numbered(changes: Sequence[Change]) -> list[tuple[int, Change]]:
    """Return (number, change) for the changes that have a place on the page, from 1.

    A pure redesignation is quiet: it shows its labels but is no stop for next and previous. Nor is
    a clause that comes or goes together with the one before it.
    """
    count = 0
    result = []
    before: Change | None = None
    for change in changes:
        stop = (
            is_shown(change)
            and change.kind != "redesignated"
            and not (before and hangs_together(before, change))
        )
        count += stop
        result.append((count if stop else 0, change))
        before = change
    return result


def hangs_together(before: Change, change: Change) -> bool:
    """Return whether a change only goes on with the one before: a section's inserted clauses."""
    return (
        change.place != 0
        and change.place == before.place
        and change.kind == before.kind
        and change.kind in {"inserted", "deleted"}
    )


def depth_of(item: Provision, work: str) -> int:
    """Return the indentation of a provision: the segments of its portion below the section."""
    segments = item.path.removeprefix(work).strip("/").split("/")
    return max(0, min(len(segments) - 1 - max(0, labels.section_at(segments)), 8))


def parts(changes: ChangeSet) -> list[slice]:
    """Return the pages that a comparison takes, as slices of its changes; one for most.

    A page's size is estimated from its words: changed ones stand in three views, unchanged ones
    in one. Past three quarters of `PART_LIMIT` a new page starts with the next section, past all
    of it anywhere.
    """
    keep_text = _holds_text(changes)
    found: list[slice] = []
    start = size = 0
    for place, change in enumerate(changes.changes):
        top = depth_of(*here(change, changes)) == 0
        if size > PART_LIMIT or (top and size > PART_LIMIT * 3 // 4):
            found.append(slice(start, place))
            start, size = place, 0
        size += _size(change, keep_text=keep_text)
    return [*found, slice(start, len(changes.changes))]


def _size(change: Change, *, keep_text: bool) -> int:
    """Return about how many characters a change takes on its page."""
    if not is_shown(change):
        return 150 + len(change.new.own_text if change.new else "") if keep_text else 30
    words = sum(len(text) + 12 for _, text in change.words)
    own = max(len(side.own_text) for side in (change.old, change.new) if side)
    return 700 + (3 * words if change.words else own)


def here(change: Change, changes: ChangeSet) -> tuple[Provision, str]:
    """Return the provision a change is read at, the new one if there is one, and its work."""
    if change.new is not None:
        return change.new, changes.new.work
    assert change.old is not None  # noqa: S101 - a change has at least one side
    return change.old, changes.old.work


def _holds_text(changes: ChangeSet) -> bool:
    """Return whether the pages hold the unchanged text too, folded."""
    held = sum(len(c.new.own_text) for c in changes.changes if c.new and not is_shown(c))
    return held <= FOLDED_TEXT_LIMIT


def build(
    changes: ChangeSet,
    *,
    old_href: Href,
    new_href: Href,
    gaps: GapsOf,
    part: slice = slice(None),
) -> list[Line | Fold]:
    """Return the rows of a comparison page in reading order of the new text."""
    keep_text = _holds_text(changes)
    result: list[Line | Fold] = []
    quiet: list[Line] = []
    for number, change in numbered(changes.changes)[part]:
        line = _line(change, number, changes, old_href, new_href, gaps)
        line.going_on = not number and change.kind in {"inserted", "deleted"}
        if is_shown(change):
            _flush(quiet, result, keep_text=keep_text)
            result.append(line)
        else:
            quiet.append(line)
    _flush(quiet, result, keep_text=keep_text)
    return result


def _flush(quiet: list[Line], result: list[Line | Fold], *, keep_text: bool) -> None:
    """Move gathered unchanged lines to the page, folding long stretches."""
    if len(quiet) <= FOLD_AFTER:
        result.extend(quiet)
    else:
        first, last = quiet[0], quiet[-1]
        lines = list(quiet) if keep_text else []
        result.append(Fold(len(quiet), first.label, last.label, first.new_href, lines))
    quiet.clear()


def _line(
    change: Change,
    number: int,
    changes: ChangeSet,
    old_href: Href,
    new_href: Href,
    gaps: GapsOf,
) -> Line:
    old, new = change.old, change.new
    item, work = here(change, changes)
    line = Line(
        id=f"c{number}" if number else "",
        change=change,
        kind=change.kind,
        label=labels.provision(item.path, work),
        num_old=old.num if old else "",
        num_new=new.num if new else "",
        depth=depth_of(item, work),
        inline=_inline(change),
        significance=change.significance,
        types=change.types,
        number=number,
        gaps=gaps(old.path if old else "", new.path if new else ""),
    )
    if old:
        line.old_href, line.old_path = old_href(old.path), old.path
    if new:
        line.new_href, line.new_path = new_href(new.path), new.path
    if change.kind in {"modified", "split", "merged"} and change.words:
        line.old = words_html(change.words, side="old", heads=head_lengths(change))
        line.new = words_html(change.words, side="new", heads=head_lengths(change))
    if edits := together(change):
        line.together = words_html(edits)
    if change.moved and old and new:
        line.moved_from = labels.provision(old.path, changes.old.work)
        line.moved_to = labels.provision(new.path, changes.new.work)
    if change.redesignated and old and new and old.num != new.num:
        line.relabelled = f"{old.num or '–'} → {new.num or '–'}"
    return line


def together(change: Change) -> tuple[WordEdit, ...]:
    """Return a rewording with the paragraphs below it, when words went from one into the other.

    A definition whose limbs are folded into one sentence reads as all new and all struck, clause by
    clause; as one run of words it shows what stayed. Empty when that shows little more.
    """
    old, new = change.old, change.new
    if old is None or new is None or change.kind != "modified":
        return ()
    if bool(old.children) == bool(new.children):
        return ()
    before, after = (" ".join(_wording(side)) for side in (old, new))
    if max(len(before), len(after)) > TOGETHER_LIMIT:
        return ()
    edits = tuple(word_edits(before, after))
    return edits if _kept_words(edits) >= _kept_words(change.words) + TOGETHER_GAIN else ()


def _wording(item: Provision) -> Iterable[str]:
    for below in item.walk():
        if below is not item and below.num:
            yield below.num
        yield from (text for text in (below.heading, below.chapeau, below.content) if text)


def _kept_words(edits: Iterable[WordEdit]) -> int:
    return sum(len(text.split()) for kind, text in edits if kind == "equal")


def head_lengths(change: Change) -> tuple[int, int]:
    """Return the lengths of the old and the new heading."""
    old, new = change.old, change.new
    return len(old.heading) if old else 0, len(new.heading) if new else 0


def _inline(change: Change) -> Markup:
    """Return a change's own text as one run with insertions and deletions marked."""
    old, new, heads = change.old, change.new, head_lengths(change)
    if change.words:
        return words_html(change.words, heads=heads)
    if new is None and old is not None and old.own_text:
        return words_html([("delete", old.own_text)], heads=heads)
    if old is None and new is not None and new.own_text:
        return words_html([("insert", new.own_text)], heads=heads)
    if new is None:
        return Markup()
    return words_html([("equal", new.own_text)], heads=heads)
