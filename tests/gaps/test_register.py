"""Reading the gap files that people keep."""

import pytest

from tracker.errors import ConfigError, InputError
from tracker.gaps import register
from tracker.gaps.check import holds_on_example

FRONT = """---
id: G01
title: A gap
title_ko: 공백
letters: [a]
claim: Something is not covered.
claim_ko: 무언가가 빠져 있다.
passage: 인용
legal_test: A clause.
legal_test_ko: 조항.
related: [/us/usc/t50/s4801]
signals: [remote access]
tests:
  - id: one
    effect: closes
    why: Because.
    when:
      mentions:
        with: [remote access]
---

## English

Words.

## 한국어

말.
"""


def test_the_thirteen_gaps_and_the_context_note_are_kept_in_full(gaps):
    """Every gap has claim, passage, legal test, signals, tests and prose in both languages."""
    names = [f"G{number:02}" for number in range(1, 14)]
    assert [*names, "CTX"] == [gap.id for gap in gaps.gaps]
    assert () == gaps.findings
    assert names == [gap.id for gap in gaps.scored]
    for gap in gaps.scored:
        parts = (gap.claim, gap.claim_ko, gap.passage, gap.legal_test, gap.legal_test_ko,
                 gap.prose, gap.prose_ko, gap.signals, gap.tests, gap.related)  # fmt: skip
        assert all(parts), gap.id


def test_no_rule_names_a_bill(gaps):
    """The tests of a gap work on a bill that nobody has seen: none has a bill's number in it."""
    for gap in gaps.scored:
        for test in gap.tests:
            assert "/us/bill/" not in repr(test.when), f"{gap.id}/{test.id}"


def test_every_example_meets_its_rule(gaps):
    """A rule that no held text meets yet shows on an example that it works."""
    failed = [
        f"{gap.id}/{test.id}"
        for gap in gaps.scored
        for test in gap.tests
        if test.example and not holds_on_example(gap, test)
    ]
    assert [] == failed


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("effect: closes", "effect: shuts", 15, "is no effect"),
        ("with: [remote access]", 'with: ["(?:remote)"]', 19, "no word of the phrase language"),
        ("mentions:", "mentoins:", 18, "unknown key “mentoins”"),
        ("related: [/us/usc/t50/s4801]", "related: [nowhere]", 11, "is not an identifier"),
        ("letters: [a]", "letters: [A1]", 5, "no claim of the source article"),
        ("claim_ko: 무언가가 빠져 있다.\n", "", 2, "“claim_ko” is missing"),
        ("title: A gap\n", "", 2, "“title” is missing"),
        ("title: A gap", "title: A gap\ntitle: B", 4, "given twice"),
        ("id: G01", "id: G02", 2, "the file is named G01"),
        ("signals: [remote access]", "signals: [remote access", 13, "not readable as YAML"),
        ("## 한국어", "## Deutsch", 21, "한국어"),
    ],
    ids=["effect", "phrase", "kind", "law", "letter", "korean", "missing", "twice", "name", "yaml",
         "language"],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(old, new, line, words):
    """The error says file, line and what to do."""
    with pytest.raises(ConfigError) as caught:
        register.read(FRONT.replace(old, new, 1), "G01-a-gap.md")
    assert ("G01-a-gap.md", line) == (caught.value.file, caught.value.line)
    assert words in str(caught.value)


def test_a_bad_file_is_a_finding_and_the_rest_still_works(tmp_path):
    """One wrong file does not cost the others."""
    (tmp_path / "G01-a-gap.md").write_text(FRONT, encoding="utf-8")
    (tmp_path / "G02-b.md").write_text(FRONT.replace("effect: closes", "effect: no"))
    (tmp_path / "G03-c.md").write_bytes(b"\xff\xfe")
    found = register.load(tmp_path)
    assert ["G01"] == [gap.id for gap in found.gaps]
    assert ["G02-b.md", "G03-c.md"] == [finding.path for finding in found.findings]


def test_no_folder_is_an_error(tmp_path):
    """A register that is not there cannot be read as an empty one."""
    with pytest.raises(InputError):
        register.load(tmp_path / "nothing")


def test_a_gap_needs_no_second_language_and_no_article():
    """An instance for another subject keeps its gaps in English alone, prose without headings."""
    lines = FRONT.partition("## English")[0].splitlines(keepends=True)
    other = ("title_ko", "claim_ko", "legal_test_ko", "letters", "passage", "related", "signals")
    text = "".join(line for line in lines if not line.startswith(other)) + "Words.\n"
    gap = register.read(text, "G01-a-gap.md")

    assert ("Words.", "", "", ()) == (gap.prose, gap.prose_ko, gap.title_ko, gap.letters)


def test_the_subject_stands_beside_the_gaps(tmp_path):
    """Its phrases say which sections are read; without the file every section is."""
    (tmp_path / "G01-a-gap.md").write_text(FRONT)
    assert () == register.load(tmp_path).subject.phrases
    (tmp_path / "subject.toml").write_text('name = "fishing"\nphrases = ["trawl*"]\n')
    found = register.load(tmp_path)

    assert () == found.findings
    assert ("fishing", ("trawl*",)) == (found.subject.name, found.subject.phrases)


@pytest.mark.parametrize(
    "text", ["name = ", 'hue = "red"', "phrases = [1]", 'phrases = ["(?:x)"]', 'phrases = [""]']
)
def test_a_wrong_subject_is_a_finding_and_the_gaps_still_work(tmp_path, text):
    """The finding names the file; every section is read until it is mended."""
    (tmp_path / "G01-a-gap.md").write_text(FRONT)
    (tmp_path / "subject.toml").write_text(text)
    found = register.load(tmp_path)

    assert ["gap-file"] == [finding.code for finding in found.findings]
    assert "subject.toml" in found.findings[0].message
    assert ["G01"] == [gap.id for gap in found.gaps]
    assert () == found.subject.phrases
