"""What alerts say of a comparison: the weightiest first, in old and new words, no word invented."""

import pytest

from tracker.alerts import clauses
from tracker.model import Provision

WORK = "/us/bill/119/hr/1"


def test_a_changed_clause_is_told_in_its_old_and_new_words(changeset, change):
    """A reader sees what was said and what is said now without opening anything."""
    (clause,) = clauses.moved(changeset(change())).clauses

    assert "§ 2: “shall” → “may”" == clauses.line(clause)
    assert ("shall", "may") == (clause.old, clause.new)
    assert ("obligation",) == clause.types


@pytest.mark.parametrize(
    ("gone", "come", "said"),
    [
        ("", "not", "added “not” after “A person”"),
        ("not", "", "struck “not” after “A person”"),
    ],
)
def test_words_only_added_or_struck_are_placed_by_what_stands_beside_them(
    changeset, change, gone, come, said
):
    """An arrow from nothing would leave the reader searching."""
    words = (("equal", "A person "), ("delete", gone), ("insert", come), ("equal", " report."))
    kept = tuple((op, text) for op, text in words if text)
    (clause,) = clauses.moved(changeset(change(words=kept))).clauses

    assert said == clauses.what(clause)


@pytest.mark.parametrize(
    "more", [{"kind": "unchanged"}, {"significance": "none", "types": ("front-matter",)}]
)
def test_captions_and_what_stays_are_no_clauses(changeset, change, more):
    """Stage lines of a print are not news."""
    found = clauses.moved(changeset(change(**more)))

    assert (0, False) == (found.total, found.substantive)


@pytest.mark.parametrize("types", [("punctuation",), ("typography",), ("case",), ("label",)])
def test_form_alone_is_not_of_substance(changeset, change, types):
    """Redesignation-only and punctuation-only changes bind nobody anew."""
    found = clauses.moved(changeset(change(significance="editorial", types=types)))

    assert (1, False) == (found.total, found.substantive)


def test_what_a_part_rests_on_is_not_of_substance(changeset, change):
    """The authority line of a CFR part names statutes and notices; nobody's duty changes."""
    path = "/us/cfr/t15/p742/authority"
    line = Provision(path=path, level="authority", content="50 U.S.C. 4801-4852.")
    found = clauses.moved(changeset(change(old=line, new=line), work="/us/cfr/t15/p742"))

    assert not found.substantive
    assert "editorial" == found.clauses[0].significance


def test_a_definition_comes_before_a_number_and_form_comes_last(changeset, change):
    """Many small changes read as one list with the most significant first."""
    kinds = [("number",), ("definition",), ("threshold",)]
    parts = [change(path=f"{WORK}/s{n}", types=types) for n, types in enumerate(kinds, start=1)]
    form = change(path=f"{WORK}/s9", types=("punctuation",), significance="editorial")
    found = clauses.moved(changeset(form, *parts))

    assert ["s2", "s3", "s1", "s9"] == [c.path.rpartition("/")[2] for c in found.clauses]


def test_a_section_that_comes_as_a_whole_is_one_clause(changeset, change):
    """The root tells of it, with the number of provisions below."""
    leaf = Provision(path=f"{WORK}/s3/a", level="subsection", content="In general.")
    root = Provision(path=f"{WORK}/s3", level="section", heading="Reports", children=(leaf,))
    found = clauses.moved(
        changeset(change("inserted", new=root, words=()), change("inserted", new=leaf, words=()))
    )

    (clause,) = found.clauses
    assert "§ 3: “Reports In general.” (with 1 more below it)" == clauses.line(clause)
    assert {"inserted": 1} == found.kinds


def test_a_clause_struck_and_reserved_is_one_clause(changeset, change):
    """The drafters' “[Reserved]” is no new law."""
    path = "/us/cfr/t15/p742/supp3"
    old = Provision(path=path, level="supplement", content="A list of destinations.")
    new = Provision(path=path, level="supplement", content="[Reserved]")
    found = clauses.moved(
        changeset(
            change("deleted", old=old, words=()),
            change("inserted", new=new, words=()),
            work="/us/cfr/t15/p742",
        )
    )

    assert ["15 CFR part 742, supp. 3: “A list of destinations.”; now “[Reserved]”"] == [
        clauses.line(clause) for clause in found.clauses
    ]


def test_codified_law_is_cited_as_people_cite_it(changeset, change):
    """`15 CFR 742.17(b)`, not a path."""
    work = "/us/cfr/t15/p742"
    (clause,) = clauses.moved(changeset(change(path=f"{work}/s742.17/b"), work=work)).clauses

    assert "15 CFR 742.17(b)" == clause.where
    assert f"{work}/s742.17/b" == clause.path


def test_the_edit_shown_is_one_of_substance(changeset, change):
    """A comma is not what a reader is called for."""
    words = (
        ("equal", "A person"), ("insert", ","), ("equal", " who exports "), ("delete", "may"),
        ("insert", "must"), ("equal", " report."),
    )  # fmt: skip
    (clause,) = clauses.moved(changeset(change(words=words))).clauses

    assert "“may” → “must” (and 1 more)" == clauses.what(clause)


def test_long_words_are_cut_at_a_word_and_say_so(changeset, change):
    """One line stays about one line."""
    long = "word " * 200
    (clause,) = clauses.moved(changeset(change(words=(("insert", long),)))).clauses

    assert clauses.what(clause, 100).endswith("word …”")
    assert len(clauses.what(clause, 100)) < 130
