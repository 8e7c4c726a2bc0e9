"""`tracker verify`: everything that can be recomputed, recomputed.

The store checks itself (`tracker.store.checking` lists its codes); here its texts are read again
and the files kept by people are loaded:

    text-differs        text.txt is not what this program reads from the source
    text-unreadable     a source cannot be read any more
    words-differ        words of the source are missing from the text, or the other way round
    identity-differs    the source says it is another work or version than its record
    store-missing       there is no store yet, or what is there is none
    watchlist           the watchlist is wrong
    gap-file            a gap file is wrong (`tracker.gaps.check` lists its other codes)
    site-file           a file that the site is filled from cannot be read
"""

from collections.abc import Iterator
from difflib import unified_diff
from itertools import islice

from tracker import __version__
from tracker.config import load_watchlist
from tracker.errors import InputError, ParseError, StoreError, TrackerError
from tracker.formats import parse
from tracker.formats.meter import measure
from tracker.formats.review import review_text
from tracker.gaps import force_register, notes, register
from tracker.gaps.check import check as check_registers
from tracker.identifiers import Identifier
from tracker.model import Document, Finding, Record
from tracker.pipeline import curated
from tracker.places import Instance
from tracker.store import Store
from tracker.store.checking import check

_SHOWN_WORDS = 8
_SITE_FILES = (
    (curated.clock, "clock.toml"),
    (curated.claims, "claims.toml"),
    (curated.statements, "statements.toml"),
    (curated.misreports, "misreported.toml"),
    (curated.actors, "actors.toml"),
    (curated.accuracy, "accuracy.toml"),
)


def verify(place: Instance) -> list[Finding]:
    """Check store, texts and gap files of an instance; an empty list says that all agrees."""
    findings: list[Finding] = []
    try:
        with Store.open(place.store) as store:
            findings += verify_store(store)
    except StoreError as error:
        findings.append(Finding("store-missing", str(error)))
    return findings + _registers(place)


def _registers(place: Instance) -> list[Finding]:
    """Return what is wrong in the files that people keep."""
    findings: list[Finding] = []
    known: tuple[str, ...] = ()
    try:
        known = load_watchlist(place.watchlist).works
    except InputError as error:
        findings.append(Finding("watchlist", str(error)))
    beside = place.watchlist.parent
    for read, name in _SITE_FILES:
        try:
            read(beside / name)
        except InputError as error:
            findings.append(Finding("site-file", str(error)))
    try:
        gaps = register.load(place.gaps)
        notebook = notes.load(beside / "notes.toml")
        force = force_register.load(beside / "force.toml")
    except InputError as error:
        return [*findings, Finding("gap-file", str(error))]
    return findings + check_registers(gaps, notebook, force, known=known)


def verify_store(store: Store) -> list[Finding]:
    """Check a store and read every text in it again."""
    findings = check(store)
    for work in store.works():
        for version in store.printings(work):
            findings += _text(store, work, version)
    return findings


def _text(store: Store, work: str, version: str) -> Iterator[Finding]:
    """Yield what is wrong with one version's text; what the store itself reports stays there."""
    path = f"{work}@{version}"
    try:
        record = store.record(work, version)
        data = store.data(work, version)
        held = store.text(work, version)
    except TrackerError:
        return
    if record is None:
        return
    name = str(Identifier(work, version=record.version))
    try:
        document = parse(data, source=name, work=work, version=record.version)
    except ParseError as error:
        yield Finding("text-unreadable", str(error), path)
        return
    yield from _identity(document, record, path)
    yield from _words(data, document, path)
    read = review_text(document)
    if read != held:
        by = f" (kept by {record.fetcher}, read again by {__version__})"
        words = f"text.txt is not what the source says{by}: {_difference(read, held)}"
        yield Finding("text-differs", words, path)


def _identity(document: Document, record: Record, path: str) -> Iterator[Finding]:
    """Yield a finding when a text says it is something else than its record."""
    if (document.work, document.version) != (record.work, record.version):
        words = (
            f"the source says it is {document.work or 'nothing'}@{document.version or 'nothing'}"
        )
        yield Finding("identity-differs", words, path)


def _words(data: bytes, document: Document, path: str) -> Iterator[Finding]:
    """Yield a finding for words lost or invented between source and text."""
    meter = measure(data, document)
    for said, words in (
        ("lacks words of", meter.unexplained),
        ("has words beyond", meter.invented),
    ):
        if words:
            shown = " ".join(words[:_SHOWN_WORDS])
            more = f" and {len(words) - _SHOWN_WORDS} more" if len(words) > _SHOWN_WORDS else ""
            yield Finding("words-differ", f"the text {said} the source: {shown}{more}", path)
    if not meter.in_order:
        yield Finding("words-differ", "the text has the source's words in another order", path)


def _difference(read: str, held: str) -> str:
    """Return the first lines that differ, as a person would look for them."""
    lines = unified_diff(
        read.splitlines(), held.splitlines(), "source", "text.txt", n=0, lineterm=""
    )
    return " ".join(line[:160] for line in islice(lines, 2, 5)) or "line ends differ"
