"""Text stays text: controls shown, markup escaped, Markdown never consulted."""

import html
import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.render.context import Content
from tracker.render.html import clean, esc, one_line, prose
from tracker.render.shell import page_source, read_source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("plain § 2(1)", "plain § 2(1)", id="law"),
        pytest.param("a\u202eb", "a[U+202E]b", id="right-to-left override"),
        pytest.param("a\u2066b\u2069", "a[U+2066]b[U+2069]", id="isolates"),
        pytest.param("a\x00b", "a[U+0000]b", id="nul"),
        pytest.param("a\ud800b", "a[U+D800]b", id="unpaired surrogate"),
        pytest.param("a\tb\r\nc", "a b \nc", id="white space"),
        pytest.param("한국어", "한국어", id="Korean"),
    ],
)
def test_clean_shows_what_would_act(text, expected):
    """Controls become visible words; letters stay."""
    assert expected == clean(text)


HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("<>&\"'`*_#[](){}%$\\-+|~:=!\n \u202e\u2066\x02\x03\x0b"),
        st.characters(),
    ),
    max_size=60,
)


@given(HOSTILE)
def test_no_string_leaves_its_element(text):
    """After escaping there is no markup character left, and unescaping gives the text back."""
    escaped = str(esc(text))
    assert not re.search(r"[<>\"']", escaped)
    assert clean(text) == html.unescape(escaped)


@given(HOSTILE)
def test_markdown_passes_law_through_untouched(text):
    """A page's HTML block comes out of python-markdown as it went in."""
    body = f'<div class="trk"><p title="{esc(text)}">{esc(text)}</p></div>'
    source = page_source(Content("t", body)).decode()
    block = source.split("\n---\n\n", 1)[1].strip()
    assert block == markdown.markdown(source.split("\n---\n\n", 1)[1]).strip()


@given(st.text(max_size=40))
def test_front_matter_holds_any_title(title):
    """A title of any characters stays one line of JSON."""
    source = page_source(Content(title, "<div></div>")).decode()
    assert source.count("\n---\n") == 1
    meta, body = read_source(source.encode())
    assert (meta["title"], body) == (one_line(title), "<div></div>")


def test_prose_shows_raw_html_instead_of_obeying_it():
    """Markdown by people may not smuggle markup."""
    shown = str(prose("# Head\n\n<script>x</script> [a](javascript:alert) *em*"))
    assert "<script" not in shown
    assert "javascript:" not in shown
    assert "<em>em</em>" in shown
