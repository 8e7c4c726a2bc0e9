"""Designators in order: which may follow which, and where a new one belongs."""

import re
from itertools import pairwise

from tracker.amend.execution.named import folded
from tracker.amend.execution.scope import law_below
from tracker.amend.execution.state import Step, Unexecuted
from tracker.amend.execution.tree import Live
from tracker.formats.designators import Reading, readings
from tracker.formats.paths import designation
from tracker.model import Provision

RANKS = {
    level: rank
    for rank, level in enumerate(
        (
            "section",
            "subsection",
            "paragraph",
            "subparagraph",
            "clause",
            "subclause",
            "item",
            "subitem",
            "subsubitem",
        )
    )
}
"""Levels of statutes from the section down; in the CFR all below a section are paragraphs."""

_LEAD_RE = re.compile(r"(?:[Tt]he term )?[“‘\"]?")
_SECTION_RE = re.compile(r"(\d+)([A-Za-z]*)(?:[.-](\d+)([A-Za-z]*))?$")


def refuse_taken(
    step: Step, parent: Live, designators: set[str], leaving: list[Live] | None = None
) -> list[Live]:
    """Refuse designators that siblings bear; return the reserved ones that may be filled.

    `leaving` are the provisions that give theirs up in the same instruction.
    """
    reserved: list[Live] = []
    for sibling in law_below(parent):
        bare = designation(sibling.num)
        if not bare or bare not in designators or sibling in (leaving or ()):
            continue
        if sibling.status == "reserved" and leaving is None:
            reserved.append(sibling)
            continue
        whose = sibling.made_by or sibling.renamed_by
        if whose and whose != step.by:
            words = f"{sibling.num} is there already, by {step.name(whose)}"
            raise Unexecuted("conflict", words)
        raise Unexecuted("base-differs", f"there is a {sibling.num} already", held_by=sibling)
    return reserved


def check_follows(last: Live, new: Provision) -> None:
    """Refuse a provision added at the end that does not come next: a gap, or a step back."""
    old, coming = readings(designation(last.num)), readings(designation(new.num))
    if not old or not coming:
        return
    places = dict(old)
    if not any(places.get(form) == place - 1 for form, place in coming):
        words = f"{new.num} is to be added at the end, and the last there is {last.num}"
        raise Unexecuted("base-differs", words)


def in_order(parent: Live) -> bool:
    """Return whether the designators below a provision follow each other in one form."""
    keys = [dict(readings(designation(c.num))) for c in law_below(parent) if designation(c.num)]
    forms = set(keys[0]).intersection(*keys[1:]) if keys else set()
    return any(all(one[form] < two[form] for one, two in pairwise(keys)) for form in forms)


def order_place(parent: Live, new: Provision | Live) -> int:
    """Return the place among the children where a designator belongs in their order.

    A definition without one goes where the alphabet puts it. What cannot be put in order goes
    after the last child that is law.
    """
    children = [child for child in parent.children if child is not new]
    below = [c for c in law_below(parent) if c.level != "continuation" and c is not new]
    if not below:
        return 0
    key = _keys(new.num)
    if not key:
        return _place_by_name(children, below, new)
    form = _form_of(below, key)
    before = [child for child in below if _comes_before(child, key, form)]
    if not before:
        return children.index(below[0])
    at = children.index(before[-1]) + 1
    while at < len(children) and not children[at].num and children[at] in below:
        at += 1  # what follows a numbered provision without a number belongs to it
    return at


def _form_of(siblings: list[Live], key: dict[str, int] | tuple[object, ...]) -> str:
    """Return the one form that all designators of a list have: (i), (iii) and (v) are numerals.

    Where two forms fit, the one in which the siblings rise; empty where none fits all.
    """
    if not isinstance(key, dict):
        return ""
    held = [k for k in (_keys(child.num) for child in siblings) if isinstance(k, dict) and k]
    shared = [form for form in key if all(form in each for each in held)]
    rising = [f for f in shared if all(one[f] < two[f] for one, two in pairwise(held))]
    return (rising or shared or [""])[0]


def _comes_before(child: Live, key: dict[str, int] | tuple[object, ...], form: str) -> bool:
    """Return whether a sibling stands before a designator in their order."""
    held = _keys(child.num)
    if isinstance(key, dict) and isinstance(held, dict):
        if form:
            return form in held and held[form] < key[form]
        return any(each in key and place < key[each] for each, place in held.items())
    if isinstance(key, tuple) and isinstance(held, tuple):
        return held < key
    return False


def _keys(num: str) -> dict[str, int] | tuple[object, ...]:
    """Return what a designator can be by form, or a section number's sort key."""
    bare = designation(num)
    found: tuple[Reading, ...] = readings(bare)
    if found and not num.lstrip().startswith("§"):
        return dict(found)
    match = _SECTION_RE.match(bare)
    if match:
        return int(match[1]), match[2], int(match[3] or 0), match[4] or ""
    return {}


def _place_by_name(children: list[Live], below: list[Live], new: Provision | Live) -> int:
    """Return the place of a definition among others, or the place after the last child."""
    name = _name(new)
    others = [child for child in below if not child.num]
    if designation(new.num) or not name or not others or not all(_name(c) for c in others):
        return children.index(below[-1]) + 1
    before = [child for child in others if _name(child) < name]
    return children.index(before[-1]) + 1 if before else children.index(others[0])


def _name(item: Provision | Live) -> str:
    """Return the term that an unnumbered provision starts by defining, for the alphabet."""
    for mark in item.marks:
        if mark.kind == "term" and mark.target and mark.field != "num":
            held = item.fields if isinstance(item, Live) else None
            text: str = held[mark.field] if held else getattr(item, mark.field)
            if _LEAD_RE.fullmatch(text[: mark.start]):
                return folded(mark.target)
    return ""
