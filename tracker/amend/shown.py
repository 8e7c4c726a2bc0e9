"""New text that is shown with asterisks, laid over the law that it leaves as it is.

A rule revises a section and shows it with rows of asterisks: they stand for the text between what
is shown, which stays. What is shown takes the place of what bears the same designator or term; what
no asterisks cover is gone. Source: Document Drafting Handbook, Office of the Federal Register, "Use
of asterisks".
"""

import re

from tracker.amend.ordering import order_place
from tracker.amend.scope import law_below
from tracker.amend.state import Effect, Step, Unexecuted
from tracker.amend.tree import Live
from tracker.formats.paths import designation
from tracker.model import OWN_FIELDS, Field, Provision

STARS_RE = re.compile(r"\*(?:\s?\*){2,}")


def partial(provision: Provision) -> bool:
    """Return whether asterisks stand for a part of a provision or of those below it."""
    return any(
        each.level == "stars" or any(STARS_RE.search(getattr(each, f)) for f in OWN_FIELDS)
        for each in provision.walk()
    )


def lay_over(step: Step, live: Live, new: Provision, notes: set[str]) -> Effect:
    """Give a provision what is shown of its new text; raises Unexecuted before any change."""
    _check(live, new)
    effect = Effect(normalised=notes)
    stack = [(live, new)]
    while stack:
        held, shown = stack.pop()
        if _fields(step, held, shown):
            effect.after.append(held)
        stack += _children(step, held, shown, effect)
    effect.before += [each for each in effect.after if each.base is not None]
    return effect


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


def _check(live: Live, new: Provision) -> None:
    """Refuse asterisks within a sentence's text, and shown parts whose place is not told."""
    stack = [(live, new)]
    while stack:
        held, shown = stack.pop()
        for text in _texts(held, shown).values():
            if STARS_RE.search(text) and not _only_stars(text):
                words = f"asterisks stand for a part of the text of {shown.num or 'a paragraph'}"
                raise Unexecuted("base-differs", f"{words}, and which part is not said")
        pairs = _paired(held, shown)
        places = [law_below(held).index(mine) for _, mine in pairs if mine is not None]
        if places != sorted(set(places)):
            raise Unexecuted("base-differs", "what is shown stands in another order in the base")
        starred = any(child.level == "stars" for child in shown.children)
        for child, mine in pairs:
            if mine is not None:
                stack.append((mine, child))
            elif starred and not child.num and not _term(child):
                words = "a paragraph without designator is shown between asterisks"
                raise Unexecuted("base-differs", f"{words}, and the base has none like it")


def _paired(live: Live, shown: Provision) -> list[tuple[Provision, Live | None]]:
    """Return what is shown below a provision with what it stands for in the law."""
    below = law_below(live)
    return [
        (child, next((mine for mine in below if _same(mine, child)), None))
        for child in shown.children
        if child.level != "stars"
    ]


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


def _fields(step: Step, live: Live, shown: Provision) -> bool:
    """Give a provision the words that are shown; what asterisks stand for stays."""
    texts = _texts(live, shown)
    kept = any(_only_stars(text) for text in texts.values())
    changed = False
    for field, text in texts.items():
        if _only_stars(text) or (kept and not text) or live.fields[field] == text:
            continue
        marks = [m for m in shown.marks if m.field == field and m.kind != "stars"]
        live.put(field, text, marks, step.by)
        changed = True
    return changed


def _children(
    step: Step, live: Live, shown: Provision, effect: Effect
) -> list[tuple[Live, Provision]]:
    """Add, keep and remove what stands below; return the pairs to go on with."""
    pairs = _paired(live, shown)
    kept = {id(mine) for _, mine in pairs if mine is not None} | _spared(live, shown, pairs)
    inline = any(_only_stars(text) for text in _texts(live, shown).values())
    for each in law_below(live):
        if id(each) not in kept and not (inline and not shown.children):
            step.tree.remove(each, step.by)
            effect.before += [each] if each.base is not None else []
    before: Live | None = None
    for child, mine in pairs:
        held = mine
        if held is None:
            place = order_place(live, child)
            if before is not None and not designation(child.num):
                place = live.children.index(before) + 1
            held = step.tree.insert(live, place, child, step.by)
            effect.after.append(held)
        before = held
    return [(mine, child) for child, mine in pairs if mine is not None]


def _spared(live: Live, shown: Provision, pairs: list[tuple[Provision, Live | None]]) -> set[int]:
    """Return the provisions of the law that rows of asterisks stand for."""
    below = law_below(live)
    held = {id(child): mine for child, mine in pairs}
    spared: set[int] = set()
    last, gap = 0, False
    for child in shown.children:
        mine = held.get(id(child))
        if child.level == "stars":
            gap = True
        elif mine is not None:
            at = below.index(mine)
            spared |= {id(each) for each in below[last:at]} if gap else set()
            last, gap = at + 1, False
    return spared | ({id(each) for each in below[last:]} if gap else set())
