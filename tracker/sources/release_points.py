"""Release points of the United States Code, as the Law Revision Counsel lists them.

Pure: the bytes of a page in, values out. The list has entries that are commented out, repeated,
undated, or current through a law "except" another; the label of the files says which
(`119-102not101`), and two entries of one label may name different titles.
"""

import re
from datetime import date

from lxml import html
from msgspec import Struct, structs

LIST_URL = "https://uscode.house.gov/download/priorreleasepoints.htm"
CURRENT_URL = "https://uscode.house.gov/download/download.shtml"
BASE = "https://uscode.house.gov/download/releasepoints/us/pl"

# releasepoints/us/pl/119/102not101/usc-rp@119-102not101.htm · …/119/102/xml_uscAll@119-102.zip
_HREF_RE = re.compile(
    r"releasepoints/us/pl/(?P<congress>\d{1,3})/(?P<law>\d{1,4}(?:(?:not|u)\d{1,4})*)/"
    r"(?:usc-rp|xml_usc(?:All|\d{1,2}))@(?P=congress)-(?P=law)\.(?:htm|zip)$"
)
# Public Law 119-34 (08/19/2025) · Pub. L. 116-155 (8/8/2020)
_DAY_RE = re.compile(r"\((\d{1,2})/(\d{1,2})/(\d{4})\)")
# affecting titles 5, 11A, 16. · affecting title 50.
_TITLES_RE = re.compile(r"affecting\s+titles?\s+([\dA-Za-z,\s]+)")


class ReleasePoint(Struct, frozen=True, kw_only=True):
    """The Code as it was when all laws through one had been worked in."""

    label: str
    """`119-34`, `118-250not159`, `118-22u1`: Congress and law, exceptions, updates."""
    day: date | None = None
    """The day of the law through which it is current; None where the page gives none."""
    titles: tuple[str, ...] = ()
    """Titles that changed since the release point before; empty where the page names none."""

    @property
    def order(self) -> tuple[int, ...]:
        """Congress, law and what follows them: sorts release points as they were made."""
        return tuple(int(number) for number in re.findall(r"\d+", self.label))

    def zip_url(self, title: int) -> str:
        """Return where the XML of one title is."""
        congress, _, law = self.label.partition("-")
        return f"{BASE}/{congress}/{law}/xml_usc{title:02}@{self.label}.zip"


def read_list(page: bytes) -> tuple[ReleasePoint, ...]:
    """Return the release points of the list page, oldest first, each once; empty if none is there.

    Entries of one label are one release point that affects the titles of all of them.
    """
    found: dict[str, ReleasePoint] = {}
    for item in html.fromstring(page).iter("li"):
        links = (_HREF_RE.search(link.get("href", "")) for link in item.iter("a"))
        match = next((link for link in links if link), None)
        if match is None:
            continue
        point = _point(match, item.text_content())
        earlier = found.get(point.label)
        if earlier is not None:
            titles = dict.fromkeys((*earlier.titles, *point.titles))
            point = structs.replace(point, titles=tuple(titles), day=earlier.day or point.day)
        found[point.label] = point
    return tuple(sorted(found.values(), key=lambda point: point.order))


def read_current(page: bytes) -> ReleasePoint | None:
    """Return the release point that the download page offers now, or None if it names none."""
    root = html.fromstring(page)
    for link in root.iter("a"):
        if match := _HREF_RE.search(link.get("href", "")):
            named = re.search(
                rf"Public\s+Law\s+{match['congress']}-{match['law']}\s*\([\d/]+\)",
                " ".join(root.text_content().split()),
            )
            return _point(match, named[0] if named else "")
    return None


def _point(match: re.Match[str], words: str) -> ReleasePoint:
    """Return a release point from its link and the words beside it."""
    titles = _TITLES_RE.search(words)
    return ReleasePoint(
        label=f"{match['congress']}-{match['law']}",
        day=_day(words),
        titles=tuple(re.findall(r"\d{1,2}[A-Za-z]?", titles[1])) if titles else (),
    )


def _day(words: str) -> date | None:
    """Return the day in parentheses; a day in words is of something else, and is left alone."""
    match = _DAY_RE.search(words)
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[1]), int(match[2]))
    except ValueError:
        return None
