"""Every internal link and anchor of the built site resolves; every id stands once a page."""

import shutil
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest

from tracker.render import redline
from tracker.render.site import build


class Gather(HTMLParser):
    """Collects links, ids and what loads from where."""

    def __init__(self):
        """Start empty."""
        super().__init__()
        self.links = []
        self.ids = Counter()
        self.loads = []

    def handle_starttag(self, tag, attrs):
        """Note what a tag points to."""
        values = dict(attrs)
        if values.get("id") is not None:
            self.ids[values["id"]] += 1
        if tag == "a" and values.get("href") is not None:
            self.links.append(values["href"])
        if tag == "form" and "action" in values:
            self.loads.append(values["action"])
        for name in ("src", "data"):
            if tag != "a" and values.get(name):
                self.loads.append(values[name])
        if tag == "link":
            self.loads.append(values["href"])


def gathered(public):
    """Return page -> what it links to and holds."""
    pages = {}
    for path in sorted(public.rglob("*.html")):
        gather = Gather()
        gather.feed(path.read_text(encoding="utf-8"))
        pages[path.relative_to(public).as_posix()] = gather
    return pages


def broken(public):
    """Return (page, link) of every link that leads nowhere."""
    pages = gathered(public)
    found = []
    for page, gather in pages.items():
        for link in [*gather.links, *gather.loads]:
            parts = urlsplit(link)
            if parts.scheme in {"http", "https"} and link in gather.links:
                continue
            if parts.scheme or parts.netloc:
                found.append((page, link))
                continue
            target = page
            if parts.path:
                steps = []
                for step in (PurePosixPath(page).parent / unquote(parts.path)).parts:
                    if step == "..":
                        if not steps:
                            found.append((page, link))
                            break
                        steps.pop()
                    else:
                        steps.append(step)
                target = "/".join(steps)
            if not (public / target).is_file() or (
                parts.fragment and unquote(parts.fragment) not in pages[target].ids
            ):
                found.append((page, link))
    return found


def test_every_internal_link_and_anchor_resolves(public):
    """The whole site: pages, anchors, scripts, styles, forms; nothing leads nowhere."""
    assert broken(public) == []


def test_every_link_resolves_where_comparisons_have_parts(makers, project, tmp_path, monkeypatch):
    """Lists, maps and neighbours lead to the right part, whatever the size of a page."""
    monkeypatch.setattr(redline, "PART_LIMIT", 3000)
    report = build(makers.site_data(), tmp_path, project=project)
    assert list(report.public.rglob("*-part-3.html"))
    assert broken(report.public) == []


@pytest.fixture(scope="module")
def real(tmp_path_factory, project, upstream_dir):
    """Build the site over the recorded official texts, as a user does."""
    folder = tmp_path_factory.mktemp("real")
    skip = shutil.ignore_patterns("snapshots")
    for name in ("regulations", "site"):
        shutil.copytree(project / name, folder / name, ignore=skip)
    shutil.copy(project / "mkdocs.yml", folder)
    command = [sys.executable, "-m", "tracker", "run", "--mirror", upstream_dir]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 4}, done.stderr
    return folder / "build" / "public"


@pytest.mark.corpus
@pytest.mark.slow
def test_every_link_of_the_real_site_resolves(real):
    """Over the recorded official texts: tens of thousands of links and anchors, none dead."""
    assert broken(real) == []
    assert sum(len(page.links) for page in gathered(real).values()) > 10_000


@pytest.mark.corpus
@pytest.mark.slow
def test_ids_of_the_real_site_are_unique(real):
    """Real texts repeat labels; their anchors do not."""
    doubled = {
        page: [name for name, count in gather.ids.items() if count > 1]
        for page, gather in gathered(real).items()
    }
    assert {page: names for page, names in doubled.items() if names} == {}


@pytest.mark.corpus
@pytest.mark.slow
def test_no_page_of_the_real_site_is_too_heavy(real):
    """No comparison takes more than 3 MB."""
    sizes = {path.name: path.stat().st_size for path in real.rglob("*.html")}
    assert max(sizes.values()) < 3_000_000


def test_ids_are_unique_in_each_page(public):
    """An anchor that stands twice would be ambiguous."""
    doubled = {
        page: [name for name, count in gather.ids.items() if count > 1]
        for page, gather in gathered(public).items()
    }
    assert {page: names for page, names in doubled.items() if names} == {}


def test_the_checker_sees_a_broken_link(tmp_path):
    """A page with a dead link, a dead anchor and a foreign script is reported three times."""
    (tmp_path / "a.html").write_text(
        '<a href="b.html">x</a><a href="#nowhere">y</a><script src="https://e.example/x.js">'
        '</script><a href="https://e.example/">fine</a><p id="here"><a href="#here">fine</a></p>'
    )
    assert broken(tmp_path) == [
        ("a.html", "b.html"),
        ("a.html", "#nowhere"),
        ("a.html", "https://e.example/x.js"),
    ]
