"""From a verb and its parts to an order: what is to be done, where, with which words.

An order still names provisions as the sentence does; `scopes` finds out which ones are meant.
"""

import re
from typing import Literal

from msgspec import Struct, structs

from tracker.amend.statutes.parts import Parts, gather
from tracker.amend.statutes.tokens import FINITE, Place, Token, Tokens, text_of
from tracker.amend.statutes.ways import Where
from tracker.amend.values import Action, Find, Position
from tracker.model import Provision

_MARGIN_RE = re.compile(r"\bmargins?\b|\bems?\b")


class Order(Struct, frozen=True):
    """One action that a sentence orders."""

    action: Action
    words: str
    lead: tuple[Where, ...] = ()
    """The way to the target, from what the provisions above have named."""
    where: tuple[Where, ...] = ()
    """The rest of the way, said after the verb."""
    objects: tuple[Where, ...] = ()
    """What is acted on as a whole: provisions, sentences, headings, items."""
    finds: tuple[Find, ...] = ()
    text: str = ""
    content: tuple[Provision, ...] = ()
    position: Position | None = None
    beside: Where | None = None
    noun: str = ""
    """What the new text was announced as: "the following new clause"."""
    until: Where | None = None
    """Where struck words end: "through the period at the end of paragraph (2)"."""
    new: tuple[Place, ...] = ()
    """New designators."""
    problem: str = ""


def order_of(
    verb: Token, segment: Tokens, paired: Tokens | None, lead: tuple[Where, ...], spoken: str
) -> Order | None:
    """Return the order of one verb with what belongs to it.

    None when the verb has no object here: "by striking—" goes on in the children.
    """
    parts = gather(segment)
    other = gather(paired) if paired is not None else None
    bare = parts.empty and not parts.left and other is None and verb.number != FINITE
    if bare and verb.value != "read" and not _MARGIN_RE.search(text_of(segment)):
        return None
    said = _Said(verb, parts, other, text_of(segment))
    order = Order("unknown", _tidy(spoken), lead, tuple(parts.where))
    made = _READERS.get(verb.value, _unread)(order, said)
    left = parts.left + (other.left if other else [])
    if left and not made.problem:
        made = _failed(made, "not understood: " + "; ".join(f"“{each}”" for each in left))
    return made


class _Said(Struct, frozen=True):
    """A verb with its parts, and those of "and inserting" or "to read as follows" behind it."""

    verb: Token
    parts: Parts
    other: Parts | None
    text: str

    @property
    def finite(self) -> bool:
        """Return whether the verb speaks of its subject: "is repealed"."""
        return self.verb.number == FINITE


def _tidy(spoken: str) -> str:
    """Return an order's words without the connection to the next."""
    return re.sub(r"(?:[\s,;]+(?:and|or)?)*\s*$", "", spoken).strip()


def _failed(order: Order, problem: str) -> Order:
    """Return an order as one that could not be read in full."""
    return structs.replace(order, problem=problem)


def _find(token: Token, parts: Parts) -> Find:
    """Return the words to be found."""
    at = parts.edge or None
    through = parts.through if parts.rest == "follows" or parts.through is not None else None
    if token.kind == "point" and at is None and token.value == ".":
        at = "end"  # "the period" is the one at the end
    if through is not None:
        at = None
    return Find(
        words=token.value,
        choice=parts.choice,
        ordinal=parts.ordinal,
        at=at,
        through=through,
    )


def _struck(order: Order, said: _Said) -> Order:
    """Read a strike: "by striking “X” … [and inserting “Y”]"."""
    parts, other = said.parts, said.other
    if other is not None:
        if other.choice != "none" or other.ordinal:
            parts.choice, parts.ordinal = other.choice, other.ordinal
        parts.where += other.where
    action: Action = "substitute" if other is not None else "delete"
    made = structs.replace(
        order,
        action=action,
        where=tuple(each for each in parts.where if not (parts.ends and each.kind == "matter")),
        objects=tuple(parts.objects),
        until=parts.ends[-1] if parts.ends else None,
        text=_joined(other.quotes) if other else "",
        content=other.content if other else (),
    )
    if parts.rest and not parts.quotes:
        return _beyond(made, parts)
    made = structs.replace(made, finds=tuple(_find(each, parts) for each in parts.quotes))
    if parts.anchor is not None and len(made.finds) == 1:
        return _beside(made, parts, parts.anchor)
    return _failed(made, problem) if (problem := _doubt(made, parts, other)) else made


def _doubt(order: Order, parts: Parts, other: Parts | None) -> str:
    """Return why a strike cannot be taken at its word, or an empty string."""
    if parts.side or parts.anchor:
        return "words beside others are struck"
    if order.finds and parts.objects:
        return "words and provisions are struck together"
    if order.finds and parts.ends:
        return "the struck words run on into another provision"
    if other is None:
        return ""
    if not (other.quotes or other.content):
        return "what is put in could not be read"
    if len(other.quotes) > 1:
        return "several new texts"
    return "several texts are struck for one" if len(order.finds) > 1 else ""


def _beside(order: Order, parts: Parts, anchor: Token) -> Order:
    """Read "by striking “and” after the semicolon": both are found, the anchor is put back."""
    struck = parts.quotes[0]
    if parts.rest:
        return _up_to(order, parts, anchor)
    first, second = (anchor, struck) if parts.side == "after" else (struck, anchor)
    gap = "" if second.value[0] in ",;:.)" or first.value.endswith((" ", "—", "(")) else " "
    both = structs.replace(struck, value=first.value + gap + second.value)
    end = anchor.kind == "point" and struck.value in {"and", "or"}
    find = structs.replace(_find(both, parts), at="end" if end or parts.edge == "end" else None)
    new = order.text
    text = f"{anchor.value} {new}" if parts.side == "after" else f"{new} {anchor.value}"
    text = text if new else anchor.value
    order = structs.replace(order, action="substitute", finds=(find,), text=text)
    return _failed(order, "provisions are put in place of words") if order.content else order


def _up_to(order: Order, parts: Parts, anchor: Token) -> Order:
    """Read "“X” and all that follows before the period at the end": the period is put back."""
    find = Find(parts.quotes[0].value, parts.choice, parts.ordinal, through="")
    order = structs.replace(order, action="substitute", finds=(find,), text=f"{order.text}.")
    if order.content or (anchor.kind, anchor.value, parts.side) != ("point", ".", "before"):
        return _failed(order, "where the struck words end is not understood")
    return order


def _beyond(order: Order, parts: Parts) -> Order:
    """Read "all that follows “X”", "all that precedes paragraph (2)"."""
    side: Literal["before", "after"] = "after" if parts.rest == "follows" else "before"
    if order.until is not None and not parts.objects:
        order = structs.replace(order, until=None, beside=order.until)
        return structs.replace(order, finds=(Find("", side=side),))
    if parts.through and not parts.objects:
        return structs.replace(order, finds=(Find(parts.through, side=side),))
    return _failed(order, f"“all that {parts.rest}” is not understood here")


def _joined(quotes: list[Token]) -> str:
    """Return the quoted text of an insertion."""
    return " ".join(each.value for each in quotes)


def _added(order: Order, said: _Said) -> Order:
    """Read an insertion or addition: "by inserting “Y” after “X”", "by adding at the end …"."""
    parts = said.parts
    text = _joined(parts.quotes)
    made = structs.replace(
        order, where=tuple(parts.where), text=text, content=parts.content, objects=()
    )
    provisions = bool(parts.content) or "sentence" in parts.noun
    if len(parts.quotes) > 1:
        return _failed(made, "several new texts")
    if not text and not parts.content:
        return _failed(made, "what is put in could not be read")
    if parts.objects:
        return _failed(made, "provisions are put in without their text")
    if parts.anchor is not None:
        find = _find(parts.anchor, parts)
        action: Action = "add" if parts.content and not text else "insert"
        return structs.replace(made, action=action, finds=(find,), position=parts.side)
    if parts.beside is not None:
        if parts.beside.kind == "sentence":
            where = (*made.where, parts.beside)
            return structs.replace(made, action="add", where=where, position=parts.side)
        if parts.beside.kind == "heading":
            return _failed(made, "words beside a heading")
        return structs.replace(
            made, action="add", beside=parts.beside, position=parts.side, noun=parts.noun.lower()
        )
    position: Position | None = parts.edge or ("end" if said.verb.value == "add" else None)
    action = "add" if provisions or _is_sentence(text) else "insert"
    made = structs.replace(made, action=action, position=position)
    return made if position else _failed(made, "where to insert is not said")


def _is_sentence(text: str) -> bool:
    """Return whether quoted text is whole sentences rather than words of one."""
    return bool(re.match(r"[A-Z(]", text)) and text.endswith((".", ".’")) and " " in text


def _to_read(order: Order, said: _Said) -> Order:
    """Read "is amended to read as follows"."""
    parts = said.parts
    made = structs.replace(order, action="amend", text=_joined(parts.quotes), content=parts.content)
    if not parts.quotes and not parts.content:
        return _failed(made, "the new text could not be read")
    return made


def _amended(order: Order, said: _Said) -> Order:
    """Read "by amending paragraph (3) to read as follows"."""
    other = said.other
    made = structs.replace(order, objects=tuple(said.parts.objects))
    if other is None:
        return _failed(made, "an amendment without its text")
    made = structs.replace(made, action="amend", text=_joined(other.quotes), content=other.content)
    if not other.quotes and not other.content:
        return _failed(made, "the new text could not be read")
    return made


def _redesignated(order: Order, said: _Said) -> Order:
    """Read "by redesignating paragraphs (4) and (5) as paragraphs (5) and (6)"."""
    parts = said.parts
    made = structs.replace(
        order,
        action="redesignate",
        where=tuple(parts.where),
        objects=tuple(parts.objects),
        new=tuple(parts.new),
    )
    if parts.side or parts.beside:
        return _failed(made, "provisions are moved as well as redesignated")
    if not parts.new or (not parts.objects and not said.finite):
        return _failed(made, "old and new designators could not be read")
    return made


def _repealed(order: Order, said: _Said) -> Order:
    """Read "is repealed", "by repealing paragraph (3)"."""
    parts = said.parts
    objects = () if said.finite else tuple(parts.objects)
    where = () if said.finite else tuple(parts.where)
    if said.finite:
        parts.left.clear()  # what follows "is repealed" says something else
    made = structs.replace(order, action="repeal", where=where, objects=objects)
    if not said.finite and not parts.objects:
        return _failed(made, "what is repealed could not be read")
    return made


def _replaced(order: Order, said: _Said) -> Order:
    """Read "by replacing “X” with “Y”"."""
    parts = said.parts
    made = structs.replace(order, action="substitute", where=tuple(parts.where))
    if len(parts.quotes) != 2 or parts.objects:
        return _failed(made, "what replaces what could not be read")
    old, new = parts.quotes
    return structs.replace(made, finds=(_find(old, parts),), text=new.value)


def _unread(order: Order, said: _Said) -> Order:
    """Read a verb that is no action here; a moved margin changes no words."""
    if said.verb.value == "move" and _MARGIN_RE.search(said.text):
        said.parts.left.clear()
        moved = tuple(each for each in said.parts.objects if each.kind == "place")
        return structs.replace(order, action="noChange", objects=moved)
    made = structs.replace(order, objects=tuple(said.parts.objects))
    return _failed(made, f"“{said.verb.text.strip()}” is not an action that is read")


_READERS = {
    "strike": _struck,
    "insert": _added,
    "add": _added,
    "read": _to_read,
    "amend": _amended,
    "redesignate": _redesignated,
    "repeal": _repealed,
    "replace": _replaced,
}
