"""Bills: every listed version, late texts, stages, companions, and the second way to them."""

import json
from datetime import date

import pytest
from lxml import etree
from msgspec import structs

from tracker.config import WatchedBill, Watchlist
from tracker.model import Action
from tracker.sources import NothingHeld, bill_identity, fetch, sample
from tracker.sources.bills import listed_law, listed_version, package_url, page_url, stage_of
from tracker.sources.congress import bill_url
from tracker.sources.govinfo import read_status, status_url
from tracker.sources.outcomes import AskError, WrongTextError

WORK = "/us/bill/119/hr/99001"
STATUS = status_url(WORK)
BULK = "https://www.govinfo.gov/bulkdata/BILLS/119/1/hr"
PACKAGE = "https://www.govinfo.gov/content/pkg"
EH = f"{BULK}/BILLS-119hr99001eh.xml"
BILLS = Watchlist(bills=(WatchedBill(work=WORK),))
PLAIN = b"""<html><body><pre>
[Congressional Bills 119th Congress]
[H.R. 99001 Engrossed in House (EH)]

AN ACT of the sample, as plain text.
</pre></body></html>"""


def fetched(given, held, now, watchlist=BILLS):
    """Fetch the sample's bill alone."""
    return fetch(watchlist, given, held, clock=now)


def test_versions_come_in_the_order_of_a_bills_life(given, now):
    """BILLSTATUS lists the newest first and leaves the engrossed one undated."""
    report = fetched(given, NothingHeld(), now)
    assert [("ih", date(2025, 2, 3)), ("eh", date(2025, 5, 12)), ("rfs", date(2025, 5, 13))] == [
        (s.record.version, s.record.published) for s in report.snapshots
    ]
    assert "Engrossed in House" == report.snapshots[1].record.label
    assert "the official record gives no date" in report.snapshots[1].record.note


def test_a_bill_without_a_listed_text_is_known_but_missing(given, now):
    """New bills are in the record days before their text is."""
    body = given.replies[STATUS].body
    head, _, tail = body.partition(b"<textVersions>")
    given.replies[STATUS].body = head + tail.partition(b"</textVersions>")[2]
    report = fetched(given, NothingHeld(), now)
    outcome = report.outcomes[0]
    assert ("known-but-missing", "119hr99001: known, but no text is listed yet") == (
        outcome.kind,
        outcome.sentence,
    )
    assert 1 == len(report.facts)


def test_a_date_that_is_a_year_off_is_kept_and_said(given, now):
    """As S. 4615 of the 119th: the record is a year behind the text."""
    body = given.replies[STATUS].body
    given.replies[STATUS].body = body.replace(b"2025-02-03T04", b"2024-02-03T04")
    record = fetched(given, NothingHeld(), now).snapshots[0].record
    assert date(2024, 2, 3) == record.published
    assert "the official record dates it 2024-02-03, the text itself 2025-02-03" == record.note


def test_a_late_xml_is_known_but_missing_with_plain_text_meanwhile(given, memory, now, reply):
    """First the plain text, then the XML in its place; it is asked for again every time."""
    del given.replies[EH]
    given.replies[package_url(WORK, "eh", "htm")] = reply(content_type="text/html", body=PLAIN)
    first = fetched(given, memory, now)
    memory.take(first.snapshots)
    outcome = first.outcomes[0]
    assert ("new", ("ih", "eh", "rfs"), ("eh",)) == (
        outcome.kind,
        outcome.versions,
        outcome.missing,
    )
    assert "listed, but its XML is not there yet: eh (Engrossed in House)" in outcome.sentence
    assert ["eh"] == [one.version for one in first.facts[0].expected]
    held = memory.record(WORK, "eh")
    assert "plain text until the XML appears" == held.note
    assert 0 == first.exit_status

    second = fetched(given, memory, now)
    assert ("known-but-missing", ()) == (second.outcomes[0].kind, second.outcomes[0].versions)

    given.replies[EH] = sample_reply("eh", reply)
    third = fetched(given, memory, now)
    assert ("republished", ("eh",)) == (third.outcomes[0].kind, third.outcomes[0].versions)
    assert () == third.facts[0].expected


def sample_reply(version, reply):
    """Return the sample's text of a version as a reply."""
    url = EH.replace("eh.xml", f"{version}.xml")
    return reply(body=sample.transport().get(url, {}).body)


def test_a_version_without_any_text_is_known_but_missing(given, memory, now):
    """Listed, no XML, no plain text: the rest comes, and nothing failed."""
    del given.replies[EH]
    report = fetched(given, memory, now)
    assert ("ih", "rfs") == report.outcomes[0].versions
    assert ("eh",) == report.outcomes[0].missing
    assert 0 == report.exit_status


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (PLAIN.replace(b"99001", b"99007"), "the text is another bill"),
        (PLAIN.partition(b"</pre>")[0], "is cut off"),
        (b"<html><body><p>Sorry</p></body></html>", "is not the plain text of a bill or law"),
    ],
)
def test_a_plain_text_must_be_the_bill_too(given, memory, now, reply, body, words):
    """The way out is watched like the way in."""
    del given.replies[EH]
    given.replies[package_url(WORK, "eh", "htm")] = reply(content_type="text/html", body=body)
    report = fetched(given, memory, now)
    assert "failed" == report.outcomes[0].kind
    assert words in report.outcomes[0].sentence
    assert ("ih", "rfs") == report.outcomes[0].versions


def test_facts_come_from_the_record_and_unknown_stays_unknown(given, now):
    """Sponsor, cosponsors, stage, page; no cosponsor list is not the same as none."""
    given.replies[STATUS].body = given.replies[STATUS].body.replace(b"<relatedBills/>", RELATED)
    watchlist = Watchlist(bills=(WatchedBill(work=WORK, companions=("/us/bill/119/s/99002",)),))
    facts = fetched(given, NothingHeld(), now, watchlist).facts[0]
    assert ("passed-house", "Rep. Sample, Alex [I-ZZ-0]", 1) == (
        facts.stage,
        facts.sponsor,
        facts.cosponsors,
    )
    assert ("/us/bill/119/s/99002", "/us/bill/119/s/99003") == facts.companions
    assert ("/us/bill/119/s/99003", "/us/bill/119/hres/99004") == facts.related
    assert "https://www.congress.gov/bill/119th-congress/house-bill/99001" == facts.url
    root = etree.fromstring(given.replies[STATUS].body)
    cosponsors = root.find(".//cosponsors")
    cosponsors.getparent().remove(cosponsors)
    assert read_status(root, STATUS, BILLS.bills[0]).facts.cosponsors is None


RELATED = b"""<relatedBills>
  <item><congress>119</congress><number>99003</number><type>S</type>
    <relationshipDetails><item><type>Identical bill</type></item></relationshipDetails></item>
  <item><congress>119</congress><number>99004</number><type>HRES</type>
    <relationshipDetails><item><type>Procedurally-related</type></item></relationshipDetails></item>
  <item><congress>119</congress><number>99003</number><type>S</type></item>
</relatedBills>"""


def test_a_law_is_a_fact_of_the_bill(given, now):
    """The law's number comes from `laws`, in both spellings of BILLSTATUS."""
    body = given.replies[STATUS].body.replace(
        b"<laws/>", b"<laws><item><type>Public Law</type><number>119-999</number></item></laws>"
    )
    given.replies[STATUS].body = body
    facts = fetched(given, NothingHeld(), now).facts[0]
    assert ("enacted", "/us/pl/119/999") == (facts.stage, facts.public_law)


LAW = """<pLaw xmlns="http://schemas.gpo.gov/xml/uslm" xmlns:dc="http://purl.org/dc/elements/1.1/">
<meta><dc:title>Public Law 119–999: Sample</dc:title><docNumber>999</docNumber>
<citableAs>Public Law 119–999</citableAs><dc:date>2025-08-19</dc:date></meta>
<main><section>Public Law 119–998 is repealed.</section></main></pLaw>""".encode()


def enact(given):
    """Let the sample's bill become a law."""
    law = b"<laws><item><type>Public Law</type><number>119-999</number></item></laws>"
    given.replies[STATUS].body = given.replies[STATUS].body.replace(b"<laws/>", law)


def test_an_enacted_bill_ends_with_its_public_law(given, now, reply):
    """Its text is the bill's last version, dated by itself."""
    enact(given)
    given.replies[listed_law("119-999").url] = reply(body=LAW)
    report = fetched(given, NothingHeld(), now)
    last = report.snapshots[-1].record
    assert ("pl", "Public Law 119–999", date(2025, 8, 19)) == (
        last.version,
        last.label,
        last.published,
    )


def test_a_law_without_xml_is_known_but_missing_with_its_plain_text(given, now, reply):
    """Laws come out in XML weeks after they are signed."""
    enact(given)
    plain = b"<html><body><pre>[119th Congress Public Law 999]</pre></body></html>"
    given.replies[listed_law("119-999").plain_url] = reply(content_type="text/html", body=plain)
    report = fetched(given, NothingHeld(), now)
    assert ("pl",) == report.outcomes[0].missing
    assert plain == report.snapshots[-1].data


def test_another_law_is_refused(given, now, reply):
    """A law that the text only mentions is not what the text is."""
    enact(given)
    body = LAW.replace("119–999".encode(), "119–997".encode())
    given.replies[listed_law("119-999").url] = reply(body=body)
    report = fetched(given, NothingHeld(), now)
    assert "the text says 119-997" in report.outcomes[0].sentence
    assert listed_law("Private Law 1") is None


@pytest.mark.corpus
def test_every_real_law_is_known_by_its_number(corpus_dir):
    """Old and new USLM."""
    import re

    for path in sorted((corpus_dir / "public-laws").glob("PLAW-*.xml")):
        congress, number = map(int, re.match(r"PLAW-(\d+)publ(\d+)", path.name).groups())
        data = path.read_bytes()
        bill_identity.law(data, "https://x/", congress=congress, number=number)
        with pytest.raises(WrongTextError):
            bill_identity.law(data, "https://x/", congress=congress, number=number + 1)


def test_the_older_record_with_other_names_is_read(given, now):
    """BILLSTATUS 1.0 says billNumber and billType."""
    body = given.replies[STATUS].body
    for old, new in ((b"number>99001", b"billNumber>99001"), (b"type>HR<", b"billType>HR<")):
        body = body.replace(b"<" + old, b"<" + new)
    body = body.replace(b"99001</number>", b"99001</billNumber>").replace(
        b"HR</type>", b"HR</billType>"
    )
    given.replies[STATUS].body = body
    assert "new" == fetched(given, NothingHeld(), now).outcomes[0].kind


STAGES = [
    ({"1000"}, ["Introduced in House"], [], "introduced"),
    (
        {"1000"},
        ["Ordered to be Reported (Amended) by the Yeas and Nays: 51 - 0."],
        [],
        "introduced",
    ),
    ({"5000"}, ["Reported (Amended) by the Committee on Rules. H. Rept. 119-1."], [], "reported"),
    ({"8000", "1000"}, [], [], "passed-house"),
    (set(), ["Passed/agreed to in House."], [], "passed-house"),
    (set(), ["Passed Senate with an amendment by Unanimous Consent."], [], "passed-senate"),
    ({"8000", "17000"}, [], [], "passed-both"),
    ({"8000", "17000", "28000"}, [], [], "passed-both"),
    ({"8000", "17000", "28000", "31000"}, [], [], "vetoed"),
    ({"8000", "17000", "36000"}, [], [], "enacted"),
    (set(), [], ["119-34"], "enacted"),
    ({"9000"}, [], [], "failed"),
]


@pytest.mark.parametrize(("codes", "texts", "laws", "stage"), STAGES)
def test_the_stage_is_the_furthest_that_the_actions_show(codes, texts, laws, stage):
    """An order to report is not a report."""
    actions = tuple(Action(None, text) for text in texts)
    assert stage == stage_of(codes, actions, laws)


LISTED = [
    ("Engrossed in House", [f"{BULK}/BILLS-119hr1eh.xml"], "eh"),
    ("Engrossed Amendment House", [f"{PACKAGE}/BILLS-119hr1eah2/xml/BILLS-119hr1eah2.xml"], "eah2"),
    ("Introduced in House", [], "ih"),
    ("Introduced in House", ["https://www.congress.gov/119/bills/hr1/BILLS-119hr1ih.htm"], "ih"),
    ("Public Law", [], None),
    ("", [], None),
    ("Something New", [], None),
    ("Engrossed in House", [f"{BULK}/BILLS-119hr2eh.xml"], "eh"),
]


@pytest.mark.parametrize(("label", "urls", "code"), LISTED)
def test_a_listed_version_has_a_code_and_an_address_on_govinfo(label, urls, code):
    """Placeholders are nothing; another bill's file is never taken for this one's."""
    listed = listed_version("/us/bill/119/hr/1", label, None, urls)
    if code is None:
        assert listed is None
        return
    assert code == listed.version
    assert listed.url.startswith("https://www.govinfo.gov/")
    assert f"BILLS-119hr1{code}.xml" in listed.url


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("One Hundred Nineteenth Congress of the United States", 119),
        ("One Hundred First Congress", 101),
        ("One Hundred Twentieth Congress", 120),
        ("One Hundred Twenty-first Congress", 121),
        ("One Hundred and Thirty-Third Congress", 133),
        ("119th Congress", None),
        ("One Hundred Congress", None),
    ],
)
def test_the_congress_is_read_in_words(text, number):
    """Enrolled bills spell it out."""
    assert number == bill_identity.congress_in_words(text)


def enrolled(congress="One Hundred Nineteenth Congress of the United States of America"):
    """Return a small enrolled bill."""
    return (
        '<bill bill-stage="Enrolled-Bill"><form>'
        f"<congress>{congress}</congress><legis-num>H. R. 7</legis-num></form>"
        "<legis-body><section><text>The bill H.R. 8 of the 118th Congress</text></section>"
        "</legis-body></bill>"
    ).encode()


def test_an_enrolled_bill_is_known_by_its_congress_in_words():
    """And another Congress's bill of the same number is not it."""
    asked = {"congress": 119, "kind": "hr", "number": 7, "version": "enr"}
    assert "enr" == bill_identity.bill(enrolled(), "https://x/", **asked).stage
    with pytest.raises(WrongTextError, match="the text says 118hr7"):
        bill_identity.bill(enrolled("One Hundred Eighteenth Congress"), "https://x/", **asked)
    with pytest.raises(WrongTextError, match="asked for 119hr8"):
        bill_identity.bill(enrolled(), "https://x/", **{**asked, "number": 8})


def test_the_page_of_a_bill_is_named_as_congress_gov_does():
    """Ordinals with nd and rd, kinds in words."""
    assert "https://www.congress.gov/bill/122nd-congress/senate-joint-resolution/3" == page_url(
        "/us/bill/122/sjres/3"
    )


@pytest.mark.corpus
def test_every_real_bill_is_known_as_itself_and_not_as_its_neighbour(corpus_dir):
    """Bill DTD, USLM 2 and USLM 1; the five official files without a right name are refused."""
    import re

    refused = set()
    for path in sorted((corpus_dir / "bills").rglob("BILLS-*.xml")):
        name = re.match(r"BILLS-(\d+)([a-z]+?)(\d+)([a-z]+\d*)", path.name)
        asked = {
            "congress": int(name[1]),
            "kind": name[2],
            "number": int(name[3]),
            "version": name[4],
        }
        data = path.read_bytes()
        try:
            bill_identity.bill(data, "https://x/", **asked)
        except AskError:
            refused.add(path.name)
        with pytest.raises(WrongTextError):
            bill_identity.bill(data, "https://x/", **{**asked, "number": asked["number"] + 1})
    assert refused <= {"BILLS-117hr1868enr-uslm.xml"}


@pytest.fixture
def silent(given, reply):
    """Return a transport where govinfo has no record but congress.gov, with a key, has."""
    del given.replies[STATUS]
    given.hosts.add("api.congress.gov")

    def put(url, value):
        given.replies[url] = reply(content_type="application/json", body=json.dumps(value).encode())

    put(
        bill_url(WORK),
        {
            "bill": {
                "congress": 119,
                "type": "HR",
                "number": "99001",
                "title": "Sample Remote Computing Act",
                "introducedDate": "2025-02-03",
                "updateDateIncludingText": "2025-05-14T08:00:00Z",
                "sponsors": [{"fullName": "Rep. Sample, Alex [I-ZZ-0]"}],
                "cosponsors": {"count": 1},
            }
        },
    )
    more = bill_url(WORK, "/actions").replace("limit=250", "offset=1&limit=250")
    put(
        bill_url(WORK, "/actions"),
        {
            "actions": [{"actionCode": "8000", "actionDate": "2025-05-12", "text": "Passed."}],
            "pagination": {"count": 2, "next": more},
        },
    )
    put(
        more,
        {
            "actions": [{"actionCode": "1000", "actionDate": "2025-02-03", "text": "Introduced."}],
            "pagination": {"count": 2},
        },
    )
    at = "https://www.congress.gov/119/bills/hr99001/BILLS-119hr99001"
    put(
        bill_url(WORK, "/text"),
        {
            "textVersions": [
                {"type": "Engrossed in House", "date": None, "formats": [{"url": at + "eh.xml"}]},
                {"type": "Introduced in House", "formats": [{"url": at + "ih.xml"}]},
                {"type": None, "date": None, "formats": []},
            ],
            "pagination": {"count": 3},
        },
    )
    for version in ("ih", "eh"):
        package = f"https://www.govinfo.gov/content/pkg/BILLS-119hr99001{version}/xml/"
        given.replies[f"{package}BILLS-119hr99001{version}.xml"] = sample_reply(version, reply)
    return given


def test_congress_gov_tells_the_versions_when_govinfo_does_not(silent, now):
    """Record, all pages of actions, versions; the texts come from govinfo."""
    report = fetched(silent, NothingHeld(), now)
    assert ("new", ("ih", "eh")) == (report.outcomes[0].kind, report.outcomes[0].versions)
    facts = report.facts[0]
    assert ("passed-house", 2, 1) == (facts.stage, len(facts.actions), facts.cosponsors)
    assert not any("www.congress.gov" in url for url in silent.urls)
    assert all("format=json" in url for url in silent.urls if "api.congress.gov" in url)


def test_without_a_key_congress_gov_is_not_asked(silent, now):
    """The first trouble is told as it is."""
    silent.hosts.discard("api.congress.gov")
    report = fetched(silent, NothingHeld(), now)
    assert "not-found" == report.outcomes[0].kind
    assert [STATUS] == silent.urls


CONGRESS_FAULTS = {
    "a loop": (
        "/actions",
        lambda body: {**body, "pagination": {"count": 2, "next": bill_url(WORK, "/actions")}},
        "from page to page without end",
    ),
    "a count that disagrees": (
        "/text",
        lambda body: {**body, "pagination": {"count": 9}},
        "counts 9 entries and lists 3",
    ),
    "a next page elsewhere": (
        "/actions",
        lambda body: {**body, "pagination": {"count": 2, "next": "https://example.org/"}},
        "on to another place",
    ),
    "no list": ("/text", lambda _: {"pagination": {"count": 0}}, "another shape than documented"),
    "another bill": ("", lambda body: {"bill": {**body["bill"], "number": "5"}}, "119hr5"),
    "no bill": ("", lambda _: {}, "missing required field `bill`"),
}


@pytest.mark.parametrize("name", CONGRESS_FAULTS)
def test_what_congress_gov_says_is_checked_as_well(silent, now, name):
    """Loops, counts, other hosts, other bills; both troubles are told."""
    below, change, words = CONGRESS_FAULTS[name]
    reply = silent.replies[bill_url(WORK, below)]
    silent.replies[bill_url(WORK, below)] = structs.replace(
        reply, body=json.dumps(change(json.loads(reply.body))).encode()
    )
    outcome = fetched(silent, NothingHeld(), now).outcomes[0]
    assert "not-found" == outcome.kind
    assert "there is no such thing (404)" in outcome.sentence
    assert words in outcome.sentence
