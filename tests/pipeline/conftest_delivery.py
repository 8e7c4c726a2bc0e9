"""Events and channels for delivery."""

from datetime import date, timedelta

import pytest

from tracker.alerts import Event
from tracker.channels import DeliveryError
from tracker.config.channels import Channel
from tracker.store import Store

START = date(2026, 3, 1)


def make_events(count, start=0, **more):
    """Return events, each of an alert of its own."""
    return [
        Event(
            id=f"/us/bill/119/hr/{n}@eh#version", kind="new-version", tier="red",
            group=f"/us/bill/119/hr/{n}@eh", on=START + timedelta(days=n % 300),
            headline=f"News {n}", work=f"/us/bill/119/hr/{n}", works=(f"/us/bill/119/hr/{n}",),
            version="eh", **more,
        )
        for n in range(start, start + count)
    ]  # fmt: skip


class Listener:
    """A channel that notes what it is sent and fails when told to."""

    def __init__(self):
        self.got, self.fails = [], []

    def send(self, message):
        """Take a message, or fail with the next of `fails`."""
        error = self.fails.pop(0) if self.fails else None
        if error is not None:
            raise error
        self.got.append(message)

    @property
    def told(self):
        """Ids of all events that arrived, in order."""
        return [event for message in self.got for event in message.event_ids]


def down(*, refused=False):
    """Return an error of the channel."""
    return DeliveryError("log", "is down", refused=refused)


@pytest.fixture
def store(tmp_path):
    """Yield a new store."""
    with Store.create(tmp_path / "snapshots") as made:
        yield made


@pytest.fixture
def listener():
    """Return a channel that listens."""
    return Listener()


@pytest.fixture
def channel():
    """Return the configuration of a channel."""

    def make(**more):
        return Channel(**{"name": "log", "to": "file", "tiers": (), **more})

    return make
