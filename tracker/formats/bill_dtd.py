"""Bill DTD: bills, resolutions and amendments of House and Senate (bill.dtd, res.dtd, amend.dtd).

Source: the DTDs at xml.house.gov and the style sheet billres.xsl. The XML holds no quotation
marks: the style sheet prints them around `quote` and `term`, single ones inside quoted law, and so
does this parser, so that the words agree with the printed bill and with USLM. Enacting clauses
that only the style sheet prints are not made up.

Names follow USLM: `form` is a `preface` and a `longTitle`, `whereas` a `recital`,
`appropriations-small` an `appropriations`, `quoted-block` a `quotedContent`. Text before
subdivisions is the chapeau; text of a provision without subdivisions is its content. What follows
a quoted block belongs to the instruction, as its continuation. The block of an engrossed amendment
is an `amendmentContent`: the bill's own text to be, not quoted law.
"""

from collections.abc import Iterator
from datetime import date

from lxml import etree

from tracker.formats import amending, bill_facts, figures, references
from tracker.formats.draft import Draft, Node
from tracker.formats.vocabulary import names
from tracker.formats.walk import (
    APART,
    BLOCK,
    CHANGED,
    CUSTOM,
    DROP,
    DROP_INLINE,
    FIELD,
    FIGURE,
    INLINE,
    LEVEL,
    PASS,
    SOFT,
    Action,
    State,
    Walk,
    vocabulary,
)
from tracker.model import Dates, Document, MarkKind

_LAW = names(
    "division subdivision title subtitle part subpart chapter subchapter section subsection "
    "paragraph subparagraph clause subclause item subitem"
)

_RENAMED = {
    "committee-appointment-paragraph": "paragraph",
    "consideration-paragraph": "paragraph",
    "instruction-paragraph": "paragraph",
    "instruction-subparagraph": "subparagraph",
    "constitution-article": "article",
    "rule": "rule",
    "rules-clause": "clause",
    "rules-paragraph": "paragraph",
    "rules-subparagraph": "subparagraph",
    "rules-subdivision": "subdivision",
    "rules-item": "item",
    "rules-subitem": "subitem",
    "appropriations-major": "appropriations",
    "appropriations-intermediate": "appropriations",
    "appropriations-small": "appropriations",
    "congress": "congress",
    "session": "session",
    "legis-num": "docNumber",
    "associated-doc": "relatedDocument",
    "calendar": "relatedDocument",
    "report-num": "relatedDocument",
    "current-chamber": "currentChamber",
    "enrolled-dateline": "enrolledDateline",
    "action": "action",
    "preamble": "preamble",
    "preamble-amends": "preamble",
    "whereas": "recital",
    "official-title-amendment": "officialTitleAmendment",
    "title-amends": "officialTitleAmendment",
    "impeachment-resolution-signature": "signature",
    "signature-line": "signature",
    "attestation": "attestation",
    "attestation-group": "signature",
    "attestation-date": "action",
    "endorsement": "endorsement",
    "amendment": "amendment",
    "amendment-instruction": "amendmentInstruction",
    "instructive-para": "amendmentInstruction",
    "suspension-instructions": "amendmentInstruction",
    "purpose": "purpose",
    "non-statutory-material": "note",
    "committee-report-segment": "note",
    "conference-report-form": "preface",
    "list": "list",
    "list-item": "listItem",
    "toc": "toc",
    "toc-entry": "toc-entry",
    "toc-quoted-entry": "toc-entry",
    "multi-column-toc-entry": "toc-entry",
    "multi-column-toc-quoted-entry": "toc-entry",
    "level-header": "toc-entry",
    "table": "table",
    "row": "row",
}

_INLINE = names(
    "header-in-text enum-in-header short-title act-name bold formula "
    "sponsor cosponsor nonsponsor committee-name editorial definition nobreak pl-cite "
    "proviso pagebreak marker conferees legislator"
)

_PASSES = names(
    "amendment-body engrossed-amendment-body tgroup thead tbody tfoot colspec legislators"
)

_DROPPED = {
    "metadata": "metadata",
    "meta-house": "metadata",
    "meta-senate": "metadata",
    "meta-aip": "metadata",
    "distribution-code": "distribution-code",
    "running-header": "running-head",
}


def _body(walk: Walk, element: etree._Element, state: State) -> bool:
    """Take a body; a reported bill can have two, of which one is struck."""
    changed = element.get("changed", "")
    if changed == "deleted":
        walk.level(element, "struck", state, shown="deleted").segment = "struck"
        return True
    state.flush()
    shown: MarkKind | None = "added" if changed == "added" else state.shown
    walk.push(element, LEVEL, State(state.node, shown), state)
    return True


def _form(walk: Walk, element: etree._Element, state: State) -> bool:
    """Take the first page."""
    walk.level(element, "preface", state)
    return True


def _type_of_act(walk: Walk, element: etree._Element, state: State) -> bool:
    """Take `A BILL`."""
    return _long_title(walk, element, state, "docTitle")


def _official_title(walk: Walk, element: etree._Element, state: State) -> bool:
    """Take `To provide for …`."""
    return _long_title(walk, element, state, "officialTitle")


def _long_title(walk: Walk, element: etree._Element, state: State, level: str) -> bool:
    """Take a part of the long title, which USLM keeps apart from the first page."""
    frame = walk.frames[-1]
    if frame.state is state and state.node.level == "preface":
        state.flush()
        frame.outer.flush()
        title = Node("longTitle", quoted=state.node.quoted)
        frame.outer.node.adopt(title)
        state = frame.state = State(title, state.shown)
    walk.level(element, level, state)
    return True


def _quoted_block(walk: Walk, element: etree._Element, state: State) -> bool:
    """Take law that an instruction quotes."""
    walk.level(element, "quotedContent", state, quoted=True)
    return True


def _after_quoted_block(walk: Walk, element: etree._Element, state: State) -> bool:
    """Give the punctuation after a quoted block, and anything behind it, to the instruction."""
    frame = walk.frames[-1]
    if frame.state is state and state.node.level in ("quotedContent", "amendmentContent"):
        state.flush()
        state = frame.state = frame.outer
        state.flush()
    state.space()
    walk.push(element, PASS, state, state)
    return True


def _quote(walk: Walk, element: etree._Element, state: State) -> bool:
    """Take quoted words; the marks alternate with the depth of quotation."""
    return _marked(walk, element, state, "quoted")


def _term(walk: Walk, element: etree._Element, state: State) -> bool:
    """Take a defined term, which is printed in quotation marks."""
    return _marked(walk, element, state, "term")


def _marked(walk: Walk, element: etree._Element, state: State, kind: MarkKind) -> bool:
    """Put the printed quotation marks around an element."""
    depth = sum(
        1
        for frame in walk.frames
        if frame.after or (frame.code == LEVEL and frame.element.tag == "quoted-block")
    )
    return walk.quote(element, kind, state, ("‘", "’") if depth % 2 else ("“", "”"))


TABLE: dict[str, Action] = {
    **{name: Action(LEVEL, name) for name in _LAW},
    **{name: Action(LEVEL, level) for name, level in _RENAMED.items()},
    **dict.fromkeys(_INLINE, Action(INLINE)),
    **dict.fromkeys(_PASSES, Action(PASS)),
    **{name: Action(DROP, rule) for name, rule in _DROPPED.items()},
    "page-num": Action(DROP_INLINE, "page-number"),
    **dict.fromkeys(("legis-body", "resolution-body"), Action(CUSTOM, _body)),
    **dict.fromkeys(
        ("form", "pre-form", "amendment-form", "engrossed-amendment-form"), Action(CUSTOM, _form)
    ),
    "legis-type": Action(CUSTOM, _type_of_act),
    "official-title": Action(CUSTOM, _official_title),
    "quoted-block": Action(CUSTOM, _quoted_block),
    "amendment-block": Action(LEVEL, "amendmentContent"),
    "after-quoted-block": Action(CUSTOM, _after_quoted_block),
    "quote": Action(CUSTOM, _quote),
    "term": Action(CUSTOM, _term),
    "enum": Action(FIELD, "num"),
    "amend-num": Action(FIELD, "num"),
    "header": Action(FIELD, "heading"),
    "subheader": Action(FIELD, "heading"),
    "ttitle": Action(FIELD, "heading"),
    "tdesc": Action(FIELD, "heading"),
    "text": Action(FIELD, None),
    "continuation-text": Action(FIELD, "continuation"),
    "quoted-block-continuation-text": Action(FIELD, "continuation"),
    "entry": Action(BLOCK, "cell"),
    "italic": Action(INLINE, "emphasis"),
    "superscript": Action(FIGURE, figures.raised),
    "subscript": Action(FIGURE, figures.lowered),
    "fraction": Action(FIGURE, figures.fraction),
    "external-xref": Action(INLINE, "ref"),
    "internal-xref": Action(INLINE, "ref"),
    "added-phrase": Action(CHANGED, "added"),
    "deleted-phrase": Action(CHANGED, "deleted"),
    "omitted-text": Action(BLOCK, "stars"),
    "footnote": Action(APART, "footnote"),
    "footnote-ref": Action(SOFT, "footnote"),
}
"""What each element is; any other is a block of running text."""

VOCABULARY = vocabulary(TABLE, quoting=frozenset({"quote", "term"}))

_SUBDIVISIONS = frozenset([*_LAW, "article", "rule", "appropriations"])


def _target(element: etree._Element, kind: MarkKind) -> str | None:
    """Return what a mark points to, where the markup says."""
    if kind in ("ref", "footnote"):
        idref = element.get("idref")
        return f"#{idref}" if idref else references.resolve(element.get("parsable-cite"))
    return None


def _finish(node: Node, _element: etree._Element) -> None:
    """Tell chapeau from content once the children are known; name unnumbered units."""
    node.lead(_SUBDIVISIONS)
    if node.level == "appropriations" and node.num is None:
        node.name_by_heading()


def parse_tree(root: etree._Element, *, source: str, work: str, version: str) -> Document:
    """Read a Bill DTD tree; the caller's work and version only fill gaps."""
    said_work, said_version, title, conflict = _identity(root)
    draft = Draft(
        "bill-dtd", work=said_work or work, version=said_version or version, source=source
    )
    if conflict:
        draft.find("identity-conflict", conflict)
    Walk(draft, TABLE, target=_target, finish=_finish).run(root, draft.root)
    amending.mark(draft)
    return draft.document(title=title, dates=_dates(root))


def _texts(root: etree._Element, name: str) -> Iterator[str]:
    """Yield the text of all elements of a name."""
    for element in root.iter(name, f"{{*}}{name}"):
        yield " ".join("".join(str(t) for t in element.itertext()).split())


def _identity(root: etree._Element) -> tuple[str, str, str, str]:
    """Return (work, version, title, conflict) as first page, metadata and root attributes say."""
    metadata = root.find("metadata")
    titles = _texts(metadata, "title") if metadata is not None else iter(())
    titled, version, title = bill_facts.titled(next(titles, ""))
    form = next(
        (f for f in root if str(f.tag).endswith("form")),
        root,
    )
    printed = bill_facts.Number(
        next(filter(None, map(bill_facts.congress, _texts(form, "congress"))), ""),
        next(filter(None, map(bill_facts.numbered, _texts(form, "legis-num"))), ""),
    )
    stage = root.get("bill-stage") or root.get("resolution-stage") or root.get("amend-stage") or ""
    version = version or bill_facts.stage_code(stage)
    title = title or next(_texts(form, "official-title"), "")
    said = (printed, titled)
    return bill_facts.settled(*said), version, title, bill_facts.disagreement(*said)


def _dates(root: etree._Element) -> Dates:
    """Return the dates that metadata, actions and attestation state."""
    published = introduced = passed = None
    metadata = root.find("metadata")
    if metadata is not None:
        published = next(filter(None, map(bill_facts.iso_date, _texts(metadata, "date"))), None)
    for action in root.iterfind("form/action"):
        words = next(_texts(action, "action-desc"), "")
        if introduced is None and bill_facts.INTRODUCED_RE.search(words):
            introduced = _stated(action.find("action-date"))
    for day in root.iterfind("engrossed-amendment-form/action/action-date"):
        passed = passed or _stated(day)
    for stated in root.iterfind("attestation/attestation-group/attestation-date"):
        words = "".join(str(t) for t in stated.itertext())
        if passed is None and bill_facts.PASSED_RE.search(words):
            passed = _stated(stated)
    return Dates(published=published, introduced=introduced, passed=passed)


def _stated(element: etree._Element | None) -> date | None:
    """Return the date that an element states in words, or in its attribute where it has none.

    The words are what is printed; the attribute is sometimes left over from an earlier stage.
    """
    if element is None:
        return None
    words = "".join(str(t) for t in element.itertext())
    return bill_facts.long_date(words) or bill_facts.iso_date(element.get("date"))
