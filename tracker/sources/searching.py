"""Standing questions to the Federal Register: searches by agency, RIN, docket, part or phrase.

The service drops empty conditions, caps what it counts, pages by cursor and has been seen to
repeat page one for ever, so a search is cut into slices of time, its pages are followed verbatim,
its rows are counted, and rows that do not match are refused (facts/api-contracts §1.2–1.3).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlencode, urlsplit

from tracker import identifiers
from tracker.config import Search
from tracker.errors import IdentifierError
from tracker.sources.asking import Asker
from tracker.sources.outcomes import FailedError
from tracker.sources.shapes import FrPage, FrRow

BASE = "https://www.federalregister.gov/api/v1"
HOST = "www.federalregister.gov"
PER_PAGE = 200
SURE_COUNT = 2000
"""Up to this many hits the service has always been seen to page through reliably."""
FIELDS = (
    "document_number",
    "publication_date",
    "type",
    "title",
    "agencies",
    "regulation_id_numbers",
    "docket_ids",
    "cfr_references",
)


def search_url(search: Search, first: date, last: date | None) -> str:
    """Return the first page of a search over publication dates, both included.

    The newest slice has no last day, so that its URL is the same every day.
    """
    conditions: list[tuple[str, str]] = [
        ("conditions[publication_date][gte]", first.isoformat()),
    ]
    if last is not None:
        conditions.append(("conditions[publication_date][lte]", last.isoformat()))
    conditions += [("conditions[agencies][]", agency) for agency in search.agencies]
    conditions += [("conditions[type][]", kind) for kind in search.types]
    if search.term:
        conditions.append(("conditions[term]", search.term))
    if search.rin:
        conditions.append(("conditions[regulation_id_number]", search.rin))
    if search.docket:
        conditions.append(("conditions[docket_id]", search.docket))
    if search.cfr:
        _, _, _, title, part = search.cfr.split("/")
        conditions.append(("conditions[cfr][title]", title[1:]))
        conditions.append(("conditions[cfr][part]", part[1:]))
    conditions += [("fields[]", field) for field in FIELDS]
    conditions += [("order", "oldest"), ("per_page", str(PER_PAGE))]
    return f"{BASE}/documents.json?{urlencode(conditions)}"


def inspection_url(search: Search) -> str:
    """Return the first page of what a search finds in public inspection."""
    conditions = [("conditions[agencies][]", agency) for agency in search.agencies]
    conditions += [("conditions[type][]", kind) for kind in search.types]
    if search.term:
        conditions.append(("conditions[term]", search.term))
    conditions.append(("per_page", str(PER_PAGE)))
    return f"{BASE}/public-inspection-documents.json?{urlencode(conditions)}"


def find(search: Search, asker: Asker) -> list[str]:
    """Return the works that a search finds, oldest first. Raises AskError."""
    rows = list(_slice(search, asker, search.since, None))
    works = [work for row in rows if (work := _work(row, search))]
    if search.public_inspection:
        works += [work for row in _inspected(search, asker) if (work := _work(row, search))]
    return list(dict.fromkeys(works))


def _slice(search: Search, asker: Asker, first: date, last: date | None) -> Iterator[FrRow]:
    """Yield the rows of a span of days; a span with too many is halved. Raises AskError."""
    url = search_url(search, first, last)
    body = asker.json(url, FrPage)
    count = body.count
    end = last or asker.clock().date()
    if count >= SURE_COUNT and first < end:
        middle = first + (end - first) // 2
        yield from _slice(search, asker, first, middle)
        yield from _slice(search, asker, middle + timedelta(days=1), last)
        return
    yield from _pages(asker, url, body, count)


def _pages(asker: Asker, url: str, body: FrPage, count: int) -> Iterator[FrRow]:
    """Yield the rows of all pages, each number once. Raises FailedError."""
    seen: set[str] = set()
    asked = {url}
    while True:
        fresh = 0
        for row in _results(body, url):
            number = row.document_number
            if number not in seen:
                seen.add(number)
                fresh += 1
                yield row
        following = body.next_page_url
        if not following or (not fresh and seen):
            break
        url = _followed(following, url)
        if url in asked:
            raise FailedError(url, f"{HOST} sends a search from page to page without end")
        asked.add(url)
        body = asker.json(url, FrPage)
        if body.count == 0:
            break
    if len(seen) != count:
        raise FailedError(
            url, f"{HOST} counts {count} documents and lists {len(seen)}: the answers disagree"
        )


def _results(body: FrPage, url: str) -> list[FrRow]:
    """Return the rows of a page; none at all is an answer only with a count of zero."""
    if body.results is None and body.count:
        raise FailedError(url, f"{HOST} counts documents and lists none: the answers disagree")
    return body.results or []


def _followed(following: str, url: str) -> str:
    """Return the next page's URL, taken verbatim. Raises FailedError when it leads elsewhere."""
    parts = urlsplit(following)
    if parts.scheme != "https" or parts.hostname != HOST or not parts.path.startswith("/api/v1/"):
        raise FailedError(url, f"{HOST} sends a search on to another place")
    return following


def _inspected(search: Search, asker: Asker) -> Iterator[FrRow]:
    """Yield the rows in public inspection.

    Its page count is known to be wrong, so pages are read until one brings nothing new.
    """
    url = inspection_url(search)
    seen: set[str] = set()
    asked: set[str] = set()
    while url and url not in asked:
        asked.add(url)
        body = asker.json(url, FrPage)
        fresh = [row for row in _results(body, url) if row.document_number not in seen]
        seen.update(row.document_number for row in fresh)
        yield from fresh
        following = (body.next_page_url or "") if fresh else ""
        url = _followed(following, url) if following else ""


def _work(row: FrRow, search: Search) -> str:
    """Return the work of a row that truly matches, else an empty string.

    RIN and docket conditions match phrases and tokens, so equality is checked here.
    """
    if search.rin and search.rin not in (row.regulation_id_numbers or []):
        return ""
    dockets = row.docket_ids or []
    if search.docket and not any(_same_docket(search.docket, one) for one in dockets):
        return ""
    try:
        found = identifiers.parse(row.document_number)
    except IdentifierError:
        return ""
    return found.work if found.kind == "fr" else ""


def _same_docket(asked: str, found: str) -> bool:
    """Return whether `Docket No. 250509-0083` is docket `250509-0083`."""
    return found.removeprefix("Docket No.").strip().upper() == asked.upper()
