"""The history of a gap by date, and what changed since somebody last looked."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from tracker.gaps.force import Forces, timeline
from tracker.gaps.values import Assessment, Effect, GapState, Standing, words_of
from tracker.identifiers import version_order


class Turn(Struct, frozen=True):
    """A dated turn: a text that speaks to the gap came or changed, or gained or lost force."""

    gap: str
    on: date | None
    """None when nobody says."""
    kind: Literal["text", "force"]
    work: str
    version: str
    """Empty for a turn of force."""
    effect: Effect
    before: Effect | None
    """Effect of the version before; None for the first."""
    force: Standing
    note: str


class StatusChange(Struct, frozen=True):
    """A status that differs from the one last acknowledged; empty where there was none."""

    key: str
    """`G01` for a gap, `G01 /us/bill/119/hr/2683` for a work's cell."""
    before: str
    after: str


def history(
    gap: str,
    assessments: Sequence[Assessment],
    forces: Forces,
    *,
    published: Mapping[tuple[str, str], date | None] | None = None,
) -> tuple[Turn, ...]:
    """Return the turns of one gap in order of date, undated ones last.

    `assessments` are those of all versions; works whose every version is silent are left out.
    """
    days = published or {}
    works: dict[str, list[Assessment]] = {}
    for one in assessments:
        if one.gap == gap:
            works.setdefault(one.work, []).append(one)
    turns: list[Turn] = []
    for work, found in works.items():
        if all(one.effect == "silent" for one in found):
            continue
        found.sort(key=lambda a: version_order(work, a.version, days.get((work, a.version))))
        of_force = _forces(gap, found, forces)
        # A text known by a judgement only has no version; it came when its force began.
        known = {(work, ""): of_force[0].on} if of_force else {}
        turns.extend(_texts(gap, found, {**known, **days}))
        turns.extend(of_force)
    turns.sort(key=lambda t: (t.on or date.max, t.work, t.kind == "force", t.version))
    return tuple(turns)


def _texts(
    gap: str, found: Sequence[Assessment], days: Mapping[tuple[str, str], date | None]
) -> list[Turn]:
    """Return a turn per version that came with another effect than the one before."""
    turns: list[Turn] = []
    before: Effect | None = None
    for one in found:
        if one.effect != before:
            on = days.get((one.work, one.version))
            turns.append(
                Turn(gap, on, "text", one.work, one.version, one.effect, before, one.force,
                     one.reason)
            )  # fmt: skip
        before = one.effect
    return turns


def _forces(gap: str, found: Sequence[Assessment], forces: Forces) -> list[Turn]:
    """Return a turn per change of force of a work, or of the provisions that are its evidence."""
    last = found[-1]
    path = last.evidence[0].path if last.evidence else ""
    return [
        Turn(gap, on, "force", last.work, "", last.effect, None, standing, standing.reason)
        for on, standing in timeline(last.work, forces, path=path)
    ]


def statuses(assessments: Sequence[Assessment], states: Sequence[GapState]) -> dict[str, str]:
    """Return what is acknowledged: one line of words per gap and per cell of the matrix."""
    found = {state.gap: words_of(state.state) for state in states}
    for one in assessments:
        # A text that says nothing to a gap changes nothing about it when its force changes.
        if one.latest and one.effect not in {"silent", "not-assessed"}:
            found[f"{one.gap} {one.work}"] = f"{words_of(one.effect)}; {words_of(one.force.status)}"
    return dict(sorted(found.items()))


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[StatusChange, ...]:
    """Return every status that differs, in order of key."""
    return tuple(
        StatusChange(key, before.get(key, ""), after.get(key, ""))
        for key in sorted(before.keys() | after.keys())
        if before.get(key, "") != after.get(key, "")
    )
