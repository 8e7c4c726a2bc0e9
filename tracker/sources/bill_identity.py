"""Whether a body is the bill and the version that was asked for.

Bills come in the Bill DTD, in USLM 2 and, here and there, in USLM 1; each names its bill in
several places, and official files are known to have one of them wrong (a resolution that calls
itself a bill, a Congress three too low). So every place is read as a claim: one that is right is
enough, none that is right means another bill.
"""

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree
from msgspec import Struct

from tracker.identifiers import BILL_VERSIONS
from tracker.sources.identity import local, parse_xml, words
from tracker.sources.outcomes import WrongTextError

_DC = "{http://purl.org/dc/elements/1.1/}"


class Claim(Struct, frozen=True):
    """What one place in a text says that it is; None and empty where it does not say."""

    congress: int | None
    kind: str
    number: int | None
    version: str = ""


class BillText(Struct, frozen=True):
    """What the text of a bill says about itself."""

    claims: tuple[Claim, ...]
    stage: str
    """Version code by the text's own stage; empty when it does not say."""
    stated: date | None
    """The date that the text itself gives for its stage: action, or attestation."""


def bill(body: bytes, url: str, *, congress: int, kind: str, number: int, version: str) -> BillText:
    """Check that a body is one version of one bill and return what it says about itself.

    Raises WrongTextError when it is another bill or version, FailedError when it is cut off.
    """
    root = parse_xml(body, url)
    if local(root) not in _ROOTS:
        raise WrongTextError(url, f"the answer is not a bill but <{local(root)}>")
    claims = tuple(dict.fromkeys(_claims(root)))
    fitting = [
        claim
        for claim in claims
        if (claim.kind, claim.number) == (kind, number) and claim.congress in (congress, None)
    ]
    if not fitting:
        named = ", ".join(f"{one.congress or ''}{one.kind}{one.number}" for one in claims)
        asked = f"{congress}{kind}{number}"
        raise WrongTextError(url, f"asked for {asked}, the text says {named or 'no number'}")
    stage = _stage(root) or next((one.version for one in fitting if one.version), "")
    if stage and stage.rstrip("0123456789") != version.rstrip("0123456789"):
        raise WrongTextError(url, f"asked for version {version}, the text says that it is {stage}")
    return BillText(claims, stage, _stated(root, stage))


def law(body: bytes, url: str, *, congress: int, number: int) -> BillText:
    """Check that a body is one public law, in USLM, and return what it says about itself.

    Raises WrongTextError when it is another law, FailedError when it is cut off.
    """
    root = parse_xml(body, url)
    if local(root) != "pLaw":
        raise WrongTextError(url, f"the answer is not a public law but <{local(root)}>")
    found = {
        (int(match[1]), int(match[2]))
        for place in _places(root, "citableAs", "title")
        if (match := re.match(r"\s*Public Law (\d+)\s*[-–—]\s*(\d+)", words(place)))
    }
    if (congress, number) not in found:
        named = ", ".join(f"{one}-{two}" for one, two in sorted(found)) or "no number"
        raise WrongTextError(
            url, f"asked for Public Law {congress}-{number}, the text says {named}"
        )
    return BillText((), "pl", _stated(root, "pl"))


_ROOTS = {"bill", "resolution", "amendment-doc", "engrossedAmendment", "amendment"}

# 116hr1865eah · 116 HR 1865 EAH · 117 S. CON. RES. 14 ENR · 118 HR 8152 EH: Title
_CITED_RE = re.compile(
    r"\s*(\d{2,3})\s*([A-Za-z][A-Za-z. ]*?)\s*(\d{1,5})\s*([A-Za-z]+\d*)?\s*(?::|$)"
)


def _claims(root: etree._Element) -> Iterator[Claim]:
    """Yield what every place in a text says."""
    congresses = _congresses(root) or [None]
    for place in _places(root, "citableAs", "title"):
        yield from _cited(place.get("value", "") or words(place))
    for place in _places(root, "legis-num"):
        kind, number = _legis_num(words(place))
        if kind:
            yield from (Claim(congress, kind, number) for congress in congresses)
    for place in _places(root, "docNumber"):
        group = place.getparent()
        type_ = None if group is None else group.find(f"{_DC}type")
        kind, number = _legis_num(words(type_) + words(place))
        if kind:
            yield from (Claim(congress, kind, number) for congress in congresses)


def _places(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the elements of these names, or USLM 1 properties of these roles, outside the law."""
    for element in root.iter(etree.Element):
        name = local(element)
        if name in {
            "legis-body",
            "resolution-body",
            "main",
            "amendMain",
            "engrossed-amendment-body",
        }:
            # The law itself names other bills; what it is stands before it.
            return
        if name in names or (name == "property" and element.get("role") in names):
            yield element


def _cited(text: str) -> Iterator[Claim]:
    """Yield the claim in `116hr1865eah` or `118 HR 8152 EH: Title`."""
    match = _CITED_RE.match(text)
    if not match:
        return
    kind, _ = _legis_num(match[2])
    code = (match[4] or "").lower()
    if kind:
        version = code if code.rstrip("0123456789") in BILL_VERSIONS else ""
        yield Claim(int(match[1]), kind, int(match[3]), version)


_KINDS = {
    "HR": "hr", "S": "s", "HJRES": "hjres", "SJRES": "sjres", "HCONRES": "hconres",
    "SCONRES": "sconres", "HRES": "hres", "SRES": "sres", "HCON": "hconres", "SCON": "sconres",
    "HOUSEBILL": "hr", "SENATEBILL": "s", "HOUSEJOINTRESOLUTION": "hjres",
    "SENATEJOINTRESOLUTION": "sjres", "HOUSECONCURRENTRESOLUTION": "hconres",
    "SENATECONCURRENTRESOLUTION": "sconres", "HOUSESIMPLERESOLUTION": "hres",
    "SENATESIMPLERESOLUTION": "sres", "HOUSERESOLUTION": "hres", "SENATERESOLUTION": "sres",
}  # fmt: skip


def _legis_num(text: str) -> tuple[str, int | None]:
    """Read `H. CON. RES. 58` -> ("hconres", 58); the kind is empty when it is none."""
    letters = re.sub(r"[^A-Z]", "", text.upper().partition("(")[0])
    number = re.search(r"\d+", text)
    return _KINDS.get(letters, ""), int(number[0]) if number else None


# fmt: off
_ORDINALS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth",
]
_TENS = {
    "twent": 20, "thirt": 30, "fort": 40, "fift": 50,
    "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90,
}
# fmt: on


def _congresses(root: etree._Element) -> list[int | None]:
    """Return the Congresses named, in figures or, as enrolled bills print it, in words."""
    found: list[int | None] = []
    for place in _places(root, "congress"):
        text = words(place)
        if figures := re.search(r"\d{2,3}", text):
            found.append(int(figures[0]))
        elif spelled := congress_in_words(text):
            found.append(spelled)
    return list(dict.fromkeys(found))


def congress_in_words(text: str) -> int | None:
    """Read `One Hundred Nineteenth Congress of …` -> 119; None for anything else."""
    match = re.match(
        r"\s*one hundred(?: and)? ([a-z]+)(?:[- ]([a-z]+))? congress", text, re.IGNORECASE
    )
    if not match:
        return None
    first, second = match[1].lower(), (match[2] or "").lower()
    if not second and first in _ORDINALS:
        return 101 + _ORDINALS.index(first)
    tens = next((value for stem, value in _TENS.items() if first in (stem + "ieth", stem + "y")), 0)
    if not tens:
        return None
    return 100 + tens + (_ORDINALS.index(second) + 1 if second in _ORDINALS else 0)


_STAGES = {re.sub(r"[^a-z]", "", label.lower()): code for code, label in BILL_VERSIONS.items()}


def _stage(root: etree._Element) -> str:
    """Return the version code of the text's stage; empty for words not in the list."""
    said = [str(value) for name, value in root.attrib.items() if str(name).endswith("-stage")]
    said += [words(place) for place in _places(root, "docStage")]
    for stage in said:
        letters = re.sub(r"[^a-z]", "", stage.lower())
        code = letters if letters in BILL_VERSIONS else _STAGES.get(letters, "")
        if code:
            return code
    return ""


def _stated(root: etree._Element, stage: str) -> date | None:
    """Return the date the text gives for its own stage.

    An engrossed text has no date in the official record, but its attestation says when the
    chamber passed it; other texts say it in Dublin Core or in their last action line.
    """
    if stage in {"eh", "es"}:
        for attested in root.iter("{*}attestation-date", "{*}attestation"):
            for place in (attested, *attested.iter("{*}date")):
                if day := _day(place.get("date", "")):
                    return day
    actions = [
        *root.iter("{*}action-date"),
        *root.iter("{*}preface"),
        *root.iter("{*}amendPreface"),
    ]
    dated = [date_ for action in actions for date_ in (action, *action.iter("{*}date"))]
    for place in (*root.iter(f"{_DC}date"), *reversed(dated)):
        if day := _day(place.get("date", "")) or _day(words(place)):
            return day
    return None


def _day(text: str) -> date | None:
    """Read 2026-01-12 or 20260112; None for anything else."""
    match = re.match(r"\s*(\d{4})-?(\d\d)-?(\d\d)\b", text)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
