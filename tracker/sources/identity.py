"""Is this body the thing that was asked for? The number, part or bill inside must say so.

Read with lxml without entities, DTD or network. A body that is not well-formed to its last tag
is cut off or no text at all, and is refused too.
"""

import re
from datetime import date

from lxml import etree
from msgspec import Struct

from tracker.identifiers import BILL_VERSIONS
from tracker.sources.outcomes import FailedError, WrongTextError

_USLM = "{http://schemas.gpo.gov/xml/uslm}"
_DC = "{http://purl.org/dc/elements/1.1/}"


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


class BillText(Struct, frozen=True):
    """What the text of a bill says about itself."""

    congress: int | None
    kind: str
    number: int | None
    version: str
    """Version code; empty when the text does not say."""
    stated: date | None
    """The date that the text itself gives for its stage: action, or attestation."""


def bill(body: bytes, url: str, *, congress: int, kind: str, number: int, version: str) -> BillText:
    """Check that a body is one version of one bill and return what it says about itself.

    Raises WrongTextError when it is another bill or version, FailedError when it is none.
    """
    root = parse_xml(body, url)
    said = _uslm_bill(root) if _in_uslm(root) else _dtd_bill(root)
    if said is None:
        raise WrongTextError(url, f"the answer is not a bill but <{_local(root)}>")
    asked = f"{congress}{kind}{number}"
    found = f"{said.congress or ''}{said.kind}{said.number or ''}"
    if found != asked:
        raise WrongTextError(url, f"asked for {asked}, the text says that it is {found or 'none'}")
    if said.version and said.version.rstrip("0123456789") != version.rstrip("0123456789"):
        raise WrongTextError(
            url, f"asked for version {version} of {asked}, the text says that it is {said.version}"
        )
    return said


def _local(element: etree._Element) -> str:
    """Return the tag of an element without its namespace."""
    return etree.QName(element).localname


def _in_uslm(root: etree._Element) -> bool:
    """Return whether the root is in the USLM 2 namespace."""
    return str(root.tag).startswith(_USLM)


_DTD_ROOTS = {"bill", "resolution", "amendment-doc"}


def _dtd_bill(root: etree._Element) -> BillText | None:
    """Read the Bill DTD: form, `bill-stage`, Dublin Core title, dates."""
    if _local(root) not in _DTD_ROOTS:
        return None
    kind, number = _legis_num(_text(root.find(".//legis-num")))
    stage = next((v for k, v in root.attrib.items() if str(k).endswith("-stage")), "")
    return BillText(
        congress=_first_int(_text(root.find(".//congress"))),
        kind=kind,
        number=number,
        version=_stage_code(str(stage)),
        stated=_stated(root, str(stage)),
    )


def _uslm_bill(root: etree._Element) -> BillText | None:
    """Read USLM 2: the `meta` block."""
    meta = root.find(f"{_USLM}meta")
    if meta is None:
        return None
    kind, number = _legis_num(
        _text(meta.find(f"{_DC}type")) + _text(meta.find(f"{_USLM}docNumber"))
    )
    cited = _text(meta.find(f"{_USLM}citableAs"))
    if not kind:
        kind, number = _legis_num(re.sub(r"^\d+\s*(?=[a-z])", "", cited, flags=re.IGNORECASE))
    return BillText(
        congress=_first_int(_text(meta.find(f"{_USLM}congress"))),
        kind=kind,
        number=number,
        version=_stage_code(_text(meta.find(f"{_USLM}docStage"))),
        stated=_day(_text(meta.find(f"{_DC}date"))),
    )


_KINDS = {
    "HR": "hr", "S": "s", "HJRES": "hjres", "SJRES": "sjres", "HCONRES": "hconres",
    "SCONRES": "sconres", "HRES": "hres", "SRES": "sres",
    "HOUSEBILL": "hr", "SENATEBILL": "s", "HOUSEJOINTRESOLUTION": "hjres",
    "SENATEJOINTRESOLUTION": "sjres", "HOUSECONCURRENTRESOLUTION": "hconres",
    "SENATECONCURRENTRESOLUTION": "sconres", "HOUSERESOLUTION": "hres",
    "SENATERESOLUTION": "sres",
}  # fmt: skip


def _legis_num(text: str) -> tuple[str, int | None]:
    """Read `H. CON. RES. 58` -> ("hconres", 58); ("", None) when it is none."""
    letters = re.sub(r"[^A-Z]", "", re.sub(r"\d.*", "", text.upper(), flags=re.DOTALL))
    number = _first_int(text)
    return _KINDS.get(letters, ""), number


_STAGE_CODES = {re.sub(r"[^a-z]", "", label.lower()): code for code, label in BILL_VERSIONS.items()}


def _stage_code(stage: str) -> str:
    """Return the version code of `Engrossed-in-House`; empty for words not in the list."""
    letters = re.sub(r"[^a-z]", "", stage.lower())
    return _STAGE_CODES.get(letters, "")


def _stated(root: etree._Element, stage: str) -> date | None:
    """Return the date the text gives for its own stage.

    An engrossed text has no date in the official record, but its attestation says when the
    chamber passed it; other texts say it in Dublin Core or in their last action line.
    """
    if stage.lower().startswith("engrossed"):
        for attested in root.iterfind(".//attestation-date"):
            if day := _day(attested.get("date", "")):
                return day
    for place in (
        root.find(f".//{_DC}date"),
        *reversed(root.findall(".//form/action/action-date")),
    ):
        if place is not None and (day := _day(place.get("date", "") or _text(place))):
            return day
    return None


def _day(text: str) -> date | None:
    """Read 2026-01-12 or 20260112; None for anything else."""
    match = re.match(r"\s*(\d{4})-?(\d\d)-?(\d\d)", text)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _first_int(text: str) -> int | None:
    """Return the first whole number in a text."""
    match = re.search(r"\d+", text)
    return int(match[0]) if match else None


def _text(element: etree._Element | None) -> str:
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
    tag = _local(root)
    if tag not in FR_TEXTS:
        raise WrongTextError(url, f"the answer is not a Federal Register document but <{tag}>")
    found = [fr_doc(element) for element in root.iter("FRDOC")]
    if fr_number(number) not in found:
        named = ", ".join(one for one in found if one) or "no number"
        raise WrongTextError(url, f"asked for FR Doc. {number}, the text says {named}")
    return tag


def fr_doc(mark: etree._Element) -> str:
    """Return the number in `<FRDOC>[FR Doc. 2025-19001 Filed 9-29-25; 8:45 am]</FRDOC>`."""
    match = _FR_DOC_RE.search(_DASHES_RE.sub("-", _text(mark)))
    return fr_number(match[1]) if match else ""


def cfr_part(body: bytes, url: str, title: int, part: int) -> None:
    """Check that a body is one part of the CFR.

    Raises WrongTextError when its DIV5 is another part, or its metadata name another title.
    """
    root = parse_xml(body, url)
    divs = [root] if _local(root) == "DIV5" else list(root.iter("DIV5"))
    if not divs:
        raise WrongTextError(url, f"the answer is not a CFR part but <{_local(root)}>")
    found = [div.get("N", "").removeprefix("Part ").strip() for div in divs]
    if found != [str(part)]:
        raise WrongTextError(url, f"asked for part {part}, the text is part {', '.join(found)}")
    metadata = divs[0].get("hierarchy_metadata", "")
    named = re.search(r"title-(\d+)", metadata)
    if named and int(named[1]) != title:
        raise WrongTextError(url, f"asked for title {title}, the text is of title {named[1]}")
