"""A document under construction: mutable nodes that become frozen provisions.

A parser walks its source once, adds nodes with `Node.add`, gives them raw text with
`Node.put`, and calls `Draft.document`. The draft folds white space, positions marks, finds
citations, gives every provision a unique path, and computes the digests bottom-up. Nothing here
is recursive, so depth costs nothing but memory.

Rules for text
  * `put(field, raw or Text)` adds to a field; two puts into one field are kept apart by a space.
  * `say(raw or Text)` adds running text wherever reading order wants it: to the content while the
    node has no children, after them to the continuation.
  * A provision's reading order is num, heading, chapeau, content, children, continuation. When
    a child is added to a node that already has a continuation, that continuation becomes a child
    of level `continuation` at its place, so reading order always holds.
  * A table is a node `table` (caption = heading) with children `row`; cells stand in the row's
    content as `cell` marks, a space between them (`row_text`).

Rules for paths
  * A path is the work, then one segment per ancestor: USLM's prefixes for big levels (`t`, `st`,
    `ch`, `sch`, `p`, `sp`, `d`, `sd`, `art`, `s`), the bare number below a section:
    `/us/bill/119/hr/1/tI/stA/s10101/a/1/A/i`, as GPO's own identifiers have it.
  * A node without a number gets its level and its place among such siblings: `preface`, `table2`.
  * A quoted block is a node `quotedContent` (quoted=True, inherited by what is added below), so
    quoted law never collides with the document's own numbers: `/us/bill/119/hr/2683/s2/1/q/15`.
    Several quoted blocks of one provision are `q`, `q2`, `q3`.
  * A number that comes twice gets `~2`, `~3` … and a finding `duplicate-label`.
  * `segment` given by the parser wins; "" means "derive it". `anchor=True` makes a node start its
    path at the work instead of its parent (sections of the US Code).
"""

import re
from collections import Counter

from tracker import citations
from tracker.formats.text import Positioned, Text, fold
from tracker.model import (
    Dates,
    Document,
    Dropped,
    Field,
    Finding,
    Mark,
    Provision,
    digest_of,
)

Raw = str | Text

PREFIXES = {
    "title": "t",
    "subtitle": "st",
    "chapter": "ch",
    "subchapter": "sch",
    "part": "p",
    "subpart": "sp",
    "division": "d",
    "subdivision": "sd",
    "article": "art",
    "subarticle": "sart",
    "section": "s",
    "courtRule": "r",
    "appendix": "app",
    "supplement": "supp",
}
"""USLM's reference prefixes of the levels above and at section; levels below have none."""

BARE = frozenset(
    {
        "subsection",
        "paragraph",
        "subparagraph",
        "clause",
        "subclause",
        "item",
        "subitem",
        "subsubitem",
    }
)
"""Levels whose segment is their bare number."""

_DESIGNATION_RE = re.compile(r"[^0-9A-Za-z.–-]+")
_WORDS_RE = re.compile(
    r"^(?:SECTION|SECS?|SUBTITLE|TITLE|SUBCHAPTER|CHAPTER|SUBPART|PART|SUBDIVISION|DIVISION"
    r"|ARTICLE|APPENDIX|RULE)\b\.?",
    re.IGNORECASE,
)
_LEVEL_RE = re.compile(r"[^0-9A-Za-z]+")


def designation(num: str) -> str:
    """Return the bare number of a label: `“(15) ` -> `15`, `§ 734.13` -> `734.13`.

    Empty when nothing usable is left.
    """
    bare = _WORDS_RE.sub("", num.strip(" \t\n“”‘’\"'`«[†*§"))
    return _DESIGNATION_RE.sub("", bare.replace("–", "-").replace("—", "")).strip(".-")[:40]


def _name_of(level: str) -> str:
    """Return the segment of a level without number: `quotedContent` -> `q`."""
    return "q" if level == "quotedContent" else _LEVEL_RE.sub("-", level).strip("-") or "x"


def segment_of(level: str, num: str) -> str:
    """Return the path segment of a numbered provision, or an empty string without a number."""
    bare = designation(num)
    if not bare:
        return ""
    if level in BARE:
        return bare
    prefix = PREFIXES.get(level)
    return f"{prefix}{bare}" if prefix else f"{_name_of(level)}-{bare}"


class Node:
    """A provision under construction. Fields hold None, a raw string or a `Text`."""

    __slots__ = (
        "anchor",
        "chapeau",
        "children",
        "cite",
        "content",
        "continuation",
        "heading",
        "level",
        "line",
        "notes",
        "num",
        "quoted",
        "segment",
        "source_id",
        "status",
    )

    def __init__(
        self,
        level: str,
        *,
        num: Raw = "",
        segment: str = "",
        quoted: bool = False,
        source_id: str | None = None,
        line: int | None = None,
    ) -> None:
        self.level = level
        self.num: Raw | None = num or None
        self.heading: Raw | None = None
        self.chapeau: Raw | None = None
        self.content: Raw | None = None
        self.continuation: Raw | None = None
        self.children: list[Node] = []
        self.notes: list[Node] = []
        self.segment = segment
        self.anchor = False
        self.cite: str | None = None
        """What citations resolve against when it is not the path: the law that is quoted here."""
        self.quoted = quoted
        self.status: str | None = None
        self.source_id = source_id
        self.line = line

    def add(
        self,
        level: str,
        *,
        num: Raw = "",
        segment: str = "",
        quoted: bool | None = None,
        source_id: str | None = None,
        line: int | None = None,
    ) -> "Node":
        """Add a child at the end; `quoted` is inherited unless given."""
        child = Node(
            level,
            num=num,
            segment=segment,
            quoted=self.quoted if quoted is None else quoted,
            source_id=source_id,
            line=line,
        )
        self.adopt(child)
        return child

    def adopt(self, child: "Node") -> None:
        """Add a node made elsewhere at the end; a continuation before it becomes a child."""
        if self.continuation is not None:
            self._settle()
        self.children.append(child)

    def name_by_heading(self) -> None:
        """Take the path segment from the level and the heading's words, when there are any."""
        words = re.findall(r"[a-z0-9]+", fold(_plain(self.heading)).lower())
        if words and not self.segment:
            self.segment = "-".join([_name_of(self.level), *words])[:64].rstrip("-")

    def note(self, note: "Node") -> None:
        """Add a note (footnote, sidenote) that stands outside reading order, before the children."""
        self.notes.append(note)

    def _settle(self) -> None:
        """Turn the continuation into a child, since more children follow it."""
        text, self.continuation = self.continuation, None
        if text:
            flush = Node("continuation", quoted=self.quoted)
            flush.content = text
            self.children.append(flush)

    def put(self, field: Field, raw: Raw | None) -> None:
        """Add raw text to a field; what is there already is kept apart by a space."""
        if not raw:
            return
        held: Raw | None = getattr(self, field)
        if held:
            joined = Text()
            for piece in (held, raw):
                if isinstance(piece, str):
                    joined.add(piece)
                else:
                    joined.extend(piece)
                if piece is held:
                    joined.space()
            raw = joined
        setattr(self, field, raw)

    def say(self, raw: Raw | None) -> None:
        """Add running text to the content, or after children to the continuation."""
        if raw and not (isinstance(raw, str) and raw.isspace()):
            self.put("continuation" if self.children else "content", raw)


def row_text(cells: list[Text]) -> Text:
    """Return the content of a table row: its cells as `cell` marks, a space between them."""
    row = Text()
    for cell in cells:
        row.space()
        start = row.here()
        row.extend(cell)
        row.mark("cell", start)
    return row


class Draft:
    """A document under construction; `root` takes the nodes."""

    def __init__(self, form: str, *, work: str = "", version: str = "", source: str = "") -> None:
        self.format = form
        self.work = work
        self.version = version
        self.source = source
        self.root = Node("document")
        self.findings: list[Finding] = []
        self._dropped: Counter[str] = Counter()

    def drop(self, rule: str, raw: str) -> None:
        """Count the words of visible text that a named rule leaves out of the tree."""
        words = count_words(raw)
        if words:
            self._dropped[rule] += words

    def find(self, code: str, message: str, *, line: int | None = None) -> None:
        """Note a legal or editorial oddity that a person may want to know."""
        self.findings.append(Finding(code, message, line=line))

    def document(
        self, *, title: str = "", dates: Dates | None = None, best_effort: bool = False
    ) -> Document:
        """Freeze the draft. Raises nothing; the draft must not be used afterwards."""
        order = _numbered(self)
        root = _frozen(order)
        return Document(
            work=self.work,
            version=self.version,
            format=self.format,
            title=fold(title),
            root=root,
            dates=dates or Dates(),
            dropped=tuple(Dropped(rule, self._dropped[rule]) for rule in sorted(self._dropped)),
            findings=tuple(self.findings),
            best_effort=best_effort,
        )


WORD_RE = re.compile(r"\w+")


def count_words(raw: str) -> int:
    """Return the number of words: runs of letters and digits."""
    return len(WORD_RE.findall(raw))


def _numbered(draft: Draft) -> list[tuple[Node, str]]:
    """Return all nodes in document order with their paths."""
    root_path = draft.work or "/"
    order: list[tuple[Node, str]] = []
    taken: set[str] = {root_path}
    seats: dict[str, int] = {}
    stack = [(draft.root, root_path)]
    while stack:
        node, path = stack.pop()
        order.append((node, path))
        if node.notes:
            node.children = node.notes + node.children
        children = node.children
        if not children:
            continue
        base = "" if path == "/" else path
        placed = []
        for child in children:
            below = draft.work if child.anchor else base
            wanted = child.segment or segment_of(child.level, _plain(child.num))
            if wanted:
                wanted = f"{below}/{wanted}"
                child_path = wanted
                if wanted in taken:
                    seats[wanted] = seat = seats.get(wanted, 1) + 1
                    child_path = f"{wanted}~{seat}"
                    _note_duplicate(draft, child, wanted, child_path)
            else:
                wanted = f"{below}/{_name_of(child.level)}"
                seats[wanted] = seat = seats.get(wanted, 0) + 1
                child_path = wanted if seat == 1 else f"{wanted}{seat}"
            while child_path in taken:
                seats[wanted] = seat = seats.get(wanted, 1) + 1
                child_path = f"{wanted}~{seat}"
            taken.add(child_path)
            placed.append((child, child_path))
        placed.reverse()
        stack += placed
    return order


def _note_duplicate(draft: Draft, child: Node, wanted: str, path: str) -> None:
    """Note that a number comes twice, where the law itself means something by its number."""
    if child.num is not None:
        label = fold(_plain(child.num))
        draft.findings.append(
            Finding(
                "duplicate-label",
                f"{child.level} “{label}” comes more than once at {wanted}; "
                f"this one is named {path.rpartition('/')[2]}",
                path,
                child.line,
            )
        )


def _plain(raw: Raw | None) -> str:
    """Return raw text without marks."""
    if raw is None:
        return ""
    return raw if isinstance(raw, str) else raw.raw()


_FIELD_ORDER = {"num": 0, "heading": 1, "chapeau": 2, "content": 3, "continuation": 4}


def _mark_order(mark: Mark) -> tuple[int, int, int, str]:
    """Return the sort key that puts marks in reading order, outer before inner."""
    return _FIELD_ORDER[mark.field], mark.start, -mark.end, mark.kind


_FIELDS: tuple[Field, ...] = ("num", "heading", "chapeau", "content", "continuation")


def _frozen(order: list[tuple[Node, str]]) -> Provision:
    """Return the root provision; children come after parents in `order`, so go backwards."""
    built: dict[int, Provision] = {}
    by_id = {node.source_id: path for node, path in order if node.source_id}
    find = citations.find
    provision = None
    for node, path in reversed(order):
        own = ["", "", "", "", ""]
        marks: list[Mark] = []
        context = node.cite or ("" if node.quoted else path)
        for index, raw in enumerate(
            (node.num, node.heading, node.chapeau, node.content, node.continuation)
        ):
            if raw is None:
                continue
            positioned: list[Positioned] = []
            if isinstance(raw, str):
                own[index] = text = fold(raw)
            else:
                text, positioned = raw.folded()
                own[index] = text
            field = _FIELDS[index]
            if positioned:
                marks += [
                    Mark(k, field, s, e, by_id.get(t[1:]) if t and t[0] == "#" else t)
                    for k, s, e, t in positioned
                ]
            if index > 0 and text:
                found = find(text, context=context)
                if found:
                    taken = [(s, e) for k, s, e, _ in positioned if k == "ref"]
                    marks += [
                        Mark("ref", field, c.start, c.end, c.target)
                        for c in found
                        if not any(s < c.end and c.start < e for s, e in taken)
                    ]
            if len(marks) > 1:
                marks.sort(key=_mark_order)
        children = tuple([built.pop(id(child)) for child in node.children])
        words = (own[1], own[2], own[3], own[4])
        provision = Provision(
            path,
            node.level,
            own[0],
            own[1],
            own[2],
            own[3],
            own[4],
            children,
            tuple(marks),
            node.status,
            node.quoted,
            node.source_id,
            digest_of(words, children),
        )
        built[id(node)] = provision
    if provision is None:  # pragma: no cover - a draft always has a root
        raise AssertionError("a draft without a root")
    return provision
