"""Raised and lowered figures in running text, which markup alone would glue to their neighbours.

10<sup>26</sup> must not become 1026, nor 16<fraction>2/3</fraction> become 162/3: they are
written in the characters that Unicode has for them, 10²⁶ and 16²⁄₃; a single capital is the
variable of a formula, (1 + C)ᴰ. Other letters (119<sup>th</sup>) stay as they are.
"""

import re

_UPPER = str.maketrans(
    "0123456789+-−=()nABDEGHIJKLMNOPRTUVW", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ"
)
_LOWER = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_UPPER_ABLE_RE = re.compile(r"\s*(?:[0-9+\-−=()n]+|[ABDEG-PRT-W])\s*$")
_LOWER_ABLE_RE = re.compile(r"\s*[0-9+\-−=()]+\s*$")
_FRACTION_RE = re.compile(r"(\s*[0-9]+)[/⁄]([0-9]+\s*)$")
SLASH = "\u2044"
"""The fraction slash."""


def raised(text: str) -> str:
    """Return a raised text in Unicode's raised characters, or as it is."""
    return text.translate(_UPPER) if _UPPER_ABLE_RE.match(text) else text


def lowered(text: str) -> str:
    """Return a lowered text in Unicode's lowered characters, or as it is."""
    return text.translate(_LOWER) if _LOWER_ABLE_RE.match(text) else text


def fraction(text: str) -> str:
    """Return a fraction with raised numerator and lowered denominator, or as it is."""
    match = _FRACTION_RE.match(text)
    if not match:
        return text
    return match[1].translate(_UPPER) + SLASH + match[2].translate(_LOWER)
