"""The one reader of XML: hardened, and with errors that say where.

No entities are resolved, no DTD is loaded, nothing is fetched, XInclude is never processed.
`huge_tree` stays off on purpose: libxml2 then refuses more than 256 nested elements, text or
attribute values over 10 MB, and expansions that grow without bound; official texts stay far below
(the deepest file known nests 30 levels).
"""

import re

from lxml import etree

from tracker.errors import ParseError

XINCLUDE = "http://www.w3.org/2001/XInclude"

_ENTITY_DECLARATION_RE = re.compile(rb"<!ENTITY\s", re.IGNORECASE)
_POSITION_RE = re.compile(r"\s*,? line \d+, column \d+$")
_INCLUDES_RE = re.compile(rb"XInclude")  # half the time of `in`, which looks for it both ways
# "&mdash;", "&x;", also in UTF-16; not "&amp;", "&#8212;"
_REFERENCE_RE = re.compile(rb"&(?!amp;|lt;|gt;|quot;|apos;|#)")
_ENCODINGS = frozenset(
    {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "US-ASCII", "ASCII", "WINDOWS-1252"}
)
_DOCTYPE_END = 65536
"""A DOCTYPE stands at the start; entity declarations are looked for in so many bytes."""


def read(data: bytes, source: str = "") -> etree._Element:
    """Return the root element of XML bytes.

    Raises ParseError that names the line for what is not well-formed, declares or uses entities
    that only a DTD could resolve, or includes other files.
    """
    head = data[:_DOCTYPE_END]
    if match := _ENTITY_DECLARATION_RE.search(head):
        line = head.count(b"\n", 0, match.start()) + 1
        raise ParseError(
            source,
            "the file declares entities of its own, which official texts never do; it is not read",
            f"line {line}",
        )
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise ParseError(source, _problem(error, data), f"line {error.lineno or 1}") from None
    except ValueError as error:
        raise ParseError(source, f"not readable as XML: {error}") from None
    _refuse_encoding(root, source)
    _refuse_foreign(root, data, source)
    return root


def _parser() -> etree.XMLParser[etree._Element]:
    """Return a parser that resolves, loads and fetches nothing."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=False,
        collect_ids=False,
    )


def _problem(error: etree.XMLSyntaxError, data: bytes) -> str:
    """Return libxml2's message in words that say what to do."""
    message = " ".join((error.msg or "no reason given").split()).rstrip(".")
    message = _POSITION_RE.sub("", message)
    if "xcessive depth" in message:
        return "elements are nested more than 256 deep; no official text is, so it is not read"
    if "imit exceeded" in message or "too long" in message:
        return "a text or an attribute is longer than 10 MB; no official text is, so it is not read"
    ends = data[-64:].rstrip(b" \t\r\n\x00").endswith(b">")
    if not ends or "Premature end" in message or "EndTag" in message:
        return f"the file is cut off or broken ({message}); fetch it again"
    if "encoding" in message.lower() or "utf-8" in message.lower():
        return f"the bytes are not in the encoding the file declares ({message})"
    return f"not well-formed XML: {message}"


def _refuse_encoding(root: etree._Element, source: str) -> None:
    """Raise ParseError for encodings that no official source uses."""
    encoding = (root.getroottree().docinfo.encoding or "UTF-8").upper()
    if encoding not in _ENCODINGS:
        raise ParseError(
            source, f"the encoding {encoding} is used by no official source; fetch it again"
        )


def _refuse_foreign(root: etree._Element, data: bytes, source: str) -> None:
    """Raise ParseError for entities and inclusions; put known character entities in as text."""
    internal = root.getroottree().docinfo.internalDTD
    if internal is not None and next(iter(internal.iterentities()), None) is not None:
        raise ParseError(
            source,
            "the file declares entities of its own, which official texts never do; it is not read",
            "the DOCTYPE",
        )
    if _INCLUDES_RE.search(data) or b"\x00" in data[:4]:
        for element in root.iter(f"{{{XINCLUDE}}}*"):
            raise ParseError(
                source,
                "the file asks to include another file (XInclude); it is not read",
                f"line {element.sourceline}",
            )
    if _REFERENCE_RE.search(data):
        _resolve_characters(root, source)


def _resolve_characters(root: etree._Element, source: str) -> None:
    """Replace references to the standard character entities (`&mdash;`) by their characters."""
    from html.entities import html5  # noqa: PLC0415 - a large table, seldom needed

    for reference in list(root.iter(etree.Entity)):
        name = (reference.text or "").strip("&;")
        character = html5.get(f"{name};")
        parent = reference.getparent()
        if character is None or parent is None:
            raise ParseError(
                source,
                f"the reference &{name}; cannot be resolved without loading a DTD",
                f"line {reference.sourceline or getattr(parent, 'sourceline', 0)}",
            )
        text = character + (reference.tail or "")
        previous = reference.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + text
        else:
            previous.tail = (previous.tail or "") + text
        reference.tail = None
        parent.remove(reference)


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
