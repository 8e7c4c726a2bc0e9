"""Striking words that run from one provision into others.

"By striking ‘means—’ and all that follows through the period at the end": what is left of the first
provision, the new words and what is left of the last one make one text; provisions in between go.
That is done only where the outcome is one alone: nothing may stand after the words in the last
provision but the rest of that very text.
"""

import re

from tracker.amend.execution.matching import fitted
from tracker.amend.execution.scope import Piece, Scope, law_below
from tracker.amend.execution.state import Effect, Step, Unexecuted
from tracker.amend.execution.tree import Live


def cut(step: Step, scope: Scope, match: tuple[int, int], text: str) -> Effect:
    """Put words in place of a range that runs across provisions."""
    start, end = match
    if start == end:
        raise Unexecuted("base-differs", "the words would stand inside a designator")
    first = scope.piece_at(start + 1)
    last = scope.piece_at(end)
    if first.field == "num":
        return _whole_provisions(step, scope, match, text)
    if last.field == "num":
        raise Unexecuted("base-differs", "the words end at a designator and not in its text")
    between = [p for p in scope.pieces if first.start < p.start <= last.start]
    begun = _roots([p.live for p in between if p.live is not first.live], first.live)
    rest = last.held[last.closing(end) :]
    _refuse_rest(scope, last, begun, first.live)
    if last.live is not first.live and re.search(r"\w", rest):
        _refuse_middle(first.live, begun)
    if last.live is first.live:
        last.live.edit(last.field, [(0, len(last.held), "")], step.by)
    for live in begun:
        step.tree.remove(live, step.by)
    held = first.held
    change = fitted(held, first.opening(start), len(held), _joined(text, rest.strip()))
    first.live.edit(first.field, [change], step.by)
    if first.field == "chapeau" and not law_below(first.live) and not first.live.fields["content"]:
        first.live.shift_field("chapeau", "content")
    before = [live for live in (first.live, *begun) if live.base is not None]
    return Effect(before=before, after=[first.live])


def _refuse_middle(home: Live, begun: list[Live]) -> None:
    """Refuse where the rest of a provision would stand before others of its list."""
    if any(child not in begun for child in law_below(home)):
        words = "the words end inside a provision, and others of its list would follow the rest"
        raise Unexecuted("base-differs", words)


def _joined(text: str, rest: str) -> str:
    """Return new words with what is left of the last provision after them."""
    return text + fitted(text, len(text), len(text), rest)[2] if text else rest


def _whole_provisions(step: Step, scope: Scope, match: tuple[int, int], text: str) -> Effect:
    """Take out provisions whose labels and texts make up the whole range."""
    start, end = match
    covered = [p for p in scope.pieces if start <= p.start and p.end <= end]
    lives = _roots([p.live for p in covered], None)
    exact = covered and covered[0].start == start and covered[-1].end == end
    whole = all(each.live not in lives or each in covered for each in scope.pieces)
    if text or not exact or not whole:
        words = (
            "the words run from a designator into text, which leaves no provision to hold the rest"
        )
        raise Unexecuted("base-differs", words)
    for live in lives:
        step.tree.remove(live, step.by)
    return Effect(before=[live for live in lives if live.base is not None])


def _roots(lives: list[Live], home: Live | None) -> list[Live]:
    """Return the outermost of some provisions, each once, in order."""
    found: list[Live] = []
    for live in lives:
        above = list(live.upwards())[1:]
        if live not in found and live is not home and not any(each in found for each in above):
            found.append(live)
    return found


def _refuse_rest(scope: Scope, last: Piece, begun: list[Live], home: Live) -> None:
    """Refuse where something would be left of a provision that loses its start."""
    for live in begun:
        if home not in live.upwards():
            words = "the words run out of the provision in which they start"
            raise Unexecuted("base-differs", words)
    for piece in scope.pieces:
        if piece.start > last.start and any(each in begun for each in piece.live.upwards()):
            words = "the words end inside a provision of which more would be left"
            raise Unexecuted("base-differs", words)
