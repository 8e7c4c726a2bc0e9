"""The computed text beside the official later one."""

from laws import law, order, quoted

from tracker.amend.execution.execute import execute
from tracker.amend.witnesses import witness

BASE = law(
    ("§ 1.", "First | ", ("(a)", "alpha beta gamma delta"), ("(b)", "one two three four five")),
    ("§ 2.", "Second | the quick brown fox jumps over the lazy dog"),
    ("§ 3.", "Third | a wholly different sentence about ships and harbors"),
)
ORDERS = (
    order("substitute", "s1/a", find="beta", text="BETA"),
    order("add", "s1", 2, position="end", content=quoted(("(c)", "under this part"))),
    order("delete", "s3", 3),
)


def verdicts(official):
    """Return the verdict on each provision, with its instructions."""
    testimony = witness(execute(BASE, ORDERS), official)
    return {(a.verdict, a.path or a.official_path, a.instructions) for a in testimony.agreements}


def test_equal_texts_agree_provision_by_provision():
    """What was changed, what was added and what was struck all agree."""
    official = execute(BASE, ORDERS).result
    home = "/us/usc/t50/ch58"
    assert verdicts(official) == {
        ("agrees", f"{home}/s1/a", (1,)),
        ("agrees", f"{home}/s1/c", (2,)),
        ("agrees", f"{home}/s3", (3,)),
    }


def test_differences_are_divergences_with_both_texts():
    """Another wording, a provision that is not there, one that was kept, one nobody asked for."""
    official = law(
        (
            "§ 1.",
            "First | ",
            ("(a)", "alpha BETAS gamma delta"),
            ("(b)", "one two three four five"),
        ),
        ("§ 2.", "Second | the quick red fox jumps over the lazy dog"),
        ("§ 3.", "Third | a wholly different sentence about ships and harbors"),
        version="119-35",
    )
    home = "/us/usc/t50/ch58"
    assert verdicts(official) == {
        ("diverges", f"{home}/s1/a", (1,)),
        ("absent", f"{home}/s1/c", (2,)),
        ("unasked", f"{home}/s2", ()),
        ("diverges", f"{home}/s3", (3,)),
    }
    testimony = witness(execute(BASE, ORDERS), official)
    assert testimony.official == "119-35"
    assert testimony.counts == {"agrees": 0, "diverges": 2, "absent": 1, "unasked": 1}
    [changed] = [a for a in testimony.agreements if a.path.endswith("/s1/a")]
    assert (changed.computed, changed.official) == (
        "alpha BETA gamma delta",
        "alpha BETAS gamma delta",
    )
    assert ("delete", "BETA") in changed.words
    assert changed.official_change == "modified"


def test_what_editors_keep_is_no_matter_for_witnesses():
    """A new source credit or note is neither agreement nor divergence."""
    base = law(("§ 1.", "H | ", ("(a)", "x y z"), ("sourceCredit", "(1.)"), ("notes", "old")))
    later = law(("§ 1.", "H | ", ("(a)", "x y z"), ("sourceCredit", "(1; 2.)"), ("notes", "new")))
    assert witness(execute(base, []), later).agreements == ()
