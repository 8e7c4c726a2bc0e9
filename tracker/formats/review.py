"""The text of a document as reviewers read it in the store: one provision a line.

Two spaces of indentation a depth; the label comes first, then the heading, then the words. A
continuation stands on its own line after the children, where it is read. Sections and larger
units always say what they are (`Sec. 2.`, `Title I`), also where the source holds the bare number,
so that git's hunk headers can name them.
"""

import re

from tracker.model import Document, Provision

_WORDS = {
    "division": "Division",
    "subdivision": "Subdivision",
    "title": "Title",
    "subtitle": "Subtitle",
    "part": "Part",
    "subpart": "Subpart",
    "chapter": "Chapter",
    "subchapter": "Subchapter",
    "article": "Article",
    "section": "Sec.",
}
_NAMED_RE = re.compile(
    r"[“‘\"'\[]*(?:(?:sub)?(?:division|title|part|chapter)|article|sec|section|rule|appendix"
    r"|supplement|amendment|§+)(?=$|[\s.\d])",
    re.IGNORECASE,
)


def label(provision: Provision) -> str:
    """Return the label as people read it: `Sec. 2.`, `Title I`, `(a)`; empty without a number."""
    word = _WORDS.get(provision.level)
    num = provision.num
    if not num or word is None or _NAMED_RE.match(num):
        return num
    return f"{word} {num}"


def line(provision: Provision) -> str:
    """Return label, heading, chapeau and content of one provision, parted by single spaces."""
    parts = (label(provision), provision.heading, provision.chapeau, provision.content)
    return " ".join(part for part in parts if part)


def review_text(document: Document) -> str:
    """Return the document's text, one provision a line, ending in a line feed."""
    lines: list[str] = []
    stack: list[tuple[Provision | str, int]] = [
        (child, 0) for child in reversed(document.root.children)
    ]
    while stack:
        entry, depth = stack.pop()
        indent = "  " * depth
        if isinstance(entry, str):
            lines.append(f"{indent}{entry}")
            continue
        if words := line(entry):
            lines.append(f"{indent}{words}")
        if entry.continuation:
            stack.append((entry.continuation, depth))
        stack.extend((child, depth + 1) for child in reversed(entry.children))
    return "\n".join(lines) + "\n"
