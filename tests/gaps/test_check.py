"""Findings about what people keep."""

import pytest

from tracker.gaps import check, evaluate, notes, register
from tracker.gaps.force_register import ForceRegister
from tracker.gaps.force_register import read as read_force

JUDGEMENT = """[[judgement]]
gap = "G01"
work = "119hr9001"
effect = "silent"
author = "reviewer"
date = 2026-02-01
rationale = "Nothing here."
"""


def codes(found):
    """Return (code, file, line) of findings."""
    return [(one.code, one.path, one.line) for one in found]


def test_what_is_kept_here_has_no_finding_without_texts(gaps, kept_notes):
    """The register, the notes and the force entries read clean."""
    assert [] == check.check(gaps, kept_notes, ForceRegister())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (JUDGEMENT.replace("G01", "G99"), ("unknown-gap", 1)),
        (JUDGEMENT.replace("119hr9001", "119hr7777"), ("unknown-work", 1)),
        (JUDGEMENT + 'limbs = ["none"]\n', ("unknown-limb", 1)),
        ("\n" + JUDGEMENT, ("judgement-contradicted", 2)),
        (JUDGEMENT.replace("silent", "closes") + 'provisions = ["119hr9001/s9"]\n',
         ("unknown-provision", 1)),
    ],
    ids=["gap", "work", "limb", "contradicted", "provision"],
)  # fmt: skip
def test_a_judgement_that_fits_nothing_is_found(gaps, make_bill, text, expected):
    """File and line of the entry."""
    document = make_bill("access to an item by a foreign person through a network connection.")
    found = check.check(
        gaps, notes.read(text, "notes.toml"), ForceRegister(), documents=[document],
        computed=[one for one in evaluate.compute(gaps, document) if one.gap == "G01"],
    )  # fmt: skip
    assert (expected[0], "notes.toml", expected[1]) in codes(found)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (JUDGEMENT.replace("silent", "quiet"), 1),
        (JUDGEMENT.replace("2026-02-01", '"soon"'), 1),
        (("[[note]]\nid = 'a'\nat = '119hr9001'\nwords = 'x'\nauthor = 'r'\ndate = 2026-02-01\n"
         "text = 'y'\n"), 1),
        ("# first\n" + JUDGEMENT.replace("author", "writer"), 2),
    ],
    ids=["effect", "date", "no-provision", "key"],
)  # fmt: skip
def test_a_wrong_entry_is_a_finding_and_the_rest_still_works(text, line):
    """One slip does not cost the other entries."""
    other = JUDGEMENT.replace("G01", "G02")
    found = notes.read(text + other, "notes.toml")
    assert ["G02"] == [one.gap for one in found.judgements]
    assert [("note-entry", "notes.toml", line)] == codes(found.findings)


def test_a_force_entry_on_an_unknown_work_is_found(gaps):
    """An entry that nothing will ever use is a slip."""
    text = '[[force]]\ntarget = "2025-77777"\nstatus = "dead"\nsource = "x"\nas_of = 2026-01-01\n'
    found = check.check(gaps, notes.Notebook(), read_force(text, "force.toml"),
                        known=["/us/fr/2025-19001"])  # fmt: skip
    assert [("unknown-work", "force.toml", 1)] == codes(found)


GAP = """---
id: G01
title: A gap
title_ko: 공백
letters: [a]
claim: c
claim_ko: c
passage: p
legal_test: t
legal_test_ko: t
related: [/us/usc/t50/s4801]
signals: [remote access]
tests:
  - id: never
    effect: closes
    why: w
    when:
      mentions:
        with: [zebra]
  - id: always
    effect: partial
    why: w
    when:
      mentions:
        any: [Act]
  - id: broken
    effect: partial
    why: w
    example: No such animal here.
    when:
      mentions:
        with: [zebra]
---

## English

e

## 한국어

k
"""


def test_rules_that_match_everything_or_nothing_are_found(make_bill):
    """Each with the line at which it stands in its file."""
    held = register.Register((register.read(GAP, "G01-a.md"),))
    documents = [make_bill("x", work=f"/us/bill/119/hr/{number}") for number in range(9001, 9006)]
    computed = [one for document in documents for one in evaluate.compute(held, document)]
    found = check.check(held, notes.Notebook(), ForceRegister(), computed=computed)
    assert [
        ("rule-matches-nothing", "G01-a.md", 14),
        ("rule-matches-everything", "G01-a.md", 20),
        ("rule-example", "G01-a.md", 26),
    ] == codes(found)
