"""The real texts beside the checkout, against the hand-made answer key."""

import pytest

from tracker.compare import compare, has_legislative_changes
from tracker.formats import parse

pytestmark = pytest.mark.corpus

BILLS = "www.govinfo.gov/bulkdata/BILLS"


@pytest.fixture(scope="module")
def bill(upstream_dir):
    """Return a function that parses a bill of the mirror by its path below BILLS."""

    def read(path):
        file = upstream_dir / BILLS / path
        return parse(file.read_bytes(), source=str(file))

    return read


def legislative(changeset):
    """Return (kind, old portion, new portion) of all changes to the legislative text."""
    size = len(changeset.old.work) + 1
    return [
        (c.kind, c.old and c.old.path[size:], c.new and c.new.path[size:])
        for c in changeset.changes
        if c.kind != "unchanged" and "front-matter" not in c.types
    ]


def test_hr2683_ih_to_eh_has_exactly_the_three_changes(bill):
    """The rewritten definition, "subsection" in (b)(8), and the new section 3; nothing else."""
    changeset = compare(
        bill("119/1/hr/BILLS-119hr2683ih.xml"), bill("119/2/hr/BILLS-119hr2683eh.xml")
    )
    rows = [c for c in changeset.changes if c.kind != "unchanged"]
    rows = [c for c in rows if "front-matter" not in c.types]
    assert 3 == len({c.place for c in rows})
    definition, reference, section = (
        [c for c in rows if c.place == place] for place in sorted({c.place for c in rows})
    )
    assert ["(15)", "(A)", "(B)"] == [(c.new or c.old).num.strip("“") for c in definition]
    assert {"definition", "mental-state"} <= set(definition[0].types)
    assert [("insert", "subsection ")] == [w for w in reference[0].words if w[0] != "equal"]
    assert "editorial" == reference[0].significance
    assert {"inserted"} == {c.kind for c in section}
    assert "Consultation with Congress" == section[0].new.heading


def test_hr2683_eh_to_rfs_differs_in_front_matter_only(bill):
    """The Senate's print of the same text is no change."""
    changeset = compare(
        bill("119/2/hr/BILLS-119hr2683eh.xml"), bill("119/2/hr/BILLS-119hr2683rfs.xml")
    )
    assert [] == legislative(changeset)
    assert not has_legislative_changes(changeset)


def test_companion_bills_meet_by_the_sections_they_amend(bill):
    """H.R. 2683 eh and S. 3519 pair the amendments of the same section of the 2018 Act."""
    changeset = compare(
        bill("119/2/hr/BILLS-119hr2683eh.xml"), bill("119/1/s/BILLS-119s3519is.xml")
    )
    pairs = {
        (c.old.path.rpartition("/hr/2683/")[2], c.new.path.rpartition("/s/3519/")[2])
        for c in changeset.changes
        if c.old and c.new
    }
    number_to_letter = zip(range(1, 10), "abcdefghi", strict=True)
    assert {(f"s2/{number}", f"s2/{letter}") for number, letter in number_to_letter} <= pairs
    assert ("s3/a/1", "s3/1") in pairs


def test_rewritten_bill_keeps_its_amendments_apart(bill):
    """H.R. 8152 ih to eh pairs amendments of the same section and invents no move."""
    changeset = compare(
        bill("118/2/hr/BILLS-118hr8152ih.xml"), bill("118/2/hr/BILLS-118hr8152eh.xml")
    )
    size = len(changeset.old.work) + 1
    pairs = {
        (c.old.path[size:], c.new.path[size:])
        for c in changeset.changes
        if c.old and c.new and c.old.level == "paragraph" and not c.old.quoted
    }
    assert {("s2/1", "s2/1"), ("s2/2", "s2/2"), ("s2/3", "s2/3"), ("s2/8", "s2/8")} <= pairs
    assert all(old == new for old, new in pairs if old.count("/") == 1 and old != "s2/5")


@pytest.mark.slow
@pytest.mark.parametrize("seed", [101, 102])
@pytest.mark.parametrize(
    "name",
    [
        "upstream/www.govinfo.gov/bulkdata/BILLS/118/2/hr/BILLS-118hr8752eh.xml",
        "upstream/www.ecfr.gov/api/versioner/v1/full/2026-01-29/title-15.xml@part=734",
        "corpus/bills/uslm-2.1/BILLS-116hr2157ih.gpo-sample-2024.xml",
    ],
)
def test_planted_changes_are_found(corpus_dir, upstream_dir, name, seed):
    """A tenth of all provisions edited, moved, split or merged at once: all but all are found."""
    from benchmarks.planting import plant
    from benchmarks.scoring import scores

    file = corpus_dir.parent / name
    old, new, truth = plant(parse(file.read_bytes(), source=str(file)), seed)
    found = scores(truth, compare(old, new))
    assert found["changed-f1"] >= 0.97  # one document is small; the benchmark averages many
    assert found["alignment"] >= 0.99
    assert 0 == found["relabelled-flagged"]


def test_two_versions_of_a_cfr_part(upstream_dir):
    """Part 748 before and after 15 January 2026: what was added is added, the rest stays."""
    folder = upstream_dir / "www.ecfr.gov/api/versioner/v1/full"
    old, new = (
        parse((folder / day / "title-15.xml@part=748").read_bytes(), source=day)
        for day in ("2025-12-30", "2026-01-29")
    )
    changeset = compare(old, new)
    kinds = {c.kind for c in changeset.changes}
    assert {"inserted", "deleted", "modified", "unchanged"} == kinds
    added = [c.new.own_text for c in changeset.changes if c.kind == "inserted"]
    assert any(text.startswith("Remote end users") for text in added)
    assert changeset.counts["unchanged"] > 800
    assert 0 == changeset.counts["moved"]


def test_the_action_line_of_a_rule_is_no_front_matter(upstream_dir):
    """What a rule does ("Final rule; stay") is no caption, though bills name one the same."""
    folder = upstream_dir / "www.federalregister.gov/documents/full_text/xml/2025"
    files = (folder / "09/30/2025-19001.xml", folder / "11/12/2025-19846.xml")
    old, new = (parse(file.read_bytes(), source=str(file)) for file in files)
    action = next(c for c in compare(old, new).changes if c.new and c.new.level == "action")
    assert "front-matter" not in action.types


def test_two_formats_of_the_same_act_differ_in_style_only(corpus_dir):
    """The same enrolled bill in USLM 2 and USLM 1 pairs throughout."""
    folder = corpus_dir / "bills/uslm-2.1"
    names = (
        "BILLS-116hr1058enr.gpo-sample-2024.xml",
        "BILLS-116hr1058enr.xcential-uslm1.xml",
    )
    old, new = (parse((folder / name).read_bytes(), source=name) for name in names)
    changes = compare(old, new).changes
    law = [c for c in changes if c.kind != "unchanged" and "front-matter" not in c.types]
    assert {"modified", "moved"} >= {c.kind for c in law}
    assert {"editorial"} == {c.significance for c in law}
