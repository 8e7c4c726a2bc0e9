"""The page of a version: the whole text with permalinks, badges, provenance and a contents rail."""

from collections.abc import Iterator

from tracker import identifiers
from tracker.render import clauses, labels, links, urls, uses
from tracker.render.charts import sprite
from tracker.render.context import Content, Context, Page
from tracker.render.data import NoteView, VersionView, WorkView
from tracker.render.derived import Cache
from tracker.render.html import one_line, render
from tracker.render.pages.lists import facts_of


def pages(context: Context, cache: Cache) -> Iterator[Page]:
    """Yield the page of every version held."""
    held = _Held(context, cache)
    for work in context.data.works:
        for place, version in enumerate(work.versions):
            record = version.record
            neighbours = [
                (v.record.version, v.record.label)
                for v in work.versions[max(0, place - 1) : place + 2]
            ]
            path = urls.version_page(record.work, record.version)
            key = context.key(
                "version",
                record,
                neighbours,
                len(work.versions) - 1 - place == 0,
                context.cells.get((record.work, record.version), ()),
                context.notes.get((record.work, record.version), ()),
                work.force,
                context.gaps_key,
                context.work_title(record.work),
                work.sample,
            )
            yield Page(path, key, _Maker(context, cache, held, work, place))


class _Maker:
    """Renders one version when its page is wanted."""

    def __init__(
        self, context: Context, cache: Cache, held: "_Held", work: WorkView, place: int
    ) -> None:
        self.context = context
        self.cache = cache
        self.held = held
        self.work = work
        self.place = place

    def __call__(self) -> Content:
        context, work = self.context, self.work
        version = work.versions[self.place]
        record = version.record
        page = urls.version_page(record.work, record.version)
        document = version.load()
        facts_of(context, VersionView.of(record, document), self.cache)  # while the text is at hand
        linker = links.Linker(page, self.held, work.work, clauses.anchors(document))
        page_rows = clauses.rows(document, linker.href, uses.Terms(document))
        self._badge(page_rows, record.version)
        older = work.versions[self.place - 1] if self.place else None
        newer = work.versions[self.place + 1] if self.place + 1 < len(work.versions) else None
        label = context.version_words(record)
        citation = context.citation(work.work)
        html = render(
            "version.html",
            sprite=sprite(),
            citation=citation,
            title=context.work_title(work.work),
            official_title=document.title,
            label=label,
            record=record,
            identifier=str(identifiers.Identifier(record.work, version=record.version)),
            short=f"{identifiers.short(record.work)}@{record.version}",
            rows=page_rows,
            contents=clauses.contents(page_rows),
            work_href=urls.relative(urls.work_page(work.work), page),
            older=self._neighbour(older, page),
            newer=self._neighbour(newer, page),
            redline=self._redline(older, version, page),
            next_redline=self._redline(version, newer, page),
            force=work.force,
            latest=newer is None,
            notes=self._notes(record.version),
            gap_href=lambda gap: urls.relative(urls.gap_page(gap, context.gaps[gap].slug), page),
            gaps=context.gaps,
            findings=document.findings,
            best_effort=document.best_effort,
            sample=work.sample,
            labels=labels,
        )
        return Content(
            title=one_line(f"{citation}, {label}"),
            html=html,
            section="works",
            description=one_line(document.title or context.work_title(work.work)),
            cites=tuple(sorted(linker.cited)),
        )

    def _badge(self, page_rows: list[clauses.Row], version: str) -> None:
        """Put each gap's badge on the row of the provision that bears on it."""
        marked = self.context.evidence_at(self.work.work, version)
        for row in page_rows:
            if not row.continuation:
                row.badges.extend(
                    cell for cell in marked.get(row.path, ()) if cell.gap in self.context.gaps
                )

    def _neighbour(self, version: VersionView | None, page: str) -> tuple[str, str] | None:
        if version is None:
            return None
        record = version.record
        target = urls.version_page(record.work, record.version)
        return urls.relative(target, page), self.context.version_words(record)

    def _redline(self, old: VersionView | None, new: VersionView | None, page: str) -> str:
        """Return a link to the comparison of two neighbours, if the site has one."""
        if old is None or new is None:
            return ""
        pair = (old.record.version, new.record.version)
        for comparison in self.context.comparisons_of[self.work.work]:
            if (comparison.old.version, comparison.new.version) == pair and (
                comparison.old.work == comparison.new.work
            ):
                return urls.relative(self.context.comparison_path(comparison), page)
        return ""

    def _notes(self, version: str) -> dict[str, list[NoteView]]:
        found: dict[str, list[NoteView]] = {}
        for note in self.context.notes.get((self.work.work, version), ()):
            found.setdefault(note.path, []).append(note)
        return found


class _Held:
    """Where works can be read on this site; the anchors of each newest text are looked up once."""

    def __init__(self, context: Context, cache: Cache) -> None:
        self.context = context
        self.cache = cache
        self.known: dict[str, links.Held | None] = {}

    def __call__(self, work: str) -> links.Held | None:
        """Return the place of a work, or None when it is not on the site."""
        if work not in self.known:
            self.known[work] = self._find(work)
        return self.known[work]

    def _find(self, work: str) -> links.Held | None:
        view = self.context.works.get(work)
        if view is None:
            return None
        if not view.versions:
            return links.Held(urls.work_page(work), "", frozenset())
        newest = view.versions[-1]
        text = facts_of(self.context, newest, self.cache)
        return links.Held(
            urls.work_page(work),
            urls.version_page(work, newest.record.version),
            frozenset(clause.anchor for clause in text.clauses),
        )
