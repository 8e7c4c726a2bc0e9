"""Notes across versions: an anchor follows its clause by words and surroundings, never by label.

The pairing comes from `compare`; this module decides whether the words of the paired clause
support the anchor, and says `changed` or `gone` rather than attach it to something else.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from tracker.gaps.notes import Note
from tracker.identifiers import version_order
from tracker.model import Document, Finding, Provision, WordEdit

State = Literal["intact", "moved", "changed", "gone"]
_RANK: dict[State, int] = {"intact": 0, "moved": 1, "changed": 2, "gone": 3}

_SUPPORT = 0.5
"""Least share of common words with which a changed clause still supports its anchor."""
_ABSORBED = 0.6
"""Least share of a clause's words that the clause above it must have taken in."""
_DISTINCT = 5
"""Fewest words by which a clause may be found again without the help of its surroundings."""


class Anchor(Struct, frozen=True):
    """A provision of one version, by identifier and own words."""

    id: str
    path: str
    words: str
    """A stretch of the provision's own words; empty stands for all of them."""


class Carried(Struct, frozen=True):
    """What became of an anchor in one new version."""

    id: str
    state: State
    old_path: str
    new_path: str
    """Empty when gone."""
    version: str
    reason: str
    redline: tuple[WordEdit, ...] = ()


class Followed(Struct, frozen=True):
    """What became of a note up to the newest version held."""

    note: Note
    state: State
    path: str
    """Where it stands now; empty when gone."""
    version: str
    steps: tuple[Carried, ...]

    @property
    def needs_review(self) -> bool:
        """Return whether a person must look at it."""
        return self.state in {"changed", "gone"}


class _Place(Struct, frozen=True):
    """A provision with what stands around it."""

    provision: Provision
    above: str
    before: str
    after: str
    below: bytes
    parent: str
    parent_words: str


def carry(old: Document, new: Document, anchors: Sequence[Anchor]) -> list[Carried]:
    """Return what became of anchors on `old` in `new`, in their order.

    An anchor whose path is not in `old`, or whose words are not in that provision, is `gone`.
    """
    # alignment is needed only when texts are compared; start-up should not wait for it
    from tracker.compare.align import align  # noqa: PLC0415

    alignment = align(old, new)
    pairs = {one.path: other for one, other in alignment.provision_pairs()}
    new_provisions = alignment.new.provisions
    split = {
        alignment.old.provisions[index].path: [new_provisions[n].path for n in parts]
        for index, parts in alignment.splits.items()
    }
    places_old, places_new = _places(old), _places(new)
    twins: dict[str, list[_Place]] = {}
    for other in places_new.values():
        twins.setdefault(other.provision.own_text, []).append(other)
    taken = {provision.path for provision in pairs.values()}
    # Words that stood twice before say nothing about which of the two was kept.
    counts: dict[str, int] = {}
    for each in places_old.values():
        counts[each.provision.own_text] = counts.get(each.provision.own_text, 0) + 1
    once = {words for words, count in counts.items() if count == 1}
    found = []
    for anchor in anchors:
        place = places_old.get(anchor.path)
        if place is None or anchor.words not in place.provision.own_text:
            reason = "its words are not in the version that it was made on"
            found.append(Carried(anchor.id, "gone", anchor.path, "", new.version, reason))
            continue
        partner = pairs.get(anchor.path)
        lone = twins if place.provision.own_text in once else {}
        outcome = _follow(
            anchor,
            place,
            places_new.get(partner.path) if partner else None,
            twins,
            _free(lone, place.provision.own_text, taken),
            split.get(anchor.path, []),
            new.version,
        )
        if outcome.state == "gone" and (into := _absorbed(place, pairs, places_new)):
            outcome = _changed(
                anchor,
                place,
                into,
                new.version,
                f"most of its words now stand in {into.provision.path}",
            )
        found.append(outcome)
    return found


def _absorbed(
    place: _Place, pairs: Mapping[str, Provision], places: Mapping[str, _Place]
) -> _Place | None:
    """Return the clause above that took in the words of a clause that is gone, or None."""
    parent = pairs.get(place.parent)
    into = places.get(parent.path) if parent else None
    if into is None:
        return None
    old, new = _bag(place.provision.own_text), _bag(into.provision.own_text)
    before = _bag(place.parent_words)
    common = sum(
        min(count, max(new.get(word, 0) - before.get(word, 0), 0)) for word, count in old.items()
    )
    total = sum(old.values())
    return into if total >= 2 * _DISTINCT and common / total >= _ABSORBED else None


def follow(
    notes: Iterable[Note], documents: Iterable[Document]
) -> tuple[list[Followed], list[Finding]]:
    """Carry notes through all later versions held; `documents` are all versions, in any order.

    Returns the notes that could be placed, and a finding per note whose work, version, provision
    or words are not there.
    """
    works: dict[str, dict[str, Document]] = {}
    for document in documents:
        works.setdefault(document.work, {})[document.version] = document
    followed: list[Followed] = []
    findings: list[Finding] = []
    placed: list[Note] = []
    for note in notes:
        if problem := _misplaced(note, works):
            findings.append(problem)
        else:
            placed.append(note)
    for (work, version), group in _grouped(placed).items():
        versions = works[work]
        order = sorted(
            versions,
            key=lambda v: version_order(work, v, versions[v].dates.published),
        )
        later = order[order.index(version) :]
        followed.extend(_along(group, [versions[v] for v in later]))
    return followed, findings


def _along(notes: list[Note], documents: list[Document]) -> list[Followed]:
    """Carry notes made on the first document through the rest."""
    steps: dict[str, list[Carried]] = {note.id: [] for note in notes}
    live = [Anchor(note.id, note.path, note.words) for note in notes]
    for old, new in pairwise(documents):
        carried = carry(old, new, live)
        live = []
        for one in carried:
            steps[one.id].append(one)
            if one.new_path:
                # After a change the clause is followed as it now reads.
                words = next((n.words for n in notes if n.id == one.id), "")
                kept = words if one.state in {"intact", "moved"} else ""
                live.append(Anchor(one.id, one.new_path, kept))
    found = []
    for note in notes:
        taken = steps[note.id]
        state: State = max((step.state for step in taken), key=_RANK.__getitem__, default="intact")
        path = taken[-1].new_path if taken else note.path
        if state in {"intact", "moved"}:
            state = "moved" if path != note.path else "intact"
        version = taken[-1].version if taken else note.version
        found.append(Followed(note, state, path, version, tuple(taken)))
    return found


def _grouped(notes: Iterable[Note]) -> dict[tuple[str, str], list[Note]]:
    """Return notes by the version they were made on."""
    groups: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        groups.setdefault((note.work, note.version), []).append(note)
    return groups


def _misplaced(note: Note, works: Mapping[str, Mapping[str, Document]]) -> Finding | None:
    """Return a finding when a note does not sit on its words, or None."""
    where = f"{note.file}:{note.line}" if note.line else note.file
    head = f"{where}: note “{note.id}”"
    document = works.get(note.work, {}).get(note.version)
    if document is None:
        return Finding(
            "note-version",
            f"{head} is on {note.work}@{note.version}, which is not held",
            note.file,
            note.line,
        )
    holders = [p for p in document.provisions() if note.words in p.own_text]
    if any(p.path == note.path for p in holders):
        return None
    if not holders:
        return Finding(
            "note-words",
            f"{head}: its words are nowhere in {note.work}@{note.version}",
            note.file,
            note.line,
        )
    there = ", ".join(p.path for p in holders[:3])
    return Finding(
        "note-place",
        f"{head}: its words are not at {note.path} but at {there}",
        note.file,
        note.line,
    )


def _follow(
    anchor: Anchor,
    place: _Place,
    partner: _Place | None,
    twins: Mapping[str, list[_Place]],
    free: list[_Place],
    split: list[str],
    version: str,
) -> Carried:
    """Decide what became of one anchor."""
    own = place.provision.own_text
    old_path = place.provision.path
    same = twins.get(own, [])
    if len(split) > 1 and partner is not None:
        reason = f"split into {', '.join(split)}"
        return _changed(anchor, place, partner, version, reason)
    if partner is not None and partner.provision.own_text == own:
        better = _better(place, partner, same)
        if better:
            return _changed(
                anchor,
                place,
                partner,
                version,
                f"the same words stand at {better} in surroundings more alike",
            )
        path = partner.provision.path
        if path == old_path:
            return Carried(anchor.id, "intact", old_path, path, version, "same words, same place")
        return Carried(anchor.id, "moved", old_path, path, version, "same words, new identifier")
    if partner is not None and _supports(anchor, own, partner.provision.own_text):
        return _changed(anchor, place, partner, version, "its words changed")
    if len(free) == 1 and len(own.split()) >= _DISTINCT:
        path = free[0].provision.path
        return Carried(
            anchor.id,
            "moved" if path != old_path else "intact",
            old_path,
            path,
            version,
            "same words, found again elsewhere",
        )
    return Carried(
        anchor.id, "gone", old_path, "", version, "no clause of the new version supports its words"
    )


def _free(twins: Mapping[str, list[_Place]], words: str, taken: set[str]) -> list[_Place]:
    """Return the clauses with these words that no other clause was paired with."""
    return [other for other in twins.get(words, []) if other.provision.path not in taken]


def _changed(anchor: Anchor, place: _Place, partner: _Place, version: str, reason: str) -> Carried:
    """Return an anchor that a person must look at, with the redline."""
    from tracker.compare.words import word_edits  # noqa: PLC0415 (see carry)

    edits = word_edits(place.provision.own_text, partner.provision.own_text)
    return Carried(
        anchor.id, "changed", place.provision.path, partner.provision.path, version, reason, edits
    )


def _supports(anchor: Anchor, old: str, new: str) -> bool:
    """Return whether changed words still carry the anchor."""
    if anchor.words and len(anchor.words.split()) >= _DISTINCT and anchor.words in new:
        return True
    before, after = _bag(old), _bag(new)
    common = sum(min(count, after.get(word, 0)) for word, count in before.items())
    total = max(sum(before.values()), 1)
    return common / total >= _SUPPORT or common / max(sum(after.values()), 1) >= _SUPPORT + 0.25


def _bag(text: str) -> dict[str, int]:
    """Return the words of a text with their counts."""
    counts: dict[str, int] = {}
    for word in text.lower().split():
        counts[word] = counts.get(word, 0) + 1
    return counts


def _better(place: _Place, partner: _Place, same: list[_Place]) -> str:
    """Return the path of a twin whose surroundings fit better than the partner's, or empty."""
    if len(same) < 2:
        return ""
    ours = _likeness(place, partner)
    best = max(same, key=lambda other: _likeness(place, other))
    if best.provision.path == partner.provision.path:
        return ""
    return best.provision.path if _likeness(place, best) > ours else ""


def _likeness(one: _Place, other: _Place) -> int:
    """Return how many of the surroundings of two places are the same."""
    return (
        2 * (one.above == other.above)
        + (one.before == other.before)
        + (one.after == other.after)
        + 2 * (one.below == other.below)
    )


def _places(document: Document) -> dict[str, _Place]:
    """Return every provision with its surroundings, by path."""
    found: dict[str, _Place] = {}
    stack: list[tuple[Provision, str]] = [(document.root, "")]
    while stack:
        parent, above = stack.pop()
        line = f"{above}\x1f{parent.own_text}"
        children = parent.children
        for number, child in enumerate(children):
            found[child.path] = _Place(
                provision=child,
                above=line,
                before=children[number - 1].own_text if number else "",
                after=children[number + 1].own_text if number + 1 < len(children) else "",
                below=b"".join(grandchild.digest for grandchild in child.children),
                parent=parent.path,
                parent_words=parent.own_text,
            )
            stack.append((child, line))
    return found
