"""All that one amending text would do to the law held: what pages, reports and alerts show."""

from msgspec import Struct

from tracker.amend.values import Amended, Entry
from tracker.amend.witnesses import Testimony
from tracker.model import Record


class OnBase(Struct, frozen=True):
    """An amending text executed on one base."""

    base: Record
    amended: Amended
    later: Record | None = None
    """The official version after the base, when it may show what the text did."""
    testimony: Testimony | None = None
    """The computed text beside `later`, provision by provision; None without it."""


class AsAmended(Struct, frozen=True):
    """One version of an amending text, executed on every base it acts on."""

    record: Record
    """The amending text."""
    title: str
    ledger: tuple[Entry, ...]
    """One entry for each instruction, in their order, whatever law it acts on."""
    bases: tuple[OnBase, ...]

    @property
    def executed(self) -> int:
        """Number of instructions executed."""
        return sum(entry.executed for entry in self.ledger)
