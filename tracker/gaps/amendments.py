"""Which law an instruction changes, and with which words.

A light reading of drafting language, enough for rules: the section that an instruction names is
inherited by what stands under it (“In section 1753 … (A) in subsection (a)— (iii) by adding …”),
and the inserted words are what stands in quotation marks after the verb, or in the quoted block
below. Sources: House Office of the Legislative Counsel, Manual on Drafting Style, § 332; Document
Drafting Handbook (Federal Register), ch. 2, “Amendatory language”.
"""

import re

from msgspec import Struct

from tracker.citations import find
from tracker.gaps.clauses import Clause, Text
from tracker.model import Provision

_VERB_RE = re.compile(
    r"\b(?:amended|amending|insert(?:ing|ed)?|strik(?:ing|e)|struck|add(?:ing|ed)"
    r"|redesignat(?:ing|ed)|revis(?:ing|ed)|repeal(?:ed|ing)|remov(?:ing|ed)|read as follows)\b"
)
_ACTIONS = (
    ("redesignate", re.compile(r"\bredesignat")),
    ("insert", re.compile(r"\b(?:insert|add)(?:ing|ed)?\b")),
    ("delete", re.compile(r"\b(?:strik(?:ing|e)|struck|repeal|remov)")),
    ("revise", re.compile(r"\b(?:revis|amending|read as follows)")),
)
# "in subsection (a)", "paragraph (2)(F)": the steps below the section that an instruction names.
_STEP_RE = re.compile(
    r"\b(?:in|to|of)\s+(?:sub)?(?:section|paragraph|clause|subclause|item)\s+((?:\([^)\s]{1,5}\))+)"
)
# "Section 744.11 is amended", "§ 748.8": sections of the CFR in an amendatory instruction.
_CFR_SECTION_RE = re.compile(
    r"(?:\b[Ss]ections?|§§?|[Ss]upplement\s+[Nn]o\.\s*(?P<sup>\d+)\s+to\s+part)\s+(?P<part>\d{1,4})"
    r"(?:\.(?P<sec>\d+[a-z]?))?"
)
_TITLE_RE = re.compile(r"\b(\d{1,2})\s+CFR\b")
_INSERTED_RE = re.compile(
    r"\b(?:insert|add)(?:ing|ed)?\b[^“”\"]*[“\"]([^”\"]*)[”\"]"
    r"|\bread as follows:?\s*[“\"]([^”\"]*)[”\"]|\bthe following:?\s*[“\"]([^”\"]*)[”\"]"
)


class Amendment(Struct, frozen=True):
    """One instruction of a text, the law it changes and the words it puts there."""

    path: str
    action: str
    """insert, delete, revise or redesignate: the first that the words name in that order."""
    target: str
    """Identifier of the section or portion changed."""
    words: str
    """The instruction's own words."""
    inserted: str
    """New words, quoted blocks included; empty when none."""


def amendments(text: Text) -> tuple[Amendment, ...]:
    """Return the instructions of a text whose target is known, in document order."""
    goals = targets(text)
    found = []
    for clause in text.select("unquoted"):
        target = goals.get(clause.path, "")
        own = clause.own
        if not target or not _VERB_RE.search(own):
            continue
        if action := _action(own):
            found.append(Amendment(clause.path, action, target, own, _inserted(clause)))
    return tuple(found)


def targets(text: Text) -> dict[str, str]:
    """Return for every clause the law that it would change or stand in; others are left out.

    Quoted clauses have the target of the instruction that quotes them.
    """
    title = _cfr_title(text)
    goals: dict[str, str] = {}
    for clause in text.clauses:
        above = goals.get(clause.parent.path, "") if clause.parent else ""
        if clause.provision.quoted:
            goal = above
        elif clause.zone != "text":
            goal = ""
        else:
            goal = _goal(clause, above, title)
        if goal:
            goals[clause.path] = goal
    return goals


def _goal(clause: Clause, above: str, title: str) -> str:
    """Return what one unquoted clause would change."""
    own = clause.own
    if named := _named(clause, title):
        return named
    if not above:
        return ""
    step = _STEP_RE.search(own)
    if step is None:
        return above
    return above + "".join(f"/{part}" for part in re.findall(r"\(([^)]+)\)", step[1]))


def _named(clause: Clause, title: str) -> str:
    """Return the section that a clause itself names as the one to change."""
    own = clause.own
    if not _instructs(clause):
        return ""
    if marked := _marked(clause.provision):
        return marked
    for citation in find(own):
        if citation.target and citation.target.startswith(("/us/usc/", "/us/cfr/")):
            return citation.target
    if title and (match := _CFR_SECTION_RE.search(own)):
        base = f"/us/cfr/t{title}/p{match['part']}"
        if match["sec"]:
            return f"{base}/s{match['part']}.{match['sec']}"
        return f"{base}/supp{match['sup']}" if match["sup"] else base
    return ""


def _marked(provision: Provision) -> str:
    """Return the first law that a provision cites outside quotation marks, as its marks say."""
    quoted = [
        (mark.field, mark.start, mark.end) for mark in provision.marks if mark.kind == "quoted"
    ]
    for mark in provision.marks:
        if mark.kind != "ref" or mark.field == "heading" or not mark.target:
            continue
        if any(mark.field == field and start <= mark.start < end for field, start, end in quoted):
            continue
        if mark.target.startswith(("/us/usc/", "/us/cfr/")):
            return mark.target
    return ""


def _instructs(clause: Clause) -> bool:
    """Return whether a clause or what it governs orders an amendment."""
    if _VERB_RE.search(clause.own):
        return True
    opening = clause.own.rstrip().endswith(("—", "--", ":", "-"))
    return opening and any(
        _VERB_RE.search(child.own_text) for child in clause.provision.walk() if not child.quoted
    )


def _cfr_title(text: Text) -> str:
    """Return the CFR title that a Federal Register document says it amends, or an empty string."""
    if not text.document.work.startswith("/us/fr/"):
        return ""
    for clause in text.clauses:
        if match := _TITLE_RE.search(clause.provision.own_text):
            return match[1]
    return ""


def _action(own: str) -> str:
    """Return the amending action that a text names, or an empty string."""
    return next((name for name, pattern in _ACTIONS if pattern.search(own)), "")


def _inserted(clause: Clause) -> str:
    """Return the new words of an instruction."""
    parts = [
        next(group for group in m.groups() if group is not None)
        for m in _INSERTED_RE.finditer(clause.own)
    ]
    parts += [child.own_text for child in clause.provision.walk() if child.quoted]
    return " ".join(part for part in parts if part)
