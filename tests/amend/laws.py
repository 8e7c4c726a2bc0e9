"""Small laws and instructions for tests, written as nested tuples."""

from tracker.amend.values import Find, Instruction, Rename, Target
from tracker.formats.draft import Draft

LEVELS = ("section", "subsection", "paragraph", "subparagraph", "clause", "subclause")
CHAPTER = "/us/usc/t50/ch58"
TITLE = "/us/usc/t50"
PART = "/us/cfr/t15/p744"


def law(*sections, work=CHAPTER, version="119-34", form="uslm-1", level="section"):
    """Return a document of sections given as (label, text, *children).

    A text is the content, or the chapeau when provisions follow; `heading | text` sets a heading.
    """
    draft = Draft(form, work=work, version=version)
    for spec in sections:
        _add(draft.root, spec, LEVELS.index(level), flat=form == "cfr-xml")
    return draft.document(title="A law")


def quoted(*provisions, level="paragraph", form="uslm-1"):
    """Return quoted content: provisions as (label, text, *children) from a level on."""
    draft = Draft(form, work="/us/bill/119/hr/1", version="ih")
    block = draft.root.add("quotedContent", quoted=True)
    for spec in provisions:
        _add(block, spec, LEVELS.index(level), flat=form == "cfr-xml")
    return draft.document().root.children[0].children


def _add(parent, spec, depth, *, flat):
    """Add a provision and all below it."""
    label, text, *below = spec
    level = "paragraph" if flat and depth else LEVELS[depth]
    if label in {"note", "notes", "sourceCredit", "continuation"}:
        parent.add(label).put("content", text)
        return
    node = parent.add(level, num=label)
    node.anchor = level == "section"
    heading, bar, rest = text.partition(" | ")
    if bar:
        node.put("heading", heading)
        text = rest
    node.put("chapeau" if below else "content", text)
    for child in below:
        _add(node, child, depth + 1, flat=flat)


def order(action, identifier, number=1, *, facet="whole", sentence=None, home=TITLE, **rest):
    """Return an instruction on `s1/a/1`, a portion of title 50."""
    for name in ("beside", "until"):
        if rest.get(name):
            rest[name] = f"{home}/{rest[name]}"
    if isinstance(rest.get("find"), str):
        rest["find"] = Find(rest["find"])
    if "renames" in rest:
        rest["renames"] = tuple(Rename(f"{home}/{old}", new) for old, new in rest["renames"])
    target = Target(f"{home}/{identifier}" if identifier else "", facet, sentence)
    return Instruction(
        number, "/us/bill/119/hr/1/s2", rest.pop("words", ""), action, target, **rest
    )


def at(document, portion):
    """Return the provision of a document by the end of its path."""
    return next(p for p in document.provisions() if p.path == f"{document.work}/{portion}")


def texts(document):
    """Return label and own text of every provision, in document order."""
    return [(p.num, p.own_text) for p in document.provisions()]
