"""What an amendatory instruction names: paragraphs, sections, sentences, definitions, entries.

`phrase` reads the masked words about one verb into things (`Thing`) with the places they stand in;
`within` lays a place into a wider one. Lists go on as they do in the CFR: after (e)(4)(ii), "(iii)"
is (e)(4)(iii) and "(f)" is (f).
"""

import re

from msgspec import Struct
from msgspec.structs import replace

from tracker.amend.values import Choice, Facet
from tracker.formats import designators

NUMBER = r"\d{1,4}[A-Za-z]?(?:-\d{1,3})?\.[0-9A-Z]\w*(?:(?:\([a-z0-9]{1,3}\))*-\w+)*"
SUBS = r"\((?:[a-z]{1,5}|[A-Z]{1,4}|\d{1,4})\)(?:\s?\((?:[a-z]{1,5}|[A-Z]{1,4}|\d{1,4})\))*"
_SUB_RE = re.compile(r"\(([A-Za-z0-9]{1,5})\)")
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "last": -1, "final": -1,
}  # fmt: skip
_ORDINAL = "|".join(_ORDINALS)
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_POINTS = {"period": ".", "comma": ",", "semicolon": ";", "semi-colon": ";", "colon": ":"}


class Spot(Struct, frozen=True):
    """A place, relative to a wider one unless `base` is given."""

    base: str = ""
    """`s744.8`, `supp4`, `appQ`, `spC`; `.` is the part itself."""
    steps: tuple[str, ...] = ()
    """Designators from the section on; what is named by words is in “quotation marks”."""
    facet: Facet = "whole"
    sentence: int | None = None
    until: tuple[str, ...] = ()
    """Steps (or base) of the last place of a run."""
    part: str = ""
    """Number of the part when the words name it."""


class Thing(Struct, frozen=True):
    """What a verb acts on."""

    kind: str
    """`place`, `quote`, `point`, `sentences` (new ones), `same` ("it"), `other`."""
    spots: tuple[Spot, ...] = ()
    """The thing itself (`place`) or where it is; several when the words list several."""
    words: str = ""
    """Quoted words, a punctuation mark, or a noun that was not understood."""
    count: int = 0
    at: str = ""
    """`start` or `end`."""


class Phrase(Struct, frozen=True):
    """The words about one verb, read."""

    things: tuple[Thing, ...] = ()
    where: tuple[Spot, ...] = ()
    """Places named before or without any thing: "in paragraph (b),"."""
    into: tuple[Thing, ...] = ()
    """After "as" or "to read": new designators or words."""
    beside: tuple[str, Thing] | None = None
    """(before or after, what)."""
    choice: Choice = "none"
    at: str = ""
    in_place: bool = False
    """"in its place", "in lieu thereof"."""
    shown: bool = False
    """"to read as follows", "as set forth below"."""
    ordered: bool = False
    """"in alphabetical order"."""
    left: tuple[str, ...] = ()
    """Words that were not understood."""


_ITEM_RE = re.compile(
    rf"""
    (?P<quote>⟦\d+⟧)
  | (?P<caption>⟪\d+⟫)
  | (?P<group>\b(?:under\s)?(?:the\s)?(?:undesignated\s)?center(?:ed)?\sheadings?\s⟦\d+⟧)
  | (?P<shown>(?:to\sread|as)\s(?:as\s)?(?:follows|set\s(?:forth|out)(?:\sbelow)?)
      |\breads?\sas\sfollows|\bthe\sfollowing\b)
  | (?P<toread>\bto\sread\b|\bwith\b(?=\s(?:the\s)?(?:words?\s|phrase\s|term\s|number\s)?⟦))
  | (?P<place>\bin\s(?:its|their|the)\splaces?(?:\sthereof)?\b|\bin\slieu\sthereof\b)
  | (?P<order>\b(?:in\s(?:appropriate\s)?)?(?:alphabetical|numerical|alphanumerical|chronological
      |alphabetic|numeric|alphabetically)(?:\sand\s(?:numerical|alphabetical))?(?:\s(?:order|sequence))?)
  | (?P<each>\b(?:wherever|everywhere|whenever|every\stime|each\s(?:place|time|instance)
      |in\seach\splace|in\sall\s(?:places|instances))(?:\s(?:that\s)?(?:it|they|the\sterms?|the\swords?)?\s?(?:appears?|occurs?))?
      |\ball\s(?:references?\sto|instances\sof|occurrences\sof)|\bboth\splaces)
  | (?P<annex>\b(?:supplement|appendix|appendices)\s(?:nos?\.?\s?)?(?P<aid>(?-i:\d{{1,3}}|[IVX]{{1,4}}|[A-Z]{{1,2}}(?:-\d{{1,3}})?))\b
      (?:\s(?:to|of)\s(?:(?:this\s|subpart\s[A-Z]+\s(?:of|to)\s)?part\s(?P<apart>\d+[a-z]?)|this\spart))?(?:—[A-Z][\w\s]*)?)
  | (?P<subpart>\bsubparts?\s(?P<sp>[A-Z]{{1,3}})\b(?:,?\s(?:consisting\sof|\(§§?)[^;:]*)?(?:\sof\spart\s\d+)?)
  | (?P<section>(?:§§?\s?|\bsections?\s)(?P<sn>{NUMBER})|(?<![\w.$(-])(?P<bare>\d{{1,4}}[a-z]?\.\d\w*(?:-\d\w*)*)(?=[\s,;(.:)]|$))
  | (?P<authority>\bauthority(?:\scitations?|\ssection)?(?:\s(?:for|of))?)
  | (?P<source>\bsource(?:\s(?:citation|note))(?:\s(?:for|of))?)
  | (?P<part>\b(?:\d+\sCFR\s)?(?<!sub)parts?\s(?P<pn>\d+[a-z]?)\b)
  | (?P<toc>\btable\sof\s(?:contents|sections))
  | (?P<heading>\b(?:(?:the|section|paragraph|subpart|part|subject|supplement|appendix|sub)\s?)?(?:sub)?headings?\b|\bsection\stitle\b)
  | (?P<intro>\bintroductory\s(?:text|paragraph|sentence)s?\b)
  | (?P<flush>\bundesignated\s(?:text|paragraphs?)\s(?:(?:that\sfollows?|after|following)\b))
  | (?P<conclude>\b(?:concluding|flush)\s(?:text|paragraph)s?\b)
  | (?P<paren>\b(?:OMB\s)?parenthetical(?:\s(?:text|phrase|sentence|authority))?\b)
  | (?P<defs>\bdefinitions?\b(?:\s(?:of|for))?(?:\s(?:the\s)?(?:terms?|words?|phrase))?)
  | (?P<entry>\b(?:entry|entries|rows?|listings?|item)\b(?:\s(?:for|of))?(?:\s(?:the|ECCN))?)
  | (?P<eccn>\bECCNs?\s(?P<ecid>\d[A-E]\d{{3}}(?:\.[a-z0-9.]+)?))
  | (?P<table>\btables?\b(?:\s(?P<tid>(?:\d{{1,3}}|[A-Z])(?:-\d+)?\b))?)
  | (?P<note>\bnotes?\b(?:\s(?P<nid>\d{{1,2}})\b)?)
  | (?P<edge>\b(?:at|from|to)\sthe\s(?P<side>end|beginning|start)\b(?:\s(?:of|in))?)
  | (?P<nths>(?:\b(?:{_ORDINAL})\b(?:,?\s(?:and\s|through\s)?)?)+(?:new\s)?(?:\w+\s)?sentences?\b)
  | (?P<newsent>\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|new|\d+)\s(?:(?:new|additional|introductory)\s)*sentences?\b|(?<=the\sfollowing\s)sentences?\b)
  | (?P<para>\b(?:sub)?paragraphs?\b|\bcomments?\b(?=\s\d))
  | (?P<through>\bthrough\b|\bto\b(?=\s\()|(?<=\d)-(?=\d))
  | (?P<point>\b(?:period|comma|semi-?colon|colon)\b)
  | (?P<subs>{SUBS}(?:(?<=\))\d{{1,2}}\b)?)
  | (?P<number>\b\d{{1,3}}(?:\.[ivxlA-Z]{{1,5}})*\b|(?<=\s)[ivx]{{1,5}}\b(?!\.e))
  | (?P<as>\bas\b)
  | (?P<side2>\b(?:before|after|following|preceding)\b)
  | (?P<prep>\b(?:in|of|from|to|within|under|for|on|at|into)\b)
  | (?P<it>\b(?:it|them)\b)
  | (?P<andword>\band\b|\bor\b|[,;])
  | (?P<stop>[.:](?:\s|$))
    """,  # noqa: E501 - one alternative a line
    re.VERBOSE | re.IGNORECASE,
)


def steps_of(text: str) -> tuple[str, ...]:
    """Return the designators of `(a)(1)(i)` or, in a commentary, of `4.iii`."""
    if "(" in text:
        found = _SUB_RE.findall(text)
        after = text.rpartition(")")[2].strip()
        return (*found, after) if after else tuple(found)
    return tuple(text.strip(".").split("."))


def continued(
    before: tuple[str, ...], steps: tuple[str, ...], *, dotted: bool = False
) -> tuple[str, ...]:
    """Return the whole path of a list member: after (b)(1), "(2)" is (b)(2) and "(c)" is (c)."""
    if not before:
        return steps
    if before[0].startswith("“"):
        return (before[0], *continued(before[1:], steps, dotted=dotted))
    if before[-1].isdigit() and steps[0].islower() and designators.roman(steps[0]) and dotted:
        return (*before, *steps)  # "paragraphs 1 and i" of a commentary
    if len(steps) >= len(before) > 1 and _level(steps[0], 0)[0] == _level(before[0], 0)[0]:
        return steps
    if len(before) == 1 or steps[0] == before[0]:
        return steps
    coming = designators.readings(steps[0])
    for exact in (True, False):
        for depth in range(len(before) - 1, -1, -1):
            form, place = _level(before[depth], depth)
            if any(f == form and (p == place + 1 or not exact) for f, p in coming):
                return (*before[:depth], *steps)
    return steps


def _level(step: str, depth: int) -> tuple[str, int]:
    """Return the form and the place of a designator at a depth: (i) is a letter only at the top."""
    found = dict(designators.readings(step))
    wanted = ("a", "1", "A") if depth == 0 else ("1", "i", "A", "I", "a")
    return next(((form, found[form]) for form in wanted if form in found), ("", 0))


def within(inner: Spot, outer: Spot) -> Spot:
    """Return an inner place as it stands in a wider one."""
    facet = inner.facet if inner.facet != "whole" else outer.facet
    sentence = inner.sentence if inner.sentence is not None else outer.sentence
    part = inner.part or outer.part
    if inner.base[:1] == "s" and inner.base[1:2].isdigit() and outer.base[:3] in {"sup", "app"}:
        inner = replace(inner, base="", steps=(named(f"Section {inner.base[1:]}"), *inner.steps))
    if inner.base:
        return replace(inner, part=part)
    steps = inner.steps
    if not steps:
        steps = outer.steps
    elif outer.steps and _adds(inner.steps, outer.steps):
        steps = (*outer.steps, *inner.steps)
    return Spot(outer.base, steps, facet, sentence, inner.until, part)


def _adds(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    """Return whether steps count from a place, and not from its section as paragraphs do."""
    named = outer[-1].startswith("“") or inner[0].startswith("“")
    return named or outer[0].startswith("“")


def expanded(spot: Spot) -> tuple[Spot, ...]:
    """Return each place of a run of paragraphs, or the run itself when it cannot be counted."""
    if not spot.until or not spot.steps or len(spot.until) != len(spot.steps):
        return (spot,)
    if spot.until[:-1] != spot.steps[:-1]:
        return (spot,)
    first, last = spot.steps[-1], spot.until[-1]
    for form, start in designators.readings(first):
        for other, end in designators.readings(last):
            if form == other and start < end <= start + 60:
                names = [_written(form, place) for place in range(start, end + 1)]
                if all(names):
                    run = [replace(spot, steps=(*spot.steps[:-1], n), until=()) for n in names]
                    # "(A) introductory text through (E)": only the first is meant in part
                    return (run[0], *(replace(each, facet="whole") for each in run[1:]))
    return (spot,)


def _written(form: str, place: int) -> str:
    """Return the designator at a place in the order of its form."""
    if form in {"1", "1i"}:
        return str(place)
    if form in {"a", "A"}:
        letter = chr((place - 1) % 26 + (97 if form == "a" else 65))
        return letter * ((place - 1) // 26 + 1)
    numeral = ""
    for value, letters in (
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while place >= value:
            numeral, place = numeral + letters, place - value
    return numeral.upper() if form == "I" else numeral


def named(words: str) -> str:
    """Return words as a step."""
    return "“" + re.sub(r"[“”]", "", " ".join(words.split())).strip(" .,;:") + "”"


class _Group(Struct):
    """A thing in the making, with the preposition before it."""

    role: str
    """"", `of` (where it is), `as`, `before`, `after`."""
    kind: str
    spots: list[Spot] = []
    words: str = ""
    count: int = 0
    at: str = ""
    inner: "_Group | None" = None


_HARMLESS = frozenset(
    [
        "the",
        "a",
        "an",
        "new",
        "words",
        "word",
        "phrase",
        "phrases",
        "term",
        "terms",
        "acronym",
        "caption",
        "reference",
        "references",
        "number",
        "numbers",
        "each",
        "both",
        "all",
        "this",
        "that",
        "such",
        "text",
        "its",
        "their",
        "by",
        "and",
        "or",
        "also",
        "respectively",
        "therein",
        "thereof",
        "title",
        "value",
        "values",
        "date",
        "dates",
        "citation",
        "symbol",
        "figure",
        "amount",
        "existing",
        "current",
        "entire",
        "same",
        "any",
        "amended",
        "as",
        "is",
        "are",
        "which",
        "where",
        "said",
        "following",
        "below",
        "newly",
        "another",
        "additional",
        "reserved",
        "hereby",
        "section",
        "sections",
        "supplement",
        "appendix",
        "part",
        "subpart",
        "paragraph",
        "table",
        "name",
        "names",
        "abbreviation",
        "language",
        "add",
        "adding",
        "revise",
        "revising",
        "remove",
        "removing",
        "read",
        "then",
    ]
)
"""Words about what is acted on that change nothing."""
_FILLERS = frozenset({"the", "a", "an", "new", "for", "term", "terms", "following", "entitled"})
"""Words before a name that are not part of it."""


class _Reader:
    """Reads a phrase item by item."""

    def __init__(self, text: str, quotes: tuple[str, ...], *, role: str = "") -> None:
        self.text = text
        self.quotes = quotes
        self.groups: list[_Group] = []
        self.role = role
        self.naming = ""
        self.through = False
        self.flags: dict[str, object] = {}
        self.left: list[str] = []
        self.designated = 0
        """Where the last designator ends."""

    def read(self) -> None:
        """Read all items."""
        end = 0
        for match in _ITEM_RE.finditer(self.text):
            self._unnamed(self.text[end : match.start()])
            end = match.end()
            self._item(match.lastgroup or "", match)
        self._unnamed(self.text[end:])

    def _unnamed(self, between: str) -> None:
        """Take the words of a name that is not quoted: "the definition of Regional director"."""
        words = between.strip()
        taken = False
        if self.naming and re.search(r"[A-Za-z]", words) and words not in _FILLERS:
            facet: Facet = "table" if self.naming == "entry" else "whole"
            self.add("place", spots=[Spot(steps=(named(words),), facet=facet)])
            self.naming = ""
            taken = True
        if not taken:
            found = re.findall(r"[A-Za-z][A-Za-z'’-]*", words)
            self.left += [each for each in found if each.lower() not in _HARMLESS]

    def add(
        self, kind: str, *, spots: list[Spot] | None = None, words: str = "", **more: object
    ) -> None:
        """Add a thing under the preposition that waits."""
        group = _Group(self.role, kind, spots or [], words)
        group.count = int(str(more.get("count", 0)))
        group.at = str(more.get("at", ""))
        self.groups.append(group)
        self.role = ""
        self.through = False

    @property
    def last(self) -> _Group | None:
        """The thing read last."""
        return self.groups[-1] if self.groups else None

    def _item(self, kind: str, match: re.Match[str]) -> None:
        """Take one item."""
        kind = _PARTS.get(kind, kind)
        handler = getattr(self, f"_on_{kind}", None)
        if handler:
            handler(match)

    def _on_quote(self, match: re.Match[str]) -> None:
        words = self.quotes[int(match[0][1:-1])]
        last = self.last
        facet: Facet = "table" if self.flags.get("rows") else "whole"
        spot = Spot(steps=(named(words),), facet=facet)
        if self.naming:
            self.add("place", spots=[spot])
            self.naming = ""
            self.flags["names"] = True
            return
        if self.flags.get("names") and last and last.kind == "place" and not self.role:
            last.spots.append(spot)
            return
        self.add("quote", words=words)

    def _on_caption(self, match: re.Match[str]) -> None:
        self.add("place", spots=[Spot(steps=(named(self.quotes[int(match[0][1:-1])]),))])
        self.flags["caption"] = self.groups[-1]

    def _on_shown(self, _match: re.Match[str]) -> None:
        self.flags["shown"] = True
        self._close()

    def _on_toread(self, _match: re.Match[str]) -> None:
        self._close()
        self.role = "as"

    def _on_place(self, _match: re.Match[str]) -> None:
        self.flags["in_place"] = True

    def _on_order(self, _match: re.Match[str]) -> None:
        self.flags["ordered"] = True

    def _on_each(self, _match: re.Match[str]) -> None:
        self.flags["choice"] = "all"

    def _on_annex(self, match: re.Match[str]) -> None:
        short = "supp" if match["annex"].lower().startswith("supp") else "app"
        self.add("place", spots=[Spot(base=short + match["aid"], part=match["apart"] or "")])
        self._close()

    def _on_subpart(self, match: re.Match[str]) -> None:
        self.add("place", spots=[Spot(base="sp" + match["sp"])])

    def _on_section(self, match: re.Match[str]) -> None:
        number = match["sn"] or match["bare"]
        spot = Spot(base="s" + number)
        last = self.last
        if self.through and last and last.spots:
            last.spots[-1] = replace(last.spots[-1], until=(spot.base,))
            self.through = False
        elif match["bare"] and last and last.kind == "place" and last.spots[-1].base[:1] == "s":
            last.spots.append(spot)
        else:
            self.add("place", spots=[spot])
        self.flags["section"] = match.end()

    def _on_authority(self, _match: re.Match[str]) -> None:
        self.add("place", spots=[Spot(base=".", facet="authority")])

    def _on_source(self, _match: re.Match[str]) -> None:
        self.add("place", spots=[Spot(base=".", facet="source")])

    def _on_part(self, match: re.Match[str]) -> None:
        last = self.last
        if last and last.spots and last.spots[-1].facet in {"authority", "source"}:
            last.spots[-1] = replace(last.spots[-1], part=match["pn"])
        else:
            self.add("place", spots=[Spot(base=".", part=match["pn"])])

    def _on_toc(self, _match: re.Match[str]) -> None:
        self.add("place", spots=[Spot(facet="toc")])

    def _facet(self, facet: Facet, start: int = 0) -> None:
        """Take a facet that stands before its place or right after it."""
        last = self.last
        right_after = not self.text[self.designated : start].strip()
        if (
            right_after
            and last
            and last.kind == "place"
            and not self.role
            and self.flags.get("open")
        ):
            last.spots[-1] = replace(last.spots[-1], facet=facet)
        else:
            self.add("place", spots=[Spot(facet=facet)])

    def _on_heading(self, match: re.Match[str]) -> None:
        if match[0].lower() in {"heading", "headings"}:
            self._facet("heading", match.start())
        else:
            self.add("place", spots=[Spot(facet="heading")])

    def _on_intro(self, match: re.Match[str]) -> None:
        self._facet("chapeau", match.start())

    def _on_conclude(self, match: re.Match[str]) -> None:
        self._facet("continuation", match.start())

    def _on_flush(self, _match: re.Match[str]) -> None:
        self._facet("continuation")
        self.role = "of"
        self.flags["flush"] = True

    def _on_paren(self, _match: re.Match[str]) -> None:
        self.add("place", spots=[Spot(steps=("“(”",))])

    def _on_defs(self, _match: re.Match[str]) -> None:
        self.naming = "definition"
        self.flags["rows"] = False

    def _on_entry(self, _match: re.Match[str]) -> None:
        self.naming = "entry"
        self.flags["rows"] = True

    def _on_eccn(self, match: re.Match[str]) -> None:
        self.add("place", spots=[Spot(steps=(named(match["ecid"]),))])
        self.naming = ""

    def _on_table(self, match: re.Match[str]) -> None:
        step = (named(f"table {match['tid']}"),) if match["tid"] else ()
        self.add("place", spots=[Spot(steps=step, facet="table")])

    def _on_note(self, match: re.Match[str]) -> None:
        self.add("place", spots=[Spot(steps=(named(match[0]),))])

    def _on_edge(self, match: re.Match[str]) -> None:
        if self.last is None or self.last.kind != "place":
            self.flags["at"] = "end" if match["side"].lower() == "end" else "start"
        self.role = "of"
        self.naming = ""

    def _on_nths(self, match: re.Match[str]) -> None:
        words = match[0].lower()
        numbers = [_ORDINALS[w] for w in re.findall(rf"\b(?:{_ORDINAL})\b", words)]
        if " through " in words and len(numbers) == 2:
            numbers = list(range(numbers[0], numbers[1] + 1))
        self.add("place", spots=[Spot(sentence=number) for number in numbers])
        if re.search(r"(?:^|\s)new\b", words) or re.search(r"\bnew\s$", self.text[: match.start()]):
            self.groups[-1].kind = "sentences"

    def _on_newsent(self, match: re.Match[str]) -> None:
        word = match[0].split()[0].lower()
        plural = match[0].endswith("s")
        counted = int(word) if word.isdigit() else _COUNTS.get(word, 0 if plural else 1)
        self.add("sentences", count=0 if plural and counted == 1 else counted)

    def _on_para(self, _match: re.Match[str]) -> None:
        self.naming = ""
        self.flags["names"] = False
        self.flags["para"] = True
        self.flags["open"] = False
        self.flags["fresh"] = True

    def _on_through(self, _match: re.Match[str]) -> None:
        self.through = True

    def _on_point(self, match: re.Match[str]) -> None:
        self.add("point", words=_POINTS[match[0].lower()], at="end")

    def _on_subs(self, match: re.Match[str]) -> None:
        steps = steps_of(match[0])
        if not all(designators.readings(step) or step.isdigit() for step in steps):
            return
        last = self.last
        if self.flags.get("section") == match.start() and last and last.spots:
            last.spots[-1] = replace(last.spots[-1], steps=steps)
            self.flags["para"] = True
        elif self.flags.get("para"):
            self._designated(steps)
        self.flags["open"] = True
        self.designated = match.end()

    def _on_number(self, match: re.Match[str]) -> None:
        if self.flags.get("para"):
            self._designated(steps_of(match[0]), dotted=True)
            self.flags["open"] = True
            self.designated = match.end()

    def _designated(self, steps: tuple[str, ...], *, dotted: bool = False) -> None:
        """Take a paragraph: the end of a run, the next of a list, or the first of one."""
        last = self.last
        spots = last.spots if last else []
        follows = bool(
            last and last.kind == "place" and spots and spots[-1].steps and not self.role
        )
        if follows and last is self.flags.get("caption"):
            above = spots[0].steps
            self.flags["fresh"] = False
            self.add("place", spots=[Spot(steps=(*above, *steps))])
            return
        follows = follows and not spots[-1].steps[-1].startswith("“")
        if self.flags.get("fresh") and follows and not self.through and last:
            # "the second sentence of paragraph (a) and paragraph (b)": a thing of its own
            other = self.groups[-2].kind if len(self.groups) > 1 else ""
            follows = last.role == "of" and other in {"quote", "point", ""}
        self.flags["fresh"] = False
        if self.through and follows:
            spots[-1] = replace(spots[-1], until=continued(spots[-1].steps, steps))
        elif follows:
            before = spots[-1].until or spots[-1].steps
            spots.append(Spot(base=spots[-1].base, steps=continued(before, steps, dotted=dotted)))
        else:
            self.add("place", spots=[Spot(steps=steps)])
        self.through = False

    def _on_as(self, _match: re.Match[str]) -> None:
        self._close()
        self.role = "as"

    def _on_side2(self, match: re.Match[str]) -> None:
        self._close()
        self.role = "after" if match[0].lower() in {"after", "following"} else "before"

    def _on_prep(self, _match: re.Match[str]) -> None:
        if self.role not in {"as", "after", "before"} or self.groups:
            self.role = self.role or "of"

    def _on_it(self, _match: re.Match[str]) -> None:
        if not self.groups:
            self.add("same")

    def _on_stop(self, _match: re.Match[str]) -> None:
        self._close()

    def _close(self) -> None:
        """End lists of names and of paragraphs."""
        self.naming = ""
        self.flags["names"] = False
        self.flags["para"] = False
        self.flags["open"] = False


_PARTS = {
    "aid": "annex", "apart": "annex", "sp": "subpart", "sn": "section", "bare": "section",
    "pn": "part", "ecid": "eccn", "tid": "table", "nid": "note", "side": "edge",
}  # fmt: skip
"""Inner groups of an item, with the item's own name."""


def phrase(text: str, quotes: tuple[str, ...], *, role: str = "") -> Phrase:
    """Read the masked words about one verb."""
    reader = _Reader(text, quotes, role=role)
    reader.read()
    things: list[Thing] = []
    where: list[Spot] = []
    into: list[Thing] = []
    beside: tuple[str, Thing] | None = None
    nearest = ""
    for group in reader.groups:
        spots = group.spots
        if reader.flags.get("flush"):  # text after (a)(3) belongs to (a)
            spots = [replace(each, steps=each.steps[:-1]) if each.steps else each for each in spots]
            group.spots = spots
        thing = Thing(group.kind, tuple(spots), group.words, group.count, group.at)
        if group.role == "as":
            into.append(thing)
        elif group.role in {"after", "before"} and beside is None:
            beside, nearest = (group.role, thing), "beside"
        elif group.role == "of" and group.kind == "place":
            if into and not things:
                continue
            if beside and (nearest == "beside" or not things):
                beside = beside[0], _placed(beside[1], group.spots)
            elif not _place_all(things, group.spots):
                where = [within(each, outer) for outer in where for each in group.spots] or list(
                    group.spots
                )
        elif into and group.kind in {"place", "quote"}:
            into.append(thing)
        else:
            nearest = "thing"
            things.append(thing)
    flags = reader.flags
    choice: Choice = "all" if flags.get("choice") else "none"
    return Phrase(
        tuple(things),
        tuple(where),
        tuple(into),
        beside,
        choice,
        str(flags.get("at", "")),
        bool(flags.get("in_place")),
        bool(flags.get("shown")),
        bool(flags.get("ordered")),
        tuple(reader.left),
    )


def _place_all(things: list[Thing], outer: list[Spot]) -> bool:
    """Lay the things read so far into a place, as far as they need one; False when none does."""
    placed = False
    for number in range(len(things) - 1, -1, -1):
        thing = things[number]
        if thing.kind == "place" and not all(_open(spot, outer) for spot in thing.spots):
            break
        if thing.kind != "place" and thing.spots and not all(_open(s, outer) for s in thing.spots):
            break
        things[number] = _placed(thing, outer)
        placed = True
    return placed


def _open(spot: Spot, outer: list[Spot]) -> bool:
    """Return whether a place still says less than where it is."""
    if spot.base and spot.base != ".":
        return False
    designated = bool(spot.steps) and not spot.steps[0].startswith("“")
    return not (
        designated
        and all(
            each.steps and not each.base and not each.steps[-1].startswith("“") for each in outer
        )
    )


def _placed(thing: Thing, outer: list[Spot]) -> Thing:
    """Return a thing in each of several places."""
    if not thing.spots:
        return replace(thing, spots=tuple(outer))
    return replace(
        thing, spots=tuple(within(each, place) for place in outer for each in thing.spots)
    )
