"""The tokens of an amending sentence: typed pieces of its text, in order, none lost.

`"".join(token.text for token in tokens)` is the sentence as printed, whatever passes have run.
"""

import re
from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct

from tracker.model import Provision

Kind = Literal[
    "words",  # not understood yet, or mere connection
    "quote",  # quoted text; `value` without the quotation marks
    "block",  # quoted content; `content`
    "noise",  # "as so redesignated", "(relating to …)": changes nothing
    "place",  # provisions of a law; `places`
    "matter",  # "the matter preceding"; `value` is the facet; a place follows
    "heading",  # "the heading", "the subsection heading"; `value` is the level when said
    "sentence",  # "the first and second sentences"; `value` is `1 2`, -1 for the last one
    "toc",  # "the table of sections for"
    "item",  # "the item relating to"; a place follows
    "which",  # "each place it appears"; `value` is the choice, or `number` the ordinal
    "edge",  # "at the end"; `value` is start or end
    "side",  # "before", "after"
    "rest",  # "all that follows"; `value` is follows or precedes
    "through",  # "through": where what is struck ends
    "point",  # "the period"; `value` is the character
    "following",  # "the following new paragraph:"; `value` is the noun
    "verb",  # "by striking"; `value` is the verb
]


class Place(Struct, frozen=True):
    """Provisions as a sentence names them, relative to what was named before unless it is whole."""

    steps: tuple[tuple[int, str], ...] = ()
    """Designators below a section with their ranks: subsection 1, paragraph 2, …, subitem 7."""
    section: str = ""
    """Number of the section, when one is named."""
    units: tuple[tuple[str, str], ...] = ()
    """Units above sections, outermost first: (chapter, 11), (subchapter, II)."""
    law: str = ""
    """Identifier of a law: `/us/usc/t10`, `/us/pl/117/169`."""
    act: str = ""
    """Name of an Act, without "the"."""
    cite: str = ""
    """Identifier of the section or portion of the Code where it is classified, when said."""
    back: str = ""
    """The level of "such section", "that Act": what was named before."""
    until: "Place | None" = None
    """The other end of "paragraphs (3) through (5)"."""


GERUND, FINITE = 1, 2
"""`number` of a verb: "by striking" is 1, "is amended" 2, mere "striking" 0."""


class Token(Struct, frozen=True, omit_defaults=True):
    """One typed piece of a sentence; which fields are used depends on `kind`."""

    kind: Kind
    text: str
    """As printed, with the spaces around it."""
    value: str = ""
    number: int | None = None
    places: tuple[Place, ...] = ()
    content: tuple[Provision, ...] = ()


Tokens = tuple[Token, ...]


def words(text: str) -> Tokens:
    """Return a text as one token of words; nothing for no text."""
    return (Token("words", text),) if text else ()


def text_of(tokens: Iterable[Token]) -> str:
    """Return the text as printed."""
    return "".join(token.text for token in tokens)


def split(
    tokens: Tokens, pattern: re.Pattern[str], make: Callable[[re.Match[str]], Token | None]
) -> Tokens:
    """Return the tokens with each match of a pattern in words made a token of its own.

    A match for which `make` returns None stays words.
    """
    found: list[Token] = []
    for token in tokens:
        if token.kind != "words":
            found.append(token)
            continue
        text, pos = token.text, 0
        for match in pattern.finditer(text):
            made = make(match)
            if made is not None and match.end() > match.start():
                found += words(text[pos : match.start()])
                found.append(made)
                pos = match.end()
        found += words(text[pos:])
    return tuple(found)
