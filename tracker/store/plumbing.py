"""Git with nothing of the host's own git set-up in reach: command lines, environment, reading.

Global and system configuration, hooks, templates, attributes, signing, replace references and
every `GIT_*` variable of the environment are kept out, so that what is read and written depends
on the input alone. Commands are fixed argument lists; foreign text reaches git on standard input
only. Reading runs git directly, since importing GitPython takes longer than most reads.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from tracker.errors import StoreError

NAME = "tracker"
EMAIL = "tracker@localhost"
NO_GIT = "git is not installed; the store needs git 2.39 or newer"

ENVIRONMENT = {
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


class GitError(StoreError):
    """Git refused; the message is git's own words."""


def command(arguments: Sequence[str], settings: Sequence[str] = ()) -> list[str]:
    """Return the whole argument list of a git command."""
    options = [part for setting in (*_SETTINGS, *settings) for part in ("-c", setting)]
    return ["git", *options, *arguments]


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which git reads nothing of the host's, from a process's own."""
    kept = {name: value for name, value in given.items() if not name.startswith("GIT_")}
    return kept | ENVIRONMENT


def find(path: Path) -> tuple[Path, bool]:
    """Return (git's own folder, whether there is no work tree) of a repository at this path.

    Folders above are not looked at. Raises StoreError when there is no repository.
    """
    for folder, bare in ((path / ".git", False), (path, True)):
        if folder.is_file():
            target = folder.read_text(encoding="utf-8", errors="replace")
            folder = path / target.removeprefix("gitdir:").strip()  # noqa: PLW2901 - followed
        if (folder / "HEAD").is_file() and (folder / "objects").is_dir():
            return folder.absolute(), bare
    raise StoreError(f"{path} is not a git repository made by tracker")


def run(
    arguments: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    stream: BinaryIO | None = None,
    inherited: Sequence[int] = (),
) -> subprocess.CompletedProcess[bytes]:
    """Run one whole git command and return it finished, whatever its status.

    Raises StoreError when there is no git.
    """
    try:
        return subprocess.run(  # noqa: S603 - fixed argument lists, no shell
            arguments,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL if stream is None else stream,
            capture_output=True,
            pass_fds=tuple(inherited),
            check=False,
        )
    except FileNotFoundError as error:
        raise StoreError(NO_GIT if cwd.is_dir() else f"{cwd} is gone") from error


def words(said: str, status: object) -> str:
    """Return what git itself said, on one line."""
    return " ".join(said.split())[:400] or f"exit status {status}"


class Reader:
    """One lasting `git cat-file --batch-command` (git-cat-file(1)): an object costs no process."""

    def __init__(self, cwd: Path, env: Mapping[str, str]) -> None:
        self._cwd = cwd
        self._env = env
        self._process: subprocess.Popen[bytes] | None = None

    def contents(self, name: str) -> bytes | None:
        """Return the bytes of the object that a revision names; None when it cannot be read."""
        header = self._ask("contents", name)
        if header is None or self._process is None or self._process.stdout is None:
            return None
        size = int(header[2])
        data = self._process.stdout.read(size + 1)
        if len(data) <= size:
            self.close()  # git gave up over a damaged object; the next read starts anew
            return None
        return data[:size]

    def object_id(self, name: str) -> str | None:
        """Return the id of the object that a revision names, or None when there is none."""
        header = self._ask("info", name)
        return None if header is None else header[0].decode()

    def _ask(self, what: str, name: str) -> list[bytes] | None:
        """Return (id, type, size) of an object, or None when git knows none of that name."""
        if "\n" in name:
            return None
        if self._process is None:
            self._process = self._start()
        process = self._process
        if process.stdin is None or process.stdout is None:
            return None
        try:
            process.stdin.write(f"{what} {name}\n".encode("utf-8", "surrogateescape"))
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = b""
        if not line:
            self.close()
            return None
        header = line.split()
        return header if len(header) == 3 and header[2].isdigit() else None

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603 - a fixed argument list, no shell
                command(("cat-file", "--batch-command")),
                cwd=self._cwd,
                env=self._env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except FileNotFoundError as error:
            raise StoreError(NO_GIT) from error

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue
        process.wait()
