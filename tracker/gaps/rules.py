"""Evaluation of conditions over one text: holds or not, and the words that show it.

`evaluate` returns None when a condition does not hold and otherwise its evidence, which is empty
for conditions about absence. Nothing here knows a gap, a bill or an agency.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from tracker.citations import find
from tracker.gaps import phrases
from tracker.gaps.amendments import Amendment, amendments, targets
from tracker.gaps.clauses import Clause, Text, Where
from tracker.gaps.conditions import (
    Absent,
    All,
    Amends,
    Any,
    Cites,
    Compares,
    Condition,
    Defines,
    Mentions,
    Not,
    Obliges,
    Scope,
    Works,
)
from tracker.gaps.definitions import Definition, defined
from tracker.gaps.subject import Subject, on_subject
from tracker.gaps.values import Evidence
from tracker.model import Document

# A sentence ends before a capital or an opening mark; list items end with a semicolon.
_SENTENCE_RE = re.compile(r"(?<=[.;])\s+(?=[A-Z(“\"§])")
_NUMBER_RE = re.compile(r"(?<![\w.§])\$?(\d[\d,]*(?:\.\d+)?)(?![\w/:])")
# "Nothing in this Act may be construed to require …" and "shall not be required to …" bind nobody.
_NOTHING_RE = re.compile(r"Nothing in (?:this|the)\b")
_NOT_RE = re.compile(r"\s+not\b")
_EXCERPT = 240
"""Longest excerpt kept as evidence, in characters."""
_MOST = 12
"""Most pieces of evidence kept for one condition."""


class Reading:
    """One text with everything that rules ask of it, computed once.

    `changed` names the provisions of a law as amended that instructions put in or changed: there,
    "the text amends" means what those provisions say.
    """

    def __init__(
        self,
        document: Document,
        subject: Subject | None = None,
        changed: frozenset[str] = frozenset(),
    ) -> None:
        self.text = Text(document)
        self.changed = changed
        self.subject = subject or Subject()
        self._selected: dict[Where, list[Clause]] = {}
        self._possible: dict[tuple[str, ...], tuple[str, ...]] = {}

    @property
    def document(self) -> Document:
        """The document read."""
        return self.text.document

    @cached_property
    def kept(self) -> frozenset[str] | None:
        """Paths of the clauses that speak of the subject; None for all."""
        return on_subject(self.text, self.subject)

    def select(self, where: Where) -> list[Clause]:
        """Return the clauses of a part of the text that speak of the subject."""
        if where not in self._selected:
            kept = self.kept
            self._selected[where] = [
                clause for clause in self.text.select(where) if kept is None or clause.path in kept
            ]
        return self._selected[where]

    @cached_property
    def _whole(self) -> str:
        """All words of the text."""
        return "\n".join(clause.own for clause in self.text.clauses)

    def possible(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Return the phrases whose words occur in the text at all; most do not."""
        if wanted not in self._possible:
            self._possible[wanted] = tuple(
                phrase for phrase in wanted if phrases.possible(phrase, self._whole)
            )
        return self._possible[wanted]

    @cached_property
    def amendments(self) -> tuple[Amendment, ...]:
        """The instructions of the text."""
        return amendments(self.text)

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """The definitions of the text."""
        return defined(self.text)

    @cached_property
    def targets(self) -> dict[str, str]:
        """The law that each clause would change."""
        return targets(self.text)


def evaluate(condition: Condition, reading: Reading, rule: str) -> tuple[Evidence, ...] | None:
    """Return the evidence for a condition, or None when it does not hold."""
    match condition:
        case All():
            return _all(condition, reading, rule)
        case Any():
            held = [evaluate(part, reading, rule) for part in condition.of]
            if all(part is None for part in held):
                return None
            return _first(item for part in held if part for item in part)
        case Not():
            return None if evaluate(condition.of, reading, rule) is not None else ()
        case Works():
            parts = reading.document.work.split("/")
            return () if len(parts) > 2 and parts[2] in condition.kinds else None
        case Absent():
            return _absent(condition, reading)
    finder: Callable[..., Iterator[Evidence]] = _FINDERS[type(condition)]
    return _first(finder(condition, reading, rule)) or None


def _all(condition: All, reading: Reading, rule: str) -> tuple[Evidence, ...] | None:
    """Return the evidence of all parts, or None when one of them fails."""
    found: list[Evidence] = []
    for part in condition.of:
        held = evaluate(part, reading, rule)
        if held is None:
            return None
        found.extend(held)
    return _first(iter(found))


def _first(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return distinct pieces of evidence, in order, up to the limit."""
    kept: dict[Evidence, None] = {}
    for item in found:
        kept.setdefault(item)
        if len(kept) == _MOST:
            break
    return tuple(kept)


def _absent(condition: Absent, reading: Reading) -> tuple[Evidence, ...] | None:
    """Hold when no clause has any of the phrases."""
    wanted = reading.possible(condition.words)
    for clause in reading.select(condition.where) if wanted else ():
        if _has_any(wanted, clause.provision.own_text):
            return None
    return ()


def _defines(condition: Defines, reading: Reading, rule: str) -> Iterator[Evidence]:
    """Yield a piece of evidence per definition that fits."""
    zones = {clause.path for clause in reading.select(condition.where)}
    for one in reading.definitions:
        if one.path not in zones or not _has_any(condition.term, one.term):
            continue
        place = one.target or _cited(one.path)
        if condition.inside and not any(_within(place, law) for law in condition.inside):
            continue
        if _fits(one.text, condition.words, condition.any, condition.without):
            yield Evidence(one.path, excerpt(one.text), rule)


def _amends(condition: Amends, reading: Reading, rule: str) -> Iterator[Evidence]:
    """Yield a piece of evidence per instruction that fits."""
    for one in reading.amendments:
        if condition.action and one.action not in condition.action:
            continue
        if not any(_within(one.target, law) for law in condition.target):
            continue
        if reading.kept is not None and one.path not in reading.kept:
            continue
        said = one.inserted or one.words
        if _fits(said, condition.words, condition.any, condition.without):
            yield Evidence(one.path, excerpt(f"{one.words} {_below(reading, one)}"), rule)
    yield from _carried_out(condition, reading, rule)


def _carried_out(condition: Amends, reading: Reading, rule: str) -> Iterator[Evidence]:
    """Yield a piece of evidence per changed clause of a law as amended.

    Such a text has no instructions left: what an instruction would insert simply stands there.
    """
    for clause in reading.select("operative") if reading.changed else ():
        place = _cited(clause.path)
        if (
            clause.path in reading.changed
            and any(_within(place, law) for law in condition.target)
            and _fits(clause.own, condition.words, condition.any, condition.without)
        ):
            yield Evidence(clause.path, excerpt(clause.own), rule)


def _cited(path: str) -> str:
    """Return a provision's identifier as citations have it: sections of the Code, no chapters."""
    return _CHAPTER_RE.sub(r"\1", path) if path.startswith("/us/usc/") else path


# /us/usc/t50/ch58/s4801 -> /us/usc/t50/s4801
_CHAPTER_RE = re.compile(r"^(/us/usc/t[^/]+)/ch[^/]+(?=/s\d)")


def _below(reading: Reading, one: Amendment) -> str:
    """Return the quoted block under an instruction."""
    provision = reading.text.by_path[one.path].provision
    return " ".join(part.own_text for part in provision.walk() if part.quoted)


def _cites(condition: Cites, reading: Reading, rule: str) -> Iterator[Evidence]:
    """Yield a piece of evidence per citation of one of the laws."""
    for clause in reading.select(condition.where):
        for citation in find(clause.own):
            target = citation.target
            if target and any(_within(target, law) for law in condition.target):
                yield Evidence(clause.path, citation.text, rule)


def _obliges(condition: Obliges, reading: Reading, rule: str) -> Iterator[Evidence]:
    """Yield a piece of evidence per clause that completes such a sentence."""
    wanted = reading.possible(condition.object or condition.verb)
    for clause in reading.select(condition.where) if wanted else ():
        if not _has_any(wanted, clause.own):
            continue
        for sentence in _sentences(clause):
            words = _obligation(condition, sentence)
            if words and not _has_any(condition.without, sentence):
                yield Evidence(clause.path, excerpt(words), rule)
                break


def _obligation(condition: Obliges, sentence: str) -> str:
    """Return the words from actor to object in a sentence, or an empty string."""
    if _NOTHING_RE.match(sentence):
        return ""
    for modal in condition.modal:
        for found in phrases.every(modal, sentence):
            before, after = sentence[: found.start], sentence[found.end :]
            if _NOT_RE.match(after):
                continue
            actor = _earliest(condition.actor, before)
            verb = _earliest(condition.verb, after)
            if actor is None or verb is None:
                continue
            end = verb.end
            if condition.object:
                thing = _earliest(condition.object, after[verb.start :])
                if thing is None:
                    continue
                end = max(end, verb.start + thing.end)
            return sentence[actor.start : found.end + end]
    return ""


def _mentions(condition: Mentions, reading: Reading, rule: str) -> Iterator[Evidence]:
    """Yield a piece of evidence per clause that holds the words together."""
    wanted = reading.possible(condition.words + condition.any)
    for clause in reading.select(condition.where) if wanted else ():
        own = clause.full if condition.scope == "subtree" else clause.own
        if not _has_any(wanted, own):
            continue
        for part in _parts(clause, condition.scope):
            if _fits(part, condition.words, condition.any, condition.without) and (
                shown := _shown(wanted, own, part)
            ):
                yield Evidence(clause.path, shown, rule)
                break


def _compares(condition: Compares, reading: Reading, rule: str) -> Iterator[Evidence]:
    """Yield a piece of evidence per number in the wanted relation."""
    wanted = reading.possible(condition.quantity)
    for clause in reading.select(condition.where) if wanted else ():
        own = clause.own
        if not _has_any(wanted, own):
            continue
        if not _fits(clause.context, condition.words, condition.any, condition.without):
            continue
        for phrase in condition.quantity:
            for found in phrases.every(phrase, own):
                if words := _number(condition, own, found):
                    yield Evidence(clause.path, excerpt(words), rule)


def _number(condition: Compares, own: str, quantity: phrases.Match) -> str:
    """Return the words around a quantity and its number, when the number fits."""
    start = max(0, quantity.start - condition.reach)
    end = min(len(own), quantity.end + condition.reach)
    for found in _NUMBER_RE.finditer(own, start, end):
        value = float(found[1].replace(",", ""))
        if not _RELATIONS[condition.relation](value, condition.value):
            continue
        if condition.unit:
            rest = own[found.end() : found.end() + 24]
            if not any(
                (unit := phrases.first(phrase, rest)) and unit.start <= 2
                for phrase in condition.unit
            ):
                continue
        return own[min(found.start(), quantity.start) : max(found.end() + 24, quantity.end)]
    return ""


def _parts(clause: Clause, scope: Scope) -> Iterable[str]:
    """Return the stretches of words that a scope holds together."""
    if scope == "sentence":
        return _sentences(clause)
    if scope == "subtree":
        return (clause.full,)
    return (clause.own if scope == "provision" else clause.context,)


def _sentences(clause: Clause) -> list[str]:
    """Return the sentences of a clause; the last one of its lead opens the first of them."""
    lead = _SENTENCE_RE.split(clause.lead)[-1] if clause.lead else ""
    own = _SENTENCE_RE.split(clause.own)
    return [
        f"{lead} {own[0]}".strip(),
        *(f"{lead} {rest}".strip() if lead else rest for rest in own[1:]),
    ]


def _fits(words: str, every: tuple[str, ...], some: tuple[str, ...], none: tuple[str, ...]) -> bool:
    """Return whether words hold all of, one of, and none of three lists of phrases."""
    return (
        all(phrases.first(phrase, words) for phrase in every)
        and (not some or _has_any(some, words))
        and not _has_any(none, words)
    )


def _has_any(wanted: tuple[str, ...], words: str) -> bool:
    """Return whether one of the phrases stands in the words."""
    return any(phrases.first(phrase, words) for phrase in wanted)


def _earliest(wanted: tuple[str, ...], words: str) -> phrases.Match | None:
    """Return the first place of any of the phrases."""
    found = [match for phrase in wanted if (match := phrases.first(phrase, words))]
    return min(found, key=lambda match: (match.start, match.end), default=None)


def _shown(wanted: tuple[str, ...], own: str, part: str) -> str:
    """Return the provision's own words from the first to the last match, or empty when none."""
    places = [match for phrase in wanted if (match := phrases.first(phrase, own))]
    places = [match for match in places if phrases_in(match.words, part)]
    if not places:
        return ""
    start = min(match.start for match in places)
    end = max(match.end for match in places)
    return excerpt(own[start:end])


def phrases_in(words: str, part: str) -> bool:
    """Return whether words that matched in a provision stand in the part that fits."""
    return words in part


def _within(identifier: str, law: str) -> bool:
    """Return whether an identifier names a law or a portion of it."""
    return identifier == law or identifier.startswith(law + "/")


def excerpt(words: str) -> str:
    """Return words shortened in the middle to the longest excerpt kept."""
    words = " ".join(words.split())
    if len(words) <= _EXCERPT:
        return words
    half = _EXCERPT // 2 - 2
    return f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


_RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "at least": lambda number, value: number >= value,
    "more than": lambda number, value: number > value,
    "at most": lambda number, value: number <= value,
    "less than": lambda number, value: number < value,
    "equal to": lambda number, value: number == value,
}

_FINDERS: dict[type, Callable[..., Iterator[Evidence]]] = {
    Defines: _defines,
    Amends: _amends,
    Cites: _cites,
    Obliges: _obliges,
    Mentions: _mentions,
    Compares: _compares,
}
