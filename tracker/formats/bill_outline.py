"""The outline of a bill told from its paragraphs: which block is which level (plain text only)."""

import re
from datetime import date

from tracker.formats import bill_facts
from tracker.formats.draft import Draft, Node

_UNIT_RE = re.compile(
    r"(?P<open>[“‘]?)(?P<num>(?P<word>SECTION|SEC\.|Section|Sec\.|TITLE|Title|SUBTITLE|Subtitle"
    r"|DIVISION|Division|PART|Part|CHAPTER|Chapter|SUBCHAPTER|Subchapter)\s+[0-9A-Z][0-9A-Za-z–-]*"
    r"\.?)(?P<dash>—)?\s*(?P<heading>.*)",
    re.DOTALL,
)
_UNITS = {
    "division": 0,
    "title": 1,
    "subtitle": 2,
    "chapter": 3,
    "subchapter": 4,
    "part": 5,
    "section": 6,
}
LEVELS = ("subsection", "paragraph", "subparagraph", "clause", "subclause", "item", "subitem")
_DESIGNATOR_RE = re.compile(r"([“‘]?\(([0-9]{1,3}|[A-Za-z]{1,5})\))\s*")
_HEADED_RE = re.compile(r"([A-Z“‘][^.—]{0,160}?\.—)\s*(.*)", re.DOTALL)
_ROMAN_RE = re.compile(r"[ivxl]+$")
_CLOSES_RE = re.compile(r"”[.;,)]?(?:\s+(?:and|or))?\s*$")
_FRONT = (
    (re.compile(r"\d+(?:st|nd|rd|th) CONGRESS$|One Hundred", re.IGNORECASE), "congress"),
    (re.compile(r"(?:\d(?:st|nd|d|rd) Session|AT THE \w+ SESSION)$", re.IGNORECASE), "session"),
    (re.compile(r"[HS]\. ?(?:[A-Z][A-Za-z]*\. ?)*\d+$"), "docNumber"),
    (re.compile(r"IN THE (?:HOUSE|SENATE)"), "currentChamber"),
    (re.compile(r"(?:Union|House|Private) Calendar|Calendar No|\[Report No"), "relatedDocument"),
    (re.compile(r"Begun and held"), "enrolledDateline"),
)
_ACT_RE = re.compile(r"(?:A BILL|AN ACT|An Act|A RESOLUTION|(?:JOINT |CONCURRENT )?RESOLUTION)$")


def stands_alone(line: str) -> bool:
    """Return whether a line of the first page is a statement of its own: `119th CONGRESS`."""
    return bool(_ACT_RE.match(line)) or any(pattern.match(line) for pattern, _ in _FRONT[:4])


class Outline:
    """Takes blocks in order and hangs them where their labels and indents say."""

    def __init__(self, draft: Draft) -> None:
        self.root = draft.root
        self.stack: list[tuple[int, Node]] = []
        """Open provisions of the bill with their ranks."""
        self.quote: list[tuple[int, Node]] = []
        """Open provisions of the law being quoted; empty outside quotations."""
        self.front: Node | None = None
        self.began = False
        self.ended = False
        self.title = ""
        self.introduced: date | None = None
        self.passed: date | None = None

    def take(self, text: str, indent: int, line: int) -> None:
        """Take one block."""
        if self.ended or self._ends(text):
            self._back(text, line)
        elif not self.began and not self._begins(text):
            self._first_page(text, line)
        elif self.quote or text[0] in "“‘":
            self._quoted(text, indent, line)
        else:
            self._place(self.stack, self.root, text, indent, line)

    def close(self) -> None:
        """Tell chapeau from content, once all children are known."""
        stack = [self.root]
        while stack:
            node = stack.pop()
            node.lead(LEVELS)
            stack += node.children

    def _begins(self, text: str) -> bool:
        """Return whether the law itself starts with this block."""
        self.began = bool(_UNIT_RE.match(text)) or text.startswith(("Be it", "Resolved", "Whereas"))
        return self.began

    def _ends(self, text: str) -> bool:
        """Return whether the attestation starts with this block."""
        starts = ("Passed the ", "Agreed to by ", "Attest:", "Speaker of the House")
        self.ended = self.began and text.startswith(starts)
        return self.ended

    def _first_page(self, text: str, line: int) -> None:
        """Take a block before the enacting clause."""
        if _ACT_RE.match(text):
            self.front = self.root.add("longTitle", line=line)
            self.front.add("docTitle", line=line).content = text
            return
        if self.front is None:
            self.front = self.root.add("preface", line=line)
        if self.front.level == "longTitle":
            self.front.add("officialTitle", line=line).content = text
            self.title = self.title or text
            return
        level = next((level for pattern, level in _FRONT if pattern.match(text)), "text")
        day = bill_facts.long_date(text)
        if level == "text" and day:
            level = "action"
        if bill_facts.INTRODUCED_RE.search(text) and self.introduced is None:
            self.introduced = day or self._day_before()
        self.front.add(level, line=line).content = text

    def _day_before(self) -> date | None:
        """Return the date that stands right above an action's words."""
        if self.front is not None and self.front.children:
            held = self.front.children[-1].content
            return bill_facts.long_date(held) if isinstance(held, str) else None
        return None

    def _back(self, text: str, line: int) -> None:
        """Take a block after the law: attestation and endorsement."""
        if self.passed is None and bill_facts.PASSED_RE.search(text):
            self.passed = bill_facts.long_date(text)
        held = self.root.children[-1] if self.root.children else None
        if held is None or held.level != "attestation":
            held = self.root.add("attestation", line=line)
        held.add("text", line=line).content = text

    def _quoted(self, text: str, indent: int, line: int) -> None:
        """Take a block of law that an instruction quotes."""
        if not self.quote:
            over = self.stack[-1][1] if self.stack else self.root
            self.quote = [(-1, over.add("quotedContent", quoted=True, line=line))]
        self._place(self.quote, self.quote[0][1], text, indent, line)
        if _CLOSES_RE.search(text):
            self.quote = []

    def _place(
        self, stack: list[tuple[int, Node]], base: Node, text: str, indent: int, line: int
    ) -> None:
        """Hang a block below the provision that its label ranks under."""
        unit = _UNIT_RE.match(text)
        if unit and (unit["heading"].upper() == unit["heading"] or unit["dash"]):
            self._unit(stack, base, unit, line)
            return
        rest, rank, node = text, None, None
        for _ in LEVELS:
            match = _DESIGNATOR_RE.match(rest)
            if match is None:
                break
            rank = _rank(match[2], indent, rank)
            node = _below(stack, base, rank).add(LEVELS[rank - 10], num=match[1], line=line)
            stack.append((rank, node))
            rest = rest[match.end() :]
        if node is None:
            node = _unlabelled(stack, base, text, line)
        headed = _HEADED_RE.match(rest) if rank is not None else None
        if headed:
            node.heading, rest = headed[1], headed[2]
        node.say(rest)

    def _unit(
        self, stack: list[tuple[int, Node]], base: Node, unit: re.Match[str], line: int
    ) -> None:
        """Start a section or a larger unit."""
        word = unit["word"].lower().rstrip(".")
        level = "section" if word.startswith("sec") else word
        rank = _UNITS[level]
        node = _below(stack, base, rank).add(
            level, num=unit["open"] + unit["num"] + (unit["dash"] or ""), line=line
        )
        node.heading = unit["heading"] or None
        stack.append((rank, node))


def _below(stack: list[tuple[int, Node]], base: Node, rank: int) -> Node:
    """Close what ranks as high or lower, and return the provision that is open then."""
    while stack and stack[-1][0] >= rank:
        stack.pop()
    return stack[-1][1] if stack else base


def _rank(designator: str, indent: int, above: int | None) -> int:
    """Return the rank of a designator: 10 subsection … 16 subitem."""
    if designator.isdigit():
        return 11
    if designator.isupper():
        return 14 if _ROMAN_RE.match(designator.lower()) and indent >= 32 else 12
    if len(designator) > 1 and len(set(designator)) == 1 and designator != "ii":
        return 15
    roman = bool(_ROMAN_RE.match(designator))
    if roman and (indent >= 24 or len(designator) > 1 or above == 12):
        return 13
    return 10


def _unlabelled(stack: list[tuple[int, Node]], base: Node, text: str, line: int) -> Node:
    """Return the node that a paragraph without a label belongs to."""
    if text.startswith(("Be it enacted", "Resolved", "Whereas")):
        stack.clear()
    if text.startswith("Be it enacted"):
        return base.add("enactingFormula", line=line)
    if text.startswith("Resolved"):
        return base.add("resolvingClause", line=line)
    if text.startswith("Whereas"):
        if not base.children or base.children[-1].level != "preamble":
            base.add("preamble", line=line)
        return base.children[-1].add("recital", line=line)
    while stack and stack[-1][0] > _UNITS["section"]:
        stack.pop()
    if stack and stack[-1][1] is not base:
        return stack[-1][1]
    return base.add("text", line=line)
