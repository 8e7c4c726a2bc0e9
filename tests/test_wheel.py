"""The package as people install it: a wheel alone, away from any checkout.

On the running Python the dependencies are borrowed from the running environment through a path
file, so that only the wheel itself is under test (the borrowed folder's own path files are not
read, so the checkout stays out of sight). On the newest other Python everything is installed
from the pinned, hashed requirements.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OFFLINE = re.compile(r"name resolution|Max retries|Connection|timed out|Network is unreachable")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert 0 == done.returncode, done.stderr
    return next(folder.glob("*.whl"))


def newest() -> Path | None:
    """Return the newest other Python here, or None when the running one is the newest."""
    named = [shutil.which(f"python3.{minor}") for minor in range(30, sys.version_info[1], -1)]
    beside = Path(sys.base_prefix).parent.glob("3.*/bin/python3")
    found: dict[tuple[int, int], Path] = {}
    for path in (*(Path(name) for name in named if name), *beside):
        asked = subprocess.run(
            [path, "-c", "import sys; print(*sys.version_info[:2])"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if asked.returncode == 0:
            major, minor = map(int, asked.stdout.split())
            found[major, minor] = path
    best = max(found, default=(0, 0))
    return found[best] if best > sys.version_info[:2] else None


def environment(python: Path, folder: Path) -> Path:
    """Make a virtual environment without anything in it and return its interpreter."""
    subprocess.run([python, "-m", "venv", folder], check=True)
    return folder / "bin/python"


def installed(python: Path, *arguments: object) -> str:
    """Run pip, which must succeed; skip the test where there is no network."""
    done = subprocess.run(
        [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode and OFFLINE.search(done.stderr):
        pytest.skip("the pinned requirements cannot be fetched here: no network")
    assert 0 == done.returncode, done.stderr
    return done.stdout


def main_job(python: Path, folder: Path) -> None:
    """Do what a first user does, in an empty folder and with nothing of ours in the environment."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "TRACKER", "GIT_"))}
    tracker = python.with_name("tracker")

    def call(*arguments, cwd):
        done = subprocess.run(
            [tracker, *arguments], cwd=cwd, env=clean, capture_output=True, text=True, check=False
        )
        assert 0 == done.returncode, (arguments, done.stderr)
        return done.stdout

    place = folder / "drones"
    call("init", "drones", "--subject", "unmanned aircraft", cwd=folder)
    ran = call("run", "--sample", cwd=place)
    index = place / "build/public/index.html"
    assert f"site: {index}" in ran
    assert "US law on unmanned aircraft" in index.read_text("utf-8")
    assert (place / "build/public/assets/tracker.css").is_file()
    assert "[-1,000-]{+4,000+}" in call(
        "diff", "15cfr9901@2025-01-02", "15cfr9901@2025-10-15", cwd=place
    )
    assert 7 == json.loads(call("status", "--json", cwd=place))["versions"]
    assert "G01" in call("gaps", cwd=place)
    assert "" == call("verify", cwd=place)
    where = subprocess.run(
        [python, "-c", "import tracker; print(tracker.__file__)"],
        cwd=folder, env=clean, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert not Path(where).is_relative_to(ROOT / "tracker")


def test_the_wheel_holds_what_the_program_needs_and_nothing_else(wheel):
    """Templates, schemas, sample, theme, pages and workflow; neither tests nor our registers."""
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    new = "tracker/template/files"

    for needed in (
        "tracker/render/templates/front.html", "tracker/schemas/diff.schema.json",
        "tracker/sources/sample/answers/manifest.json", "tracker/sources/sample/watchlist.toml",
        f"{new}/mkdocs.yml", f"{new}/site/overrides/main.html", f"{new}/site/assets/tracker.css",
        f"{new}/site/pages/reference.md", f"{new}/regulations/gaps/G01-example.md",
        f"{new}/.github/workflows/track.yml", f"{new}/requirements-notify.txt",
    ):  # fmt: skip
        assert needed in names
    kept = {
        f"tracker/{path.relative_to(ROOT / 'tracker').as_posix()}"
        for path in (ROOT / "tracker").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert kept <= names
    others = {name for name in names - kept if not name.startswith(f"{new}/")}
    assert all(".dist-info/" in name for name in others), others


@pytest.mark.slow
def test_the_main_job_runs_from_the_wheel(wheel, tmp_path):
    """On the running Python, with the running environment's dependencies."""
    python = environment(Path(sys.executable), tmp_path / "venv")
    installed(python, "--no-deps", "--no-index", wheel)
    inside = next((tmp_path / "venv").glob("lib/python3.*/site-packages"))
    (inside / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")

    main_job(python, tmp_path)


@pytest.mark.slow
def test_the_main_job_runs_from_the_wheel_on_the_newest_python(wheel, tmp_path):
    """With nothing borrowed: pinned requirements by hash, then the wheel."""
    newer = newest()
    if newer is None:
        pytest.skip("no newer Python is installed here")
    python = environment(newer, tmp_path / "venv")
    installed(python, "--require-hashes", "-r", ROOT / "requirements.txt")
    installed(python, "--no-deps", "--no-index", wheel)

    main_job(python, tmp_path)
