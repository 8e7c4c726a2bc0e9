"""Sentences of rules cut at their verbs; each row is an instruction of the document it cites."""

from datetime import date

import pytest

from tracker.amend.rules.words import day, masked, order

ROWS = [
    pytest.param(
        "Section 1026.35, as amended by the final rule published on January 22, 2013, 78 FR 4726, "
        "effective June 1, 2013, is further amended by revising the last sentence of paragraph "
        "(b)(1), and adding paragraph (e) to read as follows:",
        ("Section 1026.35",),
        [
            ("revise", "the last sentence of paragraph (b)(1), and", ""),
            ("add", "paragraph (e) to read as follows:", ""),
        ],
        id="2013-12125-i4",
    ),
    pytest.param(
        "In § 447.43, paragraph (a) is revised.",
        ("In § 447.43",),
        [("revise", "paragraph (a)", ".")],
        id="2014-02580-i2",
    ),
    pytest.param(
        "Section 1024.13 is removed and reserved.",
        (),
        [("reserve", "Section 1024.13", ".")],
        id="2013-16962-i4",
    ),
    pytest.param(
        "Section 1026.43(e)(4)(ii)(C), as added at 78 FR 6584 (Jan. 30, 2013) and amended at 78 FR "
        "44718 (July 24, 2013) and 78 FR 60442 (Oct. 1, 2013), is revised to read as follows:",
        (),
        [("revise", "Section 1026.43(e)(4)(ii)(C)", "to read as follows:")],
        id="2013-24521-i9",
    ),
    pytest.param(
        "The authority citation for 27 CFR Part 447 continues to read as follows:",
        (),
        [("keep", "The authority citation for 27 CFR Part 447", "as follows:")],
        id="E8-23178-i1",
    ),
    pytest.param(
        "In § 478.74, revise the fifth and sixth sentences and add a seventh sentence to read as "
        "follows:",
        ("In § 478.74",),
        [
            ("revise", "the fifth and sixth sentences and", ""),
            ("add", "a seventh sentence to read as follows:", ""),
        ],
        id="2016-12100-i4",
    ),
    pytest.param(
        "Amend § 479.21 by removing the words “mailed to X” in paragraph (b) and adding in their "
        "place the words “submitted to Y”.",
        ("§ 479.21",),
        [
            ("remove", "the words ⟦0⟧ in paragraph (b) and", ""),
            ("add", "in their place the words ⟦1⟧.", ""),
        ],
        id="2014-18842-i19",
    ),
    pytest.param("Section 744.21 is amended by:", ("Section 744.21",), [], id="2025-19001-i11"),
    pytest.param(
        "Paragraphs (a) and (b) are redesignated as paragraphs (b) and (c) and revised.",
        (),
        [
            ("redesignate", "Paragraphs (a) and (b)", "as paragraphs (b) and (c)"),
            ("revise", "paragraphs (b) and (c)", "."),
        ],
        id="chained",
    ),
    pytest.param(
        "Section 1.1 is amended to read as follows:",
        ("Section 1.1",),
        [("revise", "", "to read as follows")],
        id="amended-to-read",
    ),
    pytest.param(
        "In § 1.1, lift the stay on paragraph (b).",
        ("In § 1.1",),
        [("lift", "the stay on paragraph (b).", "")],
        id="a-stay-is-no-verb",
    ),
    pytest.param(
        "For the reasons set forth in the preamble, § 1.1 is proposed to be amended by adding "
        "paragraph (c).",
        ("§ 1.1",),
        [("add", "paragraph (c).", "")],
        id="proposed",
    ),
]
COMMENTARY = [
    pytest.param(
        "Under Section 1026.32—Requirements for Certain Closed-End Home Mortgages, under Paragraph "
        "32(d) Limitations, paragraph 1 is revised.",
        [
            "Section 1026.32—Requirements for Certain Closed-End Home Mortgages",
            "Paragraph 32(d) Limitations",
        ],
        id="2013-12125-i5-A",
    ),
    pytest.param(
        "35(e) Rules for Higher-Priced Mortgage Loans is added.",
        ["35(e) Rules for Higher-Priced Mortgage Loans"],
        id="2013-12125-i5-C-iii",
    ),
    pytest.param(
        "Under 19(g)(2) Permissible changes, paragraph 3 is revised.",
        ["19(g)(2) Permissible changes"],
        id="2015-18239-i4-B",
    ),
]


@pytest.mark.parametrize(("text", "scope", "clauses"), ROWS)
def test_cuts_sentences(text, scope, clauses):
    """A sentence gives its scope and its verbs with their objects and complements."""
    found = order(text)
    assert found.scope == scope
    assert [(each.verb, each.objects, each.rest) for each in found.clauses] == clauses


@pytest.mark.parametrize(("text", "captions"), COMMENTARY)
def test_masks_captions(text, captions):
    """In a commentary, captions that look like citations are names."""
    assert list(order(text, commentary=True).quotes) == captions


def test_masks_capitals_anywhere():
    """A group of a list that is named in capitals is a name, its commas included (2025-05426)."""
    found = order("Under CHINA, PEOPLE'S REPUBLIC OF, adding “X”;")
    assert "CHINA, PEOPLE'S REPUBLIC OF" in found.quotes


@pytest.mark.parametrize(
    ("text", "words", "quotes"),
    [
        ("remove “a “b” c” and", "remove ⟦0⟧ and", ("a “b” c",)),
        ('remove "a" and', "remove ⟦0⟧ and", ("a",)),
        ("remove ‘a’ and", "remove ⟦0⟧ and", ("a",)),
        ("the owner’s ‘military’ use", "the owner’s ⟦0⟧ use", ("military",)),
        ("remove `it' here", "remove ⟦0⟧ here", ("it",)),
        ("remove “a and", "remove “a and", ()),
        ("a ⟦7⟧ sign", "a [7] sign", ()),
    ],
)
def test_masks_quotations(text, words, quotes):
    """Quoted words of all styles are masked; an open quotation mark masks nothing."""
    assert masked(text) == (words, quotes)


def test_takes_off_a_date_of_its_own():
    """“Effective November 10, 2026, amend …” is an instruction with its own date."""
    found = order("Effective November 10, 2026, amend § 744.8 by removing paragraph (a)(3).")
    assert found.effective == date(2026, 11, 10)
    assert found.scope == ("§ 744.8",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May 1, 2025", date(2025, 5, 1)),
        ("Sept. 9, 2024", date(2024, 9, 9)),
        ("February 30, 2025", None),
        ("soon", None),
    ],
)
def test_reads_days(text, expected):
    """A date in words is a day; an impossible one is none."""
    assert day(text) == expected


def test_waits_for_objects():
    """“is amended by adding:” leaves its verb to the instructions below."""
    assert order("Section 1.1 is amended by adding:").pending == "add"


def test_gives_a_verb_a_place_of_its_own():
    """A place named in the middle of a sentence is for the verbs after it."""
    found = order(
        "§ 1.1 is amended by removing paragraph (a), in paragraph (b) removing “X”, and § 1.2 is "
        "amended by adding paragraph (c)."
    )
    assert found.scope == ("§ 1.1",)
    assert [each.scope for each in found.clauses] == [(), ("in paragraph (b)",), ("§ 1.2",)]
