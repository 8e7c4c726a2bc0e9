"""Recorded answers of the real services, where they are beside the checkout, are readable."""

import json
import re
from datetime import date

import pytest
from lxml import etree

from tracker.config import Search, WatchedBill, WatchedDocument, WatchedPart, Watchlist
from tracker.sources import NothingHeld, ecfr, fetch, govinfo
from tracker.sources.congress import bill_url, read_status
from tracker.sources.federal_register import document_url
from tracker.sources.searching import inspection_url, search_url

pytestmark = pytest.mark.corpus


def put(given, reply, url, path):
    """Let a URL answer with a recorded file."""
    given.replies[url] = reply(content_type="application/json", body=path.read_bytes())


@pytest.mark.parametrize(
    ("file", "number", "kind"),
    [
        ("rin-document.json", "2024-29463", "rule"),
        ("historical-document.json", "93-32104", "presidential"),
    ],
)
def test_recorded_documents_give_their_facts(
    given, now, reply, api_samples_dir, file, number, kind
):
    """New and old records, with null addresses, empty objects and page views."""
    path = api_samples_dir / "federalregister" / file
    body = json.loads(path.read_text(encoding="utf-8"))
    put(given, reply, document_url(number), path)
    watchlist = Watchlist(documents=(WatchedDocument(work=f"/us/fr/{number}"),))
    report = fetch(watchlist, given, NothingHeld(), clock=now)
    facts = report.facts[0]
    assert (kind, body["title"], body["citation"]) == (facts.kind, facts.title, facts.citation)
    assert facts.published is not None
    assert body["regulation_id_numbers"] == list(facts.rins)
    assert "known-but-missing" == report.outcomes[0].kind


def test_a_recorded_404_page_is_not_found(given, now, reply, api_samples_dir):
    """As served in 2017, under a .json address."""
    page = (api_samples_dir / "federalregister" / "documents-404-2017.html.txt").read_bytes()
    given.replies[document_url("2017-99999")] = reply(
        status=404, content_type="text/html; charset=utf-8", body=page
    )
    watchlist = Watchlist(documents=(WatchedDocument(work="/us/fr/2017-99999"),))
    assert "not-found" == fetch(watchlist, given, NothingHeld(), clock=now).outcomes[0].kind


SEARCH = Search(
    name="recorded",
    since=date(2025, 11, 3),
    agencies=("industry-and-security-bureau",),
    public_inspection=True,
)


@pytest.mark.parametrize(
    ("published", "inspected", "kind", "words"),
    [
        ("search-terminal.json", "inspection-zero.json", "unchanged", "0 found"),
        ("search-bis.reconstructed.json", "inspection-date-empty.json", "new", "4 found"),
        ("search-terminal.json", "inspection-search.json", "failed", ""),
        ("search-newest-page-one.json", "inspection-zero.json", "failed", ""),
        ("fields-unknown.json", "inspection-zero.json", "failed", "missing required field `count`"),
    ],
)
def test_recorded_searches_are_read(
    given, now, reply, api_samples_dir, published, inspected, kind, words
):
    """Zero hits, hits, and pages whose next page is not there."""
    folder = api_samples_dir / "federalregister"
    put(given, reply, search_url(SEARCH, SEARCH.since, None), folder / published)
    put(given, reply, inspection_url(SEARCH), folder / inspected)
    outcome = fetch(Watchlist(searches=(SEARCH,)), given, NothingHeld(), clock=now).outcomes[0]
    assert ("failed" if kind == "failed" else kind) == outcome.kind.replace("not-found", "failed")
    assert words in outcome.sentence


def test_recorded_titles_and_changes_are_read(given, now, reply, api_samples_dir):
    """Title 1 part 2: keyed on the issue date, not on the older amendment date."""
    work = "/us/cfr/t1/p2"
    folder = api_samples_dir / "ecfr"
    put(given, reply, ecfr.titles_url(), folder / "titles-2026-08-27.excerpt.json")
    put(given, reply, ecfr.versions_url(work), folder / "versions-title-1-part-2-filtered.json")
    for day in (date(2020, 1, 1), date(2022, 12, 29), date(2023, 4, 10)):
        given.replies[ecfr.text_url(work, day)] = reply(body=b'<DIV5 N="2" TYPE="PART"/>')
    watchlist = Watchlist(parts=(WatchedPart(work=work, since=date(2020, 1, 1)),))
    report = fetch(watchlist, given, NothingHeld(), clock=now)
    assert ("2020-01-01", "2022-12-29", "2023-04-10") == report.outcomes[0].versions
    assert date(2026, 8, 27) == report.facts[0].up_to_date_as_of


def test_every_recorded_bill_status_is_read(api_samples_dir):
    """BILLSTATUS 1.0 to 3.0, current and future shapes, with all versions that have a file."""
    read = 0
    for path in sorted((api_samples_dir / "billstatus").rglob("*BILLSTATUS-*.xml")):
        name = re.search(r"BILLSTATUS-(\d+)([a-z]+)(\d+)", path.name)
        work = f"/us/bill/{name[1]}/{name[2]}/{name[3]}"
        root = etree.fromstring(path.read_bytes())
        status = govinfo.read_status(root, "https://x/", WatchedBill(work=work))
        urls = {
            url.text
            for url in root.iterfind("bill/textVersions/item/formats/item/url")
            if url.text and "BILLS-" in url.text
        }
        assert len(urls) <= len(status.listed), path.name
        assert status.facts.title
        assert status.facts.introduced
        assert status.facts.stage
        read += 1
    assert read > 20


def test_recorded_congress_answers_are_read(given, now, reply, api_samples_dir):
    """H.R. 21 of the 117th: three versions, ten actions, two cosponsors."""
    from tracker.sources.asking import Asker

    work = "/us/bill/117/hr/21"
    folder = api_samples_dir / "congress"
    put(given, reply, bill_url(work), folder / "bill_117_hr_21.json")
    put(given, reply, bill_url(work, "/actions"), folder / "bill_117_hr_21_actions.json")
    put(given, reply, bill_url(work, "/text"), folder / "bill_117_hr_21_text.json")
    status = read_status(WatchedBill(work=work), Asker(given, now))
    assert ["ih", "eh", "rfs"] == [listed.version for listed in status.listed]
    assert (10, 2, "passed-house") == (
        len(status.facts.actions),
        status.facts.cosponsors,
        status.facts.stage,
    )
