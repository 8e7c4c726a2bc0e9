"""Word edits: exact, whole words, readable."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.compare.words import LONG, tokens, word_edits

_PHRASES = st.lists(
    st.sampled_from(
        [
            "shall",
            "may",
            "not",
            "the",
            "export",
            "item",
            "(a)(3)",
            "744.23(a)(2)",
            "3A090.a",
            "$5,000,000",
            "U.S.C.",
            "117–167",
            ",",
            ";",
            ".",
            "—",
            "“remote",
            "access”",
            "원격",
        ]
    ),
    max_size=30,
).map(" ".join)


def marked(edits):
    """Return edits in the marks of the text report."""
    ends = {"equal": ("", ""), "delete": ("[-", "-]"), "insert": ("{+", "+}")}
    return "".join(f"{ends[op][0]}{text}{ends[op][1]}" for op, text in edits)


def sides(edits):
    """Return (old, new) as the edits have them."""
    old = "".join(text for op, text in edits if op != "insert")
    new = "".join(text for op, text in edits if op != "delete")
    return old, new


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_are_given_back_to_the_character(old, new):
    """Whatever the characters, equal+delete and equal+insert are the texts."""
    assert sides(word_edits(old, new)) == (old, new)


@given(_PHRASES, _PHRASES)
def test_edits_never_cut_a_token(old, new):
    """Every edit begins and ends where a token does, and no operation stands twice in a row."""
    edits = word_edits(old, new)
    assert sides(edits) == (old, new)
    for text, skip in ((old, "insert"), (new, "delete")):
        ends, at = {0}, 0
        for token in tokens(text):
            at += len(token)
            ends.add(at)
        at = 0
        for op, part in edits:
            if op != skip:
                at += len(part)
                assert at in ends
    operations = [op for op, _ in edits]
    assert all(a != b for a, b in pairwise(operations))


@pytest.mark.parametrize(
    "word",
    [
        "744.23(a)(2)",
        "3A090.a",
        "U.S.C.",
        "$5,000,000",
        "$5,000,000.00",
        "117–167",
        "25%",
        "non-experts",
        "Secretary’s",
        "(a)(3)",
        "접근을",
        "and/or",
        "co\u00adoperate",
        "cafe\u0301",
    ],
)
def test_words_and_numbers_stay_whole(word):
    """Citations, money, control numbers, hyphenated and Hangul words are one token."""
    assert tokens(f"under {word}, then") == ["under", " ", word, ",", " ", "then"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "described in (a)(3).",
            "described in subsection (a)(3).",
            "described in {+subsection +}(a)(3).",
        ),
        ("the release; and", "the release; or", "the release; [-and-]{+or+}"),
        ("items", "items.", "items{+.+}"),
        ("Shall apply", "shall apply", "[-Shall-]{+shall+} apply"),
        ("pay $5,000,000 now", "pay $5,500,000 now", "pay [-$5,000,000-]{+$5,500,000+} now"),
        (
            "The Secretary shall act. The Secretary may wait.",
            "The Secretary shall act. The Secretary must report. The Secretary may wait.",
            "The Secretary shall act.{+ The Secretary must report.+} The Secretary may wait.",
        ),
        ("", "all new", "{+all new+}"),
        ("all gone", "", "[-all gone-]"),
        ("", "", ""),
        ("원격 접근을 통제한다", "원격 접속을 통제한다", "원격 [-접근을-]{+접속을+} 통제한다"),
    ],
)
def test_edits_read_as_a_person_would_mark_them(old, new, expected):
    """Small edits are marked where they are."""
    assert expected == marked(word_edits(old, new))


def test_unrelated_texts_are_replaced_not_shredded():
    """A few common words do not make confetti of two different sentences."""
    old = "the quick brown fox jumps over the lazy dog near the river"
    new = "a provider of the service keeps records in a secure place for years"
    assert [("delete", old), ("insert", new)] == list(word_edits(old, new))


def test_single_words_between_large_edits_are_not_kept_apart():
    """One common word between two longer replacements is replaced with them."""
    old = "alpha beta gamma delta of epsilon zeta eta theta stays here for good and ever"
    new = "one two three four of five six seven eight stays here for good and ever"
    assert [
        ("delete", "alpha beta gamma delta of epsilon zeta eta theta"),
        ("insert", "one two three four of five six seven eight"),
        ("equal", " stays here for good and ever"),
    ] == list(word_edits(old, new))


def test_reported_words_are_the_words_that_changed():
    """Scattered single-word edits are reported as such: no equal word between them is taken in."""
    old = [f"word{k % 300}" for k in range(2000)]
    new = ["changed" if k % 9 == 0 else word for k, word in enumerate(old)]
    edits = word_edits(" ".join(old), " ".join(new))
    reported = sum(len(text.split()) for op, text in edits if op == "delete")
    assert sum(a != b for a, b in zip(old, new, strict=True)) == reported


def test_a_very_long_clause_is_compared_in_bounded_time():
    """A clause far beyond the exact limit is still exact to the character, and quick."""
    sentences = [f"In case {k} the provider keeps record {k * 7}." for k in range(6_000)]
    old = " ".join(sentences)
    sentences[3_000] = "This sentence is new."
    del sentences[100]
    new = " ".join(sentences)
    assert len(old) > LONG
    start = time.process_time()
    edits = word_edits(old, new)
    assert time.process_time() - start < 5
    assert sides(edits) == (old, new)
    assert sum(len(text) for op, text in edits if op != "equal") < 200


def test_a_long_text_without_anything_in_common_is_replaced():
    """Two long unrelated texts end in one replacement, not in minutes of search."""
    old = " ".join(f"a{k}" for k in range(60_000))
    new = " ".join(f"b{k}" for k in range(60_000))
    assert [("delete", old), ("insert", new)] == list(word_edits(old, new))


def test_periodic_text_is_no_trap():
    """Text that repeats two words tens of thousands of times is handled as any other."""
    old, new = "a b " * 30_000, "b a " * 29_000 + "c " + "a b " * 500
    assert sides(word_edits(old, new)) == (old, new)
