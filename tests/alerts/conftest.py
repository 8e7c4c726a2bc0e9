"""Small invented records, changes and events."""

from datetime import UTC, date, datetime

import pytest

from tracker.alerts import Event
from tracker.model import Change, ChangeSet, Provision, Record, Side

WORK = "/us/bill/119/hr/1"
SEEN = datetime(2026, 1, 14, 3, 0, tzinfo=UTC)


def make_record(version="eh", work=WORK, **more):
    """Return the record of a version."""
    fields = {
        "label": "Engrossed in House", "url": "https://www.govinfo.gov/x.xml",
        "content_type": "application/xml", "sha256": "ab" * 32, "size": 1, "retrieved_at": SEEN,
        "origin": "mirror", "fetcher": "tracker", "published": date(2026, 1, 12), **more,
    }  # fmt: skip
    return Record(work=work, version=version, **fields)


def make_change(kind="modified", *, gone="shall", come="may", path=f"{WORK}/s2", **more):
    """Return a change of one word in a section, or a section that came or went."""
    text = "A person {} report."
    old = Provision(path=path, level="section", num="2.", content=text.format(gone))
    new = Provision(path=path, level="section", num="2.", content=text.format(come))
    words = (("equal", "A person "), ("delete", gone), ("insert", come), ("equal", " report."))
    fields = {
        "old": None if kind == "inserted" else old, "new": None if kind == "deleted" else new,
        "significance": "substantive", "types": ("obligation",), "words": words, **more,
    }  # fmt: skip
    return Change(kind=kind, **fields)


def make_changeset(*changes, work=WORK, old="ih", new="eh"):
    """Return a comparison of two versions."""
    return ChangeSet(old=Side(work, old), new=Side(work, new), changes=changes)


def make_event(name="x", **more):
    """Return an event; `name` makes its id and alert."""
    fields = {
        "kind": "new-version", "tier": "amber", "group": f"{WORK}@{name}",
        "on": date(2026, 1, 12), "headline": f"Something happened: {name}", "work": WORK,
        "works": (WORK,), "version": "eh", **more,
    }  # fmt: skip
    return Event(id=f"{WORK}@{name}#version", **fields)


@pytest.fixture
def record():
    """Return the maker of records."""
    return make_record


@pytest.fixture
def change():
    """Return the maker of changes."""
    return make_change


@pytest.fixture
def changeset():
    """Return the maker of comparisons."""
    return make_changeset


@pytest.fixture
def event():
    """Return the maker of events."""
    return make_event
