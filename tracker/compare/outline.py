"""A tree of provisions laid out flat, with numbers for texts so that equality is one comparison."""

from collections.abc import Iterator

from tracker.model import Provision


class Numbering:
    """Gives equal texts, and equal subtrees, equal numbers across both documents.

    A subtree's number ignores every label in it, so a renumbered subtree keeps its number.
    """

    def __init__(self) -> None:
        self._texts: dict[str, int] = {"": 0}
        self._subtrees: dict[tuple[int, ...], int] = {}

    def text(self, text: str) -> int:
        """Return the number of an own text; 0 is the empty one."""
        return self._texts.setdefault(text, len(self._texts))

    def subtree(self, key: tuple[int, ...]) -> int:
        """Return the number of a subtree with children: its own text's number, then theirs.

        Below zero; a provision without children has its text's number.
        """
        return self._subtrees.setdefault(key, -1 - len(self._subtrees))


class Outline:
    """One document's provisions in document order; index 0 is the root.

    All attributes are lists with one value a provision, addressed by its index.
    """

    def __init__(self, root: Provision, numbering: Numbering) -> None:
        self.provisions: list[Provision] = []
        self.text: list[str] = []
        self.parent: list[int] = []
        self.children: list[list[int]] = []
        self._lay_out(root)
        self.text_id = [numbering.text(text) for text in self.text]
        size = len(self.provisions)
        self.position = [0] * size
        """Place among the siblings."""
        self.end = list(range(1, size + 1))
        """Index after the last provision of the subtree."""
        self.weight = [len(text) + 1 for text in self.text]
        """Characters in the whole subtree, plus one a provision."""
        self.subtree_id = self.text_id.copy()
        for index in range(size - 1, -1, -1):
            below = self.children[index]
            if below:
                key = (self.text_id[index], *[self.subtree_id[child] for child in below])
                self.subtree_id[index] = numbering.subtree(key)
                self.end[index] = self.end[below[-1]]
                self.weight[index] += sum([self.weight[child] for child in below])
                for position, child in enumerate(below):
                    self.position[child] = position

    def _lay_out(self, root: Provision) -> None:
        """Fill the lists in document order, without recursion."""
        add_provision, add_text = self.provisions.append, self.text.append
        add_parent, add_children = self.parent.append, self.children.append
        stack = [root]
        parents = [-1]
        index = -1
        while stack:
            provision, parent = stack.pop(), parents.pop()
            index += 1
            add_provision(provision)
            add_parent(parent)
            add_children([])
            if parent >= 0:
                self.children[parent].append(index)
            if provision.heading or provision.chapeau or provision.continuation:
                add_text(provision.own_text)
            else:
                add_text(provision.content)
            below = provision.children
            if below:
                stack += below[::-1]
                parents += [index] * len(below)

    def __len__(self) -> int:
        return len(self.provisions)

    def ancestors(self, index: int) -> Iterator[int]:
        """Yield the parent, its parent and so on up to the root."""
        index = self.parent[index]
        while index >= 0:
            yield index
            index = self.parent[index]
