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
import os
import pstats
import random
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
from tracker.render.site import BuildReport, build

STAGES = ("ih", "rh", "eh", "rfs", "enr")
SECTIONS = 6
CLAUSES = 4
"""Clauses a section; a text has `SECTIONS * (CLAUSES + 1)` provisions."""
WORDS = 42
"""Words a clause."""
GAPS = 13
TERMS = 300
"""Defined terms, each shared by some works."""
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
    begun = time.perf_counter()
    chance = random.Random(number)  # noqa: S311 - made-up words, not secrets
    clauses = [[clause(chance) for _ in range(CLAUSES)] for _ in range(SECTIONS)]
    for _ in range(step):
        for _ in range(2):
            clauses[chance.randrange(SECTIONS)][chance.randrange(CLAUSES)] = clause(chance)
        clauses[chance.randrange(SECTIONS)].append(clause(chance))
    work = name(number)
    sections = [_section(work, n, words, number) for n, words in enumerate(clauses, 1)]
    root = _provision(work, "document", children=tuple(sections))
    spent["texts"] += time.perf_counter() - begun
    return Document(work, STAGES[step], "bill-dtd", f"An Act of number {number}", root)


def definition(number: int, words: str) -> tuple[str, Mark]:
    """Return a clause that defines one of `TERMS` terms, and where the term stands in it."""
    term = f"covered {VOCABULARY[number % TERMS]}"
    text = f"The term “{term}” means {words.lower()}"
    return text, Mark("term", "content", 10, 10 + len(term), term)


def _section(work: str, number: int, clauses: list[str], bill: int) -> Provision:
    path = f"{work}/s{number}"
    other = f"{name(bill + 7)}/s1"
    children = []
    for letter, words in zip("abcdefghijklmnopqrst", clauses, strict=False):
        marks = (Mark("ref", "content", 0, 12, other),)
        text = words
        if (number, letter) == (1, "a"):
            text, term = definition(bill, words)
            marks = (term,)
        children.append(
            _provision(f"{path}/{letter}", "subsection", f"({letter})", content=text, marks=marks)
        )
    heading = f"Section {number}"
    return _provision(path, "section", f"SEC. {number}.", heading, children=tuple(children))


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
    begun = time.perf_counter()
    found = compare(old, new)
    spent["texts"] += time.perf_counter() - begun
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
        gaps=tuple(
            d.GapView(f"G{n:02}", f"gap-{n}", f"Gap {n}", f"공백 {n}: 원격 접속")
            for n in range(1, GAPS + 1)
        ),
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


QUERIES = ("remoteable", "access restricting", "covered recess", "act 1234", "원격 접속")


def searching(public: Path) -> None:
    """Print how large the index is, and how long a reader waits for the first result."""
    folder = public / "search"
    sizes = sorted((path.stat().st_size for path in folder.iterdir()), reverse=True)
    meta = (folder / "meta.js").stat().st_size
    print(
        f"search index: {len(sizes):,} files, {sum(sizes) / 1e6:.1f} MB, "
        f"largest {sizes[0]:,} bytes, read by every query {meta:,} bytes"
    )
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only with a browser
    except ImportError:
        print("  Playwright is not installed, waiting times not measured")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        for query in QUERIES:
            page = browser.new_page()
            loaded: list[str] = []
            page.on("requestfinished", lambda request, to=loaded: to.append(request.url))
            page.goto(f"{public.as_uri()}/search.html")
            begun = time.perf_counter()
            page.fill("#search-q", query)
            page.press("#search-q", "Enter")
            page.locator("#search-status:not(:empty)").wait_for()
            wait = time.perf_counter() - begun
            shards = [folder / url.rpartition("/")[2] for url in loaded if "/search/" in url]
            size = sum(path.stat().st_size for path in shards)
            found = page.locator("#search-status").inner_text()
            print(
                f"  {query!r}: {1000 * wait:.0f} ms, {len(shards)} files, {size:,} bytes; {found}"
            )
            page.close()
        browser.close()


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
