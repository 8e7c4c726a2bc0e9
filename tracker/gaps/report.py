"""Gap results as JSON and as text; pure, the caller prints."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.gaps.anchors import Followed
from tracker.gaps.definitions import Definition, TermComparison
from tracker.gaps.history import StatusChange, Turn
from tracker.gaps.register import Register
from tracker.gaps.values import Assessment, Gap, GapState, Standing, words_of
from tracker.identifiers import citation
from tracker.model import Finding

_SIGNS = {"closes": "C", "authorises": "A", "partial": "P", "silent": "·", "widens": "W",
          "not-assessed": "?"}  # fmt: skip

_NAME_WIDTH = 44
"""Columns of the matrix that name a work."""


def as_json(
    register: Register,
    assessments: Sequence[Assessment],
    states: Sequence[GapState],
    on: date,
    *,
    every_version: bool = False,
    findings: Iterable[Finding] = (),
) -> dict[str, Any]:
    """Return the matrix of gaps × works × latest version; `every_version` adds the earlier ones.

    Follows `tracker/schemas/gaps.schema.json`.
    """
    by_gap = {state.gap: state for state in states}
    return {
        "as_of": on.isoformat(),
        "gaps": [_gap(gap, by_gap.get(gap.id)) for gap in register.gaps],
        "assessments": [_assessment(one) for one in assessments if every_version or one.latest],
        "findings": [
            {"code": f.code, "message": f.message, "file": f.path, "line": f.line} for f in findings
        ],
    }


def gap_json(
    gap: Gap, state: GapState | None, assessments: Sequence[Assessment], turns: Sequence[Turn]
) -> dict[str, Any]:
    """Return one gap with its evidence and its history by date."""
    return {
        "gap": _gap(gap, state),
        "legal_test": gap.legal_test,
        "assessments": [_assessment(one) for one in assessments if one.gap == gap.id],
        "history": [
            {
                "on": _day(turn.on), "kind": turn.kind, "work": turn.work,
                "version": turn.version or None, "effect": words_of(turn.effect),
                "before": words_of(turn.before) if turn.before else None,
                "force": words_of(turn.force.status), "note": turn.note,
            }
            for turn in turns
        ],
    }  # fmt: skip


def as_text(
    register: Register,
    assessments: Sequence[Assessment],
    states: Sequence[GapState],
    on: date,
    *,
    titles: Mapping[str, str] | None = None,
) -> str:
    """Return the matrix as lines: a row per work, a column per gap, force at the end.

    `titles` gives words for works that have no citation (`Notebook.titles`).
    """
    gaps = [gap.id for gap in register.scored]
    rows: dict[str, dict[str, Assessment]] = {}
    for one in assessments:
        if one.latest:
            rows.setdefault(one.work, {})[one.gap] = one
    names = {
        work: _name(work, next(iter(row.values())).version, titles) for work, row in rows.items()
    }
    width = max(map(len, names.values()), default=8)
    lines = [f"Gaps as of {on}. Computed from the texts; unofficial.",
             f"{'':{width}}  " + " ".join(gaps)]  # fmt: skip
    for work, row in sorted(rows.items()):
        cells = [_SIGNS[row[gap].effect] if gap in row else " " for gap in gaps]
        force = next(iter(row.values())).force
        lines.append(
            f"{names[work]:{width}}  "
            + " ".join(f"{cell:^3}" for cell in cells)
            + f"  {words_of(force.status)}"
        )
    lines.append("C closes · A authorises · P partial · W widens · “·” silent · ? not assessed")
    lines.append("")
    lines += [f"{s.gap}  {words_of(s.state):14} {s.reason}" for s in states]
    return "\n".join(lines) + "\n"


def gap_text(
    gap: Gap,
    state: GapState | None,
    assessments: Sequence[Assessment],
    turns: Sequence[Turn],
    *,
    titles: Mapping[str, str] | None = None,
) -> str:
    """Return one gap for people: legal test, evidence by work, history by date."""
    lines = [f"{gap.id} {gap.title}"]
    lines += [f"   {gap.title_ko}"] if gap.title_ko else []
    lines.append(f"Legal test: {gap.legal_test}")
    if state:
        lines.append(f"State: {words_of(state.state)} ({state.reason})")
    for one in assessments:
        if one.gap != gap.id or not one.latest or one.effect == "silent":
            continue
        limbs = f" [{', '.join(one.limbs)}]" if one.limbs else ""
        lines.append("")
        lines.append(
            f"{_name(one.work, one.version, titles)}:"
            f" {words_of(one.effect)}{limbs} ({one.basis}), {words_of(one.force.status)}"
        )
        lines.append(f"   {one.reason}")
        if one.basis == "curated" and one.computed is not None:
            lines.append(f"   computed: {words_of(one.computed)}")
        lines += [f"   {item.path}: “{item.words}”" for item in one.evidence]
        lines.append(f"   force: {_standing_text(one.force)}")
    lines += ["", "History"]
    lines += [
        f"   {turn.on or 'undated'}  {_name(turn.work, turn.version, titles)}: "
        + (words_of(turn.effect) if turn.kind == "text" else words_of(turn.force.status))
        for turn in turns
    ]
    return "\n".join(lines) + "\n"


def review_json(followed: Iterable[Followed], findings: Iterable[Finding]) -> dict[str, Any]:
    """Return what needs a person: notes that changed or are gone, and findings."""
    return {
        "notes": [
            {
                "id": one.note.id, "gap": one.note.gap or None, "work": one.note.work,
                "made_on": one.note.version, "version": one.version, "state": one.state,
                "old_path": one.note.path, "path": one.path or None, "words": one.note.words,
                "text": one.note.text, "needs_review": one.needs_review,
                "reason": next((s.reason for s in reversed(one.steps)
                                if s.state == one.state), ""),
                "redline": [list(edit) for step in one.steps for edit in step.redline],
            }
            for one in followed
        ],
        "findings": [
            {"code": f.code, "message": f.message, "file": f.path, "line": f.line}
            for f in findings
        ],
    }  # fmt: skip


def review_text(followed: Iterable[Followed], findings: Iterable[Finding]) -> str:
    """Return what needs a person, as lines; says so when nothing does."""
    lines = []
    for one in followed:
        if not one.needs_review:
            continue
        step = next(s for s in reversed(one.steps) if s.state == one.state)
        place = f"{one.note.path}@{one.note.version}"
        lines.append(f"{one.note.id}: {one.state} in {step.version} ({step.reason})")
        lines.append(f"   was {place}" + (f", now {step.new_path}" if step.new_path else ""))
        if step.redline:
            lines.append("   " + "".join(_shown(kind, words) for kind, words in step.redline))
    lines += [finding.message for finding in findings]
    return "\n".join(lines or ["nothing needs review"]) + "\n"


def changes_text(found: Sequence[StatusChange]) -> str:
    """Return status changes as lines."""
    return "".join(
        f"{one.key}: {one.before or 'not there'} → {one.after or 'not there'}\n" for one in found
    )


def definitions_json(found: Iterable[Definition]) -> list[dict[str, Any]]:
    """Return definitions with where they stand and who uses them."""
    return [
        {"term": one.term, "work": one.work, "version": one.version, "path": one.path,
         "text": one.text, "target": one.target or None, "users": list(one.users)}
        for one in found
    ]  # fmt: skip


def term_json(comparison: TermComparison) -> dict[str, Any]:
    """Return one term's definitions side by side."""
    rows = definitions_json(comparison.definitions)
    for row, likeness, edits in zip(rows, comparison.likeness, comparison.edits, strict=True):
        row["likeness"] = likeness
        row["words"] = [list(edit) for edit in edits]
    return {"term": comparison.term, "definitions": rows}


def _shown(kind: str, words: str) -> str:
    """Return a piece of a redline in plain text."""
    return {"delete": f"[-{words}-]", "insert": f"{{+{words}+}}"}.get(kind, words)


def _name(work: str, version: str, titles: Mapping[str, str] | None) -> str:
    """Return how a work is named, short enough to stand before a row."""
    name = (titles or {}).get(work, citation(work)) + (f"@{version}" if version else "")
    return name if len(name) <= _NAME_WIDTH else f"{name[: _NAME_WIDTH - 1].rstrip()}…"


def _day(day: date | None) -> str | None:
    """Return a date as JSON has it."""
    return day.isoformat() if day else None


def _gap(gap: Gap, state: GapState | None) -> dict[str, Any]:
    """Return a gap's head with its state."""
    return {
        "id": gap.id, "slug": gap.slug, "title": gap.title, "title_ko": gap.title_ko,
        "claims": list(gap.letters), "scored": gap.scored, "limbs": list(gap.limbs),
        "state": words_of(state.state) if state else None,
        "limbs_closed": list(state.limbs_closed) if state else [],
        "because": list(state.because) if state else [],
        "reason": state.reason if state else "",
    }  # fmt: skip


def _assessment(one: Assessment) -> dict[str, Any]:
    """Return an assessment."""
    judged = one.judgement
    return {
        "gap": one.gap, "work": one.work, "version": one.version or None, "latest": one.latest,
        "effect": words_of(one.effect), "basis": one.basis,
        "computed": words_of(one.computed) if one.computed else None,
        "curated": words_of(one.curated) if one.curated else None,
        "limbs": list(one.limbs), "force": words_of(one.force.status),
        "force_detail": _standing(one.force), "status": words_of(one.outcome),
        "rule": one.rule or None, "reason": one.reason,
        "evidence": [{"path": e.path, "words": e.words, "rule": e.rule} for e in one.evidence],
        "judgement": None if judged is None else {
            "author": judged.author, "date": judged.judged_on.isoformat(),
            "rationale": judged.rationale, "provisions": list(judged.provisions),
            "source": judged.source, "grade": judged.grade,
        },
    }  # fmt: skip


def _standing(force: Standing) -> dict[str, Any]:
    """Return how force is known."""
    return {
        "reason": force.reason, "since": _day(force.since), "until": _day(force.until),
        "next": words_of(force.next) if force.next else None,
        "default": words_of(force.default) if force.default else None,
        "source": force.source, "as_of": _day(force.as_of), "grade": force.grade,
        "curated": force.curated,
    }  # fmt: skip


def _standing_text(force: Standing) -> str:
    """Return force for people, with source and day."""
    parts = [words_of(force.status)]
    if force.reason:
        parts.append(force.reason)
    if force.source:
        parts.append(f"source: {force.source}")
    if force.as_of:
        parts.append(f"as of {force.as_of}")
    return "; ".join(parts)
