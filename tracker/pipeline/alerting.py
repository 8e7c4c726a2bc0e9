"""The events of an instance, and the configuration of those who are told of them."""

from collections.abc import Iterable
from datetime import date

import msgspec
from msgspec import Struct

from tracker.alerts import KINDS, Alert, Event, Filter, alerts_of
from tracker.alerts.grouping import order
from tracker.config.channels import AlertsConfig, Channel, load_alerts
from tracker.pipeline import deriving
from tracker.pipeline.deriving import Patience
from tracker.pipeline.health import Health
from tracker.pipeline.inputs import digest
from tracker.pipeline.library import Library
from tracker.places import Instance


class _Derived(Struct, frozen=True):
    """The events of the last derivation and what they were made from; `build/alerts.json`."""

    inputs: str
    events: tuple[Event, ...]


def config(instance: Instance) -> AlertsConfig:
    """Return what `alerts.toml` says. Raises ConfigError, naming file and line."""
    from tracker.gaps import register  # noqa: PLC0415 - read only when it is checked

    path = instance.watchlist.parent / "alerts.toml"
    if not path.is_file():
        return AlertsConfig()
    gaps = [gap.id for gap in register.load(instance.gaps).gaps]
    return load_alerts(path, types=types(), gaps=gaps)


def types() -> set[str]:
    """Return the kinds of event and types of change that a channel or a person may ask for."""
    from tracker.compare.terms import RULES  # noqa: PLC0415 - the names of the types of change

    return {*KINDS, *RULES, "definition", "wording", "conjunction", "heading", "label", "place",
            "structure", "reference-follows", "punctuation", "typography", "case",
            "spelling"}  # fmt: skip


def events(instance: Instance, library: Library, on: date, *, keep: bool = True) -> list[Event]:
    """Return every event up to a day, oldest first.

    When nothing has changed since the last call, what that call found is read from `build/`;
    `keep=False` leaves that alone, for days that are not today. Raises ConfigError.
    """
    settings = config(instance)
    patience = Patience(awaited=settings.awaited_days, trouble=settings.trouble_days)
    if not keep:
        return list(deriving.events(instance, library, library.health, on, patience))
    inputs = digest(instance, library, on, _troubles(library.health, patience))
    path = instance.build / "alerts.json"
    try:
        held = msgspec.json.decode(path.read_bytes(), type=_Derived)
    except (OSError, msgspec.MsgspecError):
        held = None
    if held is None or held.inputs != inputs:
        found = deriving.events(instance, library, library.health, on, patience)
        held = _Derived(inputs, found)
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_suffix(".new")
        scratch.write_bytes(msgspec.json.encode(held))
        scratch.replace(path)
    return list(held.events)


def between(found: Iterable[Event], since: date | None, until: date | None) -> list[Event]:
    """Return the events of the alerts of a period, both days included.

    An alert is told whole: what came a few days before the text that tells of it is in. What the
    law does not date counts on the day on which it was first seen.
    """
    first, last = since or date.min, until or date.max
    return [
        event
        for alert in alerts_of(found)
        if first <= order(alert)[0] <= last
        for event in alert.events
    ]


def alerts(
    found: Iterable[Event], settings: AlertsConfig, library: Library, wanted: Filter
) -> list[Alert]:
    """Return the alerts of events that a filter takes, oldest first."""
    made = alerts_of(found, site=settings.site, sample=library.is_sample)
    return [alert for alert in made if wanted.takes(alert)]


def filter_of(channel: Channel) -> Filter:
    """Return what a channel wants to hear of."""
    return Filter(
        works=channel.works,
        gaps=channel.gaps,
        types=channel.types,
        tiers=channel.tiers,
        words=channel.words,
    )


def _troubles(health: Health, patience: Patience) -> bytes:
    """Return what of the log of fetches decides an event; the hour of each fetch does not."""
    spells = [
        (item.item, spell.trouble, spell.since, spell.days >= patience.trouble)
        for item in health.items
        for spell in item.spells
    ]
    return msgspec.json.encode(spells)
