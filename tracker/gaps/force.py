"""Legal force of a work, or of a portion of it, on a date.

What official records say comes first (bill actions, document type and dates), then what texts say
of each other (a stay), then what people entered in `force.toml`; the more particular statement
wins. Force that lapses by default changes on its day with no document: when no source read goes
past that day, the answer is `unknown` and names what holds by default.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct, structs

from tracker.gaps.clauses import Text
from tracker.gaps.force_register import INSTRUMENT_RE, Entry, ForceRegister
from tracker.gaps.values import FORCES, ForceStatus, Standing
from tracker.identifiers import citation, parse, version_order
from tracker.model import Document, Facts

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = r"(?P<month>[A-Z][a-z]{2,8})\.?\s+(?P<day>\d{1,2}),\s+(?P<year>\d{4})"
# As in: “… published at 90 FR 47201, on September 30, 2025, are stayed until November 9, 2026”
_STAYED_RULE_RE = re.compile(
    r"(?P<cite>\d{1,3}\s+FR\s+\d+)\b.{0,160}?\b(?:is|are)\s+(?:further\s+)?(?:stayed|extended),?\s+"
    r"(?:effective\s+)?(?:until|through|to)\s+" + _DATE
)
# As in: “At 90 FR 50857, Nov. 12, 2025, in § 734.9, … paragraph (e) … were stayed, effective until”
_STAYED_TEXT_RE = re.compile(
    r"\b[Aa]t\s+\d{1,3}\s+FR\s+\d+,\s+(?P<from>[A-Z][a-z]{2,8}\.?\s+\d{1,2},\s+\d{4}),\s+"
    r"(?P<what>.{0,600}?)\s+(?:was|were|is|are)\s+stayed,?\s+(?:effective\s+)?until\s+" + _DATE
)
_PARAGRAPH_RE = re.compile(r"\bparagraphs?\s+((?:\([^)\s]{1,4}\))+)")
_AND_RE = re.compile(r"(?<=\))(?:,\s+|\s+and\s+|,\s+and\s+)((?:\([^)\s]{1,4}\))+)")
_HOUSE_RE = re.compile(r"passed/?(?:\s*agreed to)?\s*(?:in)?\s*(?:the\s+)?house", re.IGNORECASE)
_SENATE_RE = re.compile(r"passed/?(?:\s*agreed to)?\s*(?:in)?\s*(?:the\s+)?senate", re.IGNORECASE)
_LAW_RE = re.compile(r"became public law|signed by (?:the )?president", re.IGNORECASE)
_FAILED_RE = re.compile(r"failed of passage|failed passage|indefinitely postponed", re.IGNORECASE)
_ONE_CHAMBER = frozenset(
    {"eh", "eph", "ath", "cph", "rds", "rfs", "hds", "lts", "ops", "es", "ats", "cps", "rdh",
     "rfh", "hdh"}
)  # fmt: skip


class Stay(Struct, frozen=True):
    """A suspension that a text states of a rule or of codified text."""

    target: str
    start: date | None
    until: date
    """Last day of the stay."""
    by: str
    """`work@version` that says so."""
    words: str


class Forces(Struct, frozen=True):
    """What force is computed from, gathered once."""

    facts: Mapping[str, Facts]
    register: ForceRegister
    stays: tuple[Stay, ...] = ()
    dates: Mapping[str, date | None] = {}
    """Effective date that a Federal Register document or law states about itself."""
    versions: Mapping[str, tuple[str, ...]] = {}


def gather(
    documents: Iterable[Document], facts: Mapping[str, Facts], register: ForceRegister
) -> Forces:
    """Return what the texts and records say about force."""
    held = tuple(documents)
    cites = {" ".join(fact.citation.split()): work for work, fact in facts.items() if fact.citation}
    stays: list[Stay] = []
    dates: dict[str, date | None] = {}
    versions: dict[str, list[str]] = {}
    for document in held:
        stays.extend(stays_in(document, cites))
        if document.dates.effective:
            dates[document.work] = document.dates.effective
        versions.setdefault(document.work, []).append(document.version)
    return Forces(
        facts,
        register,
        tuple(dict.fromkeys(stays)),
        dates,
        {work: tuple(found) for work, found in versions.items()},
    )


def stays_in(document: Document, cites: Mapping[str, str]) -> tuple[Stay, ...]:
    """Return the stays that a text states; `cites` gives the work of a Federal Register citation.

    A document's own stay of another rule starts on its own effective date; a note in the CFR
    stays the paragraphs it names.
    """
    found: list[Stay] = []
    by = f"{document.work}@{document.version}"
    for clause in Text(document).clauses:
        words = clause.provision.own_text
        if "stay" not in words:
            continue
        for match in _STAYED_RULE_RE.finditer(words):
            target = cites.get(" ".join(match["cite"].split()))
            until = _date(match)
            if target and until and target != document.work:
                found.append(Stay(target, document.dates.effective, until, by, match[0]))
        if document.work.startswith("/us/cfr/"):
            found.extend(_stays_of_text(document, words, by))
    return tuple(found)


def _stays_of_text(document: Document, words: str, by: str) -> list[Stay]:
    """Return the paragraphs that an effective-date note stays."""
    found = []
    part = document.work.rsplit("/p", 1)[1]
    for match in _STAYED_TEXT_RE.finditer(words):
        until = _date(match)
        section = re.search(rf"§\s*({part}\.\d+[a-z]?)", match["what"])
        supplement = re.search(r"[Ss]upplement\s+[Nn]o\.\s*(\d+)", match["what"])
        if until and section:
            base = f"{document.work}/s{section[1]}"
        elif until and supplement:
            base = f"{document.work}/supp{supplement[1]}"
        else:
            continue
        labels = _PARAGRAPH_RE.findall(match["what"]) + _AND_RE.findall(match["what"])
        start = _read_date(match["from"])
        for label in labels or ("",):
            steps = "".join(f"/{step}" for step in re.findall(r"\(([^)]+)\)", label))
            found.append(Stay(base + steps, start, until, by, match[0]))
    return found


def standing(work: str, forces: Forces, on: date, *, version: str = "", path: str = "") -> Standing:
    """Return the force of a work on a date, or of the portion at `path`.

    `version` is only used for bills of which no record is held.
    """
    base = _recorded(work, forces, on, version)
    stay = _best(
        (
            stay
            for stay in forces.stays
            if (_covers(stay.target, path or work) or stay.target == work)
            and not _superseded(stay, work, forces, on)
        ),
        on,
    )
    if stay is not None and base.status in {"in-force", "unknown"}:
        base = _stayed(stay, forces, on)
    entry = _curated(path or work, work, forces.register, on)
    if entry is not None and not (stay and base.status == "stayed" and entry.target == work):
        base = _entered(entry, forces, on)
    return base


def strongest(standings: Iterable[Standing]) -> Standing | None:
    """Return the most binding of several standings; the first of equals."""
    return min(standings, key=lambda one: FORCES.index(one.status), default=None)


def timeline(work: str, forces: Forces, *, path: str = "") -> tuple[tuple[date, Standing], ...]:
    """Return every day on which the force of a work changes, with the force from that day."""
    days: set[date] = set()
    fact = forces.facts.get(work)
    if fact:
        days.update(action.on for action in fact.actions if action.on)
        days.update(day for day in (fact.introduced, fact.published, fact.effective) if day)
    if effective := forces.dates.get(work):
        days.add(effective)
    for entry in forces.register.entries:
        if _covers(entry.target, path or work):
            days.update(_edges(entry.start, entry.end))
    for stay in forces.stays:
        if stay.target == work or _covers(stay.target, path or work):
            days.update(_edges(stay.start, stay.until))
    if congress := _congress(work):
        days.add(end_of_congress(congress))
    turns: list[tuple[date, Standing]] = []
    for day in sorted(days):
        now = standing(work, forces, day, path=path)
        if not turns or turns[-1][1].status != now.status:
            turns.append((day, now))
    return tuple(turns)


def end_of_congress(congress: int) -> date:
    """Return the 3 January on which a Congress ends (Constitution, Amendment XX, § 1)."""
    return date(1789 + 2 * congress, 1, 3)


def _edges(start: date | None, end: date | None) -> list[date]:
    """Return the days on which a period begins and is over."""
    return [day for day in (start, end + timedelta(days=1) if end else None) if day]


def _congress(work: str) -> int | None:
    """Return the Congress of a bill, or None for other works."""
    parts = work.split("/")
    return int(parts[3]) if work.startswith("/us/bill/") else None


def _covers(target: str, path: str) -> bool:
    """Return whether a statement about `target` holds for a path."""
    return path == target or path.startswith(target + "/")


def _recorded(work: str, forces: Forces, on: date, version: str) -> Standing:
    """Return force from official records alone."""
    fact = forces.facts.get(work)
    if INSTRUMENT_RE.match(work):
        return Standing("unknown", "outside the official feeds")
    match parse(work).kind:
        case "bill":
            return _bill(work, fact, forces, on, version)
        case "fr":
            return _document(work, fact, forces.dates.get(work), on)
        case "cfr" | "usc":
            held = forces.versions.get(work, ())
            since = max((v for v in held if v <= on.isoformat()), default=None)
            source = f"{citation(work)}, text of {since}" if since else citation(work)
            return Standing("in-force", "codified text", source=source)
        case _:
            return Standing("in-force", "enacted")


def _bill(work: str, fact: Facts | None, forces: Forces, on: date, version: str) -> Standing:
    """Return the force of a bill from its actions, its stage or, failing both, its version."""
    congress = _congress(work) or 0
    over = end_of_congress(congress)
    source = f"actions on {citation(work)}" if fact else f"version “{version}”"
    as_of = (fact.up_to_date_as_of or _last_action(fact)) if fact else None
    stage, since = _stage(fact, on, version)
    if stage == "enacted":
        effective = forces.dates.get(work)
        if effective and effective > on:
            return Standing(
                "not-yet-effective",
                f"law; takes effect on {effective}",
                since,
                effective - timedelta(days=1),
                "in-force",
                source=source,
                as_of=as_of,
            )
        return Standing("in-force", "enacted into law", since, source=source, as_of=as_of)
    if stage == "failed":
        return Standing("dead", "failed", since, source=source, as_of=as_of)
    if on >= over:
        reason = f"the {congress}th Congress ended on {over} and it was not enacted"
        return Standing("dead", reason, over, source=source, as_of=as_of)
    last = over - timedelta(days=1)
    if stage == "passed-both":
        return Standing(
            "pending",
            "passed both chambers, not yet law",
            since,
            last,
            "dead",
            source=source,
            as_of=as_of,
        )
    if stage == "passed":
        return Standing(
            "passed-one-chamber",
            "passed one chamber, not law",
            since,
            last,
            "dead",
            source=source,
            as_of=as_of,
        )
    return Standing(
        "pending", "introduced, not law", since, last, "dead", source=source, as_of=as_of
    )


def _last_action(fact: Facts) -> date | None:
    """Return the day of the newest action."""
    return max((action.on for action in fact.actions if action.on), default=None)


def _stage(fact: Facts | None, on: date, version: str) -> tuple[str, date | None]:
    """Return how far a bill had come by a date, and since when."""
    if fact is None:
        stem = version.rstrip("0123456789")
        if stem == "pl":
            return "enacted", None
        return ("passed", None) if stem in _ONE_CHAMBER else ("introduced", None)
    known = {
        "enacted": "enacted", "passed-both": "passed-both", "passed-house": "passed",
        "passed-senate": "passed", "failed": "failed", "vetoed": "failed",
    }  # fmt: skip
    house = _first_action(fact, _HOUSE_RE, on)
    senate = _first_action(fact, _SENATE_RE, on)
    law = _first_action(fact, _LAW_RE, on)
    if law:
        return "enacted", law
    if house and senate:
        return "passed-both", max(house, senate)
    if house or senate:
        return "passed", house or senate
    if failed := _first_action(fact, _FAILED_RE, on):
        return "failed", failed
    dated = [action.on for action in fact.actions if action.on]
    if dated and on < max(dated):
        return "introduced", fact.introduced
    if fact.public_law:
        return "enacted", None
    return known.get(fact.stage, "introduced"), fact.introduced


def _first_action(fact: Facts, pattern: re.Pattern[str], on: date) -> date | None:
    """Return the first day, not after a date, of an action whose words match."""
    return min(
        (a.on for a in fact.actions if a.on and a.on <= on and pattern.search(a.text)),
        default=None,
    )


def _document(work: str, fact: Facts | None, stated: date | None, on: date) -> Standing:
    """Return the force of a Federal Register document from its type and dates."""
    if fact is None:
        return Standing("unknown", "no official record of this document is held")
    effective = fact.effective or stated
    source = fact.citation or citation(work)
    as_of = fact.up_to_date_as_of
    if fact.kind == "proposed-rule":
        return Standing(
            "proposed",
            "proposed rule; never final as far as known",
            fact.published,
            source=source,
            as_of=as_of,
        )
    if fact.kind == "notice":
        return Standing("guidance", "notice", fact.published, source=source, as_of=as_of)
    if effective and effective > on:
        return Standing(
            "not-yet-effective",
            f"takes effect on {effective}",
            fact.published,
            effective - timedelta(days=1),
            "in-force",
            source=source,
            as_of=as_of,
        )
    if effective or (fact.kind == "presidential" and fact.published):
        return Standing(
            "in-force",
            fact.stage or "in effect",
            effective or fact.published,
            source=source,
            as_of=as_of,
        )
    return Standing("unknown", "the record states no effective date", source=source, as_of=as_of)


def _superseded(stay: Stay, work: str, forces: Forces, on: date) -> bool:
    """Return whether a later text of a part, held by a date, no longer carries its note."""
    holder, _, version = stay.by.partition("@")
    if holder != work:
        return False
    later = [v for v in forces.versions.get(work, ()) if version < v <= on.isoformat()]
    noted = {other.by for other in forces.stays if other.target == stay.target}
    return any(f"{work}@{v}" not in noted for v in later)


def _best(stays: Iterable[Stay], on: date) -> Stay | None:
    """Return the stay that began last by a date; particular targets go first."""
    begun = [stay for stay in stays if stay.start is None or stay.start <= on]
    return max(begun, key=lambda s: (s.until, len(s.target), s.by), default=None)


def _stayed(stay: Stay, forces: Forces, on: date) -> Standing:
    """Return the force of what a stay covers, before and after its last day."""
    source = f"{stay.by}: “{stay.words}”"
    if on <= stay.until:
        return Standing(
            "stayed",
            f"stayed to {stay.until}",
            stay.start,
            stay.until,
            "in-force",
            source=source,
            as_of=forces.register.checked,
        )
    return _lapsed("in-force", stay.until, source, forces)


def _lapsed(
    status: ForceStatus, until: date, source: str, forces: Forces, grade: str = ""
) -> Standing:
    """Return what holds after something ended by default on a day."""
    since = until + timedelta(days=1)
    checked = forces.register.checked
    if checked and checked > until:
        return Standing(
            status, f"by default since {since}", since, source=source, as_of=checked, grade=grade
        )
    seen = f"sources were read to {checked}" if checked else "no source was read past that day"
    return Standing(
        "unknown",
        f"{status.replace('-', ' ')} by default since {since}, unless extended: {seen}",
        since, default=status, source=source, as_of=checked, grade=grade,
    )  # fmt: skip


def _curated(path: str, work: str, register: ForceRegister, on: date) -> Entry | None:
    """Return the most particular entry for a path that has begun; the latest of equals."""
    begun = [
        entry
        for entry in register.entries
        if _covers(entry.target, path)
        and (entry.start is None or entry.start <= on)
        and (entry.end is None or on <= entry.end or entry.next)
        and (_covers(work, entry.target) or entry.target == work)
    ]
    return max(begun, key=lambda e: (len(e.target), e.start or date.min), default=None)


def _entered(entry: Entry, forces: Forces, on: date) -> Standing:
    """Return the force that an entry gives, or what follows it by default."""
    if entry.end and on > entry.end and entry.next:
        lapsed = _lapsed(entry.next, entry.end, entry.source, forces, entry.grade)
        return structs.replace(lapsed, curated=True)
    return Standing(
        entry.status,
        entry.note,
        entry.start,
        entry.end,
        entry.next,
        source=entry.source,
        as_of=entry.as_of,
        grade=entry.grade,
        curated=True,
    )


def _date(match: re.Match[str]) -> date | None:
    """Return the date that a pattern with `_DATE` found."""
    return _read_date(f"{match['month']} {match['day']}, {match['year']}")


def _read_date(words: str) -> date | None:
    """Return a date as American legal text writes it: `Nov. 12, 2025`; None when it is none."""
    match = re.match(_DATE, words)
    if not match or match["month"][:3].lower() not in _MONTHS:
        return None
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    try:
        return date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None


def legal_order(versions: Iterable[tuple[str, date | None]], work: str) -> list[str]:
    """Return versions in legal order, given as (version, published)."""
    return [v for v, _ in sorted(versions, key=lambda one: version_order(work, one[0], one[1]))]
