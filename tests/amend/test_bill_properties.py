"""Instructions written out in the drafting style are read back; no text breaks the reader.

The sentences are made here from values, by the forms of the House Office of the Legislative
Counsel's Manual on Drafting Style, § 332.
"""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tracker.amend.explain import explain
from tracker.amend.statutes.bills import read as read_bill
from tracker.amend.statutes.passes import PASSES, tokenize
from tracker.amend.statutes.tokens import text_of, words
from tracker.amend.values import Find, Instruction, Rename, Target
from tracker.model import Document, Provision

LEVELS = ("subsection", "paragraph", "subparagraph", "clause", "subclause")
LABELS = (
    ("a", "b", "h", "k", "aa"),
    ("1", "2", "15"),
    ("A", "B", "F"),
    ("i", "ii", "iv"),
    ("I", "II", "III"),
)
SECTIONS = (
    ("section 1753 of the Export Control Reform Act of 2018 (50 U.S.C. 4812)", "/us/usc/t50/s4812"),
    ("section 6213 of the Internal Revenue Code of 1986", "/us/usc/t26/s6213"),
    ("section 2881a of title 10, United States Code,", "/us/usc/t10/s2881a"),
    ("section 50262 of Public Law 117–169", "/us/pl/117/169/s50262"),
)
QUOTED = st.text(st.sampled_from("abcdefg ,;().—-0129XYZ’‘"), min_size=1, max_size=24).filter(
    lambda text: " ".join(text.split()) == text
)


@st.composite
def spots(draw, least=0):
    """Return (a section's name, its identifier, designators below it)."""
    name, identifier = draw(st.sampled_from(SECTIONS))
    depth = draw(st.integers(least, len(LABELS)))
    return name, identifier, [draw(st.sampled_from(labels)) for labels in LABELS[:depth]]


def level(depth, label):
    """Return how a provision is named: `paragraph (2)`."""
    return f"{LEVELS[depth]} ({label})"


@st.composite
def scopes(draw, least=0):
    """Return (words that lead to a provision, its identifier, its designators)."""
    name, identifier, labels = draw(spots(least=least))
    target = "/".join((identifier, *labels))
    style = draw(st.sampled_from(["inline", "of", "in", "steps"])) if labels else "inline"
    head, _, tail = name.partition(" of ")
    subs = "".join(f"({label})" for label in labels)
    if style == "inline":
        cited = "" if "U.S.C." in name and labels else tail
        whole = f"{head}{subs} of {cited or tail}" if tail else f"{head}{subs}"
        return f"{whole} is amended ", target, labels
    if style == "of":
        last = level(len(labels) - 1, labels[-1])
        above = "".join(f"({label})" for label in labels[:-1])
        return f"{last} of {head}{above} of {tail} is amended ", target, labels
    if style == "in":
        return f"{name} is amended in {LEVELS[0]} {subs} ", target, labels
    steps = ", in ".join(level(depth, label) for depth, label in enumerate(labels))
    return f"{name} is amended, in {steps}, ", target, labels


CHOICES = (
    ("", {}),
    (" each place it appears", {"choice": "all"}),
    (" the second place it appears", {"ordinal": 2}),
    (" the last place such term appears", {"choice": "last"}),
)


@st.composite
def orders(draw):
    """Return (sentence, the instruction that it gives)."""
    lead, target, labels = draw(scopes())
    old, new = draw(QUOTED), draw(QUOTED)
    which, chosen = draw(st.sampled_from(CHOICES))
    kind = draw(
        st.sampled_from(
            [
                "delete",
                "substitute",
                "after",
                "before",
                "end",
                "period",
                "rest",
                "provision",
                "rename",
                "run",
            ]
        )
    )
    made = Instruction(0, "", "", "delete", Target(target))
    find = Find(old, **chosen)
    match kind:
        case "delete":
            return f"{lead}by striking “{old}”{which}.", structs.replace(made, find=find)
        case "substitute":
            text = f"{lead}by striking “{old}”{which} and inserting “{new}”."
            return text, structs.replace(made, action="substitute", find=find, text=new)
        case "after" | "before":
            text = f"{lead}by inserting “{new}” {kind} “{old}”{which}."
            return text, structs.replace(made, action="insert", find=find, text=new, position=kind)
        case "end":
            text = f"{lead}by striking “{old}” at the end and inserting “{new}”."
            return text, structs.replace(
                made, action="substitute", find=Find(old, at="end"), text=new
            )
        case "period":
            text = f"{lead}by striking the period at the end and inserting “{new}”."
            return text, structs.replace(
                made, action="substitute", find=Find(".", at="end"), text=new
            )
        case "rest":
            text = f"{lead}by striking “{old}” and all that follows through “{new}”."
            return text, structs.replace(made, find=Find(old, through=new))
    depth = len(labels)
    if depth == len(LABELS):
        return f"{lead}by striking “{old}”.", structs.replace(made, find=Find(old))
    first, *others = LABELS[depth]
    below = f"{target}/{first}"
    if kind == "provision":
        return f"{lead}by striking {level(depth, first)}.", structs.replace(
            made, target=Target(below)
        )
    if kind == "rename":
        last = others[-1]
        text = f"{lead}by redesignating {level(depth, first)} as {level(depth, last)}."
        renames = (Rename(below, f"({last})"),)
        return text, structs.replace(
            made, action="redesignate", target=Target(below), renames=renames
        )
    second = others[0]
    text = f"{lead}by striking {LEVELS[depth]}s ({first}) through ({second})."
    return text, structs.replace(made, target=Target(below), until=f"{target}/{second}")


@settings(max_examples=400)
@given(orders())
def test_an_instruction_written_out_is_read_back(order):
    """Every value of a generated instruction survives being said in the drafting style."""
    sentence, expected = order
    found = explain(sentence[0].upper() + sentence[1:]).instructions
    assert [structs.replace(each, number=0, words="") for each in found] == [expected]


PIECES = (
    "Section 1753(a) of the Export Control Reform Act of 2018 (50 U.S.C. 4812(a))",
    "is amended",
    "by striking",
    "and inserting",
    "by inserting",
    "by redesignating",
    "paragraphs (1) through (3)",
    "as",
    "the period at the end",
    "“and”",
    "“",
    "”",
    "the following:",
    "in the matter preceding",
    "in the first sentence",
    "the item relating to",
    "each place it appears",
    "and all that follows through",
    "such section",
    "(as so redesignated)",
    "respectively",
    "to read as follows",
    "after",
    "before",
    "of",
    ",",
    "(",
    ")",
    "—",
    ".",
    "is repealed",
    "(50 U.S.C. ((((",
    "sections 5 through 2",
    "§",
    "by moving",
)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
def test_mangled_sentences_never_break_the_reader(sentence):
    """Whatever is said, the tokens keep the text and reading ends in instructions or in none."""
    tokens = tokenize(words(sentence))
    assert text_of(tokens) == sentence
    for each in explain(sentence, "/us/usc/t50/s4812").instructions:
        assert each.target.identifier or each.problem
        assert each.action != "unknown" or each.problem


@given(st.text(max_size=120))
def test_any_text_at_all_can_be_read(text):
    """Passes lose no character of any text."""
    for each in PASSES:
        assert text_of(each(words(text))) == text
    root = Provision(
        "/us/bill/1/hr/1",
        "document",
        children=(Provision("/us/bill/1/hr/1/s1", "section", content=text),),
    )
    read_bill(Document("/us/bill/1/hr/1", "ih", "bill-dtd", "", root))
