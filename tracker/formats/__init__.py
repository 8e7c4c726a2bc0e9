"""Official bytes become a `Document`; the format is read from the bytes, never from a name.

    bill-dtd   `bill`, `resolution`, `amendment-doc`, `engrossed-amendment` without a namespace
    uslm-2     http://schemas.gpo.gov/xml/uslm: bills, resolutions, amendments, public laws
    uslm-1     http://xml.house.gov/schemas/uslm/1.0: bills, US Code
    fr-xml     `RULE`, `PRORULE`, `NOTICE`, `PRESDOCU`, `FEDREG`
    cfr-xml    `DIV1` … `DIV9`, `ECFR`, `CFRDOC`, `CFRGRANULE`
    bill-text  govinfo's plain text of bills, bare or in a web page's `<pre>`

Public: `parse`. Beside it, `report.as_json`, `review.review_text` and `meter.measure` take what
`parse` returns. A format module offers `parse_tree(root, *, source, work, version) -> Document`
(plain text: `parse_text(data, …)`) and a `VOCABULARY` for the meter.
"""

import gc
import importlib
import re
from typing import TYPE_CHECKING, Protocol, cast

from tracker.errors import ParseError, ReaderError
from tracker.model import Document

if TYPE_CHECKING:
    from lxml import etree

    from tracker.formats.vocabulary import Vocabulary

MODULES = {
    "bill-dtd": "tracker.formats.bill_dtd",
    "uslm-2": "tracker.formats.uslm",
    "uslm-1": "tracker.formats.uslm",
    "fr-xml": "tracker.formats.federal_register",
    "cfr-xml": "tracker.formats.cfr",
    "bill-text": "tracker.formats.bill_text",
}
"""The module that reads each format."""

_NAMESPACES = (
    ("http://schemas.gpo.gov/xml/uslm", "uslm-2"),
    ("http://xml.house.gov/schemas/uslm/1", "uslm-1"),
)
_ROOTS = {
    **dict.fromkeys(("bill", "resolution", "amendment-doc", "engrossed-amendment"), "bill-dtd"),
    **dict.fromkeys(
        ("engrossedAmendment", "pLaw", "uscDoc", "lawDoc", "statuteCompilation"), "uslm-2"
    ),
    **dict.fromkeys(("RULE", "PRORULE", "NOTICE", "PRESDOCU", "FEDREG", "CORRECT"), "fr-xml"),
    **dict.fromkeys(("ECFR", "DLPSTEXTCLASS", "CFRDOC", "CFRGRANULE", "CFRMERGE"), "cfr-xml"),
    **dict.fromkeys((f"DIV{n}" for n in range(1, 10)), "cfr-xml"),
}
_OTHERS = {
    "billStatus": "a bill status record, not the text of a bill",
    "mods": "a catalogue record (MODS), not a text",
    "mets": "a package description (METS), not a text",
    "html": "a web page, not an official XML text",
    "rss": "a news feed, not a text",
    "Error": "an error message of the server, not a text",
}
_START_RE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*")
_HTML_RE = re.compile(
    rb"\A(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|pre)\b",
    re.IGNORECASE | re.DOTALL,
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


class _TreeParser(Protocol):
    """A module that reads an XML format."""

    VOCABULARY: "Vocabulary"

    def parse_tree(
        self, root: "etree._Element", *, source: str, work: str, version: str
    ) -> Document:
        """Read a parsed tree."""


def parse(data: bytes, *, source: str = "", work: str = "", version: str = "") -> Document:
    """Read official bytes of any supported format.

    `source` names the bytes in errors. `work` and `version` are used only where the bytes do not
    say what they are (a CFR part does not carry its date); what the bytes say wins. Raises
    ParseError naming the place for bytes that are no readable official text, and no other error:
    its kind ReaderError says that the fault is this program's.
    """
    enabled = gc.isenabled()
    gc.disable()  # nothing here makes cycles; collecting while the tree grows costs a third
    try:
        return _parsed(data, source, work, version)
    except ParseError:
        raise
    except Exception as error:
        raise ReaderError(source, error) from error
    finally:
        if enabled:
            gc.enable()


def _parsed(data: bytes, source: str, work: str, version: str) -> Document:
    """Read official bytes with the module of their format."""
    if _is_plain(data, source):
        from tracker.formats.bill_text import parse_text  # noqa: PLC0415 - rarely needed

        return parse_text(data, source=source, work=work, version=version)
    from tracker.formats import xml  # noqa: PLC0415 - keeps `import tracker.formats` light

    root = xml.read(data, source)
    module = cast("_TreeParser", importlib.import_module(MODULES[_format(root, source)]))
    document = module.parse_tree(root, source=source, work=work, version=version)
    if not document.root.children:
        raise ParseError(source, "there is no text in it", f"<{xml.local(root)}>")
    return document


def vocabulary_of(form: str) -> "Vocabulary":
    """Return what a format (`Document.format`) says about its elements."""
    return cast("_TreeParser", importlib.import_module(MODULES[form])).VOCABULARY


def _is_plain(data: bytes, source: str) -> bool:
    """Return whether the bytes are plain text; raise ParseError for what is surely no text."""
    head = data[:4096]
    start = _START_RE.match(head)
    body = head[start.end() :] if start else head
    if not body:
        raise ParseError(source, "the file is empty; fetch it again")
    if body[:2] in _UTF16 or body[:1] == b"<":
        if not _HTML_RE.match(body):
            return False
        if re.search(rb"<pre\b", data[:65536], re.IGNORECASE):
            return True
        raise ParseError(source, f"{_html_title(data)}, not an official text; fetch it again")
    if body[:1] in b"{[":
        looks = re.match(rb"\{\s*(?:\"|\})|\[\s*[\[{\"\d\]-]", body)
        if looks and not body.startswith(b"[Congressional"):
            raise ParseError(source, "JSON data, not the text of a document")
    if b"\x00" in body:
        raise ParseError(
            source, "binary data, not a text (an archive? take the XML file out first)"
        )
    return True


def _html_title(data: bytes) -> str:
    """Return words for a web page that was served instead of a text."""
    match = re.search(rb"<title[^>]*>\s*([^<]{1,80})", data[:8192], re.IGNORECASE)
    named = f" “{match[1].decode('utf-8', 'replace').strip()}”" if match else ""
    return f"a web page{named}"


def _format(root: "etree._Element", source: str) -> str:
    """Return the format that a root element stands for; ParseError when it is none of ours."""
    namespace, _, name = str(root.tag).rpartition("}")
    for prefix, form in _NAMESPACES:
        if namespace[1:].startswith(prefix):
            return form
    form = _ROOTS.get(name, "")
    if form == "bill-dtd" and (namespace or root.find("main") is not None):
        return "uslm-2"
    if form and not namespace:
        return form
    what = _OTHERS.get(name, "no text of a format that can be read here")
    raise ParseError(source, f"the root element <{name}> is {what}", f"line {root.sourceline or 1}")
