"""The git handle: GitPython with nothing of the host's own git set-up in reach.

Global and system configuration, hooks, templates, attributes, signing, replace references and
every `GIT_*` variable of the environment are kept out, so that what is written depends on the
input alone. Commands are fixed argument lists; foreign text reaches git on standard input only.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import git
from git.exc import GitCommandError, GitCommandNotFound, InvalidGitRepositoryError, NoSuchPathError

from tracker.errors import StoreError
from tracker.store.paths import START

NAME = "tracker"
EMAIL = "tracker@localhost"
ZERO = "0" * 40
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_AUTHOR_NAME": NAME,
    "GIT_AUTHOR_EMAIL": EMAIL,
    "GIT_COMMITTER_NAME": NAME,
    "GIT_COMMITTER_EMAIL": EMAIL,
    # glibc gives memory back after every deflated object otherwise: half of an import's time.
    "MALLOC_TOP_PAD_": "16777216",
}
# What a repository's own configuration must not switch on either while tracker works in it.
_SETTINGS = (
    f"core.hooksPath={os.devnull}",
    f"core.attributesFile={os.devnull}",
    f"core.excludesFile={os.devnull}",
    "core.fsmonitor=false",
    "core.autocrlf=false",
    "core.eol=lf",
    "core.sparseCheckout=false",
    "commit.gpgSign=false",
    "tag.gpgSign=false",
    "log.showSignature=false",
    "gc.autoDetach=false",
    "gc.pruneExpire=never",
    "maintenance.auto=false",
    "core.fsync=committed,loose-object",
    "core.fsyncMethod=batch",
)


@contextmanager
def _without_git_variables() -> Iterator[None]:
    """Take the caller's GIT_* variables out of the environment for the length of a call.

    GitPython always starts from `os.environ`; there is no argument that removes a variable.
    """
    held = {key: os.environ.pop(key) for key in list(os.environ) if key.startswith("GIT_")}
    try:
        yield
    finally:
        os.environ.update(held)


class _Git(git.Git):
    """GitPython's command runner in a clean environment."""

    def execute(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - hands on 8 overloads
        with _without_git_variables():
            return super().execute(*args, **kwargs)


class _Repo(git.Repo):
    """GitPython's repository with the clean command runner."""

    GitCommandWrapperType = _Git


class Handle:
    """One open repository; close it, or its `git cat-file` stays behind."""

    def __init__(self, path: Path) -> None:
        """Open the repository at exactly this path.

        Raises StoreError when there is none.
        """
        self.path = path
        self.lock_fd: int | None = None
        """Held lock that git children inherit, so that it outlives a killed parent."""
        try:
            with _without_git_variables():
                self._repo = _Repo(path, expand_vars=False)
        except (InvalidGitRepositoryError, NoSuchPathError, ValueError) as error:
            raise StoreError(f"{path} is not a git repository made by tracker") from error
        self._repo.git.update_environment(**_ENVIRONMENT)
        self.git_dir = Path(self._repo.git_dir).absolute()
        self.own_dir = self.git_dir / "tracker"
        self.bare = self._repo.working_tree_dir is None

    def close(self) -> None:
        """End every git process that belongs to this handle."""
        self._repo.close()

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
        output = self._execute(arguments, stdin, settings, environment)
        return output.decode("utf-8", "surrogateescape")

    def run_stream(self, *arguments: str, stream: Any, settings: Sequence[str] = ()) -> str:  # noqa: ANN401 - a binary file of any kind
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

    def _execute(
        self,
        arguments: Sequence[str],
        stdin: bytes | None,
        settings: Sequence[str],
        environment: dict[str, str] | None,
    ) -> bytes:
        if stdin is None:
            return self._call(arguments, None, settings, environment)
        with tempfile.TemporaryFile() as stream:
            stream.write(stdin)
            stream.seek(0)
            return self._call(arguments, stream, settings, environment)

    def _call(
        self,
        arguments: Sequence[str],
        stream: Any,  # noqa: ANN401 - a binary file of any kind
        settings: Sequence[str],
        environment: dict[str, str] | None,
    ) -> bytes:
        options = [part for setting in (*_SETTINGS, *settings) for part in ("-c", setting)]
        inherited = () if self.lock_fd is None else (self.lock_fd,)
        try:
            output = self._repo.git.execute(
                ["git", *options, *arguments],
                istream=stream,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                env=environment,
                pass_fds=inherited,
            )
        except GitCommandNotFound as error:
            raise StoreError("git is not installed; the store needs git 2.39 or newer") from error
        except GitCommandError as error:
            raise StoreError(f"{self.path}: git {arguments[0]} failed: {_words(error)}") from error
        return bytes(output)

    def complaints(self, *arguments: str) -> list[str]:
        """Run a checking command and return what it complains about, line by line."""
        options = [part for setting in _SETTINGS for part in ("-c", setting)]
        status, out, err = self._repo.git.execute(
            ["git", *options, *arguments], with_extended_output=True, with_exceptions=False
        )
        said = [line.strip() for line in (*out.splitlines(), *err.splitlines()) if line.strip()]
        return said or ([f"exit status {status}"] if status else [])

    def object(self, name: str) -> bytes | None:
        """Return the bytes of the object that a revision names; None when it cannot be read.

        Goes through one lasting `git cat-file --batch`, so it costs no process.
        """
        try:
            return bytes(self._repo.git.get_object_data(name)[3])
        except (ValueError, OSError):
            self._restart_readers()
            return None

    def object_id(self, name: str) -> str | None:
        """Return the id of the object that a revision names, or None when there is none."""
        try:
            found: str | bytes = self._repo.git.get_object_header(name)[0]
        except (ValueError, OSError):
            self._restart_readers()
            return None
        return found.decode() if isinstance(found, bytes) else found

    def _restart_readers(self) -> None:
        """Let the next read start anew when git gave up over a damaged object."""
        for process in (self._repo.git.cat_file_all, self._repo.git.cat_file_header):
            if process is not None and process.proc.poll() is not None:
                self._repo.git.clear_cache()
                return

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


def initialise(path: Path) -> None:
    """Make an empty repository at a path, without templates or hooks of the host."""
    runner = _Git(str(path))
    runner.update_environment(**_ENVIRONMENT)
    try:
        runner.execute(
            ["git", "init", "--quiet", "--template=", "--initial-branch=main",
             "--object-format=sha1", "--", "."]
        )  # fmt: skip
    except GitCommandNotFound as error:
        raise StoreError("git is not installed; the store needs git 2.39 or newer") from error
    except GitCommandError as error:
        raise StoreError(f"{path}: the store cannot be made: {_words(error)}") from error


def _words(error: GitCommandError) -> str:
    """Return what git itself said, on one line."""
    said = str(error.stderr).strip().removeprefix("stderr:").strip().strip("'")
    return " ".join(said.split())[:400] or f"exit status {error.status}"
