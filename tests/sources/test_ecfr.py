"""CFR parts: the days on which they changed, and answers that may be cut."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec import structs

from tracker.config import WatchedPart, Watchlist
from tracker.sources import NothingHeld, ecfr, fetch

WORK = "/us/cfr/t15/p9901"
CHANGES = ecfr.versions_url(WORK)
TITLES = ecfr.titles_url()


def watched(**fields):
    """Return a watchlist of the sample's part."""
    return Watchlist(parts=(WatchedPart(work=WORK, **fields),))


def rows_of(days):
    """Return an answer of /versions with a change on each day."""
    rows = [
        {"issue_date": day.isoformat(), "identifier": f"9901.{n}", "part": "9901", "title": "15"}
        for n, day in enumerate(days)
    ]
    return {"content_versions": rows, "meta": {"title": "15", "result_count": str(len(rows))}}


def put(given, reply, url, value):
    """Let a URL answer with JSON."""
    given.replies[url] = reply(content_type="application/json", body=json.dumps(value).encode())


def put_text(given, day):
    """Let the sample's text be in force on another day too."""
    good = given.replies[ecfr.text_url(WORK, date(2025, 10, 15))]
    given.replies[ecfr.text_url(WORK, day)] = good


def test_the_part_is_asked_for_on_every_day_it_changed(given, now):
    """Days are those of issue; the window's first day is held too."""
    report = fetch(watched(since=date(2025, 1, 2)), given, NothingHeld(), clock=now)
    assert ("2025-01-02", "2025-10-15") == report.outcomes[0].versions
    assert date(2025, 11, 3) == report.facts[0].up_to_date_as_of
    assert "In force on 2025-10-15" == report.snapshots[1].record.label


def test_days_before_the_window_and_after_today_are_not_asked_for(given, now, reply):
    """Before 2017 there is no text; after the day the title is complete to, neither."""
    days = [date(2016, 5, 1), date(2025, 1, 2), date(2025, 10, 15), date(2025, 11, 4)]
    put(given, reply, CHANGES, rows_of(days))
    put_text(given, date(2025, 3, 1))
    watchlist = watched(since=date(2025, 3, 1), points=(date(2015, 1, 1), date(2027, 1, 1)))
    report = fetch(watchlist, given, NothingHeld(), clock=now)
    assert ("2025-03-01", "2025-10-15") == report.outcomes[0].versions


def test_points_are_held_though_nothing_changed(given, now):
    """Days on which people want to see all parts side by side."""
    put_text(given, date(2025, 6, 1))
    watchlist = watched(since=date(2025, 1, 2), points=(date(2025, 6, 1),))
    report = fetch(watchlist, given, NothingHeld(), clock=now)
    assert ("2025-01-02", "2025-06-01", "2025-10-15") == report.outcomes[0].versions


def test_a_full_page_of_changes_is_asked_for_again_in_halves(given, now, reply):
    """1,000 rows may be cut, and the service does not say so."""
    many = [date(2025, 10, 15)] * 999 + [date(2025, 1, 2)]
    put(given, reply, CHANGES, rows_of(many))
    whole = (date(2025, 1, 2), date(2025, 11, 3))
    middle = date(2025, 6, 3)
    halves = ((whole[0], middle), (middle + timedelta(days=1), whole[1]))
    put(given, reply, ecfr.versions_url(WORK, whole), rows_of(many))
    put(given, reply, ecfr.versions_url(WORK, halves[0]), rows_of([date(2025, 1, 2)]))
    put(given, reply, ecfr.versions_url(WORK, halves[1]), rows_of([date(2025, 10, 15)]))
    report = fetch(watched(since=date(2025, 1, 2)), given, NothingHeld(), clock=now)
    assert ("2025-01-02", "2025-10-15") == report.outcomes[0].versions


def test_a_full_page_on_one_day_is_an_error(given, now, reply):
    """It cannot be halved any further, so it may be cut."""
    many = rows_of([date(2025, 11, 3)] * 1000)
    put(given, reply, CHANGES, many)
    day = date(2025, 11, 3)
    put(given, reply, ecfr.versions_url(WORK, (day, day)), many)
    report = fetch(watched(since=day), given, NothingHeld(), clock=now)
    assert "failed" == report.outcomes[0].kind
    assert "1,000 changes on one day" in report.outcomes[0].sentence


WRONG = {
    "another part": (
        CHANGES,
        lambda body: body["content_versions"][0].update(part="734"),
        "the list is of 15 CFR part 734",
    ),
    "another title": (
        CHANGES,
        lambda body: body["content_versions"][0].update(title="16"),
        "the list is of 16 CFR part 9901",
    ),
    "no issue date": (
        CHANGES,
        lambda body: body["content_versions"][0].pop("issue_date"),
        "missing required field `issue_date`",
    ),
    "no list": (CHANGES, lambda body: body.pop("content_versions"), "another shape"),
    "no title": (TITLES, lambda body: body["titles"].clear(), "has no title 15"),
    "a reserved title": (
        TITLES,
        lambda body: body["titles"][0].update(up_to_date_as_of=None),
        "does not say up to when",
    ),
    "being rebuilt": (
        TITLES,
        lambda body: body["titles"][0].update(processing_in_progress=True),
        "is rebuilding title 15",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_list_that_is_not_right_is_an_error(given, now, name):
    """Never an empty list of changes."""
    url, spoil, words = WRONG[name]
    body = json.loads(given.replies[url].body)
    spoil(body)
    given.replies[url] = structs.replace(given.replies[url], body=json.dumps(body).encode())
    report = fetch(watched(since=date(2025, 1, 2)), given, NothingHeld(), clock=now)
    assert "failed" == report.outcomes[0].kind
    assert words in report.outcomes[0].sentence
    assert () == report.snapshots


@pytest.mark.parametrize(
    ("root", "words"),
    [
        (b'<DIV5 N="734" TYPE="PART"/>', "the text is part 734"),
        (b'<DIV8 N="9901.1" TYPE="SECTION"/>', "is not a CFR part but <DIV8>"),
        (b'<ECFR><DIV5 N="1"/><DIV5 N="9901"/></ECFR>', "the text is part 1, 9901"),
        (
            b"""<DIV5 N="9901" hierarchy_metadata='{"path":"/on/x/title-16/part-9901"}'/>""",
            "the text is of title 16",
        ),
    ],
)
def test_a_text_of_another_part_is_refused(given, now, root, words):
    """The whole title, a section, another part, another title."""
    url = ecfr.text_url(WORK, date(2025, 10, 15))
    given.replies[url] = structs.replace(given.replies[url], body=root)
    report = fetch(watched(since=date(2025, 1, 2)), given, NothingHeld(), clock=now)
    assert words in report.outcomes[0].sentence
    assert ("2025-01-02",) == report.outcomes[0].versions


def test_a_part_without_a_single_change_does_not_exist(given, now, reply):
    """An empty list is not "unchanged"."""
    put(given, reply, CHANGES, rows_of([]))
    report = fetch(watched(since=date(2025, 1, 2)), given, NothingHeld(), clock=now)
    assert "not-found" == report.outcomes[0].kind
    assert "lists no text of 15 CFR part 9901" in report.outcomes[0].sentence


def test_a_mirror_without_any_text_of_the_window_is_not_unchanged(now):
    """Nothing could be asked for, so nothing is known."""
    from tracker.sources import sample

    watchlist = watched(since=date(2025, 10, 20))
    report = fetch(watchlist, sample.transport(), NothingHeld(), clock=now)
    assert "not-found" == report.outcomes[0].kind
    assert "not in the mirror: https://www.ecfr.gov/" in report.outcomes[0].sentence


def test_old_days_are_not_read_again(given, memory, now):
    """Live, a state of the law that is more than a month old stands."""
    watchlist = watched(since=date(2025, 1, 2))
    memory.take(fetch(watchlist, given, memory, clock=now).snapshots)
    given.asked.clear()
    report = fetch(watchlist, given, memory, clock=lambda: datetime(2025, 12, 30, tzinfo=UTC))
    assert [TITLES, CHANGES] == given.urls
    assert "unchanged" == report.outcomes[0].kind


def test_titles_are_asked_for_once_in_a_run(given, now):
    """However many parts are watched."""
    parts = tuple(WatchedPart(work=f"/us/cfr/t15/p{n}") for n in (9901, 9902, 9903))
    fetch(Watchlist(parts=parts), given, NothingHeld(), clock=now)
    assert 1 == given.urls.count(TITLES)


@pytest.mark.corpus
def test_every_real_part_is_known_by_its_number(upstream_dir):
    """And no other part's number fits it."""
    from tracker.sources import identity
    from tracker.sources.outcomes import WrongTextError

    for path in sorted(upstream_dir.glob("www.ecfr.gov/**/title-15.xml@part=*")):
        part = int(path.name.rpartition("=")[2])
        identity.cfr_part(path.read_bytes(), "https://x/", 15, part)
        with pytest.raises(WrongTextError):
            identity.cfr_part(path.read_bytes(), "https://x/", 15, part + 1)
