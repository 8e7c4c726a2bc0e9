"""All events of an instance: of the sample everywhere, of the real texts where they are."""

import shutil
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tracker import pipeline
from tracker.alerts import alerts_of
from tracker.pipeline import alerting, deriving
from tracker.pipeline.health import Health, ItemHealth, Spell
from tracker.pipeline.library import Library
from tracker.places import Instance
from tracker.store import Store

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 26, tzinfo=UTC)
TODAY = date(2026, 11, 26)
BILL = "/us/bill/119/hr/2683"


def filled(folder, **source):
    """Return an instance with a store that holds what a source gives."""
    ignore = shutil.ignore_patterns("snapshots")
    shutil.copytree(ROOT / "regulations", folder / "regulations", ignore=ignore)
    place = Instance(folder, folder / "regulations/watchlist.toml", folder / "snapshots")
    kind = "sample" if source.get("sample") else "mirror"
    with (
        pipeline.open_source(place, environment={}, clock=lambda: NOW, **source) as opened,
        pipeline.open_store(place, kind) as store,
    ):
        pipeline.fetch(opened, store, clock=lambda: NOW)
    return place


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Return an instance that holds the sample."""
    return filled(tmp_path_factory.mktemp("sample"), sample=True)


@pytest.fixture(scope="module")
def real(tmp_path_factory, upstream_dir):
    """Return an instance that holds the real texts."""
    return filled(tmp_path_factory.mktemp("real"), mirror=upstream_dir)


def derived(place, on=TODAY, health=None):
    """Return the events of an instance as of a day."""
    with Store.open(place.store) as store:
        library = Library(store)
        return deriving.events(place, library, health or Health(), on, deriving.Patience())


def told(place, since, until):
    """Return (tier, headline) of the alerts of a period, as things stood at its end."""
    found = alerting.between(derived(place, until), since, until)
    return [(alert.tier, alert.headline) for alert in alerts_of(found)]


def test_no_two_events_share_an_id_and_no_day_lies_ahead(sample):
    """Ids are names; what has not happened is no event."""
    found = derived(sample)

    assert len(found) == len({event.id for event in found})
    assert all(event.on <= TODAY for event in found if event.on)
    assert {"new-version", "clause-changes", "force", "gap-effect", "gap-status", "step"} <= {
        event.kind for event in found
    }


def test_a_later_day_only_adds_events(sample):
    """What was an event on a day is one on every later day, under the same id."""
    days = [date(2025, 1, 1) + timedelta(days=45 * n) for n in range(12)]
    with Store.open(sample.store) as store:
        library = Library(store)
        ids = [
            {e.id for e in deriving.events(sample, library, Health(), day, deriving.Patience())}
            for day in days
        ]

    for earlier, later in pairwise(ids):
        assert earlier <= later, earlier - later


def test_the_events_of_the_day_are_kept_and_made_anew_when_anything_changes(sample):
    """The second run of a day derives nothing; a changed register does."""
    with Store.open(sample.store) as store:
        library = Library(store)
        first = alerting.events(sample, library, TODAY)
        kept = (sample.build / "alerts.json").read_bytes()
        assert first == alerting.events(sample, library, TODAY)
        assert kept == (sample.build / "alerts.json").read_bytes()
        clock = sample.watchlist.parent / "claims.toml"
        clock.write_text(clock.read_text() + "\n# looked at again\n")
        alerting.events(sample, library, TODAY)

    assert kept != (sample.build / "alerts.json").read_bytes()


def test_days_of_trouble_are_events_of_the_log(sample):
    """An item that fails for a week is told, once, whatever the night."""
    start = NOW - timedelta(days=7)
    for nights in (4, 7):
        spell = Spell("failing", start, start + timedelta(days=nights), reason="answered 503")
        health = Health((ItemHealth("search:rules", NOW, spells=(spell,)),))
        found = [e.id for e in derived(sample, health=health) if e.kind == "trouble"]
        assert [f"search:rules#trouble-{start.date()}"] == found


@pytest.mark.corpus
def test_the_house_vote_is_one_red_alert_and_the_senates_print_none(real):
    """Eh and rfs of H.R. 2683 are word-identical; the vote, the text and the notes are one."""
    found = [alert for alert in alerts_of(derived(real)) if BILL in alert.works]
    passed = [alert for alert in found if alert.on == date(2026, 1, 12)]

    assert ["red"] == [alert.tier for alert in passed]
    assert "H.R. 2683 (119th), Remote Access Security Act, passed the House" == passed[0].headline
    assert {"force", "new-version", "clause-changes", "note-review"} == {
        event.kind for event in passed[0].events
    }
    changes = next(event for event in passed[0].events if event.kind == "clause-changes")
    assert f"{BILL}/s2/1/q/15" == changes.clauses[0].path
    assert "purposeful, knowing, reckless, or negligent" in changes.clauses[0].new
    assert not [alert for alert in found if alert.on == date(2026, 1, 13)]


@pytest.mark.corpus
def test_a_month_of_the_real_texts_is_told_as_an_officer_needs_it(real):
    """September and October 2025, November 2025, November 2026: few lines, each at its tier."""
    rule = "Expansion of End-User Controls To Cover Affiliates of Certain Listed Entities"

    assert [("red", f"Interim final rule: {rule} (90 FR 47201)")] == told(
        real, date(2025, 9, 1), date(2025, 10, 31)
    )
    (stay,) = told(real, date(2025, 11, 1), date(2025, 11, 30))
    assert "red" == stay[0]
    assert stay[1].startswith("Final rule; stay: One Year Suspension")
    (lapse,) = told(real, date(2026, 11, 1), TODAY)
    ended = "the stay ended on 9 November 2026: in force by default, not confirmed"
    assert ("red", f"{rule} (90 FR 47201) – {ended}") == lapse


@pytest.mark.corpus
def test_an_alert_of_a_period_is_told_whole(real):
    """The stay was published on 12 November and began on the 10th: one alert, on the 12th."""
    found = alerting.between(derived(real), date(2025, 11, 12), date(2025, 11, 12))

    assert {date(2025, 11, 10), date(2025, 11, 12)} == {event.on for event in found}
    assert [] == alerting.between(derived(real), date(2025, 11, 10), date(2025, 11, 11))


@pytest.mark.corpus
def test_a_red_alert_names_the_gap_that_closes_and_opens(real):
    """The Affiliates rule closed G08 (from its publication on); its stay opened it again."""
    states = [
        (event.on, event.before, event.after)
        for event in derived(real)
        if event.kind == "gap-status" and event.gap == "G08"
    ]

    assert [
        (date(2025, 9, 30), "closed"), (date(2025, 11, 10), "open"),
        (date(2026, 11, 10), "unverified"),
    ] == [(on, after) for on, _, after in states]  # fmt: skip


@pytest.mark.corpus
def test_the_end_of_the_congress_is_told_once_for_all_bills(real):
    """On 3 January 2027 nothing is published, and every bill dies."""
    found = told(real, date(2027, 1, 1), date(2027, 1, 31))
    ended = [headline for _, headline in found if "Congress ended" in headline]

    assert 1 == len(ended)
    assert ended[0].startswith("The 119th Congress ended on 3 January 2027: ")
    assert not [headline for _, headline in found if "is dead" in headline]
