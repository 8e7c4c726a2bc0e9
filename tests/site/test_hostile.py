"""A document whose every string is an attack renders as text, and nothing of it runs."""

from datetime import date

import pytest

from tracker.model import Change, ChangeSet, Facts, Mark, Side
from tracker.render import data as d
from tracker.render.site import build

pytestmark = pytest.mark.browser

STRINGS = (
    "<script>alert(1)</script>",
    "</div></div></article><img src=x onerror=alert(2)>",
    "{{ 7*7 }}{% raw %}{{ config }}{% endraw %}",
    "# Head\n\n- *list* [x](javascript:alert(3)) `code` ![i](http://evil.example/i.png)",
    "\u202eesrever\u202c \u2066iso\u2069 \u200f",
    '" onmouseover="alert(4)" x=\'',
    "--> <!-- <style>*{display:none}</style> ]]>",
    "---\ntitle: x\n---\n",
    "&lt;b&gt; &amp;amp; &#60;i&#62;",
    "\x02wzxhzdk:0\x03 \x00 \x1b[31m",
    "<svg><title>x</title><a xlink:href='javascript:alert(5)'>y</a></svg>",
    "744.23(a)(2)_b_ 1. In general ~~x~~ | a | b |",
)
WORK = "/us/bill/119/hr/6666"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, makers, project):
    """Build a site in which every string a source could give is hostile."""
    provisions = [
        makers.prov(
            f"{WORK}/s{n}",
            "section",
            text,
            text,
            text,
            chapeau=text,
            continuation=text,
            status=text,
            marks=(Mark("ref", "content", 0, 3, text), Mark("term", "content", 0, 4, text)),
        )
        for n, text in enumerate(STRINGS, 1)
    ]
    everything = " ".join(STRINGS)
    document = makers.document(WORK, "ih", everything, provisions)
    old = makers.record(WORK, "ih", everything, date(2025, 1, 1), note=everything)
    new = makers.record(WORK, "eh", everything, date(2025, 2, 1))
    changes = ChangeSet(
        Side(WORK, "ih", everything),
        Side(WORK, "eh", everything),
        tuple(
            Change("modified", p, p, types=(p.num,), words=(("equal", p.own_text),), moved=True)
            for p in provisions
        ),
    )
    effects = tuple(
        d.Cell(
            "G01",
            WORK,
            v,
            "closes",
            (d.Evidence(f"{WORK}/s1", v, everything, everything),),
            rationale=everything,
            author=everything,
            basis="curated",
        )
        for v in ("ih", "eh")
    )
    gap = d.GapView(
        "G01",
        "gap",
        everything,
        everything,
        everything,
        everything,
        everything,
        (everything,),
        everything,
        everything,
        everything,
        everything,
    )
    data = d.SiteData(
        as_of=date(2026, 11, 23),
        works=(
            d.WorkView(
                WORK,
                (d.VersionView.of(old, document), d.VersionView.of(new, document)),
                Facts(
                    WORK,
                    "bill",
                    everything,
                    everything,
                    everything,
                    sponsor=everything,
                    url="javascript:alert(6)",
                    stage="introduced",
                ),
                d.Force("pending", everything, source=everything),
            ),
        ),
        comparisons=(d.ComparisonView.of(old, new, changes),),
        gaps=(gap,),
        cells=effects,
        events=(d.GapEvent("G01", date(2025, 1, 1), WORK, "ih", "closes", note=everything),),
        notes=(d.NoteView(f"{WORK}/s1", "eh", "changed", everything, "G01"),),
        clock=(d.ClockItem(everything, source=everything, note=everything),),
        statements=(d.Statement("G01", {"open": everything}),),
        misreports=(d.Misreport(everything, everything, everything, WORK),),
        actors=(d.Actor(everything, (d.Question(everything, "G01"),)),),
        claims=(d.ArticleClaim("a", everything, everything, ("G01",), everything, everything),),
        accuracy=(d.Measure(everything, everything, everything),),
    )
    return build(data, tmp_path_factory.mktemp("hostile"), project=project).public


PATHS = [
    "index.html",
    "works/index.html",
    "us/bill/119/hr/6666/index.html",
    "us/bill/119/hr/6666/eh.html",
    "us/bill/119/hr/6666/from-ih-to-eh.html",
    "gaps/index.html",
    "gaps/g01-gap.html",
    "ko/gaps/g01-gap.html",
    "changes/index.html",
    "definitions/index.html",
    "changes/dropped.html",
    "reuse/index.html",
    "actors/index.html",
    "misreported/index.html",
    "source-article/index.html",
    "method/index.html",
    "search.html?q=general",
]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_runs_and_nothing_is_fetched(tab, hostile, path):
    """No dialog, no error, no request, no element that the text brought along."""
    reader = tab(root=hostile.as_uri())
    page = reader.open(path)
    page.wait_for_timeout(150)
    assert (reader.foreign, reader.problems) == ([], [])
    smuggled = page.evaluate(
        "document.querySelectorAll('.trk script, .trk style, .trk img, .trk [onerror],"
        " .trk [onmouseover], .trk [href^=javascript]').length"
    )
    assert smuggled == 0
    assert page.locator(".md-footer").is_visible()


@pytest.mark.parametrize("text", STRINGS, ids=range(len(STRINGS)))
def test_hostile_law_reads_as_it_is_written(tab, hostile, text):
    """Each string stands in the clause to the letter, controls shown as words."""
    from tracker.render.html import clean

    page = tab(root=hostile.as_uri()).open("us/bill/119/hr/6666/eh.html")
    shown = page.evaluate(
        "n => document.getElementById('s' + n).querySelector('p').textContent",
        STRINGS.index(text) + 1,
    )
    expected = " ".join(clean(text).split())
    assert " ".join(shown.split()).startswith(expected)
