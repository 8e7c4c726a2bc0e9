"""Downloads: the site's data as JSON and CSV with schemas, in a fixed order."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct

from tracker.model import Record
from tracker.render import datasets, urls
from tracker.render.context import Context, comparison_key
from tracker.render.data import GapEvent
from tracker.render.derived import Cache
from tracker.render.pages import definitions
from tracker.render.pages.comparison import facts

WORDS = {
    "works": "Every work: facts, force and its history, versions",
    "versions": "Every version held: three dates, source, SHA-256",
    "changes": "Every comparison: counts, and the weightiest changes in words",
    "matrix": "Gap × work × version: effect, force, evidence",
    "history": "The dated turns of each gap",
    "clock": "What lapses or falls due",
    "definitions": "Every wording of every defined term, and where it stands",
}
"""What each download holds."""

TABLES = frozenset(WORDS) - {"works"}
"""Downloads that are there as CSV too."""

Rows = tuple[list[str], list[list[object]]]
"""Head and lines of a CSV file."""


def files(context: Context, cache: Cache) -> list[tuple[str, bytes]]:
    """Return (path below the site's root, bytes) of every download and schema."""
    found: list[tuple[str, bytes]] = []
    tables: dict[str, Rows] = {}
    for name, content, rows in _all(context, cache):
        found.append((f"data/{name}.json", _json(content)))
        found.append((f"data/schemas/{name}.schema.json", _json(datasets.schema(name))))
        if rows:
            found.append((f"data/{name}.csv", _csv(*rows)))
            tables[name] = rows
    found.append(("data/datapackage.json", _json(_package(tables))))
    return found


def _all(context: Context, cache: Cache) -> Iterator[tuple[str, Struct, Rows | None]]:
    """Yield (name, content, the same as a table or None) of every download."""
    on = context.data.as_of

    def where(name: str) -> str:
        return f"schemas/{name}.schema.json"

    yield "works", datasets.Works(where("works"), on, tuple(_works(context))), None
    versions = tuple(_versions(context))
    yield (
        "versions",
        datasets.Versions(where("versions"), on, versions),
        _table(datasets.VersionRow, versions),
    )
    changes = tuple(_changes(context, cache))
    lines: list[list[object]] = [
        [
            *(c.old.work, c.old.version, c.new.work, c.new.version, c.relation, c.published),
            *(c.counts[kind] for kind in _KINDS),
            *(c.substantive, c.page),
        ]
        for c in changes
    ]
    head = ["old_work", "old_version", "new_work", "new_version", "relation", "published"]
    head += [*_KINDS, "substantive", "page"]
    yield "changes", datasets.Changes(where("changes"), on, changes), (head, lines)
    gaps, cells = tuple(_gaps(context)), tuple(_cells(context))
    lines = [
        [
            *(c.gap, c.work, c.version, c.effect, c.force, c.cell.basis),
            " ".join(e.path for e in c.cell.evidence),
        ]
        for c in cells
    ]
    head = ["gap", "work", "version", "effect", "force", "basis", "evidence"]
    yield "matrix", datasets.Matrix(where("matrix"), on, gaps, cells), (head, lines)
    events = context.data.events
    yield "history", datasets.History(where("history"), on, events), _table(GapEvent, events)
    due = tuple(_clock(context))
    yield "clock", datasets.Clock(where("clock"), on, due), _table(datasets.ClockRow, due)
    terms = tuple(_terms(context, cache))
    lines = [
        [row.term, use.work, use.version, use.path, use.published, row.wording]
        for row in terms
        for use in row.uses
    ]
    head = ["term", "work", "version", "path", "published", "wording"]
    yield "definitions", datasets.Definitions(where("definitions"), on, terms), (head, lines)


_KINDS = (
    "inserted",
    "deleted",
    "split",
    "merged",
    "modified",
    "moved",
    "redesignated",
    "unchanged",
)


def _works(context: Context) -> Iterator[datasets.WorkRow]:
    for view in context.data.works:
        yield datasets.WorkRow(
            work=view.work,
            citation=context.citation(view.work),
            title=context.work_title(view.work),
            page=urls.work_page(view.work),
            force=view.force,
            force_history=view.force_history,
            facts=view.facts,
            versions=tuple(v.record.version for v in view.versions),
            amends=view.amends,
            sample=view.sample,
        )


def _versions(context: Context) -> Iterator[datasets.VersionRow]:
    for record in (v.record for view in context.data.works for v in view.versions):
        yield datasets.VersionRow(
            work=record.work,
            version=record.version,
            label=context.version_words(record),
            page=urls.version_page(record.work, record.version),
            published=record.published,
            effective=record.effective,
            retrieved=record.retrieved_at,
            url=record.url,
            content_type=record.content_type,
            sha256=record.sha256,
            bytes=record.size,
            origin=record.origin,
            note=record.note,
        )


def _changes(context: Context, cache: Cache) -> Iterator[datasets.ComparisonRow]:
    for comparison in context.data.comparisons:
        found = facts(context, comparison, cache)
        yield datasets.ComparisonRow(
            old=_side(comparison.old),
            new=_side(comparison.new),
            relation=comparison.relation,
            page=context.comparison_path(comparison),
            published=comparison.new.published,
            counts=found.counts,
            substantive=found.substantive,
            summary=found.in_words,
            lead=found.lead,
        )


def _side(record: Record) -> datasets.Side:
    return datasets.Side(record.work, record.version, record.sha256)


def _gaps(context: Context) -> Iterator[datasets.MatrixGap]:
    for gap in context.data.gaps:
        page = urls.gap_page(gap.id, gap.slug)
        yield datasets.MatrixGap(
            gap.id, gap.title, gap.title_ko, gap.scored, gap.state, gap.state_note, page
        )


def _cells(context: Context) -> Iterator[datasets.MatrixCell]:
    for cell in context.data.cells:
        view = context.works.get(cell.work)
        force = view.force.status if view else "unknown"
        yield datasets.MatrixCell(cell.gap, cell.work, cell.version, cell.effect, force, cell)


def _clock(context: Context) -> Iterator[datasets.ClockRow]:
    on = context.data.as_of
    for item in context.data.clock:
        days = (item.on - on).days if item.on else None
        yield datasets.ClockRow(
            item.what, item.on, days, item.work, item.source, item.note, item.verified
        )


def _terms(context: Context, cache: Cache) -> Iterator[datasets.TermRow]:
    for name, found in sorted(definitions.uses(context, cache).items()):
        for wording, where in definitions.wordings(found).items():
            uses = tuple(
                datasets.TermUse(v.record.work, v.record.version, term.path, v.record.published)
                for v, term in where
            )
            yield datasets.TermRow(name, wording, uses)


def _table(kind: type[Struct], rows: Sequence[Struct]) -> Rows:
    """Return rows of plain values as a table."""
    head = list(kind.__struct_fields__)
    return head, [[getattr(row, name) for name in head] for row in rows]


def _package(tables: dict[str, Rows]) -> dict[str, object]:
    """Return the description of all files after the Data Package standard (Frictionless, v1)."""
    resources: list[dict[str, object]] = []
    for name, words in WORDS.items():
        resources.append(
            {
                "name": name,
                "path": f"{name}.json",
                "description": words,
                "mediatype": "application/json",
                "jsonSchema": f"schemas/{name}.schema.json",
            }
        )
        if name in tables:
            head, rows = tables[name]
            resources.append(
                {
                    "name": f"{name}-table",
                    "path": f"{name}.csv",
                    "description": words,
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                    "schema": {"fields": [_field(n, at, rows) for at, n in enumerate(head)]},
                }
            )
    return {"name": "remote-access-tracker", "resources": resources}


def _field(name: str, at: int, rows: Iterable[list[object]]) -> dict[str, str]:
    kinds = {type(row[at]).__name__ for row in rows if row[at] is not None}
    known = {"int": "integer", "bool": "boolean", "date": "date", "datetime": "datetime"}
    return {"name": name, "type": known.get(kinds.pop(), "string") if len(kinds) == 1 else "string"}


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1) + b"\n"


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
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else msgspec.to_builtins(cell)


def key(context: Context) -> str:
    """Return what stands for all downloads."""
    data = context.data
    return context.key(
        "exports",
        data.as_of,
        [(w.work, w.facts, w.force, w.force_history, w.amends, w.sample) for w in data.works],
        [v.record for w in data.works for v in w.versions],
        [comparison_key(c) for c in data.comparisons],
        data.gaps,
        data.cells,
        data.events,
        data.clock,
    )
