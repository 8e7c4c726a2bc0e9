"""The shapes of the services' JSON, as far as they are read (facts/api-contracts §1.4, §2.1, §4).

An answer is converted into its shape before anything is taken from it, so that a field of another
type is one clear error and never a crash or a guess. Fields that are not named here are ignored;
those that a recorded answer has had as null are optional.
"""

from datetime import date

from msgspec import Struct


class FrAgency(Struct):
    """An agency; one that the service does not know has its raw name only."""

    name: str | None = None
    raw_name: str | None = None


class FrCfrReference(Struct):
    """A CFR part that a document names."""

    title: int | None = None
    part: str | int | None = None


class FrDocket(Struct):
    """What regulations.gov knows; empty when it knows nothing."""

    docket_id: str | None = None


class FrRecord(Struct, kw_only=True):
    """A document, published or in public inspection."""

    document_number: str
    publication_date: date | None = None
    type: str | None = None
    action: str | None = None
    title: str | None = None
    citation: str | None = None
    effective_on: date | None = None
    comments_close_on: date | None = None
    full_text_xml_url: str | None = None
    raw_text_url: str | None = None
    body_html_url: str | None = None
    html_url: str | None = None
    agencies: list[FrAgency] | None = None
    regulation_id_numbers: list[str] | None = None
    docket_ids: list[str] | None = None
    docket_numbers: list[str] | None = None
    regulations_dot_gov_info: FrDocket | None = None
    cfr_references: list[FrCfrReference] | None = None
    corrections: list[str] | None = None
    correction_of: str | None = None
    executive_order_number: str | int | None = None


class FrRow(Struct):
    """A row of a search."""

    document_number: str
    regulation_id_numbers: list[str] | None = None
    docket_ids: list[str] | None = None


class FrPage(Struct):
    """A page of a search; zero hits come without `results`, and then without a next page."""

    count: int
    results: list[FrRow] | None = None
    next_page_url: str | None = None


class EcfrTitle(Struct):
    """A title and how far it is complete; a reserved one has no date."""

    number: int
    name: str | None = None
    up_to_date_as_of: date | None = None
    processing_in_progress: bool | None = None


class EcfrMeta(Struct):
    """What stands beside a list of the eCFR; its counts are texts."""

    import_in_progress: bool | None = None
    result_count: str | int | None = None


class EcfrTitles(Struct):
    """The list of titles."""

    titles: list[EcfrTitle]
    meta: EcfrMeta


class EcfrChange(Struct):
    """A change of a section or appendix; texts are asked for by `issue_date`."""

    issue_date: date
    title: str | int
    part: str | int | None = None


class EcfrChanges(Struct):
    """The changes of a part."""

    content_versions: list[EcfrChange]
    meta: EcfrMeta


class CongressSponsor(Struct):
    """A member of Congress."""

    fullName: str | None = None  # noqa: N815 - the service's name


class CongressCount(Struct):
    """How many there are of what has its own list."""

    count: int | None = None


class CongressLaw(Struct):
    """A law that a bill became."""

    number: str | None = None
    type: str | None = None


class CongressRecord(Struct):
    """A bill."""

    congress: int
    type: str
    number: str | int
    title: str | None = None
    introducedDate: date | None = None  # noqa: N815 - the service's name
    updateDateIncludingText: str | None = None  # noqa: N815 - the service's name
    sponsors: list[CongressSponsor] | None = None
    cosponsors: CongressCount | None = None
    laws: list[CongressLaw] | None = None


class CongressBill(Struct):
    """The answer that holds a bill."""

    bill: CongressRecord


class CongressPaging(Struct):
    """Where a list goes on."""

    count: int
    next: str | None = None


class CongressAction(Struct):
    """A step in a bill's life."""

    actionDate: date | None = None  # noqa: N815 - the service's name
    text: str | None = None
    type: str | None = None
    actionCode: str | None = None  # noqa: N815 - the service's name


class CongressActions(Struct):
    """A page of actions."""

    actions: list[CongressAction]
    pagination: CongressPaging


class CongressFormat(Struct):
    """Where a text stands in one format."""

    url: str | None = None


class CongressText(Struct):
    """A text version; upstream has shown placeholders with null in every field."""

    type: str | None = None
    date: str | None = None
    formats: list[CongressFormat] | None = None


class CongressTexts(Struct):
    """A page of text versions."""

    textVersions: list[CongressText]  # noqa: N815 - the service's name
    pagination: CongressPaging
