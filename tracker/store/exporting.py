"""The store as plain files, so that nobody needs git or this program to keep the texts."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from tracker.errors import StoreError
from tracker.store import commits, paths
from tracker.store.repository import Store

MANIFEST = "SHA256SUMS"


def export(store: Store, folder: Path) -> int:
    """Write every version as plain files and return how many versions that were.

    `us/bill/119/hr/2683/eh/` holds source, text and record of a version, its printings that were
    replaced beside it (`eh.r1`), and `work.json` above them. SHA256SUMS lists every file as
    sha256sum(1) reads it. The folder must be empty or missing; StoreError otherwise.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise StoreError(f"{folder} is not empty; export writes into an empty folder only")
        count = 0
        with (folder / MANIFEST).open("w", encoding="utf-8", newline="\n") as manifest:
            for work in store.works():
                base = paths.work_path(work)
                for version in store.printings(work):
                    count += 1
                    for name, data in _files(store, work, version):
                        manifest.write(_put(folder, f"{base}/{version}/{name}", data))
                facts = store.facts(work)
                if facts is not None:
                    file = f"{base}/{paths.FACTS}"
                    manifest.write(_put(folder, file, commits.as_json(facts)))
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error}") from error
    return count


def _files(store: Store, work: str, version: str) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of a version's files."""
    record = store.record(work, version)
    if record is None:
        raise StoreError(f"{work}@{version} has no record; run `tracker verify`")
    yield paths.source_name(record.content_type), store.data(work, version)
    yield paths.TEXT, store.text(work, version).encode()
    yield paths.RECORD, commits.as_json(record)


def _put(folder: Path, name: str, data: bytes) -> str:
    """Write one file and return its line of the manifest."""
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return f"{sha256(data).hexdigest()}  {name}\n"
