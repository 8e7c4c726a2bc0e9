"""The Code of Federal Regulations as provisions: eCFR and the annual edition."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tracker.errors import ParseError, ReaderError
from tracker.formats import parse
from tracker.formats.meter import measure

HERE = Path(__file__).resolve().parents[1] / "corpus" / "cfr"
WORK = "/us/cfr/t15/p990"


def read(name: str) -> bytes:
    """Return one of the small files."""
    return (HERE / name).read_bytes()


@pytest.fixture(scope="module")
def part():
    """Provisions of the small part by their path below the work."""
    document = parse(read("part.xml"), work=WORK, version="2025-12-30")
    return {each.path.removeprefix(WORK): each for each in document.provisions()}


PATHS = [
    ("/heading", "part", "PART 990—", "RULES FOR LIGHTHOUSES", ""),
    ("/authority", "authority", "", "Authority:", None),
    ("/spA", "subpart", "Subpart A—", "General", ""),
    ("/s990.1", "section", "§ 990.1", "Keeping the light.", ""),
    ("/s990.1/a", "paragraph", "(a)", "Duty—", ""),
    ("/s990.1/a/1", "paragraph", "(1)", "Keeper.", "The keeper of a lighthouse must keep:"),
    ("/s990.1/a/1/ii/A", "paragraph", "(A)", "", "In ink, by:"),
    ("/s990.1/a/1/ii/A/2", "paragraph", "(2)", "", "A deputy who:"),
    ("/s990.1/a/1/ii/A/2/ii", "paragraph", "(ii)", "", "Is present."),
    ("/s990.1/a/1/ii/B", "paragraph", "(B)", "", "[Reserved]"),
    ("/s990.1/a/note", "note", "", "Note 1 to paragraph (a):", "A candle is a light source."),
    ("/s990.1/b-g", "paragraph", "(b)-(g)", "", "[Reserved]"),
    ("/s990.1/h", "paragraph", "(h)", "General.", ""),
    ("/s990.1/h/2/ii", "paragraph", "(ii)", "", "Volume."),
    ("/s990.1/h/2/paragraph", "paragraph", "", "", "Either measure is taken at noon."),
    ("/s990.1/i", "paragraph", "(i)", "", "Nothing else burns."),
    ("/s990.1/sourceCredit", "sourceCredit", "", "", None),
    ("/s990.2", "section", "§ 990.2", "Definitions.", "As used in this part:"),
    ("/s990.2/def-keeper", "paragraph", "", "", "Keeper means a person who keeps a light."),
    ("/s990.2/def-lens-or-optic/2", "paragraph", "(2)", "", "A mirror."),
    ("/s990.2/sourceCredit", "sourceCredit", "", "", None),
    ("/s990.3", "section", "§ 990.3", "[Reserved]", ""),
    ("/supp1", "supplement", "Supplement No. 1 to Part 990—", "Forms", ""),
    ("/supp1/A", "heading", "A.", "Monthly Forms", ""),
    ("/supp1/A/1/table", "table", "", "Table 1 to Paragraph (1)", ""),
    ("/supp1/A/1/table/row", "row", "", "", "Month Oil in barrels"),
    ("/supp1/A/1/table/row2", "row", "", "", "May 12"),
    ("/supp1/B/1", "paragraph", "(1)", "", "The paint form."),
]


@pytest.mark.parametrize(
    ("path", "level", "num", "heading", "text"), PATHS, ids=[path for path, *_ in PATHS]
)
def test_structure(part, path, level, num, heading, text):
    """Every level has its path, label, heading and text."""
    found = part[path]
    assert (level, num, heading) == (found.level, found.num, found.heading)
    if text is not None:
        assert text == (found.chapeau or found.content)


def test_a_level_with_levels_below_has_a_chapeau(part):
    """Text above numbered levels is a chapeau, other text content."""
    assert ("The keeper of a lighthouse must keep:", "") == (
        part["/s990.1/a/1"].chapeau,
        part["/s990.1/a/1"].content,
    )
    assert "" == part["/s990.1/i"].chapeau


def test_reserved_is_a_status(part):
    """A level that says only that it is reserved has the status."""
    reserved = {path for path, each in part.items() if each.status == "reserved"}
    assert {"/s990.1/a/1/ii/B", "/s990.1/b-g", "/s990.3"} == reserved


def section(body: str, *, kind: str = "SECTION", number: str = "990.1") -> dict:
    """Return the provisions of one section or appendix by their path below the part."""
    data = (
        f"<DIV5 N='990' TYPE='PART'><HEAD>PART 990—RULES</HEAD><DIV8 N='{number}' TYPE='{kind}'>"
        f"{body}</DIV8></DIV5>"
    ).encode()
    document = parse(data, work=WORK)
    assert measure(data, document).balanced
    return {each.path.removeprefix(WORK): each for each in document.provisions()}


def test_a_reserved_supplement_says_so():
    """`[Reserved]` is the heading of a supplement, not a part of its name."""
    found = section(
        "<HEAD>Supplement No. 6 to Part 990 [Reserved]</HEAD>",
        kind="APPENDIX",
        number="Supplement No. 6 to Part 990",
    )["/supp6"]
    assert ("Supplement No. 6 to Part 990", "[Reserved]", "reserved") == (
        found.num,
        found.heading,
        found.status,
    )


@pytest.mark.parametrize(
    ("to", "path"),
    [("(b)(1)", "/s990.1/b/1/note"), ("(b)", "/s990.1/b/note"), ("(a)", "/s990.1/note")],
)
def test_a_note_stands_under_what_it_is_about(to, path):
    """A note to a paragraph that is closed stands under what still holds both."""
    found = section(
        "<HEAD>§ 990.1 Lamps.</HEAD><P>(a) One.</P><P>(b) Two.</P><P>(1) Three.</P><P>(i) Four.</P>"
        f"<NOTE><HED>Note to paragraph {to}:</HED><P>Burn oil.</P></NOTE>"
    )
    assert "Burn oil." == found[path].content


def test_powers_stay_powers(part):
    """10 to the 26th must not become 1026."""
    assert "no more than 10²⁶ candles" in part["/s990.1/a/2"].content


def marks(provision, kind: str) -> list[tuple[str, str | None]]:
    """Return (words, target) of the marks of one kind."""
    return [
        (getattr(provision, mark.field)[mark.start : mark.end], mark.target)
        for mark in provision.marks
        if mark.kind == kind
    ]


def test_citations_resolve_in_the_section(part):
    """Internal references, other sections and other parts become identifiers."""
    assert [("paragraph (b)(2) of this section", f"{WORK}/s990.1/b/2")] == marks(
        part["/s990.1/a/1/i"], "ref"
    )
    assert [
        ("§ 990.2", f"{WORK}/s990.2"),
        ("part 774 of the EAR", "/us/cfr/t15/p774"),
    ] == marks(part["/s990.1/a/2"], "ref")


def test_terms_are_marked(part):
    """A term is marked where it is defined."""
    assert [("Keeper", "Keeper")] == marks(part["/s990.2/def-keeper"], "term")
    assert [("Lens or optic", "Lens or optic")] == marks(part["/s990.2/def-lens-or-optic"], "term")


def test_cells_are_marked(part):
    """A row says where its cells begin and end."""
    row = part["/supp1/A/1/table/row2"]
    assert [("May", None), ("12", None)] == marks(row, "cell")


def test_a_pending_amendment_is_told(part):
    """The link to an amendment not yet in force is a provision of its own."""
    assert part["/supp1/pendingAmendment"].content.startswith("Link to an amendment published")


def test_a_section_alone_knows_its_title():
    """The metadata of a section tell the title, so no hint is needed."""
    document = parse(read("section.xml"))
    assert (WORK, "§ 990.1 Keeping the light.") == (document.work, document.title)
    assert [f"{WORK}/s990.1", f"{WORK}/s990.1/a", f"{WORK}/s990.1/b"] == [
        each.path for each in document.provisions()
    ]
    assert "Water is H₂O." == document.root.children[0].children[1].content


def test_the_annual_edition():
    """Date, running heads, page breaks, footnotes, outline lists and images of the annual CFR."""
    document = parse(read("annual.xml"))
    found = {each.path.removeprefix(WORK): each for each in document.provisions()}
    assert (WORK, "2012-01-01") == (document.work, document.version)
    assert "PART 990—RULES FOR LIGHTHOUSES" == document.title
    assert "This part covers lighthouses. 1" == found["/s990.1/a"].content
    assert [("1", f"{WORK}/fn1")] == marks(found["/s990.1/a"], "footnote")
    assert "And lighthouses at sea." == found["/fn1"].content
    assert "Sperm." == found["/appA/I/1/a"].content
    assert ["image"] == [each.code for each in document.findings]
    assert {"image-file-name", "metadata", "running-head"} == {
        each.rule for each in document.dropped
    }


def test_a_whole_title():
    """A title's parts stand under the title, and references resolve in it."""
    document = parse(read("title.xml"))
    found = {each.path: each for each in document.provisions()}
    assert "/us/cfr/t3" == document.work
    assert "Title 3—The President" == document.title
    assert [("§ 990.1", "/us/cfr/t3/p990/s990.1")] == marks(
        found["/us/cfr/t3/p991/s991.1/a"], "ref"
    )


def test_without_title_nothing_is_guessed():
    """A part that does not say its title has no work."""
    document = parse(read("part.xml"))
    assert "" == document.work
    found = {each.path: each for each in document.provisions()}
    assert [("paragraph (b)(2) of this section", None)] == marks(found["/s990.1/a/1/i"], "ref")


@pytest.mark.parametrize("name", ["part.xml", "section.xml", "annual.xml", "title.xml"])
def test_no_word_is_lost(name):
    """Every visible word is kept or dropped by a rule, none is invented, order holds."""
    data = read(name)
    meter = measure(data, parse(data, work=WORK))
    assert ((), (), True) == (meter.unexplained, meter.invented, meter.in_order)


@pytest.mark.parametrize("name", ["part.xml", "annual.xml"])
def test_white_space_does_not_matter(name):
    """More white space between elements and words changes neither paths nor digests."""
    data = read(name)
    spaced = re.sub(rb"(?<=\w) (?=\w[^<>]*<)", b"\n  ", data)
    spaced = re.sub(rb">\s*\n", b">\n\n\n   ", spaced)
    assert spaced != data
    once, again = parse(data, work=WORK), parse(spaced, work=WORK)
    assert once.root.digest == again.root.digest
    assert [each.path for each in once.provisions()] == [each.path for each in again.provisions()]


def test_paths_are_unique():
    """A label that comes twice gets a path of its own and a finding."""
    data = read("section.xml").replace(b"(b) Water", b"(a) Water")
    document = parse(data)
    paths = [each.path for each in document.provisions()]
    assert sorted(set(paths)) == sorted(paths)
    assert ["duplicate-label"] == [each.code for each in document.findings]


@pytest.mark.parametrize(
    "data",
    [
        b"<DIV5 N='1' TYPE='PART'/>",
        b"<DIV8 N='1.1' TYPE='SECTION'></DIV8>",
        b"<DIV5 N='1'><P>cut off",
        b"<DIV5>" + b"<DIV6>" * 10_000 + b"</DIV6>" * 10_000 + b"</DIV5>",
        b"<!DOCTYPE DIV5 [<!ENTITY a 'b'>]><DIV5><P>&a;</P></DIV5>",
    ],
    ids=["empty part", "empty section", "cut off", "10,000 levels", "entities"],
)
def test_hostile_input(data):
    """What cannot be read is a ParseError, never an empty document."""
    with pytest.raises(ParseError):
        parse(data, work=WORK)


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
    st.sampled_from(["part.xml", "annual.xml", "title.xml", "section.xml"]),
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
        document = parse(data, work=WORK)
    except ReaderError:
        raise
    except ParseError:
        return
    meter = measure(data, document)
    assert ((), (), True) == (meter.unexplained, meter.invented, meter.in_order)
    paths = [each.path for each in document.provisions()]
    assert len(set(paths)) == len(paths)


@given(st.sampled_from(["part.xml", "annual.xml"]), st.data())
@settings(max_examples=100, deadline=None)
def test_flipped_bytes(name, data):
    """Flipped bytes give a document that balances or a ParseError."""
    raw = bytearray(read(name))
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=6)):
        raw[at] = data.draw(st.integers(0, 255))
    try:
        document = parse(bytes(raw), work=WORK)
        meter = measure(bytes(raw), document)
    except ReaderError:
        raise
    except ParseError:
        return
    assert meter.balanced


@pytest.mark.corpus
def test_real_files_lose_nothing(corpus_dir, upstream_dir):
    """Over every real CFR file nothing is lost, invented or out of order."""
    files = sorted([*corpus_dir.glob("ecfr/*.xml"), *upstream_dir.glob("www.ecfr.gov/**/*part=*")])
    files = [each for each in files if each.read_bytes()[:1] == b"<"]
    assert files
    wrong = {}
    for file in files:
        hint = re.search(r"title-(\d+)\.xml@part=(\d+)", file.name)
        work = f"/us/cfr/t{hint[1]}/p{hint[2]}" if hint else ""
        data = file.read_bytes()
        document = parse(data, work=work)
        meter = measure(data, document)
        paths = [each.path for each in document.provisions()]
        if not meter.balanced or len(set(paths)) != len(paths):
            wrong[file.name] = meter
    assert {} == wrong


REAL = [
    ("734", "s734.13/a/1", "(1)", "An actual shipment or transmission out of the United States"),
    ("734", "s734.13/a/3/ii", "(ii)", "Any other spacecraft subject to the EAR"),
    ("742", "s742.6/a/6/i/A/1", "(1)", "A license is required for exports, reexports"),
    ("742", "s742.6/a/6/iii/A", "(A)", "A license is required to export, reexport"),
    ("748", "supp2/h/1/i/I", "(I)", "Specify if the electronic device has been downgraded"),
    ("748", "supp2/i", "(i)", "BIS will consider license applications to export"),
    ("748", "supp8/B/7/iii", "(iii)", "Technology control plan that describes how much compute"),
    ("748", "s748.8/aa", "(aa)", ""),
]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("number", "path", "num", "start"), REAL, ids=[f"15-CFR-{path}" for _, path, *_ in REAL]
)
def test_real_provisions(upstream_dir, number, path, num, start):
    """Provisions that people cite stand where they cite them."""
    file = upstream_dir / (
        f"www.ecfr.gov/api/versioner/v1/full/2025-12-30/title-15.xml@part={number}"
    )
    work = f"/us/cfr/t15/p{number}"
    found = {each.path: each for each in parse(file.read_bytes(), work=work).provisions()}
    provision = found[f"{work}/{path}"]
    assert num == provision.num
    assert (provision.chapeau or provision.content).startswith(start)
