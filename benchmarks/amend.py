"""Print how instructions are read and carried out on real law, and where official texts agree.

    .venv/bin/python -m benchmarks.amend [FOLDER]   (default: the texts beside the checkout)

Bills are carried out on title 50, chapter 58, of the Code as the release point says; H.R. 6614 of
the 118th Congress on the Code before Public Law 119-34 and set beside section 4815(e) after it;
rules on the CFR before them and set beside the CFR after them (`amend_rules` alone prints more).
Ends with 1 when fewer than 95 in 100 instructions of the bills are carried out.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from benchmarks import amend_rules
from tracker.amend.collisions import collisions
from tracker.amend.execution.execute import execute
from tracker.amend.statutes import bills
from tracker.amend.statutes.acts import act_sections
from tracker.amend.values import Amended, Instruction
from tracker.amend.witnesses import Agreement, witness
from tracker.formats import parse
from tracker.model import Document

BESIDE = Path(__file__).resolve().parents[2] / "shared"
BASE = "119-34"
BILLS = ("119hr2683ih", "119hr2683eh", "118hr8152ih", "118hr8152eh", "119s3519is")
ENOUGH = 0.95
Result = TypeVar("Result")
LAWS = ("PLAW-119publ21", "PLAW-119publ4")


def code(root: Path, point: str) -> Document:
    """Return title 50, chapter 58, at a release point."""
    file = root / f"corpus/us-code/usc50-ch58@{point}.xml"
    return parse(file.read_bytes(), source=file.name)


def bill(root: Path, name: str) -> Document:
    """Return a version of a bill."""
    file = next((root / "upstream/www.govinfo.gov").rglob(f"BILLS-{name}.xml"))
    return parse(file.read_bytes(), source=file.name)


def carried_out(root: Path) -> bool:
    """Print a line for each bill and each instruction that needs a word; return whether enough."""
    base = code(root, BASE)
    print(f"bills on {base.work}@{base.version}")
    print(f"  {'bill':14} {'instructions':>12} {'executed':>8}  unexecuted by reason")
    enough = True
    results: list[tuple[str, Amended]] = []
    for name in BILLS:
        instructions = bills.read(bill(root, name), code=act_sections(base))
        amended = execute(base, instructions)
        results.append((name, amended))
        reasons = Counter(e.reason for e in amended.ledger if not e.executed)
        said = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items())) or "none"
        print(f"  {name:14} {len(instructions):12} {amended.executed:8}  {said}")
        enough &= amended.executed >= ENOUGH * len(instructions)
    for name, amended in results:
        for entry in amended.ledger:
            if not entry.executed or entry.detail:
                order = entry.instruction
                state = "executed" if entry.executed else entry.reason
                print(f"  {name} {order.number} {order.path.rpartition('/s')[2]}: {state}")
                print(f"      {order.target.identifier}: {entry.detail}")
    return enough


def witnessed(root: Path) -> None:
    """Print where the Code after Public Law 119-34 agrees with H.R. 6614 carried out before it."""
    for name in ("118hr6614ih", "118hr6614eh"):
        amended = execute(code(root, "118-51"), bills.read(bill(root, name)))
        testimony = witness(amended, code(root, BASE))
        print(f"\n{name} on 118-51, beside {BASE}: {amended.executed} of {len(amended.ledger)}")
        print("  " + ", ".join(f"{count} {verdict}" for verdict, count in testimony.counts.items()))
        for agreement in testimony.agreements:
            for line in _said(agreement):
                print(f"  {line}")


def _said(agreement: Agreement) -> Iterator[str]:
    """Yield what one agreement or divergence shows."""
    place = (agreement.path or agreement.official_path).rpartition("/s")[2]
    away = agreement.official_path.rpartition("/s")[2]
    moved = f" → {away}" if away not in {"", place} else ""
    labelled = " (its label)" if agreement.types == ("label",) else ""
    yield f"{agreement.verdict:8} {place}{moved}{labelled}"
    if agreement.verdict != "agrees":
        for kind, words in agreement.words:
            if kind != "equal":
                yield f"           {'-' if kind == 'delete' else '+'} {words.strip()}"


def laws(root: Path) -> None:
    """Print what was read of public laws, by action, in what time."""
    for name in LAWS:
        file = root / f"corpus/public-laws/{name}.xml"
        document, parsed = _timed(lambda file=file: parse(file.read_bytes(), source=file.name))
        instructions, read = _timed(lambda document=document: bills.read(document))
        actions = Counter(order.action for order in instructions)
        said = ", ".join(f"{count} {action}" for action, count in actions.most_common())
        print(f"\n{name}: {len(instructions)} instructions; {said or 'none'}")
        print(f"  parsed in {parsed:.2f} s, read in {read:.2f} s (CPU)")
        _problems(instructions)


def _problems(instructions: tuple[Instruction, ...]) -> None:
    """Print what was not understood."""
    problems = [order for order in instructions if order.problem]
    print(f"  not understood: {len(problems)}")
    for order in problems:
        print(f"    {order.path.rpartition('/s')[2]}: {order.problem}")


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """Return what a function returns, and the CPU seconds it took."""
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def in_each_others_way(root: Path) -> None:
    """Print the collisions between the bills of the mirror."""
    sections = act_sections(code(root, BASE))
    texts: list[tuple[str, tuple[Instruction, ...]]] = []
    for file in sorted((root / "upstream/www.govinfo.gov").rglob("BILLS-*.xml")):
        document = parse(file.read_bytes(), source=file.name)
        _, _, _, congress, kind, number = document.work.split("/")
        name = f"{congress}{kind}{number}@{document.version}"
        texts.append((name, bills.read(document, code=sections)))
    found = collisions(texts)
    kinds = Counter(collision.kind for collision in found)
    said = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    print(f"\ncollisions between {len(texts)} texts of the mirror: {said or 'none'}")
    for collision in found:
        if collision.kind == "same-designator":
            parties = ", ".join(dict.fromkeys(party.text for party in collision.parties))
            print(f"  {collision.identifier}: {parties}")


def main() -> int:
    """Print all tables; return 1 when too few instructions are carried out."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else BESIDE
    enough = carried_out(root)
    witnessed(root)
    laws(root)
    in_each_others_way(root)
    print("\nrules of the Federal Register")
    print(amend_rules.report(amend_rules.measure(root)))
    print(amend_rules.without_text(root))
    return int(not enough)


if __name__ == "__main__":
    raise SystemExit(main())
