"""What a fetch ends with, for each watched item, and the errors that lead there.

An error page is never a text and a failed question is never "unchanged": every way in which a
service can fail to give what was asked for is an `AskError` with its own kind and sentence.
"""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from tracker.errors import UpstreamError
from tracker.identifiers import short
from tracker.model import Facts, Snapshot

Kind = Literal[
    "new",  # a version that was not held
    "republished",  # other bytes for a version that was held
    "unchanged",  # everything asked for was answered, and nothing is new
    "known-but-missing",  # the official record lists a version whose text is not there yet
    "not-found",  # the service, or the mirror, says that it has no such item
    "blocked",  # a bot wall, a refused key, a rate limit that does not lift
    "failed",  # anything else: no connection, an error page, a wrong or cut-off answer
]

_SEVERITY: tuple[Kind, ...] = (
    "unchanged",
    "known-but-missing",
    "republished",
    "new",
    "not-found",
    "failed",
    "blocked",
)


def worst(kinds: list[Kind]) -> Kind:
    """Return the kind that an item made of several answers ends with.

    Trouble outranks news, so that the exit status tells of it; what came all the same is in
    the outcome's `versions`.
    """
    return max(kinds, key=_SEVERITY.index, default="unchanged")


class AskError(UpstreamError):
    """An answer that is not the text asked for; `kind` is the outcome it makes."""

    kind: Kind = "failed"

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(f"{problem}: {url}")
        self.url = url
        self.problem = problem


class NotFoundError(AskError):
    """The service says that it has no such thing (404, 410)."""

    kind: Kind = "not-found"


class NotInMirrorError(NotFoundError):
    """The mirror does not hold the answer; never taken for an empty result."""

    def __init__(self, url: str) -> None:
        super().__init__(url, "not in the mirror")


class BlockedError(AskError):
    """The service refuses to talk to us: a CAPTCHA page, a refused key, a lasting 429."""

    kind: Kind = "blocked"


class FailedError(AskError):
    """The service did not answer, or answered with something else."""


class UnreachableError(FailedError):
    """No connection to a host; the rest of its items would only wait in vain."""


class WrongTextError(FailedError):
    """A readable answer that is not the document, part or bill that was asked for."""


class Outcome(Struct, frozen=True, kw_only=True):
    """How one watched item came out; exactly one for each."""

    item: str
    """Identifier of the work, or `search:` and the search's name."""
    kind: Kind
    sentence: str
    """For people: what happened, with the URL where something went wrong."""
    versions: tuple[str, ...] = ()
    """Versions that came, new or republished."""
    missing: tuple[str, ...] = ()
    """Versions that are known but have no text yet."""
    urls: tuple[str, ...] = ()
    """Addresses that did not give what was asked."""
    problems: tuple[str, ...] = ()
    """What each of `urls` did instead, in the same order, without item and address."""


class FetchReport(Struct, frozen=True, kw_only=True):
    """The result of a run: an outcome for every item, and what came."""

    origin: Literal["live", "mirror", "sample"]
    outcomes: tuple[Outcome, ...]
    snapshots: tuple[Snapshot, ...]
    facts: tuple[Facts, ...]
    named: bool = False
    """Whether works were asked for by name, and not the watchlist as a whole."""
    warnings: tuple[str, ...] = ()
    """Things to know that spoil nothing, such as a clock that is off."""

    @property
    def exit_status(self) -> int:
        """0 when all is well, 4 when anything failed, was blocked or was not found.

        A mirror holds what somebody chose to record, so an item of the watchlist that it does
        not hold at all is reported (`not-found`, "not in the mirror") but is no failure, unless
        it was asked for by name. What a held answer of the mirror points to and the mirror lacks
        is `failed`, and counts.
        """
        return 4 if any(self.counts(outcome) for outcome in self.outcomes) else 0

    def counts(self, outcome: Outcome) -> bool:
        """Return whether an outcome makes the exit status 4."""
        if outcome.kind == "not-found":
            return self.origin == "live" or self.named
        return outcome.kind in {"failed", "blocked"}

    def count(self, kind: Kind) -> int:
        """Return how many items ended with this kind."""
        return sum(outcome.kind == kind for outcome in self.outcomes)


def troubles(report: FetchReport) -> list[str]:
    """Return one sentence for each thing that went wrong, however many items it struck.

    What makes the exit status 4 is in it; what a mirror simply does not hold is not.
    """
    struck: dict[str, list[tuple[str, str]]] = {}
    for outcome in report.outcomes:
        if not report.counts(outcome):
            continue
        for problem, url in zip(outcome.problems, outcome.urls, strict=True):
            struck.setdefault(problem, []).append((named(outcome.item), url))
    sentences = []
    for problem, places in struck.items():
        items = list(dict.fromkeys(item for item, _ in places))
        if len(items) == 1:
            sentences.append(f"{items[0]}: {problem} ({places[0][1]})")
        else:
            more = f" and {len(items) - 3} more" if len(items) > 3 else ""
            struck_items = f"{len(items)} items: {', '.join(items[:3])}{more}"
            sentences.append(f"{problem} ({struck_items}; first {places[0][1]})")
    return sentences


def named(item: str) -> str:
    """Return the short name of an item: `119hr2683`, `search:bis-rules`."""
    return short(item) if item.startswith("/") else item


class Progress(Struct, frozen=True):
    """A step of a run, for a display: `done` of `total` items, `item` the one just ended."""

    done: int
    total: int
    item: str
    outcome: Outcome | None = None
    """None when the item is only about to be asked for."""


OnProgress = Callable[[Progress], None]
