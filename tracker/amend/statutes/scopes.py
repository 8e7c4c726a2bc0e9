"""Which provisions of which law the words of an order mean.

A spot is one provision (or a part of it) of a law; the way from what the provisions above have
named to the target goes by rank: "in clause (i)" under subsection (a)(2)(B) is (a)(2)(B)(i),
"in paragraph (3)" there is (a)(3).
"""

from msgspec import structs

from tracker.amend.statutes.laws import Book, Spot
from tracker.amend.statutes.places import LEVELS, UNITS, steps_of, unit_identifier
from tracker.amend.statutes.tokens import Place
from tracker.amend.statutes.ways import Where
from tracker.amend.values import Facet
from tracker.formats.designators import letters, roman


def resolve(spots: tuple[Spot, ...], way: tuple[Where, ...], book: Book) -> tuple[Spot, ...]:
    """Return the spots that a way leads to from each of the given ones."""
    for where in way:
        steps = (where, *where.others)
        spots = tuple(each for spot in spots for step in steps for each in _step(spot, step, book))
    return spots


def _step(spot: Spot, where: Where, book: Book) -> list[Spot]:
    """Return the spots that one step of a way leads to."""
    placed = [each for place in where.places for each in place_at(spot, place, book)]
    match where.kind:
        case "place":
            return placed
        case "matter":
            facet: Facet = "chapeau" if where.value == "chapeau" else "continuation"
            if placed:
                return [_facet(_parent(placed[0]), facet)]
            return [_facet(spot, facet)]
        case "heading":
            return [_facet(each, "heading") for each in placed or [_cut(spot, where.value)]]
        case "sentence":
            return [structs.replace(spot, sentence=number) for number in where.numbers]
        case "toc":
            return [_facet(each, "toc") for each in placed or [spot]]
        case _:
            law = structs.replace(spot, facet="whole")
            named = [each for place in where.places for each in place_at(law, place, book)]
            return [structs.replace(spot, facet="toc", item=each.identifier) for each in named]


def _facet(spot: Spot, facet: Facet) -> Spot:
    """Return a facet of a spot."""
    return structs.replace(spot, facet=facet, sentence=None)


def _parent(spot: Spot) -> Spot:
    """Return what a spot stands under."""
    return structs.replace(spot, steps=spot.steps[:-1], until="")


def _cut(spot: Spot, level: str) -> Spot:
    """Return the part of a spot that a level names: the section of (a)(2), its subsection."""
    rank = LEVELS.get(level, 0)
    if level == "section":
        return structs.replace(spot, steps=(), until="")
    if not rank or all(each != rank for each, _ in spot.steps):
        return spot
    return structs.replace(
        spot, steps=tuple(each for each in spot.steps if each[0] <= rank), until=""
    )


def place_at(spot: Spot, place: Place, book: Book) -> list[Spot]:
    """Return the spots that a place names, seen from a spot; a run is spelled out."""
    if place.until is None:
        return [_place(spot, place, book)]
    first, last = _place(spot, place, book), _place(spot, place.until, book)
    if not place.until.section and not place.until.steps[:-1]:
        last = structs.replace(first, steps=(*first.steps[:-1], *place.until.steps[-1:]))
    if not place.until.section:
        names = expand(first.steps[-1], last.steps[-1]) if first.steps and last.steps else []
        if names:
            rank = first.steps[-1][0]
            return [structs.replace(first, steps=(*first.steps[:-1], (rank, n))) for n in names]
    elif not place.steps and not place.until.steps:
        names = expand((0, place.section), (0, place.until.section))
        if names:
            return [
                _place(spot, structs.replace(place, section=n, until=None), book) for n in names
            ]
    return [structs.replace(first, until=last.identifier)]


def _place(spot: Spot, place: Place, book: Book) -> Spot:
    """Return the spot that a single place names, and remember it."""
    found = _own(place, book) if place.back == "this" else _seen(spot, place, book)
    book.remember(found)
    return found


def _seen(spot: Spot, place: Place, book: Book) -> Spot:
    """Return the spot that a place names, seen from a spot."""
    known = book.numbered(place.section) if place.back == "such" else Spot()
    if known.section and not place.cite:
        return structs.replace(known, steps=place.steps, facet="whole", sentence=None)
    if place.back and place.back != "such":
        spot = _backed(spot, place.back, book)
    law, act = place.law or book.number(place.act), place.act
    if not law and not act:
        law, act = spot.law, spot.act
    elif not law and act == spot.act:
        law = spot.law
    if place.cite and (place.section or place.steps or not place.units):
        return _classified(place, law, act, book)
    if place.section:
        base = _section(place, law, act, book)
        problem = "" if base else _unnamed(place, act)
        return Spot(law, act, base, place.section, (), place.steps, problem=problem)
    if place.units or place.law or place.act:
        units = spot.units[: _depth(spot.units, place.units)] + place.units
        base = unit_identifier(law, units) if law else ""
        problem = "" if base else _unnamed(place, act)
        return Spot(law, act, base, "", units, place.steps, problem=problem)
    if not place.steps:
        return spot
    return _below(spot, place)


def _depth(above: tuple[tuple[str, str], ...], units: tuple[tuple[str, str], ...]) -> int:
    """Return how many of the units above stay above the given ones."""
    if not units:
        return 0
    ranks = [UNITS.index(unit) for unit, _ in above]
    return sum(rank < UNITS.index(units[0][0]) for rank in ranks)


def _below(spot: Spot, place: Place) -> Spot:
    """Return the spot of designators that are counted from a section named before."""
    rank = place.steps[0][0]
    kept = tuple(each for each in spot.steps if each[0] < rank)
    problem = spot.problem
    if not spot.sectioned and not problem:
        problem = (
            f"which section {''.join(f'({n})' for _, n in place.steps)} belongs to is not said"
        )
    return structs.replace(
        spot,
        steps=kept + place.steps,
        facet="whole",
        sentence=None,
        until="",
        item="",
        problem=problem,
    )


def _section(place: Place, law: str, act: str, book: Book) -> str:
    """Return the identifier of the section that a place names, or an empty string."""
    if law.startswith("/us/usc/"):
        return f"{law}/s{place.section}"
    if law.startswith("/us/cfr/"):
        return f"{law}/p{place.section.partition('.')[0]}/s{place.section}"
    found = book.section(law, act, place.section)
    if found == f"{law}/s{place.section}":
        return f"{unit_identifier(law, place.units)}/s{place.section}"
    return found


def _classified(place: Place, law: str, act: str, book: Book) -> Spot:
    """Return the spot of a place whose section of the Code the text itself cites."""
    subs = place.cite.split("/")[5:]
    base = place.cite[: len(place.cite) - sum(len(each) + 1 for each in subs)]
    own = [number for _, number in place.steps]
    if len(subs) >= len(own):
        numbers = subs
    elif own[: len(subs)] == subs:
        numbers = own
    else:
        numbers = [*subs, *own[len(subs) :]]
    steps = place.steps if numbers == own else steps_of(numbers)
    if not subs or numbers[: len(own)] == own:
        book.learn(law, act, place.section, base)
    return Spot(law, act, base, place.section, (), steps)


def _backed(spot: Spot, level: str, book: Book) -> Spot:
    """Return what "such section", "that Act" names, seen from a spot."""
    if level in {"Act", "Public Law", "Law", "Code"}:
        kind = "Code" if level == "Code" else "Act"
        known = spot if _is_kind(spot, kind) else book.last(kind)
        return Spot(known.law, known.act, known.law)
    if level in UNITS:
        known = spot if any(unit == level for unit, _ in spot.units) else book.last(level)
        if level == "title" and not known.units:
            known = spot if _is_kind(spot, "Code") else book.last("Code")
            return Spot(known.law, known.act, known.law)
        kept = tuple(each for each in known.units if UNITS.index(each[0]) <= UNITS.index(level))
        base = unit_identifier(known.law, kept) if known.law else ""
        return Spot(known.law, known.act, base, "", kept)
    known = spot if spot.sectioned else book.last("section")
    if level in LEVELS and all(rank != LEVELS[level] for rank, _ in known.steps):
        return structs.replace(known, problem=f"which {level} is meant is not said")
    return structs.replace(_cut(known, level), facet="whole", sentence=None, item="")


def _is_kind(spot: Spot, kind: str) -> bool:
    """Return whether a spot belongs to an Act or to a title of the Code."""
    code = spot.law.startswith("/us/usc/")
    return code if kind == "Code" else bool((spot.act or spot.law) and not code)


def _own(place: Place, book: Book) -> Spot:
    """Return the spot of a provision of the amending document itself: "section 2 of this Act"."""
    base = book.work
    if place.section:
        base += f"/s{place.section}"
    problem = "" if place.section else "the amending text itself is named without a section"
    return Spot(book.work, "", base, place.section, (), place.steps, problem=problem)


def _unnamed(place: Place, act: str) -> str:
    """Return why a place has no identifier."""
    what = (
        f"section {place.section}"
        if place.section
        else "".join(f"{unit} {number}" for unit, number in place.units[-1:])
    )
    whose = f" of the {act}" if act else ""
    if not act:
        return f"which law {what or 'it'} belongs to is not said"
    return f"{what}{whose} has no identifier that the text gives".strip()


def expand(first: tuple[int, str], last: tuple[int, str]) -> list[str]:
    """Return the designators from one to another, both included; none when the order is unclear.

    ((4, "ii"), (4, "iv")) -> ["ii", "iii", "iv"]
    """
    rank, start = first
    end = last[1]
    if start.isdigit() and end.isdigit():
        numbers = range(int(start), int(end) + 1)
        return [str(each) for each in numbers] if 0 < len(numbers) < 500 else []
    if not start.isalpha() or not end.isalpha():
        return []
    if rank in {4, 5}:
        places = roman(start), roman(end)
        names = [_roman(each) for each in range(places[0], places[1] + 1)] if all(places) else []
    else:
        places = letters(start), letters(end)
        names = [_letters(each) for each in range(places[0], places[1] + 1)] if all(places) else []
    names = [each.upper() for each in names] if start.isupper() else names
    return names if names and names[0] == start and names[-1] == end else []


def _roman(number: int) -> str:
    """Return a roman numeral below 90: 14 -> xiv."""
    signs = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    found = ""
    for value, sign in signs:
        while number >= value:
            found += sign
            number -= value
    return found


def _letters(place: int) -> str:
    """Return a letter designator: 26 -> z, 27 -> aa, 28 -> bb."""
    count, letter = divmod(place - 1, 26)
    return chr(97 + letter) * (count + 1)
