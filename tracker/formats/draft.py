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
from collections.abc import Collection

from msgspec import Struct

from tracker.formats.paths import name_of
from tracker.formats.text import Text, fold, visible
from tracker.model import Dates, Document, Dropped, Field, Finding, Provision

Raw = str | Text


class Node(Struct, eq=False, gc=False):
    """A provision under construction. Fields hold None, a raw string or a `Text`."""

    level: str
    quoted: bool = False
    source_id: str | None = None
    line: int | None = None
    status: str | None = None
    num: Raw | None = None
    heading: Raw | None = None
    chapeau: Raw | None = None
    content: Raw | None = None
    continuation: Raw | None = None
    children: list["Node"] = []
    notes: list["Node"] = []
    segment: str = ""
    anchor: bool = False
    cite: str | None = None
    """What citations count from when it is not the path: the law that is quoted or amended
    here; an empty string when nothing settles it."""
    frozen: Provision | None = None
    """What the node became, once the draft is frozen."""

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
        child = Node(level, self.quoted if quoted is None else quoted, source_id, line)
        child.num = num or None
        child.segment = segment
        self.adopt(child)
        return child

    def adopt(self, child: "Node") -> None:
        """Add a node made elsewhere at the end; a continuation before it becomes a child."""
        if self.continuation is not None:
            self._settle()
        self.children.append(child)

    def lead(self, levels: Collection[str]) -> None:
        """Call the content a chapeau where a subdivision of one of these levels follows it."""
        if (
            self.content is not None
            and self.chapeau is None
            and any(child.level in levels for child in self.children)
        ):
            self.chapeau, self.content = self.content, None

    def name_by_heading(self) -> None:
        """Take the path segment from the level and the heading's words, when there are any."""
        words = re.findall(r"[a-z0-9]+", fold(plain(self.heading)).lower())
        if words and not self.segment:
            self.segment = "-".join([name_of(self.level), *words])[:64].rstrip("-")

    def note(self, note: "Node") -> None:
        """Add a note (footnote, sidenote), which stands outside reading order."""
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
        held: Raw | None = getattr(self, field)
        if not raw:
            return
        if not held:
            setattr(self, field, raw)
            return
        if isinstance(held, str):
            held = Text([held])
            setattr(self, field, held)
        held.space()
        if isinstance(raw, str):
            held.add(raw)
        else:
            held.extend(raw)

    def say(self, raw: Raw | None) -> None:
        """Add running text to the content, or after children to the continuation."""
        if raw and not (isinstance(raw, str) and raw.isspace()):
            self.put("continuation" if self.children else "content", raw)


def plain(raw: Raw | None) -> str:
    """Return raw text without marks."""
    if raw is None:
        return ""
    return raw if isinstance(raw, str) else raw.raw()


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
        words = count_words(visible(raw))
        if words:
            self._dropped[rule] += words

    def find(self, code: str, message: str, *, line: int | None = None) -> None:
        """Note a legal or editorial oddity that a person may want to know."""
        self.findings.append(Finding(code, message, line=line))

    def document(
        self, *, title: str = "", dates: Dates | None = None, best_effort: bool = False
    ) -> Document:
        """Freeze the draft. Raises nothing; the draft must not be used afterwards."""
        from tracker.formats.freeze import frozen, numbered  # noqa: PLC0415 - they import Node

        order = numbered(self)
        root = frozen(order, self.work)
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
