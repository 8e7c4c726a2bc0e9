"""The git handle: one open repository, read with plumbing and written with GitPython.

Both work in the clean environment of `plumbing`; what a command may change decides which runs it.
"""

import os
import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tracker.errors import StoreError
from tracker.store import plumbing
from tracker.store.paths import START

if TYPE_CHECKING:
    from tracker.store.repo import Repo

ZERO = "0" * 40
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

READING = frozenset(
    {"diff-tree", "for-each-ref", "fsck", "log", "merge-base", "rev-parse", "status"}
)
"""Commands that change nothing (git takes no optional locks here); they need no GitPython."""


class Handle:
    """One open repository; close it, or its `git cat-file` stays behind."""

    def __init__(self, path: Path) -> None:
        """Open the repository at exactly this path.

        Raises StoreError when there is none.
        """
        self.path = path
        self.lock_fd: int | None = None
        """Held lock that git children inherit, so that it outlives a killed parent."""
        self.git_dir, self.bare = plumbing.find(path)
        self.own_dir = self.git_dir / "tracker"
        self._environment = plumbing.environment(os.environ)
        self._reader = plumbing.Reader(path, self._environment)

    @cached_property
    def _repo(self) -> "Repo":
        from tracker.store.repo import open_repo  # noqa: PLC0415 - only for writing

        return open_repo(self.path)

    def close(self) -> None:
        """End every git process that belongs to this handle."""
        self._reader.close()
        if repo := self.__dict__.pop("_repo", None):
            repo.close()

    def run(
        self,
        *arguments: str,
        stdin: bytes | None = None,
        settings: Sequence[str] = (),
        environment: dict[str, str] | None = None,
    ) -> str:
        """Run one git command and return its standard output.

        Raises StoreError with git's own words when it fails.
        """
        if stdin is None:
            output = self._call(arguments, None, settings, environment)
        else:
            with tempfile.TemporaryFile() as stream:
                stream.write(stdin)
                stream.seek(0)
                output = self._call(arguments, stream, settings, environment)
        return output.decode("utf-8", "surrogateescape")

    def run_stream(self, *arguments: str, stream: BinaryIO, settings: Sequence[str] = ()) -> str:
        """Run one git command that reads an open binary file."""
        stream.seek(0)
        return self._call(arguments, stream, settings, None).decode()

    def succeeds(self, *arguments: str, environment: dict[str, str] | None = None) -> bool:
        """Return whether a git command exits with status 0."""
        try:
            self.run(*arguments, environment=environment)
        except StoreError:
            return False
        return True

    def _call(
        self,
        arguments: Sequence[str],
        stream: BinaryIO | None,
        settings: Sequence[str],
        environment: dict[str, str] | None,
    ) -> bytes:
        command = plumbing.command(arguments, settings)
        inherited = () if self.lock_fd is None else (self.lock_fd,)
        try:
            if arguments[0] in READING:
                return self._read(command, stream, environment, inherited)
            from tracker.store.repo import execute  # noqa: PLC0415 - only for writing

            return execute(
                self._repo.git, command, istream=stream, env=environment, pass_fds=inherited
            )
        except plumbing.GitError as error:
            raise StoreError(f"{self.path}: git {arguments[0]} failed: {error}") from error

    def _read(
        self,
        command: list[str],
        stream: BinaryIO | None,
        environment: dict[str, str] | None,
        inherited: tuple[int, ...],
    ) -> bytes:
        """Run a command that changes nothing. Raises GitError."""
        done = plumbing.run(
            command,
            cwd=self.path,
            env=self._environment | (environment or {}),
            stream=stream,
            inherited=inherited,
        )
        if done.returncode:
            raise plumbing.GitError(
                plumbing.words(done.stderr.decode("utf-8", "replace"), done.returncode)
            )
        return done.stdout

    def complaints(self, *arguments: str) -> list[str]:
        """Run a checking command and return what it complains about, line by line."""
        done = plumbing.run(plumbing.command(arguments), cwd=self.path, env=self._environment)
        text = (done.stdout + b"\n" + done.stderr).decode("utf-8", "replace")
        said = [line.strip() for line in text.splitlines() if line.strip()]
        return said or ([f"exit status {done.returncode}"] if done.returncode else [])

    def object(self, name: str) -> bytes | None:
        """Return the bytes of the object that a revision names; None when it cannot be read.

        Goes through one lasting git process, so it costs none.
        """
        return self._reader.contents(name)

    def object_id(self, name: str) -> str | None:
        """Return the id of the object that a revision names, or None when there is none."""
        return self._reader.object_id(name)

    def commit(self, name: str) -> tuple[dict[str, list[str]], str]:
        """Return a commit's header ({field: values}) and message; empty when there is none."""
        raw = self.object(name) or b""
        head, _, message = raw.decode("utf-8", "replace").partition("\n\n")
        header: dict[str, list[str]] = {}
        for line in head.splitlines():
            field, _, value = line.partition(" ")
            header.setdefault(field, []).append(value)
        return header, message

    def tree(self, name: str) -> dict[str, tuple[str, str]]:
        """Return {file name: (mode, object id)} of the tree that a revision names, or {}."""
        raw = self.object(name)
        entries: dict[str, tuple[str, str]] = {}
        position = 0
        while raw and position < len(raw):
            end = raw.index(b"\0", position)
            mode, _, filename = raw[position:end].partition(b" ")
            entries[filename.decode("utf-8", "surrogateescape")] = (
                mode.decode(),
                raw[end + 1 : end + 21].hex(),
            )
            position = end + 21
        return entries

    def committed(self, commit: str) -> int:
        """Return a commit's committer time in seconds since 1970."""
        committer = self.commit(commit)[0].get("committer")
        if committer is None:
            raise StoreError(f"{self.path}: commit {commit} is missing; run `tracker verify`")
        return int(committer[0].split()[-2])

    def references(self, *patterns: str) -> dict[str, str]:
        """Return {full reference name: object id} of references under the patterns."""
        listed = self.run("for-each-ref", "--format=%(objectname) %(refname)", "--", *patterns)
        return {line[41:]: line[:40] for line in listed.splitlines()}

    def head(self) -> str | None:
        """Return the branch that is checked out as a full reference, None when detached."""
        text = (self.git_dir / "HEAD").read_text(encoding="utf-8").strip()
        return text.removeprefix("ref: ") if text.startswith("ref: ") else None

    def refusal(self) -> str:
        """Return why git will not work in this folder at all, or an empty string."""
        try:
            self.run("rev-parse", "--git-dir")
        except StoreError as error:
            if "dubious ownership" in str(error):
                return (
                    f"{self.path} belongs to another user, and git refuses to work in it; run "
                    "tracker as that user, or make the folder yours (chown -R)"
                )
            return str(error)
        return ""

    def made_by_tracker(self) -> bool:
        """Return whether the repository begins with tracker's first commit."""
        return self.object_id(START) is not None
