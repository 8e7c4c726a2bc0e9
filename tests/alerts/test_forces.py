"""Events of force: also those that no document brings, and each told once."""

from datetime import date

import pytest

from tracker.alerts import forces
from tracker.alerts.wording import Names
from tracker.gaps.force import Forces, Stay
from tracker.gaps.force_register import read
from tracker.gaps.values import Assessment, Evidence, Standing
from tracker.model import Action, Facts

RULE = "/us/fr/2025-19001"
STAY = "/us/fr/2025-19846"
BILL = "/us/bill/119/hr/9901"
NAMES = Names({RULE: "Affiliates", BILL: "Example Act"}, {RULE: "90 FR 47201"})
FACTS = {
    RULE: Facts(work=RULE, kind="rule", citation="90 FR 47201", effective=date(2025, 9, 29),
                published=date(2025, 9, 30), stage="Interim final rule."),
    STAY: Facts(work=STAY, kind="rule", citation="90 FR 50857", effective=date(2025, 11, 10),
                published=date(2025, 11, 12), stage="Final rule; stay."),
}  # fmt: skip
PORTION = "/us/cfr/t15/p734/s734.9/e"
STAYS = (
    Stay(RULE, date(2025, 11, 10), date(2026, 11, 9), f"{STAY}@2025-11-12",
         "90 FR 47201, on September 30, 2025, are stayed until November 9, 2026"),
    Stay(PORTION, date(2025, 11, 12), date(2026, 11, 9), "/us/cfr/t15/p734@2025-12-30",
         "At 90 FR 50857, Nov. 12, 2025, paragraph (e) was stayed, effective until Nov. 9, 2026"),
)  # fmt: skip


def known(facts=FACTS, stays=STAYS, register="schema = 1\nchecked = 2026-10-03\n"):
    """Return what force is computed from."""
    return Forces(facts, read(register, "force.toml"), stays)


def told(found, assessments=(), names=NAMES):
    """Return the events of every turn."""
    return [
        forces.event(turn, along, "group", names, found, assessments)
        for turn, along in forces.folded(forces.turns(found, found.facts))
    ]


def test_a_stay_that_ends_is_told_on_its_day_though_nothing_is_published():
    """Alert on expiry by default: no document appears when a stay lapses."""
    (event,) = [e for e in told(known()) if e.on == date(2026, 11, 10)]

    assert ("force", "red", "stayed", "unknown") == (
        event.kind, event.tier, event.before, event.after,
    )  # fmt: skip
    assert "the stay ended on 9 November 2026: in force by default, not confirmed" in event.headline
    assert any("not confirmed" in limit for limit in event.limits)
    assert "U" == event.grade


def test_codified_text_that_repeats_a_stay_is_a_place_in_it_and_no_event():
    """One alert per event: the rule's stay and the note in the CFR are one."""
    (event,) = [e for e in told(known()) if e.after == "stayed"]

    assert RULE == event.work
    assert (PORTION,) == event.places
    assert date(2026, 11, 9) == event.until


def test_a_source_read_past_the_day_settles_the_lapse():
    """Once somebody has looked, the new state is told under an id of its own."""
    before = {e.id for e in told(known())}
    after = [e for e in told(known(register="schema = 1\nchecked = 2026-11-20\n"))
             if e.id not in before]  # fmt: skip

    assert [f"{RULE}#force-2026-11-10-in-force"] == [e.id for e in after]
    assert "in force again from 10 November 2026" in after[0].headline


def test_ids_stay_as_they_are_whatever_else_is_known():
    """More facts add events and rename none."""
    bill = Facts(work=BILL, kind="bill", introduced=date(2025, 4, 7))
    few = {e.id for e in told(known())}
    many = {e.id for e in told(known({**FACTS, BILL: bill}))}

    assert few < many


@pytest.mark.parametrize(
    ("actions", "said", "tier"),
    [
        ([(date(2026, 1, 12), "Passed/agreed to in House: by the Yeas and Nays.")],
         "passed the House", "red"),
        ([(date(2026, 1, 12), "Passed/agreed to in House."),
          (date(2026, 3, 1), "Passed/agreed to in Senate.")], "passed both chambers", "red"),
        ([(date(2025, 4, 7), "Introduced in House")], "was introduced", "amber"),
    ],
)  # fmt: skip
def test_what_a_chamber_did_is_told_in_words(actions, said, tier):
    """A bill that passes a chamber is a new state of force; one that is introduced is not."""
    fact = Facts(
        work=BILL, kind="bill", introduced=date(2025, 4, 7),
        actions=tuple(Action(day, text) for day, text in actions),
    )  # fmt: skip
    found = told(known({BILL: fact}, ()))
    event = next(e for e in found if said in e.headline)

    assert tier == event.tier
    assert f"H.R. 9901 (119th), Example Act, {said}" == event.headline


def test_every_bill_dies_with_its_congress_for_one_cause():
    """The 3rd of January ends a Congress; no document says so (Amendment XX, section 1)."""
    facts = {
        work: Facts(work=work, kind="bill", introduced=date(2025, 4, 7))
        for work in (BILL, "/us/bill/119/s/9902")
    }
    found = known(facts, ())
    dead = [turn for turn in forces.turns(found, facts) if turn.now.status == "dead"]

    assert {date(2027, 1, 3)} == {turn.on for turn in dead}
    assert {"congress-119"} == {turn.cause for turn in dead}


def test_a_portion_with_the_force_it_always_had_is_no_event():
    """An entry that confirms what holds changes nothing."""
    register = (
        'schema = 1\n[[force]]\ntarget = "/us/cfr/t15/p742/s742.6/a"\nstatus = "in-force"\n'
        'from = 2026-05-31\nsource = "x"\nas_of = 2026-06-01\n'
    )

    assert [] == told(known({}, (), register))


def test_the_gaps_that_a_stay_matters_to_move_with_it():
    """Which gaps move and why: what closed one would now close it."""
    one = Assessment(
        gap="G08", work=RULE, version="2025-09-30", effect="closes", basis="computed",
        computed="closes", curated=None, limbs=(), force=Standing("in-force", ""),
        outcome="closed", rule="r", reason="", evidence=(Evidence(f"{RULE}/p1", "x", "r"),),
    )  # fmt: skip
    (event,) = [e for e in told(known(), [one]) if e.after == "stayed"]

    assert (("G08", "closed", "would-close"),) == event.moves
    assert ("G08",) == event.gaps
