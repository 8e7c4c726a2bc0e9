"""When instructions take effect, as far as the amending text gives it outright.

"The amendments made by subsection (a) shall take effect on January 1, 2027": the instructions
below the named provision get that day. Days counted from enactment become a day where the text is
a law with its day of approval, and "later" in a bill, which has none. What only says to which
years or persons an amendment applies is no effective date.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct, structs

from tracker.amend.statutes.places import parse, steps_of
from tracker.amend.values import Instruction
from tracker.model import Document, Provision

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAY = rf"(?P<month>{'|'.join(_MONTHS)})\s(?P<day>\d{{1,2}}),\s(?P<year>\d{{4}})"
_DAY_RE = re.compile(_DAY)
_UNIT = "Act|title|subtitle|division|part|chapter|section|subsection|paragraph|subparagraph|clause"
_EFFECT_RE = re.compile(
    r"(?:^|[.;]\s|\)\s|,\s)(?:[Tt]he\s(?:amendments?|repeals?)(?:\sand\s\w+)?\smade\sby|[Tt]his\s(?:\w+)\sand\s"
    r"the\samendments?\smade\sby)\s(?P<scope>[^.;—]{4,90}?)\s(?:shall|will)\s(?:each\s)?(?:take\seffect"
    r"|(?:be|become)\seffective)\s(?P<when>[^;]*)"
)
_THIS_RE = re.compile(rf"this\s(?P<unit>{_UNIT})(?![\w])")
_ON_RE = re.compile(rf"^(?:beginning\s)?(?:on|as\sof|effective)?\s?(?:and\safter\s)?{_DAY}")
_COUNTED_RE = re.compile(
    r"^(?:(?:beginning\s)?on\sthe\s(?:date|day)\sthat\sis\s)?(?P<count>\d+)\sdays?\safter\sthe\sdate"
    r"\sof\s(?:the\s)?enactment\sof\sthis\b"
)
_LATER_RE = re.compile(
    r"^(?:(?:beginning\s)?on\sthe\s(?:date|day)\sthat\sis\s|on\sthe\slater\sof\b|\d+\s(?:months?|years?)\safter\b"
    r"|one\syear\safter\b|on\sthe\sfirst\sday\sof\sthe\sfirst\b|on\sthe\sdate\son\swhich\b)"
)
_OPENING_RE = re.compile(rf"^Effective\s(?:on\s)?{_DAY}")


class _Effect(Struct, frozen=True):
    """Provisions of the amending text with the day on which their instructions take effect."""

    path: str
    day: date | None = None
    later: bool = False


def with_effects(document: Document, found: tuple[Instruction, ...]) -> tuple[Instruction, ...]:
    """Return the instructions with the days that the document's effective-date provisions name."""
    effects = sorted(_effects(document), key=lambda effect: len(effect.path))
    return tuple(_effective(each, effects) for each in found)


def _effective(instruction: Instruction, effects: list[_Effect]) -> Instruction:
    """Return an instruction with its day; the effect of the nearest provision decides."""
    for effect in reversed(effects):
        if instruction.path == effect.path or instruction.path.startswith(effect.path + "/"):
            delayed = "later" if effect.later else ""
            return structs.replace(instruction, effective=effect.day, delayed=delayed)
    opening = _OPENING_RE.match(instruction.words)
    return structs.replace(instruction, effective=_day(opening)) if opening else instruction


def _effects(document: Document) -> Iterator[_Effect]:
    """Yield what the provisions of a document say of the effect of its amendments."""
    stack: list[tuple[Provision, tuple[Provision, ...]]] = [(document.root, ())]
    while stack:
        provision, above = stack.pop()
        chain = (*above, provision)
        text = provision.chapeau or provision.content
        if "effect" in text:
            for match in _EFFECT_RE.finditer(text):
                effect = _when(match["when"], document.dates.published)
                if effect is not None:
                    for path in _scopes(match["scope"], chain, document):
                        yield structs.replace(effect, path=path)
        stack += [(child, chain) for child in reversed(provision.children) if not child.quoted]


def _when(text: str, enacted: date | None) -> _Effect | None:
    """Return the day that a text names, "later" for one it does not fix, None for neither."""
    if match := _ON_RE.match(text):
        return _Effect("", _day(match))
    if match := _COUNTED_RE.match(text):
        if enacted is None:
            return _Effect("", later=True)
        return _Effect("", enacted + timedelta(days=int(match["count"])))
    return _Effect("", later=True) if _LATER_RE.match(text) else None


def _day(match: re.Match[str]) -> date | None:
    """Return the day that a match names, None when there is no such day."""
    month = _MONTHS.index(match["month"]) + 1
    try:
        return date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None


def _scopes(text: str, chain: tuple[Provision, ...], document: Document) -> list[str]:
    """Return the paths of the provisions whose amendments a text speaks of."""
    if match := _THIS_RE.match(text):
        return _this(match["unit"], chain, document)
    start = re.search(rf"\b(?:{_UNIT})s?\s", text)
    named = parse(text, start.start()) if start else None
    section = next((each for each in reversed(chain) if each.level == "section"), None)
    if named is None or section is None:
        return []
    found = []
    own = chain[-1].path.removeprefix(section.path).split("/")[1:]
    for place in named[0]:
        if place.section or place.units or not place.steps or place.until:
            continue
        rank = place.steps[0][0]
        kept = [number for level, number in steps_of(own) if level < rank]
        found.append("/".join((section.path, *kept, *(number for _, number in place.steps))))
    return found


def _this(unit: str, chain: tuple[Provision, ...], document: Document) -> list[str]:
    """Return the path of "this section", "this Act"."""
    if unit == "Act":
        return [document.work] if document.work else []
    return [each.path for each in reversed(chain) if each.level == unit][:1]
