"""From events to alerts: what belongs to one happening is told in one message."""

from collections.abc import Iterable
from datetime import date, datetime

from tracker import identifiers
from tracker.alerts import wording
from tracker.alerts.texts import counted
from tracker.alerts.values import KINDS, TIERS, Alert, Clause, Event
from tracker.gaps.values import EFFECTS
from tracker.render import urls

_MANY = 2
"""Works from which on a shared turn of force is told as one headline."""

_VERBS = {
    "closes": ("closes", "close"),
    "partial": ("closes in part", "close in part"),
    "authorises": ("lets rules be made on", "let rules be made on"),
    "widens": ("widens", "widen"),
    "silent": ("is silent on", "be silent on"),
    "not-assessed": ("not assessed for", "need a reading for"),
}


def alerts_of(events: Iterable[Event], *, site: str = "", sample: bool = False) -> list[Alert]:
    """Return the alerts that tell of events, oldest first.

    `site` is the address of the published site with a slash at its end, or empty; `sample` marks
    the embedded fiction. Events that come alone though their alert was told before make an alert
    of their own under the same id.
    """
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(event.group, []).append(event)
    alerts = [_alert(group, found, site, sample=sample) for group, found in groups.items()]
    return sorted(alerts, key=order)


def order(alert: Alert) -> tuple[date, str]:
    """Return the place of an alert in time; what the law does not date stands where it was seen."""
    return (alert.on or (alert.seen.date() if alert.seen else date.min), alert.id)


def _alert(group: str, events: list[Event], site: str, *, sample: bool) -> Alert:
    """Return the alert of one group."""
    ranked = sorted(
        events,
        key=lambda e: (TIERS.index(e.tier), KINDS.index(e.kind), e.on or date.min, e.id),
    )
    head = min(ranked, key=lambda e: (KINDS.index(e.kind), TIERS.index(e.tier), e.id))
    told = sorted(ranked, key=lambda e: (KINDS.index(e.kind), TIERS.index(e.tier), e.gap, e.id))
    text = next((e for e in told if e.kind == "new-version"), None)
    link = _link(told, site)
    force = next((e.force for e in (text, head) if e and e.force), "")
    return Alert(
        id=group,
        tier=ranked[0].tier,
        on=_day(told, text),
        seen=_seen(told),
        headline=_headline(told, head, text),
        summary=_summary(told, force),
        works=tuple(dict.fromkeys(work for e in told for work in e.works)),
        gaps=tuple(sorted({gap for e in told for gap in e.gaps})),
        events=tuple(told),
        force=force,
        limits=tuple(dict.fromkeys(limit for e in told for limit in e.limits)),
        confidence=_confidence(told),
        url=next((e.url for e in (text, *told) if e and e.url), ""),
        text_url=text.text_url if text else "",
        link=link,
        sample=sample,
    )


def _day(events: list[Event], text: Event | None) -> date | None:
    """Return the day of an alert: that of its text, else the first of its events."""
    if text:
        return text.on
    return min((e.on for e in events if e.on), default=None)


def _seen(events: list[Event]) -> datetime | None:
    """Return when the newest part of an alert was first seen."""
    return max((e.seen for e in events if e.seen), default=None)


def _headline(events: list[Event], head: Event, text: Event | None) -> str:
    """Return the alert's one line."""
    forces = [e for e in events if e.kind == "force"]
    works = list(dict.fromkeys(e.work for e in forces))
    troubles = [e for e in events if e.kind == "trouble"]
    if len(troubles) > 1:
        days = wording.day(troubles[0].on)
        return f"{len(troubles)} watched items cannot be had; by {days} for days"
    if text and not text.work.startswith("/us/bill/"):
        return text.headline
    if len(works) >= _MANY and head.kind == "force" and not text:
        if head.group.startswith("congress-"):
            nth = identifiers.ordinal(int(head.work.split("/")[3]))
            day = wording.day(head.on)
            return f"The {nth} Congress ended on {day}: {len(works)} bills not enacted are dead"
        lead = next((e for e in forces if e.gaps), head)
        return lead.headline
    if head.kind == "gap-effect":
        # The version was told before; what it does to a gap is read anew.
        name = f"{identifiers.citation(head.work)}, {head.version}"
        return f"{name}, is read anew: {wording.listed(_effects(events, ''))}"
    if text and head.kind == "force" and head.after == "pending" and not head.before:
        return text.headline
    return head.headline


def _summary(events: list[Event], force: str) -> str:
    """Return what an alert holds, in a few words."""
    parts = [counted(e.kinds) for e in events if e.kinds]
    parts += [e.reason.rstrip(".") for e in events if e.kind == "step"]
    parts += _effects(events, force)
    parts += [
        f"{e.gap} as a whole {wording.arrow(e.before, e.after)}"
        for e in events
        if e.kind == "gap-status"
    ]
    return "; ".join(parts)


def _effects(events: list[Event], force: str) -> list[str]:
    """Return what words do to gaps: those that do it anew by effect, the others one by one."""
    events = [event for event in events if event.kind == "gap-effect"]
    would = "" if force.startswith(("in force", "enacted")) else "would "
    anew: dict[str, list[str]] = {}
    moved = []
    for event in events:
        if event.before in {"", "silent"}:
            held = f" (words {event.force})" if event.force else ""
            anew.setdefault(event.after, []).append(event.gap + held)
        else:
            moved.append(f"{event.gap} {wording.arrow(event.before, event.after)}")
    order = sorted(anew, key=EFFECTS.index)
    first = [f"{would}{_VERBS[effect][bool(would)]} {wording.listed(anew[effect])}"
             for effect in order]  # fmt: skip
    return first + moved


def _link(events: list[Event], site: str) -> str:
    """Return the page of the site that shows what the alert tells of, or an empty string."""
    if not site:
        return ""
    for kind in ("clause-changes", "new-version"):
        for event in events:
            if event.kind == kind:
                new = (event.work, event.version)
                if kind == "clause-changes":
                    return site + urls.comparison_page((event.work, event.old_version), new)
                return site + urls.version_page(*new)
    return site


def permalink(event: Event, clause: Clause, site: str) -> str:
    """Return the page and anchor of a changed clause, or an empty string without a site."""
    if not site or not event.version:
        return ""
    version = event.old_version if clause.kind == "deleted" else event.version
    page = urls.version_page(event.work, version)
    return f"{site}{urls.relative(f'{page}#{urls.anchor(clause.path, event.work)}', '')}"


def _confidence(events: list[Event]) -> str:
    """Return how well what an alert says is known."""
    parts = []
    if any(e.kind in {"new-version", "clause-changes", "republished"} for e in events):
        notes = [e.reason for e in events if e.kind == "new-version" and e.grade == "B"]
        parts.append(f"text: {notes[0]} (B)" if notes else "text: official, read in full (A)")
    grades = sorted({e.grade for e in events if e.kind == "force" and e.grade})
    if grades:
        worst = grades[-1]
        parts.append(f"force: {wording.GRADES[worst]} ({worst})")
    elif any(e.kind in {"force", "step"} for e in events):
        parts.append("force: official record")
    if any(e.kind in {"gap-effect", "gap-status"} for e in events):
        judged = any(e.source.startswith("judgement") for e in events)
        parts.append(
            "gaps: judged by a reviewer" if judged else "gaps: computed by rules, unofficial"
        )
    if any(e.kind == "due" and e.grade == "D" for e in events):
        parts.append("day: not verified (D)")
    return "; ".join(parts)
