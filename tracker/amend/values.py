"""Amending instructions and what became of them; plain values without behaviour.

Names and value sets follow USLM 2.1: `AmendingActionTypeEnum`, `PositionEnum`, `ChoiceEnum`,
`quotedText`, `quotedContent`. One instruction is one action on one target: "paragraphs (3) and (4)
are each amended by striking …" is two.
"""

from datetime import date
from typing import Literal

from msgspec import Struct

from tracker.model import Document, Provision

Action = Literal[
    "amend",  # the target is to read as the quoted content says ("is amended to read as follows")
    "substitute",  # words or provisions are struck and others put in their place
    "insert",  # quoted text goes into the target's own words
    "add",  # provisions, sentences, table rows are added to the target
    "delete",  # words or provisions are struck and nothing takes their place
    "repeal",  # the target is repealed
    "repealAndReserve",  # the target is removed and its designator kept ("remove and reserve")
    "redesignate",  # the target gets another designator, and nothing else changes
    "noChange",  # "continues to read as follows"
    "unknown",  # an order to amend whose kind could not be read
]

Facet = Literal[
    "whole",  # the provision with all below it
    "num",  # its designator
    "heading",
    "chapeau",  # "the matter preceding paragraph (1)", "introductory text"
    "continuation",  # "the matter following subparagraph (C)", flush text
    "text",  # its own words, whichever field they stand in, not those of provisions below
    "authority",  # the authority citation of a CFR part
    "source",  # the source citation of a CFR part
    "toc",  # a table of sections or contents
    "table",  # a table's rows
]

Position = Literal["start", "before", "inside", "after", "end"]
Choice = Literal["none", "all", "first", "last"]
"""Which of several occurrences: `all` is "each place it appears"; `none` asks for exactly one."""


class Target(Struct, frozen=True):
    """The law that an instruction acts on."""

    identifier: str
    """`/us/usc/t50/s4812/a/1`, `/us/cfr/t15/p744/s744.11/a/2`; empty when it could not be read.
    No version and no chapter: a Code section is named by title and section alone. A part without
    designator is named by words in quotation marks, with which its heading, term or first cell
    starts: `/us/cfr/t27/p478/s478.11/“Bureau”`, `/us/cfr/t12/p1003/suppI/“2(a) Scope”/3/ii`; the
    words hold no quotation marks, and a solidus in them is not a separator."""
    facet: Facet = "whole"
    sentence: int | None = None
    """Counts sentences of the facet from 1; -1 is the last one."""


class Find(Struct, frozen=True):
    """Words to be found in the target: what is struck, or what an insertion stands beside."""

    words: str
    """As quoted, without the quotation marks; "the period at the end" is `.` with `at` end."""
    choice: Choice = "none"
    ordinal: int | None = None
    """"the second place it appears" is 2."""
    at: Literal["start", "end"] | None = None
    """Only at the very start or end of the target's text."""
    through: str | None = None
    """"and all that follows through ‘Y’": the words where the match ends (kept in the match);
    an empty string means through the end of the target's text."""
    side: Literal["", "before", "after"] = ""
    """"all that precedes ‘X’" or "follows": what is meant is all before or after the words (or,
    with no words, before or after the instruction's `beside`); the words themselves stay."""


class Rename(Struct, frozen=True):
    """One provision's new designator."""

    old: str
    """Identifier of the provision under its present designator."""
    num: str
    """The new designator as printed: `(4)`, `§ 744.12`."""
    level: str | None = None
    """The new level when it changes ("as clauses (i) and (ii)"), else None."""
    home: str = ""
    """Identifier of the provision below which it stands from then on, when that is another one:
    (m)(6) becomes (n). Designators that a `num` such as `(b)(1)` prints say the same."""


class Instruction(Struct, frozen=True):
    """One amending action on one target, as an amending text orders it."""

    number: int
    """Position in the amending document, from 1."""
    path: str
    """Identifier of the provision of the amending document that gives the order."""
    words: str
    """The words of the order, its scope included, without quoted content: what a person checks."""
    action: Action
    target: Target
    find: Find | None = None
    """What is struck (delete, substitute) or, with `position`, what the new words stand beside."""
    text: str = ""
    """Quoted text that is put in."""
    content: tuple[Provision, ...] = ()
    """Quoted content that is put in, with the paths it has in the amending document."""
    position: Position | None = None
    beside: str = ""
    """Identifier of the provision that new provisions stand before or after. On a table of
    contents (facet `toc`) the provision whose item is meant: the anchor of an `add`, otherwise
    the item that is struck, replaced, changed or redesignated."""
    renames: tuple[Rename, ...] = ()
    until: str = ""
    """Identifier of the last provision of a run ("paragraphs (3) through (5)"), for one action on
    the whole run; else empty."""
    effective: date | None = None
    """The day the instruction takes effect when it is not the document's own."""
    delayed: Literal["", "later", "stayed"] = ""
    """Said by the amending text itself: delayed indefinitely, or stayed."""
    problem: str = ""
    """Why the order could not be read in full; empty when it was."""


Reason = Literal[
    "",
    "target-not-found",
    "words-not-found",
    "words-ambiguous",  # found n times where one is meant
    "base-differs",  # the base does not have the shape that the order takes for granted
    "not-understood",
    "conflict",  # with an earlier instruction of the same text
    "effective-later",
    "stayed",
    "other-law",  # the target does not belong to this base
]


class Edit(Struct, frozen=True):
    """One provision's own words right before and right after one instruction."""

    path: str
    """In the base (in the result, for one that an earlier instruction put in); empty for a
    provision that this instruction adds."""
    now: str
    """In the result; empty for a provision that this instruction removes."""
    old: str
    """Own text (`Provision.own_text`), its label not included."""
    new: str
    old_num: str = ""
    new_num: str = ""


class Entry(Struct, frozen=True):
    """What became of one instruction."""

    instruction: Instruction
    executed: bool
    reason: Reason = ""
    detail: str = ""
    """One sentence for a person: which words, how many times, which instruction."""
    normalised: tuple[str, ...] = ()
    """What was treated as equal to find words, or set in the law's own style: `quotation-marks`,
    `dashes`, `spaces`, `case`, `headings`, `editors-brackets`, `code-citations`."""
    before: tuple[str, ...] = ()
    """Paths in the base that the instruction changed or removed."""
    after: tuple[str, ...] = ()
    """Paths in the result where its effect stands."""
    edits: tuple[Edit, ...] = ()
    """What this instruction alone did, provision by provision; provisions added or removed with
    all below them are listed one by one."""


class Amended(Struct, frozen=True):
    """A base with instructions executed: computed, unofficial."""

    base: Document
    result: Document
    ledger: tuple[Entry, ...]
    """One entry for each instruction, in their order."""

    @property
    def executed(self) -> int:
        """Number of instructions executed."""
        return sum(entry.executed for entry in self.ledger)
