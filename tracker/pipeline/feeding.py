"""The feeds of the site: all alerts, and those of each work, gap and tier."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import yaml

from tracker import identifiers
from tracker.alerts import TIERS, Alert, Event, alerts_of, as_json, html, text
from tracker.config.channels import AlertsConfig
from tracker.gaps.register import Register
from tracker.pipeline.library import Library
from tracker.render import urls
from tracker.render.feeds import Entry, Feed, Publisher, documents

_NAME_RE = re.compile(r"^site_name:.*$", re.MULTILINE)


def name_of(frame: Path) -> str:
    """Return the site's name from its `mkdocs.yml`, without the tags that only MkDocs can read."""
    line = _NAME_RE.search(frame.read_text(encoding="utf-8")) if frame.is_file() else None
    return str(yaml.safe_load(line[0])["site_name"] if line else "") or "Tracker"


def files(
    name: str,
    events: list[Event],
    library: Library,
    gaps: Register,
    settings: AlertsConfig,
    on: date,
) -> tuple[tuple[str, bytes], ...]:
    """Return (path below the site's root, bytes) of every document of every feed.

    `name` is the site's, with which every feed's title begins.
    A feed stands for each work that is held and each gap that is scored, though it be empty, so
    that an address once given stays good.
    """
    alerts = alerts_of(events, site=settings.site, sample=library.is_sample)
    publisher = Publisher(
        settings.site, settings.authority, name, datetime.combine(on, time(), UTC)
    )
    found: list[tuple[str, bytes]] = []
    for feed in _feeds(name, alerts, library, gaps, settings.site):
        found += documents(feed, publisher)
    return tuple(found)


def _feeds(
    name: str, alerts: list[Alert], library: Library, gaps: Register, site: str
) -> Iterator[Feed]:
    """Yield every feed."""
    entries = {alert.id: _entry(alert, site) for alert in alerts}

    def chosen(held: list[Alert]) -> tuple[Entry, ...]:
        return tuple(entries[alert.id] for alert in held)

    note = "SAMPLE (fiction). " if library.is_sample else ""
    yield Feed(
        path="feeds/all",
        title=f"{name}: all alerts",
        subtitle=f"{note}What moved in the texts that are followed, and in their force.",
        entries=chosen(alerts),
        home="changes/index.html",
    )
    for tier in TIERS:
        yield Feed(
            path=f"feeds/tier-{tier}",
            title=f"{name}: {tier} alerts",
            subtitle=f"{note}{_TIERS[tier]}",
            entries=chosen([alert for alert in alerts if alert.tier == tier]),
            home="changes/index.html",
        )
    for gap in gaps.scored:
        yield Feed(
            path=f"feeds/gap-{gap.id.lower()}",
            title=f"{name}: {gap.id} {gap.title}",
            subtitle=f"{note}What bears on this gap.",
            entries=chosen([alert for alert in alerts if gap.id in alert.gaps]),
            home=urls.gap_page(gap.id, gap.slug),
        )
    for work in library.works:
        yield Feed(
            path=f"feeds/{identifiers.short(work)}",
            title=f"{name}: {identifiers.citation(work)}",
            subtitle=f"{note}What happens to this text.",
            entries=chosen([alert for alert in alerts if work in alert.works]),
            home=urls.work_page(work),
        )


_TIERS = {
    "red": "New states of force: rules, stays and their end, passage, enactment, guidance.",
    "amber": "Text or path moved: new versions, committee orders, days that passed in silence.",
    "grey": "What changes no duty: labels, punctuation, captions, prints.",
}


def _entry(alert: Alert, site: str) -> Entry:
    """Return an alert as an entry; it is as new as its day or its text's coming."""
    day = datetime.combine(alert.on, time(), UTC) if alert.on else None
    updated = max((instant for instant in (day, alert.seen) if instant), default=_EPOCH)
    return Entry(
        name=alert.id,
        title=f"[{alert.tier}] {alert.headline}",
        html=html.fragment(alert, site),
        text=text.message(alert, site),
        updated=updated,
        published=alert.on,
        link=alert.link,
        official=alert.url,
        tags=(alert.tier, *sorted({event.kind for event in alert.events}), *alert.gaps),
        data={
            key: value for key, value in as_json.alert_json(alert, site).items() if key != "text"
        },
    )


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
