"""The gap register: one Markdown file a gap, with YAML front matter, read into typed values.

A file that cannot be read is left out and becomes a finding with its line; the others still work.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec import Struct

from tracker.errors import ConfigError, IdentifierError, InputError
from tracker.gaps import conditions as cond
from tracker.gaps import phrases, subject
from tracker.gaps.subject import Subject
from tracker.gaps.values import EFFECTS, Gap, Test
from tracker.gaps.yamlnodes import Value, compose
from tracker.identifiers import parse as parse_identifier
from tracker.model import Finding

_NAME_RE = re.compile(r"(?P<id>G\d\d|CTX)-(?P<slug>[a-z0-9-]+)\.md$")
_FRONT_RE = re.compile(r"\A---\n(?P<front>.*?\n)---\n(?P<body>.*)\Z", re.DOTALL)
_LANGUAGES_RE = re.compile(r"^## (English|한국어)[ \t]*$", re.MULTILINE)
_LETTER_RE = re.compile(r"[a-z]$")

_TOP = frozenset(
    {"id", "title", "title_ko", "letters", "claim", "claim_ko", "passage", "legal_test",
     "legal_test_ko", "related", "limbs", "signals", "tests", "scored"}
)  # fmt: skip
_REQUIRED = ("id", "title", "claim")
_SCORED = ("legal_test", "tests")
_TEST = frozenset({"id", "effect", "why", "limbs", "when", "example"})

_LISTS = {
    "term": "term", "with": "words", "any": "any", "without": "without", "in": "inside",
    "target": "target", "action": "action", "actor": "actor", "verb": "verb",
    "object": "object", "modal": "modal", "quantity": "quantity", "unit": "unit",
}  # fmt: skip
"""Key in the file -> field of the condition, for keys that hold lists of texts."""

_KINDS: dict[str, tuple[type, frozenset[str], tuple[str, ...]]] = {
    "defines": (cond.Defines, frozenset({"term", "with", "any", "without", "in", "where"}),
                ("term",)),
    "amends": (cond.Amends, frozenset({"target", "with", "any", "without", "action"}),
               ("target",)),
    "cites": (cond.Cites, frozenset({"target", "where"}), ("target",)),
    "obliges": (cond.Obliges,
                frozenset({"actor", "verb", "object", "modal", "without", "where"}),
                ("actor", "verb")),
    "mentions": (cond.Mentions, frozenset({"with", "any", "without", "scope", "where"}), ()),
    "compares": (cond.Compares,
                 frozenset({"quantity", "relation", "value", "unit", "with", "any", "without",
                            "reach", "where"}),
                 ("quantity", "relation", "value")),
}  # fmt: skip
_LAWS = frozenset({"in", "target"})


class Register(Struct, frozen=True):
    """All gaps in the order of their ids, context notes last, and what was wrong."""

    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...] = ()
    subject: Subject = Subject()
    """What the instance is about; says which clauses of a text are read."""

    @property
    def scored(self) -> tuple[Gap, ...]:
        """The gaps proper, without context notes."""
        return tuple(gap for gap in self.gaps if gap.scored)

    def gap(self, name: str) -> Gap | None:
        """Return the gap of an id (`G01`, in any case) or a slug, or None."""
        wanted = name.lower()
        return next((gap for gap in self.gaps if wanted in (gap.id.lower(), gap.slug)), None)


def load(folder: Path) -> Register:
    """Read every gap file of a folder.

    Raises InputError when there is no such folder; a file that is wrong becomes a finding.
    """
    if not folder.is_dir():
        raise InputError(f"there is no folder of gap files at {folder}")
    gaps: list[Gap] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.md")):
        try:
            gap = read(path.read_text(encoding="utf-8"), path.name)
        except ConfigError as error:
            findings.append(finding("gap-file", error))
            continue
        except UnicodeDecodeError:
            findings.append(Finding("gap-file", f"{path.name}: is not UTF-8 text", path.name))
            continue
        if any(other.id == gap.id for other in gaps):
            findings.append(
                Finding("gap-file", f"{path.name}: a second file with id {gap.id}", path.name, 2)
            )
            continue
        gaps.append(gap)
    about = Subject()
    try:
        about = subject.load(folder)
    except ConfigError as error:
        findings.append(finding("gap-file", error))
    if not gaps and not findings:
        findings.append(Finding("gap-file", f"{folder.name}: holds no gap file", folder.name))
    gaps.sort(key=lambda gap: (not gap.scored, gap.id))
    return Register(tuple(gaps), tuple(findings), about)


def finding(code: str, error: ConfigError) -> Finding:
    """Return an error about a file kept by people as a finding with its line."""
    return Finding(code, str(error), error.file, error.line)


def read(text: str, name: str) -> Gap:
    """Read one gap file from its text; `name` is its file name.

    Raises ConfigError with the line of the first thing that is wrong.
    """
    named = _NAME_RE.match(name)
    if not named:
        raise ConfigError(name, None, "name it <id>-<slug>.md, for instance G01-some-words.md")
    parts = _FRONT_RE.match(text)
    if not parts:
        raise ConfigError(name, 1, "has no front matter between two lines of “---”")
    fields = compose(parts["front"], name, 1).fields(_TOP)
    scored = fields["scored"].truth() if "scored" in fields else True
    for key in (*_REQUIRED, *(_SCORED if scored else ())):
        if key not in fields:
            raise ConfigError(name, 2, f"“{key}” is missing")
    identifier = fields["id"].text()
    if identifier != named["id"]:
        raise fields["id"].wrong(f"id is “{identifier}” but the file is named {named['id']}")
    limbs = fields["limbs"].texts() if "limbs" in fields else ()

    def words(key: str) -> str:
        return fields[key].text() if key in fields else ""

    first_body_line = parts["front"].count("\n") + 3
    prose, prose_ko = _prose(parts["body"], name, first_body_line)
    _whole_korean(fields.keys(), prose_ko, name, first_body_line)
    return Gap(
        id=identifier,
        slug=named["slug"],
        title=fields["title"].text(),
        title_ko=words("title_ko"),
        letters=_letters(fields["letters"]) if "letters" in fields else (),
        claim=fields["claim"].text(),
        claim_ko=words("claim_ko"),
        passage=words("passage"),
        legal_test=words("legal_test"),
        legal_test_ko=words("legal_test_ko"),
        prose=prose,
        prose_ko=prose_ko,
        related=_laws(fields["related"]) if "related" in fields else (),
        limbs=limbs,
        signals=_phrases(fields["signals"]) if "signals" in fields else (),
        tests=tuple(_tests(fields["tests"], limbs)) if "tests" in fields else (),
        scored=scored,
        file=name,
    )


def _whole_korean(given: Collection[str], prose: str, name: str, line: int) -> None:
    """Refuse a gap that is Korean in part: a second language is there as a whole or not at all."""
    needed = {f"{key}_ko" for key in ("title", "claim", "legal_test") if key in given}
    if not (prose or needed & set(given)):
        return
    for key in sorted(needed - set(given)):
        raise ConfigError(name, 2, f"“{key}” is missing; other parts are there in Korean")
    if not prose:
        raise ConfigError(name, line, "has no words under a line “## 한국어”")


def _prose(body: str, name: str, line: int) -> tuple[str, str]:
    """Return the English and the Korean part of a body; without headings, all of it is English."""
    first, *parts = _LANGUAGES_RE.split(body)
    if not parts:
        if not first.strip():
            raise ConfigError(name, line, "has no words below the front matter")
        return first.strip(), ""
    found = dict(zip(parts[::2], (words.strip() for words in parts[1::2]), strict=True))
    for language in ("English", *found):
        if not found.get(language):
            raise ConfigError(name, line, f"has no words under a line “## {language}”")
    return found["English"], found.get("한국어", "")


def _letters(value: Value) -> tuple[str, ...]:
    """Return claim letters of the source article."""
    letters = value.texts()
    for letter in letters:
        if not _LETTER_RE.match(letter):
            raise value.wrong(f"“{letter}” is no claim of the source article (a to z)")
    return letters


def _laws(value: Value) -> tuple[str, ...]:
    """Return identifiers in full form."""
    laws = []
    items = (
        value.items()
        if hasattr(value.node, "value") and isinstance(value.node.value, list)
        else iter((value,))
    )
    for item in items:
        try:
            laws.append(parse_identifier(item.text()).path)
        except IdentifierError as error:
            raise item.wrong(str(error)) from None
    return tuple(laws)


def _phrases(value: Value) -> tuple[str, ...]:
    """Return phrases that the phrase language knows."""
    texts = value.texts()
    for text in texts:
        try:
            phrases.compiled(text)
        except phrases.PhraseError as error:
            raise value.wrong(str(error)) from None
    return texts


def _tests(value: Value, limbs: tuple[str, ...]) -> Iterator[Test]:
    """Yield the tests of a gap."""
    seen: set[str] = set()
    for item in value.items():
        fields = item.fields(_TEST)
        for key in ("id", "effect", "why", "when"):
            if key not in fields:
                raise item.wrong(f"a test needs “{key}”")
        name = fields["id"].text()
        if name in seen:
            raise fields["id"].wrong(f"a second test named “{name}”")
        seen.add(name)
        effect = fields["effect"].text().replace(" ", "-")
        if effect not in EFFECTS:
            raise fields["effect"].wrong(f"“{effect}” is no effect; known: {', '.join(EFFECTS)}")
        reached = fields["limbs"].texts() if "limbs" in fields else ()
        for limb in reached:
            if limb not in limbs:
                raise fields["limbs"].wrong(f"the gap has no limb “{limb}”")
        yield Test(
            id=name,
            effect=effect,  # type: ignore[arg-type]  # checked against EFFECTS above
            when=condition(fields["when"]),
            why=fields["why"].text(),
            limbs=reached,
            example=fields["example"].text() if "example" in fields else "",
            line=item.line,
        )


def condition(value: Value) -> cond.Condition:
    """Read one condition: a mapping with one key, the kind of condition.

    Raises ConfigError for an unknown kind, key, phrase, identifier or value.
    """
    known = {"all", "any", "not", "absent", "works", *_KINDS}
    fields = value.fields(known)
    if len(fields) != 1:
        raise value.wrong("a condition has one key; wrap several in “all” or “any”")
    ((kind, body),) = fields.items()
    match kind:
        case "all":
            return cond.All(tuple(condition(item) for item in body.items()))
        case "any":
            return cond.Any(tuple(condition(item) for item in body.items()))
        case "not":
            return cond.Not(condition(body))
        case "works":
            return cond.Works(body.texts())
        case "absent":
            return cond.Absent(_phrases(body))
    return _leaf(kind, body)


def _leaf(kind: str, body: Value) -> cond.Condition:
    """Read a condition that looks into clauses."""
    shape, keys, required = _KINDS[kind]
    fields = body.fields(keys)
    for key in required:
        if key not in fields:
            raise body.wrong(f"“{kind}” needs “{key}”")
    values: dict[str, object] = {}
    for key, field in fields.items():
        if key in _LAWS:
            values[_LISTS[key]] = _laws(field)
        elif key == "action":
            values[key] = field.texts()
        elif key in _LISTS:
            values[_LISTS[key]] = _phrases(field)
        else:
            values[key] = _choice(key, field)
    if kind == "mentions" and not ({"with", "any"} & fields.keys()):
        raise body.wrong("“mentions” needs “with” or “any”")
    return shape(**values)  # type: ignore[no-any-return]  # one of the Condition structs


def _choice(key: str, field: Value) -> object:
    """Read a key whose value is a number or one of a few words."""
    if key in {"value", "reach"}:
        number = field.number()
        return number if key == "value" else int(number)
    known = {"where": cond.WHERES, "scope": cond.SCOPES, "relation": cond.COMPARISONS}[key]
    words = field.text()
    if words not in known:
        raise field.wrong(f"“{words}” is no {key}; known: {', '.join(known)}")
    return words
