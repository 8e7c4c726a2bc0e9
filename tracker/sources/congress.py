"""The congress.gov API v3 as another way to learn which versions a bill has.

It needs a key and is asked only when govinfo's BILLSTATUS does not answer; the texts come from
govinfo all the same, since www.congress.gov stands behind a bot wall (facts/api-contracts §4).
"""

from collections.abc import Iterator
from datetime import date
from typing import TypeVar
from urllib.parse import urlsplit

from tracker import identifiers
from tracker.config import WatchedBill
from tracker.model import Action, Facts
from tracker.sources.asking import Asker
from tracker.sources.bills import (
    Listed,
    Status,
    bill_parts,
    in_order,
    listed_law,
    listed_version,
    page_url,
    stage_of,
)
from tracker.sources.outcomes import FailedError, WrongTextError
from tracker.sources.shapes import (
    CongressAction,
    CongressActions,
    CongressBill,
    CongressRecord,
    CongressTexts,
)

HOST = "api.congress.gov"
BASE = f"https://{HOST}/v3"
LIMIT = 250
"""The service's largest page."""


def bill_url(work: str, below: str = "") -> str:
    """Return where a bill's record, or a list below it, is.

    XML is the service's default since April 2026, so the format is always named.
    """
    congress, kind, number = bill_parts(work)
    url = f"{BASE}/bill/{congress}/{kind}/{number}{below}?format=json"
    return f"{url}&limit={LIMIT}" if below else url


def read_status(bill: WatchedBill, asker: Asker) -> Status:
    """Ask for a bill's record, actions and versions. Raises AskError."""
    url = bill_url(bill.work)
    found = asker.json(url, CongressBill).bill
    _same_bill(found, url, bill.work)
    actions = [
        row
        for page in _pages(asker, bill_url(bill.work, "/actions"), CongressActions)
        for row in page.actions
    ]
    versions: dict[str, Listed] = {}
    for page in _pages(asker, bill_url(bill.work, "/text"), CongressTexts):
        for row in page.textVersions:
            urls = [one.url or "" for one in row.formats or []]
            listed = listed_version(bill.work, row.type or "", _day(row.date), urls)
            if listed is not None:
                versions.setdefault(listed.version, listed)
    for number in _law_numbers(found):
        if law := listed_law(number):
            versions.setdefault(law.version, law)
    return Status(
        facts=_facts(found, actions, bill),
        listed=in_order(bill.work, versions),
        updated=_day(found.updateDateIncludingText) or found.introducedDate,
    )


def _same_bill(found: CongressRecord, url: str, work: str) -> None:
    """Check that a record is of the bill asked for. Raises WrongTextError."""
    congress, kind, number = bill_parts(work)
    given = (str(found.congress), found.type.lower(), str(found.number))
    if given != (str(congress), kind, str(number)):
        raise WrongTextError(
            url, f"asked for {identifiers.short(work)}, the record is of {''.join(given)}"
        )


Page = TypeVar("Page", CongressActions, CongressTexts)


def _pages(asker: Asker, url: str, shape: type[Page]) -> Iterator[Page]:
    """Yield all pages of a list. Raises FailedError when they do not add up."""
    asked: set[str] = set()
    rows = 0
    while True:
        if url in asked:
            raise FailedError(url, f"{HOST} sends a list from page to page without end")
        asked.add(url)
        page = asker.json(url, shape)
        size = len(page.actions if isinstance(page, CongressActions) else page.textVersions)
        rows += size
        yield page
        following = page.pagination.next
        if not following or not size:
            break
        if urlsplit(following).hostname != HOST or urlsplit(following).scheme != "https":
            raise FailedError(url, f"{HOST} sends a list on to another place")
        url = following
    if rows != page.pagination.count:
        raise FailedError(
            url, f"{HOST} counts {page.pagination.count} entries and lists {rows}: they disagree"
        )


def _law_numbers(found: CongressRecord) -> list[str]:
    """Return the numbers of the public laws that the bill became."""
    return [
        law.number
        for law in found.laws or []
        if law.number and (law.type or "").startswith("Public")
    ]


def _day(text: str | None) -> date | None:
    """Read the date at the head of a text, or None."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _facts(found: CongressRecord, rows: list[CongressAction], bill: WatchedBill) -> Facts:
    """Return what the record says about the bill as a whole."""
    actions = tuple(
        Action(on=row.actionDate, text=row.text or "", kind=row.type or "") for row in rows
    )
    codes = {row.actionCode or "" for row in rows}
    laws = _law_numbers(found)
    title = found.title or ""
    return Facts(
        work=bill.work,
        kind="bill",
        title=title,
        short_title=title,
        citation=identifiers.citation(bill.work),
        url=page_url(bill.work),
        sponsor=(found.sponsors[0].fullName or "") if found.sponsors else "",
        cosponsors=found.cosponsors.count if found.cosponsors else None,
        introduced=found.introducedDate,
        actions=actions,
        stage=stage_of(codes, actions, laws),
        companions=bill.companions,
        public_law="/us/pl/" + laws[0].replace("-", "/") if laws else "",
        published=found.introducedDate,
    )
