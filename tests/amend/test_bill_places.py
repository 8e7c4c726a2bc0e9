"""How amending sentences name provisions, and which provisions are meant."""

import pytest

from tracker.amend.statutes.laws import Book, Spot
from tracker.amend.statutes.places import parse, steps_of
from tracker.amend.statutes.scopes import expand, place_at, resolve
from tracker.amend.statutes.ways import Where

ECRA = "Export Control Reform Act of 2018"
CODE = {f"{ECRA.lower()}/s1753": "/us/usc/t50/s4812"}


def meant(text, law="", base="", steps=""):
    """Return the identifiers that a name means, seen from a place."""
    spot = Spot(
        law=law, base=base or law, steps=steps_of([each for each in steps.split("/") if each])
    )
    named = parse(text, 0)
    assert named is not None
    found = [
        each for place in named[0] for each in place_at(spot, place, Book("/us/bill/1/hr/1", CODE))
    ]
    return [each.identifier for each in found], text[named[1] :]


TABLE = [
    # whole names, with the Code's own section in parentheses
    (f"section 1753 of the {ECRA} (50 U.S.C. 4812) is", ["/us/usc/t50/s4812"], " is"),
    (f"section 1753(a)(1) of the {ECRA}, by", ["/us/usc/t50/s4812/a/1"], ", by"),
    (
        "Section 27(a)(2) of the Food and Nutrition Act of 2008 (7 U.S.C. 2036(a)(2))) is",
        ["/us/usc/t7/s2036/a/2"],
        " is",
    ),
    ("Section 2881a of title 10, United States Code, is", ["/us/usc/t10/s2881a"], " is"),
    ("section 50262 of Public Law 117–169 (136 Stat. 2056) is", ["/us/pl/117/169/s50262"], " is"),
    (
        "Section 702(a) of division N of the Omnibus Act, 2021 (Public Law 116–260)",
        ["/us/pl/116/260/dN/s702/a"],
        "",
    ),
    ("Section 1948 of SAFETEA–LU (Public Law 109–59; 119 Stat. 1514)", ["/us/pl/109/59/s1948"], ""),
    (
        "paragraph (7) of section 63(c) of the Internal Revenue Code of 1986",
        ["/us/usc/t26/s63/c/7"],
        "",
    ),
    ("Chapter 11 of title 14, United States Code, is", ["/us/usc/t14/ch11"], " is"),
    ("section 674.33 of title 34, Code of Federal Regulations", ["/us/cfr/t34/p674/s674.33"], ""),
    # a part of an Act, a range of sections, a note: no identifier, and none is made up
    (f"Part I of the {ECRA} (50 U.S.C. 4811 et seq.) is", [""], " is"),
    ("title V of the Social Security Act (42 U.S.C. 701–713) is", [""], " is"),
    ("Section 1215 of the Small Act of 2012 (10 U.S.C. 113 note) is", [""], " is"),
    # lists
    (
        "Sections 5(a) and 6 of the Big Act (22 U.S.C. 2753(a) and 2754) are",
        ["/us/usc/t22/s2753/a", "/us/usc/t22/s2754"],
        " are",
    ),
]


@pytest.mark.parametrize(("text", "identifiers", "rest"), TABLE)
def test_whole_names(text, identifiers, rest):
    """A name that says its law needs nothing before it."""
    assert meant(text) == (identifiers, rest)


RELATIVE = [
    ("paragraph (1), by", "a", ["/us/usc/t50/s4812/a/1"]),
    ("paragraph (2)(F), by", "a", ["/us/usc/t50/s4812/a/2/F"]),
    ("subsection (b)", "a/2/F", ["/us/usc/t50/s4812/b"]),
    ("clause (ii)", "a/2/F", ["/us/usc/t50/s4812/a/2/F/ii"]),
    ("subparagraph (A) of paragraph (4)", "e", ["/us/usc/t50/s4812/e/4/A"]),
    (
        "subsections (e), (g)(5), and (i)(5), by",
        "",
        ["/us/usc/t50/s4812/e", "/us/usc/t50/s4812/g/5", "/us/usc/t50/s4812/i/5"],
    ),
    (
        "subparagraphs (A)(i) and (B)(ii)",
        "c/7",
        ["/us/usc/t50/s4812/c/7/A/i", "/us/usc/t50/s4812/c/7/B/ii"],
    ),
    ("paragraphs (3) through (5)", "a", [f"/us/usc/t50/s4812/a/{n}" for n in (3, 4, 5)]),
    (
        "clauses (iii) through (v)",
        "a/1/A",
        [f"/us/usc/t50/s4812/a/1/A/{n}" for n in ("iii", "iv", "v")],
    ),
    ("such subsection", "a/2/F", ["/us/usc/t50/s4812/a"]),
]


@pytest.mark.parametrize(("text", "steps", "identifiers"), RELATIVE)
def test_names_that_count_from_what_was_named(text, steps, identifiers):
    """A level's rank tells what of the place named before stays above it."""
    assert meant(text, "/us/usc/t50", "/us/usc/t50/s4812", steps)[0] == identifiers


def test_a_paragraph_without_its_section_is_not_guessed():
    """Designators below a title of the Code, where no section was named, have no identifier."""
    assert meant("paragraph (2)", law="/us/usc/t26")[0] == [""]


def test_the_matter_before_a_list_belongs_to_what_the_list_stands_under():
    """In subsection (a), “the matter preceding paragraph (1)” is the chapeau of (a)."""
    spot = Spot(base="/us/usc/t50/s4815", steps=steps_of(["a"]))
    place = parse("paragraph (1)", 0)
    assert place is not None
    way = (Where("matter", place[0], "chapeau"),)
    (found,) = resolve((spot,), way, Book("", {}))
    assert (found.identifier, found.facet) == ("/us/usc/t50/s4815/a", "chapeau")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((2, "4"), (2, "6"), ["4", "5", "6"]),
        ((4, "ii"), (4, "iv"), ["ii", "iii", "iv"]),
        ((5, "IX"), (5, "XI"), ["IX", "X", "XI"]),
        ((3, "Y"), (3, "BB"), ["Y", "Z", "AA", "BB"]),
        ((1, "h"), (1, "k"), ["h", "i", "j", "k"]),
        ((2, "6"), (2, "4"), []),
        ((2, "4"), (2, "4a"), []),
    ],
)
def test_runs_are_spelled_out_only_where_their_order_is_sure(first, last, expected):
    """Roman numerals are numerals for clauses and letters for subsections."""
    assert expand(first, last) == expected


def test_such_section_is_the_one_named_last():
    """A document's next subsection goes on from the section that the one before it named."""
    book = Book("", {})
    for text, expected in (
        ("section 1181 of the Social Security Act (42 U.S.C. 1320e)", "/us/usc/t42/s1320e"),
        ("Subsection (f) of such section 1181", "/us/usc/t42/s1320e/f"),
        ("Subsection (g) of such section", "/us/usc/t42/s1320e/g"),
        ("section 1182 of such Act (42 U.S.C. 1320e–1)", "/us/usc/t42/s1320e-1"),
        ("section 1181 of such Act", "/us/usc/t42/s1320e"),
    ):
        named = parse(text, 0)
        assert named is not None
        assert [each.identifier for each in place_at(Spot(), named[0][0], book)] == [expected]
