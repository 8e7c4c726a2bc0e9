"""Text under construction: raw pieces in, folded text with stand-off marks out.

A parser adds pieces exactly as the source has them, white space included, and opens and closes
marks between pieces. Folding then turns every run of white space into one space, cuts both ends,
and takes out characters that nobody sees (soft hyphens, zero-width spaces), so that a word broken
by markup or by a page break comes out whole and two words never grow together.
"""

from itertools import accumulate

from msgspec import Struct

from tracker.model import MarkKind

RawMark = tuple[MarkKind, int, int, str | None]
"""(kind, first piece, piece after the last, target)."""

Positioned = tuple[MarkKind, int, int, str | None]
"""(kind, first character, character after the last, target) of folded text."""

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Soft hyphen, zero-width space, word joiner, byte order mark: no reader sees them."""


def visible(raw: str) -> str:
    """Return the text without invisible characters."""
    if raw.isascii() or not (
        "\u00ad" in raw or "\u200b" in raw or "\u2060" in raw or "\ufeff" in raw
    ):
        return raw
    return raw.translate(INVISIBLE)


def fold(raw: str) -> str:
    """Return the text with white space folded to single spaces and the ends cut."""
    raw = raw.strip()
    if raw.isprintable() and "  " not in raw:  # no line ends, wide or invisible characters either
        return raw
    return " ".join(visible(raw).split())


class Text(Struct, eq=False, gc=False):
    """Raw pieces of one field, with marks over ranges of pieces."""

    parts: list[str] = []
    marks: list[RawMark] = []

    def __bool__(self) -> bool:
        for part in self.parts:  # noqa: SIM110 - a loop, twice as fast as a generator here
            if part and not part.isspace():
                return True
        return False

    def add(self, raw: str | None) -> None:
        """Add a piece as the source has it; nothing is put between pieces."""
        if raw:
            self.parts.append(raw)

    def space(self) -> None:
        """Make sure that the next piece starts a new word (at block boundaries)."""
        self.parts.append(" ")

    def here(self) -> int:
        """Return the place where a mark can start; hand it to `mark` when the range is complete."""
        return len(self.parts)

    def mark(self, kind: MarkKind, start: int, target: str | None = None) -> None:
        """Mark everything added since `start`; a `term` without target gets its words as target."""
        self.marks.append((kind, start, len(self.parts), target))

    def extend(self, other: "Text") -> None:
        """Add another text's pieces and marks."""
        offset = len(self.parts)
        self.parts += other.parts
        self.marks += [(k, s + offset, e + offset, t) for k, s, e, t in other.marks]

    def raw(self) -> str:
        """Return the pieces joined, white space untouched."""
        return "".join(self.parts)

    def folded(self) -> tuple[str, list[Positioned]]:
        """Return the folded text and its marks by character; marks over nothing are left out."""
        parts = self.parts
        whole = parts[0] if len(parts) == 1 else "".join(parts)
        text = fold(whole)
        if not self.marks:
            return text, []
        lead = 0
        if len(text) != len(whole):
            if len(text) != len(whole.strip()):
                return self._refolded()
            lead = len(whole) - len(whole.lstrip())
        cuts = list(accumulate(map(len, parts), initial=-lead))
        return text, _positioned(self.marks, cuts, cuts, text)

    def _refolded(self) -> tuple[str, list[Positioned]]:
        """Fold piece by piece, for texts in which folding moves characters."""
        starts: list[int] = []
        ends = [0]
        out: list[str] = []
        length = 0
        space = False
        for part in self.parts:
            raw = visible(part)
            words = " ".join(raw.split())
            if not words:
                space = space or raw != ""
                starts.append(length)
                ends.append(length)
                continue
            if length and (space or raw[0].isspace()):
                out.append(" ")
                length += 1
            starts.append(length)
            out.append(words)
            length += len(words)
            ends.append(length)
            space = raw[-1].isspace()
        starts.append(length)
        text = "".join(out)
        return text, _positioned(self.marks, starts, ends, text)


def _positioned(
    marks: list[RawMark], starts: list[int], ends: list[int], text: str
) -> list[Positioned]:
    """Return marks by character.

    `starts[n]` and `ends[n]` say where piece n starts and where the one before it ended.
    """
    found: list[Positioned] = []
    last = len(text)
    for kind, first, after, target in marks:
        start, end = max(starts[first], 0), min(ends[after], last)
        while start < end and text[start] == " ":
            start += 1
        while start < end and text[end - 1] == " ":
            end -= 1
        if start < end:
            words = text[start:end] if kind == "term" and not target else target
            found.append((kind, start, end, words))
    return found
