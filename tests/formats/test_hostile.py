"""Bytes that are no readable official text: a ParseError with what and where, fast and small."""

import time
import tracemalloc
from pathlib import Path

import pytest

from tracker import formats
from tracker.errors import ParseError, ReaderError
from tracker.formats import meter

SMALL = (Path(__file__).resolve().parents[1] / "corpus/bills/BILLS-119hr99002rh.xml").read_bytes()
BOMB = (
    b'<!DOCTYPE bill [<!ENTITY a0 "lol">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
)
OUTSIDE = '<!DOCTYPE bill [<!ENTITY x SYSTEM "file:///etc/hostname">]><bill>&x;</bill>'
BODY = b"<bill><legis-body><section><text>%s</text></section></legis-body></bill>"


def wide(filler: bytes) -> bytes:
    """Return 200 MB of an attribute."""
    return b'<bill><section id="' + filler * 200_000_000 + b'"/></bill>'


CASES = {
    "external entity": (OUTSIDE.encode(), "entities", "line 1"),
    "external entity, UTF-16": (OUTSIDE.encode("utf-16"), "entities", "DOCTYPE"),
    "parameter entity": (
        b'<!DOCTYPE bill [<!ENTITY % x SYSTEM "x">%x;]><bill/>',
        "entities",
        "line 1",
    ),
    "entity bomb": (BOMB + b"<bill>&a9;</bill>", "entities", "line 1"),
    "entity bomb in an attribute": (BOMB + b'<bill id="&a9;"/>', "entities", "line 1"),
    "undeclared entity": (
        b'<!DOCTYPE bill SYSTEM "bill.dtd">\n' + BODY % b"&nothing;",
        "&nothing;",
        "line 2",
    ),
    "XInclude": (
        b'<bill xmlns:x="http://www.w3.org/2001/XInclude">\n<x:include href="a"/></bill>',
        "XInclude",
        "line 2",
    ),
    "10,000 levels": (b"<section>" * 10_000 + b"</section>" * 10_000, "nested", "line 1"),
    "10,000 levels of a bill": (
        BODY % (b"<italic>" * 10_000 + b"x" + b"</italic>" * 10_000),
        "nested",
        "line 1",
    ),
    "200 MB attribute": (wide(b"a"), "10 MB", "line 1"),
    "200 MB text": (BODY % (b"ab " * 66_000_000), "10 MB", "line 1"),
    "cut off": (SMALL.rstrip()[:-30], "cut off", "line 4"),
    "cut off inside a tag": (SMALL[: len(SMALL) // 2], "cut off", "line 2"),
    "wrong encoding": (BODY % "§ 1".encode("latin-1"), "encoding", "line 1"),
    "unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><bill/>', "encoding", "line 1"),
    "unused encoding": (SMALL.decode().encode("utf-32"), "UTF-32", ""),
    "error page": (
        b"<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head></html>",
        "503 Service Unavailable",
        "",
    ),
    "error page with pre": (
        b"<html><body><pre>Cannot GET /x</pre></body></html>",
        "not the text",
        "",
    ),
    "XHTML page": (
        b'<html xmlns="http://www.w3.org/1999/xhtml"><body>Error</body></html>',
        "web page",
        "",
    ),
    "JSON": (b'{"error": "NOT_FOUND"}', "JSON", ""),
    "JSON list": (b"[1, 2]", "JSON", ""),
    "empty": (b"", "empty", ""),
    "white space": (b"\xef\xbb\xbf \r\n", "empty", ""),
    "archive": (b"PK\x03\x04\x14\x00\x00\x00", "binary", ""),
    "other text": (b"Dear reader,\nnothing here.\n", "not the text of a bill", ""),
    "text in Latin-1": (b"119th CONGRESS\nSECTION 1.\n\xa7 5", "UTF-8", "line 3"),
    "bill status": (b"<billStatus><bill/></billStatus>", "bill status record", "line 1"),
    "unknown root": (b"<memo>x</memo>", "<memo>", "line 1"),
    "bill without text": (
        b"<bill><metadata><title>x</title></metadata></bill>",
        "no text",
        "<bill>",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_refused_by_name_and_place_within_a_second(name):
    """The error says the file, what is wrong and where; nothing hangs or escapes."""
    data, problem, where = CASES[name]
    started = time.process_time()
    with pytest.raises(ParseError) as caught:
        formats.parse(data, source="file.xml")
    assert 1.0 > time.process_time() - started
    message = str(caught.value)
    assert message.startswith("file.xml")
    assert problem in message
    assert where in message
    assert "\n" not in message


def test_memory_stays_bounded_on_a_wide_attribute():
    """Refusing 200 MB does not copy them many times over."""
    data = wide(b"a")
    tracemalloc.start()
    with pytest.raises(ParseError):
        formats.parse(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 20_000_000 > peak


def test_nothing_outside_is_read(tmp_path):
    """A file that an entity names never shows up in text or message."""
    secret = tmp_path / "secret"
    secret.write_text("hidden-words", encoding="utf-8")
    data = f'<!DOCTYPE bill [<!ENTITY x SYSTEM "{secret.as_uri()}">]><bill>&x;</bill>'.encode()
    with pytest.raises(ParseError) as caught:
        formats.parse(data)
    assert "hidden-words" not in str(caught.value)


def test_standard_character_entities_are_text():
    """Old files write &mdash; and rely on a DTD; the characters are known without it."""
    data = b'<!DOCTYPE bill SYSTEM "bill.dtd">' + BODY % b"that&mdash;<italic>a</italic>&sect; 1"
    document = formats.parse(data)
    assert "that—a§ 1" == list(document.provisions())[-1].content
    assert meter.measure(data, document).balanced


@pytest.mark.parametrize("tag", ["section", "quoted-block", "text", "italic", "quote"])
def test_the_deepest_nesting_that_is_read_needs_no_recursion(tag):
    """250 levels of anything are walked, frozen, digested and reported."""
    data = BODY % (f"<{tag}>".encode() * 245 + b"deep" + f"</{tag}>".encode() * 245)
    document = formats.parse(data)
    assert meter.measure(data, document).balanced
    assert "deep" in " ".join(p.own_text for p in document.provisions())


SECTION = b"<bill><legis-body><section>%s</section></legis-body></bill>"
RULE = b"<RULE><SUPLINF>%s</SUPLINF><FRDOC>[FR Doc. 2025-00003 Filed]</FRDOC></RULE>"
PART = b"<DIV5 N='1' TYPE='PART'><DIV8 N='1.1' TYPE='SECTION'>%s</DIV8></DIV5>"
PLAIN = b"[H.R. 5 Introduced in House (IH)]\n119th CONGRESS\nA BILL\nSECTION 1. X.\n    %s"
REPEATED = {
    "texts of one provision": SECTION % (b"<text>a</text>" * 40_000),
    "headings of one provision": SECTION % (b"<header>a</header>" * 40_000),
    "texts after a subdivision": SECTION % (b"<paragraph/>" + b"<text>a</text>" * 40_000),
    "quotations and references": BODY % (b"<quote>x</quote> of paragraph (1) of " * 40_000),
    "references in markup": BODY
    % (b"<external-xref parsable-cite='usc/50/1'>50 U.S.C. 1(a)</external-xref>, " * 20_000),
    "the same number": b"<bill><legis-body>%s</legis-body></bill>"
    % (b"<section><enum>1.</enum><text>x</text></section>" * 20_000),
    "page breaks": RULE % b"<P>%s</P>" % (b"abc<PRTPAGE P='1'/>bcd xbcdy " * 20_000),
    "footnotes": RULE % b"<P>%s</P>" % (b"a<FTNT><P>1 b</P></FTNT>" * 20_000),
    "headed designators": PART % b"<P>%s</P>" % (b"(a) <I>X.</I> " * 20_000),
    "ambiguous designators": PART % (b"<P>(i) a</P><P>(v) b</P><P>(x) c</P>" * 7_000),
    "lines of plain text": PLAIN % (b"a-\nb\n" * 60_000),
}


@pytest.mark.parametrize("name", REPEATED)
def test_many_of_one_kind_cost_no_more_each(name):
    """Tens of thousands of anything in one place are read in linear time, without a word lost."""
    data = REPEATED[name]
    started = time.process_time()
    document = formats.parse(data)
    assert 3.0 > time.process_time() - started  # quadratic work took 4 to 40 seconds
    assert meter.measure(data, document).balanced


def test_a_fault_of_a_reader_is_told_as_one(monkeypatch):
    """Whatever goes wrong in a reader ends that text, not the run, and is not hidden either."""

    def broken(*_args, **_options):
        raise KeyError("section")

    monkeypatch.setattr("tracker.formats.bill_dtd.parse_tree", broken)
    with pytest.raises(ReaderError, match=r"119hr5@ih: this program failed to read it \(KeyError"):
        formats.parse(SMALL, source="119hr5@ih")
