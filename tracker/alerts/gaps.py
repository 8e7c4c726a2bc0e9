"""Events of gaps: what the words of a version do to one, and what its state is from a day on."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from tracker.alerts import wording
from tracker.alerts.texts import Arrival, is_baseline
from tracker.alerts.values import Event, Tier
from tracker.alerts.wording import Names
from tracker.gaps import evaluate
from tracker.gaps.evaluate import Computed
from tracker.gaps.force import Forces, strongest
from tracker.gaps.register import Register
from tracker.gaps.values import Assessment, GapState, Judgement, Standing, words_of
from tracker.render import links

_QUIET = frozenset({"silent", "not-assessed"})


class StateTurn(Struct, frozen=True):
    """A day on which the state of a gap changes."""

    on: date
    before: GapState
    now: GapState


def effect_events(
    arrival: Arrival,
    assessments: Mapping[tuple[str, str], Sequence[Assessment]],
    force_at: Callable[[str], Standing],
    names: Names,
) -> Iterator[Event]:
    """Yield an event per gap to which a version does something else than the one before it.

    `assessments` are those of every version, by (work, version); `force_at` gives the force of a
    provision (or of the work) on the version's day. The first text held of law that was there
    before moves nothing.
    """
    record = arrival.record
    if is_baseline(arrival) or arrival.repeats:
        return
    before = {}
    if arrival.before:
        earlier_text = assessments.get((record.work, arrival.before.version), ())
        before = {one.gap: one for one in earlier_text}
    for one in assessments.get((record.work, record.version), ()):
        earlier = before.get(one.gap)
        was = earlier.effect if earlier else None
        limbs = earlier.limbs if earlier else ()
        if (was == one.effect and limbs == one.limbs) or {was or "silent", one.effect} <= _QUIET:
            continue
        held = _held_back(one, force_at)
        yield Event(
            id=f"{record.work}@{record.version}#gap-{one.gap}-{one.effect}"
            + (f"-{'-'.join(one.limbs)}" if one.limbs else ""),
            kind="gap-effect",
            tier="amber",
            group=arrival.group,
            on=arrival.on,
            seen=record.retrieved_at,
            work=record.work,
            works=(record.work,),
            version=record.version,
            old_version=arrival.before.version if arrival.before else "",
            headline=f"{one.gap} {names.gaps.get(one.gap, '')}: {_move(was, one)}",
            reason=one.reason,
            force=held,
            limits=(f"The words that matter to {one.gap} are {held}.",) if held else (),
            gap=one.gap,
            gaps=(one.gap,),
            before=was or "",
            after=one.effect,
            places=tuple(item.path for item in one.evidence[:3]),
            source=f"rule {one.rule}" if one.basis == "computed" else "judgement of a reviewer",
            grade=one.judgement.grade if one.judgement else "A",
            url=links.official(record.work),
            text_url=record.url,
        )


def _held_back(one: Assessment, force_at: Callable[[str], Standing]) -> str:
    """Return the force of the words that matter, where it is not that of the rest of the text."""
    whole = force_at(one.work)
    words = strongest(force_at(item.path) for item in one.evidence)
    if words is None or words.status == whole.status:
        return ""
    until = f" until {wording.day(words.until)}" if words.until else ""
    return words_of(words.status) + until


def _move(was: str | None, one: Assessment) -> str:
    """Return an effect, with the one before it."""
    limbs = f" ({', '.join(one.limbs)})" if one.limbs else ""
    return wording.arrow(was or "", one.effect) + limbs


def state_turns(
    register: Register,
    computed: Sequence[Computed],
    forces: Forces,
    days: Iterable[date],
    since: Mapping[tuple[str, str], date],
    *,
    judgements: Sequence[Judgement],
    published: Mapping[tuple[str, str], date | None],
) -> Iterator[StateTurn]:
    """Yield every change of a gap's state on one of the days, in their order.

    `since` is the day from which a version counts, by (work, version): `date.min` for the first
    text held of law that was there before, so that the beginning of the store is no event.
    """
    speaking = {one.work for one in computed if one.effect not in _QUIET}
    relevant = [one for one in computed if one.work in speaking]
    last: dict[str, GapState] = {}
    held: object = None
    current: list[Computed] = []
    for day in sorted(days):
        latest = _latest(relevant, since, day)
        if latest != held:
            held = latest
            current = [one for one in relevant if latest.get(one.work) == one.version]
        found = evaluate.combine(
            register, current, forces, day, judgements=judgements, published=published
        )
        for state in evaluate.states(register, found):
            before = last.get(state.gap)
            if before and before.state != state.state:
                yield StateTurn(day, before, state)
            last[state.gap] = state


def _latest(
    computed: Iterable[Computed], since: Mapping[tuple[str, str], date], day: date
) -> dict[str, str]:
    """Return the last version of each work that counts on a day, in the order of `since`."""
    found: dict[str, str] = {}
    for (work, version), start in since.items():
        if start <= day:
            found[work] = version
    speaking = {one.work for one in computed}
    return {work: version for work, version in found.items() if work in speaking}


def state_event(turn: StateTurn, group: str, names: Names) -> Event:
    """Return the event of a gap whose state changes."""
    gap = turn.now.gap
    works = tuple(dict.fromkeys(name.partition("@")[0] for name in turn.now.because))
    lost = tuple(dict.fromkeys(name.partition("@")[0] for name in turn.before.because))
    move = wording.arrow(turn.before.state, turn.now.state)
    return Event(
        id=f"gap-{gap}#{turn.on}-{turn.now.state}",
        kind="gap-status",
        tier=_state_tier(turn),
        group=group,
        on=turn.on,
        work=(works or lost or ("",))[0],
        works=works or lost,
        headline=f"{gap} {names.gaps.get(gap, '')}, all texts together: {move}",
        reason=turn.now.reason,
        gap=gap,
        gaps=(gap,),
        before=turn.before.state,
        after=turn.now.state,
        source="all texts held and their force, read together",
        grade="",
    )


def _state_tier(turn: StateTurn) -> Tier:
    """Return red when a gap closes or opens, or when that is no longer sure."""
    return "red" if {"closed", "unverified"} & {turn.before.state, turn.now.state} else "amber"
