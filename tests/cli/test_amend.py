"""`tracker amend` on the sample, as a person would call it."""

import json
from pathlib import Path

from tracker.sources import sample


def test_a_rule_of_the_sample_is_carried_out(tracker, place):
    """All its instructions are executed on the part in force before it."""
    done = tracker("amend", "2025-99002", cwd=place)
    assert 0 == done.returncode, done.stderr
    assert "9 of 9 instructions executed" in done.stdout
    assert "On 15 CFR part 9901, In force on 2025-01-02" in done.stdout
    assert "[-1,000-]{+4,000+}" in done.stdout
    assert "Beside the official text at 2025-10-15" in done.stdout


def test_the_page_can_be_kept(tracker, place):
    """One file that fetches nothing."""
    done = tracker("amend", "2025-99002", "--html", cwd=place)
    assert done.stdout.startswith("<!doctype html>")
    assert "://" not in done.stdout.partition("</head>")[0]


def test_one_sentence_is_explained(tracker, place):
    """For bills and for rules, with what it is counted from."""
    done = tracker(
        "amend",
        "--explain",
        "in paragraph (1), by striking “a” each place it appears and inserting “b”",
        "--context",
        "/us/usc/t50/s4812/a",
        cwd=place,
    )
    assert 0 == done.returncode, done.stderr
    assert "identifier /us/usc/t50/s4812/a/1" in done.stdout
    assert "words a, choice all" in done.stdout


def test_mistakes_end_as_one_sentence(tracker, place):
    """Status 2, with what to name instead."""
    for arguments, says in (
        (("amend",), "name a bill, law or rule"),
        (("amend", "15cfr9901"), "amends nothing"),
        (("amend", "2025-99009"), "did you mean"),
        (("amend", "2025-99002", "--base", "15cfr9901@2020-01-01"), "is not held"),
    ):
        done = tracker(*arguments, cwd=place)
        assert 2 == done.returncode, arguments
        assert says in done.stderr
        assert "Traceback" not in done.stderr


ANSWERS = Path(sample.__file__).parent / "answers"
RULE = next(ANSWERS.rglob("2025-99002.xml"))
BEFORE, AFTER = sorted(ANSWERS.rglob("title-15.xml@part=9901"))[:2]


def test_files_need_no_store(tracker, tmp_path):
    """A rule on a part, beside the part after it, in a folder that holds nothing."""
    done = tracker("amend", RULE, "--base", BEFORE, "--official", AFTER, "--json", cwd=tmp_path)
    assert 0 == done.returncode, done.stderr
    found = json.loads(done.stdout)
    assert {"instructions": 9, "executed": 9, "unexecuted": 0, "reasons": {}} == found["summary"]
    assert found["bases"][0]["witness"]["counts"]["agrees"] > 0
    assert [] == list(tmp_path.iterdir())


def test_a_file_may_act_on_what_the_store_holds(tracker, place):
    """And a text that is held on a file."""
    for arguments in ((RULE,), ("2025-99002", "--base", BEFORE)):
        done = tracker("amend", *arguments, cwd=place)
        assert 0 == done.returncode, done.stderr
        assert "9 of 9 instructions executed" in done.stdout


def test_a_file_that_cannot_be_used_is_named(tracker, place, tmp_path):
    """Not there, not XML, or not saying what it is."""
    broken = tmp_path / "broken.xml"
    broken.write_text("<RULE><P>cut")
    for name, says in (("absent.xml", "there is no such file"), (broken, "cut off or broken")):
        done = tracker("amend", name, cwd=place)
        assert 3 == done.returncode
        assert says in done.stderr
        assert str(name) in done.stderr
