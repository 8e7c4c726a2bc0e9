"""Alerts as JSON: what `tracker alerts --json`, webhooks, files and feeds give to scripts.

Follows `tracker/schemas/alerts.schema.json`. Every key is always there; what is not known is null
or empty.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tracker.alerts import text
from tracker.alerts.grouping import permalink
from tracker.alerts.values import Alert, Clause, Event

SCHEMA = 1


def envelope(
    alerts: Iterable[Alert],
    *,
    site: str = "",
    channel: str = "",
    since: date | None = None,
    until: date | None = None,
    message: str = "",
) -> dict[str, Any]:
    """Return alerts with what they answer: a period, or one message to a channel."""
    return {
        "schema": SCHEMA,
        "channel": channel or None,
        "message": message or None,
        "since": _day(since),
        "until": _day(until),
        "alerts": [alert_json(alert, site) for alert in alerts],
    }


def alert_json(alert: Alert, site: str = "") -> dict[str, Any]:
    """Return one alert."""
    return {
        "id": alert.id,
        "tier": alert.tier,
        "on": _day(alert.on),
        "seen": alert.seen.isoformat().replace("+00:00", "Z") if alert.seen else None,
        "headline": alert.headline,
        "summary": alert.summary,
        "works": list(alert.works),
        "gaps": list(alert.gaps),
        "force": alert.force or None,
        "does_not": list(alert.limits),
        "confidence": alert.confidence or None,
        "official_url": alert.url or None,
        "text_url": alert.text_url or None,
        "page": alert.link or None,
        "sample": alert.sample,
        "text": text.message(alert, site),
        "events": [event_json(event, site) for event in alert.events],
    }


def event_json(event: Event, site: str = "") -> dict[str, Any]:
    """Return one event."""
    return {
        "id": event.id,
        "kind": event.kind,
        "tier": event.tier,
        "on": _day(event.on),
        "headline": event.headline,
        "reason": event.reason or None,
        "work": event.work or None,
        "works": list(event.works),
        "version": event.version or None,
        "old_version": event.old_version or None,
        "gap": event.gap or None,
        "gaps": list(event.gaps),
        "before": event.before or None,
        "after": event.after or None,
        "gap_moves": [
            {"gap": gap, "before": before or None, "after": after}
            for gap, before, after in event.moves
        ],
        "force": event.force or None,
        "until": _day(event.until),
        "then": event.then or None,
        "provisions": list(event.places),
        "clauses": [_clause(event, clause, site) for clause in event.clauses],
        "clauses_total": event.total,
        "source": event.source or None,
        "grade": event.grade or None,
        "official_url": event.url or None,
        "text_url": event.text_url or None,
    }


def _clause(event: Event, clause: Clause, site: str) -> dict[str, Any]:
    """Return one changed clause."""
    return {
        "path": clause.path,
        "old_path": clause.old_path or None,
        "moved": clause.moved,
        "redesignated": clause.relabelled,
        "where": clause.where,
        "heading": clause.heading,
        "kind": clause.kind,
        "significance": clause.significance,
        "types": list(clause.types),
        "old": clause.old,
        "new": clause.new,
        "below": clause.below,
        "page": permalink(event, clause, site) or None,
    }


def _day(day: date | None) -> str | None:
    """Return a date as JSON has it."""
    return day.isoformat() if day else None
