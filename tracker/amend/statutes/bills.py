"""Reading amending instructions from bills and public laws.

Each provision's own text is tokenised (`passes`), read into orders (`orders`), and each order is
set on its targets (`scopes`): what a chapeau names ("in subsection (a)—") is where its children's
orders start from. Nothing that orders an amendment is dropped: what cannot be read in full is an
instruction with its problem.
"""

import re
from collections.abc import Mapping

from msgspec import Struct, structs

from tracker.amend.statutes.effects import with_effects
from tracker.amend.statutes.expansion import instructions_of
from tracker.amend.statutes.laws import Book, Spot
from tracker.amend.statutes.orders import Order
from tracker.amend.statutes.passes import tokenize
from tracker.amend.statutes.scopes import resolve
from tracker.amend.statutes.sentences import APPLIED_RE, Reading
from tracker.amend.statutes.sentences import read as read_orders
from tracker.amend.statutes.tokens import Token, Tokens, words
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
    ", strike “",
    "deleting",
)
_FINITE_RE = re.compile(
    r"\b(?:is|are)\s(?:(?:hereby|further|each|also|both)\s)*"
    r"(?:amended|repealed|redesignated|stricken|struck)\b|\bbe\samended\sby\b|,\sstrike\s“"
)
_GERUND_RE = re.compile(r"\bby\s(?:striking|inserting|adding|amending|redesignating|repealing)\b")
_OPEN_RE = re.compile(r"(?:[—–:-]|[—–:-]\s?\.|\bas follows[:.]?)\s*$")
_SKIPPED = {"preface", "longTitle", "toc", "sidenote", "footnote", "endorsement", "form"}
# "the reference shall be considered to be made to a section or other provision of X"
_DEFAULT_RE = re.compile(
    r"(?:[Ww]henever|[Ww]herever)\sin\sthis\s(?P<unit>\w+)\b.*\b(?:amendment|repeal)\b.*\breference\sshall\sbe"
    r"\sconsidered\sto\sbe\smade\sto\s.*?\bprovision\sof\s(?P<law>.+)$",
    re.DOTALL,
)


def read(document: Document, *, code: Mapping[str, str] | None = None) -> tuple[Instruction, ...]:
    """Return the amending instructions of a bill or public law, in order.

    `code` says which section of the Code an Act's section is, for documents whose own words do
    not: `export control reform act of 2018/s1753` or `/us/pl/115/232/s1753` (see `acts`).
    """
    return _Reader(document, code or {}).read()


class _Context(Struct, frozen=True):
    """What a provision passes on to those below it."""

    spots: tuple[Spot, ...] = (Spot(),)
    """What their words are counted from."""
    said: str = ""
    """The words so far: the scope of an order."""
    amends: bool = False
    """True below "is amended—"."""
    applied: bool = False
    """True below "shall be applied—": how a law is applied, not how it reads."""
    carry: Token | None = None
    template: tuple[Order, ...] = ()
    """Orders that go for each provision named below."""


class _Reader:
    """One pass over one document."""

    def __init__(self, document: Document, code: Mapping[str, str]) -> None:
        self._document = document
        self._book = Book(document.work, code)
        self._defaults = _defaults(document)
        self._found: list[Instruction] = []

    def read(self) -> tuple[Instruction, ...]:
        """Return all instructions, numbered."""
        for provision in self._document.provisions():
            text = provision.chapeau or provision.content
            if "Public Law" in text and not provision.quoted:
                self._book.enact(text)
        self._visit(self._document.root, _Context())
        numbered = [
            structs.replace(each, number=number) for number, each in enumerate(self._found, 1)
        ]
        return with_effects(self._document, tuple(numbered))

    def _visit(self, provision: Provision, context: _Context) -> _Context:
        """Read a provision and all below it; return what its own words pass on."""
        if provision.quoted or provision.level in _SKIPPED:
            return context
        if provision.level == "amendmentInstruction":
            self._found.append(_to_bill(provision, self._document.work))
        if provision.path in self._defaults:
            context = structs.replace(context, spots=(self._defaults[provision.path],))
        passed = self._own_words(provision, context)
        below = passed
        for child in provision.children:
            reached = self._visit(child, below)
            if child.level == "continuation" and reached.amends:
                below = reached  # "Section 5 is amended—" set apart from its paragraphs
        return passed

    def _own_words(self, provision: Provision, context: _Context) -> _Context:
        """Keep the instructions of a provision's own words; return what goes for its children."""
        text = provision.chapeau or provision.content
        blocks = tuple(each for each in provision.children if each.quoted)
        leads = bool(provision.children) or provision.level == "continuation"
        opens = leads and not blocks and _OPEN_RE.search(text) is not None
        if context.applied or (opens and APPLIED_RE.search(text) and not _FINITE_RE.search(text)):
            return _Context(spots=context.spots, applied=True)
        if not text or not (context.amends or any(each in text for each in _TRIGGERS)):
            if "Act" in text or "Code" in text:
                self._book.mention(text)
            return structs.replace(context, amends=False, carry=None, template=())
        trailer = provision.continuation if blocks else ""
        tokens = tokenize(words(text)) + _block(blocks) + tokenize(words(trailer))
        for token in tokens:
            if token.value == "intro":
                self._book.mention(token.text)
        reading = read_orders(tokens, context.carry)
        amends = context.amends or reading.amends
        opens = opens or (amends and leads and not blocks and not reading.orders)
        amends = opens and amends
        if reading.template and opens:
            spots = self._reached(context, reading)
            return _Context(spots, _said(context, text), amends=True, template=reading.orders)
        if context.template and not reading.orders:
            self._templated(provision, reading, context)
        else:
            self._keep(provision, reading, context, opens=opens)
        if not opens or not (amends or reading.carry):
            return structs.replace(context, amends=False, carry=None, template=())
        spots = self._reached(context, reading)
        return _Context(spots, _said(context, text), amends=amends, carry=reading.carry)

    def _reached(self, context: _Context, reading: Reading) -> tuple[Spot, ...]:
        """Return where the last words of a reading lead."""
        return resolve(context.spots, reading.scope, self._book) or context.spots

    def _keep(
        self, provision: Provision, reading: Reading, context: _Context, *, opens: bool
    ) -> None:
        """Keep the instructions of a reading, or that there is one which could not be read."""
        for order in reading.orders:
            if context.amends or _orders(order):
                self._found += instructions_of(
                    order, context.spots, self._book, provision.path, context.said
                )
        amends = context.amends or reading.amends
        if amends and not reading.orders and not opens:
            said = _said(context, provision.own_text)
            problem = "no amending action was recognised"
            self._found.append(
                Instruction(0, provision.path, said, "unknown", Target(""), problem=problem)
            )

    def _templated(self, provision: Provision, reading: Reading, context: _Context) -> None:
        """Keep the instructions of the provision above for each provision named here."""
        spots = resolve(context.spots, reading.scope, self._book) if reading.scope else ()
        for order in context.template:
            bare = structs.replace(order, lead=(), words=provision.own_text)
            self._found += instructions_of(
                bare, spots or (Spot(),), self._book, provision.path, context.said
            )


def _to_bill(provision: Provision, work: str) -> Instruction:
    """Return the instruction of an amendment between the Houses, which changes a bill."""
    problem = "it amends the text of a bill, not a law"
    said = provision.own_text
    return Instruction(0, provision.path, said, "unknown", Target(work), problem=problem)


def _orders(order: Order) -> bool:
    """Return whether words outside an amendment order one: "by striking a balance" does not."""
    if _FINITE_RE.search(order.words):
        return True
    whole = order.finds or order.text or order.content or order.objects or order.new
    return bool(whole) and _GERUND_RE.search(order.words) is not None


def _said(context: _Context, text: str) -> str:
    """Return the words of the provisions above with one more text."""
    return f"{context.said} {text}".strip()


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
    content = tuple(
        child
        for block in blocks
        for child in (block.children or (block,))
        if any(each.own_text or each.num for each in child.walk())
    )
    return (Token("block", "", content=content),) if content else ()
