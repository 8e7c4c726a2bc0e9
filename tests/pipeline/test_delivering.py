"""Delivery: nothing lost, nothing twice, whatever fails and whenever the run is killed."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from conftest_delivery import START, down, make_events

from tracker.config.channels import Channel
from tracker.pipeline import delivering


def deliver(store, channel, listener, events, day=0):
    """Run the delivery of one night."""
    return delivering.deliver(
        store, channel, lambda: listener, events, on=START + timedelta(days=day)
    )


def started(store, channel, listener):
    """Give a channel its place before anything happened."""
    deliver(store, channel, listener, [])
    return listener


def test_a_new_channel_on_a_full_store_starts_at_now(store, channel, listener):
    """A first run does not flood; what comes after it is told."""
    first = deliver(store, channel(), listener, make_events(500))
    then = deliver(store, channel(), listener, make_events(501))

    assert (True, 0) == (first.started, first.alerts)
    assert [make_events(501)[-1].id] == listener.told
    assert 1 == then.alerts


def test_a_channel_gets_each_event_once_and_in_order(store, channel, listener):
    """Night after night only what is new."""
    started(store, channel(), listener)
    for count in (2, 5, 5, 9):
        deliver(store, channel(), listener, make_events(count))

    assert [event.id for event in make_events(9)] == listener.told


def test_a_channel_that_is_down_for_a_week_gets_everything_after(store, channel, listener):
    """Nothing is lost, and nothing that came meanwhile is skipped."""
    started(store, channel(), listener)
    for night in range(1, 8):
        listener.fails = [down()]
        report = deliver(store, channel(), listener, make_events(night), night)
        assert (night, ("is down",)) == (report.waiting, report.problems)
    report = deliver(store, channel(), listener, make_events(8), 8)

    assert [event.id for event in make_events(8)] == listener.told
    assert (8, 0) == (report.alerts, report.waiting)


def test_a_refused_message_does_not_stand_before_the_others(store, channel, listener):
    """It is offered again, and the rest is told meanwhile."""
    started(store, channel(), listener)
    listener.fails = [None, down(refused=True), None]
    events = make_events(3)
    report = deliver(store, channel(), listener, events)

    assert [events[0].id, events[2].id] == listener.told
    assert 1 == report.waiting
    deliver(store, channel(), listener, events)
    assert sorted(event.id for event in events) == sorted(listener.told)


def test_a_message_of_unknown_fate_is_sent_again_as_it_was(store, channel, listener):
    """A time-out may hide a success: the same events under the same id, then the new ones."""
    started(store, channel(), listener)
    sent = []
    real = listener.send

    def lossy(message):
        sent.append(message.id)
        if len(sent) == 1:
            raise down()
        real(message)

    listener.send = lossy
    deliver(store, channel(digest="run"), listener, make_events(2))
    deliver(store, channel(digest="run"), listener, make_events(3))

    assert sent[0] == sent[1] != sent[2]
    assert [event.id for event in make_events(3)] == listener.told


def test_a_channel_that_cannot_be_opened_loses_nothing(store, channel, listener):
    """A variable that is not set is told of, and the alerts wait."""
    started(store, channel(), listener)

    def closed():
        raise down()

    report = delivering.deliver(store, channel(), closed, make_events(2), on=START)
    deliver(store, channel(), listener, make_events(2))

    assert 2 == report.waiting
    assert 2 == len(listener.told)


def test_a_digest_is_one_message_a_run(store, channel, listener):
    """Many alerts, one letter; very many, letters of a bounded size."""
    started(store, channel(digest="run"), listener)
    deliver(store, channel(digest="run"), listener, make_events(7))
    deliver(store, channel(digest="run"), listener, make_events(7 + delivering.MOST + 1))

    assert [7, delivering.MOST, 1] == [len(message.alerts) for message in listener.got]


def test_a_daily_digest_waits_for_the_next_day(store, channel, listener):
    """Three runs a day are one letter a day, and nothing of the day is lost."""
    daily = channel(digest="day")
    started(store, daily, listener)
    for day, count in ((1, 1), (1, 2), (1, 3), (2, 4), (3, 4)):
        report = deliver(store, daily, listener, make_events(count), day)
        assert (count - 1 if (day, count) in {(1, 2), (1, 3)} else 0) == report.waiting

    assert [1, 3] == [len(message.alerts) for message in listener.got]


def test_what_a_filter_leaves_out_is_not_flooded_when_the_filter_changes(store, channel, listener):
    """A wider filter speaks of what comes after it."""
    narrow, wide = channel(works=("/us/bill/119/hr/0",)), channel()
    started(store, narrow, listener)
    deliver(store, narrow, listener, make_events(3))
    deliver(store, wide, listener, make_events(4))

    assert [make_events(4)[n].id for n in (0, 3)] == listener.told


def test_each_channel_has_a_place_of_its_own(store, channel, listener):
    """One that is down holds up no other."""
    other = channel(name="other")
    started(store, channel(), listener)
    started(store, other, listener)
    listener.fails = [down()]
    deliver(store, channel(), listener, make_events(1))
    report = deliver(store, other, listener, make_events(1))

    assert 1 == report.alerts


def test_two_runs_at_once_tell_everything_once(store, channel, listener):
    """The second leaves the channel to the first and reports no failure."""
    started(store, channel(), listener)
    with store.delivering("log"):
        report = deliver(store, channel(), listener, make_events(3))
    assert ((), []) == (report.problems, listener.told)

    deliver(store, channel(), listener, make_events(3))
    assert 3 == len(listener.told)


def test_the_past_can_be_sent_on_request(store, channel, listener):
    """`--since DATE --send` takes events out of the place again; the rest stays told."""
    deliver(store, channel(), listener, make_events(5))
    place = delivering.load(store, "log")
    past = {delivering.short(event.id) for event in make_events(5)[3:]}
    delivering.save(store, "log", delivering.without(place, past))
    deliver(store, channel(), listener, make_events(5))

    assert [event.id for event in make_events(5)[3:]] == listener.told


def test_a_spoilt_place_is_named_and_nothing_is_sent(store, channel, listener):
    """Starting at now would lose what waits."""
    from tracker.errors import StoreError

    store.set_cursor("log", b"{]")
    with pytest.raises(StoreError, match="place of channel log"):
        deliver(store, channel(), listener, make_events(2))


@pytest.mark.slow
@pytest.mark.parametrize("how", ["boundaries", "random"])
def test_a_kill_at_any_moment_loses_nothing_and_tells_nothing_twice(tmp_path, how):
    """200 runs killed at every step in turn, and some at random: files and hooks end complete."""
    script = Path(__file__).with_name("killing.py")
    rounds = {"boundaries": "200", "random": "12"}[how]
    done = subprocess.run(
        [sys.executable, script, how, tmp_path, rounds],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert 0 == done.returncode, done.stderr
    seen = json.loads(done.stdout)
    events = sorted(event.id for event in make_events(seen["events"]))

    assert int(rounds) == seen["kills"]
    # The file confirms what it has: each event exactly once.
    assert events == sorted(seen["file"])
    # The hook takes every attempt: each event at least once, and once only by message id.
    assert set(events) == set(seen["hook"])
    assert events == sorted(seen["hook_by_id"])
    if how == "boundaries":
        # The test would be void if no kill fell between sending and remembering.
        assert len(seen["hook"]) > len(events)
        assert set(seen["steps"]) >= {"noted", "sending", "sent", "taken", "keeping", "kept"}


def test_a_channel_is_a_value(channel):
    """Configurations compare, so that a changed one can be told."""
    assert channel() == channel()
    assert isinstance(channel(), Channel)
