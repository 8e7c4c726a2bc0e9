"""What kind of change it is, and whether it matters, by rule and with the words that show it."""

from collections import Counter

from msgspec import Struct

from tracker.compare.align import Alignment
from tracker.compare.editorial import Hunk, editorial_type, hunks, is_list_joint
from tracker.compare.references import LEVELS, Follower, is_label, names_level_only
from tracker.compare.terms import RULES, candidates, defines, first, found
from tracker.model import Change, Significance

_CONJUNCTIONS = ("and", "or", "and/or")
_REACH = 80
"""Characters around a hunk that are read with it."""
_BESIDE = 30
"""Characters beside a changed quantity that say what it is for."""
_APART = 12
"""Characters between two changed places that are read as one at most."""
_POINTERS = ("this", "such", "that")
_SHOWN = 3
"""Examples given as evidence for one type."""
_EXCERPT = 80
"""Characters of evidence quoted at most."""

Evidence = list[tuple[str, str]]


class Context(Struct, frozen=True, gc=False):
    """What must be known beside the change itself."""

    alignment: Alignment
    old_front: set[int]
    """Old provisions that are front or back matter."""
    new_front: set[int]
    follower: Follower
    paired_old: set[int]
    """Old provisions that have a counterpart."""
    paired_new: set[int]


class Judgement(Struct, frozen=True, gc=False):
    """Types, significance and evidence of one change."""

    significance: Significance
    types: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...] = ()


def judge(change: Change, context: Context, i: int, j: int) -> Judgement:
    """Return what a change means; `i` and `j` are its provisions' indices, -1 for none."""
    if (j in context.new_front) if j >= 0 else (i in context.old_front):
        return Judgement("none", ("front-matter",))
    evidence: Evidence = []
    if change.redesignated and change.old and change.new:
        evidence.append(("label", f"{change.old.num} → {change.new.num}"))
    if change.moved and change.old and change.new:
        evidence.append(("place", f"{change.old.path} → {change.new.path}"))
    if change.kind in ("moved", "redesignated"):
        return _judgement("editorial", evidence)
    if change.kind in ("inserted", "deleted"):
        return _one_sided(change, context, i, j)
    substance, polish = _edited(change, context, i, j)
    if substance:
        return _judgement("substantive", substance + evidence + polish)
    if change.kind in ("split", "merged") and not polish:
        polish = [("structure", change.kind)]
    return _judgement("editorial", polish + evidence)


def _judgement(significance: Significance, evidence: Evidence) -> Judgement:
    """Return a judgement whose types are those of its evidence, in order."""
    types = tuple(dict.fromkeys(name for name, _ in evidence))
    return Judgement(significance, types, tuple(dict.fromkeys(evidence)))


def _one_sided(change: Change, context: Context, i: int, j: int) -> Judgement:
    """Judge a provision that is only on one side."""
    provision = change.new or change.old
    text = provision.own_text if provision else ""
    sign = "+" if change.kind == "inserted" else "−"
    if not text:
        return Judgement("editorial", ("structure",))
    evidence: Evidence = []
    if defines(text):
        evidence.append(("definition", f"{sign} {_short(text)}"))
    for name in candidates(text):
        shown = first(name, text)
        if shown:
            evidence.append((name, f"{sign} {_short(shown)}"))
    if _is_listed(context, change, i, j):
        evidence.append(("scope", f"{sign} {_short(text)}"))
    return _judgement("substantive", evidence or [("wording", f"{sign} {_short(text)}")])


def _is_listed(context: Context, change: Change, i: int, j: int) -> bool:
    """Return whether a one-sided provision is an item of a list that stands on both sides."""
    alignment = context.alignment
    inserted = change.kind == "inserted"
    outline, index = (alignment.new, j) if inserted else (alignment.old, i)
    parent = outline.parent[index]
    both = context.paired_new if inserted else context.paired_old
    return (
        parent in both
        and len(outline.children[parent]) > 1
        and outline.text[parent].endswith(("—", ":", "–"))
    )


def _edited(change: Change, context: Context, i: int, j: int) -> tuple[Evidence, Evidence]:
    """Return (evidence of substance, evidence of polish) of changed words."""
    polish: Evidence = []
    places: list[tuple[Hunk, str, str]] = []
    for hunk, before, after in hunks(change.words):
        name = _polish(hunk, before, after, context, i, j)
        if name == "case" and _in_heading(change, hunk):
            name = "heading-case"
        if name:
            polish.append((name, _arrow(hunk)))
        else:
            places.append((hunk, before, after))
    if not places:
        return [], polish
    real = [hunk for hunk, _, _ in places]
    before_text = change.old.own_text if change.old else ""
    after_text = change.new.own_text if change.new else ""
    substance: Evidence = []
    if defines(before_text) or defines(after_text):
        substance.append(("definition", _arrow(max(real, key=lambda h: len(h[0]) + len(h[1])))))
    substance += _conjunctions(real)
    nearby: dict[str, list[Hunk]] = {}
    for hunk, before, after in _joined(places):
        substance += _governed(hunk, before, after)
        gone, come = hunk
        start, end = _window(before, after)
        for rule in candidates(f"{gone} {come}"):
            nearby.setdefault(rule, []).append((f"{start}{gone}{end}", f"{start}{come}{end}"))
    changed = " ".join(part for hunk in real for part in hunk)
    for rule in RULES:
        if rule in nearby:
            substance += _rule_evidence(rule, nearby[rule], changed)
    return substance or [("wording", _arrow(hunk)) for hunk in real[:_SHOWN]], polish


def _joined(places: list[tuple[Hunk, str, str]]) -> list[tuple[Hunk, str, str]]:
    """Return the places with those a few characters apart read as one: `88 FR 734` is a whole."""
    joined = places[:1]
    for (gone, come), before, after in places[1:]:
        (old, new), start, end = joined[-1]
        if end is before and len(before) <= _APART:
            joined[-1] = ((old + before + gone, new + before + come), start, after)
        else:
            joined.append(((gone, come), before, after))
    return joined


def _governed(hunk: Hunk, before: str, after: str) -> Evidence:
    """Return what unchanged words beside a changed quantity make of it.

    `4800 or more` and `TPP of 4800` are thresholds, `expires in 2030` is a sunset; a changed
    level after "this" refers to something else.
    """
    gone, come = (part.strip().casefold() for part in hunk)
    if gone in LEVELS and come in LEVELS and before.rstrip().casefold().endswith(_POINTERS):
        return [("reference", _arrow(hunk))]
    if not any(char.isdigit() for char in gone + come):
        return []
    beside = f"{before[-_BESIDE:]}|{after[:_BESIDE]}"
    governing = [(name, first(name, beside)) for name in ("threshold", "effective-date")]
    return [(name, f"{_arrow(hunk)} ({words})") for name, words in governing if words]


def _polish(hunk: Hunk, before: str, after: str, context: Context, i: int, j: int) -> str:
    """Return the editorial type of one hunk, or an empty string."""
    name = editorial_type(hunk)
    if name:
        return name
    gone, come = hunk
    if is_list_joint(hunk, after):
        return "punctuation"
    if names_level_only(gone, come, after):
        return "reference"
    if is_label(gone) and is_label(come) and context.follower.follows(i, j, gone, come, before):
        return "reference-follows"
    return ""


def _in_heading(change: Change, hunk: Hunk) -> bool:
    """Return whether a hunk lies in the heading."""
    heading = change.old.heading if change.old else ""
    return bool(heading) and hunk[0].strip() in heading


def _conjunctions(real: list[Hunk]) -> Evidence:
    """Return the places where "and" became "or", or the other way round."""
    evidence: Evidence = []
    for gone, come in real:
        old = [w.strip(";,.").casefold() for w in gone.split()]
        new = [w.strip(";,.").casefold() for w in come.split()]
        before = [w for w in old if w in _CONJUNCTIONS]
        after = [w for w in new if w in _CONJUNCTIONS]
        if before and after and before != after and max(len(old), len(new)) <= 4:
            evidence.append(("conjunction", _arrow((gone, come))))
    return evidence


def _window(before: str, after: str) -> Hunk:
    """Return the unchanged words beside a hunk, cut at spaces."""
    start = before if len(before) <= _REACH else before[-_REACH:].partition(" ")[2]
    end = after if len(after) <= _REACH else after[:_REACH].rpartition(" ")[0]
    return start, end


def _rule_evidence(name: str, nearby: list[Hunk], changed: str) -> Evidence:
    """Return what of one kind only one of the two texts has.

    The words around each hunk are read with it, so that "may" and "may not" differ though only
    "not" was inserted; what is counted must touch words that changed.
    """
    old = [words for before, _ in nearby for words in found(name, before)]
    new = [words for _, after in nearby for words in found(name, after)]
    if old == new:
        return []
    gone = list((Counter(old) - Counter(new)).elements())
    come = list((Counter(new) - Counter(old)).elements())
    if not gone and not come:
        return []
    gone = [words for words in gone if _touches(words, changed)]
    come = [words for words in come if _touches(words, changed)]
    if len(gone) == len(come):
        return [(name, f"{a} → {b}") for a, b in zip(gone, come, strict=True)][:_SHOWN]
    shown = [f"− {words}" for words in gone] + [f"+ {words}" for words in come]
    return [(name, words) for words in dict.fromkeys(shown)][:_SHOWN]


def _touches(words: str, changed: str) -> bool:
    """Return whether some word of a finding is among the changed words."""
    return any(word in changed for word in words.split())


def _arrow(hunk: Hunk) -> str:
    """Return a hunk as evidence: `old → new`, `+ new`, `− old`."""
    gone, come = (_short(" ".join(part.split())) for part in hunk)
    if gone and come:
        return f"{gone} → {come}"
    return f"+ {come}" if come else f"− {gone}"


def _short(text: str) -> str:
    """Return a text cut to what evidence may quote."""
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1].rstrip() + "…"
