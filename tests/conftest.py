"""Fixtures shared by all tests: where the real texts are, when they are there at all."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[2] / "shared"


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
