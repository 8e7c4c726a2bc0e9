"""Reading speed and memory against bare lxml, and the balance of words over all real texts.

    python benchmarks/parse.py            the largest file of each kind, then a table by format
    python benchmarks/parse.py FILE …     speed and memory of these files

The real texts are looked for in TRACKER_CORPUS or beside the checkout; without them there is
nothing to measure. Times are the best of several runs, in processor time, since wall time says
little on a busy machine; every run parses anew, nothing is kept between runs. The peak is what
reading one file adds to the memory of a process that has its bytes and has read a small text
before, in multiples of the file's size.
"""

import gc
import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from lxml import etree
from msgspec import Struct, field

from tracker import formats
from tracker.errors import ParseError
from tracker.formats import meter
from tracker.model import Document

ROOT = Path(os.environ.get("TRACKER_CORPUS", Path(__file__).resolve().parents[2] / "shared"))
LARGEST = (
    "corpus/bills/uslm-2.1/BILLS-116hr1865eah.gpo-sample-2024.xml",
    "corpus/public-laws/PLAW-119publ21.xml",
    "corpus/bills/bill-dtd/BILLS-119hr1eh.xml",
    "corpus/us-code/usc50-ch58@119-34.xml",
    "corpus/federal-register/2016-00192.rule.xml",
    "upstream/www.ecfr.gov/api/versioner/v1/full/2026-01-29/title-15.xml@part=748",
)
RUNS = 7
SHORT = 3
"""Runs of each text for the table."""
SKIPPED = ("BILLSTATUS", ".xsd", ".dtd", ".json", ".tsv", ".htm")
MEMORY = """
import sys
from tracker import formats
from tracker.formats import bill_dtd, cfr, federal_register, uslm
data = open(sys.argv[1], "rb").read()
formats.parse(b"<bill><legis-body><section><text>x</text></section></legis-body></bill>")
def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
before = peak()
document = formats.parse(data)
print(peak() - before)
"""


def best(action: Callable[[], object], runs: int = RUNS) -> float:
    """Return the shortest of several runs in seconds of processor time."""
    shortest = float("inf")
    for _ in range(runs):
        gc.collect()
        started = time.process_time()
        action()
        shortest = min(shortest, time.process_time() - started)
    return shortest


def peak(path: Path) -> float:
    """Return the memory that reading a file takes, in multiples of its size."""
    ran = subprocess.run(
        [sys.executable, "-c", MEMORY, str(path)], capture_output=True, text=True, check=True
    )
    return int(ran.stdout) * 1024 / path.stat().st_size


def speed(paths: list[Path]) -> None:
    """Print speed and memory of single files."""
    print(
        f"{'file':50} {'MB':>5} {'lxml ms':>8} {'ours ms':>8} {'MB/s':>6} {'ratio':>6} {'peak':>7}"
    )
    for path in paths:
        data = path.read_bytes()
        size = len(data) / 1e6
        bare = best(partial(etree.fromstring, data))
        ours = best(partial(formats.parse, data))
        print(
            f"{path.name[:50]:50} {size:5.2f} {bare * 1e3:8.1f} {ours * 1e3:8.1f} "
            f"{size / ours:6.1f} {ours / bare:5.1f}x {peak(path):5.1f}x"
        )


def texts(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of all texts below a folder; archives are opened."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any(part in path.name for part in SKIPPED):
            continue
        data = path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield f"{path.name}!{name}", archive.read(name)
        else:
            yield path.name, data


class Row(Struct):
    """What all texts of one format come to."""

    files: int = 0
    size: int = 0
    words: int = 0
    lost: int = 0
    invented: int = 0
    moved: int = 0
    ours: float = 0.0
    bare: float = 0.0
    dropped: Counter[str] = field(default_factory=Counter)

    def add(self, data: bytes, document: Document) -> None:
        """Add one text."""
        measured = meter.measure(data, document)
        self.files += 1
        self.size += len(data)
        self.words += measured.source
        self.lost += len(measured.unexplained)
        self.invented += len(measured.invented)
        self.moved += not measured.in_order
        self.ours += best(partial(formats.parse, data, work=document.work), SHORT)
        self.bare += best(partial(etree.fromstring, data), SHORT)
        self.dropped.update({entry.rule: entry.words for entry in measured.dropped})


def table() -> bool:
    """Print words, dropped, unexplained and speed per format; return whether all balance."""
    rows: dict[str, Row] = defaultdict(Row)
    largest: dict[str, tuple[int, str, bytes]] = {}
    for folder in ("corpus", "upstream"):
        for name, data in texts(ROOT / folder):
            try:
                document = formats.parse(data, source=name)
            except ParseError as error:
                print(f"  not read: {error}")
                continue
            rows[document.format].add(data, document)
            largest[document.format] = max(
                largest.get(document.format, (0, "", b"")), (len(data), name, data)
            )
    print(
        f"{'format':10} {'files':>5} {'MB':>6} {'words':>9} {'lost':>5} {'new':>4} {'moved':>5} "
        f"{'MB/s':>6} {'ratio':>6} {'peak':>6}"
    )
    for form, row in sorted(rows.items()):
        with tempfile.NamedTemporaryFile(suffix=".xml") as file:
            file.write(largest[form][2])
            file.flush()
            memory = peak(Path(file.name))
        print(
            f"{form:10} {row.files:5} {row.size / 1e6:6.1f} {row.words:9} {row.lost:5} "
            f"{row.invented:4} {row.moved:5} {row.size / 1e6 / row.ours:6.1f} "
            f"{row.ours / row.bare:5.1f}x {memory:5.1f}x"
        )
        rules = ", ".join(f"{rule} {words}" for rule, words in sorted(row.dropped.items()))
        if rules:
            print(f"{'':10} dropped: {rules}")
    return not any(row.lost or row.invented or row.moved for row in rows.values())


def main() -> int:
    """Measure; exit 1 when a text does not balance."""
    named = [Path(name) for name in sys.argv[1:]]
    paths = named or [ROOT / name for name in LARGEST]
    if not all(path.is_file() for path in paths):
        print(f"no real texts at {ROOT}; set TRACKER_CORPUS")
        return 0
    speed(paths)
    if named:
        return 0
    print()
    return 0 if table() else 1


if __name__ == "__main__":
    sys.exit(main())
