"""The watchlist as values."""

from datetime import date

from msgspec import Struct


class Watched(Struct, frozen=True, kw_only=True):
    """What every watched work may say about itself; only `work` is needed."""

    work: str
    """Identifier, such as `/us/bill/119/hr/2683`."""
    title: str = ""
    status: str = ""
    """Where the work stood, in words, as of `as_of`."""
    source: str = ""
    """Key into the file's `[sources]`: who says so."""
    as_of: date | None = None
    grade: str = ""
    """How well the facts are known: A official text read in full, B official page seen in part,
    C law firm, press or think tank, D secondary note; empty when no fact is given."""
    note: str = ""
    line: int = 0
    """Line of the entry in the file, for messages; 0 when it came from no file."""


class WatchedBill(Watched, frozen=True, kw_only=True):
    """A bill, followed through all its versions."""

    tier: int | None = None
    """1 where the words speak to the subject itself, 2 for the routes around it."""
    companions: tuple[str, ...] = ()
    """Works that are its companions though the official data may not link them."""


class WatchedDocument(Watched, frozen=True, kw_only=True):
    """A Federal Register document, by its number."""

    published: date | None = None
    """Tells apart documents that share a number (possible before 2016)."""
    citation: str = ""
    rins: tuple[str, ...] = ()
    dockets: tuple[str, ...] = ()
    effective: date | None = None
    cfr: tuple[str, ...] = ()
    """CFR parts that it amends or would amend, as identifiers of works."""


class WatchedPart(Watched, frozen=True, kw_only=True):
    """A CFR part, followed at every date on which it changed."""

    since: date | None = None
    """First day of the watched window; the state on it is held too, as the first to compare."""
    points: tuple[date, ...] = ()
    """Further days on which to hold the text, changed or not."""


class WatchedChapter(Watched, frozen=True, kw_only=True):
    """A chapter of the United States Code, followed at every release point that changed it."""

    since: date | None = None
    """First day watched: the state at the first release point from then on is held too."""


class Search(Struct, frozen=True, kw_only=True):
    """A standing question to the Federal Register; what it finds is followed like a document."""

    name: str
    since: date
    """First publication date to look at; needed so that the question stays small."""
    agencies: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    term: str = ""
    rin: str = ""
    docket: str = ""
    cfr: str = ""
    """A CFR part as the identifier of a work."""
    public_inspection: bool = False
    """Also look at what is filed but not yet published."""
    note: str = ""
    line: int = 0


class Watchlist(Struct, frozen=True, kw_only=True):
    """Everything that is followed, in the order of the file."""

    file: str = ""
    sources: dict[str, str] = {}
    bills: tuple[WatchedBill, ...] = ()
    documents: tuple[WatchedDocument, ...] = ()
    parts: tuple[WatchedPart, ...] = ()
    chapters: tuple[WatchedChapter, ...] = ()
    searches: tuple[Search, ...] = ()

    @property
    def works(self) -> tuple[str, ...]:
        """Identifiers of all works named in the file, in its order by kind."""
        return tuple(entry.work for entry in self.entries)

    @property
    def entries(self) -> tuple[Watched, ...]:
        """All works named in the file, in its order by kind."""
        return (*self.bills, *self.documents, *self.parts, *self.chapters)

    def find(self, work: str) -> Watched | None:
        """Return the entry of a work, or None when it is not followed."""
        return next((entry for entry in self.entries if entry.work == work), None)
