"""Other people, other processes, the host's git set-up and a full disk."""

import multiprocessing
import os
import stat
import subprocess
import threading
import time

import pytest

from tracker.errors import StoreError, UsageError
from tracker.store import Store
from tracker.store.checking import check

BILL = "/us/bill/119/hr/9901"
FOLDER = "us/bill/119/hr/9901"


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """Set up a host whose git settings would change what is written; return the trap's file."""
    trap = tmp_path / "sprung"
    script = tmp_path / "trap"
    script.write_text(f'#!/bin/sh\necho "$0 $*" >> {trap}\ncat\nexit 1\n')
    script.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("reference-transaction", "post-index-change", "pre-auto-gc", "post-checkout"):
        (hooks / name).write_text(script.read_text())
        (hooks / name).chmod(0o755)
    template = tmp_path / "template"
    (template / "hooks").mkdir(parents=True)
    (template / "hooks" / "reference-transaction").write_text(script.read_text())
    (template / "hooks" / "reference-transaction").chmod(0o755)
    (template / "info").mkdir()
    (template / "info" / "attributes").write_text("* filter=evil text eol=crlf\n")
    attributes = tmp_path / "attributes"
    attributes.write_text("* filter=evil text eol=crlf ident\n")
    home = tmp_path / "home"
    (home / ".config/git").mkdir(parents=True)
    (home / ".config/git/attributes").write_text(attributes.read_text())
    config = f"""
[user]\n name = Mallory\n email = m@example.org
[core]\n hooksPath = {hooks}\n autocrlf = true\n eol = crlf\n attributesFile = {attributes}
 fsmonitor = {script}\n excludesFile = {attributes}\n quotePath = true\n bigFileThreshold = 1
[init]\n templateDir = {template}\n defaultBranch = evil\n defaultObjectFormat = sha256
[commit]\n gpgSign = true\n[tag]\n gpgSign = true\n forceSignAnnotated = true
[gpg]\n program = {script}\n[filter "evil"]\n clean = {script}\n smudge = {script}\n required = true
[i18n]\n commitEncoding = utf-16\n logOutputEncoding = utf-16
[log]\n showSignature = true\n[color]\n ui = always\n[alias]\n fast-import = !{script}
[fastimport]\n unpackLimit = 1\n[gc]\n auto = 1\n[diff]\n external = {script}
"""
    (home / ".gitconfig").write_text(config)
    (tmp_path / "global").write_text(config)
    for key, value in {
        "HOME": home, "XDG_CONFIG_HOME": home / ".config", "GIT_CONFIG_GLOBAL": tmp_path / "global",
        "GIT_CONFIG_SYSTEM": tmp_path / "global", "GIT_DIR": tmp_path / "elsewhere",
        "GIT_WORK_TREE": tmp_path, "GIT_INDEX_FILE": tmp_path / "evil-index",
        "GIT_OBJECT_DIRECTORY": tmp_path / "evil-objects", "GIT_NAMESPACE": "evil",
        "GIT_TEMPLATE_DIR": template, "GIT_AUTHOR_NAME": "Mallory", "GIT_COMMITTER_NAME": "Mallory",
        "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z", "GIT_COMMITTER_DATE": "2001-01-01T00:00:00Z",
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.hooksPath", "GIT_CONFIG_VALUE_0": hooks,
        "GIT_EXTERNAL_DIFF": script, "GIT_DEFAULT_HASH": "sha256", "GIT_EDITOR": script,
        "GIT_TRACE": trap, "TZ": "Asia/Seoul", "LC_ALL": "ko_KR.UTF-8",
    }.items():  # fmt: skip
        monkeypatch.setenv(key, str(value))
    return trap


def test_the_hosts_git_set_up_changes_nothing(tmp_path, entry, hostile, monkeypatch):
    """Same references, same files, and no foreign program was run."""
    entries = [entry("119hr9901@ih", "a\nb", published="2025-04-07"), entry("119hr9901@eh", "c\nd")]
    with Store.create(tmp_path / "hostile") as store:
        store.write(entries)
        store.write([entry("119hr9901@eh", "e")])
        assert check(store) == []
        under_attack = store.handle.references()
    assert not hostile.exists()
    assert (tmp_path / "hostile" / FOLDER / "text.txt").read_bytes() == b"e\n"
    monkeypatch.undo()
    with Store.create(tmp_path / "calm") as store:
        store.write(entries)
        store.write([entry("119hr9901@eh", "e")])
        assert store.handle.references() == under_attack
    assert not list((tmp_path / "hostile/.git").glob("hooks/*"))


def test_the_environment_is_as_it_was_afterwards(store, entry, monkeypatch):
    """GIT_ variables are the caller's again after each call."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody")
    store.write([entry("119hr9901@ih")])
    assert os.environ["GIT_AUTHOR_NAME"] == "Somebody"


def test_hooks_in_the_store_itself_do_not_run(store, entry, path, tmp_path):
    """A person may keep hooks for own commits; tracker's writes pass them by."""
    hooks = path / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("reference-transaction", "post-index-change", "pre-commit"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
        (hooks / name).chmod(0o755)
    store.write([entry("119hr9901@ih")])
    assert not (tmp_path / "ran").exists()
    assert check(store) == []


def test_replace_references_do_not_deceive(store, entry, git):
    """`git replace` can show reviewers another commit; tracker reads the real one."""
    store.write([entry("119hr9901@ih", "true"), entry("119hr9901@eh", "false")])
    git("replace", "us/bill/119/hr/9901@ih", "us/bill/119/hr/9901@eh")
    assert store.text(BILL, "ih") == "true\n"


# A person in the folder


def test_changes_in_the_folder_are_never_written_over(store, entry, path, git):
    """Main waits, the version is in its tag, and a sentence says so; later all is made good."""
    store.write([entry("119hr9901@ih", "official")])
    mine = path / FOLDER / "text.txt"
    mine.write_text("my own words\n")
    store.write([entry("119hr9901@eh", "new official")])
    assert mine.read_text() == "my own words\n"
    assert len(store.notices) == 1
    assert "changes of your own" in store.notices[0]
    assert store.text(BILL, "eh") == "new official\n"
    assert git("show", f"main:{FOLDER}/text.txt") == "official\n"
    assert {f.code for f in check(store)} == {"file-changed", "main-behind"}
    mine.write_text("official\n")
    with Store.open(path) as again:
        again.write([])
        assert again.notices == []
        assert check(again) == []
    assert mine.read_text() == "new official\n"


def test_staged_changes_are_never_lost(store, entry, path, git):
    """What a person has put into the index stays there."""
    store.write([entry("119hr9901@ih", "official")])
    (path / FOLDER / "text.txt").write_text("staged\n")
    git("add", "-A")
    (path / FOLDER / "text.txt").write_text("official\n")
    store.write([entry("119hr9901@eh", "new")])
    assert git("diff", "--cached", "--name-only") == f"{FOLDER}/text.txt\n"
    assert len(store.notices) == 1


def test_files_of_a_persons_own_do_not_stand_in_the_way(store, entry, path, git):
    """Notes beside the texts, tracked by nobody, stay; main goes on."""
    (path / "notes.txt").write_text("mine\n")
    (path / "us").mkdir(exist_ok=True)
    (path / "us/notes.txt").write_text("mine\n")
    store.write([entry("119hr9901@ih")])
    assert store.notices == []
    assert git("status", "--porcelain").split() == ["??", "notes.txt", "??", "us/notes.txt"]


def test_an_untracked_file_in_the_place_of_a_text_is_kept(store, entry, path):
    """The same rule as for changes: main waits."""
    (path / FOLDER).mkdir(parents=True)
    (path / FOLDER / "text.txt").write_text("mine\n")
    store.write([entry("119hr9901@ih")])
    assert (path / FOLDER / "text.txt").read_text() == "mine\n"
    assert len(store.notices) == 1
    assert store.text(BILL, "ih") == "119hr9901@ih\n"


def test_hand_made_commits_stay_in_main(store, entry, path, git):
    """A person's commit is the parent of what follows; its other files stay."""
    store.write([entry("119hr9901@ih")])
    (path / FOLDER / "notes.txt").write_text("mine\n")
    git("add", "-A")
    git("commit", "-q", "-m", "my notes")
    mine = git("rev-parse", "HEAD").strip()
    store.write([entry("119hr9901@eh"), entry("119hr9902@ih")])
    assert git("merge-base", "--is-ancestor", mine, "main") == ""
    assert (path / FOLDER / "notes.txt").read_text() == "mine\n"
    assert store.notices == []
    assert git("status", "--porcelain") == ""


def test_a_commit_that_lands_during_a_write_is_joined(store, entry, path, git, monkeypatch):
    """Main is read again when it moved; nothing is forced."""
    store.write([entry("119hr9901@ih")])
    from tracker.store import gather

    original, done = gather._join, []

    def join(*arguments):
        tip = original(*arguments)
        if not done:
            done.append(git("commit", "-q", "--allow-empty", "-m", "meanwhile"))
        return tip

    monkeypatch.setattr(gather, "_join", join)
    store.write([entry("119hr9901@eh")])
    assert "meanwhile" in git("log", "--first-parent", "--format=%s", "main").splitlines()
    assert check(store) == []


def test_a_branch_of_a_persons_own_is_left_alone(store, entry, path, git):
    """Main moves underneath; the folder does not change."""
    store.write([entry("119hr9901@ih")])
    git("checkout", "-q", "-b", "review")
    store.write([entry("119hr9901@eh")])
    assert git("rev-parse", "--abbrev-ref", "HEAD") == "review\n"
    assert git("status", "--porcelain") == ""
    assert (path / FOLDER / "text.txt").read_text() == "119hr9901@ih\n"
    git("checkout", "-q", "main")
    assert (path / FOLDER / "text.txt").read_text() == "119hr9901@eh\n"
    assert check(store) == []


def test_a_status_branch_that_is_checked_out_may_move(store, entry, path, git):
    """HEAD is let go first, so that the folder never looks changed."""
    from tracker.model import Facts

    store.write_facts([Facts(BILL, "bill", title="A")])
    git("checkout", "-q", "status/us/bill/119/hr/9901")
    store.write_facts([Facts(BILL, "bill", title="B")])
    assert git("status", "--porcelain") == ""
    assert store.facts(BILL).title == "B"


def test_a_busy_index_holds_only_main_back(store, entry, path, monkeypatch):
    """A person's `git commit` with its editor open keeps index.lock for minutes."""
    from tracker.store import packed

    monkeypatch.setattr(packed.locked.__wrapped__, "__defaults__", (0.2,))
    (path / ".git/index.lock").touch()
    store.write([entry("119hr9901@ih")])
    assert "index.lock" in store.notices[0]
    assert (path / ".git/index.lock").exists()
    assert store.text(BILL, "ih") == "119hr9901@ih\n"
    (path / ".git/index.lock").unlink()
    with Store.open(path) as again:
        again.write([])
        assert check(again) == []


# Other processes


def _write(path, names, make):
    with Store.open(path, wait=60) as store:
        store.write([make(name) for name in names])


def test_two_runs_at_once_take_turns(store, path, entry, git):
    """Four writers, one store: all versions are there."""
    context = multiprocessing.get_context("spawn")
    groups = [[f"119hr{n}{k}@ih" for k in range(3)] for n in range(1, 5)]
    workers = [context.Process(target=_spawned, args=(str(path), names)) for names in groups]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert len(store.works()) == 12
    assert check(store) == []


def _spawned(path, names):
    """Write in a process of its own."""
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("maker", Path(__file__).with_name("conftest.py"))
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    _write(path, names, maker.make_entry)


def test_a_second_writer_waits_a_bounded_time_and_says_who_is_busy(store, path, entry):
    """The sentence names the process that holds the store."""
    from tracker.store import lock

    with Store.open(path, wait=0.2) as second, lock.exclusive(path / ".git/tracker", 1):
        begun = time.monotonic()
        with pytest.raises(StoreError, match=f"process {os.getpid()}.*within 0.2 seconds"):
            second.write([entry("119hr9901@ih")])
        assert time.monotonic() - begun < 2


def test_reading_goes_on_while_another_writes(store, path, entry):
    """A reader never waits and never sees half a version."""
    store.write([entry("119hr9901@ih", "one")])
    seen, stop = [], threading.Event()

    def read():
        with Store.open(path) as reader:
            while not stop.is_set():
                for work in reader.works():
                    seen.extend(bool(reader.text(work, r.version)) for r in reader.versions(work))

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(2, 8):
        store.write([entry(f"119hr{number}@ih"), entry("119hr9901@ih", f"again {number}")])
    stop.set()
    thread.join()
    assert len(seen) > 6
    assert all(seen)


def test_no_git_process_stays_behind(path, entry):
    """Reading keeps `git cat-file` open; closing the store ends it."""

    def children():
        listed = subprocess.run(
            ["ps", "--ppid", str(os.getpid()), "-o", "args="],
            capture_output=True,
            text=True,
            check=False,
        )
        return [line for line in listed.stdout.splitlines() if line.startswith("git")]

    with Store.create(path) as store:
        store.write([entry("119hr9901@ih")])
        assert store.data(BILL, "ih")
        assert children() != []
    assert children() == []


# The disk


def test_a_full_disk_costs_nothing_that_was_held(tmp_path, entry):
    """The write fails with a sentence; with room again the next run completes it."""
    if os.geteuid() != 0:
        pytest.skip("a small tmpfs needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no tmpfs can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        _fill(disk, entry)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def _fill(disk, entry):
    noise = [os.urandom(30_000).hex() for _ in range(12)]
    entries = [entry(f"119hr{n}@ih", words) for n, words in enumerate(noise, 1)]
    with Store.create(disk / "store") as store:
        store.write([entry("119hr9901@ih", "held")])
        failed = 0
        for ballast in range(2600, 0, -100):
            (disk / "ballast").write_bytes(b"")
            try:
                (disk / "ballast").write_bytes(bytes(ballast * 1024))
            except OSError:
                continue
            try:
                store.write(entries)
            except StoreError as error:
                failed += 1
                assert "/store" in str(error)  # noqa: PT017 - some of the writes succeed
            assert store.text(BILL, "ih") == "held\n"
            assert not [f for f in check(store) if f.code in {"object-damaged", "file-missing"}]
        assert failed > 3
        (disk / "ballast").unlink()
        store.write(entries[:3])
        assert store.text("/us/bill/119/hr/1", "ih") == noise[0] + "\n"
        assert check(store) == []


def test_a_read_only_store_can_be_read_and_says_that_it_cannot_be_written(tmp_path, entry):
    """Reading needs no lock file and no journal."""
    disk = tmp_path / "disk"
    with Store.create(disk / "store") as store:
        store.write([entry("119hr9901@ih")])
    if os.geteuid() == 0:
        bound = subprocess.run(
            ["mount", "--bind", "-o", "ro", str(disk), str(disk)], capture_output=True, check=False
        )
        if bound.returncode:
            pytest.skip(f"nothing can be mounted here: {bound.stderr.decode().strip()}")
    else:
        for folder in [disk / "store/.git/tracker/lock", *disk.rglob("*")]:
            folder.chmod(folder.stat().st_mode & ~stat.S_IWUSR)
    try:
        with Store.open(disk / "store") as store:
            assert store.text(BILL, "ih") == "119hr9901@ih\n"
            assert len(store.log(BILL)) == 1
            with pytest.raises(StoreError, match="cannot be written"):
                store.write([entry("119hr9901@eh")])
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(disk)], check=True)


# What is no store


def test_a_missing_folder_is_said(tmp_path):
    """With what makes one."""
    with pytest.raises(StoreError, match="does not exist; `tracker fetch` makes the store"):
        Store.open(tmp_path / "none")


def test_a_folder_without_a_repository_is_said(tmp_path):
    """Even inside another repository, which is not taken for the store."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "inner").mkdir()
    with pytest.raises(StoreError, match="not a git repository made by tracker"):
        Store.open(tmp_path / "inner")


def test_a_store_of_another_user_is_said(store, path):
    """Git's own advice would not help here: tracker reads no configuration of the host."""
    if os.geteuid() != 0:
        pytest.skip("giving a folder away needs root")
    for place in (path, path / ".git"):
        os.chown(place, 65534, 65534)
    with pytest.raises(StoreError, match="belongs to another user"):
        Store.open(path)


def test_another_repository_is_said_and_left_alone(path, git, tmp_path):
    """Neither opened nor made into a store."""
    path.mkdir()
    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "mine")
    with pytest.raises(StoreError, match="not a git repository made by tracker"):
        Store.open(path)
    with pytest.raises(StoreError, match="did not make"):
        Store.create(path)


def test_a_folder_with_files_is_not_made_into_a_store(path):
    """A wrong path must not fill a person's folder."""
    path.mkdir()
    (path / "thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match="not empty"):
        Store.create(path)
    assert [p.name for p in path.iterdir()] == ["thesis.txt"]


def test_creating_a_store_again_changes_nothing(store, entry, path, git):
    """Idempotent, with versions in it too."""
    store.write([entry("119hr9901@ih")])
    before = git("for-each-ref")
    with Store.create(path) as again:
        assert again.works() == [BILL]
    assert git("for-each-ref") == before


def test_a_version_that_is_not_held_is_a_usage_error(store, entry):
    """The sentence lists what is held."""
    store.write([entry("119hr9901@ih"), entry("119hr9901@eh")])
    with pytest.raises(UsageError, match="119hr9901@enr is not in the store; held: ih, eh"):
        store.data(BILL, "enr")
    with pytest.raises(UsageError, match="no version of 119hr1 is held"):
        store.text("/us/bill/119/hr/1", "ih")
    assert store.record(BILL, "enr") is None
    assert store.facts(BILL) is None
    assert store.versions("/us/bill/119/hr/1") == []
