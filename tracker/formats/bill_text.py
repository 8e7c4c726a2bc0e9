"""govinfo's plain text of bills, bare or in a web page's `<pre>`: best effort until XML exists.

Structure is inferred from GPO's layout: the first line of a paragraph is indented four spaces
more than the lines that follow; `(a)` stands at 4 spaces, `(1)` at 12, `(A)` at 20, `(i)` at 28;
headings are in capitals. The typewriter's ``quotes'' and -- dashes become “quotes” and —, as
printed and as in the XML of the same bill.
"""

import html
import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from tracker.errors import ParseError
from tracker.formats import amending, bill_facts
from tracker.formats.bill_outline import Outline, stands_alone
from tracker.formats.draft import Draft
from tracker.formats.vocabulary import Vocabulary
from tracker.model import Dates, Document

VOCABULARY = Vocabulary()

_DROPPED_LINES = (
    (re.compile(r"\s*\[\[Page [^\]]*\]\]\s*$"), "page-number"),
    (
        re.compile(r"\s*\[(?:Congressional Bills|From the U\.S\. Government)[^\]]*\]\s*$"),
        "metadata",
    ),
    (re.compile(r"\s*\[[HS]\.? ?[A-Za-z. ]*\d+ [^\]]*\(?[A-Z]*\)?\]\s*$"), "metadata"),
    (re.compile(r"\s*<(?:DOC|all|/DOC)>\s*$", re.IGNORECASE), "end-marker"),
    (re.compile(r"\s*[_=-]{4,}\s*$"), "rule-line"),
    (re.compile(r"\s*[•]?[HS]\.? ?[A-Z. ]*\d+ [A-Z]{2,4}\s*$"), "slug-line"),
)
_PRE_RE = re.compile(r"<pre\b[^>]*>(.*?)(?:</pre>|\Z)", re.IGNORECASE | re.DOTALL)
_TITLE_RE = re.compile(r"<title\b[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_TAG_RE = re.compile(
    r"</?(?:a|b|i|em|strong|span|font|u|p|br|html|head|body|pre|title)\b[^>]*>", re.IGNORECASE
)
_STAGE_RE = re.compile(r"\[([HS][A-Za-z. ]*\d+) ([^\]()]*?)\s*(?:\(([A-Z]{2,4}\d?)\))?\]")


class Block(Struct, frozen=True):
    """Lines that belong together: a paragraph or a heading."""

    text: str
    """Lines joined by spaces, in printed characters."""
    indent: int
    """Spaces before the first line."""
    line: int


def parse_text(data: bytes, *, source: str, work: str, version: str) -> Document:
    """Read plain text. Raises ParseError when it is no bill or no UTF-8."""
    text = _text(data, source)
    if not re.search(r"\bcongress\b", text, re.IGNORECASE) or not re.search(
        r"^\s*(?:SEC(?:TION|\.)|Be it enacted|Resolved|\s+That )|Resolved", text, re.MULTILINE
    ):
        raise ParseError(source, "plain text that is not the text of a bill or resolution")
    said_work, said_version = _identity(text)
    draft = Draft(
        "bill-text", work=said_work or work, version=said_version or version, source=source
    )
    for rule, lines in counted(data)[1].items():
        for line in lines:
            draft.drop(rule, line)
    outline = Outline(draft)
    for block in _blocks(text):
        outline.take(block.text, block.indent, block.line)
    outline.close()
    amending.mark(draft)
    draft.find(
        "inferred-structure",
        "levels and labels are inferred from plain text; XML was not published",
    )
    dates = Dates(introduced=outline.introduced, passed=outline.passed)
    return draft.document(title=outline.title, dates=dates, best_effort=True)


def counted(data: bytes) -> tuple[list[str], dict[str, list[str]]]:
    """Return (lines that must be in the tree, lines left out by rule) for the meter."""
    raw = data.decode("utf-8-sig", "replace")
    kept: list[str] = []
    dropped: dict[str, list[str]] = {}
    page = _PRE_RE.search(raw)
    if page:
        dropped["metadata"] = [html.unescape(t) + "\n" for t in _TITLE_RE.findall(raw)]
        raw = html.unescape(_TAG_RE.sub("", page[1]))
    for line in raw.splitlines():
        rule = _rule(line)
        (kept if rule is None else dropped.setdefault(rule, [])).append(printed(line) + "\n")
    return kept, dropped


def printed(text: str) -> str:
    """Return typewriter quotes and dashes as they are printed."""
    text = text.replace("``", "“").replace("''", "”").replace("`", "‘").replace("'", "’")
    return text.replace("--", "—")


def _text(data: bytes, source: str) -> str:
    """Return the text, without the web page around it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ParseError(source, "the bytes are not UTF-8 text", f"line {line}") from None
    page = _PRE_RE.search(text)
    return html.unescape(_TAG_RE.sub("", page[1])) if page else text


def _rule(line: str) -> str | None:
    """Return the rule that leaves a line out, or None."""
    for pattern, rule in _DROPPED_LINES:
        if pattern.match(line):
            return rule
    return None


def _blocks(text: str) -> Iterator[Block]:
    """Yield paragraphs and headings, lines joined."""
    lines: list[str] = []
    first = indent = start = 0
    began = False
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.strip()
        if words and _rule(line) is not None:
            continue
        spaces = len(line) - len(line.lstrip())
        began = began or bool(_BODY_RE.match(words))
        if lines and (
            not words
            or (_starts(words, spaces, lines, first) if began else _alone(words, lines[-1]))
        ):
            yield Block(printed(_joined(lines)), indent, start)
            lines = []
        if words:
            if not lines:
                first, indent, start = spaces, spaces, number
            lines.append(words)
    if lines:
        yield Block(printed(_joined(lines)), indent, start)


# "multi-" at the end of a line; not the dash "--"
_HYPHEN_RE = re.compile(r"\w-$")
# "short-" over "and long-term": the hyphen stands for a word that comes later
_SUSPENDED_RE = re.compile(r"(?:and|or|to|through)\b|\W")


def _joined(lines: list[str]) -> str:
    """Return lines as one text; words with a hyphen at the end of a line grow together again."""
    parts = lines[:1]
    for before, line in pairwise(lines):
        hyphened = _HYPHEN_RE.search(before[-2:]) and not _SUSPENDED_RE.match(line)
        if not (hyphened or before.endswith("--")):
            parts.append(" ")
        parts.append(line)
    return "".join(parts)


_BODY_RE = re.compile(r"Be it enacted|Resolved|Whereas|SEC(?:TION|\.) \d|That ")
_HEADING_RE = re.compile(
    r"(?:``)?(?:SEC(?:TION|\.)|TITLE|DIVISION|Subtitle|PART|CHAPTER)\s+[\dIVXLA-Z]"
)


def _starts(words: str, spaces: int, lines: list[str], first: int) -> bool:
    """Return whether a line starts a new block instead of going on with the one before."""
    heading = bool(_HEADING_RE.match(lines[0]))
    if heading:
        return words.upper() != words and lines[0].upper() == lines[0]
    if _HEADING_RE.match(words) and spaces < 4 and words.upper() == words:
        return True
    centred = first > 4 and not lines[0].startswith(("(", "``"))
    if centred:
        return False
    return spaces != max(first - 4, 0)


def _alone(words: str, before: str) -> bool:
    """Return whether a line of the first page does not go on with the line before it."""
    return stands_alone(words) or stands_alone(before)


def _identity(text: str) -> tuple[str, str]:
    """Return (work, version) as the first lines say."""
    head = text[:4000]
    congress = bill_facts.congress(" ".join(head.split()))
    stage = _STAGE_RE.search(head)
    number = bill_facts.numbered(stage[1]) if stage else ""
    version = ""
    if stage:
        version = (stage[3] or "").lower() or bill_facts.stage_code(stage[2])
    if not number:
        for line in head.splitlines():
            if re.fullmatch(r"\s*[HS]\.[A-Za-z. ]*\s*\d{1,5}\s*", line):
                number = bill_facts.numbered(line)
                break
    return (f"/us/bill/{congress}/{number}" if congress and number else ""), version
