"""What each text does to each gap, and whether it binds: the two axes meet only here."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from tracker.gaps import phrases
from tracker.gaps.conditions import Condition
from tracker.gaps.force import Forces, gather, standing, strongest
from tracker.gaps.force_register import ForceRegister
from tracker.gaps.register import Register
from tracker.gaps.rules import Reading, evaluate, excerpt
from tracker.gaps.values import (
    Assessment,
    Effect,
    Evidence,
    Gap,
    GapState,
    Judgement,
    Outcome,
    Standing,
)
from tracker.identifiers import version_order
from tracker.model import Document, Facts

_MOST_SIGNALS = 8


class Computed(Struct, frozen=True):
    """The effect of one version of one work on one gap by the rules alone."""

    gap: str
    work: str
    version: str
    effect: Effect
    rule: str
    reason: str
    limbs: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    also: tuple[str, ...] = ()
    """Ids of later tests that hold too."""


def compute(
    register: Register, document: Document, *, changed: frozenset[str] = frozenset()
) -> tuple[Computed, ...]:
    """Return the effect of a text on every scored gap; depends on nothing but its arguments.

    `changed` holds the paths that instructions changed, when the text is a law as amended.
    """
    reading = Reading(document, register.subject, changed)
    return tuple(_effect(gap, reading) for gap in register.scored)


def assess(
    register: Register,
    documents: Iterable[Document],
    facts: Mapping[str, Facts],
    force: ForceRegister,
    on: date,
    *,
    judgements: Sequence[Judgement] = (),
    published: Mapping[tuple[str, str], date | None] | None = None,
) -> list[Assessment]:
    """Return an assessment per gap × work × version, in that order.

    `published` gives the day of a version where the text states none; versions of a later day
    than `on` are left out. Judgements on works of which no text is held give assessments with an
    empty version.
    """
    held = [
        document
        for document in documents
        if (day := _day(document, published)) is None or day <= on
    ]
    computed = [effect for document in held for effect in compute(register, document)]
    return combine(
        register,
        computed,
        gather(held, facts, force),
        on,
        judgements=judgements,
        published=published,
    )


def combine(
    register: Register,
    computed: Sequence[Computed],
    forces: Forces,
    on: date,
    *,
    judgements: Sequence[Judgement] = (),
    published: Mapping[tuple[str, str], date | None] | None = None,
) -> list[Assessment]:
    """Return assessments from computed effects (held or fresh), judgements and force."""
    latest = _latest(computed, published or {})
    found = [
        _assessment(
            one, forces, on, _judged(one, judgements), latest=latest[one.work] == one.version
        )
        for one in computed
    ]
    works = {one.work for one in computed}
    scored = {gap.id for gap in register.scored}
    found += [
        _unheld(judgement, forces, on)
        for judgement in judgements
        if judgement.work not in works and judgement.gap in scored
    ]
    order = {gap.id: number for number, gap in enumerate(register.gaps)}
    found.sort(key=lambda a: (order[a.gap], a.work, version_order(a.work, a.version)))
    return found


def states(register: Register, assessments: Sequence[Assessment]) -> tuple[GapState, ...]:
    """Return the state of every gap: closed only if texts that bind close all of it."""
    return tuple(
        _state(gap, [a for a in assessments if a.gap == gap.id and a.latest])
        for gap in register.scored
    )


def marked(register: Register, document: Document) -> dict[str, tuple[str, ...]]:
    """Return the clauses of a text that bear on gaps, with the ids of those gaps."""
    return marks_of(compute(register, document))


def marks_of(computed: Iterable[Computed]) -> dict[str, tuple[str, ...]]:
    """Return the clauses of one text that are evidence, with the ids of their gaps."""
    found: dict[str, list[str]] = {}
    for one in computed:
        if one.effect in {"silent", "not-assessed"}:
            continue
        for item in one.evidence:
            gaps = found.setdefault(item.path, [])
            if one.gap not in gaps:
                gaps.append(one.gap)
    return {path: tuple(sorted(gaps)) for path, gaps in found.items()}


def _effect(gap: Gap, reading: Reading) -> Computed:
    """Return the effect of one text on one gap: the first test that holds decides."""
    document = reading.document
    decided: Computed | None = None
    also: list[str] = []
    for test in gap.tests:
        condition: Condition = test.when  # type: ignore[assignment]  # values.Test keeps it opaque
        held = evaluate(condition, reading, f"{gap.id}/{test.id}")
        if held is None:
            continue
        if decided is not None:
            also.append(test.id)
            continue
        decided = Computed(
            gap.id,
            document.work,
            document.version,
            test.effect,
            test.id,
            test.why,
            test.limbs,
            held,
        )
    if decided is None:
        return _undecided(gap, reading)
    return Computed(
        decided.gap,
        decided.work,
        decided.version,
        decided.effect,
        decided.rule,
        decided.reason,
        decided.limbs,
        decided.evidence,
        tuple(also),
    )


def _undecided(gap: Gap, reading: Reading) -> Computed:
    """Return `silent` when the whole text was read and nothing speaks to the gap."""
    document = reading.document
    hits = _signals(gap, reading)
    if hits:
        return Computed(
            gap.id,
            document.work,
            document.version,
            "not-assessed",
            "",
            "no rule decides, but the text uses words of this gap; a person must read it",
            evidence=hits,
        )
    if document.best_effort or not reading.text.words:
        return Computed(
            gap.id,
            document.work,
            document.version,
            "not-assessed",
            "",
            "the text could not be read clause by clause",
        )
    if reading.kept is not None and not reading.kept:
        return Computed(
            gap.id,
            document.work,
            document.version,
            "silent",
            "",
            "the whole text was read; it does not speak of "
            + (reading.subject.name or "the subject"),
        )
    return Computed(
        gap.id,
        document.work,
        document.version,
        "silent",
        "",
        "the whole text was read; no rule holds and no word of this gap occurs",
    )


def _signals(gap: Gap, reading: Reading) -> tuple[Evidence, ...]:
    """Return where the gap's signal phrases stand in operative text."""
    hits: list[Evidence] = []
    signals = reading.possible(gap.signals)
    for clause in reading.select("operative") if signals else ():
        for phrase in signals:
            if match := phrases.first(phrase, clause.own):
                hits.append(Evidence(clause.path, excerpt(match.words), f"{gap.id}/signal"))
                break
        if len(hits) == _MOST_SIGNALS:
            break
    return tuple(hits)


def _day(
    document: Document, published: Mapping[tuple[str, str], date | None] | None
) -> date | None:
    """Return the day of a version, or None when nobody says."""
    day = (published or {}).get((document.work, document.version)) or document.dates.published
    if day is None and document.work.startswith("/us/cfr/"):
        try:
            return date.fromisoformat(document.version)
        except ValueError:
            return None
    return day


def _latest(
    computed: Iterable[Computed], published: Mapping[tuple[str, str], date | None]
) -> dict[str, str]:
    """Return the last version of each work in legal order."""
    versions: dict[str, set[str]] = {}
    for one in computed:
        versions.setdefault(one.work, set()).add(one.version)
    return {
        work: max(found, key=lambda v: version_order(work, v, published.get((work, v))))
        for work, found in versions.items()
    }


def _judged(one: Computed, judgements: Iterable[Judgement]) -> Judgement | None:
    """Return the judgement that stands for a version; one for that very version goes first."""
    fitting = [
        j
        for j in judgements
        if (j.gap, j.work) == (one.gap, one.work) and j.version in {"", one.version}
    ]
    return max(fitting, key=lambda j: (bool(j.version), j.judged_on), default=None)


def _assessment(
    one: Computed, forces: Forces, on: date, judgement: Judgement | None, *, latest: bool
) -> Assessment:
    """Return computed effect, judgement and force of one version as one value."""
    effect = judgement.effect if judgement else one.effect
    limbs = judgement.limbs if judgement else one.limbs
    paths = (
        judgement.provisions
        if judgement and judgement.provisions
        else tuple(item.path for item in one.evidence)
    )
    force = _standing(one.work, one.version, paths, forces, on)
    return Assessment(
        gap=one.gap, work=one.work, version=one.version, effect=effect,
        basis="curated" if judgement else "computed", computed=one.effect,
        curated=judgement.effect if judgement else None, limbs=limbs, force=force,
        outcome=outcome(effect, limbs, force), rule=one.rule,
        reason=judgement.rationale if judgement else one.reason, evidence=one.evidence,
        judgement=judgement, latest=latest,
    )  # fmt: skip


def _unheld(judgement: Judgement, forces: Forces, on: date) -> Assessment:
    """Return the assessment of a work of which only a judgement is held."""
    force = _standing(judgement.work, judgement.version, judgement.provisions, forces, on)
    return Assessment(
        gap=judgement.gap, work=judgement.work, version="", effect=judgement.effect,
        basis="curated", computed=None, curated=judgement.effect, limbs=judgement.limbs,
        force=force, outcome=outcome(judgement.effect, judgement.limbs, force), rule="",
        reason=judgement.rationale, judgement=judgement,
    )  # fmt: skip


def _standing(work: str, version: str, paths: Iterable[str], forces: Forces, on: date) -> Standing:
    """Return the force of the provisions that matter: binding if one of them binds."""
    found = [standing(work, forces, on, version=version, path=path) for path in paths]
    return strongest(found) or standing(work, forces, on, version=version)


def outcome(effect: Effect, limbs: tuple[str, ...], force: Standing) -> Outcome:
    """Return effect and force read together."""
    if effect in {"silent", "not-assessed"}:
        return "untouched" if effect == "silent" else "not-assessed"
    if force.status in {"dead", "withdrawn", "lifted"}:
        return "lapsed"
    if force.status in {"unknown", "disputed"}:
        return "unverified"
    part = effect == "partial" or (effect == "closes" and bool(limbs))
    if force.status in {"in-force", "guidance"}:
        if part:
            return "partly-closed"
        return {"closes": "closed", "authorises": "enabled", "widens": "widened"}[effect]  # type: ignore[return-value]  # the three effects left
    if part:
        return "would-partly-close"
    return {"closes": "would-close", "authorises": "would-enable", "widens": "would-widen"}[effect]  # type: ignore[return-value]  # the three effects left


def _state(gap: Gap, assessments: Sequence[Assessment]) -> GapState:
    """Return the state of one gap from the latest versions of all works."""
    closing = [a for a in assessments if a.effect == "closes" and a.force.status == "in-force"]
    whole = [a for a in closing if not a.limbs]
    limbs = tuple(limb for limb in gap.limbs if any(limb in a.limbs for a in closing))
    if whole or (gap.limbs and limbs == gap.limbs):
        return GapState(
            gap.id,
            "closed",
            limbs or gap.limbs,
            _names(whole or closing),
            "text that closes it is in force",
        )
    unsure = [
        a for a in assessments
        if a.effect == "closes" and a.force.status in {"unknown", "disputed"}
        and "in-force" in {a.force.default, a.force.status}
    ]  # fmt: skip
    if unsure:
        return GapState(
            gap.id,
            "unverified",
            limbs,
            _names(unsure),
            "text that closes it is in force by default, unless something unread says otherwise",
        )
    part = closing + [a for a in assessments if a.outcome == "partly-closed" and a not in closing]
    if part:
        return GapState(
            gap.id, "partly-closed", limbs, _names(part), "text in force reaches a part of it"
        )
    return GapState(gap.id, "open", (), (), "no text in force closes any of it")


def _names(assessments: Iterable[Assessment]) -> tuple[str, ...]:
    """Return `work@version` of assessments, in order, each once."""
    return tuple(
        dict.fromkeys(a.work + (f"@{a.version}" if a.version else "") for a in assessments)
    )
