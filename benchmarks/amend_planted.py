"""Instructions planted into real parts of the CFR: written as rules write them, read, carried out.

    python -m benchmarks.amend_planted [PART …]      parts of 15 CFR at hand; default: all

For each designated paragraph a rule is written that changes it in one way, with the text as the
Federal Register would show it (paragraphs above as `(a) * * *`, rows of asterisks between). Read
and carried out on the part, it must change that paragraph and nothing else. What is left alone
counts apart from what comes out wrong.
"""

import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from tracker.amend.execution.execute import execute
from tracker.amend.rules import reading as rules
from tracker.formats import parse
from tracker.model import Document, Provision

ROOT = Path(os.environ.get("TRACKER_CORPUS", Path(__file__).resolve().parents[2] / "shared"))
DAY = "upstream/www.ecfr.gov/api/versioner/v1/full/2026-01-29"
RULE = """<RULE><PREAMB><SUBJECT>Planted</SUBJECT></PREAMB><SUPLINF>
<REGTEXT TITLE="15" PART="{part}"><AMDPAR>1. In § {section}, {order}</AMDPAR>{shown}</REGTEXT>
</SUPLINF><FRDOC>[FR Doc. 2025-00001 Filed 1-2-25; 8:45 am]</FRDOC></RULE>"""
_UPRIGHT = 4
"""Levels of paragraphs whose designators are not in italics."""
Planted = tuple[str, str] | None
"""(order, XML shown below it), or None where the paragraph does not suit."""


def designated(section: Provision) -> Iterator[tuple[tuple[Provision, ...], Provision]]:
    """Yield the designated paragraphs of a section with those they stand in."""
    stack: list[tuple[tuple[Provision, ...], Provision]] = [((), section)]
    while stack:
        above, provision = stack.pop()
        inner = above if provision is section else (*above, provision)
        for child in provision.children:
            if child.level == "paragraph" and child.num.startswith("("):
                yield inner, child
                stack.append((inner, child))


def label_of(paragraph: Provision) -> str:
    """Return a designator as a rule prints it: the fifth and sixth levels in italics."""
    depth = len(re.sub(r".*/s\d[^/]*/", "", paragraph.path).split("/"))
    name = paragraph.num.strip("()")
    return f'(<E T="03">{name}</E>)' if depth > _UPRIGHT else paragraph.num


def _line(paragraph: Provision, text: str) -> str:
    """Return a paragraph as a rule shows it."""
    heading = f'<E T="03">{escape(paragraph.heading)}</E> ' if paragraph.heading else ""
    return f"<P>{label_of(paragraph)} {heading}{escape(text)}</P>"


def _leaf(paragraph: Provision) -> str:
    return "" if paragraph.children else paragraph.content


def revise(name: str, paragraph: Provision) -> Planted:
    """Revise a paragraph without others below it."""
    text = _leaf(paragraph)
    order = f"revise paragraph {name} to read as follows:"
    return (order, _line(paragraph, f"{text} A zebra.")) if text else None


def revise_whole(name: str, paragraph: Provision) -> Planted:
    """Revise a paragraph that is shown with all below it."""
    if not paragraph.children or not paragraph.chapeau:
        return None
    lines = [_line(paragraph, f"{paragraph.chapeau.rstrip(':')} zebra:")]
    for below in list(paragraph.walk())[1:]:
        if below.level != "paragraph" or not below.num.startswith("("):
            return None
        lines.append(_line(below, below.chapeau or below.content))
    return f"revise paragraph {name} to read as follows:", "".join(lines)


def revise_introduction(name: str, paragraph: Provision) -> Planted:
    """Revise introductory text."""
    if not paragraph.children or not paragraph.chapeau:
        return None
    shown = _line(paragraph, f"{paragraph.chapeau.rstrip(':')} zebra:")
    return f"revise paragraph {name} introductory text to read as follows:", shown


def add_sentence(name: str, paragraph: Provision) -> Planted:
    """Add a sentence at the end."""
    if not _leaf(paragraph):
        return None
    order = f"add a sentence at the end of paragraph {name} to read as follows:"
    return order, f"<P>{label_of(paragraph)} * * * A zebra runs.</P>"


def revise_sentence(name: str, paragraph: Provision) -> Planted:
    """Revise the first sentence."""
    if not _leaf(paragraph):
        return None
    order = f"revise the first sentence of paragraph {name} to read as follows:"
    return order, f"<P>{label_of(paragraph)} A zebra runs. * * *</P>"


def substitute(name: str, paragraph: Provision) -> Planted:
    """Put a word in the place of three others that stand there once."""
    text = _leaf(paragraph)
    words = " ".join(text.split()[2:5])
    if words.count(" ") < 2 or text.count(words) != 1 or re.search(r"[“”\"'`‘’]", words):
        return None
    order = f"remove “{escape(words)}” in paragraph {name} and add “zebra” in its place."
    return order, ""


def revise_section(name: str, paragraph: Provision) -> Planted:
    """Revise a section that is shown with asterisks for all but one paragraph."""
    del name
    text = _leaf(paragraph)
    order = "revise the section to read as follows:"
    return (order, _line(paragraph, f"{text} A zebra.")) if text else None


KINDS: tuple[Callable[[str, Provision], Planted], ...] = (
    revise,
    revise_whole,
    revise_introduction,
    add_sentence,
    revise_sentence,
    revise_section,
    substitute,
)


def outcomes(
    base: Document, kind: Callable[[str, Provision], Planted]
) -> Iterator[tuple[str, str]]:
    """Yield (outcome, path) for each paragraph that a kind of instruction suits."""
    texts = {each.path: each.own_text for each in base.provisions()}
    for section in [each for each in base.provisions() if each.level == "section"]:
        for above, paragraph in designated(section):
            name = "".join(each.num for each in (*above, paragraph))
            planted = kind(name, paragraph)
            if planted is not None:
                rule = _rule(base, section, above, planted)
                yield _outcome(base, rule, texts, paragraph.path), paragraph.path


def _rule(
    base: Document, section: Provision, above: tuple[Provision, ...], planted: tuple[str, str]
) -> Document:
    """Return the rule that gives one planted instruction."""
    order, text = planted
    number = section.num.removeprefix("§").strip()
    shown = ""
    if text:
        stars = "".join(f"<P>{label_of(each)} * * *</P>" for each in above)
        shown = (
            f"<SECTION><SECTNO>§ {number}</SECTNO><SUBJECT>{escape(section.heading)}</SUBJECT>"
            f"<STARS/>{stars}{text}<STARS/></SECTION>"
        )
    part = base.work.rpartition("/p")[2]
    xml = RULE.format(part=part, section=number, order=order, shown=shown)
    return parse(xml.encode(), source="planted.xml")


def _outcome(base: Document, rule: Document, texts: dict[str, str], path: str) -> str:
    """Return `right`, `wrong`, or why the instruction was left alone."""
    instructions = rules.read(rule)
    if len(instructions) != 1 or instructions[0].problem:
        return "unread"
    amended = execute(base, instructions)
    if not amended.executed:
        return amended.ledger[0].reason
    after = {each.path: each.own_text for each in amended.result.provisions()}
    changed = {key for key in texts.keys() | after.keys() if texts.get(key) != after.get(key)}
    return "right" if changed == {path} and "zebra" in after[path] else "wrong"


def main() -> None:
    """Print a line for each part and kind of instruction."""
    parts = sys.argv[1:] or ["734", "736", "742", "748"]
    print(f"{'part':5} {'instruction':20} {'right':>6} {'wrong':>6}  left alone")
    for part in parts:
        path = ROOT / DAY / f"title-15.xml@part={part}"
        base = parse(path.read_bytes(), source=path.name, work=f"/us/cfr/t15/p{part}")
        for kind in KINDS:
            found = Counter(outcome for outcome, _ in outcomes(base, kind))
            alone = [f"{n} {why}" for why, n in found.items() if why not in {"right", "wrong"}]
            name = kind.__name__.replace("_", " ")
            print(
                f"{part:5} {name:20} {found['right']:6} {found['wrong']:6}  "
                + (", ".join(alone) or "-")
            )


if __name__ == "__main__":
    main()
