"""Changes by date, over all texts."""

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from tracker.render import urls
from tracker.render.context import Content, Context, Page, comparison_key
from tracker.render.data import ComparisonView, VersionView
from tracker.render.derived import Cache, TextFacts, text_facts
from tracker.render.html import render
from tracker.render.pages.front import change_entry, change_order


def pages(context: Context, cache: Cache) -> Iterator[Page]:
    """Yield the changes by date: one page a year, and an index."""
    successive = sorted(
        (c for c in context.data.comparisons if c.relation == "successive"), key=change_order
    )
    names = [
        (w.work, context.citation(w.work), context.work_title(w.work)) for w in context.data.works
    ]
    years = [
        (year, list(found))
        for year, found in groupby(
            successive, key=lambda c: str(c.new.published.year) if c.new.published else "undated"
        )
    ]
    all_years = [year for year, _ in years]
    for place, (year, found) in enumerate(years):
        key = context.key("changes", year, all_years, [comparison_key(c) for c in found], names)
        paths = [f"changes/{year}.html"] + (["changes/index.html"] if place == 0 else [])
        for path in paths:
            yield Page(path, key, partial(_changes, context, cache, path, year, all_years, found))
    if not years:
        yield Page("changes/index.html", context.key("changes"), partial(_no_changes, context))


def facts_of(context: Context, version: VersionView, cache: Cache) -> TextFacts:
    """Return a version's facts for lists, from the cache or by reading it."""
    record = version.record
    key = context.key("text-facts", record.work, record.version, record.sha256)
    return cache.get(key, TextFacts, lambda: text_facts(version.load()))


def _changes(
    context: Context,
    cache: Cache,
    path: str,
    year: str,
    years: list[str],
    found: list[ComparisonView],
) -> Content:
    entries = []
    for comparison in found:
        entry = change_entry(comparison, context, cache)
        entry["href"] = urls.relative(str(entry["href"]), path)
        entry["work_href"] = urls.relative(str(entry["work_href"]), path)
        entries.append(entry)
    html = render(
        "changes.html",
        year=year,
        dropped=urls.relative("changes/dropped.html", path),
        reuse=urls.relative("reuse/index.html", path),
        years=[(y, urls.relative(f"changes/{y}.html", path), y == year) for y in years],
        days=[(on, list(items)) for on, items in groupby(entries, key=lambda e: e["on"])],
    )
    return Content(f"Changes, {year}", html, section="changes")


def _no_changes(_context: Context) -> Content:
    html = render(
        "changes.html",
        year="",
        years=[],
        days=[],
        dropped="dropped.html",
        reuse="../reuse/index.html",
    )
    return Content("Changes", html, section="changes")
