"""From the store and the registers to the site."""

from collections.abc import Iterator
from datetime import date
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

import msgspec
from msgspec import Struct

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
    inputs = _inputs(instance, library, on)
    last = _last(note)
    if last and last.inputs == inputs and index.is_file():
        return Published(index, last.pages, 0)
    note.unlink(missing_ok=True)
    report = site.build(site_data(instance, library, on), instance.build, project=instance.root)
    note.write_bytes(msgspec.json.encode(_Built(inputs, report.pages)))
    return Published(index, report.pages, len(report.written))


def _last(note: Path) -> _Built | None:
    """Return what the last build left, or None when there is none or it cannot be read."""
    try:
        return msgspec.json.decode(note.read_bytes(), type=_Built)
    except (OSError, msgspec.MsgspecError):
        return None


def _inputs(instance: Instance, library: Library, on: date) -> str:
    """Return a digest of all that the site is made from: store, registers, pages, program, day."""
    state = blake2b(on.isoformat().encode(), digest_size=16)
    for work in library.works:
        known = (library.versions[work], library.facts(work))
        state.update(msgspec.json.encode(known, order="deterministic"))
    for path in _files(instance):
        state.update(path.name.encode() + b"\0" + path.read_bytes())
    return state.hexdigest()


def _files(instance: Instance) -> Iterator[Path]:
    """Yield the files of people and of the program that the site depends on, in order."""
    beside = instance.watchlist.parent
    yield from sorted(path for path in beside.glob("*.toml"))
    yield from instance.gap_files
    yield instance.root / "mkdocs.yml"
    program = Path(str(files("tracker")))
    for folder in (instance.root / "site", program):
        yield from sorted(
            path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
        )
