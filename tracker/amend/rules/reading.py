"""Amendatory instructions of Federal Register documents, read into typed values.

An instruction (`AMDPAR`) is cut into clauses (`rule_words`), its places are read (`rule_places`),
the text it puts in is taken from what the rule shows below it (`rule_content`), and
`rule_orders` makes instructions of both. Here the instructions of a part are walked with the
places that lettered instructions take over from the numbered one above.

Source: Document Drafting Handbook, Office of the Federal Register, chapter on amendatory language.
"""

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from tracker.amend.rules import dates as rule_dates
from tracker.amend.rules import orders as rule_orders
from tracker.amend.rules import sentences as rule_sentences
from tracker.amend.rules import tables as rule_tables
from tracker.amend.rules.content import Shown
from tracker.amend.rules.scopes import in_annex, places
from tracker.amend.rules.sentences import Made
from tracker.amend.rules.spots import Spot
from tracker.amend.rules.words import Order, order
from tracker.amend.values import Instruction, Target
from tracker.model import Document, Provision

_TITLES = 50
"""Titles of the CFR."""
_PART_RE = re.compile(r"/cfr/t(\d{1,2})/p([0-9A-Za-z]+)(?:~\d+)?$")
_GENERAL_RE = re.compile(
    r"\bamended\s(?:as\sfollows|as\sset\sforth|to\sread\sas\sfollows|by)\b[^⟦]{0,60}$|:$",
    re.IGNORECASE,
)
_ORDER_RE = re.compile(
    r"\b(?:add|remov|revis|redesignat|amend|delet|insert|correct|reserv|chang|replac|stay|suspend"
    r"|should\sread|withdr|transfer|substitut)",
    re.IGNORECASE,
)


class _Scope(Struct, frozen=True):
    """What an instruction takes over from the one above it."""

    spots: tuple[Spot, ...]
    words: str = ""
    cut: Order = Order((), (), ())
    effective: date | None = None
    commentary: bool = False
    left: tuple[str, ...] = ()
    """Words about the place that were not understood."""


def read(document: Document) -> tuple[Instruction, ...]:
    """Return the amendatory instructions of a Federal Register document, in reading order.

    An order to amend that cannot be read has the action `unknown` and says why; words that only
    introduce other instructions make none.
    """
    found: list[Instruction] = []
    for part in document.provisions():
        if part.level == "part" and not part.quoted:
            match = _PART_RE.search(part.path)
            title, number = match.groups() if match else ("", "")
            if title and int(title) > _TITLES:
                title = _title_of(document, number)
            found += _Part(part, title, number).read()
    if not found:
        return rule_dates.of_others(document)
    numbered = tuple(replace(each, number=number) for number, each in enumerate(found, 1))
    return rule_dates.dated(document, numbered)


def _title_of(document: Document, number: str) -> str:
    """Return the title of a part as the head of a document has it, when that is one title.

    For a markup that names a title which does not exist (title 72 in 2014-18842).
    """
    heads = [p for p in document.provisions() if p.level == "cfrReference"]
    targets = {m.target for p in heads for m in p.marks if m.kind == "ref" and m.target}
    found = {t.split("/")[3][1:] for t in targets if t.endswith(f"/p{number}")}
    return found.pop() if len(found) == 1 else ""


class _Part:
    """The instructions that amend one part."""

    def __init__(self, part: Provision, title: str, number: str) -> None:
        self.part = part
        self.title = title
        self.number = number
        self.last = _Scope((Spot(base=".", part=number),))

    def read(self) -> list[Instruction]:
        """Return the instructions of the part."""
        found: list[Instruction] = []
        children = self.part.children
        for position, child in enumerate(children):
            if child.level != "instruction":
                continue
            top = _Scope((Spot(base=".", part=self.number),))
            if not child.num and position and children[position - 1].level == "instruction":
                top = self.last  # an instruction without a number goes on where the last one was
            shown = Shown(_shown(children, position))
            made: list[Made] = []
            for node, above, own in self._walk(child, top):
                made += self._one(node, above, own, shown)
            found += rule_sentences.finished(made)
        return found

    def _walk(self, top: Provision, scope: _Scope) -> Iterator[tuple[Provision, _Scope, _Scope]]:
        """Yield instructions with what they take over and what they name, in reading order."""
        stack = [(top, scope)]
        while stack:
            node, above = stack.pop()
            own = self._scope(node, above)
            yield node, above, own
            below = [each for each in node.children if each.level == "instruction"]
            if below or not node.num or not _ends(node):
                self.last = own
            stack += [(each, own) for each in reversed(below)]

    def _scope(self, node: Provision, above: _Scope) -> _Scope:
        """Return an instruction cut up, with the places that its words name."""
        text = node.own_text
        cut = order(text, commentary=above.commentary)
        spots, left = places(cut.scope, cut.quotes, above.spots)
        if not above.commentary and in_annex(spots):
            cut = order(text, commentary=True)
            spots, left = places(cut.scope, cut.quotes, above.spots)
        return _Scope(
            spots,
            " ".join(part for part in (above.words, text) if part),
            cut,
            cut.effective or above.effective,
            in_annex(spots),
            above.left + left,
        )

    def _one(self, node: Provision, above: _Scope, own: _Scope, shown: Shown) -> list[Made]:
        """Return the instructions that one paragraph gives."""
        start = Instruction(0, node.path, own.words, "unknown", Target(""), effective=own.effective)
        cut = own.cut
        maker = rule_orders.Maker(self.title, self.number, own.spots, cut.quotes, shown, start)
        below = any(each.level == "instruction" for each in node.children)
        if not cut.clauses and above.cut.pending and not below and cut.scope:
            return maker.waiting(above.cut.pending, " ".join(cut.scope), above.spots)
        if rule_tables.is_nomenclature(own.words, shown):
            return rule_tables.instructions(maker, shown)
        if cut.clauses:
            return rule_orders.doubted(maker.clauses(cut.clauses), own.left)
        if below or cut.pending or _introduces(node.own_text, shown):
            return []
        if _ORDER_RE.search(node.own_text):
            return [maker.unknown(rule_orders.why(node.own_text))]
        return []


def _ends(node: Provision) -> bool:
    """Return whether an instruction is complete, so that what follows starts anew."""
    return not node.own_text.rstrip().endswith((":", ","))


def _introduces(text: str, shown: Shown) -> bool:
    """Return whether words only lead to other instructions."""
    if _GENERAL_RE.search(text.strip().rstrip(".")):
        return not shown or not re.search(r"to\sread\sas\sfollows", text)
    return bool(re.search(r"\b(?:amended|amending)\sas\s(?:follows|set\sforth)", text))


def _shown(children: tuple[Provision, ...], position: int) -> list[Provision]:
    """Return what is shown below an instruction, or below those without a number that go on."""
    for child in children[position:]:
        if child is not children[position] and child.num:
            break
        found = [each for each in child.walk() if each.level == "quotedContent"]
        if found:
            return found
    return []
