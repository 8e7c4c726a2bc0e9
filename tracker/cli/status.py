"""`status`: where an instance stands, on one screen."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from tracker import identifiers
from tracker.cli import instance

if TYPE_CHECKING:
    from tracker.pipeline.status import Due, Status, Trouble

WIDTH = 100
SHOWN = 5
"""Names that a line gives; --json has all of them."""


@click.command(epilog="Example:  tracker status   ·   tracker status --json")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Say what is held, how fresh it is, what is missing or failing, and what falls due next."""
    from tracker.config import load_watchlist  # noqa: PLC0415 - only when asked
    from tracker.pipeline import curated, health  # noqa: PLC0415 - the stages are heavy
    from tracker.pipeline.status import status as stand  # noqa: PLC0415 - the same

    place = instance.find(ctx)
    watchlist = load_watchlist(place.watchlist)
    clock = curated.clock(place.watchlist.parent / "clock.toml")
    index = place.public / "index.html"
    with instance.open_store(ctx) as store:
        found = stand(
            store,
            watchlist,
            health.load(store),
            clock,
            now=instance.now(),
            site=str(index) if index.is_file() else None,
        )
    if as_json:
        instance.print_json(found)
        return
    for line in lines(found):
        click.echo(line)


def lines(found: "Status") -> Iterator[str]:
    """Yield the screen: a label of ten columns, then words."""
    yield f"{'store':<10}{found.store}"
    fiction = "; the embedded sample: fiction, not law" if found.sample else ""
    yield _line("held", f"{found.versions} versions of {_counts(found.works)}{fiction}")
    if found.newest:
        names = (f"{n.published} {_short(n.work)}@{n.version}" for n in found.newest)
        yield _line("newest", " · ".join(names))
    yield _line("watched", _counts(found.watched))
    if found.asked:
        ago = _ago(found.as_of, found.asked)
        words = f"{found.asked:%Y-%m-%d %H:%M} UTC ({ago}); {found.answered} answered in full"
    else:
        words = "never; tracker run asks"
    yield _line("asked", words)
    if found.unheld:
        yield _line("no text", _names([_short(work) for work in found.unheld]))
    yield from _troubles(found.troubles)
    yield from _block("next", [_due(item) for item in found.due], most=3, lines=2)
    yield from _block("past due", [_due(item) for item in found.overdue], most=2)
    yield f"{'site':<10}{found.site or 'not built; tracker build makes it'}"


def _troubles(troubles: "Sequence[Trouble]") -> Iterator[str]:
    """Yield what fails or is blocked one a line, the longest first; what is missing in one line."""
    missing = [_short(one.item) for one in troubles if one.trouble == "missing"]
    if missing:
        yield _line("missing", _names(missing))
    lasting = sorted(
        (one for one in troubles if one.trouble != "missing"), key=lambda one: one.since
    )
    yield from _block("failing", [_failing(one) for one in lasting], most=4)


def _failing(one: "Trouble") -> str:
    """Return what is wrong with an item, since when and why."""
    since = f"{one.since:%Y-%m-%d} ({one.days} d)"
    return f"{_short(one.item)}: {one.trouble} since {since}: {one.reason}"


def _block(label: str, entries: Sequence[str], *, most: int, lines: int = 1) -> Iterator[str]:
    """Yield a few entries under one label, each cut to some lines, and how many more there are."""
    for number, entry in enumerate(entries[:most]):
        yield _line("" if number else label, entry, lines)
    if len(entries) > most:
        yield _line("", f"and {len(entries) - most} more; --json lists them")


def _line(label: str, words: str, lines: int = 1) -> str:
    """Return one entry of the screen, wrapped to its width and cut to some lines."""
    return textwrap.fill(
        words,
        WIDTH,
        initial_indent=f"{label:<10}",
        subsequent_indent=" " * 12,
        max_lines=lines,
        placeholder=" …",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _due(item: "Due") -> str:
    """Return a day with what happens on it."""
    days = f"in {item.days} d" if item.days > 0 else f"{-item.days} d ago" if item.days else "today"
    doubt = "" if item.verified else " (unverified)"
    return f"{item.on} ({days})  {item.what}{doubt}"


def _names(names: Sequence[str]) -> str:
    """Return how many there are and the first of them."""
    shown = ", ".join(names[:SHOWN])
    return f"{len(names)}: {shown}" + (", …" if len(names) > SHOWN else "")


def _counts(counts: dict[str, int]) -> str:
    """Return counts in words: `3 bills, 1 document`."""
    words = (f"{n} {kind if n != 1 else kind.rstrip('s')}" for kind, n in counts.items())
    return ", ".join(words) or "nothing"


def _ago(now: datetime, then: datetime) -> str:
    """Return how long ago an instant was, in hours or days."""
    hours = int((now - then).total_seconds() // 3600)
    return (
        "within the hour"
        if hours < 1
        else f"{hours} h ago"
        if hours < 48
        else f"{hours // 24} d ago"
    )


def _short(item: str) -> str:
    """Return an item's short name."""
    return identifiers.short(item) if item.startswith("/us/") else item
