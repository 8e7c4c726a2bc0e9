"""An amending text's ledger and the law as it would read, as one self-contained HTML page."""

from collections.abc import Iterator
from html import escape

from tracker import identifiers
from tracker.amend.outcome import AsAmended
from tracker.amend.report import REASONS
from tracker.amend.sections import Section, by_reason, sections
from tracker.amend.text_report import UNOFFICIAL
from tracker.amend.values import Entry
from tracker.compare.html_report import POLICY, STYLE, words_html
from tracker.model import Change

_STYLE = """
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{border-top:1px solid var(--line);padding:.35rem .5rem;text-align:left;vertical-align:top}
.by{color:var(--soft);font-size:.8rem}.d{margin-left:1.2rem}
""".strip()


def as_html(outcome: AsAmended) -> str:
    """Return one page: counts, each section as a redline, then the whole ledger.

    Every text from the documents is escaped; a policy in the page forbids all else.
    """
    record = outcome.record
    title = f"{identifiers.citation(record.work)}, {record.label}: the law as it would read"
    reasons = [f"{count} {REASONS[name]}" for name, count in by_reason(outcome.ledger).items()]
    counts = f"{outcome.executed} of {len(outcome.ledger)} instructions executed"
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        POLICY,
        f"<title>{escape(title)}</title>\n<style>{STYLE}\n{_STYLE}</style>\n</head>\n<body>",
        f'<header>\n<h1>{escape(title)}</h1>\n<p lang="en">{escape(outcome.title)}</p>',
        f"<p>{escape('; '.join([counts, *reasons]))}.</p>",
        f'<p class="note">{UNOFFICIAL}</p>\n</header>\n<main>',
        *_bases(outcome),
        '<h2 id="ledger">Ledger</h2>',
        "<table><thead><tr><th>No.</th><th>Instruction</th><th>Outcome</th></tr></thead><tbody>",
        *(_row(entry) for entry in outcome.ledger),
        "</tbody></table>\n</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _bases(outcome: AsAmended) -> Iterator[str]:
    """Yield the sections of every base as they would read."""
    for one in outcome.bases:
        base = f"{identifiers.citation(one.base.work)}, {one.base.label}"
        yield f"<h2>On {escape(base)}</h2>"
        for section in sections(one.amended):
            yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    """Yield one section, unchanged provisions too, so that it can be read as law."""
    numbers = ", ".join(
        f'<a href="#i{entry.instruction.number}">{entry.instruction.number}</a>'
        for entry in section.entries
    )
    yield f'<article>\n<h2 lang="en">{escape(section.name)}</h2>'
    yield f'<p class="by">Instructions {numbers}</p>'
    base = section.path.count("/")
    for change in section.changes:
        yield _provision(change, base)
    yield "</article>"


def _provision(change: Change, base: int) -> str:
    """Return one provision with what goes and what comes marked."""
    here = change.new or change.old
    assert here is not None  # noqa: S101 - a change has one side at least
    depth = max(0, here.path.count("/") - base)
    words = words_html(_edits(change))
    opening, closing = '<div class="d">' * depth, "</div>" * depth
    return f"{opening}<p>{words}</p>{closing}"


def _edits(change: Change) -> list[tuple[str, str]]:
    """Return a provision's label and words as edits."""
    old, new = change.old, change.new
    if new is None:
        return [("delete", f"{old.num} {old.own_text}".strip())] if old else []
    if old is None:
        return [("insert", f"{new.num} {new.own_text}".strip())]
    if old.num == new.num:
        label = [("equal", f"{new.num} ")] if new.num else []
    else:
        label = [("delete", old.num), ("insert", new.num), ("equal", " ")]
    return [*label, *(change.words or [("equal", new.own_text)])]


def _row(entry: Entry) -> str:
    """Return one line of the ledger."""
    instruction = entry.instruction
    if entry.executed:
        outcome = "executed"
    else:
        outcome = f"{REASONS.get(entry.reason, entry.reason)}: {entry.detail}"
    if entry.normalised:
        outcome += f" (matched despite other {', '.join(entry.normalised)})"
    return (
        f'<tr id="i{instruction.number}"><td>{instruction.number}</td>'
        f'<td lang="en">{escape(instruction.words)}<br><code>{escape(instruction.path)}</code></td>'
        f"<td>{escape(outcome)}</td></tr>"
    )
