"""From the identifier of a target to the provision it names, as the law stands and as it stood.

Amending texts name a Code section by title and number alone (`/us/usc/t50/s4812/a/1`), while a
base of the Code is a chapter (`/us/usc/t50/ch58/s4812/a/1`); CFR targets carry their part. Labels
are compared by designator, exactly: (a) is not (A). Quoted law, notes and contents are passed over.
"""

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from tracker.amend.execution import named
from tracker.amend.execution.scope import APPARATUS
from tracker.amend.execution.tree import Live, Tree
from tracker.formats.paths import BARE, designation, segment_of
from tracker.model import Provision

_BIG_RE = re.compile(r"(?:t|st|ch|sch|p|sp|d|sd|art|sart)[0-9IVXLA-Z]")
_SECTION_RE = re.compile(r"s\d")
_LAW_RE = re.compile(r"/us/(?:usc/t[^/]+|cfr/t[^/]+/p[^/]+|pl/\d+/\d+)")

Missing = Literal["", "not-understood", "other-law", "target-not-found", "base-differs"]


class Found(Struct):
    """What an identifier names in a base under amendment."""

    now: Live | None = None
    """The provision under this designator as earlier instructions left the law."""
    before: Live | None = None
    """The provision that had this designator in the base; removed ones included."""
    missing: Missing = ""
    detail: str = ""


def find(tree: Tree, identifier: str, *, deep: bool = False) -> Found:
    """Return what an identifier names; `missing` says why when it names nothing now.

    `deep` also finds a provision that an earlier instruction put further below than the identifier
    says, when it is the only one so designated: "clause (i) (as so designated)".
    """
    if not identifier:
        return Found(missing="not-understood", detail="which provision is meant could not be read")
    law = _LAW_RE.match(identifier)
    work = tree.base.work
    held = _LAW_RE.match(work)
    home = held[0] if held else work
    if not law or not home or not f"{law[0]}/".startswith(f"{home}/"):
        return Found(missing="other-law", detail=f"{identifier} is not part of {work}")
    rest = identifier[law.end() :] or law[0].removeprefix(home)  # a part of a whole title
    above, steps = _steps(rest)
    if not steps:
        return Found(now=tree.root, before=tree.root)
    if any(step.startswith("“") for step in steps):
        return _find_named(tree, identifier, steps)
    old = [p for p in _base_start(tree, steps[0]) if _stands_in(tree, p, steps[0], above)]
    now = [live for live in _live_start(tree, steps[0], old) if not live.gone]
    if not old and not now:
        return Found(missing=_strange(tree, steps[0]), detail=f"{work} has no {_said(steps[0])}")
    before_base = _descend_base(old, steps[1:])
    found = _descend_live(now, steps[1:], deep=deep)
    before = tree.at(before_base.path) if before_base is not None else None
    if len(found) > 1:
        words = f"the base has {len(found)} provisions under {identifier}"
        return Found(before=before, missing="base-differs", detail=words)
    if not found:
        words = f"there is no {identifier}"
        return Found(before=before, missing="target-not-found", detail=words)
    return Found(now=found[0], before=before)


def _find_named(tree: Tree, identifier: str, steps: list[str]) -> Found:
    """Return a part that is named by words; it is looked for in the base alone."""
    first = next(n for n, step in enumerate(steps) if step.startswith("“"))
    top: Provision | None = tree.base.root
    if first:
        top = _descend_base(_base_start(tree, steps[0]), steps[1:first])
    if top is None:
        return Found(missing="target-not-found", detail=f"there is no {identifier}")
    parts = named.find(top, steps[first:])
    if len(parts) > 1:
        words = f"the base has {len(parts)} provisions that {identifier} may mean"
        return Found(missing="base-differs", detail=words)
    if not parts:
        return Found(missing="target-not-found", detail=f"there is no {identifier}")
    live = tree.at(parts[0].path)
    if live.gone:
        return Found(before=live, missing="target-not-found", detail=f"there is no {identifier}")
    return Found(now=live, before=live)


def _steps(rest: str) -> tuple[list[str], list[str]]:
    """Return (chapters and parts above, steps) below the law; a section needs none above it."""
    steps = list(named.steps(rest))
    section = next((n for n, step in enumerate(steps) if _SECTION_RE.match(step)), None)
    if section is not None:
        return [], steps[section:]
    big = 0
    while big < len(steps) - 1 and _BIG_RE.match(steps[big]) and _BIG_RE.match(steps[big + 1]):
        big += 1
    return steps[:big], steps[big:]


def _stands_in(tree: Tree, provision: Provision, step: str, above: list[str]) -> bool:
    """Return whether a chapter or part stands in those that an identifier names above it.

    What the base is a part of counts as standing above all of it.
    """
    if not above or _SECTION_RE.match(step):
        return True
    names = tree.base.work.split("/")
    path = tree.above.get(provision.path)
    while path:
        names.append(path.rpartition("/")[2].partition("~")[0])
        path = tree.above.get(path)
    return all(name in names for name in above)


def _base_start(tree: Tree, step: str) -> list[Provision]:
    """Return the provisions of the base, at or above section level, that a first step names."""
    return tree.started.get(step, [])


def _live_start(tree: Tree, step: str, old: Iterable[Provision]) -> list[Live]:
    """Return the provisions that a first step names as the law stands now."""
    held = [tree.at(provision.path) for provision in old]
    kept = [live for live in held if not live.renamed_by]
    return kept + [live for live in tree.loose if _named(live, step) and not live.gone]


def _named(item: Provision | Live, step: str) -> bool:
    """Return whether a provision bears the designator that a step names."""
    if segment_of(item.level, item.num) == step:
        return True
    if item.level in BARE:
        return designation(item.num) == step
    return False


def _same(item: Provision | Live, step: str, *, own_path: bool) -> bool:
    """Return whether a step names a provision, by its designator or, unnumbered, by its path."""
    if item.level in APPARATUS or item.level == "quotedContent":
        return False
    return _named(item, step) or (
        own_path and not designation(item.num) and item.path.rpartition("/")[2] == step
    )


def _descend_base(start: list[Provision], steps: list[str]) -> Provision | None:
    """Return what steps name below provisions of the base, when it is one alone."""
    here = start
    for step in steps:
        here = [c for p in here for c in p.children if _same(c, step, own_path=True)] or [
            c
            for p in here
            for unnumbered in p.children
            if not unnumbered.num and unnumbered.level not in APPARATUS
            for c in unnumbered.children
            if _same(c, step, own_path=True)
        ]
    return here[0] if len(here) == 1 else None


def _descend_live(start: list[Live], steps: list[str], *, deep: bool) -> list[Live]:
    """Return what steps name below provisions as they stand now."""
    here = start
    for step in steps:
        above = here
        here = [c for p in here for c in p.children if _same(c, step, own_path=bool(c.base))] or [
            c
            for p in here
            for unnumbered in p.children
            if not unnumbered.num and unnumbered.level not in APPARATUS
            for c in unnumbered.children
            if _same(c, step, own_path=bool(c.base))
        ]
        if not here and deep:
            here = [c for p in above for c in p.walk() if _named(c, step) and _newly(c, p)]
    return here


def _newly(live: Live, top: Live) -> bool:
    """Return whether a provision came to stand below another by an earlier instruction."""
    between = [each for each in live.upwards() if top in each.upwards() and each is not top]
    return any(each.made_by or each.renamed_by for each in between)


def _strange(tree: Tree, step: str) -> Missing:
    """Return whether a section that the base lacks would lie in it or elsewhere in the title.

    A base of the Code is one chapter; a section number outside its range is another chapter's.
    """
    if not tree.base.work.startswith("/us/usc/"):
        return "target-not-found"
    number = _number(step)
    held = [n for n in (_number(name) for name in tree.started) if n is not None]
    if number is None or not held or min(held) <= number <= max(held):
        return "target-not-found"
    return "other-law"


def _number(step: str) -> int | None:
    """Return the number that a section's step starts with."""
    match = re.match(r"s(\d+)", step)
    return int(match[1]) if match else None


def _said(step: str) -> str:
    """Return a step in words."""
    return f"section {step[1:]}" if re.match(r"s\d", step) else step
