"""Small documents for tests, written as nested tuples."""

from tracker.model import Document, Provision, digest_of

_LEVELS = ("section", "subsection", "paragraph", "subparagraph", "clause", "subclause", "item")


def provision(label, text="", *children, level="paragraph", heading="", path="", source_id=None):
    """Return a provision; its own words are content, or chapeau when it has children."""
    chapeau, content = (text, "") if children else ("", text)
    return Provision(
        path=path,
        level=level,
        num=label,
        heading=heading,
        chapeau=chapeau,
        content=content,
        children=tuple(children),
        source_id=source_id,
        digest=digest_of((heading, chapeau, content, ""), children),
    )


def document(*sections, work="/us/bill/119/hr/1", version="ih", title="A bill"):
    """Return a document of sections given as (label, text, *children) tuples.

    Paths come from labels; a label used twice among siblings gets its place appended.
    """
    root = _built(("", "", *sections), work, -1)
    return Document(work, version, "bill-dtd", title, root)


def _built(spec, path, depth):
    """Return the provision of a nested tuple."""
    label, text, *below = spec
    names = [child[0].strip("().") or "x" for child in below]
    paths = [
        f"{path}/{name}" + (f"~{at}" if names.count(name) > 1 else "")
        for at, name in enumerate(names)
    ]
    children = [_built(child, where, depth + 1) for child, where in zip(below, paths, strict=True)]
    level = _LEVELS[min(depth, len(_LEVELS) - 1)] if depth >= 0 else "document"
    return provision(label, text, *children, level=level, path=path, source_id=f"id{path}")
