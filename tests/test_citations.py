"""Citations found in text and the identifiers they resolve to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import citations, identifiers
from tracker.citations import find

CFR = "/us/cfr/t15/p734/s734.13/a"
SUPPLEMENT = "/us/cfr/t15/p748/supp2/c"
BILL = "/us/bill/119/hr/2683/s2/b/3/A"
CODE = "/us/usc/t50/s4812/b"

TABLE = [
    # the United States Code, as the Federal Register and the Code itself print it
    ("50 U.S.C. 4801", "", [("50 U.S.C. 4801", "/us/usc/t50/s4801")]),
    ("15 U.S.C. 4651", "", [("15 U.S.C. 4651", "/us/usc/t15/s4651")]),
    ("15 U.S.C. § 4651", "", [("15 U.S.C. § 4651", "/us/usc/t15/s4651")]),
    ("42 USC 1983", "", [("42 USC 1983", "/us/usc/t42/s1983")]),
    ("26 U.S.C. 45X(c)(1)(A)", "", [("26 U.S.C. 45X(c)(1)(A)", "/us/usc/t26/s45X/c/1/A")]),
    # a range is two citations; a hyphen inside one section is none
    (
        "50 U.S.C. 4801-4852;",
        "",
        [("50 U.S.C. 4801", "/us/usc/t50/s4801"), ("4852", "/us/usc/t50/s4852")],
    ),
    (
        "16 U.S.C. 1531–1544",
        "",
        [("16 U.S.C. 1531", "/us/usc/t16/s1531"), ("1544", "/us/usc/t16/s1544")],
    ),
    ("42 U.S.C. 2000e-5(b)", "", [("42 U.S.C. 2000e-5(b)", "/us/usc/t42/s2000e-5/b")]),
    ("42 U.S.C. 1320a–7", "", [("42 U.S.C. 1320a–7", "/us/usc/t42/s1320a-7")]),
    ("50 U.S.C. App. 2401", "", [("50 U.S.C. App. 2401", None)]),
    ("50 U.S.C. ch. 58", "", [("50 U.S.C. ch. 58", "/us/usc/t50/ch58")]),
    # what follows is not always a member of the list
    ("5 U.S.C. 553 and 30 days", "", [("5 U.S.C. 553", "/us/usc/t5/s553")]),
    (
        "50 U.S.C. 4801, 15 CFR 734",
        "",
        [("50 U.S.C. 4801", "/us/usc/t50/s4801"), ("15 CFR 734", "/us/cfr/t15/p734")],
    ),
    (
        "5 U.S.C. 552, 552a, and 553,",
        "",
        [
            ("5 U.S.C. 552", "/us/usc/t5/s552"),
            ("552a", "/us/usc/t5/s552a"),
            ("553", "/us/usc/t5/s553"),
        ],
    ),
    (
        "section 1983 of title 42, United States Code",
        "",
        [("section 1983 of title 42, United States Code", "/us/usc/t42/s1983")],
    ),
    (
        "chapter 58 of title 50, United States Code",
        "",
        [("chapter 58 of title 50, United States Code", "/us/usc/t50/ch58")],
    ),
    # the Code of Federal Regulations
    ("15 CFR 744.23(a)(3)", "", [("15 CFR 744.23(a)(3)", "/us/cfr/t15/p744/s744.23/a/3")]),
    ("15 C.F.R. § 744.23", "", [("15 C.F.R. § 744.23", "/us/cfr/t15/p744/s744.23")]),
    ("15 CFR part 744", "", [("15 CFR part 744", "/us/cfr/t15/p744")]),
    (
        "15 CFR parts 732, 734, and 748",
        "",
        [
            ("15 CFR parts 732", "/us/cfr/t15/p732"),
            ("734", "/us/cfr/t15/p734"),
            ("748", "/us/cfr/t15/p748"),
        ],
    ),
    (
        "15 CFR parts 730-774",
        "",
        [("15 CFR parts 730", "/us/cfr/t15/p730"), ("774", "/us/cfr/t15/p774")],
    ),
    ("3 CFR, 1994 Comp., p. 950", "", []),
    ("part 774", CFR, [("part 774", "/us/cfr/t15/p774")]),
    ("part 774", "", []),
    ("part 760 of the EAR", "", [("part 760 of the EAR", "/us/cfr/t15/p760")]),
    ("part 121 of title 22", CFR, [("part 121 of title 22", "/us/cfr/t22/p121")]),
    ("§ 736.2(a)", CFR, [("§ 736.2(a)", "/us/cfr/t15/p736/s736.2/a")]),
    ("§ 736.2(a)", "/us/cfr/t15", [("§ 736.2(a)", "/us/cfr/t15/p736/s736.2/a")]),
    ("§ 736.2(a)", "", [("§ 736.2(a)", None)]),
    ("§ 744.21 (MEU)", CFR, [("§ 744.21", "/us/cfr/t15/p744/s744.21")]),
    (
        "§§ 734.2 through 734.5 and 734.9 of this part",
        CFR,
        [
            ("§§ 734.2", "/us/cfr/t15/p734/s734.2"),
            ("734.5", "/us/cfr/t15/p734/s734.5"),
            ("734.9", "/us/cfr/t15/p734/s734.9"),
        ],
    ),
    (
        "supplement no. 2 to part 748",
        CFR,
        [("supplement no. 2 to part 748", "/us/cfr/t15/p748/supp2")],
    ),
    (
        "Supplement No. 1 to this part",
        CFR,
        [("Supplement No. 1 to this part", "/us/cfr/t15/p734/supp1")],
    ),
    (
        "appendix A to 12 CFR part 1003",
        "",
        [("appendix A to 12 CFR part 1003", "/us/cfr/t12/p1003/appA")],
    ),
    (
        "appendix A to part 1003",
        "/us/cfr/t12",
        [("appendix A to part 1003", "/us/cfr/t12/p1003/appA")],
    ),
    # the Federal Register, public laws, statutes, orders
    ("89 FR 5698", "", [("89 FR 5698", "/us/fr-cite/89/5698")]),
    ("89 Fed. Reg. 5698", "", [("89 Fed. Reg. 5698", "/us/fr-cite/89/5698")]),
    ("FR Doc. 2025–19001", "", [("FR Doc. 2025–19001", "/us/fr/2025-19001")]),
    ("Pub. L. 115–232", "", [("Pub. L. 115–232", "/us/pl/115/232")]),
    ("Public Law 117-167", "", [("Public Law 117-167", "/us/pl/117/167")]),
    (
        "Pub. L. No. 117-167, 136 Stat. 1366",
        "",
        [("Pub. L. No. 117-167", "/us/pl/117/167"), ("136 Stat. 1366", "/us/stat/136/1366")],
    ),
    ("132 Stat. 2208", "", [("132 Stat. 2208", "/us/stat/132/2208")]),
    ("E.O. 13984", "", [("E.O. 13984", "/us/eo/13984")]),
    ("Executive Order 14110", "", [("Executive Order 14110", "/us/eo/14110")]),
    (
        "Executive Orders 12866 and 13563",
        "",
        [("Executive Orders 12866", "/us/eo/12866"), ("13563", "/us/eo/13563")],
    ),
    # sections of the Export Control Reform Act, only where it is named
    (
        "section 1753 of the Export Control Reform Act of 2018 (50 U.S.C. 4812)",
        "",
        [
            ("section 1753 of the Export Control Reform Act of 2018", "/us/usc/t50/s4812"),
            ("50 U.S.C. 4812", "/us/usc/t50/s4812"),
        ],
    ),
    ("section 1753(a)(1) of ECRA", "", [("section 1753(a)(1) of ECRA", "/us/usc/t50/s4812/a/1")]),
    ("ECRA section 1758(b)", "", [("section 1758(b)", "/us/usc/t50/s4817/b")]),
    ("section 1766 of ECRA", "", [("section 1766 of ECRA", None)]),
    ("section 1753", "", [("section 1753", None)]),
    # a classification in parentheses tells where a section of any Act stands
    (
        "section 38 of the Arms Export Control Act (22 U.S.C. 2778)",
        "",
        [
            ("section 38 of the Arms Export Control Act", "/us/usc/t22/s2778"),
            ("22 U.S.C. 2778", "/us/usc/t22/s2778"),
        ],
    ),
    (
        "section 2 of the Foo Act (50 U.S.C. 4801 et seq.)",
        "",
        [("section 2", None), ("50 U.S.C. 4801", "/us/usc/t50/s4801")],
    ),
    # internal references
    (
        "paragraph (a)(1) of this section",
        CFR,
        [("paragraph (a)(1) of this section", "/us/cfr/t15/p734/s734.13/a/1")],
    ),
    ("paragraph (c)(2)", SUPPLEMENT, [("paragraph (c)(2)", "/us/cfr/t15/p748/supp2/c/2")]),
    ("paragraph (1) of this definition", CFR, [("paragraph (1)", None)]),
    ("paragraph (a)", "", [("paragraph (a)", None)]),
    (
        "paragraphs (a)(1)(i) or (ii) and (b) of this section",
        CFR,
        [
            ("paragraphs (a)(1)(i)", "/us/cfr/t15/p734/s734.13/a/1/i"),
            ("(ii)", "/us/cfr/t15/p734/s734.13/a/1/ii"),
            ("(b) of this section", "/us/cfr/t15/p734/s734.13/b"),
        ],
    ),
    (
        "paragraph (c) of § 736.2",
        CFR,
        [("paragraph (c) of § 736.2", "/us/cfr/t15/p736/s736.2/c")],
    ),
    ("subsection (a)(3)", BILL, [("subsection (a)(3)", "/us/bill/119/hr/2683/s2/a/3")]),
    ("paragraph (1)", BILL, [("paragraph (1)", "/us/bill/119/hr/2683/s2/b/1")]),
    ("subparagraph (B)", BILL, [("subparagraph (B)", "/us/bill/119/hr/2683/s2/b/3/B")]),
    ("subparagraph (B)", CODE, [("subparagraph (B)", None)]),
    (
        "subparagraph (A) of paragraph (2)",
        BILL,
        [("subparagraph (A) of paragraph (2)", "/us/bill/119/hr/2683/s2/b/2/A")],
    ),
    ("section 3 of this Act", BILL, [("section 3 of this Act", "/us/bill/119/hr/2683/s3")]),
    ("section 4813 of this title", CODE, [("section 4813 of this title", "/us/usc/t50/s4813")]),
    # words that only look like citations
    ("the department 5 and the chart 7; a sectional 9; 115 persons", CFR, []),
]


@pytest.mark.parametrize(
    ("text", "context", "expected"), TABLE, ids=[f"{text} @{at}" for text, at, _ in TABLE]
)
def test_finds(text, context, expected):
    """Each form gives its words and its identifier."""
    assert expected == [(each.text, each.target) for each in find(text, context=context)]


@pytest.mark.parametrize("text", sorted({text for text, _, _ in TABLE}))
def test_inside_a_sentence(text):
    """A citation is found in running text just as alone, and its span cuts out its words."""
    before = "As provided in ("
    found = find(before + text + ").")
    assert [each.target for each in find(text)] == [each.target for each in found]
    assert all((before + text)[each.start : each.end] == each.text for each in found)


def test_the_table_of_the_act_matches_the_code():
    """Sections 1752 to 1765 are classified in one run, the later ones as the Code credits them."""
    table = citations.grammar.ECRA_SECTIONS
    assert (4801, 4811, 4824, 4825, 4852) == tuple(
        table[section] for section in (1742, 1752, 1765, 1767, 1782)
    )
    assert {1741, 1751, 1766, 1771}.isdisjoint(table)


PIECES = st.lists(
    st.sampled_from(
        [
            *("15 CFR 744.1", "50 U.S.C. 4801", "section 5", "paragraph (a)", "(ii)", "§ 7.1"),
            *(
                "Pub. L. 1-2",
                "part 744",
                "of this section",
                "of title 15",
                "-4852",
                ", 7",
                " and 8",
            ),
            *("supplement no. 3 to part 7", "E.O. 12345", "FR Doc. 2025-1", "９ CFR １", " ", "("),
        ]
    )
    | st.text(max_size=6),
    max_size=12,
)


@given(PIECES, st.sampled_from(["", CFR, BILL, CODE, SUPPLEMENT, "/us/cfr/t15", "garbage"]))
def test_never_fails_and_never_overlaps(pieces, context):
    """Any text gives ordered spans that cut out their words, with identifiers as targets."""
    text = " ".join(pieces)
    end = 0
    for each in find(text, context=context):
        assert end <= each.start < each.end
        assert text[each.start : each.end] == each.text
        assert each.target is None or each.target.startswith("/us/")
        end = each.end


@pytest.mark.parametrize(
    "target",
    sorted({target for _, _, found in TABLE for _, target in found if target}),
)
def test_targets_are_identifiers(target):
    """Targets in the Code, the CFR, the Register, laws and bills parse as identifiers."""
    if target.split("/")[2] in {"usc", "cfr", "fr", "pl", "bill"} and "1320a" not in target:
        assert target == str(identifiers.parse(target))
