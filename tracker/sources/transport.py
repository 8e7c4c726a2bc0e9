"""The one thing that differs between a live run, a mirror, the sample and a recording."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol

from msgspec import Struct

Origin = Literal["live", "mirror", "sample"]


class Answer(Struct, frozen=True, kw_only=True):
    """What came back for a URL, whatever it is; judging it is the asker's work."""

    url: str
    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes
    """Decoded: after gzip."""
    retrieved_at: datetime | None = None
    """When a mirror or recording got it; None means now (live) or unknown (mirror)."""
    note: str = ""
    """What a mirror says about the file, such as that it is a reconstruction."""

    @property
    def content_type(self) -> str:
        """The media type alone, in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Transport(Protocol):
    """Gives an answer for a URL. Raises AskError when there is none to give."""

    @property
    def origin(self) -> Origin:
        """Where its answers come from."""
        ...

    def can_ask(self, host: str) -> bool:
        """Return whether a host that needs a key, or may be missing, can be asked at all."""
        ...

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Return the answer for an https URL asked with these headers."""
        ...
