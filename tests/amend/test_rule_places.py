"""Places and things that instructions name."""

import pytest

from tracker.amend.rules.places import phrase
from tracker.amend.rules.spots import Spot, continued, expanded, steps_of, within
from tracker.amend.rules.words import masked


def read(text, **rest):
    """Return what masked words name."""
    words, quotes = masked(text)
    return phrase(words, quotes, **rest)


def show(spot):
    """Return a spot in one line."""
    line = "/".join((spot.base, *spot.steps)) if spot.base else "/".join(spot.steps)
    line += "" if spot.facet == "whole" else f"[{spot.facet}]"
    line += f"#{spot.sentence}" if spot.sentence is not None else ""
    return line + (f"..{'/'.join(spot.until)}" if spot.until else "")


PLACES = [
    ("paragraphs (e)(4)(ii) and (iii)", ["e/4/ii", "e/4/iii"]),
    (
        "paragraphs (b)(2)(iii)(A), and (b)(2)(iv)(A) and (B), and",
        ["b/2/iii/A", "b/2/iv/A", "b/2/iv/B"],
    ),
    ("paragraphs (a)(5)(ii), (a)(5)(iv)(D), and (a)(5)(iv)(E)", ["a/5/ii", "a/5/iv/D", "a/5/iv/E"]),
    ("paragraphs (c)(500)(i)(A)(2) and (c)(501)", ["c/500/i/A/2", "c/501"]),
    ("paragraphs (b)(6) and (7), (c)(1)(iii), (d)", ["b/6", "b/7", "c/1/iii", "d"]),
    ("paragraphs (h) and (i)", ["h", "i"]),
    (
        "the introductory text of paragraphs (a)(5)(ii) and (d)(5)(ii)",
        ["a/5/ii[chapeau]", "d/5/ii[chapeau]"],
    ),
    ("paragraph (e) introductory text to read as follows:", ["e[chapeau]"]),
    (
        "paragraphs (b)(1) introductory text, (b)(2) introductory text, and (b)(3)",
        ["b/1[chapeau]", "b/2[chapeau]", "b/3"],
    ),
    ("the section heading and paragraph (b)", ["[heading]", "b"]),
    ("the heading of paragraph (c)", ["c[heading]"]),
    ("paragraph (c) heading", ["c[heading]"]),
    ("the last sentence of paragraph (b)(1)", ["b/1#-1"]),
    ("the fifth and sixth sentences", ["#5", "#6"]),
    ("§ 744.8(b)(1)", ["s744.8/b/1"]),
    ("§§ 1.2, 1.3(a), and 1.4", ["s1.2", "s1.3/a", "s1.4"]),
    ("§§ 1.2 through 1.5", ["s1.2..s1.5"]),
    ("Section 1.401(a)(9)-1", ["s1.401(a)(9)-1"]),
    ("§ 165.T08-0123", ["s165.T08-0123"]),
    ("paragraphs (b) through (d)", ["b..d"]),
    ("supplement no. 4 to part 744", ["supp4"]),
    ("the introductory text to the supplement", ["[chapeau]"]),
    ("Appendix Q to Part 1026", ["appQ"]),
    ("the definitions of “A”, “B”, and “C”", ["“A”", "“B”", "“C”"]),
    ("the definition of Regional director (compliance);", ["“Regional director (compliance)”"]),
    ("the entries for “A”; “B”; and “C”", ["“A”[table]", "“B”[table]", "“C”[table]"]),
    ("ECCN 3A090", ["“3A090”"]),
    ("paragraph (c) and Note 1 to paragraph (c)", ["c", "c/“Note 1”"]),
    ("paragraph 4.iii", ["4/iii"]),
    ("paragraphs 1 and i", ["1", "1/i"]),
    ("paragraph (b)29", ["b/29"]),
    ("the second sentence of paragraph (a)(2)(ii), and paragraph (f)(4)", ["a/2/ii#2", "f/4"]),
    ("the authority citation for part 744", [".[authority]"]),
    ("subpart D, consisting of §§ 7.300 through 7.302", ["spD"]),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_reads_places(text, expected):
    """Each place is read in full, whatever the list says only once."""
    assert [show(s) for thing in read(text).things for s in thing.spots] == expected


WORDS = [
    ("“or” from the end of paragraph (c)(1)(ii)(A).", [("quote", "or", ["c/1/ii/A"])], "end"),
    ("the period from the end of paragraph (c)", [("point", ".", ["c"])], "end"),
    ("the words “X” in the definition of “Bureau”", [("quote", "X", ["“Bureau”"])], ""),
    (
        "“A” and “B” in the parenthetical text at the end of the section",
        [("quote", "A", ["“(”"]), ("quote", "B", ["“(”"])],
        "",
    ),
    ("the word “X” in paragraphs (a) and (b)", [("quote", "X", ["a", "b"])], ""),
    ("“X” in the first sentence of paragraph (e)", [("quote", "X", ["e#1"])], ""),
    ("two sentences at the end of paragraph (c)(1)", [("sentences", "", ["c/1"])], "end"),
    (
        "“X” in the undesignated paragraphs following paragraph (a)(3)",
        [("quote", "X", ["a[continuation]"])],
        "",
    ),
]


@pytest.mark.parametrize(("text", "things", "at"), WORDS)
def test_reads_words_with_their_places(text, things, at):
    """Quoted words, points and sentences stand in the places that follow them."""
    found = read(text)
    assert [(t.kind, t.words, [show(s) for s in t.spots]) for t in found.things] == things
    assert found.at == at


def test_reads_the_rest_of_a_phrase():
    """Order, place, occurrence and what something stands beside are kept apart."""
    assert read("in alphabetical order definitions for “A” and “B”").ordered
    assert read("in its place “B”").in_place
    assert read("all references to “X” to read “Y”").choice == "all"
    assert [t.words for t in read("all references to “X” to read “Y”").into] == ["Y"]
    side, thing = read("a sentence after the second sentence of paragraph (b)").beside
    assert (side, [show(s) for s in thing.spots]) == ("after", ["b#2"])


def test_keeps_what_it_does_not_know():
    """Words outside the vocabulary are never read past (2015-01321, instruction 8)."""
    assert read("the Description in H-24(G) to read as follows.").left == ("Description", "H-")


@pytest.mark.parametrize(
    ("before", "steps", "expected"),
    [
        (("b", "1"), ("2",), ("b", "2")),
        (("b", "1"), ("c",), ("c",)),
        (("a", "1", "i"), ("ii",), ("a", "1", "ii")),
        (("h",), ("i",), ("i",)),
        (("c", "500", "i", "A", "2"), ("c", "501"), ("c", "501")),
        (("e", "4", "ii", "A"), ("B",), ("e", "4", "ii", "B")),
        (("aa",), ("bb",), ("bb",)),
    ],
)
def test_continues_lists(before, steps, expected):
    """A list member takes over the designators above its own level."""
    assert continued(before, steps) == expected


@pytest.mark.parametrize(
    ("steps", "until", "expected"),
    [
        (("b",), ("d",), ["b", "c", "d"]),
        (("a", "ix"), ("a", "xi"), ["a/ix", "a/x", "a/xi"]),
        (("y",), ("bb",), ["y", "z", "aa", "bb"]),
        (("a", "9"), ("a", "11"), ["a/9", "a/10", "a/11"]),
        (("A",), ("C",), ["A", "B", "C"]),
        (("b",), ("c", "1"), ["b..c/1"]),
        (("d",), ("b",), ["d..b"]),
    ],
)
def test_expands_runs(steps, until, expected):
    """A run of one level is each of its members; any other run stays as it is."""
    assert [show(each) for each in expanded(Spot(steps=steps, until=until))] == expected


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        (Spot(steps=("a", "1")), Spot(base="s1.1"), "s1.1/a/1"),
        (Spot(steps=("a", "1")), Spot(base="s1.1", steps=("a",)), "s1.1/a/1"),
        (Spot(steps=("2",)), Spot(base="s1.1", steps=("“Bureau”",)), "s1.1/“Bureau”/2"),
        (Spot(base="s1.2"), Spot(base="suppI"), "suppI/“Section 1.2”"),
        (Spot(base="appC"), Spot(base="suppI"), "suppI/“Appendix C”"),
        (Spot(base="suppI"), Spot(base="appB"), "suppI"),
        (Spot(facet="heading"), Spot(base="s1.1", steps=("b",)), "s1.1/b[heading]"),
        (Spot(sentence=2), Spot(base="s1.1", steps=("b",)), "s1.1/b#2"),
        (Spot(), Spot(base="s1.1", facet="chapeau"), "s1.1[chapeau]"),
    ],
)
def test_lays_places_into_wider_ones(inner, outer, expected):
    """Paragraphs count from their section, parts of a definition from the definition."""
    assert show(within(inner, outer)) == expected


def test_parts_designators():
    """Designators stand in parentheses, or in a commentary with points."""
    assert steps_of("(a)(1)(i)") == ("a", "1", "i")
    assert steps_of("4.iii") == ("4", "iii")
    assert steps_of("(b)29") == ("b", "29")
