"""Blocks of regulatory texts: what the elements between sections and paragraphs become.

Shared by the CFR (eCFR and annual edition) and by regulatory text quoted in the Federal
Register, which use the same element names for the same things. `Blocks.fill` reads one container;
containers inside it wait in a list, so that nesting costs no stack.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree
from msgspec import Struct

from tracker.errors import ParseError
from tracker.formats import designators
from tracker.formats.draft import Draft
from tracker.formats.reg_inline import DROPPED, Inline, Text
from tracker.formats.reg_paragraphs import OF_CONTAINER, Run
from tracker.formats.reg_tables import is_table, table
from tracker.formats.reg_tree import RegNode, cut
from tracker.formats.text import fold

PARAGRAPHS = frozenset(
    {"P", "FP", "FP-1", "FP-2", "FP1", "FP2", "FP1-2", "FP2-2", "FP-DASH", "PSPACE", "p", "LI"}
)
HEADINGS = {"HD": 0, "HD1": 1, "HD2": 2, "HD3": 3, "HD4": 4, "HD5": 5, "HD6": 6}
_LEVEL_OF = {"HED": 1, "HD1": 1, "HD2": 2, "HD3": 3, "HD4": 4, "HD5": 5, "HD6": 6, "HD8": 3}

NOTES = {
    "AUTH": "authority",
    "PARAUTH": "authority",
    "SECAUTH": "authority",
    "SOURCE": "source",
    "CITA": "sourceCredit",
    "EDNOTE": "editorialNote",
    "EFFDNOT": "effectiveDateNote",
    "EFFDNOTP": "effectiveDateNote",
    "CROSSREF": "crossReference",
    "XREF": "pendingAmendment",
    "NOTE": "note",
    "APPRO": "approval",
    "FTNT": "footnote",
    "CONTENTS": "toc",
    "SECTNOTE": "note",
    "SIDEHED": "note",
    "EXAMPLE": "example",
}
"""Elements beside the text of a section, with the level each becomes."""

TRANSPARENT = frozenset(
    {
        "EXTRACT",
        "SCOL2",
        "SCOL3",
        "WIDE",
        "LDRFIG",
        "APPENDIX-BODY",
        "QP",
        "div",
        "UL",
        "GPH",
        "MATH",
    }
)
"""Wrappers without meaning of their own; their children are read in their place."""

_DEFINITIONS_RE = re.compile(r"\b(?:definitions?|meaning of terms|defined|terms)\b", re.IGNORECASE)
# "PART 734—SCOPE", "§ 734.13 Export.", "Supplement No. 8 to Part 748—Information"
_PART_HEAD_RE = re.compile(r"((?:SUB)?PART\s[0-9A-Z]+(?:\s?[—–-]|\.|\s|$))\s*", re.IGNORECASE)
_SECTION_HEAD_RE = re.compile(r"((?:§§?|Sec\.|Section)\s?[\d.‐-―A-Za-z()-]+)[\s.]*(?:—\s*)?")
_ANNEX_HEAD_RE = re.compile(
    r"((?:Supplement|Appendix)\s.{0,60}?(?:\bto\s(?:Sub)?part\s[0-9A-Z.]+"
    r"|\bto\s§\s?[\d.]+)?(?:\s?[—–:]\s?|\s-+\s|\s?(?=\[)|$))\s*",
    re.IGNORECASE,
)
_ANNEX_START_RE = re.compile(r"(?:Supplement|Appendix)\s.{1,30}\bto\s(?:Sub)?part\s", re.IGNORECASE)
_ANNEX_NAME_RE = re.compile(
    r"(supp|app)[a-z]*\s(?:no\.?\s?)?([0-9A-Z]+(?:[-–][0-9A-Z]+)?)", re.IGNORECASE
)
_BARE_SECTION_RE = re.compile(r"\d[\dA-Za-z.‐-―-]*")
_DASH = str.maketrans("‐‑‒–—―", "------")


Item = etree._Element | str | Text  # noqa: SLF001 - lxml's one public-by-custom type
"""What a container holds: an element, text that stands directly in it, text read already."""


class _Waiting(Struct):
    """A container whose content is still to be read."""

    node: RegNode
    element: etree._Element


class Blocks:
    """Reads the blocks of one document into nodes.

    `containers` names the elements that nest further sections; it returns the node for one, or
    None when the element is no container.
    """

    def __init__(
        self,
        draft: Draft,
        inline: Inline,
        containers: Callable[[etree._Element, RegNode], RegNode | None],
        *,
        texts: Mapping[str, str] | None = None,
        flat: frozenset[str] = frozenset(),
        special: Callable[[etree._Element, RegNode], bool] | None = None,
        closing: frozenset[str] = frozenset(),
    ) -> None:
        self.draft = draft
        self.texts = texts or {}
        """Elements that hold one line of text, with the level each becomes."""
        self.flat = flat
        """Levels in which paragraphs are told, not designated: `(1)` is part of the text."""
        self.inline = inline
        self.special = special
        """Reads elements that only one format has into a parent; False when it does not."""
        self.closing = closing
        """Elements that end the headings open around them."""
        self._containers = containers
        self._waiting: list[_Waiting] = []
        self.depth = 0
        """Notes and orders that are open around the one that is read."""

    def read(self, node: RegNode, element: etree._Element) -> None:
        """Fill a node from an element and everything below it."""
        self._waiting.append(_Waiting(node, element))
        while self._waiting:
            waiting = self._waiting.pop()
            Filling(self, waiting.node).all(items(waiting.element))

    def container(self, element: etree._Element, parent: RegNode) -> RegNode | None:
        """Return the node of a container, which is then read later, or None."""
        node = self._containers(element, parent)
        if node is not None:
            self._waiting.append(_Waiting(node, element))
        return node

    def note(self, element: etree._Element, level: str) -> RegNode:
        """Return a note, authority, source credit … with its heading and text."""
        node = RegNode(level)
        node.line = line_of(element)
        Filling(self, node).all(items(element))
        if level == "footnote" and not node.num:
            _number_footnote(node)
        return node

    def drop(self, element: etree._Element, tag: str) -> None:
        """Count the words of an element that a rule leaves out, and tell of an image."""
        rule = DROPPED[tag]
        self.draft.drop(rule, " ".join(element.itertext()))
        if rule == "image-file-name":
            self.draft.find(
                "image", "an image stands here; its content is no text", line=line_of(element)
            )


def require_text(root: etree._Element, source: str) -> None:
    """Raise ParseError when a document has elements but no words."""
    if not any(text and not text.isspace() for text in root.itertext()):
        raise ParseError(source, f"there is no text in its <{root.tag!s}>; fetch it again")


def line_of(element: etree._Element) -> int | None:
    """Return the line of the source an element stands in."""
    line = element.sourceline
    return line if isinstance(line, int) else None


def items(element: etree._Element) -> Iterator[etree._Element | str]:
    """Yield an element's stray text and children in order; wrappers are looked through."""
    text = element.text
    if text and not text.isspace():
        yield text
    for child in element:
        tag = child.tag
        if tag in TRANSPARENT and not is_table(child):
            yield from items(child)  # as deep as the reader of XML lets elements nest
        elif isinstance(tag, str):
            yield child
        tail = child.tail
        if tail and not tail.isspace():
            yield tail


class Filling:
    """The reading of one container: the open run of paragraphs and the open headings."""

    def __init__(self, blocks: Blocks, node: RegNode) -> None:
        self.blocks = blocks
        self.node = node
        self.started = bool(node.children or node.text.text)
        """True once anything but the container's own heading has been read."""
        self.headings: list[tuple[float, RegNode]] = []
        self.flat = node.level in blocks.flat or node.level == "toc"
        self.run = self._run(node)
        self.loose: list[str] = []
        """Text that stands directly in the container."""

    def _run(self, node: RegNode) -> Run:
        """Return a run of paragraphs for a node."""
        glossary = not self.flat and _is_glossary(node)
        return Run(node, definitions=glossary, flat=self.flat)

    def all(self, content: Iterator[Item]) -> None:
        """Read everything in a container."""
        self.blocks.depth += 1
        self._content: list[Iterator[Item]] = [content]
        while self._content:
            item = next(self._content[-1], None)
            if item is None:
                self._content.pop()
            elif isinstance(item, str):
                self.loose.append(item)
            elif isinstance(item, Text):
                self._flush()
                self._say(item)
            elif item.tag in _INLINE and not _has_blocks(item):
                self.loose.append(self.blocks.inline.read(item).text)
            else:
                self._flush()
                self._block(item, str(item.tag))
                self._hang_notes()
        self._flush()
        self._hang_notes()
        self.run.close()
        self.blocks.depth -= 1

    def _hang_notes(self) -> None:
        """Hang the footnotes that stood inside running text."""
        for element in self.blocks.inline.take_notes():
            self._hang(self.blocks.note(element, NOTES["FTNT"]))

    def _flush(self) -> None:
        """Turn text that stands directly in the container into a paragraph."""
        if self.loose:
            text = fold(" ".join(self.loose))
            self.loose = []
            self._say(Text(text))

    def _say(self, text: Text) -> None:
        """Add a paragraph."""
        if text.text:
            self.started = True
            self.run.paragraph(text)

    def _block(self, item: etree._Element, tag: str) -> None:
        """Read one child of the container."""
        blocks = self.blocks
        if blocks.depth > _DEEPEST:
            self._say(blocks.inline.read(item))
        elif tag in PARAGRAPHS:
            self._paragraph(item)
        elif tag in blocks.texts and (self.flat or tag not in _OWN_HEADS):
            self._line(item, blocks.texts[tag])
        elif tag in _OWN_HEADS or tag in HEADINGS:
            self._heading(item, tag)
        elif tag in NOTES:
            self._hang(blocks.note(item, NOTES[tag]))
        elif tag == "STARS":
            self.started = True
            self.run.stars(RegNode("stars", text=blocks.inline.read(item)))
        elif tag in DROPPED:
            blocks.drop(item, tag)
        elif is_table(item):
            self._hang(table(item, blocks.inline))
        else:
            self._container_or_text(item)

    def _line(self, item: etree._Element, level: str) -> None:
        """Hang an element that holds one line of text."""
        if _has_blocks(item):
            self._content.append(items(item))
            return
        text = self.blocks.inline.read(item)
        if text.text:
            self.started = True
            self.run.node(RegNode(level, text=text))

    def _hang(self, node: RegNode) -> None:
        """Hang a note or table where the text has come to."""
        if not (node.text.text or node.heading.text or node.num or node.children):
            return
        self.started = True
        if self.headings and node.level in OF_CONTAINER:
            self.run.close()
            self.headings = []
            self.run = self._run(self.node)
        self.run.node(node)

    def _container_or_text(self, item: etree._Element) -> None:
        """Read a nested container, look into a wrapper, or take words as a paragraph."""
        blocks = self.blocks
        if item.tag in blocks.closing:
            self.run.close()
            self.headings = []
            self.run = self._run(self.node)
        parent = self.headings[-1][1] if self.headings else self.node
        self.run.close()
        if blocks.special and blocks.special(item, parent):
            self.started = True
            return
        node = blocks.container(item, parent)
        if node is not None:
            self.started = True
            parent.add(node)
        elif _has_blocks(item):
            self._content.append(items(item))
        else:
            self._say(self.blocks.inline.read(item))

    def _paragraph(self, item: etree._Element) -> None:
        """Read a paragraph; blocks inside it stand where they stand."""
        if not len(item):
            self._say(self.blocks.inline.read(item))
            return
        parts = self.blocks.inline.parts(item, _BLOCKS)
        if len(parts) == 1 and isinstance(parts[0], Text):
            self._say(parts[0])
        else:
            self._content.append(iter(parts))

    def _heading(self, item: etree._Element, tag: str) -> None:
        """Read a heading: the container's own, or one that opens a level inside it."""
        if _has_blocks(item):
            self._content.append(items(item))
            return
        text = self.blocks.inline.read(item)
        if not text.text:
            return
        own = tag in _OWN_HEADS or (tag == "HD" and item.get("SOURCE") == "HED")
        if self.node.level == "toc":
            self._say(text)
            return
        if own and not self.started and self._own_heading(tag, text):
            return
        self.started = True
        self.run.close()
        node = heading_node(text, self.node.cite, annexes=not self.flat)
        level = 0.0 if node.level in _ANNEXES else self._rank(item, tag, node)
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        parent = self.headings[-1][1] if self.headings else self.node
        parent.add(node)
        self.headings.append((level, node))
        self.run = self._run(node)

    def _rank(self, item: etree._Element, tag: str, node: RegNode) -> float:
        """Return how deep a heading stands: its element's level, below HD3 its outline number's."""
        level = _LEVEL_OF.get(item.get("SOURCE") or tag, 3) if tag == "HD" else HEADINGS.get(tag, 3)
        if level < 3 or not node.num:
            return level
        forms = dict(designators.readings(node.segment, bare=True))
        if "a" in forms and "i" in forms:
            before = [each.segment for rank, each in self.headings if rank > 3]
            follows = any(designators.letters(each) == forms["a"] - 1 for each in before)
            forms.pop("i" if follows else "a")
        order = min((designators.HEADING_ORDER.get(form, 3) for form in forms), default=3)
        return 3 + max(0, order - 3) / 10

    def _own_heading(self, tag: str, text: Text) -> bool:
        """Give the container its number and heading; False when it has them already."""
        node = self.node
        if node.heading.text:
            return False
        if tag == "SECTNO":
            if not node.num:
                node.num = text.text
                return True
            return False
        if not node.num:
            node.num, node.heading = split_heading(node.level, text)
        else:
            node.heading = text
        self.run = self._run(node)
        return True


_DEEPEST = 30
"""Notes within notes beyond which words are taken as they stand; official texts nest two."""
_INLINE = frozenset({"E", "I", "B", "SU", "FR", "AC", "sup", "sub", "em", "strong", "FTREF", "br"})
_ANNEXES = frozenset({"supplement", "appendix"})
_OWN_HEADS = frozenset({"HEAD", "HED", "SECTNO", "SUBJECT", "RESERVED"})
_BLOCKS = (
    PARAGRAPHS
    | _OWN_HEADS
    | frozenset(HEADINGS)
    | frozenset(NOTES)
    | TRANSPARENT
    | {"GPOTABLE", "TABLE", "STARS", "DIV", "SECTION", "AMDPAR"}
)
"""Elements that never stand inside a sentence."""


def _has_blocks(element: etree._Element) -> bool:
    """Return whether blocks stand in an element that should hold a line of text."""
    return bool(len(element)) and any(child.tag in _BLOCKS for child in element)


def _is_glossary(node: RegNode) -> bool:
    """Return whether a container's heading announces definitions."""
    return bool(_DEFINITIONS_RE.search(node.heading.text[:200]))


def heading_node(text: Text, part: str | None = None, *, annexes: bool = True) -> RegNode:
    """Return the level that a heading opens, with its outline number apart: `A. Required …`.

    A heading such as `Supplement No. 4 to Part 744—Entity List` opens a supplement; `part` is the
    identifier of the CFR part it then stands in.
    """
    named = annex(text.text) if annexes and _ANNEX_START_RE.match(text.text) else None
    if named:
        node = RegNode(named[0], named[1])
        node.num, node.heading = split_heading(named[0], text)
        node.cite = f"{part}/{named[1]}" if part else None
        return node
    label = designators.leading_bare(text.text)
    if label is None:
        return RegNode("heading", heading=text)
    num = text.text[: label.end].strip()
    return RegNode("heading", label.value, num=num, heading=cut(text, label.end))


def split_heading(level: str, text: Text) -> tuple[str, Text]:
    """Return (label, heading): `PART 734—SCOPE` -> (`PART 734—`, `SCOPE`)."""
    pattern = {
        "part": _PART_HEAD_RE,
        "subpart": _PART_HEAD_RE,
        "section": _SECTION_HEAD_RE,
        "supplement": _ANNEX_HEAD_RE,
        "appendix": _ANNEX_HEAD_RE,
    }.get(level)
    match = pattern.match(text.text) if pattern else None
    if not match:
        return "", text
    return match[1].strip(), cut(text, match.end(1))


def annex(name: str) -> tuple[str, str] | None:
    """Return (level, segment) of a supplement or appendix, or None for another heading.

    `Supplement No. 8 to Part 748` -> ("supplement", "supp8"); `Appendix A to …` -> `appA`.
    """
    match = _ANNEX_NAME_RE.match(name)
    if not match:
        return None
    short = match[1].lower()
    level = "supplement" if short == "supp" else "appendix"
    return level, short + match[2].translate(_DASH)


def section_number(label: str) -> str:
    """Return the bare number of a section: `§ 734.13` -> `734.13`; empty when there is none."""
    match = _BARE_SECTION_RE.search(label)
    return match[0].translate(_DASH).rstrip(".-") if match else ""


def _number_footnote(node: RegNode) -> None:
    """Take the number that a footnote's text starts with as its label."""
    match = re.match(r"(\d{1,3}|\*{1,3}|[a-z])(?:\s|$)", node.text.text)
    if match:
        node.num = match[1]
        node.text = cut(node.text, match.end())
        if match[1].isdigit():
            node.segment = f"fn{match[1]}"
            node.anchor = True
