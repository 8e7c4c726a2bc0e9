"""The stage for provisions whose words changed: candidates, scores, and the choice among them."""

from bisect import bisect_left
from collections import Counter, defaultdict

from tracker.compare.assignment import Scores, assign
from tracker.compare.likeness import Bag, containment, is_light, likeness, telling
from tracker.compare.matching import Matching
from tracker.model import Provision

IN_SLOT = 0.30
"""Likeness that is enough between the same matched siblings."""
IN_PARENT = 0.50
"""Likeness that is enough under matched parents, past a matched sibling."""
ANYWHERE = 0.60
"""Likeness that is enough elsewhere."""
_TELLING = 3
"""Words that tell provisions apart, which both must have to match out of place."""
_SHORT = 5
"""Words up to which a provision may be recognised by its place alone."""
_CROWD = 400
"""Pairs under one parent up to which all of them are compared."""
_RARE = 16
"""Provisions that may share an index key before it says too little."""
_KEYS = 12
"""Index keys kept for a provision, the smallest by hash: a sample that like texts share."""
_TOP = 6
"""Candidates compared for a provision from the index."""
_COPY_MARGIN = 0.1
"""How much more like its neighbour than like its candidate a copied provision is."""


def match_similar(m: Matching) -> int:
    """Match the rest by likeness and context; return how many pairs were made."""
    slots = m.slots()
    pairs = _kin_pairs(m, *slots) | _indexed_pairs(m)
    scores: Scores = {}
    for i, j in sorted(pairs):
        score = _score(m, i, j, _place(m, i, j, slots))
        if score and not _is_copy(m, i, j):
            scores[i, j] = score
    chosen = assign(scores)
    for i, j in chosen:
        m.pair(i, j)
    return len(chosen)


def _place(m: Matching, i: int, j: int, slots: tuple[dict[int, int], dict[int, int]]) -> int:
    """Return 2 for provisions in the same slot, 1 under matched parents, 0 elsewhere."""
    if not m.parents_matched(i, j):
        return 0
    old_slots, new_slots = slots
    return 2 if old_slots[i] == new_slots[j] else 1


def _kin_pairs(
    m: Matching, old_slots: dict[int, int], new_slots: dict[int, int]
) -> set[tuple[int, int]]:
    """Return free children of matched parents; of crowds only the nearest in the same slot."""
    pairs: set[tuple[int, int]] = set()
    families: dict[int, list[int]] = defaultdict(list)
    by_slot: dict[int, list[int]] = defaultdict(list)
    for i, slot in old_slots.items():
        families[m.old.parent[i]].append(i)
        by_slot[slot].append(i)
    sizes = Counter(m.to_old[m.new.parent[j]] for j in new_slots)
    for j, slot in new_slots.items():
        parent = m.to_old[m.new.parent[j]]
        if len(families[parent]) * sizes[parent] <= _CROWD:
            pairs.update((i, j) for i in families[parent])
        else:
            pairs.update((i, j) for i in _nearest(m, by_slot.get(slot, []), m.new.position[j]))
    return pairs


def _nearest(m: Matching, group: list[int], place: int) -> list[int]:
    """Return the few provisions of a slot whose place is nearest; the slot is in order."""
    at = bisect_left(group, place, key=lambda i: m.old.position[i])
    return group[max(0, at - _TOP) : at + _TOP]


def _indexed_pairs(m: Matching) -> set[tuple[int, int]]:
    """Return pairs that share rare words or word pairs, the best few for each new provision."""
    numbers: dict[str, int] = {}
    index: dict[int, list[int]] = defaultdict(list)
    for i in m.old_rest():
        for key in _index_keys(m.old_bag(i), numbers):
            index[key].append(i)
    pairs: set[tuple[int, int]] = set()
    for j in m.new_rest():
        bag = m.new_bag(j)
        tally: Counter[int] = Counter()
        for key in _index_keys(bag, numbers):
            holders = index.get(key, ())
            if len(holders) <= _RARE:
                tally.update(holders)
        least = 1 if len(bag.words) < 2 * _SHORT else 2
        best = sorted(tally.items(), key=lambda item: (-item[1], item[0]))[:_TOP]
        pairs.update((i, j) for i, votes in best if votes >= least)
    return pairs


def _index_keys(bag: Bag, numbers: dict[str, int]) -> list[int]:
    """Return the sampled keys of a text: its distinctive words and its word pairs, hashed."""
    ids = [numbers.setdefault(word, len(numbers) + 1) for word in bag.words]
    keys = {ids[k] << 24 ^ ids[k + 1] for k in range(len(ids) - 1)}
    keys.update(numbers[word] for word in bag.counts if not is_light(word))
    mixed = sorted({key * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF for key in keys})
    return mixed[:_KEYS]


def _score(m: Matching, i: int, j: int, place: int) -> float:
    """Return how strongly two provisions look like one; 0 for not at all."""
    old, new = m.old_bag(i), m.new_bag(j)
    alike = likeness(old, new)
    both, mine, theirs = m.votes(i, j)
    if both:
        share = 2 * both / (mine + theirs)
        mass = min(old.total + new.total, 200)
        alike = (alike * mass + share * 150) / (mass + 150)
    elif mine and theirs:
        alike *= 0.5  # the children of both went elsewhere
    first, second = m.old.provisions[i], m.new.provisions[j]
    if place == 2:
        enough = 0.0 if _by_place(m, i, j) or _same_heading(first, second) else IN_SLOT
        alike = max(alike, _enclosed(old, new))
    elif both or telling(old, new) >= _TELLING:
        enough = IN_PARENT if place else ANYWHERE
    else:
        return 0.0
    if alike < enough:
        return 0.0
    beside = _neighbours(m, i, j) if place else 0
    bonus = 0.06 * place + 0.04 * beside
    bonus += 0.02 * (first.num == second.num) + 0.02 * (first.level == second.level)
    return alike + bonus + 0.01


def _same_heading(first: Provision, second: Provision) -> bool:
    """Return whether two provisions have the same heading of their own."""
    return bool(first.heading) and first.heading.casefold() == second.heading.casefold()


def _enclosed(old: Bag, new: Bag) -> float:
    """Return a likeness for a text that grew around the other: half of how much it holds."""
    small, large = (old, new) if old.total <= new.total else (new, old)
    return containment(small, large) / 2 if telling(small, large) >= _TELLING - 1 else 0.0


def _neighbours(m: Matching, i: int, j: int) -> int:
    """Return how many of the two neighbours are matched, or both absent: 0 to 2."""
    old_kin, new_kin = m.old.children[m.old.parent[i]], m.new.children[m.new.parent[j]]
    a, b = m.old.position[i], m.new.position[j]
    before = (
        m.to_new[old_kin[a - 1]] == new_kin[b - 1] if a and b else not a and not b
    )
    last_old, last_new = a + 1 == len(old_kin), b + 1 == len(new_kin)
    after = (
        last_old and last_new
        if last_old or last_new
        else m.to_new[old_kin[a + 1]] == new_kin[b + 1]
    )
    return before + after


def _by_place(m: Matching, i: int, j: int) -> bool:
    """Return whether two short provisions between the same neighbours are one by place and level."""
    old, new = m.old_bag(i), m.new_bag(j)
    return (
        _neighbours(m, i, j) == 2
        and len(old.words) <= _SHORT
        and len(new.words) <= _SHORT
        and m.old.provisions[i].level == m.new.provisions[j].level
        and bool(m.old.children[i]) == bool(m.new.children[j])
    )


def _is_copy(m: Matching, i: int, j: int) -> bool:
    """Return whether one of the two is a changed copy of its neighbour rather than the other.

    A provision inserted by copying its neighbour is more like that neighbour than like any
    provision that disappeared.
    """
    old, new = m.old_bag(i), m.new_bag(j)
    alike = likeness(old, new)
    if alike >= 1 - _COPY_MARGIN or m.votes(i, j)[0]:
        return False
    kin = m.new.children[m.new.parent[j]]
    at = m.new.position[j]
    for other in kin[max(at - 1, 0) : at] + kin[at + 1 : at + 2]:
        if m.to_old[other] >= 0 and likeness(m.new_bag(other), new) > alike + _COPY_MARGIN:
            return True
    kin = m.old.children[m.old.parent[i]]
    at = m.old.position[i]
    for other in kin[max(at - 1, 0) : at] + kin[at + 1 : at + 2]:
        if m.to_new[other] >= 0 and likeness(m.old_bag(other), old) > alike + _COPY_MARGIN:
            return True
    return False
