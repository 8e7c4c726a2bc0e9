"""From a draft's nodes to frozen provisions: paths on the way down, digests on the way up."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

from tracker import citations
from tracker.citations.reading import Found
from tracker.formats import terms
from tracker.formats.draft import Draft, Node, Raw, plain
from tracker.formats.paths import name_of, segment_of
from tracker.formats.text import Positioned, fold
from tracker.model import Field, Finding, Mark, Provision, digest_of

_Span = TypeVar("_Span", tuple[int, int], Found)
_POINTING = frozenset({"ref", "footnote"})

Order = list[tuple[Node, str]]
"""Nodes with their paths, in document order."""


def numbered(draft: Draft) -> Order:
    """Return all nodes in document order with their paths; duplicates become findings."""
    root_path = draft.work or "/"
    order: Order = []
    names = _Names(draft, {root_path})
    stack = [(draft.root, root_path)]
    while stack:
        node, path = stack.pop()
        order.append((node, path))
        if node.notes:
            node.children = node.notes + node.children
        if node.children:
            base = "" if path == "/" else path
            placed = [(child, names.path_of(child, base)) for child in node.children]
            placed.reverse()
            stack += placed
    return order


class _Names:
    """Hands out paths, each only once."""

    def __init__(self, draft: Draft, taken: set[str]) -> None:
        self.draft = draft
        self.taken = taken
        self.seats: dict[str, int] = {}

    def path_of(self, node: Node, base: str) -> str:
        """Return a path of its own for a node below `base`."""
        below = self.draft.work if node.anchor else base
        num = node.num
        segment = node.segment or (
            "" if num is None else segment_of(node.level, num if type(num) is str else plain(num))
        )
        if segment:
            path = f"{below}/{segment}"
            if path in self.taken:
                path = self._another(path)
                self._note(node, path)
        else:
            path = f"{below}/{name_of(node.level)}"
            if path in self.seats or path in self.taken:
                wanted = path
                self.seats[wanted] = seat = self.seats.get(wanted, 1) + 1
                path = f"{wanted}{seat}"
                if path in self.taken:
                    path = self._another(path)
            else:
                self.seats[path] = 1
        self.taken.add(path)
        return path

    def _another(self, wanted: str) -> str:
        """Return the next free path for a name that is taken."""
        while True:
            self.seats[wanted] = seat = self.seats.get(wanted, 1) + 1
            path = f"{wanted}~{seat}"
            if path not in self.taken:
                return path

    def _note(self, node: Node, path: str) -> None:
        """Note that a number comes twice, where the law itself means something by it."""
        if node.num is None:
            return
        words = (
            f"{node.level} “{fold(plain(node.num))}” comes more than once; "
            f"this one is named {path.rpartition('/')[2]}"
        )
        self.draft.findings.append(Finding("duplicate-label", words, path, node.line))


class _Places:
    """Where references inside the document lead."""

    def __init__(self, order: Order, work: str) -> None:
        self.order = order
        self.sections: dict[str, str | None] = {}
        """`<work>/s101` -> where that section stands; None when there are several such."""
        self.prefix = f"{work}/s" if work else "\0"
        for node, path in order:
            if node.level == "section" and not node.quoted:
                short = f"{work}/{path.rpartition('/')[2]}"
                self.sections[short] = None if short in self.sections else path

    @cached_property
    def by_id(self) -> dict[str, str]:
        """Ids of the source with the paths of what bears them."""
        return {node.source_id: path for node, path in self.order if node.source_id}

    def resolve(self, target: str | None) -> str | None:
        """Return the path that a target means; `#id` and sections named without their title."""
        if not target:
            return None
        if target[0] == "#":
            return self.by_id.get(target[1:])
        if target.startswith(self.prefix):
            cut = target.find("/", len(self.prefix))
            head = target if cut < 0 else target[:cut]
            path = self.sections.get(head, head)
            return None if path is None else path + target[len(head) :]
        return target


def frozen(order: Order, work: str) -> Provision:
    """Return the root provision; children come after parents in `order`, so go backwards."""
    places = _Places(order, work)
    for node, path in reversed(order):
        marks: list[Mark] = []
        context = node.cite
        if context is None:
            context = "" if node.quoted else path
        num = node.num
        label = "" if num is None else _label(num, marks, places)
        heading = chapeau = content = continuation = ""
        if node.heading is not None:
            heading = _field(node.heading, "heading", context, marks, places)
        if node.chapeau is not None:
            chapeau = _field(node.chapeau, "chapeau", context, marks, places)
        if node.content is not None:
            content = _field(node.content, "content", context, marks, places)
        if node.continuation is not None:
            continuation = _field(node.continuation, "continuation", context, marks, places)
        below = node.children
        children = tuple([c.frozen for c in below if c.frozen is not None]) if below else ()
        node.frozen = Provision(
            path,
            node.level,
            label,
            heading,
            chapeau,
            content,
            continuation,
            children,
            tuple(marks),
            node.status,
            node.quoted,
            node.source_id,
            digest_of((heading, chapeau, content, continuation), children),
        )
    root = order[0][0].frozen
    if root is None:  # pragma: no cover - the loop freezes every node
        raise AssertionError("a draft without a root")
    return root


def _label(raw: Raw, marks: list[Mark], places: _Places) -> str:
    """Return a label; labels hold no citations."""
    if isinstance(raw, str):
        return fold(raw)
    text, positioned = raw.folded()
    marks += _marks("num", positioned, places)
    return text


def _field(raw: Raw, field: Field, context: str, marks: list[Mark], places: _Places) -> str:
    """Return a field's text; its marks, and the citations found in it, are added to `marks`."""
    own: list[Mark] = []
    if isinstance(raw, str):
        text = fold(raw)
    else:
        text, positioned = raw.folded()
        if positioned:
            own = _marks(field, positioned, places)
    if "“" in text or "‘" in text:
        own += [
            Mark("term", field, start, end, text[start:end])
            for start, end in _free(sorted(terms.find(text)), own, "term")
        ]
    found = citations.spans(text, context)
    if own and found:
        own = [_refined(mark, found) if mark.kind == "ref" else mark for mark in own]
        found = _free(found, own, "ref")
    resolve = places.resolve
    refs = [
        Mark("ref", field, start, end, resolve(target) if target else None)
        for start, end, target in found
    ]
    if own:
        refs += own
        if len(refs) > 1:
            refs.sort(key=_mark_order)
    marks += refs
    return text


def _refined(mark: Mark, found: Sequence[Found]) -> Mark:
    """Return a reference of the markup, led to the portion where its words go further.

    Markup often names a section where the words say `50 U.S.C. 4812(a)`.
    """
    if not mark.target:
        return mark
    for at in range(bisect_left(found, (mark.start,)), len(found)):
        _, end, target = found[at]
        if end > mark.end:
            break
        if target and target.startswith(f"{mark.target}/"):
            return Mark(mark.kind, mark.field, mark.start, mark.end, target)
    return mark


def _free(spans: Sequence[_Span], own: Sequence[Mark], kind: str) -> list[_Span]:
    """Return the spans, which are in order and apart, that no mark of a kind covers in part."""
    taken = sorted((mark.start, mark.end) for mark in own if mark.kind == kind)
    free: list[_Span] = []
    at = reach = 0
    for span in spans:
        while at < len(taken) and taken[at][0] < span[1]:
            reach = max(reach, taken[at][1])
            at += 1
        if reach <= span[0]:
            free.append(span)
    return free


def _marks(field: Field, positioned: Sequence[Positioned], places: _Places) -> list[Mark]:
    """Return model marks of one field."""
    return [
        Mark(kind, field, start, end, places.resolve(target) if kind in _POINTING else target)
        for kind, start, end, target in positioned
    ]


def _mark_order(mark: Mark) -> tuple[int, int, str]:
    """Return the sort key that puts the marks of a field in reading order, outer before inner."""
    return mark.start, -mark.end, mark.kind
