"""The law as it would read: which held text an amending text acts on, and what comes of it.

A bill acts on the law as it stands, so its base is the newest version held; a rule acts on the
text in force the day before it is published, so that the next version of the part is a witness to
how it was really carried out.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from tracker import amend, identifiers
from tracker.amend.execution.execute import execute
from tracker.amend.execution.locate import find
from tracker.amend.execution.tree import Tree
from tracker.amend.outcome import AsAmended, OnBase
from tracker.amend.statutes.acts import act_sections
from tracker.amend.values import Entry, Instruction
from tracker.amend.witnesses import witness
from tracker.errors import UsageError
from tracker.model import Record
from tracker.pipeline.library import Library
from tracker.pipeline.loose import Loose

Texts = Library | Loose
"""Where texts come from: a store, or files beside one."""


def amends(work: str) -> bool:
    """Return whether texts of a kind may amend law: bills, public laws, rules."""
    return work.startswith(("/us/bill/", "/us/fr/", "/us/pl/"))


def as_amended(
    library: Texts,
    work: str,
    version: str,
    *,
    base: Record | None = None,
    official: Record | None = None,
) -> AsAmended:
    """Execute a held amending text on the law held.

    `base` names one version to use instead of the one it acts on, and `official` a later version
    to set the result beside.

    Raises UsageError when the text is not of a kind that amends.
    """
    if not amends(work):
        raise UsageError(
            f"{identifiers.short(work)} amends nothing: name a bill (119hr2683@eh), a public law "
            "or a rule (2025-19001)"
        )
    document = library.document(work, version)
    instructions = amend.read(document, code=code_sections(library))
    record = library.record(work, version)
    chosen = [base] if base is not None else _bases(library, instructions, record)
    done = tuple(_on_base(library, one, instructions, record, official) for one in chosen)
    return AsAmended(record, document.title, tuple(_ledger(instructions, done)), done)


def amended_works(library: Texts, record: Record) -> frozenset[str]:
    """Return the parts of the CFR that an amending text acts on."""
    instructions = amend.read(library.document(record.work, record.version))
    targets = {one.target.identifier for one in instructions}
    return frozenset("/".join(t.split("/")[:5]) for t in targets if t.startswith("/us/cfr/"))


def code_sections(library: Texts) -> dict[str, str]:
    """Return which Act's section stands where in the chapters of the Code that are held."""
    found: dict[str, str] = {}
    for work in library.works:
        if work.startswith("/us/usc/") and (document := library.latest(work)) is not None:
            found.update(act_sections(document))
    return found


def _bases(library: Texts, instructions: tuple[Instruction, ...], record: Record) -> list[Record]:
    """Return the versions of held law that the instructions act on, in the order first named."""
    targets = [i.target.identifier for i in instructions if i.target.identifier]
    found: dict[str, Record] = {}
    for work in library.works:
        if not work.startswith(("/us/usc/", "/us/cfr/")):
            continue
        version = _base_version(library.versions[work], record)
        if version is None:
            continue
        if not any(target.startswith(_law(work)) for target in targets):
            continue
        home = Tree(library.document(work, version.version))
        first = next((n for n, target in enumerate(targets) if _belongs(home, target)), None)
        if first is not None:
            found[f"{first:06}{work}"] = version
    return [found[key] for key in sorted(found)]


def _law(work: str) -> str:
    """Return the title of the Code or the part of the CFR that a base is or lies in."""
    return work.rpartition("/")[0] if work.startswith("/us/usc/") else work


def _belongs(home: Tree, identifier: str) -> bool:
    """Return whether a target is part of a base, there already or to be put in."""
    return bool(identifier) and find(home, identifier).missing != "other-law"


def _base_version(versions: list[Record], record: Record) -> Record | None:
    """Return the version that an amending text acts on; the first one if all are later."""
    day = deadline(record)
    before = [one for one in versions if one.published is None or one.published < day]
    return before[-1] if before else (versions[0] if versions else None)


def deadline(record: Record) -> date:
    """Return the day before which the law must have been as it is for a text to act on it.

    A rule acts on the text before its own publication. A bill can act on the law until its
    Congress ends (3 January of the odd year, U.S. Const. amend. XX § 1); a law, until it is law.
    """
    if record.work.startswith("/us/bill/"):
        return date(1789 + 2 * int(record.work.split("/")[3]), 1, 3)
    return record.published or date.max


def _on_base(
    library: Texts,
    base: Record,
    instructions: Iterable[Instruction],
    record: Record,
    official: Record | None,
) -> OnBase:
    """Execute the instructions that act on one base, and look for a witness."""
    document = library.document(base.work, base.version)
    home = Tree(document)
    mine = [i for i in instructions if _belongs(home, i.target.identifier)]
    amended = execute(document, mine)
    later = official or _later(library, base, record)
    if later is None or later.work != base.work:
        return OnBase(base, amended)
    return OnBase(
        base, amended, later, witness(amended, library.document(later.work, later.version))
    )


def _later(library: Texts, base: Record, record: Record) -> Record | None:
    """Return the official version that may show what an amending text did.

    For a rule, the next version of the part; for a bill that became law, the first release point
    of that law or a later one. A pending bill has no witness.
    """
    versions = library.versions[base.work]
    after = versions[[one.version for one in versions].index(base.version) + 1 :]
    if record.work.startswith("/us/fr/"):
        return after[0] if after else None
    facts = library.facts(record.work)
    if facts is None or not facts.public_law:
        return None
    law = identifiers.version_order("/us/usc/t1/ch1", facts.public_law)
    return next(
        (one for one in after if identifiers.version_order(one.work, one.version) >= law), None
    )


def _ledger(instructions: Iterable[Instruction], done: Iterable[OnBase]) -> Iterator[Entry]:
    """Yield one entry for each instruction: from the base it acts on, or why there is none."""
    entries = {entry.instruction.number: entry for one in done for entry in one.amended.ledger}
    for instruction in instructions:
        yield entries.get(instruction.number) or _without_base(instruction)


def _without_base(instruction: Instruction) -> Entry:
    """Return the entry of an instruction on law that is not held."""
    if instruction.action == "unknown" or not instruction.target.identifier:
        detail = instruction.problem or "it could not be read which law it changes"
        return Entry(instruction, executed=False, reason="not-understood", detail=detail)
    return Entry(
        instruction,
        executed=False,
        reason="other-law",
        detail=f"{instruction.target.identifier} is not among the texts held",
    )
