"""Amendatory instructions of small rules, read into values."""

from datetime import date

import pytest
from rule_texts import RULE, amdpar, rule, section

from tracker.amend.rules.reading import read
from tracker.formats import parse

PART = "/us/cfr/t15/p744"


def show(instruction):
    """Return an instruction in one line."""
    target = instruction.target
    line = f"{instruction.action} {target.identifier.removeprefix(PART)}"
    line += "" if target.facet == "whole" else f" [{target.facet}]"
    line += f" #{target.sentence}" if target.sentence is not None else ""
    if instruction.find:
        find = instruction.find
        line += f" find={find.words}/{find.choice}/{find.at}"
    line += f" text={instruction.text}" if instruction.text else ""
    line += f" @{instruction.position}" if instruction.position else ""
    line += f" until={instruction.until.removeprefix(PART)}" if instruction.until else ""
    for rename in instruction.renames:
        line += f" {rename.old.removeprefix(PART)}->{rename.num}"
        line += f" in {rename.home.removeprefix(PART)}" if rename.home else ""
    for provision in instruction.content:
        line += f" + {provision.path.partition('/q/')[2] or provision.own_text}"
    return line + (f" ! {instruction.problem}" if instruction.problem else "")


def lines(*body, **rest):
    """Return the instructions of a rule, a line each."""
    return [show(each) for each in read(rule(*body, **rest))]


SHOWN = section("744.1", "Scope.", "***", "(a) * * *", "(2) New two.", "***", "(b) New b.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Section 744.1 is amended by revising paragraphs (a)(2) and (b) to read as follows:",
            ["amend /s744.1/a/2 + s744.1/a/2", "amend /s744.1/b + s744.1/b"],
        ),
        (
            "In § 744.1, add paragraph (b) and remove paragraph (c).",
            ["add /s744.1 + s744.1/b", "delete /s744.1/c"],
        ),
        (
            "Section 744.1 is amended by revising paragraph (d) to read as follows:",
            ["amend /s744.1/d ! no regulatory text is shown for it"],
        ),
        (
            "Amend § 744.1 by revising the diagram in paragraph (b) to read as follows:",
            ["amend /s744.1/b + s744.1/b ! not understood: “diagram”"],
        ),
        ("Remove and reserve § 744.1.", ["repealAndReserve /s744.1"]),
        ("Remove §§ 744.2 through 744.5.", ["delete /s744.2 until=/s744.5"]),
        ("In § 744.1, add and reserve paragraph (f).", ["add /s744.1 + [Reserved]"]),
        (
            "In § 744.1, redesignate paragraphs (b) through (d) as paragraphs (c) through (e).",
            ["redesignate /s744.1/b /s744.1/b->(c) /s744.1/c->(d) /s744.1/d->(e)"],
        ),
        (
            "In § 744.1, redesignate paragraph (b)(3) as paragraph (c).",
            ["redesignate /s744.1/b/3 /s744.1/b/3->(c) in /s744.1"],
        ),
        (
            "In § 744.1, redesignate paragraphs (b) and (c) as paragraph (d).",
            ["unknown /s744.1/b ! 2 old and 1 new designators"],
        ),
        (
            "In § 744.1(b), remove “A” and add “B” in its place, wherever it appears.",
            ["substitute /s744.1/b find=A/all/None text=B"],
        ),
        (
            (
                "In § 744.1, remove the words “a” and “b” in paragraph (c) and add in their places "
                "“x” and “y”, respectively."
            ),
            [
                "substitute /s744.1/c find=a/none/None text=x",
                "substitute /s744.1/c find=b/none/None text=y",
            ],
        ),
        (
            "In § 744.1, remove “a”, “b”, and “c” and add in their place “x” and “y”.",
            ["unknown /s744.1 ! 3 old and 2 new wordings"],
        ),
        (
            "In § 744.1, in paragraph (b), remove the period at the end and add “;” in its place.",
            ["substitute /s744.1/b find=./none/end text=;"],
        ),
        (
            "Amend § 744.1 by adding “, or Y” after “X” in paragraph (b).",
            ["insert /s744.1/b find=X/none/None text=, or Y @after"],
        ),
        ("In § 744.1, paragraph (g) is stayed until May 1, 2026.", ["noChange /s744.1/g"]),
        (
            "In § 744.1, lift the stay on paragraph (b).",
            ["unknown /s744.1 ! what the verb “lift” acts on was not understood"],
        ),
        (
            "The authority citation for part 744 is amended by removing “E.O. 13026”.",
            ["unknown  ! amends a part of the authority of a part"],
        ),
        (
            "Revise paragraph (b) to read as follows:",
            ["unknown  + s744.1/b ! the place is named without its section"],
        ),
        (
            "On page 47201, in the third column, “a” should read “b”.",
            ["unknown  ! corrects the document as printed in the Federal Register, not the CFR"],
        ),
        (
            "Transfer § 744.1 to subpart B.",
            ["unknown /spB ! no verb of amendment with a place was found"],
        ),
        ("Part 744 is amended as follows:", []),
        (
            "§ 744.1 is amended in paragraph (b) by removing “X” and adding in lieu thereof “Y”.",
            ["substitute /s744.1/b find=X/none/None text=Y"],
        ),
        (
            "In paragraph (b) of § 744.1, remove “X” and insert “Y”.",
            ["substitute /s744.1/b find=X/none/None text=Y"],
        ),
        (
            "In § 744.1(a)(1) through (3), remove “X” and add “Y” in its place.",
            [
                "substitute /s744.1/a/1 find=X/none/None text=Y",
                "substitute /s744.1/a/2 find=X/none/None text=Y",
                "substitute /s744.1/a/3 find=X/none/None text=Y",
            ],
        ),
        (
            (
                "In § 744.1, in the first sentence of paragraph (b), remove “X”, and in paragraph "
                "(c), remove “Z”."
            ),
            ["delete /s744.1/b #1 find=X/none/None", "delete /s744.1/c find=Z/none/None"],
        ),
        (
            (
                "In § 744.1, amend paragraph (b) by removing “X”, and amend paragraph (c) by "
                "removing “Z” and adding “W” in its place."
            ),
            [
                "delete /s744.1/b find=X/none/None",
                "substitute /s744.1/c find=Z/none/None text=W",
            ],
        ),
        (
            (
                "Amend § 744.1 by removing “X” in paragraph (a), and in the introductory text of "
                "paragraph (b), and adding “Y” in its place."
            ),
            [
                "substitute /s744.1/a find=X/none/None text=Y",
                "substitute /s744.1/b [chapeau] find=X/none/None text=Y",
            ],
        ),
        (
            (
                "§ 744.1 is amended by removing paragraph (a), and § 744.2 is amended by removing "
                "paragraph (b)."
            ),
            ["delete /s744.1/a", "delete /s744.2/b"],
        ),
        (
            "In § 744.1(a), redesignate paragraph (1) as paragraph (2).",
            ["redesignate /s744.1/a/1 /s744.1/a/1->(2)"],
        ),
        (
            "In § 744.1, remove paragraphs (b)(1)(i)–(iii).",
            ["delete /s744.1/b/1/i", "delete /s744.1/b/1/ii", "delete /s744.1/b/1/iii"],
        ),
        (
            "In § 744.1, revise paragraph (b), including its heading, to read as follows:",
            ["amend /s744.1/b + s744.1/b"],
        ),
        (
            "Amend § 744.1 by removing the period and adding “; and” at the end of paragraph (b).",
            ["substitute /s744.1/b find=./none/end text=; and"],
        ),
        (
            "In § 744.1, revise the section heading and the heading of paragraph (b).",
            [
                "amend /s744.1 [heading] text=Scope.",
                "amend /s744.1/b [heading] ! no heading is shown for it",
            ],
        ),
        (
            "In footnote 3 to § 744.1(b), remove “X”.",
            ["delete /s744.1/b find=X/none/None ! not understood: “footnote”"],
        ),
        (
            "Section 744.1 is corrected by revising paragraph (b) to read as follows:",
            ["amend /s744.1/b + s744.1/b"],
        ),
        (
            "In § 744.1, remove the parenthetical “(2)” in paragraph (a).",
            ["delete /s744.1/a find=(2)/none/None"],
        ),
        (
            "Amend § 744.1 by removing the last two sentences of paragraph (c).",
            ["delete /s744.1/c #-2", "delete /s744.1/c #-1"],
        ),
        (
            "In § 744.1, the heading to the table in paragraph (b) is revised to read “Limits”.",
            ["amend /s744.1/b/“table” [heading] text=Limits"],
        ),
        (
            "Amend § 744.1 by removing the entry for § 744.24 from the table in paragraph (b).",
            ["delete /s744.1/b/“§ 744.24” [table]"],
        ),
    ],
)
def test_reads_single_instructions(text, expected):
    """Each instruction is an action on a target, or says why it is none."""
    assert lines(amdpar("1. " + text), SHOWN) == expected


def test_reads_lettered_instructions():
    """Lettered instructions take over the section, and the text shown below all of them."""
    found = lines(
        amdpar("4. Section 744.1 is amended by:"),
        amdpar("a. Removing the last sentence of paragraph (a)(1);"),
        amdpar("b. Redesignating paragraph (b) as paragraph (c); and"),
        amdpar("c. Adding new paragraph (b)."),
        "<P>The addition reads as follows:</P>",
        SHOWN,
    )
    assert found == [
        "delete /s744.1/a/1 #-1",
        "redesignate /s744.1/b /s744.1/b->(c)",
        "add /s744.1 + s744.1/b",
    ]


def test_gives_a_waiting_verb_its_objects():
    """“is amended by revising:” with objects in the instructions below."""
    found = lines(
        amdpar("1. Section 744.1 is amended by revising:"),
        amdpar("a. Paragraph (a)(2); and"),
        amdpar("b. Paragraph (b)."),
        SHOWN,
    )
    assert found == ["amend /s744.1/a/2 + s744.1/a/2", "amend /s744.1/b + s744.1/b"]


def test_keeps_a_section_named_in_the_same_sentence():
    """“Suspend § 744.1(a) and add paragraph (b)” speaks of one section."""
    found = read(
        rule(amdpar("1. Suspend § 744.1(a) and add paragraph (b) to read as follows:"), SHOWN)
    )
    assert [show(each) for each in found] == ["noChange /s744.1/a", "add /s744.1 + s744.1/b"]
    assert found[0].delayed == "stayed"


def test_takes_new_sentences_from_between_asterisks():
    """Sentences are handed out to revisions and additions on one paragraph in their order."""
    found = lines(
        amdpar(
            "1. In § 744.1, revise the first sentence of paragraph (a), and add two sentences at "
            "the end of paragraph (a), to read as follows:"
        ),
        section("744.1", "Scope.", "(a) New first. * * * Added one. Added two.", "***"),
    )
    assert found == [
        "amend /s744.1/a #1 text=New first.",
        "add /s744.1/a text=Added one. Added two. @end",
    ]


def test_says_when_sentences_do_not_add_up():
    """More sentences shown than ordered, without asterisks to part them, are not handed out."""
    found = lines(
        amdpar(
            "1. In § 744.1, revise the second and third sentences of paragraph (a) and add a "
            "sentence at the end of paragraph (a) to read as follows:"
        ),
        section("744.1", "Scope.", "(a) * * * Two. Three. Four. Five. Six. * * *"),
    )
    assert all(line.endswith("! 3 sentences are ordered and 5 are shown") for line in found)


def test_finds_a_numbered_sentence_in_a_paragraph_shown_whole():
    """“add a new fifth sentence” to a paragraph without asterisks (2016-12100, instruction 2)."""
    found = lines(
        amdpar("2. In § 744.1, add a new third sentence to read as follows:"),
        section("744.1", "Scope.", "One. Two. Three. Four."),
    )
    assert found == ["add /s744.1 #2 text=Three. @after"]


def test_takes_the_title_from_the_head_where_the_markup_has_none():
    """A title that does not exist is a slip of the markup (title 72 in 2014-18842)."""
    text = RULE.format(title=72, part=744, body=amdpar("1. Remove § 744.1."))
    named = text.replace("<SUBJECT>", "<CFR>15 CFR Parts 734 and 744</CFR><SUBJECT>")
    found = [read(parse(xml.encode(), source="rule.xml"))[0] for xml in (named, text)]
    assert [each.target.identifier for each in found] == ["/us/cfr/t15/p744/s744.1", ""]


def test_reads_definitions():
    """Definitions are named by their terms, and added to their section."""
    found = lines(
        amdpar(
            "1. In § 744.1, revise the definition of “Bureau” and add, in alphabetical order, a "
            "definition for “Chip” to read as follows:"
        ),
        section(
            "744.1",
            "Definitions.",
            "***",
            "<P><E T='03'>Bureau</E> means an office.</P>",
            "***",
            "<P><E T='03'>Chip</E> means a circuit.</P>",
            "***",
        ),
    )
    assert found == ["amend /s744.1/“Bureau” + s744.1/def-bureau", "add /s744.1 + s744.1/def-chip"]


TABLE = """<GPOTABLE COLS="2"><BOXHD><CHED H="1">Country</CHED><CHED H="1">Entity</CHED></BOXHD>
<ROW><ENT I="01">FRANCE</ENT></ROW><ROW><ENT>Alpha Co. 1 Rue A, Paris.</ENT><ENT>90 FR 1</ENT></ROW>
<ROW><ENT>* * * * *</ENT></ROW><ROW><ENT I="01">IRAN</ENT></ROW>
<ROW><ENT>Alpha Co. 2 Road B, Tehran.</ENT><ENT>90 FR 1</ENT></ROW></GPOTABLE>"""


def test_reads_entries_of_tables():
    """An entry is found below the caption that it is ordered under (2025-05426)."""
    found = lines(
        amdpar("2. Supplement no. 4 to part 744 is amended by:"),
        amdpar("a. Under FRANCE, revising the entry for “Alpha Co.”; and"),
        amdpar(
            "b. Under IRAN, adding, in alphabetical order, the entries for “Alpha Co.” and “Beta”."
        ),
        "<HD SOURCE='HED'>Supplement No. 4 to Part 744—Entity List</HD>",
        TABLE,
    )
    assert found == [
        "amend /supp4/“FRANCE”/“Alpha Co” [table] + table/row3",
        "add /supp4/“IRAN” [table] + table/row6",
        "add /supp4/“IRAN” [table] ! no regulatory text is shown for it",
    ]


def test_reads_nomenclature_tables():
    """A table of sections, old words and new words gives an instruction for each row."""
    table = """<GPOTABLE COLS="3"><BOXHD><CHED H="1">Section</CHED><CHED H="1">Remove</CHED>
    <CHED H="1">Add</CHED></BOXHD><ROW><ENT>§ 744.1(a)</ENT><ENT>Administrator</ENT>
    <ENT>Director</ENT></ROW><ROW><ENT>§ 744.2</ENT><ENT>Bureau</ENT><ENT>Office</ENT></ROW>
    </GPOTABLE>"""
    found = lines(
        amdpar(
            "3. In each section listed in the first column of the following table, remove the "
            "words in the second column and add in their place the words in the third column:"
        ),
        table,
    )
    assert found == [
        "substitute /s744.1/a find=Administrator/all/None text=Director",
        "substitute /s744.2 find=Bureau/all/None text=Office",
    ]


def test_names_parts_of_a_commentary_by_captions():
    """In a supplement, “Section 744.2—Definitions” is a caption (2012-31311)."""
    found = lines(
        amdpar(
            "2. In Supplement I to part 744, under Section 744.2—Definitions, under the definition "
            "“Person”, paragraph 2 is revised to read as follows:"
        ),
        "<HD SOURCE='HD1'>Supplement I to Part 744—Commentary</HD><STARS/>",
        "<HD SOURCE='HD2'>Section 744.2—Definitions</HD><STARS/>",
        "<P><E T='03'>Person.</E></P><STARS/><P>2. <E T='03'>Limit.</E> New limit.</P><STARS/>",
    )
    assert [line.partition(" + ")[0] for line in found] == [
        "amend /suppI/“Section 744.2—Definitions”/“Person”/2"
    ]
    assert found[0].endswith("/2")


def test_reads_dates_of_single_instructions():
    """An instruction that takes effect later than its document says so."""
    found = read(
        rule(amdpar("3. Effective November 10, 2026, amend § 744.1 by removing paragraph (b)."))
    )
    assert (found[0].effective, show(found[0])) == (date(2026, 11, 10), "delete /s744.1/b")


def test_numbers_instructions_and_keeps_their_words():
    """Instructions are numbered from 1 and carry the words of their scope."""
    found = read(
        rule(
            amdpar("1. Section 744.1 is amended by:"),
            amdpar("a. Removing paragraph (a)."),
            amdpar("b. Removing paragraph (b)."),
        )
    )
    assert [each.number for each in found] == [1, 2]
    assert found[1].words == "Section 744.1 is amended by: Removing paragraph (b)."
    assert found[1].path.endswith("/i1/b")


def test_reads_the_heading_of_a_section():
    """A heading is a text, not a provision."""
    found = lines(
        amdpar("1. In § 744.1, revise the section heading and paragraph (b) to read as follows:"),
        SHOWN,
    )
    assert found == ["amend /s744.1 [heading] text=Scope.", "amend /s744.1/b + s744.1/b"]


def test_reads_authority_citations():
    """The authority citation is a facet of the part."""
    authority = "<AUTH><HD SOURCE='HED'>Authority:</HD><P>50 U.S.C. 4801.</P></AUTH>"
    revised = lines(
        amdpar("1. The authority citation for part 744 is revised to read as follows:"), authority
    )
    kept = lines(
        amdpar("1. The authority citation for part 744 continues to read as follows:"), authority
    )
    assert revised == ["amend  [authority] text=50 U.S.C. 4801. + authority"]
    assert kept[0].startswith("noChange  [authority]")
