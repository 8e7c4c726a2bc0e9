"""A real command line in real processes, and one instance that has run on the sample."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def tracker():
    """Return a function that runs the command line and gives the finished process."""

    def call(*arguments, cwd, **environment):
        return subprocess.run(
            [sys.executable, "-m", "tracker", *map(str, arguments)],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **environment},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    return call


@pytest.fixture(scope="session")
def place(tmp_path_factory, tracker):
    """Return an instance with this project's registers that holds the sample."""
    folder = tmp_path_factory.mktemp("place")
    for name in ("site", "regulations"):
        ignore = shutil.ignore_patterns("snapshots")
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    done = tracker("run", "--sample", cwd=folder)
    assert 0 == done.returncode, done.stderr
    return folder
