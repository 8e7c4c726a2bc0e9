"""Whatever people type, the program answers in a sentence: properties over made-up arguments."""

import contextlib
import io
import sys

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tracker import identifiers
from tracker.cli import main, naming
from tracker.errors import UsageError

WORDS = st.text(max_size=30).filter(lambda text: "\0" not in text)
NAMES = st.sampled_from(
    ["119hr99001", "119hr99001@eh", "119hr99001@eh/s2/1", "15cfr9901@2025-10-15", "2025-99001",
     "G01", "/us/bill/119/hr/99001", "119hr1", "", "-", "@", "/", "119hr99001@", "119hr99001/../x"]
)  # fmt: skip
TYPED = st.one_of(NAMES, WORDS, st.builds(lambda name, more: name + more, NAMES, WORDS))
OPTIONS = st.sampled_from(["--json", "-q", "--source", "--all", "--exit-code", "--on", "--wrong"])
COMMANDS = st.sampled_from(
    ["log", "show", "diff", "watch", "log --json", "parse", "export", "verif"]
)


@given(text=TYPED)
@example(text="119hr99001@\ud800")
@example(text="９９hr１")
def test_any_text_names_something_or_is_a_wrong_usage(text):
    """No other error leaves the reading of a name; what is read prints as what it was read from."""
    with contextlib.suppress(UsageError):
        found = naming.identifier(text, lambda: ["/us/bill/119/hr/99001"])
        assert found == identifiers.parse(str(found))


@pytest.fixture(scope="module")
def inside(place):
    """Work inside the instance for the length of this module."""
    with contextlib.chdir(place):
        yield place


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    command=COMMANDS,
    names=st.lists(TYPED, max_size=3),
    options=st.lists(OPTIONS, max_size=2),
)
@example(command="show", names=["119hr99001@eh/s2/1"], options=["--json"])
@example(command="log", names=["119hr99001\ud800"], options=[])
@example(command="parse", names=["."], options=[])
def test_no_line_makes_the_program_fail(inside, command, names, options):
    """Every status is one of the contract; an error of the program itself (70) is none of them."""
    before = sys.argv, sys.stdout, sys.stderr
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="surrogateescape")
    err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    sys.argv = ["tracker", *command.split(), *options, *names]
    sys.stdout, sys.stderr = out, err
    try:
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        sys.argv, sys.stdout, sys.stderr = before
    err.flush()
    said = err.buffer.getvalue().decode()

    assert ended.value.code in {0, 1, 2, 3, 4}, (sys.argv, said)
    assert "Traceback" not in said
