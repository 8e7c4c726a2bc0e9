"""Word-level edits between two texts, exact to the character.

The recipe: cut both texts into words, numbers, spaces and punctuation; find a longest common
subsequence of the words alone (spaces match everything and would only add noise); write the
result as a string with one code point a token; let diff-match-patch tidy that string, so that
no edit can ever cut a word; turn code points back into words. diff-match-patch is asked only
where it would change something, which most single edits spare.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from tracker.compare.sequences import common_pairs, prefix_length, suffix_length
from tracker.model import WordEdit

_LABEL = r"\((?:\d{1,3}|[ivxlcdmIVXLCDM]{1,7}|[A-Za-z]{1,2})\)"
_LETTER = r"[\w\u0300-\u036f\u00ad\u200c\u200d]"  # also combining marks and joiners
TOKEN_RE = re.compile(
    r"\s+"
    r"|(?:[A-Za-z]\.){2,}"  # U.S.C.
    r"|\b[A-E]:\d{1,2}\b"  # a country group
    rf"|[$€£₩]?{_LETTER}+(?:(?:(?<=\d)[,:](?=\d)|[.'’\u2010-\u2013/&-](?={_LETTER})){_LETTER}+)*"
    rf"(?:{_LABEL})*%?"  # 744.23(a)(2) · $5,000,000 · 3A090.a · 117–167 · 25%
    rf"|(?:{_LABEL})+"  # (a)(3)
    r"|\S"
)
"""Words as lawyers see them: numbers, money, ECCNs, citations and Hangul words stay whole."""

LONG = 60_000
"""Characters; above it sentences are aligned first and words only inside the changed ones."""

HOPELESS = 4_000_000
"""Characters without one common sentence; above it the text is shown as replaced."""

_SEGMENTS = (
    re.compile(r"[^.;:—]*[.;:—]*\s*"),  # sentences and clauses
    re.compile(r"[^\s,()]*[\s,()]*"),  # text without such punctuation: words
)

Op = int  # -1 delete, 0 equal, 1 insert, as diff-match-patch has them
Edit = tuple[Op, list[str]]

_POOLS_START = 0x2E80  # below it no code point is taken for a word
_NAMES = {-1: "delete", 0: "equal", 1: "insert"}
_POOLS = ((0x4E00, 0xA000), (0xAC00, 0xD7A4), (0x20000, 0x2A6E0), (0xF0000, 0x10FFFE))
_FORCED_SHARE = 0.2
"""Below this share of common words, with no run of them, two texts are shown as replaced."""
_FORCED_RUN = 4


def tokens(text: str) -> list[str]:
    """Cut a text into words, runs of white space and single punctuation marks."""
    return TOKEN_RE.findall(text)


def word_edits(old: str, new: str) -> tuple[WordEdit, ...]:
    """Return the edits that turn `old` into `new`, word by word.

    The concatenation of equal and delete is `old`, that of equal and insert is `new`, to the
    character. Adjacent edits never have the same operation; a delete precedes its insert.
    """
    if old == new:
        return (("equal", old),) if old else ()
    if not old or not new:
        return (("delete", old),) if old else (("insert", new),)
    if max(len(old), len(new)) > LONG:
        return _joined(_long_edits(old, new))
    return _joined(_edits(tokens(old), tokens(new)))


def _joined(edits: Iterable[Edit]) -> tuple[WordEdit, ...]:
    """Return edits as text, adjacent equal operations merged and deletes first."""
    out: list[WordEdit] = []
    pending: dict[Op, list[str]] = {-1: [], 1: [], 0: []}

    def flush() -> None:
        for op in (-1, 1, 0):
            if pending[op]:
                text = "".join(pending[op])
                name = _NAMES[op]
                out.append((name, text))  # type: ignore[arg-type]  # one of the three literals
                pending[op] = []

    for op, parts in edits:
        if not parts:
            continue
        if pending[0] if op else pending[-1] or pending[1]:
            flush()
        pending[op] += parts
    flush()
    return tuple(out)


def _edits(old: list[str], new: list[str]) -> list[Edit]:
    """Return the tidied edits between two token lists."""
    ids: dict[str, int] = {}
    left = [ids.setdefault(token, len(ids)) for token in old]
    right = [ids.setdefault(token, len(ids)) for token in new]
    head = prefix_length(left, right)
    tail = suffix_length(left, right, head)
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    edits = _raw(
        old_middle, new_middle, left[head : len(old) - tail], right[head : len(new) - tail]
    )
    if _forced(edits):
        edits = [(-1, old_middle), (1, new_middle)]
    edits = [(0, old[:head]), *edits, (0, old[len(old) - tail :])]
    edits = [edit for edit in edits if edit[1]]
    return _tidied(edits) if _needs_tidying(edits) else edits


def _raw(old: list[str], new: list[str], left: list[int], right: list[int]) -> list[Edit]:
    """Return the edits of a longest common subsequence of words, spaces following them."""
    at_old = [i for i, token in enumerate(old) if not token.isspace()]
    at_new = [j for j, token in enumerate(new) if not token.isspace()]
    pairs = common_pairs([left[i] for i in at_old], [right[j] for j in at_new])
    edits: list[Edit] = []
    i = j = 0
    for word_old, word_new in [*pairs, (-1, -1)]:
        i_end = at_old[word_old] if word_old >= 0 else len(old)
        j_end = at_new[word_new] if word_new >= 0 else len(new)
        gone, come = old[i:i_end], new[j:j_end]
        head = prefix_length(gone, come)  # type: ignore[arg-type]  # strings compare as well
        tail = suffix_length(gone, come, head)  # type: ignore[arg-type]
        edits.append((0, gone[:head]))
        edits.append((-1, gone[head : len(gone) - tail]))
        edits.append((1, come[head : len(come) - tail]))
        edits.append((0, gone[len(gone) - tail :]))
        if word_old >= 0:
            edits.append((0, [old[i_end]]))
        i, j = i_end + 1, j_end + 1
    return _merged(edits)


def _merged(edits: Sequence[Edit]) -> list[Edit]:
    """Join neighbours with the same operation and drop empty ones."""
    merged: list[Edit] = []
    for op, parts in edits:
        if not parts:
            continue
        if merged and merged[-1][0] == op:
            merged[-1][1].extend(parts)
        else:
            merged.append((op, list(parts)))
    return merged


def _forced(edits: list[Edit]) -> bool:
    """Return whether the common words are too few and too scattered to mean anything."""
    shared = [sum(not t.isspace() for t in parts) for op, parts in edits if op == 0]
    if not shared or max(shared) >= _FORCED_RUN:
        return False
    gone = sum(not t.isspace() for op, parts in edits if op < 0 for t in parts)
    come = sum(not t.isspace() for op, parts in edits if op > 0 for t in parts)
    return sum(shared) < _FORCED_SHARE * (sum(shared) + max(gone, come))


def _needs_tidying(edits: list[Edit]) -> bool:
    """Return whether diff-match-patch would change anything.

    It drops an equality no longer than the edits on both its sides, and slides an insertion or
    deletion that stands alone between equalities. A slide over white space alone is not worth
    asking for.
    """
    return _has_short_island(edits) or any(_can_slide(edits, at) for at in range(len(edits)))


def _has_short_island(edits: list[Edit]) -> bool:
    """Return whether an equality is no longer than the edits before and after it."""
    before = edit = 0
    island = None
    for op, parts in edits:
        if op:
            edit = max(edit, len(parts))
            if island is not None and island <= min(before, edit):
                return True
        else:
            before, island = edit, len(parts) if edit else None
            edit = 0
    return False


def _can_slide(edits: list[Edit], at: int) -> bool:
    """Return whether a lone insertion or deletion could stand elsewhere with the same effect."""
    op, edit = edits[at]
    if not op or not 0 < at < len(edits) - 1 or edits[at - 1][0] or edits[at + 1][0]:
        return False
    before, after = edits[at - 1][1], edits[at + 1][1]
    return edit[0] == after[0] or (edit[-1] == before[-1] and edit[-2:-1] == before[-2:-1])


def _tidied(edits: list[Edit]) -> list[Edit]:
    """Return the edits after diff-match-patch's merge and semantic clean-up."""
    from diff_match_patch import diff_match_patch  # noqa: PLC0415 - 15 ms, not always needed

    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # a result must never depend on the machine's speed
    codes: dict[str, str] = {}
    free = _code_points()
    encoded = []
    for op, parts in edits:
        for token in parts:
            if token not in codes:
                codes[token] = token if _stands_for_itself(token) else next(free)
        encoded.append((op, "".join([codes[token] for token in parts])))
    engine.diff_cleanupMerge(encoded)
    engine.diff_cleanupSemantic(encoded)
    words = {code: token for token, code in codes.items()}
    return [(op, [words[code] for code in text]) for op, text in encoded]


def _stands_for_itself(token: str) -> bool:
    """Return whether a token is one white-space or punctuation character.

    Such a token keeps its own code point, so that diff-match-patch's sense for the ends of
    sentences works on the encoded text too.
    """
    return len(token) == 1 and ord(token) < _POOLS_START and not token.isalnum()


def _code_points() -> Iterator[str]:
    """Yield code points for words: letters that are not punctuation, no surrogates."""
    for start, end in _POOLS:
        yield from map(chr, range(start, end))


def _long_edits(old: str, new: str) -> Iterator[Edit]:
    """Yield the edits of long texts: sentences first, words only inside changed ones."""
    left, right = _segments(old), _segments(new)
    ids: dict[str, int] = {}
    pairs = common_pairs(
        [ids.setdefault(part, len(ids)) for part in left],
        [ids.setdefault(part, len(ids)) for part in right],
    )
    i = j = 0
    for at_old, at_new in [*pairs, (len(left), len(right))]:
        gone, come = "".join(left[i:at_old]), "".join(right[j:at_new])
        if gone and come and len(gone) + len(come) <= HOPELESS:
            yield from _edits(tokens(gone), tokens(come))
        else:
            yield (-1, [gone] if gone else [])
            yield (1, [come] if come else [])
        if at_old < len(left):
            yield (0, [left[at_old]])
        i, j = at_old + 1, at_new + 1


def _segments(text: str) -> list[str]:
    """Cut a long text into segments that an edit leaves alone elsewhere."""
    for pattern in _SEGMENTS:
        parts = [part for part in pattern.findall(text) if part]
        if len(parts) * 2_000 > len(text):
            return parts
    return parts
