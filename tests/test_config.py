"""The watchlist: what it may hold, and errors that name the line."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.config import add_work, load_watchlist, read_watchlist, remove_work
from tracker.config.lines import key_lines
from tracker.errors import ConfigError, IdentifierError, UsageError

GOOD = """# A comment that stays
schema = 1

[sources]
CGA = "bill data"

[[bill]]
work = "119hr2683"   # the main one
title = "Remote Access Security Act"
tier = 1
companions = ["119s3519"]
status = "in committee"
source = "CGA"
as_of = 2026-06-04
grade = "A"

[[bill]]
work = "/us/bill/119/s/3519"

[[document]]
work = "2025-19001"
citation = "90 FR 47201"
published = 2025-09-30
rins = ["0694-AK11"]
cfr = ["15cfr744"]
source = "CGA"
as_of = 2025-12-31

[[part]]
work = "15cfr734"
since = 2025-01-29
points = [
  2025-08-02,  # a day
  2026-01-29,
]

[[search]]
name = "bis-rules"
since = 2026-09-20
agencies = ["industry-and-security-bureau"]
types = ["RULE"]
"""

COMMITTED = Path(__file__).parents[1] / "regulations" / "watchlist.toml"


def test_a_watchlist_is_read_into_values():
    """Short and full identifiers are the same work; dates and lists keep their types."""
    watchlist = read_watchlist(GOOD, "w.toml")
    assert (
        "/us/bill/119/hr/2683",
        "/us/bill/119/s/3519",
        "/us/fr/2025-19001",
        "/us/cfr/t15/p734",
    ) == watchlist.works
    bill, document, part = watchlist.bills[0], watchlist.documents[0], watchlist.parts[0]
    assert ("/us/bill/119/s/3519",) == bill.companions
    assert (1, "A", date(2026, 6, 4)) == (bill.tier, bill.grade, bill.as_of)
    assert ("0694-AK11",) == document.rins
    assert ("/us/cfr/t15/p744",) == document.cfr
    assert (date(2025, 8, 2), date(2026, 1, 29)) == part.points
    assert ("RULE",) == watchlist.searches[0].types
    assert 7 == bill.line


BAD = [
    ('work = "119hr2683"   # the main one', 'work = "119hr26x83"', 8, "is not an identifier"),
    (
        'work = "119hr2683"   # the main one',
        'work = "2025-19001"',
        8,
        "not the identifier of a bill",
    ),
    (
        'work = "119hr2683"   # the main one',
        'work = "119hr2683@ih"',
        8,
        "not the identifier of a bill",
    ),
    ('work = "119hr2683"   # the main one', "work = 119", 8, "must be a text"),
    ("tier = 1", "tier = 3", 10, "must be 1 or 2"),
    ("tier = 1", "teir = 1", 10, "did you mean “tier”?"),
    ('companions = ["119s3519"]', 'companions = ["15cfr734"]', 11, "not the identifier of a bill"),
    ('source = "CGA"\nas_of = 2026-06-04', "as_of = 2026-06-04", 12, "needs “source” and “as_of”"),
    (
        'source = "CGA"\nas_of = 2026-06-04',
        'source = "CGB"\nas_of = 2026-06-04',
        13,
        "not a key of [sources]",
    ),
    ("as_of = 2026-06-04", 'as_of = "2026-06-04"', 14, "must be a date"),
    ("as_of = 2026-06-04", "as_of = 2026-06-04T10:00:00", 14, "must be a date"),
    ('grade = "A"', 'grade = "E"', 15, "none of A, B, C, D"),
    ('work = "/us/bill/119/s/3519"', 'work = "119HR2683"', 17, "119hr2683 is already on line 7"),
    ('work = "2025-19001"', 'work = "119hr1"', 21, "not the identifier of a Federal Register"),
    ('rins = ["0694-AK11"]', 'rins = ["0694"]', 24, "is not a RIN"),
    ('rins = ["0694-AK11"]', 'rins = "0694-AK11"', 24, "must be a list of texts"),
    ('cfr = ["15cfr744"]', 'cfr = ["744"]', 25, "is not an identifier"),
    ("since = 2025-01-29", 'since = "January"', 31, "must be a date"),
    ("  2025-08-02,  # a day", '  "2025-08-02",', 32, "must be a list of dates"),
    ('name = "bis-rules"', 'name = "BIS rules"', 38, "lower-case letters"),
    ("since = 2026-09-20", "", 37, "“since” is needed"),
    ('agencies = ["industry-and-security-bureau"]', "", 38, "needs at least one of"),
    ('agencies = ["industry-and-security-bureau"]', 'agencies = ["BIS"]', 40, "not an agency slug"),
    ('types = ["RULE"]', 'types = ["Rule"]', 41, "is none of RULE"),
    ("schema = 1", "schema = 2", 2, "must be 1"),
    ("schema = 1", "scheme = 1", 2, "unknown key “scheme”"),
    ("[[part]]", "[[parts]]", 29, "unknown key “parts”"),
    ("[[part]]", "[part]", 29, "must be written as [[part]]"),
    ('CGA = "bill data"', "CGA = 5", 5, "must be a text"),
    ('title = "Remote Access Security Act"', 'title = "Remote', 9, "is not readable TOML"),
    (
        'title = "Remote Access Security Act"',
        'title = "a"\ntitle = "b"',
        10,
        "is not readable TOML",
    ),
]


@pytest.mark.parametrize(("good", "bad", "line", "words"), BAD)
def test_what_is_wrong_is_told_with_its_line(good, bad, line, words):
    """One sentence: file, line, table, what is wrong."""
    assert good in GOOD
    with pytest.raises(ConfigError) as caught:
        read_watchlist(GOOD.replace(good, bad), "w.toml")
    assert f"w.toml:{line}: " in str(caught.value)
    assert words in str(caught.value)
    assert 3 == caught.value.exit_status


def test_a_file_that_is_not_there_is_told(tmp_path):
    """Without a line, since there is none."""
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read: No such file"):
        load_watchlist(tmp_path / "none.toml")


def test_a_file_that_is_not_text_is_told(tmp_path):
    """A picture is not a watchlist."""
    path = tmp_path / "w.toml"
    path.write_bytes(b"schema = 1\n\xff\xfe")
    with pytest.raises(ConfigError, match="is not UTF-8 text"):
        load_watchlist(path)


def test_adding_and_removing_keeps_comments_and_order(tmp_path):
    """What people wrote stays to the letter; add and remove undo each other."""
    path = tmp_path / "w.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert "/us/bill/119/hr/9546" == add_work(path, "119 HR 9546", title="Cloud Security Act")
    added = path.read_text(encoding="utf-8")
    assert "# A comment that stays" in added
    assert "# the main one" in added
    assert "  2025-08-02,  # a day\n" in added
    assert added.index('work = "/us/bill/119/s/3519"') < added.index('work = "119hr9546"')
    assert added.index('work = "119hr9546"') < added.index("[[document]]")
    assert "/us/bill/119/hr/9546" in load_watchlist(path).works
    assert "/us/bill/119/hr/9546" == remove_work(path, "119hr9546")
    assert GOOD == path.read_text(encoding="utf-8")


SECTIONS = """# Top
schema = 1

[sources]
A = "x"

# Bills
# of two kinds

[[bill]]
work = "119hr1"
# about the first

# About the second

[[bill]]
work = "119hr2"

# Documents

[[document]]
work = "2025-00001"

# The end
"""


@pytest.mark.parametrize(
    ("work", "after", "before"),
    [
        ("119hr3", 'work = "119hr2"\n\n', "\n# Documents\n\n[[document]]"),
        ("2025-00002", 'work = "2025-00001"\n\n', "\n# The end\n"),
        ("15cfr734", 'work = "2025-00001"\n\n', "\n# The end\n"),
    ],
)
def test_a_new_entry_stands_with_its_kind_before_the_next_heading(tmp_path, work, after, before):
    """A comment after a group is the next group's heading."""
    path = tmp_path / "w.toml"
    path.write_text(SECTIONS, encoding="utf-8")
    add_work(path, work)
    text = path.read_text(encoding="utf-8")
    kind = {"1": "bill", "2": "document"}[work[0]] if "cfr" not in work else "part"
    new = f'[[{kind}]]\nwork = "{work}"\n'
    assert f"{after}{new}{before}" in text
    assert SECTIONS == text.replace(f"{new}\n", "", 1)
    remove_work(path, work)
    assert SECTIONS == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("work", "gone"),
    [
        ("119hr1", '[[bill]]\nwork = "119hr1"\n# about the first\n'),
        ("119hr2", '[[bill]]\nwork = "119hr2"\n'),
        ("2025-00001", '[[document]]\nwork = "2025-00001"\n'),
    ],
)
def test_removing_an_entry_leaves_the_headings(tmp_path, work, gone):
    """Only the entry goes, with the comment that stands right under it."""
    path = tmp_path / "w.toml"
    path.write_text(SECTIONS, encoding="utf-8")
    remove_work(path, work)
    text = path.read_text(encoding="utf-8")
    assert SECTIONS.replace(gone, "").split() == text.split()
    assert "\n\n\n\n" not in text
    for comment in ("# Bills\n# of two kinds", "# About the second", "# Documents", "# The end"):
        assert comment in text


def test_removing_the_only_entry_of_a_file_leaves_its_comments(tmp_path):
    """Nothing stands before it that they could stay with."""
    path = tmp_path / "w.toml"
    path.write_text('# Head\n[[bill]]\nwork = "119hr1"\n\n# Foot\n', encoding="utf-8")
    remove_work(path, "119hr1")
    assert ["#", "Head", "#", "Foot"] == path.read_text(encoding="utf-8").split()


def test_every_work_of_the_committed_file_can_be_removed_and_added(tmp_path):
    """Comments stay, whichever goes; what is left is always readable."""
    text = COMMITTED.read_text(encoding="utf-8")
    comments = [line for line in text.splitlines() if line.startswith("#")]
    for work in load_watchlist(COMMITTED).works[::6]:
        path = tmp_path / "w.toml"
        path.write_text(text, encoding="utf-8")
        remove_work(path, work)
        assert work not in load_watchlist(path).works
        add_work(path, work)
        assert work in load_watchlist(path).works
        left = path.read_text(encoding="utf-8").splitlines()
        assert comments == [line for line in left if line.startswith("#")]


@pytest.mark.parametrize("work", ["119hr9546", "2026-00001", "15cfr999", "/us/cfr/t15/p998"])
def test_each_kind_is_added_to_its_own_group_even_the_first(tmp_path, work):
    """A file without the group gets one."""
    path = tmp_path / "w.toml"
    path.write_text("schema = 1\n", encoding="utf-8")
    identifier = add_work(path, work)
    assert (identifier,) == load_watchlist(path).works


@pytest.mark.parametrize(
    ("work", "error"),
    [
        ("119hr2683", UsageError),
        ("50usc4812", UsageError),
        ("119hr1@ih", UsageError),
        ("nonsense", IdentifierError),
    ],
)
def test_what_cannot_be_added_changes_nothing(tmp_path, work, error):
    """Already there, of a kind that is not watched, or nothing at all."""
    path = tmp_path / "w.toml"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(error):
        add_work(path, work)
    assert GOOD == path.read_text(encoding="utf-8")


def test_what_is_not_there_cannot_be_removed(tmp_path):
    """The message says so."""
    path = tmp_path / "w.toml"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(UsageError, match="119hr1 is not on"):
        remove_work(path, "119hr1")


def test_a_wrong_file_is_not_edited(tmp_path):
    """Editing reads first, so an error is found before anything is written."""
    path = tmp_path / "w.toml"
    bad = GOOD.replace("tier = 1", "teir = 1")
    path.write_text(bad, encoding="utf-8")
    with pytest.raises(ConfigError):
        add_work(path, "119hr9546")
    assert bad == path.read_text(encoding="utf-8")


def test_lines_are_found_past_strings_and_lists_that_run_on():
    """Brackets, headers and keys inside strings and comments do not count."""
    text = '''a = """
[[not-a-table]]
b = 1 "quoted" # no comment
"""
c = [ "[", # ]
  ["d = 1"],
  \'\'\'
  e = 2\'\'\',
]
[f]  # g = 3
"h" = 4
[[i]]
[[i]]
j = "]"
k = 5
'''
    assert {
        ("", 0): {"": 1, "a": 1, "c": 5},
        ("f", 0): {"": 10, "h": 11},
        ("i", 0): {"": 12},
        ("i", 1): {"": 13, "j": 14, "k": 15},
    } == key_lines(text)


@given(st.lists(st.text(alphabet='ab=[]"#\n', max_size=12), max_size=6))
def test_any_multi_line_text_leaves_the_key_after_it_on_its_line(texts):
    """Whatever people write in a note, the line of what follows is right."""
    notes = "".join(f"n{number} = '''\n{text}'''\n" for number, text in enumerate(texts))
    expected = notes.count("\n") + 1
    assert expected == key_lines(notes + "last = 1\n")["", 0]["last"]


def test_the_committed_watchlist_is_whole():
    """All texts of the facts that have a number: 46 bills, 27 documents, 14 parts, a chapter."""
    watchlist = load_watchlist(COMMITTED)
    assert (46, 27, 14, 1) == (
        len(watchlist.bills),
        len(watchlist.documents),
        len(watchlist.parts),
        len(watchlist.chapters),
    )
    for entry in (*watchlist.bills, *watchlist.documents):
        assert entry.source in watchlist.sources
        assert entry.as_of is not None
        assert entry.grade
    tier_one = {bill.work for bill in watchlist.bills if bill.tier == 1}
    assert {"/us/bill/119/hr/2683", "/us/bill/119/s/3519", "/us/bill/118/hr/8152"} <= tier_one
    for bill in watchlist.bills:
        for companion in bill.companions:
            other = watchlist.find(companion)
            assert other is not None
            assert bill.work in other.companions
