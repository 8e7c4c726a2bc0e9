"""The running text of a target: what a reader would look at when an instruction says “strike”.

An instruction on a provision covers all below it in reading order, labels included ("in subsection
(a), by striking X" reaches its paragraphs). Editors' apparatus — source credits, notes of the Code,
contents, footnotes — is never law that an instruction could mean.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from tracker.amend.tree import Live
from tracker.amend.values import Facet
from tracker.model import OWN_FIELDS, Field

APPARATUS = frozenset(
    {
        "notes",
        "sourceCredit",
        "footnote",
        "toc",
        "editorialNote",
        "effectiveDateNote",
        "pendingAmendment",
        "authority",
        "source",
        "sidenote",
    }
)
"""Levels that the editors of the Code and the CFR add, or that only whole instructions reach."""


class Piece(Struct, gc=False):
    """One field of one provision within the running text."""

    live: Live
    field: Field
    """`num` for a label, which words may run across but which no edit changes."""
    start: int
    """Where it starts in the running text."""
    text: str

    @property
    def end(self) -> int:
        """Where it ends in the running text."""
        return self.start + len(self.text)


class Scope(Struct):
    """Pieces in reading order with the text they make, single spaces between them."""

    pieces: list[Piece]
    text: str

    def piece_at(self, position: int) -> Piece:
        """Return the piece that holds the character at a position (or ends just before it)."""
        return next(piece for piece in self.pieces if piece.end >= position)


def law_below(live: Live) -> list[Live]:
    """Return a provision's children that are law."""
    return [child for child in live.children if child.level not in APPARATUS]


def scope_of(live: Live, facet: Facet) -> Scope:
    """Return the running text of a target's facet."""
    scope = Scope([], "")
    parts: list[str] = []
    at = 0
    for each, field in _fields(live, facet):
        text = each.num if field == "num" else each.fields[field]
        if not text:
            continue
        if parts:
            at += 1
        scope.pieces.append(Piece(each, field, at, text))
        parts.append(text)
        at += len(text)
    scope.text = " ".join(parts)
    return scope


def _fields(live: Live, facet: Facet) -> Iterator[tuple[Live, Field]]:
    """Yield what a facet consists of, in reading order."""
    if facet in {"whole", "table"}:
        yield from _whole(live)
    elif facet == "text":
        for field in OWN_FIELDS:
            yield live, field
    elif facet == "heading":
        yield live, "heading"
    elif facet == "num":
        yield live, "num"
    elif facet == "chapeau":
        yield from _chapeau(live)
    elif facet == "continuation":
        yield from _flush(live)
    else:  # authority, source, toc
        for child in live.walk():
            if child.level == facet:
                yield from _whole(child)
                return


def _chapeau(live: Live) -> Iterator[tuple[Live, Field]]:
    """Yield the matter before the first child; in the CFR the heading is part of it."""
    if live.level == "paragraph" and live.tree.base.format == "cfr-xml":
        yield live, "heading"
    yield live, "chapeau"
    yield live, "content"


def _flush(live: Live) -> Iterator[tuple[Live, Field]]:
    """Yield the matter after the children."""
    for child in law_below(live):
        if child.level == "continuation":
            yield child, "content"
    yield live, "continuation"


def _whole(live: Live, *, top: bool = True) -> Iterator[tuple[Live, Field]]:
    """Yield a provision with all below it, without recursion."""
    stack: list[tuple[Live, bool]] = [(live, top)]
    closing: list[Live] = []
    while stack:
        each, first = stack.pop()
        if closing and closing[-1] is each:
            closing.pop()
            yield each, "continuation"
            continue
        if not first:
            yield each, "num"
        for field in ("heading", "chapeau", "content"):
            yield each, field
        below = law_below(each)
        if not below:
            yield each, "continuation"
            continue
        closing.append(each)
        stack.append((each, first))
        stack.extend((child, False) for child in reversed(below))


def headings(pieces: Iterable[Piece], document_format: str) -> set[int]:
    """Return the places of pieces that are headings set apart from the text.

    A CFR paragraph's heading is the start of its sentence, so it is not among them.
    """
    return {
        i
        for i, piece in enumerate(pieces)
        if piece.field == "heading"
        and not (document_format == "cfr-xml" and piece.live.level == "paragraph")
    }
