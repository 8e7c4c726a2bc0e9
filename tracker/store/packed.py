"""Many new references in one step: a new `packed-refs` file, renamed into place.

A reference of its own costs git two files and about a millisecond; ten thousand tags would take
longer than their ten thousand commits. The file's format is that of git-pack-refs(1); the step is
atomic, and git's own lock (`packed-refs.lock`) is held meanwhile.
"""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tracker.errors import StoreError
from tracker.store.handle import Handle

_HEADER = b"# pack-refs with: peeled fully-peeled sorted \n"
_LOCK_WAIT = 5.0


def add(handle: Handle, references: Mapping[str, str]) -> bool:
    """Add references that do not exist yet; return False when git has to do it one by one.

    That is so when the repository keeps references in another format or a name is taken.
    Raises StoreError when another git holds the file, OSError when the disk refuses.
    """
    target = handle.git_dir / "packed-refs"
    with locked(handle, target):
        raw = target.read_bytes() if target.exists() else _HEADER
        if not raw.startswith(b"# pack-refs with:") or b" fully-peeled" not in raw[:200]:
            return False
        if not (handle.git_dir / "refs" / "heads").is_dir():
            return False
        held = dict(_entries(raw))
        wanted = {name.encode(): commit.encode() for name, commit in references.items()}
        if not _free(handle, wanted, held):
            return False
        held |= {name: b"%b %b\n" % (commit, name) for name, commit in wanted.items()}
        part = handle.own_dir / "packed-refs"
        with part.open("wb") as stream:
            stream.write(_HEADER)
            stream.writelines(held[name] for name in sorted(held))
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
        sync_folder(handle.git_dir)
    return True


def _entries(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (name, its lines) of a packed-refs file; a line with ^ belongs to the one before."""
    name, lines = b"", b""
    for line in raw.splitlines(keepends=True):
        if line.startswith(b"#"):
            continue
        if line.startswith(b"^"):
            lines += line
            continue
        if name:
            yield name, lines
        name, lines = line[41:].rstrip(b"\n"), line
    if name:
        yield name, lines


def _free(handle: Handle, wanted: Mapping[bytes, bytes], held: Mapping[bytes, bytes]) -> bool:
    """Return whether no reference has one of the names or stands where a folder must be."""
    folders: set[bytes] = set()
    for name in wanted:
        if name in held or (handle.git_dir / name.decode()).exists():
            return False
        parts = name.split(b"/")
        folders.update(b"/".join(parts[:count]) for count in range(3, len(parts)))
    return not any(f in held or (handle.git_dir / f.decode()).is_file() for f in folders)


@contextmanager
def locked(handle: Handle, target: Path, wait: float = _LOCK_WAIT) -> Iterator[None]:
    """Hold git's lock on one of its files: `<file>.lock`, a hard link to a token of ours.

    A lock that is the token's own was left by a killed run of tracker and is taken over; any
    other belongs to a person's git. Raises StoreError when that does not end in `wait` seconds.
    """
    token = handle.own_dir / "token"
    lock = target.with_name(target.name + ".lock")
    token.touch()
    deadline = time.monotonic() + wait
    while True:
        try:
            os.link(token, lock)
            break
        except FileExistsError:
            if is_ours(handle, lock):
                break
            if time.monotonic() >= deadline:
                raise BusyError(
                    f"{handle.path}: another git is at work here ({lock.name} is there); "
                    "run tracker again when it is done"
                ) from None
            time.sleep(0.05)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


class BusyError(StoreError):
    """A person's git holds a lock longer than we wait."""


def is_ours(handle: Handle, lock: Path) -> bool:
    """Return whether a lock file was made by tracker."""
    try:
        return lock.samefile(handle.own_dir / "token")
    except OSError:
        return False


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
