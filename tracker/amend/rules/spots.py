"""Places in the CFR as amendatory instructions name them, and how one lies in another.

Lists go on as they do in the CFR: after (e)(4)(ii), "(iii)" is (e)(4)(iii) and "(f)" is (f).
"""

import re

from msgspec import Struct
from msgspec.structs import replace

from tracker.amend.values import Facet
from tracker.formats import designators

_SUB_RE = re.compile(r"\(([A-Za-z0-9]{1,5})\)")


class Spot(Struct, frozen=True):
    """A place, relative to a wider one unless `base` is given."""

    base: str = ""
    """`s744.8`, `supp4`, `appQ`, `spC`; `.` is the part itself."""
    steps: tuple[str, ...] = ()
    """Designators from the section on; what is named by words is in “quotation marks”."""
    facet: Facet = "whole"
    sentence: int | None = None
    until: tuple[str, ...] = ()
    """Steps (or base) of the last place of a run."""
    part: str = ""
    """Number of the part when the words name it."""
    top: bool = False
    """True for "the section heading": not of a paragraph that is named beside it."""


def steps_of(text: str) -> tuple[str, ...]:
    """Return the designators of `(a)(1)(i)` or, in a commentary, of `4.iii`."""
    if "(" in text:
        found = _SUB_RE.findall(text)
        after = text.rpartition(")")[2].strip()
        return (*found, after) if after else tuple(found)
    return tuple(text.strip(".").split("."))


def continued(
    before: tuple[str, ...], steps: tuple[str, ...], *, dotted: bool = False
) -> tuple[str, ...]:
    """Return the whole path of a list member: after (b)(1), "(2)" is (b)(2) and "(c)" is (c)."""
    if not before:
        return steps
    if before[0].startswith("“"):
        return (before[0], *continued(before[1:], steps, dotted=dotted))
    if before[-1].isdigit() and steps[0].islower() and designators.roman(steps[0]) and dotted:
        return (*before, *steps)  # "paragraphs 1 and i" of a commentary
    if len(steps) >= len(before) > 1 and _level(steps[0], 0)[0] == _level(before[0], 0)[0]:
        return steps
    if len(before) == 1 or steps[0] == before[0]:
        return steps
    coming = designators.readings(steps[0])
    for exact in (True, False):
        for depth in range(len(before) - 1, -1, -1):
            form, place = _level(before[depth], depth)
            if any(f == form and (p == place + 1 or not exact) for f, p in coming):
                return (*before[:depth], *steps)
    return steps


def _level(step: str, depth: int) -> tuple[str, int]:
    """Return the form and the place of a designator at a depth: (i) is a letter only at the top."""
    found = dict(designators.readings(step))
    wanted = ("a", "1", "A") if depth == 0 else ("1", "i", "A", "I", "a")
    return next(((form, found[form]) for form in wanted if form in found), ("", 0))


def within(inner: Spot, outer: Spot) -> Spot:
    """Return an inner place as it stands in a wider one."""
    facet = inner.facet if inner.facet != "whole" else outer.facet
    sentence = inner.sentence if inner.sentence is not None else outer.sentence
    part = inner.part or outer.part
    if outer.facet == "table" and inner.facet not in {"whole", "table"} and not inner.steps:
        steps = outer.steps if _names_table(outer) else (*outer.steps, "“table”")
        return replace(outer, steps=steps, facet=inner.facet, part=part)
    if inner.base[:1] == "s" and inner.base[1:2].isdigit() and outer.base[:3] in {"sup", "app"}:
        inner = replace(inner, base="", steps=(named(f"Section {inner.base[1:]}"), *inner.steps))
    if inner.base[:3] == "app" and outer.base[:4] == "supp":  # a caption of a commentary
        inner = replace(inner, base="", steps=(named(f"Appendix {inner.base[3:]}"), *inner.steps))
    if inner.base:
        return replace(inner, part=part)
    if inner.top:
        return Spot(outer.base, (), inner.facet, part=part, top=True)
    steps = inner.steps
    if not steps:
        steps = outer.steps
    elif outer.steps and _adds(inner.steps, outer.steps):
        steps = (*outer.steps, *inner.steps)
    return Spot(outer.base, steps, facet, sentence, inner.until, part)


def _names_table(spot: Spot) -> bool:
    """Return whether a place is a table by its name already."""
    return bool(spot.steps) and spot.steps[-1].startswith("“")


def _adds(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    """Return whether steps count from a place, and not from its section as paragraphs do."""
    named = outer[-1].startswith("“") or inner[0].startswith("“")
    if len(outer) == 1 and outer[0].isalpha() and inner[0].isdigit():
        return True  # "In § 744.11(a), redesignate paragraph (1)"
    return named or outer[0].startswith("“")


def expanded(spot: Spot) -> tuple[Spot, ...]:
    """Return each place of a run of paragraphs, or the run itself when it cannot be counted."""
    if not spot.until or not spot.steps or len(spot.until) != len(spot.steps):
        return (spot,)
    if spot.until[:-1] != spot.steps[:-1]:
        return (spot,)
    first, last = spot.steps[-1], spot.until[-1]
    for form, start in designators.readings(first):
        for other, end in designators.readings(last):
            if form == other and start < end <= start + 60:
                names = [written(form, place) for place in range(start, end + 1)]
                if all(names):
                    run = [replace(spot, steps=(*spot.steps[:-1], n), until=()) for n in names]
                    # "(A) introductory text through (E)": only the first is meant in part
                    return (run[0], *(replace(each, facet="whole") for each in run[1:]))
    return (spot,)


def written(form: str, place: int) -> str:
    """Return the designator at a place in the order of its form."""
    if form in {"1", "1i"}:
        return str(place)
    if form in {"a", "A"}:
        letter = chr((place - 1) % 26 + (97 if form == "a" else 65))
        return letter * ((place - 1) // 26 + 1)
    numeral = ""
    for value, letters in (
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while place >= value:
            numeral, place = numeral + letters, place - value
    return numeral.upper() if form == "I" else numeral


def named(words: str) -> str:
    """Return words as a step."""
    return "“" + re.sub(r"[“”]", "", " ".join(words.split())).strip(" .,;:") + "”"
