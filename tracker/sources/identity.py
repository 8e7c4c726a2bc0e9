"""Whether a body is the thing that was asked for: the number or part inside must say so.

Read with lxml without entities, DTD or network. A body that is not well-formed to its last tag
is cut off or no text at all, and is refused too.
"""

import re

from lxml import etree

from tracker.sources.outcomes import FailedError, WrongTextError


def parse_xml(body: bytes, url: str) -> etree._Element:
    """Return the root of well-formed XML. Raises FailedError when it is cut off or broken.

    `huge_tree` stays off: none of the watched texts nests deeper than lxml's limit of 256 or
    holds a text node of 10 MB; one that does is not one of them.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        host = url.split("/")[2]
        raise FailedError(
            url, f"{host} sent XML that is cut off or broken (line {error.lineno})"
        ) from error


def local(element: etree._Element) -> str:
    """Return the tag of an element without its namespace."""
    return etree.QName(element).localname


def words(element: etree._Element | None) -> str:
    """Return all words of an element, or an empty string."""
    return "" if element is None else "".join(element.itertext()).strip()


_DASHES_RE = re.compile("[‐-―]")
FR_TEXTS = {"RULE", "PRORULE", "NOTICE", "PRESDOCU", "PRESDOC", "CORRECT"}
"""Elements that hold one Federal Register document."""
_FR_DOC_RE = re.compile(r"FR\s*Doc\.?\s*([A-Z]?\d*-?[\w-]*\d)", re.IGNORECASE)


def fr_number(number: str) -> str:
    """Return a document number in one form: dashes plain, the serial without leading zeros."""
    head, dash, serial = _DASHES_RE.sub("-", number.strip()).upper().rpartition("-")
    return f"{head}{dash}{serial.lstrip('0')}"


def fr_document(body: bytes, url: str, number: str) -> str:
    """Check that a body is one Federal Register document and return its root's tag.

    Raises WrongTextError when its FRDOC names another number or it has none.
    """
    root = parse_xml(body, url)
    tag = local(root)
    if tag not in FR_TEXTS:
        raise WrongTextError(url, f"the answer is not a Federal Register document but <{tag}>")
    found = [fr_doc(element) for element in root.iter("FRDOC")]
    if fr_number(number) not in found:
        named = ", ".join(one for one in found if one) or "no number"
        raise WrongTextError(url, f"asked for FR Doc. {number}, the text says {named}")
    return tag


def fr_doc(mark: etree._Element) -> str:
    """Return the number in `<FRDOC>[FR Doc. 2025-19001 Filed 9-29-25; 8:45 am]</FRDOC>`."""
    match = _FR_DOC_RE.search(_DASHES_RE.sub("-", words(mark)))
    return fr_number(match[1]) if match else ""


def cfr_part(body: bytes, url: str, title: int, part: int) -> None:
    """Check that a body is one part of the CFR.

    Raises WrongTextError when its DIV5 is another part, or its metadata name another title.
    """
    root = parse_xml(body, url)
    divs = [root] if local(root) == "DIV5" else list(root.iter("DIV5"))
    if not divs:
        raise WrongTextError(url, f"the answer is not a CFR part but <{local(root)}>")
    found = [div.get("N", "").removeprefix("Part ").strip() for div in divs]
    if found != [str(part)]:
        raise WrongTextError(url, f"asked for part {part}, the text is part {', '.join(found)}")
    metadata = divs[0].get("hierarchy_metadata", "")
    named = re.search(r"title-(\d+)", metadata)
    if named and int(named[1]) != title:
        raise WrongTextError(url, f"asked for title {title}, the text is of title {named[1]}")
