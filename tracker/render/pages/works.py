"""The index of works and the page of each."""

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest

from tracker import identifiers
from tracker.model import Facts, Record
from tracker.render import charts, labels, links, urls
from tracker.render.context import Content, Context, Page, comparison_key, key_of
from tracker.render.data import WorkView
from tracker.render.derived import Cache
from tracker.render.html import one_line, render
from tracker.render.pages import amended
from tracker.render.pages.comparison import facts

_GROUPS = (
    ("bill", "Bills"),
    ("fr", "Federal Register documents"),
    ("cfr", "Code of Federal Regulations"),
    ("usc", "United States Code"),
    ("pl", "Public laws"),
)
_LADDER = ("introduced", "reported", "passed-house", "passed-senate", "enacted")


def pages(context: Context, cache: Cache) -> Iterator[Page]:
    """Yield the index of works and one page a work."""
    data = context.data
    listing = [
        (w.work, w.force, w.facts, [v.record.version for v in w.versions], w.sample)
        for w in data.works
    ]
    yield Page(
        "works/index.html", context.key("works", listing, data.as_of), lambda: _index(context)
    )
    feeds = key_of(sorted(name for name, _ in data.files if name.startswith("feeds/")))
    for view in data.works:
        key = context.key(
            "work",
            view.facts,
            view.force,
            view.force_history,
            view.amends,
            view.sample,
            [v.record for v in view.versions],
            [(comparison_key(c), c.relation) for c in context.comparisons_of[view.work]],
            context.latest_cells(view.work),
            context.gaps_key,
            context.names_of(_named(context, view)),
            data.as_of,
            [a.key for a in context.amendments_of[view.work]],
            [m for m in data.misreports if m.work == view.work],
            feeds,
        )
        yield Page(urls.work_page(view.work), key, _Maker(context, view, cache))


def _named(context: Context, view: WorkView) -> list[str]:
    """Return the other works that a work's page names."""
    known = view.facts or Facts(work=view.work, kind="bill")
    targets = (*known.companions, *known.related, *view.amends)
    sides = [(c.old.work, c.new.work) for c in context.comparisons_of[view.work]]
    return [
        view.work,
        *(identifiers.parse(target).work for target in targets),
        *(work for pair in sides for work in pair),
    ]


def _index(context: Context) -> Content:
    groups = []
    for kind, words in _GROUPS:
        found = [
            {
                "citation": context.citation(view.work),
                "title": context.work_title(view.work),
                "href": urls.relative(urls.work_page(view.work), "works/index.html"),
                "force": view.force.status,
                "latest": context.version_words(record) if (record := _newest(view)) else "",
                "on": labels.day(record.published) if record else "",
                "versions": len(view.versions),
                "sample": view.sample,
            }
            for view in sorted(context.data.works, key=_work_order)
            if view.work.split("/")[2] == kind
        ]
        if found:
            groups.append((words, found))
    html = render("works.html", groups=groups, labels=labels)
    return Content("Works", html, section="works")


def _newest(view: WorkView) -> Record | None:
    return view.versions[-1].record if view.versions else None


def _work_order(view: WorkView) -> tuple[tuple[int, int | str], ...]:
    """Return a key that sorts the numbers in identifiers as numbers, newest Congress first."""
    return tuple(
        (0, -int(part) if index == 0 and len(part) == 3 else int(part))
        if part.isdigit()
        else (1, part)
        for index, part in enumerate(view.work.split("/")[3:])
    )


class _Maker:
    """Renders one work when its page is wanted."""

    def __init__(self, context: Context, view: WorkView, cache: Cache) -> None:
        self.context = context
        self.view = view
        self.cache = cache
        self.page = urls.work_page(view.work)

    def __call__(self) -> Content:
        context, view = self.context, self.view
        known = view.facts or Facts(work=view.work, kind="bill")
        citation = context.citation(view.work)
        feed = f"feeds/{identifiers.short(view.work)}.xml"
        published = {name for name, _ in context.data.files}
        html = render(
            "work.html",
            sprite=charts.sprite(),
            citation=citation,
            title=context.work_title(view.work),
            long_title=known.title,
            identifier=view.work,
            short=identifiers.short(view.work),
            facts=known if view.facts else None,
            force=view.force,
            ladder=self._ladder(known),
            drawing=self._drawing(known),
            events=self._events(known),
            versions=self._versions(),
            companions=[self._related(w) for w in known.companions],
            related=[self._related(w) for w in known.related],
            amends=[self._related(w) for w in view.amends],
            gaps=self._gaps(),
            misreports=[m for m in context.data.misreports if m.work == view.work],
            official=known.url or links.official(view.work),
            feed=urls.relative(feed, self.page) if feed in published else "",
            beside=self._beside(),
            as_law=self._as_law(),
            sample=view.sample,
            labels=labels,
        )
        return Content(
            title=one_line(f"{citation}: {context.work_title(view.work)}"),
            html=html,
            section="works",
            description=one_line(known.title or citation),
        )

    def _ladder(self, known: Facts) -> list[dict[str, object]]:
        """Return the stages of a bill's life, the reached ones marked."""
        if not self.view.work.startswith("/us/bill/") or not known.stage:
            return []
        reached = {
            "introduced": {"introduced"},
            "reported": {"introduced", "reported"},
            "passed-house": {"introduced", "passed-house"},
            "passed-senate": {"introduced", "passed-senate"},
            "passed-both": {"introduced", "passed-house", "passed-senate"},
            "vetoed": {"introduced", "passed-house", "passed-senate"},
            "enacted": {"introduced", "passed-house", "passed-senate", "enacted"},
            "failed": {"introduced"},
        }.get(known.stage, {"introduced"})
        return [
            {
                "words": labels.STAGES[stage],
                "reached": stage in reached,
                "now": stage == known.stage,
            }
            for stage in _LADDER
            if stage != "reported" or known.stage == "reported"
        ]

    def _drawing(self, known: Facts) -> object:
        """Return versions, steps and force over time as a drawing."""
        versions = charts.Lane("Versions")
        for version in self.view.versions:
            if on := version.record.published:
                target = urls.version_page(self.view.work, version.record.version)
                words = f"{self.context.version_words(version.record)}, {labels.day(on)}"
                link = urls.relative(target, self.page)
                tag = "" if version.record.version[:1].isdigit() else version.record.version
                versions.points.append(charts.Point(on, words, link, tag=tag))
        steps = charts.Lane("Official steps")
        for action in known.actions:
            if action.on and action.kind:
                steps.points.append(
                    charts.Point(action.on, f"{action.text}, {labels.day(action.on)}")
                )
        dates = charts.Lane("Dates in the text")
        for words, on in (("Effective", known.effective), ("Comments close", known.comments_close)):
            if on:
                dates.points.append(charts.Point(on, f"{words}, {labels.day(on)}"))
        force = charts.Lane("Force")
        states = [(s.since, s) for s in self.view.force_history or (self.view.force,) if s.since]
        for (since, state), later in zip_longest(states, states[1:]):
            ends = [day for day in (state.until, later and later[0]) if day]
            force.spans.append(
                charts.Span(
                    since,
                    min(ends, default=None),
                    charts.RINGS[state.status],
                    labels.force(state.status),
                )
            )
        lanes = [lane for lane in (versions, steps, dates, force) if lane.points or lane.spans]
        return charts.lanes(
            lanes, label=f"{self.context.citation(self.view.work)} over time", today=self._today()
        )

    def _today(self) -> date:
        return self.context.data.as_of

    def _events(self, known: Facts) -> list[dict[str, object]]:
        """Return everything dated about the work, newest first: the drawing in words."""
        found: list[tuple[date | None, str, str]] = [(a.on, a.text, "") for a in known.actions]
        for version in self.view.versions:
            record = version.record
            target = urls.version_page(record.work, record.version)
            found.append(
                (
                    record.published,
                    f"Text: {self.context.version_words(record)}",
                    urls.relative(target, self.page),
                )
            )
        for state in self.view.force_history:
            words = f"Force: {labels.force(state.status)}. {state.note}".strip()
            found.append((state.since, words, ""))
        for words, on in (("Effective", known.effective), ("Comments close", known.comments_close)):
            if on:
                found.append((on, words, ""))
        found.sort(key=lambda e: (-(e[0].toordinal()) if e[0] else 0, e[1]))
        return [
            {
                "on": labels.day(on),
                "iso": on.isoformat() if on else "",
                "words": words,
                "href": href,
            }
            for on, words, href in found
        ]

    def _versions(self) -> list[dict[str, object]]:
        redlines = {
            c.new.version: c
            for c in self.context.comparisons_of[self.view.work]
            if c.relation == "successive"
        }
        rows = []
        for version in reversed(self.view.versions):
            record = version.record
            target = urls.version_page(record.work, record.version)
            row: dict[str, object] = {
                "record": record,
                "words": self.context.version_words(record),
                "on": labels.day(record.published),
                "href": urls.relative(target, self.page),
                "redline": "",
                "in_words": "",
            }
            if comparison := redlines.get(record.version):
                row["redline"] = urls.relative(self.context.comparison_path(comparison), self.page)
                row["from"] = self.context.version_words(comparison.old)
                row["in_words"] = facts(self.context, comparison, self.cache).in_words
            rows.append(row)
        return rows

    def _beside(self) -> list[dict[str, str]]:
        """Return comparisons with other works."""
        return [
            {
                "href": urls.relative(self.context.comparison_path(c), self.page),
                "words": f"{self.context.citation(c.old.work)}, "
                f"{self.context.version_words(c.old)} beside "
                f"{self.context.citation(c.new.work)}, {self.context.version_words(c.new)}",
            }
            for c in self.context.comparisons_of[self.view.work]
            if c.relation != "successive"
        ]

    def _as_law(self) -> list[dict[str, object]]:
        """Return the pages of the law as this work's versions would have it, newest first."""
        found = []
        for view in reversed(self.context.amendments_of[self.view.work]):
            known = amended.facts(self.context, view, self.cache)
            if known.executed:
                target = urls.amended_page(view.record.work, view.record.version)
                found.append(
                    {
                        "words": self.context.version_words(view.record),
                        "href": urls.relative(target, self.page),
                        "known": known,
                        "laws": [self.context.citation(work) for work, _ in known.bases],
                    }
                )
        return found

    def _related(self, target: str) -> dict[str, str]:
        work = identifiers.parse(target).work
        if work in self.context.works:
            href = urls.relative(urls.work_page(work), self.page)
            return {"href": href, "words": f"{self._cite(target)}, {self._title(work)}"}
        return {"href": links.official(target), "words": self._cite(target)}

    def _cite(self, target: str) -> str:
        found = identifiers.parse(target)
        base = self.context.citation(found.work)
        if not found.portion:
            return base
        space = "" if "/usc/" in found.work else " "
        return f"{base}{space}{labels.provision(found.path, found.work)}"

    def _title(self, work: str) -> str:
        title = self.context.work_title(work)
        return title if title != self.context.citation(work) else "on this site"

    def _gaps(self) -> list[dict[str, object]]:
        cells = self.context.latest_cells(self.view.work)
        return [
            {
                "gap": gap,
                "cell": cells[gap.id],
                "ring": charts.RINGS[self.view.force.status],
                "href": urls.relative(urls.gap_page(gap.id, gap.slug), self.page),
            }
            for gap in self.context.scored
            if gap.id in cells and cells[gap.id].effect not in {"silent", "not-assessed"}
        ]
