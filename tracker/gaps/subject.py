"""Which clauses of a text speak of the tracker's subject at all.

An omnibus bill has whistleblowers, penalties and owners of 50 percent that have nothing to do with
export controls. Rules therefore read a text as a whole only when its title, or enough of its
sections, speak of the subject; of any other text they read just the sections that do.
"""

from collections.abc import Iterable

from tracker.gaps import phrases
from tracker.gaps.clauses import Clause, Text

SUBJECT = (
    "Export Control Reform Act",
    "Export Administration Regulations",
    "subject to the EAR",
    "under the EAR",
    "of the EAR",
    "export control || export controls",
    "exported || reexported || reexport || re-export",
    "Entity List",
    "Commerce Control List",
    "remote access",
    "remotely accessed || accessed remotely",
    "remote use || cloud use",
    "cloud computing",
    "remote computing service || remote computing services",
    "infrastructure as a service",
    "artificial intelligence",
    "integrated circuit || integrated circuits",
    "advanced computing",
    "data center || data centers",
    "50 U.S.C. 4801 || 50 U.S.C. 4819 || 50 U.S.C. 4820 || 50 U.S.C. 4812",
)
"""Phrases of which one makes a section speak of the subject."""

_UNITS = frozenset({"section", "supplement", "part", "courtRule"})
_SHARE = 0.2
"""Least share of sections that must speak of the subject for the whole text to count."""


def on_subject(text: Text) -> frozenset[str] | None:
    """Return the paths of the clauses to read, or None for all of them."""
    units: dict[str, list[Clause]] = {}
    for clause in text.clauses:
        units.setdefault(_unit(clause), []).append(clause)
    sections = {unit: clauses for unit, clauses in units.items() if clauses[0].zone == "text"}
    speaking = {unit for unit, clauses in sections.items() if _speaks(clauses)}
    titled = any(phrases.first(phrase, text.document.title) for phrase in SUBJECT)
    if titled or not sections or len(speaking) >= _SHARE * len(sections):
        return None
    front = {unit for unit in units if unit not in sections}
    kept = speaking | front
    return frozenset(c.path for unit in kept for c in units[unit]) if speaking else frozenset()


def _unit(clause: Clause) -> str:
    """Return the path of the section, supplement or part that a clause stands in.

    A section inside quoted content belongs to the section that quotes it, unless that is all
    there is.
    """
    unit = clause
    for above in clause.lineage():
        if above.provision.level in _UNITS and not above.provision.quoted:
            return above.path
        unit = above
    return unit.path


def _speaks(clauses: Iterable[Clause]) -> bool:
    """Return whether one of the clauses holds a phrase of the subject."""
    return any(
        phrases.first(phrase, clause.provision.own_text) for clause in clauses for phrase in SUBJECT
    )
