"""The laws that a document names, and what it has named last: "such section", "that Act"."""

import re
from collections.abc import Mapping

from msgspec import Struct, structs

from tracker import citations
from tracker.amend.statutes.places import LAW_NAME_RE, parse
from tracker.amend.statutes.tokens import Place
from tracker.amend.values import Facet, Target

_SECTION_RE = re.compile(r"/s\d[^/]*$")


class Spot(Struct, frozen=True):
    """One provision of a law, or a part of it."""

    law: str = ""
    """`/us/usc/t26`, `/us/pl/117/169`; empty when unknown."""
    act: str = ""
    base: str = ""
    """Identifier of the section, or of the unit or law when no section is named."""
    section: str = ""
    """Number of the section as the law itself has it."""
    units: tuple[tuple[str, str], ...] = ()
    """The chapter or part, when no section is named."""
    steps: tuple[tuple[int, str], ...] = ()
    facet: Facet = "whole"
    sentence: int | None = None
    item: str = ""
    """Identifier of the provision whose item in a table of contents is meant."""
    until: str = ""
    problem: str = ""

    @property
    def identifier(self) -> str:
        """Return the identifier, or an empty string when the law is not known by one."""
        if not self.base or self.problem:
            return ""
        return "/".join((self.base, *(number for _, number in self.steps)))

    @property
    def sectioned(self) -> bool:
        """Return whether the spot is a section or stands in one."""
        return bool(self.section or _SECTION_RE.search(self.base))

    @property
    def target(self) -> Target:
        """Return the spot as an instruction's target."""
        return Target(self.identifier, self.facet, self.sentence)


class Book:
    """What is known of the laws that a document names; grows while the document is read."""

    def __init__(self, work: str, code: Mapping[str, str]) -> None:
        self.work = work
        self._code = code
        self._learned: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._last: dict[str, Spot] = {}
        self._sections: dict[str, Spot] = {}

    def enact(self, text: str) -> None:
        """Keep which public law an Act is, where a text says so: "the X Act (Public Law 1–2)"."""
        for place in _laws(text):
            if place.act and place.law:
                self._numbers.setdefault(place.act.lower(), place.law)

    def mention(self, text: str) -> None:
        """Keep the laws that a text names, for "such Act" in the texts after it."""
        for place in _laws(text):
            self.remember(Spot(place.law or self.number(place.act), place.act, place.law))

    def number(self, act: str) -> str:
        """Return the public law that an Act is known as, or an empty string."""
        return self._numbers.get(act.lower(), "")

    def learn(self, law: str, act: str, section: str, identifier: str) -> None:
        """Keep what a citation in parentheses says: section 1753 of the Act is 50 U.S.C. 4812."""
        for name in (law, act.lower()):
            if name and section:
                self._learned[f"{name}/s{section}"] = identifier

    def section(self, law: str, act: str, section: str) -> str:
        """Return the identifier of an Act's section, or an empty string."""
        for name in (act.lower(), law):
            key = f"{name}/s{section}"
            if name and (found := self._code.get(key) or self._learned.get(key)):
                return found
        if act:
            cited = citations.first(f"section {section} of the {act}")
            if cited and cited[2] and cited[2].startswith("/us/usc/"):
                return cited[2]
        return f"{law}/s{section}" if law else ""

    def remember(self, spot: Spot) -> None:
        """Keep a spot as the last one of its kind."""
        if spot.law.startswith("/us/usc/"):
            self._last["Code"] = spot
        elif spot.law or spot.act:
            self._last["Act"] = spot
        if spot.sectioned:
            self._last["section"] = spot
            self._sections[spot.section] = structs.replace(spot, steps=(), item="", until="")
        for unit, _ in spot.units:
            self._last[unit] = spot

    def last(self, kind: str) -> Spot:
        """Return the last spot of a kind (`Act`, `Code`, `section`, a unit), or an empty one."""
        return self._last.get(kind, Spot())

    def numbered(self, section: str) -> Spot:
        """Return the last spot in a section of this number: "such section 119"."""
        return self._sections.get(section, Spot())


def _laws(text: str) -> list[Place]:
    """Return the laws that a text names as a whole."""
    found = []
    for match in LAW_NAME_RE.finditer(text):
        named = parse(text, match.start())
        if named:
            found += [each for each in named[0] if each.law or each.act]
    return found
