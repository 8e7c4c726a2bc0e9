"""Running text of Federal Register and CFR elements, with its inline markup as spans.

The same SGML was written out in three ways over the years, and words are glued or split when
they are read alike:

- `plain` (eCFR, annual CFR, Federal Register to 2011 and about 2016-2019): spaces mean spaces;
- `indented` (federalregister.gov today): a line break and the indent beside an inline element
  are layout, a further space is a space: `word` NEWLINE `<E>s</E>` is one word;
- `bare` (federalregister.gov about 2012-2015): spaces beside inline elements were lost.

`style_of` tells them apart. A page break (`PRTPAGE`) without spaces around it joins its
neighbours only when the joined word occurs elsewhere in the document.
"""

import re
from collections.abc import Callable, Iterator
from typing import Literal

from lxml import etree
from msgspec import Struct

from tracker.formats import figures
from tracker.formats.text import fold

Style = Literal["plain", "indented", "bare"]
SpanKind = Literal["emphasis", "footnote"]


class Span(Struct, frozen=True, gc=False):
    """Inline markup over characters `start` to `end` of a text."""

    kind: SpanKind
    start: int
    end: int


class Text(Struct, frozen=True):
    """Folded text of one element."""

    text: str
    spans: tuple[Span, ...] = ()


EMPTY = Text("")

_EMPHASIS = frozenset({"E", "I", "B", "strong", "em", "i", "b"})
_RAISED = frozenset({"SU", "sup"})
_LOWERED = frozenset({"sub", "INF"})
_BREAKS = frozenset({"br", "BR", "LI", "P", "FP", "TD", "TH", "TR", "ENT", "ROW", "HD"})
DROPPED = {
    "GID": "image-file-name",
    "MID": "image-file-name",
    "EAR": "running-head",
    "FDSYS": "metadata",
}
"""Elements whose words no reader of the law needs, with the rule that leaves them out."""
_SHIFTED = frozenset({"51", "52", "53", "54"})
"""Faces of `E` that raise (51, 53) or lower (52, 54) text."""
_OPENING = frozenset("([{“‘-–—/$§¶‐‑")
_CLOSING = frozenset(")]},.;:!?”’-–—/%‐‑…'")
_WORD_RE = re.compile(r"[^\W_]+")


def style_of(root: etree._Element) -> Style:
    """Return how a document writes spaces around inline elements, judged from all of them."""
    indented = spaced = glued = 0
    for element in root.iter("E", "PRTPAGE"):
        previous = element.getprevious()
        parent = element.getparent()
        if previous is None and parent is None:
            continue
        before = (previous.tail if previous is not None else _text_of(parent)) or ""
        after = element.tail or ""
        if before.strip():
            indented += "\n" in before[len(before.rstrip()) :]
            spaced += before[-1] in " \xa0"
            glued += before[-1].isalnum()
        if after.strip():
            indented += after[0] == "\n"
            spaced += after[0] in " \xa0"
            glued += after[0].isalnum()
    if indented > spaced + glued:
        return "indented"
    return "bare" if glued > spaced else "plain"


def _text_of(element: etree._Element | None) -> str | None:
    return element.text if element is not None else None


_SEARCHES = 20
"""Page breaks up to which searching the text is faster than listing its words."""


def uncounted(_rule: str, _words: str) -> None:
    """Count nothing: for reading a second time what is read elsewhere."""


class Inline:
    """Reads the text of elements of one document; counts what it leaves out."""

    def __init__(
        self, root: etree._Element, style: Style, drop: Callable[[str, str], None]
    ) -> None:
        self.style = style
        self._drop = drop
        self._root = root
        self._text: str | None = None
        self._words: frozenset[str] = frozenset()
        self._asked = 0
        self._notes: list[etree._Element] = []

    def take_notes(self) -> list[etree._Element]:
        """Return the footnotes met inside running text since the last call."""
        notes, self._notes = self._notes, []
        return notes

    def read(self, element: etree._Element) -> Text:
        """Return the folded text of an element and everything in it."""
        if not len(element):
            return Text(fold(element.text or ""))
        parts = self.parts(element, frozenset())
        first = parts[0] if parts else EMPTY
        return first if isinstance(first, Text) else EMPTY

    def parts(self, element: etree._Element, blocks: frozenset[str]) -> list[Text | etree._Element]:
        """Return an element's text, cut wherever an element named in `blocks` stands in it."""
        if simple := _simple(element, self.style):
            return [simple]
        found: list[Text | etree._Element] = []
        builder = _Builder(self)
        stack: list[tuple[etree._Element, Iterator[etree._Element], int]] = []
        builder.feed(element.text or "", after=False, before=True)
        current, children, start = element, iter(element), 0
        while True:
            child = next(children, None)
            if child is None:
                if not stack:
                    break
                builder.leave(current, start)
                tail, more = current.tail or "", current.getnext() is not None
                current, children, start = stack.pop()
                builder.feed(tail, after=True, before=more)
                continue
            tag = child.tag
            tail, more = child.tail or "", child.getnext() is not None
            if tag in blocks:
                builder.cut(found)
                found.append(child)
                stack = [(opened, rest, 0) for opened, rest, _ in stack]
                start = 0
                builder.feed(tail, after=False, before=more)
            elif tag == "FTNT":
                self._notes.append(child)
                builder.feed(" " + tail, after=False, before=more)
            elif tag in DROPPED:
                self._drop(DROPPED[str(tag)], " ".join(child.itertext()))
                builder.feed(" " + tail, after=False, before=more)
            elif isinstance(tag, str):
                stack.append((current, children, start))
                current, children = child, iter(child)
                start = builder.enter(child)
                builder.feed(child.text or "", after=False, before=len(child) > 0)
            else:
                builder.feed(tail, after=False, before=more)
        builder.cut(found)
        return found

    def joins(self, left: str, right: str) -> bool:
        """Return whether a page break between two fragments runs through a word."""
        self._asked += 1
        if self._text is None:
            self._text = "\n".join(self._root.itertext()).lower()
        text, word = self._text, (left + right).lower()
        if self._asked > _SEARCHES:
            self._words = self._words or frozenset(_WORD_RE.findall(text))
            return word in self._words
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
                return True
            at = text.find(word, end)
        return False


def _unindented(piece: str, indent: int, *, after: bool, before: bool) -> tuple[str, int]:
    """Take line breaks and indents beside inline elements away; a further space stays.

    Returns the text and the indent of the inline element after it (or the one known before).
    """
    if after and piece.startswith("\n"):
        body = piece.lstrip(" \n")
        edge = len(piece) - len(body)
        lead = edge - piece.rfind("\n", 0, edge) - 1
        piece = (" " if body and 0 <= indent < lead else "") + body
    if before:
        cut = piece.rstrip(" ")
        if cut.endswith("\n"):
            indent = len(piece) - len(cut)
            piece = cut.rstrip("\n")
    return piece, indent


def _simple(element: etree._Element, style: Style) -> Text | None:
    """Return the text of an element that holds nothing but words and plain emphasis.

    That is what nearly all paragraphs are; the others take the long way.
    """
    pieces = [(element.text, False)]
    for child in element:
        if child.tag not in _EMPHASIS or len(child) or child.get("T") in _SHIFTED:
            return None
        pieces += ((child.text, True), (child.tail, False))
    out: list[str] = []
    spans: list[Span] = []
    length = 0
    indent = -1
    space = False
    last = len(pieces) - 1
    for at, (raw, emphasis) in enumerate(pieces):
        piece = raw
        if piece and style == "indented" and not emphasis and "\n" in piece:
            piece, indent = _unindented(piece, indent, after=at > 0, before=at < last)
        if not piece:
            continue
        words = fold(piece)
        if not words:
            space = True
            continue
        if length and (
            space or piece[0].isspace() or (style == "bare" and _needs_space(out[-1][-1], words[0]))
        ):
            out.append(" ")
            length += 1
        out.append(words)
        if emphasis:
            spans.append(Span("emphasis", length, length + len(words)))
        length += len(words)
        space = piece[-1].isspace()
    return Text("".join(out), tuple(spans)) if out else None


class _Builder:
    """Puts pieces together with whitespace folded, and keeps spans in folded positions."""

    def __init__(self, inline: Inline) -> None:
        self._inline = inline
        self._style = inline.style
        self._parts: list[str] = []
        self._length = 0
        self._pending = False
        self._last = ""
        self._indent = -1
        self._spans: list[Span] = []
        self._shift: list[str] = []
        self._page = False
        self._boundary = False

    def feed(self, piece: str, *, after: bool, before: bool) -> None:
        """Add text that stands after an inline element, before one, or neither."""
        if not piece:
            return
        if self._style == "indented" and "\n" in piece:
            piece, self._indent = _unindented(piece, self._indent, after=after, before=before)
            if not piece:
                return
        folded = fold(piece)
        if not folded:
            self._pending = True
            return
        if piece[0].isspace():
            self._pending = True
        self._add(folded)
        self._pending = piece[-1].isspace()

    def _add(self, folded: str) -> None:
        if self._shift:
            folded = _shifted(folded, self._shift[-1])
        if self._length:
            if self._page and not self._pending and self._last.isalnum() and folded[0].isalnum():
                self._pending = not self._inline.joins(_last_word(self._parts), _first_word(folded))
            elif not self._pending and self._style == "bare" and self._boundary:
                self._pending = _needs_space(self._last, folded[0])
            if self._pending:
                self._parts.append(" ")
                self._length += 1
        self._page = self._boundary = False
        self._parts.append(folded)
        self._length += len(folded)
        self._last = folded[-1]

    def enter(self, element: etree._Element) -> int:
        """Open an inline element and return where it starts."""
        tag = element.tag
        face = element.get("T") if tag == "E" else None
        if tag in _RAISED or face in {"51", "53"}:
            if _is_anchor(element) or not self._length:
                self._pending = self._pending or bool(self._length)
                self._shift.append("")
            else:
                self._shift.append("up")
        elif tag in _LOWERED or face in {"52", "54"}:
            self._shift.append("down")
        else:
            self._shift.append(self._shift[-1] if self._shift else "")
            self._boundary = True
            if tag == "PRTPAGE":
                self._page = True
            elif tag in _BREAKS or (tag == "FR" and self._last.isdigit()):
                self._pending = True
        return self._length + (1 if self._pending and self._length else 0)

    def leave(self, element: etree._Element, start: int) -> None:
        """Close an inline element and keep its span."""
        if self._shift:
            self._shift.pop()
        tag = element.tag
        if tag in _BREAKS:
            self._pending = True
        elif tag in _RAISED:
            if _is_anchor(element) and self._length > start:
                self._spans.append(Span("footnote", start, self._length))
            self._pending = self._pending or start == 0 or _is_anchor(element)
        elif tag in _EMPHASIS and element.get("T") not in _SHIFTED:
            self._boundary = True
            at = start
            if at < self._length and self._char_at(at) == " ":
                at += 1
            if self._length > at:
                self._spans.append(Span("emphasis", at, self._length))

    def _char_at(self, position: int) -> str:
        """Return one character of the text so far, looking from its end."""
        passed = self._length
        for part in reversed(self._parts):
            passed -= len(part)
            if position >= passed:
                return part[position - passed]
        return ""

    def cut(self, found: list[Text | etree._Element]) -> None:
        """Close the text so far and start anew."""
        if self._parts:
            self._spans.sort(key=lambda span: (span.start, span.end))
            found.append(Text("".join(self._parts), tuple(self._spans)))
        self._parts, self._spans = [], []
        self._length = 0
        self._pending = self._page = self._boundary = False
        self._last = ""


def _is_anchor(element: etree._Element) -> bool:
    """Return whether a raised number is the anchor of a footnote: `FTREF` comes right after it."""
    after = element.getnext()
    return after is not None and after.tag == "FTREF" and not (element.tail or "").strip()


def _shifted(text: str, shift: str) -> str:
    """Return raised or lowered text in Unicode where it exists: 10^26 must not become 1026."""
    if shift == "up":
        return figures.raised(text)
    return figures.lowered(text) if shift == "down" else text


def _needs_space(left: str, right: str) -> bool:
    """Return whether a space was lost between two characters at an element's edge."""
    return left not in _OPENING and right not in _CLOSING


def _last_word(parts: list[str]) -> str:
    tail = "".join(parts[-2:])[-60:]
    words = _WORD_RE.findall(tail)
    return words[-1] if words else ""


def _first_word(text: str) -> str:
    match = _WORD_RE.search(text[:60])
    return match[0] if match else ""
