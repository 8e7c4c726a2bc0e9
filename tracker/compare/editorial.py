"""Edits that leave the meaning alone: punctuation, case, typography, spelling."""

import re
from collections.abc import Sequence

from tracker.model import WordEdit

_TYPOGRAPHY = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "‛": "'",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "−": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u00ad": None,
        "…": "...",
    }
)
_WORDS_RE = re.compile(r"[^\W_]+")
_GROUPED_RE = re.compile(r"(?<=\d),(?=\d{3}\b)")
_VARIANTS = (
    (re.compile(r"is(e|ed|es|ing|ation|ations)\b"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{2})our(s|ed|ing|able|ite)?\b"), r"or\1"),
    (re.compile(r"(?<=[a-z]{2}t)re\b"), "er"),
    (re.compile(r"ogue\b"), "og"),
    (re.compile(r"dgement"), "dgment"),
    (re.compile(r"(.)\1"), r"\1"),  # comittee, committee
)

_SPELT = 60
"""Characters; a longer hunk is no matter of spelling."""

Hunk = tuple[str, str]
"""Words deleted and words inserted at one place."""


def hunks(words: Sequence[WordEdit]) -> list[tuple[Hunk, str, str]]:
    """Return ((deleted, inserted), words before, words after) for each place that changed."""
    out: list[tuple[Hunk, str, str]] = []
    gone = come = before = ""
    for op, text in [*words, ("equal", "")]:
        if op == "delete":
            gone += text
        elif op == "insert":
            come += text
        else:
            if gone or come:
                out.append(((gone, come), before, text))
            gone = come = ""
            before = text
    return out


def editorial_type(hunk: Hunk) -> str:
    """Return punctuation, typography, case or spelling for a hunk that is one; else empty."""
    gone, come = hunk
    if "".join(gone.split()) == "".join(come.split()):
        return "typography"
    if _plain(gone) == _plain(come):
        return "typography"
    old_words, new_words = _WORDS_RE.findall(gone), _WORDS_RE.findall(come)
    if old_words == new_words:
        return "punctuation"
    if [w.casefold() for w in old_words] == [w.casefold() for w in new_words]:
        return "case"
    if _same_spelling(gone, come):
        return "spelling"
    return ""


def _plain(text: str) -> str:
    """Return a text without typographic niceties."""
    plain = _GROUPED_RE.sub("", text.translate(_TYPOGRAPHY)).replace("%", " percent")
    return " ".join(plain.split())


def _same_spelling(gone: str, come: str) -> bool:
    """Return whether two texts are spellings of the same words.

    Only what cannot change a word into another one counts: hyphens, British endings, doubled
    letters, two letters exchanged. "Lessor" and "lessee" are no spellings of each other.
    """
    if max(len(gone), len(come)) > _SPELT or abs(len(gone) - len(come)) > _SPELT // 10:
        return False
    old, new = _normal(gone), _normal(come)
    if not old or not new:
        return False
    if old == new:
        return True
    if len(old) != len(new) or len(old) < 5:
        return False
    wrong = [k for k, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and old[wrong[0]] == new[wrong[1]]
        and old[wrong[1]] == new[wrong[0]]
        and old.isalpha()
    )


def _normal(text: str) -> str:
    """Return letters and digits in one standard spelling, without hyphens and spaces."""
    words = " ".join(_WORDS_RE.findall(text.translate(_TYPOGRAPHY).casefold().replace("-", "")))
    if any(char.isdigit() for char in words):
        return words
    for pattern, standard in _VARIANTS:
        words = pattern.sub(standard, words)
    return words.replace(" ", "")


def is_list_joint(hunk: Hunk, after: str) -> bool:
    """Return whether a hunk only adds or drops the "and" or "or" at the end of a list item.

    Items added after it, or dropped, make that necessary.
    """
    if after.strip():
        return False
    old_words, new_words = (_WORDS_RE.findall(part.casefold()) for part in hunk)
    joint = [["and"], ["or"]]
    return (not old_words and new_words in joint) or (not new_words and old_words in joint)
