"""An amending text's ledger and the law as it would read, as text for a terminal."""

import textwrap
from collections.abc import Iterator, Sequence

from tracker import identifiers
from tracker.amend.explain import Explanation
from tracker.amend.outcome import AsAmended, OnBase
from tracker.amend.report import REASONS, instruction_json
from tracker.amend.sections import Section, by_reason, sections
from tracker.amend.values import Amended, Entry, Instruction
from tracker.compare import report as diff_report
from tracker.model import ChangeSet, Side

UNOFFICIAL = "Computed and unofficial; the official texts prevail."


def as_text(outcome: AsAmended, *, width: int = 100, colour: bool = False) -> str:
    """Return the report: counts, the law section by section as a redline, then the ledger."""
    record = outcome.record
    name = f"{identifiers.citation(record.work)}, {record.label}"
    lines = [f"{name}: the law as it would read", UNOFFICIAL, *_counts(outcome.ledger, width), ""]
    for one in outcome.bases:
        lines.append(f"On {identifiers.citation(one.base.work)}, {one.base.label}")
        for section in sections(one.amended):
            lines += ["", *_section(section, one.amended, width, colour)]
        lines += [*_witness(one, width), ""]
    lines += [*_unexecuted(outcome.ledger, width)]
    return "\n".join(lines).rstrip() + "\n"


def _counts(ledger: Sequence[Entry], width: int) -> Iterator[str]:
    """Yield how many instructions were executed, and why the others were not."""
    executed = sum(entry.executed for entry in ledger)
    words = f"{executed} of {len(ledger)} instructions executed"
    reasons = [f"{count} {REASONS[reason]}" for reason, count in by_reason(ledger).items()]
    yield from textwrap.wrap("; ".join([words, *reasons]), width)


def _section(section: Section, amended: Amended, width: int, colour: bool) -> Iterator[str]:
    """Yield one section's redline with the numbers of the instructions behind it."""
    old = Side(amended.base.work, amended.base.version)
    shown = ChangeSet(old, Side(old.work, old.version), section.changes)
    numbers = ", ".join(str(entry.instruction.number) for entry in section.entries)
    yield f"{section.name}  (instruction{'s' if len(section.entries) > 1 else ''} {numbers})"
    text = diff_report.as_text(shown, width=width, colour=colour)
    # The first lines name the sides, count, and name the section: all of it said already.
    lines = text.rstrip("\n").split("\n")[3:]
    named = next((n for n, line in enumerate(lines) if line.startswith(" ")), 0)
    yield from lines[named:]


def _witness(on_base: OnBase, width: int) -> Iterator[str]:
    """Yield how the computed text stands beside the official one."""
    if on_base.later is None or on_base.testimony is None:
        return
    counts = on_base.testimony.counts
    touched = counts["agrees"] + counts["diverges"] + counts["absent"]
    yield ""
    yield from textwrap.wrap(
        f"Beside the official text at {on_base.later.version}: {counts['agrees']} of {touched} "
        f"provisions touched agree; {counts['unasked']} others changed there",
        width,
    )
    for one in on_base.testimony.agreements:
        if one.verdict in {"diverges", "absent"}:
            words = "reads otherwise" if one.verdict == "diverges" else "is not there"
            yield from textwrap.wrap(
                f"divergence: {one.path or one.official_path} {words}",
                width,
                initial_indent="    ",
                subsequent_indent="      ",
            )


def _unexecuted(ledger: Sequence[Entry], width: int) -> Iterator[str]:
    """Yield the instructions that were not executed, each with its reason; other laws in short."""
    left = [entry for entry in ledger if not entry.executed]
    elsewhere = [entry for entry in left if entry.reason == "other-law"]
    if elsewhere:
        numbers = ", ".join(_runs([entry.instruction.number for entry in elsewhere]))
        yield from textwrap.wrap(f"On law that is not held: instructions {numbers}", width)
        left = [entry for entry in left if entry.reason != "other-law"]
    if left:
        yield f"Not executed ({len(left)})"
    for entry in left:
        instruction = entry.instruction
        reason = REASONS.get(entry.reason, entry.reason)
        order = textwrap.shorten(instruction.words, 300, placeholder=" …")
        for words, first in (
            (f"{instruction.number}. {reason}: {entry.detail}", "  "),
            (f"{instruction.path}: {order}", "     "),
        ):
            yield from textwrap.wrap(words, width, initial_indent=first, subsequent_indent="     ")


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Yield numbers in order, runs as `3–7`."""
    start = last = None
    for number in [*numbers, None]:
        if start is not None and number != (last or 0) + 1:
            yield str(start) if start == last else f"{start}–{last}"
            start = None
        start = number if start is None else start
        last = number


def explained(found: Explanation) -> str:
    """Return how one sentence was read: the tokens after each pass, then the instructions."""
    lines = [found.sentence]
    for step in found.steps:
        tokens = [f"[{t.kind} {t.text.strip()}]" for t in step.tokens if t.kind != "words"]
        lines += ["", f"{step.name}:", *(f"    {token}" for token in tokens)]
    lines += ["", f"{len(found.instructions)} read as a {KINDS[found.kind]}"]
    for instruction in found.instructions:
        lines += ["", *_fields(instruction)]
    return "\n".join(lines) + "\n"


KINDS = {"law": "bill's or law's instruction", "rule": "rule's amendatory instruction"}


def _fields(instruction: Instruction) -> Iterator[str]:
    """Yield what an instruction says, a field a line, empty ones left out."""
    for name, value in instruction_json(instruction).items():
        if name in {"number", "path", "words"} or not value:
            continue
        shown = value
        if isinstance(value, dict):
            shown = ", ".join(f"{key} {one}" for key, one in value.items() if one)
        yield f"    {name:<9} {shown}"
