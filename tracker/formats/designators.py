"""Designators of regulatory text and the depth they give.

CFR paragraphs are designated (a)(1)(i)(A)(1)(i), the last two levels in italics (Document
Drafting Handbook, Office of the Federal Register, "Paragraph structure of a section").
The same letter can stand for two levels: (i) after (h) is a letter, after (1) a roman numeral.
Only what follows tells, so `resolve` weighs the whole run of a section's designators: it keeps the
cheapest few readings side by side (a beam) and takes the best at the end. Skipped levels, stars
and drafting slips cost something, none is impossible.

    (h) (i) (A) (ii) (i)     -> depths 1 2 3 2 1: the first (i) is roman, the last a letter
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

Reading = tuple[str, int]
"""A form (`a`, `1`, `i`, `A`, …) and a place in its order, from 1."""


class Token(Struct, frozen=True, gc=False):
    """One designator in a run."""

    readings: tuple[Reading, ...]
    gap: bool = False
    """True after stars: numbers may be missing here."""
    adjacent: bool = False
    """True right after another designator in the same paragraph: `(a)(1)`."""
    ends: int = 0
    """Last place of a range such as `(b)-(d) [Reserved]`, else 0."""
    starred: bool = False
    """True right after `(a) * * *`: what comes next is below it more often than not."""


CFR_ORDER = {"a": 1, "1": 2, "i": 3, "A": 4, "1i": 5, "ii": 6, "I": 7}
CFR_ORDER |= {"1.": 8, "a.": 9, "A.": 9, "i.": 10, "I.": 10}
"""Forms of CFR paragraphs by level; `1i` and `ii` are the italic ones, those with a point stand
in the lists of appendices and notes."""

INSTRUCTION_ORDER = {"1": 1, "a": 2, "A": 2, "i": 3, "(1)": 4, "(a)": 5, "(i)": 5, "I": 1}
"""Forms of amendatory instructions: 1., a., i."""

HEADING_ORDER = {"I": 1, "A": 2, "1": 3, "a": 4, "i": 5, "(1)": 6, "(a)": 7, "(i)": 8}
"""Forms of the outline in a preamble: I., A., 1., a., i."""

_ROMAN_RE = re.compile(r"(l?x{0,3}|xl)(ix|iv|v?i{0,3})$")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}


def roman(text: str) -> int:
    """Return the value of a roman numeral up to 89, 0 when it is none: `xiv` -> 14."""
    lower = text.lower()
    if not lower or not _ROMAN_RE.match(lower):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in lower]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def letters(text: str) -> int:
    """Return the place of a letter designator, 0 when it is none: z -> 26, aa -> 27, bb -> 28."""
    if not text.isascii() or not text.isalpha() or len(text) > 4:
        return 0
    lower = text.lower()
    place = ord(lower[0]) - 96
    if lower == lower[0] * len(lower):
        return 26 * (len(lower) - 1) + place
    if len(lower) == 2:
        return 26 * place + ord(lower[1]) - 96
    return 0


@lru_cache(maxsize=4096)
def readings(value: str, *, italic: bool = False, bare: bool = False) -> tuple[Reading, ...]:
    """Return what a designator can be, likeliest first; empty when it is no designator.

    `bare` designators stand in outlines (`A.`), the others in parentheses. `(i)` ->
    (("a", 9), ("i", 1)); `(EAR)` -> ().
    """
    if value.isdigit():
        return (("1i", int(value)), ("1", int(value))) if italic else (("1", int(value)),)
    lower = value.islower()
    if not lower and not value.isupper():
        return ()
    numeral, place = roman(value), letters(value)
    repeated = len(set(value)) == 1
    found: list[Reading] = []
    if place and (len(value) == 1 or (repeated and len(value) < (3 if numeral else 4))):
        found.append(("a" if lower else "A", place))
    if numeral and lower:
        found.append(("ii" if italic else "i", numeral))
    elif numeral and (bare or len(value) > 1):
        found.append(("I", numeral))
    if lower and italic and numeral:
        found.append(("i", numeral))
    if not found and place and len(value) == 2 and lower and value[0] in "ab":
        found.append(("a", place))
    return tuple(found)


class _State(Struct, gc=False):
    """One reading of the run so far: open levels, what it cost, depths as a linked list."""

    cost: float
    levels: tuple[Reading, ...]
    depths: tuple[object, int] | None


_ALIASES = {"1": "1i", "i": "ii"}
"""Forms that were set without their italics: `(vii)` `(1)` `(2)` `(viii)` in 15 CFR 748."""
_BEAM = 6
_MARGIN = 6.0
_NEVER = 1e6


def resolve(tokens: Sequence[Token], order: dict[str, int] = CFR_ORDER) -> list[int]:
    """Return the depth of each designator in a run, from 1; a child is one deeper than its parent.

    Linear in the length of the run.
    """
    states = [_State(0.0, (), None)]
    for token in tokens:
        if len(states) == 1 and len(token.readings) == 1 and not token.adjacent:
            state = states[0]
            form, place = token.readings[0]
            levels = _only_step(state.levels, form, token.ends or place, order)
            if levels:
                states[0] = _State(state.cost, levels, (state.depths, len(levels)))
                continue
        grown = [
            _State(state.cost + cost, levels, (state.depths, len(levels)))
            for state in states
            for cost, levels in _steps(state.levels, token, order)
        ]
        states = _best(grown)
    best = min(states, key=lambda state: state.cost + _loneliness(state.levels, 0))
    return _unlinked(best.depths)


def _only_step(
    levels: tuple[Reading, ...], form: str, place: int, order: dict[str, int]
) -> tuple[Reading, ...]:
    """Return the levels after a designator that can follow in one way only, else nothing."""
    alias = _ALIASES.get(form)
    for at, (held, before) in enumerate(levels):
        if held == form:
            if alias and (place <= before or any(each == alias for each, _ in levels)):
                return ()
            return (*levels[:at], (form, place))
    if levels and order.get(form, 9) < order.get(levels[-1][0], 9):
        return ()
    return (*levels, (form, place))


def _best(states: list[_State]) -> list[_State]:
    """Return the cheapest states, one for each set of open levels."""
    states.sort(key=lambda state: state.cost)
    limit = states[0].cost + _MARGIN
    kept: dict[tuple[Reading, ...], _State] = {}
    for state in states:
        if state.cost > limit or len(kept) == _BEAM:
            break
        kept.setdefault(state.levels, state)
    return list(kept.values())


def _unlinked(depths: tuple[object, int] | None) -> list[int]:
    """Return the linked list of depths in reading order."""
    found: list[int] = []
    link: object = depths
    while isinstance(link, tuple):
        link, depth = link
        found.append(depth)
    return found[::-1]


def _loneliness(levels: tuple[Reading, ...], keep: int) -> float:
    """Return the cost of closing levels below `keep`: a list of one item is unusual."""
    return sum(0.5 for _, place in levels[keep:] if place == 1)


def _steps(
    levels: tuple[Reading, ...], token: Token, order: dict[str, int]
) -> list[tuple[float, tuple[Reading, ...]]]:
    """Return the ways in which a designator can follow the open levels, with their costs."""
    found: list[tuple[float, tuple[Reading, ...]]] = []
    forms = [form for form, _ in levels]
    options = list(token.readings)
    for form, place in token.readings:
        alias = _ALIASES.get(form)
        if alias and form in forms:
            again = alias in forms or place <= levels[forms.index(form)][1]
            options += [(alias, place)] * again
    for preference, (form, place) in enumerate(options):
        rank = order.get(form, 9)
        new = (form, token.ends or place)
        if form in forms:
            at = forms.index(form)
            cost = _sibling_cost(levels[at][1], place, gap=token.gap)
            cost += _loneliness(levels, at + 1) + (20.0 if token.adjacent else 0.0)
            cost += 2.0 if token.starred else 0.0
            found.append((cost, (*levels[:at], new)))
            continue
        top = order.get(forms[-1], 9) if forms else 0
        start = 0.0 if place == 1 else (0.5 if not levels else 1.0 if token.gap else 5.0)
        step = 1.5 * (rank - top - 1) if rank > top else 3.0
        first = (0.0 if rank < 3 else 1.0) if not levels else step
        found.append((start + first + 0.1 * preference, (*levels, new)))
        if rank < top:
            keep = sum(1 for each in forms if order.get(each, 9) < rank)
            above = (3.5 if place == 1 else 1.0 if token.gap else 3.0) + (
                20.0 if token.adjacent else 0.0
            )
            found.append((above + _loneliness(levels, keep), (*levels[:keep], new)))
    return found or [(_NEVER, levels or (("?", 0),))]


def _sibling_cost(before: int, place: int, *, gap: bool) -> float:
    """Return what it costs that `place` follows `before` on one level."""
    if place == before + 1:
        return 0.0
    if place > before:
        far = 2.0 if place - before > 12 else 0.0
        return far + (1.0 if gap else 4.0)
    return 6.0 if place == before else 8.0


# any of "(a)(1)" or "(a) (1)"; "(EAR)" matches too and has no reading
_LEADING_RE = re.compile(r"\s?\(([A-Za-z]{1,5}|\d{1,3})\)")
# what follows "(b)" in "(b)-(d) [Reserved]" or "(b) through (d) [Reserved]"
_RANGE_RE = re.compile(
    r"\s?(?:[-‐-―]|through|and)\s?\(([a-z]{1,5}|[A-Z]{1,5}|\d{1,3})\)(?=\s?\[?[Rr]eserved)"
)
# at the start of an instruction ("1. ", "a. ") or in a list ("29. "), never in "U.S." or "1.5"
_BARE_RE = re.compile(
    r"\s?(?:■\s?)?(?:Par(?:agraph|\.)\s)?(\d{1,3}|[A-Za-z]|[ivxl]{2,5}|[IVXL]{2,5})\.(?=\s)"
)


MOST = 12
"""Designators at the start of one paragraph; the CFR has six levels."""


class Label(Struct, frozen=True, gc=False):
    """A designator as it stands in a text: characters `start` to `end`, parentheses included."""

    start: int
    end: int
    value: str
    last: str = ""
    """The last value of a range."""
    bare: bool = False
    """True for `29.`, False for `(29)`."""

    @property
    def segment(self) -> str:
        """The path segment: `a`, or `b-d` for a range."""
        return f"{self.value}-{self.last}" if self.last else self.value


def leading(text: str, pos: int = 0) -> list[Label]:
    """Return the run of designators in parentheses that starts at `pos`: `(a)(1) Text` -> two."""
    found: list[Label] = []
    if "(" not in text[pos : pos + 2]:
        return found
    while len(found) < MOST and (match := _LEADING_RE.match(text, pos)):
        if not readings(match[1]):
            break
        start = match.start(1) - 1
        pos = match.end()
        if ranged := _RANGE_RE.match(text, pos):
            found.append(Label(start, ranged.end(1) + 1, match[1], ranged[1]))
            break
        found.append(Label(start, pos, match[1]))
    return found


def leading_bare(text: str) -> Label | None:
    """Return the outline designator a text starts with: `a. Revising …` -> `a`."""
    match = _BARE_RE.match(text) if "." in text[:24] else None
    return Label(match.start(1), match.end(), match[1], bare=True) if match else None


def token(
    label: Label,
    *,
    italic: bool = False,
    gap: bool = False,
    adjacent: bool = False,
    starred: bool = False,
) -> Token:
    """Return a label as a token of a run of CFR paragraphs."""
    if label.bare:
        forms = readings(label.value, bare=True)
        return Token(
            tuple([(form + ".", place) for form, place in forms]), gap, adjacent, 0, starred
        )
    found = readings(label.value, italic=italic)
    ends = 0
    if label.last:
        last = dict(readings(label.last))
        ends = last.get(found[0][0], 0) if found else 0
    return Token(found, gap, adjacent, ends, starred)
