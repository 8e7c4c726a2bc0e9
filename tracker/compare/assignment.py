"""Which pairs to take when several provisions compete: an optimal assignment of small groups."""

from collections import defaultdict
from collections.abc import Callable, Iterable

Scores = dict[tuple[int, int], float]

SMALL = 60
"""Provisions on the larger side up to which a group is assigned optimally."""

_POWER = 3
"""Scores count by their cube, so that one sure pair outweighs two doubtful ones."""


def assign(scores: Scores) -> list[tuple[int, int]]:
    """Return one-to-one pairs of high total score, in ascending order.

    Groups that share no candidate are solved apart; a large group is solved greedily.
    """
    chosen: list[tuple[int, int]] = []
    for group in _groups(scores):
        olds = sorted({i for i, _ in group})
        news = sorted({j for _, j in group})
        if len(group) == 1:
            chosen += group
        elif max(len(olds), len(news)) <= SMALL:
            chosen += _optimal(olds, news, scores)
        else:
            chosen += _greedy(group, scores)
    return sorted(chosen)


def _groups(scores: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the candidate pairs in connected groups."""
    leader: dict[tuple[int, int], tuple[int, int]] = {}

    def find(node: tuple[int, int]) -> tuple[int, int]:
        root = node
        while leader.setdefault(root, root) != root:
            root = leader[root]
        while leader[node] != root:
            leader[node], node = root, leader[node]
        return root

    pairs = sorted(scores)
    for i, j in pairs:
        one, two = find((0, i)), find((1, j))
        if one != two:
            leader[max(one, two)] = min(one, two)
    groups: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in pairs:
        groups[find((0, i))].append((i, j))
    return list(groups.values())


def _greedy(group: list[tuple[int, int]], scores: Scores) -> list[tuple[int, int]]:
    """Take pairs from the best down."""
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    chosen = []
    for i, j in sorted(group, key=lambda pair: (-scores[pair], pair)):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            chosen.append((i, j))
    return chosen


def _optimal(olds: list[int], news: list[int], scores: Scores) -> list[tuple[int, int]]:
    """Return the assignment of greatest total by shortest augmenting paths (Jonker–Volgenant)."""
    flipped = len(olds) > len(news)
    rows, columns = (news, olds) if flipped else (olds, news)

    def cost(row: int, column: int) -> float:
        pair = (columns[column], rows[row]) if flipped else (rows[row], columns[column])
        return -(scores.get(pair, 0.0) ** _POWER)

    matched = _shortest_paths(len(rows), len(columns), cost)
    pairs = []
    for column, row in enumerate(matched):
        if row >= 0:
            pair = (columns[column], rows[row]) if flipped else (rows[row], columns[column])
            if pair in scores:
                pairs.append(pair)
    return pairs


def _shortest_paths(height: int, width: int, cost: Callable[[int, int], float]) -> list[int]:
    """Return for each column its row, -1 for none; `height` is at most `width`."""
    infinite = float("inf")
    row_price = [0.0] * (height + 1)
    column_price = [0.0] * (width + 1)
    row_of = [0] * (width + 1)  # rows and columns count from 1; 0 means none
    for row in range(1, height + 1):
        row_of[0] = row
        column = 0
        least = [infinite] * (width + 1)
        origin = [0] * (width + 1)
        done = [False] * (width + 1)
        while row_of[column]:
            done[column] = True
            current, step, nearest = row_of[column], infinite, 0
            for other in range(1, width + 1):
                if done[other]:
                    continue
                slack = cost(current - 1, other - 1) - row_price[current] - column_price[other]
                if slack < least[other]:
                    least[other], origin[other] = slack, column
                if least[other] < step:
                    step, nearest = least[other], other
            for other in range(width + 1):
                if done[other]:
                    row_price[row_of[other]] += step
                    column_price[other] -= step
                else:
                    least[other] -= step
            column = nearest
        while column:
            row_of[column] = row_of[origin[column]]
            column = origin[column]
    return [row - 1 for row in row_of[1:]]
