"""Events of the watch itself: steps, silence past a day, failing sources, notes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.alerts import watch
from tracker.alerts.watch import Due, Trouble
from tracker.alerts.wording import Names
from tracker.gaps.anchors import Carried, Followed
from tracker.gaps.notes import Note
from tracker.model import Action, Expected, Facts

BILL = "/us/bill/119/hr/9901"
NAMES = Names({BILL: "Example Act"})
DAY = date(2026, 3, 26)
NIGHT = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "said", "tier"),
    [
        ("Ordered to be Reported (Amended) by the Yeas and Nays: 51 - 0.",
         "was ordered to be reported", "amber"),
        ("Reported (Amended) by the Committee on Foreign Affairs. H. Rept. 119-1.",
         "was reported by committee", "amber"),
        ("Placed on the Union Calendar, Calendar No. 1.", "was placed on the calendar", "grey"),
        ("Presented to President.", "was presented to the President", "red"),
        ("Vetoed by President.", "was vetoed", "red"),
    ],
)  # fmt: skip
def test_official_steps_are_events(words, said, tier):
    """A committee's order moves a bill's path; no text and no force changes."""
    facts = Facts(work=BILL, kind="bill", actions=(Action(DAY, words),))
    (event,) = watch.step_events(facts, {}, NAMES)

    assert (f"H.R. 9901 (119th), Example Act, {said}", tier) == (event.headline, event.tier)
    assert words == event.reason


@pytest.mark.parametrize(
    "words", ["Referred to the House Committee on Foreign Affairs.", "Considered as unfinished.",
              "Motion to reconsider laid on the table Agreed to without objection."],
)  # fmt: skip
def test_routine_of_the_floor_is_no_event(words):
    """Nobody is called for a referral or a motion."""
    facts = Facts(work=BILL, kind="bill", actions=(Action(DAY, words),))

    assert [] == watch.step_events(facts, {}, NAMES)


def test_the_same_step_twice_a_day_is_one_event():
    """BILLSTATUS lists a step once for the chamber and once for its committee."""
    step = Action(DAY, "Ordered to be Reported by Voice Vote.")
    facts = Facts(work=BILL, kind="bill", actions=(step, step))

    assert 1 == len(watch.step_events(facts, {}, NAMES))


def due(**more):
    """Return a day that people keep."""
    return Due(**{"what": "Agenda date for a rule (RIN 0694-AJ35)", "on": DAY,
                  "as_of": date(2025, 9, 22), **more})  # fmt: skip


def test_silence_past_a_due_day_is_told_the_day_after():
    """Alert on silence past a due date, and not on the day itself."""
    assert [] == list(watch.due_events([due()], {}, NAMES, DAY))
    (event,) = watch.due_events([due()], {}, NAMES, DAY + timedelta(days=1))

    assert "Due 26 March 2026, not seen: Agenda date for a rule (RIN 0694-AJ35)" == event.headline
    assert DAY + timedelta(days=1) == event.on
    assert "no final rule under this regulation number is held" == event.reason


def test_a_rule_with_the_regulation_number_answers():
    """What came is not missing."""
    rule = Facts(work="/us/fr/2026-1", kind="rule", rins=("0694-AJ35",), published=DAY)

    assert [] == list(watch.due_events([due()], {rule.work: rule}, NAMES, DAY + timedelta(days=9)))


def test_a_reworded_due_day_of_a_work_keeps_its_id():
    """An editor's better sentence is no new event."""
    late = DAY + timedelta(days=1)
    ids = {
        event.id
        for what in ("Condition", "Condition on operators")
        for event in watch.due_events([due(what=what, work=BILL)], {}, NAMES, late)
    }

    assert 1 == len(ids)


@pytest.mark.parametrize(("age", "count"), [(13, 0), (14, 1), (90, 1)])
def test_a_listed_version_that_does_not_come_is_told_after_patience(age, count):
    """The text of a passed bill that is not posted for two weeks is worth a look."""
    facts = Facts(work=BILL, kind="bill", expected=(Expected("eh", "Engrossed in House", DAY),))
    found = list(watch.awaited_events(facts, [], {}, NAMES, DAY + timedelta(days=age), 14))

    assert count == len(found)


def test_a_version_that_came_is_not_awaited():
    """Official lists lag; what is held is held."""
    facts = Facts(work=BILL, kind="bill", expected=(Expected("eh", "", DAY),))

    assert [] == list(watch.awaited_events(facts, ["eh"], {}, NAMES, date(2027, 1, 1), 14))


def test_a_version_without_a_day_counts_from_when_it_was_first_missed():
    """The tool never guesses a date: the log of fetches knows since when."""
    facts = Facts(work=BILL, kind="bill", expected=(Expected("eh", "", None),))
    on = date(2026, 4, 1)

    assert [] == list(watch.awaited_events(facts, [], {}, NAMES, on, 14))
    (event,) = watch.awaited_events(facts, [], {BILL: NIGHT}, NAMES, on, 14)
    assert date(2026, 3, 15) == event.on


@pytest.mark.parametrize(("days", "count"), [(2, 0), (3, 1), (30, 1)])
def test_trouble_is_told_once_after_days(days, count):
    """A bad night is no event; a bad week is one, under one id."""
    trouble = Trouble(BILL, "failing", NIGHT, NIGHT + timedelta(days=days), "answered 503")
    found = list(watch.trouble_events([trouble], 3, NAMES))

    assert count == len(found)
    assert all(f"{BILL}#trouble-2026-03-01" == event.id for event in found)


def test_what_fails_for_one_cause_is_one_alert():
    """No network at night strikes every item; that is one message."""
    troubles = [
        Trouble(item, "failing", NIGHT, NIGHT + timedelta(days=4), "no connection")
        for item in (BILL, "search:rules")
    ]

    assert 1 == len({event.group for event in watch.trouble_events(troubles, 3, NAMES)})


def test_a_note_whose_words_went_needs_a_person_once():
    """The version that took the words is named; later versions that leave it so are silent."""
    note = Note("open-limb", BILL, "ih", f"{BILL}/s2", "any other form", "t", "reviewer", DAY)
    steps = tuple(
        Carried(note.id, "gone", note.path, "", version, "no clause supports its words")
        for version in ("eh", "rfs")
    )
    days = {f"{BILL}@{version}": (DAY, NIGHT, "group") for version in ("eh", "rfs")}
    found = list(watch.note_events([Followed(note, "gone", "", "rfs", steps)], days, NAMES))

    assert [f"{BILL}@eh#note-open-limb-gone"] == [event.id for event in found]
