"""The front page: the state of the law, the clock, the matrix, the last changes."""

import re
from collections.abc import Iterator
from datetime import date

from tracker.render import charts, labels, urls
from tracker.render.context import Content, Context, Page, comparison_key
from tracker.render.data import Cell, ClockItem, ComparisonView
from tracker.render.derived import Cache
from tracker.render.html import render
from tracker.render.pages.comparison import facts

LAST_CHANGES = 5
_FORCE_ORDER = {status: place for place, status in enumerate(labels.FORCES)}


def pages(context: Context, cache: Cache) -> Iterator[Page]:
    """Yield the front page."""
    data = context.data
    key = context.key(
        data.subject,
        "front",
        data.as_of,
        [(w.work, w.force, w.facts, [v.record for v in w.versions]) for w in data.works],
        [comparison_key(c) for c in data.comparisons],
        data.gaps,
        data.cells,
        data.clock,
        data.statements,
        bool(data.misreports),
        bool(data.actors),
    )
    yield Page("index.html", key, lambda: _front(context, cache))


def _front(context: Context, cache: Cache) -> Content:
    data = context.data
    rows = matrix_rows(context)
    html = render(
        "front.html",
        subject=data.subject,
        as_of=labels.day(data.as_of),
        says=statements(context),
        state=state_line(context),
        glance=_glance(context),
        misreports=bool(data.misreports),
        actors=bool(data.actors),
        counts=_counts(context),
        clock=[_clock(item, context) for item in sorted(data.clock, key=_clock_order)],
        gaps=[
            {
                "gap": gap,
                "href": urls.gap_page(gap.id, gap.slug),
                "short": short_title(gap.title),
                "state": labels.STATES[gap.state][0],
                "sign": labels.STATES[gap.state][3],
            }
            for gap in context.scored
        ],
        groups=_grouped(rows),
        legend=_legend(),
        sprite=charts.sprite(),
        latest=latest(context, cache),
        sample=data.sample,
        labels=labels,
    )
    return Content("State of the law", html, section="index")


def short_title(title: str) -> str:
    """Return a title's first part, for the head of a narrow column."""
    return re.split(r"\s+[—–]\s+|[,;:]\s", title)[0]


def closed(context: Context, gap: str) -> bool:
    """Return whether texts that bind close all of a gap."""
    return context.gaps[gap].state == "closed"


def statements(context: Context) -> list[tuple[str, str]]:
    """Return (sentence, link to the gap) of what holds today, as the gaps' states have it."""
    return [
        (words, urls.gap_page(gap.id, gap.slug))
        for item in context.data.statements
        if (gap := context.gaps.get(item.gap)) and (words := item.says.get(gap.state))
    ]


def _glance(context: Context) -> list[dict[str, object]]:
    """Return the scored gaps by state, the open ones first."""
    return [
        {
            "name": state,
            "sign": sign,
            "words": words.partition(":")[0],
            "gaps": [(g.id, g.title, urls.gap_page(g.id, g.slug)) for g in found],
        }
        for state, (_, words, _, sign) in labels.STATES.items()
        if (found := [gap for gap in context.scored if gap.state == state])
    ]


def state_line(context: Context) -> str:
    """Return the state of the law in one sentence, counted from the matrix."""
    scored = context.scored
    if not scored:
        return "No gap register is loaded, so nothing can be said about gaps."
    shut = [gap for gap in scored if closed(context, gap.id)]
    would = {
        gap.id
        for gap in scored
        for work in context.works
        if (cell := context.latest_cells(work).get(gap.id))
        and cell.effect == "closes"
        and context.force(work)
        in {"pending", "proposed", "passed-one-chamber", "not-yet-effective", "stayed", "disputed"}
    }
    first = (
        f"None of the {len(scored)} known gaps is closed by a text in force."
        if not shut
        else f"{len(shut)} of the {len(scored)} known gaps "
        f"{'is' if len(shut) == 1 else 'are'} closed by a text in force: "
        f"{', '.join(gap.id for gap in shut)}."
    )
    unsure = [gap.id for gap in scored if gap.state == "unverified"]
    if unsure:
        first += f" {', '.join(unsure)} may be: what holds by default is unverified."
    if not would:
        return first
    named = labels.plural(len(would - {g.id for g in shut}), "gap")
    return f"{first} Texts not in force would close {named}."


def _counts(context: Context) -> str:
    works = [view for view in context.data.works if view.versions]
    versions = sum(len(view.versions) for view in works)
    return f"{labels.plural(len(works), 'work')}, {labels.plural(versions, 'version')} held"


def matrix_rows(context: Context) -> list[dict[str, object]]:
    """Return one row a work that bears on a gap, most binding first."""
    rows: list[dict[str, object]] = []
    for work in sorted(context.works, key=lambda w: (_FORCE_ORDER[context.force(w)], w)):
        cells = context.latest_cells(work)
        if not any(c.effect not in {"silent", "not-assessed"} for c in cells.values()):
            continue
        rows.append(
            {
                "work": work,
                "citation": context.citation(work),
                "title": context.work_title(work),
                "href": urls.work_page(work),
                "force": context.force(work),
                "cells": [
                    _cell(context, cells.get(gap.id), work, gap.id) for gap in context.scored
                ],
            }
        )
    return rows


def _cell(context: Context, cell: Cell | None, work: str, gap: str) -> dict[str, object]:
    effect = cell.effect if cell else "not-assessed"
    force = context.force(work)
    return {
        "effect": effect,
        "ring": charts.RINGS[force] if effect not in {"silent", "not-assessed"} else "none",
        "words": f"{gap}: {labels.effect(effect)}",
        "href": evidence_link(context, cell) if cell else "",
    }


def evidence_link(context: Context, cell: Cell) -> str:
    """Return where a cell's evidence can be read: its gap's page at the work's entry."""
    gap = context.gaps.get(cell.gap)
    if gap is None or cell.effect == "not-assessed":
        return ""
    return f"{urls.gap_page(gap.id, gap.slug)}#{gap_anchor(cell.work)}"


def gap_anchor(work: str) -> str:
    """Return the anchor of a work's entry in a gap page."""
    return "text-" + work.removeprefix("/us/").replace("/", "-")


def _grouped(rows: list[dict[str, object]]) -> list[tuple[str, list[dict[str, object]]]]:
    groups: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        groups.setdefault(str(row["force"]), []).append(row)
    return list(groups.items())


def _legend() -> dict[str, list[dict[str, str]]]:
    return {
        "effects": [{"effect": name, "words": words[0]} for name, words in labels.EFFECTS.items()],
        "rings": [
            {"ring": "solid", "words": "in force"},
            {"ring": "dashed", "words": "stayed"},
            {"ring": "double", "words": "codified, or enacted but not yet effective"},
            {"ring": "hatch", "words": "codified, not enforced"},
            {"ring": "round", "words": "guidance"},
            {"ring": "dotted", "words": "proposed, pending, or passed one chamber"},
            {"ring": "barred", "words": "dead, withdrawn, or lifted"},
        ],
    }


def _clock_order(item: ClockItem) -> tuple[date, str]:
    return item.on or date.max, item.what


def _clock(item: ClockItem, context: Context) -> dict[str, object]:
    as_of = context.data.as_of
    days = (item.on - as_of).days if item.on else None
    if days is None:
        when = "no date set"
    elif days < 0:
        when = f"{labels.plural(-days, 'day')} past"
    elif days == 0:
        when = "today"
    else:
        when = f"in {labels.plural(days, 'day')}"
    return {
        "what": item.what,
        "on": labels.day(item.on) if item.on else "Open",
        "iso": item.on.isoformat() if item.on else "",
        "when": when,
        "past": days is not None and days < 0,
        "soon": days is not None and 0 <= days <= 60,
        "href": urls.work_page(item.work) if item.work in context.works else "",
        "citation": context.citation(item.work) if item.work else "",
        "source": item.source,
        "note": item.note,
        "verified": item.verified,
    }


def latest(context: Context, cache: Cache) -> list[dict[str, object]]:
    """Return the newest comparisons in which something changed, substance before captions.

    Printings that only change a caption fill the list when there is nothing better.
    """
    successive = sorted(
        (c for c in context.data.comparisons if c.relation == "successive"), key=change_order
    )
    kept: list[ComparisonView] = []
    captions: list[ComparisonView] = []
    for comparison in successive:
        found = facts(context, comparison, cache)
        if found.substantive:
            kept.append(comparison)
        elif found.lead:
            captions.append(comparison)
        if len(kept) == LAST_CHANGES:
            break
    chosen = sorted((kept + captions)[:LAST_CHANGES], key=change_order)
    return [change_entry(c, context, cache) for c in chosen]


def change_order(comparison: ComparisonView) -> tuple[int, str, str]:
    """Return a sort key: newest publication first; undated last."""
    on = comparison.new.published
    return (-(on.toordinal()) if on else 1, comparison.new.work, comparison.new.version)


def change_entry(comparison: ComparisonView, context: Context, cache: Cache) -> dict[str, object]:
    """Return one comparison for a list: when, which, what in words, where to read it."""
    found = facts(context, comparison, cache)
    return {
        "on": labels.day(comparison.new.published),
        "iso": comparison.new.published.isoformat() if comparison.new.published else "",
        "citation": context.citation(comparison.new.work),
        "title": context.work_title(comparison.new.work),
        "old": context.version_words(comparison.old),
        "new": context.version_words(comparison.new),
        "href": context.comparison_path(comparison),
        "work_href": urls.work_page(comparison.new.work),
        "facts": found,
    }
