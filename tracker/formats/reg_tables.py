"""Tables of regulatory texts, row by row: GPOTABLE of the Office's SGML and HTML tables of eCFR."""

from lxml import etree

from tracker.formats.reg_inline import EMPTY, Inline, Span, Text
from tracker.formats.reg_tree import RegNode

_TITLES = frozenset({"TTITLE", "CAPTION", "caption"})
_ROWS = frozenset({"ROW", "TR", "tr", "BOXHD"})
_CELLS = frozenset({"ENT", "TD", "TH", "td", "th", "CHED"})
_FRAMES = frozenset({"TABLE", "table", "THEAD", "TBODY", "TFOOT", "thead", "tbody", "tfoot", "DIV"})


def table(element: etree._Element, inline: Inline) -> RegNode:
    """Return a table as a provision with a provision for each row; cells are marks in the row.

    Whatever is neither title nor row (notes, stray text) becomes a note at its place, so that no
    word is lost in a malformed table.
    """
    node = RegNode("table")
    stack: list[etree._Element | str] = list(reversed(_content(element)))
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            node.add(RegNode("note", text=Text(item)))
        elif item.tag in _TITLES and not node.children and not node.heading.text:
            node.heading = inline.read(item)
        elif item.tag in _ROWS:
            row = _row(item, inline)
            if row.text.text:
                node.add(row)
        elif item.tag in _FRAMES:
            stack.extend(reversed(_content(item)))
        else:
            text = inline.read(item)
            if text.text:
                node.add(RegNode("note", text=text))
    return node


def _content(element: etree._Element) -> list[etree._Element | str]:
    """Return an element's children and the stray text between them."""
    found: list[etree._Element | str] = []
    if element.text and not element.text.isspace():
        found.append(" ".join(element.text.split()))
    for child in element:
        if isinstance(child.tag, str):
            found.append(child)
        if child.tail and not child.tail.isspace():
            found.append(" ".join(child.tail.split()))
    return found


def _row(element: etree._Element, inline: Inline) -> RegNode:
    """Return a row: its cells one after another, a space between them."""
    node = RegNode("row")
    cells = [
        Text(item) if isinstance(item, str) else inline.read(item) for item in _content(element)
    ]
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for cell in cells:
        if cell.text:
            node.cells.append((at, at + len(cell.text)))
            spans += [Span(span.kind, span.start + at, span.end + at) for span in cell.spans]
            parts.append(cell.text)
            at += len(cell.text) + 1
    node.text = Text(" ".join(parts), tuple(spans)) if parts else EMPTY
    return node


def is_table(element: etree._Element) -> bool:
    """Return whether an element is a table or a wrapper around nothing but tables."""
    if element.tag in {"GPOTABLE", "TABLE", "table"}:
        return True
    return element.tag in {"DIV", "div"} and any(
        child.tag in {"TABLE", "table", "GPOTABLE"} for child in element.iter()
    )
