"""Making a store: an empty repository, its first commit, and the one line of set-up."""

from pathlib import Path

from tracker.errors import StoreError
from tracker.store import commits, gather, journal, lock, paths
from tracker.store.handle import ZERO, Handle
from tracker.store.journal import Journal, Reference


def make(folder: Path, wait: float) -> None:
    """Make a store in a folder, or complete one whose making was cut short; else do nothing.

    Raises StoreError when the folder holds anything that tracker did not make.
    """
    if _is_store(folder):
        return
    own = folder / ".git" / "tracker"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not own.is_dir():
            _refuse_foreign(folder)
        own.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: the store cannot be made: {error.strerror}") from error
    with lock.exclusive(own, wait) as descriptor:
        if _is_store(folder):
            return  # another run made it meanwhile
        for name in ("config.lock", "HEAD.lock"):
            (folder / ".git" / name).unlink(missing_ok=True)  # left by a killed `git init`
        from tracker.store.repo import initialise  # noqa: PLC0415 - GitPython only for writing

        initialise(folder)
        handle = Handle(folder)
        handle.lock_fd = descriptor
        try:
            _begin(handle)
        finally:
            handle.close()


def unfinished(folder: Path) -> bool:
    """Return whether a folder holds a store whose making was cut short; `make` completes it."""
    return (folder / ".git" / "tracker").is_dir() and not _is_store(folder)


def _refuse_foreign(folder: Path) -> None:
    """Raise StoreError when a folder holds anything but an empty `.git`."""
    if any(entry.name != ".git" for entry in folder.iterdir()):
        raise StoreError(f"{folder} is not empty and not a store; choose another folder")
    inner = folder / ".git"
    if inner.exists() and (not inner.is_dir() or any(inner.iterdir())):
        raise StoreError(f"{folder} is a git repository that tracker did not make")


def _is_store(folder: Path) -> bool:
    """Return whether a folder is a complete store."""
    if not folder.is_dir():
        return False
    try:
        handle = Handle(folder)
    except StoreError:
        return False
    try:
        return handle.made_by_tracker() and handle.object_id(paths.MAIN) is not None
    finally:
        handle.close()


def _begin(handle: Handle) -> None:
    """Write set-up and first commit; every step can be done again."""
    handle.run("config", "--local", "diff.provision.xfuncname", commits.SECTION_PATTERN)
    state = journal.load(handle)
    if state:
        journal.remove_stale_locks(handle, state)
    journal.save(handle, state or Journal())
    with commits.open_stream(handle) as file:
        stream = commits.Stream(file)
        mark = commits.start(stream)
        first = stream.finish(handle)[mark]
    journal.apply_references(handle, (Reference(paths.START, ZERO, first),))
    crashed = Journal(main=(ZERO, first))
    journal.save(handle, crashed)
    gather.gather(handle, crashed, lambda _: None)
