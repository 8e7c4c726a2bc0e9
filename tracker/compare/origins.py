"""Where a loose provision comes from: a copy of its neighbour, or a part of it.

Such a provision is more like its neighbour than like what it is compared with, though the
neighbour has its match already.
"""

from tracker.compare.likeness import Bag, containment, plain_likeness
from tracker.compare.matching import Matching
from tracker.compare.outline import Outline
from tracker.model import Provision

PART = 0.8
"""Share of a part's weight that must come from the words its whole lost."""
PART_WORDS = 4
"""Words a part must have to count as one."""
_EPSILON = 1e-9
_MARGIN = 0.1
"""How much more like its neighbour than like its candidate a copied provision is."""


def is_copy(m: Matching, i: int, j: int, place: int) -> bool:
    """Return whether one of the two is a changed copy of its neighbour rather than the other.

    A provision inserted by copying its neighbour is more like that neighbour than like one that
    disappeared, and what it shares with the latter, the neighbour shares too. The same holds for
    a copy that was deleted.
    """
    old, new = m.old_bag(i), m.new_bag(j)
    alike = plain_likeness(old, new)
    if alike >= 1 - _MARGIN or m.votes(i, j)[0]:
        return False
    if place == 2 and same_term(m.old.provisions[i], m.new.provisions[j]):
        return False
    margin = _MARGIN if place == 2 else -_MARGIN / 2
    for other in _beside(m.new, j):
        if m.to_old[other] >= 0:
            neighbour = m.new_bag(other)
            if _explains(neighbour, new, old, alike, margin):
                return True
    for other in _beside(m.old, i):
        if m.to_new[other] >= 0:
            neighbour = m.old_bag(other)
            if _explains(neighbour, old, new, alike, margin):
                return True
    return False


def is_part(m: Matching, i: int, j: int) -> bool:
    """Return whether one of the two holds words that its neighbour lost: a split or a merge."""
    new, old = m.new_bag(j), m.old_bag(i)
    for other in _beside(m.new, j):
        home = m.to_old[other]
        if home >= 0 and m.old.text_id[home] != m.new.text_id[other]:
            lost = m.old_bag(home).without(m.new_bag(other))
            if len(new.words) >= PART_WORDS and containment(new, lost) >= PART:
                return True
    for other in _beside(m.old, i):
        home = m.to_new[other]
        if home >= 0 and m.old.text_id[other] != m.new.text_id[home]:
            lost = m.new_bag(home).without(m.old_bag(other))
            if len(old.words) >= PART_WORDS and containment(old, lost) >= PART:
                return True
    return False


def _explains(neighbour: Bag, copy: Bag, other: Bag, alike: float, margin: float) -> bool:
    """Return whether a provision comes from its neighbour rather than from the other one."""
    return (
        plain_likeness(neighbour, copy) > alike + margin
        and plain_likeness(neighbour, other) > alike + _EPSILON
    )


def _beside(outline: Outline, index: int) -> list[int]:
    """Return the siblings before and after a provision."""
    kin = outline.children[outline.parent[index]]
    at = outline.position[index]
    return kin[max(at - 1, 0) : at] + kin[at + 1 : at + 2]


def same_term(first: Provision, second: Provision) -> bool:
    """Return whether both define the same term: a definition rewritten is still that definition.

    15 CFR parts define terms in paragraphs without labels, one a term.
    """
    if not first.marks or not second.marks:
        return False
    terms = {mark.target for mark in first.marks if mark.kind == "term"}
    return bool(terms) and terms == {mark.target for mark in second.marks if mark.kind == "term"}
