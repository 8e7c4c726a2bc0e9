"""Pending texts that get in each other's way."""

from laws import order, quoted

from tracker.amend.collisions import collisions

SECTION = quoted(("SEC. 1758A.", "Chips | One."), level="section")
OTHER = quoted(("1758A.", "Chips | Two."), level="section")


def found(**texts):
    """Return (kind, identifier, texts, alike) of the collisions between texts."""
    named = [(name.replace("_", "@"), orders) for name, orders in texts.items()]
    return [(c.kind, c.identifier, [p.text for p in c.parties], c.alike) for c in collisions(named)]


def test_two_bills_that_insert_one_designator_collide():
    """A new section 1758A, whoever named its Act's part; versions of one bill do not collide."""
    assert found(
        a_ih=[order("add", "", position="after", beside="s4817", content=SECTION)],
        a_eh=[order("add", "", position="after", beside="s4817", content=SECTION)],
        b_is=[order("add", "ch58", position="end", content=OTHER)],
    ) == [("same-designator", "/us/usc/t50/s1758A", ["a@eh", "a@ih", "b@is"], False)]
    assert found(a_ih=[order("delete", "s1")], a_eh=[order("delete", "s1")]) == []


def test_bills_that_strike_the_same_words_collide_even_when_alike():
    """Whoever is second finds nothing to strike."""
    strike = order("substitute", "s4813/a/7", find="export controls", text="controls")
    assert found(a_ih=[strike], b_is=[strike]) == [
        ("same-words", "/us/usc/t50/s4813/a/7", ["a@ih", "b@is"], True)
    ]


def test_bills_that_change_one_provision_collide():
    """Other words of the same paragraph, or the whole that holds it."""
    one = order("insert", "s4812/c", find="export", position="after", text="x")
    two = order("delete", "s4812/c", find="purchase order")
    assert found(a_ih=[one], b_is=[two]) == [
        ("same-provision", "/us/usc/t50/s4812/c", ["a@ih", "b@is"], False)
    ]
    assert found(a_ih=[one], b_is=[order("delete", "s4812")]) == [
        ("same-provision", "/us/usc/t50/s4812", ["a@ih", "b@is"], False)
    ]
    assert found(a_ih=[one], b_is=[order("delete", "s4811")]) == []
