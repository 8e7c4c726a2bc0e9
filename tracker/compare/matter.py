"""What in a document is law, and what is the paper around it."""

from tracker.compare.outline import Outline

_PAPER = """
    form preface longTitle docTitle officialTitle congress session currentChamber enrolledDateline
    relatedDocument signatures signature action attestation endorsement legislativeHistory
    docNumber documentTitle starPrint publicPrint backMatter toc toc-entry sidenote sourceCredit
"""
_APPARATUS = "sourceCredit pendingAmendment"

FRONT_AND_BACK = frozenset(_PAPER.split())
"""Levels of captions, stage lines, sponsors, signatures, contents, margin notes: no law text."""

APPARATUS = frozenset(_APPARATUS.split())
"""Levels of the Code of Federal Regulations and the Federal Register that the editors add.

A Federal Register document's ACTION line says what the document does, unlike a bill's stage line.
"""


def front_and_back(outline: Outline, source_format: str) -> set[int]:
    """Return the provisions that are, or stand in, front and back matter."""
    levels = APPARATUS if source_format in {"fr-xml", "cfr-xml"} else FRONT_AND_BACK
    found: set[int] = set()
    for index, provision in enumerate(outline.provisions):
        if provision.level in levels or outline.parent[index] in found:
            found.add(index)
    return found
