"""The Code of Federal Regulations in XML: eCFR (`DIV1` … `DIV9`, `ECFR`) and the annual edition.

A document is one part, or whatever the service was asked for: a section, a title. Its work is
the part, `/us/cfr/t15/p734`. The title number is not in the body of a `?part=` answer: it is
taken from `hierarchy_metadata`, an enclosing title or the caller's hint, and without any of them
the work stays empty and paths start at the part. A section's path does not name its subpart,
since citations never do: `/us/cfr/t15/p734/s734.13/a/1`; supplements are `supp8`, appendices
`appA`. All that lies below a section is a `paragraph`.

Sources: eCFR developer documentation; the XML user guides of GPO's CFR and eCFR bulk data.
"""

import re
from datetime import date

from lxml import etree

from tracker.errors import ParseError
from tracker.formats.draft import Draft
from tracker.formats.reg_blocks import (
    NOTES,
    Blocks,
    annex,
    line_of,
    require_text,
    section_number,
)
from tracker.formats.reg_inline import DROPPED, Inline, style_of
from tracker.formats.reg_tree import RegNode, pour, slug
from tracker.formats.vocabulary import Vocabulary
from tracker.model import Dates, Document

VOCABULARY = Vocabulary(
    dropped=DROPPED,
    inline=frozenset({"E", "I", "B", "SU", "sup", "sub", "FR", "PRTPAGE", "FTREF", "em", "strong"}),
    apart={"FTNT": NOTES["FTNT"]},
    loose=True,
)

_LEVELS = {
    "TITLE": "title",
    "SUBTITLE": "subtitle",
    "CHAPTER": "chapter",
    "SUBCHAP": "subchapter",
    "PART": "part",
    "SUBPART": "subpart",
    "SUBJGRP": "subjectGroup",
    "SECTION": "section",
    "APPENDIX": "appendix",
}
_DIV_LEVELS = {
    "DIV1": "title",
    "DIV2": "subtitle",
    "DIV3": "chapter",
    "DIV4": "subchapter",
    "DIV5": "part",
    "DIV6": "subpart",
    "DIV7": "subjectGroup",
    "DIV8": "section",
    "DIV9": "appendix",
}
_SHELLS = frozenset({"ECFR", "CFRGRANULE", "CFRDOC", "CFRMERGE", "DLPSTEXTCLASS"})
_WORK_RE = re.compile(r"/us/cfr/t(\d{1,2})(?:/p([^/]+))?")
_METADATA_RE = re.compile(r"/title-(\d{1,2})\b|(?<!\d)(\d{1,2}) CFR\b")
_PART_RE = re.compile(r"\b(?:Pt\.|PART)\s(\d+[a-z]?)", re.IGNORECASE)


def parse_tree(root: etree._Element, *, source: str, work: str, version: str) -> Document:
    """Return a CFR part, section, appendix or title as a document.

    Raises ParseError when there is no text in it.
    """
    require_text(root, source)
    return _Cfr(root, source, work, version).document()


class _Cfr:
    """One CFR document in the making."""

    def __init__(self, root: etree._Element, source: str, work: str, version: str) -> None:
        self.root = root
        hint = _WORK_RE.fullmatch(work)
        self.title = _title_of(root) or (hint[1] if hint else "")
        self.part = _part_of(root) or (hint[2] if hint else "") or ""
        self.edition = _edition(root)
        held = self._base(self.part)
        self.draft = Draft(
            "cfr-xml",
            work=held if self.title else "",
            version=self.edition.isoformat() if self.edition else version,
            source=source,
        )
        inline = Inline(root, style_of(root), self.draft.drop)
        self.blocks = Blocks(self.draft, inline, self._container)
        self.held = held
        """Where the document's own paths start."""

    def _base(self, part: str) -> str:
        """Return the identifier of a part, of the title, or of the CFR."""
        return "/us/cfr" + (f"/t{self.title}" if self.title else "") + (f"/p{part}" if part else "")

    def document(self) -> Document:
        """Read everything and return the document."""
        part = self.root.tag in {"DIV5", "PART"}
        top = RegNode("part" if part else "document")
        if part or self.root.tag in _SHELLS:
            self.blocks.read(top, self.root)
        else:
            node = self._container(self.root, top)
            if node is None:
                raise ParseError(self.draft.source, "no part, section or appendix in it")
            top.add(node)
            self.blocks.read(node, self.root)
        pour(top, self.draft)
        num, heading = _head(top)
        title = num + heading if num.endswith("—") else f"{num} {heading}"
        return self.draft.document(title=title, dates=Dates(published=self.edition))

    def _container(self, element: etree._Element, _parent: RegNode) -> RegNode | None:
        """Return the node for a division of the CFR, or None for another element."""
        tag = str(element.tag)
        level = _DIV_LEVELS.get(tag) or _LEVELS.get(tag)
        if level is None or (tag == "TITLE" and not len(element)):
            return None
        kind = _LEVELS.get((element.get("TYPE") or "").upper(), level)
        node = RegNode(kind)
        node.line = line_of(element)
        node.source_id = element.get("NODE")
        number = (element.get("N") or "").strip()
        if kind == "section":
            self._name_section(node, number or _text(element, "SECTNO"))
        elif kind == "appendix":
            self._name_annex(node, number or _text(element, "HD") or _text(element, "HEAD"))
        elif kind == "part":
            self._name_part(node, _part_of(element))
        return node

    def _name_section(self, node: RegNode, label: str) -> None:
        """Give a section its path under the part, whatever subpart it stands in."""
        number = section_number(label)
        if not number:
            return
        node.segment, node.anchor = f"s{number}", True
        if not self.part:
            node.segment = f"p{number.partition('.')[0]}/{node.segment}"
            node.cite = f"{self._base('')}/{node.segment}"

    def _name_annex(self, node: RegNode, label: str) -> None:
        """Give a supplement or appendix its level and path."""
        found = annex(label)
        if found:
            node.level, node.segment = found
        else:
            node.segment = slug(label)
        node.anchor = bool(self.part)

    def _name_part(self, node: RegNode, number: str) -> None:
        """Give a part inside a title its path under the title."""
        if number:
            node.segment, node.anchor = f"p{number}", True


def _head(top: RegNode) -> tuple[str, str]:
    """Return the label and heading that stand for the document."""
    if top.heading.text:
        return top.num, top.heading.text
    first = next((child for child in top.children if child.heading.text), top)
    return first.num, first.heading.text


def _title_of(root: etree._Element) -> str:
    """Return the number of the CFR title if the bytes state it, else an empty string."""
    for element in root.iter("DIV1", "CFRTITLE"):
        number = element.get("N") if element.tag == "DIV1" else (element.text or "").strip()
        if number and re.fullmatch(r"[0-9]{1,2}", number):
            return str(int(number))
    match = _METADATA_RE.search(root.get("hierarchy_metadata") or "")
    return str(int(match[1] or match[2])) if match else ""


def _part_of(root: etree._Element) -> str:
    """Return the number of the part if the document is one or lies in one."""
    if root.tag == "DIV5":
        number = (root.get("N") or "").strip()
        return number if re.fullmatch(r"[0-9A-Za-z]{1,8}", number) else ""
    if root.tag == "DIV8":
        return section_number(root.get("N") or "").partition(".")[0]
    if root.tag == "DIV9":
        match = re.search(r"\bPart\s(\d+[a-z]?)", root.get("N") or "", re.IGNORECASE)
        return match[1] if match else ""
    if root.tag == "CFRGRANULE":
        number = root.findtext("FDSYS/GRANULENUM") or ""
        return number.strip() if number.strip().isalnum() else ""
    if root.tag == "PART":
        match = _PART_RE.search(" ".join(_text(root, "EAR", "HD").split()))
        return match[1] if match else ""
    return ""


def _text(element: etree._Element, *tags: str) -> str:
    """Return the text of the first child with one of the names."""
    for child in element:
        if child.tag in tags:
            return " ".join("".join(child.itertext()).split())
    return ""


def _edition(root: etree._Element) -> date | None:
    """Return the date of an annual edition, where the file states one."""
    stated = root.findtext("FDSYS/DATE") if root.tag in _SHELLS else None
    try:
        return date.fromisoformat((stated or "").strip())
    except ValueError:
        return None
