"""Print, for every pair of gap and text that the mirror holds, what the facts and the rules say.

    .venv/bin/python benchmarks/gap_agreement.py [FOLDER]   (default: the texts beside the checkout)

The facts stand in tests/gaps/agreement.toml. A pair that the facts leave ungraded is shown with
what the rules say and why; it counts neither for nor against.
"""

import sys
import tomllib
from pathlib import Path

from tracker.formats import parse
from tracker.gaps import register
from tracker.gaps.evaluate import Computed, compute
from tracker.identifiers import short
from tracker.model import Document

HERE = Path(__file__).resolve().parents[1]
BESIDE = HERE.parent / "shared"


def texts(root: Path) -> list[Document]:
    """Return every bill, Federal Register document and CFR part of the mirror."""
    up = root / "upstream"
    found = [
        parse(file.read_bytes(), source=file.name)
        for file in sorted(up.glob("www.govinfo.gov/bulkdata/BILLS/*/*/*/*.xml"))
    ]
    for file in sorted(up.glob("www.federalregister.gov/documents/full_text/xml/*/*/*/*.xml")):
        day = "-".join(file.parts[-4:-1])
        found.append(
            parse(file.read_bytes(), source=file.name, work=f"/us/fr/{file.stem}", version=day)
        )
    found += [
        parse(
            file.read_bytes(),
            source=file.name,
            version=file.parent.name,
            work=f"/us/cfr/t15/p{file.name.partition('=')[2]}",
        )
        for file in sorted(up.glob("www.ecfr.gov/api/versioner/v1/full/*/title-15.xml@part=*"))
    ]
    return found


def main() -> int:
    """Print the table; return 1 when a graded pair disagrees or is not held."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else BESIDE
    gaps = register.load(HERE / "regulations" / "gaps")
    facts = tomllib.loads((HERE / "tests/gaps/agreement.toml").read_text(encoding="utf-8"))
    results: dict[tuple[str, str], list[Computed]] = {}
    for document in texts(root):
        for one in compute(gaps, document):
            results.setdefault((one.gap, short(one.work)), []).append(one)
    agree = graded = 0
    print(f"{'gap':4} {'text':24} {'facts':11} {'rules':13} rule")
    for pair in facts["pair"]:
        work, _, version = pair["text"].partition("@")
        held = [one for one in results.get((pair["gap"], work), ()) if version in {"", one.version}]
        for one in held or [None]:
            said = one.effect if one else "not held"
            limbs = "" if one is None or not one.limbs else f" [{', '.join(one.limbs)}]"
            name = f"{work}@{one.version}" if one else pair["text"]
            mark = ""
            if pair["effect"]:
                graded += 1
                agree += said == pair["effect"]
                mark = "" if said == pair["effect"] else "  DISAGREES"
            print(
                f"{pair['gap']:4} {name:24} {pair['effect'] or 'not graded':11} "
                f"{said + limbs:24} {one.rule if one else '-'}{mark}"
                + (f"  ({pair['why']})" if "why" in pair else "")
            )
    print(f"{agree} of {graded} graded pairs (gap, text, version) agree")
    return int(agree != graded)


if __name__ == "__main__":
    raise SystemExit(main())
