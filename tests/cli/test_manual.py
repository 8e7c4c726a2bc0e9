"""The manual keeps its word: pages made from the help, transcripts that are run and compared."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml

from tracker import template
from tracker.cli import COMMANDS, cli, manual

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "site/pages"


def transcript(text: str) -> list[tuple[str, list[str]]]:
    """Return (command, lines of output) of every `$` line in a page's indented blocks."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("    $ "):
            found.append((line[6:], []))
        elif line.startswith("    ") and found:
            found[-1][1].append(line[4:])
        elif line.strip() == "" and found:
            found[-1][1].append("")
        elif found:
            found.append(("", []))  # prose: what follows belongs to no command
    return [(command, shown) for command, shown in found if command]


def pattern(shown: list[str]) -> re.Pattern[str]:
    """Return what the output must match: `…` alone is any lines, within a line any words."""
    parts = []
    for line in "\n".join(shown).strip().split("\n"):
        whole = re.escape(line.rstrip()).replace("…", ".*?")
        parts.append(r"(?:.*\n)*?" if line.strip() == "…" else whole + r"\s*\n")
    return re.compile("".join(parts) + r"\s*\Z")


def run(commands, cwd: Path) -> None:
    """Run commands in order as a person would type them and compare what they print."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT), "COLUMNS": "92", "GIT_CONFIG_GLOBAL": os.devnull,
    }  # fmt: skip
    for command, shown in commands:
        if command.startswith("cd "):
            cwd /= command.removeprefix("cd ")
            continue
        typed = command.replace(".venv/bin/tracker", "tracker", 1)
        done = subprocess.run(
            ["bash", "-c", f"{typed} 2>&1"],
            cwd=cwd, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert pattern(shown).match(done.stdout + "\n"), f"$ {command}\n{done.stdout}"


def test_the_reference_is_what_the_commands_say():
    """Renew it with `python -m tracker.cli.manual > site/pages/reference.md`."""
    assert manual.page() == (PAGES / "reference.md").read_text("utf-8")


def test_the_reference_names_every_command_option_and_schema():
    """Nothing a user could ask for is left out."""
    page = manual.page()
    context = click.Context(cli)

    for name in COMMANDS:
        assert f"## tracker {name}\n" in page
        for parameter in cli.get_command(context, name).params:
            if isinstance(parameter, click.Option):
                assert f"`{parameter.opts[0]}" in page
    for schema in (ROOT / "tracker/schemas").iterdir():
        assert f"`schemas/{schema.name}`" in page


def test_the_tutorial_does_what_it_says(tmp_path):
    """Every command is run in order, in an empty folder; output differs nowhere."""
    commands = transcript((PAGES / "tutorial.md").read_text("utf-8"))

    assert len(commands) > 12
    run(commands, tmp_path)


def test_the_transcripts_of_the_readme_are_true(place):
    """On the sample in this project's own instance."""
    commands = transcript((ROOT / "README.md").read_text("utf-8"))

    assert commands
    run(commands, place)


@pytest.mark.parametrize(
    ("shown", "printed", "matches"),
    [
        (["a", "b"], "a\nb\n", True),
        (["a", "…", "c"], "a\nb\nb\nc\n", True),
        (["a", "…", "c"], "a\nc\n", True),
        (["a", "…"], "a\nb\n", True),
        (["x … z"], "x y z\n", True),
        (["a"], "a\nb\n", False),
        (["a", "c"], "a\nb\nc\n", False),
        (["x … z"], "x y\nz\n", False),
        ([], "a\n", False),
        ([], "", True),
    ],
)
def test_the_comparison_of_transcripts_can_fail(shown, printed, matches):
    """What is not shown must not be printed, and the other way round."""
    assert matches == bool(pattern(shown).match(printed + "\n"))


@pytest.mark.parametrize("page", ["nightly.md", "tutorial.md", "reference.md", "about.md"])
def test_every_command_in_the_pages_exists(page):
    """`tracker WORD` in code, wherever it stands."""
    text = (PAGES / page).read_text("utf-8")
    code = re.findall(r"`([^`]*)`", text) + [line for line in text.splitlines()
                                              if line.startswith("    ")]  # fmt: skip
    for piece in code:
        for tail in re.findall(r"\btracker ((?:--?[a-z]+ )*[a-z]+)", piece):
            word = shlex.split(tail)[-1]
            assert word in COMMANDS, piece


def test_the_manual_is_linked_from_every_page(place):
    """In the footer, which every page has; each link leads to a page."""
    frame = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    public = place / "build/public"
    for entry in frame["extra"]["manual"]:
        assert (public / entry["url"]).is_file()
        assert f'href="{entry["url"]}"' in (public / "index.html").read_text("utf-8")


def test_code_keeps_its_lines_on_the_site(place):
    """Frames strip lines; a block of code must not be joined by that."""
    page = (place / "build/public/tutorial/index.html").read_text("utf-8")

    assert "119hr99001@ih → 119hr99001@eh&#10;" in page
    assert "&#10;    [modified · substantive" in page


def test_a_new_instance_has_its_own_manual(tmp_path):
    """The reference and the nights come along; the tutorial, which begins elsewhere, does not."""
    template.make(tmp_path / "new", "New")
    frame = yaml.safe_load((tmp_path / "new/mkdocs.yml").read_text("utf-8"))
    names = [entry["id"] for entry in frame["extra"]["manual"]]

    assert ["reference", "alerts", "nightly"] == names
    assert all((tmp_path / f"new/site/pages/{name}.md").is_file() for name in names)


def test_a_mirror_of_the_store_brings_everything_back(place, tracker, tmp_path):
    """As the page on nights says: push --mirror, clone --mirror, go on reading and writing."""
    held, copy = place / "regulations/snapshots", tmp_path / "copy.git"
    subprocess.run(["git", "init", "-q", "--bare", copy], check=True)
    subprocess.run(["git", "-C", held, "push", "-q", "--mirror", copy], check=True)
    back = tmp_path / "back"
    subprocess.run(["git", "clone", "-q", "--mirror", copy, back], check=True)
    watchlist = place / "regulations/watchlist.toml"
    logs = [
        tracker("--config", watchlist, "--store", store, "log", "119hr99001", cwd=tmp_path).stdout
        for store in (held, back)
    ]

    assert logs[0] == logs[1] != ""
    refs = [
        subprocess.run(
            ["git", "-C", store, "for-each-ref", "refs/tracker"],
            capture_output=True, text=True, check=True,
        ).stdout
        for store in (held, back)
    ]  # fmt: skip
    assert refs[0] == refs[1] != ""
