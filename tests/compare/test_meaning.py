"""Types and significance, by rule and with evidence."""

import pytest
from builders import document

from tracker.compare import compare


def judged(old, new):
    """Return (significance, types) of the one provision that changed."""
    changes = compare(
        document(("1.", "Scope of this Act", ("(a)", old), ("(b)", "Nothing else changes here."))),
        document(("1.", "Scope of this Act", ("(a)", new), ("(b)", "Nothing else changes here."))),
    ).changes
    (change,) = [c for c in changes if c.kind != "unchanged"]
    return change.significance, set(change.types)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("The provider shall keep records.", "The provider may keep records.", "obligation"),
        ("The provider may keep records.", "The provider may not keep records.", "obligation"),
        (
            "The provider must keep records.",
            "The provider is required to keep records.",
            "obligation",
        ),
        (
            "A chip is leased or accessed abroad.",
            "A chip is leased and accessed abroad.",
            "conjunction",
        ),
        ("The rule applies to any lease.", "The rule does not apply to any lease.", "negation"),
        ("A license is required.", "A license is required unless the item is EAR99.", "exception"),
        (
            "A license is required.",
            "Notwithstanding subsection (b), a license is required.",
            "exception",
        ),
        ("A performance of 4800 or greater.", "A performance of 6000 or greater.", "number"),
        (
            "A TPP of 4800 or more is controlled.",
            "A TPP of at least 4800 or more is controlled.",
            "threshold",
        ),
        ("A share of 25 percent counts.", "A share of 50 percent counts.", "number"),
        ("A fine of $250,000 is imposed.", "A fine of $1,000,000 is imposed.", "money"),
        ("A report is due within 90 days.", "A report is due within 180 days.", "date"),
        ("It ends on January 3, 2027, at noon.", "It ends on March 1, 2028, at noon.", "date"),
        (
            "The term “remote access” means access from abroad.",
            "The term “remote access” means access through a network.",
            "definition",
        ),
        (
            "Access by a foreign person is controlled.",
            "Access by a foreign person of concern is controlled.",
            "scope",
        ),
        ("Items under 3A090.a are controlled.", "Items under 4A090.a are controlled.", "scope"),
        (
            "Exports to Country Group D:5 need a license.",
            "Exports to Country Group D:1 need a license.",
            "scope",
        ),
        (
            "A person who provides access is liable.",
            "A person who knowingly provides access is liable.",
            "mental-state",
        ),
        (
            "A person with knowledge of it is liable.",
            "A person with reason to know of it is liable.",
            "mental-state",
        ),
        (
            "As described in section 1753 of that Act.",
            "As described in section 1754 of that Act.",
            "reference",
        ),
        (
            "This section takes effect in due course.",
            "This section takes effect in due course and terminates later.",
            "effective-date",
        ),
        (
            "The Bureau publishes guidance online.",
            "The Bureau publishes letters online.",
            "wording",
        ),
        ("The use is prohibited.", "The use is permitted.", "obligation"),
        ("Nothing here limits access.", "Something here limits access.", "negation"),
        ("either the lessor or the lessee", "both the lessor and the lessee", "conjunction"),
        ("Chips, or parts of them;", "Chips, and/or parts of them;", "conjunction"),
        ("It applies, provided that notice is given.", "It applies.", "exception"),
        ("a TPP of 4800 or more", "a TPP of 2400 or more", "threshold"),
        ("a bandwidth of 600 Gbyte/s", "a bandwidth of 600 Mbyte/s", "threshold"),
        ("a circuit at 16 nm", "a circuit at 14 nm", "threshold"),
        ("within thirty days of it", "within sixty days of it", "date"),
        ("as of 2026-01-15 at noon", "as of 2026-02-15 at noon", "date"),
        ("“lease” includes rental.", "“lease” includes rental and hosting.", "definition"),
        ("a natural person abroad", "a legal entity abroad", "scope"),
        ("citizens of the country", "nationals of the country", "scope"),
        ("chips, including processors", "chips, excluding processors", "scope"),
        ("done in good faith only", "done in bad faith only", "mental-state"),
        ("with knowledge of it", "with reason to believe it", "mental-state"),
        ("Executive Order 14110", "Executive Order 14179", "reference"),
        ("published at 88 FR 73458", "published at 89 FR 23876", "reference"),
        ("for purposes of this section", "for purposes of this subsection", "reference"),
        ("see § 744.6 or § 744.23", "see § 744.6 or so", "reference"),
        ("The authority expires in 2030.", "The authority expires in 2035.", "effective-date"),
        (
            "It takes effect on enactment.",
            "It takes effect 180 days after enactment.",
            "effective-date",
        ),
    ],
)
def test_what_changes_the_law_is_substantive(old, new, kind):
    """Each kind of legal change is named and counts as substance."""
    significance, types = judged(old, new)
    assert "substantive" == significance
    assert kind in types


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("The provider, if any shall act.", "The provider, if any, shall act.", "punctuation"),
        ("The Provider shall act at once.", "The provider shall act at once.", "case"),
        ("The 'provider' shall act.", "The ‘provider’ shall act.", "typography"),
        ("Years 2025-2027 are covered.", "Years 2025–2027 are covered.", "typography"),
        ("Barriers for non-experts fall.", "Barriers for nonexperts fall.", "spelling"),
        ("A data centre is a facility.", "A data center is a facility.", "spelling"),
        ("As described in (a)(3) above.", "As described in subsection (a)(3) above.", "reference"),
        ("each lessee of the chips;", "each lessee of the chips; and", "punctuation"),
        ("a share of 25% or so", "a share of 25 percent or so", "typography"),
        ("some 5,000 chips", "some 5000 chips", "typography"),
        ("the judgement of the court", "the judgment of the court", "spelling"),
    ],
)
def test_what_leaves_the_law_alone_is_editorial(old, new, kind):
    """Punctuation, case, typography, spelling, a level's name: polish, and still shown."""
    assert ("editorial", {kind}) == judged(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The lessor keeps the records.", "The lessee keeps the records."),
        ("Each employer shall report.", "Each employee shall report."),
        ("An unlawful export is void.", "A lawful export is void."),
        ("Interstate transfers are covered.", "Intrastate transfers are covered."),
        ("the release; and", "the release; or"),
    ],
)
def test_words_that_look_alike_are_not_spellings(old, new):
    """A small edit that changes who or what is meant is substance."""
    assert "substantive" == judged(old, new)[0]


def test_evidence_quotes_the_words():
    """The evidence says which words show the type."""
    old = document(("1.", "Duty", ("(a)", "The provider shall keep records of customers.")))
    new = document(("1.", "Duty", ("(a)", "The provider may keep records of customers.")))
    (change,) = [c for c in compare(old, new).changes if c.kind == "modified"]
    assert ("obligation", "shall → may") in change.evidence


def test_a_reference_that_follows_a_redesignation_is_editorial():
    """Paragraph (2) became (3), and the reference to it says so: no change of law."""
    two = "A provider of cloud services located abroad is covered."
    old = document(
        (
            "1.",
            "Scope",
            ("(1)", "Exporters of chips are covered."),
            ("(2)", two),
            ("(3)", "The rule under subsection (2) ends next year."),
        )
    )
    new = document(
        (
            "1.",
            "Scope",
            ("(1)", "Exporters of chips are covered."),
            ("(2)", "Lessors of vessels and harbors are covered."),
            ("(3)", two),
            ("(4)", "The rule under subsection (3) ends next year."),
        )
    )
    change = next(c for c in compare(old, new).changes if c.kind == "modified")

    assert ("editorial", True) == (change.significance, "reference-follows" in change.types)


def test_a_reference_to_another_provision_is_substantive():
    """A reference that now names something else is a change of law."""
    significance, types = judged("The rule under section 5 ends.", "The rule under section 6 ends.")
    assert ("substantive", True) == (significance, "reference" in types)


def test_an_item_added_to_a_list_widens_its_scope():
    """A listed item is scope, with the words of the item."""
    old = document(
        ("1.", "Covered persons are—", ("(a)", "banks;"), ("(b)", "brokers and dealers."))
    )
    new = document(
        (
            "1.",
            "Covered persons are—",
            ("(a)", "banks;"),
            ("(b)", "brokers and dealers."),
            ("(c)", "operators of data centers."),
        )
    )
    (change,) = [c for c in compare(old, new).changes if c.kind == "inserted"]
    assert ("substantive", True) == (change.significance, "scope" in change.types)
