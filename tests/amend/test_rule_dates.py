"""Days that the DATES of a rule give to single instructions, and stays of other rules."""

from datetime import date

import pytest
from rule_texts import amdpar

from tracker.amend.rules.reading import read
from tracker.formats import parse

DOCUMENT = """<RULE><PREAMB><CFR>15 CFR Parts 734 and 744</CFR><SUBJECT>A rule</SUBJECT>
<EFFDATE><HD SOURCE="HED">DATES:</HD><P>{dates}</P></EFFDATE></PREAMB><SUPLINF>{body}</SUPLINF>
<FRDOC>[FR Doc. 2025-00001 Filed 1-2-25; 8:45 am]</FRDOC></RULE>"""
THREE = "".join(
    f"<REGTEXT TITLE='15' PART='744'>{amdpar(f'{n}. Remove § 744.{n}.')}</REGTEXT>"
    for n in (1, 2, 3)
)


def document(dates, body=THREE):
    """Return a rule with these DATES."""
    return parse(DOCUMENT.format(dates=dates, body=body).encode(), source="rule.xml")


@pytest.mark.parametrize(
    ("dates", "effective", "delayed"),
    [
        (
            (
                "Effective November 10, 2025, except for amendatory instructions 1 and 3, "
                "which are effective November 10, 2026."
            ),
            [date(2026, 11, 10), None, date(2026, 11, 10)],
            ["", "", ""],
        ),
        (
            (
                "Effective May 1, 2025. Amendatory instructions 2 through 3 are effective on "
                "June 2, 2025."
            ),
            [None, date(2025, 6, 2), date(2025, 6, 2)],
            ["", "", ""],
        ),
        (
            (
                "Effective May 1, 2025, except for amendatory instruction 2, which is delayed "
                "indefinitely."
            ),
            [None, None, None],
            ["", "later", ""],
        ),
        ("Effective May 1, 2025.", [None, None, None], ["", "", ""]),
        (
            "Amendatory instruction 2 is effective February 31, 2025.",
            [None, None, None],
            ["", "", ""],
        ),
    ],
)
def test_gives_single_instructions_their_days(dates, effective, delayed):
    """A day or a delay that DATES states for an instruction by its number is its own."""
    found = read(document(dates))
    assert [each.effective for each in found] == effective
    assert [each.delayed for each in found] == delayed


@pytest.mark.parametrize(
    ("dates", "parts", "delayed"),
    [
        (
            (
                "Amendments to 15 CFR parts 734 and 744 in the rule at 90 FR 4 are stayed until "
                "November 9, 2026."
            ),
            ["/us/cfr/t15/p734", "/us/cfr/t15/p744"],
            "stayed",
        ),
        (
            (
                "The effective date for the final rule published at 89 FR 106064, is "
                "delayed until April 28, 2025."
            ),
            ["/us/cfr/t15/p734", "/us/cfr/t15/p744"],
            "later",
        ),
        ("This rule is effective May 1, 2025.", [], ""),
    ],
    ids=["2025-19846", "2025-03118", "none"],
)
def test_reads_stays_and_delays_of_other_rules(dates, parts, delayed):
    """A rule without instructions that stays or delays another one says so for each part."""
    found = read(document(dates, body="<P>No text.</P>"))
    assert [each.target.identifier for each in found] == parts
    assert {each.delayed for each in found} == ({delayed} if parts else set())
    assert all(each.action == "noChange" for each in found)
