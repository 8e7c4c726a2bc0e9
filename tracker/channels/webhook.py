"""A webhook as a channel: our JSON, signed, to an address of the reader's.

Headers follow Standard Webhooks 1.0 (`webhook-id`, `webhook-timestamp`, `webhook-signature`):
the signature is `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`. `Idempotency-Key`
repeats the id, which is the same whenever the same message is sent again, so that a receiver can
drop what it has taken already.
"""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from tracker import __version__
from tracker.alerts import as_json
from tracker.channels.message import DeliveryError, Message
from tracker.config.channels import is_web_address
from tracker.sources.http import retry_after

if TYPE_CHECKING:
    import httpx2

_PREFIX = "whsec_"
_SHORTEST = 16
"""Bytes of a secret, at least."""

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_WRONG_PLACE = frozenset({401, 403, 404, 405, 407, 410})
"""Answers that speak of the address or the key, not of the message."""


class Patience(Struct, frozen=True):
    """How long to try; seconds."""

    attempts: int = 3
    first_wait: float = 1.0
    longest_wait: float = 30.0
    timeout: float = 20.0


class WebhookSink:
    """Posts messages to one address."""

    def __init__(
        self,
        url: str,
        secret: str,
        site: str,
        name: str,
        *,
        patience: Patience | None = None,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not is_web_address(url):
            raise DeliveryError(
                name, "its address must begin with https:// (http:// on this machine only)"
            )
        self.url = url
        self.key = key_of(secret, name)
        self.site = site
        self.name = name
        self.patience = patience or Patience()
        self.now = now
        self.sleep = sleep

    def __repr__(self) -> str:
        return f"WebhookSink({self.name})"

    def send(self, message: Message) -> None:
        """Post a message until it is taken (any 2xx), within patience. Raises DeliveryError."""
        body = msgspec.json.encode(
            as_json.envelope(message.alerts, site=self.site, channel=self.name, message=message.id)
        )
        wait = self.patience.first_wait
        problem, again = "", None
        for attempt in range(1, self.patience.attempts + 1):
            problem, again = self._once(message.id, body)
            if not problem:
                return
            if again is None or attempt == self.patience.attempts:
                break
            self.sleep(min(max(again, wait), self.patience.longest_wait))
            wait *= 2
        raise DeliveryError(self.name, f"{self._host()} {problem}", refused=_is_refusal(problem))

    def _once(self, key: str, body: bytes) -> tuple[str, float | None]:
        """Post once; return (what went wrong, seconds to wait or None when waiting is no use)."""
        import httpx2  # noqa: PLC0415 - only when a webhook is called

        try:
            with self._client() as client:
                response = client.post(self.url, content=body, headers=self._headers(key, body))
        except httpx2.TimeoutException:
            return "did not answer in time", 0.0
        except httpx2.TransportError as error:
            return f"cannot be reached ({type(error).__name__})", 0.0
        status = response.status_code
        if 200 <= status < 300:
            return "", None
        if status in _AGAIN:
            return f"answered {status}", retry_after(response.headers) or 0.0
        return f"answered {status}", None

    def _client(self) -> "httpx2.Client":
        """Return a client that follows nowhere: a signed message is for one address."""
        import httpx2  # noqa: PLC0415 - only when a webhook is called

        return httpx2.Client(timeout=self.patience.timeout, follow_redirects=False)

    def _headers(self, key: str, body: bytes) -> dict[str, str]:
        """Return the headers of one attempt."""
        stamp = str(int(self.now()))
        return {
            "content-type": "application/json",
            "user-agent": f"remote-access-tracker/{__version__}",
            "idempotency-key": key,
            "webhook-id": key,
            "webhook-timestamp": stamp,
            "webhook-signature": signature(self.key, key, stamp, body),
        }

    def _host(self) -> str:
        """Return the host, which is no secret; the rest of the address may be one."""
        return urlsplit(self.url).hostname or "the address"


def _is_refusal(problem: str) -> bool:
    """Return whether an answer is about the one message, and not about address, key or server."""
    status = problem.removeprefix("answered ")
    return status.startswith("4") and status.isdigit() and int(status) not in _WRONG_PLACE | _AGAIN


def signature(key: bytes, message: str, stamp: str, body: bytes) -> str:
    """Return the signature of a message (Standard Webhooks 1.0, symmetric)."""
    signed = f"{message}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def key_of(secret: str, name: str) -> bytes:
    """Return the key in a secret: Base64 after `whsec_`, else the text itself.

    Raises DeliveryError for one that is too short or no Base64.
    """
    key = secret.encode()
    if secret.startswith(_PREFIX):
        try:
            key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
        except binascii.Error as error:
            raise DeliveryError(name, "its secret begins with whsec_ and is no Base64") from error
    if len(key) < _SHORTEST:
        raise DeliveryError(name, f"its secret is shorter than {_SHORTEST} bytes")
    return key
