"""The downloads under `data/` as types: what each file holds; their JSON Schemas come from here."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from tracker.gaps.values import ForceStatus
from tracker.model import Facts
from tracker.render.data import Cell, Effect, Force, GapEvent, GapState
from tracker.render.derived import Sentence

Identifier = Annotated[
    str, Meta(description="USLM reference without a version, such as /us/bill/119/hr/2683")
]
Version = Annotated[str, Meta(description="The part after @ in identifiers: ih, eh, a date")]
Page = Annotated[str, Meta(description="Path below the root of this site; empty when none")]
Sha256 = Annotated[
    str, Meta(description="SHA-256 of the official bytes, in hex", pattern="^[0-9a-f]{64}$")
]


class WorkRow(Struct, frozen=True):
    """A bill, a Federal Register document, or a part of the Code."""

    work: Identifier
    citation: str
    title: str
    page: Page
    force: Force
    force_history: tuple[Force, ...]
    facts: Annotated[Facts | None, Meta(description="What the official services say")]
    versions: Annotated[tuple[str, ...], Meta(description="Versions held, in legal order")]
    amends: Annotated[tuple[str, ...], Meta(description="What the newest version would amend")]
    sample: Annotated[bool, Meta(description="True for the fictional texts of the sample")]


class VersionRow(Struct, frozen=True):
    """One version held: its three dates, and where its bytes came from."""

    work: Identifier
    version: Version
    label: str
    page: Page
    published: date | None
    effective: date | None
    retrieved: datetime
    url: str
    content_type: str
    sha256: Sha256
    bytes: int
    origin: Annotated[str, Meta(description="live, mirror or sample")]
    note: str


class Side(Struct, frozen=True):
    """One side of a comparison."""

    work: Identifier
    version: Version
    sha256: Sha256


class ComparisonRow(Struct, frozen=True):
    """Two versions compared clause by clause."""

    old: Side
    new: Side
    relation: Annotated[str, Meta(description="successive, companion or chosen")]
    page: Page
    published: Annotated[date | None, Meta(description="Publication of the newer text")]
    counts: Annotated[dict[str, int], Meta(description="Provisions by kind of change")]
    substantive: Annotated[int, Meta(description="Changes that are more than editorial")]
    summary: str
    lead: Annotated[tuple[Sentence, ...], Meta(description="The weightiest changes, in words")]


class MatrixGap(Struct, frozen=True):
    """A gap of the register."""

    id: str
    title: str
    title_ko: str
    scored: bool
    state: GapState
    state_note: str
    page: Page


class MatrixCell(Struct, frozen=True):
    """The effect of one version of one work on one gap. Force is a column of its own."""

    gap: str
    work: Identifier
    version: Version
    effect: Effect
    force: ForceStatus
    cell: Annotated[Cell, Meta(description="Evidence, and whose judgement stands")]


class ClockRow(Struct, frozen=True):
    """Something that lapses or falls due."""

    what: str
    on: date | None
    days: Annotated[int | None, Meta(description="Days from as_of; negative when past due")]
    work: str
    source: str
    note: str
    verified: bool


class TermUse(Struct, frozen=True):
    """Where a wording stands."""

    work: Identifier
    version: Version
    path: Annotated[str, Meta(description="Identifier of the defining provision")]
    published: date | None


class TermRow(Struct, frozen=True):
    """One wording of a defined term, and every text that has it."""

    term: str
    wording: str
    uses: tuple[TermUse, ...]


class Works(Struct, frozen=True):
    """Every work that is followed."""

    schema: str
    as_of: date
    works: tuple[WorkRow, ...]


class Versions(Struct, frozen=True):
    """Every version held."""

    schema: str
    as_of: date
    versions: tuple[VersionRow, ...]


class Changes(Struct, frozen=True):
    """Every comparison on the site."""

    schema: str
    as_of: date
    comparisons: tuple[ComparisonRow, ...]


class Matrix(Struct, frozen=True):
    """Gaps, and the effect of every version of every work on each."""

    schema: str
    as_of: date
    gaps: tuple[MatrixGap, ...]
    cells: tuple[MatrixCell, ...]


class History(Struct, frozen=True):
    """The dated turns of each gap."""

    schema: str
    as_of: date
    events: tuple[GapEvent, ...]


class Clock(Struct, frozen=True):
    """What lapses or falls due, by day, open-ended last."""

    schema: str
    as_of: date
    due: tuple[ClockRow, ...]


class Definitions(Struct, frozen=True):
    """Every wording of every defined term."""

    schema: str
    as_of: date
    wordings: tuple[TermRow, ...]


FILES: dict[str, type[Struct]] = {
    "works": Works,
    "versions": Versions,
    "changes": Changes,
    "matrix": Matrix,
    "history": History,
    "clock": Clock,
    "definitions": Definitions,
}
"""Name of a download -> its type; `data/<name>.json` after `data/schemas/<name>.schema.json`."""


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a download."""
    made = msgspec.json.schema(FILES[name])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name, **made}
