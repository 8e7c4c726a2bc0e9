"""The page of a comparison: change map, filters, the redline, and the linear reading."""

from collections.abc import Callable, Iterator

from tracker.model import ChangeSet, Record
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
    key = context.key("change-facts", comparison_key(comparison))
    return cache.get(key, ChangeFacts, lambda: change_facts(comparison.load()))


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
        old, new = comparison.old, comparison.new
        same_work = old.work == new.work
        gap_of = self._gaps()
        lines = redline.build(
            changes,
            old_href=self._clause(old, page, changes.old.work),
            new_href=self._clause(new, page, changes.new.work),
            gaps=gap_of,
        )
        found = [line for line in lines if isinstance(line, redline.Line) and line.number]
        names = [self._name(old, same=same_work), self._name(new, same=same_work)]
        title = (
            f"{context.citation(new.work)}: {names[0]} → {names[1]}"
            if same_work
            else f"{names[0]} beside {names[1]}"
        )
        html = render(
            "comparison.html",
            title=title,
            relation=comparison.relation,
            same_work=same_work,
            work_title=context.work_title(new.work),
            work_href=urls.relative(urls.work_page(new.work), page),
            citation=context.citation(new.work),
            sides=[
                {
                    "name": name,
                    "record": record,
                    "href": urls.relative(urls.version_page(record.work, record.version), page),
                }
                for name, record in zip(names, (old, new), strict=True)
            ],
            lines=lines,
            changes=found,
            counts=changes.counts,
            in_words=summary.counts_in_words(changes),
            told=summary.sentences(changes),
            lead=change_facts(changes).lead[:3],
            map=charts.change_map(self._marks(changes), label="Map of the whole text"),
            types=sorted({t for line in found for t in line.types}),
            gaps=sorted({g for line in found for g in line.gaps}),
            findings=changes.findings,
            kinds=labels.KINDS,
            is_fold=lambda item: isinstance(item, redline.Fold),
            neighbours=self._neighbours(page),
            cut=summary.cut,
            sample=any(context.works[w].sample for w in (old.work, new.work) if w in context.works),
        )
        return Content(
            title=one_line(title),
            html=html,
            section="changes",
            description=one_line(summary.counts_in_words(changes)),
        )

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

    def _marks(self, changes: ChangeSet) -> list[tuple[str, int, str]]:
        marks: list[tuple[str, int, str]] = []
        anchor = ""
        for number, change in redline.numbered(changes.changes):
            here = change.new or change.old
            words = len(here.own_text.split()) if here else 0
            if number:
                anchor = f"c{number}"
            stop = redline.is_shown(change) and change.kind != "redesignated"
            marks.append((change.kind, words, anchor if stop else ""))
        return marks

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
