"""Lists over all texts: changes by date, and each defined term side by side."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from itertools import groupby

from tracker.compare import words as word_diff
from tracker.render import labels, redline, urls
from tracker.render.context import Content, Context, Page, comparison_key
from tracker.render.data import ComparisonView, VersionView
from tracker.render.derived import Cache, Term, TextFacts, text_facts
from tracker.render.html import render
from tracker.render.pages.front import change_entry, change_order


def pages(context: Context, cache: Cache) -> Iterator[Page]:
    """Yield the changes by date (one page a year and an index) and the definitions."""
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
    texts = [
        (w.work, [(v.record.version, v.record.sha256) for v in w.versions], w.force.status)
        for w in context.data.works
    ]
    key = context.key("definitions", texts, names, context.data.first_terms)
    yield Page("definitions/index.html", key, partial(_definitions, context, cache))


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
        years=[(y, urls.relative(f"changes/{y}.html", path), y == year) for y in years],
        days=[(on, list(items)) for on, items in groupby(entries, key=lambda e: e["on"])],
    )
    return Content(f"Changes, {year}", html, section="changes")


def _no_changes(_context: Context) -> Content:
    html = render("changes.html", year="", years=[], days=[])
    return Content("Changes", html, section="changes")


def _definitions(context: Context, cache: Cache) -> Content:
    """Return every defined term with its wording in each text, differences marked.

    A wording that several versions share is shown once, with all of them named.
    """
    path = "definitions/index.html"
    terms: dict[str, list[tuple[VersionView, Term]]] = defaultdict(list)
    for view in context.data.works:
        for version in view.versions:
            seen = set()
            for term in facts_of(context, version, cache).terms:
                name = term.term.lower()
                if name and (name, term.path) not in seen:
                    seen.add((name, term.path))
                    terms[name].append((version, term))
    first = context.data.first_terms
    ordered = sorted(terms, key=lambda n: (first.index(n) if n in first else len(first), n))
    entries = [_term(context, name, terms[name], path) for name in ordered]
    html = render("definitions.html", entries=entries, labels=labels)
    return Content("Definitions", html, section="definitions")


def _term(
    context: Context, name: str, uses: list[tuple[VersionView, Term]], path: str
) -> dict[str, object]:
    wordings: dict[str, list[tuple[VersionView, Term]]] = {}
    for version, term in uses:
        wordings.setdefault(term.text, []).append((version, term))
    shown = []
    last: dict[str, str] = {}
    for text, where in wordings.items():
        work = where[0][0].record.work
        before = last.get(work) or (next(iter(last.values())) if last else "")
        edits = word_diff.word_edits(before, text) if before else ()
        shown.append(
            {
                "html": redline.words_html(edits)
                if edits
                else redline.words_html([("equal", text)]),
                "compared": bool(before),
                "where": [
                    {
                        "words": f"{context.citation(v.record.work)}, "
                        f"{context.version_words(v.record)}",
                        "cite": t.cite,
                        "href": urls.relative(
                            f"{urls.version_page(v.record.work, v.record.version)}#{t.anchor}", path
                        ),
                    }
                    for v, t in where
                ],
            }
        )
        last[work] = text
    return {
        "id": "term-" + "-".join(name.split()),
        "name": name,
        "wordings": shown,
        "texts": len({v.record.work for v, _ in uses}),
    }
