"""What a USLM document says about itself: work, version, title, dates."""

import re
from datetime import date
from typing import NamedTuple

from lxml import etree
from msgspec import Struct

from tracker.formats import bill_facts
from tracker.formats.bill_facts import Number
from tracker.model import Dates

_LAW_RE = re.compile(r"(?:Public Law|Pub\. L\.)\s+(\d{1,3})[-–](\d{1,4})")
_RELEASE_RE = re.compile(r"@(\d{1,3}-\d{1,4}(?:u\d)?(?:not[\dx-]+)?)")
_TITLE_RE = re.compile(r"/us/usc/t(\d{1,2}[aA]?)")
_FOLD_RE = re.compile(r"\s+")


class Facts(Struct, frozen=True):
    """What the metadata and the first page say; unknown is empty or None."""

    work: str
    version: str
    title: str
    dates: Dates
    conflict: str = ""
    """Words for places of the file that call it by different numbers."""


class _Said(NamedTuple):
    """What the file says about itself, dates apart."""

    work: str
    version: str
    title: str
    conflict: str = ""


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: etree._Element) -> str:
    """Return all text of an element, white space folded."""
    return _FOLD_RE.sub(" ", "".join(str(t) for t in element.itertext())).strip()


def facts_of(root: etree._Element, work: str, version: str) -> Facts:
    """Return what the document says; the caller's work and version only fill gaps."""
    meta: dict[str, list[str]] = {}
    properties: dict[str, str] = {}
    for block in root:
        if _local(block) not in ("meta", "amendMeta"):
            continue
        for entry in block:
            if _local(entry) == "property":
                properties[entry.get("role", "")] = entry.get("value") or _text(entry)
            else:
                meta.setdefault(_local(entry), []).append(_text(entry))
    name = _local(root)
    if name == "uscDoc":
        said = _code(root, meta)
    elif name == "pLaw":
        said = _law(meta)
    else:
        said = _bill(root, meta, properties)
    dates = _dates(root, meta) if name != "uscDoc" else Dates()
    return Facts(said.work or work, said.version or version, said.title, dates, said.conflict)


def _first(meta: dict[str, list[str]], name: str) -> str:
    """Return the first entry of a name, or an empty string."""
    return meta.get(name, [""])[0]


def _bill(root: etree._Element, meta: dict[str, list[str]], properties: dict[str, str]) -> _Said:
    """Return what a bill, a resolution or an amendment to one says it is."""
    titled, version, title = bill_facts.titled(_first(meta, "title"))
    cites = [*meta.get("citableAs", []), properties.get("citableAs", "")]
    found = map(bill_facts.short_citation, cites)
    cited, code = next((each for each in found if each[0].number), (Number(), ""))
    typed = f"{_first(meta, 'type')} {_first(meta, 'docNumber')}"
    described = Number(
        _first(meta, "congress") or bill_facts.congress(properties.get("congress", "")),
        bill_facts.numbered(properties.get("legis-num", "") or typed),
    )
    printed = Number(
        bill_facts.congress(_printed(root, "congress")),
        bill_facts.numbered(_printed(root, "docNumber")),
    )
    stage = _first(meta, "docStage") or properties.get("docStage", "")
    said = (printed, cited, titled, described)
    return _Said(
        bill_facts.settled(*said),
        code or version or bill_facts.stage_code(stage),
        title or _official_title(root),
        bill_facts.disagreement(*said),
    )


def _official_title(root: etree._Element) -> str:
    """Return the printed long title, or an empty string."""
    for block in root.iterfind("{*}main/{*}longTitle"):
        for entry in block.iter("{*}officialTitle"):
            return _text(entry)
    return ""


def _printed(root: etree._Element, name: str) -> str:
    """Return the printed text of a first-page element with its forerunner: `H. R. 1037`."""
    for block in root:
        if _local(block) in ("preface", "amendPreface"):
            before = ""
            for entry in block:
                if _local(entry) == name:
                    return f"{before} {_text(entry)}".strip()
                before = _text(entry) if _local(entry) == "type" else ""
    return ""


def _law(meta: dict[str, list[str]]) -> _Said:
    """Return what a public law says it is."""
    title = _first(meta, "title")
    for cite in [*meta.get("citableAs", []), title]:
        if match := _LAW_RE.match(cite):
            title = re.sub(r"^Public Law [\d–-]+:\s*", "", title)
            return _Said(f"/us/pl/{match[1]}/{match[2]}", "pl", title)
    return _Said("", "", title)


def _code(root: etree._Element, meta: dict[str, list[str]]) -> _Said:
    """Return what a US Code file says it is: one chapter, or a whole title."""
    match = _TITLE_RE.match(root.get("identifier", ""))
    title = match[1] if match else _first(meta, "docNumber").strip()
    release = _RELEASE_RE.search(_first(meta, "docPublicationName"))
    version = release[1] if release else ""
    chapters = [
        element
        for element in root.iter()
        if str(element.tag).endswith("}chapter") and element.get("identifier")
    ]
    if len(chapters) == 1:
        only = re.search(r"/(ch\d+[A-Za-z]?)$", chapters[0].get("identifier", ""))
        if only and title:
            heading = next((_text(e) for e in chapters[0] if _local(e) == "heading"), "")
            return _Said(f"/us/usc/t{title}/{only[1]}", version, heading)
    return _Said(f"/us/usc/t{title}" if title else "", version, _first(meta, "title"))


def _dates(root: etree._Element, meta: dict[str, list[str]]) -> Dates:
    """Return the dates that metadata, actions and attestation state."""
    published = bill_facts.iso_date(_first(meta, "date")) or bill_facts.iso_date(
        _first(meta, "approvedDate")
    )
    introduced: date | None = None
    passed: date | None = None
    for block in root:
        if _local(block) not in ("preface", "amendPreface", "attestation"):
            continue
        for entry in block:
            if _local(entry) != "action":
                continue
            words = _text(entry)
            day = next(
                (
                    bill_facts.iso_date(e.get("date")) or bill_facts.long_date(_text(e))
                    for e in entry
                    if _local(e) == "date"
                ),
                None,
            )
            if _local(block) in ("attestation", "amendPreface"):
                stated = _local(block) == "amendPreface" or bill_facts.PASSED_RE.search(words)
                passed = passed or (day if stated else None)
            elif bill_facts.INTRODUCED_RE.search(words):
                introduced = introduced or day
    return Dates(published=published, introduced=introduced, passed=passed)
