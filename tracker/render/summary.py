"""Changes in words: sentences for the front page, lists, feeds and the linear reading."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.model import Change, ChangeSet, WordEdit
from tracker.render import labels, redline

QUOTE_LIMIT = 220
"""Characters of law quoted in a sentence before it is cut at a word."""
EXCERPT = 60
"""Words of insertions and deletions in a short redline."""
LONGEST = 34
"""Words of one insertion or deletion in it."""
AROUND = 5
"""Unchanged words kept on each side of a change."""
_WORD_RE = re.compile(r"\s*\S+\s*")


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
    words: tuple[WordEdit, ...] = ()
    """The change as a short redline: what went and what came, with a few words around."""


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
        words=excerpt(_edits(change)),
    )


def excerpt(words: Sequence[WordEdit], budget: int = EXCERPT) -> tuple[WordEdit, ...]:
    """Return edits with unchanged stretches cut to a few words, `budget` words at most.

    An ellipsis stands wherever words are left out.
    """
    found: list[WordEdit] = []
    left = budget
    for place, (kind, text) in enumerate(words):
        if left <= 0:
            if not found[-1][1].endswith("…"):
                found.append(("equal", " …"))
            break
        if kind == "equal":
            short = _around(text, first=place == 0, last=place == len(words) - 1)
        else:
            short = _first(text, min(left, LONGEST))
            left -= len(short.split())
        found.append((kind, short))
    return tuple(found)


def _around(text: str, *, first: bool, last: bool) -> str:
    """Return the ends of an unchanged stretch that touch a change."""
    pieces = _WORD_RE.findall(text)
    if len(pieces) <= 2 * AROUND + 2:
        return text
    head = "" if first else "".join(pieces[:AROUND]).rstrip() + " "
    tail = "" if last else " " + "".join(pieces[-AROUND:]).lstrip()
    return f"{head}…{tail}"


def _first(text: str, limit: int) -> str:
    pieces = _WORD_RE.findall(text)
    if len(pieces) <= limit:
        return text
    return "".join(pieces[:limit]).rstrip(" ,;:") + " …"


def _edits(change: Change) -> tuple[WordEdit, ...]:
    """Return a change's words as edits, also where the whole provision came or went."""
    if change.words:
        return redline.together(change) or change.words
    deleted: list[WordEdit] = [("delete", text) for text in _texts(change, "delete")]
    inserted: list[WordEdit] = [("insert", text) for text in _texts(change, "insert")]
    return (*deleted, *inserted)


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
                words=excerpt(_run_on(found[-1].words, told.words)),
            )
    return sorted(found, key=lambda s: s.kind == "redesignated")


def _run_on(before: tuple[WordEdit, ...], more: tuple[WordEdit, ...]) -> tuple[WordEdit, ...]:
    """Return the words of clauses that come or go together as one run of edits."""
    if not before or not more or before[-1][1].endswith("…"):
        return before or more
    kind, text = before[-1]
    return (*before[:-1], (kind, f"{text} {more[0][1]}"), *more[1:])


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
