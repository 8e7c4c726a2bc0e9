"""What a set of executed instructions makes of each section of a base: for pages and reports."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct, structs

from tracker.amend.values import Amended, Entry
from tracker.compare import compare
from tracker.model import Change, ChangeSet, Document, Provision, Side

UNITS = frozenset({"section", "appendix", "supplement", "authority", "source", "toc"})
"""Levels at which the law is cited and read: what a redline of "the section" shows whole."""


class Section(Struct, frozen=True):
    """One section of the base as it would read."""

    path: str
    """In the result; in the base for a section that is gone."""
    name: str
    """`§ 4812. Authority of the President`."""
    changes: tuple[Change, ...]
    """Every provision of it in reading order, unchanged ones too."""
    entries: tuple[Entry, ...]
    """The instructions that touched it, in their order."""

    def changeset(self, old: Side, new: Side) -> ChangeSet:
        """Return the section's changes as a change set of their own."""
        return ChangeSet(old, new, self.changes)


def sections(amended: Amended) -> tuple[Section, ...]:
    """Return the sections of the base that instructions changed, in reading order.

    A section that no executed instruction touched is left out, and so is what stands outside of
    sections unless an instruction touched it.
    """
    old_units, new_units = _units(amended.base), _units(amended.result)
    entries: dict[str, list[Entry]] = {}
    for entry in amended.ledger:
        if entry.executed:
            for unit in dict.fromkeys(_touched(entry, old_units, new_units)):
                entries.setdefault(unit.path, []).append(entry)
    changes: dict[str, list[Change]] = {path: [] for path in entries}
    names: dict[str, Provision] = {}
    for change in compare(amended.base, amended.result).changes:
        home = _unit_of(change, old_units, new_units)
        if home is not None and home.path in changes and not _beside(change):
            changes[home.path].append(_from_section(change, home))
            names.setdefault(home.path, home)
    return tuple(
        Section(path, _name(names[path]), tuple(found), tuple(entries[path]))
        for path, found in changes.items()
        if found
    )


def _beside(change: Change) -> bool:
    """Return whether a provision is an editors' note that stays as it is: no part of the law."""
    here = change.new or change.old
    return change.kind == "unchanged" and here is not None and bool(_NOTE_RE.search(here.path))


_NOTE_RE = re.compile(r"/(?:notes|sourceCredit)\d*(?:/|$)")


def _from_section(change: Change, unit: Provision) -> Change:
    """Return a change whose trail starts at its section: the chapters above go without saying."""
    name = f"{unit.num} {unit.heading}".strip()
    at = next((n for n, step in enumerate(change.trail) if step.startswith(name)), None)
    return change if at is None or not name else structs.replace(change, trail=change.trail[at:])


def _units(document: Document) -> dict[str, Provision]:
    """Return the section (or the like) that every provision stands in, itself included."""
    found: dict[str, Provision] = {}
    stack: list[tuple[Provision, Provision | None]] = [(document.root, None)]
    while stack:
        provision, above = stack.pop()
        starts = above is None and provision.level in UNITS
        unit: Provision | None = provision if starts else above
        found[provision.path] = unit or provision
        stack.extend([(child, unit) for child in provision.children])
    return found


def _touched(
    entry: Entry, old_units: dict[str, Provision], new_units: dict[str, Provision]
) -> Iterator[Provision]:
    """Yield the sections that an entry touched, as the result has them where it has them."""
    for path in entry.after:
        if path in new_units:
            yield new_units[path]
    for path in entry.before:
        if path in old_units:
            unit = old_units[path]
            yield new_units.get(unit.path, unit)


def _unit_of(
    change: Change, old_units: dict[str, Provision], new_units: dict[str, Provision]
) -> Provision | None:
    """Return the section a change is shown in."""
    if change.new is not None:
        return new_units.get(change.new.path)
    return old_units.get(change.old.path) if change.old is not None else None


def _name(unit: Provision) -> str:
    """Return a section's label and heading."""
    return " ".join(part for part in (unit.num, unit.heading) if part).rstrip(":") or unit.level


def by_reason(entries: Iterable[Entry]) -> dict[str, int]:
    """Return how many entries ended with each reason, the commonest first; executed ones not."""
    counts: dict[str, int] = {}
    for entry in entries:
        if not entry.executed:
            counts[entry.reason] = counts.get(entry.reason, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
