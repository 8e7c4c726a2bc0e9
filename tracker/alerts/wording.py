"""Words that alerts share: how works, provisions and days are named, and how text is cut."""

import re
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from tracker import identifiers
from tracker.errors import IdentifierError
from tracker.gaps.force_register import INSTRUMENT_RE
from tracker.gaps.values import words_of
from tracker.render import labels

TITLE = 110
"""Characters of a title in a headline."""

_FR_RE = re.compile(r"\d{1,3} FR \d+")

_ISO_RE = re.compile(r"(?<![\w@-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")

GRADES = {
    "A": "official text, read in full",
    "B": "official page, seen in part",
    "C": "law firm, press or think tank",
    "D": "secondary note",
    "U": "unknown",
}


class Names(Struct, frozen=True):
    """Titles of works and gaps, for headlines."""

    works: Mapping[str, str] = {}
    """Short title, or title, by work."""
    citations: Mapping[str, str] = {}
    """Federal Register citation (`90 FR 47201`) by work."""
    gaps: Mapping[str, str] = {}

    def cited(self, work: str) -> str:
        """Return how people cite a work: `H.R. 2683 (119th)`, `90 FR 47201`."""
        if INSTRUMENT_RE.match(work):
            return self.works.get(work, work)
        cite = self.citations.get(work, "")
        return cite if _FR_RE.fullmatch(cite) else identifiers.citation(work)

    def named(self, work: str) -> str:
        """Return citation and title, as the subject of a sentence.

        `H.R. 2683 (119th), Remote Access Security Act,`; `Affiliates Rule (90 FR 47201)`.
        """
        title = cut(self.works.get(work, ""), TITLE)
        if not title or INSTRUMENT_RE.match(work):
            return self.cited(work)
        if work.startswith("/us/bill/"):
            return f"{self.cited(work)}, {title},"
        return f"{title} ({self.cited(work)})"


def work_of(path: str) -> str:
    """Return the work that an identifier is in; an instrument stands for itself."""
    if INSTRUMENT_RE.match(path):
        return path
    try:
        return identifiers.parse(path).work
    except IdentifierError:
        return path


def place(path: str, work: str) -> str:
    """Return how people cite a provision.

    In codified law with title and part (`15 CFR 742.17(b)`, `15 CFR part 742, supp. 3`); elsewhere
    within its text (`§ 2(1)`).
    """
    inner = labels.provision(path, work) if path != work else ""
    if not work.startswith("/us/cfr/"):
        return inner or identifiers.citation(work)
    if inner.startswith("§ "):
        title = work.split("/")[3].removeprefix("t")
        return f"{title} CFR {inner.removeprefix('§ ')}"
    return identifiers.citation(work) + (f", {inner}" if inner else "")


def day(value: date | None) -> str:
    """Return a date as people write it: `12 January 2026`."""
    return labels.day(value)


_WORDS = {
    "partial": "closes in part",
    "authorises": "lets a rule be made",
    "silent": "silent",
    "not-assessed": "not assessed",
}


def words(code: str) -> str:
    """Return an effect, force, outcome or state in words: `partial` -> `closes in part`."""
    return _WORDS.get(code) or words_of(code)


def arrow(before: str, after: str) -> str:
    """Return a change of effect or state in words: `silent → closes in part`."""
    return f"{words(before)} → {words(after)}" if before else words(after)


def plain(text: str) -> str:
    """Return a text with its ISO dates as people write them."""

    def shown(match: re.Match[str]) -> str:
        try:
            return day(date.fromisoformat(match[0]))
        except ValueError:
            return match[0]

    return _ISO_RE.sub(shown, text)


def cut(text: str, size: int) -> str:
    """Shorten a text at a word boundary; an ellipsis says that something follows."""
    if len(text) <= size:
        return text
    return text[: size - 1].rpartition(" ")[0].rstrip(" ,;:—") + " …"


def cut_start(text: str, size: int) -> str:
    """Shorten a text to its last words."""
    if len(text) <= size:
        return text
    return "… " + text[-size + 1 :].partition(" ")[2]


def listed(items: list[str] | tuple[str, ...]) -> str:
    """Return items as a sentence lists them: `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def sentence(text: str) -> str:
    """Return a text with its first letter large and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if re.search(r"[.!?…]”?$", text) else ".")
