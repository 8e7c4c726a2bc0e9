"""Downloads: the site's data as JSON and CSV, in a fixed order."""

import csv
import io

import msgspec

from tracker.model import Record
from tracker.render.context import Context, comparison_key
from tracker.render.derived import Cache
from tracker.render.pages.comparison import facts


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _csv(head: list[str], rows: list[list[object]]) -> bytes:
    """Return CSV (RFC 4180). A leading `=`, `+`, `-`, `@` is quoted away from spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([[_plain(cell) for cell in row] for row in rows])
    return out.getvalue().encode()


def _plain(cell: object) -> object:
    if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + cell
    return "" if cell is None else cell


def files(context: Context, cache: Cache) -> list[tuple[str, bytes]]:
    """Return (path below the site's root, bytes) of every download."""
    data = context.data
    works = [
        {
            "work": view.work,
            "citation": context.citation(view.work),
            "title": context.work_title(view.work),
            "force": view.force,
            "facts": view.facts,
            "sample": view.sample,
            "versions": [v.record for v in view.versions],
        }
        for view in data.works
    ]
    matrix = [
        {"force": context.force(cell.work), **msgspec.to_builtins(cell)} for cell in data.cells
    ]
    changes = []
    for comparison in data.comparisons:
        found = facts(context, comparison, cache)
        changes.append(
            {
                "old": _side(comparison.old),
                "new": _side(comparison.new),
                "relation": comparison.relation,
                "page": context.comparison_path(comparison),
                "counts": found.counts,
                "summary": found.in_words,
                "lead": found.lead,
            }
        )
    records = [v.record for view in data.works for v in view.versions]
    return [
        ("data/works.json", _json({"as_of": data.as_of, "works": works})),
        ("data/matrix.json", _json({"as_of": data.as_of, "gaps": data.gaps, "cells": matrix})),
        (
            "data/matrix.csv",
            _csv(
                ["gap", "work", "version", "effect", "force", "basis", "evidence"],
                [
                    [
                        c.gap,
                        c.work,
                        c.version,
                        c.effect,
                        context.force(c.work),
                        c.basis,
                        " ".join(e.path for e in c.evidence),
                    ]
                    for c in data.cells
                ],
            ),
        ),
        ("data/changes.json", _json({"as_of": data.as_of, "comparisons": changes})),
        (
            "data/versions.csv",
            _csv(
                ["work", "version", "label", "published", "effective", "url", "sha256", "bytes"],
                [
                    [r.work, r.version, r.label, r.published, r.effective, r.url, r.sha256, r.size]
                    for r in records
                ],
            ),
        ),
    ]


def _side(record: Record) -> dict[str, str]:
    return {"work": record.work, "version": record.version, "sha256": record.sha256}


def key(context: Context) -> str:
    """Return what stands for all downloads."""
    data = context.data
    return context.key(
        "exports",
        data.as_of,
        [(w.work, w.facts, w.force, w.sample, [v.record for v in w.versions]) for w in data.works],
        [comparison_key(c) for c in data.comparisons],
        data.gaps,
        data.cells,
    )
