"""What every page needs to know about the whole site: indexes over `SiteData`, links, keys."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import TypeVar

import msgspec
from msgspec import Struct

from tracker import identifiers
from tracker.model import Record
from tracker.render import labels, urls
from tracker.render.data import (
    AmendmentView,
    Cell,
    ComparisonView,
    GapView,
    NoteView,
    SiteData,
    VersionView,
    WorkView,
)

T = TypeVar("T")


class Content(Struct, frozen=True):
    """A finished page body with what its frame needs."""

    title: str
    html: str
    section: str = ""
    """Which tab is lit: works, gaps, changes, …"""
    description: str = ""
    lang: str = "en"
    further: dict[str, "Content"] = {}
    """Pages that go on from this one, by path, when it is too large for one."""
    cites: tuple[str, ...] = ()
    """Other works into whose newest text it links, or would if they were held."""


class Page(Struct, frozen=True):
    """A page to be: its place, a digest of all its inputs, and how to make it."""

    path: str
    """Below the site's root, ending in `.html`."""
    key: str
    render: Callable[[], Content]


def key_of(*parts: object) -> str:
    """Return a digest of values that msgspec can encode; equal values, equal digest."""
    return blake2b(msgspec.json.encode(parts, order="deterministic"), digest_size=12).hexdigest()


class Context:
    """The site's data with indexes. Built once a run; pages read it, nobody changes it."""

    def __init__(self, data: SiteData, code: str) -> None:
        self.data = data
        self.code = code
        self.works: dict[str, WorkView] = {view.work: view for view in data.works}
        self.gaps: dict[str, GapView] = {gap.id: gap for gap in data.gaps}
        self.scored = [gap for gap in data.gaps if gap.scored]
        self.cells: dict[tuple[str, str], list[Cell]] = defaultdict(list)
        for cell in data.cells:
            self.cells[cell.work, cell.version].append(cell)
        self.versions: dict[tuple[str, str], VersionView] = {
            (view.work, version.record.version): version
            for view in data.works
            for version in view.versions
        }
        self.amendments_of: dict[str, list[AmendmentView]] = defaultdict(list)
        for amendment in data.amendments:
            self.amendments_of[amendment.record.work].append(amendment)
        self.comparisons_of: dict[str, list[ComparisonView]] = defaultdict(list)
        self.notes: dict[tuple[str, str], list[NoteView]] = defaultdict(list)
        for note in data.notes:
            self.notes[identifiers.parse(note.path).work, note.version].append(note)
        self.gaps_key = key_of([(g.id, g.slug, g.title, g.title_ko) for g in data.gaps])
        self.names_key = key_of(
            [(work, self.citation(work), self.work_title(work)) for work in self.works]
        )
        self._newest = {
            view.work: key_of([(v.record.version, v.record.sha256) for v in view.versions[-1:]])
            for view in data.works
        }
        for comparison in data.comparisons:
            for work in dict.fromkeys((comparison.old.work, comparison.new.work)):
                self.comparisons_of[work].append(comparison)

    def key(self, *parts: object) -> str:
        """Return a page key that also stands for the code and the site-wide switches."""
        return key_of(self.code, self.data.sample, *parts)

    def work_title(self, work: str) -> str:
        """Return the shortest good name of a work: its short title, else its title."""
        view = self.works.get(work)
        if view and view.facts:
            return view.facts.short_title or view.facts.title or self.citation(work)
        return self.citation(work)

    def citation(self, work: str) -> str:
        """Return how people cite a work."""
        view = self.works.get(work)
        if view and view.facts and view.facts.citation:
            return view.facts.citation
        return identifiers.citation(work)

    def latest(self, work: str) -> Record | None:
        """Return the record of the newest version held, or None."""
        view = self.works.get(work)
        return view.versions[-1].record if view and view.versions else None

    def newest_key(self, work: str) -> str:
        """Return what stands for the newest text of a work; empty when it is not on the site."""
        return self._newest.get(work, "")

    def names_of(self, works: Iterable[str]) -> list[tuple[str, str, str, bool]]:
        """Return (work, citation, title, whether it is here) of works: what names them on pages."""
        return [
            (work, self.citation(work), self.work_title(work), work in self.works)
            for work in dict.fromkeys(works)
        ]

    def force(self, work: str) -> str:
        """Return the legal force of a work."""
        view = self.works.get(work)
        return view.force.status if view else "unknown"

    def latest_cells(self, work: str) -> dict[str, Cell]:
        """Return gap -> cell for the newest version that has been assessed."""
        view = self.works.get(work)
        for version in reversed(view.versions if view else ()):
            if found := self.cells.get((work, version.record.version)):
                return {cell.gap: cell for cell in found}
        return {}

    def evidence_at(self, work: str, version: str) -> dict[str, list[Cell]]:
        """Return path -> cells whose evidence stands there, in gap order."""
        found: dict[str, list[Cell]] = defaultdict(list)
        for cell in self.cells.get((work, version), ()):
            for path in dict.fromkeys(e.path for e in cell.evidence if e.version == version):
                found[path].append(cell)
        return found

    def version_words(self, record: Record) -> str:
        """Return words for a version."""
        return labels.version(record.work, record.version, record.label)

    def comparison_path(self, comparison: ComparisonView) -> str:
        """Return the page of a comparison."""
        return urls.comparison_page(
            (comparison.old.work, comparison.old.version),
            (comparison.new.work, comparison.new.version),
        )


def comparison_key(comparison: ComparisonView) -> tuple[str, str, str, str, str, str]:
    """Return what stands for a comparison's content: both sides by name and bytes."""
    old, new = comparison.old, comparison.new
    return old.work, old.version, old.sha256, new.work, new.version, new.sha256
