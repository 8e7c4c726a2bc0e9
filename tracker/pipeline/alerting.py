"""Which events a channel has not taken yet, and the cursor that remembers which it has.

A cursor is the set of printings (work, version, SHA-256) that a channel knows of, kept in the
store's own repository. Events are derived from the store, so a lost cursor loses no event.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from tracker import alerts
from tracker.model import Record
from tracker.pipeline.library import Library
from tracker.store import Store

Cursor = dict[str, str]
"""`work@version` -> SHA-256 of the printing that the channel knows."""


def load_cursor(store: Store, channel: str) -> Cursor | None:
    """Return what a channel knows, or None when it has never taken note."""
    data = store.cursor(channel)
    return None if data is None else msgspec.json.decode(data, type=Cursor)


def acknowledge(store: Store, library: Library, channel: str) -> None:
    """Remember that a channel knows all that the store holds now."""
    cursor = {_name(record): record.sha256 for record in _records(library)}
    store.set_cursor(channel, msgspec.json.encode(cursor, order="sorted"))


def pending(library: Library, cursor: Cursor) -> list[alerts.Event]:
    """Return the events of what came since a cursor, in the order of the law's own dates."""
    news = [r for r in _records(library) if cursor.get(_name(r)) != r.sha256]
    return events_of(library, news, republished={_name(r) for r in news} & set(cursor))


def since(library: Library, day: date) -> list[alerts.Event]:
    """Return the events of all versions that the law dates on or after a day."""
    news = [r for r in _records(library) if r.published and r.published >= day]
    return events_of(library, news)


def events_of(
    library: Library, records: Iterable[Record], republished: Iterable[str] = ()
) -> list[alerts.Event]:
    """Return what moved: each version, then its changes from the one before it in law."""
    again = set(republished)
    events: list[alerts.Event] = []
    for record in in_law_order(library, records):
        facts = library.facts(record.work)
        events.append(alerts.version_event(record, facts, republished=_name(record) in again))
        before = library.predecessor(record.work, record.version)
        if before:
            events += alerts.change_events(library.changes(before, record), record)
    return events


def _records(library: Library) -> Iterable[Record]:
    """Yield the records of all versions held."""
    for versions in library.versions.values():
        yield from versions


def _name(record: Record) -> str:
    """Return the name of a version: `work@version`."""
    return f"{record.work}@{record.version}"


def in_law_order(library: Library, records: Iterable[Record]) -> list[Record]:
    """Return versions by the law's own dates; an undated one follows the version before it."""
    keys: dict[str, tuple[date, str, int]] = {}
    for work, versions in library.versions.items():
        day = date.min
        for position, record in enumerate(versions):
            day = record.published or day
            keys[_name(record)] = (day, work, position)
    return sorted(records, key=lambda record: keys[_name(record)])
