"""The lost-text meter: every visible word of the source is kept, dropped by a rule, or missing.

It reads the bytes a second time with expat, shares no code with the parsers (only the vocabulary
of a format, which is data), and compares words and symbols both ways: what the source has and the
document has not is `unexplained`, what only the document has is `invented`. A word is a run of
letters and digits; a symbol is any other visible character. Comments, processing instructions
and attributes are not visible.
"""

import html
import re
import unicodedata
from collections import Counter
from xml.parsers import expat

from msgspec import Struct

from tracker.errors import ParseError
from tracker.formats import vocabulary_of
from tracker.formats.vocabulary import Vocabulary
from tracker.model import Document, Dropped, Provision

_WORD_RE = re.compile(r"\w+")
_INVISIBLE_RE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SYMBOL_RE = re.compile(r"[^\w\s]")
_QUOTES = frozenset("“”‘’")


class Meter(Struct, frozen=True):
    """The balance of one document: source = kept + dropped, when nothing is wrong."""

    source: int
    """Visible words of the source."""
    kept: int
    """Words in the tree."""
    dropped: tuple[Dropped, ...] = ()
    """Words left out, by rule."""
    unexplained: tuple[str, ...] = ()
    """Words and symbols of the source that are neither kept nor dropped by a rule, sorted."""
    invented: tuple[str, ...] = ()
    """Words and symbols in the tree that the source does not have, sorted."""
    generated: int = 0
    """Quotation marks that the official style sheet prints around elements (not words)."""
    in_order: bool = True
    """Whether the words stand in the source's reading order, notes apart."""

    @property
    def balanced(self) -> bool:
        """Whether no word is lost, invented or out of order."""
        return not self.unexplained and not self.invented and self.in_order


class _Source(Struct):
    """What the second reading finds."""

    running: list[str]
    """Pieces of running text in order, spaces at block boundaries."""
    apart: list[str]
    """Pieces of notes taken out of the running text."""
    dropped: dict[str, list[str]]
    """Pieces left out, by rule."""
    quoting: int = 0


def measure(data: bytes, document: Document) -> Meter:
    """Compare the words of the source bytes with those of the document read from them.

    Raises ParseError when the bytes are not what the document was read from.
    """
    if document.format == "bill-text":
        from tracker.formats.bill_text import counted  # noqa: PLC0415 - only for plain text

        kept_lines, dropped_lines = counted(data)
        source = _Source(kept_lines, [], dropped_lines)
    else:
        if b"<FEDREG" in data[:4096]:
            data = _cut_out(data, document.work.removeprefix("/us/fr/"))
        source = _read(data, vocabulary_of(document.format))
    return _balance(source, document, vocabulary_of(document.format))


_FR_DOCUMENT_RE = re.compile(rb"<(RULE|PRORULE|NOTICE|PRESDOCU|CORRECT)\b.*?</\1\s*>", re.DOTALL)
_DASHES = str.maketrans("‐‑‒–—―", "------")


def _cut_out(issue: bytes, number: str) -> bytes:
    """Return the bytes of one document of a daily issue of the Federal Register.

    Raises ParseError when the issue does not have it.
    """
    for match in _FR_DOCUMENT_RE.finditer(issue):
        text = html.unescape(match[0].decode("utf-8", "replace")).translate(_DASHES)
        if f"FR Doc. {number} " in " ".join(text.split()):
            return match[0]
    raise ParseError("", f"document {number} is not in this daily issue")


def _balance(source: _Source, document: Document, vocabulary: Vocabulary) -> Meter:
    """Return the meter of what was read and what was kept."""
    levels = frozenset(vocabulary.apart.values())
    running, apart = map(_settled, _kept(document, levels))
    wanted_running = _settled(_clean(source.running))
    wanted_apart = _settled(_clean(source.apart))
    has, has_apart = _WORD_RE.findall(running), _WORD_RE.findall(apart)
    wants, wants_apart = _WORD_RE.findall(wanted_running), _WORD_RE.findall(wanted_apart)
    in_order = has == wants or (vocabulary.loose and "".join(has) == "".join(wants))
    if in_order:
        has = wants
    if vocabulary.loose and sorted("".join(has_apart)) == sorted("".join(wants_apart)):
        has_apart = wants_apart
    have: Counter[str] = Counter(has_apart)
    want: Counter[str] = Counter(wants_apart)
    if not in_order:
        have.update(has)
        want.update(wants)
    dropped = {
        rule: len(_WORD_RE.findall(_clean(pieces))) for rule, pieces in source.dropped.items()
    }
    have_symbols = Counter(_SYMBOL_RE.findall(running + apart))
    want_symbols = Counter(_SYMBOL_RE.findall(wanted_running + wanted_apart))
    extra = have_symbols - want_symbols
    generated = sum(count for symbol, count in extra.items() if symbol in _QUOTES)
    if generated <= 2 * source.quoting:
        extra = Counter({s: n for s, n in extra.items() if s not in _QUOTES})
    lost = (want - have) + (want_symbols - have_symbols)
    return Meter(
        source=len(wants) + len(wants_apart) + sum(dropped.values()),
        kept=len(has) + len(has_apart),
        dropped=tuple(Dropped(rule, dropped[rule]) for rule in sorted(dropped) if dropped[rule]),
        unexplained=tuple(sorted(lost.elements())),
        invented=tuple(sorted(((have - want) + extra).elements())),
        generated=generated,
        in_order=in_order,
    )


def _settled(text: str) -> str:
    """Return text with raised, lowered and other compatibility characters as plain ones."""
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u2044", "/")


def _clean(pieces: list[str]) -> str:
    """Return pieces joined, without invisible characters."""
    return _INVISIBLE_RE.sub("", "".join(pieces))


def _kept(document: Document, apart_levels: frozenset[str]) -> tuple[str, str]:
    """Return the running text of the tree and the text of its notes, fields kept apart."""
    running: list[str] = []
    apart: list[str] = []
    stack: list[tuple[Provision | str, bool]] = [(document.root, False)]
    while stack:
        entry, noted = stack.pop()
        if isinstance(entry, str):
            (apart if noted else running).append(entry)
            continue
        noted = noted or entry.level in apart_levels
        out = apart if noted else running
        out += (entry.num, entry.heading, entry.chapeau, entry.content)
        if entry.continuation:
            stack.append((entry.continuation, noted))
        stack.extend((child, noted) for child in reversed(entry.children))
    return "\n".join(running), "\n".join(apart)


class _Reader:
    """Handlers of one expat run; sorts pieces into running text, notes and dropped text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.source = _Source([], [], {})
        self.vocabulary = vocabulary
        self.out = self.source.running
        self.outs: list[tuple[int, list[str]]] = []
        self.depth = 0
        self.inline: list[bool] = []
        """For every open element, whether it stands inside a word."""
        self.apart = vocabulary.apart.keys()
        self.conditional = frozenset(
            key.partition("@")[0] for key in {*self.apart, *vocabulary.breaking} if "@" in key
        )
        """Elements whose attributes say what they are."""
        self.notes: list[list[str]] = []
        """Pieces of every note; a note inside a note is one of its own."""
        self.ended = ""
        """The element that ended last, while nothing has followed it."""
        self.dropping = 0
        """Depth of the element that a rule drops, while inside it."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        self.depth += 1
        tag = name.rpartition(" ")[2]
        apart = tag in self.apart
        inline = apart or tag in self.vocabulary.inline
        if tag in self.conditional:
            named = {f"{tag}@{key}={value}" for key, value in attributes.items()}
            apart = apart or not named.isdisjoint(self.apart)
            inline = apart or (inline and named.isdisjoint(self.vocabulary.breaking))
        self.inline.append(inline)
        changed = self.vocabulary.changed
        parted = tag in changed and changed[tag] != changed.get(self.ended, changed[tag])
        self.ended = ""
        if not inline or parted or self.dropping:
            self.out.append(" ")
        if self.dropping:
            return
        if tag in self.vocabulary.quoting:
            self.source.quoting += 1
        if rule := self.vocabulary.dropped.get(tag):
            self.dropping = self.depth
            self._turn(self.source.dropped.setdefault(rule, []))
        elif apart:
            self.notes.append([])
            self._turn(self.notes[-1])

    def _turn(self, out: list[str]) -> None:
        """Send what follows elsewhere until this element ends."""
        self.outs.append((self.depth, self.out))
        self.out = out
        out.append(" ")

    def end(self, name: str) -> None:
        """Take the end of an element."""
        self.ended = name.rpartition(" ")[2]
        if self.outs and self.outs[-1][0] == self.depth:
            self.out.append(" ")
            self.out = self.outs.pop()[1]
            if self.dropping == self.depth:
                self.dropping = 0
        self.depth -= 1
        if not self.inline.pop() or self.dropping:
            self.out.append(" ")

    def skipped(self, name: str, _parameter: int) -> None:
        """Take a character entity that no DTD in the file declares."""
        self.out.append(html.unescape(f"&{name};"))

    def characters(self, text: str) -> None:
        """Take visible characters."""
        self.ended = ""
        self.out.append(text)


def _read(data: bytes, vocabulary: Vocabulary) -> _Source:
    """Read XML bytes with expat into running text, notes and dropped text."""
    taking = _Reader(vocabulary)
    reader = expat.ParserCreate(namespace_separator=" ")
    reader.buffer_text = True
    reader.StartElementHandler = taking.start
    reader.EndElementHandler = taking.end
    reader.CharacterDataHandler = taking.characters
    reader.SkippedEntityHandler = taking.skipped
    try:
        reader.Parse(data, True)
    except expat.ExpatError as error:
        raise ParseError("", f"not readable a second time: {error}") from None
    taking.source.apart += [piece for note in taking.notes for piece in note]
    return taking.source
