"""CFR parts from the eCFR versioner: at every date on which they changed, and as of today.

Needs no key. The versions list is keyed on `issue_date`, the date a text can be asked for;
amendment dates differ and reach back before 2017, where the service has no text
(facts/api-contracts §2.2).
"""

import re
from collections.abc import Callable
from datetime import date

from tracker import identifiers
from tracker.config import WatchedPart
from tracker.model import Facts, Record
from tracker.sources import identity
from tracker.sources.asking import Asker, Held
from tracker.sources.gathering import Gathering, ItemResult, Version, ended
from tracker.sources.outcomes import (
    AskError,
    FailedError,
    NotFoundError,
    NotInMirrorError,
    WrongTextError,
)
from tracker.sources.shapes import EcfrChanges, EcfrTitles

BASE = "https://www.ecfr.gov/api/versioner/v1"
HORIZON = date(2017, 1, 3)
"""First day for which the service has texts."""
FULL_PAGE = 1000
"""Rows at which an answer of /versions may be cut; it does not say so."""


def part_numbers(work: str) -> tuple[int, int]:
    """Return title and part of `/us/cfr/t15/p734`."""
    _, _, _, title, part = work.split("/")
    return int(title[1:]), int(part[1:])


def titles_url() -> str:
    """Return where the service says how far each title is up to date."""
    return f"{BASE}/titles.json"


def versions_url(work: str, window: tuple[date, date] | None = None) -> str:
    """Return where the changes of a part are listed, all of them or those of a window."""
    title, part = part_numbers(work)
    url = f"{BASE}/versions/title-{title}.json?part={part}"
    if window is not None:
        url += f"&issue_date%5Bgte%5D={window[0]}&issue_date%5Blte%5D={window[1]}"
    return url


def text_url(work: str, on: date) -> str:
    """Return where the text of a part on a day is."""
    title, part = part_numbers(work)
    return f"{BASE}/full/{on.isoformat()}/title-{title}.xml?part={part}"


def fetch_part(watched: WatchedPart, asker: Asker, held: Held) -> ItemResult:
    """Ask on which days a part changed, and for its text on each that is not held."""
    title, _ = part_numbers(watched.work)
    try:
        name, up_to_date = _title(asker, title)
        days = _days(asker, watched, up_to_date)
    except AskError as error:
        return ended(watched.work, error)
    if not days:
        # A part that exists has been issued at least once since the service began in 2017.
        lists = f"www.ecfr.gov lists no text of {identifiers.citation(watched.work)}"
        return ended(watched.work, NotFoundError(versions_url(watched.work), lists))
    gathering = Gathering(watched.work, asker, held)
    changed = set(days)
    since = max(watched.since or HORIZON, HORIZON)
    listed = {day for day in changed if since <= day <= up_to_date}
    optional = {since, *watched.points} - listed
    for day in sorted(listed | {one for one in optional if HORIZON <= one <= up_to_date}):
        try:
            _gather(day, gathering)
        except NotInMirrorError as error:
            # What no answer of the mirror points to may be left out of a recording.
            gathering.lacking(error.url) if day in optional else gathering.trouble(error)
        except AskError as error:
            gathering.trouble(error)
    return gathering.result(_facts(watched, name, up_to_date))


def _title(asker: Asker, number: int) -> tuple[str, date]:
    """Return a title's name and the day up to which it is complete. Raises AskError."""
    url = titles_url()
    answer = asker.json(url, EcfrTitles)
    found = next((one for one in answer.titles if one.number == number), None)
    if found is None:
        raise WrongTextError(url, f"the list of titles has no title {number}")
    if answer.meta.import_in_progress or found.processing_in_progress:
        raise FailedError(url, f"www.ecfr.gov is rebuilding title {number}; asked again next time")
    if found.up_to_date_as_of is None:
        raise FailedError(url, f"www.ecfr.gov does not say up to when title {number} is complete")
    return found.name or "", found.up_to_date_as_of


def _days(asker: Asker, watched: WatchedPart, up_to_date: date) -> list[date]:
    """Return all changes of a part; a full page is asked again in halves of its window."""
    url = versions_url(watched.work)
    days = _read_days(asker, url, watched.work)
    if len(days) < FULL_PAGE:
        return days
    return _window_days(asker, watched.work, max(watched.since or HORIZON, HORIZON), up_to_date)


def _window_days(asker: Asker, work: str, first: date, last: date) -> list[date]:
    """Return the changes between two days, both included, in pages that are surely whole."""
    url = versions_url(work, (first, last))
    days = _read_days(asker, url, work)
    if len(days) < FULL_PAGE:
        return days
    if first >= last:
        raise FailedError(url, "www.ecfr.gov lists 1,000 changes on one day, maybe cut off there")
    middle = first + (last - first) // 2
    after = date.fromordinal(middle.toordinal() + 1)
    return _window_days(asker, work, first, middle) + _window_days(asker, work, after, last)


def _read_days(asker: Asker, url: str, work: str) -> list[date]:
    """Read one answer of /versions. Raises FailedError or WrongTextError."""
    answer = asker.json(url, EcfrChanges)
    rows = answer.content_versions
    count = str(len(rows) if answer.meta.result_count is None else answer.meta.result_count)
    if count != str(len(rows)):
        raise FailedError(
            url, f"www.ecfr.gov counts {count} changes and lists {len(rows)}: the answers disagree"
        )
    title, part = part_numbers(work)
    for row in rows:
        if (str(row.title), str(row.part)) != (str(title), str(part)):
            raise WrongTextError(
                url,
                f"asked for {title} CFR part {part}, "
                f"the list is of {row.title} CFR part {row.part}",
            )
    return [row.issue_date for row in rows]


def _gather(day: date, gathering: Gathering) -> None:
    """Ask for a part's text on one day, unless it is held and old enough to stand."""
    record = gathering.held.record(gathering.work, day.isoformat())
    if record is not None and not gathering.asker.recent(day):
        gathering.stands()
        return
    url = text_url(gathering.work, day)
    answer = gathering.asker.text(url, "xml", record)
    if answer.status != 304:
        identity.cfr_part(answer.body, url, *part_numbers(gathering.work))
    version = Version(
        version=day.isoformat(),
        label=f"In force on {day.isoformat()}",
        published=day,
        effective=day,
    )
    gathering.take(version, answer, same=_same_text(gathering.held))


def _same_text(held: Held) -> Callable[[Record, bytes], bool]:
    """Return a test of whether other bytes hold the words that are held.

    The service renders the same text with other attributes and spaces from time to time, so
    bytes say nothing about the law (facts/api-contracts §2.3).
    """
    read = getattr(held, "data", None)

    def same(record: Record, body: bytes) -> bool:
        return read is not None and folded(read(record.work, record.version)) == folded(body)

    return same


def folded(body: bytes) -> str:
    """Return the words of an XML text, without markup and with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body.decode("utf-8", "replace"))).strip()


def _facts(watched: WatchedPart, name: str, up_to_date: date) -> Facts:
    """Return what is known about a part as a whole."""
    title, part = part_numbers(watched.work)
    return Facts(
        work=watched.work,
        kind="cfr",
        title=watched.title or (f"{name}, part {part}" if name else ""),
        citation=identifiers.citation(watched.work),
        url=f"https://www.ecfr.gov/current/title-{title}/part-{part}",
        up_to_date_as_of=up_to_date,
    )
