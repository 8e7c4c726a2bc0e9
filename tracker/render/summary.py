"""Changes in words: sentences for the front page, lists, feeds and the linear reading."""

from bisect import bisect_right
from dataclasses import dataclass, replace

from tracker.model import Change, ChangeSet
from tracker.render import labels, redline

QUOTE_LIMIT = 220
"""Characters of law quoted in a sentence before it is cut at a word."""


def cut(text: str, limit: int = QUOTE_LIMIT) -> str:
    """Return `text` shortened at a word boundary, with an ellipsis where words are left out."""
    folded = " ".join(text.split())
    if len(folded) <= limit:
        return folded
    return folded[:limit].rsplit(" ", 1)[0].rstrip(",;:") + " …"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One change in words."""

    where: str
    verb: str
    what: str
    """Further words, such as where a moved clause went; may be empty."""
    deleted: tuple[str, ...]
    inserted: tuple[str, ...]
    number: int
    kind: str
    significance: str
    types: tuple[str, ...]
    part: int = 1
    """The page of the comparison on which it stands."""


def sentence(change: Change, number: int, changes: ChangeSet, part: int = 1) -> Sentence:
    """Return what happened to one provision."""
    item, work = redline.here(change, changes)
    verb = {
        "inserted": "is new",
        "deleted": "is struck",
        "split": "is split",
        "merged": "takes in other clauses",
        "modified": "is reworded",
        "moved": "moves",
        "redesignated": "is relabelled",
        "unchanged": "is unchanged",
    }[change.kind]
    return Sentence(
        where=labels.name(item, work),
        verb=verb,
        what=_what(change, changes),
        deleted=_texts(change, "delete"),
        inserted=_texts(change, "insert"),
        number=number,
        kind=change.kind,
        significance=change.significance,
        types=change.types,
        part=part,
    )


def _what(change: Change, changes: ChangeSet) -> str:
    if change.old is None or change.new is None:
        return ""
    parts = []
    if change.moved:
        parts.append(f"from {labels.provision(change.old.path, changes.old.work)}")
    if change.redesignated and change.old.num != change.new.num:
        parts.append(f"redesignated from {change.old.num or 'no label'}")
    return ", ".join(parts)


def _texts(change: Change, kind: str) -> tuple[str, ...]:
    if change.words:
        return tuple(text.strip() for what, text in change.words if what == kind and text.strip())
    if kind == "insert" and change.old is None and change.new is not None:
        return (change.new.own_text,) if change.new.own_text else ()
    if kind == "delete" and change.new is None and change.old is not None:
        return (change.old.own_text,) if change.old.own_text else ()
    return ()


def sentences(changes: ChangeSet) -> list[Sentence]:
    """Return all changes in words, in reading order; quiet redesignations last.

    Clauses that come or go with the section above them are told with it.
    """
    found: list[Sentence] = []
    starts = [part.start for part in redline.parts(changes)]
    for place, (number, change) in enumerate(redline.numbered(changes.changes)):
        if not redline.is_shown(change):
            continue
        told = sentence(change, number, changes, bisect_right(starts, place))
        if number or change.kind == "redesignated" or not found:
            found.append(told)
        else:
            found[-1] = replace(
                found[-1],
                deleted=found[-1].deleted + told.deleted,
                inserted=found[-1].inserted + told.inserted,
            )
    return sorted(found, key=lambda s: s.kind == "redesignated")


def counts_in_words(changes: ChangeSet) -> str:
    """Return the counts as a sentence: `1 provision inserted, 2 reworded; 80 unchanged.`."""
    words = {
        "inserted": "inserted",
        "deleted": "struck",
        "modified": "reworded",
        "moved": "moved",
        "split": "split",
        "merged": "merged",
        "redesignated": "relabelled only",
    }
    counts = changes.counts
    parts = [f"{counts[kind]:,} {word}" for kind, word in words.items() if counts[kind]]
    if not parts:
        return f"No provision changed; {labels.plural(counts['unchanged'], 'provision')} compared."
    return f"{', '.join(parts)}; {counts['unchanged']:,} unchanged."


def lead(changes: ChangeSet) -> list[Sentence]:
    """Return the sentences that matter most: substantive first, front and back matter last."""
    weight = {"substantive": 0, "editorial": 1, "none": 2}

    def rank(told: Sentence) -> tuple[int, bool, bool]:
        numbered_unit = any(sign.isdigit() for sign in told.where.partition(",")[0])
        return weight[told.significance], told.kind == "redesignated", not numbered_unit

    return sorted(sentences(changes), key=rank)
