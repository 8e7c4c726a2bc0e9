"""Where a text uses the terms that it defines: each first use in a provision, and the definition.

Terms of one common word ("export", "person") would turn every line into links; a single word
counts only where it is capitalised, as "Secretary" is.
"""

import re
from collections import defaultdict

from msgspec import Struct

from tracker.model import Document, Field, Provision

_WORD_RE = re.compile(r"\w[\w\-]*")


class Use(Struct, frozen=True):
    """A term used: characters `start` to `end` of a field, and the identifier of the definition."""

    start: int
    end: int
    target: str


class Terms:
    """The terms a document defines, ready to be found in its provisions."""

    def __init__(self, document: Document) -> None:
        self._by_first_word: dict[str, list[tuple[str, str]]] = defaultdict(list)
        """First word -> (term, path of the defining provision), longer terms first."""
        seen: set[tuple[str, str]] = set()
        for item in document.provisions():
            for mark in item.marks:
                term = getattr(item, mark.field)[mark.start : mark.end].strip(" “”\"‘’'")
                if mark.kind != "term" or not _is_telling(term) or (term, item.path) in seen:
                    continue
                seen.add((term, item.path))
                if first := _WORD_RE.match(term):
                    self._by_first_word[first[0]].append((term, item.path))
        for found in self._by_first_word.values():
            found.sort(key=lambda entry: (-len(entry[0]), entry[1]))

    def of(self, item: Provision, field: Field) -> list[Use]:
        """Return the first use of each term in a field, in order, none inside another."""
        text: str = getattr(item, field)
        if not self._by_first_word or not text:
            return []
        found: list[Use] = []
        done: set[str] = set()
        end = 0
        for word in _WORD_RE.finditer(text):
            if word.start() < end:
                continue
            for term, _ in self._by_first_word.get(word[0], ()):
                stop = word.start() + len(term)
                if term in done or not text.startswith(term, word.start()):
                    continue
                if (text[stop : stop + 1].isalnum() and text[stop : stop + 2] != "s ") or (
                    target := self._definition(term, item.path)
                ) == item.path:
                    continue
                done.add(term)
                found.append(Use(word.start(), stop, target))
                end = stop
                break
        return found

    def _definition(self, term: str, path: str) -> str:
        """Return which definition of a term governs a provision: the one that stands nearest."""
        first = _WORD_RE.match(term)
        assert first is not None  # noqa: S101 - only such terms are kept
        places = [where for other, where in self._by_first_word[first[0]] if other == term]
        return max(places, key=lambda where: (_shared(where, path), where))


def _is_telling(term: str) -> bool:
    """Return whether a term stands out of running text."""
    return len(term) > 3 and (" " in term or (term[0].isupper() and not term.isupper()))


def _shared(one: str, other: str) -> int:
    """Return how many segments two paths have in common from the start."""
    count = 0
    for left, right in zip(one.split("/"), other.split("/"), strict=False):
        if left != right:
            break
        count += 1
    return count
