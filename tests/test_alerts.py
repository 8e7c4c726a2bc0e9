"""Events: stable ids, tiers by what a change does, one readable line each."""

from datetime import UTC, date, datetime

import pytest

from tracker import alerts
from tracker.model import Change, ChangeSet, Facts, Provision, Record, Side

WORK = "/us/bill/119/hr/1"


def record(version="eh", work=WORK):
    """Return the record of a version."""
    return Record(
        work=work,
        version=version,
        label="Engrossed in House",
        url="https://www.govinfo.gov/x.xml",
        content_type="application/xml",
        sha256="ab" * 32,
        size=1,
        retrieved_at=datetime(2026, 1, 1, tzinfo=UTC),
        origin="mirror",
        fetcher="tracker",
        published=date(2026, 1, 12),
    )


def changed(**fields):
    """Return the one event of a change set that holds one change."""
    old = Provision(path=f"{WORK}/s2", level="section", content="A person shall report.")
    new = Provision(path=f"{WORK}/s2", level="section", content="A person may report.")
    words = (
        ("equal", "A person "),
        ("delete", "shall"),
        ("insert", "may"),
        ("equal", " report."),
    )
    defaults = {
        "kind": "modified",
        "old": old,
        "new": new,
        "significance": "substantive",
        "words": words,
    }
    change = Change(**{**defaults, **fields})
    changeset = ChangeSet(old=Side(WORK, "ih"), new=Side(WORK, "eh"), changes=(change,))
    return alerts.change_events(changeset, record())


def test_a_changed_clause_is_told_in_its_old_and_new_words():
    """A reader sees what was said and what is said now without opening anything."""
    (event,) = changed()

    assert f"modified {WORK}/s2: “shall” → “may”" == event.headline
    assert "amber" == event.tier


def test_a_redesignation_alone_is_grey():
    """A new label changes no duty."""
    (event,) = changed(kind="redesignated", significance="editorial", words=())

    assert "grey" == event.tier


@pytest.mark.parametrize("fields", [{"kind": "unchanged"}, {"significance": "none"}])
def test_what_did_not_change_the_law_makes_no_event(fields):
    """Unchanged provisions and captions are not news."""
    assert [] == changed(**fields)


def test_ids_are_stable_and_differ_by_provision_and_versions():
    """The same change has the same id each time it is computed."""
    (event,) = changed()

    assert f"{WORK}/s2@ih..eh#modified" == event.id
    assert changed() == changed()


@pytest.mark.parametrize(
    ("version", "tier"), [("ih", "amber"), ("eh", "red"), ("rfs", "amber"), ("enr", "red")]
)
def test_a_chambers_act_is_red_and_a_new_print_is_amber(version, tier):
    """Readers' tiers: a bill that passes a chamber is a new state."""
    assert tier == alerts.version_event(record(version), None).tier


def test_a_published_rule_is_red():
    """A final rule changes the law in force."""
    facts = Facts(work="/us/fr/2025-19001", kind="rule", title="Affiliates")
    event = alerts.version_event(record("2025-09-30", "/us/fr/2025-19001"), facts)

    assert "red" == event.tier
    assert event.headline.endswith(": Affiliates")


def test_long_words_are_cut_at_a_word_and_say_so():
    """One line stays one line."""
    (event,) = changed(words=(("insert", "word " * 60),))

    assert event.new_words.endswith("word …")
    assert len(event.new_words) <= alerts.EXCERPT + 2


def test_a_section_that_comes_as_a_whole_is_one_event():
    """The root tells of it, with the number of provisions below."""
    leaf = Provision(path=f"{WORK}/s3/a", level="subsection", content="In general.")
    root = Provision(path=f"{WORK}/s3", level="section", heading="Reports", children=(leaf,))
    changes = tuple(
        Change(kind="inserted", old=None, new=p, significance="substantive") for p in (root, leaf)
    )
    changeset = ChangeSet(old=Side(WORK, "ih"), new=Side(WORK, "eh"), changes=changes)
    events = alerts.change_events(changeset, record())

    assert [f"inserted {WORK}/s3: “Reports” and 1 provision below it"] == [
        e.headline for e in events
    ]
