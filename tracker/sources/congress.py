"""The congress.gov API v3 as another way to learn which versions a bill has.

It needs a key and is asked only when govinfo's BILLSTATUS does not answer; the texts come from
govinfo all the same, since www.congress.gov stands behind a bot wall (facts/api-contracts §4).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
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
    found = asker.json(url).get("bill")
    if not isinstance(found, dict):
        raise WrongTextError(url, f"{HOST} sent something else than a bill")
    _same_bill(found, url, bill.work)
    actions = list(_pages(asker, bill_url(bill.work, "/actions"), "actions"))
    versions: dict[str, Listed] = {}
    for row in _pages(asker, bill_url(bill.work, "/text"), "textVersions"):
        urls = [str(one.get("url") or "") for one in row.get("formats") or []]
        listed = listed_version(bill.work, str(row.get("type") or ""), _day(row.get("date")), urls)
        if listed is not None:
            versions.setdefault(listed.version, listed)
    for number in _law_numbers(found):
        if law := listed_law(number):
            versions.setdefault(law.version, law)
    return Status(
        facts=_facts(found, actions, bill),
        listed=in_order(bill.work, versions),
        updated=_day(found.get("updateDateIncludingText")) or _day(found.get("introducedDate")),
    )


def _same_bill(found: dict[str, Any], url: str, work: str) -> None:
    """Check that a record is of the bill asked for. Raises WrongTextError."""
    congress, kind, number = bill_parts(work)
    given = (str(found.get("congress")), str(found.get("type")).lower(), str(found.get("number")))
    if given != (str(congress), kind, str(number)):
        raise WrongTextError(
            url, f"asked for {identifiers.short(work)}, the record is of {''.join(given)}"
        )


def _pages(asker: Asker, url: str, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of all pages of a list. Raises FailedError when they do not add up."""
    asked: set[str] = set()
    rows = 0
    while True:
        if url in asked:
            raise FailedError(url, f"{HOST} sends a list from page to page without end")
        asked.add(url)
        body = asker.json(url)
        page, paging = body.get(name), body.get("pagination")
        if not isinstance(page, list) or not isinstance(paging, dict):
            raise FailedError(url, f"{HOST} sent a list of another shape than documented")
        rows += len(page)
        yield from page
        following = str(paging.get("next") or "")
        if not following or not page:
            break
        if urlsplit(following).hostname != HOST or urlsplit(following).scheme != "https":
            raise FailedError(url, f"{HOST} sends a list on to another place")
        url = following
    if rows != paging.get("count"):
        raise FailedError(
            url, f"{HOST} counts {paging.get('count')} entries and lists {rows}: they disagree"
        )


def _law_numbers(found: dict[str, Any]) -> list[str]:
    """Return the numbers of the public laws that the bill became."""
    return [
        str(law.get("number"))
        for law in found.get("laws") or []
        if str(law.get("type")).startswith("Public")
    ]


def _day(value: object) -> date | None:
    """Read the date at the head of a value, or None."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _facts(found: dict[str, Any], rows: list[dict[str, Any]], bill: WatchedBill) -> Facts:
    """Return what the record says about the bill as a whole."""
    actions = tuple(
        Action(
            on=_day(row.get("actionDate")),
            text=str(row.get("text") or ""),
            kind=str(row.get("type") or ""),
        )
        for row in rows
    )
    codes = {str(row.get("actionCode") or "") for row in rows}
    laws = _law_numbers(found)
    sponsors = found.get("sponsors") or [{}]
    cosponsors = found.get("cosponsors") or {}
    title = str(found.get("title") or "")
    return Facts(
        work=bill.work,
        kind="bill",
        title=title,
        short_title=title,
        citation=identifiers.citation(bill.work),
        url=page_url(bill.work),
        sponsor=str(sponsors[0].get("fullName") or ""),
        cosponsors=cosponsors.get("count"),
        introduced=_day(found.get("introducedDate")),
        actions=actions,
        stage=stage_of(codes, actions, laws),
        companions=bill.companions,
        public_law="/us/pl/" + laws[0].replace("-", "/") if laws else "",
        published=_day(found.get("introducedDate")),
    )
