"""The index of gaps and the page of each, in English and in Korean. Law stays English."""

from collections.abc import Iterator
from functools import partial

from tracker import identifiers
from tracker.render import charts, labels, urls
from tracker.render.context import Content, Context, Page
from tracker.render.data import Cell, Effect, GapView, VersionView
from tracker.render.html import one_line, prose, render
from tracker.render.pages.front import gap_anchor

_STRONG: tuple[Effect, ...] = ("closes", "authorises", "partial", "widens", "not-graded")


def pages(context: Context) -> Iterator[Page]:
    """Yield the index and each gap's page in both languages."""
    data = context.data
    forces = [(w.work, w.force.status, w.sample) for w in data.works]
    for lang in ("en", "ko"):
        path = "ko/gaps/index.html" if lang == "ko" else "gaps/index.html"
        key = context.key(
            "gaps", lang, data.gaps, data.cells, forces, context.names_key, bool(data.actors)
        )
        yield Page(path, key, partial(_index, context, lang, path))
        for gap in data.gaps:
            path = urls.gap_page(gap.id, gap.slug, lang)
            key = context.key(
                "gap",
                lang,
                gap,
                [(g.id, g.slug) for g in data.gaps],
                [c for c in data.cells if c.gap == gap.id],
                [e for e in data.events if e.gap == gap.id],
                [n for n in data.notes if n.gap == gap.id],
                forces,
                context.names_key,
                [v.record for v in _involved(context, gap)],
                data.as_of,
            )
            yield Page(path, key, _Maker(context, gap, lang))


def _involved(context: Context, gap: GapView) -> list[VersionView]:
    """Return the versions that the gap's page names: all of every work with an effect on it."""
    works = dict.fromkeys(c.work for c in context.data.cells if c.gap == gap.id)
    works |= dict.fromkeys(e.work for e in context.data.events if e.gap == gap.id)
    return [v for work in works if work in context.works for v in context.works[work].versions]


ACTORS = "actors/index.html"
WORDS = {
    "en": {
        "gaps": "Gaps",
        "context": "Context, not scored.",
        "claim": "What the article says",
        "test": "Legal test",
        "texts": "What each text does",
        "history": "History",
        "reviews": "Open reviews",
        "silent": "Silent",
        "unassessed": "Not assessed",
        "more": "Further evidence",
        "curated": "Judged by a person",
        "computed": "Computed from the words by rule",
        "but": "the rules alone say",
        "earlier": "Earlier versions",
        "same": "The same as a list",
        "read": "한국어로 읽기",
        "rule": "rule",
        "none": "No text on this site bears on it.",
        "unofficial": "Computed statements are unofficial; the official text decides.",
        "intro": "What the law does not reach, claim by claim, and which text would reach it.",
    },
    "ko": {
        "gaps": "공백",
        "context": "참고 사항이며 판정하지 않습니다.",
        "claim": "원문 기사의 주장",
        "test": "법적 판단 기준",
        "texts": "각 문서가 하는 일",
        "history": "변화 과정",
        "reviews": "검토가 필요한 항목",
        "silent": "언급 없음",
        "unassessed": "판정하지 않음",
        "more": "그 밖의 근거",
        "curated": "사람이 판단함",
        "computed": "조문의 표현에서 규칙으로 계산함",
        "but": "규칙만으로는",
        "earlier": "이전 판",
        "same": "목록으로 보기",
        "read": "Read in English",
        "rule": "규칙",
        "none": "이 사이트의 문서 가운데 관련된 것이 없습니다.",
        "unofficial": "계산된 설명은 비공식입니다. 효력은 공식 원문에 따릅니다.",
        "intro": "현행법이 미치지 못하는 곳, 그리고 어느 조문이 그것을 메우는지 정리했습니다.",
    },
}


def _title(gap: GapView, lang: str) -> str:
    return gap.title_ko if lang == "ko" and gap.title_ko else gap.title


def _state(gap: GapView, lang: str) -> dict[str, str]:
    _, english, korean, sign = labels.STATES[gap.state]
    return {"name": gap.state, "words": korean if lang == "ko" else english, "sign": sign}


def _index(context: Context, lang: str, path: str) -> Content:
    items = []
    for gap in context.data.gaps:
        cells = _latest(context, gap)
        tally = {
            effect: [context.citation(c.work) for c in cells if c.effect == effect]
            for effect in _STRONG
        }
        items.append(
            {
                "gap": gap,
                "title": _title(gap, lang),
                "href": urls.relative(urls.gap_page(gap.id, gap.slug, lang), path),
                "claim": (gap.claim_ko if lang == "ko" else "") or gap.claim,
                "state": _state(gap, lang),
                "tally": [(e, labels.effect(e, lang), w) for e, w in tally.items() if w],
            }
        )
    other = "gaps/index.html" if lang == "ko" else "ko/gaps/index.html"
    html = render(
        "gaps.html",
        sprite=charts.sprite(),
        items=items,
        words=WORDS[lang],
        lang=lang,
        other=urls.relative(other, path),
        actors=urls.relative(ACTORS, path) if context.data.actors and lang == "en" else "",
    )
    return Content(WORDS[lang]["gaps"], html, section="gaps", lang=lang)


def _latest(context: Context, gap: GapView) -> list[Cell]:
    found = [context.latest_cells(work).get(gap.id) for work in context.works]
    return [cell for cell in found if cell]


class _Maker:
    """Renders one gap in one language when its page is wanted."""

    def __init__(self, context: Context, gap: GapView, lang: str) -> None:
        self.context = context
        self.gap = gap
        self.lang = lang
        self.page = urls.gap_page(gap.id, gap.slug, lang)

    def __call__(self) -> Content:
        context, gap, lang = self.context, self.gap, self.lang
        korean = lang == "ko"
        other = urls.gap_page(gap.id, gap.slug, "en" if korean else "ko")
        entries = [self._entry(cell) for cell in self._ordered()]
        cells = _latest(context, gap)
        html = render(
            "gap.html",
            sprite=charts.sprite(),
            gap=gap,
            title=_title(gap, lang),
            claim=(gap.claim_ko if korean else "") or gap.claim,
            claim_lang="ko" if korean and gap.claim_ko else "en",
            test=(gap.legal_test_ko if korean else "") or gap.legal_test,
            test_lang="ko" if korean and gap.legal_test_ko else "en",
            prose=prose((gap.prose_ko if korean else "") or gap.prose),
            prose_lang="ko" if korean and gap.prose_ko else "en",
            state=_state(gap, lang),
            entries=entries,
            silent=[self._short(c) for c in cells if c.effect == "silent"],
            unassessed=[self._short(c) for c in cells if c.effect == "not-assessed"],
            drawing=self._drawing(),
            events=self._events(),
            reviews=self._reviews(),
            words=WORDS[lang],
            lang=lang,
            other=urls.relative(other, self.page),
            around=self._around(),
            labels=labels,
        )
        return Content(
            title=one_line(f"{gap.id} {_title(gap, lang)}"),
            html=html,
            section="gaps",
            description=one_line((gap.claim_ko if korean else "") or gap.claim),
            lang=lang,
        )

    def _ordered(self) -> list[Cell]:
        """Return the cells that say something, most telling effect first."""
        cells = [c for c in _latest(self.context, self.gap) if c.effect in _STRONG]
        return sorted(
            cells,
            key=lambda c: (
                list(labels.FORCES).index(self.context.force(c.work)),
                _STRONG.index(c.effect),
                c.work,
            ),
        )

    def _entry(self, cell: Cell) -> dict[str, object]:
        context = self.context
        force = context.force(cell.work)
        view = context.works[cell.work]
        return {
            "id": gap_anchor(cell.work),
            "cell": cell,
            "citation": context.citation(cell.work),
            "title": context.work_title(cell.work),
            "href": urls.relative(urls.work_page(cell.work), self.page),
            "version": labels.version(cell.work, cell.version, self._label(cell)),
            "force": labels.force(force, self.lang),
            "ring": charts.RINGS[force],
            "effect": labels.effect(cell.effect, self.lang),
            "computed": labels.effect(cell.computed, self.lang) if cell.computed else "",
            "contradicts": bool(cell.computed and cell.computed != cell.effect),
            "evidence": [
                {
                    "cite": labels.provision(e.path, cell.work),
                    "words": e.words,
                    "rule": e.rule,
                    "href": self._clause(cell.work, e.version, e.path),
                }
                for e in cell.evidence
            ],
            "earlier": self._earlier(cell),
            "sample": view.sample,
        }

    def _label(self, cell: Cell) -> str:
        view = self.context.versions.get((cell.work, cell.version))
        return view.record.label if view else ""

    def _clause(self, work: str, version: str, path: str) -> str:
        if (work, version) not in self.context.versions:
            return ""
        target = f"{urls.version_page(work, version)}#{urls.anchor(path, work)}"
        return urls.relative(target, self.page)

    def _earlier(self, latest: Cell) -> list[dict[str, str]]:
        """Return the effect in earlier versions, oldest first, where it was assessed."""
        return [
            {
                "words": self.context.version_words(version.record),
                "effect": cell.effect,
                "effect_words": labels.effect(cell.effect, self.lang),
                "changed": "yes" if cell.effect != latest.effect else "",
            }
            for version in self.context.works[latest.work].versions
            for cell in self.context.cells.get((latest.work, version.record.version), ())
            if cell.gap == self.gap.id and cell.version != latest.version
        ]

    def _short(self, cell: Cell) -> dict[str, str]:
        return {
            "id": gap_anchor(cell.work),
            "citation": self.context.citation(cell.work),
            "href": urls.relative(urls.work_page(cell.work), self.page),
        }

    def _drawing(self) -> object:
        """Return the gap's history: a lane a work, a sign at each turn."""
        lanes: dict[str, charts.Lane] = {}
        for event in self.context.data.events:
            if event.gap != self.gap.id or event.on is None or event.work not in self.context.works:
                continue
            href = urls.relative(urls.work_page(event.work), self.page)
            lane = lanes.setdefault(
                event.work, charts.Lane(self.context.citation(event.work), href)
            )
            words = (
                f"{labels.day(event.on, self.lang)}: {labels.effect(event.effect, self.lang)}, "
                f"{labels.force(event.force, self.lang)}"
            )
            target = urls.version_page(event.work, event.version)
            held = (event.work, event.version) in self.context.versions
            link = urls.relative(target, self.page) if held else ""
            lane.points.append(charts.Point(event.on, words, link, event.effect))
        ordered = sorted(lanes.items(), key=lambda i: (min(p.on for p in i[1].points), i[0]))
        return charts.lanes(
            [lane for _, lane in ordered],
            label=f"{self.gap.id}: {WORDS[self.lang]['history']}",
            today=self.context.data.as_of,
        )

    def _events(self) -> list[dict[str, object]]:
        events = [e for e in self.context.data.events if e.gap == self.gap.id]
        events.sort(key=lambda e: (-(e.on.toordinal()) if e.on else 0, e.work, e.version))
        return [
            {
                "on": labels.day(e.on, self.lang),
                "iso": e.on.isoformat() if e.on else "",
                "citation": self.context.citation(e.work),
                "effect": labels.effect(e.effect, self.lang),
                "before": labels.effect(e.before, self.lang) if e.before else "",
                "force": labels.force(e.force, self.lang),
                "note": e.note,
            }
            for e in events
        ]

    def _reviews(self) -> list[dict[str, str]]:
        return [
            {
                "cite": self._cite(n.path),
                "state": n.state,
                "text": n.text,
            }
            for n in self.context.data.notes
            if n.gap == self.gap.id and n.state in {"changed", "gone"}
        ]

    def _cite(self, path: str) -> str:
        work = identifiers.parse(path).work
        return f"{self.context.citation(work)} {labels.provision(path, work)}"

    def _around(self) -> list[tuple[str, str, str]]:
        """Return the gaps before and after as (relation, link, words)."""
        ids = list(self.context.gaps)
        place = ids.index(self.gap.id)
        found = []
        for relation, at in (("prev", place - 1), ("next", place + 1)):
            if 0 <= at < len(ids):
                gap = self.context.gaps[ids[at]]
                link = urls.relative(urls.gap_page(gap.id, gap.slug, self.lang), self.page)
                found.append((relation, link, f"{gap.id} {_title(gap, self.lang)}"))
        return found
