"""Bills from govinfo bulk data: BILLSTATUS says which versions there are, BILLS holds them.

Needs no key. Sources: usgpo/bill-status (BILLSTATUS 1.0 and 3.0, whose element names differ),
usgpo/bulk-data, and facts/api-contracts §3.2 and §4 for what the answers look like.
"""

import re
from datetime import date

from lxml import etree
from msgspec import Struct

from tracker import identifiers
from tracker.config import WatchedBill
from tracker.identifiers import BILL_TYPES, BILL_VERSIONS
from tracker.model import Action, Facts, Record
from tracker.sources import bill_identity
from tracker.sources.asking import Asker, Held
from tracker.sources.gathering import Gathering, ItemResult, Version, ended
from tracker.sources.outcomes import (
    AskError,
    FailedError,
    NotFoundError,
    NotInMirrorError,
    WrongTextError,
)

BASE = "https://www.govinfo.gov"


class Listed(Struct, frozen=True, kw_only=True):
    """A text version as the official record lists it."""

    version: str
    label: str
    on: date | None
    url: str
    """Where its XML is or will be."""


class Status(Struct, frozen=True, kw_only=True):
    """What the official record says about a bill."""

    facts: Facts
    listed: tuple[Listed, ...]
    """In the order of a bill's life."""
    updated: date | None


def status_url(work: str) -> str:
    """Return where the BILLSTATUS of a bill is."""
    congress, kind, number = bill_parts(work)
    return f"{BASE}/bulkdata/BILLSTATUS/{congress}/{kind}/BILLSTATUS-{congress}{kind}{number}.xml"


def bill_parts(work: str) -> tuple[int, str, int]:
    """Return congress, type and number of `/us/bill/119/hr/2683`."""
    _, _, _, congress, kind, number = work.split("/")
    return int(congress), kind, int(number)


def plain_text_url(work: str, version: str) -> str:
    """Return where govinfo has the formatted text of a version, which comes before its XML."""
    name = "BILLS-{}{}{}".format(*bill_parts(work)) + version
    return f"{BASE}/content/pkg/{name}/html/{name}.htm"


def package_xml_url(work: str, version: str) -> str:
    """Return where govinfo has the XML of a version, under its package."""
    name = "BILLS-{}{}{}".format(*bill_parts(work)) + version
    return f"{BASE}/content/pkg/{name}/xml/{name}.xml"


def fetch_bill(bill: WatchedBill, asker: Asker, held: Held) -> ItemResult:
    """Ask for a bill's record and for every version it lists."""
    url = status_url(bill.work)
    try:
        status = read_status(asker.xml(url), url, bill)
    except AskError as error:
        return ended(bill.work, error)
    return gather_versions(status, asker, held)


def gather_versions(status: Status, asker: Asker, held: Held) -> ItemResult:
    """Ask for every version that a bill's record lists."""
    gathering = Gathering(status.facts.work, asker, held)
    for listed in status.listed:
        try:
            _gather(listed, status, gathering)
        except AskError as error:
            gathering.trouble(error)
    if not status.listed:
        gathering.stands()
    return gathering.result(status.facts)


def _gather(listed: Listed, status: Status, gathering: Gathering) -> None:
    """Ask for one version: its XML or, while that is not there, its plain text."""
    work, asker = gathering.work, gathering.asker
    record = gathering.held.record(work, listed.version)
    congress, kind, number = bill_parts(work)
    version = Version(
        version=listed.version, label=listed.label, published=listed.on, fallback=status.updated
    )
    try:
        answer = asker.text(listed.url, "xml", record)
    except NotInMirrorError:
        raise
    except NotFoundError:
        _late(version, record, gathering)
        return
    if answer.status != 304:
        said = bill_identity.bill(
            answer.body,
            listed.url,
            congress=congress,
            kind=kind,
            number=number,
            version=listed.version,
        )
        if version.published is None:
            # The record leaves engrossed versions undated; their attestation does not.
            version = Version(
                version=version.version,
                label=version.label,
                published=said.stated,
                fallback=version.fallback,
                note="dated by the text itself; the official record gives no date"
                if said.stated
                else "",
            )
    gathering.take(version, answer)


def _late(version: Version, record: Record | None, gathering: Gathering) -> None:
    """Note a version whose XML is late, and take its plain text meanwhile."""
    gathering.missing(version)
    if record is not None and "xml" in record.content_type:
        return
    url = plain_text_url(gathering.work, version.version)
    try:
        answer = gathering.asker.text(url, "text", record)
    except NotFoundError:
        return
    if answer.status != 304:
        _same_bill(answer.body, url, gathering.work)
    noted = Version(
        version=version.version,
        label=version.label,
        published=version.published,
        fallback=version.fallback,
        note="plain text until the XML appears",
    )
    gathering.take(noted, answer)


def _same_bill(body: bytes, url: str, work: str) -> None:
    """Check that a plain text is the bill asked for. Raises WrongTextError or FailedError."""
    text = body.decode("utf-8", "replace")
    _, kind, number = bill_parts(work)
    if "[Congressional Bills" not in text and "<pre>" not in text.lower():
        raise WrongTextError(url, "the answer is not the plain text of a bill")
    letters = r"\.?\s*".join(BILL_TYPES[kind].replace(".", ""))
    if not re.search(rf"\b{letters}\.?\s*{number}\b", text, re.IGNORECASE):
        raise WrongTextError(url, f"asked for {identifiers.short(work)}, the text is another bill")
    if "</pre>" not in text.lower():
        raise FailedError(url, f"{url.split('/')[2]} sent a text that is cut off")


def read_status(root: etree._Element, url: str, bill: WatchedBill) -> Status:
    """Read a BILLSTATUS file. Raises WrongTextError when it is another bill's."""
    found = root.find("bill")
    if found is None:
        raise WrongTextError(url, f"the answer is not a BILLSTATUS file but <{root.tag!s}>")
    congress, kind, number = bill_parts(bill.work)
    given = (
        _text(found, "congress"),
        (_text(found, "type") or _text(found, "billType")).lower(),
        _text(found, "number") or _text(found, "billNumber"),
    )
    if given != (str(congress), kind, str(number)):
        raise WrongTextError(
            url, f"asked for {identifiers.short(bill.work)}, the record is of {''.join(given)}"
        )
    listed = _listed(found, bill.work)
    return Status(
        facts=_facts(found, bill),
        listed=listed,
        updated=_day(_text(found, "updateDate")) or _day(_text(found, "introducedDate")),
    )


def _text(element: etree._Element, path: str) -> str:
    """Return the text at a path, empty when there is none."""
    return (element.findtext(path) or "").strip()


def _day(text: str) -> date | None:
    """Read the date at the head of a text such as 2024-09-10T04:00:00Z."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


# BILLS-119hr2683eh.xml · BILLS-117hr1625eah2.xml
_FILE_RE = re.compile(r"BILLS-(\d+)([a-z]+?)(\d+)([a-z]+\d*)(?:\.\w+|/|$)")
_CODES = {label.lower(): code for code, label in BILL_VERSIONS.items()}


def _listed(found: etree._Element, work: str) -> tuple[Listed, ...]:
    """Return the text versions that the record lists, each once."""
    versions: dict[str, Listed] = {}
    for item in found.iterfind("textVersions/item"):
        label = _text(item, "type")
        urls = [(e.text or "").strip() for e in item.iterfind("formats/item/url")]
        listed = listed_version(work, label, _day(_text(item, "date")), urls)
        if listed is not None:
            versions.setdefault(listed.version, listed)
    return in_order(work, versions)


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
            if url.startswith(f"{BASE}/") and url.endswith(".xml"):
                xml = url
    code = code or _CODES.get(label.lower(), "")
    if not code or code == "pl":
        # A public law is listed under its own number; as a fact, not as a version of the bill.
        return None
    return Listed(
        version=code,
        label=label or BILL_VERSIONS.get(code.rstrip("0123456789"), code.upper()),
        on=on,
        url=xml or package_xml_url(work, code),
    )


_CHAMBERS = {"h": "house", "s": "senate"}
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


def _facts(found: etree._Element, bill: WatchedBill) -> Facts:
    """Return what the record says about the bill as a whole."""
    actions = tuple(
        Action(
            on=_day(_text(item, "actionDate")),
            text=_text(item, "text"),
            kind=_text(item, "type"),
        )
        for item in found.iterfind("actions/item")
    )
    codes = {_text(item, "actionCode") for item in found.iterfind("actions/item")}
    laws = [
        _text(item, "number")
        for item in found.iterfind("laws/item")
        if _text(item, "type").lower().startswith("public")
    ]
    title = _text(found, "title")
    cosponsors = found.find("cosponsors")
    sponsor = found.find("sponsors/item")
    return Facts(
        work=bill.work,
        kind="bill",
        title=_titled(found, "Official Title") or title,
        short_title=_titled(found, "Short Title") or title,
        citation=identifiers.citation(bill.work),
        url=page_url(bill.work),
        sponsor="" if sponsor is None else _text(sponsor, "fullName"),
        cosponsors=None if cosponsors is None else len(cosponsors.findall("item")),
        introduced=_day(_text(found, "introducedDate")),
        actions=actions,
        stage=stage_of(codes, actions, laws),
        companions=_companions(found, bill),
        related=_related(found, bill.work),
        public_law="/us/pl/" + laws[0].replace("-", "/") if laws else "",
        published=_day(_text(found, "introducedDate")),
    )


def _titled(found: etree._Element, kind: str) -> str:
    """Return the bill's title of a kind, the last one listed being the newest."""
    titles = [
        _text(item, "title")
        for item in found.iterfind("titles/item")
        if _text(item, "titleType").startswith(kind)
    ]
    return titles[0] if titles else ""


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


def _companions(found: etree._Element, bill: WatchedBill) -> tuple[str, ...]:
    """Return identical bills of the record, and those given by hand."""
    works = list(bill.companions)
    for item in found.iterfind("relatedBills/item"):
        relations = [_text(r, "type") for r in item.iterfind("relationshipDetails/item")]
        work = related_work(item)
        if work and "Identical bill" in relations and work not in works:
            works.append(work)
    return tuple(works)


def _related(found: etree._Element, work: str) -> tuple[str, ...]:
    """Return the bills that the record calls related."""
    works = [related_work(item) for item in found.iterfind("relatedBills/item")]
    return tuple(dict.fromkeys(one for one in works if one and one != work))


def related_work(item: etree._Element) -> str:
    """Return the identifier in a related-bill entry, empty when it is not a bill."""
    kind = _text(item, "type").lower()
    congress, number = _text(item, "congress"), _text(item, "number")
    if kind not in BILL_TYPES or not (congress.isdigit() and number.isdigit()):
        return ""
    return f"/us/bill/{int(congress)}/{kind}/{int(number)}"
