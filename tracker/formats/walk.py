"""One pass over an XML tree into a draft, driven by a table of what each element is.

The bill formats differ in their element names and little else, so each brings a table
`local name -> Action`; the walk knows how levels, fields, inline markup, notes and dropped matter
behave. It keeps its own stack: depth of nesting is no depth of calls.

    LEVEL   a provision of its own; `arg` is its level
    FIELD   a part of the provision at hand; `arg` is the field, None for running text
    INLINE  inside a sentence, no word boundary; `arg` is the mark it makes, or None
    BLOCK   inside running text, words apart from what stands around; `arg` as for INLINE
    SOFT    as BLOCK, but only a boundary where two words would grow together
    PASS    only holds other elements
    DROP    left out under the rule `arg`; DROP_INLINE the same inside a word (page breaks)
    APART   a note taken out of the running text; `arg` is its level
    CUSTOM  `arg(walk, element, state)` decides
    FIGURE  as INLINE, its text rewritten by `arg` (powers, indices, fractions)
    CHANGED as INLINE, but no word goes over from struck words to the added ones right behind them
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from lxml import etree
from msgspec import Struct

from tracker.formats.draft import Draft, Node, Raw
from tracker.formats.text import Text
from tracker.formats.vocabulary import Vocabulary
from tracker.model import Field, MarkKind

LEVEL, FIELD, INLINE, BLOCK, SOFT, PASS, DROP, DROP_INLINE, APART, CUSTOM = range(10)
FIGURE, CHANGED = 10, 11

_RANK = {"num": 0, "heading": 1, "chapeau": 2, "content": 3, "continuation": 4}
_CLOSING = frozenset(".,;:!?)]}”’»%")
_SHOWN: dict[str, Literal["added", "deleted"]] = {"added": "added", "deleted": "deleted"}


class Action(NamedTuple):
    """What an element is."""

    code: int
    arg: Any = None


class State(Struct, eq=False, gc=False):
    """Where text goes: a node, and the text being written for one of its fields."""

    node: Node
    shown: MarkKind | None = None
    """`added` or `deleted` when the source shows all text here so."""
    text: Text | None = None
    field: Field | None = None
    marks: list[tuple[MarkKind, int, str | None]] = []
    """Marks still open, the innermost last."""

    def say(self, raw: str) -> None:
        """Add text as it comes; white space alone starts nothing."""
        if self.text is not None:
            self.text.parts.append(raw)
        elif not raw.isspace():
            self.text = Text([raw])
            self.field = None

    def writing(self) -> Text:
        """Return the text being written, starting running text where there is none."""
        if self.text is None:
            self.text = Text()
            self.field = None
        return self.text

    def space(self) -> None:
        """Part the next word from the last one."""
        if self.text is not None:
            self.text.parts.append(" ")

    def flush(self) -> None:
        """Put what was written into the node; marks still open go on in the next text."""
        text = self.text
        if text is None:
            return
        self.text = None
        if self.marks:
            for kind, start, target in self.marks:
                text.mark(kind, start, target)
            self.marks = [(kind, 0, target) for kind, _, target in self.marks]
        self.place(self.field, text if text.marks else "".join(text.parts))

    def place(self, field: Field | None, raw: Raw) -> None:
        """Put text into a field, or where reading order wants it when its field has passed."""
        if not raw or (type(raw) is str and raw.isspace()):
            return
        if self.shown:
            if isinstance(raw, str):
                raw = Text([raw])
            raw.mark(self.shown, 0)
        node = self.node
        if node.level == "document":
            pass
        elif node.children or node.continuation is not None:
            if field not in ("num", "heading"):
                node.put("continuation", raw)
                return
        elif field is None or field == "content":
            if node.content is None:
                node.content = raw
            else:
                node.put("content", raw)
            return
        elif field == "continuation" or not self._passed(field):
            node.put(field, raw)
            return
        late = Node(field or "text", quoted=node.quoted)
        late.content = raw
        node.adopt(late)

    def _passed(self, field: Field) -> bool:
        """Return whether a later field of the node is filled already."""
        node = self.node
        if field == "chapeau":
            return node.content is not None
        later = node.chapeau is not None or node.content is not None
        return later or (field == "num" and node.heading is not None)


class Frame(Struct, eq=False, gc=False):
    """An element whose children are being walked."""

    element: Any
    iterator: Any
    code: int
    state: State
    outer: State
    mark: bool = False
    after: str = ""
    """Text that the style sheet prints after the element (a quotation mark)."""


class Walk:
    """One walk; `actions` may be extended while it runs (names never seen before)."""

    def __init__(
        self,
        draft: Draft,
        table: Mapping[str, Action],
        *,
        target: Callable[[etree._Element, MarkKind], str | None],
        finish: Callable[[Node, etree._Element], None] | None = None,
        conditions: Mapping[str, tuple[str, str, Action]] | None = None,
    ) -> None:
        self.draft = draft
        self.table = table
        self.actions: dict[str, Action] = {}
        self.target = target
        self.finish = finish
        self.conditions = conditions or {}
        self.frames: list[Frame] = []

    def run(self, root: etree._Element, node: Node, shown: MarkKind | None = None) -> None:
        """Walk all below `root` into `node`."""
        state = State(node, shown)
        self.push(root, PASS, state, state)
        frames = self.frames
        known = self.actions.get
        takers = self._takers()
        while frames:
            frame = frames[-1]
            here = frame.state
            for element in frame.iterator:
                code, arg = known(element.tag) or self.learn(element)
                if takers[code](element, arg, here):
                    break
                tail = element.tail
                if tail and (here.text is not None or not tail.isspace()):
                    here.say(tail)
            else:
                frames.pop()
                self.close(frame)
                if frames:
                    tail = frame.element.tail
                    if tail:
                        frame.outer.say(tail)
        state.flush()

    def _takers(self) -> tuple[Callable[[etree._Element, Any, State], bool], ...]:
        """Return what takes an element of each code, in the order of the codes."""
        return (
            self._level,
            self._field,
            self._inline,
            self._block,
            self._soft,
            self._pass,
            self._drop,
            self._drop_inline,
            self._note,
            self._custom,
            self._figure,
            self._changed,
        )

    def enter(self, element: etree._Element, action: Action, state: State) -> bool:
        """Take an element; return True when its children, and then its tail, are still to come."""
        return self._takers()[action.code](element, action.arg, state)

    def learn(self, element: etree._Element) -> Action:
        """Return what an element is by its local name; unknown ones are blocks of text."""
        tag = str(element.tag)
        name = tag.rpartition("}")[2]
        if name in self.conditions:
            action = Action(CUSTOM, _by_condition(self.table[name], *self.conditions[name]))
        else:
            action = self.table.get(name) or Action(BLOCK)
        self.actions[tag] = action
        return action

    def _pass(self, element: etree._Element, _arg: None, state: State) -> bool:
        """Take an element that only holds others."""
        state.space()
        self.push(element, PASS, state, state)
        return True

    def _drop(self, element: etree._Element, rule: str, state: State) -> bool:
        """Leave an element out and part what stands around it."""
        self._drop_inline(element, rule, state)
        state.space()
        return False

    def _drop_inline(self, element: etree._Element, rule: str, _state: State) -> bool:
        """Leave an element out of a word or sentence."""
        for piece in element.itertext():
            self.draft.drop(rule, str(piece))
        return False

    def _note(self, element: etree._Element, level: str, state: State) -> bool:
        """Take a note out of the running text."""
        note = Node(level, state.node.quoted, element.get("id"))
        state.node.note(note)
        self.push(element, LEVEL, State(note, state.shown), state)
        return True

    def _custom(self, element: etree._Element, take: Callable[..., bool], state: State) -> bool:
        """Let a format's own function decide."""
        return take(self, element, state)

    def _figure(self, element: etree._Element, rewrite: Callable[[str], str], state: State) -> bool:
        """Take a power, an index or a fraction; at the start of a text it is none."""
        raw = element.text
        if len(element) or not raw or state.text is None or not state.text:
            return self._inline(element, None, state)
        state.text.parts.append(rewrite(raw))
        return False

    def _changed(self, element: etree._Element, kind: MarkKind, state: State) -> bool:
        """Take words shown as added or struck."""
        before = element.getprevious()
        if before is not None and not before.tail and state.text is not None:
            action = self.actions.get(str(before.tag))
            if action and action.code == CHANGED and action.arg != kind:
                raw = element.text or ""
                if raw[:1].isalnum():
                    state.text.parts.append(" ")
        return self._inline(element, kind, state)

    def _level(self, element: etree._Element, level: str, state: State) -> bool:
        """Take a provision."""
        self.level(element, level, state)
        return True

    def level(
        self,
        element: etree._Element,
        level: str,
        state: State,
        *,
        quoted: bool = False,
        shown: MarkKind | None = None,
    ) -> Node:
        """Start a provision under the one at hand."""
        if state.text is not None:
            state.flush()
        get = element.get
        parent = state.node
        node = Node(level, quoted or parent.quoted, get("id"), element.sourceline, get("status"))
        parent.adopt(node)
        changed = get("changed")
        if changed is not None:
            shown = shown or _SHOWN.get(changed)
        inner = State(node, shown or state.shown)
        self.frames.append(Frame(element, iter(element), LEVEL, inner, state))
        raw = element.text
        if raw:
            inner.say(raw)
        return node

    def push(
        self,
        element: etree._Element,
        code: int,
        state: State,
        outer: State,
    ) -> Frame:
        """Go into an element and take its own text."""
        frame = Frame(element, iter(element), code, state, outer)
        self.frames.append(frame)
        raw = element.text
        if raw:
            state.say(raw)
        return frame

    def _field(self, element: etree._Element, field: Field | None, state: State) -> bool:
        """Take a part of the provision at hand."""
        if state.text is not None:
            state.flush()
        raw = element.text
        if len(element):
            state.text = Text([raw] if raw else [])
            state.field = field
            self.frames.append(Frame(element, iter(element), FIELD, state, state))
            return True
        if raw:
            state.place(field, raw)
        return False

    def _inline(self, element: etree._Element, kind: MarkKind | None, state: State) -> bool:
        """Take an inline element."""
        text = state.text if state.text is not None else state.writing()
        parts = text.parts
        raw = element.text
        if len(element):
            if kind is not None:
                state.marks.append((kind, len(parts), self.target(element, kind)))
            frame = self.push(element, INLINE, state, state)
            frame.mark = kind is not None
            return True
        if raw:
            parts.append(raw)
            if kind is not None:
                text.marks.append((kind, len(parts) - 1, len(parts), self.target(element, kind)))
        return False

    def _block(self, element: etree._Element, kind: MarkKind | None, state: State) -> bool:
        """Take an element of running text that stands apart from its neighbours."""
        return self._running(element, BLOCK, kind, state)

    def _soft(self, element: etree._Element, kind: MarkKind | None, state: State) -> bool:
        """Take an element that stands apart only where words would grow together."""
        return self._running(element, SOFT, kind, state)

    def _running(
        self, element: etree._Element, code: int, kind: MarkKind | None, state: State
    ) -> bool:
        """Take an element of running text with a boundary before and after it."""
        text = state.text if state.text is not None else state.writing()
        if code == BLOCK or (text.parts and text.parts[-1][-1:].isalnum()):
            text.parts.append(" ")
        if not len(element):
            raw = element.text
            if raw:
                text.parts.append(raw)
                if kind is not None:
                    text.mark(kind, len(text.parts) - 1, self.target(element, kind))
            self._leave_block(element, code, state)
            return False
        if kind is not None:
            state.marks.append((kind, len(text.parts), self.target(element, kind)))
        frame = self.push(element, code, state, state)
        frame.mark = kind is not None
        return True

    def quote(
        self, element: etree._Element, kind: MarkKind, state: State, marks: tuple[str, str]
    ) -> bool:
        """Take an inline element around which the style sheet prints quotation marks."""
        text = state.text if state.text is not None else state.writing()
        last = text.parts[-1][-1:] if text.parts else ""
        opening, closing = ("", "") if last in ("“", "‘") else marks
        if opening:
            text.parts.append(opening)
        state.marks.append((kind, len(text.parts), self.target(element, kind)))
        frame = self.push(element, INLINE, state, state)
        frame.mark = True
        frame.after = closing
        return True

    def close(self, frame: Frame) -> None:
        """Leave an element whose children are done."""
        code = frame.code
        state = frame.state
        if code == FIELD:
            state.flush()
            return
        if code == LEVEL:
            if state.text is not None:
                state.flush()
            node = state.node
            if self.finish:
                self.finish(node, frame.element)
            if node.content is None and node.num is None and not node.children:
                _prune(node, frame.outer.node)
            return
        if frame.mark:
            kind, start, target = state.marks.pop()
            if state.text is not None and len(state.text.parts) > start:
                state.text.mark(kind, start, target)
        if frame.after:
            state.writing().parts.append(frame.after)
        if code != INLINE:
            self._leave_block(frame.element, code, state)

    def _leave_block(self, element: etree._Element, code: int, state: State) -> None:
        """Part a block from what follows, unless that is closing punctuation."""
        text = state.text
        if text is None:
            return
        tail = element.tail
        if code == SOFT:
            if tail and not tail[0].isalnum():
                return
        elif tail:
            if tail[0] in _CLOSING:
                return
        elif text.parts and text.parts[-1].endswith("—"):
            return
        text.parts.append(" ")


def _prune(node: Node, parent: Node) -> None:
    """Take back a provision without number, content and children if it holds nothing else."""
    if (
        not node.notes
        and node.heading is None
        and node.chapeau is None
        and node.continuation is None
    ):
        for held in (parent.children, parent.notes):
            if held and held[-1] is node:
                held.pop()


def _by_condition(
    usual: Action, attribute: str, value: str, special: Action
) -> Callable[[Walk, etree._Element, State], bool]:
    """Return what takes an element whose meaning depends on an attribute."""

    def take(walk: Walk, element: etree._Element, state: State) -> bool:
        action = special if element.get(attribute) == value else usual
        return walk.enter(element, action, state)

    return take


def vocabulary(
    table: Mapping[str, Action],
    *,
    conditions: Mapping[str, tuple[str, str, Action]] | None = None,
    quoting: frozenset[str] = frozenset(),
) -> Vocabulary:
    """Return what the meter must know of a table."""
    conditions = conditions or {}
    dropped = {name: str(a.arg) for name, a in table.items() if a.code in (DROP, DROP_INLINE)}
    apart = {name: str(a.arg) for name, a in table.items() if a.code == APART}
    breaking = set()
    for name, (attribute, value, action) in conditions.items():
        if action.code == APART:
            apart[f"{name}@{attribute}={value}"] = str(action.arg)
        elif table[name].code == INLINE:
            breaking.add(f"{name}@{attribute}={value}")
    codes = (INLINE, DROP_INLINE, FIGURE, CHANGED)
    inline = {name for name, a in table.items() if a.code in codes}
    return Vocabulary(
        dropped=dropped,
        inline=frozenset(inline),
        apart=apart,
        breaking=frozenset(breaking),
        changed={name: str(a.arg) for name, a in table.items() if a.code == CHANGED},
        quoting=quoting,
    )
