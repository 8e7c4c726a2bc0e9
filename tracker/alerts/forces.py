"""Events of legal force, also those that no document brings, such as the end of a stay.

A force that lapses by default changes on its day though nothing is published. When several works
turn for one cause on one day (a stay and what it stays, all bills of a Congress), one alert tells
of it; codified text that only repeats what the rule behind it says is named as a place in it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from tracker.alerts import limits, wording
from tracker.alerts.values import Event, Tier
from tracker.alerts.wording import Names
from tracker.gaps.evaluate import outcome
from tracker.gaps.force import Forces, end_of_congress, standing, timeline
from tracker.gaps.force_register import INSTRUMENT_RE
from tracker.gaps.values import Assessment, Standing, words_of
from tracker.render import links

_CITE_RE = re.compile(r"\b\d{1,3} FR \d+\b")
_SAID_RE = re.compile(r"(/us/fr/[^@\s]+)@")
"""A source that is a Federal Register document held here: `/us/fr/2025-19846@2025-11-12: “…”`."""

_SAME_DAYS = 7
"""Days that a note in the codified text may lag behind the rule that it repeats."""

_RED = frozenset(
    {"in-force", "not-yet-effective", "stayed", "not-enforced", "guidance", "lifted",
     "passed-one-chamber"}
)  # fmt: skip
_HELD_BACK = frozenset({"stayed", "not-enforced"})
_EXPLAINED = frozenset({"unknown", "disputed", "withdrawn", "dead", "lifted", "not-yet-effective"})
_BOUND = frozenset({"in-force", "stayed", "not-enforced", "guidance", "not-yet-effective",
                    "codified", "passed-one-chamber"})  # fmt: skip


class Turn(Struct, frozen=True):
    """A day on which the force of a target changes."""

    target: str
    work: str
    on: date
    before: Standing | None
    now: Standing
    cause: str
    """Work, citation or words that stand for what brought it about."""


def targets(forces: Forces, works: Iterable[str]) -> list[str]:
    """Return everything whose force is known apart: works, and portions that somebody names."""
    named = [entry.target for entry in forces.register.entries]
    named += [stay.target for stay in forces.stays]
    return sorted({*works, *forces.facts, *named, *map(wording.work_of, named)})


def turns(forces: Forces, works: Iterable[str]) -> list[Turn]:
    """Return every change of force of every target, in order of day."""
    cites = {" ".join(f.citation.split()): work for work, f in forces.facts.items() if f.citation}
    found = []
    for target in targets(forces, works):
        work = wording.work_of(target)
        path = target if target != work else ""
        before: Standing | None = None
        for day, now in timeline(work, forces, path=path):
            if path and before is None:
                # A portion had the force of its work until somebody said otherwise.
                before = standing(work, forces, day - timedelta(days=1), path=path)
            told = before.status if before else None
            if now.status != told and (told or now.status not in {"unknown", "disputed"}):
                found.append(Turn(target, work, day, before, now, _cause(work, day, now, cites)))
            before = now
    return sorted(found, key=lambda turn: (turn.on, turn.cause, turn.target))


def _cause(work: str, day: date, now: Standing, cites: Mapping[str, str]) -> str:
    """Return what a change of force comes from, alike for all that it strikes."""
    parts = work.split("/")
    if work.startswith("/us/bill/") and now.status == "dead" and not now.curated:
        congress = int(parts[3])
        if day == end_of_congress(congress):
            return f"congress-{congress}"
    if said := _SAID_RE.match(now.source):
        return said[1]
    match = _CITE_RE.search(now.source)
    if match:
        return cites.get(match[0], match[0])
    return now.source if now.curated and now.source else work


def folded(found: Iterable[Turn]) -> Iterator[tuple[Turn, tuple[Turn, ...]]]:
    """Yield each turn that is an event of its own, with those of portions that go with it.

    A portion turns along when a whole work has the same new force from the same cause within
    days; portions alone that share day, cause and force are one event too.
    """
    every = list(found)
    wholes = [turn for turn in every if turn.target == turn.work]
    portions: dict[tuple[object, ...], list[Turn]] = {}
    along: list[list[Turn]] = [[] for _ in wholes]
    for turn in every:
        if turn.target == turn.work:
            continue
        leader = next((n for n, whole in enumerate(wholes) if _leads(whole, turn)), None)
        if leader is not None:
            along[leader].append(turn)
        else:
            portions.setdefault((turn.on, turn.cause, turn.now.status), []).append(turn)
    yield from ((turn, tuple(others)) for turn, others in zip(wholes, along, strict=True))
    for group in portions.values():
        yield group[0], tuple(group)


def _leads(whole: Turn, portion: Turn) -> bool:
    """Return whether a work's turn is the one that a portion's repeats."""
    return (
        whole.cause == portion.cause
        and whole.now.status == portion.now.status
        and abs((whole.on - portion.on).days) <= _SAME_DAYS
    )


def event(
    turn: Turn,
    along: tuple[Turn, ...],
    group: str,
    names: Names,
    forces: Forces,
    assessments: Iterable[Assessment],
) -> Event:
    """Return the event of a turn; `assessments` are those of the latest texts by that day."""
    now = turn.now
    places = tuple(other.target for other in along)
    moves = _gap_moves(turn, assessments)
    works = dict.fromkeys([turn.work, *map(wording.work_of, places)])
    return Event(
        id=f"{turn.target}#force-{turn.on}-{now.status}",
        kind="force",
        tier=_tier(turn),
        group=group,
        on=turn.on,
        work=turn.work,
        works=tuple(works),
        headline=_headline(turn, places, names, forces),
        reason=wording.plain(now.reason),
        gaps=tuple(gap for gap, _, _ in moves),
        moves=tuple(moves),
        force=limits.force_words(now),
        limits=limits.of_force(now),
        before=turn.before.status if turn.before else "",
        after=now.status,
        until=now.until,
        then=now.next or now.default or "",
        places=places,
        source=now.source,
        grade="U" if now.status == "unknown" else now.grade,
        url=links.official(turn.work),
    )


def _gap_moves(turn: Turn, assessments: Iterable[Assessment]) -> list[tuple[str, str, str]]:
    """Return (gap, outcome before, outcome now) of the gaps to which the change matters."""
    moves: list[tuple[str, str, str]] = []
    for one in assessments:
        if one.work != turn.work or one.effect in {"silent", "not-assessed"}:
            continue
        if turn.target != turn.work and not any(
            item.path == turn.target or item.path.startswith(turn.target + "/")
            for item in one.evidence
        ):
            continue
        before = outcome(one.effect, one.limbs, turn.before) if turn.before else ""
        now = outcome(one.effect, one.limbs, turn.now)
        if before != now:
            moves.append((one.gap, before, now))
    return moves


def _tier(turn: Turn) -> Tier:
    """Return red for a new state of force."""
    status, before = turn.now.status, turn.before.status if turn.before else ""
    if status in _RED:
        return "red"
    if status == "pending":
        # Passed both chambers; a bill that is only introduced is text that came.
        return "red" if before == "passed-one-chamber" else "amber"
    if status in {"dead", "unknown", "withdrawn", "disputed"}:
        return "red" if before in _BOUND else "amber"
    return "amber"


def _headline(turn: Turn, places: tuple[str, ...], names: Names, forces: Forces) -> str:
    """Return one sentence for a change of force."""
    if INSTRUMENT_RE.match(turn.work):
        # Letters, opinions, guidance: their titles are of any number.
        return f"{names.named(turn.work)}: {words_of(turn.now.status)} from {wording.day(turn.on)}"
    if turn.target == turn.work:
        subject = names.named(turn.work)
    else:
        shown = [wording.place(path, wording.work_of(path)) for path in places[:3]]
        more = len(places) - len(shown)
        subject = wording.listed([*shown, f"{more} more places"] if more > 0 else shown)
    return f"{subject} {_happened(turn, forces, many=len(places) > 1)}"


def _happened(turn: Turn, forces: Forces, *, many: bool) -> str:
    """Return what happened, as the rest of a sentence that begins with the subject."""
    now = turn.now
    verb = "are" if many and turn.target != turn.work else "is"
    if turn.work.startswith("/us/bill/"):
        return _of_bill(turn, forces)
    if now.status == "unknown" and now.default:
        return _lapsed(turn, now.default)
    if now.status == "in-force":
        again = " again" if turn.before and turn.before.status in _HELD_BACK else ""
        return f"{verb} in force{again} from {wording.day(turn.on)}"
    if now.status == "stayed" and now.until:
        return f"{verb} stayed until {wording.day(now.until)}"
    known = {
        "not-enforced": "not enforced, though codified",
        "codified": "codified; whether that is enforced is not stated",
        "unknown": "of unknown force",
        "not-yet-effective": "law, but not yet in effect",
    }
    if now.status == "codified" or not now.reason:
        return f"{verb} {known.get(now.status, words_of(now.status))}"
    reason = f": {wording.plain(now.reason)}" if now.status in _EXPLAINED else ""
    return f"{verb} {known.get(now.status, words_of(now.status))}{reason}"


def _of_bill(turn: Turn, forces: Forces) -> str:
    """Return what happened to a bill."""
    before = turn.before.status if turn.before else ""
    match turn.now.status:
        case "in-force":
            return "is in force as law"
        case "not-yet-effective":
            return f"became law; {wording.plain(turn.now.reason).removeprefix('law; ')}"
        case "passed-one-chamber":
            return _passed(turn, forces)
        case "pending":
            return "passed both chambers" if before == "passed-one-chamber" else "was introduced"
        case status:
            reason = f": {wording.plain(turn.now.reason)}" if turn.now.reason else ""
            return f"is {words_of(status)}{reason}"


def _lapsed(turn: Turn, default: str) -> str:
    """Return that something ended by default and that nobody has confirmed what follows."""
    before = turn.before.status if turn.before else ""
    ended = {"stayed": "the stay", "in-force": "its time"}.get(before, "the time before")
    day = wording.day(turn.on - timedelta(days=1))
    return f"– {ended} ended on {day}: {words_of(default)} by default, not confirmed"


def _passed(turn: Turn, forces: Forces) -> str:
    """Return which chamber passed a bill, as its record says."""
    fact = forces.facts.get(turn.work)
    for action in fact.actions if fact else ():
        text = action.text.casefold()
        if action.on == turn.on and "passed" in text:
            for chamber in ("House", "Senate"):
                if chamber.casefold() in text:
                    return f"passed the {chamber}"
    return "passed one chamber"
