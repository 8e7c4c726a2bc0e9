"""Record a live run as a mirror, so that any run can be replayed; resume one that broke off.

A recording has the manifest that `mirror` reads. It keeps what a service answered, errors
included, so that a replay gives the same outcomes; it never keeps keys, cookies or the headers
that we sent.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tracker.errors import MirrorError
from tracker.sources.asking import Clock
from tracker.sources.mirror import MANIFEST, MirrorTransport
from tracker.sources.outcomes import NotInMirrorError
from tracker.sources.transport import Answer, Origin, Transport

_RECORDED_HEADERS = ("etag", "last-modified", "date", "retry-after", "location")
_SECRET_RE = re.compile(r"([?&](?:api_key|key|token)=)[^&#]*", re.IGNORECASE)


class RecordingTransport:
    """Passes questions on and writes every answer into a folder.

    The folder must be new or empty, or a recording to go on with. The manifest is written anew
    after each answer, so that a run that breaks off leaves a readable mirror.
    """

    def __init__(self, inner: Transport, folder: Path | str, clock: Clock) -> None:
        self.inner = inner
        self.folder = Path(folder)
        self.clock = clock
        self.rows: dict[str, dict[str, Any]] = _rows_of(self.folder)

    @property
    def origin(self) -> Origin:
        """The origin of what is recorded."""
        return self.inner.origin

    def can_ask(self, host: str) -> bool:
        """Return what the inner transport says."""
        return self.inner.can_ask(host)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Return the inner transport's answer, recorded. Raises AskError as it does.

        Conditions are left out: a recording needs the body, not “not modified”.
        """
        asked = {name: value for name, value in headers.items() if not name.startswith("if-")}
        answer = self.inner.get(url, asked)
        self._keep(answer)
        return answer

    def _place(self, url: str) -> str:
        """Return where an answer goes; aside when a file already stands where a folder must."""
        for file in (file_name(url), f"_/{hashlib.sha256(url.encode()).hexdigest()}"):
            path = self.folder / file
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except (FileExistsError, NotADirectoryError):
                continue
            if not path.is_dir():
                break
        return file

    def _keep(self, answer: Answer) -> None:
        """Write one answer and the manifest."""
        url = without_secrets(answer.url)
        file = self._place(url)
        _replace(self.folder / file, answer.body)
        retrieved = answer.retrieved_at or self.clock()
        self.rows[url] = {
            "url": url,
            "file": file,
            "status": answer.status,
            "content_type": answer.headers.get("content-type", "application/octet-stream"),
            "bytes": len(answer.body),
            "sha256": hashlib.sha256(answer.body).hexdigest(),
            "retrieved": retrieved.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "headers": {
                name: value for name, value in answer.headers.items() if name in _RECORDED_HEADERS
            },
            "note": answer.note,
        }
        rows = [self.rows[url] for url in sorted(self.rows)]
        text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
        _replace(self.folder / MANIFEST, text.encode())


class ResumingTransport:
    """Answers from what an interrupted run already got, and asks for the rest.

    `folder` holds the answers of the unfinished run; `done` removes it once they are stored.
    Answers older than `fresh_for` seconds are asked for again: the run before may be long ago.
    """

    def __init__(
        self, inner: Transport, folder: Path | str, clock: Clock, *, fresh_for: float = 6 * 3600
    ) -> None:
        self.folder = Path(folder)
        self.clock = clock
        self.fresh_for = fresh_for
        self._recorded = _readable(self.folder)
        if self._recorded is None:
            shutil.rmtree(self.folder, ignore_errors=True)
        self._recording = RecordingTransport(inner, self.folder, clock)

    @property
    def origin(self) -> Origin:
        """The origin of the run that is resumed."""
        return self._recording.origin

    def can_ask(self, host: str) -> bool:
        """Return what the inner transport says."""
        return self._recording.can_ask(host)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Return the answer the interrupted run got, else ask. Raises AskError.

        Only good answers are taken over; what failed is asked for again.
        """
        if self._recorded is not None:
            try:
                answer = self._recorded.get(url, headers)
            except NotInMirrorError:
                pass
            else:
                if answer.status == 200 and self._fresh(answer.retrieved_at):
                    return answer
        return self._recording.get(url, headers)

    def _fresh(self, retrieved: datetime | None) -> bool:
        """Return whether an answer is young enough to stand for one of this run."""
        if retrieved is None:
            return False
        return 0 <= (self.clock() - retrieved).total_seconds() <= self.fresh_for

    def done(self) -> None:
        """Forget the answers: they are stored, and the next run asks anew."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _readable(folder: Path) -> MirrorTransport | None:
    """Return what an interrupted run left, or None when there is nothing sound."""
    try:
        return MirrorTransport(folder)
    except MirrorError:
        return None


def _rows_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the manifest of a recording to go on with. Raises MirrorError for other folders."""
    manifest = folder / MANIFEST
    if manifest.exists():
        MirrorTransport(folder)
        return {row["url"]: row for row in json.loads(manifest.read_text(encoding="utf-8"))}
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise MirrorError(f"{folder}: is neither empty nor a recording; name another folder")
    return {}


def file_name(url: str) -> str:
    """Return where in a recording the answer of a URL lies: laid out by URL, `?` as `@`.

    Parts that no file system should see are replaced, and what is too long or was changed gets
    the head of its hash, so that two URLs never share a file.
    """
    plain = url.removeprefix("https://").replace("?", "@")
    safe = re.sub(r"[^A-Za-z0-9._/@=&,+-]", "_", plain)
    parts = [part if part.strip(".") else "_" for part in safe.split("/")]
    name = "/".join(part[:150] for part in parts)
    if name != plain or "@" in url or name.endswith("/"):
        name = f"{name.rstrip('/')}~{hashlib.sha256(url.encode()).hexdigest()[:12]}"
    return name


def without_secrets(url: str) -> str:
    """Return a URL without the value of a key, should one ever stand in it."""
    return _SECRET_RE.sub(r"\1[key]", url)


def _replace(path: Path, data: bytes) -> None:
    """Write a file in one step."""
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(data)
    temporary.replace(path)
