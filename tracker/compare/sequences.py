"""Longest common subsequences and increasing runs, bounded in time and memory.

Everything here works on sequences of small integers (interned words, interned provisions) and
is exact up to `CELLS` comparisons; above that it first looks for anchors. The engine is Hyyrö's
bit-parallel recurrence (Hyyrö 2004, "Bit-parallel LCS-length computation revisited") on Python's
own big integers: one clause of 60 words costs about 40 µs, and nothing has to be imported.
"""

from collections.abc import Sequence

CELLS = 200_000_000
"""Largest table of bits kept at once (25 MB); Hirschberg's halving takes over above it."""

CEILING = 20 * CELLS
"""Largest table computed at all, about a second of work; only adversarial input gets there."""

Pair = tuple[int, int]


def common_pairs(old: Sequence[int], new: Sequence[int]) -> list[Pair]:
    """Return the index pairs of a longest common subsequence, ascending.

    Exact while the differing middle is small; on very long input unique elements are used as
    anchors first, which keeps the cost near-linear.
    """
    head = prefix_length(old, new)
    tail = suffix_length(old, new, head)
    pairs = [(i, i) for i in range(head)]
    pairs += _middle(old, new, head, len(old) - tail, len(new) - tail)
    shift = len(new) - len(old)
    pairs += [(i, i + shift) for i in range(len(old) - tail, len(old))]
    return pairs


def prefix_length(old: Sequence[int], new: Sequence[int]) -> int:
    """Return how many leading elements are the same."""
    limit = min(len(old), len(new))
    if old[:limit] == new[:limit]:
        return limit
    count = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        count += 1
    return count


def suffix_length(old: Sequence[int], new: Sequence[int], head: int) -> int:
    """Return how many trailing elements are the same, not counting the first `head`."""
    count = 0
    limit = min(len(old), len(new)) - head
    while count < limit and old[-1 - count] == new[-1 - count]:
        count += 1
    return count


def _middle(
    old: Sequence[int], new: Sequence[int], head: int, old_end: int, new_end: int
) -> list[Pair]:
    """Return the pairs of the differing middle, leaving out what only one side has."""
    shared = set(old[head:old_end]).intersection(new[head:new_end])
    if not shared:
        return []
    left = [i for i in range(head, old_end) if old[i] in shared]
    right = [j for j in range(head, new_end) if new[j] in shared]
    found = _anchored([old[i] for i in left], [new[j] for j in right])
    return [(left[i], right[j]) for i, j in found]


def _anchored(old: list[int], new: list[int], limit: int = CELLS) -> list[Pair]:
    """Split at unique anchors while the table is above `limit`, then solve each part exactly."""
    pairs: list[Pair] = []
    work = [(0, len(old), 0, len(new), True)]
    while work:
        old_start, old_end, new_start, new_end, may_anchor = work.pop()
        cells = (old_end - old_start) * (new_end - new_start)
        if not cells:
            continue
        left, right = old[old_start:old_end], new[new_start:new_end]
        if cells <= limit or len(right) == 1:
            pairs += [(i + old_start, j + new_start) for i, j in _exact(left, right)]
            continue
        anchors = unique_anchors(left, right) if may_anchor else []
        if anchors:
            pairs += [(i + old_start, j + new_start) for i, j in anchors]
            at_old, at_new = 0, 0
            for i, j in [*anchors, (len(left), len(right))]:
                work.append(
                    (old_start + at_old, old_start + i, new_start + at_new, new_start + j, True)
                )
                at_old, at_new = i + 1, j + 1
        elif cells <= CEILING:
            i, j = _halve(left, right)
            work.append((old_start, old_start + i, new_start, new_start + j, False))
            work.append((old_start + i, old_end, new_start + j, new_end, False))
    pairs.sort()
    return pairs


def unique_anchors(old: Sequence[int], new: Sequence[int]) -> list[Pair]:
    """Return pairs of elements that occur once on each side, in an order both sides keep."""
    candidates = unique_pairs(old, new)
    keep = increasing([j for _, j in candidates])
    return [candidates[k] for k in keep]


def unique_pairs(old: Sequence[int], new: Sequence[int]) -> list[Pair]:
    """Return the index pairs of the elements that occur exactly once on each side."""
    in_new = _once(new)
    in_old = _once(old)
    return [(i, in_new[key]) for key, i in in_old.items() if i >= 0 and in_new.get(key, -1) >= 0]


def _once(sequence: Sequence[int]) -> dict[int, int]:
    """Return the index of each element, -1 where it occurs more than once."""
    seen: dict[int, int] = {}
    for index, key in enumerate(sequence):
        seen[key] = -1 if key in seen else index
    return seen


def _rows(old: Sequence[int], new: Sequence[int]) -> list[int]:
    """Return the bit rows of the LCS table, one per element of `new`.

    Bit i of row j is 0 where the LCS of old[:i+1] and new[:j+1] is longer than that of
    old[:i] and new[:j+1].
    """
    masks: dict[int, int] = {}
    bit = 1
    for key in old:
        masks[key] = masks.get(key, 0) | bit
        bit <<= 1
    full = bit - 1
    row = full
    rows = []
    for key in new:
        match = row & masks.get(key, 0)
        row = ((row + match) | (row - match)) & full
        rows.append(row)
    return rows


def _exact(old: Sequence[int], new: Sequence[int]) -> list[Pair]:
    """Return the pairs of one longest common subsequence from the full bit table."""
    rows = _rows(old, new)
    i, j = len(old) - 1, len(new) - 1
    pairs = []
    while i >= 0 and j >= 0:
        if rows[j] >> i & 1:
            i -= 1
        elif j and not rows[j - 1] >> i & 1:
            j -= 1
        else:
            pairs.append((i, j))
            i -= 1
            j -= 1
    pairs.reverse()
    return pairs


def _halve(old: list[int], new: list[int]) -> Pair:
    """Return where an optimal path crosses the middle of `new` (Hirschberg 1975)."""
    middle = len(new) // 2
    before = _lengths(old, new[:middle])
    after = _lengths(old[::-1], new[middle:][::-1])
    size = len(old)
    best = max(range(size + 1), key=lambda i: (before[i] + after[size - i], -i))
    return best, middle


def _lengths(old: list[int], new: list[int]) -> list[int]:
    """Return the LCS length of every prefix of `old` with the whole of `new`."""
    masks: dict[int, int] = {}
    bit = 1
    for key in old:
        masks[key] = masks.get(key, 0) | bit
        bit <<= 1
    full = row = bit - 1
    for key in new:
        match = row & masks.get(key, 0)
        row = ((row + match) | (row - match)) & full
    lengths = [0]
    for digit in reversed(format(row, f"0{len(old)}b")):
        lengths.append(lengths[-1] + (digit == "0"))
    return lengths


def increasing(values: Sequence[int], weights: Sequence[int] | None = None) -> list[int]:
    """Return the indices of a heaviest strictly increasing subsequence, ascending.

    `values` are distinct integers. Without weights the longest one; with weights the one of
    greatest total weight. Ties go to the subsequence that ends first.
    """
    order = {value: rank for rank, value in enumerate(sorted(values), start=1)}
    size = len(values)
    best: list[tuple[int, int]] = [(0, -1)] * (size + 1)  # Fenwick tree of (weight, index)
    previous = [-1] * size
    top = (0, -1)
    for index, value in enumerate(values):
        rank = order[value]
        reached = (0, -1)
        at = rank - 1
        while at:
            if best[at][0] > reached[0]:
                reached = best[at]
            at &= at - 1
        previous[index] = reached[1]
        total = (reached[0] + (weights[index] if weights else 1), index)
        if total[0] > top[0]:
            top = total
        at = rank
        while at <= size:
            if total[0] > best[at][0]:
                best[at] = total
            at += at & -at
    chosen = []
    index = top[1]
    while index >= 0:
        chosen.append(index)
        index = previous[index]
    chosen.reverse()
    return chosen
