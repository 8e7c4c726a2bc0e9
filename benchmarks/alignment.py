"""Planted truth: how well the diff finds known changes in real documents.

    .venv/bin/python -m benchmarks.alignment [--seeds 5] [--share 0.1] [--floors] [FILE...]

Without files it takes Bill DTD, USLM and CFR texts of the corpus beside the checkout. Prints one
line a document and seed, and the worst figure of each measure; with --floors exits 1 when one is
below what issue 4 asks for.
"""

import argparse
import os
import sys
import time
from pathlib import Path

from benchmarks.planting import plant
from benchmarks.scoring import scores
from tracker.compare import compare
from tracker.formats import parse

BESIDE = Path(os.environ.get("TRACKER_CORPUS", Path(__file__).parents[2] / "shared"))
DOCUMENTS = (
    "corpus/public-laws/PLAW-119publ21.xml",
    "corpus/bills/uslm-2.1/BILLS-116s2731ips.gpo-sample-2024.xml",
    "corpus/bills/uslm-2.1/BILLS-116hr2157ih.gpo-sample-2024.xml",
    "corpus/bills/bill-dtd/BILLS-118s4795rs.xml",
    "corpus/bills/bill-dtd/BILLS-113s676is.xml",
    "upstream/www.govinfo.gov/bulkdata/BILLS/118/2/hr/BILLS-118hr8752eh.xml",
    "upstream/www.ecfr.gov/api/versioner/v1/full/2026-01-29/title-15.xml@part=748",
    "upstream/www.ecfr.gov/api/versioner/v1/full/2026-01-29/title-15.xml@part=734",
    "corpus/ecfr/part-791.xml",
)
FLOORS = {
    "changed-f1": 0.995,
    "alignment": 0.999,
    "move-precision": 0.97,
    "move-recall": 0.97,
    "split-f1": 0.90,
    "merge-f1": 0.90,
}


def main() -> int:
    """Plant, diff, score; return the exit status."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--seeds", type=int, default=5)
    arguments.add_argument("--first", type=int, default=0, help="first seed")
    arguments.add_argument("--share", type=float, default=0.1, help="share of provisions edited")
    arguments.add_argument("--floors", action="store_true")
    options = arguments.parse_args()
    files = options.files or [BESIDE / name for name in DOCUMENTS]
    totals: dict[str, list[float]] = {}
    header = [*FLOORS, "relabelled-flagged"]
    print(
        f"{'document':32}{'seed':>5}{'provs':>7}{'ms':>6}  " + " ".join(f"{h:>14}" for h in header)
    )
    for file in files:
        document = parse(file.read_bytes(), source=str(file))
        for seed in range(options.first, options.first + options.seeds):
            old, new, truth = plant(document, seed, options.share)
            start = time.perf_counter()
            changeset = compare(old, new)
            spent = 1000 * (time.perf_counter() - start)
            found = scores(truth, changeset)
            size = sum(1 for _ in old.provisions())
            row = " ".join(f"{found[name]:14.4f}" for name in header)
            print(f"{file.name[-31:]:32}{seed:5}{size:7}{spent:6.0f}  {row}", flush=True)
            for name in header:
                totals.setdefault(name, []).append(found[name])
    below = 0
    for name in header:
        values = totals[name]
        mean = sum(values) / len(values)
        floor = FLOORS.get(name)
        verdict = ""
        if floor is not None and mean < floor:
            below += 1
            verdict = f"  BELOW {floor}"
        worst = max(values) if name == "relabelled-flagged" else min(values)
        print(f"{name:20} mean {mean:.4f}  worst {worst:.4f}{verdict}")
    return 1 if options.floors and below else 0


if __name__ == "__main__":
    sys.exit(main())
