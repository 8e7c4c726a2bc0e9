"""A document as the rules see it: each provision with the words that lead up to it.

A rule that looks for an obligation or for words “in one provision” must read a list item together
with the chapeau that governs it. `Clause.lead` is that: the chapeaus (or contents) of all
ancestors, outermost first, and not their headings.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from tracker.model import Document, Provision

Where = Literal["operative", "quoted", "unquoted", "preamble", "whole"]
"""Which clauses a rule reads: the text with force (law that an instruction would make included),
only that law, only the rest, only front and back matter, or everything."""

FRONT = frozenset(
    {
        "cover", "crossHeading", "enactingFormula", "enrolledDateline", "form", "front",
        "longTitle", "preamble", "preface", "recital", "relatedDocument", "resolvingClause",
        "supplementary", "toc",
    }
)  # fmt: skip
"""Levels of matter before the text: it says what a document is, it commands nothing."""

BACK = frozenset(
    {
        "attestation", "authority", "back", "billingCode", "editorialNote", "effectiveDateNote",
        "endorsement", "footnote", "frDoc", "notes", "pendingAmendment", "signature",
        "signatures", "source", "sourceCredit", "statutoryNote", "subjects",
    }
)  # fmt: skip
"""Levels of matter after or beside the text, text that is not yet in force included."""


_HOPES_RE = re.compile(
    r"(?:congressional )?findings\b|sense of (?:the )?(?:congress|senate|house)", re.IGNORECASE
)
_HOPE_RE = re.compile(
    r"(?:It is the sense of|(?:The )?Congress (?:finds|makes the following find))"
)

ACTING = frozenset({"dates", "instruction", "part"})
"""Levels of a Federal Register document that act although they stand in its preamble's section:
its DATES paragraph says what it does on which day, its instructions amend the CFR."""


class Clause:
    """A provision in its place."""

    def __init__(self, provision: Provision, parent: "Clause | None", zone: str) -> None:
        self.provision = provision
        self.parent = parent
        self.zone = zone
        self.lead: str = parent.passed_on if parent else ""

    @property
    def path(self) -> str:
        """Identifier of the provision, without version."""
        return self.provision.path

    @cached_property
    def own(self) -> str:
        """Chapeau, content and continuation: the provision's words without its heading."""
        provision = self.provision
        return " ".join(
            part for part in (provision.chapeau, provision.content, provision.continuation) if part
        )

    @cached_property
    def passed_on(self) -> str:
        """What governs the children: the lead and the words before them."""
        provision = self.provision
        # An instruction ends where the law that it would make begins.
        if provision.children and provision.children[0].quoted and not provision.quoted:
            return ""
        before = provision.chapeau or provision.content
        return f"{self.lead} {before}".strip()

    @cached_property
    def context(self) -> str:
        """The lead and the provision's own words."""
        return f"{self.lead} {self.own}".strip()

    @cached_property
    def full(self) -> str:
        """The provision's words with all below it, labels left out."""
        parts = (
            part.own_text if part is not self.provision else self.own
            for part in self.provision.walk()
        )
        return " ".join(part for part in parts if part)

    def lineage(self) -> Iterator["Clause"]:
        """Yield this clause and its ancestors, innermost first."""
        clause: Clause | None = self
        while clause is not None:
            yield clause
            clause = clause.parent


class Text:
    """All clauses of a document; built once and read by every rule."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.clauses: tuple[Clause, ...] = tuple(_clauses(document))
        if not any(c.zone == "text" and c.provision.own_text for c in self.clauses):
            # A notice says all it says in its preamble.
            for clause in self.clauses:
                clause.zone = "text" if clause.zone == "front" else clause.zone
        self.by_path = {clause.path: clause for clause in self.clauses}

    def select(self, where: Where) -> Iterator[Clause]:
        """Yield the clauses of a part of the text, in document order."""
        for clause in self.clauses:
            if _selected(clause, where):
                yield clause

    @cached_property
    def words(self) -> int:
        """Number of words in operative clauses."""
        return sum(len(clause.provision.own_text.split()) for clause in self.select("operative"))


def _selected(clause: Clause, where: Where) -> bool:
    """Return whether a rule over `where` reads a clause."""
    match where:
        case "whole":
            return True
        case "preamble":
            return clause.zone != "text"
        case "quoted":
            return clause.provision.quoted
        case "unquoted":
            return clause.zone == "text" and not clause.provision.quoted
        case _:
            return clause.zone == "text"


def _clauses(document: Document) -> Iterator[Clause]:
    """Yield a clause per provision, parents first."""
    stack: list[tuple[Provision, Clause | None]] = [
        (child, None) for child in reversed(document.root.children)
    ]
    while stack:
        provision, parent = stack.pop()
        zone = parent.zone if parent and provision.level not in ACTING else "text"
        if zone == "text" and (provision.level in FRONT or provision.level in BACK):
            zone = "front" if provision.level in FRONT else "back"
        elif zone == "text" and (
            _HOPES_RE.match(provision.heading) or _HOPE_RE.match(provision.chapeau)
        ):
            zone = "hope"
        clause = Clause(provision, parent, zone)
        yield clause
        stack.extend((child, clause) for child in reversed(provision.children))
