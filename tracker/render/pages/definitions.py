"""Defined terms: an index, and a page for each term that is worded more than once."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import partial

from tracker.render import urls
from tracker.render.context import Content, Context, Page
from tracker.render.data import VersionView
from tracker.render.derived import Cache, Term
from tracker.render.html import one_line, render
from tracker.render.pages.lists import facts_of
from tracker.render.synopsis import groups, synopsis

INDEX = "definitions/index.html"
COMPARED = 20
"""Wordings of one term that are set beside each other: the newest ones."""
SIGLA = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Use = tuple[VersionView, Term]


def pages(context: Context, cache: Cache) -> Iterator[Page]:
    """Yield the index of terms; the pages of single terms go on from it."""
    texts = [
        (w.work, [v.record for v in w.versions], w.force.status, context.citation(w.work))
        for w in context.data.works
    ]
    key = context.key("definitions", texts, context.data.first_terms)
    yield Page(INDEX, key, partial(_index, context, cache))


def uses(context: Context, cache: Cache) -> dict[str, list[Use]]:
    """Return term (lower case) -> where it is defined, by date of the text, undated last."""
    found: dict[str, list[Use]] = defaultdict(list)
    for view in context.data.works:
        for version in view.versions:
            seen = set()
            for term in facts_of(context, version, cache).terms:
                name = " ".join(term.term.lower().split())
                if name and (name, term.path) not in seen:
                    seen.add((name, term.path))
                    found[name].append((version, term))
    for where in found.values():
        where.sort(key=lambda use: use[0].record.published or date.max)  # stable: legal order
    return found


def _index(context: Context, cache: Cache) -> Content:
    terms = uses(context, cache)
    first = context.data.first_terms
    ordered = sorted(terms, key=lambda n: (first.index(n) if n in first else len(first), n))
    taken: set[str] = set()
    further: dict[str, Content] = {}
    entries = []
    for name in ordered:
        slug = _slug(name, taken)
        found = wordings(terms[name])
        path = f"definitions/{slug}.html"
        compared = len(found) > 1
        if compared:
            further[path] = _term(context, name, found, path)
        target = path if compared else _clause(*terms[name][-1])
        entries.append(
            {
                "id": f"term-{slug}",
                "name": name,
                "first": name in first,
                "letter": name[0].upper() if name[0].isalpha() else "#",
                "href": urls.relative(target, INDEX),
                "wordings": len(found),
                "works": list(
                    dict.fromkeys(context.citation(v.record.work) for v, _ in terms[name])
                ),
            }
        )
    html = render("definitions.html", entries=entries)
    return Content("Definitions", html, section="definitions", further=further)


def _slug(name: str, taken: set[str]) -> str:
    """Return a name for addresses, never given twice."""
    base = re.sub(r"[^a-z0-9]+", "-", name).strip("-")[:60] or "term"
    slug, number = base, 1
    while slug in taken or slug == "index":
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug


def wordings(where: list[Use]) -> dict[str, list[Use]]:
    """Return wording -> the texts that have it, the oldest wording first."""
    found: dict[str, list[Use]] = {}
    for version, term in where:
        found.setdefault(term.text, []).append((version, term))
    return found


def _clause(version: VersionView, term: Term) -> str:
    record = version.record
    return f"{urls.version_page(record.work, record.version)}#{term.anchor}"


def siglum(place: int) -> str:
    """Return the letters that stand for a wording: A to Z, then AA, AB."""
    before, here = divmod(place, len(SIGLA))
    return (siglum(before - 1) if before else "") + SIGLA[here]


def _term(context: Context, name: str, found: dict[str, list[Use]], path: str) -> Content:
    texts = list(found)
    older = max(0, len(texts) - COMPARED)
    together = [[place + older for place in group] for group in groups(texts[older:])]
    html = render(
        "term.html",
        name=name,
        index=urls.relative(INDEX, path),
        works=len({v.record.work for where in found.values() for v, _ in where}),
        wordings=[
            {"sign": siglum(place), "text": text, "where": _where(context, found[text], path)}
            for place, text in enumerate(texts)
        ],
        synopses=[
            {"signs": [siglum(place) for place in group], "segments": _apparatus(texts, group)}
            for group in together
            if len(group) > 1
        ],
        older=older,
        alone=[siglum(group[0]) for group in together if len(group) == 1],
    )
    return Content(
        one_line(f"“{name}” in every text"),
        html,
        section="definitions",
        description=one_line(f"Every wording of the definition of “{name}”, aligned."),
    )


def _apparatus(texts: list[str], group: list[int]) -> list[dict[str, object]]:
    """Return the segments of a group of wordings with their letters."""
    return [
        {
            "shared": segment.shared,
            "readings": [
                {"text": r.text, "signs": [siglum(group[place]) for place in r.wordings]}
                for r in segment.readings
            ],
        }
        for segment in synopsis([texts[place] for place in group])
    ]


def _where(context: Context, where: list[Use], path: str) -> list[dict[str, str]]:
    return [
        {
            "work": context.citation(version.record.work),
            "version": context.version_words(version.record),
            "force": context.force(version.record.work),
            "cite": term.cite,
            "href": urls.relative(_clause(version, term), path),
        }
        for version, term in where
    ]
