"""An alert as plain text: one line for a list, one screen for a message."""

import re
import textwrap
from collections.abc import Iterable, Iterator

from tracker.alerts import wording
from tracker.alerts.clauses import what
from tracker.alerts.grouping import permalink
from tracker.alerts.values import Alert, Clause, Event
from tracker.identifiers import citation, short

WIDTH = 96
SHOWN = 5
"""Clauses of one alert that a message quotes; the rest is counted."""

MOST = 6
"""Sentences about what happened."""

_FACTS = frozenset({"force", "step", "republished", "awaited", "trouble", "due"})
_BARE_RE = re.compile(r"|actions on .*|version “.*”|\d+ FR \d+|\d+ (?:CFR|U\.S\.C\.) .*")
"""Sources that say no more than the headline."""

END = "Computed by a program; unofficial. The official text alone counts."

_NAME = 8
"""Columns for the name of a part."""


def line(alert: Alert) -> str:
    """Return one line: tier, day, what happened, counts."""
    when = alert.on.isoformat() if alert.on else "undated"
    tail = f" · {alert.summary}" if alert.summary else ""
    return f"{alert.tier:<5}  {when:<10}  {alert.headline}{tail}"


def lines(alert: Alert, clauses: int = 5) -> list[str]:
    """Return the line of an alert and, indented, the weightiest clauses that changed."""
    shown = [line(alert)]
    for event in alert.events:
        picked = event.clauses[:clauses]
        shown += [f"       {kind(clause)} {clause.where}: {what(clause)}" for clause in picked]
        if event.total > len(picked) and event.clauses:
            shown.append(f"       and {event.total - len(picked)} more: {command(event)}")
    return shown


def message(alert: Alert, site: str = "") -> str:
    """Return the alert in full, fit for one screen; `site` makes links to its pages."""
    return "\n".join(_message(alert, site)) + "\n"


def digest(alerts: Iterable[Alert], site: str = "") -> str:
    """Return several alerts as one message: a list, then each in full."""
    held = list(alerts)
    head = [subject(held), "", *(line(alert) for alert in held)]
    bodies = [f"\n{'─' * 72}\n\n{message(alert, site)}" for alert in held]
    return "\n".join(head) + "\n" + "".join(bodies)


def subject(alerts: list[Alert]) -> str:
    """Return the subject of a message about one or more alerts."""
    fiction = "SAMPLE (fiction): " if any(alert.sample for alert in alerts) else ""
    if len(alerts) == 1:
        return f"{fiction}[{alerts[0].tier}] {wording.cut(alerts[0].headline, 150)}"
    tiers = [f"{n} {tier}" for tier in ("red", "amber", "grey")
             if (n := sum(alert.tier == tier for alert in alerts))]  # fmt: skip
    return f"{fiction}{len(alerts)} alerts: {', '.join(tiers)}"


def parts(alert: Alert, site: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield the parts of an alert by name, each as paragraphs; text and HTML are made of them."""
    if alert.sample:
        yield "Fiction", ["This is the embedded sample; nothing of it happened."]
    if happened := _happened(alert):
        yield "What", happened
    for event in alert.events:
        if event.clauses:
            yield "Changes", list(_changes(event, site))
    if moves := _gaps(alert):
        yield "Gaps", moves
    if alert.force:
        yield "Force", [wording.sentence(alert.force)]
    if alert.limits:
        yield "Not", list(alert.limits)
    if notes := [e.headline for e in alert.events if e.kind == "note-review"]:
        yield "Review", [wording.sentence(note) for note in notes]
    said = [e.source for e in alert.events if e.kind in {"force", "due"}]
    if sources := [_source(text) for text in dict.fromkeys(said) if not _BARE_RE.fullmatch(text)]:
        yield "Says", sources[:3]


def _message(alert: Alert, site: str) -> Iterator[str]:
    """Yield the lines of a message."""
    when = wording.day(alert.on)
    yield f"{alert.tier.upper()} · {when}"
    yield from textwrap.wrap(alert.headline, WIDTH)
    if alert.summary:
        yield from textwrap.wrap(alert.summary, WIDTH)
    yield ""
    for name, paragraphs in parts(alert, site):
        yield from _part(name, paragraphs)
    for name, value in (("Official", alert.url), ("Text", alert.text_url), ("Page", alert.link)):
        if value:
            yield f"{name:<{_NAME}}  {value}"
    yield from _part("Grade", [alert.confidence or "official record"])
    yield f"{'Id':<{_NAME}}  {alert.id}"
    yield END


def _part(name: str, paragraphs: list[str]) -> Iterator[str]:
    """Yield a named part, wrapped and indented; its name stands before the first line."""
    indent = " " * (_NAME + 2)
    for number, paragraph in enumerate(paragraphs):
        start = f"{name:<{_NAME}}  " if not number else indent
        yield from textwrap.wrap(
            paragraph, WIDTH, initial_indent=start, subsequent_indent=indent + "  ",
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip


def _happened(alert: Alert) -> list[str]:
    """Return what the headline does not tell: other works, reasons, places in codified text."""
    told: list[str] = []
    by_text = any(e.kind == "new-version" and e.headline == alert.headline for e in alert.events)
    for event in alert.events:
        if event.kind not in _FACTS or (event.kind == "force" and by_text and not event.before):
            continue
        told.append(event.headline)
        if not any(event.reason in said for said in (event.headline, event.force, alert.summary)):
            told.append(event.reason)
        if event.places and event.kind == "force":
            shown = [wording.place(path, wording.work_of(path)) for path in event.places[:4]]
            more = len(event.places) - len(shown)
            places = wording.listed([*shown, f"{more} more"] if more > 0 else shown)
            told.append(f"in codified text: {places}")
    fresh = [wording.sentence(words) for words in dict.fromkeys(told) if words != alert.headline]
    more = len(fresh) - MOST
    return [*fresh[:MOST], f"And {more} more."] if more > 0 else fresh


def _source(text: str) -> str:
    """Return who says something, with works held here as people cite them."""
    work, at, rest = text.partition("@")
    if at and work.startswith("/us/"):
        text = f"{citation(work)}: {rest.partition(': ')[2]}"
    return wording.cut(text, 200)


def _changes(event: Event, site: str) -> Iterator[str]:
    """Yield the weightiest clauses of an event, and how to see the rest."""
    for clause in event.clauses[:SHOWN]:
        link = permalink(event, clause, site)
        yield f"{kind(clause)} {clause.where}: {what(clause, 220)}" + (f" <{link}>" if link else "")
    more = event.total - min(SHOWN, len(event.clauses))
    if more > 0:
        yield f"and {more} more: {command(event)}"


def _gaps(alert: Alert) -> list[str]:
    """Return which gaps move, and why."""
    effects = [e for e in alert.events if e.kind in {"gap-effect", "gap-status"}]
    size = next((size for most, size in ((3, 220), (6, 80)) if len(effects) <= most), 0)
    moves = [
        wording.sentence(e.headline)
        + (f" {wording.sentence(wording.cut(e.reason, size))}" if size else "")
        for e in effects
    ]
    told = {e.gap for e in effects if e.kind == "gap-effect"}
    by_gap: dict[str, list[str]] = {}
    for event in alert.events:
        for gap, before, after in event.moves:
            if gap not in told:
                by_gap.setdefault(wording.arrow(before, after), []).append(gap)
    moves += [f"{wording.listed(sorted(set(gaps)))}: {arrow}." for arrow, gaps in by_gap.items()]
    return moves


def kind(clause: Clause) -> str:
    """Return the kind of a change, in words."""
    return f"{clause.kind}, moved" if clause.moved and clause.kind != "moved" else clause.kind


def command(event: Event) -> str:
    """Return the command that shows the whole comparison."""
    if not event.old_version:
        return f"tracker show {short(event.work)}@{event.version}"
    return (
        f"tracker diff {short(event.work)}@{event.old_version} {short(event.work)}@{event.version}"
    )
