"""Names as people type them, and what they are answered when no such thing is there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.cli import naming
from tracker.errors import UsageError

HELD = ["119hr2683", "118hr2683", "119s3519", "15cfr734", "2025-19001"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hr2683", ["119hr2683", "118hr2683"]),  # a piece of a name
        ("H.R. 2683", ["119hr2683", "118hr2683"]),  # as it is printed
        ("119hr2638", ["119hr2683"]),  # digits changed round
        ("15 CFR 743", ["15cfr734"]),
        ("2025-1901", ["2025-19001"]),
        ("zzz", []),
        ("", []),
    ],
)
def test_the_nearest_names_are_offered(typed, meant):
    """Best first, three at most; nothing when nothing is near."""
    found = naming.nearest(typed, HELD)

    assert meant == found[: len(meant)]
    assert bool(meant) == bool(found)
    assert len(found) <= 3


@pytest.mark.parametrize("typed", ["G01", "g1", "1", "G1", "Export-Definition"])
def test_a_gap_goes_by_number_or_slug(typed):
    """In any case, with or without the letter and the zero."""
    from tracker.gaps import register

    gaps = register.load(Path(__file__).parents[2] / "regulations/gaps")
    assert "G01" == naming.gap(gaps, typed).id


@pytest.mark.parametrize(
    ("typed", "said"), [("kyc", "kyc-duty"), ("zzz", "G01, G02"), ("99", "no gap 99")]
)
def test_a_gap_that_is_not_there_is_a_wrong_usage(typed, said):
    """With what was meant, or all that there is."""
    from tracker.gaps import register

    gaps = register.load(Path(__file__).parents[2] / "regulations/gaps")
    with pytest.raises(UsageError, match=said):
        naming.gap(gaps, typed)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("log", "hr99001"), "did you mean 119hr99001?"),
        (("log", "119hr9901"), "did you mean 119hr99001"),
        (("show", "119hr99001@ehh"), "did you mean eh?"),
        (("show", "119hr99001@pl"), "held: ih, eh, rfs"),
        (("show", "119hr99001@eh/s99"), "beside it are"),
        (("diff", "119hr99001@ih", "hr99001@eh"), "did you mean 119hr99001@eh?"),
        (("gaps", "G1O"), "did you mean"),
        (("watch", "remove", "119hr268"), "did you mean 119hr2683?"),
        (("watch", "ad", "119hr2683"), "Did you mean “add”?"),
        (("fetch", "--sample", "hr99001"), "did you mean 119hr99001?"),
        (("log", "--jsn"), "--json"),
        (("dif",), "Did you mean “diff”?"),
        (("alerts", "--since", "2025-01-01", "--tier", "rde"), "'red', 'amber', 'grey'"),
        (("alerts", "--since", "2025-01-01", "--type", "frce"), "did you mean force"),
        (("alerts", "--since", "2025-01-01", "--gap", "kyc"), "did you mean kyc-duty?"),
        (("alerts", "--since", "2025-01-01", "--work", "hr2683"), "did you mean 119hr2683"),
        (("alerts", "--channel", "nobody", "--send"), "there is no channel nobody"),
    ],
)
def test_a_near_miss_is_wrong_usage_and_names_what_was_meant(tracker, place, arguments, said):
    """Exit status 2 everywhere, and never a traceback."""
    done = tracker(*arguments, cwd=place)

    assert 2 == done.returncode, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("tracker sta", {"status"}),
        ("tracker log 119", {"119hr99001"}),
        ("tracker show 119hr99001@e", {"119hr99001@eh"}),
        (
            "tracker diff 119hr99001@ih 119hr99001@",
            {"119hr99001@ih", "119hr99001@eh"},
        ),
        ("tracker gaps g01", {"G01"}),
        ("tracker watch remove 118hr81", {"118hr8152"}),
        ("tracker show nonsense@", set()),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_names_from_the_store(place, shell, line, offered):
    """Commands, works and versions held, gaps, watched works; nothing on stderr."""
    words = line.split(" ")
    done = subprocess.run(
        [sys.executable, "-m", "tracker"],
        cwd=place,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "_TRACKER_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": words[-1] if shell == "fish" else str(len(words) - 1),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    pieces = done.stdout.replace(",", "\n").replace("\t", "\n").split("\n")

    assert "" == done.stderr
    assert offered == {piece for piece in pieces if piece in offered}
    if not offered:
        assert "" == done.stdout.strip()


@pytest.mark.parametrize("line", ["tracker log 1", "tracker gaps G", "tracker watch remove 1"])
def test_outside_an_instance_the_shell_is_offered_nothing(tmp_path, line):
    """And hears nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "tracker"],
        cwd=tmp_path,
        env={
            **os.environ, "PYTHONPATH": str(Path(__file__).parents[2]),
            "_TRACKER_COMPLETE": "zsh_complete", "COMP_WORDS": line,
            "COMP_CWORD": str(line.count(" ")),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ("", "") == (done.stdout.strip(), done.stderr)
