"""The small registers that people keep for the site: read whole, or named with what is wrong."""

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import ConfigError
from tracker.gaps import register
from tracker.pipeline import curated

REGULATIONS = Path(__file__).resolve().parents[1] / "regulations"


def test_the_registers_of_this_instance_can_be_read():
    """Clock, claims, statements, actors and misreports are there and well-formed."""
    assert curated.clock(REGULATIONS / "clock.toml")
    assert curated.claims(REGULATIONS / "claims.toml")
    assert curated.statements(REGULATIONS / "statements.toml")
    assert curated.actors(REGULATIONS / "actors.toml")
    assert curated.misreports(REGULATIONS / "misreported.toml")
    assert curated.accuracy(REGULATIONS / "accuracy.toml")


def test_statements_and_questions_name_gaps_that_exist():
    """Every gap named in them is in the gap register, and is scored."""
    scored = {gap.id for gap in register.load(REGULATIONS / "gaps").scored}
    assert {s.gap for s in curated.statements(REGULATIONS / "statements.toml")} <= scored
    asked = {q.gap for a in curated.actors(REGULATIONS / "actors.toml") for q in a.asks}
    assert asked <= scored


def test_a_statement_has_a_sentence_for_every_state():
    """Whatever becomes of the gap, the front page can say it in a sentence."""
    for statement in curated.statements(REGULATIONS / "statements.toml"):
        assert set(statement.says) == {"open", "partly-closed", "unverified", "closed"}
        assert all(words.endswith(".") for words in statement.says.values())


@pytest.mark.parametrize(
    "read",
    [
        curated.clock,
        curated.claims,
        curated.statements,
        curated.actors,
        curated.misreports,
        curated.accuracy,
    ],
)
def test_an_instance_without_the_file_has_none(read, tmp_path):
    """Each register is optional."""
    assert read(tmp_path / "none.toml") == ()


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (curated.statements, '[[statement]]\ngap = "G01"\n', "says"),
        (curated.statements, '[[statement]]\ngap = "G01"\nsays.ajar = "x"\n', "ajar"),
        (curated.actors, '[[actor]]\nname = "A"\nask = []\n', "ask"),
        (curated.misreports, "as_of = 2026-01-01\n[[misreport]]\nclaim = 3\n", "claim"),
        (curated.misreports, "[[misreport]\n", "not TOML"),
        (curated.accuracy, "[[measured]]\nwhat = 'F1'\n", "figure"),
    ],
)
def test_what_is_wrong_is_named_with_the_file(read, text, said, tmp_path):
    """A missing field, an unknown state, a wrong type, broken TOML."""
    path = tmp_path / "register.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=rf"register\.toml.*{said}"):
        read(path)


def test_what_falls_due_is_in_order_of_the_day(tmp_path):
    """Open-ended items stand last, whatever their order in the file."""
    path = tmp_path / "clock.toml"
    path.write_text(
        "[[due]]\nwhat = 'open'\nsource = 's'\nas_of = 2026-01-01\n"
        "[[due]]\nwhat = 'soon'\nsource = 's'\nas_of = 2026-01-01\non = 2026-05-01\n"
    )
    assert [(i.what, i.on) for i in curated.clock(path)] == [
        ("soon", date(2026, 5, 1)),
        ("open", None),
    ]
