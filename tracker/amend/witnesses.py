"""Three witnesses: the computed text, the official later text, the diff between official versions.

Where an official text of the time after the instructions exists, each provision that they touched
is set beside it. A difference is a divergence: the law may have been changed by other texts too,
and the Code's editors translate an Act's references ("this part" becomes "this subchapter"). It is
shown with both texts, never repaired, and never called an error.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from tracker.amend.values import Amended
from tracker.compare import compare
from tracker.compare.labels import redesignated
from tracker.compare.words import word_edits
from tracker.model import OWN_FIELDS, Change, ChangeKind, Document, Field, Provision, WordEdit

Verdict = Literal[
    "agrees",  # the official text says the same
    "diverges",  # it says something else
    "absent",  # it has no such provision
    "unasked",  # it changed where no instruction of this text changed anything
]

_EDITORIAL = frozenset(
    {
        "notes",
        "sourceCredit",
        "toc",
        "editorialNote",
        "effectiveDateNote",
        "pendingAmendment",
        "sidenote",
    }
)
"""Levels that editors keep; no instruction changes them, so no agreement is looked for."""


class Agreement(Struct, frozen=True):
    """One provision as computed and as the official text has it."""

    verdict: Verdict
    path: str
    """Path in the computed text, or in the base for what an instruction took out; empty when
    neither has such a provision."""
    official_path: str
    """Path in the official text; empty when it has no such provision."""
    instructions: tuple[int, ...]
    """Numbers of the instructions that touched it."""
    computed: str
    official: str
    words: tuple[WordEdit, ...]
    """From the computed to the official words."""
    official_change: ChangeKind | Literal[""]
    """What the diff between the official versions says of it: the third witness."""
    types: tuple[str, ...] = ()
    """What the difference is about, as `tracker.compare` names it."""


class Testimony(Struct, frozen=True):
    """All that an official later text says of a computed one."""

    official: str
    """Version of the official text."""
    agreements: tuple[Agreement, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Number of provisions by verdict; every verdict is present."""
        found = Counter(each.verdict for each in self.agreements)
        return {verdict: found[verdict] for verdict in Verdict.__args__}  # type: ignore[attr-defined]


def witness(amended: Amended, official: Document) -> Testimony:
    """Return where the official later text agrees with the computed one, provision by provision."""
    return Testimony(official.version, tuple(_Hearing(amended, official).agreements()))


class _Hearing:
    """Three diffs and who touched what."""

    def __init__(self, amended: Amended, official: Document) -> None:
        self.amended = amended
        self.editorial = (
            _editorial(amended.base) | _editorial(official) | _editorial(amended.result)
        )
        self.code = official.work.startswith("/us/usc/")
        ours = compare(amended.base, amended.result).changes
        theirs = compare(amended.base, official).changes
        self.between = compare(amended.result, official).changes
        self.touched = {c.new.path for c in ours if c.new and c.kind != "unchanged"}
        self.touched |= {path for entry in amended.ledger for path in entry.after}
        self.gone = [c.old for c in ours if c.old and c.kind == "deleted"]
        self.kept = {c.old.path for c in theirs if c.old and c.new}
        self.by_new: dict[str, Change] = {c.new.path: c for c in theirs if c.new}
        self.by_old: dict[str, Change] = {c.old.path: c for c in theirs if c.old}

        held = [self.by_old.get(old.path) for old in self.gone]
        self.back = {change.new.path for change in held if change and change.new}
        """Official paths of what an instruction took out and the official text kept."""

    def agreements(self) -> Iterable[Agreement]:
        """Yield what is touched or changed, in reading order of the official text."""
        for change in self.between:
            if not self._counts(change.old) or not self._counts(change.new):
                continue
            found = self._pair(change)
            if found:
                yield found
        for old in self.gone:
            if self._counts(old):
                yield self._removed(old)

    def _counts(self, provision: Provision | None) -> bool:
        """Return whether a provision is law, as far as there is one."""
        return provision is None or provision.path not in self.editorial

    def _pair(self, change: Change) -> Agreement | None:
        """Return what a pair of computed and official provision shows, or None for nothing."""
        ours, theirs = change.old, change.new
        mine = ours is not None and ours.path in self.touched
        computed = _own(ours, code=self.code)
        official = _own(theirs, code=self.code)
        if theirs is None:
            assert ours is not None  # noqa: S101 - a change has one side at least
            if not mine and ours.path not in self.by_old:
                return None
            verdict: Verdict = "absent" if mine else "unasked"
        else:
            same = computed == official and not (
                ours is not None and redesignated(ours.num, theirs.num)
            )
            if mine:
                verdict = "agrees" if same else "diverges"
            elif (same and ours is not None) or theirs.path in self.back:
                return None
            else:
                verdict = "unasked"
        return Agreement(
            verdict,
            ours.path if ours else "",
            theirs.path if theirs else "",
            self._who(ours.path) if ours else (),
            computed,
            official,
            word_edits(computed, official),
            self._third(ours, theirs),
            change.types,
        )

    def _third(self, ours: Provision | None, theirs: Provision | None) -> ChangeKind | Literal[""]:
        """Return what happened to a provision between the official versions."""
        change = self.by_new.get(theirs.path) if theirs else None
        if change is None and ours is not None:
            change = self.by_old.get(ours.path)
        return change.kind if change else ""

    def _removed(self, old: Provision) -> Agreement:
        """Return what became officially of a provision that an instruction took out."""
        change = self.by_old.get(old.path)
        still = change.new if change else None
        official = _own(still, code=self.code)
        return Agreement(
            "diverges" if still else "agrees",
            old.path,
            still.path if still else "",
            self._who(old.path, before=True),
            "",
            official,
            word_edits("", official),
            change.kind if change else "",
        )

    def _who(self, path: str, *, before: bool = False) -> tuple[int, ...]:
        """Return the instructions whose effect stands in a provision or in one that holds it."""
        found = []
        for entry in self.amended.ledger:
            places = entry.before if before else entry.after
            if any(path == place or path.startswith(f"{place}/") for place in places):
                found.append(entry.instruction.number)
        return tuple(found)


def _editorial(document: Document) -> set[str]:
    """Return the paths of what editors keep, with all below it; in the Code, footnotes too."""
    code = document.work.startswith("/us/usc/")
    found: set[str] = set()
    for provision in document.root.walk():
        if (
            provision.path in found
            or provision.level in _EDITORIAL
            or (code and provision.level == "footnote")
        ):
            found.add(provision.path)
            found.update(child.path for child in provision.children)
    return found


def _own(provision: Provision | None, *, code: bool) -> str:
    """Return a provision's own text; in the Code without the editors' footnote marks."""
    if provision is None:
        return ""
    if not code or not any(mark.kind == "footnote" for mark in provision.marks):
        return provision.own_text
    return " ".join(text for text in (_bare(provision, field) for field in OWN_FIELDS) if text)


def _bare(provision: Provision, field: Field) -> str:
    """Return a field's text without footnote marks."""
    text: str = getattr(provision, field)
    marks = [m for m in provision.marks if m.field == field and m.kind == "footnote"]
    for mark in sorted(marks, key=lambda m: m.start, reverse=True):
        text = text[: mark.start].rstrip() + text[mark.end :]
    return text
