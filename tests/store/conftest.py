"""Small invented texts and a store in a temporary folder."""

import hashlib
import os
import subprocess
from datetime import UTC, date, datetime

import pytest

from tracker import identifiers
from tracker.model import Facts, Record, Snapshot
from tracker.store import Entry, Store

RETRIEVED = datetime(2026, 2, 1, 3, 4, 5, tzinfo=UTC)


def make_entry(
    name: str,
    words: str = "",
    *,
    published: str | None = None,
    effective: str | None = None,
    retrieved: datetime = RETRIEVED,
    content_type: str = "application/xml",
    text: str | None = None,
    label: str | None = None,
    facts: Facts | None = None,
    **more: str,
) -> Entry:
    """Return an entry for `119hr9901@eh` whose bytes and text hold the words."""
    found = identifiers.parse(name)
    data = f"<bill>{words or name}</bill>\n".encode()
    record = Record(
        work=found.work,
        version=found.version,
        label=label or identifiers.version_label(found.work, found.version),
        url=more.pop("url", f"https://example.org/{found.short}"),
        content_type=content_type,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        retrieved_at=retrieved,
        origin="sample",
        fetcher="tracker test",
        published=date.fromisoformat(published) if published else None,
        effective=date.fromisoformat(effective) if effective else None,
        **more,
    )
    return Entry(Snapshot(record, data), f"{words or name}\n" if text is None else text, facts)


@pytest.fixture(name="entry")
def entry_fixture():
    """Return the maker of entries."""
    return make_entry


@pytest.fixture
def path(tmp_path):
    """Return where the store is to be."""
    return tmp_path / "snapshots"


@pytest.fixture
def store(path):
    """Yield a new store."""
    with Store.create(path) as made:
        yield made


@pytest.fixture
def git(path):
    """Return a function that runs plain git in the store, as a reviewer would."""

    def run(*arguments: str, cwd=path, **environment: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=cwd, capture_output=True, text=True, check=False,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
                "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
                "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
                "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org", **environment,
            },
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
