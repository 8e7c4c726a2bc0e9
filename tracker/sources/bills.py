"""What bills are, whichever service tells of them: versions, stages, addresses."""

import re
from datetime import date
from typing import Literal

from msgspec import Struct

from tracker import identifiers
from tracker.identifiers import BILL_VERSIONS
from tracker.model import Action, Facts

GOVINFO = "https://www.govinfo.gov"


class Listed(Struct, frozen=True, kw_only=True):
    """A text version as the official record lists it."""

    version: str
    label: str
    on: date | None
    url: str
    """Where its XML is or will be."""
    plain_url: str
    """Where its formatted text is, which comes before the XML."""
    law: int | None = None
    """Number of the public law, for the version that is one."""


class Status(Struct, frozen=True, kw_only=True):
    """What the official record says about a bill."""

    facts: Facts
    listed: tuple[Listed, ...]
    """In the order of a bill's life."""
    updated: date | None


def bill_parts(work: str) -> tuple[int, str, int]:
    """Return congress, type and number of `/us/bill/119/hr/2683`."""
    _, _, _, congress, kind, number = work.split("/")
    return int(congress), kind, int(number)


def package_url(work: str, version: str, kind: Literal["xml", "htm"]) -> str:
    """Return where govinfo has the XML or the formatted text of a version, under its package."""
    name = "BILLS-{}{}{}".format(*bill_parts(work)) + version
    folder = {"xml": "xml", "htm": "html"}[kind]
    return f"{GOVINFO}/content/pkg/{name}/{folder}/{name}.{kind}"


# BILLS-119hr2683eh.xml · BILLS-117hr1625eah2.xml
_FILE_RE = re.compile(r"BILLS-(\d+)([a-z]+?)(\d+)([a-z]+\d*)(?:\.\w+|/|$)")
_CODES = {label.lower(): code for code, label in BILL_VERSIONS.items()}


def in_order(work: str, versions: dict[str, Listed]) -> tuple[Listed, ...]:
    """Return listed versions in the order of a bill's life."""
    return tuple(
        sorted(
            versions.values(), key=lambda one: identifiers.version_order(work, one.version, one.on)
        )
    )


def listed_version(work: str, label: str, on: date | None, urls: list[str]) -> Listed | None:
    """Return a listed version, or None for the empty placeholders that upstream has shown.

    The code comes from a file's name, else from the words; texts on www.congress.gov stand
    behind a bot wall, so their copy on govinfo is asked for instead.
    """
    code, xml = "", ""
    for url in urls:
        match = _FILE_RE.search(url)
        if match and f"/us/bill/{match[1]}/{match[2]}/{match[3]}" == work:
            code = code or match[4]
            if url.startswith(f"{GOVINFO}/") and url.endswith(".xml"):
                xml = url
    code = code or _CODES.get(label.lower(), "")
    if not code or code == "pl":
        # The record's list of laws has the number that this one needs.
        return None
    return Listed(
        version=code,
        label=label or BILL_VERSIONS.get(code.rstrip("0123456789"), code.upper()),
        on=on,
        url=xml or package_url(work, code, "xml"),
        plain_url=package_url(work, code, "htm"),
    )


def listed_law(number: str, on: date | None = None) -> Listed | None:
    """Return the version that is the public law `119-34`; None for what is no such number.

    Its XML has stood under its own package since the 113th Congress (usgpo/bill-status#203).
    """
    match = re.fullmatch(r"(\d+)-(\d+)", number)
    if not match:
        return None
    package = f"{GOVINFO}/content/pkg/PLAW-{match[1]}publ{match[2]}"
    name = f"PLAW-{match[1]}publ{match[2]}"
    return Listed(
        version="pl",
        label=f"Public Law {match[1]}–{match[2]}",
        on=on,
        url=f"{package}/uslm/{name}.xml",
        plain_url=f"{package}/html/{name}.htm",
        law=int(match[2]),
    )


_PAGE_KINDS = {
    "hr": "house-bill", "s": "senate-bill", "hjres": "house-joint-resolution",
    "sjres": "senate-joint-resolution", "hconres": "house-concurrent-resolution",
    "sconres": "senate-concurrent-resolution", "hres": "house-resolution",
    "sres": "senate-resolution", "hamdt": "house-amendment", "samdt": "senate-amendment",
}  # fmt: skip


def page_url(work: str) -> str:
    """Return the page of a bill on congress.gov, for people."""
    congress, kind, number = bill_parts(work)
    name = f"{identifiers.ordinal(congress).replace('3d', '3rd').replace('2d', '2nd')}-congress"
    return f"https://www.congress.gov/bill/{name}/{_PAGE_KINDS[kind]}/{number}"


# Action codes of the Library of Congress, which carry the stages in machine-readable form.
_STAGE_CODES = (
    ("enacted", {"36000", "39000", "E40000"}),
    ("vetoed", {"31000", "E30000"}),
    ("passed-both", {"28000", "E20000"}),
    ("passed-house", {"8000"}),
    ("passed-senate", {"17000"}),
    ("failed", {"9000", "18000"}),
    ("reported", {"5000", "14000"}),
)
_STAGE_WORDS = (
    ("enacted", ("became public law",)),
    ("vetoed", ("vetoed by president",)),
    ("passed-both", ("presented to president",)),
    ("passed-house", ("passed/agreed to in house",)),
    ("passed-senate", ("passed/agreed to in senate", "passed senate")),
    ("failed", ("failed of passage",)),
    ("reported", ("reported by", "reported to house", "reported to senate", "committee reported")),
)


def stage_of(codes: set[str], actions: tuple[Action, ...], laws: list[str]) -> str:
    """Return the furthest stage that a bill's actions show.

    An order to report is not a report, and a motion's failure in one chamber does not undo the
    other's passage.
    """
    words = [action.text.lower() for action in actions]
    reached = {stage for stage, known in _STAGE_CODES if codes & known}
    reached |= {
        stage
        for stage, phrases in _STAGE_WORDS
        if any(text.startswith(phrase) for text in words for phrase in phrases)
    }
    if laws:
        return "enacted"
    if {"passed-house", "passed-senate"} <= reached and not reached & {"enacted", "vetoed"}:
        return "passed-both"
    return next((stage for stage, _ in _STAGE_CODES if stage in reached), "introduced")
