"""The way to a target, as a sentence describes it: "in the first sentence of paragraph (2)"."""

import re
from typing import Literal

from msgspec import Struct, structs

from tracker.amend.statutes.tokens import Place, Token, Tokens

WhereKind = Literal["place", "matter", "heading", "sentence", "toc", "item"]


class Where(Struct, frozen=True):
    """A part of a law as a sentence names it: one step of the way to a target."""

    kind: WhereKind
    places: tuple[Place, ...] = ()
    value: str = ""
    """A facet for matter, a level for headings."""
    numbers: tuple[int, ...] = ()
    """Which sentences."""
    others: tuple["Where", ...] = ()
    """What is meant as well: "in the heading and in paragraph (2)"."""


WHERE_KINDS = frozenset({"place", "matter", "heading", "sentence", "toc", "item"})
"""Kinds of tokens that a way is made of."""

_OF_RE = re.compile(r"\s*(?:of|for)(?:\s(?:the|such|each of))?\s*")
_IN_RE = re.compile(r",?\s*(?:in|to|at|under)(?:\s(?:the|such))?\s*")
_JOIN_RE = re.compile(r"[\s,]*(?:and|or|of|for|in|to|the|such|each|,|\s)*")
_AND_RE = re.compile(r",?\s*(?:and|or)\s*(?:in\s)?(?:the\s)?")


def wheres(tokens: Tokens) -> list[Where]:
    """Return the way that a run of tokens describes, outermost first.

    "the first sentence of paragraph (2)" is paragraph (2), then its first sentence; "in
    subsection (a), in the matter preceding paragraph (1)" is as it reads.
    """
    found: list[Where] = []
    between = ""
    at = 0
    group = 0  # where the present chain of "of"s began in `found`
    while at < len(tokens):
        token = tokens[at]
        if token.kind not in WHERE_KINDS:
            between += token.text if token.kind == "words" else ""
            at += 1
            continue
        where, at = where_at(tokens, at)
        inner = found[-1] if found else None
        if inner is None:
            found.append(where)
        elif _nested(inner, where, between):
            found.insert(group, where)
        elif _AND_RE.fullmatch(between):
            found[-1] = structs.replace(inner, others=(*inner.others, where))
        else:
            group = len(found)
            found.append(where)
        between = ""
    return found


def _nested(inner: Where, outer: Where, between: str) -> bool:
    """Return whether a part is said after what it is part of."""
    if _OF_RE.fullmatch(between):
        return True
    if not _IN_RE.fullmatch(between):
        return False
    if inner.kind == "place":
        return outer.kind == "place" and "," not in between and _rank(outer) < _rank(inner)
    return outer.kind in {"place", "toc"} or (outer.kind == "matter" and inner.kind != "toc")


def _rank(where: Where) -> int:
    """Return the rank of the level that a place starts at; 0 for a section or a law."""
    place = where.places[0]
    named = place.section or place.law or place.act or place.units or not place.steps
    return 0 if named else place.steps[0][0]


def run_at(tokens: Tokens, at: int) -> int:
    """Return where a run of parts ends that are joined by "of", "in", "and" or commas."""
    end = at
    while end < len(tokens):
        if tokens[end].kind in WHERE_KINDS:
            _, end = where_at(tokens, end)
            continue
        after = end
        while after < len(tokens) and tokens[after].kind == "noise":
            after += 1
        joins = after < len(tokens) and tokens[after].kind == "words"
        joins = joins and _JOIN_RE.fullmatch(tokens[after].text) is not None
        if not joins or after + 1 >= len(tokens) or tokens[after + 1].kind not in WHERE_KINDS:
            break
        end = after + 1
    return end


def where_at(tokens: Tokens, at: int) -> tuple[Where, int]:
    """Return the part that a token names, with the place that completes it, and where to go on."""
    token = tokens[at]
    if token.kind == "place":
        return Where("place", token.places), at + 1
    numbers = tuple(int(each) for each in token.value.split()) if token.kind == "sentence" else ()
    where = Where(token.kind, (), token.value, numbers)  # type: ignore[arg-type]
    if token.kind in {"item", "toc"} or (token.kind == "matter" and token.number is None):
        after = at + 1
        while after < len(tokens) and _connects(tokens[after]):
            after += 1
        if after < len(tokens) and tokens[after].kind == "place":
            return structs.replace(where, places=tokens[after].places), after + 1
    return where, at + 1


def _connects(token: Token) -> bool:
    """Return whether nothing is said between a part and its place."""
    return token.kind == "noise" or (token.kind == "words" and token.text.strip() in {"", "the"})
