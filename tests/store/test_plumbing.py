"""Reading git without GitPython: the clean environment and the lasting reader."""

import os
import subprocess

import pytest

from tracker.errors import StoreError
from tracker.store import Store, plumbing


@pytest.fixture
def reader(store, entry, path):
    """Yield a reader of a store with one version."""
    store.write([entry("119hr9901@ih", "one")])
    made = plumbing.Reader(path, plumbing.environment(os.environ))
    yield made
    made.close()


def test_no_variable_of_the_host_reaches_git():
    """GIT_ variables of the caller are dropped, ours are set, the rest stays."""
    given = {"GIT_DIR": "/evil", "GIT_TRACE": "1", "PATH": "/bin", "GIT_CONFIG_GLOBAL": "/evil"}
    made = plumbing.environment(given)

    assert "/bin" == made["PATH"]
    assert {"GIT_DIR", "GIT_TRACE"} & made.keys() == set()
    assert os.devnull == made["GIT_CONFIG_GLOBAL"]


def test_contents_and_ids_come_from_one_process(reader):
    """In any order, with names that are not there in between."""
    tag = "refs/tags/us/bill/119/hr/9901@ih"
    source = f"{tag}:us/bill/119/hr/9901/source.xml"

    assert b"<bill>one</bill>\n" == reader.contents(source)
    first = reader._process
    assert reader.contents("refs/tags/none") is None
    assert reader.object_id("refs/tags/none") is None
    assert 40 == len(reader.object_id(tag))
    assert b"<bill>one</bill>\n" == reader.contents(source)
    assert first is reader._process


@pytest.mark.parametrize("name", ["a\ncontents HEAD", "", " ", "HEAD extra", "\udcff", "-x"])
def test_a_hostile_name_is_none_and_does_not_put_the_reader_out_of_step(reader, name):
    """A line break would be a second question."""
    assert reader.contents(name) is None
    assert reader.object_id(name) is None
    assert 40 == len(reader.object_id("refs/tags/start"))


def test_a_reader_whose_git_died_starts_anew(reader):
    """One answer is lost, the next is there."""
    assert reader.object_id("refs/tags/start")
    reader._process.kill()
    reader._process.wait()

    assert reader.object_id("refs/tags/start") is None
    assert reader.object_id("refs/tags/start")


def test_a_store_is_found_in_its_own_folder_only(tmp_path, path, store):
    """With a work tree, bare, or behind a `.git` file; never in a folder above."""
    assert (path / ".git", False) == plumbing.find(path)
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "clone", "-q", "--bare", path, bare], check=True)
    assert (bare, True) == plumbing.find(bare)
    apart = tmp_path / "apart"
    subprocess.run(
        ["git", "clone", "-q", f"--separate-git-dir={tmp_path / 'inside'}", path, apart], check=True
    )
    assert (tmp_path / "inside", False) == plumbing.find(apart)
    (path / "us").mkdir(exist_ok=True)
    with pytest.raises(StoreError, match="not a git repository made by tracker"):
        plumbing.find(path / "us")


def test_a_clone_with_its_git_folder_apart_reads_and_writes(tmp_path, path, store, entry):
    """What reads and what writes agree on where the repository is."""
    store.write([entry("119hr9901@ih", "one")])
    apart = tmp_path / "apart"
    subprocess.run(
        ["git", "clone", "-q", f"--separate-git-dir={tmp_path / 'inside'}", path, apart], check=True
    )
    with Store.open(apart) as other:
        other.write([entry("119hr9901@eh", "two")])
        assert ["ih", "eh"] == [r.version for r in other.versions("/us/bill/119/hr/9901")]


def test_without_git_the_sentence_says_so(store, path):
    """Not a traceback of subprocess."""
    reader = plumbing.Reader(path, {"PATH": "/nonexistent"})
    with pytest.raises(StoreError, match="git is not installed"):
        reader.contents("HEAD")
    with pytest.raises(StoreError, match="git is not installed"):
        plumbing.run(["git", "status"], cwd=path, env={"PATH": "/nonexistent"})
