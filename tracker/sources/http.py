"""The one HTTP client: few hosts, slowly, patiently, and never taken in.

Official services of the United States government that need no key, except api.congress.gov. The
rates are those that the services are known to bear (facts/api-contracts §6). A host is asked over
one connection at a time. Keys go into a header of their own host and nowhere else.
"""

import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from tracker import __version__
from tracker.errors import UsageError
from tracker.sources.outcomes import BlockedError, FailedError, UnreachableError
from tracker.sources.transport import Answer, Origin

if TYPE_CHECKING:
    from ssl import SSLContext

    import httpx2
    from pyrate_limiter import Limiter

RATES: dict[str, float] = {
    "www.federalregister.gov": 1.0,
    "www.ecfr.gov": 2.0,
    "www.govinfo.gov": 5.0,
    "api.congress.gov": 1.0,
    "uscode.house.gov": 1.0,
}
"""Requests a second for every host that may be asked at all: this is the allow-list."""

KEY_NAMES = {"api.congress.gov": "CONGRESS_API_KEY"}
"""Environment variables that hold the keys of hosts that need one."""

KEY_HEADER = "x-api-key"
ADVICE = "check the network, or use --sample or --mirror DIR"
_RETRIED = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEPT_HEADERS = (
    "content-type", "content-length", "content-encoding", "etag", "last-modified", "date",
    "retry-after", "location", "cache-control", "x-ratelimit-remaining",
)  # fmt: skip


class Patience(Struct, frozen=True, kw_only=True):
    """How long to wait for what; seconds and bytes."""

    attempts: int = 5
    first_wait: float = 1.0
    longest_wait: float = 60.0
    """Also the longest Retry-After that a run waits for; a longer one counts as blocked."""
    jitter: float = 1.0
    connect: float = 10.0
    read: float = 30.0
    total: float = 120.0
    """For one answer, from its first byte asked to its last one read."""
    redirects: int = 3
    biggest: int = 64 * 1024 * 1024
    """Cap on the unpacked body; the largest watched text, title 15 whole, has 14 MB."""


class _AgainError(Exception):
    """Try again: after `wait` seconds, or after the usual back-off when it is None."""

    def __init__(
        self, error: FailedError | None, answer: Answer | None, wait: float | None
    ) -> None:
        super().__init__()
        self.error = error
        self.answer = answer
        self.wait = wait


class HttpTransport:
    """Asks the official services over HTTPS.

    `contact` goes into the User-Agent, as the services ask of automated clients. `keys` are by
    host. `routes` sends a host's questions to another base URL and is for tests alone: it lets a
    server on loopback speak for the services.
    """

    origin: Origin = "live"

    def __init__(
        self,
        *,
        contact: str = "",
        keys: Mapping[str, str] | None = None,
        patience: Patience | None = None,
        rates: Mapping[str, float] | None = None,
        routes: Mapping[str, str] | None = None,
    ) -> None:
        self.patience = patience or Patience()
        self.rates = dict(RATES if rates is None else rates)
        self.routes = dict(routes or {})
        self.user_agent = _user_agent(contact)
        self._keys = {host: key for host, key in (keys or {}).items() if key}
        self._clients: dict[str, httpx2.Client] = {}
        self._limiters: dict[str, Limiter] = {}

    def __repr__(self) -> str:
        return f"HttpTransport(hosts={sorted(self.rates)}, keys for {sorted(self._keys)})"

    def close(self) -> None:
        """Close all connections."""
        for client in self._clients.values():
            client.close()
        for limiter in self._limiters.values():
            limiter.close()
        self._clients.clear()
        self._limiters.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def can_ask(self, host: str) -> bool:
        """Return whether a host is on the allow-list and its key, if it needs one, is there."""
        return host in self.rates and (host not in KEY_NAMES or host in self._keys)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Return the answer for an https URL of an allowed host, following few redirects.

        Raises UnreachableError when there is no connection, FailedError for one that breaks off,
        is too slow or too big, BlockedError for a URL or redirect off the allow-list.
        """
        target = url
        for _ in range(self.patience.redirects + 1):
            host = self._allowed(target, url)
            answer = self._patiently(host, target, headers)
            onward = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not onward:
                return Answer(
                    url=url, status=answer.status, headers=answer.headers, body=answer.body
                )
            target = urljoin(target, onward)
        raise FailedError(url, f"{host} sends us from page to page without end")

    def _allowed(self, target: str, asked: str) -> str:
        """Return the host of a URL that may be asked. Raises BlockedError."""
        parts = urlsplit(target)
        host = parts.hostname or ""
        if parts.scheme == "https" and host in self.rates and not parts.port and not parts.username:
            return host
        if target == asked:
            raise BlockedError(asked, f"{host or 'this'} is not a host that is asked over https")
        raise BlockedError(
            asked,
            f"{urlsplit(asked).hostname} sends us to {parts.scheme}://{host}, where we do not go "
            "(most likely its CAPTCHA or error page)",
        )

    def _patiently(self, host: str, url: str, headers: Mapping[str, str]) -> Answer:
        """Ask, and ask again after what may pass; return the last answer there was."""
        import stamina  # noqa: PLC0415 - live runs only
        from stamina.instrumentation import set_on_retry_hooks  # noqa: PLC0415 - the same

        # Its hook would write every wait to the log; outcomes say what is worth saying.
        set_on_retry_hooks([])
        patience = self.patience
        last: _AgainError | None = None
        try:
            for attempt in stamina.retry_context(
                on=_when_again,
                attempts=patience.attempts,
                timeout=None,
                wait_initial=patience.first_wait,
                wait_max=patience.longest_wait,
                wait_jitter=patience.jitter,
            ):
                with attempt:
                    try:
                        return self._once(host, url, headers)
                    except _AgainError as again:
                        last = again
                        raise
        except _AgainError:
            pass
        if last is not None and last.answer is not None:
            return last.answer
        raise last.error if last and last.error else FailedError(url, f"{host} did not answer")

    def _once(self, host: str, url: str, headers: Mapping[str, str]) -> Answer:
        """Ask one time, at the host's pace."""
        # The client is made before the pace is taken: making the first one takes a while.
        self._client(host)
        self._limiter(host).try_acquire(host)
        sent = {**headers, "host": host}
        if host in self._keys:
            sent[KEY_HEADER] = self._keys[host]
        with _troubles(host, url):
            answer = self._stream(host, url, sent)
        if answer.status in _RETRIED:
            wait = retry_after(answer.headers)
            if wait is not None and wait > self.patience.longest_wait:
                raise BlockedError(
                    url, f"{host} asks us to come back in {round(wait)} seconds ({answer.status})"
                )
            raise _AgainError(None, answer, wait)
        return answer

    def _stream(self, host: str, url: str, headers: Mapping[str, str]) -> Answer:
        """Read an answer piece by piece, within time and size."""
        started = monotonic()
        with self._client(host).stream("GET", self._routed(host, url), headers=headers) as response:
            pieces, size = [], 0
            for piece in response.iter_bytes():
                size += len(piece)
                if size > self.patience.biggest:
                    raise FailedError(
                        url, f"{host} sends more than {self.patience.biggest:,} bytes"
                    )
                if monotonic() - started > self.patience.total:
                    error = FailedError(
                        url, f"{host} takes more than {self.patience.total:g} seconds"
                    )
                    raise _AgainError(error, None, None)
                pieces.append(piece)
            kept = {
                name: value for name, value in response.headers.items() if name in _KEPT_HEADERS
            }
            body = self._without_key(host, b"".join(pieces))
            return Answer(url=url, status=response.status_code, headers=kept, body=body)

    def _without_key(self, host: str, body: bytes) -> bytes:
        """Return a body without our own key, in case a service says it back to us."""
        key = self._keys.get(host, "").encode()
        return body.replace(key, b"[key]") if key else body

    def _routed(self, host: str, url: str) -> str:
        """Return where the question really goes; elsewhere only in tests."""
        base = self.routes.get(host)
        return url if base is None else base + url.removeprefix(f"https://{host}")

    def _client(self, host: str) -> "httpx2.Client":
        """Return the host's own client with its one connection."""
        import httpx2  # noqa: PLC0415 - live runs only

        if host not in self._clients:
            patience = self.patience
            self._clients[host] = httpx2.Client(
                verify=_certificates(),
                headers={"user-agent": self.user_agent, "accept-encoding": "gzip"},
                timeout=httpx2.Timeout(
                    connect=patience.connect,
                    read=patience.read,
                    write=patience.connect,
                    pool=patience.connect,
                ),
                limits=httpx2.Limits(max_connections=1, max_keepalive_connections=1),
                follow_redirects=False,
            )
        return self._clients[host]

    def _limiter(self, host: str) -> "Limiter":
        """Return the host's pace: evenly spaced, so that no burst ever goes out."""
        from pyrate_limiter import Limiter, Rate  # noqa: PLC0415 - live runs only

        if host not in self._limiters:
            interval = max(1, round(1000 / self.rates[host]))
            self._limiters[host] = Limiter(Rate(1, interval), buffer_ms=1)
        return self._limiters[host]


@cache
def _certificates() -> "SSLContext":
    """Return the system's certificates, read once: reading them costs a tenth of a second."""
    import httpx2  # noqa: PLC0415 - live runs only

    return httpx2.create_ssl_context()


def from_environment(environment: Mapping[str, str]) -> HttpTransport:
    """Return the live transport with contact and keys from the environment.

    `TRACKER_CONTACT` is an e-mail address or URL, `CONGRESS_API_KEY` a key of api.congress.gov;
    both may be absent. Proxies are taken from the usual variables by the HTTP library. Raises
    UsageError for a contact or key that cannot be sent.
    """
    keys = {}
    for host, name in KEY_NAMES.items():
        if key := environment.get(name, "").strip():
            if not re.fullmatch(r"[\x21-\x7e]{8,200}", key):
                raise UsageError(f"{name} does not hold a key: it has spaces or odd characters")
            keys[host] = key
    return HttpTransport(contact=environment.get("TRACKER_CONTACT", "").strip(), keys=keys)


def _user_agent(contact: str) -> str:
    """Return the name under which we ask. Raises UsageError for a contact that is no header."""
    if not re.fullmatch(r"[\x20-\x7e]{0,200}", contact) or "(" in contact or ")" in contact:
        raise UsageError("the contact must be a plain e-mail address or URL")
    return f"remote-access-tracker/{__version__}" + (f" (+{contact})" if contact else "")


def _when_again(error: Exception) -> bool | float:
    """Tell stamina whether to try again, and when."""
    if not isinstance(error, _AgainError):
        return False
    return True if error.wait is None else error.wait


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that Retry-After asks for, in either of its forms (RFC 9110 §10.2.3).

    A date is measured against the server's own clock where it tells the time, since ours may be
    wrong. None when the header is absent or unreadable.
    """
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    then = http_date(value)
    if then is None:
        return None
    now = http_date(headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (then - now).total_seconds())


def http_date(value: str) -> datetime | None:
    """Read a date of HTTP in UTC, or None."""
    try:
        instant = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)


@contextmanager
def _troubles(host: str, url: str) -> Iterator[None]:
    """Turn what the network does into one sentence, and say whether it may pass."""
    import httpx2  # noqa: PLC0415 - live runs only

    def passing(problem: str) -> _AgainError:
        return _AgainError(UnreachableError(url, f"{problem}; {ADVICE}"), None, None)

    try:
        yield
    except httpx2.ConnectTimeout as error:
        raise passing(f"{host} does not answer (no connection in time)") from error
    except httpx2.TimeoutException as error:
        raise _AgainError(
            FailedError(url, f"{host} does not answer in time"), None, None
        ) from error
    except httpx2.ProxyError as error:
        raise UnreachableError(
            url, f"the proxy between us and {host} refuses ({_short(error)}); {ADVICE}"
        ) from error
    except httpx2.ConnectError as error:
        if "certificate" in str(error).lower():
            raise UnreachableError(
                url,
                f"{host} does not prove who it is ({_short(error)}): this machine's clock may be "
                f"wrong or a proxy may stand between; {ADVICE}",
            ) from error
        problem = f"there is no connection to {host} ({_short(error)})"
        if isinstance(_root_cause(error), socket.gaierror):
            # No name, no network: waiting a minute for it would only keep people waiting.
            raise UnreachableError(url, f"{problem}; {ADVICE}") from error
        raise passing(problem) from error
    except httpx2.DecodingError as error:
        problem = f"{host} sent an answer that cannot be unpacked"
        raise _AgainError(FailedError(url, problem), None, None) from error
    except httpx2.TransportError as error:
        problem = f"{host} broke off in the middle of its answer ({_short(error)})"
        raise _AgainError(FailedError(url, problem), None, None) from error


def _root_cause(error: BaseException) -> BaseException:
    """Return the error at the bottom of a chain."""
    while (deeper := error.__cause__ or error.__context__) is not None:
        error = deeper
    return error


def _short(error: Exception) -> str:
    """Return an error's words, short, without addresses of memory."""
    words = re.sub(r"\s*\(_ssl\.c:\d+\)|\[Errno -?\d+\]\s*", "", str(error)).strip()
    return words[:120] or type(error).__name__
