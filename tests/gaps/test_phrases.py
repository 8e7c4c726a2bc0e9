"""The phrase language in which rules name words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.gaps import phrases


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("know your customer", "robust Know-Your-Customer standards", "Know-Your-Customer"),
        ("verif* the identity", "must verify the identity of", "verify the identity"),
        ("foreign? reseller", "each reseller", "reseller"),
        ("foreign? reseller", "each foreign reseller", "foreign reseller"),
        ("wind down || cease", "shall cease to", "cease"),
        ("report ... model", "to report any large model here", "report any large model"),
        ("report ... model", "report each training run; the model", None),
        ("<n> percent", "at 50 percent or more", "50 percent"),
        ("<money>", "striking “$300,000”", "$300,000"),
        ("remote access", "the term “remote” access", "remote” access"),
        ("access", "accessible", None),
    ],
    ids=["hyphens", "ending", "absent", "present", "either", "near", "semicolon", "number", "money",
         "quotes", "whole-word"],
)  # fmt: skip
def test_a_phrase_finds_words_as_people_write_them(phrase, text, found):
    """Case, hyphens and quotation marks do not hide a phrase; a semicolon ends its reach."""
    match = phrases.first(phrase, text)
    assert found == (match.words if match else None)


@pytest.mark.parametrize("phrase", ["", "...", "... word", "word ...", "(?:x)"])
def test_a_phrase_that_the_language_does_not_know_is_refused(phrase):
    """A regular expression or an open end is no phrase."""
    with pytest.raises(phrases.PhraseError):
        phrases.compiled(phrase)


WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)


@given(
    words=st.lists(WORD, min_size=1, max_size=5),
    glue=st.sampled_from([" ", "-", "  ", "–"]),
    shout=st.booleans(),
)
def test_a_phrase_finds_its_own_words(words, glue, shout):
    """Whatever separates them and in whatever case; nothing around them is taken in."""
    written = glue.join(words)
    written = written.upper() if shout else written
    match = phrases.first(" ".join(words), f"({written})")
    assert match is not None
    assert written == match.words
