"""Who is bound: what each kind of firm asks, answered from the gaps and the texts on them."""

from collections.abc import Iterator

from tracker.render import charts, labels, urls
from tracker.render.context import Content, Context, Page
from tracker.render.data import Cell, Question
from tracker.render.html import render
from tracker.render.pages.front import gap_anchor
from tracker.render.pages.gaps import ACTORS as PATH

_BINDING = frozenset({"in-force"})
_OVER = frozenset({"dead", "withdrawn", "lifted"})
_TELLING = ("closes", "authorises", "partial", "widens")


def pages(context: Context) -> Iterator[Page]:
    """Yield the page of actors, when the register has any."""
    data = context.data
    if not data.actors:
        return
    forces = [(w.work, w.force.status) for w in data.works]
    key = context.key(
        "actors", data.actors, data.gaps, data.cells, forces, context.names_key, data.as_of
    )
    yield Page(PATH, key, lambda: _content(context))


def _content(context: Context) -> Content:
    actors = [
        {
            "name": actor.name,
            "id": f"actor-{place}",
            "asks": [answer for ask in actor.asks if (answer := _answer(context, ask))],
        }
        for place, actor in enumerate(context.data.actors, 1)
    ]
    html = render(
        "actors.html",
        actors=actors,
        sprite=charts.sprite(),
        labels=labels,
        sample=context.data.sample,
    )
    return Content("Who is bound", html, section="gaps", description="Questions by kind of firm.")


def _answer(context: Context, ask: Question) -> dict[str, object] | None:
    """Return a question with the state of its gap, what binds today, and what would change it."""
    gap = context.gaps.get(ask.gap)
    if gap is None:
        return None
    page = urls.gap_page(gap.id, gap.slug)
    cells = [
        (context.force(work), cell)
        for work in context.works
        if (cell := context.latest_cells(work).get(gap.id)) and cell.effect in _TELLING
    ]
    cells.sort(key=lambda item: (_TELLING.index(item[1].effect), item[1].work))
    return {
        "question": ask.question,
        "gap": gap,
        "href": urls.relative(page, PATH),
        "state": labels.STATES[gap.state][1].partition(":")[0],
        "sign": labels.STATES[gap.state][3],
        "now": [_text(context, f, c, page) for f, c in cells if f in _BINDING],
        "then": [_text(context, f, c, page) for f, c in cells if f not in _BINDING | _OVER],
    }


def _text(context: Context, force: str, cell: Cell, page: str) -> dict[str, str]:
    return {
        "citation": context.citation(cell.work),
        "effect": cell.effect,
        "ring": charts.RINGS[force],
        "force": force,
        "href": urls.relative(f"{page}#{gap_anchor(cell.work)}", PATH),
    }
