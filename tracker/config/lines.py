"""On which line of a TOML file each key stands.

tomllib gives no positions and tomlkit's are not public, hence a scan of the lines that steps over
strings and lists which run on. It reads files that tomllib has already found readable.
"""

import re
from collections import Counter
from collections.abc import Iterator

_HEADER_RE = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_-]+|\"[^\"]*\")\s*\]\]?\s*(?:#.*)?$")
# One-line strings and comments are matched whole, so that their brackets do not count.
_TOKEN_RE = re.compile(
    r""""{3}(?:.*?)"{3}|\'{3}.*?\'{3}|"{3}|\'{3}|"(?:\\.|[^"\\])*"|\'[^\']*\'|[\[\]{}]|#.*"""
)
_KEY_RE = re.compile(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*[.=]")


def key_lines(text: str) -> dict[tuple[str, int], dict[str, int]]:
    """Return the line of every key: {(table name, its number): {key: line}}.

    The table's own header is under the empty key; the file's head is the table named "".
    Lines count from 1.
    """
    found: dict[tuple[str, int], dict[str, int]] = {("", 0): {"": 1}}
    count: Counter[str] = Counter()
    current = found["", 0]
    for number, line in _logical_lines(text):
        if header := _HEADER_RE.match(line):
            name = header[2].strip('"')
            current = found.setdefault((name, count[name]), {"": number})
            count[name] += header[1] == "[["
        elif key := _KEY_RE.match(line):
            current.setdefault(key[1].strip("\"'"), number)
    return found


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield (number, line) of the lines that are not inside a string or list begun earlier."""
    closing, depth = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not closing and depth <= 0:
            yield number, line
            depth = 0
            if _HEADER_RE.match(line):
                continue
        start = 0
        if closing:
            end = line.find(closing)
            if end < 0:
                continue
            start, closing = end + 3, ""
        for token in _TOKEN_RE.finditer(line, start):
            mark = token[0]
            if mark in ('"""', "'''"):
                closing = mark
                break
            depth += (mark in "[{") - (mark in "]}")
