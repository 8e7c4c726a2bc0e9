"""Parts of a law found by the words that name them."""

import pytest
from rule_texts import cfr

from tracker.amend.execution.named import find, folded, steps

PART = cfr(
    (
        "744.1",
        "Definitions.",
        "<P><I>Chip</I> means: (1) A circuit; or</P>",
        "(2) A die.",
        "<P><I>Chip maker</I> means a person.</P>",
        "<P>(Approved by the Office under control number 1140-0009)</P>",
    ),
    (
        "744.2",
        "Commentary.",
        "<HD1>Section 744.1—Authority, Purpose, and Scope</HD1>",
        "<HD2>Paragraph 1(a)</HD2>",
        "<P>1. <I>One.</I> First.</P>",
        "<P>2. <I>Two.</I> Second.</P>",
        "<HD2>1(b) Limits.</HD2>",
        "<P>1. <I>Other.</I> Third.</P>",
        "<P>i. Fourth.</P>",
    ),
    (
        "744.3",
        "List.",
        (
            "<DIV><TABLE><TR><TD>FRANCE</TD><TD>Alpha Co. Paris</TD></TR>"
            "<TR><TD>Beta Co. Lyon</TD></TR><TR><TD>IRAN</TD></TR>"
            "<TR><TD>Alpha Co. Tehran</TD></TR></TABLE></DIV>"
        ),
    ),
)


def section(number):
    """Return a section of the part."""
    return next(p for p in PART.provisions() if p.path.endswith(f"/s744.{number}"))


@pytest.mark.parametrize(
    ("number", "path", "expected"),
    [
        (1, "/“Chip maker”", ["Chip maker means a person."]),
        (1, "/“Chip”/2", ["A die."]),
        (1, "/“(”", ["(Approved by the Office under control number 1140-0009)"]),
        (1, "/“Wafer”", []),
        (2, "/“Section 744.1—Authority”/“Purpose”/“1(a)”/2", ["Two. Second."]),
        (2, "/“1(b) Limits”/1", ["Other. Third."]),
        (2, "/“1(a)”/3", []),
        (3, "/“IRAN”/“Alpha Co.”", ["Alpha Co. Tehran"]),
        (3, "/“FRANCE”/“Beta Co.”", ["Beta Co. Lyon"]),
        (3, "/“Alpha Co.”", ["FRANCE Alpha Co. Paris", "Alpha Co. Tehran"]),
        (3, "/“Alpha”", ["FRANCE Alpha Co. Paris", "Alpha Co. Tehran"]),
        (3, "/“Alp”", []),
    ],
)
def test_finds_named_parts(number, path, expected):
    """Terms, captions and entries are found by the words they start with; two are two."""
    found = find(section(number), steps(path))
    assert [each.own_text for each in found] == expected


def test_parts_paths_at_names():
    """A solidus inside a name does not part it."""
    assert steps("/“A and/or B”/2/i") == ("“A and/or B”", "2", "i")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Section 1003.2— Definitions", "1003 2 definitions"),
        ("§ 1026.32—Requirements", "1026 32 requirements"),
        ("Paragraph 32(d)", "32 d"),
        ("Financial institution.", "financial institution"),
    ],
)
def test_compares_names_by_letters_and_digits(words, expected):
    """Marks, spaces, case and the word for the level make no difference."""
    assert folded(words) == expected
