"""One write: what is new, in which order, on which parent, under which references."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256

import msgspec
from msgspec import Struct

from tracker import identifiers
from tracker.errors import StoreError
from tracker.model import Facts, Record
from tracker.store import commits, paths
from tracker.store.handle import ZERO
from tracker.store.journal import Gathering, Reference
from tracker.store.values import Entry, Written

Key = tuple[object, ...]


class Held(Struct):
    """One version in the store or on its way in."""

    key: Key
    """Place in legal order."""
    version: str
    commit: str
    """Commit id, or a mark of the stream under construction."""
    record: Record
    earlier: list[tuple[str, str]]
    """(commit, SHA-256) of printings that this one replaced, oldest first."""

    def holding(self, digest: str) -> str | None:
        """Return the commit that holds these bytes under this version."""
        if self.record.sha256 == digest:
            return self.commit
        return next((commit for commit, held in self.earlier if held == digest), None)


class Plan(Struct, frozen=True):
    """References to move and commits for the main branch, once the stream is imported."""

    references: tuple[Reference, ...]
    gatherings: tuple[Gathering, ...]
    written: tuple[Written, ...]


def check(entry: Entry) -> None:
    """Refuse an entry whose record does not describe its bytes, or that has no safe name.

    Raises StoreError.
    """
    record = entry.snapshot.record
    paths.version_tag(record.work, record.version)
    name = identifiers.short(record.work) + "@" + record.version
    digest = sha256(entry.snapshot.data).hexdigest()
    if (digest, len(entry.snapshot.data)) != (record.sha256, record.size):
        raise StoreError(
            f"{name}: the record says {record.size} bytes with SHA-256 {record.sha256}, but there "
            f"are {len(entry.snapshot.data)} bytes with {digest}; nothing was written"
        )
    if record.retrieved_at.tzinfo is None:
        raise StoreError(f"{name}: the retrieval time has no time zone; nothing was written")


def in_order(entries: Sequence[Entry]) -> list[int]:
    """Return positions of entries in the order of the law's own dates, work by work.

    Works follow each other by the newest day that each brings, which is the order in which main
    gathers them. A version without a date takes its place after the stage of life before it:
    engrossed bills rarely state one.
    """
    by_work: dict[str, list[int]] = defaultdict(list)
    for position, entry in enumerate(entries):
        by_work[entry.snapshot.record.work].append(position)
    placed = sorted(_by_date(entries, positions) for positions in by_work.values())
    return [position for *_, positions in placed for position in positions]


def _by_date(entries: Sequence[Entry], positions: Sequence[int]) -> tuple[date, str, list[int]]:
    """Return the newest day among one work's entries and their positions by day."""
    records = [(entries[p].snapshot.record, p) for p in positions]
    work = records[0][0].work
    records.sort(key=lambda pair: (order_key(pair[0]), pair[0].retrieved_at))
    day = next((record.published for record, _ in records if record.published), date.min)
    days = []
    for rank, (record, position) in enumerate(records):
        day = record.published or day
        days.append((day, rank, position))
    days.sort()
    return max(days)[0], work, [position for *_, position in days]


def order_key(record: Record) -> Key:
    """Return the place of a version among its work's versions."""
    return identifiers.version_order(record.work, record.version, record.published)


class Writer:
    """Puts entries into a stream and remembers what has to follow it."""

    def __init__(
        self, stream: commits.Stream, start: str, held: Callable[[str], list[Held]]
    ) -> None:
        self._stream = stream
        self._start = start
        self._load = held
        self._works: dict[str, list[Held]] = {}
        self._tags: dict[str, tuple[str, str]] = {}
        self._new: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._parents: set[str] = set()
        self._before: dict[str, str] = {}

    def add(self, entry: Entry) -> Written:
        """Add one version, unless its bytes are held; commits are marks until `plan`."""
        record = entry.snapshot.record
        versions = self._versions(record.work)
        tag = paths.version_tag(record.work, record.version)
        same = next((h for h in versions if h.version == record.version), None)
        if same and (commit := same.holding(record.sha256)):
            return Written(record.work, record.version, "unchanged", commit)
        key = order_key(record)
        if same:
            parent, replaces = same.commit, same.record.sha256
        else:
            before = [h.commit for h in versions if h.key < key]
            parent, replaces = (before[-1] if before else self._start), ""
        mark = commits.version(
            self._stream, record, entry.snapshot.data, entry.text, parent, replaces
        )
        if same:
            same.earlier.append((same.commit, same.record.sha256))
            self._move(f"{tag}.r{len(same.earlier)}", ZERO, same.commit)
            same.commit, same.record, same.key = mark, record, key
        else:
            versions.append(Held(key, record.version, mark, record, []))
        versions.sort(key=lambda h: h.key)
        self._move(tag, self._before.get(tag, ZERO), mark)
        self._parents.add(parent)
        self._new[record.work].append((mark, record.version))
        return Written(record.work, record.version, "republished" if same else "new", mark)

    def add_status(self, facts: Facts, old: str | None, parent: str, not_before: int) -> None:
        """Add a work's status on top of `parent`; `old` is where its branch is now."""
        mark = commits.status(self._stream, facts, parent, not_before)
        self._move(paths.status_branch(facts.work), old or ZERO, mark)
        self._new[facts.work].append((mark, "status"))

    def plan(self, ids: dict[str, str], written: Sequence[Written]) -> Plan:
        """Return what is to follow, with marks turned into commit ids."""
        gatherings = []
        for work, new in self._new.items():
            tips = tuple(ids[mark] for mark, _ in new if mark not in self._parents)
            labels = tuple(dict.fromkeys(label for _, label in new))
            gatherings.append(Gathering(work, tips, labels))
        return Plan(
            tuple(Reference(n, old, ids.get(new, new)) for n, (old, new) in self._tags.items()),
            tuple(gatherings),
            tuple(msgspec.structs.replace(w, commit=ids.get(w.commit, w.commit)) for w in written),
        )

    def _versions(self, work: str) -> list[Held]:
        if work not in self._works:
            self._works[work] = self._load(work)
            for held in self._works[work]:
                self._before[paths.version_tag(work, held.version)] = held.commit
        return self._works[work]

    def _move(self, name: str, old: str, new: str) -> None:
        """Note a reference's way from where it was before this write to where it goes last."""
        first = self._tags[name][0] if name in self._tags else old
        self._tags[name] = (first, new)


def held_versions(
    work: str, tags: dict[str, str], read: Callable[[str, str], Record]
) -> list[Held]:
    """Return a work's versions in legal order from its {version: commit}, printings included."""
    earlier: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for version, commit in tags.items():
        base, number = paths.printing(version)
        if number:
            earlier[base].append((number, commit))
    versions = []
    for version, commit in tags.items():
        if paths.printing(version)[1]:
            continue
        record = read(commit, work)
        printings = [(c, read(c, work).sha256) for _, c in sorted(earlier[version])]
        versions.append(Held(order_key(record), version, commit, record, printings))
    return sorted(versions, key=lambda h: h.key)
