"""Bills from govinfo bulk data: BILLSTATUS says which versions there are, BILLS holds them.

Needs no key. Sources: usgpo/bill-status (BILLSTATUS 1.0 and 3.0, whose element names differ),
usgpo/bulk-data, and facts/api-contracts §3.2 and §4 for what the answers look like.
"""

import re
from datetime import date, timedelta

from lxml import etree
from msgspec import structs

from tracker import identifiers
from tracker.config import WatchedBill
from tracker.identifiers import BILL_TYPES
from tracker.model import Action, Facts, Record
from tracker.sources import bill_identity, congress
from tracker.sources.asking import Asker, Held
from tracker.sources.bills import (
    GOVINFO,
    Listed,
    Status,
    bill_parts,
    in_order,
    listed_law,
    listed_version,
    page_url,
    stage_of,
)
from tracker.sources.gathering import Gathering, ItemResult, Version, ended
from tracker.sources.outcomes import (
    AskError,
    FailedError,
    NotFoundError,
    NotInMirrorError,
    WrongTextError,
)


def status_url(work: str) -> str:
    """Return where the BILLSTATUS of a bill is."""
    congress, kind, number = bill_parts(work)
    return (
        f"{GOVINFO}/bulkdata/BILLSTATUS/{congress}/{kind}/BILLSTATUS-{congress}{kind}{number}.xml"
    )


def fetch_bill(bill: WatchedBill, asker: Asker, held: Held) -> ItemResult:
    """Ask for a bill's record and for every version it lists.

    When govinfo has no record to give, congress.gov is asked for it, if there is a key.
    """
    url = status_url(bill.work)
    try:
        status = read_status(asker.xml(url), url, bill)
    except AskError as error:
        if isinstance(error, NotInMirrorError) or not asker.can_ask(congress.HOST):
            return ended(bill.work, error)
        try:
            status = congress.read_status(bill, asker)
        except AskError as second:
            return ended(bill.work, type(error)(url, f"{error.problem}; {second.problem}"))
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
        gathering.textless()
    return gathering.result(status.facts)


def _gather(listed: Listed, status: Status, gathering: Gathering) -> None:
    """Ask for one version: its XML or, while that is not there, its plain text."""
    work, asker = gathering.work, gathering.asker
    record = gathering.held.record(work, listed.version)
    version = Version(
        version=listed.version, label=listed.label, published=listed.on, fallback=status.updated
    )
    try:
        answer = asker.text(listed.url, "xml", record)
    except NotInMirrorError:
        raise
    except NotFoundError:
        _late(listed, version, record, gathering)
        return
    if answer.status != 304:
        said = _checked(answer.body, listed, work)
        version = _dated(version, said.stated)
    gathering.take(version, answer)


FAR_APART = timedelta(days=60)
"""Record and text differ by a few days as a rule; this much is a slip in one of them."""


def _dated(version: Version, stated: date | None) -> Version:
    """Return a version with what the text says of its date.

    The record leaves engrossed versions undated, but their attestation does not; and it has been
    seen to be a year off, which is kept as it is and said.
    """
    if stated is None:
        return version
    if version.published is None:
        note = "dated by the text itself; the official record gives no date"
        return structs.replace(version, published=stated, note=note)
    if abs(version.published - stated) > FAR_APART:
        note = f"the official record dates it {version.published}, the text itself {stated}"
        return structs.replace(version, note=note)
    return version


def _checked(body: bytes, listed: Listed, work: str) -> bill_identity.BillText:
    """Check that a body is the version listed. Raises WrongTextError, FailedError."""
    congress, kind, number = bill_parts(work)
    if listed.law is not None:
        return bill_identity.law(body, listed.url, congress=congress, number=listed.law)
    return bill_identity.bill(
        body, listed.url, congress=congress, kind=kind, number=number, version=listed.version
    )


def _late(listed: Listed, version: Version, record: Record | None, gathering: Gathering) -> None:
    """Note a version whose XML is late, and take its plain text meanwhile."""
    gathering.missing(version)
    if record is not None and "xml" in record.content_type:
        return
    try:
        answer = gathering.asker.text(listed.plain_url, "text", record)
    except NotFoundError:
        return
    if answer.status != 304:
        _same_text(answer.body, listed, gathering.work)
    gathering.take(structs.replace(version, note="plain text until the XML appears"), answer)


def _same_text(body: bytes, listed: Listed, work: str) -> None:
    """Check that a plain text is the version listed. Raises WrongTextError or FailedError."""
    text, url = body.decode("utf-8", "replace"), listed.plain_url
    congress, kind, number = bill_parts(work)
    letters = r"\.?\s*".join(BILL_TYPES[kind].replace(".", ""))
    named = (
        rf"Public\s+Law\s+(?:{congress}\s*[-–]\s*)?{listed.law}\b"
        if listed.law is not None
        else rf"\b{letters}\.?\s*{number}\b"
    )
    if "<pre>" not in text.lower():
        raise WrongTextError(url, "the answer is not the plain text of a bill or law")
    if not re.search(named, text, re.IGNORECASE):
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


def _listed(found: etree._Element, work: str) -> tuple[Listed, ...]:
    """Return the text versions that the record lists, each once."""
    versions: dict[str, Listed] = {}
    for item in found.iterfind("textVersions/item"):
        label = _text(item, "type")
        urls = [(e.text or "").strip() for e in item.iterfind("formats/item/url")]
        listed = listed_version(work, label, _day(_text(item, "date")), urls)
        if listed is not None:
            versions.setdefault(listed.version, listed)
    for number in _law_numbers(found):
        if law := listed_law(number):
            versions.setdefault(law.version, law)
    return in_order(work, versions)


def _law_numbers(found: etree._Element) -> list[str]:
    """Return the numbers of the public laws that the bill became."""
    return [
        _text(item, "number")
        for item in found.iterfind("laws/item")
        if _text(item, "type").lower().startswith("public")
    ]


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
    laws = _law_numbers(found)
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
