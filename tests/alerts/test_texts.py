"""Events of versions: what comes is told once, at the right tier."""

from datetime import date

import pytest
from msgspec import structs

from tracker.alerts import clauses, texts
from tracker.alerts.texts import Arrival
from tracker.alerts.wording import Names
from tracker.model import Facts

BILL = "/us/bill/119/hr/1"
RULE = "/us/fr/2025-19001"
PART = "/us/cfr/t15/p742"
NAMES = Names({BILL: "Example Act", RULE: "Affiliates", PART: "Control policy"},
              {RULE: "90 FR 47201"})  # fmt: skip


def arrival(record, before=None, moved=None, *, repeats=False):
    """Return a version as it came."""
    return Arrival(record, record.published, texts.name(record), before, moved, repeats=repeats)


def kinds(events):
    """Return (kind, tier) of events."""
    return [(event.kind, event.tier) for event in events]


@pytest.mark.parametrize(
    ("version", "tier"), [("ih", "amber"), ("rh", "amber"), ("eh", "red"), ("enr", "red")]
)
def test_a_chambers_act_is_red_and_a_new_print_is_amber(record, version, tier):
    """Readers' tiers: a bill that passes a chamber is a new state."""
    assert [("new-version", tier)] == kinds(texts.events(arrival(record(version)), None, NAMES))


@pytest.mark.parametrize(
    ("kind", "tier"), [("rule", "red"), ("proposed-rule", "amber"), ("notice", "amber")]
)
def test_a_published_rule_is_red_and_a_proposal_is_amber(record, kind, tier):
    """A final rule changes the law in force."""
    one = record("2025-09-30", RULE, label="Interim final rule")
    (event,) = texts.events(arrival(one), Facts(work=RULE, kind=kind), NAMES)

    assert tier == event.tier
    assert "Interim final rule: Affiliates (90 FR 47201)" == event.headline


def test_changes_of_a_version_are_one_event_however_many_clauses(record, changeset, change):
    """The ids name the pair of versions, so that the same changes always have the same id."""
    moved = clauses.moved(changeset(change(), change(path=f"{BILL}/s3")))
    found = texts.events(arrival(record(), record("ih"), moved), None, NAMES)

    assert [("new-version", "red"), ("clause-changes", "amber")] == kinds(found)
    assert [f"{BILL}@eh#version", f"{BILL}@ih..eh#changes"] == [event.id for event in found]
    assert 2 == found[1].total


@pytest.mark.parametrize("types", [("label",), ("punctuation",), ("typography",)])
def test_form_alone_never_rises_above_grey(record, changeset, change, types):
    """Redesignation-only and punctuation-only changes bind nobody anew."""
    work = PART
    moved = clauses.moved(changeset(change(significance="editorial", types=types), work=work))
    old, new = record("2025-08-02", work), record("2025-12-30", work)
    found = texts.events(arrival(new, old, moved), None, NAMES)

    assert {"grey"} == {event.tier for event in found}


def test_a_print_that_hands_on_the_same_words_is_no_event_of_its_own(record, changeset):
    """`eh` and `rfs` are one event: the caption differs, the law does not."""
    same = clauses.moved(changeset())

    assert texts.repeats(record("rfs"), same)
    assert [] == texts.events(arrival(record("rfs"), record(), same, repeats=True), None, NAMES)


@pytest.mark.parametrize("version", ["enr", "pl", "es"])
def test_an_act_of_a_chamber_is_told_though_no_word_differs(record, changeset, version):
    """Enrolment is a new state of force, not a reprint."""
    assert not texts.repeats(record(version), clauses.moved(changeset()))


def test_a_changed_caption_alone_is_a_repeat(record, changeset, change):
    """Front matter is no legislative text."""
    caption = change(significance="none", types=("front-matter",))

    assert texts.repeats(record("rfs"), clauses.moved(changeset(caption)))


def test_the_first_text_held_of_old_law_is_grey_and_says_so(record):
    """The beginning of the store is no change of the law."""
    (event,) = texts.events(arrival(record("2025-01-29", PART, published=date(2025, 1, 29))),
                            None, NAMES)  # fmt: skip

    assert "grey" == event.tier
    assert event.headline.endswith("first text held, as of 29 January 2025")


def test_the_published_text_of_a_filed_copy_is_the_same_event(record, changeset):
    """Public inspection and publication are one event, told when it was filed."""
    filed = record("2025-09-30", RULE, note="public inspection copy: the published text follows")
    published = structs.replace(filed, sha256="cd" * 32, note="")
    same = clauses.moved(changeset())

    assert texts.republished(published, filed, "g", None, same, NAMES) is None


def test_a_published_text_that_differs_from_the_filed_copy_is_told(record, changeset, change):
    """What changed between filing and publication is news."""
    filed = record("2025-09-30", RULE, note="public inspection copy: the published text follows")
    published = structs.replace(filed, sha256="cd" * 32, note="")
    moved = clauses.moved(changeset(change(), work=RULE))
    event = texts.republished(published, filed, "g", None, moved, NAMES)

    assert ("republished", "amber") == (event.kind, event.tier)


def test_other_bytes_with_the_same_words_are_grey(record, changeset):
    """A reader is told that the source changed, and that the law did not."""
    event = texts.republished(
        record(sha256="cd" * 32), record(), "g", None, clauses.moved(changeset()), NAMES
    )

    assert "grey" == event.tier
    assert event.id.endswith("#republished-cdcdcdcdcdcd")
    assert "the same words" in event.headline
