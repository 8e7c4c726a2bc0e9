"""`tracker amend` on the sample, as a person would call it."""


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
