"""The places that the words of a scope name: "In § 1.1, in paragraph (b)," "Under FRANCE,"."""

import re
from collections.abc import Sequence

from tracker.amend.rules.places import Phrase, phrase
from tracker.amend.rules.spots import Spot, expanded, named, within


def places(
    scope: Sequence[str], quotes: tuple[str, ...], outer: tuple[Spot, ...]
) -> tuple[tuple[Spot, ...], tuple[str, ...]]:
    """Return the places that the words of a scope name, and the words not understood.

    In a commentary what is not understood is a caption.
    """
    spots = outer
    left: tuple[str, ...] = ()
    for piece in scope:
        for words in _pieces(piece, commentary=in_annex(spots)):
            read = phrase(words, quotes, role="of")
            inner = _narrowed(read)
            if not inner and in_annex(spots) and re.search(r"[A-Za-z]{3}", words):
                inner = (Spot(steps=(named(re.sub(r"^(?:in|under)\s", "", words)),)),)
            if inner:
                laid = (within(each, place) for place in spots for each in inner)
                spots = tuple(each for spot in laid for each in expanded(spot))
            left += () if in_annex(spots) else read.left
    return spots, left


def _narrowed(read: Phrase) -> tuple[Spot, ...]:
    """Return the places that words of a scope name: "In § 121.1, paragraph (c)" is one."""
    inner = tuple(spot for thing in read.things for spot in thing.spots)
    if not read.where or not inner:
        return read.where or inner
    if any(spot.base for spot in inner):
        return (*read.where, *inner)
    return tuple(within(spot, outer) for outer in read.where for spot in inner)


def in_annex(spots: tuple[Spot, ...]) -> bool:
    """Return whether places are in a supplement or an appendix."""
    return bool(spots) and spots[0].base.startswith(("supp", "app"))


_PIECE_RE = re.compile(r"(?:^|,\s|;\s)(?=(?:and\s)?(?:in|under|of)\b)", re.IGNORECASE)


def _pieces(words: str, *, commentary: bool) -> list[str]:
    """Part words of a scope at the places they name: "In § 1.1, in paragraph (b)"."""
    found = [each.strip(" ,;:") for each in _PIECE_RE.split(words)]
    if commentary:
        found = [piece.strip() for each in found for piece in each.split(", ")]
    return [each for each in found if each]
