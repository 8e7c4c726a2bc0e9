"""When the instructions of a rule take effect, as its DATES say; stays and delays of other rules.

"Effective November 10, 2025, except for amendatory instructions 3 and 6, which are effective
November 10, 2026" gives single instructions a day of their own. A rule without instructions that
stays or delays another one ("the amendments to 15 CFR part 744 … are stayed until …") changes no
text; it is one instruction on each part it names, which stands in the ledger as stayed or later.
"""

import re
from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from tracker.amend.rules.words import DAY, day
from tracker.amend.values import Instruction, Target
from tracker.model import Document, Provision

# such as "amendatory instructions 3, 6, and 9 are effective November 10, 2026"
_NUMBERED_RE = re.compile(
    r"\binstructions?\s(?:numbers?\s|nos?\.\s)?"
    r"(?P<list>\d{1,3}(?:(?:,\s(?:and\s)?|\sand\s|\sthrough\s)\d{1,3})*)\b"
    rf"[^.;]{{0,120}}?\b(?:effective\s(?:on\s)?{DAY}|(?P<never>delayed\sindefinitely))",
    re.IGNORECASE,
)
_RANGE_RE = re.compile(r"(\d+)(?:\sthrough\s(\d+))?")
_OTHER_RE = re.compile(
    r"\b(?:is|are)\s(?:further\s|hereby\s)?(?:(?P<stayed>stayed|suspended)|(?:delayed|postponed))\b"
)
_PART_RE = re.compile(r"/us/cfr/t\d+/p[^/]+")
_TOP_RE = re.compile(r"/i(\d+)(?:~\d+)?(?:/|$)")
_LONGEST_RUN = 500
"""Instructions that one range can name."""


def dated(document: Document, found: tuple[Instruction, ...]) -> tuple[Instruction, ...]:
    """Return the instructions with the days that the document's DATES give single ones."""
    days: dict[int, date | None] = {}
    for text in _texts(document):
        for match in _NUMBERED_RE.finditer(text):
            when = None if match["never"] else day(match["date"])
            if when is None and not match["never"]:
                continue
            days.update(dict.fromkeys(_numbers(match["list"]), when))
    return tuple(_on(each, days) for each in found) if days else found


def _on(instruction: Instruction, days: dict[int, date | None]) -> Instruction:
    """Return an instruction with the day that its number has."""
    match = _TOP_RE.search(instruction.path)
    number = int(match[1]) if match else 0
    if number not in days or instruction.effective:
        return instruction
    when = days[number]
    return replace(instruction, effective=when, delayed=instruction.delayed if when else "later")


def _numbers(text: str) -> Iterator[int]:
    """Yield the numbers of a list such as `3, 6 through 8, and 9`."""
    for match in _RANGE_RE.finditer(text):
        first, last = int(match[1]), int(match[2] or match[1])
        yield from range(first, min(last, first + _LONGEST_RUN) + 1)


def of_others(document: Document) -> tuple[Instruction, ...]:
    """Return the stays and delays of another rule's amendments that a document's DATES state."""
    found: list[Instruction] = []
    for provision in _dates(document):
        text = provision.own_text
        match = _OTHER_RE.search(text)
        if not match:
            continue
        for part in _parts(provision) or _parts(*_references(document)):
            found.append(
                Instruction(
                    len(found) + 1,
                    provision.path,
                    text,
                    "noChange",
                    Target(part),
                    delayed="stayed" if match["stayed"] else "later",
                )
            )
    return tuple(found)


def _dates(document: Document) -> list[Provision]:
    """Return the DATES of a document and their paragraphs."""
    return [p for p in document.provisions() if "/dates" in p.path and p.own_text]


def _texts(document: Document) -> list[str]:
    """Return the texts of the DATES."""
    return [" ".join(p.own_text.split()) for p in _dates(document)]


def _references(document: Document) -> list[Provision]:
    """Return the parts that a document's head says it is about."""
    return [p for p in document.provisions() if p.level == "cfrReference"]


def _parts(*provisions: Provision) -> list[str]:
    """Return the parts of the CFR that provisions name, once each."""
    targets = [m.target for p in provisions for m in p.marks if m.kind == "ref" and m.target]
    return list(dict.fromkeys(t for t in targets if _PART_RE.fullmatch(t)))
