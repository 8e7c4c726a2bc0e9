"""The JSON of every small file, as `tracker parse --json` prints it, stays what it was.

To write the files anew after a wanted change: `python tests/formats/test_golden.py`, then read the
difference before committing it.
"""

import json
from pathlib import Path

import jsonschema
import pytest

from tracker import formats
from tracker.formats import meter, report

TESTS = Path(__file__).resolve().parents[1]
GOLDEN = TESTS / "golden" / "formats"
SCHEMA = TESTS.parent / "tracker" / "schemas" / "parse.schema.json"
FOLDERS = ("bills", "laws", "cfr", "federal-register")
FILES = sorted(p for folder in FOLDERS for p in (TESTS / "corpus" / folder).iterdir())
WORKS = {"issue.xml": "/us/fr/2025-00001"}
"""Which document is taken out of a file that holds several."""


def _json(path: Path) -> str:
    data = path.read_bytes()
    document = formats.parse(data, source=path.name, work=WORKS.get(path.name, ""))
    value = report.as_json(document, meter.measure(data, document))
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_json_is_the_golden_one(path):
    """Levels, labels, nesting, words, marks, dates and counts of each file are as they were."""
    expected = (GOLDEN / f"{path.stem}.json").read_text(encoding="utf-8")
    assert json.loads(expected) == json.loads(_json(path))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_json_follows_the_published_schema(path):
    """What is printed is what the schema promises."""
    jsonschema.validate(json.loads(_json(path)), json.loads(SCHEMA.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_reading_twice_gives_the_same_bytes(path):
    """The same input gives the same output."""
    assert _json(path) == _json(path)


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        (GOLDEN / f"{file.stem}.json").write_text(_json(file), encoding="utf-8")
