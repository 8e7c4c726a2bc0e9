"""Federal Register documents as provisions."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tracker.errors import ParseError, ReaderError
from tracker.formats import fr_dates, parse
from tracker.formats.meter import measure

HERE = Path(__file__).resolve().parents[1] / "corpus" / "federal-register"
WORK = "/us/fr/2025-00001"
QUOTED = "/cfr/t15/p990/i2/q/s990.1"


def read(name: str) -> bytes:
    """Return one of the small files."""
    return (HERE / name).read_bytes()


def provisions(document) -> dict:
    """Return provisions by their path below the work."""
    return {each.path.removeprefix(document.work): each for each in document.provisions()}


def marks(provision, kind: str) -> list[tuple[str, str | None]]:
    """Return (words, target) of the marks of one kind."""
    return [
        (getattr(provision, mark.field)[mark.start : mark.end], mark.target)
        for mark in provision.marks
        if mark.kind == kind
    ]


@pytest.fixture(scope="module")
def rule():
    """Read the small rule in today's layout."""
    return parse(read("rule-indented.xml"), version="2025-09-30")


def test_the_work_is_the_document_number(rule):
    """Number (its dashes made plain), title and dates come from the bytes."""
    assert (WORK, "2025-09-30") == (rule.work, rule.version)
    assert "Keeping Lighthouses Lit" == rule.title
    assert (None, date(2025, 9, 29), date(2025, 10, 29)) == (
        rule.dates.published,
        rule.dates.effective,
        rule.dates.comments_close,
    )


PATHS = [
    ("/preamble/agency", "agency", "", "", "DEPARTMENT OF COMMERCE"),
    ("/preamble/subject", "subject", "", "", "Keeping Lighthouses Lit"),
    ("/preamble/action", "action", "", "ACTION:", "Interim final rule."),
    (
        "/preamble/summary",
        "summary",
        "",
        "SUMMARY:",
        "This rule changes § 990.1 of the regulations.",
    ),
    ("/supplementary", "supplementary", "", "SUPPLEMENTARY INFORMATION:", ""),
    ("/supplementary/I", "heading", "I.", "Background", None),
    ("/supplementary/I/A", "heading", "A.", "Oil", ""),
    ("/supplementary/I/A/1", "heading", "1.", "Whale Oil", "(1) Whales are rare."),
    ("/supplementary/I/A/1/a", "heading", "a.", "Sperm Whales", "They are rarer."),
    ("/supplementary/I/A/2", "heading", "2.", "Rape Oil", "Rape is common."),
    ("/supplementary/subjects/cfrReference", "cfrReference", "", "", "15 CFR Part 990"),
    ("/cfr/t15/p990", "part", "PART 990—", "RULES FOR LIGHTHOUSES", ""),
    ("/cfr/t15/p990/i1/q/authority", "authority", "", "Authority:", "50 U.S.C. 4801-4852."),
    ("/cfr/t15/p990/i2", "instruction", "2.", "", "Section 990.1 is amended by:"),
    ("/cfr/t15/p990/i2/a", "instruction", "a.", "", "Revising paragraph (a)(2); and"),
    (QUOTED, "section", "§ 990.1", "Keeping the light.", ""),
    (QUOTED + "/a", "paragraph", "(a)", "", "* * *"),
    (QUOTED + "/h", "paragraph", "(h)", "Lamps.", "Lamps burn oil."),
    (QUOTED + "/stars2", "stars", "", "", ""),
    ("/cfr/t15/p990/i3/q/supp1", "supplement", "Supplement No. 1 to Part 990—", "Forms", ""),
    ("/cfr/t15/p990/i3/q/supp1/table", "table", "", "Table 1—Oils", ""),
    ("/cfr/t15/p990/i3/q/supp1/table/row", "row", "", "", "Month Oil in barrels"),
    ("/supplementary/signature/name", "name", "", "", "A. Keeper,"),
    ("/billingCode", "billingCode", "", "", "BILLING CODE 3510-00-P"),
]


@pytest.mark.parametrize(
    ("path", "level", "num", "heading", "text"), PATHS, ids=[path for path, *_ in PATHS]
)
def test_structure(rule, path, level, num, heading, text):
    """Preamble, outline, instructions and quoted law have their paths, labels and text."""
    found = provisions(rule)[path]
    assert (level, num, heading) == (found.level, found.num, found.heading)
    if text is not None:
        assert text == (found.chapeau or found.content)


def test_quoted_law_is_told_apart(rule):
    """What an instruction would make law is quoted, the instruction is not."""
    found = provisions(rule)
    assert found[QUOTED + "/h"].quoted
    assert not found["/cfr/t15/p990/i2/b"].quoted
    assert not found["/cfr/t15/p990/i2/paragraph"].quoted


def test_citations_resolve_where_the_law_will_stand(rule):
    """Quoted paragraphs refer to the section they would amend, the preamble to the CFR title."""
    found = provisions(rule)
    assert [("paragraph (a)(1) of this section", "/us/cfr/t15/p990/s990.1/a/1")] == marks(
        found[QUOTED + "/a/2"], "ref"
    )
    assert [("§ 990.1", "/us/cfr/t15/p990/s990.1")] == marks(found["/preamble/summary"], "ref")


def test_verbs_of_amendment_are_marked(rule):
    """Instructions say what they do in USLM's words."""
    found = provisions(rule)
    assert [("Revising", "substitute")] == marks(found["/cfr/t15/p990/i2/a"], "instruction")
    assert [("Adding", "add")] == marks(found["/cfr/t15/p990/i2/b"], "instruction")


def test_layout_is_not_space(rule):
    """Line breaks beside inline elements neither part nor glue words, nor do page breaks."""
    text = provisions(rule)["/supplementary/I"].content
    assert text == (
        "Lighthouses (e.g., towers) make light. Ships are required to look; none is required to"
        " stop."
    )


def small(body: str) -> bytes:
    """Return a small rule around a body."""
    return (
        "<RULE><PREAMB><SUBJECT>Lights</SUBJECT></PREAMB><SUPLINF><HD SOURCE='HED'>INFORMATION:"
        f"</HD>{body}</SUPLINF><FRDOC>[FR Doc. 2025-00003 Filed]</FRDOC></RULE>"
    ).encode()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<P>More than 10<SU>26</SU> lamps.<SU>1</SU><FTREF/></P>", "More than 10²⁶ lamps. 1"),
        ("<P>10<SU>26</SU> lamps<FTREF/> burn.</P>", "10²⁶ lamps burn."),
        (
            "<P>a light<PRTPAGE P='2'/>house and the lighthouse</P>",
            "a lighthouse and the lighthouse",
        ),
        ("<P>a ship<PRTPAGE P='2'/>sinks</P>", "a ship sinks"),
    ],
)
def test_figures_and_page_breaks_in_running_text(body, text):
    """A power is no footnote's anchor; a page break joins only what stands elsewhere whole."""
    data = small(body)
    document = parse(data)
    assert text in [provision.content for provision in document.provisions()]
    assert measure(data, document).balanced


@pytest.mark.parametrize(
    "body",
    [
        "<FTNT><P><SECTNO>§ 990.1</SECTNO><SU>1</SU> A note.</P></FTNT>",
        (
            "<REGTEXT TITLE='15' PART='990'><REGTEXT TITLE='16' PART='1'><AMDPAR>1. One.</AMDPAR>"
            "</REGTEXT><SECTION><SECTNO>§ 990.1</SECTNO></SECTION><AMDPAR>2. Two.</AMDPAR>"
            "</REGTEXT>"
        ),
        "<AMDPAR>1. Not in a text.<GID>ER01.gif</GID></AMDPAR>",
        (
            "<EXECORD><FP>First <FTNT><P>1 A note.</P></FTNT> words.<GID>ER02.gif</GID></FP>"
            "<FP>Section 1. Aim. Words.<FTNT><P>2 More.</P></FTNT></FP></EXECORD>"
        ),
        "<SUBJECT>Again <GID>ER3.gif</GID></SUBJECT><DATES><P>Now <GID>ER4.gif</GID>.</P></DATES>",
    ],
)
def test_what_stands_in_an_unusual_place_is_kept_once(body):
    """Numbers of notes, texts inside texts, and what is looked at twice lose and double nothing."""
    data = small(body)
    document = parse(data)
    measured = measure(data, document)
    assert measured.balanced
    assert measured.dropped == document.dropped


@pytest.mark.parametrize(
    ("first", "target"),
    [
        (
            "1. Section 990.1 is amended by revising paragraph (a)(2).",
            "/us/cfr/t15/p990/s990.1/a/2",
        ),
        ("1. Sections 990.1 and 990.2 are amended by revising paragraph (a)(2).", None),
        ("1. Revise paragraph (a)(2).", None),
    ],
)
def test_paragraphs_of_an_instruction_are_those_of_the_section_it_names(first, target):
    """`paragraph (a)(2)` counts from the one section that is amended, or from none."""
    data = small(
        f"<REGTEXT TITLE='15' PART='990'><AMDPAR>{first}</AMDPAR>"
        "<AMDPAR>a. In paragraph (b), add “oil”.</AMDPAR></REGTEXT>"
    )
    found = provisions(parse(data))
    assert ("paragraph (a)(2)", target) in marks(found["/cfr/t15/p990/i1"], "ref")
    below = target and "/us/cfr/t15/p990/s990.1/b"
    assert [("paragraph (b)", below)] == marks(found["/cfr/t15/p990/i1/a"], "ref")


def test_lost_spaces_come_back():
    """Files of 2012-2015 have no spaces beside inline elements."""
    document = parse(read("rule-bare.xml"))
    found = provisions(document)
    assert (
        "Lights burn inter alia at night. See the log; 1 it is kept by the keeper (i.e., a person)."
        == found["/supplementary/paragraph"].content
    )
    assert [("1", f"{document.work}/fn1")] == marks(found["/supplementary/paragraph"], "footnote")
    assert ("1", "Id. at 5.") == (found["/fn1"].num, found["/fn1"].content)
    quoted = "/cfr/t12/p990/i1/q/s990.2"
    assert "Keeper means a person." == found[quoted + "/def-keeper"].content
    assert {quoted + "/stars", quoted + "/stars2"} < found.keys()
    assert date(2014, 7, 1) == document.dates.effective


def test_an_executive_order():
    """Sections of an order have their lettered paragraphs; the signature is not theirs."""
    document = parse(read("order.xml"))
    found = provisions(document)
    assert "Restoring Lighthouses" == document.title
    assert ("Section 1.", "Purpose.") == (found["/order/s1"].num, found["/order/s1"].heading)
    assert "by night." == found["/order/s1/b/ii"].content
    assert [("section 2 of this order", f"{document.work}/order/s2")] == marks(
        found["/order/s1/b"], "ref"
    )
    assert [("subsection (a) of this section", f"{document.work}/order/s2/a")] == marks(
        found["/order/s2"], "ref"
    )
    assert "THE LIGHTHOUSE," == found["/order/place"].content
    assert ["image"] == [each.code for each in document.findings]


@pytest.mark.parametrize("hint", ["/us/fr/2025-00002", "/us/fr/2025-2"])
def test_one_document_of_an_issue(hint):
    """A daily issue gives the document asked for, leading zeros or not, with the day's date."""
    data = read("issue.xml")
    document = parse(data, work=hint)
    assert measure(data, document).balanced
    assert "/us/fr/2025-00002" == document.work
    assert "Horns" == document.title
    assert date(2025, 9, 30) == document.dates.published


@pytest.mark.parametrize("hint", ["", "/us/fr/2025-99999", "/us/cfr/t15/p734"])
def test_an_issue_says_what_it_has(hint):
    """Without a document's number, an issue is refused with the numbers it has."""
    with pytest.raises(ParseError, match=r"2025-00001, 2025-00002"):
        parse(read("issue.xml"), work=hint)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This rule is effective September 29, 2025.", date(2025, 9, 29)),
        ("Effective Date: August 23, 2004.", date(2004, 8, 23)),
        ("The rule becomes effective on January 1, 2014, except one part.", date(2014, 1, 1)),
        ("This rule is effective May 1, 2013, and effective July 1, 2014.", None),
        ("The effective date (May 1, 2013) is delayed until July 1, 2014.", date(2014, 7, 1)),
        ("Effective May 1, 2013, the rule is stayed until July 1, 2014.", date(2013, 5, 1)),
        ("Comments are due May 1, 2013.", None),
        ("This rule is effective February 30, 2013.", None),
    ],
)
def test_effective_dates(text, expected):
    """One stated date is taken; none, two or an impossible one are not guessed at."""
    assert expected == fr_dates.effective(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Comments must be received by BIS no later than October 29, 2025.", date(2025, 10, 29)),
        ("Submit comments on or before May 1, 2024.", date(2024, 5, 1)),
        ("Comments are due on May 1, 2024.", date(2024, 5, 1)),
        ("Comments on this are due May 1, 2024; comments on that by May 2, 2024.", None),
        ("This rule is effective May 1, 2024.", None),
    ],
)
def test_comment_dates(text, expected):
    """The day by which comments are due, when it is stated once."""
    assert expected == fr_dates.comments_close(text)


NAMES = ["rule-indented.xml", "rule-bare.xml", "order.xml"]


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_lost(name):
    """Every visible word is kept or dropped by a rule, none is invented, order holds."""
    data = read(name)
    meter = measure(data, parse(data))
    assert ((), (), True) == (meter.unexplained, meter.invented, meter.in_order)


@pytest.mark.parametrize(
    "data",
    [
        b"<RULE/>",
        b"<RULE><PREAMB></PREAMB></RULE>",
        b"<FEDREG/>",
        b"<RULE><PREAMB><SUBJECT>cut",
        b"<RULE>" + b"<E>" * 10_000 + b"</E>" * 10_000 + b"</RULE>",
    ],
    ids=["empty", "no words", "empty issue", "cut off", "10,000 levels"],
)
def test_hostile_input(data):
    """What cannot be read is a ParseError, never an empty document."""
    with pytest.raises(ParseError):
        parse(data)


@pytest.mark.parametrize("tag", ["FTNT", "NOTE", "EXECORD", "REGTEXT", "P", "E", "PREAMB", "AUTH"])
def test_nesting_costs_no_stack(tag):
    """Two hundred elements within each other, each with a word, are read without loss."""
    inner = "".join(f"<{tag}>w{n} " for n in range(200)) + f"</{tag}>" * 200
    data = f"<RULE><SUPLINF><P>Text.</P>{inner}</SUPLINF></RULE>".encode()
    meter = measure(data, parse(data))
    assert ((), (), 201) == (meter.unexplained, meter.invented, meter.kept)


def mangled(data: bytes, choices: list[tuple[int, int, int]]) -> bytes:
    """Return the XML with elements dropped, doubled, moved or renamed."""
    root = etree.fromstring(data)
    for what, first, second in choices:
        elements = list(root.iter(etree.Element))[1:]
        if not elements:
            break
        one, other = elements[first % len(elements)], elements[second % len(elements)]
        parent = one.getparent()
        if what == 0:
            parent.remove(one)
        elif what == 1:
            parent.insert(0, etree.fromstring(etree.tostring(one, with_tail=False)))
        elif what == 2 and one is not other and one not in list(other.iterancestors()):
            other.append(one)
        elif what == 3:
            one.tag = other.tag
        else:
            one.text = f"{one.text or ''} (a)(1) word{second}"
    return etree.tostring(root)


@given(
    st.sampled_from(NAMES),
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 400), st.integers(0, 400)),
        min_size=1,
        max_size=8,
    ),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mangled_files_lose_nothing(name, choices):
    """However elements are shuffled, the meter balances or the file is refused."""
    data = mangled(read(name), choices)
    try:
        document = parse(data, work="/us/fr/2025-00009")
    except ReaderError:
        raise
    except ParseError:
        return
    meter = measure(data, document)
    assert ((), (), True) == (meter.unexplained, meter.invented, meter.in_order)
    paths = [each.path for each in document.provisions()]
    assert len(set(paths)) == len(paths)


@pytest.mark.corpus
def test_real_files_lose_nothing(corpus_dir, upstream_dir):
    """Over every real Federal Register file nothing is lost, invented or out of order."""
    files = sorted(
        [
            *corpus_dir.glob("federal-register/*.xml"),
            *upstream_dir.glob("www.federalregister.gov/**/*.xml"),
        ]
    )
    assert files
    wrong = {}
    for file in files:
        data = file.read_bytes()
        document = parse(data)
        meter = measure(data, document)
        paths = [each.path for each in document.provisions()]
        if not meter.balanced or len(set(paths)) != len(paths):
            wrong[file.name] = meter
    assert {} == wrong


REAL = [
    ("2025/09/30/2025-19001", "cfr/t15/p744/i8/q/s744.8/a/2", "(2)", "* * * These EAR controls"),
    ("2025/09/30/2025-19001", "cfr/t15/p736/i6/q/supp1/g/1/ii/B", "(B)", "Such party to the"),
    ("2025/09/30/2025-19001", "cfr/t15/p732/i2/q/supp3/b/29", "29.", "When an exporter"),
    ("2025/03/28/2025-05426", "cfr/t15/p744/i2/c/ii", "ii.", "Adding, in alphabetical order"),
]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "path", "num", "start"), REAL, ids=[f"{name[-10:]} {path}" for name, path, *_ in REAL]
)
def test_real_instructions(upstream_dir, name, path, num, start):
    """Instructions of real rules stand where a reader looks for them."""
    file = upstream_dir / f"www.federalregister.gov/documents/full_text/xml/{name}.xml"
    provision = provisions(parse(file.read_bytes()))["/" + path]
    assert num == provision.num
    assert (provision.chapeau or provision.content).startswith(start)
