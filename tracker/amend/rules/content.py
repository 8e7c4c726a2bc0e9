"""The regulatory text that a rule shows below an instruction, and what of it is new.

A rule shows more than it changes: section headings, paragraphs above and rows of asterisks that
stand for text left as it is. `Shown` finds what belongs to one target.
"""

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from tracker.amend.execution import named
from tracker.model import OWN_FIELDS, Mark, Provision

STARS_RE = re.compile(r"\*(?:\s?\*){2,}")
_SUFFIX_RE = re.compile(r"~\d+(?=/|$)")


class Shown:
    """What is quoted below one numbered instruction."""

    def __init__(self, quoted: Iterable[Provision]) -> None:
        self.tops = tuple(quoted)

    def __bool__(self) -> bool:
        return bool(self.tops)

    def find(self, base: str, steps: Sequence[str]) -> Provision | None:
        """Return the provision shown for a place, None when it is not shown or not told apart."""
        for top in self._bases(base):
            found = _descend(top, steps)
            if found is not None:
                return found
        return None

    def level(self, *levels: str) -> Provision | None:
        """Return the first provision of one of the levels."""
        return next(
            (each for top in self.tops for each in top.walk() if each.level in levels), None
        )

    def rows(self) -> list[Provision]:
        """Return the rows of all tables shown."""
        return [each for top in self.tops for each in top.walk() if each.level == "row"]

    def entry(self, names: Sequence[str], others: Iterable[str]) -> tuple[Provision, ...]:
        """Return the rows of an entry: from the one it is named by to asterisks or the next one."""
        rows = self.rows()
        start = 0
        for name in names:
            found = [n for n in range(start, len(rows)) if named.bears(rows[n], name)]
            if not found:
                return ()
            start = found[0]
        end = start + 1
        while end < len(rows) and not _stars(rows[end]):
            if any(named.bears(rows[end], other) for other in others):
                break
            end += 1
        return tuple(rows[start:end])

    def _bases(self, base: str) -> list[Provision]:
        """Return where a section or supplement is shown; all that is shown when it is not named."""
        if base in {"", "."}:
            return list(self.tops)
        found = [
            each
            for top in self.tops
            for each in top.walk()
            if _SUFFIX_RE.sub("", each.path).rpartition("/")[2] == base
        ]
        others = any(
            each.level in {"section", "supplement", "appendix"}
            for top in self.tops
            for each in top.children
        )
        return found or ([] if others else list(self.tops))


def _descend(top: Provision, steps: Sequence[str]) -> Provision | None:
    """Return the provision below `top` at a path of designators and names."""
    if not steps:
        return top
    if not any(step.startswith("“") for step in steps):
        wanted = _SUFFIX_RE.sub("", top.path) + "/" + "/".join(steps)
        exact = [each for each in top.walk() if _SUFFIX_RE.sub("", each.path) == wanted]
        if exact:
            return max(exact, key=_words)
        return _in_order(top, steps)
    for start in _starts(steps):
        found = named.find(top, steps[start:])
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _starts(steps: Sequence[str]) -> list[int]:
    """Return where a path may start in what is shown, which often leaves captions above out."""
    return [n for n, step in enumerate(steps) if n == 0 or step.startswith("“")]


def _words(provision: Provision) -> int:
    """Return how much a provision says, asterisks left out."""
    return sum(len(STARS_RE.sub("", each.own_text)) for each in provision.walk())


def _in_order(top: Provision, steps: Sequence[str]) -> Provision | None:
    """Return the one provision before which the designators above it stand in order.

    For paragraphs shown with asterisks that were nested under the wrong one.
    """
    seen: list[str] = []
    found: list[Provision] = []
    for each in top.walk():
        step = each.num.strip("(). ")
        if not step:
            continue
        if step == steps[-1] and _subsequence(steps[:-1], seen):
            found.append(each)
        seen.append(step)
    return found[0] if len(found) == 1 else None


def _subsequence(wanted: Sequence[str], seen: Sequence[str]) -> bool:
    """Return whether all wanted designators occur in their order."""
    rest = iter(seen)
    return all(any(step == each for each in rest) for step in wanted)


def _stars(provision: Provision) -> bool:
    """Return whether a provision says only that text is left as it is."""
    return provision.level == "stars" or not STARS_RE.sub("", provision.own_text).strip(" .")


def own(provision: Provision) -> Provision:
    """Return a provision without those below it."""
    return replace(provision, children=())


def partial(provision: Provision) -> bool:
    """Return whether asterisks stand for a part of a provision or of those below it."""
    return any(
        each.level == "stars" or any(STARS_RE.search(getattr(each, f)) for f in OWN_FIELDS)
        for each in provision.walk()
    )


def reserved(path: str, num: str) -> Provision:
    """Return a designator that holds nothing."""
    content = "[Reserved]"
    return Provision(
        path, "paragraph", num=num, content=content, status="reserved", quoted=True,
        marks=(),
    )  # fmt: skip


def rows_of(table: Provision) -> list[list[str]]:
    """Return the cells of a table's rows."""
    return [
        [_cell(row, mark) for mark in row.marks if mark.kind == "cell"]
        for row in table.walk()
        if row.level == "row"
    ]


def _cell(row: Provision, mark: Mark) -> str:
    """Return the words of one cell."""
    return str(getattr(row, mark.field))[mark.start : mark.end]
