"""The words of an amendatory instruction of the Federal Register, made ready to be read.

Small passes over one sentence: quoted words are masked, asides that order nothing are dropped, a
date of its own is taken off, and what is left is cut at its verbs.

Source: Document Drafting Handbook, Office of the Federal Register, "Amendatory language".
"""

import re
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

Verb = Literal[
    "amend",
    "revise",
    "add",
    "remove",
    "redesignate",
    "reserve",  # the designator is kept, what it held is not
    "add-reserve",  # a designator without text
    "replace",  # "replace X with Y", "change X to Y"
    "keep",  # "continues to read"
    "stay",
    "lift",  # a stay ends
    "correct",
]


class Clause(Struct, frozen=True):
    """One verb with the words about it, masked."""

    verb: Verb
    objects: str
    """What the verb acts on, with its places."""
    rest: str = ""
    """What follows a passive verb: "as paragraph (c)", "in its place “Y”"."""
    scope: tuple[str, ...] = ()
    """Words that name a place for this verb alone: "and, in paragraph (c), removing …"."""


class Order(Struct, frozen=True):
    """One instruction, cut up."""

    scope: tuple[str, ...]
    """Words that name the place, outermost first, masked."""
    clauses: tuple[Clause, ...]
    quotes: tuple[str, ...]
    """Quoted words by the number that masks them."""
    effective: date | None = None
    pending: Verb | None = None
    """A verb whose objects follow in the instructions below: "is amended by adding:"."""


_QUOTE_RE = re.compile(
    r"“(?P<curly>(?:[^“”]|“[^“”]*”)*)”"
    r'|"(?P<plain>[^"]*)"'
    r"|(?<![\w‘])‘(?P<single>[^‘’]+(?:’(?=\w)[^‘’]*)*)’"
    r"|(?<!\w)`(?P<tick>[^`']+)'"
    r"|“(?P<doubled>[^“”]*)“"
)
_FREE = str.maketrans("⟦⟧⟪⟫", "[][]")
"""Characters that mask quoted words and captions stand for nothing else."""

DAY = r"(?P<date>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2},\s\d{4})"
_EFFECTIVE_RE = re.compile(rf"^\s*(?:Effective|Beginning)(?:\son)?\s{DAY},?\s*", re.IGNORECASE)
_LEAD_RE = re.compile(
    r"^\s*(?:\[[A-Z]{1,9}\]\s*)?(?:Par(?:agraph|\.)\s\d+[a-z]?\.\s*)?"
    r"(?:(?:Accordingly|Therefore),?\s*)?"
    r"(?:For the reasons\b[^,]{0,120},\s*)?",
    re.IGNORECASE,
)
_PARTICIPLES = (
    r"(?:revised|amended|added|removed|deleted|redesignated|reserved|stayed|suspended|corrected"
    r"|inserted|republished|designated|published|proposed|issued)"
)
_ASIDES_RE = re.compile(
    # "as added at 78 FR 10876 (Feb. 14, 2013) and amended …," up to the verb or the colon
    rf",?\s(?:which\swas\s|as\s(?:further\s|most\srecently\s)?){_PARTICIPLES}"
    r"(?!\s(?:by\sadding|by\srevising|by\sremoving))\b[^⟦:]{0,400}?"
    r"(?=,?\s(?:is|are)\s(?:hereby\s|further\s|also\s|being\s)*[a-z]+(?:ed|n)\b|:|$)"
    rf"|\bnewly[\s-]{_PARTICIPLES}\s"
    r"|\s\(\d+\sFR\s[^()]*(?:\([^()]*\))?[^()]*\)",
    re.IGNORECASE,
)

_ACTIVE: dict[str, Verb] = {
    "revis": "revise",
    "add": "add",
    "insert": "add",
    "remov": "remove",
    "delet": "remove",
    "strik": "remove",
    "redesignat": "redesignate",
    "reserv": "reserve",
    "replac": "replace",
    "chang": "replace",
    "substitut": "replace",
    "amend": "amend",
    "stay": "stay",
    "suspend": "stay",
    "lift": "lift",
    "correct": "correct",
    "republish": "keep",
}
_STEMS = "|".join(_ACTIVE)
_VERB_RE = re.compile(
    rf"\b(?:is|are|be|being)\s(?:(?:hereby|further|also|each|being|proposed|to|be|both)\s)*"
    rf"(?P<passive>{_STEMS})(?:n|d|ed|en|ted)?\b(?:\sand\s(?P<passive2>reserv)ed\b)?"
    rf"|\b(?P<keep>continues?\sto\sread|(?:is|are)\srepublished)\b"
    rf"|\b(?:and|then)\s(?P<chained>revised|amended|reserved)\b(?!\s(?:paragraph|definition|entr))"
    rf"|\b(?P<active>{_STEMS})(?:e|ing|ting|s|es)?\b(?<!\bchanges)(?:\sand\s(?P<active2>reserv)(?:e|ing)\b)?"
    r"(?!\s(?:table|text)\b)",
    re.IGNORECASE,
)
_FORMS_RE = re.compile(
    r"(?:revised|amended|added|deleted|removed|inserted|corrected|stayed)$", re.IGNORECASE
)


class _Found(Struct, frozen=True):
    verb: Verb
    start: int
    end: int
    passive: bool
    chained: bool = False


def masked(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with its quoted words replaced by `⟦0⟧`, `⟦1⟧`, …, and those words."""
    quotes: list[str] = []

    def mask(match: re.Match[str]) -> str:
        quotes.append(match[match.lastgroup or 0].strip())
        return f"⟦{len(quotes) - 1}⟧"

    return _QUOTE_RE.sub(mask, text.translate(_FREE)), tuple(quotes)


# such as "Section 1026.32—Requirements …", "Paragraph 32(d) Limitations", "35(e) Rules for …"
_CAPTION_RE = re.compile(
    r"(?:\b(?:the\s)?(?:sub)?heading\s)?"
    r"(?:\bsection\s\d{1,4}[a-z]?\.\d+\w*(?:\([A-Za-z0-9]{1,4}\))*\s?—\s?[^,;:⟦]{2,200}"
    r"|\b(?:the\s)?(?:paragraph\s)?(?<![\w.§-])\d{1,3}[a-z]?(?:\([A-Za-z0-9]{1,4}\))+[^,;:⟦]{0,200}?)"
    r"(?=[,;:]|\sand\s(?:paragraph|comment)|\s(?:is|are)\s|[.]?$)",
    re.IGNORECASE,
)
# "Under CHINA, PEOPLE'S REPUBLIC OF,"
_CAPITALS_RE = re.compile(
    r"(?<=\b[Uu][Nn][Dd][Ee][Rr]\s)(?:(?i:the\s(?:heading|country|caption|entry\sfor)\s))?"
    r"(?P<name>[A-Z][A-Z'’().-]+(?:,?\s[A-Z'’().-]{2,})*)"
)
_CAPTION_LEAD_RE = re.compile(r"^(?:the\s)?(?:(?:sub)?heading\s)?(?:the\s)?", re.IGNORECASE)


def _captions(words: str, quotes: list[str], *, commentary: bool) -> str:
    """Mask captions that name a part of a commentary or a list: `⟪0⟫`."""

    def mask(match: re.Match[str]) -> str:
        name = _CAPTION_LEAD_RE.sub("", match[match.lastgroup or 0])
        quotes.append(name.strip())
        return f"⟪{len(quotes) - 1}⟫"

    words = _CAPITALS_RE.sub(mask, words)
    return _CAPTION_RE.sub(mask, words) if commentary else words


def order(text: str, *, commentary: bool = False) -> Order:
    """Cut one instruction into its scope and its clauses.

    In a `commentary` (a supplement or appendix) parts are named by captions that look like
    citations of sections and paragraphs.
    """
    words, found = masked(text)
    quotes = list(found)
    words = _LEAD_RE.sub("", words, count=1)
    effective = None
    if match := _EFFECTIVE_RE.match(words):
        effective = day(match["date"])
        words = words[match.end() :]
    words = " ".join(_ASIDES_RE.sub(_kept_space, words).split())
    words = _captions(words, quotes, commentary=commentary)
    cutting = _Cutting(words)
    cutting.cut()
    scope = tuple(each for part in cutting.scope if (each := part.strip(" ,")))
    return Order(
        scope,
        tuple(cutting.clauses),
        tuple(quotes),
        effective,
        cutting.pending,
    )


def day(text: str) -> date | None:
    """Return the date in words such as `May 1, 2025`, None when there is no such day."""
    words = text.replace(".", "").split()
    if len(words) == 3:
        words[0] = words[0][:3]
        try:
            return datetime.strptime(" ".join(words), "%b %d, %Y").date()  # noqa: DTZ007 - a day
        except ValueError:
            return None
    return None


def _kept_space(match: re.Match[str]) -> str:
    """Return what stands for an aside: a space where words would grow together."""
    return " " if match[0][-1] == " " else ""


def _verbs(words: str) -> list[_Found]:
    """Return the verbs of a masked sentence in order."""
    found: list[_Found] = []
    for match in _VERB_RE.finditer(words):
        passive, active = match["passive"], match["active"]
        if match["keep"]:
            found.append(_Found("keep", match.start(), match.end(), passive=True))
        elif match["chained"]:
            if found and found[-1].passive:
                verb = _ACTIVE[match["chained"][:-2].lower().rstrip("e")]
                found.append(_Found(verb, match.start(), match.end(), passive=True, chained=True))
        elif passive or active:
            verb = _ACTIVE[(passive or active).lower()]
            if verb == "correct" and _BY_RE.match(words, match.end()):
                verb = "amend"
            if match["passive2"] or match["active2"]:
                verb = "add-reserve" if verb == "add" else "reserve"
            noun = verb == "stay" and re.search(r"\b(?:the|a)\s$", words[: match.start()])
            if not passive and (noun or _FORMS_RE.search(match[0])):
                continue
            found.append(_Found(verb, match.start(), match.end(), passive=bool(passive)))
    return found


_BY_RE = re.compile(r"[^;:]{0,80}?\bby\s\w+ing\b")
"""After "is corrected": another verb says how."""
_SCOPE_END_RE = re.compile(r"\bby\b|\bas\s(?:follows|set\sforth)|:|\bto\sread\b|$")
_READ_RE = re.compile(
    r"\s*(?:in\sits\sentirety\s)?to\sread\b|\s*to\sread\s(?:as\s)?", re.IGNORECASE
)
_BREAK_RE = re.compile(r"[;,]\s(?:and\s|by\s)?|\sand\s(?=the\s|new\s|paragraph|§|section)")
# ", and in paragraph (c), " before the next verb
_NEXT_RE = re.compile(
    r"(?:[,;]\s(?:and\s|then\s)?|\sand\s)(?:by,?\s)?(?P<place>in\s[^⟦;]+?),?\s*(?:by\s*)?$",
    re.IGNORECASE,
)
_IN_PLACE_RE = re.compile(r"\bin\s(?:its|their|the)\splaces?\b|\bin\slieu\b", re.IGNORECASE)
_INTO_RE = re.compile(r"^\s*(?:In|Under|From|Within|On|At|For|To)\b", re.IGNORECASE)


class _Cutting:
    """Cuts a masked sentence at its verbs."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.scope: list[str] = []
        self.clauses: list[Clause] = []
        self.pending: Verb | None = None
        self.held = ""
        """Words before a passive verb that belong to it."""
        self.own: tuple[str, ...] = ()
        """Words that name a place for the verbs that follow."""

    def cut(self) -> None:
        """Find the scope and the clauses."""
        verbs = _verbs(self.words)
        if not verbs:
            self.scope = [self.words]
            return
        before = self.words[: verbs[0].start]
        if verbs[0].passive and verbs[0].verb != "amend":
            self.scope, self.held = into(before)
        else:
            self.scope = [before]
        for verb, following in zip(verbs, [*verbs[1:], None], strict=True):
            after = self.words[verb.end : following.start if following else len(self.words)]
            kept = ""
            place = ""
            if following and following.passive and not following.chained:
                after, kept = _parted(after, passive=verb.passive)
            elif following and not following.chained and not self._paired(verb, following):
                match = _NEXT_RE.search(after)
                if match:
                    after, place = after[: match.start()], match["place"]
            if verb.verb == "amend":
                self._amend(verb, after, last=following is None)
            else:
                self._clause(verb, after)
            self.held = kept
            if place:
                self.own = (place,)

    def _paired(self, verb: _Found, following: _Found) -> bool:
        """Return whether two verbs are one order: "removing … and adding … in its place"."""
        pair = verb.verb == "remove" and following.verb == "add"
        return pair and bool(_IN_PLACE_RE.search(self.words, following.end))

    def _amend(self, verb: _Found, after: str, *, last: bool) -> None:
        """Take "is amended by", "Amend … as follows": what it names is the scope."""
        end = _SCOPE_END_RE.search(after)
        place = end.start() if end else len(after)
        rest = after[place:]
        named = [self.held, after[:place]]  # "§ 1.1 is amended in paragraph (b)", "Amend § 1.1"
        if self.clauses:  # a second one in the same sentence
            self.own = tuple(part for each in named if (part := each.strip(" ,")))
        elif verb.passive and self.held:
            self.scope = named
        else:
            self.scope.append(after[:place])
        if last and _READ_RE.match(rest):
            self.clauses.append(Clause("revise", "", "to read as follows", self.own))

    def _clause(self, verb: _Found, after: str) -> None:
        """Take another verb with its objects, which stand before a passive one."""
        if verb.passive:
            objects = _last_objects(self.clauses) if verb.chained else self.held
            self.clauses.append(Clause(verb.verb, objects.strip(" ,;"), after.strip(), self.own))
        elif after.strip(" ,;:—.-"):
            self.clauses.append(Clause(verb.verb, after.strip(), "", self.own))
        else:
            self.pending = verb.verb


def into(before: str) -> tuple[list[str], str]:
    """Part words before a passive verb: `In X, under Y, paragraph 2` -> ([In X, under Y], …)."""
    if not _INTO_RE.match(before):
        return [], before
    pieces = re.split(r",\s|:\s", before)
    last = max(
        (
            n
            for n, piece in enumerate(pieces)
            if re.match(r"(?:and\s)?(?:in|under)\b", piece, re.IGNORECASE)
        ),
        default=0,
    )
    for number in range(last + 1, len(pieces)):
        if _OBJECT_RE.match(pieces[number]):
            return pieces[:number], ", ".join(pieces[number:])
    return pieces[:-1], pieces[-1]


_OBJECT_RE = re.compile(
    r"(?:and\s|the\s|a\s|an\s|new\s|reserved\s|both\s)*(?:(?:sub)?paragraphs?|§|sections?|definitions?"
    r"|introductory|headings?|subheadings?|captions?|entry|entries|first|second|third|fourth|fifth"
    r"|last|tables?|notes?|appendix|supplement|comments?|words?|phrases?|terms?|⟦|⟪)",
    re.IGNORECASE,
)


def _parted(between: str, *, passive: bool) -> tuple[str, str]:
    """Part the words between two verbs: (what completes the first, what the second acts on)."""
    breaks = list(_BREAK_RE.finditer(between))
    if not breaks:
        return ("", between) if passive else (between, "")
    chosen = breaks[0] if passive else breaks[-1]
    return between[: chosen.start()], between[chosen.end() :]


def _last_objects(clauses: list[Clause]) -> str:
    """Return what a chained participle acts on: "is redesignated as paragraph 3 and revised"."""
    if not clauses:
        return ""
    last = clauses[-1]
    match = re.match(r"as\s(.+?)(?:,?\sand)?$", last.rest)
    return match[1] if match and last.verb == "redesignate" else last.objects
