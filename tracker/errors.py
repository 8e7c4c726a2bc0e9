"""The error tree. Every message names the document and, where there is one, the provision.

An error says what is wrong, where, and what to do; `exit_status` is what the command line
returns for it. Legal oddities in readable input are `tracker.model.Finding` values, not errors.
"""


class TrackerError(Exception):
    """Anything a person can act on; printed as one sentence, never as a traceback."""

    exit_status = 3


class UsageError(TrackerError):
    """The command was asked for something that does not exist (an unknown work or version)."""

    exit_status = 2


class InputError(TrackerError):
    """Input that cannot be read: a file, a configuration, a store, a mirror."""


class IdentifierError(InputError):
    """A text that is not an identifier of a work, version or provision."""


class ConfigError(InputError):
    """A file kept by people is wrong; the message starts `file:line:`."""

    def __init__(self, file: str, line: int | None, problem: str) -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {problem}")
        self.file = file
        self.line = line


class ParseError(InputError):
    """Bytes that are not a readable official text."""

    def __init__(self, source: str, problem: str, where: str = "") -> None:
        at = f" at {where}" if where else ""
        super().__init__(f"{source or 'input'}{at}: {problem}")
        self.source = source
        self.where = where


class ReaderError(ParseError):
    """The reader of a format failed on bytes that may well be right: a fault of this program.

    A `ParseError`, so that one text never ends a run of many; the cause is kept for reports.
    """

    def __init__(self, source: str, cause: Exception) -> None:
        said = " ".join(str(cause).split())[:200]
        super().__init__(
            source,
            f"this program failed to read it ({type(cause).__name__}: {said}); please report it "
            "together with the file",
        )


class StoreError(InputError):
    """The snapshot store cannot be read or written as it is."""


class MirrorError(InputError):
    """A mirror folder is incomplete or its manifest is wrong."""


class UpstreamError(TrackerError):
    """An official service did not give the text asked for."""

    exit_status = 4
