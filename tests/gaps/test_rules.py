"""Rules over the clause tree, on clauses that no real text contains."""

from datetime import date

import pytest

from tracker.gaps.check import example_document
from tracker.gaps.evaluate import compute, marked

ACT = "Export Control Example Act"
"""Makes an example speak of this project's subject."""
NETWORK = "access to an item by a foreign person through a network connection"


def effect(gaps, document, gap):
    """Return (effect, rule) of a text on a gap."""
    found = next(one for one in compute(gaps, document) if one.gap == gap)
    return found.effect, found.rule


@pytest.mark.parametrize(
    ("definition", "home", "expected"),
    [
        (NETWORK, "section 1742 (50 U.S.C. 4801)", "closes"),
        (NETWORK + " and included on the Commerce Control List", "section 1742 (50 U.S.C. 4801)",
         "partial"),
        (NETWORK, "section 3 (22 U.S.C. 2751)", "partial"),
        ("a visit to a building", "section 1742 (50 U.S.C. 4801)", "silent"),
    ],
    ids=["beside-export", "listed-items", "another-act", "not-a-network"],
)  # fmt: skip
def test_a_definition_closes_g01_only_beside_export_and_without_limits(
    gaps, make_bill, definition, home, expected
):
    """The same words close the gap, or a part of it, by where they stand and how far they go."""
    found, rule = effect(gaps, make_bill(definition, home=home, term="network access"), "G01")
    if definition.startswith("a visit"):
        assert ("silent", "") == (found, rule)
    assert expected == found


@pytest.mark.parametrize(
    ("words", "gap", "expected"),
    [
        ("A provider of cloud computing services shall verify the identity of each customer.",
         "G04", "closes"),
        (("A provider of cloud computing services shall not be required to verify the identity of"
         " any customer."), "G04", "not-assessed"),
        ("Nothing in this Act requires that a provider shall verify the identity of a customer.",
         "G04", "not-assessed"),
        ("The Secretary shall submit to Congress a report on know-your-customer requirements.",
         "G04", "not-assessed"),
        ("An intermediary must verify the identity of the end user before it grants access.",
         "G03", "closes"),
        (("A provider of cloud computing services shall report to the Secretary each training run"
         " of a foreign person."), "G05", "closes"),
        ("The Secretary shall submit a report to Congress.", "G05", "silent"),
        (("Section 1753(a) (50 U.S.C. 4812(a)) is amended by adding at the end “(3) remote access"
         " to items.”"), "G02", "authorises"),
        (("Section 1760(c) (50 U.S.C. 4819(c)) is amended by striking “$300,000” and inserting"
         " “$900,000”."), "G12", "partial"),
        ("Any contract for computing entered into before that date shall cease within 90 days.",
         "G11", "closes"),
    ],
    ids=["verify", "not-required", "nothing", "report-only", "intermediary", "report", "congress",
         "power", "penalty", "contracts"],
)  # fmt: skip
def test_an_unseen_clause_is_graded_by_what_it_orders(gaps, words, gap, expected):
    """Actor, modal, verb and object decide; a report to Congress or a denial binds nobody."""
    assert expected == effect(gaps, example_document(words, ACT), gap)[0]


def test_an_item_is_read_with_the_words_that_govern_it(gaps, make, make_document):
    """The duty stands in the chapeau, its object in a list item: together they bind."""
    work = "/us/bill/119/s/9002"
    section = make(
        f"{work}/s2", "section", "2.", "Duties",
        "A provider of infrastructure as a service shall—",
        make(f"{work}/s2/1", "paragraph", "(1)", "", "verify the identity of each customer; and"),
        make(f"{work}/s2/2", "paragraph", "(2)", "", "keep records."),
    )  # fmt: skip
    found = next(
        one for one in compute(gaps, make_document(work, "is", section)) if one.gap == "G04"
    )
    assert ("closes", [f"{work}/s2/1"]) == (found.effect, [e.path for e in found.evidence])


def test_findings_of_congress_command_nothing(gaps, make, make_document):
    """The words of a duty in a section of findings are no duty."""
    work = "/us/bill/119/s/9003"
    section = make(
        f"{work}/s2",
        "section",
        "2.",
        "Findings",
        "A provider must verify the identity of each customer.",
    )
    other = make(f"{work}/s3", "section", "3.", "Short title", "This Act may be cited as the Act.")
    assert "silent" == effect(gaps, make_document(work, "is", section, other), "G04")[0]


def test_a_word_of_the_gap_without_a_rule_is_not_assessed(gaps):
    """Where the rules cannot tell, the answer is not silence."""
    words = "The Director may study large AI models."
    assert ("not-assessed", "") == effect(gaps, example_document(words, ACT), "G05")


def test_evidence_marks_the_clause(gaps, make_bill):
    """The clause that closes a gap carries its badge; others do not."""
    found = marked(gaps, make_bill(NETWORK + " subject to the jurisdiction of the United States."))
    assert {"/us/bill/119/hr/9001/s2/1/q/15"} == set(found)
    assert "G01" in found["/us/bill/119/hr/9001/s2/1/q/15"]


def test_the_same_text_gives_the_same_result(gaps, make_bill):
    """Effects depend on the text and the register alone."""
    assert compute(gaps, make_bill(NETWORK)) == compute(gaps, make_bill(NETWORK))
    assert date(2025, 4, 7) == make_bill(NETWORK).dates.published


def test_an_omnibus_is_read_only_where_it_speaks_of_the_subject(gaps, make, make_document):
    """Informants and owners in unrelated sections say nothing of export controls."""
    work = "/us/bill/119/hr/9008"
    filler = [
        make(f"{work}/s{n}", "section", f"{n}.", "", "A whistleblower in fisheries has an award.")
        for n in range(1, 12)
    ]
    assert effect(gaps, make_document(work, "ih", *filler), "G12")[0] == "silent"
    clause = "The Secretary shall pay a whistleblower who tells of a breach of export controls."
    added = make(f"{work}/s12", "section", "12.", "", clause)
    document = make_document(work, "ih", *filler, added)
    found = next(one for one in compute(gaps, document) if one.gap == "G12")
    assert ("partial", [f"{work}/s12"]) == (found.effect, [e.path for e in found.evidence])
