"""Any instruction at all: nothing raised, refusals leave no trace, the tree stays a tree."""

from hypothesis import given, settings
from hypothesis import strategies as st
from laws import PART, TITLE, law, quoted
from test_tree import check

from tracker.amend.execution.execute import execute
from tracker.amend.values import Action, Facet, Find, Instruction, Rename, Target
from tracker.amend.witnesses import witness

_SPECS = (
    (
        "§ 1.",
        "Heads | Of all heads—",
        ("(a)", "one red; two red, and", ("(1)", "three."), ("(2)", "four—", ("(A)", "x; or"))),
        ("(b)", "Tail | “red” means red. It ends. It is so."),
        ("continuation", "flush red text."),
        ("sourceCredit", "(red)"),
    ),
    ("§ 2.", "plain red text (see section 1(a)(1)), red."),
)
CODE = law(*_SPECS)
CFR = law(*_SPECS, work=PART, form="cfr-xml")

_PORTIONS = ("s1", "s1/a", "s1/a/1", "s1/a/2", "s1/a/2/A", "s1/b", "s1/c", "s2", "s3", "", "ch58")
_WORDS = ("red", "one", ";", ".", ", and", "red; two", "“red”", "(1) three", "two red, and (1)", "")
_LABELS = ("(a)", "(b)", "(c)", "(1)", "(2)", "(3)", "(A)", "(B)", "(i)", "§ 3.", "")

finds = st.builds(
    Find,
    st.sampled_from(_WORDS),
    st.sampled_from(["none", "all", "first", "last"]),
    st.sampled_from([None, None, 1, 2]),
    st.sampled_from([None, None, "start", "end"]),
    st.sampled_from([None, None, "", ".", "four", "(A)"]),
    st.sampled_from(["", "", "before", "after"]),
)
_BLOCKS = (
    quoted(("(c)", "new"), level="subsection"),
    quoted(("(b)", "Head | new ‘red’—", ("(1)", "x"), ("(2)", "y")), level="subsection"),
    quoted(("(1)", "p"), ("(2)", "q")),
    quoted(("(3)", "r")),
    quoted(("(B)", "s"), level="subparagraph"),
    quoted(("(i)", "t"), level="subparagraph"),
    quoted(("SEC. 3.", "New | u"), level="section"),
    quoted(("", "no label")),
    (),
)


@st.composite
def orders(draw, home):
    """Return an instruction of any shape, sensible or not."""

    def identifier():
        portion = draw(st.sampled_from(_PORTIONS))
        return f"{home}/{portion}" if portion else ""

    sides = [None, "start", "before", "inside", "after", "end"]
    renames = draw(st.lists(st.sampled_from(_LABELS), max_size=2))
    levels = st.sampled_from([None, "paragraph", "subparagraph"])
    return Instruction(
        draw(st.integers(1, 9)),
        "/us/bill/119/hr/1/s2",
        draw(st.sampled_from(["", "", "as so redesignated"])),
        draw(st.sampled_from(Action.__args__)),
        Target(
            identifier(),
            draw(st.sampled_from(["whole", "whole", "whole", *Facet.__args__])),
            draw(st.sampled_from([None, None, None, 1, -1, 5])),
        ),
        find=draw(st.none() | finds),
        text=draw(st.sampled_from(["", "blue", "; and", "(x)", ", or"])),
        content=draw(st.sampled_from(_BLOCKS)),
        position=draw(st.sampled_from(sides)),
        beside=draw(st.just("") | st.builds(identifier)),
        renames=tuple(Rename(identifier(), num, draw(levels)) for num in renames),
        until=draw(st.just("") | st.just("") | st.builds(identifier)),
    )


def _safe(base, instructions):
    """Check a ledger and a result; return the amended law."""
    amended = execute(base, instructions)
    check(amended.result)
    assert [entry.instruction for entry in amended.ledger] == instructions
    before = {p.path for p in base.root.walk()}
    after = {p.path for p in amended.result.root.walk()}
    for entry in amended.ledger:
        assert entry.executed == (entry.reason == "")
        assert entry.executed or entry.detail
        assert set(entry.before) <= before
        assert set(entry.after) <= after
    for provision in amended.result.root.walk():
        for mark in provision.marks:
            text = getattr(provision, mark.field)
            assert 0 <= mark.start < mark.end <= len(text)
            if mark.kind == "term":
                assert mark.target == text[mark.start : mark.end]
        assert "  " not in provision.own_text
    return amended


@settings(max_examples=150, deadline=None)
@given(st.lists(orders(TITLE), min_size=1, max_size=5))
def test_any_orders_on_the_code(instructions):
    """Refused ones leave the law as if they were absent."""
    amended = _safe(CODE, instructions)
    kept = [entry.instruction for entry in amended.ledger if entry.executed]
    assert execute(CODE, kept).result == amended.result
    assert (amended.result.root is CODE.root) or kept


@settings(max_examples=80, deadline=None)
@given(st.lists(orders(PART), min_size=1, max_size=5))
def test_any_orders_on_the_cfr(instructions):
    """The same on a part of the CFR."""
    amended = _safe(CFR, instructions)
    kept = [entry.instruction for entry in amended.ledger if entry.executed]
    assert execute(CFR, kept).result == amended.result


@settings(max_examples=40, deadline=None)
@given(st.lists(orders(TITLE), min_size=1, max_size=4))
def test_a_text_is_its_own_best_witness(instructions):
    """Beside itself, whatever was computed agrees throughout."""
    amended = execute(CODE, instructions)
    testimony = witness(amended, amended.result)
    assert {each.verdict for each in testimony.agreements} <= {"agrees"}
