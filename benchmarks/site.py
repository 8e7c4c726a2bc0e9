"""Build a site of 10,000 clause pages and measure time and memory.

    python benchmarks/site.py                 2,000 works in five versions each: 10,000 texts
    python benchmarks/site.py --works 200     fewer
    python benchmarks/site.py --profile       where the time goes

Texts are made from a fixed seed; a version rewords two clauses of the one before and adds one.
Each text is a page, and so is each comparison with the version before and each work. Making a
text and comparing two stand for parsing and comparing in a real run; their share is printed.
Then the same site is built again with nothing new, with one version more, and searched.
"""

import argparse
import cProfile
import itertools
import json
import pstats
import random
import re
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path

from msgspec import structs

from tracker.compare import compare
from tracker.model import ChangeSet, Document, Facts, Mark, Provision, Record, digest_of
from tracker.render import data as d
from tracker.render.search import shard_of, tokens
from tracker.render.site import BuildReport, build

STAGES = ("ih", "rh", "eh", "rfs", "enr")
SECTIONS = 6
CLAUSES = 4
"""Clauses a section; a text has `SECTIONS * (CLAUSES + 1)` provisions."""
WORDS = 42
"""Words a clause."""
GAPS = 13
PROJECT = Path(__file__).resolve().parents[1]
VOCABULARY = tuple(
    "".join(parts)
    for parts in itertools.product(
        ("re", "ac", "con", "ex", "se", "pro", "li", "de"),
        ("ces", "trol", "port", "cure", "vide", "cense", "fine", "mote", "strict", "quire"),
        ("", "s", "ed", "ing", "er", "ment", "able", "ion"),
    )
)
spent = {"texts": 0.0}


def clause(chance: random.Random) -> str:
    """Return the words of one clause."""
    return " ".join(chance.choices(VOCABULARY, k=WORDS)).capitalize() + "."


@lru_cache(maxsize=8)
def text(number: int, step: int) -> Document:
    """Return version `step` of work `number`."""
    begun = time.process_time()
    chance = random.Random(number)  # noqa: S311 - made-up words, not secrets
    clauses = [[clause(chance) for _ in range(CLAUSES)] for _ in range(SECTIONS)]
    for _ in range(step):
        for _ in range(2):
            clauses[chance.randrange(SECTIONS)][chance.randrange(CLAUSES)] = clause(chance)
        clauses[chance.randrange(SECTIONS)].append(clause(chance))
    work = name(number)
    sections = [_section(work, n, words) for n, words in enumerate(clauses, 1)]
    root = _provision(work, "document", children=tuple(sections))
    spent["texts"] += time.process_time() - begun
    return Document(work, STAGES[step], "bill-dtd", f"An Act of number {number}", root)


def _section(work: str, number: int, clauses: list[str]) -> Provision:
    path = f"{work}/s{number}"
    other = f"/us/bill/{100 + number % 20}/hr/{number}/s1"
    children = tuple(
        _provision(
            f"{path}/{letter}",
            "subsection",
            f"({letter})",
            content=words,
            marks=(
                Mark("ref", "content", 0, 12, other),
                Mark("term", "content", 20, 30, words[20:30]),
            ),
        )
        for letter, words in zip("abcdefghijklmnopqrst", clauses, strict=False)
    )
    return _provision(path, "section", f"SEC. {number}.", f"Section {number}", children=children)


def _provision(
    path: str,
    level: str,
    num: str = "",
    heading: str = "",
    content: str = "",
    children: tuple[Provision, ...] = (),
    marks: tuple[Mark, ...] = (),
) -> Provision:
    return Provision(
        path=path,
        level=level,
        num=num,
        heading=heading,
        content=content,
        children=children,
        marks=marks,
        digest=digest_of((heading, "", content, ""), children),
    )


def name(number: int) -> str:
    """Return the identifier of a work."""
    return f"/us/bill/{100 + number % 20}/hr/{number // 20 + 1}"


def record(number: int, step: int) -> Record:
    """Return the record of a version."""
    work, stage = name(number), STAGES[step]
    return Record(
        work=work,
        version=stage,
        label=f"Stage {step + 1}",
        url=f"https://example.org{work}/{stage}",
        content_type="application/xml",
        sha256=sha256(f"{work}@{stage}".encode()).hexdigest(),
        size=20_000,
        retrieved_at=datetime(2026, 2, 1, tzinfo=UTC),
        origin="sample",
        fetcher="benchmark",
        published=date(2024, 1, 1) + timedelta(days=90 * step + number % 80),
    )


def changes(number: int, step: int) -> ChangeSet:
    """Return version `step` against the one before it."""
    old, new = text(number, step - 1), text(number, step)
    begun = time.process_time()
    found = compare(old, new)
    spent["texts"] += time.process_time() - begun
    return found


def work_view(number: int, steps: int) -> d.WorkView:
    """Return a work with its first `steps` versions."""
    versions = tuple(
        d.VersionView(record(number, step), partial(text, number, step)) for step in range(steps)
    )
    facts = Facts(name(number), "bill", f"A bill about number {number}", f"Act {number}")
    return d.WorkView(name(number), versions, facts, d.Force("pending", "pending in the House"))


def comparison(number: int, step: int) -> d.ComparisonView:
    """Return version `step` beside the one before it."""
    return d.ComparisonView(
        record(number, step - 1), record(number, step), partial(changes, number, step)
    )


def cells(number: int, steps: int) -> Iterator[d.Cell]:
    """Yield two effects in every version of one work in ten."""
    for step in range(steps if number % 10 == 0 else 0):
        for gap in (1 + number % GAPS, 1 + (number + 5) % GAPS):
            path = f"{name(number)}/s2/a"
            evidence = (d.Evidence(path, STAGES[step], "some words", "a rule"),)
            yield d.Cell(f"G{gap:02}", name(number), STAGES[step], "partial", evidence)


def site_data(works: int, longer: int = -1) -> d.SiteData:
    """Return the site of `works` works; work `longer` has one version less than the others."""
    steps = [len(STAGES) - (number == longer) for number in range(works)]
    return d.SiteData(
        as_of=date(2026, 11, 26),
        works=tuple(work_view(number, steps[number]) for number in range(works)),
        comparisons=tuple(
            comparison(number, step) for number in range(works) for step in range(1, steps[number])
        ),
        gaps=tuple(d.GapView(f"G{n:02}", f"gap-{n}", f"Gap {n}") for n in range(1, GAPS + 1)),
        cells=tuple(cell for number in range(works) for cell in cells(number, steps[number])),
    )


def measured(title: str, action: Callable[[], BuildReport]) -> BuildReport:
    """Run a build and print what it took."""
    spent["texts"] = 0.0
    before = _processor()
    begun = time.perf_counter()
    report = action()
    wall, processor = time.perf_counter() - begun, _processor() - before
    print(
        f"{title:28} {wall:7.1f} s, processor {processor:7.1f} s "
        f"(of it texts and comparing, here, {spent['texts']:.1f} s), "
        f"{len(report.written):,} of {report.pages:,} pages, {len(report.files):,} other files"
    )
    return report


def _processor() -> float:
    """Return seconds of processor time, ended children included."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def searching(public: Path) -> None:
    """Print how much a reader loads for a query."""
    folder = public / "search"
    sizes = sorted((path.stat().st_size for path in folder.iterdir()), reverse=True)
    print(
        f"search index: {len(sizes):,} files, {sum(sizes) / 1e6:.1f} MB, largest {sizes[0]:,} bytes"
    )
    meta = folder / "meta.js"
    print(f"  every query first reads {meta.name}, {meta.stat().st_size:,} bytes")
    for query in ("remoteable", "accessed restricting", "act 1234"):
        shards = {shard_of(token) for token in tokens(query)}
        size = sum(
            path.stat().st_size
            for path in folder.iterdir()
            if re.fullmatch(rf"w-(?:{'|'.join(map(re.escape, shards))})\.js", path.name)
        )
        print(f"  {json.dumps(query)}: {size:,} bytes of postings")


def main() -> None:
    """Build, build again, add one version, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--works", type=int, default=2000)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--keep", type=Path, help="build into this folder and leave it there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        out = asked.keep or Path(scratch)
        all_but_one = site_data(asked.works, longer=asked.works // 2)
        profile = cProfile.Profile()
        if asked.profile:
            profile.enable()
        report = measured("from nothing", lambda: build(all_but_one, out, project=PROJECT))
        if asked.profile:
            profile.disable()
            pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
        for who, whose in (("own", resource.RUSAGE_SELF), ("child", resource.RUSAGE_CHILDREN)):
            peak = resource.getrusage(whose).ru_maxrss // 1024
            print(f"{'':28} {peak:7} MiB at most ({who} process)")
        measured("nothing new", lambda: build(all_but_one, out, project=PROJECT))
        longer = structs.replace(site_data(asked.works))
        again = measured("one version more", lambda: build(longer, out, project=PROJECT))
        print(f"{'':28} {', '.join(again.written[:12])}")
        searching(report.public)


if __name__ == "__main__":
    main()
