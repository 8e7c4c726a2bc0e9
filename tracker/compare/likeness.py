"""How alike two texts are, by the words that mean something.

Legislative text repeats itself: "in paragraph (2), by striking the period at the end and
inserting" says nothing about which provision is which. Words of that kind, and the commonest
English ones, weigh least; the others weigh the more the fewer provisions use them. A text made
of formula alone never matches across sections.
"""

import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from tracker.compare.sequences import common_pairs

WORD_RE = re.compile(r"[^\W_]+(?:[.,’'‐-–-][^\W_]+)*")


def _named(words: str) -> frozenset[str]:
    """Return the words of a list written as one text."""
    return frozenset(words.split())


FORMULA = _named(
    """
    a an and any are as at be been but by each either for from had has have if in into is it its
    may more no nor not of on only or other shall so such than that the their them there these
    they this those thereof to under upon was were when where which who with within without
    act add added adding adds after amend amended amending amendment amendments amends appear
    appears appearing article before beginning chapter clause clauses date designate designated
    division effective enactment end ending first follow following follows heading header
    inserting insert inserted item items last law line made making matter means name new note
    number numbered paragraph
    paragraphs part period place places preceding provision provisions public read reads redesignate
    redesignated redesignating relating repeal repealed reserved respectively second section
    sections semicolon comma sentence strike striking strikes struck subchapter subclause
    subclauses subitem subparagraph subparagraphs subpart subsection subsections subtitle succeeding
    table term text third thereafter through title titles
    i ii iii iv v vi vii viii ix x xi xii xiii xiv xv
    b c d e f g h j k l m n o p q r s t u w y z
    """
)
"""Common English words and the vocabulary of amendment instructions."""

INSTRUCTIONS = _named("striking inserting adding redesignating amending")
"""Words of amending instructions, which read alike wherever they stand."""

_LIGHT = 1
_PLAIN = 5
"""Weight of a word where nothing is known about how common it is."""
_ENDLESS = 20_000
"""Words in two texts together, above which their order is not looked at: no chance likeness."""
_TELLING = 4
"""Weight from which a word tells provisions apart in this document."""


def words_of(text: str) -> list[str]:
    """Return the words of a text, lower case, without punctuation."""
    return WORD_RE.findall(text.casefold())


def is_light(word: str) -> bool:
    """Return whether a word tells provisions apart only weakly: formula, label, small number."""
    return word in FORMULA or (len(word) < 3 and word.isdecimal())


def distinctive(words: Iterable[str]) -> int:
    """Return how many different words are neither formula nor label."""
    return len({word for word in words if not is_light(word)})


def says_enough(text: str, least: int) -> bool:
    """Return whether a text has that many different distinctive words; looks no further."""
    folded = text.casefold()
    seen: set[str] = set()
    for word in folded.split():  # words without punctuation are found without cutting the rest
        if word not in FORMULA and word.isalpha():
            seen.add(word)
            if len(seen) >= least:
                return True
    for match in WORD_RE.finditer(folded):
        word = match[0]
        if not is_light(word):
            seen.add(word)
            if len(seen) >= least:
                return True
    return False


def marks_of(words: Collection[str]) -> int:
    """Return how much in a text could tell it from others of its formula.

    Distinctive words, numbers of two digits or more, and a chain of five labels.
    """
    different = set(words)
    numbers = sum(len(word) == 2 and word.isdecimal() for word in different)
    labels = sum(len(word) < 4 and word in _LABELS for word in different)
    return distinctive(different) + numbers + (labels >= 5)


_LABELS = _named("a b c d e f g h i j k l m n o p ii iii iv v vi vii viii 1 2 3 4 5 6 7 8 9")


class Lexicon(dict[str, int]):
    """Numbers words, so that a text's words are kept in four bytes each and cut out once."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        """The word of each number."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self.words)
        self.words.append(word)
        return number

    def cut(self, text: str) -> "array[int]":
        """Return the numbers of a text's words."""
        return array("I", [self[word] for word in words_of(text)])


class Scale(dict[str, int]):
    """What each word weighs in one comparison: 1 for formula, else 2 to 8, the rarer the more.

    Steps rather than logarithms, so that the result is the same on every machine.
    """

    def __init__(self, texts: Sequence[Iterable[str]] = ()) -> None:
        """Take the words of every text that is to be compared."""
        super().__init__()
        holders: Counter[str] = Counter()
        for words in texts:
            holders.update(set(words))
        self.update((word, _rarity(held, len(texts))) for word, held in holders.items())
        self.update((word, _LIGHT) for word in holders if is_light(word))

    def __missing__(self, word: str) -> int:
        weight = self[word] = _LIGHT if is_light(word) else _PLAIN
        return weight


def _rarity(held: int, texts: int) -> int:
    """Return the weight of a word that `held` of so many texts have."""
    weight = max(2, 9 - max(1, held - 1).bit_length())
    if texts >= _FEW and held > _PAIR:
        share = texts // held
        weight = min(weight, 2 if share < 4 else 3 if share < 8 else 4 if share < 16 else 8)
    return weight


_FEW = 16
"""Texts below which the share that has a word says nothing."""
_PAIR = 3
"""Texts that share a word which tells them apart from all others: a pair, and a copy."""


class Bag:
    """The words of one text with their weights."""

    __slots__ = ("counts", "scale", "total", "words")

    def __init__(self, words: list[str], scale: Scale) -> None:
        self.words = words
        self.counts = Counter(words)
        self.scale = scale
        self.total = sum([scale[word] * count for word, count in self.counts.items()])

    def without(self, other: "Bag") -> "Bag":
        """Return the words that the other text does not have, or not as often."""
        return Bag(list((self.counts - other.counts).elements()), self.scale)

    @property
    def distinctive(self) -> int:
        """How many different words are neither formula nor label."""
        return distinctive(self.counts)


class Overlap(NamedTuple):
    """What two texts have in common, each word as often as both have it."""

    weight: int
    words: int
    telling: int
    """Different words among them that tell provisions apart here."""


def overlap(one: Bag, two: Bag) -> Overlap:
    """Return what two texts have in common."""
    mine, other, scale = one.counts, two.counts, one.scale
    weight = words = telling = 0
    for word in mine.keys() & other.keys():
        times = min(mine[word], other[word])
        heft = scale[word]
        weight += times * heft
        words += times
        telling += heft >= _TELLING
    return Overlap(weight, words, telling)


def likeness(one: Bag, two: Bag) -> float:
    """Return twice the common weight over both weights: 1 for the same words, 0 for none."""
    total = one.total + two.total
    return 2 * overlap(one, two).weight / total if total else 1.0


def plain_likeness(one: Bag, two: Bag) -> float:
    """Return the same share with every word weighing as much as any other."""
    total = len(one.words) + len(two.words)
    return 2 * overlap(one, two).words / total if total else 1.0


def in_order(one: Bag, two: Bag) -> float:
    """Return the share of words that both have in the same order; 1 where the texts are huge."""
    total = len(one.words) + len(two.words)
    if total > _ENDLESS:
        return 1.0
    return 2 * _common_length(one, two) / total if total else 1.0


def part_in_order(part: Bag, whole: Bag) -> float:
    """Return the share of `part`'s words that `whole` has in the same order; 1 where huge."""
    if len(part.words) + len(whole.words) > _ENDLESS:
        return 1.0
    return _common_length(part, whole) / len(part.words) if part.words else 0.0


def _common_length(one: Bag, two: Bag) -> int:
    """Return the length of the longest common subsequence of words."""
    ids: dict[str, int] = {}
    old = [ids.setdefault(word, len(ids)) for word in one.words]
    new = [ids.setdefault(word, len(ids)) for word in two.words]
    return len(common_pairs(old, new))


def containment(part: Bag, whole: Bag) -> float:
    """Return the share of `part`'s weight that `whole` has."""
    return overlap(part, whole).weight / part.total if part.total else 0.0
