"""Each pass over the tokens of an amending sentence, alone, on real phrases."""

import pytest

from tracker.amend.statutes import passes
from tracker.amend.statutes.tokens import Token, text_of, words


def typed(name, sentence):
    """Return what one pass alone makes of a sentence: (kind, text, value) of all but words."""
    tokens = getattr(passes, name)(words(sentence))
    assert text_of(tokens) == sentence
    return [(each.kind, each.text, each.value) for each in tokens if each.kind != "words"]


PHRASES = [
    # quotations: what is quoted is never read as an order; one may stay open before its block
    ("quotations", "by striking “and” at the end;", [("quote", "“and”", "and")], "119hr2683ih"),
    (
        "quotations",
        "by striking ''only'' each place it appears;",
        [("quote", "''only''", "only")],
        "114hr50ih 13(1)(B)",
    ),
    (
        "quotations",
        'by striking “at the loan rate” and inserting the following: "at a rate that is—',
        [
            ("quote", "“at the loan rate”", "at the loan rate"),
            ("quote", '"at a rate that is—', "at a rate that is—"),
        ],
        "pl119-21 10310(2)(B)",
    ),
    (
        "quotations",
        "Section 1207(e) of the Carl Levin and Howard P. “Buck” McKeon National Defense Act",
        [],
        "116s2731rcs 1202",
    ),
    # noise: amended before, redesignated, known as
    (
        "noise",
        "Section 274(o), as added by section 13304 of Public Law 115-97, is amended",
        [("noise", ", as added by section 13304 of Public Law 115-97,", "")],
        "pl119-21 70305(a)",
    ),
    (
        "noise",
        "in subsection (d) (as so redesignated), by striking",
        [("noise", " (as so redesignated)", "")],
        "pl119-21 10309(b)(4)",
    ),
    (
        "noise",
        "in subclause (V), as so redesignated, and inserting",
        [("noise", ", as so redesignated,", "")],
        "pl119-21 70108(a)(1)(C)",
    ),
    (
        "noise",
        (
            "Section 3679, as added by section 1018 of the Johnny Isakson and David P. Roe, M.D. "
            "Improvement Act of 2020 (Public Law 116–315), is amended"
        ),
        [
            (
                "noise",
                (
                    ", as added by section 1018 of the Johnny Isakson and David P. Roe, M.D. "
                    "Improvement Act of 2020 (Public Law 116–315),"
                ),
                "",
            )
        ],
        "117hr2523enr 6",
    ),
    (
        "asides",
        "Public Law 117–169 (commonly known as the “Inflation Reduction Act of 2022”) is",
        [("noise", " (commonly known as the “Inflation Reduction Act of 2022”)", "")],
        "pl119-21 50144",
    ),
    (
        "asides",
        "Effective as if included in the X Act, section 2 of such Act is amended",
        [("noise", "Effective as if included in the X Act, ", "intro")],
        "pl119-4 3105",
    ),
    (
        "manners",
        "as clauses (i) through (iii), respectively, and indenting appropriately;",
        [("noise", ", respectively", ""), ("noise", ", and indenting appropriately", "")],
        "pl119-21 10312(c)(3)(A)",
    ),
    ("manners", "and by moving such paragraphs before paragraph (3),", [], "pl119-21 70323(b)"),
    # tables of contents and their items
    (
        "tables",
        "The table of sections for chapter 203 of title 51 is amended",
        [("toc", "The table of sections for", "")],
        "pl119-21 40005(b)",
    ),
    (
        "tables",
        "the item relating to section 224 as relating to section 225",
        [("item", "the item relating to", ""), ("item", "relating to", "")],
        "pl119-21 70201(g)",
    ),
    # parts of a provision
    (
        "matters",
        "in the matter preceding subparagraph (A), by striking",
        [("matter", "the matter preceding ", "chapeau")],
        "119hr2683ih 2(2)(B)(i)",
    ),
    (
        "matters",
        "in the flush left matter at the end, by striking",
        [("matter", "the flush left matter", "continuation")],
        "119hr1eh 44125(a)(4)",
    ),
    (
        "headings",
        "in the subsection heading, by striking “2023”",
        [("heading", "the subsection heading", "subsection")],
        "pl119-21 10309(b)(1)(A)",
    ),
    (
        "headings",
        "by striking “Specified” in the heading thereof",
        [("heading", "the heading thereof", "")],
        "pl119-21 70302(b)(1)(B)(iii)",
    ),
    (
        "sentences",
        "by striking the second and third sentences in such subparagraph",
        [("sentence", "the second and third sentences", "2 3")],
        "117hr941enr 2(b)(2)",
    ),
    ("sentences", "in the last sentence—", [("sentence", "the last sentence", "-1")], "pl119-21"),
    # which, where, how far
    (
        "occurrences",
        "“2023” each place it appears and inserting “2031”",
        [("which", " each place it appears", "all")],
        "pl119-21 10303",
    ),
    (
        "occurrences",
        "after “household” the 1st place it appears;",
        [("which", " the 1st place it appears", "first")],
        "119hr1eh 10004(b)(1)",
    ),
    ("edges", "by adding “and” at the end", [("edge", "at the end", "end")], "pl119-21 50403"),
    (
        "rests",
        "by striking “avoid” and all that follows through the period",
        [("rest", " and all that follows through", "follows")],
        "pl119-21 50403(a)(1)(B)",
    ),
    (
        "rests",
        "by striking all that precedes paragraph (2) and",
        [("rest", " all that precedes", "precedes")],
        "pl119-21 70421(b)(1)",
    ),
    (
        "sides",
        "before “shall be”; and after “households”",
        [("side", "before", "before"), ("side", "after", "after")],
        "pl119-21 10103",
    ),
    (
        "points",
        "the period at the end and inserting a semicolon",
        [("point", "the period", "."), ("point", "a semicolon", ";")],
        "119hr2683ih",
    ),
    (
        "followings",
        "by adding at the end the following new paragraph:",
        [("following", "the following new paragraph:", "paragraph")],
        "pl119-21 70104",
    ),
    (
        "followings",
        "by inserting after section 208 the following new section 209:",
        [("following", "the following new section 209:", "section")],
        "114hr50ih 12(2)",
    ),
    # verbs
    (
        "verbs",
        "is amended by striking “X” and inserting “Y”",
        [
            ("verb", "is amended", "amend"),
            ("verb", "by striking", "strike"),
            ("verb", "inserting", "insert"),
        ],
        "pl119-21",
    ),
    (
        "verbs",
        "is further amended to read as follows:",
        [("verb", "is further amended", "amend"), ("verb", "to read as follows", "read")],
        "116s2731rcs 1222",
    ),
    ("verbs", "such plan is amended pursuant to a provision", [], "117hr1319enr 9632(c)(1)"),
]


@pytest.mark.parametrize(
    ("name", "sentence", "expected"),
    [row[:3] for row in PHRASES],
    ids=[f"{row[0]}-{row[3]}-{number}" for number, row in enumerate(PHRASES)],
)
def test_a_pass_types_its_phrases_and_nothing_else(name, sentence, expected):
    """Every pass keeps the text and types only the phrases it is for."""
    assert typed(name, sentence) == expected


def test_places_are_joined_over_noise():
    """A section and the Act it belongs to are one place though a remark stands between them."""
    tokens = passes.tokenize(
        words("section 5 (as so redesignated) of the Export Control Reform Act of 2018")
    )
    place = tokens[0]
    assert (place.kind, place.places[0].section, place.places[0].act) == (
        "place",
        "5",
        "Export Control Reform Act of 2018",
    )


def test_tokens_that_are_typed_stay_as_they_are():
    """A pass looks into words only."""
    quote = Token("quote", "“by striking”", "by striking")
    assert passes.verbs((quote,)) == (quote,)


def test_an_act_is_named_by_its_long_title():
    """The first section of an Act without a short title is found with its Code citation."""
    tokens = passes.titled(
        words(
            "The first section of the Act entitled “An Act to fix pay” (2 U.S.C. 1802) is amended"
        )
    )
    place = tokens[0].places[0]
    assert (place.section, place.cite) == ("1", "/us/usc/t2/s1802")
