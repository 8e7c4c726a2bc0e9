"""GitPython in the clean environment of `plumbing`: what writes to a repository."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import git
from git.exc import GitCommandError, GitCommandNotFound, InvalidGitRepositoryError, NoSuchPathError

from tracker.errors import StoreError
from tracker.store import plumbing


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


class Git(git.Git):
    """GitPython's command runner in a clean environment."""

    def execute(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - hands on 8 overloads
        """Run a command as GitPython does, without the caller's GIT_* variables."""
        with _without_git_variables():
            return super().execute(*args, **kwargs)


class Repo(git.Repo):
    """GitPython's repository with the clean command runner."""

    GitCommandWrapperType = Git


def open_repo(path: Path) -> Repo:
    """Return the repository at exactly this path. Raises StoreError when there is none."""
    try:
        with _without_git_variables():
            repo = Repo(path, expand_vars=False)
    except (InvalidGitRepositoryError, NoSuchPathError, ValueError) as error:
        raise StoreError(f"{path} is not a git repository made by tracker") from error
    repo.git.update_environment(**plumbing.ENVIRONMENT)
    return repo


def execute(runner: git.Git, command: list[str], **options: Any) -> bytes:  # noqa: ANN401 - GitPython's own
    """Run one whole git command and return its standard output.

    Raises GitError when it fails, StoreError when there is no git.
    """
    try:
        output = runner.execute(
            command, stdout_as_string=False, strip_newline_in_stdout=False, **options
        )
    except GitCommandNotFound as error:
        raise StoreError(plumbing.NO_GIT) from error
    except GitCommandError as error:
        said = str(error.stderr).strip().removeprefix("stderr:").strip().strip("'")
        raise plumbing.GitError(plumbing.words(said, error.status)) from error
    return bytes(output)


def initialise(path: Path) -> None:
    """Make an empty repository at a path, without templates or hooks of the host."""
    runner = Git(str(path))
    runner.update_environment(**plumbing.ENVIRONMENT)
    try:
        execute(
            runner,
            ["git", "init", "--quiet", "--template=", "--initial-branch=main",
             "--object-format=sha1", "--", "."],
        )  # fmt: skip
    except plumbing.GitError as error:
        raise StoreError(f"{path}: the store cannot be made: {error}") from error
