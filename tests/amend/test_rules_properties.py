"""Generated instructions, written as rules write them, are read back as the same values."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from rule_texts import RULE, amdpar, rule, section

from tracker.amend.rules.places import phrase
from tracker.amend.rules.reading import read
from tracker.amend.rules.words import order
from tracker.formats import parse

HOME = "/us/cfr/t15/p744/s744.1"
LETTERS = "abcdefghjkmnopqrstuwyz"  # without those that are roman numerals too
ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
WORDS = st.text("abcdefgh ,;:-’0123456789§$%()", min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)
PLAIN = WORDS.filter(lambda words: any(letter.isalpha() for letter in words))
CHOICES = {
    "none": "",
    "all": " wherever it appears",
}


@st.composite
def paths(draw):
    """Return the designators of a paragraph, one to four levels."""
    levels = (
        st.sampled_from(LETTERS),
        st.integers(1, 30).map(str),
        st.sampled_from(ROMANS),
        st.sampled_from("ABCDEFGH"),
    )
    depth = draw(st.integers(1, 4))
    return tuple(draw(level) for level in levels[:depth])


def printed(path):
    """Return designators as a rule prints them."""
    return "".join(f"({step})" for step in path)


def home(path):
    """Return the identifier of a paragraph."""
    return "/".join((HOME, *path))


@settings(deadline=None)
@given(st.lists(paths(), min_size=1, max_size=5, unique=True))
def test_reads_lists_of_paragraphs(listed):
    """A list of whole designators is read as the paragraphs it names."""
    text = "paragraphs " + ", ".join(printed(path) for path in listed[:-1])
    text += (", and " if len(listed) > 1 else "") + printed(listed[-1])
    spots = [spot.steps for thing in phrase(text, ()).things for spot in thing.spots]
    assert spots == listed


@settings(deadline=None)
@given(paths(), PLAIN, PLAIN, st.sampled_from(sorted(CHOICES)), st.booleans())
def test_reads_substitutions(path, old, new, choice, gerund):
    """Old words, new words, place and occurrence come back as they went in."""
    verbs = ("removing", "adding") if gerund else ("remove", "add")
    lead = "Section 744.1 is amended by" if gerund else "In § 744.1,"
    text = (
        f"1. {lead} {verbs[0]} “{old}” in paragraph {printed(path)}{CHOICES[choice]} and "
        f"{verbs[1]} in its place “{new}”."
    )
    (found,) = read(rule(amdpar(text)))
    assert (found.action, found.target.identifier) == ("substitute", home(path))
    assert (found.find.words, found.text, found.find.choice) == (old, new, choice)
    assert not found.problem


@settings(deadline=None)
@given(paths(), PLAIN)
def test_reads_deletions(path, old):
    """Words removed come back as they went in."""
    (found,) = read(rule(amdpar(f"1. In § 744.1{printed(path)}, remove the words “{old}”.")))
    assert (found.action, found.target.identifier, found.find.words) == ("delete", home(path), old)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(("revis", "remov")), paths()), min_size=1, max_size=4))
def test_reads_orders_in_their_order(orders):
    """Lettered instructions come back one by one, in their order."""
    body = [amdpar("1. Section 744.1 is amended by:")]
    for letter, (verb, path) in zip("abcd", orders, strict=False):
        body.append(amdpar(f"{letter}. {verb.title()}ing paragraph {printed(path)};"))
    found = read(rule(*body))
    assert [each.target.identifier for each in found] == [home(path) for _, path in orders]
    actions = {"revis": "amend", "remov": "delete"}
    assert [each.action for each in found] == [actions[verb] for verb, _ in orders]


@settings(deadline=None)
@given(st.integers(0, len(LETTERS) - 4), st.integers(1, 3), st.integers(1, 3))
def test_reads_redesignations(start, count, shift):
    """Each old designator of a run gets the new one at its place."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    old, new = (
        letters[start : start + count + 1],
        letters[start + shift : start + shift + count + 1],
    )
    text = f"paragraphs ({old[0]}) through ({old[-1]}) as paragraphs ({new[0]}) through ({new[-1]})"
    (found,) = read(rule(amdpar(f"1. In § 744.1, redesignate {text}, respectively.")))
    assert [(r.old, r.num) for r in found.renames] == [
        (home((a,)), f"({b})") for a, b in zip(old, new, strict=True)
    ]


@settings(deadline=None)
@given(st.lists(st.sampled_from(LETTERS), min_size=1, max_size=4, unique=True).map(sorted))
def test_takes_what_is_shown_for_each(letters):
    """Each revised paragraph gets the text that is shown under its designator."""
    named = ", ".join(f"({letter})" for letter in letters)
    shown = [part for letter in letters for part in ("***", f"({letter}) New {letter}.")]
    text = f"1. In § 744.1, revise paragraphs {named} to read as follows:"
    found = read(rule(amdpar(text), section("744.1", "Scope.", *shown, "***")))
    assert [each.content[0].content for each in found] == [f"New {each}." for each in letters]


PIECES = st.sampled_from(
    re.split(
        r"\s+",
        "Section § 744.1 744.2 (a) (1)(i) paragraph paragraphs and , ; : . in of by is are amended "
        "revising revised adding removed remove redesignating as through “x” “y “ ” the sentence "
        "first last introductory text definition entry table supplement no. 4 to part appendix A "
        "under UNDER FRANCE effective May 1, 2025 to read follows wherever it appears its place at "
        "end heading note authority citation subpart stayed until ⟦0⟧ ⟪1⟫ ( ) ((( — 4.iii",
    )
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_no_sentence_breaks_the_reader(text):
    """Whatever the words, each order is read or says why not, and nothing is raised."""
    for each in read(rule(amdpar("1. " + text), section("744.1", "Scope.", "***", "(a) New."))):
        assert each.problem or each.action != "unknown"
        assert each.problem or each.target.identifier
    order(text, commentary=True)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    """Neither do characters of any kind."""
    body = amdpar("Revise").replace(
        "Revise",
        "Revise &#160;" + "".join(f"&#{ord(letter)};" for letter in text if letter.isprintable()),
    )
    document = parse(RULE.format(title=15, part=744, body=body).encode(), source="rule.xml")
    assert all(each.words for each in read(document))
