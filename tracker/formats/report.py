"""What `tracker parse` reports: JSON after schemas/parse.schema.json, and a line for people.

Provisions are flat, in document order; `parent` is the path of the provision above, or the work.
"""

from datetime import date
from typing import Any

from tracker.formats.meter import Meter
from tracker.model import Document, Dropped, Finding, Mark, Provision

_SHOWN = 20
"""Unexplained or invented words that are named one by one."""


def as_json(document: Document, measured: Meter | None = None) -> dict[str, Any]:
    """Return the document as plain JSON values; with a meter, its balance under `meter`."""
    dates = document.dates
    return {
        "work": document.work,
        "version": document.version,
        "format": document.format,
        "title": document.title,
        "best_effort": document.best_effort,
        "dates": {
            "published": _iso(dates.published),
            "introduced": _iso(dates.introduced),
            "passed": _iso(dates.passed),
            "effective": _iso(dates.effective),
            "comments_close": _iso(dates.comments_close),
        },
        "provisions": _provisions(document),
        "dropped": _dropped(document.dropped),
        "findings": [_finding(finding) for finding in document.findings],
        "meter": None if measured is None else _meter(measured),
    }


def summary(document: Document, measured: Meter) -> str:
    """Return one paragraph for people: what was read, kept and left out."""
    name = f"{document.work or 'unknown work'}@{document.version or 'unknown version'}"
    count = sum(1 for _ in document.provisions())
    left = ", ".join(f"{d.words} {d.rule}" for d in measured.dropped) or "nothing"
    words = [
        f"{name} ({document.format}): {count} provisions, {measured.kept} words",
        f"left out by rule: {left}",
        f"unexplained: {_listed(measured.unexplained)}",
        f"invented: {_listed(measured.invented)}",
    ]
    if not measured.in_order:
        words.append("the words are not in the source's order")
    if document.best_effort:
        words.append("structure inferred from plain text")
    if document.findings:
        words.append(f"{len(document.findings)} findings, see --json")
    return "; ".join(words)


def _listed(words: tuple[str, ...]) -> str:
    """Return a number, with the first words when there are any."""
    return f"{len(words)} ({' '.join(words[:_SHOWN])})" if words else "0"


def _iso(day: date | None) -> str | None:
    """Return a date as JSON has it."""
    return day.isoformat() if day else None


def _provisions(document: Document) -> list[dict[str, Any]]:
    """Return all provisions but the root, flat, in document order."""
    found: list[dict[str, Any]] = []
    stack = [(child, document.root.path) for child in reversed(document.root.children)]
    while stack:
        provision, parent = stack.pop()
        found.append(_provision(provision, parent))
        stack.extend((child, provision.path) for child in reversed(provision.children))
    return found


def _provision(provision: Provision, parent: str) -> dict[str, Any]:
    """Return one provision."""
    return {
        "path": provision.path,
        "parent": parent,
        "level": provision.level,
        "num": provision.num,
        "heading": provision.heading,
        "chapeau": provision.chapeau,
        "content": provision.content,
        "continuation": provision.continuation,
        "quoted": provision.quoted,
        "status": provision.status,
        "source_id": provision.source_id,
        "digest": provision.digest.hex(),
        "marks": [_mark(mark) for mark in provision.marks],
    }


def _mark(mark: Mark) -> dict[str, Any]:
    """Return one mark; `start` and `end` count characters of the field, end excluded."""
    return {
        "kind": mark.kind,
        "field": mark.field,
        "start": mark.start,
        "end": mark.end,
        "target": mark.target,
    }


def _dropped(dropped: tuple[Dropped, ...]) -> list[dict[str, Any]]:
    """Return words left out, by rule."""
    return [{"rule": entry.rule, "words": entry.words} for entry in dropped]


def _finding(finding: Finding) -> dict[str, Any]:
    """Return one finding."""
    return {
        "code": finding.code,
        "message": finding.message,
        "path": finding.path,
        "line": finding.line,
    }


def _meter(measured: Meter) -> dict[str, Any]:
    """Return the balance of words: source = kept + the sum of dropped, when nothing is wrong."""
    return {
        "source": measured.source,
        "kept": measured.kept,
        "dropped": _dropped(measured.dropped),
        "unexplained": len(measured.unexplained),
        "invented": len(measured.invented),
        "unexplained_words": list(measured.unexplained[:_SHOWN]),
        "invented_words": list(measured.invented[:_SHOWN]),
        "generated_quotation_marks": measured.generated,
        "in_order": measured.in_order,
        "balanced": measured.balanced,
    }
