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


@pytest.fixture
def place(tmp_path):
    """Return an instance with an empty watchlist and an empty store."""
    from tracker.store import Store

    (tmp_path / "regulations").mkdir()
    (tmp_path / "regulations/watchlist.toml").write_text("schema = 1\n")
    with Store.create(tmp_path / "regulations/snapshots"):
        pass
    return tmp_path


def test_the_log_of_a_work_is_read_without_gitpython_or_a_parser(place):
    """Reading runs git's plumbing; GitPython is loaded to write only."""
    modules = loaded(call("log"), place)

    assert "tracker.store.plumbing" in modules
    assert not modules & {*HEAVY, "tracker.formats", "tracker.pipeline", "tracker.compare"}


def test_the_status_loads_no_parser_no_renderer_and_no_gitpython(place):
    """It reads names, a log and two small files; what it takes from other stages is values."""
    modules = loaded(call("status"), place)

    assert "tracker.pipeline.status" in modules
    assert not modules & {"git", "jinja2", "mkdocs", "yaml", "tomlkit", "httpx2", "rich"}
    assert not modules & {"tracker.formats", "tracker.gaps.register", "tracker.render.site"}


def test_every_public_name_of_the_pipeline_is_there_when_asked_for():
    """They are loaded late; a name that nobody defined is an error as anywhere else."""
    from tracker import pipeline

    assert all(getattr(pipeline, name) is not None for name in pipeline.__all__)
    with pytest.raises(AttributeError):
        _ = pipeline.nothing
