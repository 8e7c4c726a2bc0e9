"""Chapters of the United States Code: release points, archives, and what counts as a change."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest

from tracker.config import WatchedChapter, Watchlist
from tracker.formats import parse
from tracker.sources import NothingHeld, fetch
from tracker.sources.outcomes import FailedError, WrongTextError
from tracker.sources.release_points import CURRENT_URL, LIST_URL, read_current, read_list
from tracker.sources.usc_titles import chapter, operative, unpacked, words

WORK = "/us/usc/t99/ch7"

LIST = """<html><body><ul class="releasepoints">
<!-- <li><a href="releasepoints/us/pl/119/9/usc-rp@119-9.htm">Public Law 119-9 (09/09/2025), affecting title 99.</a></li> -->
<li><a href="releasepoints/us/pl/119/8not7/usc-rp@119-8not7.htm">Public Law 119-8 (08/08/2025) , except 119-7, affecting titles 5, 99.</a></li>
<li><a href="releasepoints/us/pl/119/6/usc-rp@119-6.htm">Public Law 119-6 (06/06/2025), affecting title 16.</a></li>
<li><a href="releasepoints/us/pl/118/22u1/usc-rp@118-22u1.htm">Public Law 118-22, with Court Rules updates (12/01/2023), affecting titles 11A, 99.</a></li>
<li><a href="releasepoints/us/pl/115/40u1/usc-rp@115-40u1.htm">Public Law 115-40, with additional updates (effective July 1, 2017), affecting titles 7, 43.</a></li>
<li><a href="releasepoints/us/pl/113/165/usc-rp@113-165.htm">Pub. L. 113-165 (9/19/2014), affecting title 25.</a></li>
<li><a href="releasepoints/us/pl/113/165/usc-rp@113-165.htm">Public Law 113-165 (09/19/2014), affecting titles 39, 99.</a></li>
<li><a href="/about.htm">About (01/01/2020)</a></li>
</ul></body></html>"""  # noqa: E501 - one entry a line, as on the page

CURRENT = """<html><body><h3>Current Release Point</h3><p>Public Law 119-12
(10/10/2025)</p><a href="releasepoints/us/pl/119/12/xml_uscAll@119-12.zip">XML</a></body></html>"""

TITLE = """<?xml version="1.0" encoding="UTF-8"?>
<uscDoc xmlns="http://xml.house.gov/schemas/uslm/1.0" identifier="/us/usc/t99">
<meta><docNumber>99</docNumber><docPublicationName>Online@{label}</docPublicationName></meta>
<main><title identifier="/us/usc/t99"><num value="99">Title 99—</num><heading>NETWORKS</heading>
<notes><note><p>Current through {label}</p></note></notes>
<chapter identifier="/us/usc/t99/ch6"><num value="6">CHAPTER 6—</num><heading>OTHER</heading>
<section identifier="/us/usc/t99/s601"><num value="601">§ 601.</num><content>{other}</content></section></chapter>
<chapter identifier="/us/usc/t99/ch7"><num value="7">CHAPTER 7—</num><heading>ACCESS</heading>
<section identifier="/us/usc/t99/s701"><num value="701">§ 701.</num><heading>Access</heading>
<content>A provider shall {law}.</content><sourceCredit>(Pub. L. 113–1.)</sourceCredit>
<notes><note><heading>Amendments</heading><p>{note}</p></note></notes></section></chapter>
</title></main></uscDoc>
"""  # noqa: E501 - a section a line


def archive(label, *, law="verify", note="None yet", other="x", name="usc99.xml"):
    """Return the zip of title 99 at a release point."""
    text = TITLE.format(label=label, law=law, note=note, other=other)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, text)
    return packed.getvalue()


def watched(since=date(2014, 1, 1)):
    """Return a watchlist of the one chapter."""
    return Watchlist(chapters=(WatchedChapter(work=WORK, title="Access", since=since),))


@pytest.fixture
def code(given, reply):
    """Let the Law Revision Counsel speak: four release points that touch title 99, one current."""
    page = "text/html"
    given.replies[LIST_URL] = reply(content_type=page, body=LIST.encode())
    given.replies[CURRENT_URL] = reply(content_type=page, body=CURRENT.encode())
    texts = {
        "113-165": {},
        "118-22u1": {"note": "2023—Pub. L. 118–22 struck a word."},
        "119-8not7": {"note": "2023—Pub. L. 118–22 struck a word.", "other": "y"},
        "119-12": {"note": "2025—Pub. L. 119–12 inserted “reverify”.", "law": "reverify"},
    }
    for point in (*read_list(LIST.encode()), read_current(CURRENT.encode())):
        if point.label in texts:
            body = archive(point.label, **texts[point.label])
            given.replies[point.zip_url(99)] = reply(content_type="application/zip", body=body)
    return given


def test_the_list_is_read_with_all_its_oddities():
    """Commented, repeated and undated entries; exceptions and updates in the label."""
    points = read_list(LIST.encode())
    assert [
        ("113-165", date(2014, 9, 19), ("25", "39", "99")),
        ("115-40u1", None, ("7", "43")),
        ("118-22u1", date(2023, 12, 1), ("11A", "99")),
        ("119-6", date(2025, 6, 6), ("16",)),
        ("119-8not7", date(2025, 8, 8), ("5", "99")),
    ] == [(point.label, point.day, point.titles) for point in points]
    url = "https://uscode.house.gov/download/releasepoints/us/pl/119/8not7/xml_usc05@119-8not7.zip"
    assert url == points[-1].zip_url(5)


def test_the_current_release_point_comes_from_the_download_page():
    """It is not yet on the list of prior ones."""
    point = read_current(CURRENT.encode())
    assert point is not None
    assert ("119-12", date(2025, 10, 10)) == (point.label, point.day)
    assert read_current(b"<html><body>maintenance</body></html>") is None


def test_a_version_for_each_release_point_that_changed_the_chapter(code, now):
    """Another chapter's change makes none; a change of notes alone says so in the label."""
    report = fetch(watched(), code, NothingHeld(), clock=now)
    assert [
        ("113-165", "Release point 113-165", date(2014, 9, 19)),
        ("118-22u1", "Release point 118-22u1; notes only", date(2023, 12, 1)),
        ("119-12", "Release point 119-12", date(2025, 10, 10)),
    ] == [(s.record.version, s.record.label, s.record.published) for s in report.snapshots]
    facts = report.facts[0]
    assert ("usc", "119-12", date(2025, 10, 10)) == (
        facts.kind,
        facts.stage,
        facts.up_to_date_as_of,
    )
    assert 0 == report.exit_status
    assert "the chapter cut from the XML of its title" in report.snapshots[0].record.note


def test_what_is_kept_is_the_chapter_with_its_title_around_it(code, now):
    """Other chapters and the title's own notes are no part of the work."""
    report = fetch(watched(), code, NothingHeld(), clock=now)
    data = report.snapshots[-1].data
    document = parse(data, work=WORK, version="119-12")
    assert (WORK, "119-12", "uslm-1") == (document.work, document.version, document.format)
    assert b"ch6" not in data
    assert b"Current through" not in data
    assert "A provider shall reverify." in {p.content for p in document.provisions()}


def test_a_second_run_asks_for_nothing_old_and_brings_nothing(code, now, memory):
    """Texts older than a month stand; the same words are the same version."""
    memory.take(fetch(watched(), code, memory, clock=now).snapshots)
    code.asked.clear()
    report = fetch(watched(), code, memory, clock=now)
    assert ((), "unchanged") == (report.snapshots, report.outcomes[0].kind)
    asked = [url.rpartition("@")[2] for url in code.urls if url.endswith(".zip")]
    assert ["119-8not7.zip", "119-12.zip"] == asked


def test_a_window_opens_with_its_first_release_point(code, now):
    """The state to compare with is held though the release point touched other titles."""
    point = next(p for p in read_list(LIST.encode()) if p.label == "119-6")
    code.replies[point.zip_url(99)] = code.replies[read_list(LIST.encode())[-1].zip_url(99)]
    report = fetch(watched(date(2025, 6, 1)), code, NothingHeld(), clock=now)
    assert "asked for release point 119-6, the text says 119-8not7" in report.outcomes[0].sentence
    assert ("failed", ()) == (report.outcomes[0].kind, report.snapshots)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"PK\x03\x04 not really", "cut off or broken"),
        (archive("119-12")[:-40], "cut off or broken"),
        (archive("119-12", name="usc98.xml"), "the archive holds usc98.xml, not usc99.xml"),
        (b"<!DOCTYPE html><p>error", "a web page instead of a zip archive"),
    ],
    ids=["garbage", "truncated", "another title", "error page"],
)
def test_a_bad_archive_is_named_and_costs_nothing(code, now, reply, body, says):
    """What came before it is kept; what came after it is asked for next time."""
    point = read_list(LIST.encode())[2]
    code.replies[point.zip_url(99)] = reply(content_type="application/zip", body=body)
    report = fetch(watched(), code, NothingHeld(), clock=now)
    assert says in report.outcomes[0].sentence
    assert ["113-165"] == [one.record.version for one in report.snapshots]
    assert 4 == report.exit_status


def test_an_archive_that_unpacks_too_far_is_refused(monkeypatch):
    """A bomb costs no memory: the size it announces and the size it has are both bounded."""
    monkeypatch.setattr("tracker.sources.usc_titles.BIGGEST", 100)
    with pytest.raises(FailedError, match="unpacks to more than 100 bytes"):
        unpacked(archive("119-12"), "https://uscode.house.gov/x.zip", 99)


def test_a_title_without_the_chapter_is_another_text():
    """Named with what was looked for."""
    xml = TITLE.format(label="119-12", law="a", note="b", other="c").encode()
    with pytest.raises(WrongTextError, match="no chapter /us/usc/t99/ch8"):
        chapter(xml, "https://uscode.house.gov/x.zip", "/us/usc/t99/ch8", "119-12")


def test_a_page_without_release_points_is_a_failure_not_an_empty_code(code, now, reply):
    """A maintenance page must not read as “nothing changed”."""
    code.replies[LIST_URL] = reply(content_type="text/html", body=b"<html><p>Closed</p></html>")
    report = fetch(watched(), code, NothingHeld(), clock=now)
    assert "lists no release point" in report.outcomes[0].sentence
    assert 4 == report.exit_status


@pytest.mark.parametrize("url", [LIST_URL, CURRENT_URL])
def test_a_page_that_is_cut_off_is_a_failure(code, now, reply, url):
    """A list without its end would hide release points; nothing is told as unchanged."""
    body = code.replies[url].body[:-40]
    code.replies[url] = reply(content_type="text/html", body=body)
    report = fetch(watched(), code, NothingHeld(), clock=now)
    assert "a page that is cut off" in report.outcomes[0].sentence
    assert 4 == report.exit_status


def test_a_window_without_release_points_is_named(code, now):
    """A first day that lies ahead would otherwise read as “nothing changed”."""
    report = fetch(watched(date(2030, 1, 1)), code, NothingHeld(), clock=now)
    assert "lists no release point since 2030-01-01" in report.outcomes[0].sentence


def test_a_run_that_fails_half_way_forgets_nothing(code, now, memory, reply):
    """How far an earlier run came stays known, in words and for the next run."""
    first = fetch(watched(), code, memory, clock=now)
    memory.take(first.snapshots)
    memory.facts = {WORK: first.facts[0]}.get
    recent = next(p for p in read_list(LIST.encode()) if p.label == "119-8not7")
    later = read_current(CURRENT.encode())
    for point in (recent, later):
        code.replies[point.zip_url(99)] = reply(content_type="application/zip", body=b"PK\x03\x04")
    again = fetch(watched(), code, memory, clock=lambda: datetime(2025, 10, 20, tzinfo=UTC))
    assert 4 == again.exit_status
    assert first.facts == again.facts
    assert () == again.snapshots


def test_operative_words_leave_out_what_the_editors_say():
    """Notes, credits and contents are told apart from the law."""
    xml = TITLE.format(label="1-1", law="verify", note="a note", other="x").encode()
    text = chapter(xml, "u", WORK, "1-1")
    assert "CHAPTER 7—ACCESS § 701.Access A provider shall verify." == operative(text)
    assert "a note" in words(text)


@pytest.mark.corpus
def test_the_real_chapter_comes_at_every_release_point(upstream_dir, now):
    """Title 50, chapter 58, at the nine release points that changed it; 118-51 only in notes."""
    from tracker.sources.mirror import MirrorTransport

    watchlist = Watchlist(chapters=(WatchedChapter(work="/us/usc/t50/ch58"),))
    report = fetch(watchlist, MirrorTransport(upstream_dir), NothingHeld(), clock=now)
    labels = {s.record.version: s.record.label for s in report.snapshots}
    assert 9 == len(labels)
    assert ["118-51"] == [version for version, label in labels.items() if "notes only" in label]
