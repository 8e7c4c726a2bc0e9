"""`tracker verify` reads the texts again and says exactly what does not agree."""

import hashlib
import subprocess
from datetime import UTC, datetime

import pytest

from tracker import verify as checks
from tracker.formats import parse
from tracker.formats.review import review_text
from tracker.model import Record, Snapshot
from tracker.places import Instance
from tracker.store import Entry, Store

BILL = "/us/bill/119/hr/9901"
SOURCE = b"""<?xml version="1.0"?>
<bill bill-stage="Introduced-in-House" public-private="public">
<form><congress>119th CONGRESS</congress><session>1st Session</session>
<legis-num>H. R. 9901</legis-num><current-chamber>IN THE HOUSE OF REPRESENTATIVES</current-chamber>
<legis-type>A BILL</legis-type><official-title>To keep things in order.</official-title></form>
<legis-body><section id="H1"><enum>1.</enum><header>Short title</header>
<text>This Act may be cited as the <quote>Order Act</quote>.</text></section>
<section id="H2"><enum>2.</enum><header>Order</header><text>The Secretary shall keep order.</text>
</section></legis-body></bill>
"""


def an_entry(data: bytes = SOURCE, text: str | None = None, version: str = "ih") -> Entry:
    """Return an entry as the pipeline makes it, or with another text."""
    record = Record(
        work=BILL, version=version, label="Introduced in House", url="https://example.org/1",
        content_type="application/xml", sha256=hashlib.sha256(data).hexdigest(), size=len(data),
        retrieved_at=datetime(2026, 2, 1, tzinfo=UTC), origin="sample", fetcher="tracker test",
    )  # fmt: skip
    if text is None:
        text = review_text(parse(data, work=BILL, version=version))
    return Entry(Snapshot(record, data), text)


@pytest.fixture
def place(tmp_path):
    """Return an instance without a store."""
    (tmp_path / "regulations/gaps").mkdir(parents=True)
    watchlist = tmp_path / "regulations/watchlist.toml"
    watchlist.write_text("[[bill]]\nid = 1\n")
    return Instance(tmp_path, watchlist, tmp_path / "regulations/snapshots")


def found(place, *entries):
    """Return the findings on the store of a place after writing entries."""
    with Store.create(place.store) as store:
        store.write(entries)
        return checks.verify_store(store)


def test_a_store_as_the_pipeline_leaves_it_agrees(place):
    """No finding where nothing is wrong."""
    assert found(place, an_entry()) == []


def test_a_text_that_the_source_does_not_say_is_found(place):
    """The first line that differs is shown, both sides."""
    honest = an_entry().text
    findings = found(place, an_entry(text=honest.replace("shall keep", "may keep")))
    assert [(f.code, f.path) for f in findings] == [("text-differs", f"{BILL}@ih")]
    assert "shall keep order" in findings[0].message
    assert "may keep order" in findings[0].message


def test_a_source_that_cannot_be_read_is_found(place):
    """An error page that got in some time ago."""
    findings = found(place, an_entry(b"<html><body>Not found</body></html>", "Not found\n"))
    assert [(f.code, f.path) for f in findings] == [("text-unreadable", f"{BILL}@ih")]


def test_a_source_of_another_bill_is_found(place):
    """The bytes say what they are."""
    findings = found(place, an_entry(SOURCE.replace(b"9901", b"9902")))
    assert "identity-differs" in [f.code for f in findings]


def test_lost_words_are_found(place, monkeypatch):
    """The meter counts the source's words a second time, without the parser."""
    from tracker.formats import meter

    def measure(data, document):
        return meter.Meter(source=9, kept=7, unexplained=("keep", "order"))

    monkeypatch.setattr(checks, "measure", measure)
    findings = found(place, an_entry())
    assert [(f.code, f.message) for f in findings] == [
        ("words-differ", "the text lacks words of the source: keep order")
    ]


def test_a_bit_flipped_under_a_text_is_reported_once(place):
    """What cannot be read back is the store's finding, not a crash of the parser."""
    with Store.create(place.store) as store:
        store.write([an_entry()])
        name = f"refs/tags/us/bill/119/hr/9901@ih:{BILL[1:]}/source.xml"
        blob = store.handle.object_id(name)
    loose = place.store / ".git/objects" / blob[:2] / blob[2:]
    loose.chmod(0o644)
    loose.write_bytes(loose.read_bytes()[:-9])
    codes = [f.code for f in checks.verify(place)]
    assert "object-damaged" in codes
    assert "text-unreadable" not in codes


def test_everything_that_is_missing_or_wrong_is_reported_at_once(place):
    """Store, watchlist and gap files, instead of stopping at the first."""
    (place.gaps / "G01-order.md").write_text("no front matter\n")
    codes = {f.code: f.message for f in checks.verify(place)}
    assert set(codes) == {"store-missing", "watchlist", "gap-file"}
    assert "does not exist" in codes["store-missing"]
    assert "G01-order.md" in codes["gap-file"]


@pytest.mark.parametrize("name", ["clock", "claims", "statements", "misreported"])
def test_a_file_that_the_site_is_filled_from_is_checked(place, name):
    """What would stop the next build is said now, with the file."""
    (place.watchlist.parent / f"{name}.toml").write_text("[[due]]\nwhat = 3\n")
    messages = [f.message for f in checks.verify(place) if f.code == "site-file"]

    assert 1 == len(messages)
    assert f"{name}.toml" in messages[0]


@pytest.mark.corpus
def test_real_texts_agree_with_their_sources(place, upstream_dir):
    """Every text of the bill that this project is about, read, stored, checked."""
    bills = sorted((upstream_dir / "www.govinfo.gov").rglob("BILLS-119hr2683*.xml"))
    assert bills
    entries = []
    for file in bills:
        version = file.stem.removeprefix("BILLS-119hr2683")
        entry = an_entry(file.read_bytes(), "", version)
        record = entry.snapshot.record
        fields = {f: getattr(record, f) for f in record.__struct_fields__}
        fields["work"] = "/us/bill/119/hr/2683"
        document = parse(entry.snapshot.data, work=fields["work"], version=version)
        snapshot = Snapshot(Record(**fields), entry.snapshot.data)
        entries.append(Entry(snapshot, review_text(document)))
    assert found(place, *entries) == []
    changed = subprocess.run(
        ["git", "-C", place.store, "diff", "--stat", "us/bill/119/hr/2683@ih",
         "us/bill/119/hr/2683@eh", "--", "*text.txt"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "1 file changed" in changed.stdout
