"""Gap results as JSON and as text."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from tracker.gaps import anchors, evaluate, force_register, history, notes, report
from tracker.gaps.definitions import compare_term, definitions
from tracker.model import Finding

ON = date(2026, 11, 23)
ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "tracker/schemas/gaps.schema.json").read_text(encoding="utf-8"))
WIDE = "access to an item by a foreign person through a network connection."


@pytest.fixture
def found(gaps, make_bill, kept_notes):
    """Return assessments of a bill and of all that people judged."""
    register = force_register.load(ROOT / "regulations" / "force.toml")
    documents = [make_bill(WIDE), make_bill(WIDE, "eh")]
    return evaluate.assess(gaps, documents, {}, register, ON, judgements=kept_notes.judgements)


def test_the_json_follows_its_schema(gaps, found):
    """Every gap × work × latest version, with effect, force, status and evidence."""
    data = report.as_json(gaps, found, evaluate.states(gaps, found), ON,
                          findings=[Finding("a", "b", "c.md", 3)])  # fmt: skip
    jsonschema.validate(data, SCHEMA)
    mine = [a for a in data["assessments"] if a["work"].endswith("/9001")]
    assert [("G01", "eh")] == [(a["gap"], a["version"]) for a in mine if a["gap"] == "G01"]
    assert 13 == len(mine)
    wider = report.as_json(gaps, found, evaluate.states(gaps, found), ON, every_version=True)
    assert len(data["assessments"]) + 13 == len(wider["assessments"])


def test_the_json_is_the_same_each_time(gaps, found):
    """Same input, same bytes."""
    states = evaluate.states(gaps, found)
    assert json.dumps(report.as_json(gaps, found, states, ON)) == json.dumps(
        report.as_json(gaps, found, states, ON)
    )


def test_the_matrix_and_one_gap_as_text(gaps, found):
    """A row per work; a gap with its evidence, force with source and day, and history."""
    states = evaluate.states(gaps, found)
    matrix = report.as_text(gaps, found, states, ON)
    assert "H.R. 9001 (119th)@eh" in matrix
    assert "as of 2026-11-23" in matrix
    gap = gaps.gap("export-definition")
    assert gap is not None
    forces = evaluate.gather([], {}, force_register.ForceRegister())
    turns = history.history(gap.id, found, forces)
    words = report.gap_text(gap, states[0], found, turns)
    assert "/us/bill/119/hr/9001/s2/1/q/15" in words
    assert "2027-01-03  H.R. 9001 (119th): dead" in words
    data = report.gap_json(gap, states[0], found, turns)
    assert ["closes"] == sorted({a["effect"] for a in data["assessments"] if a["version"]})


def test_the_review_lists_what_needs_a_person(make_bill):
    """A changed note with its redline; nothing when nothing changed."""
    words = "The term remote access means " + WIDE
    note = notes.Note("n", "/us/bill/119/hr/9001", "ih", "/us/bill/119/hr/9001/s2/1/q/15", words,
                      "Look.", "reviewer", date(2026, 2, 1))  # fmt: skip
    held = [make_bill(WIDE), make_bill(WIDE.replace("a foreign", "any"), "eh")]
    followed, findings = anchors.follow([note], held)
    assert "n: changed in eh" in report.review_text(followed, findings)
    assert [True] == [n["needs_review"] for n in report.review_json(followed, [])["notes"]]
    assert "nothing needs review\n" == report.review_text([], [])


def test_definitions_and_changes_are_reported(make_bill):
    """A term side by side; a status with both sides."""
    compared = compare_term("remote access", definitions([make_bill(WIDE)]))
    assert [1.0] == [row["likeness"] for row in report.term_json(compared)["definitions"]]
    change = history.StatusChange("G01", "open", "closed")
    assert "G01: open → closed\n" == report.changes_text([change])
