"""Fixtures shared by all tests: the command line, and where the real texts are, if anywhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BESIDE = ROOT.parent / "shared"


def _real(folder: str) -> Path:
    """Return a folder of real official texts, or skip the test with the reason."""
    named = os.environ.get("TRACKER_CORPUS")
    root = Path(named) if named else BESIDE
    path = root / folder
    if not path.is_dir():
        pytest.skip(f"real official texts are not here: {path} (set TRACKER_CORPUS)")
    return path


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """Return the folder of real bills, laws, Federal Register documents, CFR parts, US Code."""
    return _real("corpus")


@pytest.fixture(scope="session")
def upstream_dir() -> Path:
    """Return the folder of real answers of the official sites, with manifest.json."""
    return _real("upstream")


@pytest.fixture(scope="session")
def api_samples_dir() -> Path:
    """Return the folder of recorded API answers."""
    return _real("api-samples")


@pytest.fixture(scope="session")
def tracker():
    """Return a function that runs the real command line and gives the finished process."""

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
