"""What readers ask: the law in a sentence, who is bound, what was dropped, who said it first."""

from datetime import date

import pytest
from msgspec import structs

from tracker.compare import compare
from tracker.model import Change, ChangeSet, Side
from tracker.render import data as d
from tracker.render.context import Context
from tracker.render.derived import Cache, change_facts
from tracker.render.pages import actors, definitions, dropped, front, reuse, works, written


@pytest.fixture
def context(makers):
    """Return the invented site with its indexes."""
    return Context(makers.site_data(), "code")


def test_the_front_page_says_what_holds_in_the_state_each_gap_is_in(context, makers):
    """The sentence follows the state; without one for the state nothing is said."""
    assert front.statements(context) == [
        ("Access is not an export.", "gaps/g01-export-definition.html")
    ]
    data = makers.site_data()
    gaps = tuple(structs.replace(g, state="closed") for g in data.gaps)
    shut = Context(structs.replace(data, gaps=gaps), "code")
    assert [words for words, _ in front.statements(shut)] == [
        "Access is one.",
        "There is power over access.",
    ]


def test_an_actor_sees_what_binds_and_what_would(context):
    """Each question has its gap's state, the texts in force, and those that are not."""
    [page] = actors.pages(context)
    html = page.render().html
    assert "Is access an export?" in html
    assert "no text in force bears on it" in html
    assert "H.R. 9901 (119th)" in html
    assert "passed one chamber" in html
    assert "Asked of a gap that is not there?" not in html


def test_without_actors_there_is_no_page(makers):
    """A register that names no actors leaves no empty page."""
    assert list(actors.pages(Context(d.SiteData(as_of=date(2026, 11, 26)), "code"))) == []


def test_misreports_stand_on_their_page_and_at_their_work(context, makers, project, tmp_path):
    """A claim about a work is answered where the work is."""
    pages = {p.path: p for p in written.pages(context, project / "site" / "pages")}
    html = pages["misreported/index.html"].render().html
    assert "It passed by voice vote." in html
    assert 'href="https://www.gao.gov/x"' in html
    by_path = {p.path: p for p in works.pages(context, Cache(tmp_path))}
    assert "It passed by voice vote." in by_path["us/bill/119/hr/9901/index.html"].render().html
    assert "voice vote" not in by_path["us/bill/119/s/9902/index.html"].render().html


def versions(makers, *texts):
    """Return documents of one bill, each a list of (path, words) of sections."""
    work = "/us/bill/119/hr/8"
    return [
        makers.document(
            work,
            version,
            "A bill",
            [makers.prov(f"{work}/{p}", "section", f"SEC. {p[1:]}.", "", t) for p, t in sections],
        )
        for version, sections in zip(("ih", "eh"), texts, strict=False)
    ]


KEPT = "The Secretary shall keep a list of the items that are subject to control under this Act."
GONE = "The Secretary shall report to the Congress every year on licences for access to computing."


def test_what_was_dropped_is_told_with_its_words(makers):
    """A section that the later version has not is in the ledger; one that stayed is not."""
    old, new = versions(makers, [("s1", KEPT), ("s2", GONE)], [("s1", KEPT)])
    found = change_facts(compare(old, new)).dropped
    assert [(s.where, s.deleted) for s in found] == [("§ 2", (GONE,))]


def test_limbs_folded_into_a_sentence_are_not_dropped(makers):
    """Of a definition rewritten as one sentence, only what the sentence left out is told."""
    work = "/us/bill/119/hr/8"
    limb = "access to an item subject to the jurisdiction of the United States by a foreign person"
    limbs = [
        makers.prov(f"{work}/s1/A", "subparagraph", "(A)", "", f"{limb}; or"),
        makers.prov(f"{work}/s1/B", "subparagraph", "(B)", "", "any other form of access by rule."),
    ]
    lead = "The term “remote access” means—"
    old = makers.prov(f"{work}/s1", "section", "SEC. 1.", "", "", limbs, chapeau=lead)
    text = f"The term “remote access” means knowing {limb} through a network."
    new = makers.prov(f"{work}/s1", "section", "SEC. 1.", "", text)
    edits = (("equal", lead[:-1]), ("delete", "—"), ("insert", text.removeprefix(lead[:-1])))
    changes = ChangeSet(
        Side(work, "ih"),
        Side(work, "eh"),
        (
            Change("modified", old, new, significance="substantive", words=edits, place=1),
            Change("deleted", limbs[0], None, significance="substantive", place=2),
            Change("deleted", limbs[1], None, significance="substantive", place=2),
        ),
    )
    [told] = change_facts(changes).dropped
    assert told.where == "§ 1"
    assert any("any other form of access by rule" in words for words in told.deleted)
    assert not any("jurisdiction of the United States" in words for words in told.deleted)


def test_the_ledger_links_to_the_change(context, tmp_path):
    """Each entry leads to its place in the redline."""
    [page] = dropped.pages(context, Cache(tmp_path))
    assert page.path == "changes/dropped.html"
    html = page.render().html
    assert "What was dropped" in html


def site_of(makers, *texts):
    """Return a context of bills, one a text, published a day apart."""
    bills = []
    for number, words in enumerate(texts, 1):
        work = f"/us/bill/119/hr/{number}"
        section = makers.prov(f"{work}/s1", "section", "SEC. 1.", "", words)
        record = makers.record(work, "ih", "Introduced", date(2024, 1, number))
        document = makers.document(work, "ih", f"Bill {number}", [section])
        bills.append(d.WorkView(work, (d.VersionView.of(record, document),)))
    return Context(d.SiteData(as_of=date(2026, 11, 26), works=tuple(bills)), "code")


def test_shared_words_name_who_said_them_first(makers, tmp_path):
    """Equal clauses pair two works, the earlier one first; other clauses do not."""
    found = reuse.shared(site_of(makers, GONE, KEPT, KEPT.upper()), Cache(tmp_path))
    assert [(pair.old, pair.new) for pair in found] == [("/us/bill/119/hr/2", "/us/bill/119/hr/3")]
    assert found[0].share == 1.0


def test_boilerplate_and_short_clauses_pair_nobody(makers, tmp_path):
    """What every work says, and what is too short to be copied, is left out."""
    everybody = site_of(makers, *[KEPT] * (reuse.COMMON + 1))
    assert reuse.shared(everybody, Cache(tmp_path / "a")) == []
    short = site_of(makers, "This Act may be cited as such.", "This Act may be cited as such.")
    assert reuse.shared(short, Cache(tmp_path / "b")) == []


def test_terms_worded_twice_have_a_page_and_others_lead_to_the_clause(context, tmp_path):
    """The index links to the apparatus, or straight to the defining provision."""
    [page] = definitions.pages(context, Cache(tmp_path))
    content = page.render()
    assert "definitions/remote-access.html" in content.further
    assert 'href="remote-access.html"' in content.html
    term = content.further["definitions/remote-access.html"].html
    assert "purposeful, knowing, reckless" in term
    assert "side by side" in term


@pytest.mark.parametrize(
    ("place", "sign"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")]
)
def test_wordings_have_letters(place, sign):
    """Letters go on after Z."""
    assert definitions.siglum(place) == sign


def test_terms_that_read_alike_in_addresses_keep_apart():
    """Two names that give one slug get two addresses; none takes the index's."""
    taken = set()
    names = ("remote access", "remote-access", "원격", "index")
    assert [definitions._slug(name, taken) for name in names] == [
        "remote-access",
        "remote-access-2",
        "term",
        "index-2",
    ]
