"""What somebody changed behind the store's back is found and named."""

import zlib

import pytest

from tracker.model import Facts
from tracker.store import Store
from tracker.store.checking import check

BILL = "/us/bill/119/hr/9901"
FOLDER = "us/bill/119/hr/9901"


@pytest.fixture
def held(store, entry):
    """Return a store with three versions of a bill, one of them printed twice, and a rule."""
    store.write(
        [
            entry("119hr9901@ih", "one", published="2025-04-07"),
            entry("119hr9901@rh", "two", published="2025-12-01"),
            entry("119hr9901@eh", "three"),
            entry("2025-99001@2025-03-04", published="2025-03-04"),
        ]
    )
    store.write([entry("119hr9901@eh", "three, corrected")])
    store.write_facts([Facts(BILL, "bill", title="A")])
    return store


def found(store):
    """Return (code, path) of all findings, from a fresh look."""
    with Store.open(store.path) as fresh:
        return [(f.code, f.path) for f in check(fresh)]


def test_an_untouched_store_agrees(held):
    """No finding where nothing is wrong."""
    assert found(held) == []


def test_a_flipped_bit_is_found(held, path, git):
    """Git's own check names the object, ours the version."""
    blob = git("rev-parse", f"us/bill/119/hr/9901@rh:{FOLDER}/source.xml").strip()
    loose = path / ".git/objects" / blob[:2] / blob[2:]
    raw = bytearray(zlib.decompress(loose.read_bytes()))
    raw[-3] ^= 1
    loose.chmod(0o644)
    loose.write_bytes(zlib.compress(bytes(raw)))
    codes = found(held)
    assert ("object-damaged", "") in codes
    assert [p for c, p in codes if c in {"bytes-differ", "object-damaged"} and p] == [f"{BILL}@rh"]


def test_a_bit_flipped_in_the_compressed_bytes_is_found(held, path, git):
    """Where git itself cannot read on, the rest of the store is still checked."""
    blob = git("rev-parse", f"us/bill/119/hr/9901@ih:{FOLDER}/source.xml").strip()
    loose = path / ".git/objects" / blob[:2] / blob[2:]
    raw = bytearray(loose.read_bytes())
    raw[len(raw) // 2] ^= 0x10
    loose.chmod(0o644)
    loose.write_bytes(raw)
    codes = found(held)
    assert ("object-damaged", f"{BILL}@ih") in codes
    assert {p for _, p in codes} == {"", f"{BILL}@ih"}


def test_a_missing_object_is_found(held, path, git):
    """A lost record leaves its version without a proof."""
    blob = git("rev-parse", f"us/bill/119/hr/9901@ih:{FOLDER}/record.json").strip()
    (path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert ("tag-wrong", f"{BILL}@ih") in found(held)


@pytest.mark.parametrize("version", ["ih", "eh", "eh.r1"])
def test_a_deleted_tag_is_found(held, git, version):
    """Main still has the commit."""
    git("tag", "-d", f"us/bill/119/hr/9901@{version}")
    path = f"{BILL}@{version.partition('.')[0]}"
    assert ("tag-missing", path) in found(held)


def test_a_moved_tag_is_found(held, git):
    """The record in the commit is of another version."""
    git("tag", "-f", "us/bill/119/hr/9901@rh", "us/bill/119/hr/9901@ih")
    codes = found(held)
    assert ("tag-wrong", f"{BILL}@rh") in codes
    assert ("tag-moved", f"{BILL}@rh") in codes


def test_a_text_edited_by_hand_in_the_folder_is_found(held, path):
    """Before it is committed."""
    (path / FOLDER / "text.txt").write_text("edited\n")
    assert found(held) == [("file-changed", "")]


def test_a_text_edited_by_hand_on_main_is_found(held, path, git):
    """After it is committed."""
    (path / FOLDER / "text.txt").write_text("edited\n")
    git("commit", "-q", "-a", "-m", "fix a typo in the law")
    assert found(held) == [("main-differs", BILL)]


def rewrite(git, version, *, message=None, files=(), **environment):
    """Replace a version's commit by a changed one and move its tag, as a forger would."""
    tag = f"us/bill/119/hr/9901@{version}"
    fields = git("log", "-1", "--format=%an%n%ae%n%at +0000%n%cn%n%ce%n%ct +0000", tag).splitlines()
    names = ("AUTHOR_NAME", "AUTHOR_EMAIL", "AUTHOR_DATE")
    names = [f"GIT_{n}" for n in (*names, *(n.replace("AUTHOR", "COMMITTER") for n in names))]
    env = {**dict(zip(names, fields, strict=True)), **environment}
    git("checkout", "-q", "--detach", tag)
    for name, content in files:
        with open(f"{git('rev-parse', '--show-toplevel').strip()}/{FOLDER}/{name}", "w") as file:  # noqa: PTH123 - short
            file.write(content)
    words = message or git("log", "-1", "--format=%B", tag)
    day = env["GIT_AUTHOR_DATE"]
    git("commit", "-q", "-a", "--amend", f"--date={day}", "-m", words, **env)
    git("tag", "-f", tag, "HEAD")
    git("checkout", "-q", "main")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"message": "119hr9901@rh: Reported in House"}, "commit-differs"),
        ({"GIT_AUTHOR_DATE": "1700000000 +0000"}, "commit-differs"),
        ({"GIT_COMMITTER_NAME": "Mallory"}, "commit-differs"),
        ({"files": [("source.xml", "<bill>other</bill>\n")]}, "bytes-differ"),
        ({"files": [("record.json", "{}\n")]}, "tag-wrong"),
        ({"files": [("text.txt", "other\n")]}, "tag-moved"),
    ],
)
def test_a_rewritten_commit_is_found(held, git, change, code):
    """Whatever was changed in it, and in any case that main has another."""
    rewrite(git, "rh", **change)
    codes = found(held)
    assert (code, f"{BILL}@rh") in codes
    assert ("tag-moved", f"{BILL}@rh") in codes


def test_a_rewritten_main_is_found(held, git):
    """Versions that main no longer contains are named."""
    git("reset", "-q", "--hard", "start")
    codes = found(held)
    assert ("tag-moved", f"{BILL}@ih") in codes
    assert ("main-differs", BILL) in codes


def test_a_forged_status_is_found(held, git):
    """A status commit says what its facts hold."""
    git("checkout", "-q", "status/us/bill/119/hr/9901")
    git("commit", "-q", "--amend", "-m", "119hr9901: enacted")
    git("checkout", "-q", "main")
    assert ("status-wrong", BILL) in found(held)


def test_findings_say_exactly_what_differs(held, git):
    """Both sides of the first line that parts."""
    message = git("log", "-1", "--format=%B", "us/bill/119/hr/9901@rh")
    rewrite(git, "rh", message=message.replace("Published: 2025-12-01", "Published: 2025-12-02"))
    with Store.open(held.path) as fresh:
        said = [f.message for f in check(fresh) if f.code == "commit-differs"]
    assert len(said) == 1
    assert said[0].endswith("“Published: 2025-12-02” stands where “Published: 2025-12-01” belongs")
