"""Atom (RFC 4287) and JSON Feed 1.1 of what moved, with archives of what no longer fits.

A feed document holds the newest entries; older ones are in archives of a fixed size that link to
each other (RFC 5005 §4), so that a reader who was away for long loses nothing. Entry ids are `tag:`
URIs (RFC 4151) that stay as they are when the site moves. Text comes from upstream: it is escaped,
and characters that XML cannot hold are left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import msgspec
from msgspec import Struct

ATOM = "application/atom+xml"
JSON = "application/feed+json"
PAGE = 50
"""Entries of an archive, and the least of the current document once there are archives."""

_ATOM_NS = "http://www.w3.org/2005/Atom"
_HISTORY_NS = "http://purl.org/syndication/history/1.0"

_NOT_XML_RE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters outside XML 1.0's Char (§2.2)."""


class Entry(Struct, frozen=True, kw_only=True):
    """One entry, ready to be printed."""

    name: str
    """What identifies it within the feed's authority; becomes the specific part of its tag."""
    title: str
    html: str
    text: str
    updated: datetime
    """Aware UTC instant."""
    published: date | None = None
    link: str = ""
    """Absolute address of the page that shows it; empty when there is none."""
    official: str = ""
    """Absolute address of the official page."""
    tags: tuple[str, ...] = ()
    data: object = None
    """For scripts: goes into JSON Feed as `_tracker`."""


class Feed(Struct, frozen=True, kw_only=True):
    """One feed: what it is called and what is in it."""

    path: str
    """Below the site's root, without extension: `feeds/all`."""
    title: str
    subtitle: str
    entries: tuple[Entry, ...]
    """Oldest first."""
    home: str = "index.html"
    """The page below the site's root that it belongs to."""


class Publisher(Struct, frozen=True):
    """What all feeds of a site share."""

    site: str
    """Address of the site with a slash at its end; empty when it is not known."""
    authority: str
    """Tagging entity: `example.org,2026`."""
    author: str
    updated: datetime
    """For feeds without entries: the day for which the site was made, at midnight UTC."""

    def tag(self, specific: str) -> str:
        """Return a tag URI (RFC 4151 §2.1); what may not stand in one is percent-encoded."""
        return f"tag:{self.authority}:{quote(specific, safe=_TAG_SAFE)}"


_TAG_SAFE = "/:@!$&'()*+,;=-._~"
"""Characters of RFC 3986's pchar and the slash, which `specific` may hold."""


def documents(feed: Feed, publisher: Publisher) -> Iterator[tuple[str, bytes]]:
    """Yield (path, bytes) of every document of a feed, in Atom and in JSON Feed."""
    count = len(feed.entries)
    archives = max(0, (count - PAGE) // PAGE)
    for number in range(1, archives + 1):
        held = feed.entries[(number - 1) * PAGE : number * PAGE]
        yield f"{feed.path}-{number}.xml", _atom(feed, publisher, held, number, archives)
        yield f"{feed.path}-{number}.json", _json(feed, publisher, held, number, archives)
    newest = feed.entries[archives * PAGE :]
    yield f"{feed.path}.xml", _atom(feed, publisher, newest, 0, archives)
    yield f"{feed.path}.json", _json(feed, publisher, newest, 0, archives)


def _atom(
    feed: Feed, publisher: Publisher, entries: Sequence[Entry], number: int, archives: int
) -> bytes:
    """Return one Atom document; `number` is that of an archive, 0 for the current one."""
    rows = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="{_ATOM_NS}" xmlns:fh="{_HISTORY_NS}">',
        f"<id>{_x(publisher.tag(feed.path))}</id>",
        f"<title>{_x(feed.title)}</title>",
        f"<subtitle>{_x(feed.subtitle)}</subtitle>",
        f"<updated>{_instant(_newest(entries, publisher))}</updated>",
        f"<author><name>{_x(publisher.author)}</name></author>",
        "<generator>remote-access-tracker</generator>",
    ]
    if number:
        rows.append("<fh:archive/>")
    rows += [
        f'<link rel="{rel}" type="{kind}" href={quoteattr(href)}/>'
        for rel, kind, href in _links(feed, publisher, number, archives)
    ]
    for entry in reversed(entries):
        rows += _atom_entry(entry, publisher)
    rows.append("</feed>")
    return ("\n".join(rows) + "\n").encode()


def _links(
    feed: Feed, publisher: Publisher, number: int, archives: int
) -> Iterator[tuple[str, str, str]]:
    """Yield (relation, type, address); relative addresses are resolved against the document's own.

    Without the site's address there is no `self`, which must be absolute to be of use.
    """
    name = feed.path.rpartition("/")[2]
    own = f"{name}-{number}" if number else name
    if publisher.site:
        yield "self", ATOM, f"{publisher.site}{feed.path}{f'-{number}' if number else ''}.xml"
        yield "alternate", "text/html", publisher.site + feed.home
    yield "alternate", JSON, f"{own}.json"
    if number:
        yield "current", ATOM, f"{name}.xml"
    before = number - 1 if number else archives
    if before:
        yield "prev-archive", ATOM, f"{name}-{before}.xml"
    if number and number < archives:
        yield "next-archive", ATOM, f"{name}-{number + 1}.xml"


def _atom_entry(entry: Entry, publisher: Publisher) -> Iterator[str]:
    """Yield the lines of one entry."""
    yield "<entry>"
    yield f"<id>{_x(publisher.tag(entry.name))}</id>"
    yield f"<title>{_x(entry.title)}</title>"
    yield f"<updated>{_instant(entry.updated)}</updated>"
    if entry.published:
        yield f"<published>{entry.published.isoformat()}T00:00:00Z</published>"
    address = entry.link or entry.official
    if address:
        yield f'<link rel="alternate" type="text/html" href={quoteattr(_clean(address))}/>'
    if entry.official and entry.official != address:
        yield f'<link rel="related" href={quoteattr(_clean(entry.official))}/>'
    for tag in entry.tags:
        yield f"<category term={quoteattr(_clean(tag))}/>"
    yield f'<content type="html">{_x(entry.html)}</content>'
    yield "</entry>"


def _json(
    feed: Feed, publisher: Publisher, entries: Sequence[Entry], number: int, archives: int
) -> bytes:
    """Return one JSON Feed document; `next_url` leads to older entries."""
    own = f"{feed.path}-{number}" if number else feed.path
    before = number - 1 if number else archives
    document: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle,
        "language": "en",
        "authors": [{"name": publisher.author}],
    }
    if publisher.site:
        document["home_page_url"] = publisher.site + feed.home
        document["feed_url"] = f"{publisher.site}{own}.json"
    if before:
        base = publisher.site + feed.path if publisher.site else feed.path.rpartition("/")[2]
        document["next_url"] = f"{base}-{before}.json"
    document["items"] = [_json_item(entry, publisher) for entry in reversed(entries)]
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _json_item(entry: Entry, publisher: Publisher) -> dict[str, object]:
    """Return one item."""
    item: dict[str, object] = {
        "id": publisher.tag(entry.name),
        "title": entry.title,
        "content_html": entry.html,
        "content_text": entry.text,
        "date_modified": _instant(entry.updated),
        "tags": list(entry.tags),
    }
    if entry.published:
        item["date_published"] = f"{entry.published.isoformat()}T00:00:00Z"
    if entry.link:
        item["url"] = entry.link
    if entry.official:
        item["external_url"] = entry.official
    if entry.data is not None:
        item["_tracker"] = entry.data
    return item


def _newest(entries: Iterable[Entry], publisher: Publisher) -> datetime:
    """Return when the newest entry was updated."""
    return max((entry.updated for entry in entries), default=publisher.updated)


def _instant(value: datetime) -> str:
    """Return an instant as RFC 3339 has it, in UTC and whole seconds."""
    return value.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _x(text: str) -> str:
    """Return a text as XML character data."""
    return escape(_clean(text))


def _clean(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return _NOT_XML_RE.sub("", text)
