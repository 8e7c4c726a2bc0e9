"""Real rules: all are read, and carried out they give the official later text."""

import pytest
from rule_texts import amdpar, section
from rule_texts import rule as rule_of

from tracker.amend.execution.execute import execute
from tracker.amend.rules.reading import read
from tracker.amend.witnesses import witness
from tracker.formats import parse

pytestmark = pytest.mark.corpus

FETCHED = "www.federalregister.gov/documents/full_text/xml"
ECFR = "www.ecfr.gov/api/versioner/v1/full"


def load(path, **rest):
    """Return a real document."""
    return parse(path.read_bytes(), source=path.name, **rest)


def part(upstream, number, day):
    """Return a part of 15 CFR on a day."""
    path = upstream / f"{ECFR}/{day}/title-15.xml@part={number}"
    return load(path, work=f"/us/cfr/t15/p{number}", version=day)


def on(rule, base):
    """Return a rule's instructions on one part."""
    home = base.work
    return [i for i in read(rule) if f"{i.target.identifier}/".startswith(f"{home}/")]


def test_reads_every_rule(corpus_dir, upstream_dir):
    """No rule breaks the reader; what is not read says why; few are not."""
    paths = [
        *(corpus_dir / "federal-register").glob("*.xml"),
        *upstream_dir.glob(f"{FETCHED}/*/*/*/*.xml"),
    ]
    total, unread = 0, 0
    for path in sorted(paths):
        document = load(path)
        found = read(document)
        assert found == read(document)
        for each in found:
            assert each.problem or (each.action != "unknown" and each.target.identifier)
            unread += bool(each.problem)
        total += len(found)
    assert total > 400
    assert unread / total < 0.06


@pytest.mark.parametrize(("number", "executed"), [("734", 3), ("736", 2), ("748", 3)])
def test_gives_the_text_of_the_later_day(upstream_dir, number, executed):
    """2025-19001 on the CFR of August gives the CFR of December, but for quotation marks."""
    rule = load(next((upstream_dir / FETCHED).rglob("2025-19001.xml")))
    base = part(upstream_dir, number, "2025-08-02")
    amended = execute(base, on(rule, base))
    assert amended.executed == len(amended.ledger) == executed
    heard = witness(amended, part(upstream_dir, number, "2025-12-30"))
    for each in heard.agreements:
        if each.instructions:
            assert each.computed.replace("`", "'") == each.official


def test_carries_out_one_rule_after_the_other(corpus_dir):
    """The threshold rules of 2012 on 12 CFR 1003, where a caption and a term name the place."""
    law = load(corpus_dir / "ecfr/CFR-2012-title12-vol8-part1003.xml")
    for number, amount in (("2012-3460", "$41 million"), ("2012-31311", "$42 million")):
        rule = load(corpus_dir / f"federal-register/{number}.rule.xml")
        amended = execute(law, read(rule))
        assert [entry.reason for entry in amended.ledger] == ["", ""]
        (changed,) = {path for entry in amended.ledger for path in entry.after}
        law = amended.result
        assert changed.endswith("/suppI/heading/heading2/def-financial-institution/2")
        assert amount in next(p for p in law.provisions() if p.path == changed).content


def paragraphs(section, above=()):
    """Yield the designated paragraphs of a section with those they stand in."""
    for child in section.children:
        if child.level == "paragraph" and child.num.startswith("("):
            yield above, child
            yield from paragraphs(child, (*above, child))


def test_changes_the_paragraph_that_is_named_and_no_other(upstream_dir):
    """A revision planted for each paragraph of 15 CFR 736, shown as a rule shows it."""
    base = part(upstream_dir, "736", "2026-01-29")
    texts = {each.path: each.own_text for each in base.provisions()}
    done = 0
    for law in [each for each in base.provisions() if each.level == "section"]:
        for above, paragraph in paragraphs(law):
            if paragraph.children:
                continue
            name = "".join(each.num for each in (*above, paragraph))
            number = law.num.removeprefix("§ ")
            shown = section(
                number,
                "Shown.",
                "***",
                *(f"{each.num} * * *" for each in above),
                f"{paragraph.num} A zebra.",
                "***",
            )
            order = amdpar(f"1. In § {number}, revise paragraph {name} to read as follows:")
            amended = execute(base, read(rule_of(order, shown, part=736)))
            after = {each.path: each.own_text for each in amended.result.provisions()}
            changed = {key for key in texts.keys() | after if texts.get(key) != after.get(key)}
            assert changed == {paragraph.path}
            assert after[paragraph.path] == "A zebra."
            done += 1
    assert done > 30


def test_says_where_words_and_text_disagree(upstream_dir):
    """2025-05426 orders entries whose names are spelt otherwise in the table that it shows."""
    rule = load(next((upstream_dir / FETCHED).rglob("2025-05426.xml")))
    assert sum(bool(each.problem) for each in read(rule)) == 4
