"""Several wordings of one thing beside each other, as editors of texts print it.

What all have in common stands once; where they part, each reading stands with the letters of the
wordings that have it. Pure: texts in, segments out.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import groupby

from msgspec import Struct

_TOKEN_RE = re.compile(r"\s*(\w+(?:[.\-]\w+)*|[^\w\s])")
ALIKE = 0.4
"""Share of words two wordings must have in common, in order, to be set beside each other."""
ISLAND = 3
"""Words that must be shared in a row to interrupt the readings around them."""


class Reading(Struct, frozen=True):
    """Words at one place, and which wordings have them (places in the input); empty: nothing."""

    text: str
    wordings: tuple[int, ...]


class Segment(Struct, frozen=True):
    """A stretch of the texts: one reading where all agree, else two or more."""

    readings: tuple[Reading, ...]

    @property
    def shared(self) -> bool:
        """Whether all wordings say the same here."""
        return len(self.readings) == 1


class _Token(Struct, frozen=True):
    word: str
    raw: str
    """With the space before it."""


_Column = dict[int, _Token]
"""Wording -> its word in this column; equal words only."""


def groups(texts: Sequence[str]) -> list[list[int]]:
    """Return the places of texts that are alike enough to be set beside each other.

    Every text is in one group, with the first of a group as measure; a group of one stands alone.
    """
    words = [[token.word for token in _tokens(text)] for text in texts]
    found: list[list[int]] = []
    for place, own in enumerate(words):
        for group in found:
            if SequenceMatcher(None, words[group[0]], own, autojunk=False).ratio() >= ALIKE:
                group.append(place)
                break
        else:
            found.append([place])
    return found


def synopsis(texts: Sequence[str]) -> list[Segment]:
    """Return the texts cut where they agree and where they part.

    The readings of one wording, in order, are its text to the word.
    """
    tokens = [_tokens(text) for text in texts]
    columns: list[_Column] = [{0: token} for token in tokens[0]] if tokens else []
    for place in range(1, len(tokens)):
        columns = _joined(columns, place, tokens[place], _nearest(tokens, place))
    every = len(tokens)
    runs = [
        (agree, list(run))
        for agree, run in groupby(columns, key=lambda column: len(column) == every)
    ]
    return [_segment(run, every) for run in _without_islands(runs)]


def _tokens(text: str) -> list[_Token]:
    return [_Token(match[1], match[0]) for match in _TOKEN_RE.finditer(text)]


def _nearest(tokens: list[list[_Token]], place: int) -> int:
    """Return which earlier wording is most like this one; the latest of equals."""
    own = [token.word for token in tokens[place]]

    def ratio(other: int) -> tuple[float, int]:
        words = [token.word for token in tokens[other]]
        return SequenceMatcher(None, words, own, autojunk=False).ratio(), other

    return max(range(place), key=ratio)


def _joined(columns: list[_Column], place: int, own: list[_Token], beside: int) -> list[_Column]:
    """Return the columns with one more wording, aligned by the wording it is most like."""
    at = [index for index, column in enumerate(columns) if beside in column]
    words = [columns[index][beside].word for index in at]
    matcher = SequenceMatcher(None, words, [token.word for token in own], autojunk=False)
    after: dict[int, list[_Column]] = {}
    joined = [dict(column) for column in columns]
    for kind, old, old_end, new, new_end in matcher.get_opcodes():
        if kind == "equal":
            for index, token in zip(at[old:old_end], own[new:new_end], strict=True):
                joined[index][place] = token
        elif new < new_end:
            last = at[old_end - 1] if old_end else -1
            after.setdefault(last, []).extend({place: token} for token in own[new:new_end])
    result = after.get(-1, [])
    for index, column in enumerate(joined):
        result.append(column)
        result += after.get(index, [])
    return result


def _without_islands(runs: list[tuple[bool, list[_Column]]]) -> list[list[_Column]]:
    """Return runs of columns; a few shared words between readings are taken into them."""
    kept: list[tuple[bool, list[_Column]]] = []
    for place, (agree, run) in enumerate(runs):
        inside = 0 < place < len(runs) - 1
        words = sum(column[0].word[0].isalnum() for column in run) if agree else 0
        shared = agree and not (inside and words < ISLAND)
        if kept and not shared and not kept[-1][0]:
            kept[-1][1].extend(run)
        else:
            kept.append((shared, list(run)))
    return [run for _, run in kept]


def _segment(run: list[_Column], every: int) -> Segment:
    """Return a run of columns as readings, each once, in order of the first wording that has it."""
    found: dict[str, list[int]] = {}
    for place in range(every):
        text = "".join(column[place].raw for column in run if place in column).strip()
        found.setdefault(text, []).append(place)
    return Segment(tuple(Reading(text, tuple(places)) for text, places in found.items()))
