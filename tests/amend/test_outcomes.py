"""Which law a text is carried out on, what it is set beside, and what is told of it."""

from datetime import UTC, date, datetime

import pytest
from laws import law

from tracker.amend import report
from tracker.amend.html_report import as_html
from tracker.amend.sections import sections
from tracker.amend.text_report import as_text
from tracker.errors import UsageError
from tracker.formats import parse
from tracker.model import Facts, Record
from tracker.pipeline.amending import as_amended

BILL = """<bill bill-stage="Introduced-in-House"><form><congress>119th CONGRESS</congress>
<legis-num>H. R. 99</legis-num></form><legis-body>
<section><enum>1.</enum><header>Access</header><text>Section 4801 of title 50, United States Code,
is amended—</text>
<paragraph><enum>(1)</enum><text>in paragraph (1), by striking <quote>ships</quote> and inserting
<quote>ships &lt;b&gt; and networks</quote>; and</text></paragraph>
<paragraph><enum>(2)</enum><text>in paragraph (2), by striking <quote>clouds</quote>.</text>
</paragraph></section>
<section><enum>2.</enum><header>Other law</header><text>Section 5 of title 10, United States Code,
is amended by striking <quote>a</quote> and inserting <quote>b</quote>.</text></section>
</legis-body></bill>"""

CODE = (
    "§ 4801.",
    "Definitions | In this chapter:",
    ("(1)", "an export is a thing on ships"),
    ("(2)", "a thing is a thing"),
)


def record(work, version, day=None):
    """Return a record with only what matters here."""
    return Record(
        work=work,
        version=version,
        label=f"Version {version}",
        url="https://www.govinfo.gov/x",
        content_type="application/xml",
        sha256="0" * 64,
        size=1,
        retrieved_at=datetime(2026, 1, 1, tzinfo=UTC),
        origin="sample",
        fetcher="test",
        published=day,
    )


class Held:
    """A library of invented texts."""

    def __init__(self, facts=None):
        self.texts = {}
        self.versions = {}
        self._facts = facts or {}

    def hold(self, work, version, day, document):
        """Hold one version."""
        self.versions.setdefault(work, []).append(record(work, version, day))
        self.texts[work, version] = document

    @property
    def works(self):
        """Return the works held."""
        return list(self.versions)

    def document(self, work, version):
        """Return a text."""
        return self.texts[work, version]

    def record(self, work, version):
        """Return a version's record."""
        return next(one for one in self.versions[work] if one.version == version)

    def latest(self, work):
        """Return the newest text."""
        return self.document(work, self.versions[work][-1].version)

    def facts(self, work):
        """Return what is known of a work."""
        return self._facts.get(work)


CHAPTER = "/us/usc/t50/ch58"
WORK = "/us/bill/119/hr/99"


@pytest.fixture
def held():
    """Return a bill of the 119th Congress and a chapter at three release points."""
    library = Held()
    library.hold(CHAPTER, "118-1", date(2024, 1, 1), law(CODE, version="118-1"))
    library.hold(CHAPTER, "119-1", date(2025, 5, 1), law(CODE, version="119-1"))
    library.hold(CHAPTER, "120-1", date(2027, 5, 1), law(CODE, version="120-1"))
    bill = parse(BILL.encode(), work=WORK, version="ih")
    library.hold(WORK, "ih", date(2025, 6, 1), bill)
    return library


def test_a_bill_acts_on_the_last_law_of_its_own_congress(held):
    """The 119th ends on 3 January 2027; what the Code says later is none of its business."""
    outcome = as_amended(held, WORK, "ih")
    assert [("119-1", None)] == [(one.base.version, one.later) for one in outcome.bases]


def test_every_instruction_stands_once_in_the_ledger(held):
    """Executed, not executed with the reason, or on law that is not held."""
    outcome = as_amended(held, WORK, "ih")
    assert [(1, True, ""), (2, False, "words-not-found"), (3, False, "other-law")] == [
        (e.instruction.number, e.executed, e.reason) for e in outcome.ledger
    ]
    assert 1 == outcome.executed


def test_an_enacted_bill_is_set_beside_the_release_point_of_its_law(held):
    """The first one that has worked the law in."""
    held._facts[WORK] = Facts(work=WORK, kind="bill", public_law="119-40")
    changed = law(
        (
            "§ 4801.",
            "Definitions | In this chapter:",
            ("(1)", "an export is a thing on rafts"),
            CODE[3],
        ),
        version="119-50",
    )
    held.hold(CHAPTER, "119-50", date(2026, 5, 1), changed)
    held.versions[CHAPTER].sort(key=lambda one: one.published)
    outcome = as_amended(held, WORK, "ih", base=held.record(CHAPTER, "119-1"))
    (on_base,) = outcome.bases
    assert "119-50" == on_base.later.version
    assert 1 == on_base.testimony.counts["diverges"]


def test_a_named_base_and_a_named_official_text_win(held):
    """For someone who wants to know how another version would read."""
    outcome = as_amended(
        held,
        WORK,
        "ih",
        base=held.record(CHAPTER, "118-1"),
        official=held.record(CHAPTER, "120-1"),
    )
    (on_base,) = outcome.bases
    assert ("118-1", "120-1") == (on_base.base.version, on_base.later.version)


def test_what_amends_nothing_is_refused(held):
    """A chapter of the Code is law, not an amendment."""
    with pytest.raises(UsageError, match="amends nothing"):
        as_amended(held, CHAPTER, "119-1")


def test_a_section_is_shown_whole_with_its_instructions(held):
    """Changed and unchanged provisions, in reading order."""
    (on_base,) = as_amended(held, WORK, "ih").bases
    (section,) = sections(on_base.amended)
    assert ("§ 4801. Definitions", [1]) == (
        section.name,
        [entry.instruction.number for entry in section.entries],
    )
    assert ["unchanged", "modified", "unchanged"] == [c.kind for c in section.changes]


def test_each_instruction_keeps_its_own_before_and_after(held):
    """Even where two change one provision."""
    (on_base,) = as_amended(held, WORK, "ih").bases
    first = on_base.amended.ledger[0]
    assert [
        ("an export is a thing on ships", "an export is a thing on ships <b> and networks")
    ] == [(edit.old, edit.new) for edit in first.edits]
    assert () == on_base.amended.ledger[1].edits


def test_the_report_says_what_was_done_and_what_was_not(held):
    """On one screen, with the reason in words."""
    text = as_text(as_amended(held, WORK, "ih"), width=80)
    assert "1 of 3 instructions executed; 1 on law that is not held; 1 words not found" in text
    assert "{+<b> and networks+}" in text
    assert "On law that is not held: instructions 3" in text
    assert "2. words not found: “clouds”" in text
    assert "Computed and unofficial" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_the_page_is_self_contained_and_escaped(held):
    """Law is text: what looks like markup in it stays text."""
    page = as_html(as_amended(held, WORK, "ih"))
    assert "&lt;b&gt; and networks" in page
    assert "<b>" not in page
    assert "default-src 'none'" in page
    assert 'id="i3"' in page


def test_json_gives_the_section_as_it_would_read(held):
    """Text as amended, changes, and the ledger, numbered alike."""
    found = report.as_json(as_amended(held, WORK, "ih"))
    (section,) = found["bases"][0]["sections"]
    assert "an export is a thing on ships <b> and networks" in [
        p["content"] for p in section["text"]
    ]
    assert [1] == section["instructions"]
    assert {"instructions": 3, "executed": 1, "unexecuted": 2} == {
        key: found["summary"][key] for key in ("instructions", "executed", "unexecuted")
    }
