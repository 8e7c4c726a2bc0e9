"""Federal Register documents: record, text in any form, public inspection, links."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec import structs

from tracker.config import WatchedDocument, Watchlist
from tracker.sources import NothingHeld, fetch, identity
from tracker.sources.federal_register import document_url, inspection_url, issue_url
from tracker.sources.outcomes import WrongTextError

WORK = "/us/fr/2025-99002"
RECORD = document_url("2025-99002")
XML = "https://www.federalregister.gov/documents/full_text/xml/2025/09/15/2025-99002.xml"
RAW = "https://www.federalregister.gov/documents/full_text/text/2025/09/15/2025-99002.txt"
HTML = "https://www.federalregister.gov/documents/full_text/html/2025/09/15/2025-99002.html"
ISSUE = issue_url(date(2025, 9, 15))
ONE = Watchlist(documents=(WatchedDocument(work=WORK),))
BOTH = Watchlist(
    documents=(WatchedDocument(work="/us/fr/2025-99001"), WatchedDocument(work=WORK)),
)
TEXT = b"<html><head><title>x</title></head><body><pre>[FR Doc. 2025-99002 Filed 9-12-25]</pre>"


def change(given, url=RECORD, **fields):
    """Change fields of a record."""
    body = json.loads(given.replies[url].body) | fields
    given.replies[url] = structs.replace(given.replies[url], body=json.dumps(body).encode())


def test_the_version_of_a_document_is_its_publication_date(given, now):
    """Label, dates, kind and references come from the record."""
    report = fetch(ONE, given, NothingHeld(), clock=now)
    record, facts = report.snapshots[0].record, report.facts[0]
    assert ("2025-09-15", "Final rule (fictional sample)", date(2025, 10, 15)) == (
        record.version,
        record.label,
        record.effective,
    )
    assert ("rule", ("0694-ZZ99",), ("/us/cfr/t15/p9901",)) == (
        facts.kind,
        facts.rins,
        facts.cfr_references,
    )
    assert [RECORD, XML] == given.urls


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("Rule", "rule"),
        ("Proposed Rule", "proposed-rule"),
        ("Notice", "notice"),
        ("Presidential Document", "presidential"),
        ("Uncategorized Document", "notice"),
    ],
)
def test_the_kind_is_the_type_in_its_display_form(given, now, type_, kind):
    """As the service writes it in answers."""
    change(given, type=type_, executive_order_number="14148")
    facts = fetch(ONE, given, NothingHeld(), clock=now).facts[0]
    assert kind == facts.kind
    assert "E.O. 14148" in facts.aliases


ISSUE_BODY = """<FEDREG><RULES>
<RULE><P>one</P><FRDOC>[FR Doc. 2025-99009 Filed]</FRDOC></RULE>
<RULE><P>two</P><FRDOC>[FR Doc. 2025–99002 Filed]</FRDOC></RULE>tail
</RULES></FEDREG>""".encode()
FORMS = [
    ({RAW: ("text/plain", TEXT)}, "plain text: its XML is not there"),
    ({HTML: ("text/html", TEXT)}, "HTML: its XML is not there"),
    ({ISSUE: ("application/xml", ISSUE_BODY)}, "cut from the daily issue: its XML is not there"),
]


@pytest.mark.parametrize(("replies", "note"), FORMS)
@pytest.mark.parametrize("listed", [True, False])
def test_a_text_without_xml_is_taken_in_another_form(given, now, reply, replies, note, listed):
    """Plain text, HTML, or cut from the daily issue; expected as XML only when one is listed."""
    del given.replies[XML]
    if not listed:
        change(given, full_text_xml_url=None)
    for url, (content_type, body) in replies.items():
        given.replies[url] = reply(content_type=content_type, body=body)
    report = fetch(ONE, given, NothingHeld(), clock=now)
    snapshot = report.snapshots[0]
    assert note == snapshot.record.note
    assert 0 == report.exit_status
    assert (("2025-09-15",) if listed else ()) == report.outcomes[0].missing
    if ISSUE in replies:
        assert b"two" in snapshot.data
        assert b"one" not in snapshot.data
        assert b"tail" not in snapshot.data


def test_a_document_without_any_text_is_known_but_missing(given, now):
    """The record is there, no form of the text is."""
    del given.replies[XML]
    report = fetch(ONE, given, NothingHeld(), clock=now)
    assert ("known-but-missing", ("2025-09-15",)) == (
        report.outcomes[0].kind,
        report.outcomes[0].missing,
    )
    assert [RECORD, XML, RAW, HTML, ISSUE] == given.urls
    assert 1 == len(report.facts)


def test_another_document_in_plain_text_is_refused(given, now, reply):
    """Identity is asked of every form."""
    del given.replies[XML]
    given.replies[RAW] = reply(content_type="text/plain", body=TEXT.replace(b"99002", b"99008"))
    report = fetch(ONE, given, NothingHeld(), clock=now)
    assert "failed" == report.outcomes[0].kind
    assert "does not say that it is FR Doc. 2025-99002" in report.outcomes[0].sentence
    assert () == report.snapshots


def test_a_text_that_speaks_of_requesting_access_is_no_wall(given, now, reply):
    """A CAPTCHA page is known by its title and form, not by words that a rule may use."""
    del given.replies[XML]
    body = TEXT + b" A person may request access to the docket; a captcha is no answer.</body>"
    given.replies[RAW] = reply(content_type="text/plain", body=body)
    assert "new" == fetch(ONE, given, NothingHeld(), clock=now).outcomes[0].kind


@pytest.mark.corpus
def test_the_recorded_wall_is_known(given, now, reply, api_samples_dir):
    """The page that federalregister.gov really showed."""
    wall = (
        api_samples_dir / "federalregister" / "request-access-challenge.excerpt.html.txt"
    ).read_bytes()
    given.replies[RECORD] = reply(content_type="text/html", body=wall)
    outcome = fetch(ONE, given, NothingHeld(), clock=now).outcomes[0]
    assert "blocked" == outcome.kind
    assert "shows a CAPTCHA page instead of an answer" in outcome.sentence


def test_the_xml_takes_the_place_of_the_plain_text(given, memory, now, reply):
    """As soon as it is there."""
    xml = given.replies.pop(XML)
    given.replies[RAW] = reply(content_type="text/plain", body=TEXT)
    memory.take(fetch(ONE, given, memory, clock=now).snapshots)
    given.replies[XML] = xml
    report = fetch(ONE, given, memory, clock=now)
    assert ("republished", "application/xml") == (
        report.outcomes[0].kind,
        report.snapshots[0].record.content_type.replace("text/xml", "application/xml"),
    )


def filed(reply, **fields):
    """Return a public inspection record."""
    body = {
        "document_number": "2025-99002",
        "publication_date": "2025-09-15",
        "type": "Rule",
        "title": "Sample rule ",
        "agencies": [{"raw_name": "Bureau of Industry and Security"}],
        "docket_numbers": ["SAMPLE-1"],
        "raw_text_url": "https://www.federalregister.gov/public-inspection/raw_text/x.txt",
        **fields,
    }
    return reply(content_type="application/json", body=json.dumps(body).encode())


def test_a_filed_document_is_followed_until_it_is_published(given, memory, now, reply):
    """Public inspection first, under the date it is to appear; the publication replaces it."""
    published = given.replies.pop(RECORD)
    given.replies[inspection_url("2025-99002")] = filed(reply)
    given.replies["https://www.federalregister.gov/public-inspection/raw_text/x.txt"] = reply(
        content_type="text/plain", body=b"to be published [FR Doc. 2025-99002 Filed: 9/12/2025]"
    )
    first = fetch(ONE, given, memory, clock=now)
    memory.take(first.snapshots)
    assert ("new", ("2025-09-15",), ("2025-09-15",)) == (
        first.outcomes[0].kind,
        first.outcomes[0].versions,
        first.outcomes[0].missing,
    )
    assert "public inspection copy" in first.snapshots[0].record.note
    assert ("Sample rule", "rule") == (first.facts[0].title, first.facts[0].kind)

    given.replies[RECORD] = published
    second = fetch(ONE, given, memory, clock=now)
    assert ("republished", ()) == (second.outcomes[0].kind, second.outcomes[0].missing)


def test_a_login_page_in_place_of_a_filed_text_is_refused(given, now, reply):
    """Its number must be in it, as in every other form."""
    del given.replies[RECORD]
    given.replies[inspection_url("2025-99002")] = filed(reply)
    given.replies["https://www.federalregister.gov/public-inspection/raw_text/x.txt"] = reply(
        content_type="text/html", body=b"<html><title>Sign in</title></html>"
    )
    report = fetch(ONE, given, NothingHeld(), clock=now)
    assert "failed" == report.outcomes[0].kind
    assert () == report.snapshots


def test_a_filed_document_without_a_date_is_known_but_missing(given, now, reply):
    """No date, no version: the text waits."""
    del given.replies[RECORD]
    given.replies[inspection_url("2025-99002")] = filed(reply, publication_date=None)
    report = fetch(ONE, given, NothingHeld(), clock=now)
    assert ("known-but-missing", ("unpublished",)) == (
        report.outcomes[0].kind,
        report.outcomes[0].missing,
    )
    assert () == report.snapshots


def test_a_number_that_nobody_knows_is_not_found(given, now):
    """Neither published nor filed: told with the address of the record, and no success."""
    del given.replies[RECORD]
    report = fetch(ONE, given, NothingHeld(), clock=now)
    assert "not-found" == report.outcomes[0].kind
    assert (RECORD,) == report.outcomes[0].urls
    assert 4 == report.exit_status


def test_old_numbers_are_asked_for_with_their_date():
    """Before 2016 a number could be given twice."""
    assert RECORD == document_url("2025-99002", date(2025, 9, 15))
    assert document_url("04-16753", date(2004, 7, 23)).endswith("?publication_date=2004-07-23")


def test_an_old_text_is_not_read_again_but_its_record_is(given, memory, now):
    """Live, a text is re-read for 30 days, since the service tells no time of change."""
    memory.take(fetch(ONE, given, memory, clock=now).snapshots)
    for days, expected in ((29, [RECORD, XML]), (31, [RECORD])):
        given.asked.clear()
        then = datetime(2025, 9, 15, 12, tzinfo=UTC) + timedelta(days=days)
        report = fetch(ONE, given, memory, clock=lambda then=then: then)
        assert expected == given.urls
        assert "unchanged" == report.outcomes[0].kind


def test_a_corrected_document_is_read_again_however_old(given, memory, now):
    """A correction may have changed its text at the service."""
    memory.take(fetch(ONE, given, memory, clock=now).snapshots)
    link = "https://www.federalregister.gov/api/v1/documents/C1-2025-99002?publication_date=x"
    change(given, corrections=[link])
    given.asked.clear()
    report = fetch(ONE, given, memory, clock=lambda: datetime(2027, 1, 1, tzinfo=UTC))
    assert [RECORD, XML] == given.urls
    assert ("/us/fr/C1-2025-99002",) == report.facts[0].corrections


def test_proposal_and_final_rule_are_linked_by_their_rin(given, now):
    """The service's own links are not dependable."""
    facts = {one.work: one.related for one in fetch(BOTH, given, NothingHeld(), clock=now).facts}
    assert {"/us/fr/2025-99001": (WORK,), WORK: ("/us/fr/2025-99001",)} == facts


def test_a_run_over_one_document_links_it_as_a_run_over_all_does(given, now):
    """What the watchlist says of the others is enough."""
    listed = WatchedDocument(work="/us/fr/2025-99001", rins=("0694-ZZ99",))
    watchlist = Watchlist(documents=(listed, WatchedDocument(work=WORK)))
    facts = fetch(watchlist, given, NothingHeld(), works=[WORK], clock=now).facts
    assert ("/us/fr/2025-99001",) == facts[0].related


def test_volatile_fields_are_no_facts(given, now):
    """Page views change by themselves and would make a commit every night."""
    first = fetch(ONE, given, NothingHeld(), clock=now).facts
    change(given, page_views={"count": 123, "last_updated": "2026-09-26 12:15:03 -0400"})
    assert first == fetch(ONE, given, NothingHeld(), clock=now).facts


def test_text_addresses_off_the_service_are_not_followed(given, now):
    """An address in a record is data, not an order."""
    evil = "https://example.org/2025-99002.xml"
    change(given, full_text_xml_url=evil, raw_text_url=evil, body_html_url=evil, html_url=evil)
    report = fetch(ONE, given, NothingHeld(), clock=now)
    assert [RECORD, ISSUE] == given.urls
    assert "" == report.facts[0].url


def test_a_record_without_a_publication_date_is_an_error(given, now):
    """A version cannot be made up."""
    change(given, publication_date=None)
    report = fetch(ONE, given, NothingHeld(), clock=now)
    assert "failed" == report.outcomes[0].kind
    assert "no publication date" in report.outcomes[0].sentence


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("2025-02655", "2025-2655"),
        ("2012-07333", "2012-7333"),
        ("2024-01580", "2024–01580"),
        ("c1-2013-16962", "C1-2013-16962"),
        ("E8-23178", "E8-23178"),
        ("04-16753", "04-16753"),
    ],
)
def test_numbers_are_the_same_padded_or_not_and_with_any_dash(asked, found):
    """The service and the printed text write them differently."""
    body = f"<RULE><FRDOC>[FR Doc. {found} Filed 1-1-25; 8:45 am]</FRDOC></RULE>".encode()
    assert "RULE" == identity.fr_document(body, "https://x/", asked)
    with pytest.raises(WrongTextError):
        identity.fr_document(body, "https://x/", asked[:-1] + "9")


def test_the_record_may_pad_the_number_otherwise(given, now):
    """The other form is kept as an alias."""
    change(given, document_number="2025-099002")
    facts = fetch(ONE, given, NothingHeld(), clock=now).facts[0]
    assert ("2025-099002",) == facts.aliases


def test_entities_are_not_expanded(given, now):
    """A document with a bomb of entities is refused or harmless, never expanded."""
    bomb = b"""<!DOCTYPE RULE [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]>
<RULE><P>&b;&c;</P><FRDOC>[FR Doc. 2025-99009 Filed]</FRDOC></RULE>"""
    given.replies[XML] = structs.replace(given.replies[XML], body=bomb)
    report = fetch(ONE, given, NothingHeld(), clock=now)
    assert "failed" == report.outcomes[0].kind


@pytest.mark.corpus
def test_every_real_document_is_known_by_its_number(corpus_dir):
    """From 2004 to 2026, corrections, presidential documents and old numbers included."""
    import re

    for path in sorted((corpus_dir / "federal-register").glob("*.xml")):
        number = re.sub(r"(-part2)?(\.rule|\.notice|\.excerpt)?\.xml$", "", path.name)
        assert identity.fr_document(path.read_bytes(), "https://x/", number)
        with pytest.raises(WrongTextError):
            identity.fr_document(path.read_bytes(), "https://x/", number + "1")
