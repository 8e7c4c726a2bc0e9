"""The redline: sides, headings, stops, folds, words."""

import pytest
from msgspec import structs

from tracker.model import Change, ChangeSet, Side
from tracker.render import redline, summary

WORDS = (("equal", "Head the "), ("delete", "old"), ("insert", "new"), ("equal", " end"))


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        ("both", "Head the <del>old</del><ins>new</ins> end"),
        ("old", "Head the <del>old</del> end"),
        ("new", "Head the <ins>new</ins> end"),
    ],
)
def test_each_side_shows_its_own_words(side, expected):
    """The old side has no insertions, the new one no deletions."""
    assert expected == str(redline.words_html(WORDS, side=side))


def test_a_heading_is_set_apart_even_inside_one_edit():
    """An edit that runs over the heading's end is cut there."""
    shown = str(redline.words_html((("insert", "Head words"),), heads=(0, 4)))
    assert shown == '<span class="run-in"><ins>Head</ins></span><ins> words</ins>'


def test_markup_in_law_is_escaped():
    """Words of the law never become elements."""
    shown = str(redline.words_html((("insert", "<b>&"),)))
    assert shown == "<ins>&lt;b&gt;&amp;</ins>"


def lines(makers):
    """Return the comparison page's lines of the invented bill."""
    changes = makers.hr_changes()
    return redline.build(
        changes, old_href=lambda p: p, new_href=lambda p: p, gaps=lambda _o, _n: ()
    )


def test_pure_redesignations_are_quiet(makers):
    """Relabelled clauses show their labels and are no stops."""
    relabelled = [line for line in lines(makers) if line.kind == "redesignated"]
    assert [line.relabelled for line in relabelled] == [
        "(2) → (3)",
        "(3) → (4)",
        "(4) → (5)",
        "(5) → (6)",
    ]
    assert [line.number for line in relabelled] == [0, 0, 0, 0]


def test_a_move_names_both_places(makers):
    """A moved clause says whence and where to."""
    [moved] = [line for line in lines(makers) if line.kind == "moved"]
    assert (moved.moved_from, moved.moved_to) == ("§ 2(6)", "§ 3(b)")


def test_clauses_that_come_together_are_one_stop(makers):
    """Insertions that share a place count once; alone they count each."""
    changes = makers.hr_changes()
    together = ChangeSet(
        changes.old,
        changes.new,
        tuple(structs.replace(c, place=7) if c.kind == "inserted" else c for c in changes.changes),
    )
    alone = [n for n, _ in redline.numbered(changes.changes) if n]
    joined = [n for n, _ in redline.numbered(together.changes) if n]
    assert (len(alone), len(joined)) == (5, 4)
    [section] = [s for s in summary.sentences(together) if s.where.startswith("§ 3,")]
    assert len(section.inserted) == 2


def test_long_unchanged_stretches_fold(makers):
    """Thirty unchanged sections become one fold that still holds their words."""
    changes = makers.cfr_changes()
    found = redline.build(
        changes, old_href=lambda p: p, new_href=lambda p: p, gaps=lambda _o, _n: ()
    )
    assert [type(item).__name__ for item in found] == ["Fold", "Line"]
    assert (found[0].count, len(found[0].lines)) == (30, 30)
    assert (found[0].first, found[0].last) == ("§ 799.1", "§ 799.30")


def test_a_huge_text_folds_to_links(makers, monkeypatch):
    """Beyond the limit a fold only says where the words are."""
    monkeypatch.setattr(redline, "FOLDED_TEXT_LIMIT", 10)
    found = redline.build(
        makers.cfr_changes(), old_href=lambda p: p, new_href=lambda p: p, gaps=lambda _o, _n: ()
    )
    assert found[0].lines == []
    assert found[0].href.endswith("/s799.1")


def test_counts_are_told_in_words(makers):
    """The sentence names each kind that occurs, and what did not change."""
    expected = "3 inserted, 1 reworded, 1 moved, 4 relabelled only; 3 unchanged."
    assert expected == summary.counts_in_words(makers.hr_changes())


def test_no_change_is_said_plainly(makers):
    """Equal texts: how many provisions were compared, not an empty list."""
    same = makers.hr_changes().changes[0]
    changes = ChangeSet(Side("/us/bill/119/hr/1", "eh"), Side("/us/bill/119/hr/1", "rfs"), (same,))
    assert summary.counts_in_words(changes) == "No provision changed; 1 provision compared."


def test_the_lead_puts_substance_first(makers):
    """Substantive changes come before editorial ones, whatever their order in the text."""
    told = summary.lead(makers.hr_changes())
    assert [s.significance for s in told][:4] == ["substantive"] * 4
    assert told[-1].kind == "redesignated"


def test_long_quotations_are_cut_at_a_word():
    """An excerpt ends at a word with an ellipsis."""
    assert summary.cut("one two three four", 9) == "one two …"


def test_a_change_needs_no_words_to_be_shown(makers):
    """A deleted provision without words still has a line."""
    gone = makers.prov("/us/bill/119/hr/1/s1", "section", "1.")
    changes = ChangeSet(
        Side("/us/bill/119/hr/1", "a"),
        Side("/us/bill/119/hr/1", "b"),
        (Change("deleted", gone, None, significance="editorial"),),
    )
    [line] = redline.build(
        changes, old_href=lambda p: p, new_href=lambda p: p, gaps=lambda _o, _n: ()
    )
    assert (line.num_old, str(line.inline)) == ("1.", "")


def test_a_comparison_of_usual_size_is_one_page(makers):
    """Nothing is split that need not be."""
    changes = makers.hr_changes()
    assert redline.parts(changes) == [slice(0, len(changes.changes))]


def test_a_long_comparison_goes_on_at_sections(makers, monkeypatch):
    """Parts follow each other without gap or overlap, and start with a section where they can."""
    changes = makers.hr_changes()
    monkeypatch.setattr(redline, "PART_LIMIT", 3000)
    parts = redline.parts(changes)
    assert len(parts) > 1
    places = [place for part in parts for place in range(part.start, part.stop)]
    assert places == list(range(len(changes.changes)))
    whole = [line.id for line in lines(makers) if isinstance(line, redline.Line)]
    pieces = [
        line.id
        for part in parts
        for line in redline.build(
            changes, old_href=str, new_href=str, gaps=lambda _o, _n: (), part=part
        )
        if isinstance(line, redline.Line)
    ]
    assert [i for i in whole if i] == [i for i in pieces if i]


def definition(prov, children, text):
    """Return a paragraph that defines a term, with or without limbs."""
    below = tuple(
        prov(f"/x/s1/1/{n}", "subparagraph", f"({n})", "", words) for n, words in children
    )
    return prov("/x/s1/1", "paragraph", "(1)", "", text, below)


def test_limbs_folded_into_a_sentence_are_read_together(makers):
    """What stayed is seen as unchanged although it moved from a limb into the sentence."""
    limb = "access to an item subject to the jurisdiction of the United States by a foreign person"
    old = definition(
        makers.prov, [("A", f"{limb}; or"), ("B", "any other form of access.")], "It means—"
    )
    new = definition(makers.prov, [], f"It means knowing {limb}.")
    words = (("equal", "It means"), ("delete", "—"), ("insert", f" knowing {limb}."))
    edits = redline.together(Change("modified", old, new, words=words))
    assert any(
        kind == "equal" and "jurisdiction of the United States" in text for kind, text in edits
    )
    assert "".join(t for k, t in edits if k != "delete") == f"It means knowing {limb}."
    same = Change("modified", new, new, words=words)
    assert redline.together(same) == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(WORDS, WORDS, id="short as it is"),
        pytest.param(
            (("equal", "a b c d e f g h i j k l m n "), ("insert", "x")),
            (("equal", "… j k l m n "), ("insert", "x")),
            id="the words before a change",
        ),
        pytest.param(
            (("delete", "x"), ("equal", " a b c d e f g h i j k l m n "), ("insert", "y")),
            (("delete", "x"), ("equal", " a b c d e … j k l m n "), ("insert", "y")),
            id="between two changes",
        ),
        pytest.param(
            (("insert", "word " * 99), ("equal", " end")),
            (("insert", "word " * 33 + "word …"), ("equal", " end")),
            id="a long insertion",
        ),
        pytest.param(
            tuple(("insert", "word " * 99) for _ in range(5)),
            (("insert", "word " * 33 + "word …"), ("insert", "word " * 24 + "word …")),
            id="no more than the budget",
        ),
    ],
)
def test_an_excerpt_keeps_what_changed_and_little_more(words, expected):
    """A short redline: every change in order, some words around it, ellipses for the rest."""
    assert summary.excerpt(words) == expected
