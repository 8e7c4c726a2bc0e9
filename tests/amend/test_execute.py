"""What each kind of instruction does to a law."""

from datetime import date

import pytest
from laws import CHAPTER, PART, at, law, order, quoted, texts

from tracker.amend.execution.execute import execute
from tracker.amend.values import Find

BASE = law(
    (
        "§ 1.",
        "Policy | The policy is—",
        ("(1)", "to restrict the export of items;"),
        ("(2)", "to control the release—", ("(A)", "of arms; and"), ("(B)", "of art.")),
        ("(3)", "to end. It ends here. It ends there."),
        ("sourceCredit", "(Pub. L. 1–1.)"),
        ("notes", "to restrict the export of items;"),
    ),
    ("§ 2.", "Second | Nothing is exported, reexported, or exported again."),
)


def run(*orders, base=BASE, on=None):
    """Return the amended law; every order must have been carried out."""
    amended = execute(base, orders, on=on)
    assert [entry.detail for entry in amended.ledger if not entry.executed] == []
    return amended


def refused(*orders, base=BASE, on=None):
    """Return reason and detail of the last order, which must have changed nothing."""
    amended = execute(base, orders, on=on)
    *before, last = amended.ledger
    assert not last.executed
    assert amended.result == execute(base, orders[:-1], on=on).result
    assert all(entry.executed for entry in before)
    return last.reason, last.detail


@pytest.mark.parametrize(
    ("instruction", "portion", "text"),
    [
        (
            order("insert", "s1/1", find="export", position="after", text="or remote access"),
            "s1/1",
            "to restrict the export or remote access of items;",
        ),
        (
            order("insert", "s1/1", find="export of", position="before", text="swift"),
            "s1/1",
            "to restrict the swift export of items;",
        ),
        (
            order("insert", "s1/1", find=Find(";", at="end"), position="before", text="or so"),
            "s1/1",
            "to restrict the export of items or so;",
        ),
        (
            order("substitute", "s1/2/B", find=Find(".", at="end"), text="; and"),
            "s1/2/B",
            "of art; and",
        ),
        (order("delete", "s1/2/A", find=Find("and", at="end")), "s1/2/A", "of arms;"),
        (
            order("substitute", "s1/2", find=Find(".", at="end"), text="!"),
            "s1/2/B",
            "of art!",
        ),
        (
            order("substitute", "s2", find=Find("exported", choice="all"), text="sent"),
            "s2",
            "Second Nothing is sent, reexported, or sent again.",
        ),
        (
            order("substitute", "s2", find=Find("exported", ordinal=2), text="sent"),
            "s2",
            "Second Nothing is exported, reexported, or sent again.",
        ),
        (
            order("delete", "s2", find=Find(", reexported", through="exported")),
            "s2",
            "Second Nothing is exported again.",
        ),
        (
            order("substitute", "s2", find=Find("is exported", through=""), text="moves."),
            "s2",
            "Second Nothing moves.",
        ),
        (
            order("substitute", "s2", find=Find("reexported", side="before"), text="It is"),
            "s2",
            "Second It is reexported, or exported again.",
        ),
        (
            order("amend", "s2", facet="heading", text="Next"),
            "s2",
            "Next Nothing is exported, reexp",
        ),
        (
            order("substitute", "s1", facet="chapeau", find="policy", text="aim"),
            "s1",
            "Policy The aim is—",
        ),
        (order("amend", "s1", facet="chapeau", text="Aims are—"), "s1", "Policy Aims are—"),
        (order("amend", "s1/3", sentence=2, text="No."), "s1/3", "to end. No. It ends there."),
        (order("delete", "s1/3", sentence=-1), "s1/3", "to end. It ends here."),
        (
            order("add", "s1/3", sentence=1, position="after", text="So be it."),
            "s1/3",
            "to end. So be it. It ends here. It ends there.",
        ),
        (
            order("insert", "s1/3", sentence=3, find="ends", text="never", position="before"),
            "s1/3",
            "to end. It ends here. It never ends there.",
        ),
        (
            order("add", "s1/3", position="end", text="Amen."),
            "s1/3",
            "to end. It ends here. It ends there. Amen.",
        ),
        (order("add", "s1/3", position="start", text="only"), "s1/3", "only to end. It ends here."),
        (order("amend", "s1/3", content=quoted(("(3)", "to go on."))), "s1/3", "to go on."),
        (order("repealAndReserve", "s1/2"), "s1/2", "[Reserved]"),
    ],
)
def test_instructions_on_words(instruction, portion, text):
    """One order each: the provision then reads so, and nothing else changed."""
    amended = run(instruction)
    assert at(amended.result, portion).own_text.startswith(text)
    entry = amended.ledger[0]
    assert f"{CHAPTER}/{portion}" in entry.after
    same = {p.path: p.own_text for p in BASE.provisions()}
    changed = [p.path for p in amended.result.provisions() if same.get(p.path) != p.own_text]
    assert changed == [f"{CHAPTER}/{portion}"]


def test_provisions_are_added_after_the_last_and_before_what_editors_keep():
    """A new paragraph (4) follows (3) and precedes the source credit."""
    amended = run(order("add", "s1", position="end", content=quoted(("(4)", "to ‘watch’."))))
    section = at(amended.result, "s1")
    assert [child.level for child in section.children] == [
        *["paragraph"] * 0,
        *["subsection"] * 4,
        "sourceCredit",
        "notes",
    ]
    new = at(amended.result, "s1/4")
    assert (new.content, new.quoted) == ("to “watch”.", False)
    assert amended.ledger[0].normalised == ("quotation-marks",)
    assert amended.ledger[0].before == ()


def test_a_first_paragraph_makes_the_text_before_it_a_chapeau():
    """Text of its own becomes the matter before the first child."""
    amended = run(order("add", "s1/1", position="end", content=quoted(("(A)", "x"))))
    held = at(amended.result, "s1/1")
    assert (held.chapeau, held.content) == ("to restrict the export of items;", "")


def test_a_provision_goes_in_beside_another():
    """After (1), with those behind it redesignated first."""
    amended = run(
        order("redesignate", "s1", renames=[("s1/2", "(3)"), ("s1/3", "(4)")]),
        order("add", "s1", 2, position="after", beside="s1/1", content=quoted(("(2)", "new;"))),
    )
    nums = [child.num for child in at(amended.result, "s1").children]
    assert nums[:4] == ["(1)", "(2)", "(3)", "(4)"]
    assert at(amended.result, "s1/3/A").content == "of arms; and"
    assert amended.ledger[0].before == (f"{CHAPTER}/s1/2", f"{CHAPTER}/s1/3")
    assert amended.ledger[0].after == (f"{CHAPTER}/s1/3", f"{CHAPTER}/s1/4")


def test_a_new_section_stands_after_the_one_named():
    """Act numbers stay: the Code's number of a new section is not known."""
    content = quoted(("SEC. 1758A.", "Chips | New."), level="section")
    amended = run(order("add", "", position="after", beside="s1", content=content))
    assert [p.num for p in amended.result.root.children] == ["§ 1.", "SEC. 1758A.", "§ 2."]
    assert amended.ledger[0].after == (f"{CHAPTER}/s1758A",)
    assert "the Code's is not known" in amended.ledger[0].detail


def test_provisions_are_removed_singly_and_as_runs():
    """Struck provisions are gone with all below them."""
    amended = run(order("delete", "s1/2", until="s1/3"))
    assert [c.num for c in at(amended.result, "s1").children if c.num] == ["(1)"]
    assert amended.ledger[0].before == (f"{CHAPTER}/s1/2", f"{CHAPTER}/s1/3")
    assert amended.ledger[0].after == ()


def test_provisions_are_replaced_by_others():
    """Strike (2) and (3), insert (2) to (4)."""
    content = quoted(("(2)", "b;"), ("(3)", "c; and"), ("(4)", "d."))
    amended = run(order("substitute", "s1/2", until="s1/3", content=content))
    assert [c.own_text for c in at(amended.result, "s1").children if c.num] == [
        "to restrict the export of items;",
        "b;",
        "c; and",
        "d.",
    ]


def test_a_section_is_given_new_subsections_below_its_heading():
    """Public Law 119-21, section 70111(a): “Section 68 is amended to read as follows: ‘(a) …’”."""
    content = quoted(("(a)", "In general | this"), ("(b)", "that"), level="subsection")
    amended = run(order("amend", "s1", content=content))
    section = at(amended.result, "s1")
    assert (section.num, section.own_text) == ("§ 1.", "Policy")
    assert [child.num or child.level for child in section.children] == [
        "(a)",
        "(b)",
        "sourceCredit",
        "notes",
    ]


def test_a_section_of_an_act_keeps_its_number_in_the_code():
    """Section 1752 of the Act is § 1. of this chapter, whatever the quoted text is numbered."""
    content = quoted(("SEC. 1752.", "Aims | ", ("(a)", "one")), level="section")
    section = at(run(order("amend", "s1", content=content)).result, "s1")
    assert (section.num, section.heading, section.children[0].content) == ("§ 1.", "Aims", "one")


def test_a_repealed_section_keeps_number_and_heading():
    """The Code shows a repealed section by its number; the editors' notes stay."""
    amended = run(order("repeal", "s1"))
    section = at(amended.result, "s1")
    assert (section.status, section.own_text) == ("repealed", "Policy")
    assert [child.level for child in section.children] == ["sourceCredit", "notes"]


def test_words_that_run_across_provisions_take_out_what_stands_between():
    """What is left before and after makes one text."""
    find = Find("release—", through="of art")
    amended = run(order("substitute", "s1/2", find=find, text="rest"))
    assert texts(amended.result)[2] == ("(2)", "to control the rest.")
    assert at(amended.result, "s1/2").children == ()


def test_paragraphs_take_the_place_of_words():
    """“by striking ‘The Secretary’ and inserting ‘(1) The Secretary’” cuts a text up."""
    base = law(("§ 1.", "H | ", ("(b)", "Duty | The Secretary shall act.")))
    content = quoted(("(1)", "In general | The Secretary"))
    amended = run(
        order("substitute", "s1/b", find="The Secretary", content=content),
        order("add", "s1/b", 2, position="end", content=quoted(("(2)", "Not so."))),
        base=base,
    )
    assert texts(amended.result)[1:] == [
        ("(b)", "Duty"),
        ("(1)", "In general The Secretary shall act."),
        ("(2)", "Not so."),
    ]


def test_all_that_precedes_a_paragraph_is_replaced():
    """Public Law 119-21, section 70421: “by striking all that precedes paragraph (2)”."""
    base = law(
        ("§ 1.", "H | ", ("(c)", "Old | For this—", ("(1)", "one;"), ("(2)", "two."))),
    )
    content = quoted(("(c)", "New | For that—", ("(1)", "uno;")), level="subsection")
    find = Find("", side="before")
    amended = run(
        order("substitute", "s1/c", find=find, beside="s1/c/2", content=content), base=base
    )
    assert texts(amended.result)[1:] == [
        ("(c)", "New For that—"),
        ("(1)", "uno;"),
        ("(2)", "two."),
    ]


def test_words_may_start_with_the_targets_own_label():
    """Both sides give it; a new label is no matter of words."""
    amended = run(order("substitute", "s1/1", find="(1) to restrict", text="(1) to bar"))
    assert at(amended.result, "s1/1").content == "to bar the export of items;"
    assert refused(order("substitute", "s1/1", find="(1) to", text="of"))[0] == "base-differs"
    amended = run(order("insert", "s1/1", find="(1) to", text="only", position="after"))
    assert at(amended.result, "s1/1").content == "to only restrict the export of items;"


def test_a_text_is_restructured_below_its_first_words():
    """119hr6331ih s2/1: (A) and (B) become clauses (i) and (ii) of a new (A)."""
    base = law(
        ("§ 1.", "H | ", ("(5)", "“X” means—", ("(A)", "any man;"), ("(B)", "any firm."))),
    )
    top = quoted(("(A)", "means—", ("(i)", "any man")), level="paragraph")
    leaf = quoted(("(ii)", "any firm"), level="subparagraph")
    amended = run(
        order("substitute", "s1/5", find=Find("means—", through="(A) any man"), content=top),
        order(
            "insert", "s1/5/i", 2, position="end", text="or", words="clause (i) (as so designated)"
        ),
        order("substitute", "s1/5", 3, find="(B) any firm", content=leaf),
        base=base,
    )
    assert [(p.path.rpartition("s1")[2], p.own_text) for p in amended.result.provisions()][1:] == [
        ("/5", "“X”"),
        ("/5/A", "means—"),
        ("/5/A/i", "any man; or"),
        ("/5/A/ii", "any firm."),
    ]


def test_marks_stay_true():
    """A term after the edit still covers its words."""
    base = law(("§ 1.", "H | the old term “item” means x"))
    amended = run(order("substitute", "s1", find="old", text="very new"), base=base)
    held = at(amended.result, "s1")
    assert [held.content[m.start : m.end] for m in held.marks if m.kind == "term"] == ["item"]


def test_delayed_and_stayed_orders_stay_in_the_ledger():
    """They would change the text, but not on this day."""
    later = order("delete", "s2", effective=date(2026, 11, 10))
    assert refused(later, on=date(2026, 11, 9))[0] == "effective-later"
    assert run(later, on=date(2026, 11, 10)).executed == 1
    assert run(later).executed == 1
    assert refused(order("delete", "s2", delayed="later"))[0] == "effective-later"
    assert refused(order("delete", "s2", delayed="stayed"))[0] == "stayed"


def test_what_was_not_read_is_not_guessed():
    """An order with a problem, or of unknown kind, is left alone."""
    assert refused(order("delete", "s2", problem="what is struck?")) == (
        "not-understood",
        "what is struck?",
    )
    assert refused(order("unknown", "s2"))[0] == "not-understood"
    assert refused(order("add", "s2"))[0] == "not-understood"


@pytest.mark.parametrize(
    ("instruction", "reason"),
    [
        (order("substitute", "s1/1", find="imports", text="x"), "words-not-found"),
        (order("substitute", "s2", find="exported", text="x"), "words-ambiguous"),
        (order("substitute", "s2", find=Find("exported", ordinal=3), text="x"), "words-not-found"),
        (order("delete", "s1/2/A", find=Find("arms", at="end")), "words-not-found"),
        (order("delete", "s1/3", sentence=9), "base-differs"),
        (order("add", "s1", position="end", content=quoted(("(3)", "x"))), "base-differs"),
        (order("add", "s1", position="end", content=quoted(("(5)", "x"))), "base-differs"),
        (order("amend", "s1/3", content=quoted(("(4)", "x"))), "base-differs"),
        (order("redesignate", "s1", renames=[("s1/2", "(3)")]), "base-differs"),
        (order("delete", "s1/3", until="s1/1"), "base-differs"),
        (order("amend", "s2", facet="chapeau", text="x"), "base-differs"),
        (order("delete", "s1/9"), "target-not-found"),
        (order("delete", "s7"), "other-law"),
        (order("amend", "s1", facet="authority", text="x"), "base-differs"),
    ],
)
def test_refusals_have_their_reason(instruction, reason):
    """Unexecuted, the text as if the order were absent."""
    assert refused(instruction)[0] == reason


@pytest.mark.parametrize(("term", "place"), [("apple", 0), ("moss", 1), ("zinc", 2)])
def test_definitions_go_where_the_alphabet_puts_them(term, place):
    """Definitions without designators stand in the order of their terms."""
    base = law(
        (
            "§ 744.1",
            "Definitions | In this part:",
            ("", "The term “berry” means one."),
            ("", "The term “pear” means two."),
        ),
        work=PART,
        form="cfr-xml",
    )
    new = quoted(("", f"The term “{term}” means new."), form="cfr-xml")
    amended = run(order("add", "s744.1", position="inside", content=new, home=PART), base=base)
    assert at(amended.result, "s744.1").children[place].content == f"The term “{term}” means new."


def test_the_end_of_a_cfr_paragraph_is_the_end_of_its_text():
    """A note to the paragraph stands after it: the period at the end is before the note."""
    base = law(
        ("§ 744.11", "H | ", ("(a)", "one.", ("note", "Mind this.")), ("(b)", "two.")),
        work=PART,
        form="cfr-xml",
    )
    stop = Find(".", at="end")
    amended = run(order("substitute", "s744.11/a", find=stop, text="; and", home=PART), base=base)
    assert texts(amended.result)[1:3] == [("(a)", "one; and"), ("", "Mind this.")]


def test_words_are_found_across_what_the_codes_editors_put_between():
    """Footnote marks and bracketed citations are no words of the law; they stay."""
    from msgspec import structs

    from tracker.model import Mark

    base = law(("§ 1.", "to arms; 1 and the Act [22 U.S.C. 2778] to reduce"))
    section = base.root.children[0]
    mark = Mark("footnote", "content", 9, 10)
    section = structs.replace(section, marks=(mark,))
    base = structs.replace(base, root=structs.replace(base.root, children=(section,)))
    amended = run(
        order("substitute", "s1", find="arms; and", text="art and"),
        order("substitute", "s1", 2, find="the Act to reduce", text="acts to cut"),
        base=base,
    )
    assert at(amended.result, "s1").content == "to art and acts to cut"
    assert amended.ledger[1].normalised == ("editors-brackets",)
    amended = run(order("substitute", "s1", find="to reduce", text="for"), base=base)
    assert at(amended.result, "s1").content == "to arms; 1 and the Act [22 U.S.C. 2778] for"


def test_notes_are_not_law():
    """The same words in a note of the Code neither count nor change."""
    amended = run(order("substitute", "s1", find="restrict", text="bar"))
    assert at(amended.result, "s1/notes").content == "to restrict the export of items;"


def test_cfr_paragraphs_go_where_their_designators_belong():
    """Added “inside”: (b) between (a) and (c); a reserved one is filled."""
    base = law(
        ("§ 744.11", "H | ", ("(a)", "one"), ("(c)", "three"), ("(d)", "[Reserved]")),
        work=PART,
        form="cfr-xml",
    )
    from msgspec import structs

    section = base.root.children[0]
    kept = structs.replace(section.children[2], status="reserved")
    section = structs.replace(section, children=(*section.children[:2], kept))
    base = structs.replace(base, root=structs.replace(base.root, children=(section,)))
    new = quoted(("(b)", "two"), form="cfr-xml")
    fill = quoted(("(d)", "four ‘x’"), form="cfr-xml")
    amended = run(
        order("add", "s744.11", position="inside", content=new, home=PART),
        order("add", "s744.11", 2, position="inside", content=fill, home=PART),
        base=base,
    )
    assert texts(amended.result)[1:] == [
        ("(a)", "one"),
        ("(b)", "two"),
        ("(c)", "three"),
        ("(d)", "four ‘x’"),
    ]
