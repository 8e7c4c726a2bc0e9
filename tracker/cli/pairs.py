"""Two files read for `diff`: one after the other, or both at once where that saves time."""

import os
import signal
import sys
from pathlib import Path

from tracker.cli import instance
from tracker.model import Document

LARGE = 300_000
"""Bytes that either file must have before a second process is worth its start (about 10 ms)."""


def read_both(old: Path, new: Path) -> tuple[Document, Document]:
    """Return two files, parsed; errors are those of reading the old one, then the new one.

    Large files are read in two processes where there are two processors. The result is the same.
    """
    if not _worth_a_process(old, new):
        return instance.file_document(old), instance.file_document(new)
    child, pipe = _start_reading(new)
    try:
        first = instance.file_document(old)
        with os.fdopen(pipe, "rb", closefd=False) as stream:
            data = stream.read()
    finally:
        os.close(pipe)
        os.kill(child, signal.SIGKILL)  # it has ended, or its work is no longer wanted
        os.waitpid(child, 0)
    return first, _decoded(data) or instance.file_document(new)


def _worth_a_process(old: Path, new: Path) -> bool:
    """Return whether both files are large and a second processor may be used."""
    if not sys.platform.startswith("linux") or len(os.sched_getaffinity(0)) < 2:
        return False
    return min(old.stat().st_size, new.stat().st_size) >= LARGE


def _start_reading(path: Path) -> tuple[int, int]:
    """Start a process that parses a file; return its id and the pipe that it writes to.

    It writes the document, or nothing when anything goes wrong: the caller then reads the file
    itself and meets the same error.
    """
    from tracker import formats  # noqa: F401, PLC0415 - imported once, before the two part

    receiving, sending = os.pipe()
    child = os.fork()
    if child:
        os.close(sending)
        return child, receiving
    try:
        os.close(receiving)
        import msgspec  # noqa: PLC0415 - already loaded by the model

        data = msgspec.msgpack.encode(instance.file_document(path))
        with os.fdopen(sending, "wb") as stream:
            stream.write(data)
    finally:
        os._exit(0)  # neither flushes nor cleans up what belongs to the parent
    return 0, 0


def _decoded(data: bytes) -> Document | None:
    """Return the document that the other process wrote, or None when it is not whole."""
    import msgspec  # noqa: PLC0415 - already loaded by the model

    try:
        return msgspec.msgpack.decode(data, type=Document)
    except msgspec.DecodeError:
        return None
