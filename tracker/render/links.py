"""Where a citation leads: to a page of this site that holds the work, or to the official text."""

import re
from collections.abc import Callable

from msgspec import Struct

from tracker import identifiers
from tracker.errors import IdentifierError
from tracker.render import urls

_CONGRESS_GOV = {
    "hr": "house-bill",
    "s": "senate-bill",
    "hjres": "house-joint-resolution",
    "sjres": "senate-joint-resolution",
    "hconres": "house-concurrent-resolution",
    "sconres": "senate-concurrent-resolution",
    "hres": "house-resolution",
    "sres": "senate-resolution",
}


def official(target: str) -> str:
    """Return the official page of an identifier, or an empty string when none is known.

    Address forms: govinfo link service, eCFR and Federal Register short links, the Law Revision
    Counsel's granule ids, congress.gov bill pages.
    """
    try:
        found = identifiers.parse(target)
    except IdentifierError:
        return ""
    match found.work.split("/")[2:]:
        case ["bill", congress, kind, number] if kind in _CONGRESS_GOV:
            nth = identifiers.ordinal(int(congress)).replace("d", "rd").replace("2rd", "2nd")
            return f"https://www.congress.gov/bill/{nth}-congress/{_CONGRESS_GOV[kind]}/{number}"
        case ["fr", number]:
            return f"https://www.federalregister.gov/d/{number}"
        case ["cfr", title, part]:
            base = f"https://www.ecfr.gov/current/title-{title[1:]}/part-{part[1:]}"
            if match := re.match(r"s([\d.]+[a-z]?)(?:/|$)", found.portion):
                return f"{base}/section-{match[1]}"
            return base
        case ["usc", title, unit] if unit.startswith("s"):
            granule = f"USC-prelim-title{title[1:]}-section{unit[1:]}"
            return f"https://uscode.house.gov/view.xhtml?req=granuleid:{granule}&edition=prelim"
        case ["usc", title, _]:
            return f"https://uscode.house.gov/browse/prelim@title{title[1:]}"
        case ["pl", congress, number]:
            return f"https://www.govinfo.gov/link/plaw/{congress}/public/{number}"
    return ""


class Held(Struct, frozen=True):
    """Where a work can be read on this site."""

    work_page: str
    text_page: str
    """Of its newest version; empty when no text is held."""
    anchors: frozenset[str]
    """Clauses of that version."""


class Linker:
    """Resolves citation targets as seen from one page.

    `held` says where a work can be read here, or None; `own` are the anchors of the page's own
    text. `cited` gathers the other works that were asked for, held or not.
    """

    def __init__(
        self, page: str, held: Callable[[str], Held | None], work: str, own: frozenset[str]
    ) -> None:
        self.page = page
        self.held = held
        self.work = work
        self.own = own
        self.cited: set[str] = set()

    def href(self, target: str | None) -> str:
        """Return a link for an identifier, or an empty string when there is nowhere to go.

        A reference goes to the clause, or to its nearest ancestor that the text has: in the page's
        own work on the page itself, in another work of the site in its newest version. A work that
        is not here leads to the official text.
        """
        if not target:
            return ""
        try:
            found = identifiers.parse(target)
        except IdentifierError:
            return ""
        if found.work == self.work:
            portion = nearest(found.portion, self.own)
            return urls.relative(f"{self.page}#{portion}", self.page) if portion else ""
        self.cited.add(found.work)
        place = self.held(found.work)
        if place is None:
            return official(target)
        if place.text_page and (portion := nearest(found.portion, place.anchors)):
            return urls.relative(f"{place.text_page}#{portion}", self.page)
        return urls.relative(place.work_page, self.page)


def nearest(portion: str, anchors: frozenset[str]) -> str:
    """Return the deepest part of a portion that is an anchor, or an empty string."""
    while portion and portion not in anchors:
        portion = portion.rpartition("/")[0]
    return portion
