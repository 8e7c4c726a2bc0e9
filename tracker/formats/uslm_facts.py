"""What a USLM document says about itself: work, version, title, dates."""

import re
from datetime import date

from lxml import etree
from msgspec import Struct

from tracker.formats import bill_facts
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
    return Facts(said[0] or work, said[1] or version, said[2], dates)


def _first(meta: dict[str, list[str]], name: str) -> str:
    """Return the first entry of a name, or an empty string."""
    return meta.get(name, [""])[0]


def _bill(
    root: etree._Element, meta: dict[str, list[str]], properties: dict[str, str]
) -> tuple[str, str, str]:
    """Return (work, version, title) of a bill, a resolution or an amendment to one."""
    congress, number, version, title = bill_facts.titled(_first(meta, "title"))
    title = title or _official_title(root)
    for cite in [*meta.get("citableAs", []), properties.get("citableAs", "")]:
        work, code = bill_facts.short_citation(cite)
        if work:
            return work, code or version, title
    if not number:
        words = f"{_first(meta, 'type')} {_first(meta, 'docNumber')}"
        number = bill_facts.numbered(properties.get("legis-num", "") or words)
    if not number:
        number = bill_facts.numbered(_printed(root, "docNumber"))
    congress = (
        congress
        or _first(meta, "congress")
        or bill_facts.congress(properties.get("congress", ""))
        or bill_facts.congress(_printed(root, "congress"))
    )
    version = version or bill_facts.stage_code(
        _first(meta, "docStage") or properties.get("docStage", "")
    )
    work = f"/us/bill/{congress}/{number}" if congress and number else ""
    return work, version, title


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


def _law(meta: dict[str, list[str]]) -> tuple[str, str, str]:
    """Return (work, version, title) of a public law."""
    title = _first(meta, "title")
    for cite in [*meta.get("citableAs", []), title]:
        if match := _LAW_RE.match(cite):
            title = re.sub(r"^Public Law [\d–-]+:\s*", "", title)
            return f"/us/pl/{match[1]}/{match[2]}", "pl", title
    return "", "", title


def _code(root: etree._Element, meta: dict[str, list[str]]) -> tuple[str, str, str]:
    """Return (work, version, title) of a US Code file: one chapter, or a whole title."""
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
            return f"/us/usc/t{title}/{only[1]}", version, heading
    return (f"/us/usc/t{title}" if title else ""), version, _first(meta, "title")


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
