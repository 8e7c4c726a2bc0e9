"""The nightly workflow: its shape, its words, and its way with the store, tried on real git."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
import yaml

from tracker.cli import COMMANDS, cli

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / ".github/workflows/track.yml").read_text("utf-8")
WORKFLOW = yaml.safe_load(TEXT)
JOBS = WORKFLOW["jobs"]
STEPS = [step for job in JOBS.values() for step in job["steps"]]
ALLOWED = {"track": {"contents": "write"}, "publish": {"pages": "write", "id-token": "write"}}


def step(name):
    """Return the step of a name."""
    return next(step for step in STEPS if step.get("name") == name)


def test_every_action_is_pinned_by_a_full_commit():
    """A tag can be moved; 40 hex digits cannot. The version stands beside for people."""
    used = re.findall(r"uses: (\S+)(.*)", TEXT)

    assert used
    for action, rest in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", rest), action


def test_no_job_may_do_more_than_it_needs():
    """Nothing by default; one job writes contents, the other publishes."""
    assert {} == WORKFLOW["permissions"]
    assert ALLOWED == {name: job["permissions"] for name, job in JOBS.items()}
    checkout = next(s for s in STEPS if s.get("uses", "").startswith("actions/checkout"))
    assert checkout["with"]["persist-credentials"] is False


def test_secrets_reach_only_the_steps_that_use_them():
    """Never a whole job, never a command line."""
    assert "secrets." not in str({k: v for k, v in WORKFLOW.items() if k != "jobs"})
    for job in JOBS.values():
        assert "secrets." not in str({k: v for k, v in job.items() if k != "steps"})
    for one in STEPS:
        assert "${{" not in one.get("run", ""), one
    holders = {one["name"] for one in STEPS if "secrets." in str(one.get("env"))}
    assert {"Bring the store", "Keep the store", "Run"} == holders


def test_the_store_is_kept_after_everything_that_changes_it():
    """Runs move the channels' places; what is not pushed would be told again, or never."""
    names = [one.get("name", "") for one in JOBS["track"]["steps"]]
    after = JOBS["track"]["steps"][names.index("Keep the store") + 1 :]

    assert names.index("Run") < names.index("Check") < names.index("Keep the store")
    changing = ("tracker run", "tracker fetch", "tracker alerts", "tracker gaps")
    assert not any(word in one.get("run", "") for one in after for word in changing)


def test_every_requirement_is_pinned_by_hash_and_agrees_with_the_others():
    """The nights install the same versions as everybody, and what channels need besides."""

    def pins(name):
        return dict(
            re.match(r"([a-z0-9._-]+)==(\S+)", line).groups()
            for line in (ROOT / name).read_text("utf-8").splitlines()
            if "==" in line and not line.startswith(" ")
        )

    usual, nights = pins("requirements.txt"), pins("requirements-notify.txt")
    assert usual.items() <= nights.items()
    assert "apprise" in nights
    assert "requirements-notify.txt" in step("Install")["run"]


def test_it_runs_every_night_alone_and_ends():
    """A schedule (YAML reads “on” as true), no two at once, a limit on each job."""
    assert WORKFLOW[True]["schedule"]
    assert WORKFLOW["concurrency"] == {"group": "track", "cancel-in-progress": False}
    assert all(job["timeout-minutes"] <= 60 for job in JOBS.values())


def test_a_failed_source_fails_the_workflow_after_the_site_is_out():
    """Status 4 is carried to the last step; publishing asks only whether the site was handed on."""
    last = JOBS["track"]["steps"][-1]

    assert "Say what failed" == last["name"]
    assert "!cancelled()" in last["if"]
    assert '[ "$STATUS" = 0 ]' in last["run"]
    assert "!cancelled()" in JOBS["publish"]["if"]


def test_every_tracker_command_in_it_exists():
    """With the options that it is called with."""
    context = click.Context(cli)
    lines = [line.strip() for one in STEPS for line in one.get("run", "").splitlines()]
    calls = [shlex.split(line.split(">")[0].split("|")[0]) for line in lines
             if line.startswith("tracker ")]  # fmt: skip

    assert {"run", "verify", "alerts", "status"} == {
        next(word for word in call[1:] if not word.startswith("-")) for call in calls
    }
    for call in calls:
        name = next(word for word in call[1:] if not word.startswith("-"))
        assert name in COMMANDS
        known = {
            option
            for command in (cli, cli.get_command(context, name))
            for parameter in command.params
            for option in parameter.opts
        }
        assert {word for word in call if word.startswith("-")} <= known


@pytest.fixture
def bash(tmp_path):
    """Return a function that runs a step in a checkout folder against a bare repository."""
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", remote], check=True)

    def run(name, cwd, **more):
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step(name)["run"]],
            cwd=cwd,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
                "REMOTE": str(remote), "TOKEN": "not-a-token", "GIT_CONFIG_GLOBAL": os.devnull,
                **more,
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    run.remote = remote
    return run


def test_the_store_survives_the_night_in_another_checkout(bash, tmp_path):
    """First run, push, fresh machine, pull: same references, and the next write goes on."""
    from datetime import UTC, date, datetime
    from hashlib import sha256

    from tracker.model import Record, Snapshot
    from tracker.store import Entry, Store
    from tracker.store.checking import check

    def entry(version, words):
        data = words.encode()
        return Entry(
            Snapshot(
                Record(
                    work="/us/bill/119/hr/9901", version=version, label=version,
                    url="https://example.org/", content_type="application/xml",
                    sha256=sha256(data).hexdigest(), size=len(data), origin="mirror",
                    retrieved_at=datetime(2026, 2, 1, tzinfo=UTC), fetcher="test",
                    published=date(2026, 1, 1),
                ),
                data,
            ),
            words,
        )  # fmt: skip

    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        (folder / "regulations").mkdir(parents=True)
    first = bash("Bring the store", one)
    assert 0 == first.returncode, first.stderr
    assert not (one / "regulations/snapshots").exists()
    with Store.create(one / "regulations/snapshots") as store:
        store.write([entry("ih", "one\n")])
        store.set_cursor("nightly", b"{}")
        before = store.handle.references()
    kept = bash("Keep the store", one)
    assert 0 == kept.returncode, kept.stderr
    brought = bash("Bring the store", two)
    assert 0 == brought.returncode, brought.stderr
    with Store.open(two / "regulations/snapshots") as store:
        assert before == store.handle.references()
        assert b"{}" == store.cursor("nightly")
        store.write([entry("ih", "again\n"), entry("eh", "two\n")])
        assert [] == check(store)
    again = bash("Keep the store", two)
    assert 0 == again.returncode, again.stderr
    # The first checkout is behind now; what it would push is refused, not forced.
    with Store.open(one / "regulations/snapshots") as store:
        store.write([entry("rh", "other\n")])
    assert 0 != bash("Keep the store", one).returncode


def test_a_remote_that_does_not_answer_is_no_first_run(bash, tmp_path):
    """Otherwise a bad night would begin a second history."""
    (tmp_path / "regulations").mkdir()
    done = bash("Bring the store", tmp_path, REMOTE=str(tmp_path / "none.git"))

    assert 0 != done.returncode
    assert not (tmp_path / "regulations/snapshots").exists()


def test_a_partly_failed_run_goes_on_and_any_other_failure_stops(tmp_path):
    """The Run step ends with 0 for 0 and 4, and hands the status on."""
    for status, ends in ((0, 0), (4, 0), (3, 1), (70, 1)):
        folder = tmp_path / str(status)
        folder.mkdir()
        (folder / "tracker").write_text(f"#!/bin/sh\necho '<b>moved</b>'\nexit {status}\n")
        (folder / "tracker").chmod(0o755)
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step("Run")["run"]],
            cwd=folder,
            env={"PATH": f"{folder}:{os.environ['PATH']}",
                 "GITHUB_OUTPUT": str(folder / "out"), "GITHUB_STEP_SUMMARY": str(folder / "sum")},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ends == done.returncode
        assert f"status={status}\n" == (folder / "out").read_text()
        assert "    <b>moved</b>\n" == (folder / "sum").read_text()
