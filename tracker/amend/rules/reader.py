"""Reads the masked words about one verb, item by item, into groups with their prepositions."""

import re

from msgspec import Struct
from msgspec.structs import replace

from tracker.amend.rules.items import (
    COUNTS,
    FILLERS,
    GROUPS,
    HARMLESS,
    ITEM_RE,
    ORDINAL,
    ORDINALS,
    POINTS,
)
from tracker.amend.rules.spots import Spot, continued, named, steps_of
from tracker.amend.values import Facet
from tracker.formats import designators


class Group(Struct):
    """A thing in the making, with the preposition before it."""

    role: str
    """"", `of` (where it is), `as`, `before`, `after`."""
    kind: str
    spots: list[Spot] = []
    words: str = ""
    count: int = 0
    at: str = ""
    inner: "Group | None" = None


class Reader:
    """Reads a phrase item by item."""

    def __init__(self, text: str, quotes: tuple[str, ...], *, role: str = "") -> None:
        self.text = text
        self.quotes = quotes
        self.groups: list[Group] = []
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
        for match in ITEM_RE.finditer(self.text):
            self._unnamed(self.text[end : match.start()])
            end = match.end()
            self._item(match.lastgroup or "", match)
        self._unnamed(self.text[end:])

    def _unnamed(self, between: str) -> None:
        """Take the words of a name that is not quoted: "the definition of Regional director"."""
        words = between.strip()
        taken = False
        if self.naming and re.search(r"[A-Za-z]", words) and words not in FILLERS:
            facet: Facet = "table" if self.naming == "entry" else "whole"
            self.add("place", spots=[Spot(steps=(named(words),), facet=facet)])
            self.naming = self.naming if self.flags.get("many") else ""
            taken = True
        if not taken:
            found = re.findall(r"[A-Za-z][A-Za-z'’-]*", words)
            self.left += [each for each in found if each.lower() not in HARMLESS]

    def add(
        self, kind: str, *, spots: list[Spot] | None = None, words: str = "", **more: object
    ) -> None:
        """Add a thing under the preposition that waits."""
        group = Group(self.role, kind, spots or [], words)
        group.count = int(str(more.get("count", 0)))
        group.at = str(more.get("at", ""))
        self.groups.append(group)
        self.role = ""
        self.through = False

    @property
    def last(self) -> Group | None:
        """The thing read last."""
        return self.groups[-1] if self.groups else None

    def _item(self, kind: str, match: re.Match[str]) -> None:
        """Take one item."""
        kind = GROUPS.get(kind, kind)
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
        if self.naming:  # "the entry for § 744.24" is no section
            facet: Facet = "table" if self.naming == "entry" else "whole"
            self.add("place", spots=[Spot(steps=(named(match[0]),), facet=facet)])
            self.naming = ""
            return
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
            whole = match[0].lower().startswith("section")
            self.add("place", spots=[Spot(facet="heading", top=whole)])

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

    def _on_defs(self, match: re.Match[str]) -> None:
        self.naming = "definition"
        self.flags["many"] = match[0].lower().startswith("definitions")
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
        numbers = [ORDINALS[w] for w in re.findall(rf"\b(?:{ORDINAL})\b", words)]
        counted = next((COUNTS[w] for w in words.split() if COUNTS.get(w, 1) > 1), 0)
        if " through " in words and len(numbers) == 2:
            numbers = list(range(numbers[0], numbers[1] + 1))
        elif counted and numbers == [-1]:  # "the last two sentences"
            numbers = list(range(-counted, 0))
        elif counted and len(numbers) == 1:
            numbers = list(range(numbers[0], numbers[0] + counted))
        self.add("place", spots=[Spot(sentence=number) for number in numbers])
        if re.search(r"(?:^|\s)new\b", words) or re.search(r"\bnew\s$", self.text[: match.start()]):
            self.groups[-1].kind = "sentences"

    def _on_newsent(self, match: re.Match[str]) -> None:
        word = match[0].split()[0].lower()
        plural = match[0].endswith("s")
        counted = int(word) if word.isdigit() else COUNTS.get(word, 0 if plural else 1)
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
        self.add("point", words=POINTS[match[0].lower()], at="end")

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
