"""All events of an instance as of a day, from its store, its registers and its log of fetches."""

import itertools
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cache, cached_property, partial
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

from msgspec import Struct, structs

from tracker.alerts import clauses, forces, gaps, limits, texts, watch
from tracker.alerts.clauses import Moved
from tracker.alerts.forces import Turn
from tracker.alerts.texts import Arrival
from tracker.alerts.values import Event
from tracker.alerts.wording import Names
from tracker.compare import compare
from tracker.config import load_watchlist
from tracker.gaps.force import end_of_congress, standing
from tracker.gaps.values import Assessment, Standing
from tracker.model import Record
from tracker.pipeline import curated
from tracker.pipeline.assessing import Assessed, assess
from tracker.pipeline.health import Health
from tracker.pipeline.library import Library
from tracker.places import Instance
from tracker.render.derived import Cache

_FORESHADOWED = 60
"""Days before its publication that a document may say it takes effect."""


class Patience(Struct, frozen=True):
    """After how many days silence and trouble become events."""

    awaited: int = 14
    trouble: int = 3


def events(
    instance: Instance, library: Library, health: Health, on: date, patience: Patience
) -> tuple[Event, ...]:
    """Return every event up to a day, in order of day.

    Versions that the law dates later are left out. Raises ConfigError for a wrong register.
    """
    found = list(_Derivation(instance, library, health, on, patience).events())
    known = {event.id: event for event in found}
    return tuple(sorted(known.values(), key=_order))


def _order(event: Event) -> tuple[date, str, str]:
    """Return the place of an event in time."""
    return (event.on or (event.seen.date() if event.seen else date.min), event.group, event.id)


class _Derivation:
    """One derivation: what several kinds of events lean on is worked out once."""

    def __init__(
        self, instance: Instance, library: Library, health: Health, on: date, patience: Patience
    ) -> None:
        self.instance = instance
        self.library = library
        self.health = health
        self.on = on
        self.patience = patience
        self.cache = Cache(instance.build / "cache")
        self.assessed: Assessed = assess(instance, library, on)

    def events(self) -> Iterator[Event]:
        """Yield the events of every kind."""
        yield from self._texts()
        yield from self._forces()
        yield from self._gap_states()
        yield from self._steps()
        yield from self._silence()
        yield from watch.note_events(
            self.assessed.followed(),
            {texts.name(a.record): (a.on, a.record.retrieved_at, a.group) for a in self.arrivals},
            self.names,
        )

    # What the kinds share

    @cached_property
    def names(self) -> Names:
        """Titles of works and gaps."""
        titles: dict[str, str] = {}
        citations: dict[str, str] = {}
        if not self.library.is_sample:
            watchlist = load_watchlist(self.instance.watchlist)
            watched = [e for work in watchlist.works if (e := watchlist.find(work))]
            titles |= {entry.work: entry.title for entry in watched if entry.title}
            citations |= {d.work: d.citation for d in watchlist.documents if d.citation}
        for work in self.library.works:
            if facts := self.library.facts(work):
                titles[work] = facts.short_title or facts.title or titles.get(work, "")
                citations[work] = facts.citation or citations.get(work, "")
        titles |= self.assessed.notebook.titles
        return Names(titles, citations, {g.id: g.title for g in self.assessed.register.gaps})

    @cached_property
    def arrivals(self) -> list[Arrival]:
        """Every version held by the day, works in the store's order, versions in legal order."""
        return [one for work in self.library.works for one in self._arrivals_of(work)]

    @cached_property
    def by_work(self) -> dict[str, list[Arrival]]:
        """The same by work."""
        found: dict[str, list[Arrival]] = {}
        for arrival in self.arrivals:
            found.setdefault(arrival.record.work, []).append(arrival)
        return found

    def _arrivals_of(self, work: str) -> Iterator[Arrival]:
        """Yield the versions of one work."""
        before: Record | None = None
        group = ""
        for record in self.library.versions[work]:
            if record.published and record.published > self.on:
                continue
            moved = self._moved(before, record) if before else None
            again = moved is not None and texts.repeats(record, moved)
            group = group if again else texts.name(record)
            yield Arrival(record, record.published, group, before, moved, repeats=again)
            before = record

    def _moved(self, old: Record, new: Record) -> Moved:
        """Return what changed between two versions of a work; kept from run to run."""
        return self._kept(old, new, lambda: clauses.moved(self.library.changes(old, new)))

    def _kept(self, old: Record, new: Record, make: Callable[[], Moved]) -> Moved:
        """Return a comparison's outcome from the cache, or work it out."""
        names = f"{texts.name(old)} {old.sha256} {texts.name(new)} {new.sha256}"
        key = blake2b(_program() + names.encode(), digest_size=16).hexdigest()
        return self.cache.get(key, Moved, make)

    @cached_property
    def by_version(self) -> dict[tuple[str, str], list[Assessment]]:
        """Assessments by (work, version); works known by a judgement only have version ""."""
        found: dict[tuple[str, str], list[Assessment]] = {}
        for one in self.assessed.assessments:
            found.setdefault((one.work, one.version), []).append(one)
        return found

    @cached_property
    def turns(self) -> list[Turn]:
        """Every change of force up to the day."""
        found = forces.turns(self.assessed.forces, self._works())
        return [turn for turn in found if turn.on <= self.on]

    @cached_property
    def folds(self) -> list[tuple[Turn, tuple[Turn, ...]]]:
        """The changes of force that are events, each with those that go with it."""
        return list(forces.folded(self.turns))

    def _works(self) -> set[str]:
        """Return every work that is held, or that somebody judged."""
        judged = {one.work for one in self.assessed.assessments}
        return {*self.library.works, *judged}

    @cached_property
    def groups(self) -> dict[tuple[str, date], str]:
        """The alert that tells of what happened to a work on a day."""
        found: dict[tuple[str, date], str] = {}
        for turn, along in self.folds:
            group = self._group_of(turn)
            found.setdefault((turn.cause, turn.on), group)
            for each in (turn, *along):
                found.setdefault((each.work, each.on), group)
        for arrival in self.arrivals:
            if arrival.on:
                found[arrival.record.work, arrival.on] = arrival.group
        return found

    def _group_of(self, turn: Turn) -> str:
        """Return the alert of a change of force: that of the text that brings it, or its own."""
        for work in (turn.cause, turn.work):
            for arrival in self.by_work.get(work, ()):
                if not arrival.on:
                    continue
                days = (arrival.on - turn.on).days
                if days == 0 or (0 < days <= _FORESHADOWED and work.startswith("/us/fr/")):
                    return arrival.group
        shared = turn.cause.startswith(("/us/", "congress-"))
        return f"{turn.cause if shared else turn.work}:{turn.on}"

    def _effects_on(self, work: str, day: date) -> list[Assessment]:
        """Return what the latest text of a work by a day does to the gaps."""
        version = ""
        for arrival in self.by_work.get(work, ()):
            if (arrival.on or date.min) <= day:
                version = arrival.record.version
        return self.by_version.get((work, version), [])

    # The kinds

    def _texts(self) -> Iterator[Event]:
        """Yield what versions bring: their coming, their changes, the gaps they move."""
        for arrival in self.arrivals:
            record = arrival.record
            found = texts.events(arrival, self.library.facts(record.work), self.names)
            moves = list(
                gaps.effect_events(
                    arrival, self.by_version, partial(self._force_at, arrival), self.names
                )
            )
            if found:
                found[0] = self._with_force(found[0], arrival, {move.gap for move in moves})
            yield from found
            yield from moves
            yield from self._printings(arrival)

    def _force_at(self, arrival: Arrival, path: str) -> Standing:
        """Return the force of a provision, or of the work, on the day of a version."""
        record = arrival.record
        day = arrival.on or min(record.retrieved_at.date(), self.on)
        portion = "" if path == record.work else path
        return standing(
            record.work, self.assessed.forces, day, version=record.version, path=portion
        )

    def _with_force(self, event: Event, arrival: Arrival, moved: set[str]) -> Event:
        """Return a version's event with its force on that day and what it does not do."""
        record = arrival.record
        force = self._force_at(arrival, record.work)
        if texts.is_baseline(arrival):
            return structs.replace(event, force=limits.force_words(force))
        held = self.by_version.get((record.work, record.version), [])
        return structs.replace(
            event,
            force=limits.force_words(force),
            limits=limits.of_version(force, held, moved, first=arrival.before is None),
        )

    def _printings(self, arrival: Arrival) -> Iterator[Event]:
        """Yield the events of a version that was published again with other bytes."""
        record = arrival.record
        printings = self.library.printings(record.work, record.version)
        for (old_name, old), (new_name, new) in itertools.pairwise(printings):
            moved = self._kept(old, new, partial(self._reprint, record.work, old_name, new_name))
            event = texts.republished(
                new, old, texts.name(record), new.retrieved_at.date(), moved, self.names
            )
            if event:
                yield event

    def _reprint(self, work: str, old: str, new: str) -> Moved:
        """Compare two printings of one version."""
        library = self.library
        return clauses.moved(compare(library.document(work, old), library.document(work, new)))

    def _forces(self) -> Iterator[Event]:
        """Yield every change of force, by document or by the calendar."""
        for turn, along in self.folds:
            effects = self._effects_on(turn.work, turn.on)
            yield forces.event(
                turn, along, self._group_of(turn), self.names, self.assessed.forces, effects
            )

    def _gap_states(self) -> Iterator[Event]:
        """Yield every day on which a gap as a whole is in another state than before."""
        since: dict[tuple[str, str], date] = {}
        for arrival in self.arrivals:
            record = arrival.record
            start = arrival.on or (since.get((record.work, arrival.before.version), date.min)
                                   if arrival.before else date.min)  # fmt: skip
            since[record.work, record.version] = date.min if texts.is_baseline(arrival) else start
        days = {turn.on for turn in self.turns} | {day for day in since.values() if day > date.min}
        if not days:
            return
        days.add(min(days) - timedelta(days=1))
        for turn in gaps.state_turns(
            self.assessed.register,
            self.assessed.computed,
            self.assessed.forces,
            days,
            since,
            judgements=self.assessed.notebook.judgements,
            published=self.assessed.published,
        ):
            names = {*turn.now.because, *turn.before.because}
            works = [name.partition("@")[0] for name in sorted(names)]
            own = f"gap-{turn.now.gap}:{turn.on}"
            group = next(
                (self.groups[work, turn.on] for work in works if (work, turn.on) in self.groups),
                own,
            )
            yield gaps.state_event(turn, group, self.names)

    def _steps(self) -> Iterator[Event]:
        """Yield official steps on the way of every bill."""
        for work in self.library.works:
            facts = self.library.facts(work)
            if facts and work.startswith("/us/bill/"):
                for event in watch.step_events(facts, self.groups, self.names):
                    if event.on and event.on <= self.on:
                        yield event

    def _silence(self) -> Iterator[Event]:
        """Yield what is past due, awaited or failing."""
        facts = {work: f for work in self.library.works if (f := self.library.facts(work))}
        missing: dict[str, datetime] = {}
        troubles = []
        for item in self.health.items:
            for spell in item.spells:
                if spell.trouble == "missing":
                    missing.setdefault(item.item, spell.since)
                else:
                    troubles.append(
                        watch.Trouble(
                            item.item, spell.trouble, spell.since, spell.seen, spell.reason
                        )
                    )
        for work, fact in facts.items():
            held = [record.version for record in self.library.versions[work]]
            yield from watch.awaited_events(
                fact, held, missing, self.names, self.on, self.patience.awaited
            )
        for event in watch.trouble_events(troubles, self.patience.trouble, self.names):
            if event.on and event.on <= self.on:
                yield event
        if not self.library.is_sample:
            yield from watch.due_events(self._due(), facts, self.names, self.on)

    def _due(self) -> Iterator[watch.Due]:
        """Yield the days that people keep, without those of which a change of force tells."""
        told = set(self.groups)
        for item in curated.due(self.instance.watchlist.parent / "clock.toml"):
            if item.on is None:
                continue
            days = (item.on, item.on + timedelta(days=1))
            if any((item.work, day) in told for day in days) or _is_congress_end(item):
                continue
            yield watch.Due(
                what=item.what,
                on=item.on,
                as_of=item.as_of,
                work=item.work,
                source=item.source,
                note=item.note,
                verified=item.verified,
            )


def _is_congress_end(item: curated.Due) -> bool:
    """Return whether a day is the end of a Congress, of which the fate of its bills tells."""
    if item.on is None or "Congress" not in item.what:
        return False
    congress = (item.on.year - 1789) // 2
    return item.on == end_of_congress(congress)


@cache
def _program() -> bytes:
    """Return a digest of the modules that decide what an alert says of a comparison."""
    package = Path(str(files("tracker")))
    state = blake2b(digest_size=16)
    for name in ("alerts", "citations", "compare", "formats"):
        for path in sorted((package / name).glob("*.py")):
            state.update(path.name.encode() + b"\0" + path.read_bytes())
    return state.digest()
