"""Stages that match provisions by where they stand: above matched ones, or between them."""

from collections import Counter

from tracker.compare.likeness import likeness, overlap
from tracker.compare.matching import CROWD, Matching, vote_of
from tracker.compare.sequences import common_pairs

_MAJORITY = 0.5
_SINGLE_VOTER = 0.3
"""Likeness two provisions need whose only tie is one matched child."""


def spread(m: Matching) -> None:
    """Carry matches up to parents and down to children until nothing new is found."""
    while True:
        before = m.to_new.count(-1)
        match_parents(m)
        match_children(m)
        if m.to_new.count(-1) == before:
            return


def match_parents(m: Matching) -> None:
    """Match provisions most of whose matched children are children of one another."""
    twins = m.free_twins()
    for i in reversed(m.old_rest()):
        if not m.old.children[i]:
            continue
        tally: Counter[int] = Counter()
        voters: Counter[int] = Counter()
        for child in m.old.children[i]:
            image = m.to_new[child]
            if image >= 0:
                parent = m.new.parent[image]
                tally[parent] += vote_of(m.old, child)
                voters[parent] += 1
        for j in _by_promise(m, i, tally)[:2]:
            # Words that are still free on both sides belong to each other, whoever their children.
            other = m.old.text_id[i] != m.new.text_id[j]
            if other and not twins.isdisjoint((m.old.text_id[i], m.new.text_id[j])):
                continue
            if m.to_old[j] < 0 and _elected(m, i, j, voters[j]):
                m.pair(i, j)
                break


def _by_promise(m: Matching, i: int, tally: Counter[int]) -> list[int]:
    """Return the candidates for `i`: of the same words first, in the same place, of most votes."""
    own = m.old.text_id[i]

    def key(j: int) -> tuple[bool, bool, int, int]:
        return m.new.text_id[j] != own, not m.parents_matched(i, j), -tally[j], j

    return sorted(tally, key=key)


def _elected(m: Matching, i: int, j: int, voters: int) -> bool:
    """Return whether the children's votes make `i` and `j` one provision."""
    both, mine, theirs = m.votes(i, j)
    if both < _MAJORITY * mine or both < _MAJORITY * theirs:
        return False
    if m.old.text_id[i] == m.new.text_id[j]:
        # Without words and place of its own, a container is where most of its content went.
        tied = 2 * both in (mine, theirs)
        return not tied or bool(m.old.text[i]) or m.parents_matched(i, j)
    if voters > 1:
        return True
    old, new = m.old_bag(i), m.new_bag(j)
    if m.parents_matched(i, j):
        return not old.total or likeness(old, new) >= _SINGLE_VOTER
    return bool(overlap(old, new).telling) and likeness(old, new) >= _SINGLE_VOTER


def match_children(m: Matching) -> None:
    """Match the same words under matched parents, in order; boilerplate included."""
    waiting = m.families()
    while waiting:
        found: list[tuple[int, int]] = []
        for i, j in waiting:
            found += _match_kin(m, m.old.children[i], m.new.children[j])
        waiting = [
            (i, j)
            for i, j in found
            if any(m.to_new[c] < 0 for c in m.old.children[i])
            and any(m.to_old[c] < 0 for c in m.new.children[j])
        ]


def _match_kin(m: Matching, old_kin: list[int], new_kin: list[int]) -> list[tuple[int, int]]:
    """Match children of matched parents: identical subtrees, then own texts.

    Returns the pairs whose own children are still to be looked at.
    """
    found: list[tuple[int, int]] = []
    for old_keys, new_keys, lockstep in (
        (m.old.subtree_id, m.new.subtree_id, True),
        (m.old.text_id, m.new.text_id, False),
    ):
        old_free = [old_keys[c] for c in old_kin if m.to_new[c] < 0]
        new_free = [new_keys[c] for c in new_kin if m.to_old[c] < 0]
        if set(old_free).isdisjoint(new_free):
            continue
        # Children matched with each other share a negative symbol and hold the order; free ones
        # are known by their key. A child matched elsewhere finds no partner here.
        left = [-1 - c if m.to_new[c] >= 0 else old_keys[c] for c in old_kin]
        right = [-1 - m.to_old[c] if m.to_old[c] >= 0 else new_keys[c] for c in new_kin]
        unsure = _unsure(old_free, new_free)
        for a, b in _aligned(left, right, unsure):
            i, j = old_kin[a], new_kin[b]
            if not m.free(i, j) or not (lockstep or m.old.text[i]):
                continue
            if lockstep:
                m.pair_subtrees(i, j)
            else:
                m.pair(i, j)
                found.append((i, j))
    return found


def _unsure(old_free: list[int], new_free: list[int]) -> set[int]:
    """Return the keys that one side has more often, in a family small enough to weigh each pair.

    Which of them is gone or new, what stands around them must say.
    """
    if len(old_free) * len(new_free) > CROWD:
        return set()
    old, new = Counter(old_free), Counter(new_free)
    return {key for key in old if new[key] and old[key] != new[key]}


def _aligned(left: list[int], right: list[int], unsure: set[int]) -> list[tuple[int, int]]:
    """Return the common subsequence; place by place where that is as good.

    When all siblings read the same, the longest subsequence is not unique and would shift every
    one of them past an edited one; equal places are then the better reading.
    """
    beside = _beside(left, right)
    if len(beside) == sum((Counter(left) & Counter(right)).values()):
        return beside
    return [(a, b) for a, b in common_pairs(left, right) if left[a] not in unsure]


def _beside(left: list[int], right: list[int]) -> list[tuple[int, int]]:
    """Return the most pairs in equal places, counted from the front up to a point, then the end.

    The point is where one side has something more than the other.
    """
    if len(left) > len(right):
        return [(i, j) for j, i in _beside(right, left)]
    shift = len(right) - len(left)
    size = range(len(left))
    front = [k for k in size if left[k] == right[k]]
    if not shift:
        return [(k, k) for k in front]
    back = [k for k in size if left[k] == right[k + shift]]
    gain = [0] * (len(left) + 1)
    for k in front:
        gain[k + 1] += 1
    for k in back:
        gain[k + 1] -= 1
    best = point = total = 0
    for k, change in enumerate(gain):
        total += change
        if total > best:
            best, point = total, k
    return [(k, k) for k in front if k < point] + [(k, k + shift) for k in back if k >= point]
