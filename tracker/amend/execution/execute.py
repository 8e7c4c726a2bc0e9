"""Carry out instructions on a base, copy-on-write, and keep the ledger.

Instructions are carried out in their order (the drafting rule stands in `execution.state`). Each
ends executed, or unexecuted with the true reason and one sentence; what is unexecuted leaves
the text as if it were absent, and spoils no other.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct

from tracker.amend.execution.entries import add_entry, remove_entry, replace_entry
from tracker.amend.execution.facets import replace_facet
from tracker.amend.execution.locate import find
from tracker.amend.execution.state import Effect, Step, Unexecuted
from tracker.amend.execution.structure import add, redesignate, remove, repeal, replace
from tracker.amend.execution.tree import Live, Tree
from tracker.amend.execution.weaving import weave
from tracker.amend.execution.worded import add_words, edit_words
from tracker.amend.values import Amended, Edit, Entry, Instruction
from tracker.model import Document


class _Changed(Struct):
    """What a step made of one provision."""

    live: Live
    before: tuple[str, str] | None
    """(label, own words); None for a provision that the step put in."""
    after: tuple[str, str] | None
    """The same after the step; None for a provision that it removed."""


class _Outcome(Struct):
    """An instruction with what became of it, before the result's paths are known."""

    order: Instruction
    effect: Effect | None
    refusal: Unexecuted | None = None
    changed: list[_Changed] = []


def execute(
    base: Document, instructions: Sequence[Instruction], *, on: date | None = None
) -> Amended:
    """Return the base with the instructions carried out, and the ledger.

    With a date `on`, instructions that take effect later are left to the ledger; without one only
    those that the text itself delays indefinitely or stays. The base is never changed. Raises
    nothing for any instruction.
    """
    tree, pristine = Tree(base), Tree(base)
    numbers = [order.number for order in instructions]
    steps = [Step(tree, pristine, order, by, numbers) for by, order in enumerate(instructions, 1)]
    outcomes: dict[int, _Outcome] = {}
    waiting: dict[int, list[Step]] = defaultdict(list)
    queue = deque(steps)
    while queue:
        step = queue.popleft()
        outcome = outcomes[step.by] = _tried(step, on)
        freeing = _freed_later(outcome, step, steps, outcomes)
        if freeing:
            waiting[freeing].append(step)
        queue.extendleft(reversed(waiting.pop(step.by, [])))
    result = tree.frozen()
    return Amended(base, result, tuple([_entry(outcomes[step.by]) for step in steps]))


def _tried(step: Step, on: date | None) -> _Outcome:
    """Return what becomes of one instruction now."""
    step.tree.noted = {}
    try:
        _refuse_unready(step.order, on)
        effect = _carry_out(step)
    except Unexecuted as refusal:
        return _Outcome(step.order, None, refusal)
    return _Outcome(step.order, effect, changed=_changed(step.tree))


def _freed_later(
    outcome: _Outcome, step: Step, steps: list[Step], outcomes: dict[int, _Outcome]
) -> int:
    """Return the place of a later instruction that frees the designator this one needs, or 0.

    "By inserting after paragraph (2) the following new paragraph (3), and by redesignating
    paragraphs (3) and (4) as (4) and (5)": two paragraphs (3) are no possible law, so both are
    meant at once, and the insertion waits for the redesignation.
    """
    held = outcome.refusal.held_by if outcome.refusal else None
    if held is None or held.base is None:
        return 0
    for later in steps[step.by :]:
        if later.by not in outcomes and _frees(later, held.base.path):
            return later.by
    return 0


def _frees(step: Step, path: str) -> bool:
    """Return whether an instruction gives up the designator of a provision of the base."""
    order = step.order
    named = [rename.old for rename in order.renames]
    if order.action == "delete" and order.find is None and order.target.facet == "whole":
        named += [order.target.identifier, order.until]
    found = [find(step.pristine, each).now for each in named if each]
    return any(live is not None and live.path == path for live in found)


def _changed(tree: Tree) -> list[_Changed]:
    """Return what the step just carried out made of each provision that it changed."""
    found = []
    for live, before in tree.noted.items():
        after = None if live.gone else (live.num, live.own_text)
        if before != after:
            found.append(_Changed(live, before, after))
    return found


def _refuse_unready(order: Instruction, on: date | None) -> None:
    """Refuse what was not understood, is stayed, or takes effect later."""
    if order.problem or order.action == "unknown":
        words = order.problem or "what is ordered could not be read"
        raise Unexecuted("not-understood", words)
    if order.delayed == "stayed":
        raise Unexecuted("stayed", "the amending text stays this instruction")
    if order.delayed == "later":
        raise Unexecuted(
            "effective-later", "the amending text delays this instruction indefinitely"
        )
    if on is not None and order.effective is not None and on < order.effective:
        raise Unexecuted("effective-later", f"it takes effect on {order.effective.isoformat()}")


def _carry_out(step: Step) -> Effect:
    """Carry out one instruction; raises Unexecuted before anything is changed."""
    order = step.order
    if order.action == "redesignate":
        return redesignate(step)
    named = order.target.identifier
    live = step.target(order.beside if order.content and not named else named)
    if order.action == "noChange":
        return Effect()
    if order.find is not None and order.content:
        return weave(step, live)
    if order.find is not None:
        return edit_words(step, live)
    return _ACTIONS[order.action](step, live)


def _add(step: Step, live: Live) -> Effect:
    """Add provisions, or words."""
    if step.order.target.facet == "table":
        return add_entry(step, live)
    if step.order.content:
        return add(step, live)
    if not step.order.text:
        raise Unexecuted("not-understood", "what is to be put in could not be read")
    return add_words(step, live)


def _replace(step: Step, live: Live) -> Effect:
    """Replace provisions, or the words of a facet."""
    target = step.order.target
    if target.facet == "table" and live.level != "table":
        return replace_entry(step, live)
    if target.facet in _WHOLE and target.sentence is None and step.order.content:
        return replace(step, live)
    return replace_facet(step, live)


def _delete(step: Step, live: Live) -> Effect:
    """Remove provisions, or the words of a facet."""
    target = step.order.target
    if target.facet == "table" and live.level != "table":
        return remove_entry(step, live)
    if target.facet in _WHOLE and target.sentence is None:
        return remove(step, live)
    return replace_facet(step, live)


_WHOLE = frozenset({"whole", "table"})
"""Facets that are provisions rather than words of one."""

_ACTIONS: dict[str, Callable[[Step, Live], Effect]] = {
    "add": _add,
    "insert": _add,
    "amend": _replace,
    "substitute": _replace,
    "delete": _delete,
    "repeal": lambda step, live: repeal(step, live, reserve=False),
    "repealAndReserve": lambda step, live: repeal(step, live, reserve=True),
}


def _entry(outcome: _Outcome) -> Entry:
    """Return the ledger's line, with the paths that the result has."""
    effect, refusal = outcome.effect, outcome.refusal
    if effect is None or refusal is not None:
        return Entry(
            outcome.order,
            executed=False,
            reason=refusal.reason if refusal else "",
            detail=refusal.detail if refusal else "",
        )
    return Entry(
        outcome.order,
        executed=True,
        detail=effect.remark,
        normalised=tuple(sorted(effect.normalised)),
        before=_paths([live.base.path for live in effect.before if live.base is not None]),
        after=_paths([live.path for live in effect.after if not live.gone]),
        edits=tuple([_edit(change) for change in outcome.changed]),
    )


def _edit(change: _Changed) -> Edit:
    """Return a step's change of one provision, under the paths of base and result."""
    live = change.live
    old_num, old = change.before or ("", "")
    new_num, new = change.after or ("", "")
    return Edit(
        path=(live.base.path if live.base else live.path) if change.before else "",
        now=live.path if change.after else "",
        old=old,
        new=new,
        old_num=old_num,
        new_num=new_num,
    )


def _paths(paths: list[str]) -> tuple[str, ...]:
    """Return paths once each, in their order."""
    return tuple(dict.fromkeys(paths))
