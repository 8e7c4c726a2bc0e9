"""Identifiers become paths and git references here and nowhere else.

A path component is refused unless it is harmless on Linux, macOS and Windows, and unless git
takes it in a reference name (git-check-ref-format(1)).
"""

import re

from tracker.errors import StoreError

TAGS = "refs/tags/"
STATUS = "refs/heads/status/"
"""Branch per work with what the official services say about it (`work.json`)."""
STATUS_ORIGIN = "refs/remotes/origin/status/"
"""Where a clone has the status branches of the store it was made from."""
MAIN = "refs/heads/main"
START = "refs/tags/start"
"""First commit of every store made by tracker; all lines of history begin there."""

TEXT = "text.txt"
RECORD = "record.json"
FACTS = "work.json"

_SOURCE_NAMES = {
    "application/xml": "source.xml",
    "text/xml": "source.xml",
    "text/html": "source.htm",
    "application/xhtml+xml": "source.htm",
    "application/json": "source.json",
    "text/plain": "source.txt",
    "application/pdf": "source.pdf",
}
SOURCE_NAMES = (*dict.fromkeys(_SOURCE_NAMES.values()), "source.bin")
"""Every name that source bytes can have, so that a writer can remove the others."""

_COMPONENT_RE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]*")
# Windows refuses these names whatever the extension ("Naming Files, Paths, and Namespaces").
_RESERVED_RE = re.compile(
    r"(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?", re.IGNORECASE
)
_PRINTING_RE = re.compile(r"(.+)\.r(\d+)")
_MAX_COMPONENT = 64
_MAX_PATH = 180  # leaves room for a checkout's own path below Windows' 260 characters


def work_path(work: str) -> str:
    """Return the folder of a work inside the store, without slashes at its ends.

    `/us/bill/119/hr/2683` -> `us/bill/119/hr/2683`; Federal Register documents get a folder a
    year (`us/fr/2025/2025-19001`), since one year alone holds about 30,000.
    Raises StoreError for anything that is not a plain identifier of a work.
    """
    if not work.startswith("/us/"):
        raise StoreError(
            f"“{_shown(work)}” is not the identifier of a work; it must begin with /us/"
        )
    parts = work[1:].split("/")
    if len(parts) < 3:
        raise StoreError(f"“{_shown(work)}” is too short to be the identifier of a work")
    for part in parts:
        _check(part, work)
    if parts[1] == "fr" and len(parts) == 3:
        series = parts[2].rpartition("-")[0] or "other"
        parts.insert(2, series)
    path = "/".join(parts)
    if len(path) > _MAX_PATH:
        raise StoreError(f"“{_shown(work)}” is too long for a path in the store")
    return path


def tag_name(work: str, version: str) -> str:
    """Return the tag of a version: `us/bill/119/hr/2683@eh`.

    Raises StoreError when work or version cannot stand in a reference name.
    """
    work_path(work)
    _check(version, f"{work}@{version}")
    return f"{work[1:]}@{version}"


def version_tag(work: str, version: str) -> str:
    """Return the full reference of a version's tag; a name kept for printings is refused.

    Raises StoreError like `tag_name`.
    """
    name = tag_name(work, version)
    if _PRINTING_RE.fullmatch(version):
        raise StoreError(
            f"“{_shown(version)}” cannot name a version: .r and a number is for printings"
        )
    return TAGS + name


def status_branch(work: str) -> str:
    """Return the full reference of a work's status branch."""
    work_path(work)
    return STATUS + work[1:]


def cursor(channel: str) -> str:
    """Return the full reference of an alert channel's cursor."""
    _check(channel, channel)
    return f"refs/tracker/cursors/{channel}"


def memo(name: str) -> str:
    """Return the full reference of what a run keeps for the next under a name."""
    _check(name, name)
    return f"refs/tracker/{name}"


def printing(version: str) -> tuple[str, int]:
    """Split `eh.r2` into (`eh`, 2); a version that nothing replaced gives number 0."""
    match = _PRINTING_RE.fullmatch(version)
    return (match[1], int(match[2])) if match else (version, 0)


def source_name(content_type: str) -> str:
    """Return the file name for bytes of a content type: `text/xml; charset=UTF-8` -> source.xml."""
    return _SOURCE_NAMES.get(content_type.partition(";")[0].strip().lower(), "source.bin")


def _check(part: str, whole: str) -> None:
    """Refuse a path component that any file system or git could take for something else."""
    if part in {"", ".", ".."} or not _COMPONENT_RE.fullmatch(part):
        raise StoreError(
            f"“{_shown(whole)}” cannot become a path: “{_shown(part)}” may only hold "
            "letters, digits, dots, hyphens and underscores, and begins with a letter or digit"
        )
    if ".." in part or part.endswith((".", ".lock")) or _RESERVED_RE.fullmatch(part):
        raise StoreError(f"“{_shown(whole)}” cannot become a path: the name “{part}” is reserved")
    if len(part) > _MAX_COMPONENT:
        raise StoreError(f"“{_shown(whole)}” cannot become a path: “{_shown(part)}” is too long")


def _shown(text: str) -> str:
    """Make foreign text fit to be printed in a sentence."""
    return ascii(text[:80])[1:-1]
