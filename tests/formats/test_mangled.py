"""Mangled files: only a ParseError, or a document whose meter still balances."""

import copy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tracker import formats
from tracker.errors import ParseError, ReaderError
from tracker.formats import meter, report, review

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
FILES = sorted(
    p for folder in ("bills", "laws") for p in (CORPUS / folder).iterdir() if p.suffix == ".xml"
)
OPERATIONS = ("drop", "double", "move", "rename", "text", "tail", "first", "nest")
places = st.integers(0, 10_000)
steps = st.lists(st.tuples(st.sampled_from(OPERATIONS), places, places), min_size=1, max_size=6)
SETTINGS = settings(
    max_examples=1500,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def check(data: bytes) -> None:
    """Read bytes; what can be read must balance, have unique paths, and print."""
    try:
        document = formats.parse(data)
        measured = meter.measure(data, document)
    except ReaderError:
        raise
    except ParseError:
        return
    assert measured.balanced, (measured, data)
    assert document.dropped == measured.dropped
    paths = [provision.path for provision in document.provisions()]
    assert len(paths) == len(set(paths))
    assert len(paths) == len(report.as_json(document, measured)["provisions"])
    assert review.review_text(document).endswith("\n")


def mangle(root: etree._Element, operation: str, first: int, second: int) -> None:
    """Do one thing to a tree that no official file would show."""
    elements = [e for e in root.iter("*") if e.getparent() is not None]
    if not elements:
        return
    element, other = elements[first % len(elements)], elements[second % len(elements)]
    parent = element.getparent()
    related = other in set(element.iter()) or element in set(other.iter())
    if operation == "drop":
        parent.remove(element)
    elif operation == "double":
        parent.insert(second % (len(parent) + 1), copy.deepcopy(element))
    elif operation == "move" and not related:
        other.getparent().insert(0, element)
    elif operation == "nest" and not related:
        other.append(element)
    elif operation == "rename":
        element.tag = other.tag
    elif operation == "text":
        element.text = "zed" + (element.text or "")
    elif operation == "tail":
        element.tail = (element.tail or "") + "yak"
    elif operation == "first":
        parent.insert(0, element)


@pytest.mark.slow
@SETTINGS
@given(st.sampled_from(FILES), steps)
def test_elements_dropped_doubled_moved_and_renamed(path, operations):
    """However the elements stand, no word is lost, invented or put in another order."""
    root = etree.fromstring(path.read_bytes())
    for operation, first, second in operations:
        mangle(root, operation, first, second)
    check(etree.tostring(root))


@pytest.mark.slow
@SETTINGS
@given(st.sampled_from(FILES), st.lists(st.tuples(places, st.integers(0, 255)), max_size=4))
def test_bytes_flipped(path, flips):
    """Wrong bytes are refused, or read as the words they make."""
    data = bytearray(path.read_bytes())
    for place, value in flips:
        data[place % len(data)] = value
    check(bytes(data))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(FILES), places)
def test_files_cut_off(path, place):
    """A file cut off anywhere is refused."""
    data = path.read_bytes().rstrip()
    cut = data[: place % len(data)]
    with pytest.raises(ParseError):
        formats.parse(cut)


LINES = (CORPUS / "bills/BILLS-119hr99001ih.htm").read_text(encoding="utf-8").splitlines()


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.tuples(places, places), max_size=8), st.data())
def test_plain_text_with_lines_moved(swaps, data):
    """Lines of plain text in any order lose no word."""
    lines = list(LINES)
    for first, second in swaps:
        one, two = first % len(lines), second % len(lines)
        lines[one], lines[two] = lines[two], lines[one]
    if data.draw(st.booleans()):
        lines = [line.strip() for line in lines]
    check("\n".join(lines).encode())
