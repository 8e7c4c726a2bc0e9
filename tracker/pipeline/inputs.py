"""A digest of everything that what a run makes depends on, so that nothing is made twice."""

from collections.abc import Iterator
from datetime import date
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

import msgspec

from tracker.pipeline.library import Library
from tracker.places import Instance


def digest(instance: Instance, library: Library, on: date, *more: bytes) -> str:
    """Return a digest of all that site and alerts are made from.

    That is the store, the registers, the pages that people write, the program, the day, and
    `more`.
    """
    state = blake2b(on.isoformat().encode(), digest_size=16)
    for work in library.works:
        known = (library.versions[work], library.facts(work))
        state.update(msgspec.json.encode(known, order="deterministic"))
    for part in more:
        state.update(blake2b(part, digest_size=16).digest())
    for path in _files(instance):
        state.update(path.name.encode() + b"\0" + path.read_bytes())
    return state.hexdigest()


def _files(instance: Instance) -> Iterator[Path]:
    """Yield the files of people and of the program that the site depends on, in order."""
    beside = instance.watchlist.parent
    yield from sorted(path for path in beside.glob("*.toml"))
    yield from instance.gap_files
    yield from (path for path in (instance.root / "mkdocs.yml",) if path.is_file())
    program = Path(str(files("tracker")))
    for folder in (instance.root / "site", program):
        yield from sorted(
            path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
        )
