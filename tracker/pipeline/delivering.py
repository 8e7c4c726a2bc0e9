"""Which events a channel has, and how it gets the others: nothing lost, nothing twice.

A channel's place is the set of ids that it has taken or that were not for it, kept in the store's
own repository. Before a message goes out its ids are noted as being sent; only when the channel
took it do they count as taken. A run that is killed in between sends that very message again,
under the same id, so that a channel which can tell drops it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from hashlib import blake2b

import msgspec
from msgspec import Struct, structs

from tracker.alerts import Alert, Event, alerts_of
from tracker.channels import DeliveryError, Message, Sink
from tracker.config.channels import Channel
from tracker.errors import StoreError
from tracker.pipeline.alerting import filter_of
from tracker.store import Store

MOST = 50
"""Alerts in one message of a digest."""

TERMINAL = "terminal"
"""The channel that `tracker run` prints to."""


class Place(Struct, frozen=True, omit_defaults=True):
    """How far a channel is."""

    taken: frozenset[str] = frozenset()
    """Short digests of the ids that it has, or that were not for it."""
    sending: tuple[str, ...] = ()
    """Ids of the message that is on its way and may or may not have arrived."""
    sent_on: date | None = None
    """Day of the last message; a daily digest waits for the next."""

    def has(self, event: Event) -> bool:
        """Return whether an event is behind this place."""
        return short(event.id) in self.taken

    def after(self, ids: Iterable[str]) -> "Place":
        """Return the place once these events are taken, or passed over."""
        return structs.replace(self, taken=self.taken | {short(one) for one in ids})


class Report(Struct, frozen=True, kw_only=True):
    """What became of a channel in one run."""

    channel: str
    messages: int = 0
    alerts: int = 0
    """Taken in this run."""
    waiting: int = 0
    """Still to be sent."""
    started: bool = False
    """True when the channel is new and begins at now."""
    problems: tuple[str, ...] = ()


def short(event_id: str) -> str:
    """Return the digest under which an id is remembered."""
    return blake2b(event_id.encode(), digest_size=9).hexdigest()


def load(store: Store, channel: str) -> Place | None:
    """Return a channel's place, or None when it never had one. Raises StoreError."""
    data = store.cursor(channel)
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=Place)
    except msgspec.MsgspecError as error:
        raise StoreError(
            f"{store.path}: the place of channel {channel} cannot be read: {error}"
        ) from error


def save(store: Store, channel: str, place: Place) -> None:
    """Keep a channel's place."""
    store.set_cursor(channel, msgspec.json.encode(place, order="deterministic"))


def pending(place: Place | None, events: Iterable[Event]) -> list[Event]:
    """Return the events that a channel does not have; all of them before it has a place."""
    return [event for event in events if place is None or not place.has(event)]


def without(place: Place, digests: Iterable[str]) -> Place:
    """Return a place that lacks these events again, so that they are sent once more."""
    return structs.replace(place, taken=place.taken - frozenset(digests), sent_on=None)


def take(store: Store, channel: str, events: Iterable[Event]) -> None:
    """Remember that a channel has these events."""
    place = load(store, channel) or Place()
    save(store, channel, place.after(event.id for event in events))


def deliver(
    store: Store,
    channel: Channel,
    open_sink: Callable[[], Sink],
    events: Sequence[Event],
    *,
    on: date,
    site: str = "",
    sample: bool = False,
) -> Report:
    """Send a channel what it has not got; never raises for what the channel does.

    A channel without a place begins at now. `on` is the day for daily digests. Raises StoreError
    when the store cannot keep the place.
    """
    with store.delivering(channel.name) as held:
        if not held:
            # What the run that holds it leaves is sent by the next.
            return Report(channel=channel.name)
        return _Delivery(store, channel, open_sink, events, on, site, sample=sample).run()


class _Delivery:
    """One channel in one run, its lock held."""

    def __init__(
        self,
        store: Store,
        channel: Channel,
        open_sink: Callable[[], Sink],
        events: Sequence[Event],
        on: date,
        site: str,
        *,
        sample: bool,
    ) -> None:
        self.store = store
        self.channel = channel
        self.open_sink = open_sink
        self.events = events
        self.on = on
        self.site = site
        self.sample = sample
        self.place = Place()
        self.messages = 0
        self.alerts = 0
        self.problems: list[str] = []

    def run(self) -> Report:
        """Send what is to be sent and say what became of it."""
        held = load(self.store, self.channel.name)
        if held is None:
            save(self.store, self.channel.name, Place().after(e.id for e in self.events))
            return Report(channel=self.channel.name, started=True)
        self.place = held
        waiting = self._send_all()
        return Report(
            channel=self.channel.name,
            messages=self.messages,
            alerts=self.alerts,
            waiting=waiting,
            problems=tuple(self.problems),
        )

    def _send_all(self) -> int:
        """Send every message; return how many alerts are left."""
        unfinished = [event for event in self.events if event.id in set(self.place.sending)]
        fresh = [e for e in pending(self.place, self.events) if e.id not in self.place.sending]
        wanted = self._wanted(fresh)
        batches = [self._alerts_of(unfinished)] if unfinished else []
        left = len(wanted) + sum(len(batch) for batch in batches)
        if not (self.channel.digest == "day" and self.place.sent_on == self.on):
            batches += list(self._batches(wanted))
        if not batches:
            self._pass_over(fresh, wanted)
            return left
        try:
            sink = self.open_sink()
        except DeliveryError as error:
            self.problems.append(error.problem)
            return left
        for batch in batches:
            if not batch:
                continue
            try:
                self._send(sink, Message(tuple(batch)))
            except DeliveryError as error:
                self.problems.append(error.problem)
                if not error.refused:
                    return left
            else:
                left -= len(batch)
        self._pass_over(fresh, wanted)
        return left

    def _send(self, sink: Sink, message: Message) -> None:
        """Send one message: noted before, taken after. Raises DeliveryError."""
        if self.place.sending != message.event_ids:
            self.place = structs.replace(self.place, sending=message.event_ids)
            save(self.store, self.channel.name, self.place)
        try:
            sink.send(message)
        except DeliveryError as error:
            if error.refused:
                # It did not arrive, for sure: nothing is on its way.
                self.place = structs.replace(self.place, sending=())
                save(self.store, self.channel.name, self.place)
            raise
        taken = self.place.after(message.event_ids)
        self.place = structs.replace(taken, sending=(), sent_on=self.on)
        save(self.store, self.channel.name, self.place)
        self.messages += 1
        self.alerts += len(message.alerts)

    def _wanted(self, events: Iterable[Event]) -> list[Alert]:
        """Return the alerts of events that the channel wants."""
        wanted = filter_of(self.channel)
        return [alert for alert in self._alerts_of(events) if wanted.takes(alert)]

    def _alerts_of(self, events: Iterable[Event]) -> list[Alert]:
        """Return the alerts of events."""
        return alerts_of(events, site=self.site, sample=self.sample)

    def _batches(self, wanted: list[Alert]) -> Iterator[list[Alert]]:
        """Yield the alerts of each message."""
        size = MOST if self.channel.digest else 1
        for start in range(0, len(wanted), size):
            yield wanted[start : start + size]

    def _pass_over(self, fresh: Iterable[Event], wanted: Iterable[Alert]) -> None:
        """Remember the events that are not for this channel, lest a changed filter flood it."""
        meant = {event.id for alert in wanted for event in alert.events}
        place = self.place.after(e.id for e in fresh if e.id not in meant)
        if self.place.sending and not any(e.id in self.place.sending for e in self.events):
            # What was on its way is no event any more.
            place = structs.replace(place, sending=())
        if place != self.place:
            self.place = place
            save(self.store, self.channel.name, place)
