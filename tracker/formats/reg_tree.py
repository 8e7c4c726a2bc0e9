"""The tree of a regulatory text while its paragraphs are being sorted.

`RegNode` holds folded text with spans; `pour` hands a finished tree to a `Draft`, which gives
paths, citations and digests. Nothing here recurses.
"""

import re

from msgspec import Struct, field

from tracker.formats.draft import Draft, Node
from tracker.formats.reg_inline import EMPTY, Span, Text
from tracker.formats.text import Positioned
from tracker.formats.text import Text as RawText
from tracker.model import MarkKind

_STARS_RE = re.compile(r"\*(?:\s?\*){2,}")
_STATUS_RE = re.compile(r"\[?reserved\]?|\[(removed|removed and reserved)\]", re.IGNORECASE)
_SLUG_RE = re.compile(r"[^a-z0-9]+")


class RegNode(Struct, eq=False, gc=False):
    """A provision of a regulatory text that is still being put together."""

    level: str
    segment: str = ""
    """Last part of the path, or empty to let the draft derive it."""
    num: str = ""
    heading: Text = EMPTY
    text: Text = EMPTY
    designated: bool = False
    """True for numbered levels: text above them is a chapeau."""
    children: list["RegNode"] = []
    terms: list[tuple[MarkKind, int, int, str | None]] = []
    cells: list[tuple[int, int]] = []
    quoted: bool = False
    anchor: bool = False
    """True when the segment stands right under the work."""
    cite: str | None = None
    """Identifier of the law quoted here, relative to which citations resolve; inherited."""
    source_id: str | None = None
    line: int | None = None

    def add(self, child: "RegNode") -> "RegNode":
        """Append a child and return it."""
        self.children.append(child)
        return child


class Folded(RawText, eq=False, gc=False):
    """Text that is folded already, with the characters its marks cover."""

    positioned: list[Positioned] = field(default_factory=list)

    def folded(self) -> tuple[str, list[Positioned]]:
        """Return the text and its marks as they are."""
        return self.parts[0], self.positioned


def slug(text: str, limit: int = 40) -> str:
    """Return words as a path segment: `Foreign person.` -> `foreign-person`."""
    folded = _SLUG_RE.sub("-", text.lower()).strip("-")
    if len(folded) > limit:
        folded = folded[:limit].rpartition("-")[0] or folded[:limit]
    return folded


def status_of(text: str) -> str | None:
    """Return `reserved` or `repealed` (removed) for a text that says only that."""
    if len(text) > 32:
        return None
    match = _STATUS_RE.fullmatch(text.strip(" ."))
    if not match:
        return None
    return "repealed" if match[1] == "removed" else "reserved"


def pour(root: RegNode, draft: Draft) -> None:
    """Hand the children of a finished tree to a draft, in order.

    The root's own label, heading and text become a provision too, so that none of it is lost.
    """
    if root.num or root.heading.text or root.text.text:
        head = RegNode(root.level, "heading", num=root.num, heading=root.heading, text=root.text)
        root.children.insert(0, head)
    stack: list[tuple[RegNode, Node, bool, str | None]] = [(root, draft.root, False, root.cite)]
    while stack:
        source, target, quoted, cite = stack.pop()
        for child in source.children:
            node = Node(child.level, quoted or child.quoted, child.source_id, child.line)
            target.adopt(node)
            node.num = child.num or None
            node.segment = child.segment
            node.anchor = child.anchor
            below = child.cite or cite
            node.cite = below
            _fill(child, node, draft.work)
            if child.children:
                stack.append((child, node, node.quoted, below))


def _fill(source: RegNode, target: Node, work: str) -> None:
    """Set the fields of a draft's node."""
    heading, text = source.heading.text, source.text.text
    if heading:
        target.heading = Folded([heading])
    if text:
        raw = Folded([text], [], _positioned(source, work))
        if any(child.designated for child in source.children):
            target.chapeau = raw
        else:
            target.content = raw
    target.status = status_of(text or heading)


def _positioned(source: RegNode, work: str) -> list[Positioned]:
    """Return the marks over a node's text."""
    text = source.text.text
    if not (source.text.spans or source.terms or source.cells or "*" in text):
        return []
    marks: list[Positioned] = [
        (
            span.kind,
            span.start,
            span.end,
            f"{work}/fn{text[span.start : span.end]}" if span.kind == "footnote" else None,
        )
        for span in source.text.spans
    ]
    marks += source.terms
    marks += [("cell", start, end, None) for start, end in source.cells]
    if "*" in text:
        marks += [("stars", *match.span(), None) for match in _STARS_RE.finditer(text)]
    return marks


def cut(text: Text, start: int, end: int | None = None) -> Text:
    """Return part of a text, trimmed, with the spans that lie in it."""
    stop = len(text.text) if end is None else end
    piece = text.text[start:stop]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    if not text.spans:
        return Text(piece)
    stop = start + len(piece)
    spans = tuple(
        Span(span.kind, max(span.start, start) - start, min(span.end, stop) - start)
        for span in text.spans
        if span.start < stop and span.end > start
    )
    return Text(piece, spans)
