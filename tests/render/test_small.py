"""Addresses, names, links, drawings, downloads, search words."""

import json
from datetime import date

import pytest

from tracker.model import Mark
from tracker.render import charts, labels, links, search, urls
from tracker.render.context import Context
from tracker.render.pages import front
from tracker.render.text import field_html
from tracker.render.uses import Terms, Use

HR = "/us/bill/119/hr/2683"


@pytest.mark.parametrize(
    ("target", "page", "expected"),
    [
        pytest.param("a/b.html", "a/c.html", "b.html", id="sibling"),
        pytest.param("index.html", "us/bill/x.html", "../../index.html", id="up"),
        pytest.param("a.html#s2/1", "a.html", "#s2/1", id="own page"),
        pytest.param("a.html#s2 1", "b.html", "a.html#s2%201", id="odd anchor"),
        pytest.param("a?b.html", "b.html", "a%3Fb.html", id="odd path"),
    ],
)
def test_links_are_relative(target, page, expected):
    """Links work from disk and under a sub-path."""
    assert expected == urls.relative(target, page)


@pytest.mark.parametrize(
    ("path", "work", "expected"),
    [
        pytest.param(f"{HR}/s2/1/A", HR, "§ 2(1)(A)", id="bill"),
        pytest.param(f"{HR}/s2/1/q/15", HR, "§ 2(1), new (15)", id="quoted law"),
        pytest.param(f"{HR}/s2/3/q", HR, "§ 2(3), new text", id="quoted block"),
        pytest.param(f"{HR}/preface/action", HR, "preface, action", id="front matter"),
        pytest.param(f"{HR}/longTitle", HR, "long title", id="camel case"),
        pytest.param(
            "/us/cfr/t15/p734/s734.13/a/1", "/us/cfr/t15/p734", "§ 734.13(a)(1)", id="cfr"
        ),
        pytest.param("/us/usc/t50/s4812/a/3", "/us/usc/t50/s4812", "(a)(3)", id="code"),
        pytest.param(f"{HR}/tVII/stA/ch1/s70101/a", HR, "§ 70101(a)", id="section in a title"),
        pytest.param(f"{HR}/tVII/stA", HR, "title VII, subtitle A", id="subtitle"),
        pytest.param(f"{HR}/dB/tI/s101", HR, "division B, § 101", id="section in a division"),
        pytest.param(f"{HR}/s2/1/q/s1760A/b", HR, "§ 2(1), new § 1760A(b)", id="quoted section"),
        pytest.param(f"{HR}/tI/s2~2/a", HR, "§ 2(a)", id="number that stands twice"),
        pytest.param(HR, HR, "whole text", id="root"),
    ],
)
def test_provisions_are_cited_as_people_do(path, work, expected):
    """A portion reads as a citation."""
    assert expected == labels.provision(path, work)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (
            "/us/usc/t50/s4812/a",
            "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title50-section4812&edition=prelim",
        ),
        (
            "/us/cfr/t15/p734/s734.13/a",
            "https://www.ecfr.gov/current/title-15/part-734/section-734.13",
        ),
        ("/us/bill/103/hr/1", "https://www.congress.gov/bill/103rd-congress/house-bill/1"),
        ("/us/bill/119/s/3519", "https://www.congress.gov/bill/119th-congress/senate-bill/3519"),
        ("/us/fr/2025-19001", "https://www.federalregister.gov/d/2025-19001"),
        ("/us/pl/119/34", "https://www.govinfo.gov/link/plaw/119/public/34"),
        ("nonsense", ""),
    ],
)
def test_official_addresses(target, expected):
    """Works that are not held lead to the official text; what cannot be read leads nowhere."""
    assert expected == links.official(target)


def test_a_reference_goes_to_the_nearest_clause_that_exists():
    """A citation deeper than the text goes to its ancestor; into a held work, to its page."""
    held = {
        "/us/fr/2025-19001": links.Held("us/fr/2025-19001/index.html", "", frozenset()),
        "/us/cfr/t15/p734": links.Held(
            "us/cfr/t15/p734/index.html", "us/cfr/t15/p734/2026-01-29.html", frozenset({"s734.13"})
        ),
    }
    linker = links.Linker("us/x/eh.html", held.get, HR, frozenset({"s2"}))
    assert linker.href(f"{HR}/s2/1/A") == "#s2"
    assert linker.href("/us/fr/2025-19001") == "../fr/2025-19001/index.html"
    assert linker.href("/us/cfr/t15/p734/s734.13/a/1") == "../cfr/t15/p734/2026-01-29.html#s734.13"
    assert linker.href("/us/cfr/t15/p734/s734.99") == "../cfr/t15/p734/index.html"
    assert linker.href("/us/cfr/t15/p744/s744.23").startswith("https://www.ecfr.gov/")
    assert linker.href(f"{HR}/s9") == ""
    assert linker.cited == {"/us/fr/2025-19001", "/us/cfr/t15/p734", "/us/cfr/t15/p744"}


def defining(makers, path, term, *more):
    """Return a paragraph that defines a term."""
    text = f"The term “{term}” means something."
    start = text.index(term)
    mark = Mark("term", "content", start, start + len(term), term)
    return makers.prov(path, "paragraph", "", "", text, more, marks=(mark,))


def test_defined_terms_are_found_where_they_are_used(makers):
    """The first use in a provision, not inside words, not in the definition itself."""
    used = makers.prov("/w/s2", "section", content="Remote access, remote accesses, remote access.")
    document = makers.document("/w", "ih", "", [defining(makers, "/w/s1/1", "remote access"), used])
    terms = Terms(document)
    assert terms.of(used, "content") == [Use(32, 45, "/w/s1/1")]
    assert terms.of(document.root.children[0], "content") == []
    shown = str(field_html(used, "content", lambda t: f"#{t}", terms.of(used, "content")))
    assert shown.endswith('remote accesses, <a class="use" href="#/w/s1/1">remote access</a>.')


@pytest.mark.parametrize(
    ("term", "text", "count"),
    [
        ("cloud provider", "Each cloud provider and other cloud providers report.", 1),
        ("Secretary", "The Secretary may act.", 1),
        ("export", "Each export counts.", 0),
        ("EAR", "Subject to the EAR.", 0),
    ],
)
def test_only_telling_terms_become_links(makers, term, text, count):
    """Common single words stay text; a capitalised one or several words are linked."""
    used = makers.prov("/w/s2", "section", content=text)
    terms = Terms(makers.document("/w", "ih", "", [defining(makers, "/w/s1", term), used]))
    assert len(terms.of(used, "content")) == count


def test_the_nearest_definition_governs(makers):
    """A term defined in two titles leads to the definition of its own title."""
    used = makers.prov("/w/t2/s5", "section", content="Any covered item is barred.")
    document = makers.document(
        "/w",
        "ih",
        "",
        [
            defining(makers, "/w/t1/s1", "covered item"),
            defining(makers, "/w/t2/s4", "covered item"),
            used,
        ],
    )
    [use] = Terms(document).of(used, "content")
    assert use.target == "/w/t2/s4"


def test_overlapping_marks_stay_well_formed(makers):
    """Marks that cross are cut, not nested wrongly."""
    item = makers.prov(
        "/x/s1",
        "section",
        content="abcdef",
        marks=(Mark("term", "content", 0, 4), Mark("ref", "content", 2, 6, "/us/usc/t50/s1")),
    )
    shown = str(field_html(item, "content", lambda t: "u" if t else ""))
    assert shown == (
        '<dfn class="term">ab</dfn><dfn class="term"><a class="cite" href="u">cd</a></dfn>'
        '<a class="cite" href="u">ef</a>'
    )


def test_lanes_draw_every_date_and_fall_silent_without_any():
    """Signs on one day become one with their number; links stand side by side; no date, nothing."""
    day = date(2026, 1, 12)
    steps = charts.Lane("steps", points=[charts.Point(day, "one"), charts.Point(day, "two")])
    texts = charts.Lane("texts", points=[charts.Point(day, n, f"{n}.html") for n in ("a", "b")])
    drawn = str(charts.lanes([steps, texts], label="x"))
    assert 'aria-label="one; two"' in drawn
    assert [point.count for point in steps.points] == [2]
    assert texts.points[1].x - texts.points[0].x == 16
    assert str(charts.lanes([charts.Lane("empty")], label="x")) == ""


def test_the_change_map_keeps_a_mark_for_each_change():
    """Few changes are all drawn, each linked to its place."""
    drawn = str(
        charts.change_map(
            [("inserted", 3, "#c1"), ("unchanged", 9, ""), ("moved", 1, "x.html#c2")], label="x"
        )
    )
    assert 'href="#c1"' in drawn
    assert 'href="x.html#c2"' in drawn
    many = [("inserted", 1, f"#c{n}") for n in range(5000)]
    assert str(charts.change_map(many, label="x")).count("<a ") <= 2 * charts.BINS


def test_no_gap_counts_as_closed_without_force(makers):
    """A text that closes a gap but does not bind leaves the gap open; the state line says so."""
    context = Context(makers.site_data(), "code")
    assert front.closed(context, "G01") is False
    expected = (
        "None of the 4 known gaps is closed by a text in force. "
        "Texts not in force would close 2 gaps."
    )
    assert expected == front.state_line(context)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 744.23(a) rule of know-your", {"744.23", "rule", "know-your", "know", "your"}),
        ("원격 접속은", {"원격", "접속", "속은"}),
        ("ECCN 3A090.a", {"eccn", "3a090.a"}),
    ],
)
def test_search_words(text, expected):
    """Numbers stay whole, hyphens also in parts; Hangul goes by pairs; small words fall out."""
    assert expected == search.tokens(text) - {"a"}


def test_search_finds_every_clause_it_indexed(makers, tmp_path):
    """Postings unpack to entries that hold the word."""
    from tracker.render.derived import Cache

    context = Context(makers.site_data(), "code")
    held = {}
    for name, content in search.files(context, Cache(tmp_path)):
        kind, key, value = json.loads(
            "[" + content.decode().strip()[len("trackerIndex(") : -1] + "]"
        )
        held[name] = (kind, key, value)
    numbers, last = [], 0
    for gap in held["search/w-re.js"][2]["reckless"].split():
        last += int(gap, 36)
        numbers.append(last)
    rows = [row for name in sorted(held) if "/d-" in name for row in held[name][2]]
    assert numbers
    assert all("reckless" in (rows[n][0] + rows[n][2]).lower() for n in numbers)


def test_dates_are_written_out_and_unknown_ones_said_so():
    """No date is ever guessed."""
    assert labels.day(date(2025, 12, 30)) == "30 December 2025"
    assert labels.day(None) == "date unknown"
    assert labels.day(date(2025, 12, 30), "ko") == "2025년 12월 30일"
