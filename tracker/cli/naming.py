"""Names that people type: short forms accepted, near misses answered with what was meant."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from tracker import identifiers
from tracker.errors import IdentifierError, UsageError

if TYPE_CHECKING:
    from tracker.gaps.register import Register
    from tracker.gaps.values import Gap

SUGGESTED = 3
"""How many names a hint offers."""


def nearest(text: str, known: Iterable[str]) -> list[str]:
    """Return the known names that a text most likely meant, best first.

    A piece of a name counts (`hr2683` of `119hr2683`), then likeness in letters; case, spaces and
    full stops do not.
    """
    names = {_plain(name): name for name in known}
    wanted = _plain(text)
    found = [name for plain, name in names.items() if wanted and wanted in plain]
    if not found:
        from difflib import get_close_matches  # noqa: PLC0415 - only for a mistyped name

        found = [names[plain] for plain in get_close_matches(wanted, names, n=SUGGESTED)]
    return found[:SUGGESTED]


def did_you_mean(text: str, known: Iterable[str], otherwise: str) -> str:
    """Return `did you mean a, b?`, or another hint when nothing is near."""
    near = nearest(text, known)
    return f"did you mean {', '.join(near)}?" if near else otherwise


def _plain(text: str) -> str:
    return "".join(text.casefold().replace(".", "").split())


def identifier(text: str, works: Callable[[], Sequence[str]]) -> identifiers.Identifier:
    """Return the identifier that a person typed; `works` gives those a hint may offer.

    Raises UsageError with examples and near misses when the text is none.
    """
    try:
        return identifiers.parse(text)
    except IdentifierError as error:
        work, _, version = text.partition("@")
        near = nearest(work, map(identifiers.short, works()))
        at = f"@{version}" if version else ""
        hint = f"; did you mean {', '.join(f'{name}{at}' for name in near)}?" if near else ""
        raise UsageError(f"{error}{hint}") from error


def one_of(text: str, known: Iterable[str], what: str) -> str:
    """Return a name that is one of those known; UsageError with what was meant otherwise."""
    names = sorted(known)
    if text in names:
        return text
    hint = did_you_mean(text, names, f"known: {', '.join(names)}")
    raise UsageError(f"there is no {what} {text}; {hint}")


def gap(register: "Register", text: str) -> "Gap":
    """Return the gap of an id (`G01`, `g1`, `1`) or a slug.

    Raises UsageError with what the register has.
    """
    number = text.casefold().removeprefix("g")
    found = register.gap(f"G{int(number):02}" if number.isdecimal() else text)
    if found:
        return found
    names = [name for gap in register.gaps for name in (gap.id, gap.slug)]
    known = ", ".join(gap.id for gap in register.gaps)
    hint = did_you_mean(text, names, f"the register has {known or 'none'}")
    raise UsageError(f"there is no gap {text}; {hint}")
