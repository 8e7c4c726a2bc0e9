"""The values of the gap register: gaps, their tests, evidence and assessments. No I/O.

Two axes are kept apart on purpose. An `Effect` says what the words of a text would do to a gap; a
`ForceStatus` says whether the work binds on a date. Only the last step, `evaluate`, looks at both.
"""

from datetime import date
from typing import Literal, get_args

from msgspec import Struct

Effect = Literal["closes", "authorises", "partial", "silent", "widens", "not-assessed"]
"""What the words of a text do to a gap."""

ForceStatus = Literal[
    "in-force",
    "not-yet-effective",
    "stayed",
    "codified",
    "not-enforced",
    "guidance",
    "proposed",
    "passed-one-chamber",
    "pending",
    "lifted",
    "dead",
    "withdrawn",
    "disputed",
    "unknown",
]
"""Whether a work binds on a date, from most to least binding."""

Outcome = Literal[
    "closed",
    "partly-closed",
    "enabled",
    "widened",
    "untouched",
    "would-close",
    "would-partly-close",
    "would-enable",
    "would-widen",
    "unverified",
    "lapsed",
    "not-assessed",
]
"""Effect and force read together; `would-…` while the text does not bind."""

EFFECTS: tuple[str, ...] = get_args(Effect)
FORCES: tuple[str, ...] = get_args(ForceStatus)

FORCE_WORDS: dict[str, str] = {
    "in-force": "in force",
    "not-yet-effective": "enacted, not yet effective",
    "not-enforced": "codified, not enforced",
    "passed-one-chamber": "passed one chamber",
}


def words_of(value: str) -> str:
    """Return an effect, force or outcome as people write it: `in-force` -> `in force`."""
    return FORCE_WORDS.get(value, value.replace("-", " "))


class Evidence(Struct, frozen=True, order=True):
    """A provision, the words in it that matched, and the rule that they matched."""

    path: str
    words: str
    rule: str


class Test(Struct, frozen=True):
    """One rule of a gap: when its condition holds, the text has this effect."""

    id: str
    effect: Effect
    when: object
    """A `tracker.gaps.conditions.Condition`."""
    why: str = ""
    limbs: tuple[str, ...] = ()
    """The limbs of the gap that the effect reaches; empty for the whole gap."""
    example: str = ""
    """Words of a clause on which the condition holds, for rules that no held text meets yet."""
    line: int | None = None


class Gap(Struct, frozen=True):
    """A gap of the register, or (not `scored`) a context note."""

    id: str
    slug: str
    title: str
    title_ko: str
    letters: tuple[str, ...]
    claim: str
    claim_ko: str
    passage: str
    """A short quotation of the source article (Korean)."""
    legal_test: str
    legal_test_ko: str
    prose: str
    prose_ko: str
    related: tuple[str, ...] = ()
    """Identifiers of the law that the gap turns on."""
    limbs: tuple[str, ...] = ()
    """Parts that must each be closed; empty when the gap is one."""
    signals: tuple[str, ...] = ()
    """Phrases that say “look here”; never proof."""
    tests: tuple[Test, ...] = ()
    """In order of precedence: the first that holds gives the effect."""
    scored: bool = True
    file: str = ""


class Judgement(Struct, frozen=True):
    """A person's view of the effect of a work on a gap; stands instead of the computed effect."""

    gap: str
    work: str
    effect: Effect
    author: str
    """The role that judged, never a name."""
    judged_on: date
    rationale: str
    version: str = ""
    """Empty for every version of the work."""
    provisions: tuple[str, ...] = ()
    limbs: tuple[str, ...] = ()
    source: str = ""
    grade: str = ""
    file: str = ""
    line: int | None = None


class Standing(Struct, frozen=True):
    """The legal force of a work (or of a portion of it) on a date, and how that is known."""

    status: ForceStatus
    reason: str
    since: date | None = None
    until: date | None = None
    """Last day of this status when it lapses by default."""
    next: ForceStatus | None = None
    """What follows by default on the day after `until`."""
    default: ForceStatus | None = None
    """With `unknown`: what holds by default unless something unread says otherwise."""
    source: str = ""
    as_of: date | None = None
    """Day up to which the source is known to hold."""
    grade: str = ""
    curated: bool = False


class Assessment(Struct, frozen=True):
    """What one version of one work does to one gap, and whether it binds."""

    gap: str
    work: str
    version: str
    """Empty when the text is not held and only a judgement is known."""
    effect: Effect
    basis: Literal["computed", "curated"]
    computed: Effect | None
    curated: Effect | None
    limbs: tuple[str, ...]
    force: Standing
    outcome: Outcome
    rule: str
    """Id of the test that decided, or empty."""
    reason: str
    evidence: tuple[Evidence, ...] = ()
    judgement: Judgement | None = None
    latest: bool = True


class GapState(Struct, frozen=True):
    """The state of one gap over all texts: closed only by words that close it and bind."""

    gap: str
    state: Literal["open", "partly-closed", "unverified", "closed"]
    limbs_closed: tuple[str, ...]
    because: tuple[str, ...]
    """`work@version` of the assessments that decide."""
    reason: str
