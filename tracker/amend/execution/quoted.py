"""Quoted law on its way into the law: no longer quoted, in the quotation marks of running text.

Inside a bill's quotation, quotation marks are single; once in the law they are double. The CFR
quotes nothing in its instructions' texts, so there they stay as they are.
"""

import re

from msgspec import structs

from tracker.amend.execution.spans import applied, shifted
from tracker.formats.paths import BARE
from tracker.model import OWN_FIELDS, Field, Mark, Provision

_SINGLE_RE = re.compile(r"‘((?:[^‘’]|’(?=\w))*)’(?!\w)")
_PRINTED_RE = re.compile(r"\s*\.?[—-]+$|(?<=\w)\.$")
"""What is printed between a heading and the text that follows it: `In general.—`."""
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
        heading = _PRINTED_RE.sub("", texts["heading"])
        if heading != texts["heading"]:
            texts["heading"] = heading
            notes.add("headings")
    level = "paragraph" if cfr and provision.level in BARE else provision.level
    return structs.replace(
        provision,
        **texts,
        level=level,
        quoted=False,
        source_id=None,
        marks=_marks(provision.marks, texts),
        children=tuple(
            [
                _law(child, cfr=cfr, notes=notes)
                for child in provision.children
                if child.level != "sidenote"  # the Statutes at Large print it in the margin
            ]
        ),
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
            and (m.field == "num" or m.end <= len(texts[m.field]))
        ]
    )


def _without_outer_marks(content: tuple[Provision, ...], notes: set[str]) -> tuple[Provision, ...]:
    """Return content without the quotation marks that a source prints around each provision.

    USLM bills and laws open every quoted provision with a mark and close the last one.
    """
    flat = [provision for top in content for provision in top.walk()]
    if not any(_opened(provision) for provision in flat):
        return content
    notes.add("quotation-marks")
    last = flat[-1] if flat else None
    return tuple([_bare(provision, last) for provision in content])


def _opened(provision: Provision) -> bool:
    """Return whether a provision starts with the mark of a quotation that it does not close."""
    text = provision.own_text
    return provision.num.startswith("“") or (
        not provision.num and text.startswith("“") and text.count("“") > text.count("”")
    )


def _bare(provision: Provision, last: Provision | None) -> Provision:
    """Return a provision, with all below it, without the marks around it."""
    if _opened(provision) and not provision.num:
        field = next(field for field in OWN_FIELDS if getattr(provision, field))
        done = _cut(provision, field, 0, 1)
    else:
        done = structs.replace(provision, num=provision.num.removeprefix("“"))
    if provision is last:
        done = _closed(done)
    return structs.replace(done, children=tuple([_bare(c, last) for c in provision.children]))


def _closed(provision: Provision) -> Provision:
    """Return the last provision without the mark that closes the whole quotation."""
    for field in reversed(OWN_FIELDS):
        text: str = getattr(provision, field)
        if text:
            if text.count("”") <= text.count("“"):
                return provision
            at = text.rindex("”")
            return _cut(provision, field, at, at + 1)
    return provision


def _cut(provision: Provision, field: Field, start: int, end: int) -> Provision:
    """Return a provision without some characters of a field; marks follow."""
    edits = [(start, end, "")]
    marks = [m for m in provision.marks if m.field != field]
    marks += shifted([m for m in provision.marks if m.field == field], edits)
    text = applied(getattr(provision, field), edits)
    return structs.replace(provision, **{field: text}, marks=tuple(marks))
