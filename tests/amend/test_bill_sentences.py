"""Real amending sentences of bills and public laws, each with the instructions it gives."""

import pytest
from msgspec import structs

from tracker.amend.explain import explain
from tracker.amend.values import Action, Find, Instruction, Rename, Target
from tracker.model import Provision

FOLLOWS = (Provision("", "quotedContent", quoted=True),)
"""What `explain` puts in for new provisions that stand below the sentence."""


def told(action: Action, identifier: str, facet="whole", sentence=None, **said) -> Instruction:
    """Return an instruction as far as a sentence alone gives it."""
    return Instruction(0, "", "", action, Target(identifier, facet, sentence), **said)


TABLE = [
    pytest.param(
        "in paragraph (1), by striking “and” at the end;",
        "/us/usc/t50/s4812/a",
        [
            told("delete", "/us/usc/t50/s4812/a/1", find=Find("and", at="end")),
        ],
        id="119hr2683ih s2/3/A/i",
    ),
    pytest.param(
        ("in paragraph (2)(F), by striking the period at the end and inserting “; and”; and"),
        "/us/usc/t50/s4812/a",
        [
            told("substitute", "/us/usc/t50/s4812/a/2/F", find=Find(".", at="end"), text="; and"),
        ],
        id="119hr2683ih s2/3/A/ii",
    ),
    pytest.param(
        (
            "by striking “or in-country transfer” each place it appears and inserting "
            "“in-country transfer, or remote access”; and"
        ),
        "/us/usc/t50/s4812/c",
        [
            told(
                "substitute",
                "/us/usc/t50/s4812/c",
                find=Find("or in-country transfer", choice="all"),
                text="in-country transfer, or remote access",
            ),
        ],
        id="119hr2683ih s2/3/C/i",
    ),
    pytest.param(
        (
            "in paragraph (15), by adding at the end before “; and” the following: “or "
            "remotely access (including the provision thereof)”;"
        ),
        "/us/usc/t50/s4813/a",
        [
            told(
                "insert",
                "/us/usc/t50/s4813/a/15",
                find=Find("; and", at="end"),
                text="or remotely access (including the provision thereof)",
                position="before",
            ),
        ],
        id="119hr2683ih s2/4/A/viii",
    ),
    pytest.param(
        (
            "in the matter preceding subparagraph (A), by striking “and in-country "
            "transfer of items” and inserting “in-country transfer, and remote access of "
            "items”; and"
        ),
        "/us/usc/t50/s4811/2",
        [
            told(
                "substitute",
                "/us/usc/t50/s4811/2",
                facet="chapeau",
                find=Find("and in-country transfer of items"),
                text="in-country transfer, and remote access of items",
            ),
        ],
        id="119hr2683ih s2/2/B/i",
    ),
    pytest.param(
        (
            "Section 1765(a)(1) of the Export Control Reform Act of 2018 (50 U.S.C. "
            "4824(a)(1)) is amended by inserting “, and provision of remote access to,” "
            "after “in-country transfers of”."
        ),
        "",
        [
            told(
                "insert",
                "/us/usc/t50/s4824/a/1",
                find=Find("in-country transfers of"),
                text=", and provision of remote access to,",
                position="after",
            ),
        ],
        id="119s3519is s2/j",
    ),
    pytest.param(
        "by adding “or” at the end of clause (i) (as so designated);",
        "/us/usc/t50/s4801/5",
        [
            told("insert", "/us/usc/t50/s4801/5/i", text="or", position="end"),
        ],
        id="119hr6331ih s2/1/B",
    ),
    pytest.param(
        (
            "Part I of the Export Control Reform Act of 2018 (50 U.S.C. 4811 et seq.) is "
            "amended by inserting after section 1758 the following:"
        ),
        "",
        [
            told(
                "add", "/us/usc/t50", position="after", beside="/us/usc/t50/s4817", content=FOLLOWS
            ),
        ],
        id="119hr6875ih s2",
    ),
    pytest.param(
        (
            "Section 1756 of the Export Control Reform Act of 2018 (50 U.S.C. 4815) is "
            "amended by adding at the end the following:"
        ),
        "",
        [
            told("add", "/us/usc/t50/s4815", position="end", content=FOLLOWS),
        ],
        id="118hr6614ih s2",
    ),
    pytest.param(
        (
            "Section 3 of the Food and Nutrition Act of 2008 (7 U.S.C. 2012) is amended "
            "by striking subsection (u) and inserting the following:"
        ),
        "",
        [
            told("substitute", "/us/usc/t7/s2012/u", content=FOLLOWS),
        ],
        id="pl119-21 10101(a)",
    ),
    pytest.param(
        (
            "Section 13(a)(1) of the Food and Nutrition Act of 2008 (7 U.S.C. 2022(a)(1))"
            " is amended in the first sentence by inserting “or the payment or "
            "disposition of a State share under section 4(a)(2)” after "
            "“16(c)(1)(D)(i)(II)”."
        ),
        "",
        [
            told(
                "insert",
                "/us/usc/t7/s2022/a/1",
                sentence=1,
                find=Find("16(c)(1)(D)(i)(II)"),
                text=("or the payment or disposition of a State share under section 4(a)(2)"),
                position="after",
            ),
        ],
        id="pl119-21 10105(b)",
    ),
    pytest.param(
        (
            "in subsections (e), (g)(5), and (i)(5), by striking “2023” each place it "
            "appears and inserting “2031”."
        ),
        "/us/usc/t7/s9017",
        [
            told("substitute", "/us/usc/t7/s9017/e", find=Find("2023", choice="all"), text="2031"),
            told(
                "substitute", "/us/usc/t7/s9017/g/5", find=Find("2023", choice="all"), text="2031"
            ),
            told(
                "substitute", "/us/usc/t7/s9017/i/5", find=Find("2023", choice="all"), text="2031"
            ),
        ],
        id="pl119-21 10305(4)",
    ),
    pytest.param(
        (
            "in the clause heading, by striking “joint ventures and general partnerships”"
            " and inserting “qualified pass-through entities”;"
        ),
        "/us/usc/t7/s1308/e/3/B/ii",
        [
            told(
                "substitute",
                "/us/usc/t7/s1308/e/3/B/ii",
                facet="heading",
                find=Find("joint ventures and general partnerships"),
                text="qualified pass-through entities",
            ),
        ],
        id="pl119-21 10306(b)(1)",
    ),
    pytest.param(
        ("by redesignating subsections (c) and (d) as subsections (d) and (e), respectively;"),
        "/us/usc/t7/s9032",
        [
            told(
                "redesignate",
                "/us/usc/t7/s9032/c",
                renames=(
                    Rename("/us/usc/t7/s9032/c", "(d)"),
                    Rename("/us/usc/t7/s9032/d", "(e)"),
                ),
            ),
        ],
        id="pl119-21 10309(b)(2)",
    ),
    pytest.param(
        (
            "in subsection (d) (as so redesignated), by striking “(a)(11) and (b)(11)” "
            "and inserting “(a)(11), (b)(11), and (c)(11)”; and"
        ),
        "/us/usc/t7/s9032",
        [
            told(
                "substitute",
                "/us/usc/t7/s9032/d",
                find=Find("(a)(11) and (b)(11)"),
                text="(a)(11), (b)(11), and (c)(11)",
            ),
        ],
        id="pl119-21 10309(b)(4)",
    ),
    pytest.param(
        (
            "by redesignating subparagraphs (A) through (C) as clauses (i) through (iii),"
            " respectively, and indenting appropriately;"
        ),
        "/us/usc/t7/s1359ee/b/2",
        [
            told(
                "redesignate",
                "/us/usc/t7/s1359ee/b/2/A",
                renames=(
                    Rename("/us/usc/t7/s1359ee/b/2/A", "(i)", "clause"),
                    Rename("/us/usc/t7/s1359ee/b/2/B", "(ii)", "clause"),
                    Rename("/us/usc/t7/s1359ee/b/2/C", "(iii)", "clause"),
                ),
            ),
        ],
        id="pl119-21 10312(c)(3)(A)",
    ),
    pytest.param(
        (
            "by inserting “, and $70,000,000 for the period of fiscal years 2025 through "
            "2031” before the period at the end."
        ),
        "/us/usc/t16/s3839bb-5/f/1",
        [
            told(
                "insert",
                "/us/usc/t16/s3839bb-5/f/1",
                find=Find(".", at="end"),
                text=(", and $70,000,000 for the period of fiscal years 2025 through 2031"),
                position="before",
            ),
        ],
        id="pl119-21 10601(d)(2)",
    ),
    pytest.param(
        (
            "in paragraph (2), by striking subparagraphs (A) through (F) and inserting "
            "the following:"
        ),
        "/us/usc/t16/s3841/a",
        [
            told(
                "substitute",
                "/us/usc/t16/s3841/a/2/A",
                until="/us/usc/t16/s3841/a/2/F",
                content=FOLLOWS,
            ),
        ],
        id="pl119-21 10601(a)(1)",
    ),
    pytest.param(
        (
            "Section 10109(c) of the Agriculture Improvement Act of 2018 (Public Law "
            "115–334; 132 Stat. 4907) is amended by adding at the end the following:"
        ),
        "",
        [
            told("add", "/us/pl/115/334/s10109/c", position="end", content=FOLLOWS),
        ],
        id="pl119-21 10606(f)",
    ),
    pytest.param(
        "by striking the heading and inserting “In General”; and",
        "/us/usc/t10/s2881a/a",
        [
            told("substitute", "/us/usc/t10/s2881a/a", facet="heading", text="In General"),
        ],
        id="pl119-21 20001(c)(4)(A)",
    ),
    pytest.param(
        (
            "The table of sections for chapter 509 of title 51, United States Code, is "
            "amended by inserting after the item relating to section 50923 the following:"
        ),
        "",
        [
            told(
                "add",
                "/us/usc/t51/ch509",
                facet="toc",
                position="after",
                beside="/us/usc/t51/s50923",
                content=FOLLOWS,
            ),
        ],
        id="pl119-21 40004(b)",
    ),
    pytest.param(
        "Section 50263 of Public Law 117–169 (30 U.S.C. 1727) is repealed.",
        "",
        [
            told("repeal", "/us/usc/t30/s1727"),
        ],
        id="pl119-21 50103",
    ),
    pytest.param(
        (
            "Section 7(a) of the Mineral Leasing Act (30 U.S.C. 207(a)) is amended, in "
            "the fourth sentence, by striking “12½ per centum” and inserting “12½ "
            "percent”."
        ),
        "",
        [
            told(
                "substitute",
                "/us/usc/t30/s207/a",
                sentence=4,
                find=Find("12½ per centum"),
                text="12½ percent",
            ),
        ],
        id="pl119-21 50202(a)",
    ),
    pytest.param(
        (
            "in paragraph (2), by striking “avoid” and all that follows through the "
            "period at the end and inserting “increase capacity or output; or”; and"
        ),
        "/us/usc/t42/s16517/a",
        [
            told(
                "substitute",
                "/us/usc/t42/s16517/a/2",
                find=Find("avoid", through=""),
                text="increase capacity or output; or",
            ),
        ],
        id="pl119-21 50403(a)(1)(B)",
    ),
    pytest.param(
        (
            "in subsection (e) (as so redesignated), by striking “for—” in the matter "
            "preceding paragraph (1) and all that follows through the period at the end "
            "of paragraph (2) and inserting “for enabling the identification of critical "
            "minerals.”; and"
        ),
        "/us/usc/t42/s16517",
        [
            told(
                "substitute",
                "/us/usc/t42/s16517/e",
                find=Find("for—", through=""),
                text="for enabling the identification of critical minerals.",
                until="/us/usc/t42/s16517/e/2",
                problem="the struck words run on into another provision",
            ),
        ],
        id="pl119-21 50403(a)(5)",
    ),
    pytest.param(
        (
            "Section 6213(g)(2) is amended by striking “and” at the end of subparagraph "
            "(U), by striking the period at the end of subparagraph (V) and inserting “, "
            "and”, and by inserting after subparagraph (V) the following new "
            "subparagraph:"
        ),
        "/us/usc/t26",
        [
            told("delete", "/us/usc/t26/s6213/g/2/U", find=Find("and", at="end")),
            told("substitute", "/us/usc/t26/s6213/g/2/V", find=Find(".", at="end"), text=", and"),
            told(
                "add",
                "/us/usc/t26/s6213/g/2",
                position="after",
                beside="/us/usc/t26/s6213/g/2/V",
                content=FOLLOWS,
            ),
        ],
        id="pl119-21 70103(b)",
    ),
    pytest.param(
        (
            "Subparagraph (B) of section 199A(b)(3) is amended by striking “$50,000 "
            "($100,000 in the case of a joint return)” each place it appears and "
            "inserting “$75,000 ($150,000 in the case of a joint return)”."
        ),
        "/us/usc/t26",
        [
            told(
                "substitute",
                "/us/usc/t26/s199A/b/3/B",
                find=Find("$50,000 ($100,000 in the case of a joint return)", choice="all"),
                text="$75,000 ($150,000 in the case of a joint return)",
            ),
        ],
        id="pl119-21 70105(a)(1)",
    ),
    pytest.param(
        (
            "by striking “subclause (III)” in subclause (V), as so redesignated, and "
            "inserting “subclause (IV)”, and"
        ),
        "/us/usc/t26/s163/h/3/F/i",
        [
            told(
                "substitute",
                "/us/usc/t26/s163/h/3/F/i/V",
                find=Find("subclause (III)"),
                text="subclause (IV)",
            ),
        ],
        id="pl119-21 70108(a)(1)(C)",
    ),
    pytest.param(
        (
            "in paragraph (2), by inserting “and” at the end of subparagraph (A), by "
            "striking “, and” at the end of subparagraph (B) and inserting a period, and "
            "by striking subparagraph (C),"
        ),
        "/us/usc/t26/s132/f",
        [
            told("insert", "/us/usc/t26/s132/f/2/A", text="and", position="end"),
            told("substitute", "/us/usc/t26/s132/f/2/B", find=Find(", and", at="end"), text="."),
            told("delete", "/us/usc/t26/s132/f/2/C"),
        ],
        id="pl119-21 70112(a)(2)",
    ),
    pytest.param(
        (
            "Part VII of subchapter B of chapter 1 is amended by redesignating section "
            "224 as section 225 and by inserting after section 223 the following new "
            "section:"
        ),
        "/us/usc/t26",
        [
            told("redesignate", "/us/usc/t26/s224", renames=(Rename("/us/usc/t26/s224", "225"),)),
            told(
                "add",
                "/us/usc/t26/ch1/schB/pVII",
                position="after",
                beside="/us/usc/t26/s223",
                content=FOLLOWS,
            ),
        ],
        id="pl119-21 70201(a)",
    ),
    pytest.param(
        (
            "The table of sections for part VII of subchapter B of chapter 1 is amended "
            "by redesignating the item relating to section 224 as relating to section 225"
            " and by inserting after the item relating to section 223 the following new "
            "item:"
        ),
        "/us/usc/t26",
        [
            told(
                "redesignate",
                "/us/usc/t26/ch1/schB/pVII",
                facet="toc",
                beside="/us/usc/t26/s224",
                renames=(Rename("/us/usc/t26/s224", "225"),),
            ),
            told(
                "add",
                "/us/usc/t26/ch1/schB/pVII",
                facet="toc",
                position="after",
                beside="/us/usc/t26/s223",
                content=FOLLOWS,
            ),
        ],
        id="pl119-21 70201(g)",
    ),
    pytest.param(
        (
            "The second sentence of section 529A(b)(6) is amended by inserting “but do "
            "not include any rollover contribution” before the period at the end."
        ),
        "/us/usc/t26",
        [
            told(
                "insert",
                "/us/usc/t26/s529A/b/6",
                sentence=2,
                find=Find(".", at="end"),
                text="but do not include any rollover contribution",
                position="before",
            ),
        ],
        id="pl119-21 70204(a)(2)(B)",
    ),
    pytest.param(
        ("by inserting after the first sentence the following: “No deduction shall be allowed.”."),
        "/us/usc/t26/s280C/a",
        [
            told(
                "add",
                "/us/usc/t26/s280C/a",
                sentence=1,
                text="No deduction shall be allowed.",
                position="after",
            ),
        ],
        id="pl119-21 70304(b)(2)",
    ),
    pytest.param(
        (
            "The item relating to section 250 in the table of sections for part VII of "
            "subchapter B of chapter 1 of such Code is amended by striking “global "
            "intangible low-taxed income” and inserting “net CFC tested income”."
        ),
        "/us/usc/t26",
        [
            told(
                "substitute",
                "/us/usc/t26/ch1/schB/pVII",
                facet="toc",
                find=Find("global intangible low-taxed income"),
                text="net CFC tested income",
                beside="/us/usc/t26/s250",
            ),
        ],
        id="pl119-21 70323(a)(3)(A)(iii)",
    ),
    pytest.param(
        (
            "Section 163(j)(5) is amended by adding at the end the following new "
            "sentence: “Such term shall not include any interest which is capitalized "
            "under section 263(g) or 263A(f).”."
        ),
        "/us/usc/t26",
        [
            told(
                "add",
                "/us/usc/t26/s163/j/5",
                text=(
                    "Such term shall not include any interest which is capitalized "
                    "under section 263(g) or 263A(f)."
                ),
                position="end",
            ),
        ],
        id="pl119-21 70341(b)",
    ),
    pytest.param(
        (
            "Section 1400Z-1(c) is amended by striking all that precedes paragraph (2) "
            "and inserting the following:"
        ),
        "/us/usc/t26",
        [
            told(
                "substitute",
                "/us/usc/t26/s1400Z-1/c",
                find=Find("", side="before"),
                beside="/us/usc/t26/s1400Z-1/c/2",
                content=FOLLOWS,
            ),
        ],
        id="pl119-21 70421(b)(1)",
    ),
    pytest.param(
        (
            "Paragraphs (3)(A) and (4)(A) of section 1202(a) are each amended by striking"
            " “paragraph (1)” and inserting “paragraph (1)(A)”."
        ),
        "/us/usc/t26",
        [
            told(
                "substitute",
                "/us/usc/t26/s1202/a/3/A",
                find=Find("paragraph (1)"),
                text="paragraph (1)(A)",
            ),
            told(
                "substitute",
                "/us/usc/t26/s1202/a/4/A",
                find=Find("paragraph (1)"),
                text="paragraph (1)(A)",
            ),
        ],
        id="pl119-21 70431(a)(5)(A)",
    ),
    pytest.param(
        "by striking “and” after the semicolon;",
        "/us/usc/t20/s1087e/d/1/D",
        [
            told("substitute", "/us/usc/t20/s1087e/d/1/D", find=Find("; and", at="end"), text=";"),
        ],
        id="pl119-21 82001(b)(1)(B)(ii)",
    ),
    pytest.param(
        (
            "Section 21 of such Code, as amended by subsection (a), is amended by adding "
            "at the end the following new subsection:"
        ),
        "/us/usc/t26",
        [
            told("add", "/us/usc/t26/s21", position="end", content=FOLLOWS),
        ],
        id="117hr1319enr 9631(b)",
    ),
    pytest.param(
        (
            "Subparagraph (B) of section 379(d)(2) of the Public Health Service Act (42 "
            "U.S.C. 274k(d)(2)) is amended by striking the second and third sentences in "
            "such subparagraph."
        ),
        "",
        [
            told("delete", "/us/usc/t42/s274k/d/2/B", sentence=3),
            told("delete", "/us/usc/t42/s274k/d/2/B", sentence=2),
        ],
        id="117hr941enr 2(b)(2)",
    ),
    pytest.param(
        "Section 1948 of SAFETEA–LU (Public Law 109–59; 119 Stat. 1514) is repealed.",
        "",
        [
            told("repeal", "/us/pl/109/59/s1948"),
        ],
        id="116hr1865eah dH/tI/129",
    ),
    pytest.param(
        (
            "The first section of the Act entitled “An Act to fix the annual rates of pay"
            " for the Architect of the Capitol and the Assistant Architect of the "
            "Capitol” (2 U.S.C. 1802) is amended to read as follows:"
        ),
        "",
        [
            told("amend", "/us/usc/t2/s1802", content=FOLLOWS),
        ],
        id="116hr1865eah dE/212(a)(3)(D)",
    ),
    pytest.param(
        (
            "by redesignating the second subsection (c) and subsection (d) as subsections"
            " (d) and (e), respectively; and"
        ),
        "/us/usc/t16/s669c",
        [
            told("redesignate", "/us/usc/t16/s669c", problem="not understood: “the second”"),
        ],
        id="116hr1865eah dP/501(d)(2)(A)",
    ),
    pytest.param(
        (
            "The table of sections for chapter 39 of title 44, United States Code, is "
            "amended by striking the item relating to section 3902 and inserting the "
            "following:"
        ),
        "",
        [
            told(
                "substitute",
                "/us/usc/t44/ch39",
                facet="toc",
                beside="/us/usc/t44/s3902",
                content=FOLLOWS,
            ),
        ],
        id="116hr1865eah dP/1602(c)(2)",
    ),
    pytest.param(
        (
            "Section 1207(e) of the Carl Levin and Howard P. “Buck” McKeon National "
            "Defense Authorization Act for Fiscal Year 2015 (10 U.S.C. 2342 note) is "
            "amended by striking “September 30, 2019” and inserting “September 30, 2024”."
        ),
        "",
        [
            told(
                "substitute",
                "",
                find=Find("September 30, 2019"),
                text="September 30, 2024",
                problem=(
                    "section 1207 of the Carl Levin and Howard P. “Buck” McKeon "
                    "National Defense Authorization Act for Fiscal Year 2015 has no"
                    " identifier that the text gives"
                ),
            ),
        ],
        id="116s2731rcs 1202",
    ),
    pytest.param(
        "in subsection (a), by repealing paragraph (24); and",
        "/us/usc/t20/s1094",
        [
            told("repeal", "/us/usc/t20/s1094/a/24"),
        ],
        id="119hr1eh 30051(a)(1)",
    ),
    pytest.param(
        (
            "in subparagraph (A) by inserting “without an elderly or disabled member” "
            "after “household” the 1st place it appears; and"
        ),
        "/us/usc/t7/s2014/k/4",
        [
            told(
                "insert",
                "/us/usc/t7/s2014/k/4/A",
                find=Find("household", choice="first"),
                text="without an elderly or disabled member",
                position="after",
            ),
        ],
        id="119hr1eh 10004(b)(1)",
    ),
    pytest.param(
        "by moving the left margin 2 ems to the left; and",
        "/us/usc/t42/s1396b/m/2/A/xiii",
        [
            told("noChange", "/us/usc/t42/s1396b/m/2/A/xiii"),
        ],
        id="119hr1eh 44124(b)(1)(C)",
    ),
    pytest.param(
        (
            "in the flush left matter at the end, by striking “and (18),” and inserting "
            "“(18), and (28)”."
        ),
        "/us/usc/t42/s1396b/i",
        [
            told(
                "substitute",
                "/us/usc/t42/s1396b/i",
                facet="continuation",
                find=Find("and (18),"),
                text="(18), and (28)",
            ),
        ],
        id="119hr1eh 44125(a)(4)",
    ),
]


@pytest.mark.parametrize(("sentence", "context", "expected"), TABLE)
def test_a_real_sentence_gives_its_instructions(sentence, context, expected):
    """Action, target, words, place and new designators are read as a person reads them."""
    found = explain(sentence, context).instructions
    assert [structs.replace(each, number=0, path="", words="") for each in found] == expected


CONTEXT = "/us/usc/t10/s100"
FORMS = [
    (
        (
            "Subsections (a) and (b) of section 5 and section 6(c) of title 10, United States "
            "Code, are each amended by striking “x”."
        ),
        [
            told("delete", f"/us/usc/t10/{portion}", find=Find("x"))
            for portion in ("s5/a", "s5/b", "s6/c")
        ],
    ),
    (
        "by striking all after “x” and inserting “y”",
        [told("substitute", CONTEXT, find=Find("x", side="after"), text="y")],
    ),
    (
        "by striking “, except that” and all that follows before the period at the end",
        [told("substitute", CONTEXT, find=Find(", except that", through=""), text=".")],
    ),
    (
        "in subsection (a) by striking “x” and inserting “y” and in subsection (b) by striking “z”",
        [
            told("substitute", f"{CONTEXT}/a", find=Find("x"), text="y"),
            told("delete", f"{CONTEXT}/b", find=Find("z")),
        ],
    ),
    (
        "by striking “x” in the second sentence of paragraph (2)",
        [told("delete", f"{CONTEXT}/2", sentence=2, find=Find("x"))],
    ),
    (
        "in the heading and in paragraph (2), by striking “x”",
        [
            told("delete", CONTEXT, facet="heading", find=Find("x")),
            told("delete", f"{CONTEXT}/2", find=Find("x")),
        ],
    ),
    (
        "by inserting after clause (ii)(II) of paragraph (3)(E) the following new clause:",
        [
            told(
                "add",
                f"{CONTEXT}/3/E",
                position="after",
                beside=f"{CONTEXT}/3/E/ii",
                content=FOLLOWS,
            )
        ],
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), FORMS)
def test_a_form_gives_its_instructions(sentence, expected):
    """Forms of the drafting style that are easily misread."""
    found = explain(sentence, CONTEXT).instructions
    assert [structs.replace(each, number=0, path="", words="") for each in found] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "by striking “x” and all that follows through “y” the second place it appears",
        "by inserting “x” before “y” and after “z”",
        "by striking “2024” the first two places it appears",
        "by striking the text of subsection (a) and inserting the following: “x”",
        "by striking the second paragraph (3)",
        "by inserting after and below paragraph (2) the following:",
        "by redesignating such subsection as subsection (c)",
        "by redesignating subsection (f) as paragraph (3) of subsection (a)",
        "by striking “x” and “y” and inserting “z”",
        "by striking “for—” and all that follows through the period at the end of paragraph (2)",
        "by transferring subsection (c) to section 5",
        "by inserting “x”",
    ],
)
def test_a_form_that_is_not_understood_says_so(sentence):
    """What cannot be taken at its word is never taken for something simpler."""
    found = explain(sentence, CONTEXT).instructions
    assert found
    assert all(each.problem for each in found)
