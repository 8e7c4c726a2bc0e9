"""Paragraphs of regulatory text put into their hierarchy.

Takes the paragraphs of one section, supplement or note in reading order and hangs them into the
section's node by the designators they start with, several in one paragraph included:
`(a) Heading. (1) Text` is (a) with a heading and (1) with the text. Undesignated paragraphs
become unnumbered provisions under the paragraph they belong to.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from tracker.formats import designators
from tracker.formats.designators import Label, Token
from tracker.formats.reg_inline import EMPTY, Text
from tracker.formats.reg_terms import mark_terms, term_of
from tracker.formats.reg_tree import RegNode, cut, slug

# "(a) General. (1) Text" without italics; the next paragraph must start with (2)
_PLAIN_HEADING_RE = re.compile(r"([A-Z][^.()—]{1,80}[.—])\s?(?=\((?:1|i|A)\)\s)")
_SECOND = frozenset({"2", "ii", "B"})
_LIST_END_RE = re.compile(r"(?:;|[;,]\s(?:and|or|and/or))$")
_STARS_ONLY_RE = re.compile(r"\*(?:\s?\*){2,}$")
# the heading "Note 5 to paragraph (h)(1):" says where the note belongs
_NOTE_TO_RE = re.compile(r"\bto\s(?:\d+\s)?paragraph\s((?:\([0-9A-Za-z]+\))+)")
OF_CONTAINER = frozenset(
    {
        "approval",
        "authority",
        "crossReference",
        "editorialNote",
        "effectiveDateNote",
        "source",
        "sourceCredit",
    }
)
"""Levels that say something about the whole section."""
_HEADING_END = ".:—–?!"


class _Piece(Struct):
    """One designated level of a paragraph: label, heading, text."""

    label: Label
    num: str
    italic: bool
    heading: Text
    text: Text
    adjacent: bool
    gap: bool
    starred: bool = False
    """True right after a designator of which only asterisks are shown: `(a) * * *`."""


class _Item(Struct):
    """What stands in a run: pieces of one paragraph, or a finished node."""

    pieces: list[_Piece]
    node: RegNode | None = None
    text: Text = EMPTY
    stars: bool = False


class Run:
    """Collects the paragraphs of one container; `close` hangs them in."""

    def __init__(
        self, container: RegNode, *, definitions: bool = False, flat: bool = False
    ) -> None:
        self.container = container
        self._flat = flat
        self._definitions = definitions
        self._items: list[_Item] = []
        self._gap = False
        self._starred = False
        self._plain: _Piece | None = None

    def paragraph(self, text: Text) -> None:
        """Add one paragraph."""
        if not text.text:
            return
        labels = [] if self._flat else _labels(text.text)
        if not labels:
            self._undesignated(text)
            self._plain = None
            return
        self._confirm_plain_heading(labels[0])
        pieces = _pieces(text, labels)
        pieces[0].gap, pieces[0].starred = self._gap, self._starred
        last = pieces[-1].text.text
        self._gap = self._starred = last.endswith("*") and bool(_STARS_ONLY_RE.search(last))
        self._items.append(_Item(pieces))
        headed = "(" in last[:90] and _PLAIN_HEADING_RE.match(last)
        self._plain = pieces[-1] if headed else None

    def _undesignated(self, text: Text) -> None:
        """Add a paragraph without designator; a defined term may stand before the first one.

        `Application.—(1) In general. …` is a definition whose first paragraph is (1).
        """
        pieces: list[_Piece] = []
        if self._definitions and text.spans:
            end = heading_end(text, 0)
            labels = _first_children(text.text, end) if end else []
            if labels:
                pieces = _pieces(text, labels)
                text = cut(text, 0, labels[0].start)
        self._items.append(_Item(pieces, None, text))

    def stars(self, node: RegNode) -> None:
        """Add a row of asterisks: what is left out stays as it is."""
        self._items.append(_Item([], node, stars=True))
        self._gap, self._starred = True, False

    def node(self, node: RegNode) -> None:
        """Add a note, table or other finished node at this place."""
        self._items.append(_Item([], node))

    def _confirm_plain_heading(self, label: Label) -> None:
        """Split `General. (1) Text` of the paragraph before once (2) follows it."""
        plain = self._plain
        if plain is None or label.value not in _SECOND:
            return
        match = _PLAIN_HEADING_RE.match(plain.text.text)
        if not match:
            return
        item = self._items[-1] if self._items and self._items[-1].pieces else None
        if item is None or item.pieces[-1] is not plain:
            return
        rest = cut(plain.text, match.end())
        labels = designators.leading(rest.text)
        if labels and labels[0].value != {"2": "1", "ii": "i", "B": "A"}[label.value]:
            return
        plain.heading = cut(plain.text, 0, match.end(1))
        plain.text = EMPTY
        item.pieces += _pieces(rest, labels, adjacent=True)

    def close(self) -> None:
        """Hang everything collected into the container."""
        items, self._items = self._items, []
        self._gap, self._starred, self._plain = False, False, None
        if not items:
            return
        end = len(items)
        while end and (node := items[end - 1].node) and node.level in OF_CONTAINER:
            end -= 1
        items, after = items[:end], items[end:]
        roots = [at for at, item in enumerate(items) if _is_definition(item)]
        designated = next(
            (at for at, item in enumerate(items) if item.pieces and not item.text.text), end
        )
        if self._definitions and roots and roots[0] < designated:
            self._hang_definitions(items, roots)
        else:
            self._hang_lists(items)
        _hang(self.container, after)

    def _hang_definitions(self, items: list[_Item], roots: list[int]) -> None:
        """Hang the paragraphs of a glossary under the terms they define."""
        _hang(self.container, items[: roots[0]])
        for begin, stop in zip(roots, [*roots[1:], len(items)], strict=True):
            term = items[begin]
            node = self.container.add(_undesignated(term.text, None, loose=True))
            term.text = EMPTY
            last = stop
            while items[last - 1].stars:
                last -= 1
            _hang(node, items[begin:last])
            self.container.children += [each.node for each in items[last:stop] if each.node]

    def _hang_lists(self, items: list[_Item]) -> None:
        """Hang items; a line in italics that a list `1.` follows is the heading of that list.

        The commentary to 12 CFR part 1003 is written so.
        """
        heads = [
            at
            for at, (item, after) in enumerate(pairwise(items))
            if _is_list_heading(item.text) and _starts_list(after)
        ]
        _hang(self.container, items[: heads[0]] if heads else items)
        for begin, end in pairwise([*heads, len(items)]):
            node = self.container.add(RegNode("heading", heading=items[begin].text))
            _hang(node, items[begin + 1 : end])


def _is_list_heading(text: Text) -> bool:
    """Return whether a line is set in italics from end to end."""
    return (
        len(text.spans) == 1
        and text.spans[0].kind == "emphasis"
        and text.spans[0].start == 0
        and text.spans[0].end >= len(text.text) - 1
    )


def _starts_list(item: _Item) -> bool:
    """Return whether an item is the first of an outline list: `1. …`."""
    return bool(item.pieces) and item.pieces[0].label.bare and item.pieces[0].label.value == "1"


def _labels(text: str) -> list[Label]:
    """Return the designators a paragraph starts with: `(a)(1)`, or `29.` of an outline."""
    labels = designators.leading(text)
    if not labels and (bare := designators.leading_bare(text)):
        return [bare]
    return labels


def _is_definition(item: _Item) -> bool:
    """Return whether an undesignated paragraph starts with the term it defines."""
    return bool(item.text.text) and term_of(item.text, loose=True) is not None


def _token(piece: _Piece) -> Token:
    return designators.token(
        piece.label,
        italic=piece.italic,
        gap=piece.gap,
        adjacent=piece.adjacent,
        starred=piece.starred,
    )


def _pieces(text: Text, labels: list[Label], *, adjacent: bool = False) -> list[_Piece]:
    """Return the designated levels at the start of a paragraph."""
    pieces: list[_Piece] = []
    if not text.spans:
        words = text.text
        for label in labels:
            num = words[label.start : label.end]
            pieces.append(_Piece(label, num, False, EMPTY, EMPTY, adjacent, False))
            adjacent = True
        pieces[-1].text = Text(words[labels[-1].end :].strip())
        return pieces
    while labels:
        for label in labels[:-1]:
            pieces.append(_piece(text, label, EMPTY, EMPTY, adjacent=adjacent))
            adjacent = True
        last = labels[-1]
        end = heading_end(text, last.end)
        heading = cut(text, last.end, end) if end > last.end else EMPTY
        more = end > last.end and len(pieces) < designators.MOST
        labels = _first_children(text.text, end) if more else []
        rest = EMPTY if labels else cut(text, end)
        pieces.append(_piece(text, last, heading, rest, adjacent=adjacent))
        adjacent = True
    return pieces


def _piece(text: Text, label: Label, heading: Text, rest: Text, *, adjacent: bool) -> _Piece:
    num = text.text[label.start : label.end]
    return _Piece(label, num, _is_italic(text, label), heading, rest, adjacent, False)


def _is_italic(text: Text, label: Label) -> bool:
    """Return whether the value inside the parentheses is set in italics."""
    at = label.start + 1
    return any(span.kind == "emphasis" and span.start <= at < span.end for span in text.spans)


def heading_end(text: Text, start: int) -> int:
    """Return where a heading that starts after a designator ends, or `start` when there is none.

    A heading is set in italics and closed by a stop, a colon or a dash, inside the italics or
    right after: `Scope.`, `Definition` + `—(1)`; `See` in italics is none.
    """
    words = text.text
    end = _italics_end(text, start)
    if not end:
        return start
    after = words[end : end + 2].lstrip()
    if words[start:end].rstrip("”’ ")[-1:] in _HEADING_END:
        return end + (words[end : end + 1] == "—")
    if after[:1] and after[0] in ".:—–":
        return words.index(after[0], end) + 1
    return end if end == len(words) or _first_children(words, end) else start


def _italics_end(text: Text, start: int) -> int:
    """Return where the run of italics ends that starts at `start`, 0 when there is none.

    Quotation marks may stand before and between: `“U.S. person” support activities`.
    """
    words = text.text
    at = start
    while at < len(words) and words[at] in " “‘":
        at += 1
    end = at
    for span in text.spans:
        if span.kind != "emphasis" or span.end <= end:
            continue
        if span.start > end + 2 or (span.start > end and words[end : span.start].strip(" “”‘’,")):
            break
        end = span.end
    if end == at:
        return 0
    while end < len(words) and words[end] in "”’":
        end += 1
    return end


def _first_children(words: str, pos: int) -> list[Label]:
    """Return the designators at `pos` when they can open a level below."""
    labels = designators.leading(words, pos)
    if not labels:
        return []
    first = any(place == 1 for _, place in designators.readings(labels[0].value))
    return labels if first else []


def _hang(container: RegNode, items: list[_Item]) -> None:
    """Hang one run of items into its container."""
    tokens = [_token(piece) for item in items for piece in item.pieces]
    depths = iter(designators.resolve(tokens) if tokens else ())
    hanger = _Hanger(container)
    for item in items:
        if item.stars and item.node:
            hanger.waiting.append(item.node)
        elif item.pieces:
            hanger.designated(item, depths)
        elif item.node or item.text.text:
            hanger.other(item)
    container.children += hanger.waiting


class _Hanger:
    """Hangs items one after another; `open` are the paragraphs that still go on."""

    def __init__(self, container: RegNode) -> None:
        self.open = [container]
        self.waiting: list[RegNode] = []
        """Rows of stars: they belong to the level of what follows them."""

    def designated(self, item: _Item, depths: Iterator[int]) -> None:
        """Hang the designated levels of one paragraph."""
        opened = self.open
        if item.text.text:
            opened[-1].add(_undesignated(item.text, None))
        for piece in item.pieces:
            depth = min(next(depths), len(opened))
            del opened[depth:]
            parent = opened[-1]
            if self.waiting:
                parent.children += self.waiting
                self.waiting = []
            opened.append(parent.add(_paragraph_node(piece)))

    def other(self, item: _Item) -> None:
        """Hang an undesignated paragraph or a note."""
        if item.node:
            _close_for(item.node, self.open)
        parent = _home(self.open, item)
        if self.waiting:
            parent.children += self.waiting
            self.waiting = []
        node = item.node or _undesignated(item.text, parent)
        if node is not parent:
            parent.add(node)


def _close_for(node: RegNode, open_nodes: list[RegNode]) -> None:
    """Close the paragraphs that a note does not belong to.

    A source credit belongs to the section; `Note 5 to paragraph (h)(1)` belongs to (h)(1), and
    where that is closed, to what still holds both.
    """
    if node.level in OF_CONTAINER:
        del open_nodes[1:]
        return
    match = _NOTE_TO_RE.search(node.heading.text) if node.level == "note" else None
    if not match:
        return
    wanted = [label.segment for label in designators.leading(match[1])]
    shared = 0
    for segment, node_above in zip(wanted, open_nodes[1:], strict=False):
        if segment != node_above.segment:
            break
        shared += 1
    del open_nodes[shared + 1 :]


def _home(open_nodes: list[RegNode], item: _Item) -> RegNode:
    """Return the node to which an undesignated paragraph or a note belongs.

    After the last item of a list whose members end in `;` or `and` it goes on with the list's
    head; otherwise it belongs to the paragraph it follows.
    """
    last = open_nodes[-1]
    if item.node or len(open_nodes) < 2:
        return last
    if last.text.text.endswith(":"):
        return last
    siblings = (child for child in reversed(open_nodes[-2].children) if child.designated)
    next(siblings, None)
    before = next(siblings, None)
    if before is None or not _LIST_END_RE.search(before.text.text[-12:]):
        return last
    open_nodes.pop()
    return open_nodes[-1]


def _paragraph_node(piece: _Piece) -> RegNode:
    label = piece.label
    node = RegNode(
        "paragraph",
        label.segment,
        num=piece.num,
        heading=piece.heading,
        text=piece.text,
        designated=True,
    )
    mark_terms(node)
    return node


def _undesignated(text: Text, parent: RegNode | None, *, loose: bool = False) -> RegNode:
    """Return the node for an undesignated paragraph; the first of a container is its own text."""
    term = term_of(text, loose=loose)
    own = parent is not None and parent.level in _OWN_TEXT
    if parent and own and term is None and not (parent.text.text or parent.children):
        parent.text = text
        mark_terms(parent)
        return parent
    node = RegNode("paragraph", text=text)
    if term:
        node.segment = "def-" + (slug(term[2]) or "term")
    mark_terms(node, loose=loose)
    return node


_OWN_TEXT = frozenset(
    {
        "action",
        "addresses",
        "agencies",
        "appendix",
        "approval",
        "authority",
        "contact",
        "crossReference",
        "dates",
        "editorialNote",
        "effectiveDateNote",
        "example",
        "footnote",
        "heading",
        "note",
        "pendingAmendment",
        "section",
        "source",
        "sourceCredit",
        "summary",
        "supplement",
    }
)
"""Levels whose first undesignated paragraph is their own text."""
