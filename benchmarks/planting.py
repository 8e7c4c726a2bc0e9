"""Plants known changes into a real document, so that a diff can be scored against the truth.

Every provision gets a new XML id, siblings are relabelled in order, and the order of operations
is drawn from a seed. Words for inserted and rewritten text come from the document itself.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tracker.model import Document, Provision, digest_of

MIX = {
    "word": 0.25,  # one to three words replaced, inserted or deleted
    "rewrite": 0.10,  # 40 % of the words replaced
    "insert": 0.12,
    "copy": 0.08,  # a copy of the neighbour with a quarter of its words changed
    "delete": 0.12,
    "move": 0.10,
    "move-edit": 0.05,
    "level": 0.06,  # moved one level up or down
    "split": 0.06,
    "merge": 0.06,
}
"""Share of each operation among the planted ones."""


@dataclass(eq=False)
class Node:
    """A provision while it is being changed."""

    source: Provision | None
    label: str
    heading: str
    chapeau: str
    content: str
    continuation: str
    level: str
    origin: str | None
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = None
    new_id: str = ""
    touched: bool = False

    @property
    def body(self) -> str:
        """The field that edits work on."""
        return self.content or self.chapeau

    def set_body(self, text: str) -> None:
        """Replace the text of that field."""
        if self.content:
            self.content = text
        else:
            self.chapeau = text

    def own_text(self) -> str:
        """Return the own text as `Provision.own_text` gives it."""
        parts = (self.heading, self.chapeau, self.content, self.continuation)
        return " ".join(part for part in parts if part)

    def subtree(self) -> list["Node"]:
        """Return this node and all below it, in document order."""
        out, stack = [], [self]
        while stack:
            node = stack.pop()
            out.append(node)
            stack.extend(reversed(node.children))
        return out


@dataclass
class Truth:
    """What was planted, by source id."""

    pairs: dict[str, str] = field(default_factory=dict)
    modified: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    inserted: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    splits: dict[str, set[str]] = field(default_factory=dict)
    merges: dict[str, set[str]] = field(default_factory=dict)
    words: int = 0
    """Words truly deleted plus inserted inside edited provisions."""
    counts: dict[str, int] = field(default_factory=dict)


def identified(document: Document) -> Document:
    """Return the document with a source id on every provision that has none."""
    counter = [0]

    def one(provision: Provision, children: tuple[Provision, ...]) -> Provision:
        counter[0] += 1
        return _rebuilt(provision, children, provision.source_id or f"old{counter[0]}")

    return _with_root(document, _mapped(document.root, one))


def _with_root(document: Document, root: Provision) -> Document:
    """Return a document with another tree."""
    return Document(
        document.work, document.version, document.format, document.title, root, document.dates
    )


def _rebuilt(p: Provision, children: tuple[Provision, ...], source_id: str) -> Provision:
    """Return a provision with other children and another id."""
    own = (p.heading, p.chapeau, p.content, p.continuation)
    return Provision(
        p.path,
        p.level,
        p.num,
        *own,
        children,
        (),
        p.status,
        p.quoted,
        source_id,
        digest_of(own, children),
    )


def _mapped(
    root: Provision, make: Callable[[Provision, tuple[Provision, ...]], Provision]
) -> Provision:
    """Rebuild a tree from the leaves up, without recursion."""
    order = list(root.walk())
    made: dict[int, Provision] = {}
    for provision in reversed(order):
        made[id(provision)] = make(provision, tuple(made[id(c)] for c in provision.children))
    return made[id(root)]


class Planter:
    """Plants a mix of operations into one document."""

    def __init__(self, document: Document, seed: int, share: float, mix: dict[str, float]) -> None:
        self.document = document
        self.random = random.Random(seed)  # noqa: S311 - a repeatable experiment, not a secret
        self.truth = Truth()
        self.share = share
        self.mix = mix
        self.root = self._tree(document.root)
        self.vocabulary = [
            word for node in self.root.subtree() for word in node.body.split() if len(word) > 3
        ]
        self.uses = Counter(node.own_text() for node in self.root.subtree())

    def _tree(self, root: Provision) -> Node:
        """Return the mutable copy of a tree."""
        made: dict[int, Node] = {}
        for p in reversed(list(root.walk())):
            node = Node(
                p, p.num, p.heading, p.chapeau, p.content, p.continuation, p.level, p.source_id
            )
            for child in p.children:
                below = made[id(child)]
                below.parent = node
                node.children.append(below)
            made[id(p)] = node
        return made[id(root)]

    def run(self) -> tuple[Document, Truth]:
        """Plant, relabel, give new ids; return the new document and the truth."""
        nodes = [node for node in self.root.subtree() if node is not self.root]
        budget = int(len(nodes) * self.share)
        names, weights = zip(*self.mix.items(), strict=True)
        attempts = 0
        while budget > 0 and attempts < 60 * len(nodes):
            attempts += 1
            name = self.random.choices(names, weights)[0]
            node = self.random.choice(nodes)
            if node.touched or node.parent is None or node.parent is self.root:
                continue
            if getattr(self, "_" + name.replace("-", "_"))(node):
                self.truth.counts[name] = self.truth.counts.get(name, 0) + 1
                budget -= 1
        return self._finished()

    # Each operation returns whether it could be done on the provision drawn.

    def _word(self, node: Node) -> bool:
        words = node.body.split()
        if len(words) < 5:
            return False
        for _ in range(self.random.randint(1, 3)):
            at = self.random.randrange(len(words))
            what = self.random.choice(("replace", "insert", "delete"))
            if what == "replace":
                words[at] = self._other(words[at])
            elif what == "insert":
                words.insert(at, self._other(""))
            elif len(words) > 4:
                del words[at]
        return self._edited(node, " ".join(words))

    def _rewrite(self, node: Node) -> bool:
        words = node.body.split()
        if len(words) < 8:
            return False
        for at in self.random.sample(range(len(words)), int(0.4 * len(words))):
            words[at] = self._other(words[at])
        return self._edited(node, " ".join(words))

    def _edited(self, node: Node, text: str) -> bool:
        if text == node.body:
            return False
        node.touched = True
        node.set_body(text)
        self.truth.modified.add(node.origin)
        return True

    def _insert(self, node: Node) -> bool:
        size = self.random.randint(8, 40)
        self._add_after(node, " ".join(self.random.choices(self.vocabulary, k=size)))
        return True

    def _copy(self, node: Node) -> bool:
        words = node.body.split()
        if len(words) < 8 or node.children:
            return False
        for at in self.random.sample(range(len(words)), max(2, len(words) // 4)):
            words[at] = self._other(words[at])
        self._add_after(node, " ".join(words)).heading = node.heading
        node.touched = True  # the copied neighbour itself stays as it is
        return True

    def _add_after(self, node: Node, text: str) -> Node:
        added = Node(None, node.label, "", "", text, "", node.level, None, touched=True)
        self._attach(added, node.parent, node.parent.children.index(node) + 1)
        return added

    def _delete(self, node: Node) -> bool:
        below = node.subtree()
        if len(below) > 6 or any(n.touched for n in below) or len(node.parent.children) < 2:
            return False
        self._detach(node)
        for gone in below:
            gone.touched = True
            self.truth.deleted.add(gone.origin)
        return True

    def _move(self, node: Node) -> bool:
        below = node.subtree()
        if len(below) > 40 or not self._movable(node):
            return False
        if len(node.parent.children) < 2:
            return False
        hosts = [
            other
            for other in self.root.subtree()
            if len(other.children) > 1
            and other is not node.parent
            and other.parent
            and other not in below
            and other.level == node.parent.level
        ]
        if not hosts:
            return False
        host = self.random.choice(hosts)
        self._detach(node)
        self._attach(node, host, self.random.randint(0, len(host.children)))
        node.touched = True
        self.truth.moved.add(node.origin)
        return True

    def _movable(self, node: Node) -> bool:
        """Return whether a move can be told: a text that stands there twice has no true place."""
        return (
            len(node.body.split()) >= 6
            and self.uses[node.own_text()] == 1
            and not any(n.touched for n in node.subtree())
        )

    def _move_edit(self, node: Node) -> bool:
        if len(node.body.split()) < 10 or not self._move(node):
            return False
        words = node.body.split()
        for at in self.random.sample(range(len(words)), max(1, len(words) // 8)):
            words[at] = self._other(words[at])
        return self._edited(node, " ".join(words))

    def _level(self, node: Node) -> bool:
        below = node.subtree()
        up = node.parent.parent
        if len(below) > 20 or not self._movable(node):
            return False
        if len(node.parent.children) < 2:
            return False
        if up and up.parent and self.random.random() < 0.5:
            host, at = up, up.children.index(node.parent) + 1
        else:
            kin = [n for n in node.parent.children if n is not node and n.children]
            if not kin:
                return False
            host = self.random.choice(kin)
            at = len(host.children)
        self._detach(node)
        self._attach(node, host, at)
        node.touched = True
        node.level = host.children[0].level
        self.truth.moved.add(node.origin)
        return True

    def _split(self, node: Node) -> bool:
        words = node.body.split()
        if len(words) < 16 or node.children:
            return False
        at = self.random.randint(len(words) // 3, 2 * len(words) // 3)
        node.set_body(" ".join(words[:at]))
        added = self._add_after(node, " ".join(words[at:]))
        node.touched = True
        self.truth.splits[node.origin] = {node, added}
        return True

    def _merge(self, node: Node) -> bool:
        kin = node.parent.children
        at = kin.index(node)
        if at + 1 >= len(kin):
            return False
        other = kin[at + 1]
        if node.children or other.children or other.touched or other.origin is None:
            return False
        if len(node.body.split()) < 6 or len(other.body.split()) < 6 or other.heading:
            return False
        node.set_body(f"{node.body} {other.body}")
        self._detach(other)
        node.touched = other.touched = True
        self.truth.merges[node] = {node.origin, other.origin}
        return True

    def _other(self, word: str) -> str:
        """Return another word of the document."""
        while True:
            other = self.random.choice(self.vocabulary)
            if other != word:
                return other

    @staticmethod
    def _detach(node: Node) -> None:
        node.parent.children.remove(node)

    @staticmethod
    def _attach(node: Node, parent: Node, at: int) -> None:
        node.parent = parent
        parent.children.insert(at, node)

    def _finished(self) -> tuple[Document, Truth]:
        """Relabel, give ids and paths, and write the truth down by id."""
        for number, node in enumerate(self.root.subtree()):
            node.new_id = f"new{number}"
            for place, child in enumerate(node.children, start=1):
                if child.label:
                    child.label = _label(child.label, place)
        made: dict[Node, Provision] = {}
        for node in reversed(self.root.subtree()):
            own = (node.heading, node.chapeau, node.content, node.continuation)
            below = tuple(made[child] for child in node.children)
            quoted = node.source.quoted if node.source else False
            made[node] = Provision(
                f"{self.document.work}/{node.new_id}",
                node.level,
                node.label,
                *own,
                below,
                (),
                None,
                quoted,
                node.new_id,
                digest_of(own, below),
            )
        truth = self.truth
        away = {old for olds in truth.merges.values() for old in olds}
        for node in self.root.subtree():
            if node is self.root:
                continue
            if node.origin is None:
                truth.inserted.add(node.new_id)
            else:
                truth.pairs[node.origin] = node.new_id
        truth.splits = {old: {n.new_id for n in new} for old, new in truth.splits.items()}
        truth.inserted -= {new for parts in truth.splits.values() for new in parts}
        truth.merges = {node.new_id: olds for node, olds in truth.merges.items()}
        truth.deleted -= away
        return _with_root(self.document, made[self.root]), truth


def _label(label: str, place: int) -> str:
    """Return a label of the same style for another place."""
    core = label.strip("()—–-. ")
    if core.isdecimal():
        return label.replace(core, str(place))
    if len(core) == 1 and core.isalpha():
        letter = chr(ord("A" if core.isupper() else "a") + (place - 1) % 26)
        return label.replace(core, letter)
    return label


def plant(
    document: Document, seed: int, share: float = 0.1, mix: dict[str, float] | None = None
) -> tuple[Document, Document, Truth]:
    """Return (old, new, truth): a document and its planted version, by seed."""
    old = identified(document)
    new, truth = Planter(old, seed, share, mix or MIX).run()
    return old, new, truth
