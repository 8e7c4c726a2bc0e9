"""From a source's answers to committed versions: fetch, read, store.

A text is stored only once it has been read: what no parser can read is reported as failed and
asked for again next time, so that nothing unreadable is ever held as law.
"""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from msgspec import Struct, structs, to_builtins

from tracker import identifiers, sources
from tracker.config import Watchlist, load_watchlist
from tracker.errors import ParseError
from tracker.formats import parse
from tracker.formats.review import review_text
from tracker.model import Snapshot
from tracker.pipeline import health
from tracker.places import Instance
from tracker.sources.asking import Clock
from tracker.sources.outcomes import FetchReport, OnProgress, Outcome
from tracker.sources.transport import Transport
from tracker.store import Entry, Store, Written, unfinished

if TYPE_CHECKING:
    from tracker.sources.live import LiveTransport


class Source(Struct, frozen=True):
    """Where a run gets its texts and what it asks for."""

    kind: Literal["live", "mirror", "sample"]
    transport: Transport
    watchlist: Watchlist
    live: "LiveTransport | None" = None
    """The transport of a live run, which keeps answers until the store has them."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.live:
            self.live.close()


class Taken(Struct, frozen=True):
    """What a fetch brought into the store."""

    report: FetchReport
    written: tuple[Written, ...]
    """The versions committed, in the order of the law's own dates."""

    @property
    def came_to_nothing(self) -> bool:
        """Whether every single item failed and nothing was written: no network, most likely."""
        outcomes = self.report.outcomes
        failed = all(o.kind in {"failed", "blocked"} for o in outcomes)
        return bool(outcomes) and failed and not self.written

    def as_json(self) -> dict[str, Any]:
        """Return the contract of `tracker fetch --json`."""
        return {
            "outcomes": to_builtins(self.report.outcomes),
            "commits": len(self.written),
            "written": [
                {"work": w.work, "version": w.version, "status": w.status, "commit": w.commit}
                for w in self.written
            ],
        }


def fetch(
    source: Source,
    store: Store,
    *,
    works: Sequence[str] = (),
    on_progress: OnProgress | None = None,
    clock: Clock,
) -> Taken:
    """Ask the source for what is watched (or the works named) and commit what is new."""
    report = sources.fetch(
        source.watchlist,
        source.transport,
        store,
        works=works,
        on_progress=on_progress,
        clock=clock,
    )
    entries: list[Entry] = []
    unread: dict[str, list[tuple[str, str]]] = {}
    for snapshot in report.snapshots:
        try:
            entries.append(Entry(snapshot, _reviewable(snapshot)))
        except ParseError as error:
            problem = f"the text that came cannot be read: {error}"
            unread.setdefault(snapshot.record.work, []).append((snapshot.record.url, problem))
    written = [done for done in store.write(entries) if done.status != "unchanged"]
    store.write_facts(report.facts)
    if source.live:
        source.live.done()
    report = _with_unread(report, unread)
    # What a mirror was never meant to hold says nothing about the item.
    asked = [o for o in report.outcomes if o.kind != "not-found" or report.counts(o)]
    health.note(store, asked, clock)
    return Taken(report, tuple(written))


def _reviewable(snapshot: Snapshot) -> str:
    """Return the text that reviewers read; ParseError when the bytes are no official text."""
    record = snapshot.record
    name = str(identifiers.Identifier(record.work, version=record.version))
    document = parse(snapshot.data, source=name, work=record.work, version=record.version)
    return review_text(document)


def _with_unread(
    report: FetchReport, unread: Mapping[str, Sequence[tuple[str, str]]]
) -> FetchReport:
    """Return the report with works whose text could not be read marked as failed.

    `unread` gives the (URL, problem) of each such text by work.
    """
    return structs.replace(
        report,
        outcomes=tuple(
            _as_unread(outcome, unread[outcome.item]) if outcome.item in unread else outcome
            for outcome in report.outcomes
        ),
    )


def _as_unread(outcome: Outcome, troubles: Sequence[tuple[str, str]]) -> Outcome:
    """Return the outcome of a work with texts that came but could not be read."""
    urls, problems = zip(*troubles, strict=True)
    return structs.replace(
        outcome,
        kind="failed",
        sentence=f"{identifiers.short(outcome.item)}: {problems[0]}",
        urls=(*outcome.urls, *urls),
        problems=(*outcome.problems, *problems),
    )


def open_source(
    instance: Instance,
    *,
    sample: bool = False,
    mirror: Path | None = None,
    record: Path | None = None,
    environment: Mapping[str, str],
    clock: Clock,
) -> Source:
    """Return the source of a run; a context manager.

    A live run takes contact and keys from `environment` and saves its answers into `record`, if
    given, as a mirror. Raises MirrorError and ConfigError before anything is touched.
    """
    if sample:
        from tracker.sources import sample as embedded  # noqa: PLC0415 - package data

        return Source("sample", embedded.transport(), embedded.watchlist())
    watchlist = load_watchlist(instance.watchlist)
    if mirror:
        from tracker.sources.mirror import MirrorTransport  # noqa: PLC0415 - one of three

        return Source("mirror", MirrorTransport(mirror), watchlist)
    from tracker.sources.http import from_environment  # noqa: PLC0415 - httpx2 only when live
    from tracker.sources.live import LiveTransport  # noqa: PLC0415 - the same

    live = LiveTransport(
        from_environment(environment), clock, record=record, unfinished=instance.unfinished
    )
    return Source("live", live, watchlist, live)


def open_store(instance: Instance, kind: Literal["live", "mirror", "sample"]) -> Store:
    """Return the store that a run of this kind writes to; it is made when there is none.

    Fiction and law never share a store: a real run moves a store that holds the sample out of
    the way, a sample run leaves a store of real texts alone and uses one under `build/`.
    Raises StoreError when what stands there is not a store.
    """
    if not instance.store.exists() or unfinished(instance.store):
        return Store.create(instance.store)
    fictional = _holds_sample(instance.store)
    if kind == "sample" and not fictional:
        return Store.create(instance.sample_store)
    if kind != "sample" and fictional:
        shutil.rmtree(instance.sample_store, ignore_errors=True)
        instance.sample_store.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(instance.store, instance.sample_store)
        return Store.create(instance.store)
    return Store.open(instance.store)


def _holds_sample(path: Path) -> bool:
    """Return whether a store holds the sample's fictional texts."""
    with Store.open(path) as store:
        works = store.works()
        return bool(works) and store.versions(works[0])[0].origin == "sample"
