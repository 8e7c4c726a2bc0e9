"""Defined terms: where a text defines them, with which words, and which provisions use them."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from msgspec import Struct

from tracker.gaps.amendments import targets
from tracker.gaps.clauses import Clause, Text
from tracker.model import Document, WordEdit

# The term "remote access", with respect to an item, means … · The terms "a" and "b" have the
# meanings given …
_STATUTE_RE = re.compile(
    r"\b[Tt]he terms?\s+(?P<term>.{2,90}?),?\s*(?:(?:with respect to|when used|as used|for purposes"
    r" of)\b[^,—]{0,90},\s*)?(?:—\s*)?(?P<verb>means?|includes?|has the (?:same )?meaning"
    r"|have the (?:same )?meanings?|does not include)\b"
)
# Except as set forth in § 734.17, Export means: · Data center. A data center is … is not read.
_RULE_RE = re.compile(
    r"(?:^|(?<=[.;:] )|(?<=, ))[“\"'‘]?(?P<term>[A-Z][\w’'()/-]*(?: [\w’'()/-]+){0,6}?)[”\"'’]?"
    r"(?:\s*\([^)]{1,40}\))?\s+(?P<verb>means)\b"
)
_QUOTES = "“”‘’\"'`—- ,"
_MAX_USERS = 400


class Definition(Struct, frozen=True):
    """One definition of one term in one version of one work."""

    term: str
    """As written, without quotation marks."""
    work: str
    version: str
    path: str
    text: str
    """The words of the definition with all its subdivisions."""
    target: str = ""
    """The law that it would stand in, when an instruction adds it there."""
    quoted: bool = False
    users: tuple[str, ...] = ()
    """Paths of the other provisions of the same text that use the term."""


class TermComparison(Struct, frozen=True):
    """How one term is defined over several texts; `base` is the earliest given."""

    term: str
    definitions: tuple[Definition, ...]
    likeness: tuple[float, ...]
    """Share of words in common with the first definition, 0 to 1, one a definition."""
    edits: tuple[tuple[WordEdit, ...], ...] = ()
    """Word edits from the first definition to each, one a definition."""


def defined(text: Text) -> tuple[Definition, ...]:
    """Return the definitions of a text in document order, without their users."""
    goals = targets(text)
    document = text.document
    found: list[Definition] = []
    for clause in text.select("operative"):
        for term, words in _of(clause):
            found.append(
                Definition(
                    term=term,
                    work=document.work,
                    version=document.version,
                    path=clause.path,
                    text=words,
                    target=goals.get(clause.path, ""),
                    quoted=clause.provision.quoted,
                )
            )
    return tuple(found)


def definitions(documents: Iterable[Document]) -> tuple[Definition, ...]:
    """Return all definitions of all documents, each with the provisions that use its term."""
    found: list[Definition] = []
    for document in documents:
        text = Text(document)
        found.extend(
            Definition(
                term=one.term,
                work=one.work,
                version=one.version,
                path=one.path,
                text=one.text,
                target=one.target,
                quoted=one.quoted,
                users=_users(text, one),
            )
            for one in defined(text)
        )
    return tuple(found)


def compare_term(term: str, found: Iterable[Definition]) -> TermComparison:
    """Return the definitions of a term side by side, in the order given."""
    wanted = _key(term)
    chosen = tuple(one for one in found if _key(one.term) == wanted)
    base = chosen[0].text.lower().split() if chosen else []
    likeness = tuple(
        round(SequenceMatcher(None, base, one.text.lower().split(), autojunk=False).ratio(), 3)
        for one in chosen
    )
    # alignment is needed only when texts are compared; start-up should not wait for it
    from tracker.compare.words import word_edits  # noqa: PLC0415

    edits = tuple(word_edits(chosen[0].text, one.text) for one in chosen)
    return TermComparison(term, chosen, likeness, edits)


def _of(clause: Clause) -> list[tuple[str, str]]:
    """Return (term, words) of each definition that starts in a clause."""
    own = clause.own
    matches = list(_STATUTE_RE.finditer(own)) or _marked(clause, own)
    found: list[tuple[str, str]] = []
    for number, match in enumerate(matches):
        last = number + 1 == len(matches)
        words = own[match.start() : None if last else matches[number + 1].start()]
        if last:
            below = [p.own_text for p in clause.provision.walk() if p is not clause.provision]
            words = " ".join([words, *(part for part in below if part)])
        found.extend((term, words.strip()) for term in _terms(match["term"]))
    return found


def _marked(clause: Clause, own: str) -> list[re.Match[str]]:
    """Return definitions in the manner of regulations, which print the term without “the term”."""
    path = clause.path
    if not path.startswith(("/us/cfr/", "/us/fr/")):
        return []
    return list(_RULE_RE.finditer(own))


def _terms(written: str) -> list[str]:
    """Return the terms of “the terms ‘a’ and ‘b’”, quotation marks left out."""
    if quoted := re.findall(r"[“\"]([^”\"]+)[”\"]", written):
        return [term.strip(_QUOTES) for term in quoted]
    return [written.strip(_QUOTES)]


def _users(text: Text, one: Definition) -> tuple[str, ...]:
    """Return the provisions, other than the defining one, whose words hold the term."""
    pattern = re.compile(rf"(?<!\w){re.escape(one.term)}(?!\w)", re.IGNORECASE)
    inside = one.path + "/"
    users = [
        clause.path
        for clause in text.select("operative")
        if clause.path != one.path
        and not clause.path.startswith(inside)
        and pattern.search(clause.own)
    ]
    return tuple(users[:_MAX_USERS])


def _key(term: str) -> str:
    """Return a term in the form in which terms are compared."""
    return " ".join(term.lower().replace("-", " ").split())
