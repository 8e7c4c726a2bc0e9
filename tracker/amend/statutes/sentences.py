"""From the tokens of a provision's text to its orders: sentences, verbs, what belongs to each verb.

Section 5 │ is amended │ in paragraph (1), │ by striking │ “X” and │ inserting │ “Y”
subject     finite verb  lead                verb          segment   paired segment
"""

import re

from msgspec import Struct, structs

from tracker.amend.statutes.orders import Order, order_of
from tracker.amend.statutes.parts import gather, unclear
from tracker.amend.statutes.tokens import FINITE, GERUND, Token, Tokens, text_of
from tracker.amend.statutes.ways import WHERE_KINDS, Where, wheres


class Reading(Struct, frozen=True):
    """What one provision's text says."""

    orders: tuple[Order, ...] = ()
    scope: tuple[Where, ...] = ()
    """What its children go on from."""
    amends: bool = False
    """True when it says that something is amended."""
    template: bool = False
    """True when the orders go for each of the provisions that the children name."""
    carry: Token | None = None
    """A verb whose objects stand in the children: "is amended by striking—"."""


_STOP_RE = re.compile(r"(?<!Pub)(?<!\bNo)(?<!Stat)(?<!\b[A-Z])\.\s+(?=[A-Z(]|$)|:\s+(?=Provided\b)")
_NEXT_LEAD_RE = re.compile(
    r"(?:[,;—]|\band)\s*(?:and\s)?(?:\([0-9A-Za-z]{1,4}\)\s)?(?:in|at|for|from)"
    r"(?:\s(?:each\sof|the|both))*\s*$|\.\s*$"
)
APPLIED_RE = re.compile(
    r"\b(?:shall|may|to|will)\s(?:each\s|also\s)?be\s(?:applied|administered|construed|treated|deemed)\b"
)


class _Clause(Struct, frozen=True):
    """One verb with the words that lead to it and those that belong to it."""

    lead: Tokens
    verb: Token
    segment: Tokens

    @property
    def text(self) -> str:
        """Return verb and segment as printed."""
        return self.verb.text + text_of(self.segment)


def read(tokens: Tokens, carry: Token | None = None) -> Reading:
    """Return what the tokens of one provision's text order.

    `carry` is the verb of the provision above whose objects stand here.
    """
    found = Reading()
    for sentence in sentences(tokens):
        if carry is not None and not any(each.kind == "verb" for each in sentence):
            reading = _sentence((structs.replace(carry, text=""), *sentence))
        else:
            reading = _sentence(sentence)
        found = structs.replace(
            reading,
            orders=found.orders + reading.orders,
            amends=found.amends or reading.amends,
            template=found.template or reading.template,
        )
    return found


def sentences(tokens: Tokens) -> list[Tokens]:
    """Return the tokens of each sentence; a quotation is never cut."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind != "words":
            found[-1].append(token)
            continue
        pos = 0
        for match in _STOP_RE.finditer(token.text):
            found[-1].append(structs.replace(token, text=token.text[pos : match.end()]))
            found.append([])
            pos = match.end()
        if token.text[pos:]:
            found[-1].append(structs.replace(token, text=token.text[pos:]))
    return [tuple(each) for each in found if each]


def _sentence(tokens: Tokens) -> Reading:
    """Return what one sentence orders, and where it leads."""
    clauses, rest = _clauses(tokens)
    orders: list[Order] = []
    left: list[str] = []
    lead: tuple[Where, ...] = ()
    subject = ""
    amends = False
    carry: Token | None = None
    at = 0
    while at < len(clauses):
        clause = clauses[at]
        at += 1
        lead += tuple(wheres(clause.lead))
        subject += text_of(clause.lead)
        left += _left(clause.lead)
        if clause.verb.value == "amend" and clause.verb.number == FINITE:
            amends = True
            lead += tuple(wheres(clause.segment))
            subject += clause.text
            left += _left(clause.segment)
            continue
        partner = clauses[at] if at < len(clauses) and _paired(clause, clauses[at]) else None
        at += partner is not None
        spoken = subject + clause.text + (partner.text if partner else "")
        if APPLIED_RE.search(subject):
            continue  # says how a law is applied, not how it reads
        order = order_of(
            clause.verb, clause.segment, partner.segment if partner else None, lead, spoken
        )
        if order is not None:
            orders.append(_doubted(order, left))
        carry = clause.verb if order is None else None
    named = clauses[0].lead if clauses else ()
    return Reading(
        tuple(orders),
        lead + tuple(wheres(rest)),
        amends,
        template=any(each.kind == "following" for each in named),
        carry=carry,
    )


def _left(tokens: Tokens) -> list[str]:
    """Return the words on the way to a target that were not understood."""
    return [left for each in tokens if each.kind == "words" and (left := unclear(each.text))]


def _doubted(order: Order, left: list[str]) -> Order:
    """Return an order with a problem when words on the way to its target were not understood."""
    if not left or order.problem:
        return order
    return structs.replace(
        order, problem="not understood: " + "; ".join(f"“{each}”" for each in left)
    )


def _clauses(tokens: Tokens) -> tuple[list[_Clause], Tokens]:
    """Return the clauses of a sentence; without a verb, none and all its tokens."""
    verbs = [at for at, token in enumerate(tokens) if token.kind == "verb"]
    if not verbs:
        return [], tokens
    found: list[_Clause] = []
    lead = tokens[: verbs[0]]
    for at, end in zip(verbs, [*verbs[1:], len(tokens)], strict=True):
        segment: Tokens = tokens[at + 1 : end]
        after: Tokens = ()
        if end < len(tokens) and tokens[end].number == GERUND:
            segment, after = _trailing(segment)
        found.append(_Clause(lead, tokens[at], segment))
        lead = after
    return found, ()


def _trailing(segment: Tokens) -> tuple[Tokens, Tokens]:
    """Cut off the words that lead to the next verb: ", and in paragraph (2), by …"."""
    for at in range(len(segment) - 1, -1, -1):
        token = segment[at]
        if token.kind == "words" and _NEXT_LEAD_RE.search(token.text):
            rest = segment[at + 1 :]
            return (segment[: at + 1], rest) if wheres(rest) else (segment, ())
        if token.kind not in WHERE_KINDS and token.kind not in {"words", "noise"}:
            break
    return segment, ()


def _paired(first: _Clause, second: _Clause) -> bool:
    """Return whether two verbs are one order: strike and insert, amend and read."""
    if first.verb.value == "amend":
        return second.verb.value == "read"
    if first.verb.value != "strike" or second.verb.value not in {"insert", "add"}:
        return False
    if second.lead or second.verb.number == FINITE:
        return False
    parts = gather(second.segment)
    if parts.side or parts.edge or parts.beside:
        return False
    if second.verb.number == 0:
        return True  # "and inserting" without a place of its own
    if first.segment and not re.search(r"(?:\band|,|^)\s*$", first.segment[-1].text):
        return False
    return bool(parts.quotes or parts.content)
