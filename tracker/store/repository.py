"""The store: every version of every work in a git repository of its own.

Layout and rules: the README that `Store.create` puts into the repository (`commits.README`). Use
a store as a context manager: it ends the git processes that belong to it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from tracker import identifiers
from tracker.errors import StoreError, UsageError
from tracker.model import Facts, Record
from tracker.store import commits, gather, journal, lock, paths
from tracker.store.creation import make
from tracker.store.handle import Handle
from tracker.store.history import history, newest
from tracker.store.journal import Gathering
from tracker.store.values import Entry, LogEntry, Written
from tracker.store.writing import Writer, check, held_versions, in_order

_CHUNK_ENTRIES = 2000
_CHUNK_BYTES = 64 * 1024 * 1024
_MANY_WORKS = 32
_Pending = dict[str, Gathering]
"""What main has to gather, by work."""


class Store:
    """The versions held in one folder. Reading needs no lock and goes on during a write."""

    def __init__(self, handle: Handle, wait: float) -> None:
        self.handle = handle
        """The git handle, for the modules of this package."""
        self._wait = wait
        self._records: dict[str, Record] = {}
        self._tag_index: dict[str, dict[str, str]] | None = None
        self.notices: list[str] = []
        """Sentences for the person who runs the program, such as why main stayed behind."""

    @classmethod
    def open(cls, path: str | Path, *, wait: float = 30.0) -> "Store":
        """Open a store that exists; `wait` is how many seconds a write waits for another one.

        Raises StoreError when the folder is missing or not a repository made by tracker.
        """
        folder = Path(path).absolute()
        if not folder.is_dir():
            raise StoreError(f"{folder} does not exist; `tracker fetch` makes the store")
        handle = Handle(folder)
        if not handle.made_by_tracker():
            refusal = handle.refusal()
            handle.close()
            raise StoreError(
                refusal
                or f"{folder} is not a git repository made by tracker (it has no tag “start”)"
            )
        return cls(handle, wait)

    @classmethod
    def create(cls, path: str | Path, *, wait: float = 30.0) -> "Store":
        """Open a store, making it first when the folder is missing or empty.

        Raises StoreError when the folder holds anything that tracker did not make.
        """
        folder = Path(path).absolute()
        make(folder, wait)
        return cls.open(folder, wait=wait)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The store's folder."""
        return self.handle.path

    def close(self) -> None:
        """End the git processes that belong to this store."""
        self.handle.close()

    # Reading

    def works(self) -> list[str]:
        """Return the identifiers of all works held, sorted."""
        return sorted({work for work, _ in self._tags()} | set(self.status_branches()))

    def versions(self, work: str) -> list[Record]:
        """Return the records of a work's versions in legal order; empty when none is held.

        A version that was republished is there once, as printed last.
        """
        return [h.record for h in held_versions(work, self._tags_of(work), self._read)]

    def catalogue(self) -> dict[str, list[Record]]:
        """Return {work: records of its versions in legal order} of all works, sorted.

        Names are read once for all, so that a work costs no process of its own.
        """
        works = self.works()
        self._index_tags(works)
        try:
            return {work: self.versions(work) for work in works}
        finally:
            self._tag_index = None

    def held(self) -> dict[str, list[str]]:
        """Return {work: versions} of all that is held, read from names alone.

        Versions stand sorted by name, replaced printings left out; a work of which only facts
        are known has none.
        """
        found: dict[str, list[str]] = {work: [] for work in self.works()}
        for work, version in sorted(self._tags()):
            if not paths.printing(version)[1]:
                found[work].append(version)
        return found

    def newest(self, count: int) -> list[tuple[str, str, date]]:
        """Return (work, version, day) of the versions that the law dates last, the last first."""
        return newest(self.handle, count)

    def printings(self, work: str) -> list[str]:
        """Return all that is held of a work, replaced printings (`eh.r1`) included, sorted."""
        return sorted(self._tags_of(work))

    def record(self, work: str, version: str) -> Record | None:
        """Return a version's provenance, or None when it is not held."""
        raw = self._file(work, version, paths.RECORD)
        return None if raw is None else self._decode(raw, f"{work}@{version}")

    def data(self, work: str, version: str) -> bytes:
        """Return a version's bytes as they were served.

        Raises UsageError when the version is not held, StoreError when its bytes are missing.
        """
        usual = self._file(work, version, paths.SOURCE_NAMES[0])
        if usual is not None:
            return usual
        record = self.record(work, version)
        if record is None:
            raise self._unknown(work, version)
        name = paths.source_name(record.content_type)
        return self._wanted(self._file(work, version, name), work, version, name)

    def text(self, work: str, version: str) -> str:
        """Return a version's reviewable text. Raises like `data`."""
        raw = self._file(work, version, paths.TEXT)
        if raw is None and self.record(work, version) is None:
            raise self._unknown(work, version)
        return self._wanted(raw, work, version, paths.TEXT).decode()

    def facts(self, work: str) -> Facts | None:
        """Return what the official services said last about a work, or None."""
        raw = self.handle.object(f"{self._status_of(work)}:{paths.work_path(work)}/{paths.FACTS}")
        if raw is None:
            return None
        try:
            return msgspec.json.decode(raw, type=Facts)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise StoreError(
                f"{self.path}: {paths.FACTS} of {work} cannot be read: {error}"
            ) from error

    def log(self, work: str) -> list[LogEntry]:
        """Return a work's commits: versions in legal order, printings oldest first, then status."""
        return history(self.handle, work, self._status_of(work))

    def cursor(self, channel: str) -> bytes | None:
        """Return what `set_cursor` kept for a channel, or None."""
        return self.handle.object(paths.cursor(channel))

    def memo(self, name: str) -> bytes | None:
        """Return what `set_memo` kept under a name, or None."""
        return self.handle.object(paths.memo(name))

    # Writing

    def write(self, entries: Sequence[Entry]) -> list[Written]:
        """Keep versions: one commit each, by the law's own dates; bytes already held are skipped.

        Returns one `Written` an entry, in the order given. Everything is checked before anything
        is written. Raises StoreError when an entry is inconsistent, another run holds the store
        too long, or the disk refuses; what was held before is untouched then, and the next write
        completes what this one began.
        """
        for entry in entries:
            check(entry)
        facts = {e.facts.work: e.facts for e in entries if e.facts is not None}
        for work in facts:
            paths.work_path(work)
        results: dict[int, Written] = {}
        with self._writing() as pending:
            for chunk in _chunks(entries, in_order(entries)):
                written = self._write_chunk([entries[p] for p in chunk], (), pending)
                results.update(zip(chunk, written, strict=True))
            if facts:
                self._write_chunk((), tuple(facts.values()), pending)
        return [results[position] for position in range(len(entries))]

    def write_facts(self, facts: Sequence[Facts]) -> list[str]:
        """Keep what the official services say about works; return the works whose facts changed.

        Raises StoreError like `write`.
        """
        for one in facts:
            paths.work_path(one.work)
        with self._writing() as pending:
            before = set(pending)
            self._write_chunk((), facts, pending)
            return sorted(set(pending) - before)

    def set_cursor(self, channel: str, data: bytes) -> None:
        """Keep a channel's place (refs/tracker/cursors/…); clones do not carry it."""
        self._keep(paths.cursor(channel), data)

    def set_memo(self, name: str, data: bytes) -> None:
        """Keep what the next run must know (refs/tracker/…); clones do not carry it."""
        self._keep(paths.memo(name), data)

    @contextmanager
    def delivering(self, channel: str) -> Iterator[bool]:
        """Hold the right to deliver to a channel; yield False at once when another run has it.

        The lock goes with the process that holds it. Raises StoreError when the store cannot be
        written to.
        """
        paths.cursor(channel)
        with lock.attempted(self.handle.own_dir / "channels", channel) as held:
            yield held

    def _keep(self, name: str, data: bytes) -> None:
        """Let a reference of tracker's own name a blob with these bytes."""
        with lock.exclusive(self.handle.own_dir, self._wait):
            (self.handle.git_dir / f"{name}.lock").unlink(missing_ok=True)
            blob = self.handle.run("hash-object", "-w", "--stdin", stdin=data).strip()
            self.handle.run("update-ref", name, blob)

    @contextmanager
    def _writing(self) -> Iterator[_Pending]:
        """Hold the writers' lock, finish what a killed run began, and join main at the end."""
        handle = self.handle
        try:
            with lock.exclusive(handle.own_dir, self._wait) as handle.lock_fd:
                pending: _Pending = {}
                state = journal.load(handle)
                if state:
                    if not state.resting:
                        journal.remove_stale_locks(handle, state)
                    journal.apply_references(handle, state.references)
                    self._index_tags([g.work for g in state.gatherings])
                    problem = gather.gather(handle, state, self._latest)
                    if problem:
                        pending.update({g.work: g for g in state.gatherings})
                yield pending
                if pending:
                    self._index_tags(list(pending))
                    state = journal.Journal(gatherings=tuple(pending.values()))
                    journal.save(handle, state)
                    handle.run("gc", "--auto", "--quiet")
                    problem = gather.gather(handle, state, self._latest)
                    self.notices += [problem] if problem else []
        except OSError as error:
            raise StoreError(f"{self.path}: the store cannot be written to: {error}") from error
        finally:
            handle.lock_fd = None
            self._tag_index = None

    def _write_chunk(
        self, entries: Sequence[Entry], facts: Sequence[Facts], pending: _Pending
    ) -> Sequence[Written]:
        """Import one run of commits and move their references; note what main has to gather."""
        handle = self.handle
        self._index_tags([e.snapshot.record.work for e in entries])
        start = handle.object_id(paths.START)
        if start is None:
            raise StoreError(f"{self.path}: the tag “start” is gone; run `tracker verify`")
        with commits.open_stream(handle) as file:
            stream = commits.Stream(file)
            writer = Writer(
                stream, start, lambda work: held_versions(work, self._tags_of(work), self._read)
            )
            written = [writer.add(entry) for entry in entries]
            for one in facts:
                self._add_status(writer, one, start)
            if stream.empty:
                return written
            # Its being there tells the next run that locks found then are a killed run's.
            journal.save(handle, journal.Journal(gatherings=tuple(pending.values())))
            plan = writer.plan(stream.finish(handle), written)
        for gathering in plan.gatherings:
            pending[gathering.work] = _merged(pending.get(gathering.work), gathering)
        journal.save(handle, journal.Journal(plan.references, tuple(pending.values())))
        journal.apply_references(handle, plan.references)
        for result, entry in zip(plan.written, entries, strict=True):
            if result.status != "unchanged":
                self._records[result.commit] = entry.snapshot.record
        return plan.written

    def _add_status(self, writer: Writer, facts: Facts, start: str) -> None:
        """Add a work's facts unless they are what is held."""
        branch = self._status_of(facts.work)
        file = f"{paths.work_path(facts.work)}/{paths.FACTS}"
        if self.handle.object(f"{branch}:{file}") == commits.as_json(facts):
            return
        parent = self.handle.object_id(branch) or start
        local = self.handle.object_id(paths.status_branch(facts.work))
        writer.add_status(facts, local, parent, self.handle.committed(parent))

    # References and files

    def _tags(self, *patterns: str) -> dict[tuple[str, str], str]:
        """Return {(work, version): commit} of version tags, printings included."""
        listed = self.handle.references(*(patterns or (f"{paths.TAGS}us",)))
        found = {}
        for name, commit in listed.items():
            work, at, version = name.removeprefix(paths.TAGS).rpartition("@")
            if at:
                found[f"/{work}", version] = commit
        return found

    def _tags_of(self, work: str) -> dict[str, str]:
        """Return {version: commit} of one work."""
        if self._tag_index is not None:
            return self._tag_index.get(work, {})
        paths.work_path(work)
        return {v: commit for (_, v), commit in self._tags(f"{paths.TAGS}{work[1:]}@*").items()}

    def _index_tags(self, works: Sequence[str]) -> None:
        """Read all tags once when many works are about to be asked for one by one."""
        self._tag_index = None
        if len(set(works)) > _MANY_WORKS:
            index: dict[str, dict[str, str]] = defaultdict(dict)
            for (work, version), commit in self._tags().items():
                index[work][version] = commit
            self._tag_index = index

    def _latest(self, work: str) -> str | None:
        """Return the commit of a work's latest version in legal order."""
        held = held_versions(work, self._tags_of(work), self._read)
        return held[-1].commit if held else None

    def status_branches(self) -> dict[str, str]:
        """Return {work: commit} of status branches; a clone has them as origin's."""
        listed = self.handle.references(f"{paths.STATUS}us", f"{paths.STATUS_ORIGIN}us")
        return {
            "/" + name.removeprefix(paths.STATUS).removeprefix(paths.STATUS_ORIGIN): commit
            for name, commit in sorted(listed.items(), reverse=True)
        }

    def _status_of(self, work: str) -> str:
        """Return the reference that holds a work's status, whether it exists or not."""
        local = paths.status_branch(work)
        if self.handle.object_id(local) is None:
            origin = local.replace(paths.STATUS, paths.STATUS_ORIGIN, 1)
            if self.handle.object_id(origin) is not None:
                return origin
        return local

    def _file(self, work: str, version: str, name: str) -> bytes | None:
        """Return a file of a version, or None."""
        tag = paths.TAGS + paths.tag_name(work, version)
        return self.handle.object(f"{tag}:{paths.work_path(work)}/{name}")

    def _read(self, commit: str, work: str) -> Record:
        """Return the record in a version's commit."""
        if commit not in self._records:
            raw = self.handle.object(f"{commit}:{paths.work_path(work)}/{paths.RECORD}")
            if raw is None:
                raise StoreError(
                    f"{self.path}: a version of {work} has lost its record (commit {commit[:12]}); "
                    "run `tracker verify`"
                )
            self._records[commit] = self._decode(raw, f"{work} in commit {commit[:12]}")
        return self._records[commit]

    def _decode(self, raw: bytes, name: str) -> Record:
        """Return a record from its JSON."""
        try:
            return msgspec.json.decode(raw, type=Record)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise StoreError(
                f"{self.path}: the record of {name} cannot be read: {error}"
            ) from error

    def _wanted(self, raw: bytes | None, work: str, version: str, name: str) -> bytes:
        """Return bytes that must be there."""
        if raw is None:
            raise StoreError(
                f"{self.path}: {name} of {work}@{version} is missing; `tracker verify`"
            )
        return raw

    def _unknown(self, work: str, version: str) -> UsageError:
        """Return the error for a version that is not held, with those that are."""
        held = ", ".join(record.version for record in self.versions(work))
        asked = identifiers.Identifier(work, version=version).short
        return UsageError(
            f"{asked} is not in the store; "
            + (f"held: {held}" if held else f"no version of {identifiers.short(work)} is held")
        )


def _merged(old: Gathering | None, new: Gathering) -> Gathering:
    """Return what the main branch has to gather of a work after two chunks."""
    if old is None:
        return new
    return Gathering(new.work, old.commits + new.commits, old.labels + new.labels)


def _chunks(entries: Sequence[Entry], order: Sequence[int]) -> Iterator[list[int]]:
    """Cut positions into runs that one import takes with bounded memory and disk."""
    chunk: list[int] = []
    size = 0
    for position in order:
        chunk.append(position)
        size += len(entries[position].snapshot.data)
        if len(chunk) >= _CHUNK_ENTRIES or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
