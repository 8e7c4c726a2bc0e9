"""What moved, as events that people and scripts can act on.

An event is derived from the store alone, so that it has the same id whenever and wherever it is
computed. Tiers follow the readers' needs: red for a new state of force, amber for text that
moved, grey for what changes no duty (redesignations, punctuation, captions).
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct

from tracker import identifiers
from tracker.model import Change, ChangeSet, Facts, Record

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
    """Return one event for each provision that changed between two versions."""
    return [
        _change_event(change, changeset, record)
        for change in changeset.changes
        if change.kind != "unchanged" and change.significance != "none"
    ]


def _change_event(change: Change, changeset: ChangeSet, record: Record) -> Event:
    """Return the event of one changed provision."""
    provision = change.new or change.old
    path = provision.path if provision else changeset.new.work
    old_words = _excerpt(text for op, text in change.words if op == "delete")
    new_words = _excerpt(text for op, text in change.words if op == "insert")
    return Event(
        id=f"{path}@{changeset.old.version}..{changeset.new.version}#{change.kind}",
        kind="change",
        tier="amber" if change.significance == "substantive" else "grey",
        work=record.work,
        version=record.version,
        on=record.published,
        headline=_change_line(change, path, old_words, new_words),
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
    if kind == "inserted" and change.new:
        return f"{what} {where}: “{_cut(change.new.own_text)}”"
    if kind == "deleted" and change.old:
        return f"{what} {where}: “{_cut(change.old.own_text)}”"
    words = " → ".join(f"“{text}”" for text in (old_words, new_words) if text)
    return f"{what} {where}" + (f": {words}" if words else "")


def _excerpt(parts: Iterable[str]) -> str:
    """Join pieces of deleted or inserted words and cut them to one line."""
    return _cut(" … ".join(text.strip() for text in parts if text.strip()))


def _cut(text: str) -> str:
    """Shorten a text at a word boundary; an ellipsis says that something follows."""
    if len(text) <= EXCERPT:
        return text
    return text[:EXCERPT].rsplit(" ", 1)[0] + " …"
