"""The growing one-to-one matching between two outlines, and the tests every stage shares."""

from array import array
from collections import Counter

from tracker.compare.likeness import Bag, Lexicon, Scale, says_enough
from tracker.compare.outline import Outline
from tracker.compare.sequences import increasing


class Matching:
    """Which provision of the old outline is which in the new one; -1 where not known (yet)."""

    def __init__(self, old: Outline, new: Outline) -> None:
        self.old = old
        self.new = new
        self.to_new = [-1] * len(old)
        self.to_old = [-1] * len(new)
        self.old_uses = Counter(old.text_id)
        """How many provisions have each own text."""
        self.new_uses = Counter(new.text_id)
        self._old_trees = Counter(old.subtree_id)
        self._new_trees = Counter(new.subtree_id)
        self._lexicon = Lexicon()
        self._cut: dict[int, array[int]] = {}
        self._bags: dict[int, Bag] = {}
        self._scale = Scale()

    def pair(self, i: int, j: int) -> None:
        """Match one provision with one provision."""
        self.to_new[i] = j
        self.to_old[j] = i

    def free(self, i: int, j: int) -> bool:
        """Return whether neither side is matched."""
        return self.to_new[i] < 0 and self.to_old[j] < 0

    def unique(self, i: int, j: int) -> bool:
        """Return whether neither own text occurs a second time in its document."""
        return self.old_uses[self.old.text_id[i]] == 1 == self.new_uses[self.new.text_id[j]]

    def unique_subtrees(self, i: int, j: int) -> bool:
        """Return whether neither subtree occurs a second time in its document."""
        old, new = self.old.subtree_id[i], self.new.subtree_id[j]
        return self._old_trees[old] == 1 == self._new_trees[new]

    def pair_subtrees(self, i: int, j: int) -> None:
        """Match two identical subtrees provision by provision, where still free.

        Parts that an earlier stage matched elsewhere stay as they are.
        """
        for k in range(self.old.end[i] - i):
            if self.free(i + k, j + k):
                self.pair(i + k, j + k)

    def old_rest(self) -> list[int]:
        """Return the unmatched provisions of the old outline in document order."""
        return [i for i, j in enumerate(self.to_new) if j < 0]

    def new_rest(self) -> list[int]:
        """Return the unmatched provisions of the new outline in document order."""
        return [j for j, i in enumerate(self.to_old) if i < 0]

    def free_twins(self) -> set[int]:
        """Return the own texts that are unmatched on both sides, by number."""
        old_ids, new_ids = self.old.text_id, self.new.text_id
        free = {old_ids[i] for i in self.old_rest()}
        return free.intersection([new_ids[j] for j in self.new_rest()]) - {0}

    def old_words(self, i: int) -> "array[int]":
        """Return the words of an old provision's own text, by number."""
        return self._cut.get(key := self.old.text_id[i]) or self._cut_out(key, self.old.text[i])

    def new_words(self, j: int) -> "array[int]":
        """Return the words of a new provision's own text, by number."""
        return self._cut.get(key := self.new.text_id[j]) or self._cut_out(key, self.new.text[j])

    def _cut_out(self, key: int, text: str) -> "array[int]":
        """Cut out and keep the words of a text."""
        words = self._cut[key] = self._lexicon.cut(text)
        return words

    def old_bag(self, i: int) -> Bag:
        """Return the weighted words of an old provision's own text."""
        return self._bags.get(key := self.old.text_id[i]) or self._bag(key, self.old_words(i))

    def new_bag(self, j: int) -> Bag:
        """Return the weighted words of a new provision's own text."""
        return self._bags.get(key := self.new.text_id[j]) or self._bag(key, self.new_words(j))

    def _bag(self, key: int, words: "array[int]") -> Bag:
        """Make and keep a bag."""
        if len(self._bags) > KEPT:
            self._bags.clear()
        names = self._lexicon.words
        bag = self._bags[key] = Bag([names[word] for word in words], self._scale)
        return bag

    def weigh(self) -> None:
        """Weigh words from here on by how many of the unmatched provisions use them."""
        texts = [self.old_words(i) for i in self.old_rest()]
        texts += [self.new_words(j) for j in self.new_rest()]
        names = self._lexicon.words
        self._scale = Scale([[names[word] for word in set(words)] for words in texts])
        self._bags.clear()

    def parents_matched(self, i: int, j: int) -> bool:
        """Return whether the two stand under provisions matched with each other."""
        parent = self.old.parent[i]
        return parent >= 0 and self.to_new[parent] == self.new.parent[j]

    def families(self) -> list[tuple[int, int]]:
        """Return the matched parents with unmatched children on both sides, in document order."""
        parents = sorted({self.old.parent[i] for i in self.old_rest()})
        waiting = {self.new.parent[j] for j in self.new_rest()}
        pairs = ((p, self.to_new[p]) for p in parents)
        return [(p, q) for p, q in pairs if q >= 0 and q in waiting]

    def slots(self) -> tuple[dict[int, int], dict[int, int]]:
        """Return where each unmatched child of a matched parent stands: (of the old, of the new).

        A slot is named by the old index of the matched sibling before it, or by -1 - parent
        when there is none; siblings matched out of order are passed over.
        """
        old_slots: dict[int, int] = {}
        new_slots: dict[int, int] = {}
        for p, q in self.families():
            old_kin, new_kin = self.old.children[p], self.new.children[q]
            kin = [
                c for c in old_kin if self.to_new[c] >= 0 and self.new.parent[self.to_new[c]] == q
            ]
            kept = increasing([self.to_new[c] for c in kin])
            holders = {kin[at] for at in kept}
            slot = -1 - p
            for c in old_kin:
                if c in holders:
                    slot = c
                elif self.to_new[c] < 0:
                    old_slots[c] = slot
            slot = -1 - p
            for c in new_kin:
                if self.to_old[c] in holders:
                    slot = self.to_old[c]
                elif self.to_old[c] < 0:
                    new_slots[c] = slot
        return old_slots, new_slots

    def votes(self, i: int, j: int) -> tuple[int, int, int]:
        """Return (votes, old votes, new votes) of matched children of `i` and `j`.

        The first counts children of `i` matched with children of `j`, the others all matched
        children of each.
        """
        both = mine = 0
        for child in self.old.children[i]:
            image = self.to_new[child]
            if image >= 0:
                vote = vote_of(self.old, child)
                mine += vote
                if self.new.parent[image] == j:
                    both += vote
        theirs = sum(
            vote_of(self.new, child) for child in self.new.children[j] if self.to_old[child] >= 0
        )
        return both, mine, theirs


CROWD = 100
"""Pairs under one parent up to which all of them are compared."""

KEPT = 30_000
"""Bags of words kept; more are made again rather than held (1.5 KB each)."""

VOTE = 300
"""Characters above which a child's vote grows no further; half a vote is for being there."""


def vote_of(outline: Outline, child: int) -> int:
    """Return what a child says about who its parent is; one large child does not outvote two."""
    return VOTE + min(outline.weight[child], VOTE)


LONG_TEXT = 200
"""Characters; no formula is this long."""


def is_distinctive(text: str, least: int = 3) -> bool:
    """Return whether a text says enough to be recognised anywhere in a document."""
    return len(text) >= LONG_TEXT or says_enough(text, least)
