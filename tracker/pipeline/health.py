"""What each fetch said of each watched item, so that lasting trouble can be told from a bad night.

The log is kept in the store's own repository beside the cursors (`refs/tracker/health`), for it
belongs to the texts it speaks of and goes where they go. It holds what cannot be fetched again:
since when an item fails, and when it was last answered in full. An item's trouble is a list of
spells; a spell ends with the first full answer.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

import msgspec
from msgspec import Struct, structs

from tracker.errors import StoreError
from tracker.sources.asking import Clock
from tracker.sources.outcomes import Outcome
from tracker.store import Store

NAME = "health"
"""The memo of the store that holds the log (`Store.memo`)."""

MOST_SPELLS = 100
"""Spells kept for an item, the latest; an item that fails every other night stays readable."""

Trouble = Literal["failing", "blocked", "missing"]
"""failing: no answer or a wrong one; blocked: the service refuses to talk to us; missing: it says
that there is no such item, or lists a version whose text is not there yet."""

_TROUBLE: dict[str, Trouble] = {
    "failed": "failing",
    "blocked": "blocked",
    "not-found": "missing",
    "known-but-missing": "missing",
}
_ANSWERED = frozenset({"new", "republished", "unchanged", "known-but-missing"})


class Spell(Struct, frozen=True, omit_defaults=True):
    """An unbroken stretch of fetches that an item's trouble went through; instants are UTC."""

    trouble: Trouble
    """As the latest of these fetches had it: a failing item may turn into a blocked one."""
    since: datetime
    """First fetch that met the trouble."""
    seen: datetime
    """Latest fetch that met it."""
    until: datetime | None = None
    """First fetch without it; None while it lasts."""
    reason: str = ""
    """In words, as of `seen`."""

    @property
    def days(self) -> int:
        """Return for how many whole days the trouble is known to have lasted."""
        return (self.seen - self.since).days


class ItemHealth(Struct, frozen=True, omit_defaults=True):
    """One watched item: an identifier of a work, or `search:` and the search's name."""

    item: str
    asked: datetime
    """Latest fetch that asked for it."""
    answered: datetime | None = None
    """Latest fetch in which everything asked was answered; None when there was none yet."""
    spells: tuple[Spell, ...] = ()
    """Oldest first."""

    @property
    def trouble(self) -> Spell | None:
        """Return the spell that lasts, or None when all is well."""
        return self.spells[-1] if self.spells and self.spells[-1].until is None else None


class Health(Struct, frozen=True):
    """The log of all items ever asked for, sorted by item."""

    items: tuple[ItemHealth, ...] = ()

    def find(self, item: str) -> ItemHealth | None:
        """Return what is known of an item, or None when it was never asked for."""
        return next((one for one in self.items if one.item == item), None)

    @property
    def troubled(self) -> tuple[ItemHealth, ...]:
        """Return the items whose trouble lasts."""
        return tuple(one for one in self.items if one.trouble)

    def since(self, day: date) -> tuple[tuple[str, Spell], ...]:
        """Return (item, spell) of every spell that was met on or after a day."""
        return tuple(
            (one.item, spell)
            for one in self.items
            for spell in one.spells
            if spell.seen.date() >= day
        )


def load(store: Store) -> Health:
    """Return the log of a store; empty before the first fetch. Raises StoreError."""
    data = store.memo(NAME)
    if data is None:
        return Health()
    try:
        return msgspec.json.decode(data, type=Health)
    except msgspec.MsgspecError as error:
        raise StoreError(f"{store.path}: refs/tracker/{NAME} cannot be read: {error}") from error


def note(store: Store, outcomes: Iterable[Outcome], clock: Clock) -> Health:
    """Add what a fetch said to the log, keep it, and return it. Raises StoreError.

    Items that were not asked for stay as they are. `clock` gives the present as an aware UTC
    instant.
    """
    now = clock()
    known = {one.item: one for one in load(store).items}
    for outcome in outcomes:
        known[outcome.item] = noted(known.get(outcome.item), outcome, now)
    health = Health(tuple(known[item] for item in sorted(known)))
    store.set_memo(NAME, msgspec.json.encode(health))
    return health


def noted(before: ItemHealth | None, outcome: Outcome, now: datetime) -> ItemHealth:
    """Return what is known of an item after one more fetch."""
    last = before.trouble if before else None
    spells = list(before.spells) if before else []
    trouble = _TROUBLE.get(outcome.kind)
    if last and _goes_on(last, trouble):
        spells.pop()
    elif last:
        spells[-1] = structs.replace(last, until=now)
    if trouble:
        since = last.since if last and _goes_on(last, trouble) else now
        spells.append(Spell(trouble, since, now, reason=_reason(outcome)))
    answered = now if outcome.kind in _ANSWERED else before.answered if before else None
    return ItemHealth(outcome.item, now, answered, tuple(spells[-MOST_SPELLS:]))


def _goes_on(last: Spell, trouble: Trouble | None) -> bool:
    """Return whether a trouble continues a spell: failing and blocked are one, missing another."""
    return trouble is not None and (last.trouble == "missing") == (trouble == "missing")


def _reason(outcome: Outcome) -> str:
    """Return why, in words, without the name of the item."""
    if outcome.problems:
        return outcome.problems[0]
    if outcome.missing:
        return f"no text yet of {', '.join(outcome.missing)}"
    return outcome.sentence
