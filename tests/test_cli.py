"""The command line as a person or a script meets it: real processes, real files, real git."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def instance_at(folder: Path) -> Path:
    """Return a new instance: what a fresh clone has, without a store or any output."""
    for name in ("site", "mkdocs.yml", "regulations"):
        source = ROOT / name
        if source.is_dir():
            ignore = shutil.ignore_patterns("snapshots")
            shutil.copytree(source, folder / name, ignore=ignore)
        else:
            shutil.copy(source, folder / name)
    return folder


def git(store: Path, *arguments: str) -> str:
    """Return what git says about a store."""
    done = subprocess.run(
        ["git", "-C", store, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture(scope="module")
def sampled(tmp_path_factory, tracker):
    """Run the main job on the sample once; return (instance folder, finished process)."""
    folder = instance_at(tmp_path_factory.mktemp("sample"))
    return folder, tracker("run", "--sample", cwd=folder)


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory, tracker, upstream_dir):
    """Run the main job on the real texts once; return (instance folder, finished process)."""
    folder = instance_at(tmp_path_factory.mktemp("mirror"))
    return folder, tracker("run", "--mirror", upstream_dir, cwd=folder)


def test_every_command_helps_on_one_screen_with_an_example(tracker, tmp_path):
    """Help of each command fits 24 lines of 100 columns and ends with an example."""
    from tracker.cli import COMMANDS

    for name in COMMANDS:
        shown = tracker(name, "--help", cwd=tmp_path)
        assert 0 == shown.returncode, shown.stderr
        assert "Example:  tracker" in shown.stdout
        assert len(shown.stdout.splitlines()) <= 24


def test_a_mistyped_command_is_answered_with_the_nearest(tracker, tmp_path):
    """Wrong usage ends with 2 and a way on."""
    done = tracker("dif", cwd=tmp_path)

    assert 2 == done.returncode
    assert "Did you mean “diff”?" in done.stderr


def test_the_sample_run_makes_a_site_and_tells_where(sampled):
    """The main job on the embedded sample needs neither network nor sibling folders."""
    folder, done = sampled

    assert 0 == done.returncode, done.stderr
    assert f"site: {folder / 'build/public/index.html'}" in done.stdout
    assert (folder / "build/public/index.html").is_file()


def test_the_sample_run_tells_what_moved(sampled):
    """A line for each alert, the weightiest changed clauses below it, the gaps that move."""
    _, done = sampled
    words = set(done.stdout.replace(",", " ").split())

    assert {"red", "amber", "modified", "inserted", "deleted"} <= words
    assert "G01" in done.stdout


def test_a_second_sample_run_finds_nothing_new(sampled, tracker):
    """Nothing new: no commit, no line but one that says so."""
    folder, _ = sampled
    store = folder / "regulations/snapshots"
    before = git(store, "rev-parse", "HEAD")
    again = tracker("run", "--sample", cwd=folder)

    assert 0 == again.returncode, again.stderr
    assert "nothing new" in again.stdout
    assert before == git(store, "rev-parse", "HEAD")


def test_the_mirror_run_reports_the_changes_of_hr_2683(mirrored):
    """The House rewrote the definition and added section 3 (answer key, section 2)."""
    _, done = mirrored
    assert 0 == done.returncode, done.stderr
    lines = done.stdout.splitlines()
    passed = next(n for n, line in enumerate(lines) if "H.R. 2683 (119th)" in line
                  and "passed the House" in line)  # fmt: skip
    told = [line.strip() for line in lines[passed + 1 : passed + 6]]

    assert lines[passed].startswith("red    2026-01-12")
    assert told[0].startswith("modified § 2(1), new (15): “—” → “access on a purposeful, knowing")
    assert any(line.startswith("inserted § 3: “Consultation with Congress") for line in told)
    # eh and rfs are one event: the referral to the Senate brings no line of its own.
    assert 1 == sum(
        "2683" in line and "§" not in line and line[0] != " " for line in lines[passed:]
    )


def test_the_mirror_run_commits_every_version(mirrored):
    """The store has a tag for each version named by the issue."""
    folder, _ = mirrored
    tags = git(folder / "regulations/snapshots", "tag").split()

    for bill, versions in (
        ("118/hr/8152", ("ih", "eh", "rfs")),
        ("119/hr/2683", ("ih", "eh", "rfs")),
        ("119/s/3519", ("is",)),
        ("118/hr/6614", ("ih", "eh", "rfs")),
    ):
        assert {f"us/bill/{bill}@{v}" for v in versions} <= set(tags)
    assert {"us/fr/2025-19001@2025-09-30", "us/fr/2025-19846@2025-11-12"} <= set(tags)
    for part in ("734", "736", "742", "748"):
        held = {tag for tag in tags if tag.startswith(f"us/cfr/t15/p{part}@")}
        assert {f"us/cfr/t15/p{part}@2025-12-30", f"us/cfr/t15/p{part}@2026-01-29"} <= held


def test_a_second_mirror_run_makes_no_commit(mirrored, tracker, upstream_dir):
    """The same answers twice change nothing."""
    folder, _ = mirrored
    store = folder / "regulations/snapshots"
    before = git(store, "rev-parse", "HEAD")
    again = tracker("run", "--mirror", upstream_dir, cwd=folder)

    assert 0 == again.returncode, again.stderr
    assert "nothing new" in again.stdout
    assert before == git(store, "rev-parse", "HEAD")


def test_eh_and_rfs_of_hr_2683_do_not_differ_as_legislation(mirrored, tracker):
    """Only caption and stage differ, so --exit-code ends with 0; ih and eh do differ."""
    folder, _ = mirrored
    same = tracker("diff", "119hr2683@eh", "119hr2683@rfs", "--exit-code", cwd=folder)
    other = tracker("diff", "119hr2683@ih", "119hr2683@eh", "--exit-code", cwd=folder)

    assert (0, 1) == (same.returncode, other.returncode), same.stdout


def test_the_page_of_a_pair_shows_the_rewritten_definition(mirrored):
    """Old and new words of the definition stand on one page, marked."""
    folder, _ = mirrored
    pages = [
        page
        for page in (folder / "build/public").rglob("*.html")
        if "2683" in str(page) and "purposeful, knowing, reckless" in page.read_text()
    ]

    assert any("<ins" in page.read_text() and "<del" in page.read_text() for page in pages)


def test_diff_prints_json_with_words_that_rebuild_both_texts(mirrored, tracker):
    """equal+delete is the old own text, equal+insert the new one."""
    folder, _ = mirrored
    done = tracker("diff", "119hr2683@ih", "119hr2683@eh", "--json", cwd=folder)
    answer = json.loads(done.stdout)
    shown = json.loads(tracker("show", "119hr2683@eh", "--json", cwd=folder).stdout)
    own = {
        p["path"]: " ".join(
            filter(None, (p["heading"], p["chapeau"], p["content"], p["continuation"]))
        )
        for p in shown["provisions"]
    }

    modified = [c for c in answer["changes"] if c["kind"] == "modified"]
    assert modified
    for change in modified:
        new = "".join(text for op, text in change["words"] if op != "delete")
        assert own[change["new"]] == new


def test_without_a_network_a_live_run_ends_with_one_sentence(tracker, tmp_path):
    """Exit status 4, the host by name, and advice; nothing stored is touched."""
    folder = instance_at(tmp_path)
    (folder / "regulations/watchlist.toml").write_text(
        'schema = 1\n[[bill]]\nwork = "119hr2683"\n', encoding="utf-8"
    )
    done = tracker("run", cwd=folder, HTTPS_PROXY="http://127.0.0.1:9", NO_PROXY="")

    assert 4 == done.returncode
    assert "www.govinfo.gov" in done.stderr
    assert "--sample" in done.stderr
    assert "--mirror" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda mirror, place: (mirror / "manifest.json").unlink(), "manifest.json"),
        (lambda mirror, place: (mirror / "manifest.json").write_text("[{"), "manifest.json"),
        (lambda mirror, place: (mirror / "a.xml").unlink(), "a.xml"),
        (lambda mirror, place: (mirror / "a.xml").write_text("<b/>"), "a.xml"),
        (
            lambda mirror, place: (place / "regulations/watchlist.toml").write_text(
                'schema = 1\n\n[[bill]]\nwork = "119hr2683"\nhue = "red"\n'
            ),
            "watchlist.toml:5",
        ),
        (
            lambda mirror, place: (place / "regulations/watchlist.toml").write_text(
                'schema = 1\n\n[[bill]]\nwork = "119xx2683"\n'
            ),
            "watchlist.toml:4",
        ),
        (lambda mirror, place: (place / "regulations/snapshots").mkdir(), "snapshots"),
    ],
    ids=["no-manifest", "malformed", "absent", "other-hash", "unknown-key", "bad-id", "no-git"],
)
def test_bad_input_ends_with_3_and_names_the_place(tracker, tmp_path, spoil, said):
    """One sentence says which file and line; nothing is changed."""
    from hashlib import sha256

    place = instance_at(tmp_path / "place")
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    body = b"<a/>"
    (mirror / "a.xml").write_bytes(body)
    entry = {
        "url": "https://www.govinfo.gov/a.xml",
        "file": "a.xml",
        "content_type": "application/xml",
        "bytes": len(body),
        "sha256": sha256(body).hexdigest(),
    }
    (mirror / "manifest.json").write_text(json.dumps([entry]))
    spoil(mirror, place)
    before = sorted(str(p) for p in place.rglob("*"))
    done = tracker("run", "--mirror", mirror, cwd=place)

    assert 3 == done.returncode, done.stderr
    assert said in done.stderr
    assert 1 == len(done.stderr.strip().splitlines())
    assert before == sorted(str(p) for p in place.rglob("*"))


def test_changes_stored_but_not_told_are_told_by_the_next_run(tracker, tmp_path):
    """A run killed between storing and telling must not end as “nothing new”."""
    place = instance_at(tmp_path)
    assert 0 == tracker("fetch", "--sample", cwd=place).returncode
    told = tracker("run", "--sample", cwd=place)
    again = tracker("run", "--sample", cwd=place)

    assert "modified" in told.stdout
    assert "nothing new" not in told.stdout
    assert "nothing new" in again.stdout


def test_a_text_that_no_parser_reads_fails_by_name_and_is_not_stored(tracker, tmp_path):
    """The right bill in bytes that are no text: exit 4, a sentence, nothing held of it."""
    from hashlib import sha256

    place = instance_at(tmp_path / "place")
    (place / "regulations/watchlist.toml").write_text(
        'schema = 1\n\n[[part]]\nwork = "15cfr9901"\n'
    )
    mirror = tmp_path / "mirror"
    shutil.copytree(ROOT / "tracker/sources/sample/answers", mirror)
    manifest = json.loads((mirror / "manifest.json").read_text())
    for entry in manifest:
        if "/full/" in entry["url"]:
            file = mirror / entry["file"]
            nested = b"<DIV8>" * 9000 + b"</DIV8>" * 9000
            body = file.read_bytes().replace(b"</DIV5>", nested + b"</DIV5>")
            file.write_bytes(body)
            entry["sha256"], entry["bytes"] = sha256(body).hexdigest(), len(body)
    (mirror / "manifest.json").write_text(json.dumps(manifest))
    done = tracker("run", "--mirror", mirror, cwd=place)

    assert 4 == done.returncode, done.stderr
    assert "15cfr9901" in done.stderr
    assert "Traceback" not in done.stderr
    assert "@" not in git(place / "regulations/snapshots", "tag")
