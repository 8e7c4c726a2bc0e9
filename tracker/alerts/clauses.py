"""From a comparison of two versions to the clauses that an alert tells of, weightiest first."""

import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, structs

from tracker.alerts import wording
from tracker.alerts.values import Clause
from tracker.compare import has_legislative_changes
from tracker.compare.editorial import editorial_type, hunks
from tracker.model import Change, ChangeSet, Provision

KEPT = 200
"""Clauses that an event carries; `tracker diff` has them all."""

WORDS = 2000
"""Characters of old and of new words that a clause carries."""

_CONTEXT = 60
"""Characters of unchanged words beside an edit."""

_WHOLE = frozenset({"inserted", "deleted"})

_WEIGHTS = {
    "definition": 9, "obligation": 8, "mental-state": 8, "threshold": 7, "scope": 6,
    "exception": 6, "money": 5, "effective-date": 5, "date": 4, "number": 3, "conjunction": 3,
    "negation": 3, "wording": 2, "reference": 1,
}  # fmt: skip
"""How much a type of change matters to a reader, relative to the others."""

_APPARATUS = frozenset({"authority", "source"})
"""Levels of a CFR part that say on what it rests; they bind nobody."""


_RESERVED_RE = re.compile(r"\[?reserved\]?\.?", re.IGNORECASE)


class Moved(Struct, frozen=True):
    """What changed between two versions, as far as alerts tell of it."""

    clauses: tuple[Clause, ...] = ()
    total: int = 0
    kinds: dict[str, int] = {}
    """Number of clauses by kind of change."""
    substantive: bool = False
    """Whether any clause of the law itself changed in substance."""
    legislative: bool = False
    """Whether anything but front matter differs at all."""


def moved(changeset: ChangeSet) -> Moved:
    """Return the clauses that changed; captions and stage lines are left out.

    What comes or goes as a whole is told at its root, with the number of provisions below it.
    """
    shown = [c for c in changeset.changes if c.kind != "unchanged" and c.significance != "none"]
    whole = {_place(change): change for change in shown if change.kind in _WHOLE}
    below: Counter[tuple[str, str]] = Counter()
    inside: dict[tuple[str, str], list[Change]] = {}
    roots = []
    for change in shown:
        root = _root(change, whole)
        if root == _place(change):
            roots.append(change)
        else:
            below[root] += 1
            inside.setdefault(root, []).append(change)
    weighed = sorted(roots, key=lambda c: -_weight([c, *inside.get(_place(c), ())]))
    clauses = _without_reserved(
        _clause(change, changeset, below[_place(change)], inside.get(_place(change), ()))
        for change in weighed
    )
    return Moved(
        clauses=clauses[:KEPT],
        total=len(clauses),
        kinds=dict(Counter(clause.kind for clause in clauses)),
        substantive=any(
            change.significance == "substantive" and not _is_apparatus(change) for change in shown
        ),
        legislative=has_legislative_changes(changeset),
    )


def _without_reserved(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Return clauses with a struck one and the “[Reserved]” in its place told as one."""
    found = list(clauses)
    gone = {clause.path for clause in found if clause.kind == "deleted"}
    reserved = {
        clause.path: clause.new
        for clause in found
        if clause.kind == "inserted" and clause.path in gone and _RESERVED_RE.fullmatch(clause.new)
    }
    return tuple(
        structs.replace(clause, new=reserved[clause.path])
        if clause.kind == "deleted" and clause.path in reserved
        else clause
        for clause in found
        if not (clause.kind == "inserted" and clause.path in reserved)
    )


def line(clause: Clause, size: int = 150) -> str:
    """Return one line for a clause: where, and what was said → what is said now."""
    return f"{clause.where}: {what(clause, size)}"


def what(clause: Clause, size: int = 150) -> str:
    """Return what happened to a clause in at most about `size` characters."""
    before, gone, come, after = clause.around
    tail = f" (with {clause.below} more below it)" if clause.below else ""
    if clause.kind in _WHOLE:
        text = clause.old if clause.kind == "deleted" else clause.new
        now = f"; now “{clause.new}”" if clause.kind == "deleted" and clause.new else ""
        return f"“{wording.cut(text, size)}”{tail}{now}" if text else f"a heading only{tail}"
    moves = _moves(clause)
    if not gone and not come:
        return moves or f"{wording.listed(clause.types)} only"
    more = f" (and {clause.edits - 1} more)" if clause.edits > 1 else ""
    old = wording.cut(gone, max(size // 2, size - len(come)))
    new = wording.cut(come, max(size // 2, size - len(old)))
    if gone and come:
        words = f"“{old}” → “{new}”"
    elif come:
        words = f"added “{wording.cut(come, size)}”" + _beside(before, after)
    else:
        words = f"struck “{wording.cut(gone, size)}”" + _beside(before, after)
    return f"{moves}; {words}{more}" if moves else words + more


def _beside(before: str, after: str) -> str:
    """Return where words came or went, by what stands beside them."""
    if before:
        return f" after “{wording.cut_start(before, 30)}”"
    return f" before “{wording.cut(after, 30)}”" if after else ""


def _moves(clause: Clause) -> str:
    """Return the words for a clause that bears another label or stands in another place."""
    told = clause.moved or clause.relabelled or clause.kind in {"split", "merged"}
    if not clause.old_path or not told:
        return ""
    work = wording.work_of(clause.path)
    was = wording.place(clause.old_path, work)
    verb = {"split": "split off from", "merged": "merged with"}.get(clause.kind, "was")
    return f"{verb} {was}"


def _clause(
    change: Change, changeset: ChangeSet, below: int, inside: Iterable[Change] = ()
) -> Clause:
    """Return a changed provision as an alert tells of it."""
    provision = change.new or change.old
    path = provision.path if provision else changeset.new.work
    old = change.old.path if change.old and change.new and change.old.path != path else ""
    edits = [(edit, before, after) for edit, before, after in hunks(change.words)]
    types = dict.fromkeys(name for one in (change, *inside) for name in one.types)
    if change.kind in _WHOLE and provision:
        text = wording.cut(_all_words(provision), WORDS)
        gone, come = ("", text) if change.kind == "inserted" else (text, "")
        around = ("", "", "", "")
    else:
        gone = wording.cut(_joined(edit[0] for edit, _, _ in edits), WORDS)
        come = wording.cut(_joined(edit[1] for edit, _, _ in edits), WORDS)
        around = _weightiest(edits)
    return Clause(
        path=path,
        where=wording.place(path, changeset.new.work),
        kind=change.kind,
        significance="editorial" if _is_apparatus(change) else change.significance,
        types=tuple(sorted(types, key=lambda name: -_WEIGHTS.get(name, 0))),
        old_path=old,
        moved=change.moved,
        relabelled=change.redesignated,
        heading=provision.heading if provision else "",
        old=gone,
        new=come,
        around=around,
        edits=len(edits),
        below=below,
    )


def _weightiest(edits: list[tuple[tuple[str, str], str, str]]) -> tuple[str, str, str, str]:
    """Return the edit that says most: one of substance before one of form, then the longest."""
    if not edits:
        return ("", "", "", "")
    (gone, come), before, after = max(
        edits, key=lambda e: (not editorial_type(e[0]), len(e[0][0]) + len(e[0][1]))
    )
    return (
        wording.cut_start(before.strip(), _CONTEXT),
        gone.strip(),
        come.strip(),
        wording.cut(after.strip(), _CONTEXT),
    )


def _weight(changes: list[Change]) -> int:
    """Return how much a change matters; form never outweighs substance."""
    if _is_apparatus(changes[0]):
        return -1
    if all(change.significance != "substantive" for change in changes):
        return 0
    heaviest = max(_WEIGHTS.get(name, 1) for change in changes for name in change.types or ("",))
    size = sum(len(text) for change in changes for op, text in change.words if op != "equal")
    # Words that stood and now say something else come before words that are only added.
    stood = 50 if changes[0].kind == "modified" else 0
    return 100 * heaviest + stood + min(size // 10, 49)


def _is_apparatus(change: Change) -> bool:
    """Return whether a change only concerns what a part says it rests on."""
    provision = change.new or change.old
    return provision is not None and provision.level in _APPARATUS


def _place(change: Change) -> tuple[str, str]:
    """Return (kind, path) of a change."""
    provision = change.new or change.old
    return (change.kind, provision.path if provision else "")


def _root(change: Change, whole: dict[tuple[str, str], Change]) -> tuple[str, str]:
    """Return the place of the outermost provision that came or went together with this one."""
    kind, path = root = _place(change)
    if root not in whole:
        return root
    while (kind, path := path.rpartition("/")[0]) in whole:
        root = (kind, path)
    return root


def _all_words(provision: Provision) -> str:
    """Return the words of a provision and of all below it, up to what an alert may carry."""
    words: list[str] = []
    size = 0
    for each in provision.walk():
        if each.own_text:
            words.append(each.own_text)
            size += len(each.own_text)
        if size > WORDS:
            break
    return " ".join(words)


def _joined(parts: Iterable[str]) -> str:
    """Join pieces of words that went or came."""
    return " … ".join(text.strip() for text in parts if text.strip())
