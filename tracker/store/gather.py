"""The main branch and the work tree: a view of all works for people who browse.

Versions live in their tags; `main` joins their lines, one merge for each work and run, and shows
the latest version of each work. A person's commits on `main` are its first parent like any other;
a person's changes in the work tree are never written over: main then waits.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from tracker import identifiers
from tracker.errors import StoreError
from tracker.store import commits, journal, packed, paths
from tracker.store.handle import EMPTY_TREE, ZERO, Handle
from tracker.store.journal import Gathering, Journal, Reference

_TRIES = 5
# What git says when a file or a staged change would be lost (unpack-trees.c).
_REFUSALS = ("would be overwritten", "not uptodate", "would be removed", "lose untracked files")


def gather(handle: Handle, state: Journal, latest: Callable[[str], str | None]) -> str:
    """Join what the journal lists into the main branch and bring the work tree up to it.

    `latest` gives the commit of a work's latest version in legal order. Returns a sentence for
    the person when their own changes hold the main branch back (the journal then rests), or "".
    """
    for _ in range(_TRIES):
        main = handle.object_id(paths.MAIN) or ZERO
        if state.main and _contains(handle, main, state.main[1]):
            journal.clear(handle)
            return ""
        crashed = state.main is not None
        if state.main and state.main[0] == main:
            tip = state.main[1]
        else:
            base = handle.object_id(paths.START) or ZERO if main == ZERO else main
            tip = _join(handle, base, state.gatherings, latest)
            state = msgspec.structs.replace(state, main=(main, tip))
            journal.save(handle, state)
        try:
            problem = _move(handle, main, tip, crashed)
        except _MovedError:
            continue
        if problem:
            journal.save(handle, msgspec.structs.replace(state, main=None, resting=True))
        else:
            journal.clear(handle)
        return problem
    raise StoreError(f"{handle.path}: main keeps moving; run tracker again")


class _MovedError(Exception):
    """Someone committed to main meanwhile."""


def _move(handle: Handle, old: str, new: str, crashed: bool) -> str:
    """Move main, with the work tree when main is what is checked out there."""
    if handle.bare or handle.head() != paths.MAIN:
        _move_main(handle, old, new)
        return ""
    tree = EMPTY_TREE if old == ZERO else old

    def refresh() -> str:
        if (handle.object_id(paths.MAIN) or ZERO) != old:
            raise _MovedError
        problem = _refresh(handle, tree, new, crashed)
        if not problem:
            (handle.own_dir / "index").replace(handle.git_dir / "index")
            _move_main(handle, old, new)
        return problem

    # With the index locked no person's `git add` or `git commit` comes between.
    try:
        with packed.locked(handle, handle.git_dir / "index"):
            return refresh()
    except packed.BusyError:
        return (
            f"{handle.path}: git is busy in this folder (index.lock is there); the new versions "
            "are in their tags, and main follows with the next run"
        )


def _contains(handle: Handle, main: str, commit: str) -> bool:
    """Return whether the main branch already has a commit."""
    if main == ZERO:
        return False
    return main == commit or handle.succeeds("merge-base", "--is-ancestor", commit, main)


def _join(
    handle: Handle,
    base: str,
    gatherings: Sequence[Gathering],
    latest: Callable[[str], str | None],
) -> str:
    """Make one merge a work on top of `base` and return the last one's id."""
    with commits.open_stream(handle) as file:
        stream = commits.Stream(file)
        tip = base
        for gathering in gatherings:
            when = max(handle.committed(commit) for commit in gathering.commits)
            tip = stream.commit(
                _message(gathering), when, when, (tip, *gathering.commits),
                _latest_files(handle, gathering.work, latest(gathering.work)),
            )  # fmt: skip
        return stream.finish(handle).get(tip, tip)


def _message(gathering: Gathering) -> str:
    """Return the message of a join, short however many versions came."""
    shown = gathering.labels if len(gathering.labels) <= 6 else gathering.labels[:5]
    more = len(gathering.labels) - len(shown)
    listed = ", ".join(shown) + (f" and {more} more" if more else "")
    lines = "".join(f"{label}\n" for label in gathering.labels)
    return (
        f"{identifiers.short(gathering.work)}: gather {listed}\n\n{lines}\nWork: {gathering.work}\n"
    )


def _latest_files(handle: Handle, work: str, commit: str | None) -> list[bytes]:
    """Return the changes that make a work's folder show its latest version and status."""
    folder = paths.work_path(work)
    changes = []
    if commit:
        tree = handle.tree(f"{commit}:{folder}")
        changes += [
            commits.file_removal(f"{folder}/{n}") for n in paths.SOURCE_NAMES if n not in tree
        ]
        changes += [commits.file_reference(f"{folder}/{n}", blob) for n, (_, blob) in tree.items()]
    status = handle.object_id(f"{paths.status_branch(work)}:{folder}/{paths.FACTS}")
    if status:
        changes.append(commits.file_reference(f"{folder}/{paths.FACTS}", status))
    return changes


def _move_main(handle: Handle, old: str, new: str) -> None:
    """Move the main branch, unless someone moved it first; its reflog remembers the way."""
    journal.apply_references(
        handle, (Reference(paths.MAIN, old, new),), ("core.logAllRefUpdates=true",)
    )
    if handle.object_id(paths.MAIN) != new:
        raise _MovedError


def _refresh(handle: Handle, tree: str, new: str, crashed: bool) -> str:
    """Take the work tree and a private index from one commit to the next, or change nothing."""
    index = handle.git_dir / "index"
    private = handle.own_dir / "index"
    for leftover in (private, private.with_name("index.lock")):
        leftover.unlink(missing_ok=True)
    if index.exists():
        shutil.copyfile(index, private)
    environment = {"GIT_INDEX_FILE": str(private)}
    if crashed:
        _adopt(handle, tree, new, environment)
    # Fails when a person changed files; read-tree decides whether that matters.
    handle.succeeds("update-index", "-q", "--refresh", environment=environment)
    try:
        handle.run("read-tree", "-m", "-u", tree, new, environment=environment)
    except StoreError as error:
        if not any(words in str(error) for words in _REFUSALS):
            raise
        return (
            f"{handle.path}: the folder has changes of your own, so main and the files stay as "
            f"they are and the new versions are in their tags only ({error}); commit them or put "
            "them away, then run tracker again"
        )
    return ""


def _adopt(handle: Handle, tree: str, new: str, environment: dict[str, str]) -> None:
    """Count files that a killed run had begun to write as written, not as a person's changes."""
    listed = handle.run("diff-tree", "-r", "-z", "--no-renames", tree, new).split("\0")
    lines = []
    for entry, name in zip(listed[::2], listed[1::2], strict=False):
        mode, blob = entry.split()[1], entry.split()[3]
        if blob == ZERO:
            continue
        path = Path(handle.path, name)
        if path.is_symlink() or not path.is_file():
            continue
        wanted = handle.object(blob) or b""
        if wanted.startswith(path.read_bytes()):
            path.write_bytes(wanted)
            lines.append(f"{mode} {blob}\t{name}\0")
    if lines:
        handle.run(
            "update-index", "-z", "--index-info",
            stdin="".join(lines).encode(), environment=environment,
        )  # fmt: skip
