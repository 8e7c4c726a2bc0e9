"""What in a document is law, and what is the paper around it."""

from tracker.compare.outline import Outline

_LEVELS = """
    form preface longTitle docTitle officialTitle official-title congress session currentChamber
    current-chamber enrolledDateline relatedDocument signatures signature action attestation
    attestation-group endorsement legislativeHistory legis-num legis-type docNumber documentTitle
    amendment-form engrossed-amendment-form resolution-form starPrint star-print publicPrint
    coverText backMatter toc toc-entry popularName
"""
FRONT_AND_BACK = frozenset(_LEVELS.split())
"""Levels of captions, stage lines, sponsors, signatures, contents: no legislative text."""


def front_and_back(outline: Outline) -> set[int]:
    """Return the provisions that are, or stand in, front and back matter."""
    found: set[int] = set()
    for index, provision in enumerate(outline.provisions):
        if provision.level in FRONT_AND_BACK or outline.parent[index] in found:
            found.add(index)
    return found
