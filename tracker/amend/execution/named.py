"""Parts of a law without a designator, found by the words that name them.

A definition is named by its term, a part of a commentary by its caption, an entry of a table by
the words it starts with. Trees of commentaries and tables are flat or nested badly in many
sources, so a part is looked for in reading order: first below what was found before, then after
it. Two parts of one name are told apart by nothing, so neither is taken.
"""

import re
from collections.abc import Sequence

from tracker.model import Provision

_STEP_RE = re.compile(r"“[^”]*”|[^/]+")
_FOLD_RE = re.compile(r"[^a-z0-9]+")
_LEAD_RE = re.compile(r"^(?:(?:section|paragraph)\s|§\s?)")
_SUFFIX_RE = re.compile(r"~\d+$")
_CAPTION_LENGTH = 160
"""Characters of the longest text that is a caption and nothing else."""


def steps(relative: str) -> tuple[str, ...]:
    """Split what follows a provision's identifier: `/“Bureau”/a/1` -> (“Bureau”, a, 1)."""
    return tuple(_STEP_RE.findall(relative))


def folded(words: str) -> str:
    """Return words as names are compared: letters and digits alone, "Section" and "§" left out."""
    return _FOLD_RE.sub(" ", _LEAD_RE.sub("", words.lower().strip())).strip()


def find(top: Provision, path: Sequence[str]) -> tuple[Provision, ...]:
    """Return the provisions below `top` that a path may mean, in reading order.

    One is the answer, none says that there is no such part, several that it is ambiguous.
    """
    order = list(top.walk())
    spans = _spans(order)
    places = [0]
    for number, step in enumerate(path):
        after_name = number > 0 and path[number - 1].startswith("“")
        found: list[int] = []
        for place in places:
            found += _step(order, spans, place, step, onward=after_name)
        places = sorted(set(found))
        if not places:
            return ()
    return tuple(order[place] for place in places)


def _spans(order: list[Provision]) -> list[int]:
    """Return for each provision where those below it end."""
    ends = [0] * len(order)
    where = {id(provision): number for number, provision in enumerate(order)}
    for number in range(len(order) - 1, -1, -1):
        children = order[number].children
        ends[number] = ends[where[id(children[-1])]] if children else number + 1
    return ends


def _step(
    order: list[Provision], spans: list[int], place: int, step: str, *, onward: bool
) -> list[int]:
    """Return the places that one step leads to."""
    if not step.startswith("“"):
        below = [n for n in _below(spans, place) if _designated(order[n], step)]
        if below or not onward:
            return below
        reach = range(spans[place], _next_caption(order, spans[place]))
        return [n for n in reach if _designated(order[n], step)][:1]
    name = folded(step.strip("“”"))
    if onward and name and f" {name} " in f" {folded(order[place].heading)} ":
        return [place]  # a caption with commas: "Section 1026.1—Authority, Purpose, Coverage"
    below = [n for n in range(place + 1, spans[place]) if bears(order[n], name)]
    if below:
        return _sharpest(order, below, name)
    if not onward:
        return []
    following = [n for n in range(spans[place], len(order)) if bears(order[n], name)]
    return following[:1]


def _below(spans: list[int], place: int) -> list[int]:
    """Return the children of a place."""
    found, number = [], place + 1
    while number < spans[place]:
        found.append(number)
        number = spans[number]
    return found


def _designated(provision: Provision, step: str) -> bool:
    """Return whether a provision bears a designator."""
    last = _SUFFIX_RE.sub("", provision.path.rpartition("/")[2])
    return last == step or (bool(provision.num) and provision.num.strip("(). ") == step)


def _next_caption(order: list[Provision], start: int) -> int:
    """Return where the next caption stands."""
    for number in range(start, len(order)):
        if order[number].level == "heading":
            return number
    return len(order)


def bears(provision: Provision, name: str) -> bool:
    """Return whether a provision is named so."""
    if not name:
        return _parenthetical(provision)
    for mark in provision.marks:
        if mark.kind == "term" and mark.target and folded(mark.target) == name:
            return True
    if provision.level == "row":
        return any(_starts(cell, name) for cell in _cells(provision))
    if provision.heading and _starts(provision.heading, name):
        return True
    own = provision.chapeau or provision.content
    if not own or not folded(own[: len(name) * 2 + 40]).startswith(name):
        return False
    short = len(own) <= _CAPTION_LENGTH and not provision.num
    return short or bool(re.match(r"[^.]*?\b(?:means?|includes?|has|is|refers)\b", own[:300]))


def _parenthetical(provision: Provision) -> bool:
    """Return whether a provision is a parenthesis at the end of a section."""
    own = provision.own_text
    return own.startswith("(") and own.endswith(")") and not provision.num


def _cells(row: Provision) -> list[str]:
    """Return the cells of a row, or its text when they are not marked."""
    own = row.content or row.chapeau
    cells = [own[mark.start : mark.end] for mark in row.marks if mark.kind == "cell"]
    return cells or [own]


def _starts(words: str, name: str) -> bool:
    """Return whether words start with a name, whole words of it."""
    start = folded(words[: len(name) * 2 + 40])
    return start == name or start.startswith(name + " ")


def _sharpest(order: list[Provision], places: list[int], name: str) -> list[int]:
    """Prefer parts that bear the name and nothing more, and captions before text."""

    def exact(provision: Provision) -> bool:
        terms = [m.target for m in provision.marks if m.kind == "term" and m.target]
        return any(
            folded(words) == name for words in (*terms, provision.heading, provision.own_text)
        )

    sharp = [place for place in places if exact(order[place])]
    return sharp or places
