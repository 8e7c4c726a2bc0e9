"""Chapters of the United States Code: a version for each release point that changed one.

Needs no key. The Law Revision Counsel lists release points with the titles they affect; the zip
of a whole title says whether the watched chapter is among what changed. Where only the editors'
notes changed, the version's label says so.
"""

from datetime import date
from itertools import dropwhile

from tracker import identifiers
from tracker.config import WatchedChapter
from tracker.model import Facts, Record
from tracker.sources import usc_titles
from tracker.sources.asking import Asker, Held
from tracker.sources.gathering import Gathering, ItemResult, Version, ended
from tracker.sources.outcomes import AskError, FailedError, NotInMirrorError
from tracker.sources.release_points import (
    CURRENT_URL,
    LIST_URL,
    ReleasePoint,
    read_current,
    read_list,
)
from tracker.sources.transport import Answer


def title_number(work: str) -> int:
    """Return the title of `/us/usc/t50/ch58`."""
    return int(work.split("/")[3][1:])


def fetch_chapter(watched: WatchedChapter, asker: Asker, held: Held) -> ItemResult:
    """Ask which release points touched the title, and for its text at each that is not known."""
    gathering = Gathering(watched.work, asker, held)
    try:
        points = _points(watched, asker, gathering)
    except AskError as error:
        return ended(watched.work, error)
    reading = _Reading(watched, gathering)
    for point in points:
        try:
            reading.take(point)
        except AskError as error:
            gathering.trouble(error)
            break  # what a later release point changed is only known from the one before it
    return gathering.result(_facts(watched, reading))


def _points(watched: WatchedChapter, asker: Asker, gathering: Gathering) -> list[ReleasePoint]:
    """Return the release points of the watched window that touch the title, oldest first.

    The first one of the window is among them whether it touches the title or not: it is the state
    to compare with. Raises AskError.
    """
    listed = list(read_list(_page(asker, LIST_URL)))
    if not listed:
        raise FailedError(LIST_URL, "uscode.house.gov lists no release point: another page?")
    try:
        current = read_current(_page(asker, CURRENT_URL))
    except NotInMirrorError as error:
        gathering.lacking(error.url)  # a recording may hold the list alone
    except AskError as error:
        gathering.trouble(error)
    else:
        if current is None:
            problem = "uscode.house.gov names no current release point"
            gathering.trouble(FailedError(CURRENT_URL, problem))
        elif current.label not in {point.label for point in listed}:
            listed.append(current)
    since = watched.since or date.min
    window = list(dropwhile(lambda point: point.day is None or point.day < since, listed))
    if not window:
        raise FailedError(LIST_URL, f"uscode.house.gov lists no release point since {since}")
    title = str(title_number(watched.work))
    return [
        point for point in window if point is window[0] or not point.titles or title in point.titles
    ]


def _page(asker: Asker, url: str) -> bytes:
    """Return a web page that is whole. Raises AskError.

    A page sent in pieces announces no length, and a list that ends early would hide changes.
    """
    body = asker.text(url, "text").body
    if b"</html>" not in body[-4096:].lower():
        raise FailedError(url, "uscode.house.gov sent a page that is cut off")
    return body


class _Reading:
    """Takes release points in their order, each compared with the text before it."""

    def __init__(self, watched: WatchedChapter, gathering: Gathering) -> None:
        self.watched = watched
        self.gathering = gathering
        self.before: bytes | None = None
        self.checked: ReleasePoint | None = None
        facts = getattr(gathering.held, "facts", None)
        self._stored: Facts | None = facts(watched.work) if facts is not None else None
        self._known = ReleasePoint(label=self._stored.stage).order if self._stored else ()
        self._read = getattr(gathering.held, "data", None)

    def take(self, point: ReleasePoint) -> None:
        """Take one release point, unless what is held already answers for it. Raises AskError."""
        gathering = self.gathering
        record = gathering.held.record(self.watched.work, point.label)
        settled = record is not None or point.order <= self._known
        if settled and not gathering.asker.recent(point.day):
            gathering.stands()
            self._remember(record, point)
            return
        url = point.zip_url(title_number(self.watched.work))
        answer = gathering.asker.text(url, "zip", record)
        if answer.status == 304:
            gathering.stands()
            self._remember(record, point)
            return
        xml = usc_titles.unpacked(answer.body, url, title_number(self.watched.work))
        text = usc_titles.chapter(xml, url, self.watched.work, point.label)
        if self.before is None or usc_titles.words(self.before) != usc_titles.words(text):
            gathering.take(self._version(point, text), _cut(answer, text), same=self._same)
        elif record is None:
            gathering.stands()
        self.before = text
        self.checked = point

    @property
    def reached(self) -> tuple[str, date | None]:
        """The release point looked at last, by this run or an earlier one, and its day.

        A run that fails half way must not forget how far an earlier one came.
        """
        if self._stored and (self.checked is None or self.checked.order < self._known):
            return self._stored.stage, self._stored.up_to_date_as_of
        return (self.checked.label, self.checked.day) if self.checked else ("", None)

    def _version(self, point: ReleasePoint, text: bytes) -> Version:
        """Return what is known about the text at a release point."""
        label = identifiers.version_label(self.watched.work, point.label)
        if self.before is not None and usc_titles.operative(self.before) == usc_titles.operative(
            text
        ):
            label += "; notes only"
        return Version(version=point.label, label=label, published=point.day)

    def _same(self, record: Record, text: bytes) -> bool:
        """Return whether other bytes hold the words that are held."""
        if self._read is None:
            return False
        held: bytes = self._read(record.work, record.version)
        return usc_titles.words(held) == usc_titles.words(text)

    def _remember(self, record: Record | None, point: ReleasePoint) -> None:
        """Keep the text that is held for the comparison with the next release point."""
        self.checked = point
        if record is not None and self._read is not None:
            self.before = self._read(record.work, record.version)


def _cut(answer: Answer, text: bytes) -> Answer:
    """Return an answer whose body is the chapter, with a note of what it was cut from."""
    note = "the chapter cut from the XML of its title"
    return Answer(
        url=answer.url,
        status=answer.status,
        headers={**answer.headers, "content-type": "application/xml"},
        body=text,
        retrieved_at=answer.retrieved_at,
        note="; ".join(part for part in (answer.note, note) if part),
    )


def _facts(watched: WatchedChapter, reading: _Reading) -> Facts:
    """Return what is known about a chapter as a whole."""
    title, chapter = watched.work.split("/")[3:]
    label, day = reading.reached
    return Facts(
        work=watched.work,
        kind="usc",
        title=watched.title,
        citation=identifiers.citation(watched.work),
        url=f"https://uscode.house.gov/browse/prelim@{title.replace('t', 'title')}/"
        f"{chapter.replace('ch', 'chapter')}",
        stage=label,
        up_to_date_as_of=day,
    )
