"""Instructions of one text among each other: order, redesignation, contradiction.

The drafting rule stands in `tracker.amend.execution.state`.
"""

import pytest
from laws import at, law, order, quoted
from msgspec import structs

from tracker.amend.execution.execute import execute
from tracker.amend.values import Find, Rename

BASE = law(
    (
        "§ 1.",
        "Duties | The Secretary shall—",
        ("(1)", "act on arms;"),
        ("(2)", "report on arms; and"),
        ("(3)", "rest from work."),
    ),
)


def outcome(*orders):
    """Return executed (True) or the reason, for each order."""
    ledger = execute(BASE, orders).ledger
    assert len(ledger) == len(orders)
    return [entry.executed or entry.reason for entry in ledger]


UP = order("redesignate", "s1", renames=[("s1/2", "(3)"), ("s1/3", "(4)")])
NEW = quoted(("(2)", "x;"))


@pytest.mark.parametrize(
    ("second", "what"),
    [
        # (4) is new: it can only be what was (3)
        (order("delete", "s1/4", 2, find="from work"), True),
        # nothing is (2) now: only the base's reading is left, and the rule is the law as it stands
        (order("delete", "s1/2", 2), "conflict"),
        # (3) means one paragraph before and another after
        (order("delete", "s1/3", 2), "conflict"),
        (order("delete", "s1/3", 2, words="in paragraph (3), as so redesignated, by"), True),
        (order("delete", "s1/3", 2, words="striking newly redesignated paragraph (3)"), True),
        # untouched by the redesignation
        (order("delete", "s1/1", 2), True),
        (
            order("add", "s1", 2, position="after", beside="s1/1", content=NEW),
            True,
        ),
        (order("add", "s1", 2, position="end", content=quoted(("(5)", "x."))), True),
        (order("add", "s1", 2, position="end", content=quoted(("(4)", "x."))), "conflict"),
    ],
)
def test_a_designator_after_a_redesignation(second, what):
    """Right where one reading is left, else in the ledger."""
    assert outcome(UP, second) == [True, what]


def test_as_so_redesignated_means_the_law_as_it_then_stands():
    """The paragraph under its new designator is changed, not the one that had it."""
    second = order(
        "substitute", "s1/3", 2, find="arms", text="ships", words="(3) (as so redesignated)"
    )
    amended = execute(BASE, [UP, second])
    assert at(amended.result, "s1/3").content == "report on ships; and"
    assert amended.ledger[1].before == ("/us/usc/t50/ch58/s1/2",)


def test_redesignations_of_one_order_happen_at_once():
    """(1) and (2) can change places."""
    swap = order("redesignate", "s1", renames=[("s1/1", "(2)"), ("s1/2", "(1)")])
    amended = execute(BASE, [swap])
    assert amended.ledger[0].executed
    assert at(amended.result, "s1/2").content == "act on arms;"
    assert at(amended.result, "s1/1").content == "report on arms; and"
    assert [child.num for child in at(amended.result, "s1").children] == ["(1)", "(2)", "(3)"]


def test_a_struck_designator_can_be_given_again():
    """Strike (2) and redesignate (3) as (2), whichever is said first."""
    down = order("redesignate", "s1", 2, renames=[("s1/3", "(2)")])
    strike = order("delete", "s1/2", 3)
    for orders in ([strike, down], [down, strike]):
        amended = execute(BASE, orders)
        assert [entry.executed for entry in amended.ledger] == [True, True]
        assert [entry.instruction for entry in amended.ledger] == orders
        assert at(amended.result, "s1/2").content == "rest from work."
    assert outcome(down, order("delete", "s1/1", 3)) == ["base-differs", True]


def test_an_insertion_may_stand_before_the_redesignation_that_makes_room():
    """Two paragraphs (2) are no possible law, so both orders are meant at once."""
    new = order("add", "s1", position="after", beside="s1/1", content=NEW)
    amended = execute(BASE, [new, structs.replace(UP, number=2)])
    assert [entry.executed for entry in amended.ledger] == [True, True]
    assert [p.content for p in at(amended.result, "s1").children] == [
        "act on arms;",
        "x;",
        "report on arms; and",
        "rest from work.",
    ]
    failing = order("redesignate", "s1", 2, renames=[("s1/2", "(3)")])
    assert outcome(new, failing) == ["base-differs", "base-differs"]


STRIKE = order("substitute", "s1/1", find="arms", text="ships")


@pytest.mark.parametrize(
    ("second", "what"),
    [
        (order("substitute", "s1/1", 2, find="arms", text="planes"), "conflict"),
        (order("delete", "s1/1", 2, find="ships"), "conflict"),
        (order("delete", "s1/1", 2, find="ships", words="as amended by paragraph (1)"), True),
        (order("substitute", "s1", 2, find=Find("ships", choice="all"), text="x"), "conflict"),
        (order("substitute", "s1", 2, find="arms", text="x"), True),
        (order("amend", "s1/1", 2, content=quoted(("(1)", "sleep;"))), "conflict"),
        (order("delete", "s1/1", 2), True),
        (order("insert", "s1/1", 2, find="act", position="after", text="now"), True),
    ],
)
def test_words_that_an_earlier_order_changed(second, what):
    """Nothing is done to words that only the amending text itself put in, unless it says so."""
    assert outcome(STRIKE, second) == [True, what]


def test_two_insertions_at_one_place_are_a_conflict():
    """Either could be first; before the same stop, both follow in their order."""
    one = order("insert", "s1/1", find="act", position="after", text="now")
    two = order("insert", "s1/1", 2, find="act", position="after", text="well")
    assert outcome(one, two) == [True, "conflict"]
    end = Find(";", at="end")
    one = order("insert", "s1/1", find=end, position="before", text="now")
    two = order("insert", "s1/1", 2, find=end, position="before", text="here")
    amended = execute(BASE, [one, two])
    assert at(amended.result, "s1/1").content == "act on arms now here;"


def test_two_new_provisions_under_one_designator_are_a_conflict():
    """The second (4) names the instruction that put in the first."""
    new = quoted(("(4)", "x."))
    add = [order("add", "s1", n, position="end", content=new) for n in (1, 7)]
    entry = execute(BASE, add).ledger[1]
    assert (entry.reason, entry.detail) == ("conflict", "(4) is there already, by instruction 1")


def test_what_a_removed_provision_held_cannot_be_changed():
    """The ledger says which instruction removed it."""
    entry = execute(
        BASE, [order("delete", "s1/2", 3), order("delete", "s1/2", 4, find="on")]
    ).ledger[1]
    assert entry.reason == "conflict"
    assert "instruction 3" in entry.detail


def test_a_failed_order_spoils_no_other():
    """The rest is carried out as if it were absent."""
    bad = order("delete", "s1/2", 2, find="nowhere to be found")
    amended = execute(BASE, [STRIKE, bad, order("delete", "s1/3", 3)])
    assert [entry.executed for entry in amended.ledger] == [True, False, True]
    assert amended.result == execute(BASE, [STRIKE, order("delete", "s1/3", 3)]).result


def test_paragraphs_that_become_subparagraphs_of_a_new_one():
    """49 U.S.C. 25101(c) in the Long-Distance Corridor Relief Act (119th Congress), shortened."""
    base = law(
        (
            "§ 1.",
            "H | ",
            ("(c)", "In selecting routes, regard—", ("(1)", "the one;"), ("(2)", "this.")),
        )
    )
    down = order("redesignate", "s1/c")
    down = structs.replace(
        down,
        renames=(
            Rename("/us/usc/t50/s1/c/1", "(A)", "subparagraph"),
            Rename("/us/usc/t50/s1/c/2", "(B)", "subparagraph"),
        ),
    )
    first = quoted(("(1)", "In general | In selecting"))
    amended = execute(
        base,
        [
            down,
            order("substitute", "s1/c", 2, facet="chapeau", find="In selecting", content=first),
            order(
                "delete", "s1/c/B", 3, find="is", words="in subparagraph (B), as so redesignated"
            ),
            order(
                "insert",
                "s1/c/A",
                4,
                find="the",
                text="only",
                position="after",
                words="(A), as so redesignated",
            ),
            order("add", "s1/c", 5, position="end", content=quoted(("(2)", "Exception | None."))),
        ],
    )
    assert [entry.reason for entry in amended.ledger] == ["", "", "words-not-found", "", ""]
    assert [(p.path.rpartition("/s1/")[2], p.own_text) for p in amended.result.provisions()][
        1:
    ] == [
        ("c", ""),
        ("c/1", "In general In selecting routes, regard—"),
        ("c/1/A", "the only one;"),
        ("c/1/B", "this."),
        ("c/2", "Exception None."),
    ]
