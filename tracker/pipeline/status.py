"""Where an instance stands: what it holds, how fresh that is, what is missing, what falls due.

Read from names in the store, the log of fetches and the registers; no text is parsed.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from tracker import identifiers
from tracker.config import Watchlist
from tracker.pipeline.health import Health, Spell
from tracker.render.data import ClockItem
from tracker.store import Store

NEWEST = 3
"""How many of the newest texts are told."""

KINDS = {"bill": "bills", "fr": "documents", "cfr": "parts", "usc": "chapters", "pl": "laws"}
"""Kinds of works in the words of the watchlist."""


class Newest(Struct, frozen=True):
    """A version that the law dates last."""

    work: str
    version: str
    published: date


class Trouble(Struct, frozen=True):
    """A watched item that did not come when it was last asked for."""

    item: str
    trouble: str
    """`failing`, `blocked` or `missing`."""
    since: datetime
    days: int
    """Whole days that it is known to have lasted."""
    reason: str


class Due(Struct, frozen=True):
    """A day on which something lapses or falls due."""

    on: date
    days: int
    """From the day of the status; negative when it is past."""
    what: str
    work: str
    source: str
    verified: bool


class Status(Struct, frozen=True):
    """All of it; the contract of `tracker status --json` (schemas/status.schema.json)."""

    as_of: datetime
    store: str
    sample: bool
    """Whether the store holds the embedded sample, which is fiction."""
    works: dict[str, int]
    """Works held by kind."""
    versions: int
    newest: tuple[Newest, ...]
    watched: dict[str, int]
    """Watched items by kind, searches included."""
    asked: datetime | None
    """Latest fetch; None when nothing was ever asked for."""
    answered: int
    """Items whose latest fetch was answered in full."""
    unheld: tuple[str, ...]
    """Watched works of which no text is held."""
    troubles: tuple[Trouble, ...]
    due: tuple[Due, ...]
    """What is still to come, by day."""
    overdue: tuple[Due, ...]
    """What is past, the latest first."""
    site: str | None
    """The front page, when it is built."""


def status(
    store: Store,
    watchlist: Watchlist,
    health: Health,
    clock: tuple[ClockItem, ...],
    *,
    now: datetime,
    site: str | None,
) -> Status:
    """Return where an instance stands at an aware UTC instant."""
    held = store.held()
    sample = is_sample(store, held)
    # What people wrote about the law says nothing about the sample's fiction.
    dated = [] if sample else [(item, item.on) for item in clock if item.on]
    due = [_due(item, on, now.date()) for item, on in dated]
    return Status(
        as_of=now,
        store=str(store.path),
        sample=sample,
        works=_counted(work for work, versions in held.items() if versions),
        versions=sum(map(len, held.values())),
        newest=tuple(Newest(*found) for found in store.newest(NEWEST)),
        watched=_counted(watchlist.works)
        | ({"searches": len(watchlist.searches)} if watchlist.searches else {}),
        asked=max((one.asked for one in health.items), default=None),
        answered=sum(one.answered == one.asked for one in health.items),
        unheld=() if sample else tuple(work for work in watchlist.works if not held.get(work)),
        troubles=tuple(
            _trouble(one.item, spell) for one in health.troubled if (spell := one.trouble)
        ),
        due=tuple(item for item in due if item.days >= 0),
        overdue=tuple(item for item in reversed(due) if item.days < 0),
        site=site,
    )


def is_sample(store: Store, held: dict[str, list[str]]) -> bool:
    """Return whether a store holds the sample's fictional texts."""
    work = next((work for work, versions in held.items() if versions), None)
    record = store.record(work, held[work][0]) if work else None
    return record is not None and record.origin == "sample"


def _counted(works: Iterable[str]) -> dict[str, int]:
    """Return works counted by kind, in the order of `KINDS`."""
    found = Counter(KINDS[identifiers.Identifier(work).kind] for work in works)
    return {kind: found[kind] for kind in KINDS.values() if kind in found}


def _trouble(item: str, spell: Spell) -> Trouble:
    """Return a lasting trouble in the words of the contract."""
    return Trouble(item, spell.trouble, spell.since, spell.days, spell.reason)


def _due(item: ClockItem, on: date, today: date) -> Due:
    """Return a day of the clock, counted from today."""
    return Due(on, (on - today).days, item.what, item.work, item.source, item.verified)
