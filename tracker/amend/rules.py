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

from tracker.amend import rule_dates, rule_orders, rule_sentences, rule_tables
from tracker.amend.rule_content import Shown
from tracker.amend.rule_places import Phrase, phrase
from tracker.amend.rule_sentences import Made
from tracker.amend.rule_spots import Spot, named, within
from tracker.amend.rule_words import Order, Verb, order
from tracker.amend.values import Instruction, Target
from tracker.model import Document, Provision

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
    pending: Verb | None = None
    effective: date | None = None
    commentary: bool = False


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
            found += _Part(part, title, number).read()
    if not found:
        return rule_dates.of_others(document)
    numbered = tuple(replace(each, number=number) for number, each in enumerate(found, 1))
    return rule_dates.dated(document, numbered)


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
            for node, scope in self._walk(child, top):
                made += self._one(node, scope, shown)
            found += rule_sentences.finished(made)
        return found

    def _walk(self, top: Provision, scope: _Scope) -> Iterator[tuple[Provision, _Scope]]:
        """Yield instructions with what they take over, in reading order."""
        stack = [(top, scope)]
        while stack:
            node, above = stack.pop()
            yield node, above
            below = [each for each in node.children if each.level == "instruction"]
            if below or not node.num or not _ends(node):
                self.last = self._scope(node, above)
            inherited = self._scope(node, above) if below else above
            stack += [(each, inherited) for each in reversed(below)]

    def _order(self, node: Provision, scope: _Scope) -> Order:
        """Return an instruction cut up; objects without a verb go to the one that waits above."""
        cut = order(_text(node), commentary=scope.commentary)
        if not scope.commentary and _in_annex(self._spots(cut, scope)):
            cut = order(_text(node), commentary=True)
        return cut

    def _spots(self, cut: Order, scope: _Scope) -> tuple[Spot, ...]:
        """Return the places that the words of an instruction's scope name."""
        spots = scope.spots
        for piece in cut.scope:
            for words in _pieces(piece, commentary=_in_annex(spots)):
                read = phrase(words, cut.quotes, role="of")
                inner = _narrowed(read)
                if not inner and _in_annex(spots) and re.search(r"[A-Za-z]{3}", words):
                    inner = (Spot(steps=(named(re.sub(r"^(?:in|under)\s", "", words)),)),)
                if inner:
                    spots = tuple(within(each, place) for place in spots for each in inner)
        return spots

    def _scope(self, node: Provision, above: _Scope) -> _Scope:
        """Return what the instructions below one take over."""
        cut = self._order(node, above)
        spots = self._spots(cut, above)
        words = " ".join(part for part in (above.words, _text(node)) if part)
        return _Scope(spots, words, cut.pending, cut.effective or above.effective, _in_annex(spots))

    def _one(self, node: Provision, above: _Scope, shown: Shown) -> list[Made]:
        """Return the instructions that one paragraph gives."""
        below = any(each.level == "instruction" for each in node.children)
        cut = self._order(node, above)
        spots = self._spots(cut, above)
        words = " ".join(part for part in (above.words, _text(node)) if part)
        start = Instruction(
            0, node.path, words, "unknown", Target(""), effective=cut.effective or above.effective
        )
        maker = rule_orders.Maker(self.title, self.number, spots, cut.quotes, shown, start)
        if not cut.clauses and above.pending and not below and cut.scope:
            return maker.waiting(above.pending, " ".join(cut.scope), above.spots)
        if rule_tables.is_nomenclature(words, shown):
            return rule_tables.instructions(maker, shown)
        if cut.problem:
            return [maker.unknown(cut.problem)]
        if cut.clauses:
            return maker.clauses(cut.clauses)
        if below or (cut.pending and _follows(node)) or _introduces(_text(node), shown):
            return []
        if _ORDER_RE.search(_text(node)):
            return [maker.unknown(rule_orders.why(_text(node)))]
        return []


def _text(node: Provision) -> str:
    """Return the words of an instruction without its number."""
    return node.own_text


def _ends(node: Provision) -> bool:
    """Return whether an instruction is complete, so that what follows starts anew."""
    return not node.own_text.rstrip().endswith((":", ","))


def _follows(_node: Provision) -> bool:
    """Return whether instructions without numbers may follow one that waits for objects."""
    return True


def _introduces(text: str, shown: Shown) -> bool:
    """Return whether words only lead to other instructions."""
    if _GENERAL_RE.search(text.strip().rstrip(".")):
        return not shown or not re.search(r"to\sread\sas\sfollows", text)
    return bool(re.search(r"\b(?:amended|amending)\sas\s(?:follows|set\sforth)", text))


def _narrowed(read: Phrase) -> tuple[Spot, ...]:
    """Return the places that words of a scope name: "In § 121.1, paragraph (c)" is one."""
    inner = tuple(spot for thing in read.things for spot in thing.spots)
    if not read.where or not inner:
        return read.where or inner
    if any(spot.base for spot in inner):
        return (*read.where, *inner)
    return tuple(within(spot, outer) for outer in read.where for spot in inner)


def _in_annex(spots: tuple[Spot, ...]) -> bool:
    """Return whether places are in a supplement or an appendix."""
    return bool(spots) and spots[0].base.startswith(("supp", "app"))


_PIECE_RE = re.compile(r"(?:^|,\s|;\s)(?=(?:and\s)?(?:in|under|of)\b)", re.IGNORECASE)


def _pieces(words: str, *, commentary: bool) -> list[str]:
    """Part words of a scope at the places they name: "In § 1.1, in paragraph (b)"."""
    found = [each.strip(" ,;:") for each in _PIECE_RE.split(words)]
    if commentary:
        found = [piece.strip() for each in found for piece in each.split(", ")]
    return [each for each in found if each]


def _shown(children: tuple[Provision, ...], position: int) -> list[Provision]:
    """Return what is shown below an instruction, or for one without any below the next ones."""
    for child in children[position:]:
        found = [each for each in child.walk() if each.level == "quotedContent"]
        if found:
            return found
        if child.level == "quotedContent":
            return [child]
        if child is not children[position] and child.num:
            break
    return []
