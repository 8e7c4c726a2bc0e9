"""Events of the watch itself: official steps, days that pass in silence, failing sources, notes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import blake2b

from msgspec import Struct

from tracker import identifiers
from tracker.alerts import wording
from tracker.alerts.values import Event, Tier
from tracker.alerts.wording import Names
from tracker.gaps.anchors import Followed
from tracker.model import Facts
from tracker.render import links

_STEPS: tuple[tuple[str, str, Tier], ...] = (
    (r"^Ordered to be Reported\b", "was ordered to be reported", "amber"),
    (r"^Reported\b|^Committee on .*\bReported by\b", "was reported by committee", "amber"),
    (r"\bdischarged\b", "was taken from its committee (discharged)", "amber"),
    (r"^Placed on .*\bCalendar\b", "was placed on the calendar", "grey"),
    (r"\b[Cc]loture\b.*\binvoked\b", "reached cloture", "amber"),
    (r"^Conference report\b.*\b(?:agreed|filed)\b", "reached a conference report", "amber"),
    (r"^Presented to President\b", "was presented to the President", "red"),
    (r"^Vetoed\b", "was vetoed", "red"),
)  # fmt: skip
"""Steps on a bill's way that tell a reader something and change no force, in the words in which
the official record of actions begins."""

_RIN_RE = re.compile(r"\b\d{4}-[A-Z]{2}\d{2}\b")


class Due(Struct, frozen=True):
    """A day kept by people on which something falls due or lapses."""

    what: str
    on: date
    as_of: date
    """Up to when the entry was known to hold."""
    work: str = ""
    source: str = ""
    note: str = ""
    verified: bool = True


class Trouble(Struct, frozen=True):
    """A stretch of days in which an item could not be had."""

    item: str
    kind: str
    """failing or blocked."""
    since: datetime
    seen: datetime
    reason: str


def step_events(facts: Facts, groups: Mapping[tuple[str, date], str], names: Names) -> list[Event]:
    """Return the steps of one bill, each kind once a day, oldest first.

    `groups` gives the alert of a version or turn of the same work on the same day.
    """
    found: dict[str, Event] = {}
    for action in reversed(facts.actions):
        for pattern, what, tier in _STEPS:
            if action.on is None or not re.search(pattern, action.text):
                continue
            slug = re.sub(r"[^a-z]+", "-", what.partition("(")[0].casefold()).strip("-")
            key = f"{facts.work}#step-{action.on}-{slug}"
            found.setdefault(
                key,
                Event(
                    id=key,
                    kind="step",
                    tier=tier,
                    group=groups.get((facts.work, action.on), f"{facts.work}:{action.on}"),
                    on=action.on,
                    work=facts.work,
                    works=(facts.work,),
                    headline=f"{names.named(facts.work)} {what}",
                    reason=wording.cut(action.text, 240),
                    source="official record of actions",
                    url=facts.url or links.official(facts.work),
                ),
            )
            break
    return list(found.values())


def due_events(
    items: Iterable[Due], facts: Mapping[str, Facts], names: Names, on: date
) -> Iterator[Event]:
    """Yield what fell due before a day and was not seen; it is told on the day after."""
    for item in items:
        if item.on >= on or _answered(item, facts):
            continue
        key = item.work or blake2b(item.what.encode(), digest_size=6).hexdigest()
        group = f"due:{item.on}:{key}"
        about = f" ({names.cited(item.work)})" if item.work else ""
        yield Event(
            id=f"{group}#due",
            kind="due",
            tier="amber",
            group=group,
            on=item.on + timedelta(days=1),
            work=item.work,
            works=(item.work,) if item.work else (),
            headline=f"Due {wording.day(item.on)}, not seen: {item.what}{about}",
            reason=item.note or _unseen(item),
            source=item.source,
            grade="" if item.verified else "D",
            url=links.official(item.work) if item.work else "",
        )


def _answered(item: Due, facts: Mapping[str, Facts]) -> bool:
    """Return whether a rule with a regulation number that the item names has been published."""
    rins = set(_RIN_RE.findall(item.what))
    return any(
        fact.kind == "rule" and fact.published and fact.published > item.as_of
        for fact in facts.values()
        if rins & set(fact.rins)
    )


def _unseen(item: Due) -> str:
    """Return what the silence means, as far as the tracker can know."""
    if _RIN_RE.search(item.what):
        return "no final rule under this regulation number is held"
    return "no source that is followed here would show it; look for it by hand"


def awaited_events(
    facts: Facts,
    held: Sequence[str],
    first_missing: Mapping[str, datetime],
    names: Names,
    on: date,
    patience: int,
) -> Iterator[Event]:
    """Yield versions that the official record lists and whose text has not come for days.

    `first_missing` tells when an item's missing text was first noted, for versions without a day.
    """
    for expected in facts.expected:
        noted = first_missing.get(facts.work)
        start = expected.on or (noted.date() if noted else None)
        if expected.version in held or start is None:
            continue
        day = start + timedelta(days=patience)
        if day > on:
            continue
        label = expected.label or identifiers.version_label(facts.work, expected.version)
        yield Event(
            id=f"{facts.work}@{expected.version}#awaited",
            kind="awaited",
            tier="amber",
            group=f"{facts.work}@{expected.version}:awaited",
            on=day,
            work=facts.work,
            works=(facts.work,),
            version=expected.version,
            headline=f"{names.cited(facts.work)}: the text “{label}” is listed since"
            f" {wording.day(start)} and has not come",
            reason="the official record lists this version; its text is not published yet",
            source="official record of versions",
            url=facts.url or links.official(facts.work),
        )


def trouble_events(troubles: Iterable[Trouble], patience: int, names: Names) -> Iterator[Event]:
    """Yield items that could not be had for a number of days; one alert for one cause."""
    for trouble in troubles:
        if (trouble.seen - trouble.since).days < patience:
            continue
        start = trouble.since.date()
        work = trouble.item if trouble.item.startswith("/us/") else ""
        shown = names.named(work) if work else trouble.item
        digest = blake2b(trouble.reason.encode(), digest_size=4).hexdigest()
        verb = "is blocked" if trouble.kind == "blocked" else "cannot be had"
        yield Event(
            id=f"{trouble.item}#trouble-{start}",
            kind="trouble",
            tier="amber",
            group=f"trouble:{start}:{digest}",
            on=start + timedelta(days=patience),
            work=work,
            works=(work,) if work else (),
            headline=f"{shown} {verb} since {wording.day(start)}",
            reason=trouble.reason,
            source="the fetches of this tracker",
        )


def note_events(
    followed: Iterable[Followed],
    days: Mapping[str, tuple[date | None, datetime, str]],
    names: Names,
) -> Iterator[Event]:
    """Yield people's notes whose words changed or went in a version.

    `days` gives (day, when retrieved, alert) of a version by its name.
    """
    for one in followed:
        note, last = one.note, "intact"
        for step in one.steps:
            state = step.state
            if state in {"changed", "gone"} and state != last:
                version = f"{note.work}@{step.version}"
                on, seen, group = days[version]
                where = wording.place(note.path, note.work)
                done = "its words changed" if state == "changed" else "its words are gone"
                yield Event(
                    id=f"{version}#note-{note.id}-{state}",
                    kind="note-review",
                    tier="amber",
                    group=group,
                    on=on,
                    seen=seen,
                    work=note.work,
                    works=(note.work,),
                    version=step.version,
                    headline=f"Note “{note.id}” on {where} of {names.cited(note.work)} needs a"
                    f" person: {done}",
                    reason=step.reason,
                    gap=note.gap,
                    gaps=(note.gap,) if note.gap else (),
                    places=(step.new_path or step.old_path,),
                    source="notes.toml",
                )
            last = state
