"""What an alert says of force, and what the thing it tells of does not do."""

from collections.abc import Container, Iterable, Iterator
from datetime import timedelta

from tracker.alerts import wording
from tracker.gaps.values import Assessment, Standing, words_of

_NOT = {
    "pending": "It is not law and binds nobody: it has been introduced, no more.",
    "passed-one-chamber": "It is not law and binds nobody: the other chamber has not passed it.",
    "proposed": "It only proposes: nothing binds until a final rule is published.",
    "stayed": "It is suspended, not repealed.",
    "not-enforced": "It is not rescinded: it stays codified and can be enforced again.",
    "guidance": "Guidance says how the agency reads the rules; it changes no text.",
    "not-yet-effective": "It does not bind yet.",
    "lifted": "Lifting it says nothing about the next case.",
    "withdrawn": "It does not change what is in force.",
    "dead": "It changes nothing in force; the same words can come back only as a new text.",
    "disputed": "Sources disagree; nothing here settles it.",
    "codified": "Being codified does not say that it is enforced.",
}


def force_words(standing: Standing) -> str:
    """Return legal force in one phrase, with its day and what follows by default."""
    shown = words_of(standing.status)
    if standing.default:
        return f"{shown}; {wording.plain(standing.reason)}"
    # A document's own action line ("Interim final rule.") repeats what its label says.
    detail = "" if standing.reason.endswith(".") else wording.plain(standing.reason)
    if detail and detail.casefold().startswith(shown.casefold()):
        shown, detail = detail, ""
    parts = [shown + (f" ({detail})" if detail else "")]
    if standing.since:
        parts.append(f"since {wording.day(standing.since)}")
    words = ", ".join(parts)
    if standing.until and standing.next:
        turn = standing.until + timedelta(days=1)
        words += f"; {words_of(standing.next)} by default from {wording.day(turn)}"
    return words


def of_force(standing: Standing) -> tuple[str, ...]:
    """Return what a state of force does not mean."""
    if standing.status == "unknown" and standing.default:
        return ("It is not confirmed: look at the official source before relying on it.",)
    known = _NOT.get(standing.status)
    return (known,) if known else ()


def of_version(
    standing: Standing, effects: Iterable[Assessment], moved: Container[str], *, first: bool
) -> tuple[str, ...]:
    """Return what a version does not do: bind, act by itself, speak to a gap.

    `moved` are the gaps to which it does something else than the version before it; `first` says
    that there is none before it.
    """
    return (*of_force(standing), *_of_effects(list(effects), moved, first=first))


def _of_effects(effects: list[Assessment], moved: Container[str], *, first: bool) -> Iterator[str]:
    """Yield what the words leave undone."""
    changed = [one for one in effects if one.gap in moved]
    if effects and not changed:
        yield (
            "It speaks to none of the gaps that are followed here."
            if first
            else "It moves no gap: what it does to each stays as it was."
        )
        return
    later = [one.gap for one in changed if one.effect == "authorises"]
    if later:
        yield f"On {wording.listed(later)} it only lets a later rule be made."
    part = [one.gap for one in changed if one.effect == "partial" or one.limbs]
    if part:
        yield f"It reaches {wording.listed(part)} in part only."
    silent = [one.gap for one in effects if one.effect == "silent"]
    if silent and first:
        yield f"It says nothing to {wording.listed(silent)}."
    unread = [one.gap for one in changed if one.effect == "not-assessed"]
    if unread:
        yield f"Not assessed: {wording.listed(unread)}; a person must read it."
