"""Standing searches: pages, counts, loops, and what does not truly match."""

import json
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec import structs

from tracker.config import Search, Watchlist
from tracker.sources import NothingHeld, fetch, plan
from tracker.sources.searching import BASE, inspection_url, search_url

SINCE = date(2025, 1, 1)
BIS = Search(name="bis", since=SINCE, agencies=("industry-and-security-bureau",), types=("RULE",))
FIRST = search_url(BIS, SINCE, None)
NEXT = f"{BASE}/documents?format=json&page=2&search_after_cursor=WzE3"


def row(number, **fields):
    """Return a row of an answer."""
    return {"document_number": number, "publication_date": "2025-09-15", **fields}


def put(given, reply, url, **body):
    """Let a URL answer with JSON."""
    given.replies[url] = reply(content_type="application/json", body=json.dumps(body).encode())


def searched(given, now, search=BIS, held=None):
    """Run one search alone and return its outcome and the report."""
    report = fetch(Watchlist(searches=(search,)), given, held or NothingHeld(), clock=now)
    return report.outcomes[0], report


def test_the_question_names_its_fields_and_no_empty_condition():
    """The service drops empty conditions and then answers with everything."""
    query = parse_qs(urlsplit(FIRST).query, keep_blank_values=True)
    assert {
        "conditions[publication_date][gte]": ["2025-01-01"],
        "conditions[agencies][]": ["industry-and-security-bureau"],
        "conditions[type][]": ["RULE"],
        "order": ["oldest"],
        "per_page": ["200"],
    } == {name: values for name, values in query.items() if name != "fields[]"}
    assert "document_number" in query["fields[]"]


def test_every_kind_of_condition_has_its_place():
    """RIN, docket, CFR part, phrase."""
    search = Search(
        name="x", since=SINCE, rin="0694-AJ35", docket="D-1", cfr="/us/cfr/t15/p744", term='"a b"'
    )
    query = parse_qs(urlsplit(search_url(search, SINCE, date(2025, 2, 1))).query)
    assert ["0694-AJ35"] == query["conditions[regulation_id_number]"]
    assert ["D-1"] == query["conditions[docket_id]"]
    assert (["15"], ["744"]) == (query["conditions[cfr][title]"], query["conditions[cfr][part]"])
    assert ['"a b"'] == query["conditions[term]"]
    assert ["2025-02-01"] == query["conditions[publication_date][lte]"]


def test_what_a_search_finds_is_followed_like_a_document(given, now, reply):
    """One outcome for the search, one for each document beyond the watchlist."""
    put(given, reply, FIRST, count=2, results=[row("2025-99001"), row("2025-99002")])
    outcome, report = searched(given, now)
    assert ("new", "search:bis: 2 found since 2025-01-01, new: 2025-99001, 2025-99002") == (
        outcome.kind,
        outcome.sentence,
    )
    assert ["search:bis", "/us/fr/2025-99001", "/us/fr/2025-99002"] == [
        one.item for one in report.outcomes
    ]
    assert 2 == len(report.snapshots)


def test_what_is_held_is_not_new_again(given, memory, now, reply):
    """A search whose finds are all held is unchanged."""
    put(given, reply, FIRST, count=1, results=[row("2025-99002")])
    memory.take(searched(given, now, held=memory)[1].snapshots)
    outcome, report = searched(given, now, held=memory)
    assert "unchanged" == outcome.kind
    assert {"unchanged"} == {one.kind for one in report.outcomes}


def test_nothing_found_is_an_answer_though_it_has_no_results(given, now, reply):
    """Zero hits come without `results`."""
    put(given, reply, FIRST, description="Documents matching …", count=0)
    assert "unchanged" == searched(given, now)[0].kind


def test_pages_are_followed_verbatim(given, now, reply):
    """The cursor is the service's, not ours."""
    put(given, reply, FIRST, count=2, next_page_url=NEXT, results=[row("2025-99001")])
    put(given, reply, NEXT, count=2, results=[row("2025-99002"), row("2025-99001")])
    assert "search:bis: 2 found" in searched(given, now)[0].sentence
    assert NEXT in given.urls


BROKEN = {
    "a count without rows": ({"count": 3}, None, "counts documents and lists none"),
    "too few rows": (
        {"count": 3, "results": [row("2025-99001")]},
        None,
        "counts 3 documents and lists 1",
    ),
    "too many rows": (
        {"count": 1, "results": [row("2025-99001"), row("2025-99002")]},
        None,
        "counts 1 documents and lists 2",
    ),
    "no count": ({"results": []}, None, "missing required field `count`"),
    "page one again and again": (
        {"count": 3, "results": [row("2025-99001")], "next_page_url": NEXT},
        {"count": 3, "results": [row("2025-99001")], "next_page_url": NEXT},
        "counts 3 documents and lists 1",
    ),
    "a link to itself": (
        {"count": 3, "results": [row("2025-99001")], "next_page_url": FIRST},
        None,
        "from page to page without end",
    ),
    "a link elsewhere": (
        {"count": 3, "results": [row("2025-99001")], "next_page_url": "https://example.org/x"},
        None,
        "on to another place",
    ),
    "a link over http": (
        {
            "count": 3,
            "results": [row("2025-99001")],
            "next_page_url": NEXT.replace("https", "http"),
        },
        None,
        "on to another place",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_answer_that_does_not_add_up_is_an_error(given, now, reply, name):
    """Kept apart from “nothing found”, and never a loop."""
    first, second, words = BROKEN[name]
    put(given, reply, FIRST, **first)
    if second:
        put(given, reply, NEXT, **second)
    outcome, report = searched(given, now)
    assert "failed" == outcome.kind
    assert words in outcome.sentence
    assert 4 == report.exit_status
    assert len(given.urls) < 5


def test_too_many_hits_are_asked_for_in_slices_of_time(given, now, reply):
    """Above 2,000 the count is not to be relied on; a slice's URL is the same every day."""
    middle = SINCE + (now().date() - SINCE) // 2
    put(given, reply, FIRST, count=10000, results=[])
    put(given, reply, search_url(BIS, SINCE, middle), count=1, results=[row("2025-99001")])
    after = middle + timedelta(days=1)
    put(given, reply, search_url(BIS, after, None), count=1, results=[row("2025-99002")])
    assert "search:bis: 2 found" in searched(given, now)[0].sentence


def test_what_matches_a_phrase_only_is_left_out(given, now, reply):
    """RIN and docket conditions match tokens; equality is checked on return."""
    search = Search(name="rin", since=SINCE, rin="0694-ZZ99", docket="SAMPLE-2025-0001")
    results = [
        row(
            "2025-99002",
            regulation_id_numbers=["0694-ZZ99"],
            docket_ids=["Docket No. SAMPLE-2025-0001"],
        ),
        row("2025-99003", regulation_id_numbers=["0694-ZZ98"], docket_ids=["SAMPLE-2025-0001"]),
        row("2025-99004", regulation_id_numbers=["0694-ZZ99"], docket_ids=["SAMPLE-2025-00011"]),
        row("nonsense", regulation_id_numbers=["0694-ZZ99"], docket_ids=["SAMPLE-2025-0001"]),
    ]
    put(given, reply, search_url(search, SINCE, None), count=4, results=results)
    outcome, report = searched(given, now, search)
    assert "search:rin: 1 found since 2025-01-01, new: 2025-99002" == outcome.sentence
    assert 2 == len(report.outcomes)


def test_public_inspection_is_read_until_nothing_new_comes(given, now, reply):
    """Its own count of pages is wrong, so pages end with the first that brings nothing."""
    search = structs.replace(BIS, public_inspection=True)
    first = inspection_url(search)
    more = f"{BASE}/public_inspection_documents?page=2"
    put(given, reply, FIRST, count=0)
    put(
        given,
        reply,
        first,
        count=127,
        total_pages=50,
        next_page_url=more,
        results=[row("2025-99001")],
    )
    put(given, reply, more, count=127, next_page_url=more + "3", results=[row("2025-99001")])
    assert "search:bis: 1 found" in searched(given, now, search)[0].sentence
    assert more + "3" not in given.urls


def test_a_search_is_not_put_when_works_are_named(given, now):
    """`tracker fetch 119hr99001` asks for that alone."""
    report = fetch(
        Watchlist(searches=(BIS,)), given, NothingHeld(), works=["2025-99002"], clock=now
    )
    assert ["/us/fr/2025-99002"] == [one.item for one in report.outcomes]
    assert FIRST not in given.urls


def test_the_plan_lists_first_questions_once_and_asks_none(given):
    """What `tracker fetch --dry-run` prints."""
    from tracker.sources import sample

    watchlist = structs.replace(
        sample.watchlist(), searches=(structs.replace(BIS, public_inspection=True),)
    )
    urls = plan(watchlist)
    assert [FIRST, inspection_url(BIS)] == urls[:2]
    assert len(urls) == len(set(urls)) == 7
    assert plan(watchlist, ["15cfr9901"]) == urls[-2:]
    assert [] == given.asked
