"""Small rules carried out on small parts of the CFR."""

import pytest
from rule_texts import amdpar, cfr, lines, rule, section

from tracker.amend.execution.execute import execute
from tracker.amend.rules.reading import read

BASE = cfr(
    (
        "744.1",
        "Scope.",
        "(a) <I>General.</I> One rule. Two rules.",
        "(1) First item; and",
        "(2) Second item.",
        "(b) Bureau means an office, and the Bureau is here.",
        "(c) <I>Last.</I> The end.",
    ),
    (
        "744.2",
        "Definitions.",
        "<P><I>Apple</I> means a fruit.</P>",
        "<P><I>Chip</I> means a circuit.</P>",
    ),
)


def carried_out(*body, base=BASE):
    """Return the result's lines and the reasons of the ledger."""
    amended = execute(base, read(rule(*body)))
    return lines(amended.result), [entry.reason for entry in amended.ledger]


def changed(*body, base=BASE):
    """Return the lines that a rule adds and takes away; everything in it must be executed."""
    result, reasons = carried_out(*body, base=base)
    assert reasons == [""] * len(reasons)
    before = lines(base)
    gone = [f"- {line}" for line in before if line not in result]
    return gone + [f"+ {line}" for line in result if line not in before]


def test_revises_only_what_is_shown_between_asterisks():
    """A section revised and shown with asterisks keeps what they stand for."""
    found = changed(
        amdpar("1. Section 744.1 is revised to read as follows:"),
        section("744.1", "Reach.", "(a) * * *", "***", "(2) New second.", "***"),
    )
    assert found == [
        "- /s744.1 | Scope.",
        "- /s744.1/a/2 | Second item.",
        "+ /s744.1 | Reach.",
        "+ /s744.1/a/2 | New second.",
    ]


def test_removes_what_no_asterisks_cover():
    """A paragraph shown without asterisks is all there is of it."""
    found = changed(
        amdpar("1. In § 744.1, revise paragraph (a) to read as follows:"),
        section("744.1", "Scope.", "(a) <E T='03'>General.</E> New rule.", "(1) Only item.", "***"),
    )
    assert found == [
        "- /s744.1/a | General. One rule. Two rules.",
        "- /s744.1/a/1 | First item; and",
        "- /s744.1/a/2 | Second item.",
        "+ /s744.1/a | General. New rule.",
        "+ /s744.1/a/1 | Only item.",
    ]


def test_refuses_asterisks_within_a_text():
    """Asterisks inside a paragraph's text stand for words that are not told apart."""
    _, reasons = carried_out(
        amdpar("1. In § 744.1, revise paragraph (b) to read as follows:"),
        section("744.1", "Scope.", "***", "(b) * * * and the Office is here.", "***"),
    )
    assert reasons == ["base-differs"]


def test_refuses_asterisks_that_may_stand_for_two_things():
    """A row after (a) may stand for (a)(1) or for (b)."""
    _, reasons = carried_out(
        amdpar("1. Section 744.1 is revised to read as follows:"),
        section("744.1", "Scope.", "(a) New rule.", "***"),
    )
    assert reasons == ["base-differs"]


def test_redesignates_adds_and_revises_in_order():
    """A new paragraph takes a designator that the same rule frees."""
    found = changed(
        amdpar("1. Section 744.1 is amended by:"),
        amdpar("a. Redesignating paragraphs (b) and (c) as paragraphs (c) and (d);"),
        amdpar("b. Adding new paragraph (b); and"),
        amdpar("c. Revising newly redesignated paragraph (d)."),
        section("744.1", "Scope.", "***", "(b) New b.", "***", "(d) New d."),
    )
    assert found == [
        "- /s744.1/b | Bureau means an office, and the Bureau is here.",
        "- /s744.1/c | Last. The end.",
        "+ /s744.1/b | New b.",
        "+ /s744.1/c | Bureau means an office, and the Bureau is here.",
        "+ /s744.1/d | New d.",
    ]


def test_moves_a_paragraph_to_another_place():
    """(a)(2) becomes (b) once the old (b) has made room (2016-23968, instruction 5)."""
    found = changed(
        amdpar("5. Amend § 744.1 by:"),
        amdpar("e. Redesignating paragraphs (b) and (c) as paragraphs (c) and (d)."),
        amdpar("f. Redesignating paragraph (a)(2) as paragraph (b)."),
    )
    assert found == [
        "- /s744.1/a/2 | Second item.",
        "- /s744.1/b | Bureau means an office, and the Bureau is here.",
        "- /s744.1/c | Last. The end.",
        "+ /s744.1/b | Second item.",
        "+ /s744.1/c | Bureau means an office, and the Bureau is here.",
        "+ /s744.1/d | Last. The end.",
    ]


def test_puts_numerals_in_the_order_of_numerals():
    """(ii) goes before (v), although as letters it would come after."""
    base = cfr(("744.1", "Scope.", "(a) Items:", "(1) These:", "(i) One;", "(ii) Two;",
                "(iii) Three;", "(iv) Four."))  # fmt: skip
    result, reasons = carried_out(
        amdpar("1. In § 744.1, redesignate paragraphs (a)(1)(ii) through (iv) as paragraphs "
               "(a)(1)(iii) through (v) and add new paragraph (a)(1)(ii) to read as follows:"),
        section("744.1", "Scope.", "(a) * * *", "(1) * * *", "(ii) New;", "***"),
        base=base,
    )  # fmt: skip
    assert reasons == ["", ""]
    assert [line.partition(" | ")[2] for line in result[3:]] == [
        "One;",
        "New;",
        "Two;",
        "Three;",
        "Four.",
    ]


def test_adds_and_revises_sentences():
    """Sentences are put at their places in the paragraph's own text."""
    found = changed(
        amdpar(
            "1. In § 744.1, revise the second sentence of paragraph (a) introductory text and "
            "add a sentence at the end of paragraph (a) introductory text to read as follows:"
        ),
        section("744.1", "Scope.", "(a) * * * New two. New three.", "***"),
    )
    assert "+ /s744.1/a | General. One rule. New two. New three." in found


def test_removes_each_sentence_by_its_own_number():
    """Sentences removed together are counted in the text as it was."""
    base = cfr(("744.1", "Scope.", "(a) One. Two. Three. Four."))
    result, reasons = carried_out(
        amdpar("1. In § 744.1, remove the first and third sentences of paragraph (a)."), base=base
    )
    assert (result[-1], reasons) == ("/s744.1/a | Two. Four.", ["", ""])


def test_refuses_numbers_that_earlier_instructions_shifted():
    """The second sentence is not the same one once the first is gone."""
    base = cfr(("744.1", "Scope.", "(a) One. Two. Three. Four."))
    result, reasons = carried_out(
        amdpar("1. Section 744.1 is amended by:"),
        amdpar("a. Removing the first sentence of paragraph (a); and"),
        amdpar("b. Removing the second sentence of paragraph (a)."),
        base=base,
    )
    assert (result[-1], reasons) == ("/s744.1/a | Two. Three. Four.", ["", "conflict"])


def test_adds_definitions_in_the_order_of_the_alphabet():
    """A definition goes between those that come before and after it."""
    result, _ = carried_out(
        amdpar(
            "1. In § 744.2, add, in alphabetical order, a definition for “Bank” to read as follows:"
        ),
        section("744.2", "Definitions.", "***", "<P><E T='03'>Bank</E> means a house.</P>", "***"),
    )
    assert [line.partition(" | ")[2] for line in result][-3:] == [
        "Apple means a fruit.",
        "Bank means a house.",
        "Chip means a circuit.",
    ]


def test_orders_definitions_by_their_words():
    """A hyphen parts words as a space does: Home-equity, Home improvement (12 CFR 1003.2)."""
    terms = ("Dwelling", "Home-equity line", "Home improvement loan", "Home purchase loan")
    base = cfr(("744.2", "Terms.", *(f"<P><I>{term}</I> means this.</P>" for term in terms)))
    result, _ = carried_out(
        amdpar("1. In § 744.2, add, in alphabetical order, a definition for “Home-equity loan”:"),
        section("744.2", "Terms.", "***", "<P><E T='03'>Home-equity loan</E> means that.</P>"),
        base=base,
    )
    assert [line.partition(" | ")[2].partition(" means")[0] for line in result][1:] == [
        "Dwelling",
        "Home-equity line",
        "Home-equity loan",
        "Home improvement loan",
        "Home purchase loan",
    ]


@pytest.mark.parametrize(
    ("text", "gone", "come"),
    [
        (
            "In § 744.2, remove “fruit” in the definition of “Apple” and add in its place “tree”.",
            "Apple means a fruit.",
            "Apple means a tree.",
        ),
        (
            (
                "In § 744.1, remove “Bureau” and add “Office” in its place wherever it appears in "
                "paragraph (b)."
            ),
            "Bureau means an office, and the Bureau is here.",
            "Office means an office, and the Office is here.",
        ),
        (
            "In § 744.1, remove “; and” at the end of paragraph (a)(1) and add “.” in its place.",
            "First item; and",
            "First item.",
        ),
    ],
)
def test_substitutes_words(text, gone, come):
    """Words are found in the place that is named, and only there."""
    found = changed(amdpar("1. " + text))
    assert [line.partition(" | ")[2] for line in found] == [gone, come]


def test_counts_words_that_stand_there_twice():
    """Two occurrences where one is meant are left alone."""
    _, reasons = carried_out(
        amdpar("1. In § 744.1(b), remove “Bureau” and add “Office” in its place.")
    )
    assert reasons == ["words-ambiguous"]


def test_spoils_no_other_instruction():
    """What cannot be carried out leaves the rest as ordered."""
    result, reasons = carried_out(
        amdpar("1. In § 744.1, remove paragraph (z)."),
        amdpar("2. In § 744.9, remove paragraph (a)."),
        amdpar("3. In § 744.1, reconsider the diagram after removing it."),
        amdpar("4. In § 744.1, remove paragraph (c)."),
    )
    assert reasons == ["target-not-found", "target-not-found", "not-understood", ""]
    assert lines(BASE) == [*result[:5], "/s744.1/c | Last. The end.", *result[5:]]


def test_reserves_sections_and_paragraphs():
    """A reserved section keeps its number and nothing else."""
    found = changed(
        amdpar("1. Remove and reserve § 744.2."),
        amdpar("2. In § 744.1, add and reserve paragraph (d)."),
    )
    assert found == [
        "- /s744.2 | Definitions.",
        "- /s744.2/def-apple | Apple means a fruit.",
        "- /s744.2/def-chip | Chip means a circuit.",
        "+ /s744.1/d | [Reserved]",
        "+ /s744.2 | [Reserved]",
    ]


def test_adds_sections_and_revises_the_authority():
    """A new section stands at its number; the authority citation is text of the part."""
    amended = execute(
        BASE,
        read(
            rule(
                amdpar("1. The authority citation for part 744 is revised to read as follows:"),
                "<AUTH><HD SOURCE='HED'>Authority:</HD><P>50 U.S.C. 4801-4852.</P></AUTH>",
                amdpar("2. Add § 744.1a to read as follows:"),
                section("744.1a", "New.", "(a) Text."),
            )
        ),
    )
    assert amended.executed == 2
    assert [each.num for each in amended.result.provisions() if each.level == "section"] == [
        "§ 744.1",
        "§ 744.1a",
        "§ 744.2",
    ]
    authority = next(each for each in amended.result.provisions() if each.level == "authority")
    assert authority.content == "50 U.S.C. 4801-4852."


def test_leaves_what_is_stayed_or_later():
    """A stay changes no text; the ledger says it."""
    _, reasons = carried_out(amdpar("1. In § 744.1, paragraph (b) is stayed indefinitely."))
    assert reasons == ["stayed"]


LIST = cfr(
    (
        "744.3",
        "List.",
        (
            "<DIV><TABLE><TR><TH>Country</TH><TH>Entity</TH></TR>"
            "<TR><TD>FRANCE</TD></TR>"
            "<TR><TD>Alpha Co. Paris.</TD><TD>90 FR 1</TD></TR>"
            "<TR><TD>Gamma Co. Lyon.</TD><TD>90 FR 1</TD></TR>"
            "<TR><TD>IRAN</TD></TR>"
            "<TR><TD>Alpha Co. Tehran.</TD><TD>90 FR 1</TD></TR></TABLE></DIV>"
        ),
    )
)


def entries(*rows):
    """Return a section that shows rows of a table."""
    body = "".join(f"<ROW>{''.join(f'<ENT>{cell}</ENT>' for cell in row)}</ROW>" for row in rows)
    head = '<BOXHD><CHED H="1">Country</CHED><CHED H="1">Entity</CHED></BOXHD>'
    return section("744.3", "List.", f"<GPOTABLE>{head}{body}</GPOTABLE>")


def test_revises_adds_and_removes_entries():
    """Entries are found below their caption and put in the order of the alphabet."""
    result, reasons = carried_out(
        amdpar("1. In § 744.3, amend the table by:"),
        amdpar("a. Under FRANCE, adding an entry for “Beta Co.” in alphabetical order;"),
        amdpar("b. Under IRAN, revising the entry for “Alpha Co.”; and"),
        amdpar("c. Under FRANCE, removing the entry for “Gamma Co.”"),
        entries(
            ["FRANCE"],
            ["Beta Co. Nice.", "91 FR 2"],
            ["* * *"],
            ["IRAN"],
            ["Alpha Co. Isfahan.", "91 FR 2"],
        ),
        base=LIST,
    )
    assert reasons == ["", "", ""]
    assert [line.partition(" | ")[2] for line in result][3:] == [
        "FRANCE",
        "Alpha Co. Paris. 90 FR 1",
        "Beta Co. Nice. 91 FR 2",
        "IRAN",
        "Alpha Co. Isfahan. 91 FR 2",
    ]


def test_leaves_entries_that_it_cannot_place():
    """An entry over two rows, a caption that is not there, an entry that is there already."""
    _, reasons = carried_out(
        amdpar("1. In § 744.3, amend the table by:"),
        amdpar("a. Under FRANCE, adding an entry for “Beta Co.”;"),
        amdpar("b. Under SPAIN, adding an entry for “Delta Co.”; and"),
        amdpar("c. Under IRAN, adding an entry for “Alpha Co.”"),
        entries(
            ["FRANCE"],
            ["Beta Co.", "91 FR 2"],
            ["Nice."],
            ["* * *"],
            ["SPAIN"],
            ["Delta Co. Madrid.", "91 FR 2"],
            ["* * *"],
            ["IRAN"],
            ["Alpha Co. Tehran.", "91 FR 2"],
        ),
        base=LIST,
    )
    assert reasons == ["base-differs", "target-not-found", "base-differs"]
