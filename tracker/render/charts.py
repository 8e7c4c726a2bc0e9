"""Drawings as SVG: matrix marks, lanes over time, the change map. No script, no colour alone.

Shapes carry the meaning (filled, half, open, arrow for the effect; solid, dashed, dotted, barred
for the force), colour only repeats it. Words stand beside each drawing in HTML.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from tracker.render import labels
from tracker.render.html import esc, render

RINGS = {
    "in-force": "solid",
    "not-yet-effective": "double",
    "stayed": "dashed",
    "codified": "double",
    "not-enforced": "hatch",
    "guidance": "round",
    "proposed": "dotted",
    "passed-one-chamber": "dotted",
    "pending": "dotted",
    "lifted": "barred",
    "dead": "barred",
    "withdrawn": "barred",
    "disputed": "none",
    "unknown": "none",
}
"""The ring drawn around an effect for each legal force."""

_EFFECT_SHAPES = {
    "closes": '<circle cx="14" cy="14" r="6.5" fill="currentColor"/>',
    "authorises": (
        '<circle cx="14" cy="14" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        '<path d="M14 7.5a6.5 6.5 0 0 1 0 13z" fill="currentColor"/>'
    ),
    "partial": (
        '<circle cx="14" cy="14" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        '<circle cx="14" cy="14" r="2.5" fill="currentColor"/>'
    ),
    "silent": '<path d="M10.5 14h7" stroke="currentColor" stroke-width="1.5"/>',
    "widens": (
        '<path d="M14 7.5l6.5 11.5h-13z" fill="none" stroke="currentColor" stroke-width="1.75" '
        'stroke-linejoin="round"/>'
    ),
    "not-graded": (
        '<path d="M14 9.2v9.6M9.8 11.6l8.4 4.8M18.2 11.6l-8.4 4.8" stroke="currentColor" '
        'stroke-width="1.5" stroke-linecap="round"/>'
    ),
    "not-assessed": '<circle cx="14" cy="14" r="1.25" fill="currentColor"/>',
}
_BOX = '<rect x="{0}" y="{0}" width="{1}" height="{1}" rx="{2}" fill="none" stroke="currentColor" '
_RING_SHAPES = {
    "solid": _BOX.format(2, 24, 3) + 'stroke-width="2.5"/>',
    "double": (
        _BOX.format(1.75, 24.5, 3.5)
        + 'stroke-width="1"/>'
        + _BOX.format(4.25, 19.5, 2)
        + 'stroke-width="1"/>'
    ),
    "dashed": _BOX.format(2, 24, 3) + 'stroke-width="1.75" stroke-dasharray="5 3"/>',
    "hatch": (
        '<path d="M2 8l6-6M2 26L26 2M20 26l6-6" stroke="currentColor" stroke-width=".9" '
        'opacity=".55"/>' + _BOX.format(2, 24, 3) + 'stroke-width="1"/>'
    ),
    "round": _BOX.format(2, 24, 12) + 'stroke-width="1.25"/>',
    "dotted": (
        _BOX.format(2, 24, 3)
        + 'stroke-width="1.5" stroke-dasharray="0.1 3.4" stroke-linecap="round"/>'
    ),
    "barred": '<path d="M4 24L24 4" stroke="currentColor" stroke-width="1"/>',
    "none": "",
}


def sprite() -> Markup:
    """Return the hidden sheet of symbols that `mark` refers to; once a page."""
    symbols = [
        f'<symbol id="{prefix}-{name}" viewBox="0 0 28 28">{shape}</symbol>'
        for prefix, shapes in (("e", _EFFECT_SHAPES), ("r", _RING_SHAPES))
        for name, shape in shapes.items()
    ]
    return Markup(  # noqa: S704 - constants only
        '<svg class="sprite" width="0" height="0" aria-hidden="true" focusable="false">'
        f"<defs>{''.join(symbols)}</defs></svg>"
    )


def mark(effect: str, force: str = "") -> Markup:
    """Return the drawn sign of an effect inside the ring of a force; words go beside it."""
    ring = RINGS.get(force, "none")
    drawn = f'<use href="#r-{ring}" class="ring"/>' if ring != "none" else ""
    return Markup(  # noqa: S704 - names from fixed tables
        f'<svg class="gm gm-{esc(effect)}" viewBox="0 0 28 28" aria-hidden="true" '
        f'focusable="false">{drawn}<use href="#e-{esc(effect)}"/></svg>'
    )


@dataclass(slots=True)
class Point:
    """A dated sign on a lane."""

    on: date
    words: str
    href: str = ""
    effect: str = ""
    """Draws the effect's sign; a plain dot without one."""
    x: float = 0.0
    count: int = 1
    """How many dated things the sign stands for."""
    tag: str = ""
    """A short label drawn above the sign, where there is room."""


@dataclass(slots=True)
class Span:
    """A stretch of time on a lane; `end` None runs on past the drawing's edge."""

    start: date
    end: date | None
    ring: str
    """A name of `RINGS`' values: the pattern of the bar."""
    words: str
    x: float = 0.0
    width: float = 0.0

    @property
    def shown(self) -> str:
        """The words drawn above the bar: as many as it is long."""
        fits = int(self.width / LETTER)
        return self.words if len(self.words) <= fits else ""


@dataclass(slots=True)
class Lane:
    """One row of a drawing over time."""

    label: str
    href: str = ""
    points: list[Point] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


LEFT = 176
RIGHT = 24
WIDTH = 920
ROW = 44
LETTER = 6.2
"""Width of a small letter, about."""


def lanes(items: list[Lane], *, label: str, today: date | None = None) -> Markup:
    """Return lanes over a common time axis, or nothing when there is no date to draw.

    `today` draws a line; nothing dated is ever dropped.
    """
    days = [p.on for lane in items for p in lane.points]
    days += [s.start for lane in items for s in lane.spans]
    days += [s.end for lane in items for s in lane.spans if s.end]
    if not days:
        return Markup()
    if today:
        days.append(today)
    first, last = min(days).toordinal(), max(days).toordinal()
    pad = max(20, (last - first) // 24)
    first, last = first - pad, last + pad
    scale = (WIDTH - LEFT - RIGHT) / (last - first)

    def x(day: date) -> float:
        return round(LEFT + (day.toordinal() - first) * scale, 1)

    for lane in items:
        lane.points.sort(key=lambda p: (p.on, p.words))
        lane.points = _placed(lane.points, x)
        for span in lane.spans:
            span.x = x(span.start)
            end = x(span.end) if span.end else WIDTH - 6
            span.width = round(max(end - span.x, 3), 1)
    return Markup(  # noqa: S704 - rendered with autoescape
        render(
            "lanes.html",
            items=items,
            ticks=_ticks(first, last, x),
            label=label,
            now=x(today) if today else None,
            width=WIDTH,
            left=LEFT,
            row=ROW,
        )
    )


def _placed(points: list[Point], x: Callable[[date], float]) -> list[Point]:
    """Return points at their places.

    Signs that would touch become one with their number in it; links stand side by side instead.
    """
    kept: list[Point] = []
    for point in points:
        at = x(point.on)
        before = kept[-1] if kept else None
        if before and at < before.x + 16:
            if not point.href and not before.href and not point.effect and not before.effect:
                before.count += 1
                before.words = f"{before.words}; {point.words}"
                continue
            at = round(before.x + 16, 1)
        point.x = at
        if before and at - before.x < LETTER * (len(point.tag) + len(before.tag)) / 2 + 4:
            point.tag = ""
        kept.append(point)
    return kept


def _ticks(first: int, last: int, x: Callable[[date], float]) -> list[tuple[float, str]]:
    """Return (x, words) of the axis: years, or months when the span is short."""
    start, end = date.fromordinal(first), date.fromordinal(last)
    months = [
        date(year, month, 1)
        for year in range(start.year, end.year + 1)
        for month in range(1, 13)
        if start <= date(year, month, 1) <= end
    ]
    for step in (1, 2, 3, 6, 12, 24, 60, 120):
        chosen = [day for day in months if (day.year * 12 + day.month - 1) % step == 0]
        if len(chosen) <= 8:
            break
    yearly = step >= 12
    return [(x(day), f"{day.year}" if yearly else labels.month(day)) for day in chosen]


BINS = 160


def change_map(marks: list[tuple[str, int, str]], *, label: str) -> Markup:
    """Return the change map: the whole text from left to right, changes where they stand.

    `marks` are (kind, words, link) in reading order, unchanged ones with an empty link. Width
    is by words. Insertions stand above the line, deletions below, rewordings on both sides,
    moves as a diamond, so that the map reads without colour.
    """
    total = sum(max(words, 1) for _, words, _ in marks) or 1
    at = 0
    drawn = []
    for kind, words, href in marks:
        width = max(words, 1) / total * 1000
        if href:
            left = min(round(at / total * 1000, 1), 994.0)
            drawn.append({"kind": kind, "x": left, "w": round(max(width, 5), 1), "href": href})
        at += max(words, 1)
    return Markup(render("change_map.html", items=_thinned(drawn), label=label))  # noqa: S704


def _thinned(drawn: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return at most a few hundred marks: of those that would overlap, one a bin and kind."""
    if len(drawn) <= 2 * BINS:
        return drawn
    seen: set[tuple[int, object]] = set()
    kept = []
    for item in drawn:
        place = (int(float(str(item["x"])) / 1000 * BINS), item["kind"])
        if place not in seen:
            seen.add(place)
            kept.append(item)
    return kept
