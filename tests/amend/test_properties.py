"""Whatever is ordered: what the diff between base and result finds is what was ordered."""

from hypothesis import given, settings
from hypothesis import strategies as st
from laws import CHAPTER, law, order, quoted
from test_tree import check

from tracker.amend.execution.execute import execute
from tracker.amend.values import Find
from tracker.compare import compare

_PLAIN = ("vessel", "cloud", "ledger", "harbor", "signal", "engine", "copper", "garden")


def _sentence(number):
    """Return a sentence that shares no rarer word with another's."""
    own = " ".join(f"{word}{number}" for word in _PLAIN)
    return f"The provider {own} shall."


@st.composite
def laws(draw):
    """Return (base, its paragraphs as {portion: text}, sections as {portion: labels})."""
    numbers = iter(range(1000))
    texts, sections, specs = {}, {}, []
    for section in range(1, draw(st.integers(2, 4)) + 1):
        labels = range(1, draw(st.integers(2, 5)) + 1)
        paragraphs = []
        for label in labels:
            texts[f"s{section}/{label}"] = _sentence(next(numbers))
            paragraphs.append((f"({label})", texts[f"s{section}/{label}"]))
        sections[f"s{section}"] = len(labels)
        specs.append(
            (f"§ {section}.", f"Heading{section} | {_sentence(next(numbers))}", *paragraphs)
        )
    return law(*specs), texts, sections


def _replaced(text, old, new):
    """Return a text with one word replaced, in plain Python."""
    return text.replace(f" {old} ", f" {new} " if new else " ", 1)


@st.composite
def amendments(draw):
    """Return (base, orders, expected changes as {(kind, old portion, new portion, new text)})."""
    base, texts, sections = draw(laws())
    orders, expected = [], set()
    touched = draw(st.lists(st.sampled_from(sorted(texts)), unique=True, max_size=4))
    for portion in touched:
        text, number = texts[portion], len(orders) + 1
        start = draw(st.sampled_from(_PLAIN))
        word = next(w for w in text.split() if w.startswith(start))
        kind = draw(st.sampled_from(["substitute", "delete", "after", "before", "amend", "end"]))
        new = f"new{number}"
        if kind == "substitute":
            orders.append(order("substitute", portion, number, find=word, text=new))
            text = _replaced(text, word, new)
        elif kind == "delete":
            orders.append(order("delete", portion, number, find=word))
            text = _replaced(text, word, "")
        elif kind in {"after", "before"}:
            orders.append(order("insert", portion, number, find=word, position=kind, text=new))
            text = _replaced(text, word, f"{word} {new}" if kind == "after" else f"{new} {word}")
        elif kind == "amend":
            label = portion.rpartition("/")[2]
            text = _replaced(text, word, new)
            content = quoted((f"({label})", text), level="subsection")
            orders.append(order("amend", portion, number, content=content))
        else:
            stop = Find(".", at="end")
            orders.append(order("substitute", portion, number, find=stop, text="; and"))
            text = f"{text[:-1]}; and"
        expected.add(("modified", portion, portion, text))
    for section, size in sorted(sections.items()):
        number = len(orders) + 1
        kind = draw(st.sampled_from(["", "", "add", "insert"]))
        if not kind:
            continue
        text = _sentence(500 + number)
        label = size + 1 if kind == "add" else size
        content = quoted((f"({label})", text), level="subsection")
        if kind == "add":
            orders.append(order("add", section, number, position="end", content=content))
        else:
            last = f"{section}/{size}"
            renames = [(last, f"({size + 1})")]
            orders.append(order("redesignate", section, number, renames=renames))
            beside = f"{section}/{size - 1}"
            orders.append(
                order("add", section, number + 1, position="after", beside=beside, content=content)
            )
            was = next((e for e in expected if e[1] == last), None)
            expected.discard(was)
            up = f"{section}/{size + 1}"
            expected.add(
                (was[0], last, up, was[3]) if was else ("redesignated", last, up, texts[last])
            )
        expected.add(("inserted", None, f"{section}/{label}", text))
    return base, orders, expected


def _portion(provision):
    return provision.path.removeprefix(f"{CHAPTER}/") if provision else None


def _effects(base, result):
    """Return what the diff finds, in the shape of the expected changes."""
    return {
        (c.kind, _portion(c.old), _portion(c.new), c.new.own_text if c.new else "")
        for c in compare(base, result).changes
        if c.kind != "unchanged"
    }


@settings(max_examples=150, deadline=None)
@given(amendments())
def test_the_diff_gives_back_the_effects_of_the_orders(case):
    """Executing and then diffing finds those changes, all of them, and no other."""
    base, orders, expected = case
    before = base.root
    amended = execute(base, orders)
    assert [entry.executed for entry in amended.ledger] == [True] * len(orders)
    assert _effects(base, amended.result) == expected
    assert base.root is before
    check(amended.result)


@settings(max_examples=100, deadline=None)
@given(amendments(), st.data())
def test_orders_that_fail_leave_the_text_as_if_they_were_absent(case, data):
    """Bad orders anywhere among good ones: one line each in the ledger, and no other effect."""
    base, orders, _ = case
    bad = [
        order("delete", "s1/1", find="nowhere"),
        order("delete", "s1/99"),
        order("delete", "s1/1", problem="not read"),
        order("add", "s1", position="end", content=quoted(("(77)", "gap"), level="subsection")),
        order("delete", "s1/1", delayed="stayed"),
        order("substitute", "s1/1", find="The", text="x", home="/us/usc/t22"),
        order("unknown", "s1"),
    ]
    mixed = list(orders)
    for each in data.draw(st.lists(st.sampled_from(bad), max_size=5)):
        mixed.insert(data.draw(st.integers(0, len(mixed))), each)
    amended = execute(base, mixed)
    assert [entry.instruction for entry in amended.ledger] == mixed
    assert amended.result == execute(base, orders).result
    for entry in amended.ledger:
        assert entry.executed == (entry.instruction not in bad)
        assert entry.executed == (entry.reason == "")
        assert entry.executed or (entry.detail and not entry.before and not entry.after)


@settings(max_examples=60, deadline=None)
@given(amendments(), st.randoms(use_true_random=False))
def test_any_order_of_orders_is_safe(case, random):
    """Shuffled, repeated, contradictory: nothing raised, the base untouched, twice the same."""
    base, orders, _ = case
    shuffled = [*orders, *orders]
    random.shuffle(shuffled)
    amended = execute(base, shuffled)
    assert len(amended.ledger) == len(shuffled)
    assert amended == execute(base, shuffled)
    check(amended.result)
    for entry in amended.ledger:
        known = {p.path for p in base.root.walk()}
        assert set(entry.before) <= known
        assert set(entry.after) <= {p.path for p in amended.result.root.walk()}
