"""A real command line in real processes, and one instance that has run on the sample."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


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
