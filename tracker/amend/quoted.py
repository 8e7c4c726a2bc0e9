"""Quoted law on its way into the law: no longer quoted, in the quotation marks of running text.

Inside a bill's quotation, quotation marks are single; once in the law they are double. The CFR
quotes nothing in its instructions' texts, so there they stay as they are.
"""

import re

from msgspec import structs

from tracker.formats.paths import BARE
from tracker.model import OWN_FIELDS, Field, Mark, Provision

_SINGLE_RE = re.compile(r"‘((?:[^‘’]|’(?=\w))*)’(?!\w)")
_INNER = str.maketrans("“”", "‘’")


def unquoted(text: str) -> str:
    """Return text with the quotation marks it has outside a quotation; the length stays.

    `the term ‘item’ means “x”` -> `the term “item” means “x”`; apostrophes stay.
    """
    if "‘" not in text:
        return text
    return _SINGLE_RE.sub(lambda match: f"“{match[1].translate(_INNER)}”", text)


def prepared(content: tuple[Provision, ...], form: str) -> tuple[tuple[Provision, ...], set[str]]:
    """Return quoted content as provisions of a law, and what was normalised on the way.

    A quoted block (`quotedContent`) around provisions falls away; one that holds words of its own
    stays, for the caller to take the words from. `form` is the base's format.
    """
    found: list[Provision] = []
    for provision in content:
        bare = provision.level == "quotedContent" and not (provision.own_text or provision.num)
        found += provision.children if bare else (provision,)
    cfr = form == "cfr-xml"
    notes: set[str] = set()
    done = tuple([_law(provision, cfr=cfr, notes=notes) for provision in found])
    return _without_outer_marks(done, notes), notes


def _law(provision: Provision, *, cfr: bool, notes: set[str]) -> Provision:
    """Return a quoted provision, with all below it, as law."""
    texts: dict[Field, str] = {field: getattr(provision, field) for field in OWN_FIELDS}
    if not cfr:
        for field, text in texts.items():
            texts[field] = unquoted(text)
            if texts[field] != text:
                notes.add("quotation-marks")
    level = "paragraph" if cfr and provision.level in BARE else provision.level
    return structs.replace(
        provision,
        **texts,
        level=level,
        quoted=False,
        source_id=None,
        marks=_marks(provision.marks, texts),
        children=tuple([_law(child, cfr=cfr, notes=notes) for child in provision.children]),
    )


def _marks(marks: tuple[Mark, ...], texts: dict[Field, str]) -> tuple[Mark, ...]:
    """Return marks whose targets name the words they stand over as these are now."""
    return tuple(
        [
            structs.replace(m, target=texts[m.field][m.start : m.end])
            if m.kind == "term" and m.field != "num"
            else m
            for m in marks
            if m.kind not in {"instruction", "quoted"}
        ]
    )


def _without_outer_marks(content: tuple[Provision, ...], notes: set[str]) -> tuple[Provision, ...]:
    """Return content without the quotation marks that a source prints around each provision."""
    if not any(p.num.startswith("“") for top in content for p in top.walk()):
        return content
    notes.add("quotation-marks")
    return tuple([_bare_labels(provision) for provision in content])


def _bare_labels(provision: Provision) -> Provision:
    """Return a provision whose labels, and those below it, start without a quotation mark."""
    return structs.replace(
        provision,
        num=provision.num.removeprefix("“"),
        children=tuple([_bare_labels(child) for child in provision.children]),
    )
