"""Amending sentences of bills and public laws, each with the instructions it gives.

Those of real texts stand in `golden/amend/bill-sentences.json` under their document's number;
every one was read by a person against its text.
"""

import json
from pathlib import Path

import pytest
from msgspec import convert, structs

from tracker.amend.explain import explain
from tracker.amend.values import Action, Find, Instruction, Target
from tracker.model import Provision

REAL = json.loads(
    (Path(__file__).parents[1] / "golden" / "amend" / "bill-sentences.json").read_text("utf-8")
)
FOLLOWS = (Provision("", "quotedContent", quoted=True),)
"""What `explain` puts in for new provisions that stand below the sentence."""


def golden(said: dict[str, object]) -> Instruction:
    """Return an instruction from its golden form, which leaves out what is not said."""
    content = FOLLOWS if said.pop("content", False) else ()
    made = convert({"number": 0, "path": "", "words": "", **said}, Instruction)
    return structs.replace(made, content=content)


def bare(sentence, context):
    """Return the instructions read, without what only a whole document gives."""
    found = explain(sentence, context).instructions
    return [structs.replace(each, number=0, path="", words="") for each in found]


@pytest.mark.parametrize("row", REAL, ids=[row["id"] for row in REAL])
def test_a_real_sentence_gives_its_instructions(row):
    """Action, target, words, place and new designators are read as a person reads them."""
    expected = [golden(dict(each)) for each in row["instructions"]]
    assert bare(row["sentence"], row.get("context", "")) == expected


def told(action: Action, identifier: str, facet="whole", sentence=None, **said) -> Instruction:
    """Return an instruction as far as a sentence alone gives it."""
    return Instruction(0, "", "", action, Target(identifier, facet, sentence), **said)


CONTEXT = "/us/usc/t10/s100"
FORMS = [
    (
        (
            "Subsections (a) and (b) of section 5 and section 6(c) of title 10, United States "
            "Code, are each amended by striking “x”."
        ),
        [
            told("delete", f"/us/usc/t10/{portion}", find=Find("x"))
            for portion in ("s5/a", "s5/b", "s6/c")
        ],
    ),
    (
        "by striking all after “x” and inserting “y”",
        [told("substitute", CONTEXT, find=Find("x", side="after"), text="y")],
    ),
    (
        "by striking “, except that” and all that follows before the period at the end",
        [told("substitute", CONTEXT, find=Find(", except that", through=""), text=".")],
    ),
    (
        "in subsection (a) by striking “x” and inserting “y” and in subsection (b) by striking “z”",
        [
            told("substitute", f"{CONTEXT}/a", find=Find("x"), text="y"),
            told("delete", f"{CONTEXT}/b", find=Find("z")),
        ],
    ),
    (
        "by striking “x” in the second sentence of paragraph (2)",
        [told("delete", f"{CONTEXT}/2", sentence=2, find=Find("x"))],
    ),
    (
        "in the heading and in paragraph (2), by striking “x”",
        [
            told("delete", CONTEXT, facet="heading", find=Find("x")),
            told("delete", f"{CONTEXT}/2", find=Find("x")),
        ],
    ),
    (
        "by inserting after clause (ii)(II) of paragraph (3)(E) the following new clause:",
        [
            told(
                "add",
                f"{CONTEXT}/3/E",
                position="after",
                beside=f"{CONTEXT}/3/E/ii",
                content=FOLLOWS,
            )
        ],
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), FORMS)
def test_a_form_gives_its_instructions(sentence, expected):
    """Forms of the drafting style that are easily misread."""
    assert bare(sentence, CONTEXT) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "by striking “x” and all that follows through “y” the second place it appears",
        "by inserting “x” before “y” and after “z”",
        "by striking “2024” the first two places it appears",
        "by striking the text of subsection (a) and inserting the following: “x”",
        "by striking the second paragraph (3)",
        "by inserting after and below paragraph (2) the following:",
        "by redesignating such subsection as subsection (c)",
        "by redesignating subsection (f) as paragraph (3) of subsection (a)",
        "by striking “x” and “y” and inserting “z”",
        "by striking “for—” and all that follows through the period at the end of paragraph (2)",
        "by transferring subsection (c) to section 5",
        "by inserting “x”",
    ],
)
def test_a_form_that_is_not_understood_says_so(sentence):
    """What cannot be taken at its word is never taken for something simpler."""
    found = explain(sentence, CONTEXT).instructions
    assert found
    assert all(each.problem for each in found)
