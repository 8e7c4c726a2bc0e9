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
    "same-designator": "put in by each",
    "same-words": "the same words struck, or inserted beside",
    "same-provision": "changed by each",
}
"""What several texts do at one place."""


def pages(context: Context, cache: Cache) -> Iterator[Page]:
    """Yield the index; it says so when no text held amends a law that is held."""
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
    """Return the collisions by section of the law, in its order; new sections last."""
    found: dict[tuple[bool, str], list[Collision]] = defaultdict(list)
    for clash in context.data.collisions:
        found[_is_new_section(clash), _section(clash)].append(clash)
    return [
        {
            "section": section,
            "parties": _parties(context, clashes[0]) if _same_parties(clashes) else [],
            "clashes": [
                {
                    "cite": _cite(clash),
                    "href": "" if new else links.official(clash.identifier),
                    "what": _KINDS[clash.kind],
                    "words": clash.words,
                    "alike": clash.alike,
                    "parties": [] if _same_parties(clashes) else _parties(context, clash),
                }
                for clash in clashes
            ],
        }
        for (new, section), clashes in sorted(found.items())
    ]


def _same_parties(clashes: list[Collision]) -> bool:
    """Return whether the same texts meet at all places of a section."""
    return len({tuple(party[:2] for party in clash.parties) for clash in clashes}) == 1


def _is_new_section(clash: Collision) -> bool:
    """Return whether texts put in a section; its number is the Act's, not yet the Code's."""
    parts = clash.identifier.split("/")  # "", us, usc, t50, s1758A
    return clash.kind == "same-designator" and parts[2] == "usc" and len(parts) == 5


def _section(clash: Collision) -> str:
    """Return the section of the law as people cite it."""
    if _is_new_section(clash):
        return "New sections, by their numbers in the Act"
    return identifiers.citation(identifiers.parse(clash.identifier).work)


def _cite(clash: Collision) -> str:
    """Return the place within its section: `(a)(10)`, `Section 1758A`."""
    if _is_new_section(clash):
        return f"Section {clash.identifier.rpartition('/s')[2]}"
    work = identifiers.parse(clash.identifier).work
    if clash.identifier == work:
        return "the section"
    return labels.provision(clash.identifier, work)


def _parties(context: Context, clash: Collision) -> list[dict[str, str]]:
    """Return the texts that meet at one place, each with a link to it."""
    return [
        {
            "words": context.citation(work),
            "href": urls.relative(urls.version_page(work, version), INDEX),
        }
        for work, version, _ in clash.parties
    ]
