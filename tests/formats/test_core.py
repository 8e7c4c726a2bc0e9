"""Folding, marks, paths, references and facts: what every bill format leans on."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.formats import bill_facts, figures, freeze, references, terms
from tracker.formats.draft import Draft
from tracker.formats.paths import segment_of
from tracker.formats.text import Text, fold
from tracker.model import Mark

PIECES = st.lists(
    st.text(alphabet=st.sampled_from("ab \n\t\u00a0\u00adé—"), max_size=6), max_size=8
)


def test_folding_leaves_words_whole():
    """White space of any kind is one space; soft hyphens are nothing."""
    assert "a b Representatives" == fold(" a\n\u00a0 b Representa\u00adtives ")


@given(PIECES, st.integers(0, 8), st.integers(0, 8))
def test_marks_cover_the_words_they_were_put_over(pieces, first, second):
    """Folding with marks gives the same text as without, and marks start and end at words."""
    start, end = sorted((min(first, len(pieces)), min(second, len(pieces))))
    text = Text()
    text.parts = list(pieces)
    text.marks = [("quoted", start, end, None)]
    folded, marks = text.folded()
    assert fold("".join(pieces)) == folded
    inside = fold("".join(pieces[start:end]))
    assert ([inside] if inside else []) == [folded[s:e] for _, s, e, _ in marks]


@pytest.mark.parametrize(
    ("level", "num", "segment"),
    [
        ("section", "SEC. 2. ", "s2"),
        ("section", "§ 734.13", "s734.13"),
        ("section", "“SEC. 45X.", "s45X"),
        ("title", "TITLE IV—", "tIV"),
        ("title", "I", "tI"),
        ("subtitle", "Subtitle A—", "stA"),
        ("paragraph", "“(15) ", "15"),
        ("clause", "''(ii)", "ii"),
        ("footnote", "1", "footnote-1"),
        ("section", "", ""),
        ("paragraph", "(—)", ""),
    ],
)
def test_segments_follow_uslm(level, num, segment):
    """Prefixes for big levels, the bare number below a section."""
    assert segment == segment_of(level, num)


def test_paths_are_unique_and_duplicates_are_found():
    """The same number twice gives `~2` and a finding; unnumbered ones count up."""
    draft = Draft("bill-dtd", work="/us/bill/119/hr/1")
    for num in ("1.", "1.", "2."):
        draft.root.add("section", num=num).say("x")
    for _ in range(2):
        draft.root.add("preface").say("x")
    document = draft.document()
    paths = [p.path.removeprefix(document.work) for p in document.provisions()]
    assert ["/s1", "/s1~2", "/s2", "/preface", "/preface2"] == paths
    assert ["duplicate-label"] == [finding.code for finding in document.findings]


def test_a_continuation_before_more_children_becomes_a_child():
    """Reading order holds whatever comes after."""
    draft = Draft("bill-dtd", work="/us/bill/119/hr/1")
    section = draft.root.add("section", num="1.")
    section.say("lead")
    section.add("paragraph", num="(1)").say("one")
    section.say("between")
    section.add("paragraph", num="(2)").say("two")
    section.say("after")
    words = [p.own_text for p in draft.document().provisions()]
    assert ["lead after", "one", "between", "two"] == words


@pytest.mark.parametrize(
    ("cite", "target"),
    [
        ("usc/50/4801", "/us/usc/t50/s4801"),
        ("/us/usc/t7/s1308–3a/d", "/us/usc/t7/s1308-3a/d"),
        ("/us/usc/2/602", "/us/usc/t2/s602"),
        ("usc/50/4825(b)(2)(A)", "/us/usc/t50/s4825/b/2/A"),
        ("usc-chapter/15/2B", "/us/usc/t15/ch2B"),
        ("/us/cfr/t31/s561.308", "/us/cfr/t31/p561/s561.308"),
        ("cfr/15/744.23", "/us/cfr/t15/p744/s744.23"),
        ("pl/117/328", "/us/pl/117/328"),
        ("/us/stat/136/2023", "/us/stat/136/2023"),
        ("/us/bill/119/hr/1", "/us/bill/119/hr/1"),
        ("#S101", "#S101"),
        ("/us/pl/112208", None),
        ("regulation/1", None),
        ("", None),
        (None, None),
    ],
)
def test_references_resolve_to_identifiers(cite, target):
    """What an attribute names becomes an identifier, or nothing; never a guess."""
    assert target == references.resolve(cite)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The term “widget” means", ["widget"]),
        ("the terms “export”, “reexport”, and “item” have", ["export", "reexport", "item"]),
        ("(in this Act referred to as the “Fund”)", ["Fund"]),
        ("by striking “and” at the end", []),
    ],
)
def test_terms_are_told_from_other_quotations(text, found):
    """Only what is defined is a term."""
    assert found == [text[start:end] for start, end in terms.find(text)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("119 HR 2683 EH: Remote Access Security Act", (("119", "hr/2683"), "eh")),
        ("117 H. CON. RES. 41 ENR: Authorizing", (("117", "hconres/41"), "enr")),
        (" HR 9468 ENR: Veterans", (("", "hr/9468"), "enr")),
        ("117 HRES 24 : Impeaching", (("117", "hres/24"), "")),
        ("119 HCON 58 IH: Denouncing", (("119", "hconres/58"), "ih")),
        ("An Act to count widgets", (("", ""), "")),
    ],
)
def test_metadata_titles_say_what_a_bill_is(words, expected):
    """Congress, number and version are read from the title of the metadata."""
    assert expected == bill_facts.titled(words)[:2]


@pytest.mark.parametrize(
    ("rewrite", "words", "expected"),
    [
        (figures.raised, "26", "²⁶"),
        (figures.raised, "-3", "⁻³"),
        (figures.raised, "D", "ᴰ"),
        (figures.raised, "th", "th"),
        (figures.raised, "Q", "Q"),
        (figures.lowered, "37", "₃₇"),
        (figures.lowered, "max", "max"),
        (figures.fraction, "2⁄3", "²⁄₃"),
        (figures.fraction, " 1/3", " ¹⁄₃"),
        (figures.fraction, "3/32 ", "³⁄₃₂ "),
        (figures.fraction, "half", "half"),
    ],
)
def test_figures_are_written_in_their_own_characters(rewrite, words, expected):
    """Powers, indices and fractions are not taken for figures on the line; words stay."""
    assert expected == rewrite(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("119th CONGRESS", "119"),
        ("One Hundred Eighteenth Congress of the United States", "118"),
        ("One Hundred Twenty-first Congress", "121"),
        ("Congress", ""),
    ],
)
def test_a_congress_is_read_in_digits_and_words(words, expected):
    """Enrolled bills spell the number out."""
    assert expected == bill_facts.congress(words)


def test_dates_that_do_not_exist_are_none():
    """A date is read or it is None."""
    assert date(2026, 1, 12) == bill_facts.long_date("Passed January 12, 2026.")
    assert date(2025, 4, 7) == bill_facts.iso_date("20250407")
    assert bill_facts.long_date("February 30, 2025") is None
    assert bill_facts.iso_date("2025-13-01") is None


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 6)), max_size=12)


@given(SPANS, SPANS)
def test_what_markup_covers_is_not_marked_again(found, marked):
    """Spans that touch no mark of the kind stay, however marks lie over each other."""
    spans, end = [], 0
    for start, length in sorted(found):
        if start >= end:
            end = start + length
            spans.append((start, end))
    own = [Mark("ref", "content", start, start + length) for start, length in marked]
    own.append(Mark("quoted", "content", 0, 50))
    expected = [
        (start, end)
        for start, end in spans
        if not any(m.kind == "ref" and m.start < end and start < m.end for m in own)
    ]
    assert expected == freeze._free(spans, own, "ref")
