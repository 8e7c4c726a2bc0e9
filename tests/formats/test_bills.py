"""Bill DTD, USLM and plain text: structure, words, marks, identity and dates of small files."""

import re
from datetime import date
from pathlib import Path

import pytest

from tracker import formats
from tracker.formats import meter

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
REPORTED = CORPUS / "bills" / "BILLS-119hr99002rh.xml"
USLM = CORPUS / "bills" / "BILLS-119hr99002eh-uslm.xml"
PLAIN = CORPUS / "bills" / "BILLS-119hr99001ih.htm"
LAW = CORPUS / "laws" / "PLAW-119publ999.xml"
CODE = CORPUS / "laws" / "usc50-ch58.xml"
BILL = "/us/bill/119/hr/99002"


def read(path: Path):
    """Return a file's provisions by path."""
    document = formats.parse(path.read_bytes(), source=path.name)
    return {p.path.removeprefix(document.work): p for p in document.provisions()}


def marks(provision, kind):
    """Return (words, target) of a provision's marks of one kind."""
    return [
        (getattr(provision, m.field)[m.start : m.end], m.target)
        for m in provision.marks
        if m.kind == kind
    ]


def bill(body: str) -> bytes:
    """Return a Bill DTD bill around a body."""
    return (
        "<bill bill-stage='Introduced-in-House'><form><congress>119th CONGRESS</congress>"
        f"<legis-num>H. R. 5</legis-num></form><legis-body>{body}</legis-body></bill>"
    ).encode()


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("bills/BILLS-119hr99001ih.htm", ("/us/bill/119/hr/99001", "ih", "bill-text")),
        ("bills/BILLS-119hr99002eh-uslm.xml", (BILL, "eh", "uslm-2")),
        ("bills/BILLS-119hr99002rh.xml", (BILL, "rh", "bill-dtd")),
        ("bills/BILLS-119hr99003eas.xml", ("/us/bill/119/hr/99003", "eas", "bill-dtd")),
        ("bills/BILLS-119hr9904ih-uslm1.xml", ("/us/bill/119/hr/9904", "ih", "uslm-1")),
        ("bills/BILLS-119s9901rs-uslm.xml", ("/us/bill/119/s/9901", "rs", "uslm-2")),
        ("bills/BILLS-119sconres990is.xml", ("/us/bill/119/sconres/990", "is", "bill-dtd")),
        ("bills/simplified.xml", ("", "", "uslm-2")),
        ("laws/PLAW-119publ999.xml", ("/us/pl/119/999", "pl", "uslm-2")),
        ("laws/usc50-ch58.xml", ("/us/usc/t50/ch58", "119-34", "uslm-1")),
    ],
)
def test_bytes_say_what_they_are(name, identity):
    """Work, version and format come from the bytes, not from the file's name."""
    document = formats.parse((CORPUS / name).read_bytes())
    assert identity == (document.work, document.version, document.format)


def test_hints_fill_gaps_only():
    """The caller's work and version count only where the bytes say none."""
    hints = {"work": "/us/bill/1/hr/1", "version": "ih"}
    simple = formats.parse((CORPUS / "bills" / "simplified.xml").read_bytes(), **hints)
    law = formats.parse(LAW.read_bytes(), **hints)
    assert ("/us/bill/1/hr/1", "/us/pl/119/999") == (simple.work, law.work)


@pytest.mark.parametrize(
    ("path", "published", "introduced", "passed"),
    [
        (REPORTED, date(2025, 5, 2), date(2025, 4, 1), date(2025, 5, 10)),
        (USLM, None, date(2025, 4, 1), date(2025, 5, 10)),
        (PLAIN, None, date(2025, 4, 7), None),
        (LAW, date(2025, 7, 4), None, None),
        (CODE, None, None, None),
    ],
)
def test_dates_are_those_stated(path, published, introduced, passed):
    """Dates come from the text; what it does not state is None."""
    dates = formats.parse(path.read_bytes()).dates
    assert (published, introduced, passed) == (dates.published, dates.introduced, dates.passed)
    assert dates.effective is None


@pytest.mark.parametrize("path", [REPORTED, USLM])
def test_quoted_law_nests_inside_its_instruction(path):
    """A quoted block hangs below the instruction, told apart, with what follows it."""
    held = read(path)
    instruction, quoted = held["/tI/s101/2"], held["/tI/s101/2/q/8"]
    assert ("paragraph", False, True) == (quoted.level, instruction.quoted, quoted.quoted)
    assert "by adding at the end the following:" == instruction.content
    assert "; and" == instruction.continuation
    assert ["/tI/s101/2/q/8/A", "/tI/s101/2/q/8/B"] == [
        p.path.removeprefix(BILL) for p in quoted.children
    ]
    assert quoted.continuation.startswith("whether or not for a fee.")


def test_printed_quotation_marks_alternate_with_depth():
    """Around `quote` and `term` the style sheet prints marks, single ones in quoted law."""
    held = read(REPORTED)
    assert held["/tI/s101/1"].content == (
        "in paragraph (1), by inserting “or remote access” after “export of items”;"
    )
    assert "The term ‘remote access’ means" in held["/tI/s101/2/q/8"].chapeau
    nested = formats.parse(
        bill("<section><text><quote>a <quote>b</quote></quote></text></section>")
    )
    assert "“a ‘b’”" == list(nested.provisions())[-1].content


def test_same_bill_in_two_formats_reads_alike():
    """Paths and words of the operative text agree between Bill DTD and USLM."""
    dtd, uslm = read(REPORTED), read(USLM)
    shared = [path for path in dtd if path.startswith("/tI/s101")]
    assert shared == [path for path in uslm if path.startswith("/tI/s101")]
    for path in shared:
        words = [re.findall(r"\w+", p.own_text.lower()) for p in (dtd[path], uslm[path])]
        assert words[0] == words[1]


def test_struck_text_of_a_reported_bill_stands_apart():
    """The struck body has paths of its own and `deleted` marks; the live one is `added`."""
    for path in (REPORTED, CORPUS / "bills" / "BILLS-119s9901rs-uslm.xml"):
        held = read(path)
        struck, live = held["/struck/s1"], held["/s1"]
        assert [(struck.content, None)] == marks(struck, "deleted")[-1:]
        assert {"added"} == {m.kind for m in live.marks if m.kind in {"added", "deleted"}}


def test_words_are_neither_glued_nor_split():
    """Inline markup and page breaks leave words whole; blocks part them."""
    law, reported = read(LAW), read(REPORTED)
    assert law["/s1"].content == "The widget at Pago Pago shall be designated the “First Widget”."
    assert "Representatives" in law["/enactingFormula"].content
    assert "H₂O gauge $¹⁄₂" == reported["/tI/s102/table/row3"].content
    assert "A. Clerk, Clerk." == reported["/attestation/signature"].continuation
    assert "TITLE I—Control" == reported["/s1/b/toc/toc-entry2"].content


def test_notes_stand_outside_the_running_text():
    """Sidenotes and footnotes are provisions of their own beside the text."""
    assert "Widget naming." == read(LAW)["/s1/sidenote"].content
    assert "Set by rule." == read(REPORTED)["/tI/s102/footnote"].content
    paragraph = read(CODE)["/s4801/1"]
    assert [("1", "/us/usc/t50/ch58/s4801/1/footnote-1")] == marks(paragraph, "footnote")


def test_tables_are_rows_with_cells():
    """A table has its caption as heading and cells as marks over its rows."""
    held = read(REPORTED)
    assert "Fees by kind" == held["/tI/s102/table"].heading
    cells = [words for words, _ in marks(held["/tI/s102/table/row2"], "cell")]
    assert ["Widget", "$10"] == cells


@pytest.mark.parametrize("path", [REPORTED, USLM])
def test_citations_count_from_the_law_that_is_amended(path):
    """An instruction's internal references mean the amended law, not the bill's own provisions."""
    held = read(path)
    assert ("paragraph (1)", "/us/usc/t50/s4811/1") in marks(held["/tI/s101/1"], "ref")
    assert ("section 101", f"{BILL}/tI/s101") in marks(held["/tI/s102"], "ref")


def test_references_of_nested_steps_add_up():
    """`in paragraph (2)` under `in subsection (a)` under a section is that paragraph."""
    body = (
        "<section><enum>1.</enum><text>Section 9 of the Widget Act (<external-xref "
        "parsable-cite='usc/50/4812'>50 U.S.C. 4812</external-xref>) is amended—</text><paragraph>"
        "<enum>(1)</enum><text>in subsection (a)—</text><subparagraph><enum>(A)</enum>"
        "<text>in paragraph (2), by striking the period; and</text></subparagraph></paragraph>"
        "</section>"
    )
    last = list(formats.parse(bill(body)).provisions())[-1]
    assert [("paragraph (2)", "/us/usc/t50/s4812/a/2")] == marks(last, "ref")


@pytest.mark.parametrize(
    ("cite", "words", "target"),
    [
        ("usc/50/4812", "50 U.S.C. 4812(a)(3)", "/us/usc/t50/s4812/a/3"),
        ("usc/50/4812", "50 U.S.C. 4812", "/us/usc/t50/s4812"),
        ("usc/50/4812/b", "50 U.S.C. 4812(a)(3)", "/us/usc/t50/s4812/b"),
        ("usc/50/4813", "50 U.S.C. 4812(a)(3)", "/us/usc/t50/s4813"),
    ],
)
def test_markup_that_names_a_section_alone_is_led_to_the_portion(cite, words, target):
    """Where the words go further than the markup they are followed, never against it."""
    body = (
        f"<section><enum>1.</enum><text>Section 9 of the Widget Act (<external-xref "
        f"parsable-cite='{cite}'>{words}</external-xref>) is amended—</text><paragraph>"
        "<enum>(1)</enum><text>in subparagraph (A), by striking the period.</text></paragraph>"
        "</section>"
    )
    section, last = list(formats.parse(bill(body)).provisions())[-2:]
    assert (words, target) in marks(section, "ref")
    below = f"{target}/A" if target.endswith("/3") else None
    assert not below or [("subparagraph (A)", below)] == marks(last, "ref")


STRUCK, ADDED = "<deleted-phrase>{}</deleted-phrase>", "<added-phrase>{}</added-phrase>"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (f"the {STRUCK}{ADDED} shall", "the Secretary Keeper shall"),
        (f"the {STRUCK} {ADDED} shall", "the Secretary Keeper shall"),
        (f"all {STRUCK}s and more", "all Secretarys and more"),
        (f"{STRUCK}{STRUCK}", "SecretaryKeeper"),
    ],
)
def test_added_words_are_not_glued_to_the_struck_ones_before_them(markup, words):
    """Words shown as struck and added stand beside each other, each with its mark."""
    text = markup.format("Secretary", "Keeper")
    data = bill(f"<section><enum>1.</enum><text>{text}.</text></section>")
    document = formats.parse(data)
    [section] = [p for p in document.provisions() if p.level == "section"]
    assert f"{words}." == section.content
    assert meter.measure(data, document).balanced
    assert "Secretary" == marks(section, "deleted")[0][0]


def test_powers_and_fractions_are_not_glued_to_the_figures_before_them():
    """A threshold of ten to the 26th is not one of 1,026, nor 16 2/3 one of 162/3."""
    body = (
        "<section><enum>1.</enum><text>More than 10<superscript>26</superscript> operations at "
        "16<fraction>2/3</fraction> percent, x<subscript>1</subscript> times (1 + "
        "C)<superscript>D</superscript>.</text></section>"
    )
    data = bill(body)
    document = formats.parse(data)
    [section] = [p for p in document.provisions() if p.level == "section"]
    assert "More than 10²⁶ operations at 16²⁄₃ percent, x₁ times (1 + C)ᴰ." == section.content
    assert meter.measure(data, document).balanced


def uslm(meta: str, preface: str) -> bytes:
    """Return a USLM resolution with these metadata and this first page."""
    return (
        "<resolution xmlns='http://schemas.gpo.gov/xml/uslm' "
        f"xmlns:dc='http://purl.org/dc/elements/1.1/'><meta>{meta}</meta><preface>{preface}"
        "</preface><main><section><num>1.</num><content>So be it.</content></section></main>"
        "</resolution>"
    ).encode()


PAGE = (
    "<dc:type>S. CON. RES. </dc:type><docNumber>14</docNumber><congress>One Hundred Seventeenth "
    "Congress of the United States of America</congress>"
)


@pytest.mark.parametrize(
    ("meta", "page", "identity", "findings"),
    [
        (
            "<citableAs>117sconres14enr</citableAs>",
            PAGE,
            ("/us/bill/117/sconres/14", "enr"),
            [],
        ),
        (
            "<citableAs>117s14enr</citableAs>",
            PAGE,
            ("/us/bill/117/sconres/14", "enr"),
            ["identity-conflict"],
        ),
        (
            "<citableAs>116sconres14enr</citableAs>",
            PAGE,
            ("/us/bill/117/sconres/14", "enr"),
            ["identity-conflict"],
        ),
        (
            "<docStage>ENR</docStage><citableAs>117sconres14</citableAs>",
            PAGE,
            ("/us/bill/117/sconres/14", "enr"),
            [],
        ),
        ("<citableAs>117sconres14eas</citableAs>", "", ("/us/bill/117/sconres/14", "eas"), []),
        ("", PAGE, ("/us/bill/117/sconres/14", ""), []),
    ],
)
def test_the_printed_number_counts_before_the_metadata(meta, page, identity, findings):
    """What a converter put into the metadata gives way to the first page, and that is told."""
    document = formats.parse(uslm(meta, page))
    assert identity == (document.work, document.version)
    assert findings == [finding.code for finding in document.findings]


@pytest.mark.parametrize("path", [REPORTED, USLM])
def test_defined_terms_are_marked(path):
    """A tagged term is a mark over the words alone."""
    quoted = read(path)["/tI/s101/2/q/8"]
    assert [("remote access", "remote access")] == marks(quoted, "term")


def test_untagged_terms_are_marked_too():
    """The US Code tags no terms; `The term “…” means` says it."""
    assert [("widget", "widget")] == marks(read(CODE)["/s4801/1"], "term")


def test_amending_actions_carry_their_type():
    """USLM's `amendingAction` becomes an instruction mark with its type."""
    assert [("inserting", "insert")] == marks(read(USLM)["/tI/s101/1"], "instruction")


def test_a_number_that_comes_twice_is_a_finding():
    """Paths stay unique and the slip is reported, not repaired in silence."""
    document = formats.parse(USLM.read_bytes())
    assert [("duplicate-label", f"{BILL}/tI/s102~2")] == [
        (f.code, f.path) for f in document.findings
    ]


def test_code_sections_stand_right_under_the_work():
    """OLRC's identifiers leave out chapters above a section."""
    held = read(CODE)
    assert {"/t50", "/ch58", "/s4801", "/s4801/1"} <= set(held)


def test_plain_text_is_marked_as_best_effort():
    """Structure told from layout says so, and nests like the XML."""
    document = formats.parse(PLAIN.read_bytes())
    held = read(PLAIN)
    assert document.best_effort
    assert "inferred-structure" in [finding.code for finding in document.findings]
    assert "“(15)" == held["/s2/a/2/q/15"].num
    assert ["/s2/a/2/q/15/A", "/s2/a/2/q/15/B"] == [
        p.path.removeprefix(document.work) for p in held["/s2/a/2/q/15"].children
    ]
    assert "if it was lawful before." == held["/s2"].continuation
    assert "(a)" == held["/s2/a"].num


def plain(*lines: str) -> bytes:
    """Return the plain text of a bill with these lines as its body."""
    head = (
        "[H.R. 5 Introduced in House (IH)]",
        "",
        "119th CONGRESS",
        "",
        "A BILL",
        "",
        "To do.",
        "",
    )
    return "\n".join((*head, *lines, "")).encode()


def test_plain_text_tells_chapeau_from_content():
    """Text before subdivisions is a chapeau, as in the XML of the same bill."""
    document = formats.parse(
        plain(
            "SECTION 1. WIDGETS.",
            "",
            "    (a) In General.--The keeper shall--",
            "            (1) count widgets; and",
            "            (2) report.",
        )
    )
    held = {p.path.removeprefix(document.work): p for p in document.provisions()}
    assert ("The keeper shall—", "") == (held["/s1/a"].chapeau, held["/s1/a"].content)
    assert "count widgets; and" == held["/s1/a/1"].content


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("multi-", "agency rule", "multi-agency rule"),
        ("F-", "16 parts", "F-16 parts"),
        ("short-", "and long-term rules", "short- and long-term rules"),
        ("a rule--", "the widget rule", "a rule—the widget rule"),
        ("a", "rule", "a rule"),
    ],
)
def test_lines_of_plain_text_grow_together_as_printed(first, second, joined):
    """A hyphen or dash at the end of a line makes no space inside a word."""
    data = plain("SECTION 1. WIDGETS.", "", f"    This is {first}", f"{second}.")
    document = formats.parse(data)
    assert f"This is {joined}." == list(document.provisions())[-1].content
    assert meter.measure(data, document).balanced


def test_text_before_subdivisions_is_the_chapeau():
    """Bill DTD has one `text`; children make it a chapeau, quoted law does not."""
    held = read(REPORTED)
    assert held["/tI/s101"].chapeau.endswith("is amended—")
    assert held["/tI/s101/2"].content == "by adding at the end the following:"


def test_paths_do_not_depend_on_white_space():
    """Line breaks and indents in the source change nothing."""
    data = REPORTED.read_bytes()
    loose = data.replace(b"><paragraph", b">\n\t  <paragraph").replace(b"</text>", b" \n</text>")
    first, second = formats.parse(data), formats.parse(loose)
    assert first.root.digest == second.root.digest
    assert [p.path for p in first.provisions()] == [p.path for p in second.provisions()]


def test_every_small_file_balances():
    """Every word of the small files is kept or dropped by a rule, in order."""
    files = [p for folder in ("bills", "laws") for p in sorted((CORPUS / folder).iterdir())]
    for path in files:
        data = path.read_bytes()
        measured = meter.measure(data, formats.parse(data))
        assert measured.balanced, (path.name, measured)
    assert len(files) >= 10
