"""Change sets: what the issue promises of any two documents."""

from applying import applied, old_texts
from builders import document
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import distinct_specs, specs

from tracker.compare import compare, has_legislative_changes

SLOW = settings(max_examples=60, deadline=None)


def kinds(changeset):
    """Return (kind, old path tail, new path tail) of everything that is not unchanged."""
    return [
        (c.kind, c.old and c.old.path[17:], c.new and c.new.path[17:])
        for c in changeset.changes
        if c.kind != "unchanged"
    ]


@SLOW
@given(specs)
def test_a_document_does_not_differ_from_itself(sections):
    """diff(a, a) is empty, and every provision is accounted for."""
    one = document(*sections)
    changeset = compare(one, one)
    assert not kinds(changeset)
    assert len(old_texts(one)) == changeset.counts["unchanged"]


@SLOW
@given(specs, specs)
def test_applying_the_changes_to_the_old_document_gives_the_new(before, after):
    """diff(a, b) applied to a is b, in b's order, whatever the documents."""
    old, new = document(*before), document(*after)
    assert old_texts(new) == applied(compare(old, new), old)


@SLOW
@given(specs, specs)
def test_every_provision_appears(before, after):
    """No provision of either side is lost, and none is paired twice unless split or merged."""
    old, new = document(*before), document(*after)
    changes = compare(old, new).changes
    assert {p.path for p in old.provisions()} == {c.old.path for c in changes if c.old}
    assert {p.path for p in new.provisions()} == {c.new.path for c in changes if c.new}
    plain = [c.old.path for c in changes if c.old and c.kind not in ("split", "merged")]
    assert len(plain) == len(set(plain))


@SLOW
@given(specs, specs)
def test_swapping_the_sides_swaps_the_changes(before, after):
    """Inserts become deletes, splits merges, pairs stay pairs."""
    old, new = document(*before), document(*after)
    forward, backward = compare(old, new), compare(new, old)
    other = {"inserted": "deleted", "deleted": "inserted", "split": "merged", "merged": "split"}

    def rows(changeset, swap):
        out = []
        for c in changeset.changes:
            left, right = (c.new, c.old) if swap else (c.old, c.new)
            kind = other.get(c.kind, c.kind) if swap else c.kind
            out.append((kind, left and left.path, right and right.path, c.moved))
        return sorted(out, key=str)

    assert rows(forward, swap=False) == rows(backward, swap=True)


@SLOW
@given(distinct_specs(), st.sampled_from("abxyz"))
def test_relabelling_gives_only_redesignations(sections, letter):
    """New labels everywhere, the same words: nothing else is reported."""
    relabelled = [
        (f"{letter}{label}", text, *[(f"({letter}{k})", t) for k, (_, t) in enumerate(kids)])
        for label, text, *kids in sections
    ]
    changeset = compare(document(*sections), document(*relabelled))
    assert {"redesignated"} == {kind for kind, _, _ in kinds(changeset)}
    assert all(c.significance == "editorial" for c in changeset.changes)


@SLOW
@given(distinct_specs(least=3), st.data())
def test_moving_gives_only_a_move(sections, data):
    """A paragraph carried to another section is one move; nothing else is reported."""
    source, target = data.draw(
        st.lists(st.sampled_from(range(len(sections))), min_size=2, max_size=2, unique=True)
    )
    at = data.draw(st.integers(0, len(sections[source]) - 3))
    moved = [list(section) for section in sections]
    paragraph = moved[source].pop(2 + at)
    moved[target].append(("(99)", paragraph[1]))
    paragraph = ("(99)", paragraph[1])
    original = [list(section) for section in sections]
    original[source][2 + at] = paragraph
    changeset = compare(document(*original), document(*moved))
    assert ["moved"] == [kind for kind, _, _ in kinds(changeset)]


@SLOW
@given(distinct_specs(least=3), st.data())
def test_moving_a_section_reports_its_root_only(sections, data):
    """A section with all its paragraphs out of order is one move."""
    at = data.draw(st.integers(0, len(sections) - 1))
    rest = sections[:at] + sections[at + 1 :]
    to = data.draw(st.integers(0, len(rest)).filter(lambda k: abs(k - at) > 1 or len(rest) > 2))
    moved = [*rest[:to], sections[at], *rest[to:]]
    changeset = compare(document(*sections), document(*moved))
    assert (0 if moved == sections else 1) == len(kinds(changeset))
    assert {"moved"} >= {kind for kind, _, _ in kinds(changeset)}


_ACT = (
    ("1.", "This Act may be cited as the Remote Access Security Act."),
    (
        "2.",
        "The Export Control Reform Act is amended as follows:",
        ("(1)", "In section 1742, by adding a definition of remote access."),
        ("(2)", "In section 1752, by inserting remote access after export of items; and"),
        ("(3)", "In section 1753, by striking the period at the end."),
    ),
)


def test_an_inserted_paragraph_redesignates_those_after_it():
    """One insertion is one insertion; the rest only got new labels."""
    after = (
        _ACT[0],
        (
            *_ACT[1][:3],
            ("(2)", "In section 1745, by requiring providers to identify customers."),
            ("(3)", _ACT[1][3][1]),
            ("(4)", _ACT[1][4][1]),
        ),
    )
    assert [
        ("inserted", None, "/2/2"),
        ("redesignated", "/2/2", "/2/3"),
        ("redesignated", "/2/3", "/2/4"),
    ] == kinds(compare(document(*_ACT), document(*after)))


def test_a_move_with_an_edit_is_both():
    """A paragraph carried to another section and edited there is modified and moved."""
    text = "The provider shall verify each foreign customer before granting network access."
    old = document(
        *_ACT,
        ("3.", "Duties of providers", ("(a)", text), ("(b)", "Records are kept.")),
        ("4.", "Penalties follow", ("(a)", "A fine is imposed for each violation.")),
    )
    new = document(
        *_ACT,
        ("3.", "Duties of providers", ("(b)", "Records are kept.")),
        (
            "4.",
            "Penalties follow",
            ("(a)", "A fine is imposed for each violation."),
            ("(b)", text.replace("each", "every")),
        ),
    )
    change = next(c for c in compare(old, new).changes if c.kind == "modified")
    assert (True, True) == (change.moved, change.redesignated)
    assert "/us/bill/119/hr/1/4/b" == change.new.path


def test_a_split_and_a_merge_are_recognised_in_both_directions():
    """Two provisions that hold one's words are its parts."""
    head = "The provider shall verify each foreign customer before granting access,"
    tail = "and shall keep a record of every verification for five calendar years."
    whole = document(*_ACT, ("3.", "Duties", ("(a)", f"{head} {tail}"), ("(b)", "It ends here.")))
    parts = document(
        *_ACT, ("3.", "Duties", ("(a)", head), ("(b)", tail), ("(c)", "It ends here."))
    )
    split = [c for c in compare(whole, parts).changes if c.kind == "split"]
    assert [("/us/bill/119/hr/1/3/a", "/us/bill/119/hr/1/3/b")] * 2 == [c.new_parts for c in split]
    merged = [c for c in compare(parts, whole).changes if c.kind == "merged"]
    assert [("/us/bill/119/hr/1/3/a", "/us/bill/119/hr/1/3/b")] * 2 == [c.old_parts for c in merged]


def test_boilerplate_attracts_no_match_across_sections():
    """Formula that disappears in one section and appears in another has not moved."""
    for formula in (
        "by striking the period at the end",
        "and",
        "[Reserved]",
        "in paragraph (2), by striking the period at the end and inserting “; and”; and",
    ):
        old = document(
            *_ACT,
            ("3.", "Chips are counted.", ("(1)", formula), ("(2)", "Keep logs.")),
            ("4.", "Vessels are named.", ("(1)", "Harbors close at night.")),
        )
        new = document(
            *_ACT,
            ("3.", "Chips are counted.", ("(1)", "Keep logs.")),
            ("4.", "Vessels are named.", ("(1)", formula), ("(2)", "Harbors close at night.")),
        )
        found = {kind for kind, _, _ in kinds(compare(old, new))}
        assert {"inserted", "deleted", "redesignated"} == found, formula


def test_a_changed_copy_of_the_neighbour_is_an_insertion():
    """The original stays itself; the copy is new, even where another paragraph disappeared."""
    original = "The exporter shall file a quarterly report on leased accelerators with the Bureau."
    copy = "The importer shall file a monthly report on leased servers with the Bureau."
    gone = "No person may disclose licensing information under this chapter."
    old = document(("1.", "Reports", ("(1)", original), ("(2)", gone), ("(3)", "Fees are due.")))
    new = document(("1.", "Reports", ("(1)", original), ("(2)", copy), ("(3)", "Fees are due.")))
    assert {("deleted", "/1/2", None), ("inserted", None, "/1/2")} == set(kinds(compare(old, new)))


def test_deleted_provisions_stand_where_they_stood():
    """Reading order: the new document's, each deletion after what stood before it."""
    old = document(
        (
            "1.",
            "One",
            ("(a)", "first alpha item"),
            ("(b)", "second beta item"),
            ("(c)", "third gamma item"),
        )
    )
    new = document(("1.", "One", ("(a)", "first alpha item"), ("(c)", "third gamma item")))
    assert ["/1", "/1/a", "/1/b", "/1/c"] == [
        (c.new or c.old).path[17:] for c in compare(old, new).changes
    ]


def test_changes_that_hang_together_share_a_place():
    """A section inserted with its paragraphs is one place; an edit elsewhere is another."""
    new = (
        *_ACT,
        (
            "3.",
            "Consultation",
            ("(a)", "The Secretary informs Congress."),
            ("(b)", "No approval is required."),
        ),
    )
    changed = compare(document(*_ACT), document(*new)).changes
    assert [1, 1, 1] == [c.place for c in changed if c.kind == "inserted"]


def test_empty_and_unrelated_documents_are_said_to_be_so():
    """A truthful result: everything inserted, and a finding that says why."""
    empty, act = document(), document(*_ACT)
    changeset = compare(empty, act)
    assert len(old_texts(act)) == changeset.counts["inserted"]
    assert ["empty-document"] == [f.code for f in changeset.findings]
    other = document(*[(f"{k}.", f"Vessel{k} harbor{k} signal{k} ledger{k}") for k in range(8)])
    assert ["unrelated-documents"] == [f.code for f in compare(act, other).findings]


def test_front_matter_is_no_legislative_change():
    """Captions and stage lines differ between prints of the same text."""

    def with_caption(text):
        doc = document(("", text), *_ACT)
        first = doc.root.children[0]
        import msgspec

        caption = msgspec.structs.replace(first, level="preface")
        root = msgspec.structs.replace(doc.root, children=(caption, *doc.root.children[1:]))
        return msgspec.structs.replace(doc, root=root)

    changeset = compare(with_caption("In the House"), with_caption("In the Senate of States"))
    assert not has_legislative_changes(changeset)
    assert has_legislative_changes(compare(document(*_ACT), document(_ACT[0])))


def test_deep_documents_are_compared_without_recursion():
    """Ten thousand levels are no problem."""
    from tracker.model import Document, Provision, digest_of

    def deep(word):
        node = None
        for level in range(10_000):
            kids = (node,) if node else ()
            text = f"{word} {level}"
            node = Provision(
                path=f"/x/{level}",
                level="item",
                num=str(level),
                content=text,
                children=kids,
                digest=digest_of(("", "", text, ""), kids),
            )
        return Document("/x", "1", "bill-dtd", "", Provision("/x", "document", children=(node,)))

    assert 10_000 == compare(deep("vessel"), deep("vessel")).counts["unchanged"]
