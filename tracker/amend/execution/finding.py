"""Where in a target's running text the words stand that an order means."""

import re
from collections.abc import Callable
from functools import partial

from msgspec import Struct

from tracker.amend.execution.codified import as_printed
from tracker.amend.execution.matching import NORMALISATIONS, pattern, sentences, ways
from tracker.amend.execution.scope import Scope, headings, scope_of
from tracker.amend.execution.state import Step, Unexecuted
from tracker.amend.values import Find

Look = Callable[[str], re.Pattern[str]]
"""Makes the expression that finds words, with what it treats as equal."""

Match = tuple[int, int]
"""First character and character after the last, in a running text."""

_ENOUGH_LETTERS = 6
"""Fewer letters than these stand in too many texts to be worth a hint."""


class Hits(Struct):
    """Where words were found in a running text, and with what treated as equal."""

    scope: Scope
    matches: list[Match]
    allowed: tuple[str, ...] = ()


def window_of(step: Step, scope: Scope) -> Match:
    """Return the part of a running text that a target means: all, or one sentence.

    Sentences are counted in the law as it stands; when earlier instructions of the same text added
    or removed some before it, which one is meant is not settled (Unexecuted, a conflict).
    """
    sentence = step.order.target.sentence
    if sentence is None:
        return 0, len(scope.text)
    ranges = _sentences(scope)
    place = sentence - 1 if sentence > 0 else sentence
    if not -len(ranges) <= place < len(ranges):
        words = f"sentence {sentence} is meant, and there are {len(ranges)}"
        raise Unexecuted("base-differs", words)
    if not step.sequential and not _same_sentence(step, scope, place):
        words = f"earlier instructions changed which sentence is number {sentence}"
        raise Unexecuted("conflict", words)
    return ranges[place]


def _sentences(scope: Scope) -> list[Match]:
    """Return the sentences of a running text; the heading that it starts with is none."""
    first = scope.pieces[0] if scope.pieces else None
    start = first.end if first is not None and first.field == "heading" else 0
    return [(start + low, start + high) for low, high in sentences(scope.text[start:])]


def _same_sentence(step: Step, scope: Scope, place: int) -> bool:
    """Return whether a number means the sentence that it meant in the base."""
    from tracker.amend.execution.locate import find as locate  # noqa: PLC0415 - the name is taken here

    old = locate(step.pristine, step.order.target.identifier).now
    if old is None:
        return True
    before = scope_of(old, step.order.target.facet)
    if before.text == scope.text:
        return True
    was = [before.text[low:high] for low, high in _sentences(before)]
    now = [scope.text[low:high] for low, high in _sentences(scope)]
    if -len(was) <= place < len(was) and was[place] == now[place]:
        return True
    return len(was) == len(now) and (place == -1 or was[place + 1 :] == now[place + 1 :])


def search(scope: Scope, window: Match, find: Find, step: Step) -> Hits:
    """Return where words stand, allowing the fewest differences that find them."""
    everywhere = find.choice == "all"
    best = Hits(scope, [])
    if find.side == "before" and step.order.target.facet != "heading":
        window = max(window[0], _text_start(step, scope)), window[1]
    if not find.words:
        return Hits(scope, _beside(step, scope, window, find))
    for allowed in ways():
        look = partial(pattern, allowed=allowed)
        matches = _law_first(step, scope, _matches(scope, window, find, look))
        if len(matches) > len(best.matches):
            best = Hits(scope, matches, allowed)
            if not everywhere:
                break
    if not best.matches and step.order.target.facet == "heading":
        look = partial(pattern, fold_case=True)
        best = Hits(scope, _matches(scope, window, find, look), ("case",))
    return best


def search_code(scope: Scope, window: Match, find: Find, step: Step) -> Hits:
    """Return where an Act's words stand as the Code's editors print them."""
    code = step.tree.act_numbers
    if not as_printed(find.words, code):
        return Hits(scope, [])

    def look(words: str) -> re.Pattern[str]:
        return as_printed(words, code) or pattern(words, NORMALISATIONS)

    matches = _law_first(step, scope, _matches(scope, window, find, look))
    return Hits(scope, matches, ("code-citations",))


def _text_start(step: Step, scope: Scope) -> int:
    """Return where running text starts: after a heading set apart."""
    apart = headings(scope.pieces, step.tree.base.format)
    return next((p.start for i, p in enumerate(scope.pieces) if i not in apart), 0)


def _beside(step: Step, scope: Scope, window: Match, find: Find) -> list[Match]:
    """Return the text before or after a provision that the order names instead of words."""
    if not find.side or not step.order.beside:
        raise Unexecuted("not-understood", "the words that are meant could not be read")
    anchor = step.target(step.order.beside)
    held = [piece for piece in scope.pieces if anchor in piece.live.upwards()]
    if not held:
        raise Unexecuted("base-differs", f"{step.order.beside} does not stand in the target")
    return [_sided(scope.text, (held[0].start, held[-1].end), window, find)]


def _matches(scope: Scope, window: Match, find: Find, look: Look) -> list[Match]:
    """Return the occurrences of words within a window of a text."""
    text = scope.text
    lowest, highest = window
    found = []
    for match in look(find.words).finditer(text, lowest, highest):
        start, end = match.span()
        if find.through is not None:
            after = _through(text, end, highest, look(find.through))
            if after is None:
                continue
            end = after
        if find.at == "start" and text[lowest:start].strip():
            continue
        found.append((start, end))
    if find.at == "end":
        found = _last(text, found, min(highest, scope.tail)) or _last(text, found, highest)
    return [_sided(text, match, window, find) for match in found]


def _last(text: str, found: list[Match], end: int) -> list[Match]:
    """Return the occurrences after which nothing stands."""
    return [match for match in found if match[1] <= end and not text[match[1] : end].strip()]


def _sided(text: str, match: Match, window: Match, find: Find) -> Match:
    """Return the range that is meant: the words, or all that precedes or follows them."""
    if find.side == "before":
        start, end = window[0], match[0]
    elif find.side == "after":
        start, end = match[1], window[1]
    else:
        return match
    held = text[start:end]
    return start + len(held) - len(held.lstrip()), end - len(held) + len(held.rstrip())


def _through(text: str, start: int, highest: int, through: re.Pattern[str]) -> int | None:
    """Return where "all that follows through" ends: at the first such words, or the last stop.

    "Through the period at the end" is the last stop when the text ends with it.
    """
    if not through.pattern:
        return highest
    ends = [match.end() for match in through.finditer(text, start, highest)]
    stop = not any(char.isalnum() for char in through.pattern)
    if stop and ends and ends[-1] == highest:
        return ends[-1]
    return ends[0] if ends else None


def _law_first(step: Step, scope: Scope, matches: list[Match]) -> list[Match]:
    """Return the occurrences in running text; those in headings only when there are no others."""
    if step.order.target.facet == "heading" or len(matches) < 2:
        return matches
    apart = headings(scope.pieces, step.tree.base.format)
    ranges = [(scope.pieces[i].start, scope.pieces[i].end) for i in apart]
    in_text = [m for m in matches if not any(s <= m[0] and m[1] <= e for s, e in ranges)]
    return in_text or matches


def hint(find: Find, text: str) -> str:
    """Return what a person may want to know of words that were not found."""
    if find.words in text:
        return ", except elsewhere or within a longer word"
    letters = [re.escape(char) for char in find.words if char.isalnum()]
    if len(letters) > _ENOUGH_LETTERS:
        near = re.search(r"(?<!\w)" + r"\W*".join(letters) + r"(?!\w)", text, re.IGNORECASE)
        if near:
            return f"; the same letters stand there as “{near[0]}”"
    return ""
