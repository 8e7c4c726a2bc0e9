"""Commits as `git fast-import` streams: reproducible from their input alone.

Format: git-fast-import(1). Author date is the day the law states at noon UTC (the same day from
Honolulu to Seoul), or the retrieval time when the law states none; committer date is retrieval.
"""

import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import BinaryIO

import msgspec

from tracker import identifiers
from tracker.errors import StoreError
from tracker.model import Facts, Record
from tracker.store import paths
from tracker.store.handle import Handle
from tracker.store.plumbing import EMAIL, NAME

ATTRIBUTES = b"""\
# Bytes are kept as they were served; `git diff` names the section in hunk headers.
* -text
text.txt diff=provision
"""
README = b"""\
# Texts of US law, as they were published

Made by tracker; every version of every work is one commit, and a tag named by its identifier.

    git log us/bill/119/hr/2683@eh                        what led to a version
    git diff --word-diff us/bill/119/hr/2683@ih us/bill/119/hr/2683@eh -- '*text.txt'
    git blame us/bill/119/hr/2683@eh -- us/bill/119/hr/2683/text.txt
    git log --first-parent main                           what arrived, run by run

A tag holds only its own work, after the versions that precede it in law. `main` gathers all works
and shows the latest version of each. `@eh.r1` is a printing of `@eh` that was later replaced.
`status/us/...` branches hold what the official services said about a work (`work.json`).

Hunk headers name the section after this one-line set-up, done already where tracker writes:

    git config diff.provision.xfuncname '%s'
"""
# Sections and the units above them at any depth, also where quoted; what follows the label is the
# heading. A POSIX extended expression, in the words of `tracker.formats.review`.
SECTION_PATTERN = (
    r"^[ ]*([\"“‘]*(SEC\.|Sec\.|SECTION|Section|§|Rule|RULE|ARTICLE|Article|PART|Part|SUBPART|"
    r"Subpart|CHAPTER|Chapter|SUBCHAPTER|Subchapter|SUBTITLE|Subtitle|TITLE|Title|DIVISION|"
    r"Division|SUBDIVISION|Subdivision|APPENDIX|Appendix|SUPPLEMENT|Supplement)[ §].*)$"
)
_START_DAY = 1735732800  # 2025-01-01T12:00:00Z: fixed, so that every store begins alike
_IMPORT = "refs/tracker/import"


class Stream:
    """A fast-import stream under construction; marks stand for commits not yet made."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._marks = 0

    @property
    def empty(self) -> bool:
        """Whether no commit was added."""
        return self._marks == 0

    def commit(
        self,
        message: str,
        author: int,
        committer: int,
        parents: Sequence[str],
        changes: Iterable[bytes],
    ) -> str:
        """Add a commit and return its mark (`:1`). Times are seconds since 1970 UTC."""
        self._marks += 1
        text = message.encode()
        write = self._file.write
        write(b"commit %b\nmark :%d\n" % (_IMPORT.encode(), self._marks))
        for role, seconds in ((b"author", author), (b"committer", committer)):
            write(b"%b %b <%b> %d +0000\n" % (role, NAME.encode(), EMAIL.encode(), seconds))
        write(b"data %d\n%b\n" % (len(text), text))
        for position, parent in enumerate(parents):
            # Without `from` git goes on from the tree it has in memory, several times faster.
            if position or parent != f":{self._marks - 1}":
                write(b"%b %b\n" % (b"merge" if position else b"from", parent.encode()))
        for change in changes:
            write(change)
        write(b"\nget-mark :%d\n" % self._marks)
        return f":{self._marks}"

    def finish(self, handle: Handle) -> dict[str, str]:
        """Give the stream to git and return {mark: commit id}.

        All objects are safe on disk afterwards, or StoreError is raised and nothing was added
        that a reference could reach.
        """
        if not self._marks:
            return {}
        self._file.write(b"done\n")
        before = _leftovers(handle)
        try:
            self._file.flush()
            ids = handle.run_stream(
                "fast-import", "--done", "--quiet", "--force", "--date-format=raw",
                stream=self._file,
            ).split()  # fmt: skip
        except (OSError, StoreError):
            for path in _leftovers(handle) - before:
                path.unlink(missing_ok=True)
            raise
        return {f":{number}": commit for number, commit in enumerate(ids, 1)}


def open_stream(handle: Handle) -> BinaryIO:
    """Return a nameless temporary file on the store's own disk."""
    return tempfile.TemporaryFile(dir=handle.own_dir)


def _leftovers(handle: Handle) -> set[Path]:
    """Return files that an import which fails leaves in the repository."""
    return {
        *(handle.git_dir / "objects" / "pack").glob("tmp_*"),
        *handle.git_dir.glob("fast_import_crash_*"),
    }


def file_change(path: str, data: bytes) -> bytes:
    """Return the stream's lines that set a file's bytes."""
    return b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(data), data)


def file_reference(path: str, blob: str) -> bytes:
    """Return the stream's line that sets a file to a blob already held."""
    return b"M 100644 %b %b\n" % (blob.encode(), path.encode())


def file_removal(path: str) -> bytes:
    """Return the stream's line that removes a file, which need not exist."""
    return b"D %b\n" % path.encode()


def start(stream: Stream) -> str:
    """Add the first commit of every store."""
    return stream.commit(
        "Start the store\n",
        _START_DAY,
        _START_DAY,
        (),
        (
            file_change(".gitattributes", ATTRIBUTES),
            file_change("README.md", README % SECTION_PATTERN.encode()),
        ),
    )


def version(
    stream: Stream, record: Record, data: bytes, text: str, parent: str, replaces: str = ""
) -> str:
    """Add the commit of one version; `replaces` is the SHA-256 of the printing it replaces."""
    folder = paths.work_path(record.work)
    source = paths.source_name(record.content_type)
    retrieved = instant(record.retrieved_at)
    return stream.commit(
        version_message(record, replaces),
        noon(record.published) if record.published else retrieved,
        retrieved,
        (parent,),
        (
            *(file_removal(f"{folder}/{n}") for n in paths.SOURCE_NAMES if n != source),
            file_change(f"{folder}/{source}", data),
            file_change(f"{folder}/{paths.TEXT}", text.encode()),
            file_change(f"{folder}/{paths.RECORD}", as_json(record)),
        ),
    )


def version_message(record: Record, replaces: str = "") -> str:
    """Return the message of a version's commit, trailers included."""
    name = f"{identifiers.short(record.work)}@{record.version}"
    label = _line(record.label)
    subject = f"{name}: Republished ({label})" if replaces else f"{name}: {label}"
    trailers = [
        ("Work", record.work),
        ("Version", record.version),
        ("Published", record.published.isoformat() if record.published else "unknown"),
        ("Effective", record.effective.isoformat() if record.effective else ""),
        ("Source-URL", "".join(_line(record.url).split())),
        ("Source-SHA256", record.sha256),
        ("Republished", f"replaces {replaces}" if replaces else ""),
        ("Retrieved", timestamp(record.retrieved_at)),
        ("Origin", record.origin),
        ("Fetcher", _line(record.fetcher)),
    ]
    note = f"{_line(record.note)}\n\n" if record.note else ""
    lines = "".join(f"{name}: {value}\n" for name, value in trailers if value)
    return f"{subject}\n\n{note}{lines}"


def status(stream: Stream, facts: Facts, parent: str, not_before: int) -> str:
    """Add the commit of what the official services say about a work.

    Its date is the newest day that the facts themselves hold, or `not_before` when they hold none.
    """
    day = as_of(facts)
    when = noon(day) if day else not_before
    return stream.commit(
        status_message(facts),
        when,
        max(when, not_before),
        (parent,),
        (file_change(f"{paths.work_path(facts.work)}/{paths.FACTS}", as_json(facts)),),
    )


def status_message(facts: Facts) -> str:
    """Return the message of a status commit."""
    day = as_of(facts)
    subject = f"{identifiers.short(facts.work)}: status"
    subject += f" as of {day.isoformat()}" if day else ""
    return f"{subject}\n\nWork: {facts.work}\n"


def as_of(facts: Facts) -> date | None:
    """Return the newest day that the facts say something happened."""
    days = [action.on for action in facts.actions]
    days += [facts.up_to_date_as_of, facts.introduced, facts.published]
    return max((day for day in days if day), default=None)


def as_json(value: Record | Facts) -> bytes:
    """Return a value as the JSON kept in the store: two spaces, one line a field, UTF-8."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def noon(day: date) -> int:
    """Return noon UTC of a day in seconds since 1970; earlier days count as 1970.

    git 2.39 cannot hold earlier dates; the trailer and the record keep the true day.
    """
    return max(0, int(datetime.combine(day, time(12), UTC).timestamp()))


def instant(moment: datetime) -> int:
    """Return an aware instant in whole seconds since 1970."""
    if moment.tzinfo is None:
        raise StoreError(f"retrieval time {moment.isoformat()} has no time zone")
    return max(0, int(moment.timestamp()))


def timestamp(moment: datetime) -> str:
    """Return an instant as ISO 8601 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _line(text: str) -> str:
    """Fold foreign text to one line, so that it cannot forge a trailer."""
    return re.sub(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text).strip()
