"""The law as it would read: instructions are read, then executed on a base version.

    Document (bill, law, rule) ──read──▶ Instructions ──execute(base)──▶ Amended (text and ledger)

`statutes` reads bills and public laws, `rules` the Federal Register, both in the words of USLM
2.1's amending actions; `execution` applies what they read to a base, copy-on-write, and never
guesses: an instruction that cannot be carried out to the letter stands in the ledger with its
reason. `witnesses` sets the result beside official texts.
"""

from collections.abc import Mapping
from importlib import import_module

from tracker.amend.values import Instruction
from tracker.model import Document


def read(document: Document, *, code: Mapping[str, str] | None = None) -> tuple[Instruction, ...]:
    """Return the amending instructions of a bill, a public law or a Federal Register document.

    `code` maps Act sections to Code sections (`acts.act_sections`); rules do not need it.
    """
    if document.format == "fr-xml" or document.work.startswith("/us/fr/"):
        # Its grammar is built only when asked for.
        rules = import_module("tracker.amend.rules.reading")
        found: tuple[Instruction, ...] = rules.read(document)
        return found
    from tracker.amend.statutes import bills  # noqa: PLC0415

    return bills.read(document, code=code)
