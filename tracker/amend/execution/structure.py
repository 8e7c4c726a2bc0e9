"""Instructions on provisions: adding, replacing, removing, redesignating them."""

import re

from tracker.amend.execution.ordering import (
    RANKS,
    check_follows,
    in_order,
    order_place,
    refuse_taken,
)
from tracker.amend.execution.quoted import prepared
from tracker.amend.execution.scope import APPARATUS, law_below
from tracker.amend.execution.shown import lay_over, partial
from tracker.amend.execution.state import Effect, Step, Unexecuted
from tracker.amend.execution.tree import Live
from tracker.amend.values import Rename
from tracker.formats.designators import readings
from tracker.formats.paths import BARE, designation
from tracker.model import OWN_FIELDS, Provision

_RESERVED = "[Reserved]"
_LABELS_RE = re.compile(r"\([^()\s]+\)")


def content_of(step: Step) -> tuple[tuple[Provision, ...], set[str]]:
    """Return an order's quoted content as law; raises Unexecuted when there is none."""
    content, notes = prepared(step.order.content, step.tree.base.format)
    if not content:
        raise Unexecuted("not-understood", "the order puts in provisions, and none were read")
    return content, notes


def run_of(step: Step, live: Live) -> list[Live]:
    """Return the provisions an order means: its target, or a run of siblings up to `until`."""
    if not step.order.until:
        return [live]
    last = step.target(step.order.until)
    if last.parent is not live.parent or live.parent is None:
        raise Unexecuted("base-differs", f"{step.order.until} does not stand beside the first one")
    siblings = live.parent.children
    start, end = siblings.index(live), siblings.index(last)
    if end < start:
        raise Unexecuted("base-differs", f"{step.order.until} stands before the first one")
    return siblings[start : end + 1]


def add(step: Step, live: Live) -> Effect:
    """Add provisions below, before or after the target."""
    content, notes = content_of(step)
    parent, at, neighbour = _place(step, live, content[0])
    taken = {designation(p.num) for p in content if p.num}
    reserved = refuse_taken(step, parent, taken)
    if neighbour is not None and not reserved:
        check_follows(neighbour, content[0])
    if content[0].num and not law_below(parent):
        _open(parent)
    effect = Effect(normalised=notes, remark=_number_unknown(step, content))
    for held in reserved:
        at = min(at, parent.children.index(held))
        step.tree.remove(held, step.by)
        effect.before.append(held)
    for offset, provision in enumerate(content):
        fitting = _at_level(parent, provision)
        effect.after.append(step.tree.insert(parent, at + offset, fitting, step.by))
    return effect


def _number_unknown(step: Step, content: tuple[Provision, ...]) -> str:
    """Return a remark on new sections of an Act: the Code's editors give them a number later."""
    new = [p.num for p in content if p.level == "section" and "§" not in p.num]
    if not new or not step.tree.base.work.startswith("/us/usc/"):
        return ""
    return f"{', '.join(new)} is the Act's number; the Code's is not known yet"


def _place(step: Step, live: Live, first: Provision) -> tuple[Live, int, Live | None]:
    """Return the parent, the place among its children, and the one that must come before."""
    order = step.order
    position = order.position
    if order.beside or position in {"before", "after"}:
        anchor = step.target(order.beside) if order.beside else live
        if anchor.parent is None:
            raise Unexecuted("not-understood", "nothing can stand beside a whole work")
        at = anchor.parent.children.index(anchor)
        return anchor.parent, at + (position != "before"), None
    below = law_below(live)
    numbered = [child for child in below if child.level != "continuation"]
    if position == "start":
        return live, live.children.index(below[0]) if below else 0, None
    if position == "end":
        if not numbered:
            return live, 0, None
        labelled = [child for child in numbered if designation(child.num)]
        if not labelled:
            return live, live.children.index(numbered[-1]) + 1, None
        return live, _after_list(live, labelled[-1]), labelled[-1]
    return live, order_place(live, first), None


def _after_list(parent: Live, last: Live) -> int:
    """Return the place after the last numbered child and paragraphs that belong to it."""
    at = parent.children.index(last) + 1
    while at < len(parent.children) and parent.children[at].level == "paragraph":
        at += 1
    return at


def _open(parent: Live) -> None:
    """Make a provision's own text the matter before its first child."""
    if parent.fields["content"] and not parent.fields["chapeau"]:
        parent.shift_field("content", "chapeau")


def _at_level(parent: Live, provision: Provision) -> Provision:
    """Return a provision at the level its new siblings have."""
    from msgspec import structs  # noqa: PLC0415 - used here alone

    siblings = [c for c in law_below(parent) if c.num and c.level in BARE]
    if provision.num and provision.level in BARE and siblings:
        return structs.replace(provision, level=siblings[0].level)
    return provision


def replace(step: Step, live: Live) -> Effect:
    """Make the target, or a run of provisions, read as the quoted content says."""
    content, notes = content_of(step)
    run = run_of(step, live)
    _refuse_amended(step, run)
    same = len(run) == 1 and _same_provision(live, content[0])
    if same and len(content) == 1:
        if partial(content[0]):
            return lay_over(step, live, content[0], notes)
        return _rewrite(step, live, content[0], notes)
    if len(run) == 1 and _all_below(live, content):
        return _refill(step, live, content, notes)
    parent = live.parent
    if parent is None or any(not p.num for p in content):
        raise Unexecuted("base-differs", "the quoted text is not of the kind that it replaces")
    others = [designation(p.num) for p in content]
    if step.order.action == "amend" and designation(live.num) not in others:
        words = f"the quoted text is designated {content[0].num} and the target {live.num}"
        raise Unexecuted("base-differs", words)
    refuse_taken(step, parent, set(others), leaving=run)
    at = parent.children.index(live)
    effect = Effect(before=[each for each in run if each.base is not None], normalised=notes)
    for each in run:
        step.tree.remove(each, step.by)
    for offset, provision in enumerate(content):
        fitting = _at_level(parent, provision)
        effect.after.append(step.tree.insert(parent, at + offset, fitting, step.by))
    return effect


def _same_provision(live: Live, new: Provision) -> bool:
    """Return whether quoted content is the target's own new text.

    A section of the Code bears another number than the section of the Act, and keeps it.
    """
    if not designation(new.num):
        return True
    if live.level == "section" and new.level == "section" and live.tree.base.format != "cfr-xml":
        return True
    return designation(live.num) == designation(new.num)


def _all_below(live: Live, content: tuple[Provision, ...]) -> bool:
    """Return whether quoted content is what stands below the target's number and heading."""
    rank = RANKS.get(live.level, -1) + 1
    first = any(place == 1 for _, place in readings(designation(content[0].num)))
    return first and all(p.num and RANKS.get(p.level) == rank for p in content)


def _refill(step: Step, live: Live, content: tuple[Provision, ...], notes: set[str]) -> Effect:
    """Give a provision other text below its number and heading.

    "Section 68 is amended to read as follows: ‘(a) …’".
    """
    for field in OWN_FIELDS:
        if field != "heading" and live.fields[field]:
            live.put(field, "", [], step.by)
    _put_below(step, live, content)
    return Effect([live] if live.base is not None else [], [live], notes)


def _put_below(step: Step, live: Live, content: tuple[Provision, ...]) -> None:
    """Replace what stands below a provision, apparatus apart."""
    for child in [c for c in live.children if c.level not in APPARATUS or c.level == "footnote"]:
        step.tree.remove(child, step.by)
    for at, coming in enumerate(content):
        step.tree.insert(live, at, coming, step.by)
    live.touch(step.by)


def _refuse_amended(step: Step, run: list[Live]) -> None:
    """Refuse to overwrite what an earlier instruction of the same text changed."""
    if step.sequential:
        return
    blame = sorted({by for live in run for by in step.blame(live)})
    made = {each.made_by for live in run for each in live.walk() if each.made_by}
    if blame or made:
        words = (
            f"what is to read otherwise was already changed by {step.named(blame or sorted(made))}"
        )
        raise Unexecuted("conflict", words)


def _rewrite(step: Step, live: Live, new: Provision, notes: set[str]) -> Effect:
    """Give a provision the words and the provisions below it of its new text."""
    if not new.num and not new.heading and live.fields["heading"]:
        words = "the new text does not say what becomes of the heading"
        raise Unexecuted("base-differs", words)
    before = [live] if live.base is not None else []
    for field in OWN_FIELDS:
        if live.fields[field] != getattr(new, field):
            marks = [mark for mark in new.marks if mark.field == field]
            live.put(field, getattr(new, field), marks, step.by)
    _put_below(step, live, new.children)
    live.status = new.status
    return Effect(before=before, after=[live], normalised=notes)


def remove(step: Step, live: Live) -> Effect:
    """Take the target, or a run of provisions, out of the law."""
    run = run_of(step, live)
    if any(each.parent is None for each in run):
        raise Unexecuted("not-understood", "a whole work cannot be struck")
    for each in run:
        step.tree.remove(each, step.by)
    return Effect(before=[each for each in run if each.base is not None])


def repeal(step: Step, live: Live, *, reserve: bool) -> Effect:
    """Empty provisions that keep their designator: repealed sections, reserved paragraphs."""
    if not reserve and live.level != "section":
        return remove(step, live)
    effect = Effect()
    for each in run_of(step, live):
        if each.parent is None:
            raise Unexecuted("not-understood", "a whole work cannot be repealed here")
        _empty(step, each, reserve=reserve)
        effect.after.append(each)
        effect.before += [each] if each.base is not None else []
    return effect


def _empty(step: Step, live: Live, *, reserve: bool) -> None:
    """Take out a provision's words and what stands below it, apparatus apart."""
    for field in OWN_FIELDS:
        if live.fields[field] and (reserve or field != "heading"):
            live.put(field, "", [], step.by)
    for child in [c for c in live.children if c.level not in APPARATUS or c.level == "footnote"]:
        step.tree.remove(child, step.by)
    if reserve:
        live.put("heading" if live.level not in BARE else "content", _RESERVED, [], step.by)
    live.status = "reserved" if reserve else "repealed"
    live.touch(step.by)


def redesignate(step: Step) -> Effect:
    """Give provisions other designators, all at once."""
    renames = step.order.renames
    if not renames:
        raise Unexecuted("not-understood", "no new designators were read")
    pairs = [(step.target(rename.old), rename) for rename in renames]
    lives = [live for live, _ in pairs]
    homes = [_home(step, live, rename) for live, rename in pairs]
    for (live, rename), home in zip(pairs, homes, strict=True):
        refuse_taken(step, home, {designation(_last(rename.num))}, leaving=[live, *lives])
    straight = [home for home in homes if in_order(home)]
    for (live, rename), home in zip(pairs, homes, strict=True):
        old_home = live.parent
        step.tree.rename(live, _last(rename.num), rename.level, step.by)
        if home is not old_home:
            if not law_below(home):
                _open(home)
            step.tree.move(live, home, order_place(home, live), step.by)
    for live, home in zip(lives, homes, strict=True):
        if home in straight and not in_order(home):
            step.tree.move(live, home, order_place(home, live), step.by)
    before = [live for live in lives if live.base is not None]
    return Effect(before=before, after=lives)


def _last(num: str) -> str:
    """Return the designator itself: `(b)(1)` -> `(1)`."""
    labels = _LABELS_RE.findall(num)
    return labels[-1] if len(labels) > 1 and "".join(labels) == num.replace(" ", "") else num


def _home(step: Step, live: Live, rename: Rename) -> Live:
    """Return the provision below which a redesignated one stands: its own, unless `(b)(1)` says."""
    labels = _LABELS_RE.findall(rename.num)
    if live.parent is None:
        raise Unexecuted("not-understood", "a whole work cannot be redesignated")
    if rename.home:
        return step.target(rename.home)
    if len(labels) < 2 or "".join(labels) != rename.num.replace(" ", ""):
        return live.parent
    section = re.match(r".*/s\d[^/]*", rename.old)
    if not section:
        raise Unexecuted("not-understood", f"where {rename.num} stands could not be read")
    above = "/".join([section[0], *[designation(label) for label in labels[:-1]]])
    return step.target(above)
