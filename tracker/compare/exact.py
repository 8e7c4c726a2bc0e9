"""Stages that match provisions whose words are the same: the bulk of every comparison."""

from collections.abc import Callable, Iterable

from tracker.compare.likeness import INSTRUCTIONS, marks_of, words_of
from tracker.compare.matching import Matching, is_distinctive
from tracker.compare.sequences import increasing

_LONG_FORMULA = 6
"""Words from which a formula that occurs once in each document is believed to have moved."""
_LARGE = 100
"""Provisions above which a text that occurs once is no boilerplate, whatever its words."""
_ALONE = 2
"""Distinctive words that a text in the order of both documents must have."""


def match_unique_texts(m: Matching) -> None:
    """Match own texts that occur once on each side.

    Texts in the order that both documents keep need little to be believed; one that is out of
    order has moved, and must be distinctive, so that boilerplate never "moves".
    """
    old_ids, new_ids = m.old.text_id, m.new.text_id
    old_counts, new_counts = m.old_uses, m.new_uses
    place = {key: j for j, key in enumerate(new_ids) if new_counts[key] == 1}
    found = [
        (i, place[key])
        for i, key in enumerate(old_ids)
        if key and old_counts[key] == 1 and key in place and m.free(i, place[key])
    ]
    found = [(i, j) for i, j in found if is_distinctive(m.old.text[i], _ALONE)]
    if not found:
        return
    kept = increasing([j for _, j in found], [len(m.old.text[i]) for i, _ in found])
    in_order = set(kept)
    for at, (i, j) in enumerate(found):
        if at in in_order or is_distinctive(m.old.text[i]):
            m.pair(i, j)


def match_rest_exactly(m: Matching, twins: bool) -> int:
    """Match what is still free and occurs once among the rest of each side; return how many.

    Whole subtrees first, then own texts, then own texts apart from case and punctuation. Without
    `twins`, words that either document repeats are matched under matched parents only: which of
    the repetitions is left over says nothing until their surroundings have been matched.
    """
    matched = 0
    for key_old, key_new, lockstep in _keys(m):
        old_once, new_once = _once(m.old_rest(), key_old), _once(m.new_rest(), key_new)
        for key, i in old_once.items():
            j = new_once.get(key, -1)
            if i < 0 or j < 0 or not m.free(i, j) or not _believable(m, i, j, lockstep, twins):
                continue
            if lockstep:
                m.pair_subtrees(i, j)
            else:
                m.pair(i, j)
            matched += 1
    return matched


def _keys(
    m: Matching,
) -> Iterable[tuple[Callable[[int], object], Callable[[int], object], bool]]:
    """Yield the keys to compare by: (of the old, of the new, whether it covers the subtree)."""
    yield m.old.subtree_id.__getitem__, m.new.subtree_id.__getitem__, True
    yield m.old.text_id.__getitem__, m.new.text_id.__getitem__, False
    yield (
        lambda i: m.old_words(i).tobytes(),
        lambda j: m.new_words(j).tobytes(),
        False,
    )


def _once(rest: list[int], key_of: Callable[[int], object]) -> dict[object, int]:
    """Return the provision of each key, -1 where several share it."""
    seen: dict[object, int] = {}
    for index in rest:
        key = key_of(index)
        seen[key] = -1 if key in seen else index
    return seen


def _believable(m: Matching, i: int, j: int, lockstep: bool, twins: bool) -> bool:
    """Return whether two provisions with the same words are one and the same."""
    text = m.old.text[i]
    if not text and not lockstep:
        return False
    if m.parents_matched(i, j):
        return is_distinctive(text, 1) or lockstep
    if not twins and not _unique(m, i, j, lockstep):
        return False
    if is_distinctive(text):
        return True
    if lockstep and m.old.end[i] > i + 1:
        whole = " ".join(m.old.text[i : min(m.old.end[i], i + 40)])
        return is_distinctive(whole, 4)
    words = words_of(text)
    if len(words) < _LONG_FORMULA:
        return False
    marks = marks_of(words)
    if marks > 1 or not m.unique(i, j):
        return marks > 1
    # Without words of instructions it is no boilerplate when neither document repeats it.
    return bool(marks) or len(m.old) > _LARGE or INSTRUCTIONS.isdisjoint(words)


def _unique(m: Matching, i: int, j: int, lockstep: bool) -> bool:
    """Return whether a text or subtree occurs nowhere else in either document, matched or not."""
    return m.unique_subtrees(i, j) if lockstep else m.unique(i, j)
