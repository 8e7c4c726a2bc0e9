"""Federal Register rules executed on the CFR before them and set beside the CFR after them.

    python benchmarks/amend_rules.py            the table, the divergences, the counts of all rules
    python benchmarks/amend_rules.py FILE …     how the instructions of these rules are read

The real texts are looked for in TRACKER_CORPUS or beside the checkout; without them there is
nothing to measure.
"""

import os
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tracker.amend.execution.execute import execute
from tracker.amend.rules import reading as rules
from tracker.amend.values import Amended, Instruction
from tracker.amend.witnesses import Agreement, Testimony, witness
from tracker.formats import parse
from tracker.model import Document

ROOT = Path(os.environ.get("TRACKER_CORPUS", Path(__file__).resolve().parents[2] / "shared"))
ECFR = "upstream/www.ecfr.gov/api/versioner/v1/full"
RULES = "corpus/federal-register"
FETCHED = "upstream/www.federalregister.gov/documents/full_text/xml"
EDITION = "corpus/ecfr/CFR-{}-title12-vol8-part1003.xml"
OTHER_RULES = "other rules fell between the two dates"


class Pair(Struct, frozen=True):
    """Rules with the official texts before and after them."""

    rules: tuple[str, ...]
    """In the order of their effect."""
    before: str
    after: str
    work: str
    note: str = ""


PAIRS = (
    *(
        Pair(
            (f"{FETCHED}/2025/09/30/2025-19001.xml",),
            f"{ECFR}/2025-08-02/title-15.xml@part={part}",
            f"{ECFR}/2025-12-30/title-15.xml@part={part}",
            f"/us/cfr/t15/p{part}",
            OTHER_RULES,
        )
        for part in ("734", "736", "748")
    ),
    Pair(
        (f"{RULES}/2012-3460.rule.xml", f"{RULES}/2012-31311.rule.xml"),
        EDITION.format(2012),
        EDITION.format(2014),
        "/us/cfr/t12/p1003",
        "one rule after the other; the threshold rule of December 2013 is not at hand",
    ),
    Pair(
        (f"{RULES}/2024-29957.excerpt.xml",),
        "corpus/ecfr/section-21-cfr-101.65.xml",
        "corpus/ecfr/section-21-cfr-101.65.xml",
        "/us/cfr/t21/p101",
        "the text before is not at hand: executed on the text after, which should not change; "
        "the file is an excerpt that ends within (d)(3)",
    ),
)


class Row(Struct, frozen=True):
    """What became of one rule's instructions on one part."""

    rule: str
    work: str
    before: str
    after: str
    amended: Amended
    testimony: Testimony
    note: str

    @property
    def instructions(self) -> int:
        """Number of instructions on the part."""
        return len(self.amended.ledger)

    @property
    def verdicts(self) -> Counter[str]:
        """Number of executed instructions that agree, diverge, or touch no text."""
        found: Counter[str] = Counter()
        for entry in self.amended.ledger:
            if not entry.executed:
                continue
            mine = [
                a for a in self.testimony.agreements if entry.instruction.number in a.instructions
            ]
            apart = [a for a in mine if a.verdict != "agrees"]
            if entry.instruction.action == "noChange":
                found["no change"] += 1
            elif any(not _typographic(a) for a in apart):
                found["diverging"] += 1
            elif apart:
                found["agreeing but for typography"] += 1
            else:
                found["agreeing"] += 1
        return found

    @property
    def reasons(self) -> Counter[str]:
        """Number of unexecuted instructions by reason."""
        return Counter(entry.reason for entry in self.amended.ledger if not entry.executed)

    @property
    def divergences(self) -> list[Agreement]:
        """Provisions that instructions touched and the official text has otherwise."""
        return [
            each
            for each in self.testimony.agreements
            if each.instructions and each.verdict != "agrees" and not _typographic(each)
        ]


def _typographic(agreement: Agreement) -> bool:
    """Return whether two texts differ in the form of quotation marks and fractions alone."""
    return _folded(agreement.computed) == _folded(agreement.official)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace("⁄", "/")
    return re.sub(r"[‘’`“”\"]", "'", plain)


def measure(root: Path = ROOT) -> list[Row]:
    """Return a row for each rule and part of which both texts are at hand."""
    return [row for pair in PAIRS for row in _rows(root, pair)]


def _rows(root: Path, pair: Pair) -> Iterator[Row]:
    """Yield the rows of one pair of official texts, one rule executed after the other."""
    if not (root / pair.before).exists():
        return
    base = _law(root / pair.before, pair.work)
    later = _law(root / pair.after, pair.work)
    for path in pair.rules:
        rule = _read(root / path)
        mine = [each for each in rules.read(rule) if _on(each, base)]
        amended = execute(base, mine)
        yield Row(
            rule.work.rpartition("/")[2],
            pair.work,
            base.version,
            later.version,
            amended,
            witness(amended, later),
            pair.note,
        )
        base = amended.result


def _on(instruction: Instruction, base: Document) -> bool:
    """Return whether an instruction acts on the base: its part and, of one section, the section."""
    identifier = instruction.target.identifier
    if identifier != base.work and not identifier.startswith(base.work + "/"):
        return False
    held = [p.path for p in base.root.children if p.level == "section"]
    whole = len(held) != 1
    return whole or any(identifier == path or identifier.startswith(path + "/") for path in held)


def _read(path: Path) -> Document:
    return parse(path.read_bytes(), source=path.name)


def _law(path: Path, work: str) -> Document:
    """Return a text of the CFR; its date is the folder's when it states none."""
    dated = re.search(r"\d{4}-\d{2}-\d{2}", str(path))
    return parse(path.read_bytes(), source=path.name, work=work, version=dated[0] if dated else "")


def files(root: Path = ROOT) -> list[Path]:
    """Return all Federal Register documents at hand."""
    return sorted([*(root / RULES).glob("*.xml"), *(root / FETCHED).rglob("*.xml")])


def report(rows: list[Row]) -> str:
    """Return the table of rules, and each divergence with both texts."""
    head = (
        f"{'rule':12} {'part':10} {'before':10} {'after':10} {'instr.':>6} {'read':>5} {'exec.':>6}"
        f" {'agree':>6} {'typogr.':>7} {'diverge':>7} {'no chg':>6}  unexecuted"
    )
    lines = [head]
    for row in rows:
        verdicts = row.verdicts
        read = sum(not e.instruction.problem for e in row.amended.ledger)
        reasons = ", ".join(f"{number} {reason}" for reason, number in row.reasons.items()) or "-"
        part = row.work.removeprefix("/us/cfr/").replace("/p", " ")
        lines.append(
            f"{row.rule:12} {part:10} {row.before:10} {row.after:10} {row.instructions:6}"
            f" {read:5} {row.amended.executed:6} {verdicts['agreeing']:6}"
            f" {verdicts['agreeing but for typography']:7} {verdicts['diverging']:7}"
            f" {verdicts['no change']:6}  {reasons}"
        )
    for row in rows:
        for each in row.divergences:
            place = each.path or each.official_path
            lines += ["", f"{row.rule}, instructions {each.instructions}: {place} ({row.note})"]
            lines += [f"  {kind:6} {words}" for kind, words in each.words if kind != "equal"]
    return "\n".join(lines)


def without_text(root: Path = ROOT) -> str:
    """Return how many instructions of the rules above are on parts whose text is not at hand."""
    works = {pair.work for pair in PAIRS}
    paths = {path: None for pair in PAIRS for path in pair.rules}
    paths[f"{FETCHED}/2025/03/28/2025-05426.xml"] = None
    lines = []
    for path in paths:
        if (root / path).exists():
            found = rules.read(_read(root / path))
            parts = Counter("/".join(each.target.identifier.split("/")[:5]) for each in found)
            away = {part: number for part, number in parts.items() if part not in works}
            named = ", ".join(f"{number} on {part}" for part, number in away.items()) or "none"
            lines.append(f"{Path(path).name}: of {len(found)} instructions without text: {named}")
    return "\n".join(lines)


def reading(root: Path = ROOT) -> str:
    """Return the number of instructions in all rules by action, and of those not read."""
    actions: Counter[str] = Counter()
    problems: Counter[str] = Counter()
    seconds = 0.0
    for path in files(root):
        document = _read(path)
        started = time.process_time()
        found = rules.read(document)
        seconds += time.process_time() - started
        actions.update(each.action for each in found)
        problems.update(re.sub(r"“.*”|\d+", "…", each.problem) for each in found if each.problem)
    lines = [f"{sum(actions.values())} instructions read in {seconds:.2f} s"]
    lines += [f"  {number:5} {action}" for action, number in actions.most_common()]
    lines += [f"{sum(problems.values())} not read in full"]
    lines += [f"  {number:5} {problem}" for problem, number in problems.most_common()]
    return "\n".join(lines)


def explain(path: Path) -> str:
    """Return how each instruction of a rule is read."""
    lines = []
    for each in rules.read(_read(path)):
        target = each.target
        place = target.identifier + ("" if target.facet == "whole" else f" [{target.facet}]")
        place += f" sentence {target.sentence}" if target.sentence else ""
        lines += [f"{each.number}. {each.action} {place}", f"    {each.words[-300:]}"]
        if each.find:
            lines.append(f"    find “{each.find.words}” ({each.find.choice}, {each.find.at})")
        if each.text:
            lines.append(f"    text “{each.text[:200]}”")
        for rename in each.renames:
            lines.append(f"    {rename.old} -> {rename.num}")
        lines += [f"    content {p.path}: {p.own_text[:120]}" for p in each.content]
        if each.problem:
            lines.append(f"    PROBLEM {each.problem}")
    return "\n".join(lines)


def main() -> None:
    """Print the measurements."""
    if len(sys.argv) > 1:
        for name in sys.argv[1:]:
            print(explain(Path(name)))
        return
    print(report(measure()))
    print()
    print(without_text())
    print()
    print(reading())


if __name__ == "__main__":
    main()
