"""The law as a bill or rule would have it read: instruction, before, after; section by section.

Three columns stand in one row for each instruction, so that hovering or tabbing into one lights
the others without script; below them the section as it would read, as a redline with permalinks.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from tracker.amend.outcome import AsAmended, OnBase
from tracker.amend.report import REASONS
from tracker.amend.sections import Section, by_reason, sections
from tracker.amend.values import Edit, Entry
from tracker.compare.summary import excerpted
from tracker.compare.words import word_edits
from tracker.model import Change, Record, WordEdit
from tracker.render import labels, links, urls
from tracker.render.context import Content, Context, Page
from tracker.render.data import AmendmentView, Collision
from tracker.render.derived import AmendFacts, Cache
from tracker.render.html import one_line, render
from tracker.render.pages.lists import facts_of
from tracker.render.redline import head_lengths, is_shown, words_html

VERDICTS = {"diverges": "reads otherwise", "absent": "is not there"}
"""Words for what the official text has where it does not agree."""
KEEP = 14
"""Unchanged words kept on each side of an edit in the before and after columns."""
FOLD_AFTER = 2
"""Provisions that stay unfolded though they stay as they are."""
MOST_EDITS = 12
"""Provisions shown beside one instruction; a section added whole stands in the redline below."""


@dataclass(slots=True)
class Side:
    """What one provision said, or would say, in a column of the table."""

    cite: str
    href: str
    num: str
    html: Markup


@dataclass(slots=True)
class Step:
    """One instruction with what it did."""

    entry: Entry
    clause: str
    """Where the amending text gives the order."""
    before: list[Side] = field(default_factory=list)
    after: list[Side] = field(default_factory=list)
    more: int = 0
    """Provisions not shown for length."""


@dataclass(slots=True)
class Fold:
    """A stretch of provisions that stay as they are."""

    rows: list["Row"]

    @property
    def words(self) -> str:
        """What the stretch is called while it is folded."""
        first, last = self.rows[0].label, self.rows[-1].label
        return f"{len(self.rows)} unchanged: {first} to {last}"


@dataclass(slots=True)
class Row:
    """One provision of a section as it would read."""

    label: str

    id: str
    depth: int
    kind: str
    num: Markup
    html: Markup
    steps: tuple[int, ...]
    """Numbers of the instructions that made it so."""


def pages(context: Context, cache: Cache) -> Iterator[Page]:
    """Yield the page of every amending text that could be carried out in part at least."""
    for view in context.data.amendments:
        if facts(context, view, cache).executed:
            key = context.key(
                "amended",
                view.key,
                context.names_of([view.record.work, *_others(context, view.record.work)]),
                _clashes(context, view.record.work),
                context.gaps_key,
            )
            yield Page(
                urls.amended_page(view.record.work, view.record.version),
                key,
                _Maker(context, cache, view),
            )


def _clashes(context: Context, work: str) -> list[Collision]:
    """Return the collisions that a work takes part in."""
    return [c for c in context.data.collisions if any(work == one for one, _, _ in c.parties)]


def _others(context: Context, work: str) -> list[str]:
    """Return the works that a work collides with."""
    found = {one for clash in _clashes(context, work) for one, _, _ in clash.parties}
    return sorted(found - {work})


def facts(context: Context, view: AmendmentView, cache: Cache) -> AmendFacts:
    """Return what lists need of an amending text, from the cache or by executing it."""
    return cache.get(context.key("amend-facts", view.key), AmendFacts, lambda: _facts(view.load()))


def _facts(outcome: AsAmended) -> AmendFacts:
    beside = [one.testimony.counts for one in outcome.bases if one.testimony]
    return AmendFacts(
        instructions=len(outcome.ledger),
        executed=outcome.executed,
        bases=tuple((one.base.work, one.base.version) for one in outcome.bases),
        sections=tuple(
            (one.base.work, section.path, section.name)
            for one in outcome.bases
            for section in sections(one.amended)
        ),
        elsewhere=sum(entry.reason == "other-law" for entry in outcome.ledger),
        agrees=sum(counts["agrees"] for counts in beside),
        touched=sum(counts[v] for counts in beside for v in ("agrees", "diverges", "absent")),
    )


class _Maker:
    """Renders one page when it is wanted."""

    def __init__(self, context: Context, cache: Cache, view: AmendmentView) -> None:
        self.context = context
        self.cache = cache
        self.view = view
        self.page = urls.amended_page(view.record.work, view.record.version)

    def __call__(self) -> Content:
        context, view = self.context, self.view
        outcome = view.load()
        record = outcome.record
        citation = context.citation(record.work)
        html = render(
            "amended.html",
            citation=citation,
            title=context.work_title(record.work),
            record=record,
            label=context.version_words(record),
            work_href=self._to(urls.work_page(record.work)),
            version_href=self._to(urls.version_page(record.work, record.version)),
            outcome=outcome,
            reasons=by_reason(outcome.ledger),
            words=REASONS,
            parts=[self._part(one) for one in outcome.bases],
            left=[self._step(entry, "") for entry in outcome.ledger if not entry.executed],
            collisions=len(_clashes(context, record.work)),
            others=[
                (context.citation(work), self._to(urls.work_page(work)))
                for work in _others(context, record.work)
            ],
            gaps=[
                (context.gaps[turn.gap], turn, context.citation(turn.work), self._gap(turn.gap))
                for turn in view.turns()
                if turn.gap in context.gaps
            ],
            is_fold=lambda item: isinstance(item, Fold),
            labels=labels,
            law_href=self._to("law/index.html#meet-h"),
            sample=context.data.sample,
        )
        return Content(
            title=one_line(f"{citation}: the law as it would read"),
            html=html,
            section="works",
            description=f"{outcome.executed} of {len(outcome.ledger)} instructions executed",
        )

    def _to(self, target: str) -> str:
        return urls.relative(target, self.page)

    def _gap(self, gap: str) -> str:
        return self._to(urls.gap_page(gap, self.context.gaps[gap].slug))

    def _part(self, one: OnBase) -> dict[str, object]:
        """Return what the template needs of one base."""
        base = one.base
        target = urls.version_page(base.work, base.version)
        found = sections(one.amended)
        held = self._anchors(base)
        return {
            "citation": self.context.citation(base.work),
            "base": base,
            "href": self._to(target),
            "label": self.context.version_words(base),
            "sections": [
                {
                    "id": urls.anchor(section.path, base.work),
                    "name": section.name,
                    "steps": [
                        self._step(entry, base.work, target, held) for entry in section.entries
                    ],
                    "rows": _rows(section, base.work),
                }
                for section in found
            ],
            "later": one.later,
            "later_href": self._to(urls.version_page(one.later.work, one.later.version))
            if one.later
            else "",
            "counts": one.testimony.counts if one.testimony else {},
            "divergences": [
                (
                    labels.provision(a.path or a.official_path, base.work),
                    VERDICTS[a.verdict],
                    words_html(excerpted(a.words, KEEP)),
                )
                for a in (one.testimony.agreements if one.testimony else ())
                if a.verdict in VERDICTS
            ],
        }

    def _anchors(self, base: Record) -> frozenset[str]:
        """Return the clauses that a base has on its page."""
        version = self.context.versions[base.work, base.version]
        return frozenset(c.anchor for c in facts_of(self.context, version, self.cache).clauses)

    def _step(
        self, entry: Entry, work: str, target: str = "", held: frozenset[str] = frozenset()
    ) -> Step:
        """Return one instruction with its columns."""
        record = self.view.record
        clause = urls.version_page(record.work, record.version)
        anchor = urls.anchor(entry.instruction.path, record.work)
        step = Step(entry, self._to(f"{clause}#{anchor}"))
        step.more = max(0, len(entry.edits) - MOST_EDITS)
        for edit in entry.edits[:MOST_EDITS]:
            before, after = self._sides(edit, work, target, held)
            step.before += before
            step.after += after
        return step

    def _sides(
        self, edit: Edit, work: str, target: str, held: frozenset[str]
    ) -> tuple[list[Side], list[Side]]:
        """Return one provision's words in the before and in the after column.

        What an instruction finds may be the work of one before it; then the link leads to the
        nearest provision above that the law of today has.
        """
        words = excerpted(word_edits(edit.old, edit.new), KEEP)
        before, after = [], []
        if edit.path:
            place = links.nearest(urls.anchor(edit.path, work), held)
            href = self._to(f"{target}#{place}" if place else target)
            html = words_html(words, side="old")
            before.append(Side(labels.provision(edit.path, work), href, edit.old_num, html))
        if edit.now:
            href = f"#{urls.anchor(edit.now, work)}"
            html = words_html(words, side="new")
            after.append(Side(labels.provision(edit.now, work), href, edit.new_num, html))
        return before, after


def _rows(section: Section, work: str) -> list[Row | Fold]:
    """Return the section as it would read, with what goes struck through.

    What stays as it is is folded, but for the section's own line and one provision on each side
    of a change.
    """
    steps: dict[str, list[int]] = {}
    for entry in section.entries:
        for path in {*entry.before, *entry.after}:
            steps.setdefault(path, []).append(entry.instruction.number)
    base = section.path.count("/")
    rows = [_row(change, work, base, steps) for change in section.changes]
    near = {
        at + step
        for at, row in enumerate(rows)
        if row.kind != "unchanged" or not at
        for step in (-1, 0, 1)
    }
    found: list[Row | Fold] = []
    for shown, group in itertools.groupby(enumerate(rows), lambda pair: pair[0] in near):
        stretch = [row for _, row in group]
        if shown or len(stretch) <= FOLD_AFTER:
            found += stretch
        else:
            found.append(Fold(stretch))
    return found


def _row(change: Change, work: str, base: int, steps: dict[str, list[int]]) -> Row:
    """Return one provision's row."""
    here = change.new or change.old
    assert here is not None  # noqa: S101 - a change without sides cannot be built
    old_num = change.old.num if change.old else ""
    new_num = change.new.num if change.new else ""
    paths = [one.path for one in (change.new, change.old) if one]
    numbers = sorted({n for path in paths for n in steps.get(path, ())})
    return Row(
        label=labels.provision(here.path, work),
        id=urls.anchor(change.new.path, work) if change.new else "",
        depth=max(0, min(here.path.count("/") - base, 8)),
        kind=change.kind if is_shown(change) else "unchanged",
        num=words_html(_label(old_num, new_num, change)),
        html=words_html(_own(change), heads=head_lengths(change)),
        steps=tuple(numbers) if is_shown(change) else (),
    )


def _label(old: str, new: str, change: Change) -> list[WordEdit]:
    """Return a label's edits: struck, inserted, or both when it is another one."""
    if change.old is None:
        return [("insert", new)] if new else []
    if change.new is None:
        return [("delete", old)] if old else []
    if old == new:
        return [("equal", new)] if new else []
    both: tuple[WordEdit, WordEdit] = (("delete", old), ("insert", new))
    return [edit for edit in both if edit[1]]


def _own(change: Change) -> Sequence[WordEdit]:
    """Return a change's own words as edits."""
    if change.words:
        return change.words
    if change.new is None and change.old is not None:
        return [("delete", change.old.own_text)] if change.old.own_text else []
    if change.old is None and change.new is not None:
        return [("insert", change.new.own_text)] if change.new.own_text else []
    return [("equal", change.new.own_text)] if change.new and change.new.own_text else []
