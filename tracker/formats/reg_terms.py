"""Terms that a paragraph of a regulation defines at its start."""

import re

from tracker.formats.reg_inline import Text
from tracker.formats.reg_tree import RegNode

_MEANS = (
    r",?\s(?:\([^)]{1,60}\)\s)?(?:means?|includes?|has\sthe|have\sthe|is\sdefined|are\sdefined"
    r"|shall\smean|refers?\sto|is\sa\sterm|,?\sfor\s(?:the\s)?purposes\sof)\b"
)
_MEANS_RE = re.compile(_MEANS)
# The term “export” means; The terms “a” and “b” have …; “Person” means
_QUOTED_TERM_RE = re.compile(
    r"(?:(?:[Tt]he\s)?[Tt]erms?\s|^|(?<=,\s))[“\"‘]([^”\"’]{2,80})[”\"’]" + _MEANS
)

_NO_TERMS = frozenset({"see", "note", "provided", "e.g", "i.e", "id", "example", "examples"})
"""Words set in italics at the start of a paragraph that define nothing."""


def _defines(words: str, end: int, *, loose: bool) -> bool:
    """Return whether the words after a term in italics define it."""
    if loose and end <= 120:
        return True
    return bool(_MEANS_RE.match(" " + words[end:].lstrip('”’" .')))


def term_of(text: Text, *, loose: bool) -> tuple[int, int, str] | None:
    """Return (start, end, term) of a term that a paragraph defines at its start.

    The term is set in italics and followed by `means`, `includes` …; `loose` also takes an
    italic run closed by a full stop, as glossaries print it.
    """
    words = text.text
    start = end = 0
    for span in text.spans:
        if span.kind != "emphasis":
            continue
        between = words[end : span.start].strip(' “‘"(,')
        if between and not (end and between in {"or", "and"}):
            break
        start = start if end else span.start
        end = span.end
    term = words[start:end].strip(" .,:“”‘’—")
    if term and _defines(words, end, loose=loose and term.lower() not in _NO_TERMS):
        return start, start + len(words[start:end].rstrip(" .,:—")), term
    match = _QUOTED_TERM_RE.match(words)
    return (*match.span(1), match[1]) if match else None


def mark_terms(node: RegNode, *, loose: bool = False) -> None:
    """Mark the terms a node's text defines."""
    text = node.text
    if not text.spans and "“" not in text.text[:40] and "‘" not in text.text[:40]:
        return
    found = term_of(text, loose=loose)
    if found:
        start, end, term = found
        node.terms.append(("term", start, end, term))
