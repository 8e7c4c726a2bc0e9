"""One writer at a time, without a lock file that a person would ever have to remove.

The lock is flock(2) on `.git/tracker/lock`: the kernel drops it when its holder is gone. Git
children inherit it, so a writer that was killed still counts as busy until its last child ends.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.errors import StoreError

_PAUSE = 0.05


@contextmanager
def exclusive(folder: Path, wait: float) -> Iterator[int]:
    """Hold the writers' lock in a folder and yield its file descriptor.

    Waits at most `wait` seconds for another writer. Raises StoreError when it is still busy, or
    when the folder cannot be written to.
    """
    try:
        folder.mkdir(exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(
            f"{folder.parent.parent}: the store cannot be written to: {error.strerror}"
        ) from error
    try:
        _acquire(descriptor, folder, wait)
        try:
            yield descriptor
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)


@contextmanager
def attempted(folder: Path, name: str) -> Iterator[bool]:
    """Hold a lock of its own name in a folder, or yield False at once when somebody has it.

    Raises StoreError when the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(
            f"{folder.parents[2]}: the store cannot be written to: {error.strerror}"
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, folder: Path, wait: float) -> None:
    """Take the lock, or say who has it."""
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
                raise StoreError(
                    f"{folder.parent.parent}: another run of tracker"
                    f"{f' (process {holder})' if holder else ''} is writing to the store and did "
                    f"not finish within {wait:g} seconds; try again when it is done"
                ) from None
            time.sleep(_PAUSE)
        else:
            break
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    except OSError:
        return  # the number is a courtesy; a full disk must not stop a writer here
