"""Bad input: right, or in the ledger; never a wrong text shown as executed."""

import pytest
from laws import PART, at, law, order, quoted

from tracker.amend.execution.execute import execute
from tracker.amend.values import Find

BASE = law(
    (
        "§ 1.",
        "H | ",
        ("(a)", "the term “item” means—", ("(1)", "goods—wherever held;"), ("(2)", "15 CFR 744.")),
    )
)


@pytest.mark.parametrize(
    ("find", "portion", "differences"),
    [
        ("‘item’", "s1/a", ("quotation-marks",)),
        ('"item"', "s1/a", ("quotation-marks",)),
        ("''item''", "s1/a", ("quotation-marks",)),
        ("goods--wherever", "s1/a/1", ("dashes",)),
        ("goods–wherever", "s1/a/1", ("dashes",)),
        ("goods -- wherever", "s1/a/1", ("dashes", "spaces")),
        ("15\u202fCFR", "s1/a/2", ("spaces",)),
        ("15 CFR", "s1/a/2", ()),
    ],
)
def test_other_typography_is_matched_and_recorded(find, portion, differences):
    """Quotation marks, dashes and spaces may differ; the ledger names what did."""
    [entry] = execute(BASE, [order("substitute", portion, find=find, text="X")]).ledger
    assert entry.executed
    assert entry.normalised == differences


@pytest.mark.parametrize("find", ["Item", "items", "goods wherever", "15CFR", "item means"])
def test_other_differences_are_not_overlooked(find):
    """Case, number, missing signs: the words are not there."""
    [entry] = execute(BASE, [order("substitute", "s1/a", find=find, text="X")]).ledger
    assert entry.reason == "words-not-found"


def test_the_exact_words_win_over_others_that_are_like_them():
    """With “a–b” and “a—b” both there, each is found by its own dash."""
    base = law(("§ 1.", "x–y or x—y"))
    amended = execute(base, [order("substitute", "s1", find="x—y", text="z")])
    assert at(amended.result, "s1").content == "x–y or z"
    everywhere = Find("x—y", choice="all")
    amended = execute(base, [order("substitute", "s1", find=everywhere, text="z")])
    assert at(amended.result, "s1").content == "z or z"
    assert amended.ledger[0].normalised == ("dashes",)


def test_a_base_of_another_date_shows_in_the_ledger():
    """A base that has the change already, or not yet what the order takes for granted."""
    add = order("add", "s1/a", position="end", content=quoted(("(3)", "x."), level="paragraph"))
    after = execute(BASE, [add]).result
    [again] = execute(after, [add]).ledger
    assert (again.executed, again.reason) == (False, "base-differs")
    gap = order("add", "s1/a", position="end", content=quoted(("(5)", "x."), level="paragraph"))
    assert execute(BASE, [gap]).ledger[0].reason == "base-differs"


def test_a_base_of_another_law_shows_in_the_ledger():
    """Nothing of title 50 is done to the CFR, and the other way round."""
    cfr = law(("§ 744.1", "text"), work=PART, form="cfr-xml")
    assert execute(cfr, [order("delete", "s1/a")]).ledger[0].reason == "other-law"
    away = order("delete", "s744.1", home=PART)
    assert execute(BASE, [away]).ledger[0].reason == "other-law"
    assert execute(BASE, [away]).result.root is BASE.root


def test_contradicting_orders_are_a_conflict_with_the_earlier_one():
    """The first is carried out; the second says which one it contradicts."""
    first = order("substitute", "s1/a/2", 4, find="744", text="734")
    second = order("substitute", "s1/a/2", 5, find="744", text="742")
    amended = execute(BASE, [first, second])
    assert at(amended.result, "s1/a/2").content == "15 CFR 734."
    assert amended.ledger[1].reason == "conflict"
    assert "instruction 4" in amended.ledger[1].detail


def test_a_slip_of_the_drafter_is_told_and_not_mended():
    """119s3519is s2/d/3 quotes “in country-transfer of”."""
    base = law(("§ 1.", "export or in-country transfer of items"))
    [entry] = execute(base, [order("delete", "s1", find="in country-transfer of")]).ledger
    assert entry.reason == "words-not-found"
    assert "the same letters stand there as “in-country transfer of”" in entry.detail


def test_a_word_that_then_stands_twice_is_told():
    """119hr2683eh s2/8/C/ii leaves “items items”: carried out to the letter, with a remark."""
    base = law(("§ 1.", "to export or transfer items that"))
    find, text = "or transfer", "transfer of items, or provide access to items"
    [entry] = execute(base, [order("substitute", "s1", find=find, text=text)]).ledger
    assert entry.executed
    assert "“items items”" in entry.detail


@pytest.mark.parametrize(
    ("instruction", "reason"),
    [
        # the words run from one provision into the middle of a list
        (
            order("substitute", "s1", find=Find("means—", through="(1) goods"), text="x"),
            "base-differs",
        ),
        (order("substitute", "s1/a", find="held; (2)", text="x"), "base-differs"),
        # provisions in the middle of a text that goes on at another level
        (
            order(
                "substitute", "s1/a", find="means—", content=quoted(("(i)", "x"), level="clause")
            ),
            "base-differs",
        ),
        (order("substitute", "s1/a", find=Find("", side="before"), text="x"), "not-understood"),
        (order("delete", ""), "not-understood"),
    ],
)
def test_no_wrong_text_is_made_where_the_outcome_is_not_settled(instruction, reason):
    """The law stays as it was."""
    amended = execute(BASE, [instruction])
    assert amended.ledger[0].reason == reason
    assert amended.result.root is BASE.root


CODED = law(
    (
        "§ 4812.",
        "H | see section 4813(a) of this title, in this subchapter, from August 13, 2018",
        (
            "sourceCredit",
            "(Pub. L. 115–232, div. A, title XVII, § 1753, Aug. 13, 2018, 1 Stat. 1.)",
        ),
    ),
    (
        "§ 4813.",
        "H | other text",
        (
            "sourceCredit",
            "(Pub. L. 115–232, div. A, title XVII, § 1754, Aug. 13, 2018, 1 Stat. 2.)",
        ),
    ),
)


@pytest.mark.parametrize(
    ("find", "left"),
    [
        ("section 1754(a)", "see X, in this subchapter, from August 13, 2018"),
        ("in this part", "see section 4813(a) of this title, X, from August 13, 2018"),
        (
            "the date of the enactment of this section",
            "see section 4813(a) of this title, in this subchapter, from X",
        ),
    ],
)
def test_an_acts_references_are_found_as_the_code_prints_them(find, left):
    """Only when the words as quoted are not there, and recorded."""
    amended = execute(CODED, [order("substitute", "s4812", find=find, text="X")])
    [entry] = amended.ledger
    assert (entry.executed, entry.normalised) == (True, ("code-citations",))
    assert at(amended.result, "s4812").own_text == f"H {left}"
    [entry] = execute(CODED, [order("substitute", "s4812", find="section 1753", text="X")]).ledger
    assert entry.reason == "words-not-found"
