"""Wordings beside each other: common words once, readings with the wordings that have them."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.render.synopsis import groups, synopsis

A = "The term means access to an item by a foreign person through a network connection."
B = "The term means knowing access to an item by a foreign person through a network connection."
C = "The term means knowing access to a listed item by a foreign person of concern."


def shown(texts):
    """Return segments as (text, wordings) pairs."""
    return [[(r.text, r.wordings) for r in segment.readings] for segment in synopsis(texts)]


def test_what_all_say_stands_once_and_readings_beside_it():
    """An inserted word is a reading of the wording that has it; the other has nothing there."""
    assert shown([A, B]) == [
        [("The term means", (0, 1))],
        [("", (0,)), ("knowing", (1,))],
        [("access to an item by a foreign person through a network connection.", (0, 1))],
    ]


def test_equal_readings_share_a_line():
    """Wordings that agree against a third are named together."""
    readings = shown([A, B, C])
    assert readings[0] == [("The term means", (0, 1, 2))]
    assert readings[1] == [
        ("access to an", (0,)),
        ("knowing access to an", (1,)),
        ("knowing access to a listed", (2,)),
    ]
    assert readings[2] == [("item by a foreign person", (0, 1, 2))]
    assert readings[3] == [("through a network connection", (0, 1)), ("of concern", (2,))]


def test_wordings_that_have_little_in_common_stand_apart():
    """A definition of another kind is not forced into line."""
    assert groups([A, B, "Country of concern means Cuba, Iran and any place in table D:5."]) == [
        [0, 1],
        [2],
    ]


WORDS = st.lists(
    st.sampled_from(["a", "b", "c", "means", "access", "(A)", "the", ";"]), max_size=14
)


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=5))
def test_no_word_is_lost_or_invented(texts):
    """The readings of a wording, in order, are its words; every segment speaks for all."""
    segments = synopsis(texts)
    for place, text in enumerate(texts):
        own = [r.text for s in segments for r in s.readings if place in r.wordings]
        assert "".join("".join(own).split()) == "".join(text.split())
    for segment in segments:
        assert sorted(p for r in segment.readings for p in r.wordings) == list(range(len(texts)))
