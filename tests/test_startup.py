"""What each start of the program loads: a command pays only for what it does.

Modules are counted, not seconds: a busy machine must not fail a test.
"""

import subprocess
import sys

import pytest

HEAVY = ("git", "lxml", "jinja2", "mkdocs", "httpx2", "rich", "tomlkit", "yaml", "apprise")
"""Packages that take tens of milliseconds each."""


def loaded(code: str, cwd) -> set[str]:
    """Return the top-level packages and tracker's modules that a program ends with."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
        cwd=cwd,
    )
    return {name for name in done.stdout.splitlines() if "." not in name or "tracker." in name}


def call(*arguments: str) -> str:
    """Return code that runs a command in this process, its output thrown away."""
    return f"""
import contextlib, io, sys
sys.argv = ["tracker", *{arguments!r}]
from tracker.cli import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
"""


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_the_first_screen_loads_click_and_nothing_else_of_weight(option, tmp_path):
    """Neither values nor any stage: `tracker --version` is click and one module."""
    modules = loaded(call(option), tmp_path)

    assert not modules & {*HEAVY, "msgspec"}
    assert {"tracker.cli"} == {m for m in modules if m.startswith("tracker.")} - {"tracker.errors"}


def test_the_log_of_a_work_is_read_without_gitpython_or_a_parser(tmp_path):
    """Reading runs git's plumbing; GitPython is loaded to write only."""
    from tracker.store import Store

    place = tmp_path / "regulations"
    place.mkdir()
    (place / "watchlist.toml").write_text("schema = 1\n")
    with Store.create(place / "snapshots"):
        pass
    modules = loaded(call("log"), tmp_path)

    assert "tracker.store.plumbing" in modules
    assert not modules & {*HEAVY, "tracker.formats", "tracker.pipeline", "tracker.compare"}
