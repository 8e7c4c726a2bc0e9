"""Notes follow their clause by words and surroundings, never by label."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.formats import parse
from tracker.gaps import anchors, notes
from tracker.gaps.anchors import Anchor

WORK = "/us/bill/119/hr/9005"
FIRST = "The Secretary shall keep a register of all licences granted under this section."
SECOND = "Each holder of a licence shall answer questions within thirty days."
THIRD = "This section does not apply to the armed forces of the United States."


def text(make, make_document, version, *items):
    """Return a bill of one section with these paragraphs, numbered in order."""
    path = f"{WORK}/s2"
    children = [
        make(f"{path}/{n}", "paragraph", f"({n})", "", words) for n, words in enumerate(items, 1)
    ]
    return make_document(WORK, version, make(path, "section", "2.", "Duties", "Rules:", *children))


def note(words, path, version="ih"):
    """Return a note on words."""
    return notes.Note(
        "n",
        WORK,
        version,
        path,
        words,
        "Look here.",
        "reviewer",
        date(2026, 2, 1),
        file="notes.toml",
        line=7,
    )


@pytest.mark.parametrize(
    ("items", "state", "place"),
    [
        ((FIRST, SECOND, THIRD), "intact", "2"),
        (("A wholly new duty stands here now, before all others.", FIRST, SECOND, THIRD),
         "moved", "3"),
        ((FIRST, SECOND.replace("thirty", "sixty"), THIRD), "changed", "2"),
        ((FIRST, THIRD), "gone", ""),
    ],
    ids=["same", "inserted-above", "reworded", "deleted"],
)  # fmt: skip
def test_an_anchor_ends_in_one_of_four_states(make, make_document, items, state, place):
    """Intact, moved with its new identifier, changed with the redline, or gone."""
    old = text(make, make_document, "ih", FIRST, SECOND, THIRD)
    new = text(make, make_document, "rh", *items)
    (found,) = anchors.carry(old, new, [Anchor("n", f"{WORK}/s2/2", "within thirty days")])
    assert (state, f"{WORK}/s2/{place}" if place else "") == (found.state, found.new_path)
    if state == "changed":
        assert SECOND == "".join(words for kind, words in found.redline if kind != "insert")


def test_a_label_alone_carries_nothing(make, make_document):
    """Another clause under the old label does not get the note."""
    old = text(make, make_document, "ih", FIRST, SECOND)
    new = text(make, make_document, "rh", FIRST, THIRD)
    (found,) = anchors.carry(old, new, [Anchor("n", f"{WORK}/s2/2", SECOND)])
    assert ("gone", "") == (found.state, found.new_path)


def test_a_note_once_changed_waits_for_a_person(make, make_document):
    """A later version that leaves the new words alone does not make the note sound again."""
    versions = [
        text(make, make_document, "ih", FIRST, SECOND),
        text(make, make_document, "rh", FIRST, SECOND.replace("thirty", "sixty")),
        text(make, make_document, "eh", THIRD, FIRST, SECOND.replace("thirty", "sixty")),
    ]
    followed, findings = anchors.follow([note(SECOND, f"{WORK}/s2/2")], versions)
    assert [] == findings
    assert [("changed", f"{WORK}/s2/3", "eh", True)] == [
        (one.state, one.path, one.version, one.needs_review) for one in followed
    ]


@pytest.mark.parametrize(
    ("words", "path", "version", "code"),
    [
        ("words that stand nowhere", "2", "ih", "note-words"),
        (FIRST, "2", "ih", "note-place"),
        (FIRST, "1", "enr", "note-version"),
    ],
)
def test_a_note_that_sits_on_nothing_is_a_finding(make, make_document, words, path, version, code):
    """File and line of the note, and what is wrong."""
    held = [text(make, make_document, "ih", FIRST, SECOND)]
    followed, findings = anchors.follow([note(words, f"{WORK}/s2/{path}", version)], held)
    assert [] == followed
    assert [(code, "notes.toml", 7)] == [(f.code, f.path, f.line) for f in findings]


@pytest.mark.corpus
def test_the_house_bill_changes_the_note_on_its_definition_only(upstream_dir, kept_notes):
    """From introduced to engrossed: the definition needs review, other paragraphs are intact."""
    bills = upstream_dir / "www.govinfo.gov/bulkdata/BILLS/119"
    held = [
        parse(file.read_bytes(), source=file.name)
        for file in sorted(bills.glob("*/hr/BILLS-119hr2683*.xml"))
    ]
    mine = [one for one in kept_notes.notes if one.work.endswith("/2683")]
    followed, findings = anchors.follow(mine, held)
    assert [] == findings
    assert {
        "definition-two-limbs": "changed",
        "open-limb": "gone",
        "head-of-power": "intact",
        "provision-thereof": "intact",
        "civil-penalty": "intact",
    } == {one.note.id: one.state for one in followed}


@given(
    data=st.data(),
    count=st.integers(3, 12),
    actions=st.lists(st.sampled_from(["insert", "delete", "swap"]), min_size=1, max_size=4),
)
def test_no_anchor_is_attached_to_a_wrong_clause_silently(
    make, make_document, data, count, actions
):
    """Whatever is planted, taken out or exchanged, intact and moved mean the same words."""
    items = [
        f"Rule number {n} binds every holder of kind {n * 7} in all places." for n in range(count)
    ]
    old = text(make, make_document, "ih", *items)
    edited = list(items)
    for number, action in enumerate(actions):
        place = data.draw(st.integers(0, max(len(edited) - 1, 0)))
        if action == "insert":
            edited.insert(place, f"A planted clause, the {number}th of its kind, stands here.")
        elif action == "delete" and len(edited) > 1:
            edited.pop(place)
        else:
            edited[0], edited[place] = edited[place], edited[0]
    new = text(make, make_document, "rh", *edited)
    asked = [Anchor(str(n), f"{WORK}/s2/{n + 1}", words) for n, words in enumerate(items)]
    now = {p.path: p.own_text for p in new.provisions()}
    for one in anchors.carry(old, new, asked):
        words = items[int(one.id)]
        if one.state in {"intact", "moved"}:
            assert words == now[one.new_path]
        else:
            assert words not in edited
