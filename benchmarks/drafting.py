"""A second planter: the edits of drafters rather than of a shuffler.

Numbers changed, "not" inserted, a run of words rewritten, a changed copy put before the original,
neighbours swapped, splits at a sentence's or clause's end, merges of three, moves with 30 % of
the words changed, whole sections copied, subtrees deleted and inserted. Written apart from
`planting`, whose tree and relabelling it shares, so that one cannot be tuned to unseen.
"""

import re

from benchmarks.planting import Node, Planter, Truth, identified
from tracker.model import Document

MIX = {
    "tweak": 0.14,  # one word replaced, or one or two inserted, "not" among them
    "number": 0.08,
    "run": 0.06,  # 40 % of the words, in one run
    "copy-before": 0.08,  # a copy before the original, a fifth of its words changed
    "fresh": 0.05,  # a clause of elsewhere with 60 % of its words changed
    "swap": 0.08,
    "clause-split": 0.08,
    "merge-three": 0.05,
    "merge": 0.04,
    "move-rewrite": 0.06,
    "promote": 0.05,
    "demote": 0.05,
    "copy-tree": 0.03,
    "delete": 0.08,
    "delete-tree": 0.03,
    "insert-tree": 0.04,
}
"""Share of each operation among the planted ones."""

_ENDS_RE = re.compile(r"[;.,] ")
_NUMBER_RE = re.compile(r"\b\d+\b")


class Drafter(Planter):
    """Plants a mix of drafters' operations into one document."""

    # Each operation returns whether it could be done on the provision drawn.

    def _tweak(self, node: Node) -> bool:
        words = node.body.split()
        if len(words) < 6:
            return False
        at = self.random.randrange(len(words))
        other = self._other(words[at])
        if self.random.random() < 0.5:
            words[at] = other
        else:
            words[at:at] = ["not"] if self.random.random() < 0.4 else [other, self._other("")]
        return self._edited(node, " ".join(words))

    def _number(self, node: Node) -> bool:
        numbers = _NUMBER_RE.findall(node.body)
        if not numbers:
            return False
        number = self.random.choice(numbers)
        other = str(int(number) + self.random.randint(1, 90))
        return self._edited(node, re.sub(rf"\b{number}\b", other, node.body, count=1))

    def _run(self, node: Node) -> bool:
        words = node.body.split()
        if len(words) < 14:
            return False
        start, size = self.random.randint(0, len(words) // 2), 4 * len(words) // 10
        words[start : start + size] = [self._other("") for _ in range(size)]
        return self._edited(node, " ".join(words))

    def _copy_before(self, node: Node) -> bool:
        words = node.body.split()
        if len(words) < 8 or node.children:
            return False
        text = self._changed(words, max(2, len(words) // 5))
        added = Node(None, node.label, "", "", text, "", node.level, None, touched=True)
        self._attach(added, node.parent, node.parent.children.index(node))
        node.touched = True
        return True

    def _fresh(self, node: Node) -> bool:
        sources = [other for other in self.root.subtree() if len(other.body.split()) >= 8]
        words = self.random.choice(sources).body.split()[:60]
        self._add_after(node, self._changed(words, 6 * len(words) // 10))
        return True

    def _swap(self, node: Node) -> bool:
        """Exchange two neighbours; the lighter one counts as the one that moved."""
        kin = node.parent.children
        at = kin.index(node)
        if at + 1 >= len(kin):
            return False
        other = kin[at + 1]
        movable = self._movable(node) and self._movable(other)
        if not movable or other.origin is None or _weight(node) == _weight(other):
            return False
        kin[at], kin[at + 1] = other, node
        node.touched = other.touched = True
        lighter = node if _weight(node) < _weight(other) else other
        self.truth.moved.add(lighter.origin)
        return True

    def _clause_split(self, node: Node) -> bool:
        text = node.body
        if node.children:
            return False
        cuts = [
            match.end()
            for match in _ENDS_RE.finditer(text)
            if min(len(text[: match.end()].split()), len(text[match.end() :].split())) >= 6
        ]
        if not cuts:
            return False
        at = self.random.choice(cuts)
        node.set_body(text[:at].strip())
        added = self._add_after(node, text[at:].strip())
        node.touched = True
        self.truth.splits[node.origin] = {node, added}
        return True

    def _merge_three(self, node: Node) -> bool:
        kin = node.parent.children
        at = kin.index(node)
        group = kin[at : at + 3]
        if len(group) < 3 or not all(_mergeable(one) for one in group):
            return False
        node.set_body(" ".join(one.body for one in group))
        for one in group:
            one.touched = True
        for one in group[1:]:
            self._detach(one)
        self.truth.merges[node] = {one.origin for one in group}
        return True

    def _move_rewrite(self, node: Node) -> bool:
        if len(node.body.split()) < 14 or not self._move(node):
            return False
        words = node.body.split()
        return self._edited(node, self._changed(words, 3 * len(words) // 10))

    def _promote(self, node: Node) -> bool:
        up = node.parent.parent
        if not up or not up.parent or not self._may_change_level(node):
            return False
        at, level = up.children.index(node.parent) + 1, node.parent.level
        return self._rehomed(node, up, at, level)

    def _demote(self, node: Node) -> bool:
        at = node.parent.children.index(node)
        if not at or not self._may_change_level(node):
            return False
        host = node.parent.children[at - 1]
        return self._rehomed(node, host, len(host.children), node.level)

    def _may_change_level(self, node: Node) -> bool:
        single = len(node.parent.children) < 2
        return not single and len(node.subtree()) <= 20 and self._movable(node)

    def _rehomed(self, node: Node, host: Node, at: int, level: str) -> bool:
        self._detach(node)
        self._attach(node, host, at)
        node.touched, node.level = True, level
        self.truth.moved.add(node.origin)
        return True

    def _copy_tree(self, node: Node) -> bool:
        below = node.subtree()
        if not 3 <= len(below) <= 25 or any(one.touched for one in below):
            return False
        if len(node.body.split()) < 5:
            return False  # a container copied word for word has no true original
        copied = self._copied(node)
        self._attach(copied, node.parent, node.parent.children.index(node) + 1)
        for one in below:
            one.touched = True
        return True

    def _copied(self, node: Node) -> Node:
        """Return a copy of a subtree, a fifth of the words of each clause changed."""
        own = (node.heading, node.chapeau, node.content, node.continuation)
        copied = Node(None, node.label, *own, node.level, None, touched=True)
        words = copied.body.split()
        if len(words) >= 5:
            copied.set_body(self._changed(words, max(1, len(words) // 5)))
        for child in node.children:
            self._attach(self._copied(child), copied, len(copied.children))
        return copied

    def _delete_tree(self, node: Node) -> bool:
        below = node.subtree()
        if not 3 <= len(below) <= 20 or any(one.touched for one in below):
            return False
        if len(node.parent.children) < 2:
            return False
        self._detach(node)
        for one in below:
            one.touched = True
            self.truth.deleted.add(one.origin)
        return True

    def _insert_tree(self, node: Node) -> bool:
        top = self._made(node.label, node.level, self.random.randint(6, 20))
        top.chapeau, top.content = f"{top.content}—", ""
        for _ in range(self.random.randint(2, 5)):
            part = self._made("(A)", "subparagraph", self.random.randint(5, 30))
            self._attach(part, top, len(top.children))
        self._attach(top, node.parent, node.parent.children.index(node) + 1)
        return True

    def _made(self, label: str, level: str, size: int) -> Node:
        """Return a new provision of so many words of the document."""
        text = " ".join(self._other("") for _ in range(size))
        return Node(None, label, "", "", text, "", level, None, touched=True)

    def _changed(self, words: list[str], count: int) -> str:
        """Return words as text with so many of them replaced."""
        words = list(words)
        for at in self.random.sample(range(len(words)), count):
            words[at] = self._other(words[at])
        return " ".join(words)


def _weight(node: Node) -> int:
    """Return the characters of a subtree, plus one a provision."""
    return sum(len(one.own_text()) + 1 for one in node.subtree())


def _mergeable(node: Node) -> bool:
    """Return whether a provision can become part of another one, with all its words."""
    plain = not (node.heading or node.continuation or (node.chapeau and node.content))
    loose = not (node.children or node.touched or node.origin is None)
    return plain and loose and len(node.body.split()) >= 6


def draft(
    document: Document, seed: int, share: float = 0.1, mix: dict[str, float] | None = None
) -> tuple[Document, Document, Truth]:
    """Return (old, new, truth): a document and its redrafted version, by seed."""
    old = identified(document)
    new, truth = Drafter(old, seed, share, mix or MIX).run()
    return old, new, truth
