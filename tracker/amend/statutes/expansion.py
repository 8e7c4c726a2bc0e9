"""From orders to instructions: one for each action on each target."""

from msgspec import structs

from tracker.amend.statutes.laws import Book, Spot
from tracker.amend.statutes.orders import Order
from tracker.amend.statutes.places import LEVEL_NAMES, LEVELS, fits
from tracker.amend.statutes.scopes import expand, place_at, resolve
from tracker.amend.statutes.tokens import Place
from tracker.amend.statutes.ways import Where
from tracker.amend.values import Instruction, Rename
from tracker.formats.paths import designation


def instructions_of(
    order: Order, spots: tuple[Spot, ...], book: Book, path: str, above: str
) -> list[Instruction]:
    """Return the instructions that an order gives, seen from the spots of the provisions above."""
    reached = resolve(spots, order.lead + order.where, book)
    # The full stop after a quoted block, left alone, says nothing.
    words = f"{above} {order.words}".strip().replace(":.", ":")
    found: list[Instruction] = []
    for spot in reached:
        base = Instruction(
            0,
            path,
            words,
            order.action,
            spot.target,
            text=order.text,
            content=order.content,
            position=order.position,
            beside=spot.item,
            until=spot.until,
            problem=order.problem,
        )
        if order.action == "redesignate":
            found.append(_renamed(order, spot, base, book))
        elif order.objects:
            found += _on_objects(order, spot, base, book)
        else:
            found += _on_words(order, spot, base, book)
    return [_checked(each, reached[0]) for each in found]


def _checked(instruction: Instruction, spot: Spot) -> Instruction:
    """Return an instruction with a problem when its target has no identifier."""
    if instruction.target.identifier or instruction.problem:
        return instruction
    return structs.replace(instruction, problem=spot.problem or "what is amended is not named")


def _on_words(order: Order, spot: Spot, base: Instruction, book: Book) -> list[Instruction]:
    """Return the instructions of an order on words, or on the target as a whole."""
    if order.beside is not None:
        beside = resolve((spot,), (order.beside,), book)
        if not beside:
            return [structs.replace(base, problem="what it stands beside could not be read")]
        base = _placed(order, spot, base, beside)
    if order.until is not None:
        until = resolve((spot,), (order.until,), book)
        base = structs.replace(base, until=until[-1].identifier if until else "")
    return [structs.replace(base, find=each) for each in order.finds] or [base]


def _placed(order: Order, spot: Spot, base: Instruction, named: tuple[Spot, ...]) -> Instruction:
    """Return an addition with what it stands beside, and with the provision that it goes into."""
    if order.beside is not None and order.beside.kind == "item":
        target = structs.replace(base.target, facet="toc")
        return structs.replace(base, target=target, beside=named[0].item)
    beside = named[-1 if order.position == "after" else 0]
    rank = _rank(order, base, beside) if order.action == "add" else 0
    if rank:  # "after clause (ii)(II) the following new clause" is after clause (ii)
        beside = structs.replace(beside, steps=tuple(s for s in beside.steps if s[0] <= rank))
    base = structs.replace(base, beside=beside.identifier)
    if spot.facet != "whole":
        return base
    if beside.steps:
        parent = structs.replace(beside, steps=beside.steps[:-1])
        return structs.replace(base, target=parent.target)
    title = "/".join(beside.identifier.split("/")[:4])
    if beside.sectioned and not base.target.identifier.startswith(title):
        # a part of an Act has no identifier, its sections stand in a title of the Code
        return structs.replace(base, target=structs.replace(base.target, identifier=title))
    return base


def _rank(order: Order, base: Instruction, beside: Spot) -> int:
    """Return the rank of the level of new provisions, 0 when that is not sure.

    Without "the following new clause", the new designator tells: (iii) goes on from (ii).
    """
    if order.noun in LEVELS:
        return LEVELS[order.noun]
    new = designation(base.content[0].num) if base.content else ""
    for step in reversed(beside.steps):
        if new and order.position == "after" and expand(step, (step[0], new)) == [step[1], new]:
            return step[0]
    return 0


def _on_objects(order: Order, spot: Spot, base: Instruction, book: Book) -> list[Instruction]:
    """Return the instructions of an order on provisions, sentences or headings as wholes."""
    objects = [
        (where, each) for where in order.objects for each in resolve((spot,), (where,), book)
    ]
    if order.action in {"substitute", "amend"} and len(objects) > 1:
        return _replaced(base, objects)
    found = []
    for each in _runs(order, spot, objects, book):
        made = structs.replace(
            base, target=each.target, until=each.until, beside=each.item or base.beside
        )
        found.append(made if not each.problem else structs.replace(made, problem=each.problem))
    if order.until is not None and found:
        until = resolve((spot,), (order.until,), book)
        found[-1] = structs.replace(found[-1], until=until[-1].identifier if until else "")
    return found


def _runs(order: Order, spot: Spot, objects: list[tuple[Where, Spot]], book: Book) -> list[Spot]:
    """Return the objects with each "paragraphs (3) through (5)" as one run again."""
    found: list[Spot] = []
    for where in order.objects:
        if where.kind != "place":
            # the last sentence first, so that the numbers of the others stay
            found += [each for of, each in reversed(objects) if of is where]
            continue
        for place in where.places:
            spots = place_at(spot, place, book)
            first = spots[0]
            if len(spots) > 1:
                first = structs.replace(first, until=spots[-1].identifier)
            found.append(first)
    return found


def _replaced(base: Instruction, objects: list[tuple[Where, Spot]]) -> list[Instruction]:
    """Return the instructions that put new provisions in the place of several old ones.

    Neighbours are one run; others each get the new provision with their own designator.
    """
    spots = [spot for _, spot in objects]
    if any(where.kind != "place" for where, _ in objects):
        return [
            structs.replace(
                base, target=spots[0].target, problem="several parts are replaced at once"
            )
        ]
    first, last = spots[0], spots[-1]
    if _neighbours(spots):
        return [structs.replace(base, target=first.target, until=last.identifier)]
    by_number = {designation(each.num): each for each in base.content}
    numbers = [spot.steps[-1][1] if spot.steps else spot.section for spot in spots]
    if len(by_number) == len(numbers) and all(each in by_number for each in numbers):
        return [
            structs.replace(base, target=spot.target, content=(by_number[number],))
            for spot, number in zip(spots, numbers, strict=True)
        ]
    problem = "which new text replaces which provision is not said"
    return [structs.replace(base, target=first.target, problem=problem)]


def _neighbours(spots: list[Spot]) -> bool:
    """Return whether spots follow each other without a gap under one parent."""
    if any(not spot.steps for spot in spots) or len({spot.steps[:-1] for spot in spots}) > 1:
        return False
    run = expand(spots[0].steps[-1], spots[-1].steps[-1])
    return run == [spot.steps[-1][1] for spot in spots]


def _renamed(order: Order, spot: Spot, base: Instruction, book: Book) -> Instruction:
    """Return a redesignation with each old provision paired with its new designator."""
    if base.problem:
        return base
    if any(each.kind == "item" for each in order.objects):
        old = resolve((spot,), order.objects, book)
        names = [place.section for place in order.new]
        if len(old) != len(names):
            return structs.replace(base, problem="old and new items differ in number")
        items = tuple(Rename(o.item, name) for o, name in zip(old, names, strict=True))
        return structs.replace(base, target=old[0].target, renames=items, beside=old[0].item)
    old = resolve((spot,), order.objects, book) if order.objects else (spot,)
    if not old:
        return structs.replace(base, problem="what is redesignated could not be read")
    new = [each for place in order.new for each in _names(place)]
    if any(_moves(place, old[0]) for place in order.new):
        return structs.replace(base, problem="provisions are moved as well as redesignated")
    base = structs.replace(base, target=old[0].target, until="")
    if len(old) != len(new):
        return structs.replace(base, problem="old and new designators differ in number")
    renames = []
    for each, (rank, number) in zip(old, new, strict=True):
        before = each.steps[-1][0] if each.steps else 0
        level = (LEVEL_NAMES.get(rank) or "section") if rank != before else None
        if rank and not fits(rank, number):
            level = None  # "subparagraphs (R) … as paragraphs (S)": the level was a slip
        renames.append(Rename(each.identifier, f"({number})" if rank else number, level))
    return structs.replace(base, renames=tuple(renames))


def _moves(new: Place, old: Spot) -> bool:
    """Return whether a new designator stands under another provision than the old one."""
    if new.section:
        return bool(new.steps)
    above = new.steps[:-1]
    return bool(above) and above != tuple(old.steps[len(old.steps) - 1 - len(above) : -1])


def _names(place: Place) -> list[tuple[int, str]]:
    """Return the new designators that a place stands for, with their ranks; 0 for sections."""
    if place.steps:
        first = place.steps[-1]
        if place.until is None or not place.until.steps:
            return [first]
        return [(first[0], each) for each in expand(first, place.until.steps[-1])]
    number = place.section or (place.units[-1][1] if place.units else "")
    if place.until is None:
        return [(0, number)] if number else []
    return [(0, each) for each in expand((0, number), (0, place.until.section))]
