"""Events of texts: a version came, came again with other bytes, or says something else."""

import re
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from tracker import identifiers
from tracker.alerts import wording
from tracker.alerts.clauses import Moved
from tracker.alerts.values import Event, Tier
from tracker.alerts.wording import Names
from tracker.model import Facts, Record
from tracker.render import links

_PASSAGE = frozenset({"eh", "es", "eah", "eas", "cph", "cps", "eph", "ath", "ats", "enr", "pl"})
"""Bill versions that exist because a chamber, or both, acted."""

_CODIFIED = ("/us/cfr/", "/us/usc/")
"""Works whose first text held is older than the store: its coming is no news."""

INSPECTION = "public inspection copy"
"""How the note begins of a text that was filed and not yet published."""

_LESSER_RE = re.compile(r"reconstructed|plain text|inspection", re.IGNORECASE)
"""Notes on a text's provenance that make it less than the official text read in full."""


class Arrival(Struct, frozen=True):
    """A version as it came to be held."""

    record: Record
    on: date | None
    """The law's own day; None where it gives none."""
    group: str
    """Id of the alert that tells of it: its own name, or that of a version it repeats."""
    before: Record | None = None
    """The version before it in law."""
    moved: Moved | None = None
    """What it says otherwise than `before`."""
    repeats: bool = False
    """True for a print that hands on, word for word, what the alert of `before` told."""


def name(record: Record) -> str:
    """Return the name of a version: `/us/bill/119/hr/2683@eh`."""
    return f"{record.work}@{record.version}"


def repeats(record: Record, moved: Moved) -> bool:
    """Return whether a bill's version only hands on the text before it (`eh` → `rfs`).

    An enrolled bill or a law is a new state even when no word differs.
    """
    return (
        record.work.startswith("/us/bill/")
        and not moved.legislative
        and _stem(record.version) not in _PASSAGE
    )


def is_baseline(arrival: Arrival) -> bool:
    """Return whether a version is the first held of law that was there before."""
    return arrival.before is None and arrival.record.work.startswith(_CODIFIED)


def events(arrival: Arrival, facts: Facts | None, names: Names) -> list[Event]:
    """Return the events of a version's coming; none for one that repeats what was told."""
    if arrival.repeats:
        return []
    found = [_version(arrival, facts, names)]
    if arrival.before and arrival.moved and arrival.moved.total:
        found.append(_changes(arrival, arrival.before, arrival.moved, names))
    return found


def _version(arrival: Arrival, facts: Facts | None, names: Names) -> Event:
    """Return the event of a version that was not there before."""
    record = arrival.record
    return Event(
        id=f"{name(record)}#version",
        kind="new-version",
        tier=_tier(arrival, facts),
        group=arrival.group,
        on=arrival.on,
        seen=record.retrieved_at,
        work=record.work,
        works=(record.work,),
        version=record.version,
        old_version=arrival.before.version if arrival.before else "",
        headline=_headline(arrival, names),
        reason=_note(record),
        grade="B" if _LESSER_RE.search(record.note) else "A",
        url=links.official(record.work),
        text_url=record.url,
    )


def _note(record: Record) -> str:
    """Return the part of a record's note that says how good the text is, else its first part."""
    parts = [part.strip() for part in record.note.split(";")]
    return next((part for part in parts if _LESSER_RE.search(part)), parts[0])


def _headline(arrival: Arrival, names: Names) -> str:
    """Return one line for a version."""
    record = arrival.record
    title = wording.cut(names.works.get(record.work, ""), wording.TITLE)
    cite = names.cited(record.work)
    if record.work.startswith("/us/cfr/"):
        shown = f"{cite} ({title})" if title else cite
        if arrival.before is None:
            return f"{shown}: first text held, as of {wording.day(arrival.on)}"
        same = arrival.moved is not None and not arrival.moved.total
        return f"{shown}, text of {wording.day(arrival.on)}" + (
            f": same words as on {wording.day(arrival.before.published)}" if same else ""
        )
    if record.work.startswith("/us/fr/"):
        return f"{record.label}: {title} ({cite})" if title else f"{record.label}: {cite}"
    return f"{cite}, {record.label}" + (f": {title}" if title else "")


def _tier(arrival: Arrival, facts: Facts | None) -> Tier:
    """Return red when the coming of a version is itself a new state of force."""
    record = arrival.record
    if record.work.startswith("/us/bill/"):
        return "red" if _stem(record.version) in _PASSAGE else "amber"
    if record.work.startswith(_CODIFIED):
        return "grey"
    return "red" if facts and facts.kind in {"rule", "presidential", "law"} else "amber"


def _changes(arrival: Arrival, before: Record, moved: Moved, names: Names) -> Event:
    """Return the event of what a version says otherwise than the one before it."""
    record = arrival.record
    return Event(
        id=f"{record.work}@{before.version}..{record.version}#changes",
        kind="clause-changes",
        tier="amber" if moved.substantive else "grey",
        group=arrival.group,
        on=arrival.on,
        seen=record.retrieved_at,
        work=record.work,
        works=(record.work,),
        version=record.version,
        old_version=before.version,
        headline=f"{counted(moved.kinds)} between {_called(before)} and {_called(record)}"
        f" of {names.cited(record.work)}",
        clauses=moved.clauses,
        total=moved.total,
        kinds=moved.kinds,
        grade="A",
        url=links.official(record.work),
        text_url=record.url,
    )


def counted(kinds: Mapping[str, int]) -> str:
    """Return how many clauses changed how: `2 clauses modified, 1 inserted`."""
    order = ("modified", "inserted", "deleted", "split", "merged", "moved", "redesignated")
    parts = [(kinds[kind], kind) for kind in order if kinds.get(kind)]
    if not parts:
        return "no clause changed"
    first, kind = parts[0]
    noun = "clause" if first == 1 else "clauses"
    return ", ".join([f"{first} {noun} {kind}", *(f"{n} {k}" for n, k in parts[1:])])


def _called(record: Record) -> str:
    """Return how people name a version beside another of its work."""
    if record.work.startswith("/us/bill/"):
        return f"{record.version} ({identifiers.version_label(record.work, record.version)})"
    return record.version


def republished(
    record: Record, earlier: Record, group: str, on: date | None, moved: Moved, names: Names
) -> Event | None:
    """Return the event of other bytes for a version that was held.

    None when the published text only takes the place, word for word, of the copy that was filed
    for public inspection: that is one event, told when it was filed.
    """
    if earlier.note.startswith(INSPECTION) and not moved.substantive:
        return None
    what = counted(moved.kinds) if moved.total else "other bytes, the same words"
    return Event(
        id=f"{name(record)}#republished-{record.sha256[:12]}",
        kind="republished",
        tier="amber" if moved.substantive else "grey",
        group=f"{group}+{record.sha256[:12]}",
        on=on,
        seen=record.retrieved_at,
        work=record.work,
        works=(record.work,),
        version=record.version,
        headline=f"{names.cited(record.work)}, {record.label}, was published again: {what}",
        reason=f"the earlier bytes were retrieved on {wording.day(earlier.retrieved_at.date())}",
        clauses=moved.clauses,
        total=moved.total,
        kinds=moved.kinds,
        grade="A",
        url=links.official(record.work),
        text_url=record.url,
    )


def _stem(version: str) -> str:
    """Return a bill version's code without its number: `eh2` -> `eh`."""
    return version.rstrip("0123456789")
