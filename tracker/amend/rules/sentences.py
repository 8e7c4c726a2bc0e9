"""New sentences of a paragraph that a rule shows with asterisks for the sentences left as they are.

"Adding two sentences to the end of paragraph (e)" and `(e) * * * First new. Second new.` belong
together only when they agree: the sentences shown are handed out to all instructions on the
paragraph at once, and where the counts differ the instructions say so.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from tracker.amend.execution import matching
from tracker.amend.rules.content import STARS_RE
from tracker.amend.values import Instruction
from tracker.model import Provision


class Awaiting(Struct, frozen=True):
    """An instruction whose new sentences are still to be taken from the shown paragraph."""

    instruction: Instruction
    shown: Provision
    count: int
    """Number of sentences ordered; 0 when the words do not say."""


Made = Instruction | Awaiting


def shown_sentences(text: str) -> list[str]:
    """Return the sentences of a text; asterisks end one and are left out."""
    return [
        piece[start:end].strip()
        for piece in STARS_RE.split(text)
        for start, end in matching.sentences(piece)
    ]


def finished(made: Sequence[Made]) -> list[Instruction]:
    """Return the instructions of one numbered instruction, each with its sentences."""
    groups: dict[str, list[Awaiting]] = {}
    for each in made:
        if isinstance(each, Awaiting):
            groups.setdefault(each.shown.path, []).append(each)
    texts: dict[int, tuple[str, str]] = {}
    for group in groups.values():
        ordered = sorted(group, key=_place)
        for each, given in zip(ordered, _shared(ordered), strict=True):
            texts[id(each)] = given
    found: list[Instruction] = []
    for each in made:
        if isinstance(each, Awaiting):
            text, problem = texts[id(each)]
            found.append(replace(each.instruction, text=text, problem=problem))
        else:
            found.append(each)
    return found


def _place(waiting: Awaiting) -> float:
    """Return where in its paragraph an instruction acts: numbered sentences before the end."""
    instruction = waiting.instruction
    sentence = instruction.target.sentence
    if instruction.position == "start" and sentence is None:
        return 0
    if sentence is None:
        return 1000
    place = 999 if sentence < 0 else sentence
    return place + (0.5 if instruction.position == "after" else 0)


def _shared(group: list[Awaiting]) -> list[tuple[str, str]]:
    """Return (text, problem) for the instructions on one paragraph."""
    shown = group[0].shown
    text = (shown.chapeau or shown.content or shown.heading).strip()
    fresh = shown_sentences(text)
    pieces = [each.strip() for each in STARS_RE.split(text) if each.strip()]
    starred = bool(STARS_RE.search(text))
    if not fresh:
        return [("", "only asterisks are shown for it")] * len(group)
    if len(group) == 1 and (starred or len(fresh) == max(1, group[0].count)):
        return [(" ".join(fresh), "")]
    wanted = [each.count for each in group]
    if wanted.count(0) == 1 and sum(wanted) < len(fresh):
        wanted[wanted.index(0)] = len(fresh) - sum(wanted)
    if sum(wanted) == len(fresh) and 0 not in wanted:
        found, start = [], 0
        for count in wanted:
            found.append((" ".join(fresh[start : start + count]), ""))
            start += count
        return found
    if starred and len(pieces) == len(group):
        return [(piece, "") for piece in pieces]
    if not starred:
        return [_numbered(each, fresh) for each in group]
    problem = f"{sum(wanted)} sentences are ordered and {len(fresh)} are shown"
    return [("", problem)] * len(group)


def _numbered(waiting: Awaiting, fresh: list[str]) -> tuple[str, str]:
    """Return a sentence of a paragraph that is shown as a whole."""
    number = waiting.instruction.target.sentence
    if number is not None and (number > 0 or waiting.instruction.action == "amend"):
        place = number - 1 if number > 0 else len(fresh) - 1
        if waiting.instruction.action == "add":
            place += 1  # "a new fifth sentence" stands after the fourth
        if place + waiting.count <= len(fresh):
            return " ".join(fresh[place : place + max(1, waiting.count)]), ""
    return "", "the paragraph is shown without asterisks, so what is new in it is not told apart"
