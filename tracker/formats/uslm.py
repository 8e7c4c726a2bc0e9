"""USLM: bills, resolutions, engrossed amendments, public laws, and the US Code.

Covers USLM 2.x (http://schemas.gpo.gov/xml/uslm) with GPO's 2018 beta and files without ids or
identifiers, and USLM 1.0 (http://xml.house.gov/schemas/uslm/1.0) of the House and of the Office
of the Law Revision Counsel. Source: USLM schema 2.1.0 and its user guide.

Paths come from levels and numbers, not from the `identifier` attributes, which many files lack or
leave empty; the scheme is GPO's own (`/us/pl/119/21/tI/stA/s10101/a`). In the US Code sections
stand right under the work, as in OLRC's identifiers: `/us/usc/t50/ch58/s4801/3/A`.
"""

from lxml import etree

from tracker.formats import amending, figures, references
from tracker.formats.draft import Draft, Node
from tracker.formats.uslm_facts import Facts, facts_of
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
from tracker.model import Document, MarkKind

_LEVELS = names(
    "title subtitle chapter subchapter part subpart division subdivision article subarticle "
    "section subsection paragraph subparagraph clause subclause item subitem subsubitem "
    "preliminary appendix schedule courtRules courtRule reorganizationPlans reorganizationPlan "
    "compiledAct level recital preamble enactingFormula resolvingClause officialTitleAmendment "
    "preface longTitle docTitle officialTitle congress session currentChamber enrolledDateline "
    "relatedDocument signatures signature action attestation endorsement legislativeHistory "
    "notes note sourceCredit statutoryNote editorialNote uscNote changeNote toc list listItem "
    "amendmentInstruction figure crossHeading starPrint purpose source authority backMatter "
    "statement presidentialDoc publicPrint explanationNote popularName"
)

_INLINE = names(
    "inline shortTitle headingText entity fillIn foreign date sponsor cosponsor "
    "nonsponsor committee organization b span target popularName u ins del s font qualifier "
    "proviso designatorText docPart label autograph"
)

_BLOCKS = names(
    "br actionDescription actionInstruction listContent listHeading designator column "
    "name role notation affiliation approvedDate coverText block signatureDate figCaption "
    "startingProvision endingProvision img index checkBox elided"
)

_PASSES = names(
    "main amendMain layout thead tbody tfoot collection components row statute "
    "colgroup col uscDoc lawDoc document rulePreamble"
)

_DROPPED = {
    "meta": "metadata",
    "amendMeta": "metadata",
    "property": "metadata",
    "slugLine": "slug-line",
    "distributionCode": "distribution-code",
    "centerRunningHead": "running-head",
    "leftRunningHead": "running-head",
    "rightRunningHead": "running-head",
    "runningHead": "running-head",
    "ear": "running-head",
    "endMarker": "end-marker",
}


def _component(walk: Walk, element: etree._Element, state: State) -> bool:
    """Take one of the texts of a reported bill; what is struck stands apart from what is law."""
    if element.get("changed") == "deleted":
        walk.level(element, "struck", state, shown="deleted").segment = "struck"
        return True
    state.flush()
    shown: MarkKind | None = "added" if element.get("changed") == "added" else None
    walk.push(element, LEVEL, State(state.node, shown or state.shown), state)
    return True


def _amendment(walk: Walk, element: etree._Element, state: State) -> bool:
    """Take the text that an engrossed amendment puts in; that all of it is added goes unsaid."""
    state.flush()
    node = Node("amendmentContent", quoted=state.node.quoted, source_id=element.get("id"))
    state.node.adopt(node)
    walk.push(element, LEVEL, State(node, state.shown), state)
    return True


def _quoted(walk: Walk, element: etree._Element, state: State) -> bool:
    """Take quoted content: provisions of its own, or a few words inside a sentence."""
    if state.text is not None and state.text and not _structured(walk, element):
        return walk.enter(element, Action(SOFT, "quoted"), state)
    walk.level(element, "quotedContent", state, quoted=True)
    return True


def _structured(walk: Walk, element: etree._Element) -> bool:
    """Return whether an element holds provisions or fields directly."""
    for child in element:
        action = walk.actions.get(child.tag) or walk.learn(child)  # type: ignore[arg-type]
        if action.code in (LEVEL, FIELD) or (action.code == CUSTOM and action.arg is not _quoted):
            return True
    return False


def _number(walk: Walk, element: etree._Element, state: State) -> bool:
    """Take a document's type and number, which are one label: `H. R.` `1037`."""
    state.flush()
    siblings = state.node.children
    joins = state.node.continuation is None
    if joins and siblings and siblings[-1].level == "docNumber":
        held = State(siblings[-1], state.shown)
        walk.push(element, LEVEL, held, state)
    else:
        walk.level(element, "docNumber", state)
    return True


def _title(walk: Walk, element: etree._Element, state: State) -> bool:
    """Take `title`: a level of the law, or Dublin Core's title of a document."""
    if "purl.org" in str(element.tag):
        walk.level(element, "documentTitle", state)
    else:
        walk.level(element, "title", state)
    return True


def _paragraph(walk: Walk, element: etree._Element, state: State) -> bool:
    """Take `p`; in a long title of USLM 1.0 the first is the type of act, the next the title."""
    node = state.node
    if node.level != "longTitle":
        return walk.enter(element, Action(BLOCK), state)
    state.flush()
    walk.level(element, "officialTitle" if node.children else "docTitle", state)
    return True


def _appropriations(walk: Walk, element: etree._Element, state: State) -> bool:
    """Take a unit of an appropriations act (USLM 1.0 writes `level role="appropriations"`)."""
    known = element.get("role") == "appropriations" or not str(element.tag).endswith("level")
    walk.level(element, "appropriations" if known else "level", state)
    return True


TABLE: dict[str, Action] = {
    **dict.fromkeys(_INLINE, Action(INLINE)),
    **dict.fromkeys(_BLOCKS, Action(BLOCK)),
    **dict.fromkeys(_PASSES, Action(PASS)),
    **{name: Action(LEVEL, name) for name in _LEVELS},
    **{name: Action(DROP, rule) for name, rule in _DROPPED.items()},
    "p": Action(CUSTOM, _paragraph),
    "page": Action(DROP_INLINE, "page-number"),
    "num": Action(FIELD, "num"),
    "heading": Action(FIELD, "heading"),
    "subheading": Action(FIELD, "heading"),
    "chapeau": Action(FIELD, "chapeau"),
    "content": Action(FIELD, "content"),
    "continuation": Action(FIELD, "continuation"),
    "text": Action(FIELD, None),
    "title": Action(CUSTOM, _title),
    "type": Action(CUSTOM, _number),
    "docNumber": Action(CUSTOM, _number),
    "amendPreface": Action(LEVEL, "preface"),
    "amendmentContent": Action(CUSTOM, _amendment),
    "appropriations": Action(CUSTOM, _appropriations),
    "level": Action(CUSTOM, _appropriations),
    "component": Action(CUSTOM, _component),
    "quotedContent": Action(CUSTOM, _quoted),
    "referenceItem": Action(LEVEL, "toc-entry"),
    "groupItem": Action(LEVEL, "toc-entry"),
    "tocItem": Action(LEVEL, "toc-entry"),
    "headingItem": Action(LEVEL, "toc-entry"),
    "header": Action(LEVEL, "toc-entry"),
    "table": Action(LEVEL, "table"),
    "caption": Action(FIELD, "heading"),
    "tr": Action(LEVEL, "row"),
    "td": Action(BLOCK, "cell"),
    "th": Action(BLOCK, "cell"),
    "i": Action(INLINE, "emphasis"),
    "sup": Action(FIGURE, figures.raised),
    "sub": Action(FIGURE, figures.lowered),
    "em": Action(INLINE, "emphasis"),
    "term": Action(INLINE, "term"),
    "ref": Action(INLINE, "ref"),
    "quotedText": Action(INLINE, "quoted"),
    "amendingAction": Action(INLINE, "instruction"),
    "addedText": Action(CHANGED, "added"),
    "ins": Action(CHANGED, "added"),
    "deletedText": Action(CHANGED, "deleted"),
    "del": Action(CHANGED, "deleted"),
    "sidenote": Action(APART, "sidenote"),
    "marginalNote": Action(APART, "sidenote"),
    "footnote": Action(APART, "footnote"),
    "endnote": Action(APART, "footnote"),
}
"""What each element is, by its local name."""

CONDITIONS = {
    "note": ("type", "footnote", Action(APART, "footnote")),
    "ref": ("class", "footnoteRef", Action(SOFT, "footnote")),
}
"""Elements that an attribute makes something else."""

VOCABULARY = vocabulary(TABLE, conditions=CONDITIONS)


def _target(element: etree._Element, kind: MarkKind) -> str | None:
    """Return what a mark points to, where the markup says."""
    if kind == "ref":
        idref = element.get("idref")
        return f"#{idref}" if idref else references.resolve(element.get("href"))
    if kind == "instruction":
        return element.get("type")
    if kind == "footnote":
        idref = element.get("idref")
        return f"#{idref}" if idref else None
    return None


def _finish(node: Node, _element: etree._Element) -> None:
    """Name unnumbered units of appropriations acts by their heading, which seldom changes."""
    if node.level == "appropriations" and node.num is None:
        node.name_by_heading()


def _finish_code(node: Node, element: etree._Element) -> None:
    """Put the US Code's big levels and sections right under the work."""
    _finish(node, element)
    if not node.quoted and node.level in _CODE_LEVELS:
        node.anchor = True


_CODE_LEVELS = frozenset(
    names("title subtitle chapter subchapter part subpart division subdivision article section")
)


def parse_tree(root: etree._Element, *, source: str, work: str, version: str) -> Document:
    """Read a USLM tree. Raises ParseError when it holds no text at all."""
    facts: Facts = facts_of(root, work, version)
    namespace = str(root.tag).rpartition("}")[0]
    form = "uslm-1" if "house.gov" in namespace else "uslm-2"
    draft = Draft(form, work=facts.work, version=facts.version, source=source)
    if facts.conflict:
        draft.find("identity-conflict", facts.conflict)
    code = str(root.tag).endswith("uscDoc")
    walk = Walk(
        draft,
        TABLE,
        target=_target,
        finish=_finish_code if code else _finish,
        conditions=CONDITIONS,
    )
    walk.run(root, draft.root)
    amending.mark(draft)
    return draft.document(title=facts.title, dates=facts.dates)
