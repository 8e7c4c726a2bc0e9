"""The way to a target, as a sentence describes it: "in the first sentence of paragraph (2)"."""

import re
from typing import Literal

from msgspec import Struct, structs

from tracker.amend.tokens import Place, Token, Tokens

WhereKind = Literal["place", "matter", "heading", "sentence", "toc", "item"]


class Where(Struct, frozen=True):
    """A part of a law as a sentence names it: one step of the way to a target."""

    kind: WhereKind
    places: tuple[Place, ...] = ()
    value: str = ""
    """A facet for matter, a level for headings."""
    number: int | None = None
    """Which sentence."""


WHERE_KINDS = frozenset({"place", "matter", "heading", "sentence", "toc", "item"})
"""Kinds of tokens that a way is made of."""

_OF_RE = re.compile(r"\s*(?:of|for)(?:\s(?:the|such|each of))?\s*")
_IN_RE = re.compile(r",?\s*(?:in|to|at|under)(?:\s(?:the|such))?\s*")
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
        elif inner.kind == where.kind == "place" and _AND_RE.fullmatch(between):
            found[-1] = structs.replace(inner, places=inner.places + where.places)
        else:
            group = len(found)
            found.append(where)
        between = ""
    return found


def _nested(inner: Where, outer: Where, between: str) -> bool:
    """Return whether a part is said after what it is part of."""
    if _OF_RE.fullmatch(between):
        return True
    if inner.kind == "place" or not _IN_RE.fullmatch(between):
        return False
    return outer.kind in {"place", "toc"} or (outer.kind == "matter" and inner.kind != "toc")


def where_at(tokens: Tokens, at: int) -> tuple[Where, int]:
    """Return the part that a token names, with the place that completes it, and where to go on."""
    token = tokens[at]
    if token.kind == "place":
        return Where("place", token.places), at + 1
    where = Where(token.kind, (), token.value, token.number)  # type: ignore[arg-type]
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
