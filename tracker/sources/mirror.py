"""Replay recorded answers: a folder laid out by URL with a `manifest.json`.

The manifest is a list of objects with `url`, `file` (relative to the folder), `content_type`,
`bytes` and `sha256`; optional are `status` (200 when absent), `headers`, `retrieved` (an instant
in ISO 8601), `origin` and `note`; what they say (a file is a reconstruction, say) goes into the
record of the text, so that nobody takes it for more than it is. Everything is checked before the
first answer is given: a mirror that is not what its manifest says is refused as a whole, so that
no run rests on part of it.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Literal

from msgspec import Struct

from tracker.errors import MirrorError
from tracker.sources.outcomes import NotInMirrorError
from tracker.sources.transport import Answer, Origin

MANIFEST = "manifest.json"


class Entry(Struct, frozen=True, kw_only=True):
    """One recorded answer."""

    url: str
    path: Path
    status: int
    headers: dict[str, str]
    sha256: str
    size: int
    retrieved_at: datetime | None
    note: str


class MirrorTransport:
    """Answers from a mirror folder. `get` raises NotInMirrorError for what it does not hold."""

    def __init__(
        self, folder: Path | str, *, origin: Literal["mirror", "sample"] = "mirror"
    ) -> None:
        self._origin: Origin = origin
        self.folder = Path(folder)
        self.entries = read_manifest(self.folder)

    @property
    def origin(self) -> Origin:
        """`mirror`, or `sample` for the embedded one."""
        return self._origin

    def can_ask(self, host: str) -> bool:
        """Return whether the mirror holds anything of a host."""
        return any(url.startswith(f"https://{host}/") for url in self.entries)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:  # noqa: ARG002 - a protocol
        """Return the recorded answer; request headers do not matter to a recording."""
        entry = self.entries.get(url)
        if entry is None:
            raise NotInMirrorError(url)
        body = _read(entry, str(self.folder / MANIFEST))
        return Answer(
            url=url,
            status=entry.status,
            headers=entry.headers,
            body=body,
            retrieved_at=entry.retrieved_at,
            note=entry.note,
        )


def read_manifest(folder: Path) -> dict[str, Entry]:
    """Return the entries of a mirror by URL, with every file checked against size and hash.

    Raises MirrorError, naming file and line, when the manifest is absent or malformed, lists a
    URL twice, or lists a file that is absent, outside the folder or not what was recorded.
    """
    manifest = folder / MANIFEST
    try:
        text = manifest.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        problem = "is missing" if folder.is_dir() else "is missing: there is no such folder"
        raise MirrorError(f"{manifest}: {problem}; a mirror is a folder with one") from error
    except (OSError, UnicodeDecodeError) as error:
        raise MirrorError(f"{manifest}: cannot be read: {error}") from error
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as error:
        raise MirrorError(f"{manifest}:{error.lineno}: is not JSON: {error.msg}") from error
    if not isinstance(rows, list):
        raise MirrorError(f"{manifest}:1: must be a list of {{url, file, content_type, …}}")
    lines = _Lines(text).starts
    entries: dict[str, Entry] = {}
    for number, row in enumerate(rows):
        where = f"{manifest}:{lines[number]}"
        entry = _entry(row, folder, where)
        if entry.url in entries:
            raise MirrorError(f"{where}: lists {entry.url} a second time")
        _read(entry, where)
        entries[entry.url] = entry
    return entries


class _Lines:
    """Finds the line on which the n-th object of a JSON list begins."""

    def __init__(self, text: str) -> None:
        self.starts: list[int] = []
        decoder, position, line = json.JSONDecoder(), text.index("[") + 1, 1
        line += text.count("\n", 0, position)
        while True:
            while text[position] in " \t\r\n,":
                line += text[position] == "\n"
                position += 1
            if text[position] == "]":
                break
            self.starts.append(line)
            _, end = decoder.raw_decode(text, position)
            line += text.count("\n", position, end)
            position = end


def _entry(row: object, folder: Path, where: str) -> Entry:
    """Read one object of the manifest. Raises MirrorError."""
    if not isinstance(row, dict):
        raise MirrorError(f"{where}: must be an object with url, file, content_type, …")
    for key in ("url", "file", "content_type", "sha256"):
        if not isinstance(row.get(key), str) or not row[key]:
            raise MirrorError(f"{where}: “{key}” is missing or not a text")
    status = row.get("status", 200)
    if not isinstance(row.get("bytes"), int) or not isinstance(status, int):
        raise MirrorError(f"{where}: “bytes” and “status” must be whole numbers")
    headers = row.get("headers", {})
    if not isinstance(headers, dict) or not all(isinstance(v, str) for v in headers.values()):
        raise MirrorError(f"{where}: “headers” must be an object of texts")
    return Entry(
        url=row["url"],
        path=_inside(folder, row["file"], where),
        status=status,
        headers={
            **{name.lower(): value for name, value in headers.items()},
            "content-type": row["content_type"],
        },
        sha256=row["sha256"].lower(),
        size=row["bytes"],
        retrieved_at=_instant(row.get("retrieved"), where),
        note=_note(row),
    )


def _note(row: dict[str, object]) -> str:
    """Return what the manifest says about a file, in one text."""
    origin, note = str(row.get("origin") or ""), str(row.get("note") or "")
    return ": ".join(part for part in ("" if origin == "official" else origin, note) if part)


def _inside(folder: Path, file: str, where: str) -> Path:
    """Return the path of a listed file, which must stay inside the folder. Raises MirrorError."""
    relative = PurePosixPath(file)
    if relative.is_absolute() or ".." in relative.parts or "\x00" in file:
        raise MirrorError(f"{where}: “{file}” is not a path inside the mirror")
    path = folder / relative
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise MirrorError(f"{where}: “{file}” leads out of the mirror")
    except OSError as error:
        raise MirrorError(f"{where}: “{file}” cannot be followed: {error}") from error
    return path


def _instant(value: object, where: str) -> datetime | None:
    """Return the recorded instant in UTC, or None. Raises MirrorError."""
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(value)  # type: ignore[arg-type] # wrong types raise
    except (TypeError, ValueError) as error:
        raise MirrorError(f"{where}: “retrieved” is not an instant such as …T12:00:00Z") from error
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)


def _read(entry: Entry, where: str) -> bytes:
    """Return the bytes of an entry, which must be those recorded. Raises MirrorError."""
    try:
        body = entry.path.read_bytes()
    except OSError as error:
        problem = "is absent" if isinstance(error, FileNotFoundError) else "cannot be read"
        raise MirrorError(f"{where}: the listed file {entry.path} {problem}") from error
    if len(body) != entry.size:
        raise MirrorError(
            f"{where}: {entry.path} has {len(body)} bytes, but the manifest says {entry.size}"
        )
    if hashlib.sha256(body).hexdigest() != entry.sha256:
        raise MirrorError(f"{where}: the SHA-256 of {entry.path} differs from the manifest")
    return body
