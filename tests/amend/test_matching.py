"""Finding quoted words, and the spaces around what is put in."""

import pytest

from tracker.amend.execution.matching import fitted, pattern, sentences

ALL = ("quotation-marks", "dashes", "spaces")


@pytest.mark.parametrize(
    ("words", "text", "allowed", "found"),
    [
        ("export", "reexport and export of exports", (), ["export"]),
        ("or in-country transfer", "reexported, or in-country transferred", (), []),
        ("; and", "items; and", (), ["; and"]),
        ("‘item’", "the term “item” means", ("quotation-marks",), ["“item”"]),
        ("‘item’", "the term “item” means", (), []),
        ("''item''", "the term “item” means", ("quotation-marks",), ["“item”"]),
        ("items--", "items—", ("dashes",), ["items—"]),
        ("items —(A)", "items—(A)", ("dashes", "spaces"), ["items—"]),
        ("15\u00a0CFR", "15 CFR", ("spaces",), ["15 CFR"]),
        ("15\u2009CFR", "15 CFR", (), []),
        ("in country-transfer of", "in-country transfer of", ALL, []),
        ("part 73", "part 734 or part 73.1 or part 73", (), ["part 73"]),
        ("section 78u", "section 78u–6 and section 78u", (), ["section 78u"]),
        ("5", "1.5 or 5.5 or 5", (), ["5"]),
    ],
)
def test_words_are_found_as_far_as_allowed(words, text, allowed, found):
    """To the letter, by whole words; other typography only when it is allowed."""
    hits = [match[0] for match in pattern(words, allowed).finditer(text)]
    assert [hit[: len(want)] for hit, want in zip(hits, found, strict=True)] == found


@pytest.mark.parametrize(
    ("text", "start", "end", "words", "result"),
    [
        ("transfer;", 8, 8, "or remote access", "transfer or remote access;"),  # 119hr2683eh s2/4
        ("the export of", 10, 10, ", reexport,", "the export, reexport, of"),
        ("persons; and", 9, 12, "", "persons;"),  # 119hr2683eh s2/3/A/i
        ("a red car", 2, 5, "", "a car"),
        ("a red, car", 2, 5, "", "a, car"),
        ("A and B", 2, 5, ", or", "A, or B"),
        ("A B", 1, 1, "(if any)", "A (if any) B"),
        ("services.", 8, 9, "; and", "services; and"),
        ("means—", 6, 6, "any", "means—any"),
        ("red", 0, 3, "blue", "blue"),
        ("section 10(a)", 8, 10, "11", "section 11(a)"),
        ("section 10 of", 10, 10, "(b)", "section 10(b) of"),
        ("subsection (a) or", 14, 14, "(1)", "subsection (a)(1) or"),
        ("paragraph (1)(A)", 10, 13, "(2)", "paragraph (2)(A)"),
        ("paragraph (1)(A)", 0, 13, "clause (2)", "clause (2)(A)"),
        ("section 10(a)", 10, 10, "A", "section 10 A(a)"),
        ("remote access to", 13, 13, "(or so)", "remote access (or so) to"),
        ("(see 1) x.", 9, 10, "or y.", "(see 1) x or y."),
        ("in (a).", 6, 7, "or (b).", "in (a) or (b)."),
        ("red car", 0, 3, "", "car"),
    ],
)
def test_spaces_are_as_prose_needs_them(text, start, end, words, result):
    """Words stand apart, punctuation joins, and no two spaces are left."""
    first, after, new = fitted(text, start, end, words)
    assert text[:first] + new + text[after:] == result


def test_sentences_end_at_stops_and_not_at_abbreviations():
    """Counted as an order counts them: "the second sentence"."""
    text = "See 50 U.S.C. App. 1 and Pub. L. 115–232. It ends. “Done.” Then (A) follows."
    assert [text[s:e] for s, e in sentences(text)] == [
        "See 50 U.S.C. App. 1 and Pub. L. 115–232.",
        "It ends.",
        "“Done.”",
        "Then (A) follows.",
    ]
