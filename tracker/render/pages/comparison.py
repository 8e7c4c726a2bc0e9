"""The page of a comparison: change map, filters, the redline, and the linear reading."""

import posixpath
from bisect import bisect_right
from collections.abc import Callable, Iterator

from msgspec import structs

from tracker.model import ChangeSet, Provision, Record
from tracker.render import charts, labels, redline, summary, urls
from tracker.render.context import Content, Context, Page, comparison_key
from tracker.render.data import ComparisonView
from tracker.render.derived import Cache, ChangeFacts, change_facts
from tracker.render.html import one_line, render


def pages(context: Context, cache: Cache) -> Iterator[Page]:
    """Yield the page of every comparison."""
    for comparison in context.data.comparisons:
        sides = (
            (comparison.old.work, comparison.old.version),
            (comparison.new.work, comparison.new.version),
        )
        key = context.key(
            "comparison",
            comparison_key(comparison),
            comparison.relation,
            [context.version_words(r) for r in (comparison.old, comparison.new)],
            [context.citation(work) for work, _ in sides],
            [context.cells.get(side, ()) for side in sides],
            [context.works[work].sample for work, _ in sides if work in context.works],
        )
        yield Page(context.comparison_path(comparison), key, _Maker(context, comparison, cache))


def facts(context: Context, comparison: ComparisonView, cache: Cache) -> ChangeFacts:
    """Return a comparison's facts for lists, from the cache or by computing it."""
    return _kept(context, comparison, cache, comparison.load)


def _kept(
    context: Context, comparison: ComparisonView, cache: Cache, load: Callable[[], ChangeSet]
) -> ChangeFacts:
    key = context.key("change-facts", comparison_key(comparison))
    return cache.get(key, ChangeFacts, lambda: change_facts(load()))


class _Maker:
    """Renders one comparison when its page is wanted."""

    def __init__(self, context: Context, comparison: ComparisonView, cache: Cache) -> None:
        self.context = context
        self.comparison = comparison
        self.cache = cache

    def __call__(self) -> Content:
        context, comparison = self.context, self.comparison
        page = context.comparison_path(comparison)
        changes = comparison.load()
        parts = redline.parts(changes)
        told = summary.sentences(changes)
        common = self._common(changes, page, parts)
        contents = []
        for number, part in enumerate(parts, 1):
            lines = self._lines(changes, page, part)
            found = [line for line in lines if isinstance(line, redline.Line) and line.number]
            html = render(
                "comparison.html",
                **common,
                part=number,
                parts=self._parts(changes, page, parts, number),
                lines=lines,
                changes=found,
                told=[s for s in told if s.part == number],
                types=sorted({t for line in found for t in line.types}),
                gaps=sorted({g for line in found for g in line.gaps}),
            )
            contents.append(
                Content(
                    title=one_line(self._title(number, len(parts))),
                    html=html,
                    section="changes",
                    description=one_line(summary.counts_in_words(changes)),
                )
            )
        further = {urls.part_page(page, n): c for n, c in enumerate(contents[1:], 2)}
        return structs.replace(contents[0], further=further)

    def _common(self, changes: ChangeSet, page: str, parts: list[slice]) -> dict[str, object]:
        """Return what all parts of the comparison show."""
        context, comparison = self.context, self.comparison
        old, new = comparison.old, comparison.new
        names = self._names()
        kept = _kept(context, comparison, self.cache, lambda: changes)
        here = posixpath.basename(page)
        return {
            "title": self._title(1, 1),
            "relation": comparison.relation,
            "same_work": old.work == new.work,
            "work_title": context.work_title(new.work),
            "work_href": urls.relative(urls.work_page(new.work), page),
            "citation": context.citation(new.work),
            "sides": [
                {
                    "name": name,
                    "record": record,
                    "href": urls.relative(urls.version_page(record.work, record.version), page),
                }
                for name, record in zip(names, (old, new), strict=True)
            ],
            "here": here,
            "counts": changes.counts,
            "in_words": summary.counts_in_words(changes),
            "lead": kept.lead[:3],
            "map": charts.change_map(marks(changes, parts, here), label="Map of the whole text"),
            "sections": sections(changes, parts, here),
            "findings": changes.findings,
            "kinds": labels.KINDS,
            "is_fold": lambda item: isinstance(item, redline.Fold),
            "neighbours": self._neighbours(page),
            "cut": summary.cut,
            "sample": any(
                context.works[w].sample for w in (old.work, new.work) if w in context.works
            ),
        }

    def _lines(
        self, changes: ChangeSet, page: str, part: slice
    ) -> list[redline.Line | redline.Fold]:
        comparison = self.comparison
        return redline.build(
            changes,
            old_href=self._clause(comparison.old, page, changes.old.work),
            new_href=self._clause(comparison.new, page, changes.new.work),
            gaps=self._gaps(),
            part=part,
        )

    def _names(self) -> tuple[str, str]:
        old, new = self.comparison.old, self.comparison.new
        same = old.work == new.work
        return self._name(old, same=same), self._name(new, same=same)

    def _title(self, part: int, of: int) -> str:
        old, new = self._names()
        pair = (
            f"{self.context.citation(self.comparison.new.work)}: {old} → {new}"
            if self.comparison.old.work == self.comparison.new.work
            else f"{old} beside {new}"
        )
        return pair if of == 1 else f"{pair}, part {part} of {of}"

    def _parts(
        self, changes: ChangeSet, page: str, parts: list[slice], number: int
    ) -> list[dict[str, object]]:
        """Return the pages of a long comparison: what each holds and where it starts."""
        if len(parts) == 1:
            return []
        found: list[dict[str, object]] = []
        every = redline.numbered(changes.changes)
        for other, part in enumerate(parts, 1):
            first, last = (redline.here(every[part][end][1], changes) for end in (0, -1))
            stop = next((n for n, _ in every[part] if n), 0)
            path = urls.part_page(posixpath.basename(page), other)
            found.append(
                {
                    "href": path,
                    "start": f"{path}#c{stop}" if stop else path,
                    "from": stop,
                    "words": f"{_section_label(*first)} to {_section_label(*last)}",
                    "here": other == number,
                }
            )
        return found

    def _name(self, record: Record, *, same: bool) -> str:
        words = self.context.version_words(record)
        return words if same else f"{self.context.citation(record.work)}, {words}"

    def _clause(self, record: Record, page: str, work: str) -> Callable[[str], str]:
        target = urls.version_page(record.work, record.version)
        if (record.work, record.version) not in self.context.versions:
            return lambda _path: ""
        return lambda path: urls.relative(f"{target}#{urls.anchor(path, work)}", page)

    def _gaps(self) -> redline.GapsOf:
        old, new = self.comparison.old, self.comparison.new
        before = self.context.evidence_at(old.work, old.version)
        after = self.context.evidence_at(new.work, new.version)

        def gaps(old_path: str, new_path: str) -> tuple[str, ...]:
            cells = [*before.get(old_path, ()), *after.get(new_path, ())]
            return tuple(sorted({cell.gap for cell in cells}))

        return gaps

    def _neighbours(self, page: str) -> list[tuple[str, str, str]]:
        """Return (relation, words, link) of the comparisons before and after this one."""
        comparison = self.comparison
        found = []
        for other in self.context.comparisons_of[comparison.new.work]:
            words = (
                f"{self._name(other.old, same=True)} → {self._name(other.new, same=True)}"
                if other.old.work == other.new.work
                else f"beside {self.context.citation(other.old.work)}"
            )
            link = urls.relative(self.context.comparison_path(other), page)
            if other.new.version == comparison.old.version and other.new.work == other.old.work:
                found.append(("before", words, link))
            elif other.old.version == comparison.new.version and other.new.work == other.old.work:
                found.append(("after", words, link))
        return found


def marks(changes: ChangeSet, parts: list[slice], page: str) -> list[tuple[str, int, str]]:
    """Return (kind, words, link) of every change in reading order; unchanged ones have no link."""
    found: list[tuple[str, int, str]] = []
    link = ""
    for place, (number, change) in enumerate(redline.numbered(changes.changes)):
        item, _ = redline.here(change, changes)
        if number:
            link = _link(page, parts, place, number)
        stop = redline.is_shown(change) and change.kind != "redesignated"
        found.append((change.kind, len(item.own_text.split()), link if stop else ""))
    return found


def sections(changes: ChangeSet, parts: list[slice], page: str) -> list[tuple[str, int, str]]:
    """Return (label and heading, number of changes, link to the first) of each changed section."""
    counts: dict[str, int] = {}
    first: dict[str, tuple[str, str]] = {}
    headings = {item.path: item.heading for item, _ in _items(changes)}
    for place, (number, change) in enumerate(redline.numbered(changes.changes)):
        if number:
            item, work = redline.here(change, changes)
            path = _section_path(item.path, work)
            counts[path] = counts.get(path, 0) + 1
            label = f"{labels.provision(path, work)} {headings.get(path, '')}".strip(" .—-")
            first.setdefault(path, (label, _link(page, parts, place, number)))
    return [(first[path][0], count, first[path][1]) for path, count in counts.items()]


def _items(changes: ChangeSet) -> Iterator[tuple[Provision, str]]:
    return (redline.here(change, changes) for change in changes.changes)


def _link(page: str, parts: list[slice], place: int, number: int) -> str:
    """Return a link to a change as seen from any part of its comparison."""
    part = bisect_right(parts, place, key=lambda p: p.start)
    return urls.change(page if len(parts) > 1 else "", part, number)


def _section_path(path: str, work: str) -> str:
    """Return the path of the section a provision is in, or of its outermost division."""
    segments = path.removeprefix(work).strip("/").split("/")
    return f"{work}/{'/'.join(segments[: max(0, labels.section_at(segments)) + 1])}".rstrip("/")


def _section_label(item: Provision, work: str) -> str:
    return labels.provision(_section_path(item.path, work), work)
