"""Identifiers: what people type, what the store and the site print."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import identifiers
from tracker.errors import IdentifierError
from tracker.identifiers import Identifier


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("119hr2683", "/us/bill/119/hr/2683"),
        ("119hr2683@eh", "/us/bill/119/hr/2683@eh"),
        ("119 HR 2683@EH", "/us/bill/119/hr/2683@eh"),
        ("118hconres10", "/us/bill/118/hconres/10"),
        ("15cfr734@2025-12-30", "/us/cfr/t15/p734@2025-12-30"),
        ("15 CFR part 734", "/us/cfr/t15/p734"),
        ("2025-19001", "/us/fr/2025-19001"),
        ("C1-2013-16962", "/us/fr/C1-2013-16962"),  # a correction
        ("E8-23178", "/us/fr/E8-23178"),  # numbers of 2008
        ("2025–19001", "/us/fr/2025-19001"),
        ("50usc4812", "/us/usc/t50/s4812"),
        ("50usc4812/a/1", "/us/usc/t50/s4812/a/1"),
        ("pl119-21", "/us/pl/119/21"),
        ("/us/bill/119/hr/2683/s2/1@eh", "/us/bill/119/hr/2683/s2/1@eh"),
        ("/us/cfr/t15/p734/s734.13/a/1@2025-12-30", "/us/cfr/t15/p734/s734.13/a/1@2025-12-30"),
    ],
)
def test_full_and_short_forms_name_the_same_thing(typed, full):
    """People type short forms; the program prints USLM references."""
    assert full == str(identifiers.parse(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hello",
        "119xx2683",
        "119hr2683@",
        "119hr2683@../../etc",
        "/us/bill/119/hr/2683/../2684",
        "/us/bill/119/hr/2683//s2",
        "/us/bill/119/hr/2683/s2\x00",
        "/etc/passwd",
        "/us/bill/119/hr/2683x",
    ],
)
def test_what_is_no_identifier_is_refused_with_examples(typed):
    """A refusal shows what would have been understood."""
    with pytest.raises(IdentifierError, match="try 119hr2683"):
        identifiers.parse(typed)


@given(
    st.sampled_from(["/us/bill/119/hr/2683", "/us/cfr/t15/p734", "/us/fr/2025-19001"]),
    st.lists(st.from_regex(r"[A-Za-z0-9.]{1,8}", fullmatch=True), max_size=5),
    st.from_regex(r"([a-z]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2})?", fullmatch=True),
)
def test_printing_and_parsing_are_inverse(work, segments, version):
    """What is printed can be typed back."""
    portion = "/".join(s for s in segments if s not in {".", ".."})
    identifier = Identifier(work, portion, version)

    assert identifier == identifiers.parse(str(identifier))


@pytest.mark.parametrize(
    ("work", "short", "citation"),
    [
        ("/us/bill/119/hr/2683", "119hr2683", "H.R. 2683 (119th)"),
        ("/us/bill/103/s/5", "103s5", "S. 5 (103d)"),
        ("/us/cfr/t15/p734", "15cfr734", "15 CFR part 734"),
        ("/us/usc/t50/s4812", "50usc4812", "50 U.S.C. 4812"),
        ("/us/usc/t50/ch58", "50uscch58", "50 U.S.C. chapter 58"),
        ("/us/pl/119/21", "pl119-21", "Pub. L. 119–21"),
        ("/us/fr/2025-19001", "2025-19001", "FR Doc. 2025-19001"),
    ],
)
def test_works_have_a_short_form_and_a_citation(work, short, citation):
    """Both are what people use for the work."""
    assert (short, citation) == (identifiers.short(work), identifiers.citation(work))
    assert work == identifiers.parse(short).work


@pytest.mark.parametrize(
    ("work", "order"),
    [
        ("/us/bill/119/hr/1", ["ih", "rh", "eh", "rfs", "rs", "es", "eas", "enr", "pl"]),
        ("/us/bill/119/hr/1", ["ih", "rh", "eh", "rds", "pcs", "eah", "enr"]),
        ("/us/bill/119/s/1", ["is", "rs", "es", "rfh", "rh", "eah", "enr", "pl"]),
        ("/us/bill/119/s/1", ["is", "pcs", "es", "rdh"]),
        ("/us/bill/119/hr/1", ["ih", "rh", "rh2", "eh"]),
    ],
)
def test_versions_of_a_bill_stand_in_the_order_of_its_life(work, order):
    """The chamber of origin acts first, then the other; no date is needed."""
    assert order == sorted(sorted(order), key=lambda v: identifiers.version_order(work, v))


def test_versions_of_a_cfr_part_stand_in_the_order_of_their_dates():
    """A CFR version is its date."""
    work = "/us/cfr/t15/p734"
    order = ["2025-01-29", "2025-08-02", "2026-01-29"]

    assert order == sorted(
        sorted(order), key=lambda v: identifiers.version_order(work, v, date(2020, 1, 1))
    )
