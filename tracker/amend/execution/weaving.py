"""Putting provisions in place of words: text that is cut up into paragraphs.

"By striking ‘The Secretary’ and inserting the following: ‘(1) IN GENERAL.—The Secretary’": what
stood before the words stays with the provision, what stood after them goes on in the last of the
new provisions, and provisions below that now rank below the new ones stand under the last of them.
Where a level does not say where something goes, nothing is done.
"""

from msgspec import structs

from tracker.amend.execution.finding import Match
from tracker.amend.execution.matching import fitted
from tracker.amend.execution.ordering import RANKS, refuse_taken
from tracker.amend.execution.scope import Piece, Scope, law_below, scope_of
from tracker.amend.execution.state import Effect, Step, Unexecuted
from tracker.amend.execution.structure import content_of
from tracker.amend.execution.tree import Live
from tracker.amend.execution.worded import chosen, edit_words, text_of
from tracker.formats.paths import designation
from tracker.model import Field, Provision

_TOO_MANY = "what the new provisions leave of the old text would not be settled"


def weave(step: Step, live: Live) -> Effect:
    """Carry out an order that has words to find and provisions to put in."""
    special = _with_own_label(step, live) or _with_new_start(step, live)
    if special is not None:
        return special
    content, notes = content_of(step)
    scope = scope_of(live, step.order.target.facet)
    hits = chosen(step, live, scope)
    if len(hits.matches) != 1:
        raise Unexecuted("base-differs", "provisions are to stand in more than one place")
    match, scope = _at(step, hits.matches[0]), hits.scope
    first = scope.piece_at(match[0] + 1 if match[0] < match[1] else match[0])
    if first.field == "num":
        effect = _relabelled(step, scope, match, content)
    else:
        effect = _cut_up(step, scope, match, content)
    effect.normalised |= notes | set(hits.allowed)
    return effect


def _at(step: Step, match: Match) -> Match:
    """Return the range to be replaced: nothing, at one end, when the order only inserts."""
    if step.order.action in {"insert", "add"}:
        place = match[0] if step.order.position == "before" else match[1]
        return place, place
    return match


def _with_own_label(step: Step, live: Live) -> Effect | None:
    """Carry out an order whose words start with the target's own label, or return None.

    "By striking ‘(a) Subject to’ and inserting ‘(a) PROGRAM.— (1) Subject to’".
    """
    order = step.order
    if order.find is None or not live.num or not order.find.words.startswith(f"{live.num} "):
        return None
    content, notes = content_of(step)
    if len(content) != 1 or designation(content[0].num) != designation(live.num):
        raise Unexecuted("base-differs", "the words give a designator that the new text does not")
    new = content[0]
    words = structs.replace(order.find, words=order.find.words.removeprefix(f"{live.num} "))
    text = " ".join(part for part in (new.chapeau, new.content) if part)
    inner = structs.replace(
        step, order=structs.replace(order, find=words, text=text, content=new.children)
    )
    effect = weave(inner, live) if new.children else edit_words(inner, live)
    if new.heading and new.heading != live.fields["heading"]:
        marks = [mark for mark in new.marks if mark.field == "heading"]
        live.put("heading", new.heading, marks, step.by)
    effect.after.append(live)
    effect.normalised |= notes
    return effect


def _with_new_start(step: Step, live: Live) -> Effect | None:
    """Carry out an order on all of a provision before one of its parts, or return None.

    "By striking all that precedes paragraph (2) and inserting ‘(c) DEFINITIONS.—… (1) …’".
    """
    order = step.order
    if order.find is None or order.find.words or order.find.side != "before" or not order.beside:
        return None
    content, notes = content_of(step)
    anchor = step.target(order.beside)
    if len(content) != 1 or designation(content[0].num) != designation(live.num):
        raise Unexecuted("base-differs", "the new text does not start as the target does")
    if anchor.parent is not live:
        raise Unexecuted("base-differs", f"{order.beside} does not stand right below the target")
    new = content[0]
    at = live.children.index(anchor)
    going = [child for child in live.children[:at] if child in law_below(live)]
    refuse_taken(step, live, {designation(p.num) for p in new.children}, leaving=going)
    fields: dict[Field, str] = {"heading": new.heading, "content": ""}
    fields["chapeau"] = " ".join(part for part in (new.chapeau, new.content) if part)
    for field, text in fields.items():
        if live.fields[field] != text:
            live.put(field, text, [m for m in new.marks if m.field == field], step.by)
    for child in going:
        step.tree.remove(child, step.by)
    at = live.children.index(anchor)
    made = [step.tree.insert(live, at + n, child, step.by) for n, child in enumerate(new.children)]
    before = [each for each in (live, *going) if each.base is not None]
    return Effect(before=before, after=[live, *made], normalised=notes)


def _cut_up(step: Step, scope: Scope, match: Match, content: tuple[Provision, ...]) -> Effect:
    """Put provisions in place of words that start in a provision's running text."""
    start, end = match
    first = scope.piece_at(start + 1 if start < end else start)
    last = scope.piece_at(end)
    home = first.live
    if first.field not in {"chapeau", "content"} or any(not p.num for p in content):
        raise Unexecuted("base-differs", "the words do not stand where provisions can follow")
    rest = last.held[last.closing(end) :]
    swallowed = None if last.live is home else _swallowed(scope, match, home, last)
    at, under = _moving(home, content[-1], swallowed)
    refuse_taken(
        step, home, {designation(p.num) for p in content}, leaving=[*under, *_some(swallowed)]
    )
    if under and home.fields["continuation"]:
        raise Unexecuted("base-differs", _TOO_MANY)
    text, notes = text_of(step)
    held = first.held
    home.edit(first.field, [fitted(held, first.opening(start), len(held), text)], step.by)
    if first.field == "content":
        home.shift_field("content", "chapeau")
    if swallowed is not None:
        under = law_below(swallowed)
        step.tree.remove(swallowed, step.by)
    made = [
        step.tree.insert(home, at + offset, provision, step.by)
        for offset, provision in enumerate(content)
    ]
    leaf = _leaf(made[-1])
    _go_on(step, leaf, rest, opens=bool(under))
    for child in under:
        step.tree.move(child, leaf, len(leaf.children), step.by)
    before = [each for each in (home, *_some(swallowed)) if each.base is not None]
    return Effect(before=before, after=[home, *made], normalised=notes)


def _some(live: Live | None) -> list[Live]:
    """Return a provision in a list, or an empty one."""
    return [] if live is None else [live]


def _swallowed(scope: Scope, match: Match, home: Live, last: Piece) -> Live:
    """Return the child whose label and first words the match takes in."""
    child = last.live
    if child.parent is not home or last.field == "num":
        raise Unexecuted("base-differs", _TOO_MANY)
    for piece in scope.pieces:
        inside = match[0] < piece.start < last.start
        if inside and not (piece.live is child and piece.field in {"num", "heading"}):
            raise Unexecuted("base-differs", _TOO_MANY)
    return child


def _moving(home: Live, newest: Provision, swallowed: Live | None) -> tuple[int, list[Live]]:
    """Return where new provisions go, and which children come to stand under the last of them."""
    if swallowed is not None:
        return home.children.index(swallowed), []
    below = [child for child in law_below(home) if child.num]
    if not below:
        return 0, []
    at = home.children.index(below[0])
    leaf = newest
    while leaf.children:
        leaf = leaf.children[-1]
    new, held = RANKS.get(leaf.level, -1), {RANKS.get(child.level, -1) for child in below}
    top = RANKS.get(newest.level, -1)
    if held == {top}:
        return at, []
    if held == {new + 1} and new >= 0:
        return at, below
    raise Unexecuted("base-differs", _TOO_MANY)


def _leaf(live: Live) -> Live:
    """Return the last provision below, in which the old text goes on."""
    while law_below(live):
        live = law_below(live)[-1]
    return live


def _go_on(step: Step, leaf: Live, rest: str, *, opens: bool) -> None:
    """Let the rest of the old text follow a new provision's own."""
    field: Field = "content" if leaf.fields["content"] or not leaf.fields["chapeau"] else "chapeau"
    held = leaf.fields[field]
    if rest.strip():
        leaf.edit(field, [fitted(held, len(held), len(held), rest.strip())], step.by)
        grown = leaf.fields[field]
        leaf.fresh[field] = [(0, len(grown) - len(rest.strip()), step.by)]
    if opens and field == "content":
        leaf.shift_field("content", "chapeau")


def _relabelled(step: Step, scope: Scope, match: Match, content: tuple[Provision, ...]) -> Effect:
    """Give a provision another label and other first words: “(B) any” becomes “(ii) any”."""
    start, end = match
    first, last = scope.piece_at(start + 1), scope.piece_at(end)
    live = first.live
    new = content[0]
    if start != first.start or last.live is not live or len(content) > 1 or new.children:
        raise Unexecuted("base-differs", _TOO_MANY)
    home, at = _new_home(live, new)
    refuse_taken(step, home, {designation(new.num)}, leaving=[live])
    words = new.chapeau or new.content
    if last.field != "num":
        change = fitted(last.held, 0, last.closing(end), words)
        live.edit(last.field, [change], step.by)
    elif words:
        raise Unexecuted("base-differs", _TOO_MANY)
    step.tree.rename(live, new.num, new.level, step.by)
    if home is not live.parent:
        step.tree.move(live, home, at, step.by)
    return Effect(before=[live] if live.base is not None else [], after=[live])


def _new_home(live: Live, new: Provision) -> tuple[Live, int]:
    """Return below which provision a relabelled one stands, by its level."""
    parent = live.parent
    if parent is None:
        raise Unexecuted("not-understood", "a whole work cannot be relabelled")
    if new.level == live.level:
        return parent, parent.children.index(live)
    at = parent.children.index(live)
    before = [child for child in parent.children[:at] if child.num and child in law_below(parent)]
    rank = RANKS.get(new.level, -1)
    if before and rank == RANKS.get(before[-1].level, -1) + 1:
        return before[-1], len(before[-1].children)
    raise Unexecuted("base-differs", _TOO_MANY)
