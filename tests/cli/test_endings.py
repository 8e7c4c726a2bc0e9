"""How calls end: statuses, one sentence on stderr, nothing half done, no traceback unasked."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BROKEN = """
import sys
from tracker import places
def find(*_):
    raise {error}
places.find = find
sys.argv = ["tracker", *{arguments!r}]
from tracker.cli import main
main()
"""


def broken(error: str, *arguments: str, cwd):
    """Run a command whose first step raises an error that nobody foresaw."""
    return subprocess.run(
        [sys.executable, "-c", BROKEN.format(error=error, arguments=arguments)],
        cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_an_error_of_the_program_is_one_sentence_that_says_what_to_do(tmp_path):
    """Not a traceback: status 70, what was met, that the store is whole, how to report it."""
    done = broken("KeyError('x')", "log", cwd=tmp_path)

    assert 70 == done.returncode
    assert 1 == len(done.stderr.strip().splitlines())
    assert "KeyError: 'x'" in done.stderr
    assert "with -v and report" in done.stderr


@pytest.mark.parametrize("arguments", [("-v", "log"), ("log", "-v"), ("log", "-qv")])
def test_verbose_shows_where_the_error_arose(tmp_path, arguments):
    """The traceback comes first, the sentence last, wherever -v stood."""
    done = broken("KeyError('x')", *arguments, cwd=tmp_path)

    assert "Traceback" in done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("tracker: an error of the program")


def test_a_refusing_disk_is_no_error_of_the_program(tmp_path):
    """The file and the system's own words, status 3."""
    done = broken("OSError(28, 'No space left on device', '/x/y')", "log", cwd=tmp_path)

    assert (3, "tracker: /x/y: No space left on device\n") == (done.returncode, done.stderr)


def test_a_reader_that_goes_away_is_no_error(place):
    """`tracker show … | head -1`: status 0 and nothing on stderr."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tracker", "-q", "diff", "--json", "--all",
         "119hr99001@ih", "119hr99001@eh"],
        cwd=place, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    writer.stdout.close()
    said = writer.stderr.read()
    writer.stderr.close()

    assert (0, b"") == (writer.wait(timeout=60), said)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_the_store_whole(place, tracker, tmp_path, number):
    """Status 130 and one sentence; git and `tracker verify` find nothing wrong afterwards."""
    (tmp_path / "regulations").mkdir()
    (tmp_path / "regulations/watchlist.toml").write_text("schema = 1\n")
    (tmp_path / "regulations/gaps").symlink_to(place / "regulations/gaps")
    for name in ("site", "mkdocs.yml"):
        (tmp_path / name).symlink_to(place / name)
    store = tmp_path / "regulations/snapshots"
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker", "run", "--sample"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not (store / ".git/tracker/journal.json").exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.001)
    os.killpg(process.pid, number)
    _, said = process.communicate(timeout=60)
    assert 130 == process.returncode, said
    assert said.strip().endswith("tracker: stopped; what was stored is whole")
    assert "Traceback" not in said
    again = tracker("run", "--sample", cwd=tmp_path)
    assert 0 == again.returncode, again.stderr
    checked = tracker("verify", cwd=tmp_path)
    assert 0 == checked.returncode, checked.stdout


def test_quiet_says_nothing_but_results(place, tracker):
    """Stderr is empty, wherever -q stood; the result is there."""
    for arguments in (("-q", "build"), ("build", "-q"), ("show", "--quiet", "119hr99001@eh/s1")):
        done = tracker(*arguments, cwd=place)
        assert "" == done.stderr
        assert done.stdout.strip()


def test_no_colour_is_kept_and_a_file_never_gets_any(place, tracker):
    """Escapes never reach a pipe, with NO_COLOR set or not."""
    for environment in ({}, {"NO_COLOR": "1"}):
        done = tracker("diff", "119hr99001@ih", "119hr99001@eh", cwd=place, **environment)
        assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True)]
)
def test_a_terminal_gets_colour_unless_it_is_refused(place, more, coloured):
    """NO_COLOR counts when it is set and not empty (no-color.org)."""
    import pty

    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker", "diff", "15cfr9901@2025-01-02", "15cfr9901@2025-10-15"],
        cwd=place, env={**environment, "PYTHONPATH": str(ROOT), "TERM": "xterm", **more},
        stdout=theirs, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(theirs)
    printed = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed: Linux says EIO
            break
        if not piece:
            break
        printed += piece
    os.close(ours)

    assert 0 == process.wait(timeout=60)
    assert coloured == (b"\x1b[" in printed)


def test_the_watchlist_is_found_in_a_folder_above_or_by_name(place, tracker, tmp_path):
    """From inside the instance, and from anywhere with --config."""
    (place / "site/pages").mkdir(exist_ok=True)
    inside = tracker("log", cwd=place / "site/pages")
    named = tracker("--config", place / "regulations/watchlist.toml", "log", cwd=tmp_path)
    lost = tracker("log", cwd=tmp_path)

    assert inside.stdout == named.stdout != ""
    assert 3 == lost.returncode
    assert "--config" in lost.stderr
