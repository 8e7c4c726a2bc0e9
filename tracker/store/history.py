"""A work's commits, read from its references: no walk over other works' history."""

import re
from datetime import UTC, date, datetime

from tracker.errors import StoreError
from tracker.identifiers import version_order
from tracker.store import paths
from tracker.store.handle import Handle
from tracker.store.values import LogEntry

_AS_OF_RE = re.compile(r"status as of (\d{4}-\d\d-\d\d)$")
_END = "\x1e"  # between commits; messages are folded to lines without control characters


def history(handle: Handle, work: str, status: str) -> list[LogEntry]:
    """Return versions in legal order, each after the printings it replaced, then status commits.

    `status` is the full reference of the work's status branch, which need not exist.
    """
    paths.work_path(work)
    fields = ("%(objectname)", "%(refname)", "%(committerdate:unix)", "%(contents)%1e")
    pattern = f"{paths.TAGS}{work[1:]}@*"
    listed = handle.run("for-each-ref", f"--format={'%00'.join(fields)}", "--", pattern)
    versions = []
    for item in listed.split(_END)[:-1]:
        commit, name, committed, message = item.lstrip("\n").split("\0", 3)
        version = name.rpartition("@")[2]
        versions.append(_entry(commit, version, int(committed or 0), message))
    versions.sort(key=lambda entry: _place(work, entry))
    return versions + _status(handle, status)


def newest(handle: Handle, count: int) -> list[tuple[str, str, date]]:
    """Return (work, version, day) of the versions that the law dates last, the last first.

    Printings that were replaced and versions without a date of their own are left out.
    """
    published = "%(contents:trailers:key=Published,valueonly)"
    listed = handle.run(
        "for-each-ref", "--sort=-authordate", f"--format=%(refname)%00{published}%1e",
        "--", f"{paths.TAGS}us",
    )  # fmt: skip
    found = []
    for item in listed.split(_END):
        name, _, stated = item.strip("\n").partition("\0")
        work, _, version = name.removeprefix(paths.TAGS).rpartition("@")
        if work and not paths.printing(version)[1] and (day := _day(stated.strip(), name)):
            found.append((f"/{work}", version, day))
        if len(found) == count:
            break
    return found


def _status(handle: Handle, reference: str) -> list[LogEntry]:
    """Return the commits of a status branch, oldest first."""
    if handle.object_id(reference) is None:
        return []
    listed = handle.run(
        "log", "--reverse", "--format=%H%x00%ct%x00%B%x1e", reference, f"^{paths.START}", "--"
    )
    entries = []
    for item in listed.split(_END)[:-1]:
        commit, committed, message = item.lstrip("\n").split("\0", 2)
        entries.append(_entry(commit, "", int(committed), message))
    return entries


def _entry(commit: str, version: str, committed: int, message: str) -> LogEntry:
    """Return one commit's place in the history from its message and time."""
    trailers = trailers_of(message)
    subject = message.split("\n", 1)[0]
    if not version and (stated := _AS_OF_RE.search(subject)):
        trailers["Published"] = stated[1]
    return LogEntry(
        commit=commit,
        subject=subject,
        kind="version" if version else "status",
        version=version,
        published=_day(trailers.get("Published"), f"commit {commit[:12]}"),
        effective=_day(trailers.get("Effective"), f"commit {commit[:12]}"),
        retrieved=datetime.fromtimestamp(committed, UTC),
        republished="Republished" in trailers,
    )


def trailers_of(message: str) -> dict[str, str]:
    """Return the trailers in a commit message's last paragraph."""
    last = message.strip().rpartition("\n\n")[2]
    pairs = (line.partition(": ") for line in last.splitlines())
    return {name: value for name, separator, value in pairs if separator}


def _day(text: str | None, where: str) -> date | None:
    """Return the day that a trailer states; `where` names the commit in a message."""
    if text in {None, "", "unknown"}:
        return None
    try:
        return date.fromisoformat(text or "")
    except ValueError as error:
        raise StoreError(f"{where} states “{text}” as a day; `tracker verify`") from error


def _place(work: str, entry: LogEntry) -> tuple[object, ...]:
    """Return the place of a commit: legal order, then printings, the one in force last."""
    version, number = paths.printing(entry.version)
    return (version_order(work, version, entry.published), number or float("inf"))
