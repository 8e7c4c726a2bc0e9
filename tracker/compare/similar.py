"""The stage for provisions whose words changed: candidates, scores, and the choice among them."""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import pairwise

from tracker.compare.assignment import Scores, assign
from tracker.compare.labels import target
from tracker.compare.likeness import (
    INSTRUCTIONS,
    Bag,
    Overlap,
    distinctive,
    in_order,
    is_light,
    overlap,
)
from tracker.compare.matching import CROWD, Matching
from tracker.compare.origins import is_copy, is_part, same_term
from tracker.model import Provision

IN_SLOT = 0.30
"""Likeness that is enough between the same matched siblings."""
IN_PARENT = 0.50
"""Likeness that is enough under matched parents, past a matched sibling."""
ANYWHERE = 0.60
"""Likeness that is enough elsewhere."""
_TELLING = 3
"""Words that tell provisions apart, which both must have to match out of place."""
_FORMULA = 0.66
"""Likeness of all words that a text of mostly formula needs elsewhere, and no rival near it."""
_INSTRUCTION = 0.85
"""The same for amending instructions of different provisions."""
_FORMULA_WORDS = 8
_RIVAL = 0.15
_PROMISED = 0.05
"""By how much a rival may score better with another one and still be a rival."""
_SHORT = 5
"""Words up to which a provision may be recognised by its place alone."""
_START = 3
"""Words at which two texts must begin alike to be one by that and their place."""
_RARE = 16
"""Provisions that may share an index key before it says too little."""
_KEYS = 12
"""Index keys kept for a provision, the smallest by hash: a sample that like texts share."""
_NEAR = 3
"""Places before and after at which a provision of a crowd is looked for."""
_SETTLED = 0.75
"""Score in its own slot above which a provision is not looked for elsewhere."""
_BONUS = 0.25
"""What place, neighbours, label and level add to likeness at most."""
_TOP = 6
"""Candidates compared for a provision from the index."""
_ORDER_MARGIN = 0.15
"""By how much words may lose their order, as when a list is rearranged."""
_REWRITTEN_MARGIN = 0.05
"""By how much it does out of place, where what is alike must also have no rival."""
_PLAIN_MARGIN = 0.15
"""By how much likeness of all words alike overstates, formula being alike everywhere."""


def settle(m: Matching) -> int:
    """Match what is sure in its own slot by likeness; return how many pairs were made.

    Comes before anything is looked for elsewhere, so that a container that only its place can
    tell from others of its kind takes its content with it.
    """
    old_slots, new_slots = m.slots()
    scores: Scores = {}
    for i, j in sorted(_kin_pairs(m, old_slots, new_slots)):
        if old_slots[i] == new_slots[j] and _may_settle(m, i, j):
            score = _score(m, i, j, 2, floor=_SETTLED - _BONUS)
            if score > _SETTLED and not is_copy(m, i, j, 2):
                scores[i, j] = score
    return _take(m, scores)


def _may_settle(m: Matching, i: int, j: int) -> bool:
    """Return whether two provisions' lengths allow the likeness that settles them."""
    if m.old.children[i] and m.new.children[j]:
        return True
    one, two = m.old_bag(i).total, m.new_bag(j).total
    return 4 * min(one, two) >= one + two


def match_similar(m: Matching, everywhere: bool) -> int:
    """Match the rest by likeness and context; return how many pairs were made.

    Children of matched parents always; with `everywhere` also what shares rare words.
    """
    old_slots, new_slots = m.slots()
    scores: Scores = {}
    doubtful: set[tuple[int, int]] = set()

    def consider(i: int, j: int) -> bool:
        """Score a pair; return whether it is settled that they belong together."""
        place = 1 + (old_slots[i] == new_slots[j]) if m.parents_matched(i, j) else 0
        score = _score(m, i, j, place)
        if not score or is_copy(m, i, j, place) or is_part(m, i, j):
            return False
        scores[i, j] = score
        if place < 2 and _is_doubtful(m, i, j):
            doubtful.add((i, j))
        return place == 2 and score > _SETTLED

    kin_pairs = _kin_pairs(m, old_slots, new_slots)
    settled = [(i, j) for i, j in sorted(kin_pairs) if consider(i, j)]
    if everywhere:
        done_old, done_new = {i for i, _ in settled}, {j for _, j in settled}
        twins = m.free_twins()
        for i, j in sorted(_indexed_pairs(m, done_old, done_new) - kin_pairs):
            # Words that are still free on both sides are for their surroundings to tell apart.
            if m.old.text_id[i] not in twins and m.new.text_id[j] not in twins:
                consider(i, j)
    for pair in _rivalled(scores, doubtful):
        del scores[pair]
    return _take(m, scores)


def _take(m: Matching, scores: Scores) -> int:
    """Match the best of the scored pairs; return how many."""
    chosen = assign(scores)
    for i, j in chosen:
        m.pair(i, j)
    return len(chosen)


def _is_doubtful(m: Matching, i: int, j: int) -> bool:
    """Return whether a pair out of place has little but formula in common."""
    old, new = m.old_bag(i), m.new_bag(j)
    shared = overlap(old, new)
    alike = _share(shared.weight, old.total + new.total)
    return not m.votes(i, j)[0] and (shared.telling < _TELLING or alike < ANYWHERE)


def _rivalled(scores: Scores, doubtful: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the doubtful pairs one of whose sides has another candidate nearly as good.

    A candidate that is better matched elsewhere is no rival.
    """
    by_old: dict[int, list[tuple[float, int]]] = defaultdict(list)
    by_new: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (i, j), score in scores.items():
        by_old[i].append((score, j))
        by_new[j].append((score, i))
    best_old = {i: max(found)[0] for i, found in by_old.items()}
    best_new = {j: max(found)[0] for j, found in by_new.items()}

    def rivalled(i: int, j: int) -> bool:
        """Return whether another pair competes for one of the two."""
        least = scores[i, j] - _RIVAL
        return any(
            other != j and score > least and score >= best_new[other] - _PROMISED
            for score, other in by_old[i]
        ) or any(
            other != i and score > least and score >= best_old[other] - _PROMISED
            for score, other in by_new[j]
        )

    return [(i, j) for i, j in sorted(doubtful) if rivalled(i, j)]


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
        if len(families[parent]) * sizes[parent] <= CROWD:
            pairs.update((i, j) for i in families[parent])
        else:
            pairs.update((i, j) for i in _nearest(m, by_slot.get(slot, []), m.new.position[j]))
    return pairs


def _nearest(m: Matching, group: list[int], place: int) -> list[int]:
    """Return the few provisions of a slot whose place is nearest; the slot is in order."""
    at = bisect_left(group, place, key=lambda i: m.old.position[i])
    return group[max(0, at - _NEAR) : at + _NEAR + 1]


def _indexed_pairs(
    m: Matching, settled_old: set[int], settled_new: set[int]
) -> set[tuple[int, int]]:
    """Return pairs that share rare words or word pairs, the best few for each new provision.

    Provisions that found their like in their own slot are left out.
    """
    index: dict[int, int] = {}
    further: dict[int, list[int]] = defaultdict(list)
    for i in m.old_rest():
        if i not in settled_old:
            for key in _index_keys(m.old_words(i), m.old_bag(i)):
                if index.setdefault(key, i) != i:
                    further[key].append(i)
    pairs: set[tuple[int, int]] = set()
    for j in m.new_rest():
        if j in settled_new:
            continue
        bag = m.new_bag(j)
        tally: Counter[int] = Counter()
        for key in _index_keys(m.new_words(j), bag):
            if key in index and len(others := further.get(key, ())) < _RARE:
                tally[index[key]] += 1
                tally.update(others)
        least = 1 if len(bag.words) < 2 * _SHORT else 2
        best = sorted(tally.items(), key=lambda item: (-item[1], item[0]))[:_TOP]
        pairs.update((i, j) for i, votes in best if votes >= least)
    return pairs


def _index_keys(words: "array[int]", bag: Bag) -> list[int]:
    """Return the sampled keys of a text: its distinctive words and its word pairs, hashed."""
    keys = {one + 1 << 24 ^ two + 1 for one, two in pairwise(words)}
    keys.update(
        [number + 1 for number, word in zip(words, bag.words, strict=True) if not is_light(word)]
    )
    mixed = sorted([key * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF for key in keys])
    return mixed[:_KEYS]


def _score(m: Matching, i: int, j: int, place: int, floor: float = 0.0) -> float:
    """Return how strongly two provisions look like one; 0 for not at all, or less than `floor`."""
    old, new = m.old_bag(i), m.new_bag(j)
    shared = overlap(old, new)
    alike = _share(shared.weight, old.total + new.total)
    both, mine, theirs = m.votes(i, j) if m.old.children[i] and m.new.children[j] else (0, 0, 0)
    if both:
        votes = 2 * both / (mine + theirs)
        mass = min(old.total + new.total, 200)
        alike = (alike * mass + votes * 150) / (mass + 150)
    elif mine and theirs:
        alike *= 0.5  # the children of both went elsewhere
    plain = _share(shared.words, len(old.words) + len(new.words))
    if place == 2:
        alike = max(alike, _enclosed(old, new, shared), plain - _PLAIN_MARGIN)
        enough = max(IN_SLOT, floor)
    elif both or shared.telling >= _TELLING:
        enough = IN_PARENT if place else ANYWHERE
        if not place and _long_enough(old, new) and not _is_instruction(m, i, j):
            alike = max(alike, plain - _REWRITTEN_MARGIN)
    elif _long_enough(old, new) and (shared.telling or _is_worded(old, new)):
        alike = plain  # formula that may have moved, unless it has a rival
        enough = _INSTRUCTION if _is_instruction(m, i, j) else _FORMULA
    else:
        return 0.0
    if alike >= enough and not both:
        alike = min(alike, in_order(old, new) + _ORDER_MARGIN)
    if alike < enough and (floor or place < 2 or not _is_sure(m, i, j)):
        return 0.0
    beside = _neighbours(m, i, j) if place else 0
    bonus = 0.06 * place + 0.04 * beside
    first, second = m.old.provisions[i], m.new.provisions[j]
    bonus += 0.02 * (first.num == second.num) + 0.02 * (first.level == second.level)
    return alike + bonus + 0.01


def _is_sure(m: Matching, i: int, j: int) -> bool:
    """Return whether two provisions of one slot are one by something other than likeness."""
    first, second = m.old.provisions[i], m.new.provisions[j]
    return (
        _same_heading(first, second)
        or same_term(first, second)
        or _same_target(m, i, j)
        or _by_place(m, i, j)
        or _same_start(m, i, j)
    )


def _share(common: int, total: int) -> float:
    """Return twice the common part over the total; nothing at all is alike."""
    return 2 * common / total if total else 1.0


def _long_enough(old: Bag, new: Bag) -> bool:
    """Return whether both texts have enough words to be recognised as moved formula."""
    return min(len(old.words), len(new.words)) >= _FORMULA_WORDS


def _is_worded(old: Bag, new: Bag) -> bool:
    """Return whether two texts share words that are no formula, common as they may be here."""
    return distinctive(old.counts.keys() & new.counts.keys()) > 1


def _is_instruction(m: Matching, i: int, j: int) -> bool:
    """Return whether two texts are amending instructions, and not of the same provision."""
    if INSTRUCTIONS.isdisjoint(m.old_bag(i).counts):
        return False
    return not _same_target(m, i, j)


def _same_target(m: Matching, i: int, j: int) -> bool:
    """Return whether two amending instructions say that they amend the same provision."""
    old, new = m.old.text[i], m.new.text[j]
    if old[:4] != new[:4]:
        return False
    named = target(old)
    return bool(named) and named == target(new)


def _same_heading(first: Provision, second: Provision) -> bool:
    """Return whether two provisions have the same heading of their own."""
    return bool(first.heading) and first.heading.casefold() == second.heading.casefold()


def _same_start(m: Matching, i: int, j: int) -> bool:
    """Return whether two provisions alone between the same neighbours begin with the same words.

    Drafters who rewrite a paragraph keep its beginning, its label and its place.
    """
    old, new = m.old_bag(i).words[:_START], m.new_bag(j).words[:_START]
    return (
        old == new
        and len(old) == _START
        and m.old.provisions[i].num == m.new.provisions[j].num
        and distinctive(old) > 1
        and _neighbours(m, i, j) == 2
    )


def _enclosed(old: Bag, new: Bag, shared: Overlap) -> float:
    """Return a likeness for a text that grew around the other: half of how much it holds."""
    least = min(old.total, new.total)
    return shared.weight / least / 2 if least and shared.telling >= _TELLING - 1 else 0.0


def _neighbours(m: Matching, i: int, j: int) -> int:
    """Return how many of the two neighbours are matched, or both absent: 0 to 2."""
    old_kin, new_kin = m.old.children[m.old.parent[i]], m.new.children[m.new.parent[j]]
    a, b = m.old.position[i], m.new.position[j]
    before = m.to_new[old_kin[a - 1]] == new_kin[b - 1] if a and b else not a and not b
    last_old, last_new = a + 1 == len(old_kin), b + 1 == len(new_kin)
    after = (
        last_old and last_new
        if last_old or last_new
        else m.to_new[old_kin[a + 1]] == new_kin[b + 1]
    )
    return before + after


def _by_place(m: Matching, i: int, j: int) -> bool:
    """Return whether two short provisions between the same neighbours are one by their place."""
    old, new = m.old_bag(i), m.new_bag(j)
    return (
        len(old.words) <= _SHORT
        and len(new.words) <= _SHORT
        and _neighbours(m, i, j) == 2
        and m.old.provisions[i].level == m.new.provisions[j].level
        and bool(m.old.children[i]) == bool(m.new.children[j])
    )
