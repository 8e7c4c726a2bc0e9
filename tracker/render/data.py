"""What the site is built from: frozen values that the pipeline fills from store and registers.

Documents and change sets come as functions, not as values: a page whose inputs have not changed
is never rendered, so its text need not be parsed at all. `Record.sha256` and the `key` of a
comparison stand for the content meanwhile.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Literal, TypeVar

from msgspec import Struct

from tracker.amend.outcome import AsAmended
from tracker.gaps.values import ForceStatus
from tracker.model import ChangeSet, Document, Facts, Record

T = TypeVar("T")

Effect = Literal[
    "closes", "authorises", "partial", "silent", "widens", "not-graded", "not-assessed"
]
"""What the words of a text do to a gap; `not-graded`: found, effect still to be assigned."""

GapState = Literal["open", "partly-closed", "unverified", "closed"]
"""A gap is closed only if words that bind close all of it; `unverified`: by default they do, unless
something unread says otherwise."""


class VersionView(Struct, frozen=True):
    """One version of a work: provenance at once, text on demand."""

    record: Record
    load: Callable[[], Document]

    @classmethod
    def of(cls, record: Record, document: Document) -> "VersionView":
        """Return a view over a document that is already parsed."""
        return cls(record, partial(_same, document))


class ComparisonView(Struct, frozen=True):
    """Two versions side by side; `relation` says why they stand together."""

    old: Record
    new: Record
    load: Callable[[], ChangeSet]
    relation: Literal["successive", "companion", "chosen"] = "successive"

    @classmethod
    def of(
        cls,
        old: Record,
        new: Record,
        changes: ChangeSet,
        relation: Literal["successive", "companion", "chosen"] = "successive",
    ) -> "ComparisonView":
        """Return a view over a change set that is already computed."""
        return cls(old, new, partial(_same, changes), relation)


class Collision(Struct, frozen=True):
    """A place in the law at which several pending texts cannot all be carried out as they stand."""

    kind: str
    """`same-designator`, `same-words` or `same-provision`."""
    identifier: str
    """The provision of the law: the one put in, or the one changed."""
    words: str
    """Words that more than one strikes or inserts beside; else empty."""
    alike: bool
    """Whether all order the very same."""
    parties: tuple[tuple[str, str, tuple[int, ...]], ...]
    """(work, version, numbers of its instructions)."""


class GapTurn(Struct, frozen=True):
    """What the words of the law do to a gap today, and what they would do as amended."""

    gap: str
    work: str
    """The law: a chapter of the Code, a part of the CFR."""
    before: Effect
    after: Effect
    reason: str = ""
    path: str = ""
    """Where the amended law shows it."""


class AmendmentView(Struct, frozen=True):
    """A version of a bill, law or rule executed on the law held, on demand."""

    record: Record
    key: str
    """Stands for the amending text, for all law it may be executed on, and for the gap tests."""
    load: Callable[[], AsAmended]
    turns: Callable[[], tuple[GapTurn, ...]]
    """Gaps on which the law as amended differs from the law of today."""


class Force(Struct, frozen=True):
    """The legal force of a work on the site's date, and from what source that is known."""

    status: ForceStatus
    note: str = ""
    """A plain sentence: why this status."""
    since: date | None = None
    until: date | None = None
    """The day on which it lapses or changes by default."""
    source: str = ""
    """A URL, or words when the source is no web page."""
    as_of: date | None = None


class WorkView(Struct, frozen=True):
    """A work with its versions in legal order (oldest first)."""

    work: str
    versions: tuple[VersionView, ...] = ()
    facts: Facts | None = None
    force: Force = Force("unknown")
    force_history: tuple[Force, ...] = ()
    """Earlier and later states in order of `since`, the present one included."""
    amends: tuple[str, ...] = ()
    """Identifiers that the latest version would amend."""
    sample: bool = False
    """True for the fictional texts of the embedded sample."""


class Evidence(Struct, frozen=True):
    """Words in a provision that show an effect, and the rule that found them."""

    path: str
    version: str
    words: str
    rule: str = ""


class Cell(Struct, frozen=True):
    """The effect of one work (one version of it) on one gap."""

    gap: str
    work: str
    version: str
    effect: Effect
    evidence: tuple[Evidence, ...] = ()
    basis: Literal["computed", "curated"] = "computed"
    computed: Effect | None = None
    """What the rules said, when a person's judgement stands instead."""
    rationale: str = ""
    author: str = ""
    judged_on: date | None = None


class GapView(Struct, frozen=True):
    """A gap of the register, or (not `scored`) a context note. Prose is Markdown by people."""

    id: str
    slug: str
    title: str
    title_ko: str = ""
    claim: str = ""
    claim_ko: str = ""
    passage: str = ""
    """The source article's own words (Korean)."""
    letters: tuple[str, ...] = ()
    """Claims of the source article, (a) to (l)."""
    legal_test: str = ""
    legal_test_ko: str = ""
    prose: str = ""
    prose_ko: str = ""
    scored: bool = True
    state: GapState = "open"
    """Both axes and all limbs read together, as of the site's day."""
    state_note: str = ""
    """A plain sentence: why this state."""


class GapEvent(Struct, frozen=True):
    """A dated turn in the history of a gap: a text that came, changed, or lost or gained force."""

    gap: str
    on: date | None
    work: str
    version: str
    effect: Effect
    before: Effect | None = None
    force: ForceStatus = "unknown"
    note: str = ""


class NoteView(Struct, frozen=True):
    """A note or judgement at a provision and what became of it in the newest version."""

    path: str
    version: str
    state: Literal["intact", "moved", "changed", "gone"]
    text: str
    gap: str = ""
    now: str = ""
    """Where it stands now (identifier without version), when it moved."""
    words: str = ""


class ClockItem(Struct, frozen=True):
    """Something that lapses or falls due; `on` is None when open-ended."""

    what: str
    on: date | None = None
    work: str = ""
    source: str = ""
    note: str = ""
    verified: bool = True


class ArticleClaim(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim of the source article and what holds of it today."""

    letter: str
    claim: str
    claim_ko: str = ""
    gaps: tuple[str, ...] = ()
    today: str = ""
    today_ko: str = ""


class Statement(Struct, frozen=True, forbid_unknown_fields=True):
    """What the front page says first about one gap: a sentence for each state it may be in."""

    gap: str
    says: dict[GapState, str]


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """What an actor asks, and the gap whose state answers it."""

    question: str
    gap: str


class Actor(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of firm and what it asks of the law."""

    name: str
    asks: tuple[Question, ...] = ()


class Misreport(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim seen in print that the official record contradicts."""

    claim: str
    fact: str
    source: str
    """Who says so: a URL, or words."""
    work: str = ""


class Measure(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure of the program's accuracy, as measured."""

    what: str
    figure: str
    by: str = ""
    """The command that prints it."""
    on: date | None = None


class SiteData(Struct, frozen=True):
    """Everything on the site. Equal data give equal bytes."""

    as_of: date
    """The day for which force and clock are computed; given by the caller, never read here."""
    subject: str = ""
    """What the site is about, in words that follow “US law on …”."""
    first_terms: tuple[str, ...] = ()
    """Defined terms that the page of definitions shows first."""
    works: tuple[WorkView, ...] = ()
    comparisons: tuple[ComparisonView, ...] = ()
    amendments: tuple[AmendmentView, ...] = ()
    collisions: tuple[Collision, ...] = ()
    gaps: tuple[GapView, ...] = ()
    cells: tuple[Cell, ...] = ()
    """Every gap × work × version; the matrix shows the latest version of each work."""
    events: tuple[GapEvent, ...] = ()
    notes: tuple[NoteView, ...] = ()
    clock: tuple[ClockItem, ...] = ()
    claims: tuple[ArticleClaim, ...] = ()
    statements: tuple[Statement, ...] = ()
    misreports: tuple[Misreport, ...] = ()
    actors: tuple[Actor, ...] = ()
    sample: bool = False
    """True when the embedded fictional sample is shown; every page then says so."""
    accuracy: tuple[Measure, ...] = ()
    """What was measured of the program, for the method page."""
    files: tuple[tuple[str, bytes], ...] = ()
    """Further files to publish, such as feeds: (path below the site's root, bytes)."""


def _same(value: T) -> T:
    return value
