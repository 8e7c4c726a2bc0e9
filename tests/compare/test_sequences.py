"""Common subsequences and increasing runs."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.compare import sequences

_LETTERS = st.lists(st.integers(0, 5), max_size=40)


def _table_length(old, new):
    """Return the LCS length by the textbook table."""
    row = [0] * (len(new) + 1)
    for left in old:
        above = row[:]
        for j, right in enumerate(new, start=1):
            row[j] = above[j - 1] + 1 if left == right else max(above[j], row[j - 1])
    return row[-1]


@given(_LETTERS, _LETTERS)
def test_common_pairs_are_a_longest_common_subsequence(old, new):
    """Pairs ascend on both sides, join equal elements, and no longer one exists."""
    pairs = sequences.common_pairs(old, new)
    assert [old[i] for i, _ in pairs] == [new[j] for _, j in pairs]
    assert pairs == sorted(pairs)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert _table_length(old, new) == len(pairs)


@given(_LETTERS, _LETTERS)
def test_halving_loses_nothing_between_anchors(old, new):
    """Hirschberg's halving, forced by a tiny table, still gives a longest subsequence."""
    doubled_old, doubled_new = old + old, new + new  # nothing unique, so nothing to anchor on
    pairs = sequences._anchored(doubled_old, doubled_new, limit=4)
    assert [doubled_old[i] for i, _ in pairs] == [doubled_new[j] for _, j in pairs]
    assert pairs == sorted(pairs)
    assert _table_length(doubled_old, doubled_new) >= len(pairs)
    if not set(sequences.unique_anchors(doubled_old, doubled_new)):
        assert _table_length(doubled_old, doubled_new) == len(pairs)


def test_long_sequences_with_nothing_unique_are_solved_by_halving():
    """Two long runs of few symbols still align in order."""
    old = [k % 3 for k in range(20_000)]
    new = [*old[:7_000], 7, *old[9_001:]]
    pairs = sequences.common_pairs(old, new)
    assert len(old) - 2_001 <= len(pairs)


@given(st.permutations(range(12)))
def test_increasing_run_is_longest(values):
    """No increasing subsequence of a permutation is longer than the one returned."""
    chosen = sequences.increasing(values)
    taken = [values[k] for k in chosen]
    assert taken == sorted(taken)
    assert _table_length(values, sorted(values)) == len(chosen)


def test_weights_decide_which_of_two_swapped_elements_stays():
    """The heavier one of two swapped elements is kept in place."""
    assert sequences.increasing([2, 1], [1, 5]) == [1]
    assert sequences.increasing([2, 1], [5, 1]) == [0]
