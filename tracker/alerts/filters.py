"""Which alerts a channel wants."""

from msgspec import Struct

from tracker.alerts.values import Alert, Event


class Filter(Struct, frozen=True):
    """Conditions that must all hold; within one, any of its values will do; empty asks nothing."""

    works: tuple[str, ...] = ()
    """Identifiers of works, or of portions: `/us/bill/119/hr/2683`, `/us/cfr/t15/p742/s742.6`."""
    gaps: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    """Kinds of event (`force`) or types of change (`definition`)."""
    tiers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Phrases looked for in everything the alert says; case and spacing do not count."""

    def takes(self, alert: Alert) -> bool:
        """Return whether an alert is wanted."""
        return (
            (not self.tiers or alert.tier in self.tiers)
            and (not self.gaps or bool(set(self.gaps) & set(alert.gaps)))
            and (not self.works or any(_concerns(alert, work) for work in self.works))
            and (not self.types or bool(set(self.types) & types_of(alert)))
            and (not self.words or _says(alert, self.words))
        )


def types_of(alert: Alert) -> set[str]:
    """Return the kinds of an alert's events and the types of their changes."""
    kinds: set[str] = {event.kind for event in alert.events}
    return kinds | {t for event in alert.events for clause in event.clauses for t in clause.types}


def _concerns(alert: Alert, wanted: str) -> bool:
    """Return whether an alert speaks of a work, or of something at or below a portion."""
    if wanted in alert.works:
        return True
    paths = [path for event in alert.events for path in _paths(event)]
    return any(path == wanted or path.startswith(wanted + "/") for path in paths)


def _paths(event: Event) -> list[str]:
    """Return every provision that an event names."""
    return [*event.places, *(clause.path for clause in event.clauses)]


def _says(alert: Alert, phrases: tuple[str, ...]) -> bool:
    """Return whether any phrase stands anywhere in an alert."""
    texts = [alert.headline, alert.force, *alert.limits]
    for event in alert.events:
        texts += [event.headline, event.reason, event.source]
        for clause in event.clauses:
            texts += [clause.heading, clause.old, clause.new, *clause.around]
    said = " ".join(" ".join(texts).casefold().split())
    return any(" ".join(phrase.casefold().split()) in said for phrase in phrases)
