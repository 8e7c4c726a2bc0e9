"""Labels, assignment, likeness and front matter: the small parts that alignment rests on."""

from itertools import permutations

import pytest
from builders import document
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.compare.align import align
from tracker.compare.assignment import assign
from tracker.compare.labels import core, level_name, redesignated
from tracker.compare.likeness import Bag, Scale, in_order, likeness, words_of


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("SEC. 2.", "2"),
        ("§ 734.13", "734.13"),
        ("“(15)", "15"),
        ("(a)(1)", "a 1"),
        ("TITLE III—", "III"),
        ("III.", "III"),
        ("", ""),
        ("1.", "1"),
        ("Sec. 12A.", "12A"),
    ],
)
def test_what_a_label_designates(label, expected):
    """Print style is not part of a designation."""
    assert expected == core(label)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("(1)", "(2)", True),
        ("(A)", "(a)", True),
        ("SEC. 2.", "2.", False),
        ("(1)", "(1)", False),
        ("“(15)", "(15)", False),
        ("", "(1)", True),
    ],
)
def test_redesignation_is_a_change_of_designation(old, new, expected):
    """A new label counts, a new way of printing it does not."""
    assert expected == redesignated(old, new)


def test_levels_have_plain_names():
    """Readers see words, not element names."""
    assert ["quoted text", "official title", "toc entry"] == [
        level_name(level) for level in ("quotedContent", "officialTitle", "toc-entry")
    ]


_SCORES = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)),
    st.integers(1, 100).map(lambda n: n / 100),
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(_SCORES)
def test_assignment_is_the_best_there_is(scores):
    """No one-to-one choice has a greater total of cubed scores; only candidates are chosen."""
    chosen = assign(scores)
    assert len({i for i, _ in chosen}) == len({j for _, j in chosen}) == len(chosen)
    total = sum(scores[pair] ** 3 for pair in chosen)
    best = max(
        sum(scores.get((i, j), 0.0) ** 3 for i, j in enumerate(order))
        for order in permutations(range(5))
    )
    assert best == pytest.approx(total)


def test_one_sure_pair_outweighs_two_doubtful_ones():
    """A provision keeps its near-identical partner even if both others must then go without."""
    assert [(0, 0)] == assign({(0, 0): 0.95, (0, 1): 0.6, (1, 0): 0.6})


def test_large_groups_are_assigned_greedily_and_in_full():
    """A group of hundreds is no reason to wait."""
    scores = {(i, j): 1 / (1 + abs(i - j)) for i in range(150) for j in range(150)}
    assert [(i, i) for i in range(150)] == assign(scores)


def _bags(*texts):
    scale = Scale([words_of(text) for text in texts])
    return [Bag(words_of(text), scale) for text in texts]


def test_formula_weighs_little():
    """Two instructions of the same form are less alike than two texts that share their matter."""
    one, two, three = _bags(
        "in paragraph (3), by striking the period at the end and inserting vessels",
        "in paragraph (7), by striking the period at the end and inserting harbors",
        "by inserting vessels in the table",
    )
    assert likeness(one, two) < likeness(one, three) + 0.35
    assert in_order(one, two) > in_order(one, three)


def test_words_in_another_order_are_not_in_order():
    """The same words shuffled have little order in common."""
    one, two = _bags("alpha beta gamma delta epsilon", "epsilon delta gamma beta alpha")
    assert 1.0 == likeness(one, two)
    assert 0.2 == in_order(one, two)


def test_alignment_names_who_is_who():
    """Pairs, insertions and deletions by index; provisions on request."""
    old = document(("1.", "Chips are counted by vessel."), ("2.", "Harbors close at night."))
    new = document(("1.", "Harbors close at night."), ("2.", "Letters are kept for good."))
    alignment = align(old, new)
    assert ((0, 0), (2, 1)) == alignment.pairs
    assert ((1,), (2,)) == (alignment.deleted, alignment.inserted)
    paths = [(o.path[17:], n.path[17:]) for o, n in alignment.provision_pairs()]
    assert [("", ""), ("/2", "/1")] == paths


def test_siblings_that_read_the_same_stay_in_their_places():
    """One of many identical rows edited: that one is modified, none shifts."""
    rows = [("", "[Reserved]")] * 9
    edited = [*rows[:4], ("", "Vessels and harbors"), *rows[5:]]
    old = document(("1.", "A table of entries", *rows))
    new = document(("1.", "A table of entries", *edited))
    alignment = align(old, new)
    assert all(i == j for i, j in alignment.pairs)
