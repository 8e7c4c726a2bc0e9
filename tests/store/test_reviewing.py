"""Reviewers use plain git, here or in a clone."""

import subprocess

import pytest

from tracker.model import Facts
from tracker.store import Store
from tracker.store.checking import check

BILL = "/us/bill/119/hr/9901"
FOLDER = "us/bill/119/hr/9901"
TAG = "us/bill/119/hr/9901@"
LINES = ["Sec. 1. Short title This Act is short.", "Sec. 2. Control", "  (a) In general Stop."]
TAIL = [f"  ({letter}) Clause {letter} stays." for letter in "bcdefgh"]


@pytest.fixture
def bill(store, entry):
    """Return a store with two versions of a bill that differ deep in section 2."""
    old = [*LINES, *TAIL, "  (i) regulate exports."]
    new = [*LINES, *TAIL, "  (i) regulate exports and access.", "“SEC. 3. NEW.", "  (a) More."]
    store.write(
        [
            entry("119hr9901@ih", text="\n".join(old) + "\n", published="2025-04-07"),
            entry("2025-99001@2025-03-04", published="2025-03-04"),
            entry("119hr9901@eh", text="\n".join(new) + "\n", published="2026-01-13"),
        ]
    )
    return store


def test_word_diff_shows_the_words_alone(bill, git):
    """The command that design.md promises to anyone."""
    shown = git("diff", "--word-diff", f"{TAG}ih", f"{TAG}eh", "--", "*text.txt")
    assert "  (i) regulate [-exports.-]{+exports and access.+}" in shown.splitlines()
    assert shown.count("diff --git") == 1


def test_hunk_headers_name_the_section(bill, git):
    """By the driver that the store set up in its own configuration."""
    shown = git("diff", f"{TAG}ih", f"{TAG}eh", "--", "*text.txt")
    assert [line.split("@@ ")[2] for line in shown.splitlines() if line.startswith("@@")] == [
        "Sec. 2. Control"
    ]


def test_blame_names_the_version_that_brought_a_clause(bill, git):
    """Through main as well, whose merges bring nothing of their own."""
    commits = git("rev-parse", f"{TAG}ih", f"{TAG}eh").split()
    for place in (f"{TAG}eh", "main"):
        blamed = git("blame", "-s", "-l", "--root", place, "--", f"{FOLDER}/text.txt").splitlines()
        assert [line.split()[0] for line in blamed] == [commits[0]] * 10 + [commits[1]] * 3


def test_bisect_finds_the_version_that_brought_words(bill, git, path, entry):
    """Only versions of the work are visited."""
    bill.write([entry("119hr9901@rfs", text="x\n"), entry("119hr9901@rds", text="y\n")])
    git("bisect", "start", f"{TAG}rfs", f"{TAG}ih", "--")
    script = f"! grep -q access {FOLDER}/text.txt && grep -q . {FOLDER}/text.txt"
    shown = git("bisect", "run", "sh", "-c", f"{script} && ! grep -q '^[xy]' {FOLDER}/text.txt")
    assert f"{git('rev-parse', TAG + 'eh').strip()} is the first bad commit" in shown
    git("bisect", "reset")
    assert check(bill) == []


def test_versions_of_two_works_compare_as_renames(bill, entry, git):
    """A companion's text is diffed against the bill's, not shown as deleted and added."""
    text = bill.text(BILL, "ih").replace("Stop.", "Halt.")
    bill.write([entry("119s9902@is", text=text)])
    shown = git(
        "diff", "-M", "--name-status", f"{TAG}ih", "us/bill/119/s/9902@is", "--", "*text.txt"
    )
    assert shown.startswith("R")


def test_the_log_of_a_path_on_main_is_the_works_own(bill, git):
    """As a forge's web view asks for it."""
    assert git("log", "--format=%s", "main", "--", FOLDER).splitlines() == [
        "119hr9901@eh: Engrossed in House",
        "119hr9901@ih: Introduced in House",
    ]


def test_a_clone_is_a_whole_store(bill, git, tmp_path, entry):
    """It can be read, checked, and written to by tracker on another machine."""
    bill.write_facts([Facts(BILL, "bill", title="A")])
    subprocess.run(["git", "clone", "-q", bill.path, tmp_path / "clone"], check=True)
    with Store.open(tmp_path / "clone") as clone:
        assert clone.works() == bill.works()
        assert clone.facts(BILL) == bill.facts(BILL)
        assert clone.log(BILL) == bill.log(BILL)
        assert clone.text(BILL, "eh") == bill.text(BILL, "eh")
        assert check(clone) == []
        clone.write([entry("119hr9901@rfs")])
        clone.write_facts([Facts(BILL, "bill", title="B")])
        assert clone.facts(BILL).title == "B"
        assert check(clone) == []
        assert [e.kind for e in clone.log(BILL)] == ["version"] * 3 + ["status"] * 2


def test_bytes_survive_a_checkout_on_windows(store, entry, path, tmp_path):
    """Attributes keep a reviewer's autocrlf away from official bytes."""
    store.write([entry("119hr9901@ih", "one\ntwo\r\nthree")])
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "-c", "core.autocrlf=true", path, clone], check=True)
    assert (clone / FOLDER / "source.xml").read_bytes() == store.data(BILL, "ih")


def test_the_cursor_of_a_channel_is_kept_beside_the_texts(store, git):
    """Any bytes; another channel has its own."""
    assert store.cursor("mail") is None
    store.set_cursor("mail", b'{"seen": 1}')
    store.set_cursor("mail", b'{"seen": 2}')
    assert store.cursor("mail") == b'{"seen": 2}'
    assert store.cursor("other") is None
    assert check(store) == []
