"""Marks over a text that is edited."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.amend.execution.spans import applied, moved, shifted
from tracker.model import Mark


def test_marks_before_stay_and_marks_after_shift():
    """A mark before an edit keeps its place, one after it moves by the difference."""
    marks = [Mark("ref", "content", 0, 3, "x"), Mark("term", "content", 8, 12, "term")]
    assert shifted(marks, [(4, 7, "longer")]) == [
        Mark("ref", "content", 0, 3, "x"),
        Mark("term", "content", 11, 15, "term"),
    ]


def test_a_citation_whose_words_change_is_dropped_and_a_cell_grows():
    """What a mark says of words no longer holds when they change; a place still does."""
    edits = [(2, 4, "much longer")]
    assert shifted([Mark("ref", "content", 0, 6, "x")], edits) == []
    assert shifted([Mark("cell", "content", 0, 6)], edits) == [Mark("cell", "content", 0, 15)]


@st.composite
def _edited(draw):
    text = draw(st.text("abcdef ", min_size=1, max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    edits = [(s, e, draw(st.text("XYZ", max_size=4))) for s, e in pairs]
    start = draw(st.integers(0, len(text) - 1))
    return text, edits, start, draw(st.integers(start + 1, len(text)))


@given(_edited())
def test_a_mark_that_is_kept_still_covers_its_words(case):
    """Whatever the edits: a citation that survives stands over the very same words."""
    text, edits, start, end = case
    after = applied(text, edits)
    place = moved(start, end, edits, grows=False)
    if place:
        assert after[place[0] : place[1]] == text[start:end]
    grown = moved(start, end, edits, grows=True)
    if grown:
        assert 0 <= grown[0] < grown[1] <= len(after)
