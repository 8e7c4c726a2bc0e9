"""Measure the store beside GitPython's index API.

    python benchmarks/store.py            10,000 versions of 2,000 works
    python benchmarks/store.py --large    100,000 versions of 20,000 works (a few minutes)
    python benchmarks/store.py --works 200 --text 20000

Texts are made from a fixed seed; a version changes one line in sixty. The index API writes the
same files, one `index.add` and `index.commit` a version, until ten seconds are over.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import git

from tracker.identifiers import version_label
from tracker.model import Record, Snapshot
from tracker.store import Entry, Store
from tracker.store.commits import as_json

STAGES = ("ih", "rh", "eh", "rfs", "enr")
LINES = 60
BATCH_WORKS = 2000


def texts(works: int, size: int) -> Iterator[list[Entry]]:
    """Yield batches of entries, five versions a work."""
    chance = random.Random(119)  # noqa: S311 - made-up words, not secrets
    words = ["".join(chance.choices("abcdefghijklmnoprstu", k=6)) for _ in range(3000)]
    width = max(1, size // LINES // 7)
    batch: list[Entry] = []
    for number in range(works):
        lines = [" ".join(chance.choices(words, k=width)) for _ in range(LINES)]
        for step, stage in enumerate(STAGES):
            lines[chance.randrange(LINES)] = " ".join(chance.choices(words, k=width))
            batch.append(_entry(number, stage, step, "\n".join(lines) + "\n"))
        if len(batch) >= BATCH_WORKS * len(STAGES):
            yield batch
            batch = []
    if batch:
        yield batch


def _entry(number: int, stage: str, step: int, text: str) -> Entry:
    work = f"/us/bill/{100 + number % 20}/hr/{number // 20 + 1}"
    data = f"<bill>{text}</bill>".encode()
    record = Record(
        work=work,
        version=stage,
        label=version_label(work, stage),
        url=f"https://example.org{work}/{stage}",
        content_type="application/xml",
        sha256=sha256(data).hexdigest(),
        size=len(data),
        retrieved_at=datetime(2026, 2, 1, tzinfo=UTC),
        origin="sample",
        fetcher="benchmark",
        published=date(2024, 1, 1) + timedelta(days=90 * step + number % 80),
    )
    return Entry(Snapshot(record, data), text)


def timed(name: str, count: int, seconds: float, unit: str = "versions") -> None:
    """Print one line of figures."""
    print(f"{name:46} {seconds:8.2f} s  {count / seconds:10.0f} {unit}/s")


def writing(folder: Path, works: int, size: int) -> int:
    """Backfill a store and return how many versions it holds."""
    spent, count = 0.0, 0
    with Store.create(folder) as store:
        for batch in texts(works, size):
            begun = time.perf_counter()
            store.write(batch)
            spent += time.perf_counter() - begun
            count += len(batch)
    timed("backfill: Store.write", count, spent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{'':46} {peak:8d} MiB at most")
    return count


def reading(folder: Path) -> None:
    """Read bytes in random order, list works, and show one work's log."""
    with Store.open(folder) as store:
        begun = time.perf_counter()
        works = store.works()
        print(f"{'works(): ' + str(len(works)):46} {time.perf_counter() - begun:8.3f} s")
        asked = random.Random(7).choices(works, k=2000)  # noqa: S311 - which to read first
        begun = time.perf_counter()
        for position, work in enumerate(asked):
            assert store.data(work, STAGES[position % len(STAGES)])
        timed("read: Store.data, any order", len(asked), time.perf_counter() - begun, "documents")
        for name, ask in (("log", store.log), ("versions", store.versions)):
            begun = time.perf_counter()
            assert len(ask(works[len(works) // 2])) == len(STAGES)
            print(f"{f'{name}() of one work':46} {time.perf_counter() - begun:8.3f} s")
        one = _entry(10**5, "ih", 0, "late\n")
        begun = time.perf_counter()
        store.write([one])
        print(f"{'one new version':46} {time.perf_counter() - begun:8.3f} s")
    begun = time.perf_counter()
    with Store.open(folder) as store:
        store.log(works[0])
    print(f"{'open and log() of one work':46} {time.perf_counter() - begun:8.3f} s")
    whole_process(folder, works[len(works) // 2])


def whole_process(folder: Path, work: str) -> None:
    """Time `tracker log WORK` as a person has it: a new interpreter each time; the least of ten."""
    with tempfile.TemporaryDirectory() as beside:
        watchlist = Path(beside, "watchlist.toml")
        watchlist.write_text("schema = 1\n", encoding="utf-8")
        options = ["--config", str(watchlist), "--store", str(folder.absolute())]
        spent = []
        for _ in range(10):
            begun = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "tracker", *options, "log", work],
                stdout=subprocess.DEVNULL,
                check=True,
            )
            spent.append(time.perf_counter() - begun)
    print(f"{'tracker log of one work, whole process':46} {min(spent):8.3f} s")


def index_api(folder: Path, works: int, size: int, seconds: float = 10.0) -> None:
    """Write the same versions with GitPython's index until the time is over."""
    with git.Repo.init(folder) as repo:
        first = next(texts(works, size))
        spent, count = 0.0, 0
        for entry in first:
            record = entry.snapshot.record
            place = folder / record.work[1:]
            begun = time.perf_counter()
            place.mkdir(parents=True, exist_ok=True)
            (place / "source.xml").write_bytes(entry.snapshot.data)
            (place / "text.txt").write_text(entry.text)
            (place / "record.json").write_bytes(as_json(record))
            repo.index.add([str(place / n) for n in ("source.xml", "text.txt", "record.json")])
            repo.index.commit(f"{record.work}@{record.version}")
            repo.create_tag(f"{record.work[1:]}@{record.version}")
            spent += time.perf_counter() - begun
            count += 1
            if spent > seconds:
                break
    timed(f"GitPython index API, first {count}", count, spent)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--works", type=int, default=2000)
    parser.add_argument("--text", type=int, default=5000, help="characters a text")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--keep", type=Path, help="leave the store here")
    asked = parser.parse_args()
    works, size = (20_000, 1500) if asked.large else (asked.works, asked.text)
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary, "store")
        count = writing(folder, works, size)
        disk = sum(p.stat().st_size for p in (folder / ".git").rglob("*") if p.is_file())
        print(f"{f'{count} versions, {works} works, {size} characters':46} {disk >> 20:8d} MiB")
        reading(folder)
        index_api(Path(temporary, "index"), works, size)


if __name__ == "__main__":
    main()
