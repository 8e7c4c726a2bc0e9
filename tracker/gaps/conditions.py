"""The conditions that a gap's tests are made of: plain values, read from YAML by `register`."""

from typing import Literal, get_args

from msgspec import Struct

from tracker.gaps.clauses import Where

Comparison = Literal["at least", "more than", "at most", "less than", "equal to"]
Scope = Literal["provision", "sentence", "context", "subtree"]
"""What must hold the words together: the provision's own words, one sentence of the provision
and its lead, the provision and its lead, or the provision with all below it."""

WHERES: tuple[str, ...] = get_args(Where)
SCOPES: tuple[str, ...] = get_args(Scope)
COMPARISONS: tuple[str, ...] = get_args(Comparison)


class Defines(Struct, frozen=True):
    """The text defines a term whose definition holds or lacks certain words."""

    term: tuple[str, ...]
    """Phrases; one must be found in the term."""
    words: tuple[str, ...] = ()
    """Phrases that must all be found in the definition."""
    any: tuple[str, ...] = ()
    """Phrases of which one must be found."""
    without: tuple[str, ...] = ()
    """Phrases of which none may be found."""
    inside: tuple[str, ...] = ()
    """Identifiers: the definition stands in this law, or would be put there."""
    where: Where = "operative"


class Amends(Struct, frozen=True):
    """The text changes a law, with certain words among those it inserts."""

    target: tuple[str, ...]
    words: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    action: tuple[str, ...] = ()


class Cites(Struct, frozen=True):
    """The text cites a law."""

    target: tuple[str, ...]
    where: Where = "operative"


class Obliges(Struct, frozen=True):
    """One provision, read with its lead, binds an actor: actor, modal, verb, object in order."""

    actor: tuple[str, ...]
    verb: tuple[str, ...]
    object: tuple[str, ...] = ()
    modal: tuple[str, ...] = ("shall", "must", "is|are required to")
    without: tuple[str, ...] = ()
    where: Where = "operative"


class Mentions(Struct, frozen=True):
    """Words stand together within one scope."""

    words: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    scope: Scope = "context"
    where: Where = "operative"


class Absent(Struct, frozen=True):
    """None of the phrases stands anywhere in the text."""

    words: tuple[str, ...]
    where: Where = "operative"


class Compares(Struct, frozen=True):
    """A number that belongs to a quantity stands in a relation to a value.

    The number is looked for up to `reach` characters on either side of the quantity's name.
    """

    quantity: tuple[str, ...]
    relation: Comparison
    value: float
    unit: tuple[str, ...] = ()
    """Words that must follow the number (`percent`)."""
    words: tuple[str, ...] = ()
    """Phrases that the provision with its lead must hold as well."""
    any: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    reach: int = 60
    where: Where = "operative"


class All(Struct, frozen=True):
    """Every one of the conditions holds."""

    of: tuple["Condition", ...]


class Any(Struct, frozen=True):
    """At least one of the conditions holds; the evidence is that of all that hold."""

    of: tuple["Condition", ...]


class Not(Struct, frozen=True):
    """The condition does not hold."""

    of: "Condition"


class Works(Struct, frozen=True):
    """The text is of one of these kinds (`bill`, `fr`, `cfr`, `usc`, `pl`)."""

    kinds: tuple[str, ...]


Condition = (
    Defines | Amends | Cites | Obliges | Mentions | Absent | Compares | All | Any | Not | Works
)


def phrases_of(condition: Condition) -> tuple[str, ...]:
    """Return every phrase that a condition uses, nested ones included."""
    if isinstance(condition, All | Any):
        return tuple(phrase for part in condition.of for phrase in phrases_of(part))
    if isinstance(condition, Not):
        return phrases_of(condition.of)
    found: list[str] = []
    for name in (
        "term",
        "words",
        "any",
        "without",
        "actor",
        "verb",
        "object",
        "modal",
        "quantity",
        "unit",
    ):
        found.extend(getattr(condition, name, ()))
    return tuple(found)
