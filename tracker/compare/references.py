"""Whether a changed cross-reference only follows a redesignation in the same version."""

import re

from tracker.compare.align import Alignment
from tracker.compare.labels import core
from tracker.compare.outline import Outline

_LEVEL = r"(?:sub)?(?:section|paragraph|clause|part|chapter|title|item|division)"
_NAMES = """
    act title subtitle chapter subchapter part subpart division section subsection paragraph
    subparagraph clause subclause item
"""
LEVELS = frozenset(_NAMES.split())
"""Names of what "this" may refer to."""
_TAIL_RE = re.compile(rf"\b({_LEVEL})s? ((?:[\w.–-]+)?(?:\([A-Za-z0-9]{{1,5}}\))*)$", re.IGNORECASE)
_LABEL_RE = re.compile(r"(?:[0-9][\w.–-]*)?(?:\([A-Za-z0-9]{1,5}\))*")
_LEVEL_RE = re.compile(rf"(?:{_LEVEL})s?", re.IGNORECASE)
_PART_RE = re.compile(r"[A-Za-z0-9.–-]+")


def is_label(text: str) -> bool:
    """Return whether a text is nothing but a label such as `5(b)` or `(a)(3)`."""
    text = text.strip()
    return bool(text) and bool(_LABEL_RE.fullmatch(text))


def names_level_only(gone: str, come: str, after: str) -> bool:
    """Return whether a hunk only adds or drops a level's name before a label.

    `described in (a)(3)` and `described in subsection (a)(3)` name the same place.
    """
    words = (gone + come).strip()
    return (
        not (gone.strip() and come.strip())
        and bool(_LEVEL_RE.fullmatch(words))
        and after.lstrip().startswith("(")
    )


class Labels:
    """The labels of one document, looked up by parent; each parent is read once."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._known: dict[int, dict[str, list[int]]] = {}

    def resolve(self, start: int, level: str, chain: list[str]) -> int:
        """Return the provision that a label names from where it is used, or -1.

        The nearest one outwards: the provision's own children, its siblings, its parent's, …
        """
        for home in [start, *self._outline.ancestors(start)]:
            for child in self._below(home).get(chain[0], ()):
                if level and self._outline.provisions[child].level != level:
                    continue
                found = self._descend(child, chain[1:])
                if found >= 0:
                    return found
        return -1

    def _descend(self, index: int, chain: list[str]) -> int:
        """Return the provision below that the rest of a label names, or -1."""
        for part in chain:
            below = self._below(index).get(part)
            if not below:
                return -1
            index = below[0]
        return index

    def _below(self, home: int) -> dict[str, list[int]]:
        """Return the children of a provision by what their labels designate."""
        known = self._known.get(home)
        if known is None:
            known = self._known[home] = {}
            for child in self._outline.children[home]:
                known.setdefault(core(self._outline.provisions[child].num), []).append(child)
        return known


class Follower:
    """Knows from one alignment which provision became which."""

    def __init__(self, alignment: Alignment) -> None:
        self._old, self._new = Labels(alignment.old), Labels(alignment.new)
        self._to_new = dict(alignment.pairs)

    def follows(self, i: int, j: int, gone: str, come: str, before: str) -> bool:
        """Return whether `gone` named in the old text the provision that `come` names in the new.

        `before` is the unchanged text in front, whose last word may name the level.
        """
        level, head = _level_of(before)
        old_chain, new_chain = _chain(head + gone.strip()), _chain(head + come.strip())
        if not old_chain or not new_chain:
            return False
        old = self._old.resolve(i, level, old_chain)
        new = self._new.resolve(j, level, new_chain)
        return old > 0 and self._to_new.get(old) == new


def _level_of(before: str) -> tuple[str, str]:
    """Return (level, beginning of the label) that the text in front ends with."""
    match = _TAIL_RE.search(before)
    return (match[1].lower(), match[2]) if match else ("", "")


def _chain(label: str) -> list[str]:
    """Return the parts of a label: `5(b)(1)` -> `5`, `b`, `1`."""
    return _PART_RE.findall(label)
