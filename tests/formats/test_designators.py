"""Designators and the depth they give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.formats import designators
from tracker.formats.designators import (
    HEADING_ORDER,
    INSTRUCTION_ORDER,
    Token,
    leading,
    leading_bare,
    letters,
    readings,
    resolve,
    roman,
    token,
)


def depths(run: str) -> list[int]:
    """Return the depths of a run; `*1` is in italics, `...` stars, `(a)(1)` one paragraph.

    `(a)=` is a designator of which only asterisks are shown.
    """
    tokens: list[Token] = []
    gap = starred = False
    for paragraph in run.split():
        if paragraph == "...":
            gap, starred = True, False
            continue
        for place, label in enumerate(leading(paragraph.strip("=").replace("*", ""))):
            italic = "*" in paragraph
            tokens.append(token(label, italic=italic, gap=gap, adjacent=place > 0, starred=starred))
            gap = starred = False
        gap = starred = paragraph.endswith("=")
    return resolve(tokens)


RUNS = {
    "below what only asterisks are shown of": ("... (a)= (4)= (i)", [1, 2, 3]),  # 2013-12125
    "after what only asterisks are shown of": ("... (h)= (i)= (j)", [1, 1, 1]),
    "italics below asterisks": ("... (a)= (6)= (i)= (A)= (*2)= (*ii)", [1, 2, 3, 4, 5, 6]),
    "letters": ("(a) (b) (c)", [1, 1, 1]),
    "all six levels": ("(a) (1) (i) (A) (*1) (*i) (*ii) (*2) (B) (ii) (2) (b)", None),
    "15-CFR-734.13": ("(a) (1) (2) (3) (i) (ii) (b) (c)", [1, 2, 2, 2, 3, 3, 1, 1]),
    "several in one paragraph": ("(a)(1)(i) (ii) (2) (b)", [1, 2, 3, 3, 2, 1]),
    "i is a letter after h": ("(g) (h) (i) (j)", [1, 1, 1, 1]),
    "i is roman after (h)(1)": ("(h) (1) (i) (ii) (2) (j)", [1, 2, 3, 3, 2, 1]),
    "i is a letter after (h)(1) when j follows": ("(h) (1) (2) (i) (j)", [1, 2, 2, 1, 1]),
    "v is roman after iv": ("(u) (1) (iv) (v) (vi) (v)", [1, 2, 3, 3, 3, 1]),
    "v is a letter after u": ("(t) (u) (v) (w)", [1, 1, 1, 1]),
    "x is a letter after w": ("(w) (x) (1) (x) (y)", None),
    "15-CFR-748-Supp-2 (h) skips a level": (
        "(h) (i) (A) (B) (C) (D) (E) (F) (G) (H) (I) (ii) (A) (B) (i) (1) (2) (i) (ii) (j)",
        [1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 3, 3, 1, 2, 2, 3, 3, 1],
    ),
    "I is a letter after H": ("(A) (G) (H) (I) (J)", [1, 1, 1, 1, 1]),
    "double letters after z": ("(y) (z) (aa) (bb) (cc)", [1, 1, 1, 1, 1]),
    "ii after hh is a letter": ("(hh) (ii) (jj)", [1, 1, 1]),
    "stars hide what goes before": ("(a) ... (2) ... (b) (2) (iii)", [1, 2, 1, 2, 3]),
    "an amendment starts anywhere": ("(2) (i) (ii) (3)", [1, 2, 2, 1]),
    "numbers first, as in definitions": ("(1) (i) (ii) (2)", [1, 2, 2, 1]),
    "numbers over letters": ("(1) (a) (b) (2) (a) (b)", [1, 2, 2, 1, 2, 2]),
    "15-CFR-748-Supp-2 (dd) lost its italics": (
        "(dd) (1) (i) (ii) (1) (2) (3) (iii) (2) (3) (i)",
        [1, 2, 3, 3, 4, 4, 4, 3, 2, 2, 3],
    ),
    "nothing": ("", []),
}
RUNS["all six levels"] = (RUNS["all six levels"][0], [1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1])
RUNS["x is a letter after w"] = ("(w) (x) (1) (y)", [1, 1, 2, 1])


@pytest.mark.parametrize(("run", "expected"), RUNS.values(), ids=RUNS.keys())
def test_depths(run, expected):
    """A run of designators gets the depths that its whole context tells."""
    assert expected == depths(run)


def test_a_range_counts_to_its_end():
    """After (b)-(g) comes (h), and (i) is then a letter."""
    tokens = [
        token(label)
        for text in ("(a)", "(b)-(g) [Reserved]", "(h)", "(i)", "(j)")
        for label in leading(text)
    ]
    assert [1, 1, 1, 1, 1] == resolve(tokens)
    assert "b-g" == leading("(b) through (g) [Reserved]")[0].segment


@pytest.mark.parametrize(
    ("order", "run", "expected"),
    [
        (INSTRUCTION_ORDER, "1 2 a b i ii c 3", [1, 1, 2, 2, 3, 3, 2, 1]),
        (HEADING_ORDER, "I A 1 a b 2 B II", [1, 2, 3, 4, 4, 3, 2, 1]),
        (HEADING_ORDER, "A B C D E F G H I J", [1] * 10),
    ],
    ids=["90-FR-47201 instructions", "preamble outline", "I after H"],
)
def test_outlines(order, run, expected):
    """Instructions and headings have orders of their own."""
    tokens = [Token(readings(value, bare=True)) for value in run.split()]
    assert expected == resolve(tokens, order)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(a) Text", ["a"]),
        ("(a)(1)(i) Text", ["a", "1", "i"]),
        ("(a) (1) Text", ["a", "1"]),
        ("(EAR) is not one", []),
        ("(see note)", []),
        ("(a)(see note)", ["a"]),
        ("Text (a)", []),
        ("(1234) is a year", []),
        ("", []),
    ],
)
def test_leading(text, expected):
    """Designators stand at the start, in parentheses, and are designators."""
    assert expected == [label.value for label in leading(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Section 744.8", "1"),
        ("a. Revising", "a"),
        ("■ 29. When", "29"),
        ("ii. Adding", "ii"),
        ("U.S. persons", None),
        ("1.5 percent", None),
        ("Section 1", None),
    ],
)
def test_leading_bare(text, expected):
    """Outline designators end in a point and a space."""
    label = leading_bare(text)
    assert expected == (label.value if label else None)


@pytest.mark.parametrize("value", range(1, 50))
def test_roman_numerals(value):
    """Roman numerals up to 49 are read; letters that are none give zero."""
    tens, ones = divmod(value, 10)
    text = ["", "x", "xx", "xxx", "xl"][tens]
    text += ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][ones]
    assert value == roman(text) == roman(text.upper())


def test_letters_go_on_doubled():
    """After z come aa, bb; words are no designators."""
    assert (1, 26, 27, 28, 0) == tuple(letters(each) for each in ("a", "z", "aa", "bb", "the"))
    assert () == readings("EAR")


LOWER, UPPER = "abcdefg", "ABCDEFGH"
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")


@st.composite
def outlines(draw):
    """Return (label, depth) pairs of a well-formed section of the CFR."""
    found: list[tuple[str, bool, int]] = []

    def level(depth: int) -> None:
        names = (LOWER, "1234567", ROMAN, UPPER, "1234567", ROMAN)[depth - 1]
        for name in names[: draw(st.integers(2, 4))]:
            found.append((name, depth > 4, depth))
            if depth < 6 and draw(st.integers(0, 3)) == 0:
                level(depth + 1)

    level(1)
    return found


@given(outlines())
def test_well_formed_sections_resolve(outline):
    """Every well-formed section gets back the depths it was made with."""
    tokens = [Token(readings(name, italic=italic)) for name, italic, _ in outline]
    assert [depth for _, _, depth in outline] == resolve(tokens)


VALUES = st.sampled_from([*"abchijvxzABIV1239", "ii", "iv", "aa", "ix", "II", "cc"])


@given(st.lists(st.tuples(VALUES, st.booleans(), st.booleans(), st.booleans()), max_size=40))
def test_any_run_nests(run):
    """Whatever the run, a depth is at most one more than the one before it."""
    found = resolve(
        [
            Token(readings(value, italic=italic), gap, adjacent)
            for value, italic, gap, adjacent in run
        ]
    )
    assert len(run) == len(found)
    assert all(1 <= after <= before + 1 for before, after in zip([0, *found], found, strict=False))


def test_long_runs_are_linear():
    """A run of thousands keeps few readings side by side."""
    tokens = [Token(readings(value)) for value in ("i", "v", "x", "ii", "1") * 2000]
    assert 10_000 == len(resolve(tokens))
    assert designators.CFR_ORDER["a"] < designators.CFR_ORDER["1"]
