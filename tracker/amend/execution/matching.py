"""Finding quoted words in a provision's text: to the letter first, then naming what differs.

Amending texts quote the law, but not its typography: quotation marks inside quotation marks turn
single, dashes come as `--`, spaces as no-break spaces. Words are looked for exactly; only when they
are not there, with the fewest of these differences allowed that finds them, and the ledger says
which. A quotation that starts or ends with a letter or a digit starts or ends a word: “export” is
not found in “reexport” or “exports”.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

NORMALISATIONS = ("quotation-marks", "dashes", "spaces")
"""What may differ between words as quoted and words as they stand, by name."""

_QUOTES = "“”„‟\"‘’‚‛'`´"
_DASHES = "-‐‑‒–—―−"
_PARTS_RE = re.compile(rf"''|``|[{re.escape(_QUOTES)}]|--+|[{re.escape(_DASHES)}]|\s+|.", re.DOTALL)
_AFTER_WORD = " ,;:.)?!’”]"
"""What joins the word before it."""
_BEFORE_WORD = " (“‘[—–-/$"
"""What joins the word after it."""
_LABEL_RE = re.compile(r"\((?:\d{1,3}|[a-z]{1,2}|[A-Z]{1,2}|[ivxlIVXL]{1,7})\)")
_REFERENCE_RE = re.compile(
    r"(?:[Ss]ections?|[Pp]arts?|[Pp]aragraphs?|[Ss]ub\w+|[Cc]lauses?|[Ii]tems?|§+|U\.S\.C\.|CFR|or"
    r"|and|,|\))\s*[\w.–-]*(?:\([^()\s]*\))*$"
)
_SENTENCE_RE = re.compile(r"[.?!][”’\")\]]*(?=\s+[A-Z“‘(\[])")
_ABBREVIATION_RE = re.compile(
    r"(?:\b(?:[A-Za-z]|No|Nos|Pub|Stat|Sec|Secs|Inc|Co|Corp|Ltd|Dr|Mr|Mrs|Ms|St|vs?|etc|Fed|Reg"
    r"|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|et seq|e\.g|i\.e|U\.S\.C?|C\.F\.R))\.$"
)


def ways() -> Iterator[tuple[str, ...]]:
    """Yield sets of allowed differences, the smallest first; the first allows none."""
    for size in range(len(NORMALISATIONS) + 1):
        yield from combinations(NORMALISATIONS, size)


@lru_cache(maxsize=1024)
def pattern(
    words: str, allowed: tuple[str, ...] = (), *, fold_case: bool = False
) -> re.Pattern[str]:
    """Return the expression that finds quoted words with the differences allowed."""
    body = expression(words.strip(), allowed)
    start = r"(?<!\w)" if re.match(r"\s*\w", words) else ""
    start += r"(?<!\d[.,])" if re.match(r"\s*\d", words) else ""
    end = r"(?!\w)" if re.search(r"\w\s*$", words) else ""
    end += r"(?![.,]\d|[–-]\d)" if re.search(r"\d[a-z]*\s*$", words) else ""
    return re.compile(f"{start}{body}{end}", re.IGNORECASE if fold_case else 0)


def expression(words: str, allowed: tuple[str, ...]) -> str:
    """Return the source of an expression for words with the differences allowed."""
    parts = _PARTS_RE.findall(words)
    if "spaces" in allowed:  # the expression for a dash takes the spaces around it
        parts = [p for p, *around in _neighbours(parts) if not (p.isspace() and _dash(around))]
    return "".join([_part(part, allowed) for part in parts])


def _neighbours(parts: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each part with the one before and the one after it."""
    return zip(parts, ["", *parts], [*parts[1:], ""], strict=False)


def _dash(parts: list[str]) -> bool:
    """Return whether there is a dash among parts."""
    return any(part and part[0] in _DASHES for part in parts)


def _part(part: str, allowed: tuple[str, ...]) -> str:
    """Return the expression for one character, or for a run that stands for one."""
    if "quotation-marks" in allowed and (part in _QUOTES or part in {"''", "``"}):
        return rf"(?:''|``|[{re.escape(_QUOTES)}])"
    if "dashes" in allowed and (part in _DASHES or part.startswith("--")):
        around = r"\s*" if "spaces" in allowed else ""
        return rf"{around}(?:--+|[{re.escape(_DASHES)}]){around}"
    if "spaces" in allowed and part in _DASHES:
        return rf"\s*{re.escape(part)}\s*"
    if part.isspace():
        return r"\s+" if "spaces" in allowed else re.escape(part)
    return re.escape(part)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the ranges of a text's sentences; abbreviations and initials end none."""
    ranges = []
    start = 0
    for match in _SENTENCE_RE.finditer(text):
        if text[match.start()] == "." and _ABBREVIATION_RE.search(text, start, match.start() + 1):
            continue
        ranges.append((start, match.end()))
        start = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    if text[start:].strip():
        ranges.append((start, len(text)))
    return ranges


def fitted(text: str, start: int, end: int, words: str) -> tuple[int, int, str]:
    """Return an edit that puts words in place of a range with the spaces that prose needs.

    Words that start with a letter stand apart from what precedes them; punctuation joins it, and a
    designator joins the reference before it. Words that begin (or end) as those they replace did
    stand as close as those stood: “10” may become “11” in “section 10(a)”. Taking words out takes
    one of the two spaces around them out too.
    """
    left, right = text[start - 1 : start], text[end : end + 1]
    if not words:
        if left == " " and (right == "" or right in _AFTER_WORD):
            return start - 1, end, ""
        if not left and right == " ":
            return start, end + 1, ""
        return start, end, ""
    gone = text[start:end]
    if words[0] in _AFTER_WORD:
        if left == " ":
            start -= 1
    elif left and left not in _BEFORE_WORD and not _joins_left(text[:start], gone, words):
        words = f" {words}"
    if (
        right
        and right not in _AFTER_WORD + _DASHES + "/"
        and not _joins_right(left, right, gone, words)
    ):
        words = f"{words} "
    return start, end, words


def _joins_left(before: str, gone: str, words: str) -> bool:
    """Return whether words stand right after a text that ends in no space."""
    if words[0] in _DASHES:
        return True
    if gone:
        return _kind(gone[0]) == _kind(words[0])
    return bool(_LABEL_RE.match(words) and _REFERENCE_RE.search(before))


def _joins_right(left: str, right: str, gone: str, words: str) -> bool:
    """Return whether words stand right before a text that starts with no space."""
    if words[-1] in _BEFORE_WORD:
        return True
    if gone:
        return _kind(gone[-1]) == _kind(words[-1])
    return right == "(" and left not in {"", " "}


def _kind(char: str) -> str:
    """Return what a character is at the edge of words: a letter or digit, or its own sign."""
    return "word" if char.isalnum() else char
