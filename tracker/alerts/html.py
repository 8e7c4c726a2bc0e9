"""An alert as HTML: a fragment for feeds, a small page for e-mail. No script, no outside request.

Text from upstream is escaped here and nowhere trusted; links lead to https addresses only.
"""

from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

from tracker.alerts import text, wording
from tracker.alerts.grouping import permalink
from tracker.alerts.values import Alert, Clause, Event

_COLOURS = {"red": "#a4001d", "amber": "#7a4a00", "grey": "#55585c"}
"""Of the tier's name, on white: at least 4.5:1 (WCAG 2.2, 1.4.3)."""


def fragment(alert: Alert, site: str = "") -> str:
    """Return the body of one alert, without its headline."""
    rows = []
    if alert.summary:
        rows.append(f"<p>{escape(alert.summary)}</p>")
    rows += [_changes(event, site) for event in alert.events if event.clauses]
    for name, paragraphs in text.parts(alert, site):
        if name != "Changes":
            said = "<br>".join(escape(paragraph) for paragraph in paragraphs)
            rows.append(f"<p><b>{escape(name)}</b> {said}</p>")
    links = [
        _link(url, name)
        for name, url in (("Official page", alert.url), ("Official text", alert.text_url),
                          ("On the site", alert.link))
        if _is_safe(url)
    ]  # fmt: skip
    if links:
        rows.append(f"<p>{' · '.join(links)}</p>")
    rows.append(f"<p><small>{escape(alert.confidence or 'official record')}. {escape(text.END)}"
                "</small></p>")  # fmt: skip
    return "\n".join(rows)


def page(alerts: Iterable[Alert], site: str = "") -> str:
    """Return a page with one or more alerts, fit for an e-mail."""
    held = list(alerts)
    title = escape(text.subject(held))
    parts = [_article(alert, site) for alert in held]
    index = ""
    if len(held) > 1:
        rows = "".join(f"<li>{escape(text.line(alert))}</li>" for alert in held)
        index = f"<ul>{rows}</ul>"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '</head>\n<body style="font-family:sans-serif;max-width:46rem;line-height:1.45">\n'
        f'<h1 style="font-size:1.2em">{title}</h1>\n{index}\n' + "\n".join(parts)
        + "\n</body></html>\n"
    )  # fmt: skip


def _article(alert: Alert, site: str) -> str:
    """Return one alert with its headline."""
    colour = _COLOURS[alert.tier]
    return (
        f'<article id="{escape(alert.id)}"><p style="color:{colour}"><b>{alert.tier.upper()}</b>'
        f" · {escape(wording.day(alert.on))}</p>\n"
        f'<h2 style="font-size:1.05em">{escape(alert.headline)}</h2>\n'
        f"{fragment(alert, site)}</article>"
    )


def _changes(event: Event, site: str) -> str:
    """Return the changed clauses of an event with old words struck and new ones marked."""
    rows = [f"<li>{_clause(event, clause, site)}</li>" for clause in event.clauses[: text.SHOWN]]
    more = event.total - len(rows)
    if more > 0:
        rows.append(f"<li>and {more} more: <code>{escape(text.command(event))}</code></li>")
    return f"<ul>{''.join(rows)}</ul>"


def _clause(event: Event, clause: Clause, site: str) -> str:
    """Return one changed clause."""
    link = permalink(event, clause, site)
    where = _link(link, clause.where) if _is_safe(link) else escape(clause.where)
    head = f"<b>{where}</b> {escape(text.kind(clause))}: "
    before, gone, come, after = clause.around
    if clause.kind in {"inserted", "deleted"}:
        words = clause.old if clause.kind == "deleted" else clause.new
        tag = "del" if clause.kind == "deleted" else "ins"
        below = f" (with {clause.below} more below it)" if clause.below else ""
        return f"{head}<{tag}>{escape(wording.cut(words, 220))}</{tag}>{below}"
    if not gone and not come:
        return head.rstrip(": ")
    shown = escape(before) + " " if before else ""
    if gone:
        shown += f"<del>{escape(wording.cut(gone, 220))}</del> "
    if come:
        shown += f"<ins>{escape(wording.cut(come, 220))}</ins> "
    more = f" (and {clause.edits - 1} more)" if clause.edits > 1 else ""
    return f"{head}{shown}{escape(after)}{more}"


def _link(url: str, words: str) -> str:
    """Return a link."""
    return f'<a href="{escape(url)}">{escape(words)}</a>'


def _is_safe(url: str) -> bool:
    """Return whether an address may stand in a link: an absolute web address."""
    return urlsplit(url).scheme in {"http", "https"}
