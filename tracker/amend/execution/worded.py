"""Instructions on words: striking, inserting beside other words, at a start or an end."""

import re
from itertools import groupby

from msgspec import structs

from tracker.amend.execution.finding import Hits, Match, hint, search, search_code, window_of
from tracker.amend.execution.matching import fitted
from tracker.amend.execution.quoted import unquoted
from tracker.amend.execution.scope import Scope, law_below, scope_of
from tracker.amend.execution.spanning import cut
from tracker.amend.execution.state import Effect, Step, Unexecuted
from tracker.amend.execution.tree import Live
from tracker.amend.values import Find
from tracker.model import Field

_STRIKING = frozenset({"delete", "repeal", "repealAndReserve"})
"""Actions that put nothing in place of words that are found."""

_TWICE_RE = re.compile(r"\b(\w+) \1\b", re.IGNORECASE)


def text_of(step: Step) -> tuple[str, set[str]]:
    """Return the words that an order puts in, as running text, and what was normalised."""
    text = " ".join(step.order.text.split())
    if step.tree.base.format == "cfr-xml":
        return text, set()
    plain = unquoted(text)
    return plain, {"quotation-marks"} if plain != text else set()


def edit_words(step: Step, live: Live) -> Effect:
    """Strike words, put others in their place, or insert words beside them."""
    step = without_own_label(step, live)
    order = step.order
    scope = scope_of(live, order.target.facet)
    hits = chosen(step, live, scope)
    scope = hits.scope
    text, notes = text_of(step)
    notes.update(hits.allowed)
    if order.action in {"insert", "add"}:
        position = order.position or "after"
        if position not in {"before", "after"}:
            raise Unexecuted("not-understood", f"words cannot be put {position} other words")
        places = [end if position == "after" else start for start, end in hits.matches]
        if position == "after":
            _refuse_same_place(step, scope, places)
        hits.matches = [(place, place) for place in places]
    if order.action in _STRIKING:
        text = ""
    elif not text:
        raise Unexecuted("not-understood", "the words to be put in could not be read")
    effect = put_in(step, scope, hits.matches, text)
    effect.normalised |= notes
    return effect


def without_own_label(step: Step, live: Live) -> Step:
    """Return a step whose words start after the target's own label, when both sides give it.

    "In paragraph (2), by striking ‘(2) any person’ and inserting ‘(2) each person’".
    """
    order = step.order
    assert order.find is not None  # noqa: S101 - only orders with words come here
    label = f"{live.num} "
    if not live.num or not order.find.words.startswith(label):
        return step
    if order.action in {"insert", "add"}:
        return structs.replace(step, order=structs.replace(order, find=_after(order.find, label)))
    if not order.text.startswith(label):
        words = "the words begin with the target's own designator, and the new ones do not"
        raise Unexecuted("base-differs", words)
    text = order.text.removeprefix(label)
    inner = structs.replace(order, find=_after(order.find, label), text=text)
    return structs.replace(step, order=inner)


def _after(find: Find, label: str) -> Find:
    """Return words to find without the label they start with."""
    return structs.replace(find, words=find.words.removeprefix(label))


def put_in(step: Step, scope: Scope, matches: list[Match], text: str) -> Effect:
    """Put words in place of ranges of a running text."""
    placed = []
    for start, end in matches:
        piece = scope.piece_at(max(start, end) if start == end else start + 1)
        if piece.field == "num" or end > piece.end:
            if len(matches) > 1:
                words = "the words run across provisions in more than one place"
                raise Unexecuted("base-differs", words)
            return cut(step, scope, (start, end), text)
        first, after = piece.opening(start), piece.closing(end)
        placed.append((piece, *((after, after) if start == end else (first, after))))
    effect = Effect()
    for _, group in groupby(placed, key=lambda each: each[0].start):
        edits = list(group)
        piece = edits[0][0]
        held = piece.held
        changes = [fitted(held, start, end, text) for _, start, end in edits]
        piece.live.edit(piece.field, changes, step.by)
        _note(effect, piece.live)
        effect.remark = effect.remark or _doubled(held, piece.held)
    return effect


def _doubled(before: str, after: str) -> str:
    """Return a remark when carrying out the order to the letter makes a word stand twice."""
    twice = _TWICE_RE.search(after)
    if twice and not _TWICE_RE.search(before):
        return f"to the letter; “{twice[0]}” then stands there"
    return ""


def _note(effect: Effect, live: Live) -> None:
    """Add a changed provision to an effect, once."""
    if live not in effect.after:
        effect.after.append(live)
        if live.base is not None:
            effect.before.append(live)


def chosen(step: Step, live: Live, scope: Scope) -> Hits:
    """Return the occurrences that an order means; raises Unexecuted when that is not settled."""
    find = step.order.find
    assert find is not None  # noqa: S101 - the caller looked
    hits = search(scope, window_of(step, scope), find, step)
    if not hits.matches and step.tree.base.work.startswith("/us/usc/"):
        scope = scope_of(live, step.order.target.facet, bare=True)
        window = window_of(step, scope)
        hits = search(scope, window, find, step)
        hits.allowed = (*hits.allowed, "editors-brackets")
        if not hits.matches:
            hits = search_code(scope, window, find, step)
    if not hits.matches:
        _refuse_missing(step, live, find, scope)
    old = [match for match in hits.matches if not _newcomers(step, scope, match)]
    if find.ordinal is not None or find.choice in {"first", "last"}:
        hits.matches = _picked(hits.matches, find)
    elif find.choice != "all" and len(hits.matches) > 1:
        if len(old) == 1:
            who = {by for match in hits.matches for by in _newcomers(step, scope, match)}
            words = f"“{find.words}” stands there once in the law, and again in words put in by "
            raise Unexecuted("conflict", words + step.named(sorted(who)))
        words = f"“{find.words}” stands there {len(hits.matches)} times where one is meant"
        raise Unexecuted("words-ambiguous", words)
    if not step.sequential:
        who = {by for match in hits.matches for by in _newcomers(step, scope, match)}
        if who:
            words = f"“{find.words}” would reach words put in by {step.named(sorted(who))}"
            raise Unexecuted("conflict", words)
    return hits


def _picked(matches: list[Match], find: Find) -> list[Match]:
    """Return the one occurrence that a choice or an ordinal means."""
    if find.ordinal is None:
        return [matches[0] if find.choice == "first" else matches[-1]]
    if not 0 < find.ordinal <= len(matches):
        words = f"“{find.words}” stands there {len(matches)} times; place {find.ordinal} is meant"
        raise Unexecuted("words-not-found", words)
    return [matches[find.ordinal - 1]]


def _newcomers(step: Step, scope: Scope, match: Match) -> set[int]:
    """Return the other instructions that put in any of the words of a match."""
    found = set()
    for piece in scope.pieces:
        if piece.end <= match[0] or match[1] <= piece.start:
            continue
        makers = [each.made_by for each in piece.live.upwards() if each.made_by]
        found.update(makers)
        low, high = piece.opening(match[0]), piece.closing(match[1])
        found.update(
            by for s, e, by in piece.live.fresh.get(piece.field, ()) if s < high and low < e
        )
    return found - {step.by}


def _refuse_same_place(step: Step, scope: Scope, places: list[int]) -> None:
    """Refuse to insert words right where an earlier instruction inserted some."""
    for place in places:
        piece = scope.piece_at(place)
        at = piece.closing(place)
        for start, _, by in piece.live.fresh.get(piece.field, ()):
            if at <= start <= at + 1 and by != step.by and not step.sequential:
                words = f"{step.name(by)} put words in at the same place, and either could be first"
                raise Unexecuted("conflict", words)


def _refuse_missing(step: Step, live: Live, find: Find, scope: Scope) -> None:
    """Say why words were not found: gone by an earlier instruction, or never there."""
    blame = step.blame(live)
    if blame:
        from tracker.amend.execution.locate import find as locate  # noqa: PLC0415 - the name is taken here

        old = locate(step.pristine, step.order.target.identifier).now
        if old is not None:
            before = scope_of(old, step.order.target.facet)
            if search(before, (0, len(before.text)), find, step).matches:
                words = f"“{find.words}” stood there before {step.named(blame)}"
                raise Unexecuted("conflict", words)
    shown = f"“{find.words}”"
    if find.at:
        shown += f" at the {find.at}"
    if find.through is not None:
        shown += f" through “{find.through}”" if find.through else " through the end"
    where = " there" if scope.text else "; there is no such text"
    raise Unexecuted("words-not-found", f"{shown} does not stand{where}{hint(find, scope.text)}")


def add_words(step: Step, live: Live) -> Effect:
    """Put words at the start or the end of a provision's own text, or beside a sentence."""
    order = step.order
    text, notes = text_of(step)
    facet = order.target.facet
    if order.target.sentence is not None:
        scope = scope_of(live, facet)
        start, end = window_of(step, scope)
        place = start if order.position in {"before", "start"} else end
        effect = put_in(step, scope, [(place, place)], text)
    else:
        at_start = order.position in {"before", "start"}
        field = _own_field(live, facet, at_start=at_start)
        held = live.fields[field]
        place = 0 if at_start else len(held)
        live.edit(field, [fitted(held, place, place, text)], step.by)
        effect = Effect()
        _note(effect, live)
    effect.normalised |= notes
    return effect


def _own_field(live: Live, facet: str, *, at_start: bool) -> Field:
    """Return the field of a provision's own text that starts or ends it."""
    if facet == "heading":
        return "heading"
    if facet == "continuation":
        return "continuation"
    below = law_below(live)
    if facet == "chapeau" or at_start:
        return "chapeau" if live.fields["chapeau"] or below else "content"
    if below:
        return "continuation"
    return "content" if live.fields["content"] or not live.fields["chapeau"] else "chapeau"
