"""Kill a writing process again and again; run by test_crash.py.

    killing.py random STORE ROUNDS SEED     SIGKILL, with or without the writer's git, at random
    killing.py boundaries TEMPLATE FOLDER   SIGKILL at every file-system step of one write

Prints JSON with what was seen. The modules are loaded once and each writer is a fork, so that a
kill costs a tenth of a second.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from conftest import make_entry

from tracker.errors import StoreError
from tracker.store import Store
from tracker.store.checking import check

STEPS = {
    "open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.truncate", "shutil.copyfile",
    "subprocess.Popen", "fcntl.flock",
}  # fmt: skip


def batch(number: int) -> list:
    """Return the versions of one write: two works, one of them republished now and then."""
    stage = ("ih", "rh", "eh", "rds")[number % 4]
    bill = 9000 + number // 4
    return [
        make_entry(f"119hr{bill}@{stage}", f"words of {bill} {stage}\n" * 40),
        make_entry("119s9001@is", f"printing {number // 3}"),
        make_entry(f"2025-99{number:03}@2025-03-04", published="2025-03-04"),
    ]


def kill(process: int, alone: bool) -> None:
    """Kill a writer with every git that it started, or alone, and wait for it."""
    (os.kill if alone else os.killpg)(process, signal.SIGKILL)
    os.waitpid(process, 0)


def writing(store: Path, number: int, before: object = None) -> int:
    """Fork a writer in its own process group and return its id."""
    process = os.fork()
    if process:
        os.setpgid(process, process)
        return process
    status = 1
    try:
        os.setpgid(0, 0)
        if callable(before):
            before()
        with Store.create(store) as made:
            made.write(batch(number))
        status = 0
    finally:
        os._exit(status)


def locks(store: Path) -> list[str]:
    """Return lock files that are there."""
    return [str(p) for p in (store / ".git").rglob("*.lock")]


def fsck(store: Path) -> str:
    """Return git's complaints about the objects; a half-made repository has none yet."""
    if not (store / ".git" / "HEAD").exists() or not (store / ".git" / "refs").exists():
        return ""
    done = subprocess.run(
        ["git", "-C", str(store), "fsck", "--full", "--no-dangling", "--no-progress"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = (done.stdout + done.stderr).splitlines()
    unborn = ("notice:", "error: No default references", "notice: No default references")
    return "\n".join(line for line in lines if line and not line.startswith(unborn))


def half_there(store: Path) -> list[str]:
    """Return versions that a reader finds without all their files."""
    try:
        opened = Store.open(store)
    except StoreError:
        return []
    with opened:
        return [
            f"{work}@{version}"
            for work in opened.works()
            for version in opened.printings(work)
            if not (opened.data(work, version) and opened.text(work, version))
        ]


def at_random(store: Path, rounds: int, seed: int) -> dict:
    """Kill as many writers at random moments; four of them try each batch."""
    chance = random.Random(seed)  # noqa: S311 - moments to kill, not secrets
    killed, number, bad = 0, -1, []
    while killed < rounds:
        number += 1
        process = writing(store, number // 4)
        time.sleep(chance.uniform(0.0, 0.16))
        alive = os.waitpid(process, os.WNOHANG) == (0, 0)
        if alive:
            kill(process, alone=number % 3 == 2)
        killed += alive
        if number % 10 == 0:
            bad += [*half_there(store), *filter(None, [fsck(store)])]
    with Store.create(store) as made:
        for step in range(number // 4 + 1):
            made.write(batch(step))
        findings = [f"{f.code} {f.path} {f.message}" for f in check(made)]
        works, notices = len(made.works()), made.notices
    return {
        "killed": killed, "bad": bad, "findings": findings, "locks": locks(store),
        "works": works, "notices": notices, "fsck": fsck(store),
    }  # fmt: skip


def hook(last: int, inside: str) -> object:
    """Return a function that installs a kill at the n-th step that touches a store."""
    seen = 0

    def audit(event: str, arguments: tuple) -> None:
        nonlocal seen
        reading = event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        everywhere = event in {"subprocess.Popen", "fcntl.flock"}
        if event in STEPS and not reading and (everywhere or inside in str(arguments)):
            seen += 1
            if seen == last:
                os.killpg(0, signal.SIGKILL)

    return lambda: sys.addaudithook(audit)


def at_boundaries(template: Path, folder: Path) -> dict:
    """Kill a writer at its first step, its second, and so on until one gets through."""
    bad, step, through = [], 0, False
    while not through:
        step += 1
        store = folder / f"kill{step}"
        if template.exists():
            shutil.copytree(template, store)
        process = writing(store, 5, hook(step, str(store)))
        _, status = os.waitpid(process, 0)
        through = os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0
        before = [*half_there(store), *filter(None, [fsck(store)])]
        with Store.create(store) as made:
            made.write(batch(5))
            after = [f"{f.code} {f.path} {f.message}" for f in check(made)] + made.notices
        problems = [*before, *after, *locks(store)]
        bad += [f"step {step}: {problem}" for problem in problems]
        shutil.rmtree(store)
    return {"steps": step, "bad": bad}


if __name__ == "__main__":
    if sys.argv[1] == "random":
        result = at_random(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        result = at_boundaries(Path(sys.argv[2]), Path(sys.argv[3]))
    sys.stdout.write(json.dumps(result))
