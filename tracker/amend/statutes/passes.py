"""The passes that turn an amending sentence into tokens, each for one kind of phrase.

A pass takes the tokens of the passes before it and types more of the words; `PASSES` is their
order. Phrases follow the House Office of the Legislative Counsel's Manual on Drafting Style,
§ 332, and its Senate counterpart.
"""

import re
from collections.abc import Callable

from msgspec import structs

from tracker.amend.statutes.places import HEAD_RE, entitled, parse, within
from tracker.amend.statutes.tokens import FINITE, Token, Tokens, split, text_of, words

_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "1st": 1,
    "2d": 2,
    "2nd": 2,
    "3d": 3,
    "3rd": 3,
    "4th": 4,
    "5th": 5,
    "last": -1,
    "final": -1,
}
_ORDINAL = "|".join(_ORDINALS)
_POINTS = {
    "period": ".",
    "semicolon": ";",
    "comma": ",",
    "colon": ":",
    "dash": "—",
    "em dash": "—",
    "hyphen": "-",
    "closed parenthesis": ")",
    "close parenthesis": ")",
    "closing parenthesis": ")",
    "open parenthesis": "(",
}
_LEVEL = (
    "section|subsection|paragraph|subparagraph|clause|subclause|item|subitem|title|subtitle"
    "|chapter|subchapter|part|subpart"
)
_NOUN = (
    rf"{_LEVEL}|sentence|flush sentence|matter|item|flush matter|flush text|text|clause|subdivision"
)

# `as amended by section 2 (43 U.S.C. 1)`, up to where the sentence goes on
_PARENTHESES = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
_AS_RE = re.compile(
    rf"""(?:\s\((?:each\s)?(?:as|hereinafter|hereafter|in\sthis|relating\sto|other\sthan)\s
          (?:[^()“”]|\((?:[^()]|\([^()]*\))*\))*\))
      |,?\sas\s(?:(?:most\srecently|previously|further|last)\s)*(?:amended|added)\sby\s
         (?:[^()“”;—]|{_PARENTHESES})*?,(?=\sis\s(?:(?:further|hereby)\s)*amended)
      |(?:,?\s(?:and\s)?(?:each\s)?as\s(?:so\s|most\srecently\s|previously\s|further\s|otherwise\s
          |heretofore\s|last\s)*(?:amended|redesignated|added|inserted|designated|transferred
          |in\seffect|proposed|enacted|restored|modified|applied|made|moved|stricken)\b
         (?:(?:\s(?:by|on|before|in|under|pursuant|immediately|through|and|prior|at|to|for|or
               |after)\b|\sof
             |,?\s(?:and\s)?(?:as\s)?(?:further\s)?(?:amended|redesignated|added)(?=\sby)
             |\sabove|\sherein)
           (?:(?!\sis\s|\sare\s|,\sby\s|\sby\s(?:striking|inserting|adding|amending|redesignating)
              |,\sis\b|,\sare\b|,\sin\s|,\sand\sinserting|\sand\sinserting)
              (?:\d,\s(?=\d{{4}})|(?<=,)\sand\s(?=section|sub|para)|[^,;“”—]))*)?)
         (?:,(?=\s)|(?=[\s;.—“)]|$))
    """,
    re.VERBOSE,
)
_ASIDE_RE = re.compile(
    r"\s\((?:commonly|hereinafter|hereafter|popularly|referred|in\sthis\s\w+)\b[^()“”]*“[^”]*”[^()]*\)"
    r"|,\s(?:relating|pertaining)\sto\s[^;“”—]*?,(?=\s(?:is|are)\s)"
)
_INTRO_RE = re.compile(
    r"^\s*(?:Effective|Notwithstanding|Beginning|Subject\sto|Except\sas)\b[^“”—]*?,\s"
    r"(?=(?:[Ss]ections?\s\d|(?i:sub)?(?i:section|paragraph|clause)s?\s\(|(?:title|chapter|part"
    r"|subtitle|subchapter)\s|such\s|(?:the\s)(?:[A-Z]|table|heading|item|first|second|last))"
    r"[^“”—]*\b(?:is|are)\s(?:\w+\s)?(?:amended|repealed))"
)
_RESPECTIVELY_RE = re.compile(
    r",?\s(?:respectively|in\sorder)\b|\sin\s(?:its|their)\sentirety"
    r"|(?:,?\sand\s(?:by\s)?|,\s)(?:(?:indenting|realigning|aligning|conforming)\s(?:the\s|such\s|each\s"
    r"|those\s)?\w+|(?:adjusting|moving)\s(?:the|such|each|those)\s(?:\w+\s){0,4}?(?:margins?|ems?"
    r"|indentation|indentations))(?:\s(?:of|for)\s(?:such|each|those|the)\s(?:such\s)?\w+)?"
    r"(?:\s(?:so|as)\s(?:so\s)?redesignated)?"
    r"(?:,?\s(?:appropriately|accordingly|(?:two|\d)\sems|to\sthe\s(?:left|right)))*"
)
_TOC_RE = re.compile(
    r"\b(?:[Tt]he|such|[Ee]ach)\s(?:clerical\s)?(?:table\sof\s(?:sections|contents|chapters|parts"
    r"|subchapters|titles|subtitles|subparts|items)|(?:clerical\s|chapter\s|subchapter\s|title\s)?"
    r"analysis)"
    r"(?:\sat\sthe\sbeginning)?(?:\s(?:for|of|in|set\sforth\sin|contained\sin|under|to)(?:\sthe)?(?=\s)"
    r"|(?=\sis|\sare|,|—|$|\sby))",
)
_ITEM_RE = re.compile(
    r"\b(?:(?:[Tt]he|an|such|[Ee]ach)\s)?items?\s(?:that\s)?(?:relating|related|relates)\sto(?=\s)"
    r"|(?<=\bas\s)relating\sto(?=\s)|\b(?:the|an)\sitems?\sfor(?=\ssections?)"
)
_MATTER_RE = re.compile(
    r"\b(?:the\s|such\s|any\s)?(?:undesignated\s|unnumbered\s|flush\s|designated\s)*"
    r"(?:matter|text|language|sentence|provision|provisions)\s(?:that\s)?"
    r"(?P<how>preceding|before|prior\sto|precedes|following|after|follows|succeeding)\s"
    r"(?=(?i:sub|para|clause|item|section|such|the\s(?:first|last|\w+\ssentence)))"
    r"|\b(?P<intro>the\sintroductory\s(?:text|matter|language|sentence|provisions?))(?=\s|$)"
    r"|\b(?P<flush>(?:the\s|a\s)?(?:flush|concluding|undesignated)\s(?:matter|text|language"
    r"|sentence|left\smatter|left\stext))(?=\s|,|$)",
    re.IGNORECASE,
)
_HEADING_RE = re.compile(
    rf"\b(?:the|such|its|a)?\s?(?P<level>(?:{_LEVEL})\s)?(?:headings?|headers?|catchlines?|captions?)"
    r"(?:\sthereof)?(?=\W|$)",
    re.IGNORECASE,
)
_SENTENCE_RE = re.compile(
    rf"\b(?:the|such|each\sof\sthe)\s(?P<list>(?:{_ORDINAL})(?:(?:,\s(?:and\s)?|\sand\s|\sor\s)"
    rf"(?:the\s)?(?:{_ORDINAL}))*)\ssentences?(?:\sthereof)?(?=\W|$)",
    re.IGNORECASE,
)
_WHICH_RE = re.compile(
    r",?\s?\b(?:(?:(?P<all>(?:in\s)?each\s(?:place|time|instance|of\sthe\splaces)|wherever|whenever"
    r"|everywhere|(?:in\s)?(?:both|all|the\s(?:two|three|four|\d))\s(?:places|times|instances))"
    rf"|(?P<nth>(?:in\s)?the\s(?:{_ORDINAL})\s(?:place|time|instance|occurrence))"
    r")(?:\s(?:that|where|in\swhich|at\swhich))?"
    r"(?:\s(?:it|(?:the|such|that|those|each)(?:\ssuch)?\s\w+|they)?"
    r"\s?(?:appears?|occurs?|is\sused|appearing|are\sused))?|(?P<wherein>wherever\sappearing)),?",
    re.IGNORECASE,
)
_EDGE_RE = re.compile(
    r"\b(?:at|on|to|from)\s(?:the\s)?(?:very\s)?(?P<edge>end|beginning|start)(?:\sthereof)?\b"
    rf"(?:\sof\s(?:the|such|that)\s(?:{_LEVEL}|sentence)\b(?!\s[(\d]))?",
    re.IGNORECASE,
)
_REST_RE = re.compile(
    r",?\s?(?:and\s)?(?:all|everything)\s(?:of\s)?(?:the\s(?:text|matter|language)\s)?(?:that|the)\s"
    r"(?P<how>follows|precedes)(?:\s?(?:up\s)?(?P<through>through))?(?:\s(?:the\s)?end(?:\sof)?)?"
    r"|\sso\smuch\sof\s(?:the|such)\s\w+\sas\s(?P<as>follows|precedes)(?=\s)"
    r"|\sall\s(?P<side>after|following|before|preceding)(?=\s$)"
    rf"|,?\s?(?:and\s)?the\s(?:remainder|rest)\sof\s(?:the|such|that)\s(?P<noun>{_LEVEL})\b",
    re.IGNORECASE,
)
_THROUGH_RE = re.compile(
    r",?\sthrough(?:\s(?P<end>(?:to\s)?the\send(?:\sof)?))?(?=\s|$|,)|,?\sup\sto(?:\sand\sincluding)?(?=\s)"
)
_SIDE_RE = re.compile(
    r"\b(?P<side>immediately\sbefore|immediately\safter|before|after|preceding"
    r"|following|prior\sto|in\sfront\sof)(?=[\s,]|$)(?!\ssuch\s(?:date|time))"
)
_POINT_RE = re.compile(
    rf"\b(?:the|a|an|such|each|any|its)\s(?:(?:final|last|ending|first|closing)\s)?"
    rf"(?P<point>{'|'.join(sorted(_POINTS, key=len, reverse=True))})(?=\W|$)"
)
_FOLLOWING_RE = re.compile(
    r"\b(?:in\slieu\sthereof\s|in\s(?:its|their|the)\splaces?\s(?:thereof\s)?|thereof\s)?"
    rf"(?:the\sfollowing|(?:a|an)\snew(?=\s(?:{_LEVEL}|item|sentence)\b))"
    r"(?:,?\s(?:new|additional|undesignated|flush|two|three|four|five|\d)\b)*"
    rf"(?:\s(?P<noun>(?:{_NOUN}))s?)?"
    r"(?:\s(?:\([^)]{1,5}\))+(?:\s(?:and|through)\s\([^)]{1,5}\))?|\s\d+[A-Z]{0,2}\b)?(?:\sas\sfollows)?(?P<colon>:)?",
    re.IGNORECASE,
)
_ENTITLED_RE = re.compile(
    r"(?P<first>[Tt]he\sfirst\ssection\sof\s)?\b[Tt]he\s(?P<act>(?:Act|[Jj]oint\s[Rr]esolution)(?:\sof\s\w+\s\d+,\s\d{4})?,?"
    r"\s(?:entitled|titled),?\s“[^”]*”),?(?:\s(?:approved|enacted)\s(?:on\s)?\w+\s\d+,\s\d{4},?)?"
    r"(?P<cite>\s\((?:[^()]|\([^()]*\))*\))?"
)
_VERB_RE = re.compile(
    r"""\b(?:
      (?P<by>by\s)?(?P<gerund>striking|deleting|removing|omitting|inserting|adding|appending
        |redesignating|renumbering|relettering|redesigning|amending|repealing|designating|moving|transferring|substituting
        |replacing|revising|reserving)(?:\s(?:out|therein|thereto|in\slieu\sthereof|and\sreserving))?
    | (?:is|are|shall\sbe|be)\s(?:(?:hereby|further|each|also|both)\s)*(?P<finite>
        amended(?=[,:—–-]|\.?$|\.[—–-]|\s(?:by|further|to|in|at|as|inserting|striking|adding|replacing|through|effective|—|\())
        |repealed
        |redesignated|renumbered|relettered|struck\sout|struck|stricken|deleted|inserted|added
        |transferred)
        (?:\s(?:as\sfollows|further|thereto))?
    | (?P<read>to\sread(?:\sin\sits\sentirety|\sas\sa\swhole)?(?:\sas\sfollows)?
        |shall\sread\sas\sfollows)
    )(?=\W|$)""",
    re.VERBOSE | re.IGNORECASE,
)
# "In the matter under “X”, strike “Y” and insert “Z”"
_IMPERATIVE_RE = re.compile(
    r"(?P<lead>^|,\s|\band\s)(?P<verb>strike|insert)(?=\s$|\s(?:all|the|after|before)\b)"
)
_VERBS = {
    "strik": "strike",
    "delet": "strike",
    "remov": "strike",
    "omitt": "strike",
    "struc": "strike",
    "stric": "strike",
    "inser": "insert",
    "subst": "insert",
    "addin": "add",
    "added": "add",
    "appen": "add",
    "redes": "redesignate",
    "renum": "redesignate",
    "relet": "redesignate",
    "amend": "amend",
    "revis": "amend",
    "repea": "repeal",
    "desig": "designate",
    "movin": "move",
    "trans": "move",
    "repla": "replace",
    "reser": "reserve",
}
# never the nickname in "Howard P. “Buck” McKeon"
_QUOTE_RE = re.compile(
    r"“(?![A-Z][a-z]+”\s[A-Z][A-Za-z]+\s[A-Z])[^”]*”|‘‘.*?’’|``.*?''|''(?:(?!'').)*''|\"[^\"]*\""
)
_OPEN_RE = re.compile(r"(?:“(?![A-Z][a-z]+”\s[A-Z][A-Za-z]+\s[A-Z])|\").*\Z", re.DOTALL)


def quotations(tokens: Tokens) -> Tokens:
    """Type quoted text: “and”; one that is not closed runs to the end (its block follows)."""

    def make(match: re.Match[str]) -> Token:
        double = match[0][0] in "'‘`"  # two single ones on each side
        return Token("quote", match[0], match[0][2:-2] if double else match[0][1:-1])

    tokens = split(tokens, _QUOTE_RE, make)
    return split(tokens, _OPEN_RE, lambda match: Token("quote", match[0], match[0][1:]))


def asides(tokens: Tokens) -> Tokens:
    """Type what stands beside the order: "Effective …,", "(commonly known as the “X”)"."""
    tokens = split(tokens, _ASIDE_RE, lambda match: Token("noise", match[0]))
    return split(tokens, _INTRO_RE, lambda match: Token("noise", match[0], "intro"))


def noise(tokens: Tokens) -> Tokens:
    """Type phrases that change nothing: "as so redesignated", "(as added by section 3)"."""
    return split(tokens, _AS_RE, lambda match: Token("noise", match[0]))


def manners(tokens: Tokens) -> Tokens:
    """Type how a redesignation is done: "respectively", "and adjusting the margins accordingly"."""
    return split(tokens, _RESPECTIVELY_RE, lambda match: Token("noise", match[0]))


def titled(tokens: Tokens) -> Tokens:
    """Type Acts named by their long titles: the Act entitled “An Act to …” (2 U.S.C. 1802)."""

    def make(match: re.Match[str]) -> Token:
        section = "1" if match["first"] else ""
        return Token("place", match[0], places=(entitled(match["act"], section, match["cite"]),))

    return split(tokens, _ENTITLED_RE, make)


def places(tokens: Tokens) -> Tokens:
    """Type names of provisions, with what they are part of and their citations."""
    found: list[Token] = []
    for token in tokens:
        if token.kind != "words":
            found.append(token)
            continue
        text, pos, seen = token.text, 0, 0
        while match := HEAD_RE.search(text, pos):
            named = parse(text, match.start())
            if named is None:
                pos = match.end()
                continue
            found += words(text[seen : match.start()])
            found.append(Token("place", text[match.start() : named[1]], places=named[0]))
            pos = seen = named[1]
        found += words(text[seen:])
    return tuple(found)


def tables(tokens: Tokens) -> Tokens:
    """Type tables of contents and their items: "the item relating to"."""
    tokens = split(tokens, _TOC_RE, lambda match: Token("toc", match[0]))
    return split(tokens, _ITEM_RE, lambda match: Token("item", match[0]))


def matters(tokens: Tokens) -> Tokens:
    """Type parts of a provision around its list: "the matter preceding", "flush text"."""

    def make(match: re.Match[str]) -> Token:
        if match["intro"]:
            return Token("matter", match[0], "chapeau", 0)
        if match["flush"]:
            return Token("matter", match[0], "continuation", 0)
        before = match["how"].lower().startswith(("pre", "bef", "pri"))
        return Token("matter", match[0], "chapeau" if before else "continuation")

    return split(tokens, _MATTER_RE, make)


def headings(tokens: Tokens) -> Tokens:
    """Type headings: "the subsection heading"."""

    def make(match: re.Match[str]) -> Token:
        return Token("heading", match[0], (match["level"] or "").strip().lower())

    return split(tokens, _HEADING_RE, make)


def sentences(tokens: Tokens) -> Tokens:
    """Type sentences by their numbers: "the first and last sentences" is `1 -1`."""

    def make(match: re.Match[str]) -> Token:
        named = re.findall(_ORDINAL, match["list"].lower())
        return Token("sentence", match[0], " ".join(str(_ORDINALS[each]) for each in named))

    return split(tokens, _SENTENCE_RE, make)


def occurrences(tokens: Tokens) -> Tokens:
    """Type which of several is meant: "each place it appears", "the second place …"."""

    def make(match: re.Match[str]) -> Token:
        nth = re.search(_ORDINAL, (match["nth"] or "").lower())
        if not nth:
            return Token("which", match[0], "all")
        number = _ORDINALS[nth[0]]
        if number in (1, -1):
            return Token("which", match[0], "first" if number == 1 else "last")
        return Token("which", match[0], number=number)

    return split(tokens, _WHICH_RE, make)


def rests(tokens: Tokens) -> Tokens:
    """Type what a strike takes along: "and all that follows through", "through the end"."""

    def make(match: re.Match[str]) -> Token:
        said = (match["how"] or match["as"] or match["side"] or "follows").lower()
        value = "precedes" if said in {"precedes", "before", "preceding"} else "follows"
        return Token("rest", match[0], value, 1 if match["through"] else None)

    tokens = split(tokens, _REST_RE, make)
    return split(tokens, _THROUGH_RE, lambda match: Token("through", match[0]))


def edges(tokens: Tokens) -> Tokens:
    """Type where in the target: "at the end", "at the beginning"."""

    def make(match: re.Match[str]) -> Token:
        return Token("edge", match[0], "end" if match["edge"].lower() == "end" else "start")

    return split(tokens, _EDGE_RE, make)


def followings(tokens: Tokens) -> Tokens:
    """Type the announcement of new text: "the following new paragraph:"."""
    return split(
        tokens, _FOLLOWING_RE, lambda match: Token("following", match[0], match["noun"] or "")
    )


def sides(tokens: Tokens) -> Tokens:
    """Type on which side of an anchor: "before", "after"."""

    def make(match: re.Match[str]) -> Token:
        last = match["side"].split()[-1] if "to" not in match["side"] else "before"
        return Token("side", match[0], "after" if last in {"after", "following"} else "before")

    return split(tokens, _SIDE_RE, make)


def points(tokens: Tokens) -> Tokens:
    """Type punctuation by its name: "the period", "a semicolon"."""
    return split(tokens, _POINT_RE, lambda match: Token("point", match[0], _POINTS[match["point"]]))


def verbs(tokens: Tokens) -> Tokens:
    """Type what is done: "by striking", "is amended", "to read as follows"."""

    def make(match: re.Match[str]) -> Token:
        if match["read"]:
            return Token("verb", match[0], "read")
        stem = (match["gerund"] or match["finite"]).lower()[:5]
        number = 2 if match["finite"] else 1 if match["by"] else 0
        return Token("verb", match[0], _VERBS[stem], number)

    tokens = split(tokens, _VERB_RE, make)
    if any(each.kind == "quote" for each in tokens):
        tokens = split(tokens, _IMPERATIVE_RE, _imperative)
    return tokens


def _imperative(match: re.Match[str]) -> Token:
    """Return the token of a verb that commands: "strike “X” and insert “Y”"."""
    return Token("verb", match[0], match["verb"], 0 if match["verb"] == "insert" else FINITE)


def joined(tokens: Tokens) -> Tokens:
    """Join a place and what it is part of over noise: "section 5 (as added) of the X Act"."""
    found: list[Token] = []
    for token in tokens:
        found.append(token)
        if token.kind != "place" or not _is_law(token):
            continue
        of = 2 if len(found) > 2 and found[-2].text in {" of ", ", of "} else 0
        back = 4 if of and found[-3].kind == "noise" and len(found) > 3 else 3
        if of and found[-back].kind == "place":
            inner = found[-back]
            text = text_of(found[-back:])
            del found[-back:]
            found.append(_within(inner, token, text))
    return tuple(found)


def _is_law(token: Token) -> bool:
    """Return whether a place token is a section or a law that others can be part of."""
    place = token.places[0]
    return len(token.places) == 1 and bool(place.section or place.law or place.act)


def _within(inner: Token, outer: Token, text: str) -> Token:
    """Return one place token for two that an "of" joins."""
    members = tuple(within(each, outer.places[0]) for each in inner.places)
    return structs.replace(inner, text=text, places=members)


Pass = Callable[[Tokens], Tokens]

PASSES: tuple[Pass, ...] = (
    titled,
    asides,
    quotations,
    noise,
    manners,
    tables,
    matters,
    followings,
    places,
    joined,
    rests,
    sentences,
    headings,
    occurrences,
    verbs,
    edges,
    sides,
    points,
)
"""In this order: what is quoted is law and never read as an order; names before the words around
them."""


def tokenize(tokens: Tokens) -> Tokens:
    """Return the tokens after all passes."""
    for each in PASSES:
        tokens = each(tokens)
    return tokens
