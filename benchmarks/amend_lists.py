"""Lists of real parts of the CFR amended by planted instructions: added to, shifted, closed up.

    python -m benchmarks.amend_lists [PART …]      parts of 15 CFR at hand; default: all

For each list of paragraphs a rule adds one at its end; redesignates all but the first and adds one
in the place that is free; removes the second and redesignates those after it. The list must then
hold the expected designators with the expected texts, in order.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from html import escape

from benchmarks.amend_planted import DAY, ROOT, RULE, label_of
from tracker.amend.execution.execute import execute
from tracker.amend.rules import reading as rules
from tracker.amend.rules.spots import Spot, expanded, written
from tracker.formats import designators, parse
from tracker.model import Document, Provision

Line = tuple[str, str]
"""Designator and text of a paragraph."""
Planted = tuple[str, str, list[Line]]
"""(order, designator of the paragraph that is shown or "", the list afterwards)."""
_FEWEST = 3
ZEBRA = "A zebra."


def lists(section: Provision) -> Iterator[tuple[tuple[Provision, ...], list[Provision]]]:
    """Yield the lists of a section that are designated in one form from the first to the last."""
    stack: list[tuple[tuple[Provision, ...], Provision]] = [((), section)]
    while stack:
        above, provision = stack.pop()
        below = [c for c in provision.children if c.level == "paragraph"]
        stack += [((*above, child), child) for child in below if child.num.startswith("(")]
        names = [child.num.strip("()") for child in below]
        if len(below) >= _FEWEST and _run(names[0], names[-1]) == names:
            yield above, below


def _run(first: str, last: str) -> list[str]:
    """Return the designators from one to another."""
    return [spot.steps[0] for spot in expanded(Spot(steps=(first,), until=(last,)))]


def _next(names: list[str]) -> str:
    """Return the designator that follows a list's last one."""
    for form, place in designators.readings(names[-1]):
        if (form, 1) in designators.readings(names[0]):
            return written(form, place + 1)
    return ""


def add_last(prefix: str, names: list[str], texts: list[str]) -> Planted:
    """Add a paragraph at the end."""
    new = _next(names)
    order = f"add paragraph {prefix}({new}) to read as follows:"
    return order, new, [*zip(names, texts, strict=True), (new, ZEBRA)]


def shift(prefix: str, names: list[str], texts: list[str]) -> Planted:
    """Redesignate all but the first, and add one in the place that is free."""
    free, new = names[1], _next(names)
    order = (
        f"redesignate paragraphs {prefix}({free}) through ({names[-1]}) as paragraphs "
        f"{prefix}({names[2]}) through ({new}) and add new paragraph {prefix}({free}) to read as "
        "follows:"
    )
    moved = zip([*names[2:], new], texts[1:], strict=True)
    return order, free, [(names[0], texts[0]), (free, ZEBRA), *moved]


def close_up(prefix: str, names: list[str], texts: list[str]) -> Planted:
    """Remove the second, and redesignate those after it."""
    order = (
        f"remove paragraph {prefix}({names[1]}) and redesignate paragraphs {prefix}({names[2]}) "
        f"through ({names[-1]}) as paragraphs {prefix}({names[1]}) through ({names[-2]})."
    )
    moved = zip(names[1:-1], texts[2:], strict=True)
    return order, "", [(names[0], texts[0]), *moved]


KINDS: tuple[Callable[[str, list[str], list[str]], Planted], ...] = (add_last, shift, close_up)


def outcome(
    base: Document,
    section: Provision,
    above: tuple[Provision, ...],
    held: list[Provision],
    kind: Callable[[str, list[str], list[str]], Planted],
) -> str:
    """Return `right`, `wrong`, or why the instructions were left alone."""
    prefix = "".join(each.num for each in above)
    names = [each.num.strip("()") for each in held]
    order, new, expected = kind(prefix, names, [each.own_text for each in held])
    shown = ""
    if new:
        stars = "".join(f"<P>{label_of(each)} * * *</P>" for each in above)
        upright = label_of(held[0]) == held[0].num
        label = f"({new})" if upright else f'(<E T="03">{new}</E>)'
        shown = (
            f"<SECTION><SECTNO>{section.num}</SECTNO><SUBJECT>{escape(section.heading)}</SUBJECT>"
            f"<STARS/>{stars}<P>{label} {ZEBRA}</P><STARS/></SECTION>"
        )
    number = section.num.removeprefix("§").strip()
    part = base.work.rpartition("/p")[2]
    xml = RULE.format(part=part, section=number, order=order, shown=shown)
    instructions = rules.read(parse(xml.encode(), source="planted.xml"))
    if any(each.problem for each in instructions):
        return "unread"
    amended = execute(base, instructions)
    refused = [entry.reason for entry in amended.ledger if not entry.executed]
    if refused:
        return refused[0]
    home = above[-1].path if above else section.path
    result = next(each for each in amended.result.provisions() if each.path == home)
    found = [(c.num.strip("()"), c.own_text) for c in result.children if c.level == "paragraph"]
    return "right" if found == expected else "wrong"


def main() -> None:
    """Print a line for each part and kind of instruction."""
    print(f"{'part':5} {'instructions':14} {'right':>6} {'wrong':>6}  left alone")
    for part in sys.argv[1:] or ["734", "736", "742", "748"]:
        path = ROOT / DAY / f"title-15.xml@part={part}"
        base = parse(path.read_bytes(), source=path.name, work=f"/us/cfr/t15/p{part}")
        sections = [each for each in base.provisions() if each.level == "section"]
        for kind in KINDS:
            found = Counter(
                outcome(base, section, above, held, kind)
                for section in sections
                for above, held in lists(section)
            )
            alone = [f"{n} {why}" for why, n in found.items() if why not in {"right", "wrong"}]
            name = kind.__name__.replace("_", " ")
            print(
                f"{part:5} {name:14} {found['right']:6} {found['wrong']:6}  "
                + (", ".join(alone) or "-")
            )


if __name__ == "__main__":
    main()
