"""What was dropped: provisions that an earlier version had and a later one has not."""

from collections.abc import Iterator
from functools import partial

from tracker.render import labels, urls
from tracker.render.context import Content, Context, Page, comparison_key
from tracker.render.derived import Cache
from tracker.render.html import render
from tracker.render.pages.comparison import facts
from tracker.render.pages.front import change_order

PATH = "changes/dropped.html"


def pages(context: Context, cache: Cache) -> Iterator[Page]:
    """Yield the ledger."""
    compared = [comparison_key(c) for c in context.data.comparisons if c.relation == "successive"]
    forces = [(w.work, w.force.status) for w in context.data.works]
    key = context.key("dropped", compared, forces, context.names_key)
    yield Page(PATH, key, partial(_ledger, context, cache))


def _ledger(context: Context, cache: Cache) -> Content:
    works: dict[str, list[dict[str, object]]] = {}
    for comparison in sorted(
        (c for c in context.data.comparisons if c.relation == "successive"), key=change_order
    ):
        found = facts(context, comparison, cache).dropped
        if found:
            works.setdefault(comparison.new.work, []).append(
                {
                    "old": context.version_words(comparison.old),
                    "new": context.version_words(comparison.new),
                    "on": labels.day(comparison.new.published),
                    "href": urls.relative(context.comparison_path(comparison), PATH),
                    "dropped": found,
                }
            )
    entries = [
        {
            "citation": context.citation(work),
            "title": context.work_title(work),
            "href": urls.relative(urls.work_page(work), PATH),
            "force": context.force(work),
            "steps": steps,
        }
        for work, steps in works.items()
    ]
    html = render("dropped.html", entries=entries, index="index.html", labels=labels)
    return Content("What was dropped", html, section="changes")
