"""A change set as rows of a page: inline and side by side, folded where nothing changed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from tracker.model import Change, ChangeSet, Provision, WordEdit
from tracker.render import labels
from tracker.render.html import esc

Href = Callable[[str], str]
GapsOf = Callable[[str, str], tuple[str, ...]]
FOLD_AFTER = 3
"""Unchanged provisions in a row beyond which the stretch folds."""
FOLDED_TEXT_LIMIT = 400_000
"""Characters of unchanged text a page may hold folded; beyond, a fold links to the version."""


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


@dataclass(slots=True)
class Fold:
    """A stretch of unchanged provisions: shown folded, or only named when `lines` is empty."""

    count: int
    first: str
    last: str
    href: str
    lines: list[Line] = field(default_factory=list)


def words_html(words: Iterable[WordEdit], *, side: str = "both") -> Markup:
    """Return word edits as HTML. `side` keeps only what that side has: old, new or both."""
    parts: list[str] = []
    for kind, text in words:
        if kind == "equal":
            parts.append(str(esc(text)))
        elif kind == "delete" and side != "new":
            parts.append(f"<del>{esc(text)}</del>")
        elif kind == "insert" and side != "old":
            parts.append(f"<ins>{esc(text)}</ins>")
    return Markup("".join(parts))  # noqa: S704 - every text was escaped


def is_shown(change: Change) -> bool:
    """Return whether a change is a change at all, however small."""
    return change.kind != "unchanged" or change.moved or change.redesignated


def numbered(changes: Sequence[Change]) -> list[tuple[int, Change]]:
    """Return (number, change) for the changes that have a place on the page, from 1.

    A pure redesignation is quiet: it shows its labels but is no stop for next and previous.
    """
    count = 0
    result = []
    for change in changes:
        stop = is_shown(change) and change.kind != "redesignated"
        count += stop
        result.append((count if stop else 0, change))
    return result


def depth_of(item: Provision, work: str) -> int:
    """Return the indentation of a provision: the segments of its portion below the section."""
    portion = item.path.removeprefix(work).strip("/")
    return max(0, min(len(portion.split("/")) - 1, 8)) if portion else 0


def build(
    changes: ChangeSet,
    *,
    old_href: Href,
    new_href: Href,
    gaps: GapsOf,
) -> list[Line | Fold]:
    """Return the rows of a comparison page in reading order of the new text."""
    held = sum(len(c.new.own_text) for c in changes.changes if c.new and not is_shown(c))
    keep_text = held <= FOLDED_TEXT_LIMIT
    result: list[Line | Fold] = []
    quiet: list[Line] = []
    for number, change in numbered(changes.changes):
        line = _line(change, number, changes, old_href, new_href, gaps)
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
    here = new or old
    assert here is not None  # noqa: S101 - a change without sides cannot be built
    work = changes.new.work if new else changes.old.work
    line = Line(
        id=f"c{number}" if number else "",
        change=change,
        kind=change.kind,
        label=labels.provision(here.path, work),
        num_old=old.num if old else "",
        num_new=new.num if new else "",
        depth=depth_of(here, work),
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
        line.old = words_html(change.words, side="old")
        line.new = words_html(change.words, side="new")
    if change.moved and old and new:
        line.moved_from = labels.provision(old.path, changes.old.work)
        line.moved_to = labels.provision(new.path, changes.new.work)
    if change.redesignated and old and new and old.num != new.num:
        line.relabelled = f"{old.num or '–'} → {new.num or '–'}"
    return line


def _inline(change: Change) -> Markup:
    """Return a change's own text as one run with insertions and deletions marked."""
    old, new = change.old, change.new
    if change.words:
        return words_html(change.words)
    if new is None and old is not None:
        return words_html([("delete", old.own_text)]) if old.own_text else Markup()
    if old is None and new is not None:
        return words_html([("insert", new.own_text)]) if new.own_text else Markup()
    return esc(new.own_text) if new else Markup()
