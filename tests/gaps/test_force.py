"""Legal force on a date: records, stays and entries by people."""

from datetime import date

import pytest

from tracker.gaps import force, force_register
from tracker.gaps.force_register import ForceRegister
from tracker.model import Action, Dates, Document, Facts, Provision

BILL = "/us/bill/119/hr/9001"
RULE = "/us/fr/2025-90001"
STAY = "/us/fr/2025-90002"

HOUSE = Facts(
    BILL, "bill", introduced=date(2025, 4, 7), stage="passed-house",
    actions=(
        Action(date(2026, 1, 12), "On passage Passed/agreed to in House by the Yeas and Nays"),
        Action(date(2025, 4, 7), "Introduced in House"),
    ),
)  # fmt: skip
LAW = Facts(
    BILL, "bill", introduced=date(2025, 4, 7), stage="enacted", public_law="119-99",
    actions=(
        Action(date(2026, 6, 1), "Became Public Law No: 119-99."),
        Action(date(2026, 5, 2), "Passed Senate without amendment"),
        Action(date(2026, 1, 12), "Passed House"),
    ),
)  # fmt: skip


def forces(facts=(), register=None, stays=(), dates=None):
    """Return what force is computed from."""
    return force.Forces(
        {fact.work: fact for fact in facts}, register or ForceRegister(), tuple(stays), dates or {}
    )


@pytest.mark.parametrize(
    ("facts", "on", "status"),
    [
        ((HOUSE,), date(2025, 6, 1), "pending"),
        ((HOUSE,), date(2026, 1, 12), "passed-one-chamber"),
        ((HOUSE,), date(2027, 1, 2), "passed-one-chamber"),
        ((HOUSE,), date(2027, 1, 3), "dead"),
        ((LAW,), date(2026, 5, 3), "pending"),
        ((LAW,), date(2026, 6, 1), "in-force"),
        ((LAW,), date(2028, 1, 1), "in-force"),
        ((), date(2026, 6, 1), "pending"),
        ((), date(2027, 6, 1), "dead"),
    ],
    ids=["introduced", "passed", "last-day", "congress-over", "both-chambers", "law", "stays-law",
         "no-record", "no-record-over"],
)  # fmt: skip
def test_a_bill_lives_by_its_actions_and_dies_with_its_congress(facts, on, status):
    """A bill of the 119th Congress that is not law is dead on 3 January 2027."""
    assert status == force.standing(BILL, forces(facts), on, version="ih").status


def test_a_law_with_a_later_effective_date_does_not_bind_yet():
    """Enacted is not in effect."""
    held = forces((LAW,), dates={BILL: date(2027, 1, 1)})
    assert "not-yet-effective" == force.standing(BILL, held, date(2026, 7, 1)).status
    assert "in-force" == force.standing(BILL, held, date(2027, 1, 1)).status


@pytest.mark.parametrize(
    ("kind", "effective", "on", "status"),
    [
        ("rule", date(2025, 10, 1), date(2025, 9, 30), "not-yet-effective"),
        ("rule", date(2025, 10, 1), date(2025, 10, 1), "in-force"),
        ("rule", None, date(2025, 10, 1), "unknown"),
        ("proposed-rule", None, date(2025, 10, 1), "proposed"),
        ("notice", None, date(2025, 10, 1), "guidance"),
    ],
)
def test_a_document_has_the_force_of_its_type_and_dates(kind, effective, on, status):
    """A date that the record does not state is never guessed."""
    fact = Facts(RULE, kind, published=date(2025, 9, 30), effective=effective)
    assert status == force.standing(RULE, forces((fact,)), on).status


def stay_text():
    """Return a document that stays another until a day."""
    words = ("Effective October 10, 2025, the amendments in the interim final rule published at"
             " 90 FR 99999, on September 30, 2025, are stayed until October 9, 2026.")  # fmt: skip
    dates = Provision(path=f"{STAY}/dates", level="dates", content=words)
    root = Provision(path=STAY, level="document", children=(dates,))
    return Document(
        STAY, "2025-10-12", "fr-xml", "A stay", root, Dates(effective=date(2025, 10, 10))
    )


@pytest.mark.parametrize(
    ("on", "checked", "status", "default"),
    [
        (date(2025, 10, 9), None, "in-force", None),
        (date(2025, 10, 10), None, "stayed", None),
        (date(2026, 10, 9), None, "stayed", None),
        (date(2026, 10, 10), None, "unknown", "in-force"),
        (date(2026, 10, 10), date(2026, 10, 9), "unknown", "in-force"),
        (date(2026, 10, 10), date(2026, 10, 10), "in-force", None),
    ],
    ids=["before", "first-day", "last-day", "unread", "read-too-early", "read"],
)
def test_a_stay_lapses_by_itself(on, checked, status, default):
    """On the day after a stay force changes with no document; unread sources leave it unknown."""
    rule = Facts(RULE, "rule", citation="90 FR 99999", effective=date(2025, 9, 29))
    stay = Facts(STAY, "rule", effective=date(2025, 10, 10))
    facts = {fact.work: fact for fact in (rule, stay)}
    held = force.gather([stay_text()], facts, ForceRegister(checked=checked))
    found = force.standing(RULE, held, on)
    assert (status, default) == (found.status, found.default)
    if status != "in-force":
        assert STAY in found.source


def test_a_note_in_the_cfr_stays_only_the_paragraphs_it_names():
    """Text beside a stayed paragraph binds."""
    work = "/us/cfr/t15/p990"
    words = ("Effective Date Note: At 90 FR 99999, Nov. 12, 2025, in § 990.9, the sentences at the"
             " end of paragraph (e) were stayed, effective until Nov. 9, 2026.")  # fmt: skip
    note = Provision(path=f"{work}/s990.9/note", level="effectiveDateNote", content=words)
    root = Provision(path=work, level="document", children=(note,))
    document = Document(work, "2025-12-30", "cfr-xml", "A part", root)
    held = force.gather([document], {}, ForceRegister())
    day = date(2026, 1, 5)
    assert "stayed" == force.standing(work, held, day, path=f"{work}/s990.9/e/1").status
    assert "in-force" == force.standing(work, held, day, path=f"{work}/s990.9/f").status


def test_a_later_text_without_the_note_ends_the_stay():
    """Once a part is held as of a day past the stay, its own text says what binds."""
    work = "/us/cfr/t15/p990"
    words = ("Effective Date Note: At 90 FR 99999, Nov. 12, 2025, in § 990.9, the sentences at the"
             " end of paragraph (e) were stayed, effective until Nov. 9, 2026.")  # fmt: skip
    note = Provision(path=f"{work}/s990.9/note", level="effectiveDateNote", content=words)
    noted = Provision(path=work, level="document", children=(note,))
    plain = Provision(path=work, level="document")
    held = force.gather(
        [Document(work, "2025-12-30", "cfr-xml", "A part", noted),
         Document(work, "2026-12-01", "cfr-xml", "A part", plain)], {}, ForceRegister(),
    )  # fmt: skip
    path = f"{work}/s990.9/e"
    days = (date(2026, 11, 9), date(2026, 11, 10), date(2026, 12, 1))
    assert ["stayed", "unknown", "in-force"] == [
        force.standing(work, held, day, path=path).status for day in days
    ]


def test_an_extension_moves_the_end_of_a_stay():
    """A second document that extends the stay keeps the rule stayed past its first end."""
    longer = stay_text()
    dates = Provision(
        path="/us/fr/2026-90003/dates", level="dates",
        content="The stay of the interim final rule published at 90 FR 99999, on September 30,"
        " 2025, is extended until October 9, 2027.",
    )  # fmt: skip
    root = Provision(path="/us/fr/2026-90003", level="document", children=(dates,))
    extension = Document("/us/fr/2026-90003", "2026-10-01", "fr-xml", "Longer", root,
                         Dates(effective=date(2026, 10, 1)))  # fmt: skip
    rule = Facts(RULE, "rule", citation="90 FR 99999", effective=date(2025, 9, 29))
    held = force.gather([longer, extension], {RULE: rule}, ForceRegister())
    assert "stayed" == force.standing(RULE, held, date(2026, 12, 1)).status
    assert "unknown" == force.standing(RULE, held, date(2027, 10, 10)).status


def test_the_most_particular_entry_wins():
    """A paragraph may not be enforced while its section is."""
    text = """
[[force]]
target = "/us/cfr/t15/p990/s990.6"
status = "in-force"
source = "a page"
as_of = 2026-01-01

[[force]]
target = "/us/cfr/t15/p990/s990.6/b"
status = "not-enforced"
from = 2025-05-13
source = "a press release"
as_of = 2026-01-01
"""
    held = forces(register=force_register.read(text, "force.toml"))
    day, work = date(2026, 2, 1), "/us/cfr/t15/p990"
    path = f"{work}/s990.6"
    found = force.standing(work, held, day, path=f"{path}/b/1")
    assert ("not-enforced", "a press release", True) == (found.status, found.source, found.curated)
    assert "in-force" == force.standing(work, held, day, path=f"{path}/a").status
    assert "in-force" == force.standing(work, held, date(2025, 1, 1), path=f"{path}/b").status


ENTRY = '[[force]]\ntarget = "2025-19001"\nstatus = "stayed"\nsource = "x"\nas_of = 2026-01-01\n'


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        (ENTRY.replace("stayed", "asleep"), "force-entry", 1, "is no force"),
        (ENTRY.replace("2025-19001", "nowhere"), "force-entry", 1, "is not an identifier"),
        ("\n" + ENTRY.replace("as_of", "as_if"), "force-entry", 2, "unknown key"),
        (ENTRY + "until = 2026-01-01\nfrom = 2026-02-01\n", "force-entry", 1, "before"),
        (ENTRY + ENTRY.replace("stayed", "in-force"), "force-contradiction", 6, "line 1"),
    ],
    ids=["status", "target", "key", "dates", "contradiction"],
)
def test_a_wrong_entry_is_a_finding_with_its_line(text, code, line, words):
    """The other entries still count."""
    found = force_register.read(text, "force.toml").findings
    assert [(code, "force.toml", line)] == [(f.code, f.path, f.line) for f in found]
    assert words in found[0].message


def test_a_file_that_is_no_toml_is_a_finding(tmp_path):
    """A slip in the file does not stop the rest."""
    path = tmp_path / "force.toml"
    path.write_text("schema = 1\n[[force\n", encoding="utf-8")
    found = force_register.load(path)
    assert [("file-unreadable", 2)] == [(f.code, f.line) for f in found.findings]


def test_a_timeline_names_each_turn_once():
    """Introduced, passed, dead: three turns."""
    turns = force.timeline(BILL, forces((HOUSE,)))
    assert [
        (date(2025, 4, 7), "pending"),
        (date(2026, 1, 12), "passed-one-chamber"),
        (date(2027, 1, 3), "dead"),
    ] == [(on, standing.status) for on, standing in turns]
