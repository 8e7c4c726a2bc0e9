"""Small pages, whole: what a change of the templates does shows as a diff here.

After a wanted change: TRACKER_GOLDEN=write pytest tests/render/test_golden.py, and read the diff.
"""

import os
from pathlib import Path

import pytest

from tracker.render.context import Context
from tracker.render.derived import Cache
from tracker.render.pages import comparison, front, gaps, version
from tracker.render.shell import page_source

GOLDEN = Path(__file__).resolve().parent / "golden"
HR = "us/bill/119/hr/9901"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("index.html", "front"),
        (f"{HR}/eh.html", "version"),
        (f"{HR}/from-ih-to-eh.html", "redline"),
        ("gaps/g01-export-definition.html", "gap"),
        ("ko/gaps/g01-export-definition.html", "gap-ko"),
    ],
)
def test_the_page_is_as_approved(makers, tmp_path, path, name):
    """The page's source equals the approved one, to the byte."""
    context, cache = Context(makers.site_data(), "code"), Cache(tmp_path)
    pages = [
        *front.pages(context, cache),
        *version.pages(context, cache),
        *comparison.pages(context, cache),
        *gaps.pages(context),
    ]
    [page] = [page for page in pages if page.path == path]
    actual = page_source(page.render()).decode()
    approved = GOLDEN / f"{name}.md"
    if os.environ.get("TRACKER_GOLDEN") == "write":
        approved.parent.mkdir(exist_ok=True)
        approved.write_text(actual, encoding="utf-8")
    assert approved.read_text(encoding="utf-8") == actual
