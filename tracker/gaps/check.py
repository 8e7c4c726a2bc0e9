"""Findings about the register, the notes and the force entries, for `tracker verify`."""

from collections.abc import Collection, Iterator, Sequence

from tracker.gaps import anchors
from tracker.gaps.conditions import Condition
from tracker.gaps.evaluate import Computed
from tracker.gaps.force_register import ForceRegister
from tracker.gaps.notes import Notebook
from tracker.gaps.register import Register
from tracker.gaps.rules import Reading, evaluate
from tracker.gaps.values import Gap, Test, words_of
from tracker.model import Document, Finding, Provision

_ENOUGH = 5
"""Fewest texts on which “matches everything” means anything."""


def check(
    register: Register,
    notebook: Notebook,
    force: ForceRegister,
    *,
    computed: Sequence[Computed] = (),
    documents: Sequence[Document] = (),
    known: Collection[str] = (),
) -> list[Finding]:
    """Return everything that is wrong, each with file and line where there is one.

    `computed` are the effects of all texts held, `documents` those texts, `known` the works that
    are watched; without them the checks that need them are left out.
    """
    found = [*register.findings, *notebook.findings, *force.findings]
    works = set(known) | {d.work for d in documents} | {i.work for i in notebook.instruments}
    for gap in register.scored:
        found.extend(_rules(gap, computed))
    found.extend(_judgements(register, notebook, works if known or documents else set()))
    found.extend(_contradicted(notebook, computed))
    found.extend(_provisions(notebook, documents))
    found.extend(_targets(force, works if known else set()))
    if documents:
        found.extend(anchors.follow(notebook.notes, documents)[1])
    return found


def example_document(words: str, act: str = "Example Act") -> Document:
    """Return the smallest text that holds a clause: a bill of two sections, cited as an act."""
    path = "/us/bill/1/hr/1"
    first = f"This Act may be cited as the {act}."
    sections = (
        Provision(path=f"{path}/s1", level="section", num="1.", content=first),
        Provision(path=f"{path}/s2", level="section", num="2.", content=words),
    )
    root = Provision(path=path, level="document", children=sections)
    return Document("/us/bill/1/hr/1", "ih", "bill-dtd", "Example Act", root)


def holds_on_example(gap: Gap, test: Test) -> bool:
    """Return whether a test's condition holds on the test's own example."""
    condition: Condition = test.when  # type: ignore[assignment]  # values.Test keeps it opaque
    reading = Reading(example_document(test.example))
    return evaluate(condition, reading, f"{gap.id}/{test.id}") is not None


def _rules(gap: Gap, computed: Sequence[Computed]) -> Iterator[Finding]:
    """Yield rules that hold on every text, on none, or not on their own example."""
    mine = [one for one in computed if one.gap == gap.id]
    texts = {(one.work, one.version) for one in mine}
    for test in gap.tests:
        where = f"{gap.file}:{test.line}: rule “{test.id}” of {gap.id}"
        if test.example and not holds_on_example(gap, test):
            yield Finding(
                "rule-example", f"{where} does not hold on its own example", gap.file, test.line
            )
        hits = sum(1 for one in mine if one.rule == test.id or test.id in one.also)
        if mine and not hits and not test.example:
            yield Finding(
                "rule-matches-nothing",
                f"{where} holds on none of {len(texts)} texts; give it an example or mend it",
                gap.file,
                test.line,
            )
        if len(texts) >= _ENOUGH and hits == len(texts):
            yield Finding(
                "rule-matches-everything", f"{where} holds on all {hits} texts", gap.file, test.line
            )


def _judgements(
    register: Register, notebook: Notebook, works: Collection[str]
) -> Iterator[Finding]:
    """Yield judgements and notes on unknown gaps, limbs or works."""
    entries = [(j.gap, j.work, j.file, j.line, j.limbs) for j in notebook.judgements]
    entries += [(n.gap, n.work, n.file, n.line, ()) for n in notebook.notes]
    for name, work, file, line, limbs in entries:
        gap = register.gap(name) if name else None
        if name and gap is None:
            yield Finding("unknown-gap", f"{file}:{line}: there is no gap “{name}”", file, line)
        for limb in limbs:
            if gap and limb not in gap.limbs:
                yield Finding(
                    "unknown-limb", f"{file}:{line}: {name} has no limb “{limb}”", file, line
                )
        if works and work not in works:
            yield Finding(
                "unknown-work", f"{file}:{line}: {work} is neither watched nor held", file, line
            )


def _contradicted(notebook: Notebook, computed: Sequence[Computed]) -> Iterator[Finding]:
    """Yield judgements that a computed effect contradicts."""
    for judgement in notebook.judgements:
        for one in computed:
            if (one.gap, one.work) != (judgement.gap, judgement.work):
                continue
            if judgement.version and judgement.version != one.version:
                continue
            if one.effect not in {judgement.effect, "not-assessed"}:
                yield Finding(
                    "judgement-contradicted",
                    f"{judgement.file}:{judgement.line}: judged {words_of(judgement.effect)} for"
                    f" {judgement.gap}, but the rules say {words_of(one.effect)}"
                    f" ({one.rule or 'no rule holds'}) for {one.work}@{one.version}",
                    judgement.file,
                    judgement.line,
                )


def _provisions(notebook: Notebook, documents: Sequence[Document]) -> Iterator[Finding]:
    """Yield judgements that name a provision which no held version has."""
    paths: dict[str, set[str]] = {}
    for document in documents:
        held = paths.setdefault(document.work, set())
        held.update(provision.path for provision in document.provisions())
    for judgement in notebook.judgements:
        held = paths.get(judgement.work, set())
        for path in judgement.provisions if held else ():
            if path not in held:
                yield Finding(
                    "unknown-provision",
                    f"{judgement.file}:{judgement.line}: no version held has {path}",
                    judgement.file,
                    judgement.line,
                )


def _targets(force: ForceRegister, works: Collection[str]) -> Iterator[Finding]:
    """Yield force entries on works that are neither watched nor held nor declared."""
    for entry in force.entries if works else ():
        if not any(entry.target == work or entry.target.startswith(work + "/") for work in works):
            yield Finding(
                "unknown-work",
                f"{force.file}:{entry.line}: {entry.target} is neither watched nor held",
                force.file,
                entry.line,
            )
