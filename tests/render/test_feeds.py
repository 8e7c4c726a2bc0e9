"""Feeds by their rules: RFC 4287 (Atom), RFC 5005 (archives), RFC 4151 (tags), JSON Feed 1.1."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from tracker.render.feeds import PAGE, Entry, Feed, Publisher, documents

NS = {"a": "http://www.w3.org/2005/Atom", "fh": "http://purl.org/syndication/history/1.0"}
ATOM = f"{{{NS['a']}}}"
SITE = "https://example.org/t/"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
# RFC 3339 as RFC 4287 §3.3 narrows it; RFC 4151 §2.1.
_INSTANT_RE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_TAG_RE = re.compile(
    r"tag:[a-z0-9.-]+(?:@[a-z0-9.-]+)?,\d{4}(?:-\d\d(?:-\d\d)?)?:"
    r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-F]{2})*"
)
ONCE = ("id", "title", "updated")
FEED_MOST_ONCE = ("generator", "icon", "logo", "rights", "subtitle", *ONCE)
ENTRY_MOST_ONCE = ("content", "published", "rights", "source", "summary", *ONCE)


def entry(number=0, **more):
    """Return an entry."""
    fields = {
        "name": f"/us/bill/119/hr/{number}@eh", "title": f"News {number}", "html": "<p>x</p>",
        "text": "x", "updated": NOW + timedelta(days=number), "published": date(2026, 3, 1),
        "link": f"{SITE}us/bill/119/hr/{number}/eh.html",
        "official": f"https://www.congress.gov/bill/{number}", "tags": ("red", "G01"),
        "data": {"id": str(number)}, **more,
    }  # fmt: skip
    return Entry(**fields)


def made(entries, site=SITE):
    """Return {path: bytes} of a feed."""
    feed = Feed(path="feeds/all", title="All", subtitle="Everything", entries=tuple(entries))
    publisher = Publisher(site, "example.org,2026", "Tracker", NOW)
    return dict(documents(feed, publisher))


def check_atom(data: bytes) -> list[str]:
    """Return what breaks the rules of RFC 4287 in a document; empty when it is valid."""
    root = etree.fromstring(data)
    wrong = [] if root.tag == f"{ATOM}feed" else ["root is no atom:feed"]
    wrong += _counted(root, FEED_MOST_ONCE)
    entries = root.findall("a:entry", NS)
    if root.find("a:author", NS) is None and any(e.find("a:author", NS) is None for e in entries):
        wrong.append("4.1.1: an author in the feed or in every entry")
    wrong += _links(root, "feed")
    seen = set()
    for each in entries:
        wrong += _counted(each, ENTRY_MOST_ONCE) + _links(each, "entry") + _content(each)
        key = (each.findtext("a:id", None, NS), each.findtext("a:updated", None, NS))
        wrong += [f"4.1.1: {key} twice"] if key in seen else []
        seen.add(key)
    for person in root.iterfind(".//a:author", NS):
        wrong += [] if person.findtext("a:name", "", NS).strip() else ["3.2.1: a person's name"]
    for tag in ("updated", "published"):
        for each in root.iterfind(f".//a:{tag}", NS):
            text = each.text or ""
            wrong += [] if _INSTANT_RE.fullmatch(text) else [f"3.3: {text} is no date"]
    for each in root.iterfind(".//a:id", NS):
        text = each.text or ""
        wrong += [] if urlsplit(text).scheme else [f"4.2.6: {text} is no absolute IRI"]
        if text.startswith("tag:") and not _TAG_RE.fullmatch(text):
            wrong.append(f"RFC 4151: {text}")
    for each in root.iterfind(".//a:category", NS):
        wrong += [] if each.get("term") else ["4.2.2.1: a category's term"]
    order = [child.tag for child in root]
    if f"{ATOM}entry" in order and any(
        tag != f"{ATOM}entry" for tag in order[order.index(f"{ATOM}entry") :]
    ):
        wrong.append("metadata after entries (W3C: recommended order)")
    return wrong + _archives(root)


def _counted(element, most_once):
    """Check what must be there once, and what must not be there twice."""
    wrong = []
    for name in most_once:
        count = len(element.findall(f"a:{name}", NS))
        if count > 1 or (name in ONCE and not count):
            wrong.append(f"4.1: {count} × {name}")
    return wrong


def _links(element, where):
    """Check links: an address, and no two alternates of one type (4.1.1, 4.1.2)."""
    wrong, seen = [], set()
    for link in element.findall("a:link", NS):
        key = (link.get("rel"), link.get("type"), link.get("hreflang"))
        if not link.get("href"):
            wrong.append("4.2.7.1: a link without an address")
        if link.get("rel") == "alternate" and key in seen:
            wrong.append(f"{where}: two alternates {key}")
        if link.get("rel") == "self" and not urlsplit(link.get("href")).scheme:
            wrong.append("self must be absolute to be of use")
        seen.add(key)
    alternate = any(key[0] == "alternate" for key in seen)
    if where == "entry" and not alternate and element.find("a:content", NS) is None:
        wrong.append("4.1.2: content or an alternate link")
    return wrong


def _content(element):
    """Check that html content is text that reads as HTML (4.1.3.3)."""
    content = element.find("a:content", NS)
    if content is None:
        return []
    if content.get("type") != "html" or len(content):
        return ["4.1.3.3: html content has no child elements"]
    html.fragments_fromstring(content.text or "")
    return []


def _archives(root):
    """Check an archive document's links (RFC 5005 §4)."""
    rels = [link.get("rel") for link in root.findall("a:link", NS)]
    wrong = [f"RFC 5005: two {rel}" for rel in ("prev-archive", "next-archive", "current")
             if rels.count(rel) > 1]  # fmt: skip
    if root.find("fh:archive", NS) is not None and "current" not in rels:
        wrong.append("RFC 5005 §4: an archive leads to the current document")
    return wrong


def check_json(data: bytes) -> list[str]:
    """Return what breaks the rules of JSON Feed 1.1."""
    feed = json.loads(data)
    wrong = [name for name in ("version", "title", "items") if name not in feed]
    wrong += [] if feed["version"] == "https://jsonfeed.org/version/1.1" else ["version"]
    ids = [item.get("id") for item in feed["items"]]
    wrong += [] if len(set(ids)) == len(ids) else ["ids twice"]
    for item in feed["items"]:
        if not isinstance(item.get("id"), str) or not item["id"]:
            wrong.append("id must be a string")
        if "content_html" not in item and "content_text" not in item:
            wrong.append("an item needs content")
        for name in ("date_published", "date_modified"):
            if name in item and not _INSTANT_RE.fullmatch(item[name]):
                wrong.append(f"{name} is no RFC 3339 date")
        for name in ("url", "external_url"):
            if name in item and not urlsplit(item[name]).scheme:
                wrong.append(f"{name} is no address")
        wrong += [f"{key}: extensions begin with _" for key in item if key not in _ITEM
                  and not key.startswith("_")]  # fmt: skip
    return wrong


_ITEM = {"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image",
         "banner_image", "date_published", "date_modified", "authors", "tags", "language",
         "attachments"}  # fmt: skip


def check(files):
    """Return everything wrong in the documents of a feed."""
    return [
        (path, problem)
        for path, data in files.items()
        for problem in (check_atom if path.endswith(".xml") else check_json)(data)
    ]


@pytest.mark.parametrize("count", [0, 1, PAGE, 2 * PAGE - 1, 2 * PAGE, 5 * PAGE + 7])
@pytest.mark.parametrize("site", [SITE, ""])
def test_feeds_are_valid_whatever_their_length(count, site):
    """By the rules of the RFCs and of JSON Feed, with and without the site's address."""
    assert [] == check(made(map(entry, range(count)), site))


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_feeds_are_valid_whatever_the_law_says(title, words):
    """Markup, control characters, lone surrogates' neighbours: nothing breaks a document."""
    one = entry(title=title, html=f"<p>{words.replace('<', '&lt;')}</p>", text=words,
                name=f"/x/{words}", tags=(title,) if title.strip() else ())  # fmt: skip
    wrong = [problem for _, problem in check(made([one]))]

    assert not [problem for problem in wrong if "4.2.2.1" not in problem]


@pytest.mark.parametrize("count", [2 * PAGE, 7 * PAGE + 3])
def test_who_follows_the_archives_back_finds_every_entry(count):
    """RFC 5005: the current document and its archives together hold the whole feed."""
    files = made(map(entry, range(count)))
    name, found = "feeds/all.xml", []
    while name:
        root = etree.fromstring(files[name])
        found += [e.findtext("a:id", None, NS) for e in root.findall("a:entry", NS)]
        before = [link.get("href") for link in root.findall("a:link[@rel='prev-archive']", NS)]
        name = f"feeds/{before[0]}" if before else ""

    assert count == len(found) == len(set(found))
    page, items = f"{SITE}feeds/all.json", []
    while page:
        document = json.loads(files[page.removeprefix(SITE)])
        items += [item["id"] for item in document["items"]]
        page = document.get("next_url")
    assert found == items


def test_archives_do_not_change_when_entries_come():
    """What a reader has read stays as it was (RFC 5005 §4)."""
    few, more = (made(map(entry, range(count))) for count in (3 * PAGE, 4 * PAGE + 5))
    archives = ("feeds/all-1.json",)

    assert all(few[path] == more[path] for path in archives)
    first, second = (etree.fromstring(files["feeds/all-1.xml"]) for files in (few, more))
    assert [e.findtext("a:id", None, NS) for e in first.findall("a:entry", NS)] == [
        e.findtext("a:id", None, NS) for e in second.findall("a:entry", NS)
    ]


def test_the_newest_stands_first_and_ids_are_tags():
    """An entry keeps its id when the site moves."""
    here, there = made([entry(0), entry(1)]), made([entry(0), entry(1)], "https://else.example/")
    ids = [
        [e.findtext("a:id", None, NS) for e in etree.fromstring(f["feeds/all.xml"]).findall(
            "a:entry", NS)]
        for f in (here, there)
    ]  # fmt: skip

    assert ids[0] == ids[1]
    assert "tag:example.org,2026:/us/bill/119/hr/1@eh" == ids[0][0]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda x: x.replace(b"<title>All</title>", b""), "4.1: 0 × title"),
        (lambda x: x.replace(b"2026-03-01T00:00:00Z</updated>", b"yesterday</updated>"), "3.3"),
        (lambda x: x.replace(b"<author><name>Tracker</name></author>", b""), "author"),
        (lambda x: x.replace(b"<id>tag:", b"<id>"), "4.2.6"),
        (lambda x: x.replace(b'rel="self" type="application/atom+xml" href="https:',
                             b'rel="self" type="application/atom+xml" href="'), "self"),
    ],
)  # fmt: skip
def test_the_validator_sees_what_is_wrong(spoil, said):
    """A check that cannot fail would prove nothing."""
    data = spoil(made([entry()])["feeds/all.xml"])

    assert any(said in problem for problem in check_atom(data))
