"""Identifiers become paths through one function that refuses what could do harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import StoreError
from tracker.store import paths


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        ("/us/bill/119/hr/2683", "us/bill/119/hr/2683"),
        ("/us/fr/2025-19001", "us/fr/2025/2025-19001"),
        ("/us/fr/E8-23178", "us/fr/E8/E8-23178"),
        ("/us/fr/C1-2013-16962", "us/fr/C1-2013/C1-2013-16962"),
        ("/us/cfr/t15/p734", "us/cfr/t15/p734"),
        ("/us/usc/t26/s45X", "us/usc/t26/s45X"),
        ("/us/pl/119/21", "us/pl/119/21"),
    ],
)
def test_a_work_has_one_folder(work, expected):
    """Every kind of work has its place; Federal Register documents get a folder a series."""
    assert paths.work_path(work) == expected


@pytest.mark.parametrize(
    "work",
    [
        "", "/", "us/bill/119/hr/1", "/us/bill", "/etc/passwd", "/us/bill/../../etc/passwd",
        "/us/bill/119/hr/..", "/us/bill/119/hr/.", "/us/bill/119/hr/.git", "/us//119/hr/1",
        "/us/bill/119/hr/1/", "/us/bill/119/hr/1\n2", "/us/bill/119/hr/1\x00", "/us/bill/119/h r/1",
        "/us/bill/119/hr/CON", "/us/bill/119/hr/nul.txt", "/us/bill/119/hr/com1",
        "/us/bill/119/hr/1.lock", "/us/bill/119/hr/1.", "/us/bill/119/hr/a..b",
        "/us/bill/119/hr/-f", "/us/bill/119/hr/a:b", "/us/bill/119/hr/a\\b", "/us/bill/119/hr/a*",
        "/us/bill/119/hr/a~1", "/us/bill/119/hr/é", "/us/bill/119/hr/" + "9" * 65,
        "/us/" + "/".join(["a" * 50] * 5), "/us/bill/119/hr/1@eh",
    ],
)  # fmt: skip
def test_a_dangerous_work_is_refused(work):
    """Nothing leaves the store's folder, and nothing breaks on another system."""
    with pytest.raises(StoreError):
        paths.work_path(work)


@pytest.mark.parametrize("version", ["", "..", "a/b", "eh.lock", "eh.", "-x", "e h", "@{", "eh.r1"])
def test_a_dangerous_version_is_refused(version):
    """A version is part of a tag's name; `.r1` belongs to printings."""
    with pytest.raises(StoreError):
        paths.version_tag("/us/bill/119/hr/1", version)


@given(st.text(max_size=60))
def test_whatever_is_accepted_is_plain(text):
    """An accepted path has only plain components below `us`."""
    try:
        found = paths.work_path(f"/us/bill/{text}")
    except StoreError:
        return
    parts = found.split("/")
    assert parts[:2] == ["us", "bill"]
    assert all(p.isascii() and p[0].isalnum() and ".." not in p for p in parts)


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/xml", "source.xml"),
        ("text/xml; charset=UTF-8", "source.xml"),
        ("text/html", "source.htm"),
        ("TEXT/PLAIN;charset=utf-8", "source.txt"),
        ("application/json", "source.json"),
        ("", "source.bin"),
        ("../../x", "source.bin"),
    ],
)
def test_the_source_is_named_by_its_content_type(content_type, expected):
    """A reviewer's editor knows the file by its ending."""
    assert paths.source_name(content_type) == expected
    assert expected in paths.SOURCE_NAMES


@pytest.mark.parametrize(
    ("version", "expected"),
    [("eh", ("eh", 0)), ("eh.r2", ("eh", 2)), ("2025-12-30.r10", ("2025-12-30", 10))],
)
def test_printings_are_numbered_versions(version, expected):
    """`eh.r2` is the second printing of `eh` that a later one replaced."""
    assert paths.printing(version) == expected
