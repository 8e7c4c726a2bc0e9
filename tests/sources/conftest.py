"""A server on loopback that speaks for the official services, and can be made to misbehave.

It routes by the Host header and answers with the embedded sample; every request is logged with
its time, so that pace and politeness are measured where they matter, at the server.
"""

import gzip
import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest
from msgspec import Struct

from tracker.model import Record, Snapshot
from tracker.sources import sample
from tracker.sources.http import RATES, HttpTransport, Patience
from tracker.sources.transport import Answer

NOW = datetime(2025, 11, 3, 12, tzinfo=UTC)

QUICK = Patience(
    attempts=3,
    first_wait=0.001,
    longest_wait=0.05,
    jitter=0.001,
    connect=5.0,
    read=5.0,
    total=10.0,
    biggest=2_000_000,
)
"""Short waits between tries, so that a misbehaving service is given up in a moment."""


class Reply(Struct, kw_only=True):
    """What the server sends, honestly or not."""

    status: int = 200
    content_type: str = "application/xml"
    body: bytes = b""
    headers: dict[str, str] = {}
    announce: int | None = None
    """Content-Length when it is not the body's; -1 for none at all."""
    zipped: bool = False
    cut: int | None = None
    """Close the connection after so many bytes of the body."""
    drip: float = 0
    """Seconds to wait between pieces of the body."""
    hang: float = 0
    """Seconds to wait before anything is sent."""
    reset: bool = False
    """Close the connection without a word."""


Fault = Callable[[str, Reply, int], Reply]
"""Makes a bad reply out of the URL, the good one and the how-manieth question for it this is."""


class Asked(Struct, frozen=True):
    """One request as the server saw it."""

    at: float
    host: str
    url: str
    headers: dict[str, str]


class Services:
    """The state of the server: good replies, faults, and the log."""

    def __init__(self, replies: dict[str, Reply]) -> None:
        self.replies = replies
        self.faults: dict[str, Fault] = {}
        self.anywhere: Fault | None = None
        self.log: list[Asked] = []
        self.count: Counter[str] = Counter()
        self.open: Counter[str] = Counter()
        self.most_open: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.base = ""
        self.patience = QUICK

    def reply(self, url: str, headers: dict[str, str]) -> Reply:
        """Log a request and return what to send."""
        with self.lock:
            self.count[url] += 1
            number = self.count[url]
            self.log.append(Asked(time.monotonic(), url.split("/")[2], url, headers))
        good = self.replies.get(url) or Reply(
            status=404, content_type="text/html", body=b"<!DOCTYPE html><p>not here</p>"
        )
        fault = self.faults.get(url) or self.anywhere
        return fault(url, good, number) if fault else good

    def settle(self) -> None:
        """Stop misbehaving and forget what was asked."""
        self.faults.clear()
        self.anywhere = None
        self.log.clear()
        self.count.clear()

    def transport(self, **changes: object) -> HttpTransport:
        """Return a client whose every host leads here, quick and impatient unless changed."""
        given: dict[str, object] = {
            "patience": self.patience,
            "rates": dict.fromkeys(RATES, 1000.0),
            "routes": dict.fromkeys(RATES, self.base),
        }
        return HttpTransport(**{**given, **changes})  # type: ignore[arg-type] # test options

    def gaps(self) -> dict[str, list[float]]:
        """Return the seconds between one request and the next, by host."""
        times = defaultdict(list)
        for asked in self.log:
            times[asked.host].append(asked.at)
        return {
            host: [later - earlier for earlier, later in pairwise(at)] for host, at in times.items()
        }


class _Handler(BaseHTTPRequestHandler):
    """Speaks HTTP/1.1 with kept connections, as the services do."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    services: Services

    def log_message(self, *_: object) -> None:
        """Write nothing to the console."""

    def handle(self) -> None:
        """Serve a connection; a client that has gone away is no news."""
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            pass
        finally:
            if host := getattr(self, "_counted", ""):
                with self.services.lock:
                    self.services.open[host] -= 1

    def do_GET(self) -> None:
        """Answer one request."""
        host = self.headers["Host"]
        if not getattr(self, "_counted", ""):
            self._counted = host
            with self.services.lock:
                self.services.open[host] += 1
                most = self.services.most_open
                most[host] = max(most[host], self.services.open[host])
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._send(self.services.reply(f"https://{host}{self.path}", headers))

    def _send(self, reply: Reply) -> None:
        """Send a reply, as badly as it says."""
        if reply.reset:
            self._hang_up()
            return
        time.sleep(reply.hang)
        body = gzip.compress(reply.body, mtime=0) if reply.zipped else reply.body
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        if reply.zipped:
            self.send_header("Content-Encoding", "gzip")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        length = len(body) if reply.announce is None else reply.announce
        if length >= 0:
            self.send_header("Content-Length", str(length))
        else:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        if reply.status == 304:
            return
        if reply.drip:
            for start in range(0, len(body), 64):
                self.wfile.write(body[start : start + 64])
                self.wfile.flush()
                time.sleep(reply.drip)
        else:
            self.wfile.write(body[: reply.cut] if reply.cut is not None else body)
        if reply.cut is not None:
            self._hang_up()

    def _hang_up(self) -> None:
        """Close the connection in the middle."""
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)


def sample_replies() -> dict[str, Reply]:
    """Return good replies for every URL of the embedded sample."""
    mirror = sample.transport()
    return {
        url: Reply(content_type=entry.headers["content-type"], body=entry.path.read_bytes())
        for url, entry in mirror.entries.items()
    }


@pytest.fixture
def services() -> Iterator[Services]:
    """Return the official services on loopback, well-behaved until told otherwise."""
    state = Services(sample_replies())
    handler = type("Handler", (_Handler,), {"services": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # clients go away
    state.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


class Memory:
    """A store in memory: what earlier runs brought."""

    def __init__(self) -> None:
        self.snapshots: dict[tuple[str, str], Snapshot] = {}

    def take(self, snapshots: tuple[Snapshot, ...]) -> None:
        """Keep what a run brought."""
        for snapshot in snapshots:
            self.snapshots[snapshot.record.work, snapshot.record.version] = snapshot

    def record(self, work: str, version: str) -> Record | None:
        """Return the record of a version, or None."""
        snapshot = self.snapshots.get((work, version))
        return snapshot.record if snapshot else None

    def versions(self, work: str) -> list[Record]:
        """Return all records of a work."""
        return [s.record for (held, _), s in self.snapshots.items() if held == work]

    def data(self, work: str, version: str) -> bytes:
        """Return the bytes of a version."""
        return self.snapshots[work, version].data


@pytest.fixture
def memory() -> Memory:
    """Return an empty store in memory."""
    return Memory()


@pytest.fixture
def reply() -> type[Reply]:
    """Return the class of replies, for tests that make their own."""
    return Reply


@pytest.fixture
def now() -> Callable[[], datetime]:
    """Return a clock that stands still."""
    return lambda: NOW


class Given:
    """A transport that answers from a dict and remembers what it was asked."""

    def __init__(self, replies: dict[str, Reply], *, origin: str = "live") -> None:
        self.replies = replies
        self.origin = origin
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.hosts = {"www.govinfo.gov", "www.federalregister.gov", "www.ecfr.gov"}

    def can_ask(self, host: str) -> bool:
        """Return whether a test said so."""
        return host in self.hosts

    def get(self, url: str, headers: dict[str, str]) -> Answer:
        """Return what was given; a 404 page for anything else."""
        self.asked.append((url, dict(headers)))
        reply = self.replies.get(url) or Reply(
            status=404, content_type="text/html", body=b"<!DOCTYPE html><p>not here</p>"
        )
        return Answer(
            url=url,
            status=reply.status,
            headers={"content-type": reply.content_type, **reply.headers},
            body=reply.body,
        )

    @property
    def urls(self) -> list[str]:
        """Return what was asked, in order."""
        return [url for url, _ in self.asked]


@pytest.fixture
def given() -> Given:
    """Return a transport in memory that knows the embedded sample."""
    return Given(sample_replies())
