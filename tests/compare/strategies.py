"""Documents for Hypothesis: arbitrary small ones, and ones whose provisions all differ."""

from hypothesis import strategies as st

_TEXT = (
    "export reexport transfer remote access cloud provider person license record network item "
    "shall may not and or the of in subsection (a) 744.23(a)(2) $5,000,000 3A090.a 원격 접근"
)
_WORDS = _TEXT.split()

texts = st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join)


def _specs(depth):
    """Return a strategy of nested tuples (label, text, *children)."""
    labels = st.sampled_from(["(1)", "(2)", "(a)", "(A)", "(i)", ""])
    if not depth:
        return st.tuples(labels, texts)
    below = st.lists(_specs(depth - 1), max_size=3)
    return st.builds(lambda label, text, kids: (label, text, *kids), labels, texts, below)


specs = st.lists(_specs(2), max_size=4)
"""Sections as `builders.document` takes them; duplicates and empty texts are common."""


@st.composite
def distinct_specs(draw, least=2, most=5):
    """Return sections of paragraphs in which no two texts share their rarer words."""
    count = draw(st.integers(least, most))
    number = iter(range(10_000))
    sections = []
    for section in range(count):
        size = draw(st.integers(2, 5))
        paragraphs = [(f"({k + 1})", _sentence(next(number))) for k in range(size)]
        sections.append((f"{section + 1}.", _sentence(next(number)), *paragraphs))
    return sections


def _sentence(number):
    """Return a sentence of its own."""
    own = " ".join(f"{word}{number}" for word in ("vessel", "cloud", "ledger", "harbor", "signal"))
    return f"The provider shall keep {own} for the Secretary"
