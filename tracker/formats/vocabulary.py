"""What the meter must know of a format, as plain data that its module states about itself.

Every format module has a constant `VOCABULARY`. The parser and the meter both follow it, each
with its own code, so that a slip in one shows as an imbalance.
"""

from collections.abc import Mapping

from msgspec import Struct


class Vocabulary(Struct, frozen=True):
    """Element names (without namespace) that text counting depends on."""

    dropped: Mapping[str, str] = {}
    """Element -> rule under which its words, with all below it, are left out of the tree."""
    inline: frozenset[str] = frozenset()
    """Elements that stand inside a word or sentence: no word boundary at their tags."""
    breaking: frozenset[str] = frozenset()
    """`element@attribute=value`: inline elements that part words when they say so."""
    apart: Mapping[str, str] = {}
    """Element, or `element@attribute=value`, -> level of the provision that takes its words out
    of the running text (notes); the running text goes on as if the element were not there."""
    changed: Mapping[str, str] = {}
    """Inline element -> `added` or `deleted`: words part where one follows the other at once."""
    quoting: frozenset[str] = frozenset()
    """Elements around which the official style sheet prints quotation marks, so the parser does."""
    loose: bool = False
    """True where the source is careless with spaces at tags and sets powers by markup: the parser
    decides where a word ends and writes 10<SU>26</SU> as 10²⁶; letters, digits and symbols must
    still agree one by one and in order."""


def names(words: str) -> tuple[str, ...]:
    """Return element names from a text that lists them."""
    return tuple(words.split())
