"""Kill a delivering run again and again; run by test_delivering.py.

    killing.py boundaries FOLDER ROUNDS   SIGKILL at the steps of a delivery, by a seed
    killing.py random FOLDER ROUNDS       SIGKILL after a random while

One file channel and one webhook on loopback are told of ever more events. Prints JSON with what
arrived. The modules are loaded once and each run is a fork, so that a kill costs little.
"""

import json
import os
import random
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from conftest_delivery import START, make_events

from tracker.channels import file as file_channel
from tracker.channels.file import FileSink
from tracker.channels.webhook import Patience, WebhookSink
from tracker.config.channels import Channel
from tracker.pipeline import delivering
from tracker.store import Store

KEY = "a key of the kill test"
FILE = Channel(name="file", to="file", tiers=())
HOOK = Channel(name="hook", to="webhook", tiers=(), digest="run")


class Hook(BaseHTTPRequestHandler):
    """Takes everything."""

    def do_POST(self):
        """Note a message and take it."""
        body = self.rfile.read(int(self.headers["content-length"]))
        line = json.dumps([self.headers["webhook-id"], json.loads(body)]).encode()
        os.write(self.server.log, line + b"\n")
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""

    def handle(self):
        """Bear with senders that are killed while they speak."""
        try:
            super().handle()
        except OSError:
            return


class Fuse:
    """Kills its own process at a step."""

    def __init__(self, steps):
        self.left = steps

    def at(self, step, log):
        """Burn one step; the log says at which one the process ended."""
        self.left -= 1
        if self.left == 0:
            os.write(log, step.encode() + b"\n")
            os.kill(os.getpid(), signal.SIGKILL)


def fused(call, fuse, before, after, log):
    """Return a function with a step before and one after it."""

    def wrapped(*arguments, **named):
        fuse.at(before, log)
        value = call(*arguments, **named)
        fuse.at(after, log)
        return value

    return wrapped


def delivery(folder, url, count):
    """Deliver to both channels once."""
    events = make_events(count)
    ways = [
        (FILE, lambda: FileSink(folder / "alerts.jsonl", "json", "", "file")),
        (HOOK, lambda: WebhookSink(url, KEY, "", "hook", patience=Patience(timeout=20))),
    ]
    with Store.open(folder / "snapshots") as store:
        # The first in line meets most kills: they take turns.
        for channel, opened in ways if count % 2 else reversed(ways):
            report = delivering.deliver(store, channel, opened, events, on=START)
            if report.problems:
                raise SystemExit(f"{channel.name}: {report.problems}")


def arm(steps, log):
    """Let this process be killed at the given step of a delivery."""
    fuse = Fuse(steps)
    delivering.save = fused(delivering.save, fuse, "noted", "taken", log)
    FileSink.send = fused(FileSink.send, fuse, "sending", "sent", log)
    WebhookSink.send = fused(WebhookSink.send, fuse, "sending", "sent", log)
    Store._keep = fused(Store._keep, fuse, "keeping", "kept", log)
    # The kill in the middle of a write leaves half a line.
    real = os.write

    def half(descriptor, data):
        if len(data) <= 200:
            return real(descriptor, data)
        written = real(descriptor, data[: len(data) // 2])
        fuse.at("half written", log)
        return written + real(descriptor, data[written:])

    file_channel.os = type("os", (), {**vars(os), "write": staticmethod(half)})


def run(folder, url, count, steps, log, after):
    """Fork a run; kill it at a step, or after a while; return whether it was killed."""
    process = os.fork()
    if not process:
        status = 1
        try:
            if steps:
                arm(steps, log)
            delivery(folder, url, count)
            status = 0
        finally:
            os._exit(status)
    if after is not None:
        time.sleep(after)
        os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("a run failed")
    return os.WIFSIGNALED(status)


def listening(log):
    """Start a receiver that notes what it takes; return its address and process.

    It is a process and not a thread, because a fork copies threads' locks and not the threads.
    """
    server = HTTPServer(("127.0.0.1", 0), Hook)
    server.log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    process = os.fork()
    if not process:
        for descriptor in (0, 1, 2):
            os.dup2(os.open(os.devnull, os.O_RDWR), descriptor)
        server.serve_forever()
    server.socket.close()
    return f"http://127.0.0.1:{server.server_port}/hook", process


def main():
    """Kill as often as asked for, then let one run end, and print what arrived."""
    how, folder, rounds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    url, server = listening(folder / "hook.jsonl")
    log = os.open(folder / "steps.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        kills, count = killed(how, folder, url, rounds, log)
    finally:
        os.kill(server, signal.SIGKILL)
    lines = [json.loads(line) for line in (folder / "alerts.jsonl").read_text().splitlines()]
    told = [json.loads(line) for line in (folder / "hook.jsonl").read_text().splitlines()]
    print(json.dumps({  # noqa: T201 - the parent reads it
        "kills": kills,
        "events": count,
        "file": [event for line in lines for event in ids(line)],
        "hook": [event for _, body in told for event in ids(body)],
        "hook_by_id": [event for body in dict(told).values() for event in ids(body)],
        "steps": sorted(set((folder / "steps.log").read_text().split("\n")[:-1])),
    }))  # fmt: skip


def killed(how, folder, url, rounds, log):
    """Kill runs while events keep coming, then let one end; return (kills, number of events)."""
    with Store.create(folder / "snapshots"):
        pass
    run(folder, url, 0, 0, log, None)
    count, kills = 2, 0
    chance = random.Random(7)  # noqa: S311 - the same kills each time
    while kills < rounds:
        after = chance.uniform(0.0, 0.4) if how == "random" else None
        step = chance.randint(1, 12) if how == "boundaries" else 0
        kills += run(folder, url, count, step, log, after)
        count += chance.randint(0, 2)
    run(folder, url, count, 0, log, None)
    return kills, count


def ids(message):
    """Return the ids of the events in a message."""
    return [event["id"] for alert in message["alerts"] for event in alert["events"]]


if __name__ == "__main__":
    main()
