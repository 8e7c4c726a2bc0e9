"""Reading amending instructions from bills and public laws.

Each provision's own text is tokenised (`passes`), read into orders (`orders`), and each order is
set on its targets (`scopes`): what a chapeau names ("in subsection (a)—") is where its children's
orders start from. Nothing that orders an amendment is dropped: what cannot be read in full is an
instruction with its problem.
"""

import re
from collections.abc import Mapping

from msgspec import structs

from tracker.amend.effects import with_effects
from tracker.amend.expansion import instructions_of
from tracker.amend.passes import tokenize
from tracker.amend.scopes import Book, Spot, resolve
from tracker.amend.sentences import Reading
from tracker.amend.sentences import read as read_orders
from tracker.amend.tokens import Token, Tokens, words
from tracker.amend.values import Instruction, Target
from tracker.model import Document, Provision

_TRIGGERS = (
    "amended",
    "striking",
    "inserting",
    "adding",
    "repeal",
    "redesignat",
    "to read",
    "amending",
    "stricken",
    "struck",
    "deleting",
)
_ORDERS_RE = re.compile(
    r"\b(?:is|are)\s(?:(?:hereby|further|each|also)\s)*(?:amended|repealed|redesignated|stricken)\b"
    r"|\bby\s(?:striking|inserting|adding|amending|redesignating|repealing)\b"
)
_SKIPPED = {"preface", "longTitle", "toc", "sidenote", "footnote", "endorsement", "form"}
# "the reference shall be considered to be made to a section or other provision of X"
_DEFAULT_RE = re.compile(
    r"(?:whenever|wherever)\sin\sthis\s(?P<unit>\w+)\b.*\b(?:amendment|repeal)\b.*\breference\sshall\sbe"
    r"\sconsidered\sto\sbe\smade\sto\s.*?\bprovision\sof\s(?P<law>.+)$",
    re.DOTALL,
)


def read(document: Document, *, code: Mapping[str, str] | None = None) -> tuple[Instruction, ...]:
    """Return the amending instructions of a bill or public law, in order.

    `code` says which section of the Code an Act's section is, for documents whose own words do
    not: `export control reform act of 2018/s1753` or `/us/pl/115/232/s1753` (see `acts`).
    """
    return _Reader(document, code or {}).read()


class _Reader:
    """One pass over one document."""

    def __init__(self, document: Document, code: Mapping[str, str]) -> None:
        self._document = document
        self._book = Book(document.work, code)
        self._defaults = _defaults(document)
        self._found: list[Instruction] = []

    def read(self) -> tuple[Instruction, ...]:
        """Return all instructions, numbered."""
        self._visit(self._document.root, (Spot(),), "", amends=False, carry=None)
        numbered = [
            structs.replace(each, number=number) for number, each in enumerate(self._found, 1)
        ]
        return with_effects(self._document, tuple(numbered))

    def _visit(
        self,
        provision: Provision,
        spots: tuple[Spot, ...],
        above: str,
        *,
        amends: bool,
        carry: Token | None,
    ) -> None:
        """Read a provision, then its children from where its words lead."""
        if provision.quoted or provision.level in _SKIPPED:
            return
        text = provision.chapeau or provision.content
        blocks = tuple(each for each in provision.children if each.quoted)
        children = [each for each in provision.children if not each.quoted]
        if provision.path in self._defaults:
            spots = (self._defaults[provision.path],)
        spoken, reading, reached = above, Reading(), spots
        if text and (amends or carry or any(each in text for each in _TRIGGERS)):
            trailer = provision.continuation if blocks or not children else ""
            tokens = tokenize(words(text)) + _block(blocks) + tokenize(words(trailer))
            reading = read_orders(tokens, carry)
            reached = self._orders(provision, reading, spots, above, amends=amends)
            spoken = f"{above} {text}".strip()
        goes_on = reading.amends or (amends and bool(children))
        if not goes_on and not amends:
            reached = spots
        for child in children:
            self._visit(
                child,
                reached if (goes_on or reading.carry) else spots,
                spoken if goes_on or reading.carry else above,
                amends=goes_on,
                carry=reading.carry,
            )

    def _orders(
        self,
        provision: Provision,
        reading: Reading,
        spots: tuple[Spot, ...],
        above: str,
        *,
        amends: bool,
    ) -> tuple[Spot, ...]:
        """Keep the instructions of a reading; return where its last words lead."""
        for order in reading.orders:
            if not amends and not _ORDERS_RE.search(order.words):
                continue
            self._found += instructions_of(order, spots, self._book, provision.path, above)
        lost = not reading.orders and not reading.carry and not reading.amends
        childless = not any(not each.quoted for each in provision.children)
        if lost and amends and childless:
            self._found.append(
                Instruction(
                    0,
                    provision.path,
                    f"{above} {provision.own_text}".strip(),
                    "unknown",
                    Target(""),
                    problem="no amending action was recognised",
                )
            )
        return resolve(spots, reading.scope, self._book) or spots


def _defaults(document: Document) -> dict[str, Spot]:
    """Return the law that whole titles of a document amend unless they say otherwise.

    "Whenever in this title an amendment … is expressed in terms of an amendment to … a section …,
    the reference shall be considered to be made to a section … of the Internal Revenue Code": the
    path of the title with that law.
    """
    found: dict[str, Spot] = {}
    stack: list[tuple[Provision, tuple[Provision, ...]]] = [(document.root, ())]
    while stack:
        provision, above = stack.pop()
        chain = (*above, provision)
        if "expressed in terms of" in provision.content:
            spot = _default(provision.content)
            unit = _DEFAULT_RE.search(provision.content)
            if spot and unit:
                level = "document" if unit["unit"] == "Act" else unit["unit"].lower()
                place = next((each for each in reversed(chain) if each.level == level), None)
                if place is not None:
                    found[place.path] = spot
        stack += [(child, chain) for child in provision.children if not child.quoted]
    return found


def _default(text: str) -> Spot | None:
    """Return the law that a general reference provision names."""
    match = _DEFAULT_RE.search(text)
    if not match:
        return None
    tokens = tokenize(words(match["law"]))
    place = next((token.places[0] for token in tokens if token.kind == "place"), None)
    return Spot(law=place.law, act=place.act, base=place.law) if place else None


def _block(blocks: tuple[Provision, ...]) -> Tokens:
    """Return quoted content as a token."""
    content = tuple(child for block in blocks for child in (block.children or (block,)))
    return (Token("block", "", content=content),) if blocks else ()
