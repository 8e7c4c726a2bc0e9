"""A provision's own words as HTML: marks become terms, links and quiet signs."""

from collections.abc import Callable
from itertools import pairwise

from markupsafe import Markup

from tracker.model import Field, Mark, Provision
from tracker.render.html import esc

Href = Callable[[str | None], str]
_TAGS = {
    "term": ('<dfn class="term">', "</dfn>"),
    "quoted": ('<span class="qt">', "</span>"),
    "added": ('<span class="src-add">', "</span>"),
    "deleted": ('<s class="src-del">', "</s>"),
    "emphasis": ("<em>", "</em>"),
    "instruction": ('<span class="instr">', "</span>"),
    "footnote": ('<sup class="fn">', "</sup>"),
    "stars": ('<span class="stars">', "</span>"),
    "cell": ('<span class="cell">', "</span>"),
}
_ORDER = (
    "cell",
    "added",
    "deleted",
    "quoted",
    "instruction",
    "term",
    "ref",
    "footnote",
    "emphasis",
    "stars",
)


def field_html(item: Provision, field: Field, href: Href) -> Markup:
    """Return one field of a provision with its marks applied.

    Marks may overlap: the text is cut at every boundary and each piece carries all that cover
    it, so the nesting is always well-formed.
    """
    text: str = getattr(item, field)
    marks = [m for m in item.marks if m.field == field and 0 <= m.start < m.end <= len(text)]
    if not marks:
        return esc(text)
    cuts = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    parts: list[str] = []
    for start, end in pairwise(cuts):
        covering = [m for m in marks if m.start <= start and m.end >= end]
        parts.append(_wrap(text[start:end], covering, href))
    return Markup("".join(parts))  # noqa: S704 - every piece was escaped by _wrap


def _wrap(text: str, marks: list[Mark], href: Href) -> str:
    html = str(esc(text))
    linked = False
    for mark in sorted(marks, key=lambda m: _ORDER.index(m.kind), reverse=True):
        if mark.kind == "ref":
            target = href(mark.target)
            if target and not linked:
                html = f'<a class="cite" href="{esc(target)}">{html}</a>'
                linked = True
            continue
        before, after = _TAGS[mark.kind]
        html = f"{before}{html}{after}"
    return html
