"""The log of what each fetch said: spells of trouble, last full answers, nothing forgotten."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import StoreError
from tracker.pipeline import health
from tracker.sources.outcomes import Outcome

START = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)
ITEM = "/us/bill/119/hr/9901"


def outcome(kind, item=ITEM, **more):
    """Return the outcome of an item."""
    return Outcome(item=item, kind=kind, sentence=f"{item}: {kind}", **more)


def night(number):
    """Return a clock that stands at the given night."""
    return lambda: START + timedelta(days=number)


def after(store, *kinds):
    """Note one outcome a night and return what is known of the item."""
    for number, kind in enumerate(kinds):
        health.note(store, [outcome(kind)], night(number))
    return health.load(store).find(ITEM)


def test_before_the_first_fetch_nothing_is_known(store):
    """An empty log is a log, not an error."""
    assert health.Health() == health.load(store)
    assert health.load(store).find(ITEM) is None


def test_a_failure_lasts_from_its_first_night_to_the_first_full_answer(store):
    """Since, seen and until are the nights themselves; the last answer stays known meanwhile."""
    found = after(store, "new", "failed", "failed", "unchanged")

    (spell,) = found.spells
    assert (night(1)(), night(2)(), night(3)()) == (spell.since, spell.seen, spell.until)
    assert 1 == spell.days
    assert night(3)() == found.answered
    assert found.trouble is None


def test_failing_that_turns_into_blocked_is_one_spell_as_last_seen(store):
    """A person wants to know since when nothing comes; the latest reason explains it."""
    found = after(store, "unchanged", "failed", "blocked")

    assert "blocked" == found.trouble.trouble
    assert night(1)() == found.trouble.since
    assert night(0)() == found.answered


def test_a_missing_text_is_an_answer_and_another_spell_than_a_failure(store):
    """The service answered: it knows of a version that has no text yet."""
    found = after(store, "known-but-missing", "failed", "known-but-missing")

    assert ["missing", "failing", "missing"] == [s.trouble for s in found.spells]
    assert night(2)() == found.answered
    assert night(2)() == found.trouble.since


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"problems": ("answered 503",), "urls": ("https://example.org",)}, "answered 503"),
        ({"missing": ("eh", "rfs")}, "no text yet of eh, rfs"),
        ({}, f"{ITEM}: failed"),
    ],
)
def test_the_reason_is_the_problem_in_words(store, said, reason):
    """What the service did, without the item's name where that is known apart."""
    health.note(store, [outcome("failed", **said)], night(0))

    assert reason == health.load(store).find(ITEM).trouble.reason


def test_items_not_asked_for_stay_as_they_are(store):
    """`tracker fetch WORK` says nothing about the other works."""
    health.note(store, [outcome("failed"), outcome("new", "search:rules")], night(0))
    health.note(store, [outcome("unchanged", "search:rules")], night(1))

    found = health.load(store)
    assert [ITEM] == [one.item for one in found.troubled]
    assert night(0)() == found.find(ITEM).asked


def test_spells_can_be_listed_for_a_period(store):
    """A spell that was met on or after the day is in; one that was over before is not."""
    after(store, "failed", "unchanged", "unchanged", "failed", "unchanged")

    assert 2 == len(health.load(store).since(START.date()))
    ((item, spell),) = health.load(store).since(date(2026, 3, 2))
    assert (ITEM, night(3)()) == (item, spell.since)


def test_a_spoilt_log_is_named_and_not_taken_for_empty(store):
    """Nothing is guessed: the reference is named."""
    store.set_memo(health.NAME, b"[]")

    with pytest.raises(StoreError, match="refs/tracker/health"):
        health.load(store)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["new", "unchanged", "failed", "blocked", "known-but-missing",
                                 "not-found", "republished"]), max_size=30))  # fmt: skip
def test_spells_never_overlap_and_cover_every_troubled_night(kinds):
    """Whatever comes in whatever order, each night in trouble lies in exactly one spell."""
    found = None
    for number, kind in enumerate(kinds):
        found = health.noted(found, outcome(kind), night(number)())
    spells = found.spells if found else ()

    for earlier, later in pairwise(spells):
        assert earlier.until is not None
        assert earlier.seen < earlier.until <= later.since
    well = {"new", "unchanged", "republished"}
    for number, kind in enumerate(kinds):
        inside = [s for s in spells if s.since <= night(number)() <= s.seen]
        assert (kind not in well) == (len(inside) == 1)


def test_a_fetch_of_the_sample_notes_every_item(tmp_path):
    """The log is written by the fetch itself: every outcome of the report has its entry."""
    from tracker import pipeline
    from tracker.places import Instance

    place = Instance(tmp_path, tmp_path / "regulations/watchlist.toml", tmp_path / "snapshots")
    with (
        pipeline.open_source(place, sample=True, environment={}, clock=night(0)) as source,
        pipeline.open_store(place, "sample") as store,
    ):
        taken = pipeline.fetch(source, store, clock=night(0))
        known = health.load(store)

    assert {o.item for o in taken.report.outcomes} == {one.item for one in known.items}
    assert all(one.answered == night(0)() for one in known.items if not one.trouble)
