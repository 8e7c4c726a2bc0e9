"""Amendatory instructions of Federal Register documents and the text they quote.

A `REGTEXT` amends one part of the CFR: instructions (`AMDPAR`) with what they would make law.
Here the instructions of a part become provisions under the part, by their numbers (`8.`, `a.`,
`i.`), and quoted text goes into a `quotedContent` under the numbered instruction it belongs to.
Source: Document Drafting Handbook, Office of the Federal Register, "Amendatory language".
"""

import re
from collections.abc import Iterator

from lxml import etree

from tracker import citations
from tracker.formats import designators
from tracker.formats.designators import INSTRUCTION_ORDER, Label, Token
from tracker.formats.reg_blocks import NOTES, Blocks, Filling, items, line_of, split_heading
from tracker.formats.reg_inline import Inline, Text, uncounted
from tracker.formats.reg_tree import RegNode, cut

# such as "The additions read as follows:" or "The revisions and addition read as follows:"
_LEAD_RE = re.compile(r"(?:The|These)\b[^.:]{0,120}\b(?:read|reads|follow|follows)\b.{0,20}$")
_ACTION_RE = re.compile(
    r"\b(?:(add)(?:s|ed|ing)?|(revis|substitut)(?:es?|ed|ing)|(remov|delet)(?:es?|ed|ing)"
    r"|(redesignat)(?:es?|ed|ing)|(amend)(?:s|ed|ing)?|(insert)(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_ACTIONS = ("add", "substitute", "delete", "redesignate", "amend", "insert")
"""USLM's names (AmendingActionTypeEnum) for the groups of `_ACTION_RE`."""
_PART_NUMBER_RE = re.compile(r"PART\s(\d+[a-z]?)", re.IGNORECASE)


class Instructions:
    """Reads the `REGTEXT` elements of one document."""

    def __init__(self, blocks: Blocks, root: etree._Element) -> None:
        self._blocks = blocks
        self._depths: dict[etree._Element, tuple[Label, int]] = {}
        self._part: RegNode | None = None
        self._heading: Text | None = None
        self._open: list[RegNode] = []
        self._reading = False
        """True inside a `REGTEXT`."""
        self._resolve(root)

    def _resolve(self, root: etree._Element) -> None:
        """Look ahead at all instructions and find the depths of the numbered in one run."""
        tokens: list[Token] = []
        numbered: list[tuple[etree._Element, Label]] = []
        ahead = Inline(root, self._blocks.inline.style, uncounted)
        for element in root.iter("AMDPAR"):
            label = designators.leading_bare(ahead.read(element).text)
            if label:
                numbered.append((element, label))
                tokens.append(Token(designators.readings(label.value, bare=True)))
        for (element, label), depth in zip(
            numbered, designators.resolve(tokens, INSTRUCTION_ORDER), strict=True
        ):
            self._depths[element] = (label, depth)

    def part(self, element: etree._Element) -> bool:
        """Take a `PART` heading for the `REGTEXT` that follows it; False when it is more."""
        head = _only_heading(element)
        if head is None or self._heading:
            return False
        following: etree._Element | None = element
        while following is not None:
            if (following.tail or "").strip():
                return False
            following = following.getnext()
            if following is not None and following.tag == "REGTEXT":
                break
            if following is not None and _has_content(following):
                return False
        if following is None:
            return False
        self._heading = self._blocks.inline.read(head)
        self._part = None
        return True

    def regtext(self, element: etree._Element, parent: RegNode) -> None:
        """Read one `REGTEXT` into the part it amends, a child of `parent`."""
        if not self._reading:
            self._reading = True
            self._regtext(element, parent)
            self._reading = False
            return
        around = self._part, self._open  # one inside another stands for itself
        self._part, self._open = None, []
        self._regtext(element, parent)
        self._part, self._open = around

    def _regtext(self, element: etree._Element, parent: RegNode) -> None:
        """Read one `REGTEXT`, going on with the part before it where that is the same."""
        title, number = element.get("TITLE", "").strip(), element.get("PART", "").strip()
        if not (re.fullmatch(r"[0-9]{1,2}", title) and re.fullmatch(r"[0-9A-Za-z]{1,8}", number)):
            title = number = ""
        segment = f"cfr/t{title}/p{number}" if number else "regtext"
        if not (
            self._part and self._part.segment == segment and parent.children[-1:] == [self._part]
        ):
            self._part = self._new_part(segment, title, number)
            parent.add(self._part)
            self._open = []
        quoted: list[etree._Element | str] = []
        for item in items(element):
            if isinstance(item, str) or item.tag not in {"AMDPAR", "PART"}:
                if self._is_lead(item) and not quoted:
                    self._lead(item)
                else:
                    quoted.append(item)
                continue
            self._quote(quoted)
            quoted = []
            if item.tag == "AMDPAR":
                self._instruction(item)
            else:
                self._inner_part(item)
        self._quote(quoted)

    def _new_part(self, segment: str, title: str, number: str) -> RegNode:
        """Return the node for a part, with the heading that went before it."""
        part = RegNode("part", segment)
        part.anchor = True
        if number:
            part.cite = f"/us/cfr/t{int(title)}/p{number}"
        if self._heading:
            part.num, part.heading = split_heading("part", self._heading)
            self._heading = None
        return part

    def _inner_part(self, element: etree._Element) -> None:
        """Read a `PART` inside a `REGTEXT`: its heading is the part's own, or stands in it."""
        part = self._part
        head = _only_heading(element)
        if part is None or head is None:
            self._quote(list(items(element)))
            return
        num, heading = split_heading("part", self._blocks.inline.read(head))
        if part.children or part.num or part.heading.text:
            part.add(RegNode("heading", num=num, heading=heading))
            self._open = []
        else:
            part.num, part.heading = num, heading

    def _instruction(self, element: etree._Element) -> None:
        """Add one instruction at its depth."""
        text = self._blocks.inline.read(element)
        notes = self._blocks.inline.take_notes()
        label, depth = self._depths.get(element, (None, 0))
        if self._part is None or not (text.text or notes):
            return
        node = RegNode("instruction")
        node.line = line_of(element)
        if label:
            node.num = text.text[: label.end].strip()
            node.segment = f"i{label.value}" if depth == 1 else label.value
            node.designated = True
            node.text = cut(text, label.end)
        else:
            node.text = text
        _mark_actions(node)
        node.cite = _amended(node.text.text, self._part.cite)
        for note in notes:
            node.add(self._blocks.note(note, NOTES["FTNT"]))
        depth = min(depth or 1, len(self._open) + 1)
        del self._open[depth - 1 :]
        (self._open[-1] if self._open else self._part).add(node)
        if label or not self._open:
            self._open.append(node)

    def _is_lead(self, item: etree._Element | str) -> bool:
        """Return whether a paragraph leads on from an instruction to what it quotes."""
        if isinstance(item, str) or item.tag not in {"P", "FP"}:
            return False
        return bool(_LEAD_RE.match(" ".join("".join(item.itertext()).split())))

    def _lead(self, item: etree._Element | str) -> None:
        """Add words that lead from an instruction to what it quotes."""
        above = self._above()
        if above is not None and not isinstance(item, str):
            Filling(self._blocks, above).all(iter([item]))

    def _above(self) -> RegNode | None:
        """Return the numbered instruction that is open, or the part."""
        return self._open[0] if self._open else self._part

    def _quote(self, quoted: list[etree._Element | str]) -> None:
        """Put quoted text under the instruction it belongs to."""
        above = self._above()
        if above is None or not any(isinstance(each, str) or _has_content(each) for each in quoted):
            return
        if not self._open and all(
            not isinstance(each, str) and each.tag == "HD" for each in quoted
        ):
            Filling(self._blocks, above).all(_each(quoted))  # a heading over the instructions
            return
        node = RegNode("quotedContent")
        node.quoted = True
        node.cite = self._part.cite if self._part else None
        filling = Filling(self._blocks, node)
        filling.all(_each(quoted))
        if node.children or node.text.text or node.heading.text or node.num:
            above.add(node)


def _only_heading(element: etree._Element) -> etree._Element | None:
    """Return the heading of a `PART` that holds nothing else, page breaks apart."""
    content = [each for each in items(element) if isinstance(each, str) or _has_content(each)]
    only = content[0] if len(content) == 1 else None
    return only if not isinstance(only, str) and only is not None and only.tag == "HD" else None


def _each(quoted: list[etree._Element | str]) -> Iterator[etree._Element | str]:
    yield from quoted


def _has_content(element: etree._Element) -> bool:
    """Return whether an element says anything."""
    return element.tag == "STARS" or any(text.strip() for text in element.itertext())


def _amended(text: str, part: str | None) -> str | None:
    """Return the one section, supplement or appendix of a part that an instruction names.

    References such as `paragraph (a)(3)` in it, and in the instructions below it, count from there.
    """
    if not part:
        return None
    named = {
        match[0]
        for _, _, target in citations.spans(text, part)
        if target and (match := re.match(rf"{re.escape(part)}/(?:s|supp|app)[^/]+", target))
    }
    return named.pop() if len(named) == 1 else None


def _mark_actions(node: RegNode) -> None:
    """Mark the verbs of amendment with USLM's action names."""
    for match in _ACTION_RE.finditer(node.text.text):
        action = _ACTIONS[(match.lastindex or 1) - 1]
        node.terms.append(("instruction", match.start(), match.end(), action))


def part_number(text: str) -> str:
    """Return the number in a part's heading: `PART 744—CONTROL POLICY` -> `744`."""
    match = _PART_NUMBER_RE.match(text)
    return match[1] if match else ""
