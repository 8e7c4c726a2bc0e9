"""Two files read at once: the same documents and the same errors as one after the other."""

import os
import shutil
from pathlib import Path

import pytest

from tracker.cli import instance, pairs
from tracker.errors import TrackerError

TEXTS = sorted((Path(__file__).parent / "corpus").rglob("*.xml"))


FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="reads one after the other here")


@pytest.fixture
def children(monkeypatch):
    """Read every pair in two processes, however small files and machine; collect their ids."""
    started = []
    fork = os.fork

    def counted():
        child = fork()
        if child:
            started.append(child)
        return child

    monkeypatch.setattr(os, "fork", counted)
    monkeypatch.setattr(pairs, "LARGE", 0)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1})
    return started


def is_reaped(child):
    """Return whether nothing is left of a child process."""
    try:
        os.waitpid(child, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


@FORKS
def test_the_documents_are_those_of_reading_one_after_the_other(children):
    """Every format: what comes through the second process is equal to the last mark."""
    assert TEXTS
    for old, new in zip(TEXTS, [*TEXTS[1:], TEXTS[0]], strict=True):
        try:
            expected = instance.file_document(old), instance.file_document(new)
        except TrackerError:
            continue  # not every file there is a text of its own
        assert expected == pairs.read_both(old, new)
    assert children
    assert all(is_reaped(child) for child in children)


@FORKS
@pytest.mark.parametrize("broken", ["old.xml", "new.xml"])
def test_a_file_that_cannot_be_read_is_named(children, tmp_path, broken):
    """The error is that of reading the file alone, and no process is left behind."""
    good = next(path for path in TEXTS if b"<bill" in path.read_bytes())
    for name in ("old.xml", "new.xml"):
        shutil.copy(good, tmp_path / name)
    (tmp_path / broken).write_bytes(good.read_bytes()[:400])
    with pytest.raises(TrackerError, match=broken):
        pairs.read_both(tmp_path / "old.xml", tmp_path / "new.xml")
    assert [True] == [is_reaped(child) for child in children]


def test_small_files_and_one_processor_need_no_second_process(monkeypatch):
    """Then nothing is forked."""
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("forked"), raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0}, raising=False)
    good = next(path for path in TEXTS if b"<bill" in path.read_bytes())
    old, new = pairs.read_both(good, good)
    assert old == new
