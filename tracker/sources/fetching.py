"""One run over the watchlist: every item asked for on its own, every item with one outcome."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from tracker import identifiers
from tracker.config import (
    Search,
    WatchedBill,
    WatchedChapter,
    WatchedDocument,
    WatchedPart,
    Watchlist,
)
from tracker.errors import UsageError
from tracker.sources import ecfr, federal_register, govinfo, searching, uscode
from tracker.sources.asking import Asker, Clock, Held
from tracker.sources.gathering import ItemResult, ended
from tracker.sources.links import linked
from tracker.sources.outcomes import AskError, FetchReport, OnProgress, Outcome, Progress
from tracker.sources.release_points import CURRENT_URL, LIST_URL
from tracker.sources.transport import Transport


class Item(Struct, frozen=True, kw_only=True):
    """One thing to ask for."""

    name: str
    """Identifier of a work, or `search:` and the search's name."""
    first_urls: tuple[str, ...]
    """What is asked for first; the rest depends on the answers."""
    fetch: Callable[[Asker, Held], ItemResult]


def fetch(
    watchlist: Watchlist,
    transport: Transport,
    held: Held,
    *,
    works: Sequence[str] = (),
    on_progress: OnProgress | None = None,
    clock: Clock,
) -> FetchReport:
    """Ask for everything on the watchlist, or for the works named.

    `works` are identifiers, short or full; one that the watchlist lacks is asked for all the
    same. `clock` gives the present as an aware UTC instant. Never raises for what a service
    does: that is in the outcomes. Raises IdentifierError or UsageError for a name in `works`
    that cannot be fetched.
    """
    asker = Asker(transport, clock)
    items = list(items_of(watchlist, works))
    results: list[ItemResult] = []
    searches = () if works else watchlist.searches
    found: dict[str, Item] = {}
    total = len(items) + len(searches)
    for search in searches:
        outcome, finds = _search(search, watchlist, asker, held)
        found.update((item.name, item) for item in finds)
        results.append(ItemResult(outcome=outcome))
        if on_progress:
            on_progress(Progress(len(results), total, outcome.item, outcome))
    items += found.values()
    total += len(found)
    for item in items:
        if on_progress:
            on_progress(Progress(len(results), total, item.name))
        results.append(_one(item, asker, held))
        if on_progress:
            on_progress(Progress(len(results), total, item.name, results[-1].outcome))
    return FetchReport(
        origin=transport.origin,
        outcomes=tuple(result.outcome for result in results),
        snapshots=tuple(snapshot for result in results for snapshot in result.snapshots),
        facts=linked(
            tuple(result.facts for result in results if result.facts is not None), watchlist, held
        ),
        named=bool(works),
        warnings=tuple(asker.warnings.values()),
    )


def _search(
    search: Search, watchlist: Watchlist, asker: Asker, held: Held
) -> tuple[Outcome, list[Item]]:
    """Put a standing question; return its outcome and what it found beyond the watchlist."""
    name = f"search:{search.name}"
    try:
        works = searching.find(search, asker)
    except AskError as error:
        return ended(name, error).outcome, []
    beyond = [work for work in works if watchlist.find(work) is None]
    fresh = [work for work in beyond if not held.versions(work)]
    outcome = Outcome(
        item=name,
        kind="new" if fresh else "unchanged",
        sentence=f"{name}: {len(works)} found since {search.since}"
        + (f", new: {', '.join(identifiers.short(work) for work in fresh)}" if fresh else ""),
    )
    return outcome, [_item(_unlisted(work)) for work in beyond]


def _one(item: Item, asker: Asker, held: Held) -> ItemResult:
    """Ask for one item; whatever a service does to it stays its own trouble."""
    try:
        return item.fetch(asker, held)
    except AskError as error:
        return ended(item.name, error)


def plan(watchlist: Watchlist, works: Sequence[str] = ()) -> list[str]:
    """Return the URLs that a run asks for first, in order, each once.

    What follows depends on the answers: the versions of a bill, the text of a document, the
    dates of a CFR part.
    """
    searches = () if works else watchlist.searches
    urls = [searching.search_url(search, search.since, None) for search in searches]
    urls += [searching.inspection_url(one) for one in searches if one.public_inspection]
    urls += [url for item in items_of(watchlist, works) for url in item.first_urls]
    return list(dict.fromkeys(urls))


def items_of(watchlist: Watchlist, works: Sequence[str] = ()) -> Iterable[Item]:
    """Yield what to ask for. Raises IdentifierError, UsageError."""
    if works:
        for name in dict.fromkeys(identifiers.parse(work).work for work in works):
            yield _item(watchlist.find(name) or _unlisted(name))
        return
    for entry in watchlist.entries:
        yield _item(entry)


def _unlisted(work: str) -> WatchedBill | WatchedDocument | WatchedPart | WatchedChapter:
    """Return an entry for a work that the watchlist does not have."""
    match identifiers.parse(work).kind:
        case "bill":
            return WatchedBill(work=work)
        case "fr":
            return WatchedDocument(work=work)
        case "cfr":
            return WatchedPart(work=work)
        case "usc" if "/ch" in work:
            return WatchedChapter(work=work)
    raise UsageError(
        f"{identifiers.short(work)} cannot be fetched: name a bill (119hr2683), a Federal Register "
        "document (2025-19001), a CFR part (15cfr734) or a chapter of the U.S. Code (50uscch58)"
    )


def _item(entry: object) -> Item:
    """Return how an entry of the watchlist is asked for."""
    match entry:
        case WatchedBill():
            return Item(
                name=entry.work,
                first_urls=(govinfo.status_url(entry.work),),
                fetch=lambda asker, held: govinfo.fetch_bill(entry, asker, held),
            )
        case WatchedDocument():
            number = federal_register.number_of(entry.work)
            return Item(
                name=entry.work,
                first_urls=(federal_register.document_url(number, entry.published),),
                fetch=lambda asker, held: federal_register.fetch_document(entry, asker, held),
            )
        case WatchedPart():
            return Item(
                name=entry.work,
                first_urls=(ecfr.titles_url(), ecfr.versions_url(entry.work)),
                fetch=lambda asker, held: ecfr.fetch_part(entry, asker, held),
            )
        case WatchedChapter():
            return Item(
                name=entry.work,
                first_urls=(LIST_URL, CURRENT_URL),
                fetch=lambda asker, held: uscode.fetch_chapter(entry, asker, held),
            )
    raise TypeError(f"not an entry of a watchlist: {entry!r}")
