"""The search index: an inverted index in small script files, which pages load as they need.

Script files load from disk as well as over HTTP, need no WebAssembly and no fetch, and so live
under the strict Content-Security-Policy. A query reads the shards of its words' first letters
(some kilobytes each), whatever the size of the site. Hangul is indexed by pairs of syllables, so
that stems are found under any ending. A clause whose words stand alike in several versions is
indexed once, at the newest.
"""

import json
import re
from array import array
from collections import defaultdict

from tracker.render import labels, urls
from tracker.render.context import Context
from tracker.render.derived import Cache
from tracker.render.html import clean
from tracker.render.pages.lists import facts_of
from tracker.render.summary import cut

DOCS_PER_SHARD = 50
SNIPPET = 320
"""Characters of a clause kept for display."""
_WORD_RE = re.compile(r"[0-9a-z]+(?:[.\-][0-9a-z]+)*|[가-힣]+")
STOP = frozenset(
    {
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "with",
    }
)


_BINDING = {status: place for place, status in enumerate(labels.FORCES)}
"""Texts that bind are found before those that are pending, dead ones last."""


def tokens(text: str) -> set[str]:
    """Return the index words of a text: words, numbers such as `734.13`, pairs of Hangul."""
    found: set[str] = set()
    for word in _WORD_RE.findall(text.lower()):
        if word[0] >= "가":
            found.update(word[i : i + 2] for i in range(max(1, len(word) - 1)))
        elif word not in STOP:
            found.add(word)
            if "-" in word:
                found.update(part for part in word.split("-") if part and part not in STOP)
    return found


def shard_of(token: str) -> str:
    """Return the shard a word lives in: its first two letters, or `h` and the syllable's block."""
    first = ord(token[0])
    if first >= 0xAC00:
        return f"h{(first - 0xAC00) // 588:02d}"
    return "".join(c if c.isalnum() else "_" for c in token[:2])


def _entries(context: Context, cache: Cache) -> list[tuple[str, str, str]]:
    """Return (title, link, text) of everything to be found, in the order in which it is shown.

    Gaps first, then works, clauses that define a term, other clauses, and front matter last; among
    equals the texts that bind.
    """
    found: list[tuple[int, str, str, str]] = []
    for gap in context.data.gaps:
        english = f"{gap.id} {gap.title} {gap.claim} {gap.legal_test} {gap.prose}"
        page = urls.gap_page(gap.id, gap.slug)
        found.append((0, f"{gap.id} {gap.title}", page, _plain(english)))
        if gap.title_ko:
            korean = f"{gap.id} {gap.title_ko} {gap.claim_ko} {gap.legal_test_ko} {gap.prose_ko}"
            page = urls.gap_page(gap.id, gap.slug, "ko")
            found.append((0, f"{gap.id} {gap.title_ko}", page, _plain(korean)))
    for view in sorted(context.data.works, key=lambda view: _BINDING[view.force.status]):
        citation = context.citation(view.work)
        title = context.work_title(view.work)
        full = view.facts.title if view.facts else ""
        name = citation if title == citation else f"{citation}, {title}"
        found.append((1, name, urls.work_page(view.work), f"{full or title} {view.work}"))
        seen: set[tuple[str, str]] = set()
        for version in reversed(view.versions):
            record = version.record
            page = urls.version_page(view.work, record.version)
            words = context.version_words(record)
            facts = facts_of(context, version, cache)
            defining = {term.anchor for term in facts.terms}
            for clause in facts.clauses:
                if (same := (clause.label, clause.text)) in seen:
                    continue
                seen.add(same)
                rank = 2 if clause.anchor in defining else 4 if _is_front(clause.anchor) else 3
                name = f"{citation} {clause.label} ({words})"
                found.append((rank, name, f"{page}#{clause.anchor}", clause.text))
    found.sort(key=lambda entry: entry[0])
    return [(title, link, text) for _, title, link, text in found]


def _is_front(anchor: str) -> bool:
    return anchor.partition("/")[0] in {"form", "preface", "longTitle", "toc", "attestation"}


def _plain(markdown: str) -> str:
    """Return prose without Markdown's signs, as a snippet shows it."""
    return " ".join(re.sub(r"[#*_`>|]+|\]\([^)]*\)|\[", " ", markdown).split())


def key(context: Context) -> str:
    """Return what stands for the whole index."""
    return context.key(
        "search",
        [
            (
                context.citation(w.work),
                context.work_title(w.work),
                w.force.status,
                [v.record for v in w.versions],
            )
            for w in context.data.works
        ],
        context.data.gaps,
    )


def files(context: Context, cache: Cache) -> list[tuple[str, bytes]]:
    """Return the index as script files: `search/w-<shard>.js`, `search/d-<n>.js`, `search/meta.js`.

    A word's postings are entry numbers as gaps between them, in base 36.
    """
    postings: dict[str, array[int]] = defaultdict(lambda: array("l"))
    entries = _entries(context, cache)
    for number, (title, _, text) in enumerate(entries):
        for token in tokens(f"{title} {text}"):
            postings[token].append(number)
    shards: dict[str, dict[str, str]] = defaultdict(dict)
    for token in sorted(postings):
        shards[shard_of(token)][token] = _packed(postings[token])
    result = [
        (f"search/w-{shard}.js", _script("w", shard, words))
        for shard, words in sorted(shards.items())
    ]
    for start in range(0, len(entries), DOCS_PER_SHARD):
        rows = [
            [clean(title), link, clean(cut(text, SNIPPET))]
            for title, link, text in entries[start : start + DOCS_PER_SHARD]
        ]
        number = start // DOCS_PER_SHARD
        result.append((f"search/d-{number}.js", _script("d", str(number), rows)))
    meta = {"entries": len(entries), "perShard": DOCS_PER_SHARD, "shards": sorted(shards)}
    return [*result, ("search/meta.js", _script("m", "meta", meta))]


def _packed(numbers: "array[int]") -> str:
    gaps, last = [], 0
    for number in numbers:
        gaps.append(_base36(number - last))
        last = number
    return " ".join(gaps)


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        if not number:
            return digits


def _script(kind: str, name: str, value: object) -> bytes:
    """Return a script that hands a value over. JSON in ASCII is safe inside script files."""
    return f"trackerIndex({json.dumps(kind)},{json.dumps(name)},{json.dumps(value)})\n".encode()
