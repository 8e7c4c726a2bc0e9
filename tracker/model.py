"""The values that every stage passes on; no I/O, nothing mutable.

Words follow FRBR (work, version = expression, snapshot = fetched bytes) and USLM 2.1
(provision, num, heading, chapeau, content, continuation, quoted content). The types are
`msgspec.Struct`s rather than dataclasses: the same frozen values, built about five times faster,
which the parsers need, and they encode to JSON as they are.
"""

from collections.abc import Iterator
from datetime import date, datetime
from hashlib import blake2b
from typing import Literal

from msgspec import Struct

Field = Literal["num", "heading", "chapeau", "content", "continuation"]
"""The parts of a provision that hold its own words, in reading order."""

OWN_FIELDS: tuple[Field, ...] = ("heading", "chapeau", "content", "continuation")
"""The fields whose words count as the provision's own text; the label (`num`) is not among them."""

MarkKind = Literal[
    "term",  # a term where it is defined; `target` is the term
    "ref",  # a citation; `target` is the identifier it resolves to, or None
    "quoted",  # quoted text inside an instruction
    "added",  # shown as added by the source itself (reported bills)
    "deleted",  # shown as struck by the source itself
    "emphasis",  # italic or small capitals that carry meaning
    "stars",  # a row of asterisks: text left out, unchanged
    "footnote",  # a footnote's anchor; `target` is the footnote's path
    "cell",  # one cell of a table row
    "instruction",  # an amending action; `target` is the USLM action name
]


class Mark(Struct, frozen=True, gc=False):
    """Stand-off markup over one field: characters `start` to `end` (end excluded)."""

    kind: MarkKind
    field: Field
    start: int
    end: int
    target: str | None = None


class Finding(Struct, frozen=True, gc=False):
    """A legal or editorial oddity that a person may want to know; never a silent repair."""

    code: str
    """A stable name such as `duplicate-label`."""
    message: str
    path: str = ""
    """Identifier of the provision, or empty for the whole document."""
    line: int | None = None


class Provision(Struct, frozen=True, gc=False):
    """A provision of any level, with its own words apart from its label and its children.

    Text is plain Unicode with whitespace folded to single spaces. `path` is the identifier
    without a version and is unique within its document.
    """

    path: str
    level: str
    num: str = ""
    heading: str = ""
    chapeau: str = ""
    content: str = ""
    continuation: str = ""
    children: tuple["Provision", ...] = ()
    marks: tuple[Mark, ...] = ()
    status: str | None = None
    """A value of USLM's StatusEnum (reserved, repealed, …) or None."""
    quoted: bool = False
    """True inside quoted content: law that an instruction would make."""
    source_id: str | None = None
    """The XML id in the source; official ids change between versions."""
    digest: bytes = b""
    """Merkle digest (`digest_of`) of words and children; the own label is left out."""

    @property
    def own_text(self) -> str:
        """Heading, chapeau, content and continuation joined by single spaces."""
        return " ".join(
            part for part in (self.heading, self.chapeau, self.content, self.continuation) if part
        )

    def walk(self) -> Iterator["Provision"]:
        """Yield this provision and all below it in document order, without recursion."""
        stack = [self]
        while stack:
            provision = stack.pop()
            yield provision
            stack.extend(reversed(provision.children))


def digest_of(
    own: tuple[str, str, str, str], children: tuple[Provision, ...] | list[Provision]
) -> bytes:
    """Return the 16-byte Merkle digest of a provision's own fields and its children's.

    A child's label counts in its parent's digest, a provision's own label does not, so that a
    relabelled subtree still has the digest it had.
    """
    data = "\x1f".join(own).encode()
    if children:
        data += b"".join([b"\x1e%b\x1f%b" % (c.num.encode(), c.digest) for c in children])
    return blake2b(data, digest_size=16).digest()


class Dates(Struct, frozen=True, gc=False):
    """The dates that a text states about itself; None where it states none. Never guessed."""

    published: date | None = None
    introduced: date | None = None
    passed: date | None = None
    effective: date | None = None
    comments_close: date | None = None


class Dropped(Struct, frozen=True, gc=False):
    """Visible words left out of the tree under a named rule."""

    rule: str
    words: int


class Document(Struct, frozen=True, gc=False):
    """One version of one work as a tree of provisions."""

    work: str
    """`/us/bill/119/hr/2683`; empty when neither bytes nor caller say."""
    version: str
    """`ih`, a date, a release point; empty when unknown."""
    format: str
    """`bill-dtd`, `uslm-2`, `uslm-1`, `fr-xml`, `cfr-xml`, `bill-text`."""
    title: str
    root: Provision
    """Level `document`; front and back matter are among its children."""
    dates: Dates = Dates()
    dropped: tuple[Dropped, ...] = ()
    findings: tuple[Finding, ...] = ()
    best_effort: bool = False
    """True when structure was inferred from plain text."""

    def provisions(self) -> Iterator[Provision]:
        """Yield every provision but the root, in document order."""
        walk = self.root.walk()
        next(walk)
        yield from walk


class Record(Struct, frozen=True, omit_defaults=False):
    """Provenance of a snapshot, kept as `record.json` beside it."""

    work: str
    version: str
    label: str
    """Words for the version: `Engrossed in House`, `Final rule`, `In force on 2025-12-30`."""
    url: str
    content_type: str
    sha256: str
    size: int
    """Bytes."""
    retrieved_at: datetime
    """Aware UTC instant."""
    origin: Literal["live", "mirror", "sample"]
    fetcher: str
    """Program name and version."""
    published: date | None = None
    effective: date | None = None
    etag: str | None = None
    last_modified: str | None = None
    note: str = ""
    """Anything a reviewer must know, such as `plain text until the XML appears`."""


class Snapshot(Struct, frozen=True):
    """Fetched bytes with their provenance."""

    record: Record
    data: bytes


class Action(Struct, frozen=True):
    """One dated step in a bill's or rule's life, in the official source's words."""

    on: date | None
    text: str
    kind: str = ""


class Expected(Struct, frozen=True):
    """A version that the official record lists but whose text is not there yet."""

    version: str
    label: str
    on: date | None = None


class Facts(Struct, frozen=True, omit_defaults=True):
    """What the official services say about a work as a whole; kept as `work.json` in the store.

    Holds nothing volatile (no retrieval time, no page views), so that unchanged facts compare
    equal and make no commit.
    """

    work: str
    kind: Literal["bill", "rule", "proposed-rule", "notice", "presidential", "cfr", "usc", "law"]
    title: str = ""
    short_title: str = ""
    citation: str = ""
    """`90 FR 47201`, `H.R. 2683 (119th)`, `15 CFR 734`."""
    url: str = ""
    """The page a person should open at the official site."""
    sponsor: str = ""
    cosponsors: int | None = None
    introduced: date | None = None
    actions: tuple[Action, ...] = ()
    """Newest first, as BILLSTATUS has them."""
    stage: str = ""
    """introduced, reported, passed-house, passed-senate, passed-both, enacted, vetoed, failed;
    for Federal Register documents their `action` words; for a chapter of the Code the release
    point looked at last, whether it changed the chapter or not."""
    companions: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    public_law: str = ""
    agencies: tuple[str, ...] = ()
    rins: tuple[str, ...] = ()
    dockets: tuple[str, ...] = ()
    cfr_references: tuple[str, ...] = ()
    published: date | None = None
    effective: date | None = None
    comments_close: date | None = None
    corrections: tuple[str, ...] = ()
    expected: tuple[Expected, ...] = ()
    up_to_date_as_of: date | None = None
    aliases: tuple[str, ...] = ()


ChangeKind = Literal[
    "inserted", "deleted", "split", "merged", "modified", "moved", "redesignated", "unchanged"
]
Significance = Literal["substantive", "editorial", "none"]
WordEdit = tuple[Literal["equal", "delete", "insert"], str]


class Change(Struct, frozen=True, gc=False):
    """What happened to one provision; `old` or `new` is None when it is only on the other side."""

    kind: ChangeKind
    """The strongest that applies."""
    old: Provision | None
    new: Provision | None
    moved: bool = False
    redesignated: bool = False
    significance: Significance = "none"
    types: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    """(type, the words that show it)."""
    words: tuple[WordEdit, ...] = ()
    """equal+delete is the old own text, equal+insert the new one, to the character."""
    old_parts: tuple[str, ...] = ()
    """Paths of all old provisions of a merge."""
    new_parts: tuple[str, ...] = ()
    """Paths of all new provisions of a split."""
    trail: tuple[str, ...] = ()
    """Label and heading of each provision above, outermost first; empty when unchanged."""
    place: int = 0
    """Changes that hang together (a section inserted with all below it) share a number from 1."""


class Side(Struct, frozen=True, gc=False):
    """Which document stands on one side of a comparison."""

    work: str
    version: str
    title: str = ""


class ChangeSet(Struct, frozen=True, gc=False):
    """All changes between two documents, in reading order of the new one."""

    old: Side
    new: Side
    changes: tuple[Change, ...]
    """Unchanged pairs included; printers leave them out unless asked."""
    findings: tuple[Finding, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Number of changes by kind; every kind is present."""
        counts = dict.fromkeys(ChangeKind.__args__, 0)  # type: ignore[attr-defined]
        for change in self.changes:
            counts[change.kind] += 1
        return counts
