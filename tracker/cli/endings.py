"""How a call ends: one sentence and an exit status for every error; never a traceback unasked."""

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import click

from tracker.errors import InputError, TrackerError, UsageError

INTERNAL = 70
"""Exit status of an error in the program itself (EX_SOFTWARE of sysexits.h)."""
STOPPED = 130
"""Exit status after Ctrl-C, as shells give it."""


class ReaderGoneError(Exception):
    """Nobody reads our output any more (`| head`)."""


@contextmanager
def kept_from_click(ctx: click.Context) -> Iterator[None]:
    """Let a command end on SIGTERM as on Ctrl-C, and keep a broken pipe from click's own status.

    With --verbose the place where an error arose is printed before its sentence.
    """
    before = signal.signal(signal.SIGTERM, _stop)
    sys.unraisablehook = _ask_again
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise ReaderGoneError from error
    except Exception as error:
        if ctx.meta.get("tracker.verbose") and not isinstance(error, _FORESEEN):
            traceback.print_exception(error)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
        sys.unraisablehook = sys.__unraisablehook__


_FORESEEN = (click.ClickException, click.exceptions.Exit, click.exceptions.Abort, UsageError)


def _stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - signal's signature
    """End as on Ctrl-C: files and processes are put in order on the way out."""
    raise KeyboardInterrupt


def _ask_again(lost: "sys.UnraisableHookArgs") -> None:
    """Stop a moment later when the wish to stop fell into an object's `__del__` and was lost."""
    if lost.exc_type is KeyboardInterrupt:
        import _thread  # noqa: PLC0415 - once in a thousand stops
        import threading  # noqa: PLC0415

        threading.Timer(0.01, _thread.interrupt_main).start()
    else:
        sys.__unraisablehook__(lost)


def status_of(error: BaseException) -> int:
    """Say how a call ended, and return its exit status."""
    match error:
        case SystemExit():
            return error.code if isinstance(error.code, int) else 1
        case click.exceptions.Exit():
            return error.exit_code
        case click.exceptions.Abort() | KeyboardInterrupt():
            return _say("stopped; what was stored is whole", STOPPED)
        case click.ClickException():
            error.show()
            return error.exit_code
        case TrackerError():
            return _say(str(error), error.exit_status)
        case ReaderGoneError() | BrokenPipeError():
            # Point stdout elsewhere so that the interpreter's own last flush stays quiet.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        case OSError(filename=str() | bytes() | os.PathLike() as file):
            return _say(f"{os.fsdecode(file)}: {error.strerror}", InputError.exit_status)
        case _:
            return _say(_internal(error), INTERNAL)


def _internal(error: BaseException) -> str:
    """Return one sentence about an error that nobody foresaw, with what to do about it."""
    steps = traceback.extract_tb(error.__traceback__)
    ours = [step for step in steps if f"{os.sep}tracker{os.sep}" in step.filename]
    where = ""
    if ours:
        inside = ours[-1].filename.rpartition(f"{os.sep}tracker{os.sep}")[2]
        where = f" in tracker/{inside}:{ours[-1].lineno}"
    words = " ".join(str(error).split())[:200]
    what = type(error).__name__ + (f": {words}" if words else "")
    return (
        f"an error of the program itself{where}: {what}; what was stored is whole. Run the "
        "same command with -v and report what it prints to whoever keeps this program for you"
    )


def _say(sentence: str, status: int) -> int:
    """Print a sentence on stderr, if anyone still listens there, and return the status."""
    with suppress(OSError):
        click.echo(f"tracker: {sentence}", err=True)
    return status
