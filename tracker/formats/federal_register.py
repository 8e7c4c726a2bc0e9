"""Federal Register documents in XML, single or taken out of a whole daily issue.

Single documents (`RULE`, `PRORULE`, `NOTICE`, `PRESDOCU`, `CORRECT`) are what federalregister.gov
serves; `FEDREG` is govinfo's file of a day, from which the caller's hint (`/us/fr/2025-19001`)
picks one. The number is read from `[FR Doc. 2025-19001 Filed …]`.

    /us/fr/2025-19001/preamble/summary            SUMMARY:
    /us/fr/2025-19001/supplementary/II/A/1        headings by their outline numbers
    /us/fr/2025-19001/cfr/t15/p744/i8/a           instruction 8. a. amending 15 CFR part 744
    /us/fr/2025-19001/cfr/t15/p744/i8/q/s744.8/b  the paragraph that instruction 8. would make law

Sources: GPO's Federal Register XML Rendition User Guide; Document Drafting Handbook.
"""

import re
from datetime import date

from lxml import etree

from tracker.errors import ParseError
from tracker.formats import fr_dates
from tracker.formats.draft import Draft
from tracker.formats.fr_instructions import Instructions
from tracker.formats.reg_blocks import (
    NOTES,
    PARAGRAPHS,
    Blocks,
    Filling,
    Item,
    items,
    line_of,
    require_text,
    section_number,
)
from tracker.formats.reg_inline import DROPPED, Inline, Text, style_of, uncounted
from tracker.formats.reg_paragraphs import heading_end
from tracker.formats.reg_tree import RegNode, cut, pour
from tracker.formats.vocabulary import Vocabulary
from tracker.model import Dates, Document

VOCABULARY = Vocabulary(
    dropped=DROPPED,
    inline=frozenset({"E", "I", "B", "SU", "FR", "PRTPAGE", "FTREF", "AC"}),
    apart={"FTNT": NOTES["FTNT"]},
    loose=True,
)

DOCUMENTS = frozenset({"RULE", "PRORULE", "NOTICE", "PRESDOCU", "CORRECT"})
"""Elements that hold one document."""

_TEXTS = {
    "AGENCY": "agency",
    "SUBAGY": "subagency",
    "CFR": "cfrReference",
    "DEPDOC": "docket",
    "RIN": "rin",
    "SUBJECT": "subject",
    "FRDOC": "frDoc",
    "BILCOD": "billingCode",
    "DATED": "dated",
    "NAME": "name",
    "TITLE": "role",
    "DATE": "date",
    "PLACE": "place",
    "PSIG": "name",
    "FILED": "filed",
    "EXECORDR": "executiveOrder",
    "PRESDOC": "presidentialDocument",
    "PROC": "proclamation",
    "DETNO": "determination",
    "TITLE3": "cfrReference",
    "PRES": "president",
}
"""Elements of one line, with the level each becomes."""
_PARTS = {
    "PREAMB": "preamble",
    "AGY": "agencies",
    "ACT": "action",
    "SUM": "summary",
    "DATES": "dates",
    "EFFDATE": "dates",
    "COMDATE": "dates",
    "ADD": "addresses",
    "FURINF": "contact",
    "SUPLINF": "supplementary",
    "LSTSUB": "subjects",
    "SIG": "signature",
    "EXECORD": "order",
    "PROCLA": "order",
    "PRORDER": "order",
    "PRMEMO": "order",
    "DETERM": "order",
    "PRNOTICE": "order",
    "PRLTR": "order",
    "SUBPART": "subpart",
    "SUBJGRP": "subjectGroup",
    "SECTION": "section",
    "APPENDIX": "appendix",
    "SUPPLEMENT": "supplement",
}
"""Elements that hold blocks, with the level each becomes."""
_FLAT = frozenset(
    {
        "action",
        "addresses",
        "agencies",
        "contact",
        "dates",
        "document",
        "preamble",
        "signature",
        "subjects",
        "summary",
        "supplementary",
    }
)
"""Levels whose paragraphs tell and are not designated."""
_ORDERS = frozenset(tag for tag, level in _PARTS.items() if level == "order")
_AFTER_ORDER = frozenset({"PSIG", "PLACE", "DATE", "FRDOC", "FILED", "BILCOD", "GPH"})
_FRDOC_RE = re.compile(r"FR\s+Doc\.?\s*(?:No\.\s*)?((?:[A-Z]\d{0,2}-)?[0-9A-Z]{2,4}-\d{1,6})\b")
_DASHES = str.maketrans("‐‑‒–—―", "------")
_DATES_REACH = 8000
"""Characters of the DATES paragraphs that are searched; the longest known have 2,000."""
_CFR_TITLE_RE = re.compile(r"\b(\d{1,2})\s*CFR\b")
# "Section 1. Purpose.", "Sec. 2. Agency Implementation."
_ORDER_SECTION_RE = re.compile(r"((?:Section|Sec\.)\s(\d+)\s?\.)\s")


def parse_tree(root: etree._Element, *, source: str, work: str, version: str) -> Document:
    """Return one Federal Register document.

    Raises ParseError for a daily issue when `work` names none of its documents, with the numbers
    that it has.
    """
    published = None
    if root.tag == "FEDREG":
        published = fr_dates.issue(root.findtext("DATE") or "")
        root = _from_issue(root, source, work)
    require_text(root, source)
    return _FederalRegister(root, source, work, version).document(published)


def number_of(root: etree._Element) -> str:
    """Return the document number in `[FR Doc. 2025-19001 Filed …]`, empty when there is none."""
    for element in root.iter("FRDOC"):
        text = " ".join("".join(element.itertext()).split()).translate(_DASHES)
        if match := _FRDOC_RE.search(text):
            return match[1].upper()
    return ""


def _from_issue(issue: etree._Element, source: str, work: str) -> etree._Element:
    """Return the document of a daily issue that a work names."""
    numbers: dict[str, etree._Element] = {}
    for element in issue.iter(*DOCUMENTS):
        number = number_of(element)
        if number:
            numbers.setdefault(number, element)
    wanted = work.removeprefix("/us/fr/").translate(_DASHES).upper()
    found = numbers.get(wanted)
    if found is None:
        found = _unpadded(numbers, wanted)
    if found is not None:
        return found
    held = ", ".join(list(numbers)[:40]) + (" …" if len(numbers) > 40 else "")
    asked = f"document {wanted} is not in it" if wanted else "name the document you want"
    raise ParseError(
        source, f"this is a whole daily issue; {asked}. It has {len(numbers)} documents: {held}"
    )


def _unpadded(numbers: dict[str, etree._Element], wanted: str) -> etree._Element | None:
    """Return the document whose number differs from the wanted one in leading zeros only."""
    if not wanted:
        return None
    return next((numbers[each] for each in numbers if _bare(each) == _bare(wanted)), None)


def _bare(number: str) -> str:
    """Return a document number without leading zeros: 2012-07333 -> 2012-7333."""
    head, _, tail = number.rpartition("-")
    return f"{head}-{tail.lstrip('0')}"


class _FederalRegister:
    """One document in the making."""

    def __init__(self, root: etree._Element, source: str, work: str, version: str) -> None:
        self.root = root
        number = number_of(root)
        held = f"/us/fr/{number}" if number else (work if work.startswith("/us/fr/") else "")
        self.draft = Draft("fr-xml", work=held, version=version, source=source)
        style = style_of(root)
        self.facts = Inline(root, style, uncounted)
        """Reads again what says something about the document."""
        self.inline = Inline(root, style, self.draft.drop)
        self.blocks = Blocks(
            self.draft,
            self.inline,
            self._container,
            texts=_TEXTS,
            flat=_FLAT,
            special=self._special,
            closing=frozenset({"REGTEXT", "PART", "LSTSUB", "SIG"}),
        )
        self.instructions = Instructions(self.blocks, root)

    def document(self, published: date | None) -> Document:
        """Read everything and return the document."""
        top = RegNode("document")
        top.cite = self._cfr_title()
        self.blocks.read(top, self.root)
        pour(top, self.draft)
        stated = self._dates_text()
        return self.draft.document(
            title=self._title(),
            dates=Dates(
                published=published,
                effective=fr_dates.effective(stated),
                comments_close=fr_dates.comments_close(stated),
            ),
        )

    def _cfr_title(self) -> str | None:
        """Return `/us/cfr/t15` when all CFR parts the document names stand in one title."""
        titles = {
            match[1]
            for element in self.root.iter("CFR")
            for match in _CFR_TITLE_RE.finditer("".join(element.itertext()))
        }
        return f"/us/cfr/t{int(titles.pop())}" if len(titles) == 1 else None

    def _title(self) -> str:
        """Return the document's title: its subject, or an order's heading."""
        for path in ("PREAMB/SUBJECT", ".//SUBJECT", ".//HD"):
            element = self.root.find(path)
            if element is not None:
                return self.facts.read(element).text
        return ""

    def _dates_text(self) -> str:
        """Return the words of the DATES paragraphs."""
        found = [
            self.facts.read(paragraph).text
            for element in self.root.iter("DATES", "EFFDATE", "COMDATE")
            for paragraph in element.iter("P")
        ]
        return " ".join(found)[:_DATES_REACH]

    def _container(self, element: etree._Element, parent: RegNode) -> RegNode | None:
        """Return the node for a part of the document, or None for another element."""
        tag = str(element.tag)
        level = _PARTS.get(tag)
        if level is None:
            return None
        node = RegNode(level)
        node.line = line_of(element)
        if level == "section":
            number = section_number("".join(element.findtext("SECTNO") or ""))
            node.segment = f"s{number}" if number else ""
            part = parent.cite
            node.cite = f"{part}/s{number}" if part and number else None
        elif level in {"subpart", "subjectGroup", "appendix"}:
            node.cite = parent.cite
        return node

    def _special(self, element: etree._Element, parent: RegNode) -> bool:
        """Read what only the Federal Register has; False leaves the element to others."""
        tag = element.tag
        if tag == "REGTEXT":
            self.instructions.regtext(element, parent)
            return True
        if tag == "PART":
            return self.instructions.part(element)
        if tag in _ORDERS:
            node = parent.add(RegNode("order"))
            self._order(node, element)
            return True
        return False

    def _order(self, node: RegNode, element: etree._Element) -> None:
        """Read a presidential document: sections, with lettered paragraphs in them."""
        section: RegNode | None = None
        content: list[Item] = []
        for item in items(element):
            found = self._order_section(item)
            if found or (section and _closes(item)):
                Filling(self.blocks, section or node).all(iter(content))
                section, rest = found or (None, None)
                content = [rest] if rest else [item]
                if section:
                    node.add(section)
            else:
                content.append(item)
        Filling(self.blocks, section or node).all(iter(content))

    def _order_section(self, item: Item) -> tuple[RegNode, Text] | None:
        """Return a section of an order and the text after its heading, if a paragraph opens one."""
        if isinstance(item, str | Text) or item.tag not in PARAGRAPHS:
            return None
        match = _ORDER_SECTION_RE.match(self.facts.read(item).text)
        if not match:
            return None
        text = self.inline.read(item)
        node = RegNode("section", f"s{match[2]}", num=match[1])
        node.line = line_of(item)
        end = heading_end(text, match.end(1))
        node.heading = cut(text, match.end(1), end)
        return node, cut(text, end)


def _closes(item: Item) -> bool:
    """Return whether an element belongs to the end of an order, not to its last section."""
    return not isinstance(item, str | Text) and item.tag in _AFTER_ORDER
