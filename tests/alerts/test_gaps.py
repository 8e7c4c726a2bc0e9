"""Events of gaps: what words do anew, and from which day a gap is in another state."""

from datetime import date

from tracker.alerts import gaps, texts
from tracker.alerts.texts import Arrival
from tracker.alerts.wording import Names
from tracker.gaps.evaluate import Computed
from tracker.gaps.force import Forces
from tracker.gaps.force_register import read
from tracker.gaps.register import Register
from tracker.gaps.values import Assessment, Evidence, Gap, Standing

BILL = "/us/bill/119/hr/1"
PART = "/us/cfr/t15/p742"
NAMES = Names(gaps={"G01": "Export"})


def assessment(effect, version="eh", work=BILL, **more):
    """Return what a version does to G01."""
    fields = {
        "gap": "G01", "work": work, "version": version, "effect": effect, "basis": "computed",
        "computed": effect, "curated": None, "limbs": (), "force": Standing("pending", ""),
        "outcome": "untouched", "rule": "r1", "reason": "Because.",
        "evidence": (Evidence(f"{work}/s2", "words", "r1"),), **more,
    }  # fmt: skip
    return Assessment(**fields)


def effects(record, *pairs, before=None, work=BILL, force_at=lambda _: Standing("pending", "")):
    """Return the events of a version whose effects, with those before it, are given."""
    held = {}
    for one in pairs:
        held.setdefault((one.work, one.version), []).append(one)
    one = Arrival(record, record.published, texts.name(record), before)
    return list(gaps.effect_events(one, held, force_at, NAMES))


def test_a_first_text_that_speaks_to_a_gap_is_an_event(record):
    """Which gaps each text moves, and why."""
    (event,) = effects(record(), assessment("closes"))

    assert f"{BILL}@eh#gap-G01-closes" == event.id
    assert ("", "closes", "Because.") == (event.before, event.after, event.reason)


def test_what_stays_silent_or_stays_as_it_was_is_no_event(record):
    """Only a move is told."""
    old = record("ih")
    assert [] == effects(record(), assessment("silent"))
    assert [] == effects(record(), assessment("closes"), assessment("closes", "ih"), before=old)


def test_an_effect_that_is_dropped_is_told(record):
    """A clause that went may take its effect along."""
    (event,) = effects(
        record(), assessment("silent"), assessment("closes", "ih"), before=record("ih")
    )

    assert ("closes", "silent") == (event.before, event.after)


def test_the_first_text_held_of_old_law_moves_nothing(record):
    """The beginning of the store is no change of the law."""
    one = record("2025-01-29", PART)

    assert [] == effects(one, assessment("partial", "2025-01-29", PART))


def test_words_with_less_force_than_their_text_are_marked(record):
    """A stayed paragraph in a part that is in force does nothing yet."""
    stayed = Standing("stayed", "", until=date(2026, 11, 9))

    def force_at(path):
        return stayed if path.endswith("/s2") else Standing("in-force", "codified text")

    new, old = record("2025-12-30", PART), record("2025-08-02", PART)
    (event,) = effects(
        new, assessment("partial", "2025-12-30", PART), before=old, force_at=force_at
    )

    assert ("The words that matter to G01 are stayed until 9 November 2026.",) == event.limits


def turns(days, since):
    """Return the turns of one gap that a rule in force from 1 March to 30 April closes."""
    gap = Gap("G01", "export", "Export", "", (), "", "", "", "", "", "", "")
    work = "/us/fr/2026-1"
    computed = [Computed("G01", work, "2026-02-20", "closes", "r1", "Because.")]
    register = read(
        f'schema = 1\nchecked = 2027-01-01\n[[force]]\ntarget = "{work}"\nstatus = "in-force"\n'
        'from = 2026-03-01\nuntil = 2026-04-30\nnext = "lifted"\nsource = "x"\n'
        "as_of = 2027-01-01\n", "force.toml",
    )  # fmt: skip
    return [
        (turn.on, turn.before.state, turn.now.state)
        for turn in gaps.state_turns(
            Register((gap,)), computed, Forces({}, register), days,
            {(work, "2026-02-20"): since}, judgements=(), published={},
        )
    ]  # fmt: skip


def test_a_gap_changes_state_with_force_and_not_with_text():
    """A gap is closed from the day on which the words bind, and open again when they lapse."""
    days = [date(2026, 2, 19), date(2026, 2, 20), date(2026, 3, 1), date(2026, 5, 1)]

    assert [
        (date(2026, 3, 1), "open", "closed"),
        (date(2026, 5, 1), "closed", "open"),
    ] == turns(days, date(2026, 2, 20))


def test_a_text_counts_from_its_day():
    """A state before the text came is not rewritten by it."""
    days = [date(2026, 3, 1), date(2026, 3, 10)]

    assert [(date(2026, 3, 10), "open", "closed")] == turns(days, date(2026, 3, 10))
