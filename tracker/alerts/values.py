"""The values of alerts: events, changed clauses, and the alerts that tell of them together."""

from datetime import date, datetime
from typing import Literal, get_args

from msgspec import Struct

Tier = Literal["red", "amber", "grey"]
"""red: a new state of force; amber: text or path moved; grey: nothing that anybody must do."""

TIERS: tuple[Tier, ...] = get_args(Tier)

Kind = Literal[
    "force",  # a work, or a part of one, gained, lost or changed legal force; also by expiry
    "step",  # an official step on a bill's way, such as a committee's order to report it
    "new-version",  # a version of a work that was not there before
    "republished",  # other bytes for a version that was there
    "clause-changes",  # what a version says otherwise than the one before it
    "gap-effect",  # the words of a version do something else to a gap than those before
    "gap-status",  # a gap as a whole is open, partly closed, closed or unverified from a day
    "due",  # a day kept by people on which something fell due is past
    "awaited",  # the official record lists a version whose text does not come
    "trouble",  # a watched item fails or is blocked for days
    "note-review",  # the words that somebody's note stands on changed or went
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which an alert tells of them; the first one present heads it."""


class Clause(Struct, frozen=True, omit_defaults=True):
    """One provision that changed between two versions."""

    path: str
    """Identifier of the provision (of the old one where it was deleted)."""
    where: str
    """How people cite it: `15 CFR 742.17(b)`, `§ 2(1)`."""
    kind: str
    """inserted, deleted, split, merged, modified, moved, redesignated."""
    significance: str
    """substantive or editorial."""
    types: tuple[str, ...] = ()
    """What kind of change: definition, obligation, threshold …, strongest first."""
    old_path: str = ""
    """Identifier in the old version, where it is another one."""
    moved: bool = False
    """True where it stands under another provision than before."""
    relabelled: bool = False
    """True where its own label is another one."""
    heading: str = ""
    old: str = ""
    """Words that went, ` … ` between places; the text itself where all of it went."""
    new: str = ""
    """Words that came."""
    around: tuple[str, str, str, str] = ("", "", "", "")
    """The weightiest edit: words before it, words that went, words that came, words after."""
    edits: int = 0
    """Places in the provision that changed."""
    below: int = 0
    """Provisions below it that came or went with it."""


class Event(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One thing that happened. Fields that mean nothing for its kind are empty."""

    id: str
    """Stable: the same thing always has the same id, and no two things share one."""
    kind: Kind
    tier: Tier
    group: str
    """Id of the alert that tells of it."""
    on: date | None
    """The day of the thing itself; None where the law gives none."""
    seen: datetime | None = None
    """When the text was first retrieved; None for what comes of a date or a register."""
    work: str = ""
    works: tuple[str, ...] = ()
    """Every work it speaks of, `work` first."""
    version: str = ""
    old_version: str = ""
    headline: str
    """One sentence in words."""
    reason: str = ""
    """Why, in words: the rule, the judgement, the source's own statement."""
    gap: str = ""
    gaps: tuple[str, ...] = ()
    """Every gap it speaks of."""
    moves: tuple[tuple[str, str, str], ...] = ()
    """(gap, what the text comes to before, and now) of each gap that a change of force matters to:
    (`G08`, `closed`, `would close`); `before` is empty where there was no force before."""
    before: str = ""
    """Effect, force or state before, in words; empty when there was none."""
    after: str = ""
    until: date | None = None
    """Last day of the new state where it ends by default."""
    then: str = ""
    """What follows by default."""
    clauses: tuple[Clause, ...] = ()
    """The weightiest changed clauses, at most `clauses.KEPT`."""
    total: int = 0
    """How many clauses changed in all."""
    kinds: dict[str, int] = {}
    """How many of them how: {`modified`: 2}."""
    places: tuple[str, ...] = ()
    """Identifiers of the portions concerned, where it is not a whole work."""
    force: str = ""
    """Legal force of the work on that day, in words, with what follows by default."""
    limits: tuple[str, ...] = ()
    """What it does not do, in sentences."""
    source: str = ""
    """Who says so."""
    grade: str = ""
    """How well it is known: A official text read in full, B official page seen in part, C law
    firm, press or think tank, D secondary note; empty for official records."""
    url: str = ""
    """The official page."""
    text_url: str = ""
    """The official bytes that were read."""


class Alert(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What one message tells: the events of one happening, and what a reader needs beside them."""

    id: str
    tier: Tier
    """The highest of its events."""
    on: date | None
    seen: datetime | None = None
    headline: str
    summary: str = ""
    """Counts and gap moves, in a few words."""
    works: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    force: str = ""
    """Legal force of the work on that day, in words, with what follows by default."""
    limits: tuple[str, ...] = ()
    """What this does not do."""
    confidence: str = ""
    url: str = ""
    """The official page."""
    text_url: str = ""
    """The official bytes that were read."""
    link: str = ""
    """The page of the site, where its address is known."""
    sample: bool = False
    """True for the embedded fiction."""
