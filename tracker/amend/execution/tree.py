"""Copy-on-write edits of a frozen tree of provisions.

`Tree` stands over a base `Document` and never changes it. A `Live` provision is made from a frozen
one only when something looks below its parent; whatever no edit reached is handed back as the very
object it was. `Tree.frozen` recomputes paths (as `tracker.formats.paths` forms them, each unique
in the document) and Merkle digests along the changed spine only.

A `Live` remembers which instructions touched it and which of its words are new, so that a later
instruction of the same text never mistakes new words for those that the law had.
"""

from collections.abc import Iterator

from msgspec import structs

from tracker.amend.execution.codified import numbers
from tracker.amend.execution.spans import Edit, applied, moved, shifted
from tracker.amend.statutes.acts import act_sections
from tracker.formats.paths import PREFIXES, name_of, segment_of
from tracker.model import OWN_FIELDS, Document, Field, Mark, Provision, digest_of

ANCHORED = frozenset({"section"})
"""Levels whose path starts at the work, whatever stands above them (sections of the Code)."""

STARTING = frozenset(PREFIXES) - {"title"}
"""Levels that an identifier can start with below the work."""

_ORDER = {field: place for place, field in enumerate(("num", *OWN_FIELDS))}


class Live:
    """One provision that can be edited; `base` is the frozen one it came from, if any."""

    __slots__ = (
        "_children",
        "base",
        "changed_by",
        "dirty",
        "fields",
        "fresh",
        "level",
        "made_by",
        "marks",
        "num",
        "parent",
        "path",
        "removed_by",
        "renamed_by",
        "source_id",
        "status",
        "tree",
    )

    def __init__(
        self, tree: "Tree", base: Provision, parent: "Live | None", *, made_by: int = 0
    ) -> None:
        self.tree = tree
        self.base = None if made_by else base
        self.parent = parent
        self.level = base.level
        self.num = base.num
        self.fields: dict[Field, str] = {field: getattr(base, field) for field in OWN_FIELDS}
        self.marks: list[Mark] = list(base.marks)
        self.status = base.status
        self.source_id = None if made_by else base.source_id
        self.made_by = made_by
        """Number of the instruction that put it in; 0 for what the base holds."""
        self.changed_by: list[int] = []
        self.renamed_by = 0
        self.removed_by = 0
        self.fresh: dict[Field, list[tuple[int, int, int]]] = {}
        """Words put in: (start, end, number of the instruction)."""
        self.dirty = bool(made_by)
        self.path = "" if made_by else base.path
        """Path in the base, and after `Tree.frozen` the one in the result."""
        self._children: list[Live] | None = None
        if made_by:
            self._children = [Live(tree, c, self, made_by=made_by) for c in base.children]
        else:
            tree.seen[base.path] = self

    @property
    def children(self) -> list["Live"]:
        """The provisions below, as they stand now; change the list through `Tree` only."""
        if self._children is None:
            below = self.base.children if self.base else ()
            self._children = [Live(self.tree, child, self) for child in below]
        return self._children

    @property
    def own_text(self) -> str:
        """Its own words as `Provision.own_text` joins them."""
        return " ".join(text for field in OWN_FIELDS if (text := self.fields[field]))

    @property
    def gone(self) -> bool:
        """Whether it, or something it stands in, was removed."""
        return any(each.removed_by for each in self.upwards())

    def upwards(self) -> Iterator["Live"]:
        """Yield this provision and all it stands in, innermost first."""
        each: Live | None = self
        while each is not None:
            yield each
            each = each.parent

    def walk(self) -> Iterator["Live"]:
        """Yield this provision and all below it in reading order."""
        stack = [self]
        while stack:
            each = stack.pop()
            yield each
            stack.extend(reversed(each.children))

    def touch(self, by: int) -> None:
        """Note that an instruction changed this provision's words or what stands below it."""
        if by not in self.changed_by:
            self.changed_by.append(by)
        self.soil()

    def soil(self) -> None:
        """Note that the frozen form is no longer true."""
        for each in self.upwards():
            each.dirty = True

    def edit(self, field: Field, edits: list[Edit], by: int) -> None:
        """Make edits of one field; its marks follow."""
        self.tree.note(self)
        text = self.fields[field]
        self.marks = [m for m in self.marks if m.field != field] + shifted(
            [m for m in self.marks if m.field == field], edits
        )
        spans = []
        for start, end, whose in self.fresh.get(field, ()):
            place = moved(start, end, edits, grows=True)
            if place:
                spans.append((*place, whose))
        change = 0
        for start, end, words in edits:
            if words:
                spans.append((start + change, start + change + len(words), by))
            change += len(words) - (end - start)
        self.fresh[field] = sorted(spans)
        self.fields[field] = applied(text, edits)
        self.touch(by)

    def put(self, field: Field, text: str, marks: list[Mark], by: int) -> None:
        """Give a field other words, with their marks."""
        self.edit(field, [(0, len(self.fields[field]), text)], by)
        self.marks += marks

    def shift_field(self, old: Field, new: Field) -> None:
        """Move a field's words to another, empty field of the same provision."""
        self.tree.note(self)
        self.fields[new], self.fields[old] = self.fields[old], ""
        self.marks = [structs.replace(m, field=new) if m.field == old else m for m in self.marks]
        self.fresh[new] = self.fresh.pop(old, [])


class Tree:
    """A document under amendment."""

    def __init__(self, base: Document) -> None:
        self.base = base
        self.seen: dict[str, Live] = {}
        """Live provisions by their path in the base, as far as anything looked at them."""
        self.above: dict[str, str] = {}
        """Path of each base provision -> path of the one it stands in."""
        self.frozen_at: dict[str, Provision] = {}
        self.started: dict[str, list[Provision]] = {}
        """Segment of each base provision at or above section level -> the provisions."""
        self.loose: list[Live] = []
        """Provisions at or above section level that were put in, moved or redesignated."""
        self.noted: dict[Live, tuple[str, str] | None] = {}
        """Provisions that the step in hand changes -> (label, own words) as they were before it;
        None for those that it puts in."""
        for provision in base.root.walk():
            self.frozen_at[provision.path] = provision
            if provision.level in STARTING and not provision.quoted:
                segment = segment_of(provision.level, provision.num)
                name = provision.path.rpartition("/")[2].partition("~")[0]
                for key in {segment, name} - {""}:
                    self.started.setdefault(key, []).append(provision)
            for child in provision.children:
                self.above[child.path] = provision.path
        self._act_numbers: dict[str, set[str]] | None = None
        self._given: set[str] = set()
        self.root = Live(self, base.root, None)

    @property
    def act_numbers(self) -> dict[str, set[str]]:
        """Section numbers of the Code by those of the Acts they come from, as the base says."""
        if self._act_numbers is None:
            self._act_numbers = numbers(act_sections(self.base))
        return self._act_numbers

    def at(self, path: str) -> Live:
        """Return the live form of the provision that has this path in the base."""
        chain = [path]
        while chain[-1] not in self.seen:
            chain.append(self.above[chain[-1]])
        for step in reversed(chain):
            _ = self.seen[step].children  # making them enters them into `seen`
        return self.seen[path]

    def note(self, live: Live) -> None:
        """Remember how a provision reads before the step in hand changes it."""
        self.noted.setdefault(live, (live.num, live.own_text))

    def insert(self, parent: Live, at: int, provision: Provision, by: int) -> Live:
        """Put a new provision below `parent` as child number `at`; return it."""
        live = Live(self, provision, parent, made_by=by)
        self.noted.update(dict.fromkeys(live.walk()))
        parent.children.insert(at, live)
        parent.touch(by)
        self.loose += [each for each in live.walk() if each.level in STARTING]
        return live

    def remove(self, live: Live, by: int) -> None:
        """Take a provision out with all below it."""
        parent = live.parent
        if parent is None:
            raise ValueError("a document's root cannot be removed")
        for each in live.walk():
            self.note(each)
        parent.children.remove(live)
        live.removed_by = by
        parent.touch(by)

    def move(self, live: Live, parent: Live, at: int, by: int) -> None:
        """Put a provision elsewhere, as child number `at` counted without it."""
        if live.parent is not None:
            live.parent.children.remove(live)
            live.parent.touch(by)
        if live.parent is not parent:
            live.renamed_by = by
        live.parent = parent
        parent.children.insert(at, live)
        parent.touch(by)

    def rename(self, live: Live, num: str, level: str | None, by: int) -> None:
        """Give a provision another designator, and another level when one is named."""
        self.note(live)
        live.num = num
        live.level = level or live.level
        live.renamed_by = by
        live.soil()
        if live.level in STARTING and live not in self.loose:
            self.loose.append(live)

    def frozen(self) -> Document:
        """Return the document as it stands now; each `Live.path` then holds its path there."""
        work = self.base.work
        self._given = set()
        return structs.replace(self.base, root=self._freeze(self.root, self.root.path or work))

    def _freeze(self, live: Live, path: str) -> Provision:
        """Return a live provision as a frozen one under its new path."""
        base = live.base
        if base is not None and not live.dirty:
            if base.path == path:
                return base
            return self._moved(live, base, path)
        names = self._names(live, path)
        children = tuple([self._freeze(c, n) for c, n in zip(live.children, names, strict=True)])
        live.path = path
        own = tuple(live.fields[field] for field in OWN_FIELDS)
        heading, chapeau, content, continuation = own
        live.marks.sort(key=lambda m: (_ORDER[m.field], m.start, -m.end, m.kind))
        return Provision(
            path,
            live.level,
            live.num,
            heading,
            chapeau,
            content,
            continuation,
            children,
            tuple(live.marks),
            live.status,
            base.quoted if base is not None else False,
            live.source_id,
            digest_of((heading, chapeau, content, continuation), children),
        )

    def _moved(self, live: Live, base: Provision, path: str) -> Provision:
        """Return an unchanged subtree under another path."""
        names = self._names(live, path)
        children = tuple([self._freeze(c, n) for c, n in zip(live.children, names, strict=True)])
        live.path = path
        return structs.replace(base, path=path, children=children)

    def _names(self, live: Live, path: str) -> list[str]:
        """Return the paths of a provision's children: kept where they can be, else formed anew."""
        old = live.base.path if live.base is not None else ""
        prefix = "" if path == "/" else path
        names = [self._kept(child, old, prefix) for child in live.children]
        taken = {name for name in names if name}
        for i, child in enumerate(live.children):
            if not names[i]:
                names[i] = self._formed(child, live, prefix, taken)
                taken.add(names[i])
        return names

    def _kept(self, child: Live, old: str, prefix: str) -> str:
        """Return the path a child keeps, or an empty string when it needs a new one."""
        if child.base is None or child.renamed_by:
            return ""
        own = child.base.path
        below = "" if old == "/" else old
        return prefix + own[len(below) :] if own.startswith(f"{below}/") else own

    def _formed(self, child: Live, parent: Live, prefix: str, taken: set[str]) -> str:
        """Return a new path for a child that was put in, moved or redesignated."""
        segment = segment_of(child.level, child.num)
        anchored = child.level in ANCHORED and self._anchors(parent)
        if anchored:
            prefix = self.base.work
        wanted = f"{prefix}/{segment or name_of(child.level)}"
        path, seat = wanted, 1
        mark = "~" if segment else ""
        while path in taken or (anchored and (path in self._given or self._alive(path, child))):
            seat += 1
            path = f"{wanted}{mark}{seat}"
        if anchored:
            self._given.add(path)
        return path

    def _anchors(self, parent: Live) -> bool:
        """Return whether sections below a provision have their paths from the work on."""
        for sibling in parent.children:
            if sibling.level in ANCHORED and sibling.base is not None:
                return sibling.base.path.rpartition("/")[0] == self.base.work
        return self.base.work.startswith(("/us/usc/", "/us/cfr/"))

    def _alive(self, path: str, child: Live) -> bool:
        """Return whether a base provision other than `child` still stands under this path."""
        if path not in self.frozen_at:
            return False
        held = self.seen.get(path)
        return held is not child and (held is None or not (held.gone or held.renamed_by))
