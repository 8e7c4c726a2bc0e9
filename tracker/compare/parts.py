"""Splits and merges: one provision's words now in several, or several's now in one.

Parts are looked for beside, above and below their main part only: words that turn up in another
section are boilerplate more often than a part.
"""

from collections import defaultdict
from collections.abc import Callable

from msgspec import Struct

from tracker.compare.likeness import Bag, containment, part_in_order
from tracker.compare.matching import Matching
from tracker.compare.origins import PART, PART_WORDS
from tracker.compare.outline import Outline

_COVER = 0.75
"""Share of the whole's weight that its parts must hold between them."""
_REACH = 3
"""Siblings before and after a part among which its main part is looked for."""
_SPAN = 50
"""Siblings between the first and the last of its neighbours among which all are looked at."""


class Side(Struct, frozen=True, gc=False):
    """One document of a matching, seen as the side of the wholes or of the parts."""

    outline: Outline
    rest: list[int]
    bag: Callable[[int], Bag]
    match: list[int]


def find_parts(m: Matching) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return (splits, merges).

    Splits map an old provision to its two or more new ones; merges map a new provision to its
    old ones. One of the parts, the main one, is matched with the whole.
    """
    splits = _wholes(*_sides(m), m.pair)
    old, new = _sides(m)
    merges = _wholes(new, old, lambda j, i: m.pair(i, j))
    return splits, merges


def _sides(m: Matching) -> tuple[Side, Side]:
    """Return the old and the new side as they are now."""
    old = Side(m.old, m.old_rest(), m.old_bag, m.to_new)
    return old, Side(m.new, m.new_rest(), m.new_bag, m.to_old)


def _wholes(whole: Side, part: Side, pair: Callable[[int, int], None]) -> dict[int, list[int]]:
    """Return each provision of `whole` whose words are spread over several of `part`."""
    claims: dict[int, list[int]] = defaultdict(list)
    for k in part.rest:
        if len(part.bag(k).words) < PART_WORDS:
            continue
        shares = [
            (containment(part.bag(k), _lost(whole, part, i)), -i) for i in _near(whole, part, k)
        ]
        if shares and max(shares)[0] >= PART:
            claims[-max(shares)[1]].append(k)
    found = {}
    for i in sorted(claims):
        j = whole.match[i]
        parts = ([j] if j >= 0 else []) + claims[i]
        parts = [k for k in parts if part_in_order(part.bag(k), whole.bag(i)) >= _COVER]
        if len(parts) < 2 or not _covered(whole.bag(i), [part.bag(k) for k in parts]):
            continue
        if j < 0:
            pair(i, max(parts, key=lambda k: (part.bag(k).total, -k)))
        found[i] = sorted(parts)
    return found


def _near(whole: Side, part: Side, k: int) -> list[int]:
    """Return the changed or unmatched wholes that a loose part may come from."""
    parent = part.outline.parent[k]
    kin = part.outline.children[parent]
    at = part.outline.position[k]
    beside = kin[max(at - _REACH, 0) : at] + kin[at + 1 : at + 1 + _REACH]
    near = {part.match[n] for n in [parent, *beside, *part.outline.children[k][:1]]} - {-1, 0}
    found = [i for i in near if whole.outline.text_id[i] != part.outline.text_id[whole.match[i]]]
    home = part.match[parent]
    if home >= 0:
        places = [whole.outline.position[i] for i in near if whole.outline.parent[i] == home]
        low, high = (min(places), max(places)) if places else (0, _REACH)
        # Neighbours that stood far apart say nothing about what stood between them.
        spans = [(low, high)] if high - low <= _SPAN else [(place, place) for place in places]
        for start, end in spans:
            nearby = whole.outline.children[home][max(start - 1, 0) : end + _REACH]
            found += [i for i in nearby if whole.match[i] < 0]
    return sorted(set(found))


def _lost(whole: Side, part: Side, i: int) -> Bag:
    """Return the words of a whole that its match does not have."""
    j = whole.match[i]
    if j < 0:
        return whole.bag(i)
    return whole.bag(i).without(part.bag(j))


def _covered(whole: Bag, parts: list[Bag]) -> bool:
    """Return whether the parts are parts, and hold nearly all of the whole between them."""
    left = whole
    for bag in parts:
        if containment(bag, whole) < _COVER:
            return False
        left = left.without(bag)
    return left.total <= (1 - _COVER) * whole.total
