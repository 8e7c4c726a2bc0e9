"""Reading `watchlist.toml` into values, with errors that name the line."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tracker import identifiers
from tracker.config.table import KIND_WORDS, Table, read_file, tables, top_table
from tracker.config.watched import (
    Search,
    Watched,
    WatchedBill,
    WatchedChapter,
    WatchedDocument,
    WatchedPart,
    Watchlist,
)
from tracker.errors import ConfigError

SCHEMA = 1
"""Version of the file's layout that this program reads."""


_TYPES = ("RULE", "PRORULE", "NOTICE", "PRESDOCU")
_AGENCY_RE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_RIN_RE = re.compile(r"\d{4}-[A-Z]{2}\d{2}")
_NAME_RE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FACTS = ("status", "citation", "rins", "dockets", "effective", "published", "cfr")


def load_watchlist(path: Path | str) -> Watchlist:
    """Read a watchlist file.

    Raises ConfigError, naming file and line, for a file that is absent or not TOML, an unknown
    key, a bad identifier, a work listed twice, or a fact without its source and date.
    """
    return read_watchlist(read_file(path), str(path))


def read_watchlist(text: str, file: str) -> Watchlist:
    """Read a watchlist from its text; `file` is the name for messages. Raises ConfigError."""
    top, lines = top_table(text, file, "watchlist")
    top.only(("schema", "sources", *_READERS))
    if top.values.get("schema", SCHEMA) != SCHEMA:
        raise top.wrong("schema", f"“schema” must be {SCHEMA}: this program reads no other layout")
    sources = _sources(lines, top)
    groups: dict[str, tuple[Any, ...]] = {}
    for name, read in _READERS.items():
        groups[name] = tuple(_entry(table, read, sources) for table in tables(top, name, lines))
    _no_duplicates(file, groups)
    return Watchlist(
        file=file,
        sources=sources,
        bills=groups["bill"],
        documents=groups["document"],
        parts=groups["part"],
        chapters=groups["chapter"],
        searches=groups["search"],
    )


def _sources(lines: dict[tuple[str, int], dict[str, int]], top: Table) -> dict[str, str]:
    """Return `[sources]`: key -> where a fact was read."""
    sources = top.values.get("sources", {})
    if not isinstance(sources, dict):
        raise top.wrong("sources", '“sources” must be a table of key = "where"')
    table = Table(top.file, sources, lines.get(("sources", 0), {}), "[sources]")
    return {key: table.text(key, needed=True) for key in sources}


def _entry(
    table: Table, read: Callable[[Table], Watched | Search], sources: dict[str, str]
) -> Watched | Search:
    """Read one entry and check that its facts carry their source and date."""
    entry = read(table)
    if isinstance(entry, Watched):
        given = [key for key in _FACTS if table.values.get(key)]
        if given and not (entry.source and entry.as_of):
            raise table.wrong(
                given[0], f"“{given[0]}” is a fact and needs “source” and “as_of” beside it"
            )
        if entry.source and entry.source not in sources:
            raise table.wrong("source", f"“{entry.source}” is not a key of [sources]")
    return entry


_COMMON = ("work", "title", "status", "source", "as_of", "grade", "note")


def _common(table: Table, kind: str) -> dict[str, Any]:
    """Read the keys that every watched work may have."""
    grade = table.text("grade")
    if grade not in {"", "A", "B", "C", "D"}:
        raise table.wrong("grade", f"“{grade}” is none of A, B, C, D")
    return {
        "work": table.work("work", kind),
        "title": table.text("title"),
        "status": table.text("status"),
        "source": table.text("source"),
        "as_of": table.day("as_of"),
        "grade": grade,
        "note": table.text("note"),
        "line": table.line() or 0,
    }


def _bill(table: Table) -> WatchedBill:
    table.only((*_COMMON, "tier", "companions"))
    tier = table.values.get("tier")
    if tier is not None and (type(tier) is not int or tier not in (1, 2)):
        raise table.wrong("tier", "“tier” must be 1 or 2")
    companions = tuple(table.work("companions", "bill", one) for one in table.texts("companions"))
    return WatchedBill(**_common(table, "bill"), tier=tier, companions=companions)


def _document(table: Table) -> WatchedDocument:
    table.only(
        (*_COMMON, "published", "citation", "rins", "dockets", "effective", "cfr"),
    )
    rins = table.texts("rins")
    for rin in rins:
        if not _RIN_RE.fullmatch(rin):
            raise table.wrong("rins", f"“{rin}” is not a RIN such as 0694-AK11")
    return WatchedDocument(
        **_common(table, "fr"),
        published=table.day("published"),
        citation=table.text("citation"),
        rins=rins,
        dockets=table.texts("dockets"),
        effective=table.day("effective"),
        cfr=tuple(table.work("cfr", "cfr", one) for one in table.texts("cfr")),
    )


def _part(table: Table) -> WatchedPart:
    table.only((*_COMMON, "since", "points"))
    return WatchedPart(
        **_common(table, "cfr"), since=table.day("since"), points=table.days("points")
    )


def _chapter(table: Table) -> WatchedChapter:
    table.only((*_COMMON, "since"))
    fields = _common(table, "usc")
    if "/ch" not in fields["work"]:
        written = table.text("work")
        raise table.wrong("work", f"“{written}” is not the identifier of {KIND_WORDS['usc']}")
    return WatchedChapter(**fields, since=table.day("since"))


def _search(table: Table) -> Search:
    table.only(
        (
            *("name", "since", "agencies", "types", "term", "rin", "docket", "cfr"),
            *("public_inspection", "note"),
        )
    )
    name = table.text("name", needed=True)
    since = table.day("since")
    if not _NAME_RE.fullmatch(name):
        raise table.wrong("name", f"“{name}” must be lower-case letters, digits and hyphens")
    if since is None:
        raise table.wrong("since", "“since” is needed: the first publication date to look at")
    agencies, types = table.texts("agencies"), table.texts("types")
    for agency in agencies:
        if not _AGENCY_RE.fullmatch(agency):
            raise table.wrong("agencies", f"“{agency}” is not an agency slug")
    for kind in types:
        if kind not in _TYPES:
            raise table.wrong("types", f"“{kind}” is none of {', '.join(_TYPES)}")
    inspection = table.values.get("public_inspection", False)
    if not isinstance(inspection, bool):
        raise table.wrong("public_inspection", "“public_inspection” must be true or false")
    cfr = table.work("cfr", "cfr") if table.text("cfr") else ""
    rin, docket, term = table.text("rin"), table.text("docket"), table.text("term")
    if not (agencies or rin or docket or term or cfr):
        # The service drops empty conditions and then answers with everything it has.
        raise table.wrong("name", "a search needs at least one of agencies, term, rin, docket, cfr")
    if rin and not _RIN_RE.fullmatch(rin):
        raise table.wrong("rin", f"“{rin}” is not a RIN such as 0694-AK11")
    return Search(
        name=name,
        since=since,
        agencies=agencies,
        types=types,
        term=term,
        rin=rin,
        docket=docket,
        cfr=cfr,
        public_inspection=inspection,
        note=table.text("note"),
        line=table.line() or 0,
    )


_READERS: dict[str, Callable[[Table], Watched | Search]] = {
    "bill": _bill,
    "document": _document,
    "part": _part,
    "chapter": _chapter,
    "search": _search,
}


def _no_duplicates(file: str, groups: dict[str, tuple[Any, ...]]) -> None:
    """Refuse a work or a search that stands in the file twice."""
    seen: dict[str, int] = {}
    for name, entries in groups.items():
        for entry in entries:
            key = entry.name if isinstance(entry, Search) else entry.work
            if key in seen:
                shown = key if isinstance(entry, Search) else identifiers.short(key)
                raise ConfigError(
                    file, entry.line, f"[[{name}]]: {shown} is already on line {seen[key]}"
                )
            seen[key] = entry.line
