"""Defined terms in running text: `The term “widget” means`, `(referred to as the “Fund”)`.

Bill DTD and USLM tag only some of them; the US Code and plain text tag none.
"""

import re
from collections.abc import Iterable

_QUOTED = r"[“‘]([^“”‘’]{1,120})[”’]"
# The term “remote access” · the terms “export” and “reexport”, · “a”, “b”, or “c”
_TERM_RE = re.compile(rf"term(?<!\wterm)s?\s+{_QUOTED}(?:(?:,?\s+(?:and|or)|,)\s+{_QUOTED})*")
# in this Act referred to as the “Fund” · hereinafter in this section called “the Board”
_CALLED_RE = re.compile(rf"\b(?:referred to|known)\s+as\s+(?:the\s+|an?\s+)?{_QUOTED}(?=\s?\))")
_EACH_RE = re.compile(_QUOTED)


def find(text: str) -> Iterable[tuple[int, int]]:
    """Return (start, end) of the terms that a folded text defines, without quotation marks."""
    patterns = []
    if "term" in text:
        patterns.append(_TERM_RE)
    if "referred to as " in text or "known as " in text:
        patterns.append(_CALLED_RE)
    found: list[tuple[int, int]] = []
    for pattern in patterns:
        for match in pattern.finditer(text):
            found += [each.span(1) for each in _EACH_RE.finditer(text, match.start(), match.end())]
    return found
