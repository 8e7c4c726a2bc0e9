"""Copy-on-write edits of a frozen tree."""

from laws import at, law, quoted

from tracker.amend.execution.tree import Tree
from tracker.model import OWN_FIELDS, digest_of

BASE = law(
    ("§ 1.", "Heads | ", ("(a)", "all of—", ("(1)", "one;"), ("(2)", "two."))),
    ("§ 2.", "Tails | nothing"),
)


def _whole(provision):
    """Recompute a digest from nothing."""
    return digest_of(
        tuple(getattr(provision, field) for field in OWN_FIELDS),
        [_with_digest(child) for child in provision.children],
    )


def _with_digest(provision):
    from msgspec import structs

    return structs.replace(provision, digest=_whole(provision))


def check(document):
    """Assert what must hold of every tree: paths of their own, true digests."""
    paths = [p.path for p in document.root.walk()]
    assert len(paths) == len(set(paths))
    assert all(p.digest == _whole(p) for p in document.root.walk())


def test_an_untouched_tree_is_handed_back_as_it_was():
    """Looking at provisions changes nothing: the root is the very same object."""
    tree = Tree(BASE)
    list(tree.root.walk())
    assert tree.frozen().root is BASE.root


def test_only_the_spine_of_an_edit_is_new():
    """Siblings of what changed are the same objects, before and after."""
    tree = Tree(BASE)
    live = tree.at("/us/usc/t50/ch58/s1/a/1")
    live.edit("content", [(0, 3, "uno")], 1)
    result = tree.frozen()
    check(result)
    assert at(result, "s1/a/1").content == "uno;"
    assert at(result, "s1/a/2") is at(BASE, "s1/a/2")
    assert at(result, "s2") is at(BASE, "s2")
    assert at(BASE, "s1/a/1").content == "one;"


def test_a_redesignated_provision_takes_its_subtree_along():
    """New paths below a new designator; the digest of a relabelled subtree stays."""
    tree = Tree(BASE)
    tree.rename(tree.at("/us/usc/t50/ch58/s1/a"), "(b)", None, 1)
    result = tree.frozen()
    check(result)
    assert [p.path.rpartition("ch58/")[2] for p in result.provisions()] == [
        "s1",
        "s1/b",
        "s1/b/1",
        "s1/b/2",
        "s2",
    ]
    assert at(result, "s1/b").digest == at(BASE, "s1/a").digest


def test_a_second_provision_under_a_number_gets_a_path_of_its_own():
    """Like the parsers: `2~2` beside the `2` that was there."""
    tree = Tree(BASE)
    tree.insert(tree.at("/us/usc/t50/ch58/s1/a"), 0, quoted(("(2)", "new"))[0], 1)
    result = tree.frozen()
    check(result)
    assert at(result, "s1/a/2~2").content == "new"
    assert at(result, "s1/a/2") is at(BASE, "s1/a/2")


def test_two_new_sections_of_one_number_have_paths_of_their_own():
    """Even in different chapters, since both paths start at the work."""
    tree = Tree(law(("§ 1.", "a"), ("§ 2.", "b")))
    new = quoted(("SEC. 9.", "x"), level="section")[0]
    tree.insert(tree.at("/us/usc/t50/ch58/s1"), 0, new, 1)
    tree.insert(tree.at("/us/usc/t50/ch58/s2"), 0, new, 2)
    result = tree.frozen()
    check(result)
    assert [p.path.rpartition("/")[2] for p in result.provisions()] == ["s1", "s9", "s2", "s9~2"]


def test_a_new_section_stands_at_the_work_whatever_it_stands_in():
    """Sections of the Code have their path from the work on."""
    tree = Tree(BASE)
    new = quoted(("SEC. 1A.", "Edge | new"), level="section")[0]
    tree.insert(tree.root, 1, new, 1)
    result = tree.frozen()
    check(result)
    assert at(result, "s1A").content == "new"
