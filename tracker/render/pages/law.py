"""The index of the law as it would read: every amending text, and where pending ones meet."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from tracker import identifiers
from tracker.render import labels, links, urls
from tracker.render.context import Content, Context, Page
from tracker.render.data import AmendmentView, Collision
from tracker.render.derived import Cache
from tracker.render.html import render
from tracker.render.pages.amended import facts

INDEX = "law/index.html"
_KINDS = {
    "same-designator": "put in under one designator",
    "same-words": "strike, or insert beside, the same words",
    "same-provision": "change one provision",
}
"""What several texts do at one place."""


def pages(context: Context, cache: Cache) -> Iterator[Page]:
    """Yield the index, when any text held may amend."""
    if context.data.amendments:
        works = [view.record.work for view in context.data.amendments]
        key = context.key(
            "law",
            [view.key for view in context.data.amendments],
            context.data.collisions,
            context.names_of([*works, *(p[0] for c in context.data.collisions for p in c.parties)]),
            [context.force(work) for work in works],
        )
        yield Page(INDEX, key, partial(_index, context, cache))


def _index(context: Context, cache: Cache) -> Content:
    latest = {view.record.work: view for view in context.data.amendments}
    rows = [row for view in latest.values() if (row := _row(context, view, cache))]
    html = render(
        "law.html",
        rows=rows,
        places=_places(context),
        labels=labels,
        sample=context.data.sample,
    )
    return Content("The law as it would read", html, section="law")


def _row(context: Context, view: AmendmentView, cache: Cache) -> dict[str, object] | None:
    """Return one amending text of the table; None when none of it could be carried out."""
    known = facts(context, view, cache)
    if not known.executed:
        return None
    record = view.record
    return {
        "citation": context.citation(record.work),
        "title": context.work_title(record.work),
        "words": context.version_words(record),
        "force": context.force(record.work),
        "href": urls.relative(urls.amended_page(record.work, record.version), INDEX),
        "known": known,
        "bases": [(context.citation(work), version) for work, version in known.bases],
    }


def _places(context: Context) -> list[dict[str, object]]:
    """Return the collisions by section of the law, in its order."""
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    for clash in context.data.collisions:
        section, cite = _cited(clash.identifier)
        found[section].append(
            {
                "cite": cite,
                "href": links.official(clash.identifier),
                "what": _KINDS[clash.kind],
                "words": clash.words,
                "alike": clash.alike,
                "parties": _parties(context, clash),
            }
        )
    return [{"section": section, "clashes": clashes} for section, clashes in sorted(found.items())]


def _parties(context: Context, clash: Collision) -> list[dict[str, str]]:
    """Return the texts that meet at one place, each with a link to what it does there."""
    return [
        {
            "words": context.citation(work),
            "version": version,
            "href": urls.relative(urls.version_page(work, version), INDEX),
        }
        for work, version, _ in clash.parties
    ]


def _cited(identifier: str) -> tuple[str, str]:
    """Return (section, provision) as people cite them: `50 U.S.C. 4801`, `50 U.S.C. 4801(15)`."""
    work = identifiers.parse(identifier).work
    section = identifiers.citation(work)
    portion = labels.provision(identifier, work)
    if identifier == work:
        return section, section
    return section, f"{section}{'' if '/usc/' in work else ', '}{portion}"
