"""Federal Register documents: the record in JSON, the text in XML, and ladders for both.

Needs no key. The version of a document is its publication date. A text that is not there in XML
is taken as plain text, then as HTML, then cut from the daily issue on govinfo. A number that is
not published yet is looked for in public inspection (facts/api-contracts §1).
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

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
from tracker.sources.transport import Answer

BASE = "https://www.federalregister.gov/api/v1"
SITE = "https://www.federalregister.gov/"

NUMBERS_REPEAT_BEFORE = date(2016, 1, 1)
"""Until then the same number could be given twice, so the date must go with it."""

_KINDS = {
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
        record = asker.json(url)
        _same_document(record, url, watched)
    except NotInMirrorError as error:
        return ended(watched.work, error)
    except NotFoundError as error:
        return _inspected(watched, asker, held, error)
    except AskError as error:
        return ended(watched.work, error)
    gathering = Gathering(watched.work, asker, held)
    published = _day(record.get("publication_date"))
    if published is None:
        undated = FailedError(url, "www.federalregister.gov gives no publication date")
        return ended(watched.work, undated)
    version = Version(
        version=published.isoformat(),
        label=str(record.get("action") or record.get("type") or "Published").strip().rstrip("."),
        published=published,
        effective=_day(record.get("effective_on")),
    )
    try:
        _gather(record, version, gathering)
    except AskError as error:
        gathering.trouble(error)
    return gathering.result(_facts(watched.work, record))


def _same_document(record: dict[str, Any], url: str, watched: WatchedDocument) -> None:
    """Check that a record is the one asked for. Raises WrongTextError."""
    number = number_of(watched.work)
    found = str(record.get("document_number") or "")
    if identity.fr_number(found) != identity.fr_number(number):
        raise WrongTextError(
            url, f"asked for FR Doc. {number}, the record is of {found or 'no document'}"
        )


def _gather(record: dict[str, Any], version: Version, gathering: Gathering) -> None:
    """Ask for the text, unless it is held and old enough to stand."""
    kept = gathering.held.record(gathering.work, version.version)
    corrected = bool(record.get("corrections"))
    if (
        kept is not None
        and "xml" in kept.content_type
        and not corrected
        and not gathering.asker.recent(version.published)
    ):
        gathering.stands()
        return
    number = number_of(gathering.work)
    url = _own_url(record.get("full_text_xml_url"))
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


def _own_url(value: object) -> str:
    """Return a text URL of the record when it leads to the service itself, else nothing."""
    url = str(value or "")
    return url if url.startswith(SITE) else ""


def _other_text(record: dict[str, Any], version: Version, gathering: Gathering) -> None:
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
    record: dict[str, Any], version: Version, gathering: Gathering
) -> Iterator[tuple[str, Callable[[], Answer]]]:
    """Yield the forms to try, each with the note to keep beside it."""
    number = number_of(gathering.work)

    def plain(url: str) -> Answer:
        answer = gathering.asker.text(url, "text")
        _names_document(answer, number)
        return answer

    for key, words in (("raw_text_url", "plain text"), ("body_html_url", "HTML")):
        if url := _own_url(record.get(key)):
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
        record = asker.json(url)
        _same_document(record, url, watched)
    except NotFoundError:
        return ended(watched.work, unpublished)
    except AskError as error:
        return ended(watched.work, error)
    gathering = Gathering(watched.work, asker, held)
    published = _day(record.get("publication_date"))
    version = Version(
        version=published.isoformat() if published else "unpublished",
        label="Filed for public inspection",
        published=published,
        note="public inspection copy: the published text takes its place",
    )
    gathering.missing(version)
    text = _own_url(record.get("raw_text_url"))
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


def _day(value: object) -> date | None:
    """Read an ISO date, or None."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _facts(work: str, record: dict[str, Any]) -> Facts:
    """Return what the record says about the document; nothing that changes by itself."""
    dockets = [
        *_texts(record.get("docket_ids")),
        *_texts([(record.get("regulations_dot_gov_info") or {}).get("docket_id")]),
        *_texts(record.get("docket_numbers")),
    ]
    agencies = [
        str(agency.get("name") or agency.get("raw_name") or "")
        for agency in record.get("agencies") or []
        if isinstance(agency, dict)
    ]
    return Facts(
        work=work,
        kind=_KINDS.get(str(record.get("type")), "notice"),  # type: ignore[arg-type] # its values
        title=str(record.get("title") or "").strip(),
        citation=str(record.get("citation") or ""),
        url=_page(record),
        stage=str(record.get("action") or "").strip(),
        agencies=tuple(name for name in dict.fromkeys(agencies) if name),
        rins=tuple(_texts(record.get("regulation_id_numbers"))),
        dockets=tuple(dict.fromkeys(dockets)),
        cfr_references=tuple(_cfr_references(record)),
        published=_day(record.get("publication_date")),
        effective=_day(record.get("effective_on")),
        comments_close=_day(record.get("comments_close_on")),
        corrections=tuple(_linked_works(record)),
        aliases=tuple(_aliases(work, record)),
    )


def _texts(values: object) -> list[str]:
    """Return the non-empty texts of a list."""
    return [str(one).strip() for one in values if one] if isinstance(values, list) else []


def _page(record: dict[str, Any]) -> str:
    """Return the page for people, when it is on the official site."""
    return _own_url(record.get("html_url"))


def _cfr_references(record: dict[str, Any]) -> Iterator[str]:
    """Yield the CFR parts that a document names, as identifiers of works."""
    for reference in record.get("cfr_references") or []:
        title, part = reference.get("title"), str(reference.get("part") or "")
        if isinstance(title, int) and part.isdigit():
            yield f"/us/cfr/t{title}/p{int(part)}"


def _linked_works(record: dict[str, Any]) -> Iterator[str]:
    """Yield the documents that correct this one, or that this one corrects."""
    links = [*_texts(record.get("corrections")), *_texts([record.get("correction_of")])]
    for link in links:
        name = link.partition("?")[0].rpartition("/")[2].removesuffix(".json")
        try:
            found = identifiers.parse(name)
        except IdentifierError:
            continue
        if found.kind == "fr":
            yield found.work


def _aliases(work: str, record: dict[str, Any]) -> Iterator[str]:
    """Yield other names: the service's form of the number, an executive order's own number."""
    number = str(record.get("document_number") or "")
    if number and f"/us/fr/{number.upper()}" != work:
        yield number
    if order := record.get("executive_order_number"):
        yield f"E.O. {order}"
