"""Defined terms over several texts."""

from tracker.gaps.clauses import Text
from tracker.gaps.definitions import compare_term, defined, definitions


def test_a_definition_names_its_place_its_words_and_its_users(make, make_document, make_bill):
    """The law that it would stand in, and the provisions that use the term."""
    bill = make_bill("access through a network.")
    (found,) = definitions([bill])
    assert ("remote access", "/us/usc/t50/s4801", True) == (found.term, found.target, found.quoted)
    work = "/us/bill/119/s/9006"
    document = make_document(
        work, "is",
        make(f"{work}/s1", "section", "1.", "", "The term “chip” means an integrated circuit."),
        make(f"{work}/s2", "section", "2.", "", "No person shall sell a chip."),
        make(f"{work}/s3", "section", "3.", "", "Chipping is not affected."),
    )  # fmt: skip
    (chip,) = definitions([document])
    assert (f"{work}/s2",) == chip.users


def test_subdivisions_belong_to_the_definition(make, make_document):
    """The words below the chapeau are read with it."""
    work = "/us/bill/119/s/9007"
    document = make_document(
        work, "is",
        make(f"{work}/s1", "section", "1.", "", "The term ‘entity of concern’ means—",
             make(f"{work}/s1/A", "subparagraph", "(A)", "", "a government; or"),
             make(f"{work}/s1/B", "subparagraph", "(B)", "", "its agent.")),
    )  # fmt: skip
    (found,) = defined(Text(document))
    assert "entity of concern" == found.term
    assert found.text.endswith("a government; or its agent.")


def test_regulations_define_without_the_words_the_term(make, make_document):
    """“Export means:” in a part of the CFR is a definition."""
    work = "/us/cfr/t15/p990"
    document = make_document(
        work, "2026-01-01",
        make(f"{work}/s990.13/a", "paragraph", "(a)", "",
             "Except as set forth in § 990.17, Export means:",
             make(f"{work}/s990.13/a/1", "paragraph", "(1)", "", "An actual shipment.")),
    )  # fmt: skip
    assert ["Export"] == [one.term for one in defined(Text(document))]


def test_a_term_is_compared_over_texts(make_bill):
    """Likeness is to the first definition; other terms are left out."""
    found = definitions(
        [
            make_bill("access through a network."),
            make_bill("access through a network connection.", "eh"),
            make_bill("a bird.", "rh", term="eagle"),
        ]
    )
    compared = compare_term("Remote Access", found)
    assert ["ih", "eh"] == [one.version for one in compared.definitions]
    assert 1.0 == compared.likeness[0]
    assert 0.5 < compared.likeness[1] < 1.0
    edits = compared.edits[1]
    assert found[0].text == "".join(words for kind, words in edits if kind != "insert")
    assert found[1].text == "".join(words for kind, words in edits if kind != "delete")
