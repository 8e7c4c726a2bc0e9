"""`tracker status`: where an instance stands."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.cli.status import WIDTH, lines
from tracker.config import Search, WatchedBill, WatchedPart, Watchlist
from tracker.model import Record, Snapshot
from tracker.pipeline.health import Health, ItemHealth, Spell
from tracker.pipeline.status import status
from tracker.render.data import ClockItem
from tracker.store import Entry, Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BILL, LATER, PART = "/us/bill/119/hr/9901", "/us/bill/119/hr/9902", "/us/cfr/t15/p9901"


def entry(work, version, published, origin="mirror"):
    """Return a version of a few bytes."""
    from hashlib import sha256

    data = f"<bill>{work}{version}</bill>".encode()
    record = Record(
        work=work, version=version, label=version, url="https://example.org/",
        content_type="application/xml", sha256=sha256(data).hexdigest(), size=len(data),
        retrieved_at=datetime(2026, 2, 1, tzinfo=UTC), origin=origin, fetcher="test",
        published=published,
    )  # fmt: skip
    return Entry(Snapshot(record, data), "words\n")


@pytest.fixture
def store(tmp_path):
    """Yield a store with two versions of a bill, one undated, and a replaced printing."""
    with Store.create(tmp_path / "snapshots") as made:
        made.write([entry(BILL, "ih", date(2025, 4, 7)), entry(BILL, "eh", None)])
        yield made


def stand(store, health=None, clock=()):
    """Return the status of a small watchlist."""
    watchlist = Watchlist(
        bills=(WatchedBill(work=BILL), WatchedBill(work=LATER)),
        parts=(WatchedPart(work=PART),),
        searches=(Search(name="rules", since=date(2025, 1, 1)),),
    )
    return status(store, watchlist, health or Health(), clock, now=NOW, site=None)


def test_it_counts_what_is_held_and_names_what_is_not(store):
    """Versions and works by kind; watched works without any text by name."""
    found = stand(store)

    assert ({"bills": 1}, 2) == (found.works, found.versions)
    assert {"bills": 2, "parts": 1, "searches": 1} == found.watched
    assert (LATER, PART) == found.unheld
    assert not found.sample


def test_a_version_without_a_date_is_not_among_the_newest(store):
    """The tool never guesses a date."""
    assert [("ih", date(2025, 4, 7))] == [(n.version, n.published) for n in stand(store).newest]


def test_a_republished_version_counts_once(store):
    """The printing that was replaced is held, and not counted."""
    again = entry(BILL, "eh", None)
    data = b"<bill>other</bill>"
    from hashlib import sha256

    from msgspec import structs

    record = structs.replace(again.snapshot.record, sha256=sha256(data).hexdigest(), size=len(data))
    store.write([Entry(Snapshot(record, data), "other\n")])

    assert 2 == stand(store).versions


def test_lasting_trouble_is_told_with_its_days_and_reason(store):
    """The longest first; what the official record lacks is one line of names."""
    week, day = NOW - timedelta(days=7), NOW - timedelta(days=1)
    health = Health(
        (
            ItemHealth(BILL, NOW, NOW),
            ItemHealth(LATER, NOW, None, (Spell("failing", day, NOW, reason="HTTP 503"),)),
            ItemHealth(PART, NOW, None, (Spell("blocked", week, NOW, reason="bot wall"),)),
            ItemHealth("search:rules", NOW, None, (Spell("missing", day, NOW),)),
        )
    )
    found = stand(store, health)
    text = "\n".join(lines(found))

    assert (NOW, 1) == (found.asked, found.answered)
    assert text.index("15cfr9901: blocked since 2026-02-22 (7 d): bot wall") < text.index(
        "119hr9902: failing since 2026-02-28 (1 d): HTTP 503"
    )
    assert "missing   1: search:rules" in text


def test_what_falls_due_comes_in_order_and_what_is_past_is_said(store):
    """Days count from the day of the status; an entry without a day is left out."""
    clock = tuple(
        ClockItem(what=f"what {n}", on=day, source="who")
        for n, day in enumerate((date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 11), None))
    )
    found = stand(store, clock=clock)

    assert [0, 10] == [item.days for item in found.due]
    assert [-28] == [item.days for item in found.overdue]
    text = "\n".join(lines(found))
    assert "2026-03-01 (today)  what 1" in text
    assert "2026-03-11 (in 10 d)  what 2" in text
    assert "2026-02-01 (28 d ago)  what 0" in text


def test_it_fits_one_screen_however_much_there_is(store):
    """24 lines of 100 columns, with long words and many entries; JSON has all of it."""
    spell = Spell("failing", NOW, NOW, reason="reason " * 60)
    health = Health(
        tuple(ItemHealth(f"/us/bill/119/hr/{n}", NOW, None, (spell,)) for n in range(90))
    )
    clock = tuple(
        ClockItem(what="words " * 60, on=date(2026, month, 1), source="who")
        for month in (1, 2, 4, 5, 6, 7, 8, 9)
    )
    found = stand(store, health, clock)
    screen = list("\n".join(lines(found)).splitlines())

    assert 90 == len(found.troubles)
    assert len(screen) <= 24
    assert all(len(line) <= WIDTH for line in screen[1:])


def test_the_sample_says_that_it_is_fiction_and_has_no_clock(tmp_path):
    """What people wrote about the law says nothing about it."""
    with Store.create(tmp_path / "snapshots") as store:
        store.write([entry(BILL, "ih", date(2025, 4, 7), origin="sample")])
        found = stand(store, clock=(ClockItem(what="x", on=date(2026, 4, 1), source="y"),))

    assert found.sample
    assert ((), ()) == (found.due, found.unheld)
    assert "fiction" in "\n".join(lines(found))


def test_an_empty_store_says_what_to_do(tmp_path):
    """Nothing held, never asked, no site: each with the command that helps."""
    with Store.create(tmp_path / "snapshots") as store:
        text = "\n".join(lines(stand(store)))

    assert "never; tracker run asks" in text
    assert "tracker build makes it" in text
