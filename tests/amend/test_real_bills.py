"""Real bills carried out on the Code; every figure was read against the bill, clause by clause."""

import pytest
from laws import order

from tracker.amend.collisions import collisions
from tracker.amend.execution.execute import execute
from tracker.amend.statutes import bills
from tracker.amend.values import Find
from tracker.amend.witnesses import witness
from tracker.formats import parse

pytestmark = pytest.mark.corpus

CHAPTER = "/us/usc/t50/ch58"


@pytest.fixture(scope="module")
def code(corpus_dir):
    """Return title 50, chapter 58, at a release point."""

    def read(point):
        file = corpus_dir / f"us-code/usc50-ch58@{point}.xml"
        return parse(file.read_bytes(), source=file.name)

    return read


@pytest.fixture(scope="module")
def orders(upstream_dir):
    """Return the instructions of a version of a bill."""

    def read(name):
        file = next((upstream_dir / "www.govinfo.gov").rglob(f"BILLS-{name}.xml"))
        return bills.read(parse(file.read_bytes(), source=file.name))

    return read


@pytest.mark.parametrize(
    ("name", "count", "unexecuted"),
    [
        ("119hr2683ih", 38, {}),
        ("119hr2683eh", 38, {}),
        ("118hr8152ih", 38, {}),
        ("118hr8152eh", 38, {}),
        # s2/d/3 quotes “in country-transfer of”; the law has “in-country transfer of”
        ("119s3519is", 42, {"/us/bill/119/s/3519/s2/d/3": "words-not-found"}),
        ("119hr6331ih", 6, {}),
    ],
)
def test_every_instruction_is_executed_or_in_the_ledger(code, orders, name, count, unexecuted):
    """Each instruction has its line, and what is not executed its true reason."""
    base = code("119-34")
    amended = execute(base, orders(name))
    assert len(amended.ledger) == count
    assert {e.instruction.path: e.reason for e in amended.ledger if not e.executed} == unexecuted
    assert amended.base is base


@pytest.mark.parametrize(
    ("name", "portion", "words"),
    [
        (
            "119hr2683eh",
            "s4811/2/A",
            "To control the release or remote access of items for use in—",
        ),
        ("119hr2683eh", "s4812/a/3", "the remote access of items subject to the jurisdiction"),
        ("119hr2683eh", "s4812/b/8", "regulate the remote access of items described in subsection"),
        (
            "119hr2683eh",
            "s4813/a/11",
            "monitor shipments and other means of transfer or remote access;",
        ),
        ("119hr2683eh", "s4801/15", "Remote access The term “remote access” means access on a"),
        ("118hr8152eh", "s4811/2/A/iv", "military programs that could pose a threat to the"),
        ("118hr8152eh", "s4811/2/A/vi", "offensive cyber operations."),
        ("118hr8152eh", "s4812/b/3", "regulate the remote access by foreign persons of items"),
        ("118hr8152eh", "s4812/b/8", "enforce the controls through means such as regulations"),
        (
            "118hr8152eh",
            "s4813/d/1/A",
            "the export, reexport, or in-country transfer of, or remote",
        ),
        (
            "119s3519is",
            "s4801/15/A/i/III",
            "evades human control or oversight of automated systems",
        ),
        (
            "119s3519is",
            "s4801/16/B",
            "an entity located or headquartered in, or the ultimate parent",
        ),
        (
            "119hr6331ih",
            "s4801/5/A/ii",
            "any corporation, business association, partnership, trust",
        ),
    ],
)
def test_provisions_read_as_the_bill_has_them(code, orders, name, portion, words):
    """Single provisions as they would read."""
    result = execute(code("119-34"), orders(name)).result
    held = {p.path: p.own_text for p in result.provisions()}
    assert held[f"{CHAPTER}/{portion}"].startswith(words)


def test_the_later_code_agrees_where_the_enacted_text_is_the_same(code, orders):
    """H.R. 6614 (118th, eh) beside section 4815(e) as Public Law 119-34 made it."""
    amended = execute(code("118-51"), orders("118hr6614eh"))
    testimony = witness(amended, code("119-34"))
    assert testimony.counts == {"agrees": 5, "diverges": 9, "absent": 1, "unasked": 3}
    assert all("/s4815/e" in (a.path or a.official_path) for a in testimony.agreements)
    [report] = [a for a in testimony.agreements if a.path == f"{CHAPTER}/s4815/e/1"]
    assert report.verdict == "diverges"
    assert ("insert", "annually") in [(kind, words.strip()) for kind, words in report.words]
    [fate] = [a for a in testimony.agreements if a.path == f"{CHAPTER}/s4815/e/2/D"]
    assert fate.verdict == "absent"


@pytest.mark.parametrize(
    ("before", "after", "instruction"),
    [
        # Public Law 117-263, section 5589(b)
        (
            "116-344",
            "118-3",
            order(
                "insert",
                "s4812/a/2/F",
                find="intelligence",
                position="before",
                text=", security, or",
            ),
        ),
        # Public Law 116-283, section 1081
        (
            "116-72",
            "116-344",
            order(
                "insert", "s4816/a", find="who are potential", position="before", text="to persons"
            ),
        ),
        ("116-72", "116-344", order("substitute", "s4818/a/2", find=Find(";", at="end"), text=".")),
        (
            "116-72",
            "116-344",
            order("substitute", "s4822/c", find="December 5, 1991", text="December 5, 1995"),
        ),
        (
            "116-72",
            "116-344",
            order("insert", "s4843/a", find="section 4842 of", position="before", text="under"),
        ),
    ],
)
def test_enacted_amendments_agree_with_the_later_code(code, before, after, instruction):
    """Amendments that the Code's own notes tell of, carried out on the Code before them."""
    amended = execute(code(before), [instruction])
    testimony = witness(amended, code(after))
    mine = [a for a in testimony.agreements if a.instructions]
    assert [a.verdict for a in mine] == ["agrees"]
    assert mine[0].official_change == "modified"


def test_pending_bills_collide_where_they_are_known_to(orders):
    """All versions of the Remote Access Security Act add paragraph (15); others section 1758A."""
    names = ("118hr8152eh", "119hr2683eh", "119s3519is", "119hr6875ih", "119s4456is")
    found = {
        c.identifier: [p.text for p in c.parties]
        for c in collisions((name, orders(name)) for name in names)
        if c.kind == "same-designator"
    }
    assert found["/us/usc/t50/s4801/15"] == ["118hr8152eh", "119hr2683eh", "119s3519is"]
    assert found["/us/usc/t50/s1758A"] == ["119hr6875ih", "119s4456is"]
