"""Provisions that only what stands around them can tell apart."""

import subprocess
import sys
from pathlib import Path

from builders import document
from test_changes import kinds

from tracker.compare import compare

TWIN = "The fee for the most recently concluded fiscal year is adjusted by the Attorney General."
_LONG = "Applicants for asylum from abroad pay before any interview takes place at a port of entry"
_OTHER = "Owners of vessels register every harbor which their crews use during winter months"


def test_of_two_that_read_the_same_the_one_that_stayed_has_not_moved():
    """The twin under the deleted section is deleted, the one under the edited section stays."""
    old = document(
        ("1.", f"{_LONG}.", ("(a)", TWIN), ("(b)", "Receipts are issued.")),
        ("2.", f"{_OTHER}.", ("(a)", TWIN), ("(b)", "Logs are kept.")),
    )
    new = document(
        ("1.", f"{_OTHER.replace('winter', 'summer')}.", ("(a)", TWIN), ("(b)", "Logs are kept."))
    )
    found = set(kinds(compare(old, new)))
    assert ("deleted", "/1/a", None) in found
    assert not [row for row in found if row[0] == "moved"]
    assert ("modified", "/2", "/1") in found


def test_rows_that_read_the_same_keep_their_places_past_an_inserted_one():
    """In a table of equal rows with one more on top and some edited, each edited row is itself."""
    row = "The provider shall keep records of every customer for five years."
    rows = [(f"({k})", row) for k in range(1, 31)]
    edited = list(rows)
    for at in (4, 11, 23):
        edited[at] = (edited[at][0], row.replace("five", "seven"))
    top = ("(0)", "Harbors are closed to vessels at night.")
    counts = compare(
        document(("1.", "A table", *rows)), document(("1.", "A table", top, *edited))
    ).counts
    assert (1, 3, 0, 28) == tuple(
        counts[kind] for kind in ("inserted", "modified", "deleted", "unchanged")
    )


def test_one_moved_child_does_not_make_its_new_parent_the_old_one():
    """Subsections (b) and (e) stay themselves when a clause of (e) moves to (b)."""
    moved = "in clause (ii), by striking “transfer” and inserting “remotely access items”"
    old = document(
        (
            "1.",
            "Authorities of the President under the Act",
            ("(1)", "in subsection (b)—", ("(A)", "in paragraph (6), by striking “and”;")),
        ),
        (
            "2.",
            "Penalties for violations of the regulations",
            (
                "(1)",
                "in subsection (e)—",
                ("(A)", "in clause (i), by inserting “or remote access”;"),
                ("(B)", f"{moved}."),
            ),
        ),
    )
    new = document(
        (
            "1.",
            "Authorities of the President under the Act",
            (
                "(1)",
                "in subsection (b)—",
                ("(A)", "in paragraph (6), by striking “and”;"),
                ("(B)", f"{moved}."),
            ),
        ),
        (
            "2.",
            "Penalties for violations of the regulations",
            (
                "(1)",
                "in subsection (e)—",
                ("(A)", "in clause (i), by inserting “or remote access”;"),
            ),
        ),
    )
    assert [("moved", "/2/1/B", "/1/1/B")] == kinds(compare(old, new))


def test_a_part_of_a_split_is_not_taken_for_another_provision_moved():
    """What a split left beside its main part is no rewriting of a clause deleted elsewhere."""
    head = "The foreign person is a permanent and regular employee of the entity"
    tail = "and is not a proscribed person as the regulations define that term;"
    old = document(
        ("1.", "Releases to allied countries", ("(a)", f"{head} {tail}"), ("(b)", "It ends.")),
        ("2.", "Releases to other countries", ("(a)", f"{head} or agency {tail}")),
    )
    new = document(
        ("1.", "Releases to allied countries", ("(a)", "It ends.")),
        ("2.", "Releases to other countries", ("(a)", f"{head} or agency"), ("(b)", tail)),
    )
    found = kinds(compare(old, new))
    assert ("deleted", "/1/a", None) in found
    assert [("split", "/2/a", "/2/a"), ("split", "/2/a", "/2/b")] == [
        row for row in found if row[0] == "split"
    ]


def test_an_instruction_is_known_by_what_it_amends():
    """Rewritten from striking to inserting, the instruction on paragraph (5) is still that one."""
    old = document(
        (
            "1.",
            "Additional authorities",
            ("(A)", "in paragraph (4), by striking “transfers” and inserting “access”;"),
            ("(B)", "in paragraph (5), by striking “transfers” and inserting “access”;"),
        )
    )
    new = document(
        (
            "1.",
            "Additional authorities",
            ("(A)", "in paragraph (4), by striking “transfers” and inserting “access”;"),
            ("(B)", "in paragraph (5), before the semicolon, put “, or provision of compute to,”;"),
        )
    )
    assert [("modified", "/1/B", "/1/B")] == kinds(compare(old, new))


_SCRIPT = """
import sys, hashlib
sys.path[:0] = [{root!r}, {here!r}]
import random
from builders import document
from tracker.compare import compare, report
rng = random.Random(5)
words = "fee lease harbor vessel chip access person record notice report".split()
text = lambda: " ".join(rng.choices(words, k=rng.randint(3, 14)))
make = lambda: [(f"{{k}}.", text(), *[(f"({{n}})", text()) for n in range(6)]) for k in range(12)]
pieces = report.json_pieces(compare(document(*make()), document(*make())))
print(hashlib.sha256(b"".join(pieces)).hexdigest())
"""


def test_hash_seeds_do_not_matter():
    """Look-alike provisions drawn at random: the same bytes under three hash seeds."""
    here = Path(__file__).parent
    script = _SCRIPT.format(root=str(here.parents[1]), here=str(here))
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert 1 == len(digests)
