"""Splits and merges: one provision's words now in several, or several's now in one."""

from collections import Counter, defaultdict
from collections.abc import Callable

from msgspec import Struct

from tracker.compare.likeness import Bag, containment, is_light
from tracker.compare.matching import Matching

_WORDS = 4
"""Words a part must have to count as one."""
_PART = 0.8
"""Share of a part's weight that must come from the whole's lost words."""
_COVER = 0.75
"""Share of the whole's weight that its parts must hold between them."""
_RARE = 24
"""Texts that may share a word pair before it says too little."""
_TOP = 3


class Side(Struct, frozen=True, gc=False):
    """One document of a matching, seen as the side of the wholes or of the parts."""

    rest: list[int]
    bag: Callable[[int], Bag]
    match: list[int]
    text_id: list[int]
    parent: list[int]


def find_parts(m: Matching) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return (splits, merges).

    Splits map an old provision to its two or more new ones; merges map a new provision to its
    old ones. The main part, the first by likeness, is matched with the whole.
    """
    old = Side(m.old_rest(), m.old_bag, m.to_new, m.old.text_id, m.old.parent)
    new = Side(m.new_rest(), m.new_bag, m.to_old, m.new.text_id, m.new.parent)
    splits = _wholes(old, new, m.pair)
    old = Side(m.old_rest(), m.old_bag, m.to_new, m.old.text_id, m.old.parent)
    new = Side(m.new_rest(), m.new_bag, m.to_old, m.new.text_id, m.new.parent)
    merges = _wholes(new, old, lambda j, i: m.pair(i, j))
    return splits, {whole: parts for whole, parts in merges.items() if parts}


def _wholes(
    whole: Side, part: Side, pair: Callable[[int, int], None]
) -> dict[int, list[int]]:
    """Return each provision of `whole` whose words are spread over several of `part`."""
    changed = [
        i
        for i, j in enumerate(whole.match)
        if i and (j < 0 or whole.text_id[i] != part.text_id[j])
    ]
    loose = [k for k in part.rest if len(part.bag(k).words) >= _WORDS and part.bag(k).distinctive]
    if not changed or not loose:
        return {}
    claims = _claims(whole, part, changed, loose)
    found = {}
    for i in sorted(claims):
        j = whole.match[i]
        parts = _family(part.parent, ([j] if j >= 0 else []) + claims[i])
        if len(parts) < 2 or not _covered(whole.bag(i), [part.bag(k) for k in parts]):
            continue
        if j < 0:
            main = max(parts, key=lambda k: (part.bag(k).total, -k))
            pair(i, main)
            parts.sort(key=lambda k: (k != main, k))
        found[i] = sorted(parts)
    return found


def _family(parent: list[int], parts: list[int]) -> list[int]:
    """Return the parts that stand beside the first one, above or below it.

    Words that turn up in another section are boilerplate more often than a part.
    """
    main = parts[0]
    return [
        k for k in parts
        if k == main or parent[k] in {parent[main], main} or k == parent[main]
    ]


def _claims(
    whole: Side, part: Side, changed: list[int], loose: list[int]
) -> dict[int, list[int]]:
    """Return for each whole the loose parts whose words it lost."""
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in changed:
        for key in _word_pairs(whole.bag(i)):
            index[key].append(i)
    claims: dict[int, list[int]] = defaultdict(list)
    for k in loose:
        tally: Counter[int] = Counter()
        for key in _word_pairs(part.bag(k)):
            holders = index.get(key, ())
            if len(holders) <= _RARE:
                tally.update(holders)
        best = sorted(tally.items(), key=lambda item: (-item[1], item[0]))[:_TOP]
        shares = [(containment(part.bag(k), _lost(whole, part, i)), -i) for i, _ in best]
        if shares and max(shares)[0] >= _PART:
            claims[-max(shares)[1]].append(k)
    return claims


def _word_pairs(bag: Bag) -> set[tuple[str, str]]:
    """Return neighbouring words of a text, where one of them is distinctive."""
    words = bag.words
    return {
        pair for pair in zip(words, words[1:], strict=False)
        if not (is_light(pair[0]) and is_light(pair[1]))
    }


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
