"""Asking: every question of the fetchers goes through one `Asker`, whatever the transport.

It judges the answer, asks no URL twice in a run, sends conditional headers for what is held, and
stops asking a host that is away or has put up a wall, so that a hundred items do not wait for
the same time-out.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Protocol, TypeVar

import msgspec
from lxml import etree

from tracker.model import Record
from tracker.sources import identity
from tracker.sources.answers import Wanted, checked, read_json
from tracker.sources.outcomes import AskError, BlockedError, FailedError, UnreachableError
from tracker.sources.transport import Answer, Origin, Transport

Shape = TypeVar("Shape", bound=msgspec.Struct)

Clock = Callable[[], datetime]
"""Gives the present as an aware UTC instant."""

GIVE_UP_AFTER = 3
"""Refusals in a row after which a run stops asking a host; one failed connection, which was
tried again several times, is enough."""
CLOCK_TOLERANCE = timedelta(minutes=15)
"""How far our clock and a service's may lie apart before a person is told."""

_ACCEPT: dict[Wanted, str] = {
    # govinfo answers 406 or a web page when the type is not named.
    "json": "application/json",
    "xml": "application/xml, text/xml;q=0.9",
    "text": "text/plain, text/html;q=0.9",
    "zip": "application/zip",
}


class Held(Protocol):
    """What is already stored; `tracker.store.Store` is one."""

    def record(self, work: str, version: str) -> Record | None:
        """Return the record of a version, or None when it is not held."""
        ...

    def versions(self, work: str) -> list[Record]:
        """Return the records of all versions held of a work, in legal order."""
        ...


class NothingHeld:
    """An empty store, for a first run or a try."""

    def record(self, work: str, version: str) -> Record | None:  # noqa: ARG002 - a protocol
        """Return None: nothing is held."""
        return None

    def versions(self, work: str) -> list[Record]:  # noqa: ARG002 - a protocol
        """Return an empty list."""
        return []


class Asker:
    """Asks a transport and judges what comes back."""

    def __init__(self, transport: Transport, clock: Clock) -> None:
        self.transport = transport
        self.clock = clock
        self.warnings: dict[str, str] = {}
        self._json: dict[str, dict[str, Any]] = {}
        self._failures: dict[str, list[AskError]] = {}

    @property
    def origin(self) -> Origin:
        """`live`, `mirror` or `sample`."""
        return self.transport.origin

    def can_ask(self, host: str) -> bool:
        """Return whether a host that needs a key, or may be missing, can be asked at all."""
        return self.transport.can_ask(host)

    def json(self, url: str, shape: type[Shape]) -> Shape:
        """Return the JSON at a URL in a shape; a URL asked before is not asked again.

        Raises AskError, and FailedError when the answer has another shape.
        """
        if url not in self._json:
            self._json[url] = read_json(self._ask(url, "json", {}))
        try:
            return msgspec.convert(self._json[url], shape)
        except msgspec.ValidationError as error:
            problem = f"{url.split('/')[2]} sent an answer of another shape than documented"
            raise FailedError(url, f"{problem} ({error})") from error

    def xml(self, url: str) -> etree._Element:
        """Return the root of the XML at a URL. Raises AskError."""
        return identity.parse_xml(self._ask(url, "xml", {}).body, url)

    def text(self, url: str, wanted: Wanted, held: Record | None = None) -> Answer:
        """Return a judged answer; status 304 when what is held at this URL still stands.

        Raises AskError.
        """
        conditions = {}
        if held is not None and held.url == url:
            if held.etag:
                conditions["if-none-match"] = held.etag
            if held.last_modified:
                conditions["if-modified-since"] = held.last_modified
        return self._ask(url, wanted, conditions)

    def _ask(self, url: str, wanted: Wanted, conditions: dict[str, str]) -> Answer:
        """Ask the transport once; keep count of hosts that do not answer."""
        host = url.split("/")[2]
        failures = self._failures.setdefault(host, [])
        if failures:
            last = failures[-1]
            if isinstance(last, UnreachableError) or len(failures) >= GIVE_UP_AFTER:
                raise type(last)(url, last.problem)
        try:
            answer = self.transport.get(url, {"accept": _ACCEPT[wanted], **conditions})
            if answer.status == 304 and not conditions:
                raise FailedError(url, f"{host} answered “not modified” to a first question")
            answer = checked(answer, wanted)
        except (UnreachableError, BlockedError) as error:
            failures.append(error)
            raise
        except AskError:
            failures.clear()
            raise
        failures.clear()
        self._compare_clocks(answer, host)
        return answer

    def _compare_clocks(self, answer: Answer, host: str) -> None:
        """Warn once for each host whose clock is far from ours: dates of retrieval follow ours."""
        if self.origin != "live" or host in self.warnings or "date" not in answer.headers:
            return
        try:
            theirs = parsedate_to_datetime(answer.headers["date"]).astimezone(UTC)
        except (TypeError, ValueError):
            return
        apart = self.clock() - theirs
        if abs(apart) > CLOCK_TOLERANCE:
            self.warnings[host] = (
                f"this machine's clock is {_span(apart)} that of {host}; "
                "the times of retrieval that are recorded follow this machine"
            )

    def recent(self, day: date | None, days: int = 30) -> bool:
        """Return whether a text is young enough, or so cheap to ask for, that it is re-read.

        Recordings cost nothing, so they are always read again: a recording that was replaced by
        another shows up as republished.
        """
        if self.origin != "live" or day is None:
            return True
        return (self.clock().date() - day).days <= days


def _span(apart: timedelta) -> str:
    """Return `2 days behind` or `40 minutes ahead of`."""
    minutes = round(abs(apart).total_seconds() / 60)
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = round(minutes / size)
            words = f"{count} {unit}{'' if count == 1 else 's'}"
            break
    return f"{words} {'ahead of' if apart > timedelta(0) else 'behind'}"


def retrieval(answer: Answer, asker: Asker, told: date | None, fallback: date | None) -> datetime:
    """Return the instant to record for an answer.

    Live it is the clock's. A recording's is the one it was recorded with; where the manifest has
    none it is noon UTC of the text's own date (or of `fallback`, the date of the record that
    listed it), so that the same mirror gives the same commits on any day and any machine.
    """
    if answer.retrieved_at is not None:
        return answer.retrieved_at
    if asker.origin == "live":
        return asker.clock()
    return datetime.combine(told or fallback or date(1970, 1, 1), time(12), tzinfo=UTC)
