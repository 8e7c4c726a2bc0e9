"""A live run put together: the network, a recording if asked for, and what broke off before."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tracker.sources.asking import Clock
from tracker.sources.http import HttpTransport
from tracker.sources.record import RecordingTransport, ResumingTransport
from tracker.sources.transport import Answer, Origin, Transport


class LiveTransport:
    """Asks the official services; a context manager that closes its connections.

    `http` comes from `http.from_environment`. `record` is a folder to save every answer in, as a
    mirror. `unfinished` is where the answers of this run wait until they are stored: a run that
    breaks off goes on from there, and `done`, called once the store has them, forgets them.
    Raises MirrorError for a folder that cannot be recorded into.
    """

    origin: Origin = "live"

    def __init__(
        self,
        http: HttpTransport,
        clock: Clock,
        *,
        record: Path | None = None,
        unfinished: Path | None = None,
    ) -> None:
        self.http = http
        self._inner: Transport = http
        self._resuming: ResumingTransport | None = None
        if unfinished is not None:
            self._resuming = ResumingTransport(http, unfinished, clock)
            self._inner = self._resuming
        if record is not None:
            self._inner = RecordingTransport(self._inner, record, clock)

    def can_ask(self, host: str) -> bool:
        """Return whether a host is on the allow-list and its key, if it needs one, is there."""
        return self._inner.can_ask(host)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Return the answer for a URL. Raises AskError."""
        return self._inner.get(url, headers)

    def done(self) -> None:
        """Forget the answers that waited: the store has them, and the next run asks anew."""
        if self._resuming is not None:
            self._resuming.done()

    def close(self) -> None:
        """Close all connections."""
        self.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
