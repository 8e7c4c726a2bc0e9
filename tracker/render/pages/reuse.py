"""Shared words: which works say the same, clause for clause, and which said it first."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import combinations

from msgspec import Struct

from tracker.render import labels, urls
from tracker.render.context import Content, Context, Page
from tracker.render.derived import Cache, Clause
from tracker.render.html import render
from tracker.render.pages.lists import facts_of

PATH = "reuse/index.html"
LEAST_WORDS = 15
"""Words that a clause must have to count; shorter ones are everybody's."""
COMMON = 12
"""Works beyond which a clause is boilerplate."""
LEAST_SHARE = 0.02
"""Share of the shorter text that two works must have in common to be listed."""
SHOWN = 4


class Shared(Struct, frozen=True):
    """Two works that have clauses in common, word for word; `old` was published first."""

    old: str
    new: str
    clauses: tuple[tuple[Clause, Clause], ...]
    """The same words in the old and in the new work."""
    words: int
    share: float
    """Of the shorter text's words."""


def pages(context: Context, cache: Cache) -> Iterator[Page]:
    """Yield the page of shared words."""
    newest = [(w.work, context.newest_key(w.work)) for w in context.data.works]
    key = context.key("reuse", newest, context.names_key)
    yield Page(PATH, key, partial(_content, context, cache))


def shared(context: Context, cache: Cache) -> list[Shared]:
    """Return all pairs of works with clauses in common in their newest versions, most first."""
    places: dict[str, dict[str, Clause]] = defaultdict(dict)
    sizes: dict[str, int] = {}
    for view in context.data.works:
        if not view.versions:
            continue
        clauses = facts_of(context, view.versions[-1], cache).clauses
        sizes[view.work] = sum(len(clause.text.split()) for clause in clauses)
        for clause in clauses:
            if len(clause.text.split()) >= LEAST_WORDS:
                places[" ".join(clause.text.lower().split())].setdefault(view.work, clause)
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text, where in places.items():
        if 1 < len(where) <= COMMON:
            for pair in combinations(sorted(where, key=lambda w: _published(context, w)), 2):
                pairs[pair].append(text)
    found = [
        Shared(
            old,
            new,
            tuple((places[text][old], places[text][new]) for text in texts),
            words := sum(len(text.split()) for text in texts),
            words / max(1, min(sizes[old], sizes[new])),
        )
        for (old, new), texts in pairs.items()
    ]
    kept = [pair for pair in found if pair.share >= LEAST_SHARE]
    return sorted(kept, key=lambda pair: (-pair.share, pair.old, pair.new))


def _published(context: Context, work: str) -> tuple[date, str]:
    first = context.works[work].versions[0].record.published
    return first or date.max, work


def _content(context: Context, cache: Cache) -> Content:
    entries = [
        {
            "old": _side(context, pair.old),
            "new": _side(context, pair.new),
            "share": round(100 * min(pair.share, 1)),
            "words": pair.words,
            "count": len(pair.clauses),
            "clauses": [
                {
                    "old": before.label,
                    "new": after.label,
                    "old_href": _clause(context, pair.old, before),
                    "new_href": _clause(context, pair.new, after),
                    "text": after.text,
                }
                for before, after in sorted(pair.clauses, key=lambda c: -len(c[1].text))[:SHOWN]
            ],
        }
        for pair in shared(context, cache)
    ]
    html = render("reuse.html", entries=entries, labels=labels, index="../changes/index.html")
    return Content("Shared words", html, section="changes")


def _side(context: Context, work: str) -> dict[str, str]:
    return {
        "citation": context.citation(work),
        "title": context.work_title(work),
        "on": labels.day(context.works[work].versions[0].record.published),
        "href": urls.relative(urls.work_page(work), PATH),
    }


def _clause(context: Context, work: str, clause: Clause) -> str:
    record = context.works[work].versions[-1].record
    return urls.relative(f"{urls.version_page(work, record.version)}#{clause.anchor}", PATH)
