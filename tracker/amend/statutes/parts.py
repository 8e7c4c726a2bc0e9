"""What belongs to one verb: its objects, its anchor, where, which, how far."""

import re
from typing import Literal

from msgspec import Struct, field

from tracker.amend.statutes.tokens import Place, Token, Tokens
from tracker.amend.statutes.ways import WHERE_KINDS, Where, run_at, where_at, wheres
from tracker.amend.values import Choice, Position
from tracker.model import Provision

Expect = Literal["object", "anchor", "where", "through", "new"]
"""What the next quotation or place is for."""

_PREPOSITION_RE = re.compile(
    r"(?:^|[\s,])(?:in|of|for|to|from|under|within|on)(?:\s(?:each\sof|the|such|both))*\s*$"
)
_FILLER_RE = re.compile(
    r"\b(?:and|or|the|in|of|for|to|from|by|such|as|with|a|an|thereof|therein|thereafter|thereto"
    r"|each|so|that|both|on|words?|phrases?|terms?|language|dates?|numbers?|figures?|amounts?|sum"
    r"|before|within|is|are|new|items?|immediately|place|it|appears|one|another|also|then"
    r"|following|provisions?|through|its|entirety)\b|\([0-9a-zA-Z]{1,4}\)|[\s,;:.—()–”-]+",
    re.IGNORECASE,
)


_INTRO_RE = re.compile(r"Provided(?:,?\sfurther)?,\sThat\b|\d+\sStat\.\s\w+(?:-\d+)?")


def unclear(text: str) -> str:
    """Return connecting words that say something not understood, or an empty string."""
    return text.strip() if _FILLER_RE.sub("", _INTRO_RE.sub("", text)) else ""


class Parts(Struct):
    """What has been gathered of one segment."""

    quotes: list[Token] = field(default_factory=list)
    objects: list[Where] = field(default_factory=list)
    where: list[Where] = field(default_factory=list)
    new: list[Place] = field(default_factory=list)
    """What stands after "as": new designators."""
    content: tuple[Provision, ...] = ()
    anchor: Token | None = None
    beside: Where | None = None
    side: Position | None = None
    edge: Literal["", "start", "end"] = ""
    choice: Choice = "none"
    ordinal: int | None = None
    rest: Literal["", "follows", "precedes"] = ""
    through: str | None = None
    reaches: bool = False
    """True after "through": what is named then is where the struck words end."""
    ends: list[Where] = field(default_factory=list)
    noun: str = ""
    """What the announced text is: "the following new sentence"."""
    left: list[str] = field(default_factory=list)
    """Words that were not understood."""

    @property
    def empty(self) -> bool:
        """Return whether nothing was said that a verb could act on."""
        return not (
            self.quotes
            or self.objects
            or self.content
            or self.anchor
            or self.beside
            or self.new
            or self.rest
            or self.edge
        )


def gather(tokens: Tokens) -> Parts:
    """Sort the tokens of one segment into its parts."""
    parts = Parts()
    expect: Expect = "object"
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind in WHERE_KINDS and expect == "where":
            end = run_at(tokens, at)
            named = wheres(tokens[at:end])
            if parts.reaches:
                parts.ends += named
            else:
                parts.where += named
            at, expect = end, "object"
            continue
        if token.kind in WHERE_KINDS:
            where, at = where_at(tokens, at)
            expect = _part(parts, where, expect)
            continue
        at += 1
        taker = _TAKERS.get(token.kind)
        if taker:
            expect = taker(parts, token, expect)
    return parts


def _part(parts: Parts, where: Where, expect: Expect) -> Expect:
    """Put a named part where it is expected."""
    if expect == "anchor":
        parts.beside = where
    elif expect == "through":
        parts.ends.append(where)
    elif expect == "new":
        parts.new += where.places
        return "new"
    else:
        parts.objects.append(where)
    return "object"


def _quote(parts: Parts, token: Token, expect: Expect) -> Expect:
    """Put quoted text or a point where it is expected."""
    if expect == "anchor":
        if parts.anchor is not None:
            parts.left.append(f"{parts.anchor.text} … {token.text}")
        parts.anchor = token
    elif expect == "through":
        period = token.kind == "point" and token.value == "."
        parts.through = "" if period else token.value  # "the period" is the one at the end
    else:
        parts.quotes.append(token)
    return "object"


def _block(parts: Parts, token: Token, expect: Expect) -> Expect:
    """Take quoted content."""
    parts.content += token.content
    return expect


def _edge(parts: Parts, token: Token, _expect: Expect) -> Expect:
    """Take "at the end", "at the beginning"."""
    parts.edge = "end" if token.value == "end" else "start"
    return "object"


def _which(parts: Parts, token: Token, expect: Expect) -> Expect:
    """Take "each place it appears"; of where the struck words end, it is not understood."""
    if parts.reaches:
        parts.left.append(token.text.strip())
        return expect
    if token.number is not None:
        parts.ordinal = token.number
    elif token.value in {"all", "first", "last"}:
        parts.choice = token.value  # type: ignore[assignment]
    return expect


def _side(parts: Parts, token: Token, _expect: Expect) -> Expect:
    """Take "before" or "after"; an anchor follows."""
    parts.side = "before" if token.value == "before" else "after"
    return "anchor"


def _rest(parts: Parts, token: Token, _expect: Expect) -> Expect:
    """Take "all that follows", "all that precedes"."""
    parts.rest = "follows" if token.value == "follows" else "precedes"
    if parts.rest == "precedes":
        return "through"
    parts.through = ""
    parts.reaches = bool(token.number)
    return "through" if token.number or not parts.quotes else "object"


def _through(parts: Parts, _token: Token, _expect: Expect) -> Expect:
    """Take "through"."""
    parts.rest = parts.rest or "follows"
    parts.through = ""
    parts.reaches = True
    return "through"


def _following(parts: Parts, token: Token, _expect: Expect) -> Expect:
    """Take "the following new sentence:"."""
    parts.noun = token.value or "following"
    return "object"


def _words(parts: Parts, token: Token, expect: Expect) -> Expect:
    """Learn from connecting words what comes next; keep what was not understood."""
    text = token.text
    if left := unclear(text):
        parts.left.append(left)
    if re.search(r"\bas(?:\s(?:a|an|the|new))?\s*$", text):
        return "new"
    if _PREPOSITION_RE.search(text):
        return expect if expect == "through" else "where"
    return "object" if expect == "where" else expect


_TAKERS = {
    "quote": _quote,
    "point": _quote,
    "block": _block,
    "edge": _edge,
    "which": _which,
    "side": _side,
    "rest": _rest,
    "through": _through,
    "following": _following,
    "words": _words,
}
