"""Which law an amending instruction speaks of, so that its internal references are not misread.

In a bill, "(i) in subparagraph (A), by inserting …" under "(A) in paragraph (1)—" under
"(2) In section 1752 (50 U.S.C. 4811)—" means 50 U.S.C. 4811(1)(A), never the bill's own paragraph.
`mark` walks the draft from the top and gives every provision inside an instruction the place
its references count from (`Node.cite`), or none where the text does not settle it.
"""

import re

from tracker import citations
from tracker.formats.draft import Draft, Node, Raw

# "is amended", "are each amended"; not "as amended by section 2"
_AMENDED_RE = re.compile(
    r"amended\b(?:(?<=is amended)|(?<=are amended)|(?<=as amended)|(?<=each amended)"
    r"|(?<=further amended)|(?<=hereby amended))(?!\s+by\s+(?:this|section))"
)
_VERB_RE = re.compile("by (?:striking|inserting|adding|amending|redesignating|repealing)")
# The reference that a step starts with: "In section 1752 (50 U.S.C. 4811)", "in paragraph (1)"
_STEP_RE = re.compile(r"\s*(?:in|by)\b|\s*(?:sub)?(?:section|paragraph|clause)\b", re.IGNORECASE)
_LAW_RE = re.compile(r"/us/(?:usc/t[^/]+/s|cfr/t[^/]+/p[^/]+/s)")


def mark(draft: Draft) -> None:
    """Give provisions inside amending instructions what their citations count from."""
    stack: list[tuple[Node, str | None]] = [(draft.root, None)]
    while stack:
        node, law = stack.pop()
        raw = node.chapeau if node.chapeau is not None else node.content
        if raw is not None:
            text = raw if isinstance(raw, str) else raw.raw()
            if law is not None or _amends(text):
                node.cite, law = _places(text, raw, law or "")
        if node.children:
            stack += [(child, law) for child in node.children if not child.quoted]


def _amends(text: str) -> bool:
    """Return whether a text amends a law."""
    if "amended" in text and _AMENDED_RE.search(text):
        return True
    return bool(_VERB_RE.search(text))


def _places(text: str, raw: Raw, law: str) -> tuple[str, str]:
    """Return (what this text's references count from, what those below it count from)."""
    found = citations.first(text[:300], law)
    target = found[2] if found else None
    named = _named(raw)
    if named:
        if target and target.startswith(f"{named}/"):  # markup often names the section alone
            named = target
        return named, named
    if (
        target
        and _LAW_RE.match(target)
        and (not law or not target.startswith(law) or _STEP_RE.match(text))
    ):
        return target, target
    return law, law


def _named(raw: Raw) -> str:
    """Return the section of a law that the markup names first, or an empty string."""
    if isinstance(raw, str):
        return ""
    for kind, start, _, target in sorted(raw.marks, key=_start):
        if kind == "ref":
            return target if target and _LAW_RE.match(target) and start < 12 else ""
    return ""


def _start(mark: tuple[str, int, int, str | None]) -> int:
    """Return where a raw mark starts."""
    return mark[1]
