"""The small phrase language in which rules name words; one phrase becomes one pattern.

A phrase is words, matched whole, in order, whatever their case and whatever separates them (space,
hyphen, dash): `know your customer` finds “Know-Your-Customer”.

- `verif*` any ending; `reseller|broker` either word; `foreign?` may be absent
- `...` up to twelve words in between, none of them before a semicolon
- `wind down || cease` either phrase
- `<n>` a number, with thousands separators or decimals; `<money>` the same after a dollar sign
"""

import re
from functools import lru_cache

from msgspec import Struct

_GAP = r"(?:[\s\-‐-―/]+[^\s;]+){0,12}?"
_SEPARATOR = r"[\s\-‐-―/]*[\s\-‐-―/,“”‘’\"'`(]+"
_NUMBERS = {
    "<n>": r"(?<![\w.])\$?\d[\d,]*(?:\.\d+)?(?!\w)",
    "<money>": r"\$\d[\d,]*(?:\.\d+)?(?!\w)",
}
_ALLOWED_RE = re.compile(r"[\w.$%§’'()*|:+–-]+$")


class Match(Struct, frozen=True):
    """Where a phrase was found in a text."""

    start: int
    end: int
    words: str


class PhraseError(ValueError):
    """A phrase that the language does not know."""


@lru_cache(maxsize=4096)
def compiled(phrase: str) -> re.Pattern[str]:
    """Return the pattern of a phrase.

    Raises PhraseError with the reason when the phrase is empty or holds unknown signs.
    """
    if "||" in phrase:
        return re.compile(
            "|".join(compiled(part).pattern for part in phrase.split("||")), re.IGNORECASE
        )
    tokens = phrase.split()
    if not tokens or all(word == "..." for word in tokens):
        raise PhraseError(f"“{phrase}” holds no word")
    if tokens[0] == "..." or tokens[-1] == "...":
        raise PhraseError(f"“{phrase}” starts or ends with “...”; name a word on both sides")
    parts: list[str] = []
    pending = ""
    glued = True
    for written in tokens:
        if written == "...":
            pending = _GAP
            continue
        word = _word(written.removesuffix("?"), phrase)
        glue = "" if glued else pending + _SEPARATOR
        if not written.endswith("?"):
            parts.append(glue + word)
            glued = False
        elif glued:
            parts.append(f"(?:{word}{_SEPARATOR})?")
        else:
            parts.append(f"(?:{glue}{word})?")
        pending = ""
    return re.compile("".join(parts), re.IGNORECASE)


def _word(token: str, phrase: str) -> str:
    """Return the pattern of one word of a phrase."""
    if token in _NUMBERS:
        return _NUMBERS[token]
    if not _ALLOWED_RE.match(token):
        raise PhraseError(f"“{phrase}”: “{token}” is no word of the phrase language")
    branches = [
        re.escape(branch).replace(r"\*", r"\w*").replace("'", "['’]").replace(r"\-", r"[\s\-‐-―]+")
        for branch in token.split("|")
    ]
    first = r"(?<!\w)" if re.match(r"\w", token) else ""
    last = r"(?!\w)" if re.search(r"[\w*]$", token) else ""
    return f"{first}(?:{'|'.join(branches)}){last}"


@lru_cache(maxsize=4096)
def _needs(phrase: str) -> tuple[tuple[str, ...], ...]:
    """Return for each required word of a phrase the letters of which one must occur."""
    found = []
    for written in phrase.lower().split():
        if written == "..." or written.endswith("?") or written in _NUMBERS:
            continue
        stems = tuple(max(re.split(r"[*'’\-]", branch), key=len) for branch in written.split("|"))
        if all(stems):
            found.append(stems)
    return tuple(sorted(found, key=lambda stems: (len(stems), -len(stems[0]))))


@lru_cache(maxsize=1 << 15)
def _lower(text: str) -> str:
    return text.lower()


def possible(phrase: str, text: str) -> bool:
    """Return False when a word of the phrase is nowhere in the text: cheaper than the pattern."""
    if "||" in phrase:
        return True
    low = _lower(text)
    return all(any(stem in low for stem in stems) for stems in _needs(phrase))


def first(phrase: str, text: str) -> Match | None:
    """Return the first place of a phrase in a text, or None."""
    if not possible(phrase, text):
        return None
    found = compiled(phrase).search(text)
    return Match(found.start(), found.end(), found[0]) if found else None


def every(phrase: str, text: str) -> list[Match]:
    """Return all places of a phrase in a text."""
    if not possible(phrase, text):
        return []
    return [Match(m.start(), m.end(), m[0]) for m in compiled(phrase).finditer(text)]
