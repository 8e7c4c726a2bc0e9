"""From the store and the registers to the site."""

from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from tracker.gaps import register
from tracker.pipeline import alerting, feeding
from tracker.pipeline.inputs import digest
from tracker.pipeline.library import Library
from tracker.pipeline.sitedata import site_data
from tracker.places import Instance
from tracker.render import site


class Published(Struct, frozen=True):
    """What a build of the site did."""

    index: Path
    """The front page."""
    pages: int
    rendered: int
    """Pages made anew."""

    @property
    def sentence(self) -> str:
        """Return what was done, for a person."""
        if not self.rendered:
            return f"nothing to render, {self.pages} pages stand"
        return f"{self.rendered} of {self.pages} pages rendered"


class _Built(Struct, frozen=True):
    """What the site in `build/public` was made from; `build/built.json`."""

    inputs: str
    pages: int


def publish(instance: Instance, library: Library, *, on: date) -> Published:
    """Bring the site up to date with the store; `on` is the day for force and clock.

    When nothing that the site is made from has changed since the last build, no text is parsed.
    """
    index = instance.public / "index.html"
    note = instance.build / "built.json"
    found = alerting.events(instance, library, on)
    told = msgspec.json.encode([event.id for event in found])
    inputs = digest(instance, library, on, told)
    last = _last(note)
    if last and last.inputs == inputs and index.is_file():
        return Published(index, last.pages, 0)
    note.unlink(missing_ok=True)
    data = site_data(instance, library, on)
    feeds = feeding.files(
        feeding.name_of(instance.root / "mkdocs.yml"),
        found,
        library,
        register.load(instance.gaps),
        alerting.config(instance),
        on,
    )
    data = structs.replace(data, files=(*data.files, *feeds))
    report = site.build(data, instance.build, project=instance.root)
    note.write_bytes(msgspec.json.encode(_Built(inputs, report.pages)))
    return Published(index, report.pages, len(report.written))


def _last(note: Path) -> _Built | None:
    """Return what the last build left, or None when there is none or it cannot be read."""
    try:
        return msgspec.json.decode(note.read_bytes(), type=_Built)
    except (OSError, msgspec.MsgspecError):
        return None
