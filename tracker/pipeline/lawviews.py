"""The amending texts held as the site shows them: executed on demand, with what follows from it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from hashlib import blake2b

from msgspec.json import encode

from tracker import amend, identifiers
from tracker.amend.collisions import Collision as Clash
from tracker.amend.collisions import collisions
from tracker.amend.outcome import OnBase
from tracker.gaps import evaluate
from tracker.gaps.register import Register
from tracker.gaps.values import Effect
from tracker.model import Record
from tracker.pipeline.amending import amends, as_amended, code_sections, deadline
from tracker.pipeline.assessing import Assessed
from tracker.pipeline.library import Library
from tracker.render.data import AmendmentView, Collision, GapTurn


def amendment_views(library: Library, assessed: Assessed, on: date) -> Iterator[AmendmentView]:
    """Yield every held text that may amend law held; versions of a later day are left out."""
    law = [
        (record.work, record.version, record.sha256)
        for work in library.works
        if work.startswith(("/us/usc/", "/us/cfr/"))
        for record in library.versions[work]
    ]
    before: dict[tuple[str, str], dict[str, Effect]] = defaultdict(dict)
    for one in assessed.computed:
        before[one.work, one.version][one.gap] = one.effect
    for work in filter(amends, library.works):
        for record in library.versions[work]:
            if record.published is None or record.published <= on:
                state = encode((record.work, record.version, record.sha256, law, assessed.rules))
                yield AmendmentView(
                    record=record,
                    key=blake2b(state, digest_size=12).hexdigest(),
                    load=partial(as_amended, library, work, record.version),
                    turns=partial(_turns, library, assessed.register, before, record),
                )


Before = Mapping[tuple[str, str], Mapping[str, Effect]]
"""(work, version) -> gap -> what the rules say of that text."""


def _turns(
    library: Library, register: Register, before: Before, record: Record
) -> tuple[GapTurn, ...]:
    """Return what the gap tests say of the law as amended where they say something else of it."""
    return tuple(
        turn
        for one in as_amended(library, record.work, record.version).bases
        for turn in _turns_on(one, register, before[one.base.work, one.base.version])
    )


def _turns_on(one: OnBase, register: Register, before: Mapping[str, Effect]) -> Iterator[GapTurn]:
    """Yield the gaps on which one law as amended differs from the law as it is."""
    changed = {edit.now for entry in one.amended.ledger for edit in entry.edits}
    for after in evaluate.compute(register, one.amended.result, changed=frozenset(changed)):
        if after.effect not in {before[after.gap], "not-assessed"}:
            yield GapTurn(
                gap=after.gap,
                work=one.base.work,
                before=before[after.gap],
                after=after.effect,
                reason=after.reason,
                path=after.evidence[0].path if after.evidence else "",
            )


def pending_collisions(library: Library, on: date) -> Iterator[Collision]:
    """Yield where the latest versions of bills that can still become law meet in the law."""
    texts = []
    code = code_sections(library)
    for work in library.works:
        versions = library.versions[work]
        if not work.startswith("/us/bill/") or not versions or deadline(versions[-1]) <= on:
            continue
        facts = library.facts(work)
        if facts is not None and (facts.public_law or facts.stage in {"enacted", "failed"}):
            continue
        version = versions[-1].version
        document = library.document(work, version)
        texts.append((f"{work}@{version}", amend.read(document, code=code)))
    for clash in collisions(texts):
        if not clash.identifier.startswith(("/us/usc/", "/us/cfr/")):
            continue
        yield _collision(clash)


def _collision(clash: Clash) -> Collision:
    """Return a collision with its parties by text, as the site shows it."""
    parties: dict[str, list[int]] = defaultdict(list)
    for party in clash.parties:
        parties[party.text].append(party.number)
    return Collision(
        kind=clash.kind,
        identifier=clash.identifier,
        words=clash.words,
        alike=clash.alike,
        parties=tuple(
            (identifiers.parse(text).work, identifiers.parse(text).version, tuple(numbers))
            for text, numbers in parties.items()
        ),
    )
