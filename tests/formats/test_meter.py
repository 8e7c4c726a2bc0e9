"""The meter sees what is lost, invented, glued or out of order."""

import subprocess
import sys
from pathlib import Path

import pytest
from msgspec import structs

from tracker import formats
from tracker.errors import ParseError
from tracker.formats import meter
from tracker.model import Document

DATA = (Path(__file__).resolve().parents[1] / "corpus/bills/BILLS-119hr99002rh.xml").read_bytes()


def changed(document: Document, path: str, **fields: object) -> Document:
    """Return a document in which one provision is another."""

    def visit(provision):
        if provision.path.endswith(path):
            return structs.replace(provision, **fields)
        children = tuple(visit(child) for child in provision.children)
        return structs.replace(provision, children=children)

    return structs.replace(document, root=visit(document.root))


@pytest.fixture(scope="module")
def document():
    """Return the reported bill."""
    return formats.parse(DATA)


def test_a_faithful_document_balances(document):
    """Source words are kept words plus dropped words, and the parser counted the same."""
    measured = meter.measure(DATA, document)
    assert measured.balanced
    assert measured.source == measured.kept + sum(entry.words for entry in measured.dropped)
    assert document.dropped == measured.dropped


@pytest.mark.parametrize(
    ("content", "lost", "invented"),
    [
        ("by a foreign; or", ("person",), ()),
        ("by a foreign person or entity; or", (), ("entity", "or")),
        ("by a foreignperson; or", ("foreign", "person"), ("foreignperson",)),
        ("by a foreign per son; or", ("person",), ("per", "son")),
        ("by a foreign person or", (";",), ()),
        ("", (";", "a", "by", "foreign", "or", "person"), ()),
    ],
)
def test_words_lost_invented_glued_or_split_are_named(document, content, lost, invented):
    """A slip of one word shows, with the word."""
    measured = meter.measure(DATA, changed(document, "/q/8/A", content=content))
    assert (lost, invented) == (measured.unexplained, measured.invented)
    assert not measured.balanced


def test_words_in_another_order_do_not_balance(document):
    """Reading order counts."""
    measured = meter.measure(DATA, changed(document, "/q/8/A", content="or by a foreign person;"))
    assert not measured.unexplained
    assert not measured.balanced


def test_a_lost_provision_is_unexplained(document):
    """Dropping a provision without a rule shows all its words."""
    measured = meter.measure(DATA, changed(document, "/tI/s102", children=()))
    assert {"Fees", "kind", "Widget"} <= set(measured.unexplained)


def test_printed_quotation_marks_are_counted_apart(document):
    """Marks that the style sheet prints are neither words nor inventions."""
    quoting = DATA.count(b"<quote>") + DATA.count(b"<term>")
    assert 2 * quoting == meter.measure(DATA, document).generated


def test_other_bytes_are_refused(document):
    """Bytes that are no XML cannot be measured."""
    with pytest.raises(ParseError):
        meter.measure(b"<bill>", document)


def test_the_meter_works_whatever_was_imported_before():
    """A text can be read first and the meter imported after it."""
    code = (
        "from tracker import formats\n"
        "data = b'<bill><legis-body><section><text>x</text></section></legis-body></bill>'\n"
        "document = formats.parse(data)\n"
        "from tracker.formats import meter\n"
        "assert meter.measure(data, document).balanced\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
