"""Gathering what one watched item gave, and saying how it came out."""

import hashlib
from collections.abc import Callable
from datetime import date

from msgspec import Struct, structs

from tracker import __version__, identifiers
from tracker.model import Expected, Facts, Record, Snapshot
from tracker.sources.asking import Asker, Held, retrieval
from tracker.sources.outcomes import (
    AskError,
    FailedError,
    Kind,
    NotInMirrorError,
    Outcome,
    named,
    worst,
)
from tracker.sources.transport import Answer

FETCHER = f"remote-access-tracker {__version__}"


class Version(Struct, frozen=True, kw_only=True):
    """What is known about a version before its text is read."""

    version: str
    label: str
    published: date | None = None
    effective: date | None = None
    fallback: date | None = None
    """A date for the retrieval of a recording whose text has no date of its own."""
    note: str = ""


class ItemResult(Struct, frozen=True, kw_only=True):
    """All that came of one item."""

    outcome: Outcome
    snapshots: tuple[Snapshot, ...] = ()
    facts: Facts | None = None


class Gathering:
    """Collects versions and troubles of one work, then gives its one outcome."""

    def __init__(self, work: str, asker: Asker, held: Held) -> None:
        self.work = work
        self.asker = asker
        self.held = held
        self.snapshots: list[Snapshot] = []
        self.kinds: list[Kind] = []
        self.expected: list[Expected] = []
        self.troubles: list[AskError] = []
        self.absent: list[str] = []
        self.replaced: list[str] = []
        self.new: list[str] = []
        self.remarks: list[str] = []

    def take(
        self,
        version: Version,
        answer: Answer,
        *,
        same: Callable[[Record, bytes], bool] | None = None,
    ) -> None:
        """Take an answer, already proved to be this version's text.

        `same` says whether other bytes hold the same text as what is held; without it the hashes
        decide.
        """
        record = self.held.record(self.work, version.version)
        if answer.status == 304:
            self.kinds.append("unchanged")
            return
        digest = hashlib.sha256(answer.body).hexdigest()
        if record is not None and (
            record.sha256 == digest or (same is not None and same(record, answer.body))
        ):
            self.kinds.append("unchanged")
            return
        self.kinds.append("new" if record is None else "republished")
        (self.new if record is None else self.replaced).append(version.version)
        self.snapshots.append(Snapshot(self._record(version, answer, digest), answer.body))

    def _record(self, version: Version, answer: Answer, digest: str) -> Record:
        """Return the provenance of an answer."""
        return Record(
            work=self.work,
            version=version.version,
            label=version.label,
            url=answer.url,
            content_type=answer.content_type,
            sha256=digest,
            size=len(answer.body),
            retrieved_at=retrieval(answer, self.asker, version.published, version.fallback),
            origin=self.asker.origin,
            fetcher=FETCHER,
            published=version.published,
            effective=version.effective,
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
            note="; ".join(part for part in (version.note, answer.note) if part),
        )

    def stands(self) -> None:
        """Note that something held was not asked for again, because it cannot have changed."""
        self.kinds.append("unchanged")

    def missing(self, version: Version) -> None:
        """Note a version that the official record lists but whose text is not there yet."""
        self.kinds.append("known-but-missing")
        self.expected.append(Expected(version.version, version.label, version.published))

    def textless(self) -> None:
        """Note that the official record knows the work but lists no text of it yet."""
        self.kinds.append("known-but-missing")
        self.remarks.append("known, but no text is listed yet")

    def lacking(self, url: str) -> None:
        """Note an optional text that a mirror does not hold; no trouble, but said."""
        self.absent.append(url)

    def trouble(self, error: AskError) -> None:
        """Note a question that failed.

        What a held answer points to must be in the mirror, so there "not in the mirror" is a
        failure; only an item that the mirror does not know at all is `not-found`.
        """
        if isinstance(error, NotInMirrorError):
            problem = "not in the mirror, though another answer of the mirror points to it"
            error = FailedError(error.url, problem)
        self.troubles.append(error)
        self.kinds.append(error.kind)

    def result(self, facts: Facts | None) -> ItemResult:
        """Return what came, with the one outcome of the item."""
        if facts is not None and self.expected:
            facts = structs.replace(facts, expected=tuple(self.expected))
        outcome = Outcome(
            item=self.work,
            kind=worst(self.kinds or ["not-found" if self.absent else "unchanged"]),
            sentence=self._sentence(),
            versions=(*self.new, *self.replaced),
            missing=tuple(one.version for one in self.expected),
            urls=tuple(error.url for error in self.troubles),
            problems=tuple(error.problem for error in self.troubles),
        )
        return ItemResult(outcome=outcome, snapshots=tuple(self.snapshots), facts=facts)

    def _sentence(self) -> str:
        """Say in one sentence what happened to the item."""
        parts = []
        if self.new:
            parts.append(f"new: {', '.join(self.new)}")
        if self.replaced:
            parts.append(f"republished: {', '.join(self.replaced)}")
        if self.expected:
            words = ", ".join(f"{one.version} ({one.label})" for one in self.expected)
            parts.append(f"listed, but its XML is not there yet: {words}")
        parts.extend(f"{error.problem} ({error.url})" for error in self.troubles)
        parts.extend(self.remarks)
        if not parts and self.kinds:
            held = len(self.held.versions(self.work))
            parts.append(f"unchanged, {held} version{'' if held == 1 else 's'} held")
        if self.absent:
            parts.append(f"not in the mirror: {', '.join(self.absent)}")
        return f"{identifiers.short(self.work)}: {'; '.join(parts)}"


def ended(item: str, error: AskError) -> ItemResult:
    """Return the result of an item whose first question already failed."""
    return ItemResult(
        outcome=Outcome(
            item=item,
            kind=error.kind,
            sentence=f"{named(item)}: {error.problem} ({error.url})",
            urls=(error.url,),
            problems=(error.problem,),
        )
    )
