"""The running text of a target: what a reader would look at when an instruction says “strike”.

An instruction on a provision covers all below it in reading order, labels included ("in subsection
(a), by striking X" reaches its paragraphs). Editors' apparatus — source credits, notes of the Code,
contents, footnotes — is never law that an instruction could mean.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from tracker.amend.execution.tree import Live
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


_EDITORS_RE = re.compile(r"\[\d+ U\.S\.C\.[^\]]*\]")
"""A citation that the Code's editors add: `[22 U.S.C. 2778]`."""


class Piece(Struct, gc=False):
    """One field of one provision within the running text."""

    live: Live
    field: Field
    """`num` for a label, which words may run across but which no edit changes."""
    start: int
    """Where it starts in the running text."""
    text: str
    """The field's text, or in the Code that text without what its editors put between the words."""
    cuts: tuple[tuple[int, int], ...] = ()
    """What was left out of the field: (where in `text`, how many characters)."""

    @property
    def end(self) -> int:
        """Where it ends in the running text."""
        return self.start + len(self.text)

    @property
    def held(self) -> str:
        """The whole text of the field."""
        return self.live.num if self.field == "num" else self.live.fields[self.field]

    def opening(self, position: int) -> int:
        """Return where in the field something starts that starts there in the running text."""
        at = position - self.start
        return at + sum(length for place, length in self.cuts if place <= at)

    def closing(self, position: int) -> int:
        """Return where in the field something ends that ends there in the running text."""
        at = position - self.start
        return at + sum(length for place, length in self.cuts if place < at)


class Scope(Struct):
    """Pieces in reading order with the text they make, single spaces between them."""

    pieces: list[Piece]
    text: str
    tail: int = 0
    """Where notes to the provision start that stand after its text; else the end of the text."""

    def piece_at(self, position: int) -> Piece:
        """Return the piece that holds the character at a position (or ends just before it)."""
        return next(piece for piece in self.pieces if piece.end >= position)


def law_below(live: Live) -> list[Live]:
    """Return a provision's children that are law."""
    return [child for child in live.children if child.level not in APPARATUS]


def scope_of(live: Live, facet: Facet, *, bare: bool = False) -> Scope:
    """Return the running text of a target's facet, in the Code without its editors' footnote marks.

    `bare` leaves out their bracketed citations too: "[50 U.S.C. 1701 et seq.]".
    """
    code = live.tree.base.work.startswith("/us/usc/")
    scope = Scope([], "")
    parts: list[str] = []
    at = 0
    for each, field in _fields(live, facet):
        text = each.num if field == "num" else each.fields[field]
        cuts: tuple[tuple[int, int], ...] = ()
        if code and field != "num":
            text, cuts = _uncut(each, field, bare=bare)
        if not text:
            continue
        if parts:
            at += 1
        scope.pieces.append(Piece(each, field, at, text, cuts))
        parts.append(text)
        at += len(text)
    scope.text = " ".join(parts)
    scope.tail = _tail(scope, live)
    return scope


def _tail(scope: Scope, live: Live) -> int:
    """Return where the notes of the CFR start that close a provision."""
    end = len(scope.text)
    for piece in reversed(scope.pieces):
        within = [each for each in piece.live.upwards() if live in each.upwards()]
        if not any(each.level == "note" and each is not live for each in within):
            return piece.end if end < len(scope.text) else end
        end = piece.start
    return len(scope.text)


def _uncut(live: Live, field: Field, *, bare: bool) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a field's text without what the Code's editors put into it, and where that was."""
    text = live.fields[field]
    taken = [
        (m.start, m.end)
        for m in live.marks
        if m.kind == "footnote" and m.field == field and text[m.start : m.end].isalnum()
    ]
    if bare:
        taken += [match.span() for match in _EDITORS_RE.finditer(text)]
    if not taken:
        return text, ()
    parts, cuts, at = [], [], 0
    for start, end in sorted(taken):
        first = start
        if text[first - 1 : first] == " " and text[end : end + 1] in {"", " "}:
            first -= 1
        parts.append(text[at:first])
        cuts.append((sum(map(len, parts)), end - first))
        at = end
    return "".join([*parts, text[at:]]), tuple(cuts)


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
