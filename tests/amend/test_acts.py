"""Which section of the Code an Act's section is."""

import pytest

from tracker.amend.statutes.acts import act_sections, short_titles
from tracker.formats import parse
from tracker.model import Document, Provision

WORK = "/us/usc/t15/ch9"


def section(number, credit, *notes):
    """Return a section of the Code with its source credit and notes."""
    path = f"{WORK}/s{number}"
    children = [Provision(f"{path}/sourceCredit", "sourceCredit", content=credit)]
    children += [
        Provision(f"{path}/notes/note{at}", "note", content=note) for at, note in enumerate(notes)
    ]
    return Provision(path, "section", f"§ {number}.", children=tuple(children))


def code(*sections):
    """Return a chapter of the Code."""
    return Document(WORK, "119-1", "uslm-1", "", Provision(WORK, "document", children=sections))


def test_source_credits_name_the_act_section():
    """The first law of a credit made the section; later ones amended it."""
    found = act_sections(
        code(
            section(
                101,
                "(Pub. L. 90–1, div. A, title II, § 5, Jan. 2, 1967; Pub. L. 91–2, § 9.)",
            ),
            section(
                102,
                "(Pub. L. 90–1, div. A, title II, § 6A, as added Pub. L. 95–3, § 2.)",
            ),
        )
    )
    assert found == {"/us/pl/90/1/s5": "/us/usc/t15/s101", "/us/pl/90/1/s6A": "/us/usc/t15/s102"}


def test_part_of_a_section_and_a_split_section_are_left_out():
    """A Code section made of a mere subsection, or one of several of an Act section, is not it."""
    found = act_sections(
        code(
            section(101, "(Pub. L. 90–1, § 5(a), Jan. 2, 1967, 81 Stat. 1.)"),
            section(102, "(Pub. L. 90–1, § 7, Jan. 2, 1967, 81 Stat. 1.)"),
            section(103, "(Pub. L. 90–1, § 7, Jan. 2, 1967, 81 Stat. 1.)"),
        )
    )
    assert found == {}


def test_short_titles_reach_the_sections_that_their_notes_name():
    """A short title stands for the sections of its range, or of its whole Act."""
    note = (
        "Pub. L. 90–1, div. A, title II, § 4, Jan. 2, 1967, 81 Stat. 1, provided that: “This "
        "subtitle [subtitle B (§§ 4–5) of title II of div. A of Pub. L. 90–1, enacting this] "
        "may be cited as the ‘Small Harbours Act’.”"
    )
    document = code(
        section(101, "(Pub. L. 90–1, div. A, title II, § 5, Jan. 2, 1967, 81 Stat. 1.)", note),
        section(102, "(Pub. L. 90–1, div. A, title II, § 6, Jan. 2, 1967, 81 Stat. 1.)"),
    )
    found = act_sections(document)
    assert found["small harbours act/s5"] == "/us/usc/t15/s101"
    assert "small harbours act/s6" not in found
    assert short_titles(document) == ("Small Harbours Act",)


@pytest.mark.corpus
def test_the_export_control_reform_act_is_derived_from_chapter_58(corpus_dir):
    """The credits and notes of 50 U.S.C. chapter 58 give the Act's sections by both its names."""
    path = corpus_dir / "us-code" / "usc50-ch58@119-34.xml"
    document = parse(path.read_bytes(), source=path.name)
    found = act_sections(document)
    assert found["export control reform act of 2018/s1753"] == "/us/usc/t50/s4812"
    assert found["export controls act of 2018/s1756"] == "/us/usc/t50/s4815"
    assert found["anti-boycott act of 2018/s1773"] == "/us/usc/t50/s4842"
    assert found["/us/pl/115/232/s1782"] == "/us/usc/t50/s4852"
    assert "export controls act of 2018/s1773" not in found
