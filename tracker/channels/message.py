"""What a channel is given, and how it says that it could not take it."""

from hashlib import blake2b
from typing import Protocol

from msgspec import Struct

from tracker.alerts import Alert
from tracker.errors import TrackerError


class DeliveryError(TrackerError):
    """A channel did not take a message; nothing is lost, the next run offers it again."""

    exit_status = 4

    def __init__(self, channel: str, problem: str, *, refused: bool = False) -> None:
        super().__init__(f"channel {channel}: {problem}")
        self.channel = channel
        self.problem = problem
        self.refused = refused
        """True when the channel works and will not have this one message."""


class Message(Struct, frozen=True):
    """One or more alerts that go out together."""

    alerts: tuple[Alert, ...]

    @property
    def event_ids(self) -> tuple[str, ...]:
        """Ids of all events told, sorted."""
        return tuple(sorted(event.id for alert in self.alerts for event in alert.events))

    @property
    def id(self) -> str:
        """Stable: the same events always make the same id."""
        digest = blake2b("\n".join(self.event_ids).encode(), digest_size=15)
        return f"msg_{digest.hexdigest()}"


class Sink(Protocol):
    """A way out."""

    def send(self, message: Message) -> None:
        """Return once the message is taken. Raises DeliveryError."""
