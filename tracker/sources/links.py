"""Which Federal Register documents belong to one rulemaking.

The service's own links between a proposal and its final rule are not dependable, so documents are
linked when they share a RIN or a regulations.gov docket (facts/api-contracts §1.4).
"""

from collections import defaultdict

from msgspec import structs

from tracker.config import Watchlist
from tracker.model import Facts
from tracker.sources.asking import Held


def linked(facts: tuple[Facts, ...], watchlist: Watchlist, held: Held) -> tuple[Facts, ...]:
    """Return the facts with `related` filled for documents of one rulemaking.

    What is known comes from this run, from the watchlist and, where the store tells, from earlier
    runs, so that a run over a few works links them as a run over all of them does.
    """
    works: defaultdict[str, set[str]] = defaultdict(set)
    for work, numbers in _numbers(facts, watchlist, held).items():
        for number in numbers:
            works[number].add(work)
    return tuple(_linked(one, works) for one in facts)


def _numbers(
    facts: tuple[Facts, ...], watchlist: Watchlist, held: Held
) -> dict[str, tuple[str, ...]]:
    """Return the RINs and dockets of every document that is known."""
    earlier = getattr(held, "facts", None)
    known: dict[str, tuple[str, ...]] = {}
    for entry in watchlist.documents:
        stored = earlier(entry.work) if earlier is not None else None
        known[entry.work] = _of(stored) if stored is not None else (*entry.rins, *entry.dockets)
    known.update((one.work, _of(one)) for one in facts if one.work.startswith("/us/fr/"))
    return known


def _of(facts: Facts) -> tuple[str, ...]:
    """Return the numbers that stand for a rulemaking; a `Docket No.` is one document's own."""
    dockets = (one for one in facts.dockets if not one.startswith("Docket No."))
    return (*facts.rins, *dockets)


def _linked(facts: Facts, works: dict[str, set[str]]) -> Facts:
    """Return one document's facts with the others of its rulemakings."""
    if not facts.work.startswith("/us/fr/"):
        return facts
    others = {work for number in _of(facts) for work in works.get(number, ())} - {facts.work}
    return structs.replace(facts, related=tuple(sorted({*facts.related, *others})))
