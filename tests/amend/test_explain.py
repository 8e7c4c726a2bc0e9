"""How one sentence is read, for people to look at."""

import pytest

from tracker.amend.explain import explain, is_rule
from tracker.amend.statutes.tokens import text_of

BILL = (
    "Section 1753 of the Export Control Reform Act of 2018 (50 U.S.C. 4812) is amended by striking "
    "“x” and inserting “y”."
)


def test_each_pass_that_found_something_is_shown():
    """Every step holds the whole sentence, more of it typed than before."""
    found = explain(BILL)
    assert [step.name for step in found.steps] == ["quotations", "places", "verbs"]
    assert all(text_of(step.tokens) == BILL for step in found.steps)
    assert found.kind == "law"


def test_a_sentence_counts_from_its_context():
    """The context stands for the provisions above."""
    (found,) = explain("in paragraph (1), by striking “x”;", "/us/usc/t50/s4812/a").instructions
    assert (found.number, found.target.identifier) == (1, "/us/usc/t50/s4812/a/1")


def test_a_rule_is_read_as_a_rule():
    """Amendatory language of the Federal Register goes to its own reader."""
    found = explain("Section 744.11 is amended by removing “x” in paragraph (b).", "/us/cfr/t15")
    assert found.kind == "rule"
    assert [each.target.identifier for each in found.instructions] == ["/us/cfr/t15/p744/s744.11/b"]
    assert found.steps[0].tokens[-1].text == "“x” in paragraph (b)."


def test_a_title_of_the_cfr_is_not_guessed():
    """Without a title of the CFR there is no identifier, and the instruction says why."""
    (found,) = explain("Section 744.11 is amended by removing “x” in paragraph (b).").instructions
    assert found.target.identifier == ""
    assert "p744/s744.11/b" in found.problem


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        (BILL, False),
        ("in subsection (a), by striking “x”;", False),
        ("The table of sections for part VII of chapter 1 is amended by adding:", False),
        ("2. Section 1003.2 is amended by revising paragraph (b) to read as follows:", True),
        ("Amend § 748.8 by adding paragraph (z) to read as follows:", True),
        ("The authority citation for part 744 continues to read as follows:", True),
    ],
)
def test_bills_and_rules_are_told_apart(sentence, rule):
    """The words show whose drafting style it is."""
    assert is_rule(sentence) is rule
