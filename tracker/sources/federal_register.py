"""Federal Register documents: the record in JSON, the text in XML, and ladders for both.

Needs no key. The version of a document is its publication date. A text that is not there in XML
is taken as plain text, then as HTML, then cut from the daily issue on govinfo. A number that is
not published yet is looked for in public inspection (facts/api-contracts §1).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Literal

from lxml import etree
from msgspec import structs

from tracker import identifiers
from tracker.config import WatchedDocument
from tracker.errors import IdentifierError
from tracker.model import Facts
from tracker.sources import identity
from tracker.sources.asking import Asker, Held
from tracker.sources.gathering import Gathering, ItemResult, Version, ended
from tracker.sources.outcomes import (
    AskError,
    FailedError,
    NotFoundError,
    NotInMirrorError,
    WrongTextError,
)
from tracker.sources.shapes import FrRecord
from tracker.sources.transport import Answer

BASE = "https://www.federalregister.gov/api/v1"
SITE = "https://www.federalregister.gov/"

NUMBERS_REPEAT_BEFORE = date(2016, 1, 1)
"""Until then the same number could be given twice, so the date must go with it."""

_KINDS: dict[str, Literal["rule", "proposed-rule", "presidential"]] = {
    "Rule": "rule",
    "Proposed Rule": "proposed-rule",
    "Presidential Document": "presidential",
}
_XML_WORDS = "its XML is not there"


def document_url(number: str, published: date | None = None) -> str:
    """Return where the record of a document is."""
    url = f"{BASE}/documents/{number}.json"
    if published is not None and published < NUMBERS_REPEAT_BEFORE:
        url += f"?publication_date={published.isoformat()}"
    return url


def inspection_url(number: str) -> str:
    """Return where the record of a filed, not yet published document is."""
    return f"{BASE}/public-inspection-documents/{number}.json"


def issue_url(published: date) -> str:
    """Return where govinfo has the whole daily issue."""
    return f"https://www.govinfo.gov/bulkdata/FR/{published:%Y}/{published:%m}/FR-{published}.xml"


def number_of(work: str) -> str:
    """Return the number of `/us/fr/2025-19001`."""
    return work.rpartition("/")[2]


def fetch_document(watched: WatchedDocument, asker: Asker, held: Held) -> ItemResult:
    """Ask for a document's record and its text; in public inspection when unpublished."""
    number = number_of(watched.work)
    url = document_url(number, watched.published)
    try:
        record = asker.json(url, FrRecord)
        _same_document(record, url, watched)
    except NotInMirrorError as error:
        return ended(watched.work, error)
    except NotFoundError as error:
        return _inspected(watched, asker, held, error)
    except AskError as error:
        return ended(watched.work, error)
    gathering = Gathering(watched.work, asker, held)
    published = record.publication_date
    if published is None:
        undated = FailedError(url, "www.federalregister.gov gives no publication date")
        return ended(watched.work, undated)
    version = Version(
        version=published.isoformat(),
        label=(record.action or record.type or "Published").strip().rstrip("."),
        published=published,
        effective=record.effective_on,
    )
    try:
        _gather(record, version, gathering)
    except AskError as error:
        gathering.trouble(error)
    return gathering.result(_facts(watched.work, record))


def _same_document(record: FrRecord, url: str, watched: WatchedDocument) -> None:
    """Check that a record is the one asked for. Raises WrongTextError."""
    number = number_of(watched.work)
    found = record.document_number
    if identity.fr_number(found) != identity.fr_number(number):
        raise WrongTextError(
            url, f"asked for FR Doc. {number}, the record is of {found or 'no document'}"
        )


def _gather(record: FrRecord, version: Version, gathering: Gathering) -> None:
    """Ask for the text, unless it is held and old enough to stand."""
    kept = gathering.held.record(gathering.work, version.version)
    corrected = bool(record.corrections)
    if (
        kept is not None
        and "xml" in kept.content_type
        and not corrected
        and not gathering.asker.recent(version.published)
    ):
        gathering.stands()
        return
    number = number_of(gathering.work)
    url = _own_url(record.full_text_xml_url)
    if url:
        try:
            answer = gathering.asker.text(url, "xml", kept)
        except NotInMirrorError:
            raise
        except NotFoundError:
            gathering.missing(version)
        else:
            if answer.status != 304:
                identity.fr_document(answer.body, url, number)
            gathering.take(version, answer)
            return
    _other_text(record, version, gathering)


def _own_url(url: str | None) -> str:
    """Return an address of the record when it leads to the service itself, else nothing."""
    return url if url and url.startswith(SITE) else ""


def _other_text(record: FrRecord, version: Version, gathering: Gathering) -> None:
    """Take the text in another form: plain, HTML, or cut from the daily issue."""
    tried: list[AskError] = []
    for note, take in _ladder(record, version, gathering):
        try:
            answer = take()
        except AskError as error:
            tried.append(error)
            continue
        gathering.take(structs.replace(version, note=note), answer)
        return
    if not gathering.expected:
        gathering.missing(version)
    for failure in tried:
        if not isinstance(failure, NotFoundError):
            gathering.trouble(failure)


def _ladder(
    record: FrRecord, version: Version, gathering: Gathering
) -> Iterator[tuple[str, Callable[[], Answer]]]:
    """Yield the forms to try, each with the note to keep beside it."""
    number = number_of(gathering.work)

    def plain(url: str) -> Answer:
        answer = gathering.asker.text(url, "text")
        _names_document(answer, number)
        return answer

    for given, words in ((record.raw_text_url, "plain text"), (record.body_html_url, "HTML")):
        if url := _own_url(given):
            yield f"{words}: {_XML_WORDS}", partial(plain, url)
    if version.published is not None:
        published = version.published
        yield (
            f"cut from the daily issue: {_XML_WORDS}",
            partial(_from_issue, issue_url(published), number, gathering.asker),
        )


def _names_document(answer: Answer, number: str) -> None:
    """Check that a plain or HTML text is the document asked for. Raises WrongTextError."""
    text = re.sub("[‐-―]", "-", answer.body.decode("utf-8", "replace"))
    found = [identity.fr_number(one) for one in re.findall(r"FR\s+Doc\.?\s*([\w-]*\d)", text)]
    if identity.fr_number(number) not in found:
        raise WrongTextError(answer.url, f"the text does not say that it is FR Doc. {number}")


def _from_issue(url: str, number: str, asker: Asker) -> Answer:
    """Cut one document out of a daily issue. Raises AskError."""
    answer = asker.text(url, "xml")
    root = identity.parse_xml(answer.body, url)
    for mark in root.iter("FRDOC"):
        if identity.fr_doc(mark) != identity.fr_number(number):
            continue
        element: etree._Element | None = mark
        while element is not None and element.tag not in identity.FR_TEXTS:
            element = element.getparent()
        if element is not None:
            element.tail = None
            body = etree.tostring(element, encoding="UTF-8", xml_declaration=True)
            return Answer(
                url=url,
                status=200,
                headers={"content-type": "application/xml"},
                body=body,
                retrieved_at=answer.retrieved_at,
            )
    raise NotFoundError(url, f"the daily issue has no FR Doc. {number}")


def _inspected(
    watched: WatchedDocument, asker: Asker, held: Held, unpublished: NotFoundError
) -> ItemResult:
    """Look for an unpublished document in public inspection.

    Its text is kept under the date on which it is to appear, so that the published text, which
    has the same date, takes its place as a republication.
    """
    number = number_of(watched.work)
    url = inspection_url(number)
    try:
        record = asker.json(url, FrRecord)
        _same_document(record, url, watched)
    except NotFoundError:
        return ended(watched.work, unpublished)
    except AskError as error:
        return ended(watched.work, error)
    gathering = Gathering(watched.work, asker, held)
    published = record.publication_date
    version = Version(
        version=published.isoformat() if published else "unpublished",
        label="Filed for public inspection",
        published=published,
        note="public inspection copy: the published text takes its place",
    )
    gathering.missing(version)
    text = _own_url(record.raw_text_url)
    if published is not None and text:
        try:
            answer = asker.text(text, "text")
            _names_document(answer, number)
            gathering.take(version, answer)
        except NotFoundError:
            pass
        except AskError as error:
            gathering.trouble(error)
    return gathering.result(_facts(watched.work, record))


def _facts(work: str, record: FrRecord) -> Facts:
    """Return what the record says about the document; nothing that changes by itself."""
    known = record.regulations_dot_gov_info
    dockets = [*_texts(record.docket_ids), *_texts([known.docket_id] if known else None)]
    dockets += _texts(record.docket_numbers)
    agencies = [agency.name or agency.raw_name or "" for agency in record.agencies or []]
    return Facts(
        work=work,
        kind=_KINDS.get(record.type or "", "notice"),
        title=(record.title or "").strip(),
        citation=record.citation or "",
        url=_page(record),
        stage=(record.action or "").strip(),
        agencies=tuple(name for name in dict.fromkeys(agencies) if name),
        rins=tuple(_texts(record.regulation_id_numbers)),
        dockets=tuple(dict.fromkeys(dockets)),
        cfr_references=tuple(_cfr_references(record)),
        published=record.publication_date,
        effective=record.effective_on,
        comments_close=record.comments_close_on,
        corrections=tuple(_linked_works(record)),
        aliases=tuple(_aliases(work, record)),
    )


def _texts(values: Sequence[str | None] | None) -> list[str]:
    """Return the non-empty texts of a list."""
    return [one.strip() for one in values or () if one and one.strip()]


def _page(record: FrRecord) -> str:
    """Return the page for people, when it is on the official site."""
    return _own_url(record.html_url)


def _cfr_references(record: FrRecord) -> Iterator[str]:
    """Yield the CFR parts that a document names, as identifiers of works."""
    for reference in record.cfr_references or []:
        part = str(reference.part or "")
        if reference.title is not None and part.isdecimal():
            yield f"/us/cfr/t{reference.title}/p{int(part)}"


def _linked_works(record: FrRecord) -> Iterator[str]:
    """Yield the documents that correct this one, or that this one corrects."""
    links = [*_texts(record.corrections), *_texts([record.correction_of])]
    for link in links:
        name = link.partition("?")[0].rpartition("/")[2].removesuffix(".json")
        try:
            found = identifiers.parse(name)
        except IdentifierError:
            continue
        if found.kind == "fr":
            yield found.work


def _aliases(work: str, record: FrRecord) -> Iterator[str]:
    """Yield other names: the service's form of the number, an executive order's own number."""
    number = record.document_number
    if number and f"/us/fr/{number.upper()}" != work:
        yield number
    if record.executive_order_number:
        yield f"E.O. {record.executive_order_number}"
