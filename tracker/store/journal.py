"""What a writer is about to do, written down first, so that the next run can finish it.

`.git/tracker/journal.json` exists from the start of a write to its end. References listed in it
point to objects that are already safe on disk; replaying it any number of times is harmless.
"""

import os
import time
from pathlib import Path

import msgspec
from msgspec import Struct

from tracker.errors import StoreError
from tracker.store import packed
from tracker.store.handle import ZERO, Handle
from tracker.store.paths import MAIN, START

MANY_REFERENCES = 64
"""Above this many, new references are packed into one file at once."""
_STALE_AFTER = 2.0


class Reference(Struct, frozen=True, array_like=True):
    """A reference to move: from `old` (40 zeros: it must not exist yet) to `new`."""

    name: str
    old: str
    new: str


class Gathering(Struct, frozen=True):
    """Commits of one work that the main branch does not contain yet."""

    work: str
    commits: tuple[str, ...]
    labels: tuple[str, ...]
    """`eh`, `rh`, `status`: what the commits bring."""


class Journal(Struct, frozen=True):
    """Steps that are still to be done."""

    references: tuple[Reference, ...] = ()
    gatherings: tuple[Gathering, ...] = ()
    main: tuple[str, str] | None = None
    """Where the main branch is to move: (old, new)."""
    resting: bool = False
    """True when a person's own changes hold the main branch back; nothing crashed."""


def load(handle: Handle) -> Journal | None:
    """Return the journal that an earlier run left, or None."""
    try:
        raw = _file(handle).read_bytes()
    except FileNotFoundError:
        return None
    try:
        return msgspec.json.decode(raw, type=Journal)
    except msgspec.DecodeError as error:
        raise StoreError(f"{_file(handle)} cannot be read ({error}); `tracker verify`") from error


def save(handle: Handle, journal: Journal) -> None:
    """Put the journal on disk for good before anything in it is done."""
    write_durably(_file(handle), msgspec.json.encode(journal))


def clear(handle: Handle) -> None:
    """Forget the journal: everything in it is done."""
    _file(handle).unlink(missing_ok=True)


def write_durably(path: Path, data: bytes) -> None:
    """Replace a file in one step that survives a power cut.

    Raises StoreError when the disk refuses.
    """
    part = path.with_name(path.name + ".new")
    try:
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
        packed.sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from error


def apply_references(
    handle: Handle,
    references: tuple[Reference, ...],
    settings: tuple[str, ...] = ("core.logAllRefUpdates=false",),
) -> None:
    """Move every reference that is not yet where the journal wants it.

    A reference that someone else moved meanwhile is left alone: theirs is kept. Raises StoreError
    when git refuses.
    """
    many = len(references) > MANY_REFERENCES
    if many:
        held = handle.references("refs/tags/us", "refs/heads/status")
    else:
        held = handle.references(*(r.name for r in references)) if references else {}
    moves = [r for r in references if held.get(r.name, ZERO) == r.old != r.new]
    if many:
        new = {r.name: r.new for r in moves if r.old == ZERO}
        if packed.add(handle, new):
            moves = [r for r in moves if r.old != ZERO]
    if moves:
        _let_go(handle, moves)
        lines = (f"update {r.name} {r.new} {r.old}\n" for r in moves)
        transaction = "".join(["start\n", *lines, "prepare\n", "commit\n"]).encode()
        handle.run("update-ref", "--stdin", stdin=transaction, settings=settings)


def _let_go(handle: Handle, moves: list[Reference]) -> None:
    """Detach HEAD from a status branch about to move, so that the folder does not look changed."""
    head = handle.head()
    for reference in moves:
        if reference.name == head != MAIN and reference.old != ZERO:
            handle.run("update-ref", "--no-deref", "HEAD", reference.old)


def remove_stale_locks(handle: Handle, journal: Journal) -> None:
    """Remove lock files that a killed writer left; never those of a person's running git.

    Only called by the holder of the writers' lock. Names that tracker alone uses are ours at once;
    names that a person's git uses too must have stayed untouched for two seconds.
    """
    for name in ("packed-refs", "index"):
        lock = handle.git_dir / f"{name}.lock"
        if packed.is_ours(handle, lock):
            lock.unlink(missing_ok=True)
    for name in (*(r.name for r in journal.references), START, "refs/tracker/import"):
        (handle.git_dir / f"{name}.lock").unlink(missing_ok=True)
        _remove_torn(handle.git_dir / name)
    deadline = time.monotonic() + _STALE_AFTER
    shared = [f"{MAIN}.lock", "HEAD.lock", "packed-refs.lock", "packed-refs.new", "gc.pid.lock"]
    found = {
        path: identity
        for name in shared
        if (identity := _identity(path := handle.git_dir / name)) is not None
    }
    while found and time.monotonic() < deadline:
        time.sleep(0.05)
        found = {path: seen for path, seen in found.items() if _identity(path) == seen}
    for path in found:
        path.unlink(missing_ok=True)


def _remove_torn(path: Path) -> None:
    """Remove a loose reference that a power cut left empty; the journal sets it anew."""
    try:
        torn = path.is_file() and len(path.read_bytes().strip(b"\0\n ")) < 40
    except OSError:
        return
    if torn:
        path.unlink(missing_ok=True)


def _identity(path: Path) -> tuple[int, int, int] | None:
    """Return what tells one lock file from a later one of the same name."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _file(handle: Handle) -> Path:
    return handle.own_dir / "journal.json"
