"""What moved, as events that people and scripts can act on.

An event is derived from the store alone, so that it has the same id whenever and wherever it is
computed. Tiers follow the readers' needs: red for a new state of force, amber for text that
moved, grey for what changes no duty (redesignations, punctuation, captions).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct

from tracker import identifiers
from tracker.model import Change, ChangeSet, Facts, Provision, Record

Tier = Literal["red", "amber", "grey"]

EXCERPT = 90
"""Characters of old or new words that fit on one line beside the rest."""

_PASSAGE = {"eh", "es", "eah", "eas", "cph", "cps", "enr", "pl"}
"""Bill versions that exist because a chamber acted."""


class Event(Struct, frozen=True, omit_defaults=True):
    """One thing that happened to one version of one work."""

    id: str
    """Stable: the same thing always has the same id."""
    kind: Literal["new-version", "republished", "change"]
    tier: Tier
    work: str
    version: str
    on: date | None
    """The law's own date (publication); None where the source gives none."""
    headline: str
    """One line in words."""
    path: str = ""
    """Identifier of the provision that changed."""
    old_words: str = ""
    new_words: str = ""
    types: tuple[str, ...] = ()
    significance: str = ""
    url: str = ""
    """The official text."""


def version_event(record: Record, facts: Facts | None, *, republished: bool = False) -> Event:
    """Return the event of a version's arrival."""
    name = identifiers.citation(record.work)
    title = (facts.short_title or facts.title) if facts else ""
    verb = "republished with other bytes" if republished else "new"
    tail = f": {title}" if title else ""
    return Event(
        id=f"{record.work}@{record.version}#{'republished' if republished else 'version'}"
        + (f"-{record.sha256[:12]}" if republished else ""),
        kind="republished" if republished else "new-version",
        tier=_version_tier(record, facts),
        work=record.work,
        version=record.version,
        on=record.published,
        headline=f"{verb}: {name}, {record.label}{tail}",
        url=record.url,
    )


def _version_tier(record: Record, facts: Facts | None) -> Tier:
    """Return red when the arrival of a version is itself a new state of force."""
    if record.work.startswith("/us/bill/"):
        return "red" if record.version.rstrip("0123456789") in _PASSAGE else "amber"
    if facts and facts.kind == "rule":
        return "red"
    return "amber"


def change_events(changeset: ChangeSet, record: Record) -> list[Event]:
    """Return one event for each provision that changed between two versions.

    What comes or goes as a whole is one event, told at its root with the number of provisions
    below it.
    """
    shown = [c for c in changeset.changes if c.kind != "unchanged" and c.significance != "none"]
    whole = {_place(change): change for change in shown if change.kind in _WHOLE}
    below: Counter[tuple[str, str]] = Counter()
    roots = []
    for change in shown:
        root = _root(change, whole)
        if root == _place(change):
            roots.append(change)
        else:
            below[root] += 1
    return [_change_event(change, changeset, record, below[_place(change)]) for change in roots]


_WHOLE = {"inserted", "deleted"}


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


def _change_event(change: Change, changeset: ChangeSet, record: Record, below: int) -> Event:
    """Return the event of one changed provision with `below` others that go with it."""
    provision = change.new or change.old
    path = provision.path if provision else changeset.new.work
    old_words = _excerpt(text for op, text in change.words if op == "delete")
    new_words = _excerpt(text for op, text in change.words if op == "insert")
    headline = _change_line(change, path, old_words, new_words)
    if below:
        headline += f" and {below} provision{'s' if below > 1 else ''} below it"
    return Event(
        id=f"{path}@{changeset.old.version}..{changeset.new.version}#{change.kind}",
        kind="change",
        tier="amber" if change.significance == "substantive" else "grey",
        work=record.work,
        version=record.version,
        on=record.published,
        headline=headline,
        path=path,
        old_words=old_words,
        new_words=new_words,
        types=change.types,
        significance=change.significance,
        url=record.url,
    )


def _change_line(change: Change, path: str, old_words: str, new_words: str) -> str:
    """Return one line of words for a change: kind, place, what was said and what is said now."""
    kind = change.kind
    marks = [
        name
        for name, on in (("moved", change.moved), ("redesignated", change.redesignated))
        if on and name != kind
    ]
    what = ", ".join([kind, *marks])
    where = path
    if change.old and change.new and change.old.path != change.new.path:
        where = f"{change.old.path} → {change.new.path}"
    provision = change.new or change.old
    if kind in _WHOLE and provision:
        return f"{what} {where}: “{_first_words(provision)}”"
    words = " → ".join(f"“{text}”" for text in (old_words, new_words) if text)
    return f"{what} {where}" + (f": {words}" if words else "")


def _first_words(provision: Provision) -> str:
    """Return the first words of a provision or, where it has none of its own, of those below."""
    return _cut(next((p.own_text for p in provision.walk() if p.own_text), ""))


def _excerpt(parts: Iterable[str]) -> str:
    """Join pieces of deleted or inserted words and cut them to one line."""
    return _cut(" … ".join(text.strip() for text in parts if text.strip()))


def _cut(text: str) -> str:
    """Shorten a text at a word boundary; an ellipsis says that something follows."""
    if len(text) <= EXCERPT:
        return text
    return text[:EXCERPT].rsplit(" ", 1)[0] + " …"
