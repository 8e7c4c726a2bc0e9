"""Which provision of the old document is which in the new one: text first, label last.

Labels and XML ids are not used to find a provision, because one inserted paragraph renumbers
all that follow and official ids change between versions. Identical subtrees and texts are
matched first, then what stands above, below and between them, then texts that changed, by
likeness; boilerplate is matched only where its surroundings are.
"""

from msgspec import Struct

from tracker.compare.context import spread
from tracker.compare.exact import match_rest_exactly, match_unique_texts
from tracker.compare.matching import Matching
from tracker.compare.outline import Numbering, Outline
from tracker.compare.parts import find_parts
from tracker.compare.sequences import increasing
from tracker.compare.similar import match_similar, settle
from tracker.model import Document, Provision

_ROUNDS = 4
"""Rounds of likeness; each may uncover parents and children for the next."""


class Alignment(Struct, frozen=True, gc=False):
    """Who is who, by index into two outlines (0 is the root, which is always paired)."""

    old: Outline
    new: Outline
    pairs: tuple[tuple[int, int], ...]
    """In the order of the new document."""
    deleted: tuple[int, ...]
    inserted: tuple[int, ...]
    moved: frozenset[int]
    """Old indices of the roots of moved subtrees."""
    splits: dict[int, tuple[int, ...]]
    """Old index to all its new ones; the pair holds the main one, the others are inserted."""
    merges: dict[int, tuple[int, ...]]
    """New index to all its old ones; the pair holds the main one, the others are deleted."""

    def provision_pairs(self) -> list[tuple[Provision, Provision]]:
        """Return the paired provisions themselves."""
        old, new = self.old.provisions, self.new.provisions
        return [(old[i], new[j]) for i, j in self.pairs]


def align(old: Document, new: Document) -> Alignment:
    """Return the alignment of two documents; near-linear, deterministic, symmetric.

    The side with the smaller digest is always treated as the old one, so that exchanging the
    arguments exchanges the result and nothing else.
    """
    numbering = Numbering()
    swapped = _order(new.root) < _order(old.root)
    first, second = (new, old) if swapped else (old, new)
    m = Matching(Outline(first.root, numbering), Outline(second.root, numbering))
    _match(m)
    splits, merges = find_parts(m)
    moved = _moved(m, splits, merges)
    return _swapped(m, splits, merges, moved) if swapped else _result(m, splits, merges, moved)


def _order(root: Provision) -> tuple[bytes, str]:
    """Return what decides which side is worked on first: content, never chance."""
    return root.digest, root.own_text


def _match(m: Matching) -> None:
    """Run the stages from the surest to the most doubtful."""
    m.pair(0, 0)
    if m.old.subtree_id[0] == m.new.subtree_id[0]:
        m.pair_subtrees(0, 0)
        return
    match_unique_texts(m)
    spread(m)
    if match_rest_exactly(m, twins=False):
        spread(m)
    m.weigh()
    while settle(m):
        spread(m)
    for turn in range(_ROUNDS):
        if not match_similar(m, everywhere=turn == 0):
            break
        spread(m)
    if match_rest_exactly(m, twins=True):
        spread(m)
        match_similar(m, everywhere=True)


Parts = dict[int, list[int]]


def _moved(m: Matching, splits: Parts, merges: Parts) -> set[int]:
    """Return the old indices of moved subtrees' roots: under another parent, or out of order."""
    homes = {(part, whole) for whole, parts in splits.items() for part in parts}
    heirs = {(whole, part) for whole, parts in merges.items() for part in parts}
    moved: set[int] = set()
    for i, j in enumerate(m.to_new):
        if i == 0 or j < 0:
            continue
        above_old, above_new = m.old.parent[i], m.new.parent[j]
        same = (
            m.to_new[above_old] == above_new
            or (above_new, above_old) in homes
            or (above_new, above_old) in heirs
            or any(m.to_new[m.old.parent[part]] == above_new for part in merges.get(j, ()))
            or any(m.to_old[m.new.parent[part]] == above_old for part in splits.get(i, ()))
        )
        if not same:
            moved.add(i)
    for p, q in enumerate(m.to_new):
        if q < 0 or len(m.old.children[p]) < 2:
            continue
        kin = [
            c
            for c in m.old.children[p]
            if m.to_new[c] >= 0 and c not in moved and m.new.parent[m.to_new[c]] == q
        ]
        places = [m.new.position[m.to_new[c]] for c in kin]
        if places != sorted(places):
            # The fewest moves; of equal choices the one that moves the fewest words.
            heft = 1 + sum(m.old.weight[c] for c in kin)
            kept = set(increasing(places, [heft + m.old.weight[c] for c in kin]))
            moved.update(c for at, c in enumerate(kin) if at not in kept)
    return moved


def _result(m: Matching, splits: Parts, merges: Parts, moved: set[int]) -> Alignment:
    """Return the alignment as computed."""
    return Alignment(
        m.old,
        m.new,
        tuple((i, j) for j, i in enumerate(m.to_old) if i >= 0),
        tuple(m.old_rest()),
        tuple(m.new_rest()),
        frozenset(moved),
        {whole: tuple(parts) for whole, parts in splits.items()},
        {whole: tuple(parts) for whole, parts in merges.items()},
    )


def _swapped(m: Matching, splits: Parts, merges: Parts, moved: set[int]) -> Alignment:
    """Return the alignment with the sides exchanged."""
    return Alignment(
        m.new,
        m.old,
        tuple((j, i) for i, j in enumerate(m.to_new) if j >= 0),
        tuple(m.new_rest()),
        tuple(m.old_rest()),
        frozenset(m.to_new[i] for i in moved),
        {whole: tuple(parts) for whole, parts in merges.items()},
        {whole: tuple(parts) for whole, parts in splits.items()},
    )
