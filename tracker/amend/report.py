"""An amending text's ledger and the law as it would read, as JSON and as text for a terminal."""

from typing import Any

from tracker.amend.outcome import AsAmended, OnBase
from tracker.amend.sections import by_reason, sections
from tracker.amend.values import Amended, Entry, Instruction
from tracker.compare import report as diff_report
from tracker.compare.words import word_edits
from tracker.model import Side

REASONS = {
    "target-not-found": "target not found",
    "words-not-found": "words not found",
    "words-ambiguous": "words found more than once",
    "base-differs": "the base differs",
    "not-understood": "not understood",
    "conflict": "conflicts with another instruction",
    "effective-later": "effective later",
    "stayed": "stayed",
    "other-law": "on law that is not held",
}
"""Words for what kept an instruction from being executed."""


def as_json(outcome: AsAmended) -> dict[str, Any]:
    """Return what `tracker amend --json` prints; its schema is `schemas/amend.schema.json`."""
    return {
        "work": outcome.record.work,
        "version": outcome.record.version,
        "title": outcome.title,
        "official": False,
        "summary": {
            "instructions": len(outcome.ledger),
            "executed": outcome.executed,
            "unexecuted": len(outcome.ledger) - outcome.executed,
            "reasons": by_reason(outcome.ledger),
        },
        "ledger": [_entry(entry) for entry in outcome.ledger],
        "bases": [_on_base(one) for one in outcome.bases],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    """Return one line of the ledger."""
    instruction = entry.instruction
    return {
        **instruction_json(instruction),
        "executed": entry.executed,
        "reason": entry.reason or None,
        "detail": entry.detail,
        "normalised": entry.normalised,
        "before": entry.before,
        "after": entry.after,
        "edits": [
            {
                "old": edit.path or None,
                "new": edit.now or None,
                "words": word_edits(edit.old, edit.new),
            }
            for edit in entry.edits
        ],
    }


def instruction_json(instruction: Instruction) -> dict[str, Any]:
    """Return how an instruction was read."""
    find = instruction.find
    return {
        "number": instruction.number,
        "path": instruction.path,
        "words": instruction.words,
        "action": instruction.action,
        "target": {
            "identifier": instruction.target.identifier or None,
            "facet": instruction.target.facet,
            "sentence": instruction.target.sentence,
        },
        "find": {
            "words": find.words,
            "choice": find.choice,
            "ordinal": find.ordinal,
            "at": find.at,
            "through": find.through,
            "side": find.side,
        }
        if find
        else None,
        "text": instruction.text,
        "content": [provision.path for provision in instruction.content],
        "position": instruction.position,
        "beside": instruction.beside or None,
        "until": instruction.until or None,
        "renames": [
            {"old": rename.old, "num": rename.num, "level": rename.level}
            for rename in instruction.renames
        ],
        "effective": instruction.effective,
        "delayed": instruction.delayed or None,
        "problem": instruction.problem,
    }


def _on_base(one: OnBase) -> dict[str, Any]:
    """Return one base with its sections as they would read."""
    base = one.amended.base
    old, new = _sides(one.amended)
    return {
        "work": base.work,
        "version": base.version,
        "title": base.title,
        "sections": [
            {
                "path": section.path,
                "name": section.name,
                "instructions": [entry.instruction.number for entry in section.entries],
                "changes": diff_report.as_json(section.changeset(old, new))["changes"],
                "text": [
                    {
                        "path": change.new.path,
                        "level": change.new.level,
                        "num": change.new.num,
                        "heading": change.new.heading,
                        "chapeau": change.new.chapeau,
                        "content": change.new.content,
                        "continuation": change.new.continuation,
                    }
                    for change in section.changes
                    if change.new is not None
                ],
            }
            for section in sections(one.amended)
        ],
        "witness": {
            "version": one.later.version,
            "counts": one.testimony.counts,
            "agreements": one.testimony.agreements,
        }
        if one.later and one.testimony
        else None,
    }


def _sides(amended: Amended) -> tuple[Side, Side]:
    """Return the base and the result as sides of a comparison."""
    base = amended.base
    return (
        Side(base.work, base.version, base.title),
        Side(base.work, f"{base.version} as amended", base.title),
    )
