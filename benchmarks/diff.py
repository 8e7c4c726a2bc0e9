"""Speed, memory and word economy of the diff, beside the usual tools on the same input.

    .venv/bin/python -m benchmarks.diff [process] [peers] [scale] [--timeout SECONDS]

process  `tracker diff --json` as a whole process: the 118hr8752 pair, planted P.L. 119-21
peers    planted P.L. 119-21 with xmldiff (fast mode), redlines, difflib, plain diff-match-patch,
         each in a process of its own that is stopped after the time-out (130 times our time)
scale    500 to 50,000 provisions, and the worst cases: CPU time and peak memory
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.planted_xml import plant_xml
from tracker.compare import compare
from tracker.formats import parse
from tracker.model import Document, Provision, digest_of

BESIDE = Path(os.environ.get("TRACKER_CORPUS", Path(__file__).parents[2] / "shared"))
LAW = BESIDE / "corpus/public-laws/PLAW-119publ21.xml"
BILLS = BESIDE / "upstream/www.govinfo.gov/bulkdata/BILLS/118/2/hr"
SEED = 1


def words_of(document: Document) -> str:
    """Return the words of a document, one provision a line."""
    return "\n".join(p.own_text for p in document.provisions() if p.own_text)


def process() -> None:
    """Time whole processes, start-up and parsing included."""
    pairs = {
        "118hr8752 rh → eh (190 KB each)": (
            BILLS / "BILLS-118hr8752rh.xml",
            BILLS / "BILLS-118hr8752eh.xml",
            0.2,
        ),
    }
    with tempfile.TemporaryDirectory() as folder:
        planted = Path(folder) / "planted.xml"
        planted.write_bytes(plant_xml(LAW.read_bytes(), SEED)[0])
        pairs["planted P.L. 119-21 (2.8 MB each)"] = (LAW, planted, 1.0)
        for name, (old, new, limit) in pairs.items():
            times = []
            for _ in range(5):
                start = time.perf_counter()
                command = [sys.executable, "-m", "tracker", "diff", str(old), str(new), "--json"]
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
                times.append(time.perf_counter() - start)
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(
                f"{name:36} best {min(times):.2f} s  median {sorted(times)[2]:.2f} s"
                f"  (asked {limit} s)  peak so far {peak:.0f} MB"
            )


PEERS = {
    "xmldiff, fast match": """
from xmldiff import main
main.diff_files(OLD, NEW, diff_options={"fast_match": True, "ratio_mode": "faster"})
""",
    "xmldiff, fast, PIs removed": """
from lxml import etree
from xmldiff import main
parser = etree.XMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
trees = [etree.parse(name, parser) for name in (OLD, NEW)]
main.diff_trees(*trees, diff_options={"fast_match": True, "ratio_mode": "faster"})
""",
    "redlines": """
from redlines import Redlines
Redlines(open(OLD_TEXT).read(), open(NEW_TEXT).read()).output_markdown
""",
    "difflib on words": """
import difflib
a, b = open(OLD_TEXT).read().split(), open(NEW_TEXT).read().split()
ops = difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
print(sum(i2 - i1 + j2 - j1 for tag, i1, i2, j1, j2 in ops if tag != "equal"))
""",
    "diff-match-patch, plain": """
from diff_match_patch import diff_match_patch
engine = diff_match_patch(); engine.Diff_Timeout = 0
diffs = engine.diff_main(open(OLD_TEXT).read(), open(NEW_TEXT).read())
print(sum(len(text.split()) for op, text in diffs if op))
""",
}

ASKED = {"xmldiff, fast match": 40, "xmldiff, fast, PIs removed": 40, "redlines": 100}
"""How many times faster than a peer we are to be."""
WORDS = 1.05
"""Words reported for each word changed, at most."""


def peers(timeout: float) -> None:
    """Compare with other tools on the planted law; ratios over our time, parsing included."""
    data = LAW.read_bytes()
    planted, changed = plant_xml(data, SEED)
    ours = parsed = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        old, new = parse(data, source="old"), parse(planted, source="new")
        parsed = min(parsed, time.perf_counter() - start)
        changeset = compare(old, new)
        ours = min(ours, time.perf_counter() - start)
    reported = sum(
        len(text.split())
        for change in changeset.changes
        if change.kind == "modified"
        for op, text in change.words
        if op != "equal"
    )
    timeout = timeout or 130 * ours
    print(f"planted P.L. 119-21; a peer is stopped after {timeout:.0f} s; ratios are over our time")
    print(f"{'tracker, parse and diff':28}{ours:8.2f} s  (parsing {parsed:.2f} s, best of 3)")
    print(
        f"{'':28}{reported} words reported for {changed} changed in place: "
        f"×{reported / changed:.3f} (asked at most ×{WORDS})"
    )
    with tempfile.TemporaryDirectory() as folder:
        names = {key: str(Path(folder) / key) for key in ("OLD", "NEW", "OLD_TEXT", "NEW_TEXT")}
        Path(names["OLD"]).write_bytes(data)
        Path(names["NEW"]).write_bytes(planted)
        Path(names["OLD_TEXT"]).write_text(words_of(old), encoding="utf-8")
        Path(names["NEW_TEXT"]).write_text(words_of(new), encoding="utf-8")
        for name, code in PEERS.items():
            asked = f"  (asked at least ×{ASKED[name]})" if name in ASKED else ""
            print(f"{name:28}{_peer(names, code, timeout, ours)}{asked}", flush=True)


def _peer(names: dict[str, str], code: str, timeout: float, ours: float) -> str:
    """Run one peer in its own process; say how long, or why not."""
    header = "".join(f"{key} = {json.dumps(value)}\n" for key, value in names.items())
    start = time.perf_counter()
    try:
        done = subprocess.run(
            [sys.executable, "-c", header + code],
            check=False,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
    except subprocess.TimeoutExpired:
        return f"  stopped after {timeout:.0f} s: more than ×{timeout / ours:.0f}"
    spent = time.perf_counter() - start
    if done.returncode:
        return f"  failed after {spent:.1f} s: {done.stderr.strip().splitlines()[-1][:100]}"
    tail = f", {done.stdout.strip()} words reported" if done.stdout.strip() else ""
    return f"{spent:8.2f} s  ×{spent / ours:.0f}{tail}"


def synthetic(size: int, text_of: Callable[[int], str], flat: bool = False) -> Document:
    """Return a document of so many provisions: sections of twenty, or one flat table."""
    leaves = [
        Provision(
            path=f"/us/bill/1/hr/1/{k}",
            level="paragraph",
            num=f"({k})",
            content=text_of(k),
            digest=digest_of(("", "", text_of(k), ""), ()),
        )
        for k in range(size)
    ]
    if flat:
        top = leaves
    else:
        top = []
        for start in range(0, size, 20):
            kids = tuple(leaves[start : start + 20])
            own = (f"Section {start}", "", "", "")
            top.append(
                Provision(
                    path=f"/us/bill/1/hr/1/s{start}",
                    level="section",
                    num=f"{start}.",
                    heading=own[0],
                    children=kids,
                    digest=digest_of(own, kids),
                )
            )
    root = Provision("/us/bill/1/hr/1", "document", children=tuple(top))
    return Document("/us/bill/1/hr/1", "ih", "bill-dtd", "", root)


def _sentences(seed: int, count: int) -> list[str]:
    """Return sentences of 20 to 40 words from a vocabulary of 3,000."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable experiment
    words = [f"w{k}" for k in range(3_000)]
    return [" ".join(rng.choices(words, k=rng.randint(20, 40))) for _ in range(count)]


def _edited(texts: list[str], seed: int) -> list[str]:
    """Return the texts with a word changed in a tenth of them."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable experiment
    out = list(texts)
    for at in rng.sample(range(len(out)), len(out) // 10):
        words = out[at].split()
        words[rng.randrange(len(words))] = "changed"
        out[at] = " ".join(words)
    return out


def case(name: str, size: int) -> tuple[Document, Document]:
    """Return the two documents of a case.

    edited: sections of twenty, a tenth changed; table: the same in one list; alike: all the same
    words; numbered: all but a number; shuffled: the list in another order, a tenth changed;
    different: nothing in common; huge: one clause.
    """
    if name == "alike":
        same = "The provider shall keep records of every customer for five years."
        texts = [same] * size
        new = _edited(texts, 3)
        return synthetic(size, texts.__getitem__, True), synthetic(size, new.__getitem__, True)
    if name == "different":
        old, new = _sentences(1, size), _sentences(2, size)
        return synthetic(size, old.__getitem__), synthetic(size, new.__getitem__)
    if name == "huge":
        texts = [". ".join(_sentences(1, size))]
        new = [". ".join(_edited(_sentences(1, size), 4))]
        return synthetic(1, texts.__getitem__), synthetic(1, new.__getitem__)
    if name == "numbered":
        row = "The provider shall keep the records of customer {} for {} years and report it."
        texts = [row.format(k, "five") for k in range(size)]
        new = [row.format(k + 7, "six") for k in range(size)]
        return synthetic(size, texts.__getitem__, True), synthetic(size, new.__getitem__, True)
    texts = _sentences(1, size)
    new = _edited(texts, 5)
    if name == "shuffled":
        random.Random(6).shuffle(new)  # noqa: S311 - a repeatable experiment
    flat = name in {"table", "shuffled"}
    return synthetic(size, texts.__getitem__, flat), synthetic(size, new.__getitem__, flat)


def measure(name: str, size: int) -> None:
    """Print time and memory of one case; run in a process of its own."""
    old, new = case(name, size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.process_time()
    changeset = compare(old, new)
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = {kind: count for kind, count in changeset.counts.items() if count}
    print(
        f"{name:10}{size:7} {spent:8.2f} s {1e6 * spent / size:8.1f} µs each "
        f" peak {peak:4.0f} MB (input {before:.0f} MB)  {counts}"
    )


def scale() -> None:
    """Print the curve, each case in a process of its own so that peaks are its own."""
    for name in ("edited", "table", "alike", "numbered", "shuffled", "different", "huge"):
        for size in (500, 1_581, 5_000, 15_811, 50_000):
            command = [sys.executable, "-m", "benchmarks.diff", "--case", name, str(size)]
            subprocess.run(command, check=True)


def main() -> None:
    """Run the parts asked for, all by default."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("parts", nargs="*", metavar="process|peers|scale")
    arguments.add_argument("--timeout", type=float, default=0, help="seconds a peer may take")
    arguments.add_argument("--case", nargs=2, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.case:
        measure(options.case[0], int(options.case[1]))
        return
    parts = options.parts or ["process", "peers", "scale"]
    if "process" in parts:
        process()
    if "peers" in parts:
        peers(options.timeout)
    if "scale" in parts:
        scale()


if __name__ == "__main__":
    main()
