"""Mirrors: replayed as they are, refused as a whole when they are not what they say."""

import hashlib
import json
import shutil
from datetime import UTC, datetime

import pytest
from msgspec import structs

from tracker.config import WatchedPart, Watchlist, load_watchlist
from tracker.errors import MirrorError
from tracker.sources import MirrorTransport, NothingHeld, fetch, sample
from tracker.sources.outcomes import NotInMirrorError, troubles

STATUS = "https://www.govinfo.gov/bulkdata/BILLSTATUS/119/hr/BILLSTATUS-119hr99001.xml"


@pytest.fixture
def mirror(tmp_path):
    """Return a copy of the sample as a mirror that a test may spoil."""
    folder = tmp_path / "mirror"
    shutil.copytree(sample.FOLDER / "answers", folder)
    return folder


def rows(folder):
    """Return the manifest's rows."""
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def write(folder, changed):
    """Write the manifest's rows, one attribute a line as the sample has it."""
    text = json.dumps(changed, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def test_the_sample_lists_every_file_it_has():
    """Nothing lies in the sample's folder that the manifest does not account for."""
    transport = sample.transport()
    listed = {entry.path for entry in transport.entries.values()}
    there = {path for path in (sample.FOLDER / "answers").rglob("*") if path.is_file()}
    assert there - listed == {sample.FOLDER / "answers" / "manifest.json"}
    assert "sample" == transport.origin


def test_what_a_mirror_does_not_hold_is_an_error_that_names_the_url(mirror):
    """Never an empty result."""
    url = "https://www.govinfo.gov/bulkdata/BILLSTATUS/119/hr/BILLSTATUS-119hr1.xml"
    with pytest.raises(NotInMirrorError, match="not in the mirror: " + url):
        MirrorTransport(mirror).get(url, {})


def spoil_file(folder, changed):
    """Flip a bit of the first listed file."""
    path = folder / changed[0]["file"]
    data = bytearray(path.read_bytes())
    data[0] ^= 1
    path.write_bytes(data)


def drop_file(folder, changed):
    """Remove the first listed file."""
    (folder / changed[0]["file"]).unlink()


SPOILT = {
    "a file is absent": (drop_file, ":2: the listed file", "is absent"),
    "a hash differs": (spoil_file, ":2: the SHA-256 of", "differs from the manifest"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_mirror_that_is_not_what_it_says_is_refused(mirror, name):
    """Manifest, line and file are named; nothing is answered."""
    spoil, *parts = SPOILT[name]
    spoil(mirror, rows(mirror))
    with pytest.raises(MirrorError) as caught:
        MirrorTransport(mirror)
    assert all(part in str(caught.value) for part in ("manifest.json", *parts))
    assert 3 == caught.value.exit_status


ROWS = [
    ({"bytes": 1}, "but the manifest says 1"),
    ({"bytes": "many"}, "must be whole numbers"),
    ({"sha256": ""}, "“sha256” is missing or not a text"),
    ({"file": 5}, "“file” is missing or not a text"),
    ({"file": "../../etc/passwd"}, "is not a path inside the mirror"),
    ({"file": "/etc/passwd"}, "is not a path inside the mirror"),
    ({"retrieved": "yesterday"}, "“retrieved” is not an instant"),
    ({"headers": ["etag"]}, "“headers” must be an object of texts"),
    ({"url": STATUS}, "a second time"),
]


@pytest.mark.parametrize(("change", "words"), ROWS)
def test_a_wrong_row_is_told_with_its_line(mirror, change, words):
    """The third row of the sample's manifest begins on line 22."""
    changed = rows(mirror)
    changed[2] |= change
    if "url" in change:
        changed[0]["url"] = STATUS
    write(mirror, changed)
    with pytest.raises(MirrorError) as caught:
        MirrorTransport(mirror)
    assert "manifest.json:22: " in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[{]", "manifest.json:1: is not JSON"),
        ('[\n{"url": 1\n', "manifest.json:3: is not JSON"),
        ("{}", "must be a list"),
        ("[5]", "must be an object"),
        ("[[]]", "must be an object"),
    ],
)
def test_a_malformed_manifest_is_told_with_its_line(mirror, text, words):
    """What is not JSON, or not a list of objects."""
    (mirror / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(MirrorError) as caught:
        MirrorTransport(mirror)
    assert words in str(caught.value)


@pytest.mark.parametrize(("name", "words"), [("", "is missing; a mirror"), ("x", "no such folder")])
def test_a_missing_manifest_or_folder_is_told(tmp_path, name, words):
    """With what to look for."""
    with pytest.raises(MirrorError, match=words):
        MirrorTransport(tmp_path / name)


def test_a_link_out_of_the_mirror_is_refused(mirror, tmp_path):
    """A listed file may not be a link to somewhere else."""
    changed = rows(mirror)
    path = mirror / changed[0]["file"]
    (tmp_path / "outside").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(tmp_path / "outside")
    with pytest.raises(MirrorError, match="leads out of the mirror"):
        MirrorTransport(mirror)


def without(folder, part):
    """Take the rows whose URL has a part out of a mirror."""
    write(folder, [row for row in rows(folder) if part not in row["url"]])


def test_an_item_the_mirror_does_not_know_is_reported_and_no_failure(mirror, now):
    """Its first question is not in the mirror: not-found, and the exit status stays 0."""
    without(mirror, "BILLSTATUS")
    report = fetch(sample.watchlist(), MirrorTransport(mirror), NothingHeld(), clock=now)
    outcome = report.outcomes[0]
    assert ("not-found", f"119hr99001: not in the mirror ({STATUS})") == (
        outcome.kind,
        outcome.sentence,
    )
    assert 0 == report.exit_status
    assert [] == troubles(report)


def test_an_item_asked_for_by_name_must_be_in_the_mirror(mirror, now):
    """`tracker fetch --mirror DIR 119hr1` has not done what was asked."""
    report = fetch(
        sample.watchlist(), MirrorTransport(mirror), NothingHeld(), works=["119hr1"], clock=now
    )
    assert ("not-found", 4) == (report.outcomes[0].kind, report.exit_status)
    (sentence,) = troubles(report)
    assert sentence.startswith("119hr1: not in the mirror (https://www.govinfo.gov/")


def test_one_trouble_of_many_items_is_told_once(mirror, now):
    """With how many it struck, and the first few."""
    report = fetch(
        sample.watchlist(),
        MirrorTransport(mirror),
        NothingHeld(),
        works=[f"119hr{number}" for number in range(1, 6)],
        clock=now,
    )
    (sentence,) = troubles(report)
    assert sentence.startswith(
        "not in the mirror (5 items: 119hr1, 119hr2, 119hr3 and 2 more; first https://www."
    )


@pytest.mark.parametrize("part", ["119hr99001eh", "2025-99002.xml", "full/2025-10-15"])
def test_what_an_answer_points_to_must_be_in_the_mirror(mirror, now, part):
    """A version that is listed and absent is a failure that names its URL; the rest comes."""
    without(mirror, part)
    report = fetch(sample.watchlist(), MirrorTransport(mirror), NothingHeld(), clock=now)
    failed = [one for one in report.outcomes if one.kind == "failed"]
    assert 1 == len(failed)
    assert part in failed[0].urls[0]
    assert "not in the mirror, though another answer of the mirror points to it" in (
        failed[0].sentence
    )
    assert 6 == len(report.snapshots)
    assert 4 == report.exit_status
    assert 1 == len(troubles(report))


def test_days_that_people_add_may_be_missing_from_a_mirror(mirror, now):
    """The window's first day and the points are wishes; no answer of the mirror lists them."""
    watchlist = load_watchlist(sample.FOLDER / "watchlist.toml")
    part = structs.replace(watchlist.parts[0], since=datetime(2024, 5, 1, tzinfo=UTC).date())
    report = fetch(Watchlist(parts=(part,)), MirrorTransport(mirror), NothingHeld(), clock=now)
    assert "new" == report.outcomes[0].kind
    assert "full/2024-05-01" in report.outcomes[0].sentence
    assert 0 == report.exit_status


def test_a_second_run_finds_nothing_new_and_a_changed_file_is_republished(mirror, memory, now):
    """The same mirror is unchanged; other bytes under the same version are republished."""
    kinds = []
    for _ in range(2):
        report = fetch(sample.watchlist(), MirrorTransport(mirror), memory, clock=now)
        memory.take(report.snapshots)
        kinds.append({one.kind for one in report.outcomes})
    changed = rows(mirror)
    row = next(row for row in changed if "BILLS-119hr99001ih" in row["url"])
    path = mirror / row["file"]
    path.write_bytes(path.read_bytes().replace(b"5 years", b"6 years"))
    row |= {
        "bytes": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    write(mirror, changed)
    report = fetch(sample.watchlist(), MirrorTransport(mirror), memory, clock=now)
    assert [{"new"}, {"unchanged"}] == kinds
    assert ["republished", "unchanged", "unchanged", "unchanged"] == [
        one.kind for one in report.outcomes
    ]
    assert ("ih",) == report.outcomes[0].versions


def test_the_same_cfr_text_in_other_markup_is_unchanged(mirror, memory, now):
    """The eCFR renders the same words with other attributes and spaces from time to time."""
    memory.take(fetch(sample.watchlist(), MirrorTransport(mirror), memory, clock=now).snapshots)
    changed = rows(mirror)
    row = next(row for row in changed if "full/2025-10-15" in row["url"])
    path = mirror / row["file"]
    path.write_bytes(path.read_bytes().replace(b' VOLUME="3"', b"").replace(b"   ", b" "))
    row |= {
        "bytes": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    write(mirror, changed)
    report = fetch(sample.watchlist(), MirrorTransport(mirror), memory, clock=now)
    assert {"unchanged"} == {one.kind for one in report.outcomes}


def test_retrieval_follows_the_manifest_else_the_texts_own_date(mirror, now):
    """The clock plays no part in a replay, so commits are the same on any day."""
    first = fetch(sample.watchlist(), MirrorTransport(mirror), NothingHeld(), clock=now)
    write(mirror, [{k: v for k, v in row.items() if k != "retrieved"} for row in rows(mirror)])
    second = fetch(
        sample.watchlist(),
        MirrorTransport(mirror),
        NothingHeld(),
        clock=lambda: datetime(2031, 1, 1, tzinfo=UTC),
    )
    instants = [
        {s.record.version: s.record.retrieved_at for s in report.snapshots}
        for report in (first, second)
    ]
    assert datetime(2025, 5, 12, 22, tzinfo=UTC) == instants[0]["eh"]
    assert datetime(2025, 5, 12, 12, tzinfo=UTC) == instants[1]["eh"]
    assert datetime(2025, 10, 15, 12, tzinfo=UTC) == instants[1]["2025-10-15"]


def test_a_reconstruction_says_so_in_its_record(mirror, now):
    """Nobody may take a reconstructed file for the official one."""
    changed = rows(mirror)
    for row in changed:
        row |= {"origin": "reconstructed", "note": "wording from a copy; not the official file"}
    write(mirror, changed)
    report = fetch(sample.watchlist(), MirrorTransport(mirror), NothingHeld(), clock=now)
    assert all(
        s.record.note.endswith("reconstructed: wording from a copy; not the official file")
        for s in report.snapshots
    )


@pytest.mark.corpus
def test_the_real_mirror_gives_all_that_it_holds_of_the_whole_watchlist(upstream_dir, now, memory):
    """37 texts of 17 items; 70 items and the searches are reported as not in the mirror."""
    from pathlib import Path

    watchlist = load_watchlist(Path(__file__).parents[2] / "regulations" / "watchlist.toml")
    transport = MirrorTransport(upstream_dir)
    report = fetch(watchlist, transport, memory, clock=now)
    memory.take(report.snapshots)
    assert 0 == report.exit_status
    assert len(watchlist.works) + len(watchlist.searches) == len(report.outcomes)
    assert {"new", "not-found"} == {one.kind for one in report.outcomes}
    assert all("not in the mirror (https://" in one.sentence for one in report.outcomes if one.urls)
    versions = {(s.record.work, s.record.version) for s in report.snapshots}
    assert {
        ("/us/bill/118/hr/8152", "eh"),
        ("/us/bill/119/hr/2683", "ih"),
        ("/us/bill/119/hr/2683", "eh"),
        ("/us/bill/119/hr/2683", "rfs"),
        ("/us/bill/119/s/3519", "is"),
        ("/us/bill/118/hr/6614", "rfs"),
        ("/us/fr/2025-19001", "2025-09-30"),
        ("/us/fr/2025-19846", "2025-11-12"),
    } <= versions
    for part in ("734", "736", "742", "748"):
        days = {version for work, version in versions if work == f"/us/cfr/t15/p{part}"}
        assert {"2025-01-29", "2025-08-02", "2025-12-30", "2026-01-29"} == days
    again = fetch(watchlist, transport, memory, clock=now)
    assert {"unchanged", "not-found"} == {one.kind for one in again.outcomes}
    assert () == again.snapshots


def test_an_empty_part_window_still_asks_for_its_first_day(now):
    """A part that never changed within the window is held as it was when the window opened."""
    part = WatchedPart(work="/us/cfr/t15/p9901", since=datetime(2025, 10, 15, tzinfo=UTC).date())
    report = fetch(Watchlist(parts=(part,)), sample.transport(), NothingHeld(), clock=now)
    assert ("2025-10-15",) == report.outcomes[0].versions
