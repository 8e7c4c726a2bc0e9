"""`regulations/watchlist.toml`: what is followed, read with errors that name the line.

The file holds identifiers, which the fetchers ask for, and facts about them that people wrote
down (a citation, a status). A fact needs `source` and `as_of`, because it goes stale; what nobody
knows is left out, never filled in. Editing keeps comments and order (tomlkit).
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tracker import identifiers
from tracker.errors import ConfigError, IdentifierError, UsageError

SCHEMA = 1
"""Version of the file's layout that this program reads."""


class Watched(Struct, frozen=True, kw_only=True):
    """What every watched work may say about itself; only `work` is needed."""

    work: str
    """Identifier, such as `/us/bill/119/hr/2683`."""
    title: str = ""
    status: str = ""
    """Where the work stood, in words, as of `as_of`."""
    source: str = ""
    """Key into the file's `[sources]`: who says so."""
    as_of: date | None = None
    grade: str = ""
    """How well the facts are known: A official text read in full, B official page seen in part,
    C law firm, press or think tank, D secondary note; empty when no fact is given."""
    note: str = ""
    line: int = 0
    """Line of the entry in the file, for messages; 0 when it came from no file."""


class WatchedBill(Watched, frozen=True, kw_only=True):
    """A bill, followed through all its versions."""

    tier: int | None = None
    """1 where the words speak to remote access or cloud, 2 for the routes around it."""
    companions: tuple[str, ...] = ()
    """Works that are its companions though the official data may not link them."""


class WatchedDocument(Watched, frozen=True, kw_only=True):
    """A Federal Register document, by its number."""

    published: date | None = None
    """Tells apart documents that share a number (possible before 2016)."""
    citation: str = ""
    rins: tuple[str, ...] = ()
    dockets: tuple[str, ...] = ()
    effective: date | None = None
    cfr: tuple[str, ...] = ()
    """CFR parts that it amends or would amend, as identifiers of works."""


class WatchedPart(Watched, frozen=True, kw_only=True):
    """A CFR part, followed at every date on which it changed."""

    since: date | None = None
    """First day of the watched window; the state on it is held too, as the first to compare."""
    points: tuple[date, ...] = ()
    """Further days on which to hold the text, changed or not."""


class Search(Struct, frozen=True, kw_only=True):
    """A standing question to the Federal Register; what it finds is followed like a document."""

    name: str
    since: date
    """First publication date to look at; needed so that the question stays small."""
    agencies: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    term: str = ""
    rin: str = ""
    docket: str = ""
    cfr: str = ""
    """A CFR part as the identifier of a work."""
    public_inspection: bool = False
    """Also look at what is filed but not yet published."""
    note: str = ""
    line: int = 0


class Watchlist(Struct, frozen=True, kw_only=True):
    """Everything that is followed, in the order of the file."""

    file: str = ""
    sources: dict[str, str] = {}
    bills: tuple[WatchedBill, ...] = ()
    documents: tuple[WatchedDocument, ...] = ()
    parts: tuple[WatchedPart, ...] = ()
    searches: tuple[Search, ...] = ()

    @property
    def works(self) -> tuple[str, ...]:
        """Identifiers of all works named in the file, in its order by kind."""
        return tuple(entry.work for entry in (*self.bills, *self.documents, *self.parts))

    def find(self, work: str) -> Watched | None:
        """Return the entry of a work, or None when it is not followed."""
        entries = (*self.bills, *self.documents, *self.parts)
        return next((entry for entry in entries if entry.work == work), None)


_TYPES = ("RULE", "PRORULE", "NOTICE", "PRESDOCU")
_AGENCY_RE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_RIN_RE = re.compile(r"\d{4}-[A-Z]{2}\d{2}")
_NAME_RE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FACTS = ("status", "citation", "rins", "dockets", "effective", "published", "cfr")


class _Table:
    """One table of the file with the line of each key; hands out values of the right type."""

    def __init__(self, file: str, values: dict[str, Any], lines: dict[str, int], where: str):
        self.file = file
        self.values = values
        self.lines = lines
        self.where = where

    def line(self, key: str = "") -> int | None:
        """Return the line of a key, or of the table's header."""
        return self.lines.get(key) or self.lines.get("")

    def wrong(self, key: str, problem: str) -> ConfigError:
        """Return the error for one key."""
        return ConfigError(self.file, self.line(key), f"{self.where}: {problem}")

    def only(self, known: tuple[str, ...]) -> None:
        """Refuse keys that mean nothing here."""
        for key in self.values:
            if key not in known:
                hint = _nearest(key, known)
                raise self.wrong(key, f"unknown key “{key}”{hint}; known: {', '.join(known)}")

    def text(self, key: str, *, needed: bool = False) -> str:
        """Return a string, empty when it is absent."""
        value = self.values.get(key, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            raise self.wrong(key, f"“{key}” must be a text{' and is needed' if needed else ''}")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong(key, f"“{key}” must be a list of texts")
        return tuple(one.strip() for one in value)

    def day(self, key: str) -> date | None:
        """Return a date or None."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self.wrong(key, f"“{key}” must be a date such as 2025-09-30, without quotation marks")
        return value

    def days(self, key: str) -> tuple[date, ...]:
        """Return a list of dates."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(type(one) is date for one in value):
            raise self.wrong(key, f"“{key}” must be a list of dates such as [2025-08-02]")
        return tuple(value)

    def work(self, key: str, kind: str, text: str | None = None) -> str:
        """Return the identifier of a work of one kind (`bill`, `fr`, `cfr`)."""
        written = self.text(key, needed=True) if text is None else text
        try:
            found = identifiers.parse(written)
        except IdentifierError as error:
            raise self.wrong(key, str(error)) from error
        if found.kind != kind or found.portion or found.version:
            raise self.wrong(key, f"“{written}” is not the identifier of {_KIND_WORDS[kind]}")
        return found.work


_KIND_WORDS = {
    "bill": "a bill, such as 119hr2683",
    "fr": "a Federal Register document, such as 2025-19001",
    "cfr": "a CFR part, such as 15cfr734",
}


def load_watchlist(path: Path | str) -> Watchlist:
    """Read a watchlist file.

    Raises ConfigError, naming file and line, for a file that is absent or not TOML, an unknown
    key, a bad identifier, a work listed twice, or a fact without its source and date.
    """
    file = str(path)
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(file, None, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(file, None, f"is not UTF-8 text (byte {error.start})") from error
    return read_watchlist(text, file)


def read_watchlist(text: str, file: str) -> Watchlist:
    """Read a watchlist from its text; `file` is the name for messages. Raises ConfigError."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise ConfigError(
            file,
            int(line[1]) if line else text.count("\n") + 1,
            f"is not readable TOML: {str(error).partition(' (at')[0]}",
        ) from error
    lines = _key_lines(text)
    top = _Table(file, values, lines.get(("", 0), {}), "watchlist")
    for name in _READERS.keys() | {"sources"}:
        if name in values and (name, 0) in lines:
            top.lines.setdefault(name, lines[name, 0][""])
    for name, number in lines:
        if number == 0:
            top.lines.setdefault(name, lines[name, 0][""])
    top.only(("schema", "sources", *_READERS))
    if values.get("schema", SCHEMA) != SCHEMA:
        raise top.wrong("schema", f"“schema” must be {SCHEMA}: this program reads no other layout")
    sources = _sources(file, values, lines, top)
    groups: dict[str, tuple[Any, ...]] = {}
    for name, read in _READERS.items():
        entries = values.get(name, [])
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            raise top.wrong(name, f"“{name}” must be written as [[{name}]] tables")
        groups[name] = tuple(
            _entry(_Table(file, entry, lines.get((name, number), {}), f"[[{name}]]"), read, sources)
            for number, entry in enumerate(entries)
        )
    _no_duplicates(file, groups)
    return Watchlist(
        file=file,
        sources=sources,
        bills=groups["bill"],
        documents=groups["document"],
        parts=groups["part"],
        searches=groups["search"],
    )


def _sources(
    file: str, values: dict[str, Any], lines: dict[tuple[str, int], dict[str, int]], top: _Table
) -> dict[str, str]:
    """Return `[sources]`: key -> where a fact was read."""
    sources = values.get("sources", {})
    if not isinstance(sources, dict):
        raise top.wrong("sources", "“sources” must be a table of key = \"where\"")
    table = _Table(file, sources, lines.get(("sources", 0), {}), "[sources]")
    return {key: table.text(key, needed=True) for key in sources}


def _entry(table: _Table, read: Callable[[_Table], Any], sources: dict[str, str]) -> Any:
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


def _common(table: _Table, kind: str) -> dict[str, Any]:
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


def _bill(table: _Table) -> WatchedBill:
    table.only((*_COMMON, "tier", "companions"))
    tier = table.values.get("tier")
    if tier is not None and (type(tier) is not int or tier not in (1, 2)):
        raise table.wrong("tier", "“tier” must be 1 or 2")
    companions = tuple(table.work("companions", "bill", one) for one in table.texts("companions"))
    return WatchedBill(**_common(table, "bill"), tier=tier, companions=companions)


def _document(table: _Table) -> WatchedDocument:
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


def _part(table: _Table) -> WatchedPart:
    table.only((*_COMMON, "since", "points"))
    return WatchedPart(
        **_common(table, "cfr"), since=table.day("since"), points=table.days("points")
    )


def _search(table: _Table) -> Search:
    table.only(
        ("name", "since", "agencies", "types", "term", "rin", "docket", "cfr")
        + ("public_inspection", "note")
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


_READERS: dict[str, Callable[[_Table], Any]] = {
    "bill": _bill,
    "document": _document,
    "part": _part,
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


def _nearest(key: str, known: tuple[str, ...]) -> str:
    """Return ` (did you mean “…”?)` for a near miss."""
    from difflib import get_close_matches  # noqa: PLC0415 - only needed for an error

    near = get_close_matches(key, known, n=1)
    return f" (did you mean “{near[0]}”?)" if near else ""


_HEADER_RE = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_-]+|\"[^\"]*\")\s*\]\]?\s*(?:#.*)?$")
# One-line strings and comments are matched whole, so that their brackets do not count.
_TOKEN_RE = re.compile(
    r'''"{3}(?:.*?)"{3}|\'{3}.*?\'{3}|"{3}|\'{3}|"(?:\\.|[^"\\])*"|\'[^\']*\'|[\[\]{}]|#.*'''
)
_KEY_RE = re.compile(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*[.=]")


def _key_lines(text: str) -> dict[tuple[str, int], dict[str, int]]:
    """Return the line of every key: {(table name, its number): {key: line}}.

    The table's own header is under the empty key; the file's head is the table named "".
    tomllib gives no positions and tomlkit's are not public, hence this scan of the lines; it
    steps over strings and lists that run on. Lines count from 1.
    """
    found: dict[tuple[str, int], dict[str, int]] = {("", 0): {"": 1}}
    count: Counter[str] = Counter()
    current = found["", 0]
    for number, line in _logical_lines(text):
        if header := _HEADER_RE.match(line):
            name = header[2].strip('"')
            current = found.setdefault((name, count[name]), {"": number})
            count[name] += header[1] == "[["
        elif key := _KEY_RE.match(line):
            current.setdefault(key[1].strip("\"'"), number)
    return found


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield (number, line) of the lines that are not inside a string or list begun earlier."""
    closing, depth = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not closing and depth <= 0:
            yield number, line
            depth = 0
            if _HEADER_RE.match(line):
                continue
        start = 0
        if closing:
            end = line.find(closing)
            if end < 0:
                continue
            start, closing = end + 3, ""
        for token in _TOKEN_RE.finditer(line, start):
            mark = token[0]
            if mark in ('"""', "'''"):
                closing = mark
                break
            depth += (mark in "[{") - (mark in "]}")


def add_work(path: Path, text: str, *, title: str = "") -> str:
    """Add a bill, document or CFR part to the file and return its identifier.

    Comments and order stay as they are; the new entry goes to the end of its kind. Raises
    UsageError when the work is already there or of a kind that is not watched, ConfigError when
    the file is wrong, IdentifierError when `text` names nothing.
    """
    import tomlkit  # noqa: PLC0415 - editing only
    from tomlkit.items import AoT  # noqa: PLC0415 - editing only

    found = identifiers.parse(text)
    name = {"bill": "bill", "fr": "document", "cfr": "part"}.get(found.kind)
    if name is None or found.portion or found.version:
        raise UsageError(
            f"“{text}” cannot be watched: name a bill (119hr2683), "
            "a Federal Register document (2025-19001) or a CFR part (15cfr734)"
        )
    watchlist = load_watchlist(path)
    if watchlist.find(found.work):
        raise UsageError(f"{identifiers.short(found.work)} is already on {path}")
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    entry = tomlkit.table()
    entry["work"] = identifiers.short(found.work)
    if title:
        entry["title"] = title
    group = document.get(name)
    if not isinstance(group, AoT):
        group = tomlkit.aot()
        document[name] = group
    if len(group):
        _blank_line_before_next(group[-1])
    group.append(entry)
    _write(path, tomlkit.dumps(document))
    return found.work


def _blank_line_before_next(table: Any) -> None:
    """End a table with a blank line, so that the next header stands free."""
    import tomlkit  # noqa: PLC0415 - editing only

    if not table.as_string().endswith("\n\n"):
        table.add(tomlkit.nl())


def remove_work(path: Path, text: str) -> str:
    """Take a work off the file and return its identifier.

    Nothing already stored is touched. Raises UsageError when the work is not on the file,
    ConfigError when the file is wrong, IdentifierError when `text` names nothing.
    """
    import tomlkit  # noqa: PLC0415 - editing only

    work = identifiers.parse(text).work
    watchlist = load_watchlist(path)
    groups = (("bill", watchlist.bills), ("document", watchlist.documents))
    for name, entries in (*groups, ("part", watchlist.parts)):
        for number, entry in enumerate(entries):
            if entry.work == work:
                document = tomlkit.parse(path.read_text(encoding="utf-8"))
                del document[name][number]  # type: ignore[union-attr] # an array of tables
                _write(path, tomlkit.dumps(document))
                return work
    raise UsageError(f"{identifiers.short(work)} is not on {path}")


def _write(path: Path, text: str) -> None:
    """Replace the file by a text that is known to be readable; never leave half of one."""
    read_watchlist(text, str(path))
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def as_json(watchlist: Watchlist) -> dict[str, Any]:
    """Return the watchlist as plain values, for `tracker watch list --json`."""
    plain: dict[str, Any] = msgspec.to_builtins(watchlist)
    return plain
