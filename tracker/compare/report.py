"""A change set as JSON, as text for a terminal, and as one HTML page."""

from collections.abc import Iterator
from typing import Any

from tracker.model import Change, ChangeSet, Provision, Side

__all__ = ["as_html", "as_json", "as_text", "json_pieces"]


def as_text(
    changeset: ChangeSet,
    *,
    width: int = 100,
    colour: bool = False,
    all_changes: bool = False,
) -> str:
    """Return the report for a terminal, wrapped to `width` columns; see `text_report`."""
    from tracker.compare import text_report  # noqa: PLC0415 - JSON needs none of it

    return text_report.as_text(changeset, width=width, colour=colour, all_changes=all_changes)


def as_html(changeset: ChangeSet) -> str:
    """Return the report as one self-contained page; see `html_report`."""
    from tracker.compare import html_report  # noqa: PLC0415 - JSON needs none of it

    return html_report.as_html(changeset)


def as_json(changeset: ChangeSet, *, all_changes: bool = False) -> dict[str, Any]:
    """Return what `tracker diff --json` prints; its schema is `schemas/diff.schema.json`.

    Unchanged provisions are listed with `all_changes` only; the summary counts them always.
    """
    return {
        **_head(changeset),
        "changes": [_change(change) for change in _listed(changeset, all_changes)],
        "findings": _findings(changeset),
    }


def json_pieces(changeset: ChangeSet, *, all_changes: bool = False) -> Iterator[bytes]:
    """Yield the same as indented UTF-8 JSON, one change at a time: a law has 100,000 of them."""
    yield _indented(_head(changeset), 0).removesuffix(b"\n}") + b',\n "changes": ['
    before = b"\n  "
    for change in _listed(changeset, all_changes):
        yield before + _indented(_change(change), 2)
        before = b",\n  "
    end = b"]" if before == b"\n  " else b"\n ]"
    yield end + b',\n "findings": ' + _indented(_findings(changeset), 1) + b"\n}\n"


def _indented(value: object, depth: int) -> bytes:
    """Return a value as JSON whose lines after the first are indented to a depth."""
    import msgspec  # noqa: PLC0415 - loaded by the model

    written = msgspec.json.format(msgspec.json.encode(value), indent=1)
    return written.replace(b"\n", b"\n" + b" " * depth)


def _head(changeset: ChangeSet) -> dict[str, Any]:
    """Return who is compared, and the counts."""
    return {
        "old": _side(changeset.old),
        "new": _side(changeset.new),
        "summary": changeset.counts,
    }


def _listed(changeset: ChangeSet, all_changes: bool) -> Iterator[Change]:
    """Yield the changes to be listed."""
    for change in changeset.changes:
        if all_changes or change.kind != "unchanged":
            yield change


def _findings(changeset: ChangeSet) -> list[dict[str, Any]]:
    """Return what a reader must know about the comparison as a whole."""
    return [
        {"code": finding.code, "message": finding.message, "path": finding.path or None}
        for finding in changeset.findings
    ]


def _side(side: Side) -> dict[str, str]:
    """Return one side's work, version and title."""
    return {"work": side.work, "version": side.version, "title": side.title}


def _change(change: Change) -> dict[str, Any]:
    """Return one change; keys that hold nothing are left out only where the schema says so."""
    old, new = change.old, change.new
    shown = new or old
    row: dict[str, Any] = {
        "kind": change.kind,
        "moved": change.moved,
        "redesignated": change.redesignated,
        "old": old.path if old else None,
        "new": new.path if new else None,
        "old_source_id": old.source_id if old else None,
        "new_source_id": new.source_id if new else None,
        "old_num": old.num if old else None,
        "new_num": new.num if new else None,
        "level": shown.level if shown else "",
        "heading": shown.heading if shown else "",
        "significance": change.significance,
        "types": change.types,
        "evidence": change.evidence,
        "words": change.words,
        "trail": change.trail,
        "place": change.place,
    }
    if change.moved and old and new:
        row["moved_from"], row["moved_to"] = _home(old), _home(new)
    if change.old_parts:
        row["old_parts"] = change.old_parts
    if change.new_parts:
        row["new_parts"] = change.new_parts
    return row


def _home(provision: Provision) -> str:
    """Return the identifier of what a provision stands under."""
    return provision.path.rpartition("/")[0]
