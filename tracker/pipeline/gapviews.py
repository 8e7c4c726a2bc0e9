"""Assessments as the site's values: cells, gaps with their prose, force, history."""

from collections.abc import Iterator
from datetime import date

from tracker.gaps.force import Forces, standing, timeline
from tracker.gaps.values import Assessment, Gap, Standing
from tracker.pipeline.assessing import Assessed
from tracker.render.data import Cell, Evidence, Force, GapEvent, GapState, GapView, NoteView


def gap_views(assessed: Assessed) -> Iterator[GapView]:
    """Yield the gaps as the site shows them, each with its state."""
    states = {state.gap: state for state in assessed.states}
    for gap in assessed.register.gaps:
        state = states.get(gap.id)
        yield _gap_view(gap, state.state if state else "open", state.reason if state else "")


def _gap_view(gap: Gap, state: GapState, reason: str) -> GapView:
    """Return a gap with its state."""
    return GapView(
        id=gap.id,
        slug=gap.slug,
        title=gap.title,
        title_ko=gap.title_ko,
        claim=gap.claim,
        claim_ko=gap.claim_ko,
        passage=gap.passage,
        letters=gap.letters,
        legal_test=gap.legal_test,
        legal_test_ko=gap.legal_test_ko,
        prose=gap.prose,
        prose_ko=gap.prose_ko,
        scored=gap.scored,
        state=state,
        state_note=reason,
    )


def cell(found: Assessment) -> Cell:
    """Return the effect of one version of one work on one gap, with its evidence."""
    judgement = found.judgement
    return Cell(
        gap=found.gap,
        work=found.work,
        version=found.version,
        effect=found.effect,
        evidence=tuple(
            Evidence(item.path, found.version, item.words, item.rule) for item in found.evidence
        ),
        basis=found.basis,
        computed=found.computed,
        rationale=judgement.rationale if judgement else found.reason,
        author=judgement.author if judgement else "",
        judged_on=judgement.judged_on if judgement else None,
    )


def force_of(work: str, version: str, forces: Forces, on: date) -> Force:
    """Return the force of a work on a day."""
    return _force(standing(work, forces, on, version=version))


def force_history(work: str, forces: Forces) -> tuple[Force, ...]:
    """Return every state of force that a work had, has or will have by default."""
    return tuple(_force(state, since=day) for day, state in timeline(work, forces))


def _force(state: Standing, since: date | None = None) -> Force:
    """Return a standing as the site shows it."""
    return Force(
        status=state.status,
        note=state.reason,
        since=since or state.since,
        until=state.until,
        source=state.source,
        as_of=state.as_of,
    )


def gap_events(assessed: Assessed) -> Iterator[GapEvent]:
    """Yield the dated turns of each gap: a text that came or changed, gained or lost force."""
    for gap in assessed.register.scored:
        for turn in assessed.history(gap.id):
            yield GapEvent(
                gap=turn.gap,
                on=turn.on,
                work=turn.work,
                version=turn.version,
                effect=turn.effect,
                before=turn.before,
                force=turn.force.status,
                note=turn.note,
            )


def note_views(assessed: Assessed) -> Iterator[NoteView]:
    """Yield people's notes with what became of the clause each was made on."""
    for followed in assessed.followed():
        note = followed.note
        yield NoteView(
            path=note.path,
            version=note.version,
            state=followed.state,
            text=note.text,
            gap=note.gap,
            now=followed.path if followed.path != note.path else "",
            words=note.words,
        )
