"""Documents and comparisons of a store, each parsed or computed once and only when asked for."""

from functools import cached_property

from tracker import identifiers
from tracker.compare import compare
from tracker.formats import parse
from tracker.model import ChangeSet, Document, Facts, Record
from tracker.pipeline import health
from tracker.pipeline.health import Health
from tracker.store import Store
from tracker.store.paths import printing


class Library:
    """A store's works, versions and texts, remembered for the length of one run."""

    def __init__(self, store: Store) -> None:
        """Read from an open store; the caller closes it."""
        self._store = store
        self._documents: dict[tuple[str, str], Document] = {}
        self._changes: dict[tuple[Record, Record], ChangeSet] = {}
        self._facts: dict[str, Facts | None] = {}
        self._printings: dict[str, list[str]] = {}

    @cached_property
    def works(self) -> list[str]:
        """Identifiers of all works held, in the store's order."""
        return self._store.works()

    @cached_property
    def versions(self) -> dict[str, list[Record]]:
        """Records of every work's versions in legal order."""
        return self._store.catalogue()

    @cached_property
    def health(self) -> Health:
        """What past fetches said of each item."""
        return health.load(self._store)

    @property
    def is_sample(self) -> bool:
        """Whether the store holds the sample's fictional texts."""
        records = next(iter(self.versions.values()), [])
        return bool(records) and records[0].origin == "sample"

    def facts(self, work: str) -> Facts | None:
        """Return what the official services say about a work, or None when nothing is held."""
        if work not in self._facts:
            self._facts[work] = self._store.facts(work)
        return self._facts[work]

    def document(self, work: str, version: str) -> Document:
        """Return a version as a tree of provisions."""
        key = (work, version)
        if key not in self._documents:
            name = str(identifiers.Identifier(work, version=version))
            data = self._store.data(work, version)
            self._documents[key] = parse(data, source=name, work=work, version=version)
        return self._documents[key]

    def latest(self, work: str) -> Document | None:
        """Return the latest version of a work, or None when none is held."""
        versions = self.versions.get(work, [])
        return self.document(work, versions[-1].version) if versions else None

    def record(self, work: str, version: str) -> Record:
        """Return the record of a version that is held."""
        return next(r for r in self.versions[work] if r.version == version)

    def printings(self, work: str, version: str) -> list[tuple[str, Record]]:
        """Return (name, record) of every printing of a version, oldest first.

        The names (`eh.r1`, `eh.r2`, `eh`) are what `document` takes.
        """
        if work not in self._printings:
            self._printings[work] = self._store.printings(work)
        earlier = [
            (number, name)
            for name in self._printings[work]
            for stem, number in (printing(name),)
            if stem == version and number
        ]
        names = [name for _, name in sorted(earlier)] + [version]
        found = ((name, self._store.record(work, name)) for name in names)
        return [(name, record) for name, record in found if record]

    def predecessor(self, work: str, version: str) -> Record | None:
        """Return the version just before one in legal order."""
        before: Record | None = None
        for record in self.versions.get(work, []):
            if record.version == version:
                return before
            before = record
        return None

    def changes(self, old: Record, new: Record) -> ChangeSet:
        """Return the comparison of two versions, of one work or of two."""
        key = (old, new)
        if key not in self._changes:
            self._changes[key] = compare(
                self.document(old.work, old.version), self.document(new.work, new.version)
            )
        return self._changes[key]
