"""From identifiers to provisions of a base."""

import pytest
from laws import CHAPTER, PART, law

from tracker.amend.execution.locate import find
from tracker.amend.execution.tree import Tree
from tracker.formats.draft import Draft

CODE = law(
    (
        "§ 4812.",
        "Authority | ",
        ("(a)", "control—", ("(1)", "this;"), ("(2)", "these—", ("(A)", "a; and"), ("(a)", "b."))),
        ("notes", "2022—Subsec. (a)(1)."),
    ),
    ("§ 4817A.", "Extra | text"),
    ("§ 4819.", "Twice | ", ("(a)", "one"), ("(a)", "two")),
)
CFR = law(
    ("§ 744.11", "Entities | ", ("(a)", "intro:", ("(1)", "x"), ("(2)", "y"))),
    work=PART,
    form="cfr-xml",
)


def _whole_title():
    """Return title 15 as one document of two parts."""
    draft = Draft("cfr-xml", work="/us/cfr/t15")
    for number in ("742", "744"):
        part = draft.root.add("part", num=f"PART {number}—")
        part.put("heading", f"Part {number}")
        section = part.add("section", num=f"§ {number}.11")
        for label in ("(1)", "(2)"):
            (section.children[0] if section.children else section.add("paragraph", num="(a)")).add(
                "paragraph", num=label
            ).put("content", "x")
    return draft.document()


WHOLE = _whole_title()


@pytest.mark.parametrize(
    ("base", "identifier", "path"),
    [
        (CODE, "/us/usc/t50/s4812", f"{CHAPTER}/s4812"),
        (CODE, "/us/usc/t50/s4812/a/1", f"{CHAPTER}/s4812/a/1"),
        (CODE, "/us/usc/t50/ch58/s4812/a/2/A", f"{CHAPTER}/s4812/a/2/A"),
        (CODE, "/us/usc/t50/ch58/schI/s4812/a/2/a", f"{CHAPTER}/s4812/a/2/a"),
        (CODE, "/us/usc/t50/s4817A", f"{CHAPTER}/s4817A"),
        (CFR, "/us/cfr/t15/p744/s744.11/a/2", f"{PART}/s744.11/a/2"),
        (CFR, "/us/cfr/t15/p744", PART),
        (WHOLE, "/us/cfr/t15/p744/s744.11/a/2", "/us/cfr/t15/p744/s744.11/a/2"),
        (WHOLE, "/us/cfr/t15/p744", "/us/cfr/t15/p744"),
    ],
)
def test_identifiers_name_provisions(base, identifier, path):
    """A section by title and number alone, letters by their case."""
    found = find(Tree(base), identifier)
    assert found.now is not None
    assert found.now.path == path
    assert found.before is found.now


@pytest.mark.parametrize(
    ("base", "identifier", "missing"),
    [
        (CODE, "", "not-understood"),
        (CODE, "/us/usc/t22/s2778", "other-law"),
        (CODE, "/us/pl/115/232/s1753", "other-law"),
        (CODE, "/us/usc/t50/s1702/a", "other-law"),
        (CODE, "/us/usc/t50/s4815", "target-not-found"),
        (CODE, "/us/usc/t50/s4812/b", "target-not-found"),
        (CODE, "/us/usc/t50/s4812/A", "target-not-found"),
        (CODE, "/us/usc/t50/s4812/notes", "target-not-found"),
        (CODE, "/us/usc/t50/s4819/a", "base-differs"),
        (CFR, "/us/cfr/t15/p742/s742.4", "other-law"),
        (CFR, "/us/cfr/t15/p744/s744.12", "target-not-found"),
    ],
)
def test_what_names_nothing_says_why(base, identifier, missing):
    """Another law, a section that is not there, a label that two provisions bear."""
    assert find(Tree(base), identifier).missing == missing
