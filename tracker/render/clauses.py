"""A document as rows: one a provision, in reading order, as the text stands in print."""

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from tracker.model import Document, Field, Provision
from tracker.render import labels, urls
from tracker.render.html import esc
from tracker.render.text import Href, field_html
from tracker.render.uses import Terms

DIVISIONS = frozenset(
    {
        "appendix",
        "article",
        "attestation",
        "back",
        "chapter",
        "division",
        "document",
        "form",
        "front",
        "part",
        "preamble",
        "preface",
        "section",
        "signature",
        "subchapter",
        "subject-group",
        "subpart",
        "subtitle",
        "title",
    }
)
"""Levels whose heading stands on a line of its own; below them headings run in."""
RAIL_LEVELS = DIVISIONS - {"document"}


@dataclass(slots=True)
class Row:
    """A line of the page: a provision's opening, or the words that follow its children."""

    id: str
    path: str
    level: str
    depth: int
    tag: str
    """`h2` to `h4` for a division with a heading, else `p`."""
    num: str = ""
    heading: Markup = Markup()  # noqa: RUF009 - immutable
    text: Markup = Markup()  # noqa: RUF009 - immutable
    quoted: bool = False
    status: str = ""
    cite: str = ""
    continuation: bool = False
    badges: list[object] = dataclasses.field(default_factory=list)

    @property
    def opening(self) -> Markup:
        """The attributes of the row's element."""
        classes = f"cl d{self.depth} lv-{self.level}"
        for on, name in (
            (self.quoted, "quoted"),
            (self.continuation, "cont"),
            (self.tag != "p", "division"),
        ):
            if on:
                classes += f" {name}"
        anchor = f' id="{esc(self.id)}"' if self.id else ""
        return Markup(f' class="{esc(classes)}"{anchor}')  # noqa: S704 - escaped

    @property
    def label(self) -> Markup:
        """The designator as it stands before the words."""
        return Markup(f'<span class="num">{esc(self.num)}</span> ') if self.num else Markup()  # noqa: S704 - escaped

    @property
    def permalink(self) -> Markup:
        """The link that shows and holds the clause's own address."""
        if not self.id:
            return Markup()
        return Markup(  # noqa: S704 - escaped
            f'<a class="cl-id" href="#{quote(self.id)}" '
            f'aria-label="Permalink to {esc(self.cite)}">{esc(self.id)}</a>'
        )


class _Text:
    """Renders fields with their citations and defined terms linked."""

    def __init__(self, href: Href, terms: Terms) -> None:
        self.href = href
        self.terms = terms

    def of(self, item: Provision, field: Field) -> Markup:
        """Return one field as HTML."""
        return field_html(item, field, self.href, self.terms.of(item, field))


_CLOSING_RE = re.compile(r"[\s.,;:’”'\")\]]*(?:and|or)?[\s.,;]*")
"""A continuation that only closes a list or a quotation: it stays on the line it closes."""


def rows(document: Document, href: Href, terms: Terms) -> list[Row]:
    """Return a document's rows; ids are the portions of the identifiers.

    `terms` are linked where they are used, citations through `href`.
    """
    result: list[Row] = []
    for row in _rows(document, _Text(href, terms)):
        if row.continuation and result and _CLOSING_RE.fullmatch(row.text.unescape()):
            result[-1].text += Markup('<span class="closing">') + row.text + Markup("</span>")
        else:
            result.append(row)
    return result


def _rows(document: Document, text: _Text) -> Iterator[Row]:
    stack: list[tuple[Provision, int, int, bool]] = [
        (child, 0, 2, False) for child in reversed(document.root.children)
    ]
    if document.root.own_text:
        yield from _own(document.root, document.work, 0, 2, text)
    while stack:
        item, depth, rank, tail = stack.pop()
        if tail:
            yield _continuation(item, document.work, depth, text)
            continue
        yield from _own(item, document.work, depth, rank, text)
        division = item.level in DIVISIONS
        if item.continuation:
            if item.children:
                stack.append((item, depth, rank, True))
            else:
                yield _continuation(item, document.work, depth, text)
        below = depth if division else depth + 1
        deeper = min(rank + 1, 5) if division and (item.heading or item.num) else rank
        stack.extend((child, below, deeper, False) for child in reversed(item.children))


def _own(item: Provision, work: str, depth: int, rank: int, text: _Text) -> Iterator[Row]:
    division = item.level in DIVISIONS
    heading = field_html(item, "heading", text.href)
    words = Markup(" ").join(
        part for part in (text.of(item, "chapeau"), text.of(item, "content")) if part
    )
    titled = division and bool(item.heading or item.num)
    yield Row(
        id=urls.anchor(item.path, work),
        path=item.path,
        level=item.level,
        depth=min(depth, 8),
        tag=f"h{rank}" if titled else "p",
        num=item.num,
        heading=heading,
        text=words,
        quoted=item.quoted,
        status=item.status or "",
        cite=labels.provision(item.path, work),
    )


def _continuation(item: Provision, work: str, depth: int, text: _Text) -> Row:
    return Row(
        id="",
        path=item.path,
        level=item.level,
        depth=min(depth, 8),
        tag="p",
        text=text.of(item, "continuation"),
        quoted=item.quoted,
        cite=labels.provision(item.path, work),
        continuation=True,
    )


def anchors(document: Document) -> frozenset[str]:
    """Return the anchors of a version's page."""
    return frozenset(urls.anchor(p.path, document.work) for p in document.provisions())


def contents(page_rows: list[Row], limit: int = 400) -> list[tuple[int, str, str]]:
    """Return the contents rail: (indent, anchor, words), no more than `limit` entries.

    Deeper ranks are left out first, so that the rail of a huge text shows its upper levels.
    """
    titled = [row for row in page_rows if row.tag != "p" and row.id]
    for deepest in (5, 4, 3, 2):
        kept = [row for row in titled if int(row.tag[1]) <= deepest]
        if len(kept) <= limit:
            break
    base = min((int(row.tag[1]) for row in kept), default=2)
    return [
        (int(row.tag[1]) - base, row.id, " ".join(f"{row.num} {row.heading.unescape()}".split()))
        for row in kept[:limit]
    ]
