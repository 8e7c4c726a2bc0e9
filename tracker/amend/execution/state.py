"""What one instruction needs to know while it is carried out, and how it says no.

The drafting rule. Steps of one text are carried out in the order in which they stand, and a
reference means the law as it then stands. That is how bills and rules are drafted: a step that
means a redesignated provision says "as so redesignated", "newly redesignated" (House Legislative
Counsel's Manual on Drafting Style, HLC 104-1; Senate Legislative Drafting Manual; Office of the
Federal Register, Document Drafting Handbook, on amendatory instructions).

    redesignate (3) as (4), then "paragraph (4)"          nothing else is (4): the redesignated one
    … then "paragraph (3) (as so redesignated)"           the law as it then stands
    … then "paragraph (3)", and there is a new one        two readings: a conflict, never a guess
    … then "paragraph (3)", and there is none             only the old law has it: a conflict
    insert (3) after (2), then redesignate (3) as (4)     two (3) are no law: the insertion waits
    words that only an earlier step put in                a conflict, unless "as so amended"
"""

import re
from typing import Never

from msgspec import Struct, field

from tracker.amend.execution.locate import Found, find
from tracker.amend.execution.tree import Live, Tree
from tracker.amend.values import Instruction, Reason

_AS_REDESIGNATED_RE = re.compile(
    r"\b(?:as (?:so |hereby |otherwise )?|newly[ -])(?:re)?designated|\bas (?:so )?(?:amended|added"
    r"|inserted)\b|\bnewly[ -]added\b|\bas redesignated by\b",
    re.IGNORECASE,
)


class Unexecuted(Exception):  # noqa: N818 - an outcome, not an error
    """An instruction cannot be carried out to the letter; nothing was changed."""

    def __init__(self, reason: Reason, detail: str, *, held_by: Live | None = None) -> None:
        super().__init__(detail)
        self.held_by = held_by
        """The provision of the base that bears a designator that the order would give."""
        self.reason = reason
        self.detail = detail


class Effect(Struct):
    """What carrying out an instruction touched."""

    before: list[Live] = field(default_factory=list)
    """Provisions of the base that were changed or removed."""
    after: list[Live] = field(default_factory=list)
    """Provisions in which the effect stands."""
    normalised: set[str] = field(default_factory=set)
    remark: str = ""
    """What a person should know of an order that was carried out."""


class Step(Struct):
    """One instruction on its way, with the law as earlier instructions left it."""

    tree: Tree
    pristine: Tree
    """The base as no instruction has touched it."""
    order: Instruction
    by: int
    """Place of the instruction among all that are carried out, from 1."""
    numbers: list[int]
    """Number of each instruction by its place."""

    @property
    def sequential(self) -> bool:
        """Whether the order itself says that it means the law as earlier steps left it."""
        return bool(_AS_REDESIGNATED_RE.search(self.order.words))

    def name(self, by: int) -> str:
        """Return words for an earlier instruction."""
        return f"instruction {self.numbers[by - 1]}"

    def target(self, identifier: str) -> Live:
        """Return the one provision that an identifier means; raises Unexecuted when none is."""
        found = find(self.tree, identifier, deep=self.sequential)
        if found.now is None:
            self._missing(identifier, found)
        now, before = found.now, found.before
        if before is None and now.made_by and not self.sequential:
            raise Unexecuted("conflict", f"{identifier} was put in by {self.name(now.made_by)}")
        if before is not None and before is not now and not self.sequential:
            raise Unexecuted("conflict", self._two_readings(identifier, now, before))
        return now

    def _missing(self, identifier: str, found: Found) -> Never:
        """Say why an identifier names nothing."""
        before = found.before
        if before is not None:
            for each in before.upwards():
                if each.removed_by:
                    words = f"{identifier} was removed by {self.name(each.removed_by)}"
                    raise Unexecuted("conflict", words)
                if each.renamed_by:
                    words = (
                        f"{identifier} was redesignated by {self.name(each.renamed_by)}, "
                        "and nothing bears its old designator now"
                    )
                    raise Unexecuted("conflict", words)
        raise Unexecuted(found.missing or "target-not-found", found.detail)

    def _two_readings(self, identifier: str, now: Live, before: Live) -> str:
        """Return words for a designator that changed hands."""
        by = next((n for live in (now, before) for e in live.upwards() for n in _movers(e) if n), 0)
        return (
            f"{identifier} means one provision before {self.name(by)} and another after it, "
            "and the order does not say which"
        )

    def blame(self, live: Live) -> list[int]:
        """Return the instructions that changed a provision or anything below it."""
        found = {by for each in live.walk() for by in each.changed_by}
        return sorted(found - {self.by})

    def named(self, many: list[int]) -> str:
        """Return words for several earlier instructions."""
        numbers = [str(self.numbers[by - 1]) for by in many]
        if len(numbers) == 1:
            return f"instruction {numbers[0]}"
        return f"instructions {', '.join(numbers[:-1])} and {numbers[-1]}"


def _movers(live: Live) -> tuple[int, int, int]:
    """Return the instructions that put in, redesignated or removed a provision."""
    return live.renamed_by, live.made_by, live.removed_by
