"""New text that is shown with asterisks, laid over the law that it leaves as it is.

A rule revises a section and shows it with rows of asterisks: they stand for the text between what
is shown, which stays. What is shown takes the place of what bears the same designator or term; what
no asterisks cover is gone. Source: Document Drafting Handbook, Office of the Federal Register, "Use
of asterisks".
"""

import re

from msgspec import Struct

from tracker.amend.execution.ordering import order_place
from tracker.amend.execution.scope import APPARATUS, law_below
from tracker.amend.execution.state import Effect, Step, Unexecuted
from tracker.amend.execution.tree import Live
from tracker.formats.paths import designation
from tracker.model import OWN_FIELDS, Field, Provision

STARS_RE = re.compile(r"\*(?:\s?\*){2,}")


def partial(provision: Provision) -> bool:
    """Return whether asterisks stand for a part of a provision or of those below it."""
    return any(
        each.level == "stars" or any(STARS_RE.search(getattr(each, f)) for f in OWN_FIELDS)
        for each in provision.walk()
    )


class _Pair(Struct):
    """What is shown, what it stands for in the law, and the law that holds it."""

    shown: Provision
    live: Live | None
    parent: Live
    gap: bool
    """Whether asterisks stand between this and what is shown before it."""


def lay_over(step: Step, live: Live, new: Provision, notes: set[str]) -> Effect:
    """Give a provision what is shown of its new text; raises Unexecuted before any change."""
    pairs, gap = _pairs(live, new)
    _check(pairs, ends_open=gap)
    gone = _uncovered(live, pairs, ends_open=gap)
    effect = Effect(normalised=notes)
    for each in gone:
        step.tree.remove(each, step.by)
        effect.before += [each] if each.base is not None else []
    last: dict[int, Live] = {}
    for pair in pairs:
        if pair.live is None:
            pair.live = _put_in(step, pair, last.get(id(pair.parent)))
            effect.after.append(pair.live)
        elif _fields(step, pair.live, pair.shown):
            effect.after.append(pair.live)
        last[id(pair.parent)] = pair.live
    effect.before += [each for each in effect.after if each.base is not None]
    return effect


def _pairs(live: Live, new: Provision) -> tuple[list[_Pair], bool]:
    """Return what is shown in reading order, and whether asterisks stand at the end.

    "(a) * * *" stands for the text of (a) and for all below it up to what is shown next. Below what
    the law does not have nothing is paired: it is new as a whole.
    """
    found: list[_Pair] = []
    gap = False
    stack: list[tuple[Provision, Live | None, Live]] = [(new, live, live)]
    while stack:
        shown, mine, parent = stack.pop()
        if shown.level == "stars":
            gap = True
            continue
        found.append(_Pair(shown, mine, parent, gap))
        gap = False
        if mine is None:
            continue
        gap = any(_only_stars(text) for text in _texts(mine, shown).values())
        below = law_below(mine)
        stack.extend(
            (child, _counterpart(below, child), mine) for child in reversed(shown.children)
        )
    return found, gap


def _counterpart(below: list[Live], child: Provision) -> Live | None:
    """Return what is shown as the law has it; raises Unexecuted when two may be meant."""
    same = [] if child.level == "stars" else [each for each in below if _same(each, child)]
    if len(same) > 1:
        name = child.num or _term(child) or f"such {child.level}"
        raise Unexecuted("base-differs", f"the base has {len(same)} provisions {name}")
    return same[0] if same else None


def _uncovered(live: Live, pairs: list[_Pair], *, ends_open: bool) -> list[Live]:
    """Return the provisions of the law that neither are shown nor have asterisks for them."""
    order = [each for each in live.walk() if not _apparatus(each)]
    where = {id(each): place for place, each in enumerate(order)}
    covered: set[int] = set()
    last, gap = 0, False
    for pair in pairs:
        gap = gap or pair.gap
        if pair.live is None:
            continue
        place = where[id(pair.live)]
        covered.add(id(pair.live))
        if gap:
            covered |= {id(each) for each in order[last + 1 : place]}
        last, gap = place, False
    if gap or ends_open:
        covered |= {id(each) for each in order[last + 1 :]}
    gone = [each for each in order if id(each) not in covered]
    ids = {id(each) for each in gone}
    return [each for each in gone if id(each.parent) not in ids]


def _apparatus(live: Live) -> bool:
    """Return whether a provision, or one that holds it, is no law."""
    return any(each.level in APPARATUS for each in live.upwards())


def _put_in(step: Step, pair: _Pair, before: Live | None) -> Live:
    """Put a new provision at its place."""
    place = order_place(pair.parent, pair.shown)
    if before is not None and not designation(pair.shown.num):
        place = pair.parent.children.index(before) + 1
    return step.tree.insert(pair.parent, place, pair.shown, step.by)


def _only_stars(text: str) -> bool:
    """Return whether a text is asterisks and nothing else."""
    return bool(text) and not STARS_RE.sub("", text).strip(" .")


def _texts(live: Live, shown: Provision) -> dict[Field, str]:
    """Return the words that are shown for a provision, by the field of the law they stand in."""
    texts: dict[Field, str] = {field: getattr(shown, field) for field in OWN_FIELDS}
    if texts["content"] and not texts["chapeau"] and live.fields["chapeau"]:
        texts["chapeau"], texts["content"] = texts["content"], ""
    elif texts["chapeau"] and not texts["content"] and live.fields["content"]:
        below = law_below(live) and any(c.level != "stars" for c in shown.children)
        if not below:
            texts["content"], texts["chapeau"] = texts["chapeau"], ""
    return texts


def _check(pairs: list[_Pair], *, ends_open: bool) -> None:
    """Refuse asterisks whose meaning is not settled, and shown parts whose place is not told."""
    for pair, following in zip(pairs, [*pairs[1:], None], strict=True):
        if pair.live is None:
            if pair.gap and not pair.shown.num and not _term(pair.shown):
                words = "a paragraph without designator is shown between asterisks"
                raise Unexecuted("base-differs", f"{words}, and the base has none like it")
            continue
        texts = _texts(pair.live, pair.shown).values()
        name = pair.shown.num or "a paragraph"
        if any(STARS_RE.search(text) and not _only_stars(text) for text in texts):
            words = f"asterisks stand for a part of the text of {name}, and which is not said"
            raise Unexecuted("base-differs", words)
        ends = following.gap if following else ends_open
        if pair.shown.children or any(_only_stars(text) for text in texts) or not ends:
            continue
        if pair.live.base is not None and law_below(pair.live):
            words = f"asterisks after {name} may stand for what is below it or for what follows"
            raise Unexecuted("base-differs", words)
    places = [pair.live for pair in pairs if pair.live is not None]
    order = {id(each): place for place, each in enumerate(places[0].walk())} if places else {}
    found = [order.get(id(each), -1) for each in places]
    if found != sorted(set(found)):
        raise Unexecuted("base-differs", "what is shown stands in another order in the base")


def _same(mine: Live, child: Provision) -> bool:
    """Return whether what is shown stands for a provision of the law."""
    if designation(child.num):
        return designation(mine.num) == designation(child.num)
    if mine.num:
        return False
    if _term(child):
        return _term(mine) == _term(child)
    own = " ".join(mine.fields[field] for field in OWN_FIELDS if mine.fields[field])
    return mine.level == child.level and (own == child.own_text or child.level == "table")


def _term(item: Provision | Live) -> str:
    """Return the term that a provision defines at its start."""
    return next(
        (m.target.casefold() for m in item.marks if m.kind == "term" and m.target and m.start < 3),
        "",
    )


def _opens_with_stars(shown: Provision) -> bool:
    """Return whether asterisks stand right below a heading: for the text there, too."""
    silent = not (shown.chapeau or shown.content)
    return silent and bool(shown.children) and shown.children[0].level == "stars"


def _fields(step: Step, live: Live, shown: Provision) -> bool:
    """Give a provision the words that are shown; what asterisks stand for stays."""
    texts = _texts(live, shown)
    kept = any(_only_stars(text) for text in texts.values()) or _opens_with_stars(shown)
    changed = False
    for field, text in texts.items():
        if _only_stars(text) or (kept and not text) or live.fields[field] == text:
            continue
        marks = [m for m in shown.marks if m.field == field and m.kind != "stars"]
        live.put(field, text, marks, step.by)
        changed = True
    return changed
