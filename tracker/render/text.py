"""A provision's own words as HTML: marks become terms, links and quiet signs."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from markupsafe import Markup

from tracker.model import Field, Mark, Provision
from tracker.render.html import esc
from tracker.render.uses import Use

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


def field_html(item: Provision, field: Field, href: Href, uses: Sequence[Use] = ()) -> Markup:
    """Return one field of a provision with its marks applied and `uses` of terms linked.

    Marks may overlap: the text is cut at every boundary and each piece carries all that cover
    it, so the nesting is always well-formed.
    """
    text: str = getattr(item, field)
    marks = [m for m in item.marks if m.field == field and 0 <= m.start < m.end <= len(text)]
    if not marks and not uses:
        return esc(text)
    cuts = {0, len(text), *(m.start for m in marks), *(m.end for m in marks)}
    cuts |= {use.start for use in uses} | {use.end for use in uses}
    parts: list[str] = []
    for start, end in pairwise(sorted(cuts)):
        covering = [m for m in marks if m.start <= start and m.end >= end]
        used = next((use for use in uses if use.start <= start and use.end >= end), None)
        parts.append(_wrap(text[start:end], covering, href, used))
    return Markup("".join(parts))  # noqa: S704 - every piece was escaped by _wrap


def _wrap(text: str, marks: list[Mark], href: Href, used: Use | None) -> str:
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
    if used and not linked and not any(mark.kind == "term" for mark in marks):
        return f'<a class="use" href="{esc(href(used.target))}">{html}</a>'
    return html
