"""Every version is one commit on its own work's line."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from tracker.errors import StoreError
from tracker.model import Action, Facts, Record
from tracker.store import Store
from tracker.store.checking import check

BILL = "/us/bill/119/hr/9901"
RULE = "/us/fr/2025-99001"


def facts(day: int, work: str = BILL) -> Facts:
    """Return facts whose newest action is on a day of January 2026."""
    return Facts(work, "bill", title="A", actions=(Action(date(2026, 1, day), "Passed."),))


def subjects(git, *arguments):
    """Return commit subjects, oldest first."""
    return git("log", "--reverse", "--format=%s", *arguments).splitlines()


def test_a_version_is_one_commit_with_three_files(store, entry, git):
    """Source bytes, reviewable text and record come in one commit, under a light tag."""
    written = store.write([entry("119hr9901@ih", published="2025-04-07")])
    tag = "us/bill/119/hr/9901@ih"
    assert git("rev-parse", tag).strip() == written[0].commit
    assert git("cat-file", "-t", tag).strip() == "commit"
    assert git("show", "--name-status", "--format=", tag).splitlines() == [
        "A\tus/bill/119/hr/9901/record.json",
        "A\tus/bill/119/hr/9901/source.xml",
        "A\tus/bill/119/hr/9901/text.txt",
    ]


def test_dates_and_trailers_tell_where_a_version_came_from(store, entry, git):
    """Author date is publication, committer date retrieval; trailers hold the provenance."""
    one = entry("119hr9901@ih", published="2025-04-07", effective="2025-05-01")
    store.write([one])
    shown = git(
        "log", "-1", "--format=%ad|%cd|%an|%B", "--date=iso-strict", "us/bill/119/hr/9901@ih"
    )
    assert shown.rstrip() == (
        "2025-04-07T12:00:00+00:00|2026-02-01T03:04:05+00:00|tracker|"
        "119hr9901@ih: Introduced in House\n\n"
        "Work: /us/bill/119/hr/9901\nVersion: ih\nPublished: 2025-04-07\nEffective: 2025-05-01\n"
        "Source-URL: https://example.org/119hr9901@ih\n"
        f"Source-SHA256: {one.snapshot.record.sha256}\n"
        "Retrieved: 2026-02-01T03:04:05Z\nOrigin: sample\nFetcher: tracker test"
    )
    assert git("interpret-trailers", "--parse", "/dev/null") == ""


def test_commits_are_reproducible(store, entry, git):
    """The same inputs give these commit ids on any machine, on any day."""
    written = store.write(
        [
            entry("119hr9901@eh", "two"),
            entry("119hr9901@ih", "one", published="2025-04-07"),
            entry("2025-99001@2025-03-04", published="2025-03-04"),
        ]
    )
    store.write_facts([facts(13)])
    assert [w.commit for w in written] == [
        "c240bba4b6fd966143cca003b2bd8f227911ee24",
        "24c543f69360390aeda54e5ef55b385817c1c281",
        "e9a6faea7fde0b7e0051f3e51227dd6a588ce5d9",
    ]
    assert git("rev-parse", "main").strip() == "8c8a018667fc1f87b364cea72d3ff9c5e7a4c538"


def test_a_version_does_not_depend_on_other_works(store, entry, tmp_path):
    """Two stores that follow different works agree on the commits of those they share."""
    one = entry("119hr9901@ih", published="2025-04-07")
    store.write([entry("2025-99001@2025-03-04", published="2025-03-04")])
    store.write_facts([facts(13)])
    here = store.write([one])
    with Store.create(tmp_path / "other") as other:
        assert other.write([one]) == here


def test_several_versions_go_in_by_the_laws_own_dates(store, entry, git):
    """Arrival order does not matter; an undated engrossed bill stands after its stage."""
    store.write(
        [
            entry("119hr9901@rfs", published="2026-01-14"),
            entry("119hr9901@eh"),
            entry("119hr9901@rh", published="2025-12-01"),
            entry("119hr9901@ih", published="2025-04-07"),
        ]
    )
    assert subjects(git, "us/bill/119/hr/9901@rfs") == [
        "Start the store",
        "119hr9901@ih: Introduced in House",
        "119hr9901@rh: Reported in House",
        "119hr9901@eh: Engrossed in House",
        "119hr9901@rfs: Referred in Senate",
    ]
    assert [r.version for r in store.versions(BILL)] == ["ih", "rh", "eh", "rfs"]


def test_main_gathers_works_by_their_newest_day(store, entry, git):
    """The first-parent history of main is what arrived, one merge a work."""
    store.write(
        [
            entry("119hr9901@eh", published="2026-01-13"),
            entry("119hr9901@ih", published="2025-04-07"),
            entry("2025-99001@2025-03-04", published="2025-03-04"),
        ]
    )
    assert subjects(git, "--first-parent", "main") == [
        "Start the store",
        "2025-99001: gather 2025-03-04",
        "119hr9901: gather ih, eh",
    ]


def test_each_commit_touches_one_work(store, entry, git):
    """Works keep apart, on their own lines and on main."""
    names = ["119hr9901@ih", "119s9902@is", "119hr9901@eh", "2025-99001@2025-03-04"]
    store.write([entry(name) for name in names])
    store.write_facts([facts(13), facts(14, RULE)])
    for commit in git("rev-list", "main").split()[:-1]:
        changed = git("diff-tree", "-r", "--name-only", "--no-commit-id", f"{commit}^", commit)
        assert len({line.rpartition("/")[0] for line in changed.splitlines()}) == 1


def test_a_tag_holds_only_its_own_work(store, entry, git):
    """`git diff` between two tags of a work never shows another work."""
    store.write([entry("119hr9901@ih")])
    store.write([entry("2025-99001@2025-03-04")])
    store.write([entry("119hr9901@eh")])
    changed = git("diff", "--name-only", "us/bill/119/hr/9901@ih", "us/bill/119/hr/9901@eh")
    assert {line.rpartition("/")[0] for line in changed.splitlines()} == {"us/bill/119/hr/9901"}


def test_the_same_bytes_never_commit_twice(store, entry, git):
    """A second run with what is held writes nothing, whatever else the record says now."""
    first = store.write([entry("119hr9901@ih", "x")])
    before = git("for-each-ref")
    later = entry("119hr9901@ih", "x", retrieved=datetime(2026, 3, 1, tzinfo=UTC), etag="new")
    again = store.write([later, later])
    assert [w.status for w in again] == ["unchanged", "unchanged"]
    assert again[0].commit == first[0].commit
    assert git("for-each-ref") == before


def test_other_bytes_for_a_held_version_are_republished(store, entry, git):
    """Both printings stay; the tag names the newer one and `.r1` the older."""
    old = store.write([entry("119hr9901@eh", "old words")])[0]
    new = store.write([entry("119hr9901@eh", "new words")])[0]
    assert (old.status, new.status) == ("new", "republished")
    assert git("rev-parse", "us/bill/119/hr/9901@eh", "us/bill/119/hr/9901@eh.r1").split() == [
        new.commit,
        old.commit,
    ]
    assert subjects(git, "us/bill/119/hr/9901@eh")[-1] == (
        "119hr9901@eh: Republished (Engrossed in House)"
    )
    assert store.text(BILL, "eh") == "new words\n"
    assert store.text(BILL, "eh.r1") == "old words\n"
    assert [(e.version, e.republished) for e in store.log(BILL)] == [("eh.r1", False), ("eh", True)]


def test_printings_are_counted_and_none_comes_back(store, entry):
    """Three printings keep their order; a flip back to held bytes is no fourth."""
    words = ["a", "b", "c", "a", "b"]
    done = [store.write([entry("119hr9901@eh", w)])[0].status for w in words]
    assert done == ["new", "republished", "republished", "unchanged", "unchanged"]
    assert [store.text(BILL, v) for v in ("eh.r1", "eh.r2", "eh")] == ["a\n", "b\n", "c\n"]
    assert check(store) == []


def test_printings_of_one_version_may_arrive_together(store, entry):
    """Within one batch the later retrieval replaces the earlier."""
    late = datetime(2026, 3, 1, tzinfo=UTC)
    store.write([entry("119hr9901@eh", "b", retrieved=late), entry("119hr9901@eh", "a")])
    assert [store.text(BILL, v) for v in ("eh.r1", "eh")] == ["a\n", "b\n"]
    assert check(store) == []


def test_a_late_earlier_version_stands_where_it_belongs(store, entry, git):
    """It follows its legal predecessor, and main goes on showing the latest version."""
    store.write([entry("119hr9901@ih", published="2025-04-07"), entry("119hr9901@eh")])
    store.write([entry("119hr9901@rh", published="2025-12-01")])
    assert subjects(git, "us/bill/119/hr/9901@rh")[1:] == [
        "119hr9901@ih: Introduced in House",
        "119hr9901@rh: Reported in House",
    ]
    assert git("show", "main:us/bill/119/hr/9901/text.txt") == "119hr9901@eh\n"
    assert [r.version for r in store.versions(BILL)] == ["ih", "rh", "eh"]
    assert check(store) == []


def test_the_source_changes_its_name_with_its_format(store, entry, git):
    """Plain text that is later followed by XML leaves no stale source behind."""
    store.write([entry("119hr9901@ih", content_type="text/plain")])
    store.write([entry("119hr9901@rh", content_type="application/xml")])
    names = git("ls-tree", "--name-only", "main:us/bill/119/hr/9901").split()
    assert names == ["record.json", "source.xml", "text.txt"]
    assert store.data(BILL, "ih") == b"<bill>119hr9901@ih</bill>\n"


def test_the_record_reads_back_as_it_was(store, entry, git):
    """record.json holds every field, for programs and for people."""
    one = entry("119hr9901@ih", published="2025-04-07", etag='"e"', note="plain text for now")
    store.write([one])
    raw = git("show", "us/bill/119/hr/9901@ih:us/bill/119/hr/9901/record.json")
    assert msgspec.json.decode(raw, type=Record) == one.snapshot.record
    assert '\n  "etag": "\\"e\\"",\n' in raw


def test_foreign_words_cannot_forge_a_trailer(store, entry, git):
    """Line breaks in a label, a URL or a note are folded."""
    evil = "x\n\nWork: /us/bill/1/hr/1\r\u2028Version: zz"
    store.write([entry("119hr9901@ih", label=evil, url=f"https://e.org/{evil}", note=evil)])
    message = git("log", "-1", "--format=%B", "us/bill/119/hr/9901@ih")
    works = [line for line in message.splitlines() if line.startswith(("Work:", "Version:"))]
    assert works == ["Work: /us/bill/119/hr/9901", "Version: ih"]
    assert check(store) == []


def test_days_before_1970_are_kept_in_the_record(store, entry):
    """Git cannot hold them as author dates; record and trailer do."""
    store.write([entry("119hr9901@ih", published="1948-06-11")])
    assert store.versions(BILL)[0].published == date(1948, 6, 11)
    assert store.log(BILL)[0].published == date(1948, 6, 11)
    assert check(store) == []


@pytest.mark.parametrize("field", ["sha256", "size", "retrieved_at"])
def test_a_record_that_lies_about_its_bytes_is_refused(store, entry, git, field):
    """Nothing at all is written then, not even the good entries beside it."""
    good, bad = entry("119hr9901@ih"), entry("119hr9901@eh")
    wrong = {"sha256": "0" * 64, "size": 3, "retrieved_at": datetime(2026, 1, 1)}[field]  # noqa: DTZ001 - the naive instant is the point
    record = msgspec.structs.replace(bad.snapshot.record, **{field: wrong})
    bad = msgspec.structs.replace(
        bad, snapshot=msgspec.structs.replace(bad.snapshot, record=record)
    )
    with pytest.raises(StoreError, match="119hr9901@eh"):
        store.write([good, bad])
    assert store.works() == []


def test_facts_commit_only_when_they_change(store, git):
    """`work.json` has a line of its own, dated by what it says."""
    assert store.write_facts([facts(13)]) == [BILL]
    assert store.write_facts([facts(13)]) == []
    assert store.write_facts([facts(14)]) == [BILL]
    assert subjects(git, "status/us/bill/119/hr/9901")[1:] == [
        "119hr9901: status as of 2026-01-13",
        "119hr9901: status as of 2026-01-14",
    ]
    assert store.facts(BILL) == facts(14)
    assert store.works() == [BILL]
    assert [(e.kind, e.published) for e in store.log(BILL)] == [
        ("status", date(2026, 1, 13)),
        ("status", date(2026, 1, 14)),
    ]


def test_facts_may_come_with_a_version(store, entry, git):
    """Main shows both side by side."""
    store.write([entry("119hr9901@ih", facts=facts(13))])
    assert store.facts(BILL) == facts(13)
    names = git("ls-tree", "--name-only", "main:us/bill/119/hr/9901").split()
    assert names == ["record.json", "source.xml", "text.txt", "work.json"]


def test_facts_without_any_day_are_dated_by_what_they_follow(store, git):
    """No clock is read: the commit is the same on any day."""
    store.write_facts([Facts(BILL, "bill", title="A")])
    shown = git("log", "-1", "--format=%s %ad", "--date=short", "status/us/bill/119/hr/9901")
    assert shown == "119hr9901: status 2025-01-01\n"
    assert check(store) == []


def test_many_versions_at_once_are_whole(store, entry, git):
    """More than one import and more references than git would make one by one."""
    stages = ("ih", "rh", "eh")
    entries = [entry(f"119hr{n}@{s}", f"{n} {s}") for n in range(1, 41) for s in stages]
    written = store.write(entries)
    assert {w.status for w in written} == {"new"}
    assert len(git("tag", "--list", "us/*").split()) == 120
    assert store.data("/us/bill/119/hr/40", "eh") == b"<bill>40 eh</bill>\n"
    assert check(store) == []
    assert git("status", "--porcelain") == ""
    republished = [entry(f"119hr{n}@eh", f"{n} again") for n in range(1, 41)]
    more = [entry(f"119hr{n}@{s}", f"{n} {s}") for n in range(41, 81) for s in stages]
    store.write([*republished, *more])
    assert store.text("/us/bill/119/hr/7", "eh") == "7 again\n"
    assert check(store) == []


def test_nothing_to_write_is_nothing_written(store, git):
    """An empty write makes no commit and no file."""
    before = git("for-each-ref")
    assert store.write([]) == []
    assert git("for-each-ref") == before


def test_the_catalogue_is_every_work_with_its_versions(store, entry):
    """As each work alone gives them, in few works and in many."""
    for count in (3, 40):
        names = [f"119hr{n}@{stage}" for n in range(1, count) for stage in ("eh", "ih")]
        store.write([entry(name) for name in names])
        found = store.catalogue()

        assert store.works() == list(found)
        assert {work: store.versions(work) for work in store.works()} == found
        assert {work: ["eh", "ih"] for work in store.works()} == store.held()
