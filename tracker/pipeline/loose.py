"""Texts from files beside those of a store, so that what is not held can be worked with too."""

import re
from collections.abc import Collection
from datetime import date
from hashlib import sha256
from pathlib import Path

from tracker.errors import UsageError
from tracker.formats import parse
from tracker.model import Document, Facts, Record
from tracker.pipeline.library import Library
from tracker.sources.asking import Clock

_PART_RE = re.compile(r"PART (\d+)\b", re.IGNORECASE)


class Loose:
    """A library of files, before that of a store; the latter may be absent."""

    def __init__(self, clock: Clock, library: Library | None = None) -> None:
        self._clock = clock
        self._library = library
        self._texts: dict[tuple[str, str], Document] = {}
        self.versions: dict[str, list[Record]] = dict(library.versions) if library else {}

    def add(self, path: Path, data: bytes, amended: Collection[str] = ()) -> Record:
        """Take in a file and return its record.

        A CFR part as the eCFR serves it names its number and not its title; `amended`, the works
        that an amending text acts on, tells which part of that number is meant. Raises ParseError
        for bytes that cannot be read, UsageError for a text that does not say what it is.
        """
        document = parse(data, source=str(path))
        if not document.work:
            number = _PART_RE.match(document.title)
            meant = [one for one in amended if number and one.endswith(f"/p{number[1]}")]
            if len(meant) != 1:
                raise UsageError(f"{path}: the text does not say which bill, rule or law it is")
            document = parse(data, source=str(path), work=meant[0])
        version = document.version or path.name
        if (document.work, version) in self._texts:
            version = f"{version} ({path.name})"
        record = Record(
            work=document.work,
            version=version,
            label=path.name,
            url=path.resolve().as_uri(),
            content_type="application/xml",
            sha256=sha256(data).hexdigest(),
            size=len(data),
            retrieved_at=self._clock(),
            origin="mirror",
            fetcher="a file",
            published=document.dates.published or self._published(document.work),
        )
        self._texts[document.work, version] = document
        self.versions[document.work] = [*self.versions.get(document.work, ()), record]
        return record

    def _published(self, work: str) -> date | None:
        """Return when a work was published, as far as the store knows; texts seldom say it."""
        return next((one.published for one in self.versions.get(work, ()) if one.published), None)

    @property
    def works(self) -> list[str]:
        """Return the works of files and store."""
        return list(self.versions)

    def document(self, work: str, version: str) -> Document:
        """Return a text."""
        found = self._texts.get((work, version))
        if found is not None or self._library is None:
            return found or self._texts[work, version]
        return self._library.document(work, version)

    def latest(self, work: str) -> Document | None:
        """Return the latest text of a work."""
        versions = self.versions.get(work, [])
        return self.document(work, versions[-1].version) if versions else None

    def record(self, work: str, version: str) -> Record:
        """Return a version's record."""
        return next(one for one in self.versions[work] if one.version == version)

    def facts(self, work: str) -> Facts | None:
        """Return what the official services say about a work that the store holds."""
        return self._library.facts(work) if self._library else None
