"""Recording a run, replaying it, resuming one that broke off."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st
from msgspec import structs

from tracker.errors import MirrorError
from tracker.sources import MirrorTransport, NothingHeld, fetch, sample
from tracker.sources.record import (
    RecordingTransport,
    ResumingTransport,
    file_name,
    without_secrets,
)

STATUS = "https://www.govinfo.gov/bulkdata/BILLSTATUS/119/hr/BILLSTATUS-119hr99001.xml"


def outcomes(report):
    """Return what a report says, without what differs between live and replayed."""
    return [(one.item, one.kind, one.versions, one.missing) for one in report.outcomes]


def test_a_recorded_run_replays_to_the_same_outcomes(services, tmp_path, now, reply):
    """Good answers and bad ones, with the times of the recording."""
    wall = reply(content_type="text/html", body=b"<html><title>Request Access</title></html>")
    services.faults["https://www.ecfr.gov/api/versioner/v1/titles.json"] = lambda *_: wall
    with services.transport() as inner:
        live = fetch(
            sample.watchlist(),
            RecordingTransport(inner, tmp_path / "rec", now),
            NothingHeld(),
            clock=now,
        )
    mirror = MirrorTransport(tmp_path / "rec")
    replayed = fetch(
        sample.watchlist(),
        mirror,
        NothingHeld(),
        clock=lambda: datetime(2030, 1, 1, tzinfo=UTC),
    )
    assert outcomes(live) == outcomes(replayed)
    assert [s.data for s in live.snapshots] == [s.data for s in replayed.snapshots]
    assert {now()} == {s.record.retrieved_at for s in replayed.snapshots}


def test_a_recording_keeps_404_so_that_a_late_xml_replays_as_late(given, tmp_path, now):
    """Not “not in the mirror”: the service did answer."""
    eh = "https://www.govinfo.gov/bulkdata/BILLS/119/1/hr/BILLS-119hr99001eh.xml"
    del given.replies[eh]
    recording = RecordingTransport(given, tmp_path / "rec", now)
    live = fetch(sample.watchlist(), recording, NothingHeld(), clock=now)
    replayed = fetch(
        sample.watchlist(), MirrorTransport(tmp_path / "rec"), NothingHeld(), clock=now
    )
    assert ("eh",) == live.outcomes[0].missing == replayed.outcomes[0].missing


def test_a_recording_holds_no_secrets(services, tmp_path, now):
    """No key in any file, header or URL; request headers are not kept at all."""
    key = "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk"
    url = "https://api.congress.gov/v3/bill/119/hr/99001?format=json"
    services.replies[url] = structs.replace(
        services.replies[STATUS],
        content_type="application/json",
        body=f'{{"said": "{key}"}}'.encode(),
        headers={"Set-Cookie": "session=1", "ETag": '"e"'},
    )
    with services.transport(keys={"api.congress.gov": key}) as inner:
        RecordingTransport(inner, tmp_path / "rec", now).get(url, {"accept": "application/json"})
    everything = b"".join(p.read_bytes() for p in (tmp_path / "rec").rglob("*") if p.is_file())
    assert key.encode() not in everything
    assert b"session=1" not in everything
    (row,) = json.loads((tmp_path / "rec" / "manifest.json").read_text(encoding="utf-8"))
    assert {"etag": '"e"', "date": row["headers"]["date"]} == row["headers"]
    assert "https://x/?api_key=[key]&a=1" == without_secrets("https://x/?api_key=s3cret&a=1")


def test_conditions_are_not_sent_while_recording(given, tmp_path, now):
    """“Not modified” could not be replayed."""
    recording = RecordingTransport(given, tmp_path / "rec", now)
    recording.get(STATUS, {"accept": "application/xml", "if-none-match": '"x"'})
    assert [(STATUS, {"accept": "application/xml"})] == given.asked


def test_only_an_empty_folder_or_a_recording_is_written_to(given, tmp_path, now):
    """Nobody's files are mixed with answers or overwritten."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(MirrorError, match="neither empty nor a recording"):
        RecordingTransport(given, tmp_path / "mine", now)
    for _ in range(2):
        RecordingTransport(given, tmp_path / "rec", now).get(STATUS, {})
    assert 1 == len(MirrorTransport(tmp_path / "rec").entries)


class BreaksOffError(Exception):
    """What pulls the plug in a test."""


class Breaking:
    """A transport that is pulled out after so many questions."""

    def __init__(self, inner, questions):
        self.inner = inner
        self.left = questions
        self.origin = inner.origin

    def can_ask(self, host):
        """Return what the inner one says."""
        return self.inner.can_ask(host)

    def get(self, url, headers):
        """Answer, or break off."""
        if not self.left:
            raise BreaksOffError
        self.left -= 1
        return self.inner.get(url, headers)


def test_an_interrupted_run_goes_on_without_asking_again(given, tmp_path, now):
    """What the first run got is not asked for by the second; after it, everything is."""
    folder = tmp_path / "unfinished"
    with pytest.raises(BreaksOffError):
        fetch(
            sample.watchlist(),
            ResumingTransport(Breaking(given, 5), folder, now),
            NothingHeld(),
            clock=now,
        )
    first = list(given.urls)
    given.asked.clear()
    resumed = ResumingTransport(given, folder, now)
    report = fetch(sample.watchlist(), resumed, NothingHeld(), clock=now)
    assert 5 == len(first)
    assert not set(first) & set(given.urls)
    assert 7 == len(report.snapshots)
    resumed.done()
    assert not folder.exists()


def test_answers_of_long_ago_and_bad_ones_are_asked_for_again(given, tmp_path, now):
    """Six hours, and only what was good."""
    folder = tmp_path / "unfinished"
    ResumingTransport(given, folder, now).get(STATUS, {})
    missing = STATUS.replace("99001", "99009")
    ResumingTransport(given, folder, now).get(missing, {})
    given.asked.clear()
    ResumingTransport(given, folder, now).get(STATUS, {})
    ResumingTransport(given, folder, now).get(missing, {})
    ResumingTransport(given, folder, lambda: now() + timedelta(hours=7)).get(STATUS, {})
    assert [missing, STATUS] == given.urls


def test_a_damaged_rest_of_a_run_is_thrown_away(given, tmp_path, now):
    """It is only a shortcut."""
    folder = tmp_path / "unfinished"
    ResumingTransport(given, folder, now).get(STATUS, {})
    (folder / "manifest.json").write_text("[{", encoding="utf-8")
    given.asked.clear()
    ResumingTransport(given, folder, now).get(STATUS, {})
    assert [STATUS] == given.urls


URLS = st.builds(
    "https://www.govinfo.gov/{}".format,
    st.text(
        st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_characters="\\"), max_size=300
    ),
)


@generated(st.lists(URLS, min_size=2, max_size=2, unique=True))
def test_no_two_urls_share_a_file_and_none_leaves_the_folder(urls):
    """Names are safe for any file system, whatever the URL holds."""
    names = [file_name(url) for url in urls]
    assert names[0] != names[1]
    for name in names:
        parts = name.split("/")
        assert ".." not in parts
        assert all(part.strip(".") for part in parts[1:])
        assert all(len(part) <= 180 for part in parts)
        assert name.isascii()


def test_names_that_only_differ_in_what_is_replaced_are_told_apart():
    """`?` is written as `@`, so a URL with `@` gets another name."""
    assert file_name("https://h/a?b") != file_name("https://h/a@b")


def test_a_page_and_a_page_below_it_are_both_recorded(given, tmp_path, now, reply):
    """A file cannot be a folder too, so one of them goes aside, in either order."""
    urls = ["https://www.ecfr.gov/a", "https://www.ecfr.gov/a/b", "https://www.ecfr.gov/c/d"]
    urls.append("https://www.ecfr.gov/c")
    for number, url in enumerate(urls):
        given.replies[url] = reply(body=str(number).encode())
        RecordingTransport(given, tmp_path / "rec", now).get(url, {})
    mirror = MirrorTransport(tmp_path / "rec")
    assert [b"0", b"1", b"2", b"3"] == [mirror.get(url, {}).body for url in urls]


def test_plain_urls_keep_their_layout():
    """As the mirrors that people already have."""
    assert "www.ecfr.gov/api/versioner/v1/versions/title-15.json@part=734" == file_name(
        "https://www.ecfr.gov/api/versioner/v1/versions/title-15.json?part=734"
    )
