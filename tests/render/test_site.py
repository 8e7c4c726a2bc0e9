"""The build as a whole: complete, incremental, repeatable, and plain enough for stock MkDocs."""

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs

from tracker.errors import InputError
from tracker.model import Mark
from tracker.render import data as d
from tracker.render import redline
from tracker.render.site import build


@pytest.fixture(scope="module")
def built(tmp_path_factory, makers, project):
    """Build the invented site once."""
    out = tmp_path_factory.mktemp("site")
    return build(makers.site_data(), out, project=project), out


def tree(folder):
    """Return name -> bytes of every file."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_kind_of_page_is_there(built):
    """Each page kind of the design has its file."""
    report, _ = built
    expected = {
        "index.html",
        "works/index.html",
        "us/bill/119/hr/9901/index.html",
        "us/bill/119/hr/9901/eh.html",
        "us/bill/119/hr/9901/from-ih-to-eh.html",
        "compare/119hr9901-eh--119s9902-is.html",
        "gaps/index.html",
        "gaps/g01-export-definition.html",
        "ko/gaps/g01-export-definition.html",
        "changes/index.html",
        "definitions/index.html",
        "source-article/index.html",
        "method/index.html",
        "data/index.html",
        "data/matrix.json",
        "data/matrix.csv",
        "about/index.html",
        "search.html",
        "404.html",
        "feeds/119hr9901.xml",
        "assets/tracker.css",
    }
    assert expected - tree(report.public).keys() == set()


def test_nothing_new_writes_nothing(built, makers, project):
    """A second build renders no page and changes no byte."""
    report, out = built
    before = tree(report.public)
    again = build(makers.site_data(), out, project=project)
    assert (again.written, again.files) == ((), ())
    assert before == tree(report.public)


def test_nothing_new_reads_no_text(built, makers, project):
    """Unchanged versions and comparisons are not even loaded."""
    _, out = built

    def refuse():
        raise AssertionError("a text was loaded although nothing changed")

    data = makers.site_data()
    data = structs.replace(
        data,
        works=tuple(
            structs.replace(w, versions=tuple(structs.replace(v, load=refuse) for v in w.versions))
            for w in data.works
        ),
        comparisons=tuple(structs.replace(c, load=refuse) for c in data.comparisons),
    )
    assert build(data, out, project=project).written == ()


def test_same_input_gives_the_same_bytes_in_another_folder(built, makers, project, tmp_path):
    """Two builds from nothing agree byte for byte."""
    report, _ = built
    other = build(makers.site_data(), tmp_path, project=project)
    assert tree(report.public) == tree(other.public)


def test_stock_mkdocs_over_the_whole_tree_gives_the_same_pages(built, project, tmp_path):
    """Staging and merging is only an optimisation: `mkdocs build` makes the same HTML."""
    report, out = built
    script = (
        "import sys; from mkdocs.config import load_config; "
        "from mkdocs.commands.build import build; "
        "build(load_config(config_file=sys.argv[1], docs_dir=sys.argv[2], site_dir=sys.argv[3]))"
    )
    subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            script,
            project / "mkdocs.yml",
            out / "docs",
            tmp_path,
        ],
        check=True,
        capture_output=True,
    )
    ours, theirs = tree(report.public), tree(tmp_path)
    theirs = {name: page for name, page in theirs.items() if not name.startswith("sitemap")}
    assert theirs == ours


ZENSICAL = os.environ.get("ZENSICAL") or shutil.which("zensical", path=Path(sys.executable).parent)


@pytest.mark.skipif(not ZENSICAL, reason="Zensical is not installed for this Python")
def test_zensical_builds_the_same_pages_from_the_same_tree(built, project, tmp_path):
    """Material's successor reads the tree as it is: same pages, titles, policies and bodies."""
    report, out = built
    shutil.copytree(out / "docs", tmp_path / "build" / "docs")
    shutil.copytree(project / "site", tmp_path / "site")
    shutil.copy(project / "mkdocs.yml", tmp_path)
    subprocess.run([ZENSICAL, "build"], cwd=tmp_path, check=True, capture_output=True)

    def parts(page):
        body = page[page.index('<div class="trk') :].split("</article>")[0].split()
        policy = re.findall(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">', page)
        return re.findall("<html[^>]*>|<title>.*?</title>", page), policy, body

    def pages(root):
        return {
            path.relative_to(root).as_posix(): parts(path.read_text())
            for path in sorted(root.rglob("*.html"))
            if path.name != "404.html"
        }

    assert pages(report.public) == pages(tmp_path / "build" / "public")


def test_a_theme_that_prints_no_content_is_refused(makers, project, tmp_path):
    """Settings whose theme drops the body of a page are named, not built."""
    shutil.copytree(project / "site", tmp_path / "site")
    shutil.copy(project / "mkdocs.yml", tmp_path)
    main = tmp_path / "site" / "overrides" / "main.html"
    main.write_text(main.read_text().replace("{{ page.content }}", ""))
    with pytest.raises(InputError, match=r"mkdocs\.yml: its theme does not print"):
        build(makers.site_data(), tmp_path / "out", project=tmp_path)


def with_new_version(data, makers):
    """Return the site with one more version of the Senate bill."""
    record = makers.record(makers.S, "rs", "Reported in Senate", date(2026, 6, 1))
    version = d.VersionView.of(record, makers.senate())
    works = tuple(
        structs.replace(w, versions=(*w.versions, version)) if w.work == makers.S else w
        for w in data.works
    )
    return structs.replace(data, works=works)


def test_a_new_version_touches_its_own_pages_and_the_indexes_only(makers, project, tmp_path):
    """One more version renders itself, its neighbour, its work, and lists; no other text."""
    build(makers.site_data(), tmp_path, project=project)
    after = build(with_new_version(makers.site_data(), makers), tmp_path, project=project)
    touched = set(after.written)
    assert "us/bill/119/s/9902/rs.html" in touched
    assert "us/bill/119/s/9902/is.html" in touched
    untouched = {name for name in touched if "9901" in name or "cfr" in name or "/fr/" in name}
    assert untouched - {"us/bill/119/hr/9901/index.html"} == set()


def test_permalinks_survive_new_versions_and_rebuilds(makers, project, tmp_path):
    """Every address of a clause, a term and a gap's text that once stood still leads there."""

    def addresses(public):
        return {
            (path.relative_to(public).as_posix(), name)
            for path in public.rglob("*.html")
            for name in re.findall(r' id="([^"]+)"', path.read_text())
            if not name.startswith("__")
        }

    before = addresses(build(makers.site_data(), tmp_path, project=project).public)
    assert ("us/bill/119/hr/9901/eh.html", "s2/1/q/15") in before
    newer = with_new_version(makers.site_data(), makers)
    assert before - addresses(build(newer, tmp_path, project=project).public) == set()
    shutil.rmtree(tmp_path / "public")
    assert before - addresses(build(newer, tmp_path, project=project).public) == set()


def citing_site(makers, versions, *, cited_is_held=True):
    """Return a site where a bill cites § 799.31 of a part that is held in some versions."""
    bill, part = "/us/bill/119/hr/7", makers.CFR
    text = "As 15 CFR 799.31 says."
    clause = makers.prov(
        f"{bill}/s1",
        "section",
        "SEC. 1.",
        content=text,
        marks=(Mark("ref", "content", 3, 16, f"{part}/s799.31/a"),),
    )
    ih = d.VersionView.of(
        makers.record(bill, "ih", "Introduced", date(2025, 1, 1)),
        makers.document(bill, "ih", "A bill", [clause]),
    )
    works = [d.WorkView(bill, (ih,))]
    if cited_is_held:
        views = tuple(
            d.VersionView.of(
                makers.record(part, v, f"In force on {v}", date.fromisoformat(v)), makers.cfr(v)
            )
            for v in versions
        )
        works.append(d.WorkView(part, views))
    return d.SiteData(as_of=date(2026, 11, 23), works=tuple(works))


def test_a_citation_follows_the_newest_text_of_the_work_it_names(makers, project, tmp_path):
    """Not held: the official text. Held: the clause, in the newest version; nothing else moves."""
    page = "us/bill/119/hr/7/ih.html"

    def linked(versions, **held):
        report = build(citing_site(makers, versions, **held), tmp_path, project=project)
        text = (report.public / page).read_text()
        return re.search(r'<a class="cite" href="([^"]+)"', text)[1], set(report.written)

    href, _ = linked((), cited_is_held=False)
    assert href == "https://www.ecfr.gov/current/title-15/part-799/section-799.31"
    href, written = linked(("2025-01-01",))
    assert href == "../../../../cfr/t15/p799/2025-01-01.html#s799.31"
    assert page in written
    href, written = linked(("2025-01-01", "2025-12-30"))
    assert href == "../../../../cfr/t15/p799/2025-12-30.html#s799.31"
    assert page in written
    assert "us/bill/119/hr/7/index.html" not in written
    _, written = linked(("2025-01-01", "2025-12-30"))
    assert written == set()


def test_incremental_build_ends_where_a_fresh_build_does(makers, project, tmp_path):
    """Building step by step or at once gives the same pages."""
    build(makers.site_data(), tmp_path / "a", project=project)
    newer = with_new_version(makers.site_data(), makers)
    stepwise = build(newer, tmp_path / "a", project=project)
    fresh = build(newer, tmp_path / "b", project=project)
    assert tree(stepwise.public) == tree(fresh.public)


def test_a_page_that_lost_its_text_says_so(makers, project, tmp_path):
    """A work that leaves the site leaves notices at its addresses, build after build."""
    build(makers.site_data(), tmp_path, project=project)
    data = makers.site_data()
    less = structs.replace(
        data,
        works=tuple(w for w in data.works if w.work != makers.CFR),
        comparisons=tuple(c for c in data.comparisons if c.new.work != makers.CFR),
        cells=tuple(c for c in data.cells if c.work != makers.CFR),
    )
    gone = "us/cfr/t15/p799/2025-12-30.html"
    for _ in range(2):
        report = build(less, tmp_path, project=project)
        assert gone in report.gone
        assert "No longer on this site" in (report.public / gone).read_text()
    back = build(makers.site_data(), tmp_path, project=project)
    assert back.gone == ()
    assert "No longer on this site" not in (back.public / gone).read_text()


def test_a_long_comparison_is_several_pages(makers, project, tmp_path, monkeypatch):
    """Its parts lead to each other, lists lead to the right part, and lost parts say so."""
    page = "us/bill/119/hr/9901/from-ih-to-eh.html"
    part = page.replace(".html", "-part-2.html")
    monkeypatch.setattr(redline, "PART_LIMIT", 3000)
    report = build(makers.site_data(), tmp_path, project=project)
    first, second = ((report.public / name).read_text() for name in (page, part))
    assert 'id="c1"' in first
    assert 'id="c1"' not in second
    assert 'href="from-ih-to-eh-part-2.html"' in first
    lists = [path.read_text() for path in (report.public / "changes").iterdir()]
    assert any("from-ih-to-eh-part-3.html#c" in page for page in lists)
    assert build(makers.site_data(), tmp_path, project=project).written == ()
    (report.public / part).unlink()
    assert build(makers.site_data(), tmp_path, project=project).written == (part,)
    monkeypatch.undo()
    newer = structs.replace(makers.record(makers.HR, "eh", "Engrossed in House"), sha256="0" * 64)
    data = makers.site_data()
    data = structs.replace(
        data, comparisons=(structs.replace(data.comparisons[0], new=newer), *data.comparisons[1:])
    )
    shorter = build(data, tmp_path, project=project)
    assert part in shorter.gone
    assert "No longer on this site" in (shorter.public / part).read_text()


def test_a_deleted_page_is_made_again(makers, project, tmp_path):
    """What someone removed from the output comes back with the next build."""
    report = build(makers.site_data(), tmp_path, project=project)
    page = report.public / "index.html"
    before = page.read_bytes()
    page.unlink()
    assert build(makers.site_data(), tmp_path, project=project).written == ("index.html",)
    assert before == page.read_bytes()


def test_no_notice_for_the_sample_stands_on_a_site_of_law(makers, project, tmp_path):
    """A site of real texts after one of fiction is as if the fiction had never been."""
    sample = makers.site_data()
    build(sample, tmp_path / "both", project=project)
    real = structs.replace(sample, sample=False, works=sample.works[1:], amendments=())
    after = build(real, tmp_path / "both", project=project)
    alone = build(real, tmp_path / "alone", project=project)
    assert () == after.gone
    assert tree(alone.public) == tree(after.public)


def test_a_broken_manifest_means_a_full_build(makers, project, tmp_path):
    """A manifest that cannot be read costs time, never pages."""
    report = build(makers.site_data(), tmp_path, project=project)
    before = tree(report.public)
    (tmp_path / "site.json").write_text("{")
    again = build(makers.site_data(), tmp_path, project=project)
    assert len(again.written) == again.pages
    assert before == tree(report.public)


def test_a_build_that_breaks_off_is_taken_up_again(makers, project, tmp_path):
    """When a text fails to load half way, the next build finishes the work."""
    data = makers.site_data()

    def fail():
        raise RuntimeError("disk")

    broken = structs.replace(
        data, comparisons=(structs.replace(data.comparisons[1], load=fail), *data.comparisons[2:])
    )
    with pytest.raises(RuntimeError):
        build(broken, tmp_path / "a", project=project)
    report = build(data, tmp_path / "a", project=project)
    fresh = build(data, tmp_path / "b", project=project)
    assert tree(report.public) == tree(fresh.public)


def test_without_settings_the_error_names_the_file(makers, tmp_path):
    """No mkdocs.yml: one sentence that says where it was looked for."""
    with pytest.raises(InputError, match=r"mkdocs\.yml"):
        build(makers.site_data(), tmp_path / "out", project=tmp_path)


def test_an_empty_site_builds(project, tmp_path):
    """With nothing in the store there is still a front page that says so."""
    report = build(d.SiteData(as_of=date(2026, 11, 23)), tmp_path, project=project)
    assert "No gap register is loaded" in (report.public / "index.html").read_text()
