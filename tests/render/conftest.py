"""The invented site of makers.py as fixtures."""

import importlib.util
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


def load_makers():
    """Return tests/render/makers.py as a module; test folders are not packages."""
    spec = importlib.util.spec_from_file_location("site_makers", HERE / "makers.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def makers():
    """Builders of the invented site."""
    return load_makers()


@pytest.fixture(scope="session")
def project():
    """Return the checkout: mkdocs.yml and site/ are there."""
    return HERE.parents[1]
