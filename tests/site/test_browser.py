"""The site in a real browser: what a reader does, with and without script, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

HR = "us/bill/119/hr/9901"
REDLINE = f"{HR}/from-ih-to-eh.html"
PAGES = {
    "front": "index.html",
    "works": "works/index.html",
    "work": f"{HR}/index.html",
    "rule": "us/fr/2025-99001/index.html",
    "version": f"{HR}/eh.html",
    "part": "us/cfr/t15/p799/2025-12-30.html",
    "redline": REDLINE,
    "companion": "compare/119hr9901-eh--119s9902-is.html",
    "as-law": f"{HR}/eh-as-law.html",
    "law": "law/index.html",
    "gaps": "gaps/index.html",
    "gap": "gaps/g01-export-definition.html",
    "gap-ko": "ko/gaps/g01-export-definition.html",
    "gaps-ko": "ko/gaps/index.html",
    "changes": "changes/index.html",
    "definitions": "definitions/index.html",
    "term": "definitions/remote-access.html",
    "dropped": "changes/dropped.html",
    "reuse": "reuse/index.html",
    "actors": "actors/index.html",
    "misreported": "misreported/index.html",
    "article": "source-article/index.html",
    "method": "method/index.html",
    "data": "data/index.html",
    "about": "about/index.html",
    "search": "search.html",
}
each_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@each_page
def test_axe_finds_nothing(tab, path, scheme):
    """WCAG 2.2 AA as far as axe can tell: no violation on any kind of page, in either palette."""
    page = tab(color_scheme=scheme).open(path)
    chosen = page.evaluate("document.body.dataset.mdColorScheme")
    assert chosen == {"light": "default", "dark": "slate"}[scheme]
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found] == []


@pytest.mark.parametrize("view", ["side", "linear"])
def test_axe_finds_nothing_in_the_other_views(tab, view):
    """Side by side and linear are as accessible as inline."""
    page = tab().open(REDLINE)
    page.locator(f"label[for=view-{view}]").click()
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []


@each_page
def test_nothing_is_asked_of_other_servers(tab, path):
    """No external request, and the Content-Security-Policy blocks nothing of ours."""
    reader = tab()
    reader.open(path)
    assert (reader.foreign, reader.problems) == ([], [])


@each_page
def test_pages_open_from_disk(tab, public, path):
    """Opened as files, pages load all they need and complain about nothing."""
    reader = tab(root=public.as_uri())
    page = reader.open(path)
    assert (reader.foreign, reader.problems) == ([], [])
    assert page.evaluate("getComputedStyle(document.querySelector('.trk h1')).fontFamily") != ""
    assert page.evaluate("document.documentElement.classList.contains('has-js')") is True


@each_page
def test_no_page_scrolls_sideways_on_a_phone(tab, path):
    """At 360 px wide, and so at 200 % zoom of a small window, nothing sticks out."""
    page = tab(viewport={"width": 360, "height": 740}).open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@each_page
def test_without_script_the_page_still_says_all(tab, path):
    """The body text is the same with script switched off."""
    plain = tab(java_script_enabled=False)
    page = plain.open(path)
    assert page.locator(".trk h1").count() == 1
    assert page.locator(".trk h1").is_visible()


def test_from_the_matrix_to_the_words(tab):
    """Cell -> evidence on the gap's page -> the clause -> its permalink."""
    reader = tab()
    page = reader.open("index.html")
    page.locator(".matrix tbody tr", has_text="H.R. 9901").locator("td a").first.click()
    page.wait_for_url("**/gaps/g01-export-definition.html#text-bill-119-hr-9901")
    entry = page.locator(".entry:target")
    assert "closes" in entry.inner_text()
    entry.locator("figcaption a").click()
    page.wait_for_url(f"**/{HR}/eh.html#s2/1/q/15")
    clause = page.locator(".cl:target")
    assert "purposeful, knowing, reckless" in clause.inner_text()
    assert clause.locator(".cl-id").get_attribute("href") == "#s2/1/q/15"


def test_keys_step_through_the_changes(tab):
    """N and p go to the next and the previous change, and move the focus there."""
    page = tab().open(REDLINE)
    focused = "document.activeElement.id"
    page.keyboard.press("n")
    first = page.evaluate(focused)
    page.keyboard.press("n")
    second = page.evaluate(focused)
    page.keyboard.press("p")
    assert (first, second, page.evaluate(focused)) == ("c1", "c2", "c1")
    assert page.locator("#step-count").inner_text() == "1 of 5"


def test_filters_narrow_the_redline(tab):
    """Substantive only, by kind, by type, by gap: what is out is hidden, and counted."""
    page = tab().open(REDLINE)
    stops = page.locator(".row.stop")

    def shown():
        return [
            stops.nth(n).get_attribute("id")
            for n in range(stops.count())
            if stops.nth(n).is_visible()
        ]

    everything = ["c1", "c2", "c3", "c4", "c5"]
    assert shown() == everything
    page.check("#only-substantive")
    assert shown() == ["c1", "c2", "c3", "c4"]
    assert page.locator("#step-count").inner_text() == "4 changes"
    page.uncheck("#only-substantive")
    page.select_option("#filter-kind", "k-moved")
    assert shown() == ["c5"]
    page.select_option("#filter-kind", "")
    page.select_option("#filter-type", "definition")
    assert shown() == ["c1"]
    page.select_option("#filter-type", "")
    page.select_option("#filter-gap", "G02")
    assert shown() == ["c2"]
    page.select_option("#filter-gap", "")
    assert shown() == everything


def test_views_and_filters_need_no_script(tab):
    """The three views, and the filters by substance and kind, are CSS."""
    page = tab(java_script_enabled=False).open(REDLINE)
    row = page.locator("#c1")
    assert row.locator(".cell-inline").is_visible()
    page.locator("label[for=view-side]").click()
    assert row.locator(".cell-old").is_visible()
    assert row.locator(".cell-new").is_visible()
    assert not row.locator(".cell-inline").is_visible()
    page.locator("label[for=view-linear]").click()
    assert page.locator(".linear").is_visible()
    assert not page.locator(".redline").is_visible()
    page.locator("label[for=view-inline]").click()
    page.check("#only-substantive")
    assert not page.locator("#c5").is_visible()


def test_insertions_and_deletions_are_announced(tab):
    """Assistive technology hears where an insertion or deletion begins and ends."""
    page = tab().open(REDLINE)
    heard = page.evaluate(
        "['ins','del'].map(t => getComputedStyle(document.querySelector('.cell-inline ' + t),"
        "'::before').content)"
    )
    assert heard == ['" [inserted: "', '" [deleted: "']


def test_marks_differ_without_colour(tab):
    """Insertions are underlined, deletions struck through, on screen and on paper."""
    reader = tab()
    page = reader.open(REDLINE)
    line = (
        "['ins','del'].map(t => getComputedStyle(document.querySelector('.cell-inline ' + t))"
        ".textDecorationLine)"
    )
    assert page.evaluate(line) == ["underline", "line-through"]
    page.emulate_media(media="print")
    assert page.evaluate(line) == ["underline", "line-through"]
    assert not page.locator(".tools").is_visible()
    assert not page.locator(".md-header").is_visible()


def test_print_is_black_on_white_in_the_dark_palette(tab):
    """A reader in the dark palette gets paper, not a black page; marks need no colour."""
    page = tab(color_scheme="dark").open(REDLINE)
    page.emulate_media(media="print")
    style = "s => getComputedStyle(document.querySelector(s))"
    assert page.evaluate(f"({style})('body').backgroundColor") == "rgb(255, 255, 255)"
    for mark in ("ins", "del"):
        assert page.evaluate(f"({style})('.cell-inline {mark}').color") == "rgb(0, 0, 0)"


def test_from_a_statement_to_the_official_words(tab):
    """The first sentence -> the gap -> evidence -> the clause with source and hash."""
    page = tab().open("index.html")
    page.locator(".state h1 a").first.click()
    page.wait_for_url("**/gaps/g01-export-definition.html")
    page.locator(".entry figcaption a").first.click()
    page.wait_for_url("**/us/bill/**#**")
    page.locator(".provenance summary").click()
    assert "https://www.govinfo.gov/" in page.locator(".provenance").inner_text()


def test_wordings_of_a_term_lead_to_their_clauses(tab):
    """A letter of the apparatus leads to the wording it stands for, and that to the clause."""
    page = tab().open("definitions/index.html")
    page.locator(".terms a", has_text="remote access").first.click()
    page.wait_for_url("**/definitions/remote-access.html")
    assert page.locator(".readings li").count() >= 2
    letter = page.locator(".readings .sig").first
    name = letter.inner_text()
    letter.click()
    page.wait_for_url(f"**#wording-{name}")
    page.locator(f"#wording-{name} p a").first.click()
    page.wait_for_url("**/us/bill/119/**#**")
    assert "remote access" in page.locator(".cl:target").inner_text()


@pytest.fixture(scope="module")
def in_parts(makers, project, tmp_path_factory):
    """Build the site with a limit so low that its redline takes several pages."""
    from tracker.render import redline
    from tracker.render.site import build

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(redline, "PART_LIMIT", 3000)
        return build(makers.site_data(), tmp_path_factory.mktemp("parts"), project=project).public


def test_next_goes_on_to_the_next_part_of_a_long_redline(tab, in_parts):
    """At the last change of a page, next leads to the first one of the page after it."""
    page = tab(root=in_parts.as_uri()).open(REDLINE)
    for _ in range(3):
        page.keyboard.press("n")
    page.wait_for_url("**/from-ih-to-eh-part-2.html*")
    assert page.locator(".parts [aria-current]").first.inner_text().startswith("Part 2")


def test_an_address_of_a_change_finds_its_part(tab, in_parts):
    """A link to a change of the whole comparison ends up at the change, on whatever page it is."""
    page = tab(root=in_parts.as_uri()).open(f"{REDLINE}#c4")
    page.wait_for_url("**/from-ih-to-eh-part-3.html#c4")
    assert page.locator("#c4").is_visible()


def test_parts_of_a_long_redline_are_linked_without_script(tab, in_parts):
    """The parts are a list of links, and the map reaches all of them."""
    page = tab(root=in_parts.as_uri(), java_script_enabled=False).open(REDLINE)
    assert page.locator(".parts").first.locator("a").count() == 3
    assert page.locator(".change-map a[href*='part-3.html#c']").count() >= 1


def test_the_language_switch_goes_both_ways_and_law_stays_english(tab):
    """Korean pages are Korean, quoted law in them English."""
    page = tab().open("gaps/g01-export-definition.html")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator(".lang-switch").click()
    page.wait_for_url("**/ko/gaps/g01-export-definition.html")
    assert page.evaluate("document.documentElement.lang") == "ko"
    assert "원격 접속" in page.locator("h1").inner_text()
    assert page.locator(".quote blockquote").first.get_attribute("lang") == "en"
    page.locator(".lang-switch").click()
    page.wait_for_url("**/gaps/g01-export-definition.html")
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("where", ["http", "disk"])
@pytest.mark.parametrize(
    ("query", "title", "target"),
    [
        ("reckless negligent", "new (15)", f"{HR}/eh.html#s2/1/q/15"),
        ("21,000", "799.31", "us/cfr/t15/p799/2025-12-30.html#s799.31"),
        ("원격 접속", "원격 접속은", "ko/gaps/g01-export-definition.html"),
        ("reck", "new (15)", f"{HR}/eh.html#s2/1/q/15"),
    ],
)
def test_search_finds_clauses(tab, public, served, where, query, title, target):
    """Words of a clause lead to it, over HTTP and from disk, in English and in Korean."""
    reader = tab(root=served if where == "http" else public.as_uri())
    page = reader.open("index.html")
    page.keyboard.press("/")
    page.keyboard.type(query)
    page.keyboard.press("Enter")
    first = page.locator("#search-results a").first
    first.wait_for()
    assert title in first.inner_text()
    assert first.get_attribute("href").endswith(target.replace(" ", "%20"))
    first.click()
    page.wait_for_url(f"**/{target}")
    assert (reader.foreign, reader.problems) == ([], [])


def test_search_says_when_there_is_nothing(tab):
    """An empty result is a sentence."""
    page = tab().open("search.html?q=zzzzqqq")
    page.locator("#search-status", has_text="Nothing found").wait_for()
    assert page.locator("#search-results li").count() == 0


def test_search_without_script_leads_on(tab):
    """No script: the page says so and links to the lists."""
    page = tab(java_script_enabled=False).open("search.html")
    assert page.locator(".notice a").count() == 3


def test_the_palette_is_chosen_and_kept(tab):
    """The switch changes the palette and the next page keeps it."""
    reader = tab(color_scheme="light")
    page = reader.open("index.html")
    page.locator("label[for=__palette_1]").click()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page = reader.open("works/index.html")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"


def test_dark_without_script_follows_the_system(tab):
    """Without script the system's dark preference still holds."""
    page = tab(java_script_enabled=False, color_scheme="dark").open("index.html")
    assert page.evaluate is not None
    background = page.locator("body").evaluate("b => getComputedStyle(b).backgroundColor")
    assert background == "rgb(21, 23, 26)"


def test_an_address_into_a_fold_opens_it(tab):
    """A hash that names a folded clause unfolds it."""
    page = tab().open("us/cfr/t15/p799/from-2025-01-01-to-2025-12-30.html")
    assert page.locator("details.fold[open]").count() == 0
    page.locator("details.fold > summary").click()
    assert page.locator("details.fold .row").first.is_visible()


def test_every_clause_can_be_copied_as_an_identifier(tab):
    """Clicking the permalink copies the full identifier."""
    reader = tab(permissions=["clipboard-read", "clipboard-write"])
    page = reader.open(f"{HR}/eh.html")
    clause = page.locator('[id="s2/2"]')
    clause.hover()
    clause.locator(".cl-id").click()
    clause.locator('.cl-id[data-done="Copied"]').wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "/us/bill/119/hr/9901/s2/2@eh"


def test_the_page_can_be_walked_by_keyboard(tab):
    """The first stop is the skip link; every stop is visible when focused."""
    page = tab().open(f"{HR}/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('skip')") is True
    for _ in range(25):
        page.keyboard.press("Tab")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert width > 0, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_an_instruction_lights_up_what_it_changed(tab):
    """Hovering or tabbing into a row marks it and the provisions that it changed, and only them."""
    page = tab().open(f"{HR}/eh-as-law.html")
    page.locator("[data-step='1']").focus()
    lit = page.locator(".lit").evaluate_all(
        "rows => rows.map(r => r.dataset.step || r.dataset.steps)"
    )
    assert ["1", "1"] == lit


def test_the_three_columns_need_no_script(tab):
    """Instruction, words before, words after stand in one row; the ledger has the rest."""
    page = tab(java_script_enabled=False).open(f"{HR}/eh-as-law.html")
    row = page.locator("[data-step='1']")
    assert "by striking “4,800”" in row.locator(".tri-order").inner_text()
    assert "4,800" == row.locator(".tri-old del").inner_text()
    assert "9,999" == row.locator(".tri-new ins").inner_text()
    assert "<b>boat</b>" in page.locator(".ledger").inner_text()
    assert "Computed, unofficial" in page.locator(".notice.unofficial").inner_text()


def test_a_work_leads_to_the_law_as_it_would_read(tab):
    """From the bill's page to the law, and from there to other bills at the same place."""
    page = tab().open(f"{HR}/index.html")
    page.locator(".as-law-list a").click()
    assert "the law as it would read" in page.locator(".kicker").inner_text()
    page.get_by_role("link", name="2 places in the law").click()
    assert "New sections, by their numbers in the Act" in page.locator(".meetings").inner_text()
