"""A live run put together: recording and resuming at once."""

from tracker.sources import MirrorTransport, NothingHeld, fetch, sample
from tracker.sources.live import LiveTransport

KEY = "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk"


def test_a_run_that_broke_off_is_resumed_and_recorded_whole(services, tmp_path, now):
    """The second run asks for the rest only, and its recording has all of it."""
    places = {"record": tmp_path / "rec", "unfinished": tmp_path / "unfinished"}
    with LiveTransport(services.transport(), now, unfinished=places["unfinished"]) as live:
        fetch(sample.watchlist(), live, NothingHeld(), works=["119hr99001"], clock=now)
    first = {asked.url for asked in services.log}
    services.log.clear()
    with LiveTransport(services.transport(), now, **places) as live:
        report = fetch(sample.watchlist(), live, NothingHeld(), clock=now)
        live.done()
    assert 4 == len(first)
    assert not first & {asked.url for asked in services.log}
    assert {"new"} == {one.kind for one in report.outcomes}
    assert not places["unfinished"].exists()
    assert set(sample.transport().entries) == set(MirrorTransport(places["record"]).entries)


def test_without_record_and_rest_nothing_is_written(services, tmp_path, now):
    """The plain live run leaves no files."""
    with LiveTransport(services.transport(keys={"api.congress.gov": KEY}), now) as live:
        assert live.can_ask("api.congress.gov")
        report = fetch(sample.watchlist(), live, NothingHeld(), clock=now)
        live.done()
    assert ("live", 0) == (report.origin, report.exit_status)
    assert [] == list(tmp_path.iterdir())
