"""JSON, terminal text and HTML of a change set."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import msgspec
import pytest
from builders import document
from hypothesis import given, settings
from strategies import specs

from tracker.compare import compare, report

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "tracker" / "schemas" / "diff.schema.json").read_text("utf-8")
)
OLD = document(
    ("1.", "Short title of the Act"),
    (
        "2.",
        "Duties",
        ("(1)", "The provider shall keep records of every customer for two years."),
        ("(2)", "The Bureau <b>publishes</b> & reviews guidance."),
    ),
)
NEW = document(
    ("1.", "Short title of the Act"),
    (
        "2.",
        "Duties",
        ("(1)", "A lessor of vessels registers each harbor it uses."),
        ("(2)", "The provider may keep records of every customer for five years."),
        ("(3)", "The Bureau <b>publishes</b> & reviews guidance."),
    ),
    version="eh",
)


def as_data(changeset, *, all_changes=False):
    """Return the JSON report as a reader of the JSON sees it."""
    return json.loads(msgspec.json.encode(report.as_json(changeset, all_changes=all_changes)))


@settings(max_examples=50, deadline=None)
@given(specs, specs)
def test_json_follows_its_schema(before, after):
    """Whatever the documents, with and without unchanged provisions."""
    changeset = compare(document(*before), document(*after))
    for all_changes in (False, True):
        jsonschema.validate(as_data(changeset, all_changes=all_changes), SCHEMA)


@settings(max_examples=50, deadline=None)
@given(specs, specs)
def test_pieces_are_the_same_json(before, after):
    """Written change by change, the JSON has the bytes of the whole, indented by one."""
    changeset = compare(document(*before), document(*after))
    for all_changes in (False, True):
        whole = msgspec.json.encode(report.as_json(changeset, all_changes=all_changes))
        pieces = report.json_pieces(changeset, all_changes=all_changes)
        assert msgspec.json.format(whole, indent=1) + b"\n" == b"".join(pieces)


def test_schema_is_a_schema():
    """The published schema is itself valid."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_json_carries_the_contract():
    """Identifiers without version, source ids as they are, words exact to the character."""
    data = as_data(compare(OLD, NEW))
    assert {"work": "/us/bill/119/hr/1", "version": "ih", "title": "A bill"} == data["old"]
    row = next(row for row in data["changes"] if row["kind"] == "modified")
    assert ("/us/bill/119/hr/1/2/1", "/us/bill/119/hr/1/2/2") == (row["old"], row["new"])
    assert ("id/us/bill/119/hr/1/2/1", "id/us/bill/119/hr/1/2/2") == (
        row["old_source_id"],
        row["new_source_id"],
    )
    assert row["redesignated"]
    old_words = "".join(text for op, text in row["words"] if op != "insert")
    assert "The provider shall keep records of every customer for two years." == old_words
    assert sum(data["summary"].values()) == len(
        as_data(compare(OLD, NEW), all_changes=True)["changes"]
    )


def test_unchanged_provisions_are_listed_on_request_only():
    """`--all` lists them; the summary counts them always."""
    changeset = compare(OLD, NEW)
    assert "unchanged" not in {row["kind"] for row in as_data(changeset)["changes"]}
    listed = as_data(changeset, all_changes=True)["changes"]
    assert changeset.counts["unchanged"] == sum(row["kind"] == "unchanged" for row in listed)


def test_the_same_input_gives_the_same_bytes():
    """Two runs agree to the byte."""
    first, second = (msgspec.json.encode(report.as_json(compare(OLD, NEW))) for _ in range(2))
    assert first == second


def test_text_marks_words_without_colour():
    """Deleted and inserted words are legible on paper, under their label and heading."""
    text = report.as_text(compare(OLD, NEW), width=80)
    assert "[-shall-]{+may+}" in text
    assert "(1) → (2)" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("width", [40, 72, 120])
def test_text_is_wrapped_to_the_width(width):
    """No line is wider than the terminal where it can be broken at a space."""
    text = report.as_text(compare(OLD, NEW), width=width)
    assert max(len(line) for line in text.splitlines()) <= width


def test_colour_never_stands_alone():
    """Coloured words are also struck through or underlined."""
    text = report.as_text(compare(OLD, NEW), width=80, colour=True)
    assert "\x1b[31;9m shall\x1b[0m" in text
    assert "\x1b[32;4mmay\x1b[0m" in text


def test_text_from_upstream_cannot_steer_the_terminal():
    """Escape sequences and direction overrides in a text are shown, not obeyed."""
    evil = document(("1.", "harmless \x1b[2J\u202e words of the law"))
    text = report.as_text(compare(document(("1.", "other")), evil), width=80)
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_identical_documents_are_said_to_be_identical():
    """Nothing changed is a sentence, not an empty answer."""
    assert "No differences." in report.as_text(compare(OLD, OLD), width=80)
    assert "No differences." in report.as_html(compare(OLD, OLD))


class _Page(HTMLParser):
    """Collects tags and checks that they are closed."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.outside = [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.outside += [value for name, value in attrs if name in {"src", "href"}]
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert tag == self.open.pop()


def test_html_is_one_closed_page_without_script_or_requests():
    """Every element is closed, nothing is loaded, text of the law is escaped."""
    html = report.as_html(compare(OLD, NEW))
    page = _Page()
    page.feed(html)
    assert [] == page.open
    assert "script" not in page.seen
    assert all(link.startswith("#") for link in page.outside)
    assert "&lt;b&gt;publishes&lt;/b&gt; &amp; reviews" in report.as_html(compare(NEW, document()))


def test_html_says_in_words_what_it_shows_in_colour():
    """Insertions and deletions are announced to those who do not see them."""
    html = report.as_html(compare(OLD, NEW))
    assert re.search(r'<del><span class="hidden">deleted: </span>shall', html)
    assert re.search(r'<ins><span class="hidden">inserted: </span>may', html)
    assert "prefers-color-scheme:dark" in html


def test_a_section_is_named_once_above_its_changes():
    """The heading of a section stands above its changes; what is gone is named as it was."""
    old = document(("2.", "Duties", ("(1)", "Keep logs of each vessel."), ("(2)", "Pay the fee.")))
    new = document(("2.", "Duties", ("(1)", "Keep records of each vessel.")))
    text = report.as_text(compare(old, new), width=80)
    assert 1 == text.count("2.")
    assert "\n  (2) (old)\n    [deleted" in text
    html = report.as_html(compare(old, new))
    assert 1 == html.count("<h2 ")
    assert 'class="deleted" aria-labelledby="h2"' in html
