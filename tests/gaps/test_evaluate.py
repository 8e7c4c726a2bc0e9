"""Effect and force meet only in the last step."""

from datetime import date

import pytest

from tracker.gaps import evaluate, history
from tracker.gaps.force_register import ForceRegister, read
from tracker.gaps.values import GapState, Judgement, Standing
from tracker.model import Facts

WIDE = (
    "access to an item subject to the jurisdiction of the United States by a foreign person"
    " through a network connection."
)
NARROW = "access to an item included on the Commerce Control List through a network connection."
WORK = "/us/bill/119/hr/9001"
JUDGED = Judgement("G01", WORK, "partial", "reviewer", date(2026, 2, 1), "Because.")
BOUND = f'[[force]]\ntarget = "{WORK}"\nstatus = "in-force"\nsource = "x"\nas_of = 2026-06-01\n'


def cells(found, gap="G01"):
    """Return (version, effect, basis, latest) of one gap."""
    return [(a.version, a.effect, a.basis, a.latest) for a in found if a.gap == gap]


def test_results_are_per_version_so_that_a_dropped_clause_shows(gaps, make_bill):
    """The effect of a work changes with the version that changes it."""
    documents = [make_bill(WIDE), make_bill(NARROW, "eh")]
    found = evaluate.assess(gaps, documents, {}, ForceRegister(), date(2026, 6, 1))
    assert [("ih", "closes", "computed", False), ("eh", "partial", "computed", True)] == cells(
        found
    )


def test_a_judgement_stands_and_the_computed_effect_is_still_shown(gaps, make_bill):
    """A person's view replaces the effect, not the evidence."""
    found = evaluate.assess(gaps, [make_bill(WIDE)], {}, ForceRegister(), date(2026, 6, 1),
                            judgements=[JUDGED])  # fmt: skip
    one = next(a for a in found if a.gap == "G01")
    assert ("partial", "curated", "closes", "partial") == (
        one.effect, one.basis, one.computed, one.curated,
    )  # fmt: skip
    assert one.evidence


def test_a_judgement_on_a_text_that_is_not_held_makes_a_cell(gaps):
    """What only people know is shown as curated, without a version."""
    found = evaluate.assess(gaps, [], {}, ForceRegister(), date(2026, 6, 1), judgements=[JUDGED])
    assert [("", "partial", "curated", True)] == cells(found)
    assert found[0].computed is None


@pytest.mark.parametrize(
    ("text", "status", "state"),
    [
        (WIDE, "pending", "open"),
        (WIDE, "in-force", "closed"),
        (NARROW, "in-force", "partly-closed"),
        (WIDE, "not-enforced", "open"),
        (WIDE, "dead", "open"),
    ],
)
def test_a_gap_is_closed_only_by_words_that_close_it_and_bind(gaps, make_bill, text, status, state):
    """Either alone leaves it open."""
    entries = read(BOUND.replace("in-force", status), "force.toml")
    found = evaluate.assess(gaps, [make_bill(text)], {}, entries, date(2026, 6, 1))
    states = {one.gap: one for one in evaluate.states(gaps, found)}
    assert isinstance(states["G01"], GapState)
    assert state == states["G01"].state


def test_a_gap_whose_rule_is_back_by_default_is_unverified(gaps, make_bill):
    """In force by default, with no source read past that day, closes nothing for certain."""
    entries = read(
        BOUND.replace("in-force", "stayed") + 'until = 2026-06-01\nnext = "in-force"\n', "f.toml"
    )
    found = evaluate.assess(gaps, [make_bill(WIDE)], {}, entries, date(2026, 6, 2))
    assert "unverified" == next(s.state for s in evaluate.states(gaps, found) if s.gap == "G01")


def test_one_limb_does_not_close_a_gap(gaps):
    """A gap of two limbs is closed only when both are."""
    both = [
        Judgement("G07", f"/us/bill/119/hr/900{n}", "closes", "reviewer", date(2026, 2, 1), "x",
                  limbs=(limb,))
        for n, limb in enumerate(("shipment", "access"))
    ]  # fmt: skip
    entries = read("".join(
        BOUND.replace(WORK, f"/us/bill/119/hr/900{n}") for n in (0, 1)
    ), "force.toml")  # fmt: skip
    for judgements, expected in ((both[:1], "partly-closed"), (both, "closed")):
        found = evaluate.assess(gaps, [], {}, entries, date(2026, 6, 1), judgements=judgements)
        assert expected == next(s.state for s in evaluate.states(gaps, found) if s.gap == "G07")


@pytest.mark.parametrize(
    ("effect", "status", "expected"),
    [
        ("closes", "in-force", "closed"),
        ("closes", "pending", "would-close"),
        ("partial", "in-force", "partly-closed"),
        ("authorises", "proposed", "would-enable"),
        ("widens", "guidance", "widened"),
        ("closes", "dead", "lapsed"),
        ("closes", "unknown", "unverified"),
        ("silent", "in-force", "untouched"),
        ("not-assessed", "in-force", "not-assessed"),
    ],
)
def test_the_outcome_reads_both_axes_together(effect, status, expected):
    """Words for a cell of the matrix."""
    assert expected == evaluate.outcome(effect, (), Standing(status, ""))


def test_a_later_version_than_the_day_is_left_out(gaps, make_bill):
    """On an earlier day only the texts of that day count."""
    days = {(WORK, "ih"): date(2025, 4, 7), (WORK, "eh"): date(2026, 1, 12)}
    found = evaluate.assess(gaps, [make_bill(WIDE), make_bill(NARROW, "eh")], {}, ForceRegister(),
                            date(2025, 6, 1), published=days)  # fmt: skip
    assert [("ih", "closes", "computed", True)] == cells(found)


def test_the_history_of_a_gap_is_by_date(gaps, make_bill):
    """Texts that change the effect and turns of force, in order."""
    documents = [make_bill(WIDE), make_bill(NARROW, "eh")]
    days = {(WORK, "ih"): date(2025, 4, 7), (WORK, "eh"): date(2026, 1, 12)}
    facts = {WORK: Facts(WORK, "bill", introduced=date(2025, 4, 7), stage="introduced")}
    forces = evaluate.gather(documents, facts, ForceRegister())
    computed = [one for d in documents for one in evaluate.compute(gaps, d)]
    found = evaluate.combine(gaps, computed, forces, date(2026, 6, 1), published=days)
    turns = history.history("G01", found, forces, published=days)
    assert [
        (date(2025, 4, 7), "text", "ih", "closes"),
        (date(2025, 4, 7), "force", "", "partial"),
        (date(2026, 1, 12), "text", "eh", "partial"),
        (date(2027, 1, 3), "force", "", "partial"),
    ] == [(t.on, t.kind, t.version, t.effect) for t in turns]


def test_changes_since_the_last_acknowledged_run(gaps, make_bill):
    """Only what differs is named, with both sides."""
    before = evaluate.assess(gaps, [make_bill(WIDE)], {}, ForceRegister(), date(2026, 6, 1))
    after = evaluate.assess(gaps, [make_bill(NARROW)], {}, ForceRegister(), date(2026, 6, 1))
    old = history.statuses(before, evaluate.states(gaps, before))
    new = history.statuses(after, evaluate.states(gaps, after))
    assert () == history.changes(old, old)
    found = {one.key: (one.before, one.after) for one in history.changes(old, new)}
    assert ("closes; pending", "partial; pending") == found[f"G01 {WORK}"]
