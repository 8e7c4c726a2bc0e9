"""How one amending sentence is read, pass by pass, as plain values to look at."""

import re

from msgspec import Struct, structs

from tracker.amend.statutes.expansion import instructions_of
from tracker.amend.statutes.laws import Book, Spot
from tracker.amend.statutes.passes import PASSES
from tracker.amend.statutes.places import steps_of
from tracker.amend.statutes.sentences import read
from tracker.amend.statutes.tokens import Token, Tokens, words
from tracker.amend.values import Instruction
from tracker.model import Document, Provision

_RULE_RE = re.compile(
    r"\bCFR\b|§|\bpart\s\d+\b|\bsections?\s\d+[a-z]?\.\d"
    r"|\b(?:revis(?:e|ing)|remov(?:e|ing)|reserv(?:e|ing)|introductory\stext)\b|^\s*(?:Add|Redesignate|Amend)\b"
    r"|\bSupplements?\sNo\.|\bauthority\scitation\b|^\s*(?:\d+|[a-z])\.\s",
    re.IGNORECASE,
)
_LAW_RE = re.compile(
    r"\bU\.\s?S\.\s?C\.|\bUnited\sStates\sCode\b|\bAct\b|\bby\s(?:striking|inserting)\b"
)
_CONTEXT_RE = re.compile(
    r"(?P<base>(?P<law>/us/(?:usc/t[^/]+|pl/\d+/\d+))/(?:.*/)?s(?P<section>\d[^/]*))(?P<steps>(?:/[^/]+)*)$"
)


_FOLLOWS = Provision("", "quotedContent", quoted=True)  # what a person did not type


class Step(Struct, frozen=True):
    """What one pass made of the sentence."""

    name: str
    """Name of the pass."""
    tokens: Tokens
    """All tokens after it; together they are the sentence."""


class Explanation(Struct, frozen=True):
    """How a sentence was read."""

    sentence: str
    kind: str
    """`law` for bills and public laws, `rule` for the Federal Register."""
    steps: tuple[Step, ...] = ()
    """Passes that found something, in their order."""
    instructions: tuple[Instruction, ...] = ()


def explain(sentence: str, context: str = "") -> Explanation:
    """Return how a sentence is read.

    `context` is the identifier that the sentence counts from (`/us/usc/t50/s4812/a` for "in
    paragraph (1), by striking …"). New provisions that follow a sentence are not part of it.
    """
    sentence = " ".join(sentence.split())
    if is_rule(sentence, context):
        return _rule(sentence, context)
    return _law(sentence, context)


def _law(sentence: str, context: str) -> Explanation:
    """Explain a sentence of a bill or public law."""
    tokens = words(sentence)
    steps = []
    for each in PASSES:
        after = each(tokens)
        if after != tokens:
            steps.append(Step(each.__name__, after))
        tokens = after
    if sentence.endswith((":", ":.")):
        tokens = (*tokens, Token("block", "", content=(_FOLLOWS,)))
    book = Book("", {})
    spots = (_spot(context),)
    found = [
        instruction
        for order in read(tokens).orders
        for instruction in instructions_of(order, spots, book, "", "")
    ]
    numbered = (structs.replace(each, number=at) for at, each in enumerate(found, 1))
    return Explanation(sentence, "law", tuple(steps), tuple(numbered))


def _rule(sentence: str, context: str) -> Explanation:
    """Explain an instruction of a Federal Register rule, as the only one of a document."""
    # Their grammar is built only when asked for.
    from tracker.amend.rules import reading as rules  # noqa: PLC0415
    from tracker.amend.rules import words as rule_words  # noqa: PLC0415

    title = re.search(r"^/us/cfr/t(\d+)", context) or re.search(r"\b(\d{1,2})\sCFR\b", sentence)
    part = re.search(r"/p([^/]+)", context) or re.search(r"\b(\d{1,4})(?=\.\d)", sentence)
    part = part or re.search(r"\b[Pp]art\s(\d+)", sentence)
    path = f"/us/fr/0/cfr/t{title[1] if title else 0}/p{part[1] if part else 0}"
    order = Provision(f"{path}/1", "instruction", "1.", content=sentence)
    root = Provision("/us/fr/0", "document", children=(Provision(path, "part", children=(order,)),))
    cut = rule_words.order(sentence)

    def spoken(masked: str) -> str:
        """Return words with their quotations put back."""
        return re.sub(r"⟦(\d+)⟧", lambda mask: f"“{cut.quotes[int(mask[1])]}”", masked).strip()

    scope = tuple(Token("words", spoken(each)) for each in cut.scope)
    clauses = tuple(
        Token("verb", spoken(f"{each.objects} {each.rest}"), each.verb) for each in cut.clauses
    )
    found = rules.read(Document("/us/fr/0", "", "fr-xml", "", root))
    if not title:
        found = tuple(_untitled(each) for each in found)
    return Explanation(sentence, "rule", (Step("clauses", scope + clauses),), found)


def _untitled(instruction: Instruction) -> Instruction:
    """Return an instruction of a rule whose title of the CFR nobody said."""
    within = instruction.target.identifier.removeprefix("/us/cfr/t0/")
    problem = f"which title of the CFR is amended is not said ({within})"
    target = structs.replace(instruction.target, identifier="")
    return structs.replace(instruction, target=target, problem=instruction.problem or problem)


def is_rule(sentence: str, context: str = "") -> bool:
    """Return whether a sentence is one of the Federal Register rather than of a bill."""
    if context:
        return context.startswith(("/us/cfr/", "/us/fr/"))
    return bool(_RULE_RE.search(sentence)) and not _LAW_RE.search(sentence)


def _spot(context: str) -> Spot:
    """Return the spot of an identifier; nothing for none."""
    match = _CONTEXT_RE.match(context)
    if not match:
        return Spot(law=context, base=context)
    steps = steps_of([each for each in match["steps"].split("/") if each])
    return Spot(law=match["law"], base=match["base"], section=match["section"], steps=steps)
