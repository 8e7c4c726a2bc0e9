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
        """Return the number of a subtree: its own text's number, then its children's."""
        return self._subtrees.setdefault(key, len(self._subtrees))


class Outline:
    """One document's provisions in document order; index 0 is the root.

    All attributes are lists with one value a provision, addressed by its index.
    """

    def __init__(self, root: Provision, numbering: Numbering) -> None:
        self.provisions: list[Provision] = []
        self.text: list[str] = []
        self.parent: list[int] = []
        self.children: list[list[int]] = []
        self.position: list[int] = []
        """Place among the siblings."""
        self._lay_out(root)
        self.text_id = [numbering.text(text) for text in self.text]
        size = len(self.provisions)
        self.end = list(range(1, size + 1))
        """Index after the last provision of the subtree."""
        self.weight = [len(text) + 1 for text in self.text]
        """Characters in the whole subtree, plus one a provision."""
        self.subtree_id = [0] * size
        for index in range(size - 1, -1, -1):
            below = self.children[index]
            key = (self.text_id[index], *[self.subtree_id[child] for child in below])
            self.subtree_id[index] = numbering.subtree(key)
            if below:
                self.end[index] = self.end[below[-1]]
                self.weight[index] += sum(self.weight[child] for child in below)

    def _lay_out(self, root: Provision) -> None:
        """Fill the lists in document order, without recursion."""
        stack = [(root, -1)]
        while stack:
            provision, parent = stack.pop()
            index = len(self.provisions)
            below = provision.children
            self.provisions.append(provision)
            self.text.append(_own_text(provision))
            self.parent.append(parent)
            self.children.append([])
            if parent >= 0:
                kin = self.children[parent]
                self.position.append(len(kin))
                kin.append(index)
            else:
                self.position.append(0)
            if below:
                stack += [(child, index) for child in reversed(below)]

    def __len__(self) -> int:
        return len(self.provisions)

    def ancestors(self, index: int) -> Iterator[int]:
        """Yield the parent, its parent and so on up to the root."""
        index = self.parent[index]
        while index >= 0:
            yield index
            index = self.parent[index]


def _own_text(provision: Provision) -> str:
    """Return `Provision.own_text`, by the short way for the many that have one field only."""
    if provision.heading or provision.chapeau or provision.continuation:
        return provision.own_text
    return provision.content
