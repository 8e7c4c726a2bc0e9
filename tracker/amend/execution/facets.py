"""Instructions on part of a provision: heading, matter before its paragraphs, one sentence."""

from tracker.amend.execution.finding import window_of
from tracker.amend.execution.quoted import prepared
from tracker.amend.execution.scope import law_below, scope_of
from tracker.amend.execution.state import Effect, Step, Unexecuted
from tracker.amend.execution.tree import Live
from tracker.amend.execution.worded import put_in, text_of
from tracker.model import Field, Mark, Provision

_FIELDS: dict[str, Field] = {"heading": "heading", "continuation": "continuation"}


def replace_facet(step: Step, live: Live) -> Effect:
    """Give a facet of the target other words, or none when the order is to delete."""
    order = step.order
    facet = order.target.facet
    words, marks, notes = _words(step)
    if order.action != "delete" and not words:
        raise Unexecuted("not-understood", "the new words could not be read")
    if order.target.sentence is not None:
        scope = scope_of(live, facet)
        effect = put_in(step, scope, [window_of(step, scope)], words)
        effect.normalised |= notes
        return effect
    if facet == "num":
        step.tree.rename(live, words, None, step.by)
        return _effect(live, notes)
    holder, field = _holder(step, live)
    _refuse_changed(step, holder, field)
    if facet == "chapeau":
        _drop_heading(step, live)
    holder.put(field, words, marks, step.by)
    return _effect(holder, notes)


def _effect(live: Live, notes: set[str]) -> Effect:
    """Return the effect on one provision."""
    return Effect([live] if live.base is not None else [], [live], notes)


def _holder(step: Step, live: Live) -> tuple[Live, Field]:
    """Return the provision and the field in which a facet's words stand."""
    facet = step.order.target.facet
    if facet in _FIELDS:
        return live, _FIELDS[facet]
    if facet in {"authority", "source", "toc"}:
        held = next((each for each in live.walk() if each.level == facet), None)
        if held is None or held.children:
            raise Unexecuted("base-differs", f"the base has no {facet} citation of one text")
        return held, "content"
    if facet == "chapeau":
        if law_below(live):
            return live, "chapeau"
        raise Unexecuted("base-differs", "nothing stands below it that matter could precede")
    if facet in {"whole", "text"} and not law_below(live):
        return live, "content" if live.fields["content"] or not live.fields[
            "chapeau"
        ] else "chapeau"
    raise Unexecuted("base-differs", "the new words do not say which of its parts they replace")


def _refuse_changed(step: Step, live: Live, field: Field) -> None:
    """Refuse to overwrite words that an earlier instruction put in."""
    others = sorted({by for _, _, by in live.fresh.get(field, ()) if by != step.by})
    if others and not step.sequential:
        raise Unexecuted("conflict", f"the same words were changed by {step.named(others)}")


def _drop_heading(step: Step, live: Live) -> None:
    """Take a CFR paragraph's heading out: it is part of its introductory text."""
    paragraph = live.level == "paragraph" and step.tree.base.format == "cfr-xml"
    content = step.order.content
    if paragraph and content:
        heading = prepared(content, step.tree.base.format)[0][0].heading
        if heading != live.fields["heading"]:
            live.put("heading", heading, [], step.by)


def _words(step: Step) -> tuple[str, list[Mark], set[str]]:
    """Return the new words of a facet: quoted text, or the part of quoted content that fits."""
    order = step.order
    if order.action == "delete":
        return "", [], set()
    if order.text or not order.content:
        text, notes = text_of(step)
        return text, [], notes
    content, notes = prepared(order.content, step.tree.base.format)
    provision = content[0]
    if len(content) > 1 or provision.children:
        raise Unexecuted("base-differs", "the new text has provisions of its own below it")
    words, field = _fitting(provision, order.target.facet)
    kept = [_in_field(m, step, field) for m in provision.marks if m.field == field]
    return words, kept, notes


def _fitting(provision: Provision, facet: str) -> tuple[str, Field]:
    """Return the words of quoted content that a facet takes, and the field they stand in."""
    if facet == "heading":
        return (
            (provision.heading, "heading") if provision.heading else (provision.content, "content")
        )
    if provision.chapeau and not provision.content:
        return provision.chapeau, "chapeau"
    return provision.content, "content"


def _in_field(mark: Mark, step: Step, field: Field) -> Mark:
    """Return a mark over the field in which the words will stand."""
    from msgspec import structs  # noqa: PLC0415 - used here alone

    facet = step.order.target.facet
    place: Field = "chapeau" if facet == "chapeau" else _FIELDS.get(facet, "content")
    return structs.replace(mark, field=place) if place != field else mark
