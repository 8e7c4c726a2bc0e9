"""Whatever the moment of a kill: no damage, no half version, no lock; the next run completes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.errors import StoreError
from tracker.store import Store, gather, journal
from tracker.store.checking import check
from tracker.store.handle import Handle

KILLING = Path(__file__).with_name("killing.py")


def killing(*arguments):
    """Run the killer and return what it saw."""
    done = subprocess.run(
        [sys.executable, KILLING, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
def test_two_hundred_kills_at_random_moments_lose_nothing(tmp_path):
    """Writers are killed with and without their git; readers look in between."""
    seen = killing("random", tmp_path / "store", 200, 20260113)
    assert seen.pop("works") > 0
    assert seen == {
        "killed": 200, "bad": [], "findings": [], "locks": [], "notices": [], "fsck": ""
    }  # fmt: skip


@pytest.mark.slow
def test_a_kill_at_every_step_of_making_and_writing_is_survived(tmp_path):
    """Every open, rename, link, removal and process start is a place to die."""
    seen = killing("boundaries", tmp_path / "none", tmp_path)
    assert seen["bad"] == []
    assert seen["steps"] > 40


def dies(*_, **__):
    """Stand for a power cut."""
    raise KeyboardInterrupt


@pytest.mark.parametrize("place", ["fast-import", "update-ref", "read-tree", "gc", "pack"])
def test_a_power_cut_around_each_git_step_is_survived(store, entry, path, monkeypatch, place, git):
    """Before each of git's own steps and right after it; the next run completes the work."""
    many = place == "pack"
    bills = range(1, 80) if many else range(1, 3)
    entries = [entry(f"119hr{n}@ih", f"words {n}") for n in bills]
    for after in (False, True):
        broken = [*entries, entry("119hr9901@eh", f"after {after}")]
        step = "update-ref" if many else place
        with monkeypatch.context() as patched:
            original = Handle._call

            def cut(self, arguments, *rest, original=original, step=step, after=after):
                if arguments[0] == step:
                    if after:
                        original(self, arguments, *rest)
                    dies()
                return original(self, arguments, *rest)

            patched.setattr(Handle, "_call", cut)
            with pytest.raises(KeyboardInterrupt):
                store.write(broken)
        assert "damaged" not in [f.code for f in check(store)]
        with Store.open(path) as again:
            again.write(broken)
            assert check(again) == []
        assert git("status", "--porcelain") == ""
        assert list((path / ".git").rglob("*.lock")) == []


def test_empty_references_after_a_power_cut_are_set_anew(store, entry, path, monkeypatch):
    """A file system may leave a reference without content; the journal knows what it was."""
    with monkeypatch.context() as patched:
        patched.setattr(gather, "gather", dies)
        with pytest.raises(KeyboardInterrupt):
            store.write([entry("119hr9901@ih")])
    torn = path / ".git/refs/tags/us/bill/119/hr/9901@ih"
    torn.write_bytes(b"")
    state = journal.load(store.handle)
    references = journal.Reference(
        "refs/tags/us/bill/119/hr/9901@ih", "0" * 40, state.gatherings[0].commits[0]
    )
    journal.save(store.handle, journal.Journal((references,), state.gatherings))
    with Store.open(path) as again:
        again.write([])
        assert again.text("/us/bill/119/hr/9901", "ih") == "119hr9901@ih\n"
        assert check(again) == []


@pytest.mark.parametrize("name", ["packed-refs.lock", "refs/heads/main.lock", "HEAD.lock"])
def test_a_lock_that_a_killed_git_left_is_removed(store, entry, path, name, monkeypatch):
    """It stood untouched since a run that did not end."""
    with monkeypatch.context() as patched:
        patched.setattr(gather, "gather", dies)
        with pytest.raises(KeyboardInterrupt):
            store.write([entry("119hr9901@ih")])
    (path / ".git" / name).touch()
    with Store.open(path) as again:
        again.write([entry("119hr9901@eh")])
        assert check(again) == []
    assert not (path / ".git" / name).exists()


def test_a_journal_that_cannot_be_read_is_said(store, entry, path):
    """The sentence names the file."""
    (path / ".git/tracker/journal.json").write_text("{")
    with pytest.raises(StoreError, match=r"journal\.json cannot be read"):
        store.write([entry("119hr9901@ih")])
