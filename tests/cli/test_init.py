"""`tracker init`: an instance for another subject, which works at once."""

import json
import re

import pytest
import yaml

from tracker import template
from tracker.gaps import register
from tracker.gaps.check import holds_on_example


@pytest.fixture(scope="module")
def drones(tracker, tmp_path_factory):
    """Return (a new instance that has run on the sample, what init printed, the run)."""
    folder = tmp_path_factory.mktemp("new") / "drones"
    made = tracker("init", folder, "--subject", "unmanned aircraft", "--json", cwd=folder.parent)
    assert 0 == made.returncode, made.stderr
    return folder, json.loads(made.stdout), tracker("run", "--sample", cwd=folder)


def test_it_says_what_it_wrote(drones):
    """Every file is there, and the result follows the published schema's shape."""
    folder, made, _ = drones

    assert str(folder) == made["folder"]
    assert set(made["files"]) >= {
        "regulations/watchlist.toml",
        "regulations/gaps/G01-example.md",
        "mkdocs.yml",
        ".gitignore",
        ".github/workflows/track.yml",
        "README.md",
    }
    assert all((folder / name).is_file() for name in made["files"])


def test_the_sample_runs_and_everything_agrees(drones, tracker):
    """Site built, gap assessed, nothing to complain of."""
    folder, _, ran = drones

    assert 0 == ran.returncode, ran.stderr
    assert 0 == tracker("verify", cwd=folder).returncode
    shown = json.loads(tracker("gaps", "G01", "--json", cwd=folder).stdout)
    assert {"closes", "silent"} <= {one["effect"] for one in shown["assessments"]}


def test_the_site_is_about_the_new_subject(drones):
    """Name and subject are the instance's; a link leads nowhere but to pages that are there."""
    folder, _, _ = drones
    public = folder / "build/public"
    front = (public / "index.html").read_text("utf-8")

    assert "Drones Tracker" in front
    assert "<span>Drones Tracker</span>" in front
    assert "US law on unmanned aircraft, followed clause by clause" in front
    assert "source-article" not in front
    sections = yaml.safe_load((folder / "mkdocs.yml").read_text())["extra"]["sections"]
    assert all((public / section["url"]).is_file() for section in sections)


def test_no_word_of_our_subject_is_left(drones):
    """Of all files written, and of the pages that do not show the sample's own text."""
    folder, made, _ = drones
    ours = re.compile(
        r"remote access|cloud|export[- ]control|\bEAR\b|source.article", re.IGNORECASE
    )
    written = [folder / name for name in made["files"]]
    pages = [folder / f"build/public/{name}/index.html" for name in ("about", "method", "gaps")]
    for path in (*written, *pages):
        if path.suffix in {".css", ".js", ".svg", ".txt"}:
            continue
        found = ours.search(path.read_text("utf-8"))
        assert found is None, (path, found)


def test_the_example_gap_is_a_good_example(tmp_path):
    """It is read without a finding, and each of its tests holds on its own example."""
    template.make(tmp_path / "new", "New")
    gaps = register.load(tmp_path / "new/regulations/gaps")

    assert () == gaps.findings
    assert [True, True] == [holds_on_example(g, test) for g in gaps.gaps for test in g.tests]


@pytest.mark.parametrize("title", ["Drones: a “tracker” #1", "드론", 'a "b" \\c', "x" * 200])
def test_any_title_makes_a_readable_frame(tmp_path, title):
    """The name is quoted, whatever it holds."""
    template.make(tmp_path / "new", title, title)

    assert title == yaml.safe_load((tmp_path / "new/mkdocs.yml").read_text("utf-8"))["site_name"]
    assert title == register.load(tmp_path / "new/regulations/gaps").subject.name


def test_a_folder_with_anything_in_it_is_left_alone(tracker, tmp_path):
    """Exit status 3, one sentence, nothing written."""
    (tmp_path / "thesis.txt").write_text("mine")
    done = tracker("init", ".", cwd=tmp_path)

    assert 3 == done.returncode
    assert "is not empty" in done.stderr
    assert ["thesis.txt"] == [path.name for path in tmp_path.iterdir()]


def test_an_empty_folder_may_be_there_already(tracker, tmp_path):
    """Such as one that was just made for it."""
    assert 0 == tracker("init", ".", "--title", "X", cwd=tmp_path).returncode


def test_a_work_can_be_watched_at_once(drones, tracker):
    """The empty watchlist is a good one to add to and to check."""
    folder, _, _ = drones
    added = tracker("watch", "add", "119hr1", cwd=folder)

    assert 0 == added.returncode, added.stderr
    assert "119hr1 " in tracker("watch", "list", cwd=folder).stdout
    assert 0 == tracker("verify", cwd=folder).returncode
