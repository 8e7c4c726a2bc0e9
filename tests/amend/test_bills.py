"""Instructions read from whole bills and public laws."""

from collections import Counter
from datetime import date

import pytest

from tracker.amend import read
from tracker.amend.statutes.bills import read as read_bill
from tracker.formats import parse
from tracker.model import Dates, Document, Provision

WORK = "/us/bill/119/hr/1"
ECRA = "Export Control Reform Act of 2018"


def node(path, level="subsection", chapeau="", content="", children=(), **fields):
    """Return a provision at a path below the bill."""
    return Provision(
        f"{WORK}/{path}", level, f"({path[-1]})", "", chapeau, content, children=children, **fields
    )


def bill(*provisions, work=WORK, published=None):
    """Return a document of provisions."""
    root = Provision(work, "document", children=provisions)
    return Document(work, "ih", "bill-dtd", "", root, Dates(published=published))


def quoted(path, *children):
    """Return a block of quoted content."""
    return node(f"{path}/q", "quotedContent", children=children, quoted=True)


def new(path, level="paragraph", content="new words"):
    """Return a provision inside quoted content."""
    return node(path, level, content=content, quoted=True)


def short(instructions):
    """Return (action, target) of each instruction."""
    return [(each.action, each.target.identifier) for each in instructions]


def test_scopes_nest():
    """What a chapeau names is where the orders below it start from."""
    found = read(
        bill(
            node(
                "s2",
                "section",
                f"Section 1753 of the {ECRA} (50 U.S.C. 4812) is amended—",
                children=(
                    node(
                        "s2/1",
                        "paragraph",
                        "in subsection (a)—",
                        children=(
                            node("s2/1/A", content="in paragraph (1), by striking “and”; and"),
                            node(
                                "s2/1/B",
                                content="by adding at the end the following:",
                                children=(quoted("s2/1/B", new("s2/1/B/q/3")),),
                            ),
                        ),
                    ),
                    node(
                        "s2/2", content="in subsection (c), by striking “export” and inserting “X”."
                    ),
                ),
            )
        )
    )
    assert short(found) == [
        ("delete", "/us/usc/t50/s4812/a/1"),
        ("add", "/us/usc/t50/s4812/a"),
        ("substitute", "/us/usc/t50/s4812/c"),
    ]
    assert [each.number for each in found] == [1, 2, 3]
    assert found[1].content[0].path == f"{WORK}/s2/1/B/q/3"
    assert found[0].words.startswith(f"Section 1753 of the {ECRA}")
    assert found[0].path == f"{WORK}/s2/1/A"


def test_a_title_can_amend_one_law_throughout():
    """Where a title says that its references are to the Internal Revenue Code, they are."""
    text = (
        "Whenever in this title an amendment or repeal is expressed in terms of an amendment to, "
        "or repeal of, a section or other provision, the reference shall be considered to be made "
        "to a section or other provision of the Internal Revenue Code of 1986."
    )
    found = read(
        bill(
            node(
                "tI",
                "title",
                children=(
                    node("tI/s1", "section", children=(node("tI/s1/a", content=text),)),
                    node("tI/s2", "section", content="Section 24(h) is amended by striking “X”."),
                ),
            ),
            node("s3", "section", content="Section 24(h) is amended by striking “X”."),
        )
    )
    assert short(found) == [("delete", "/us/usc/t26/s24/h"), ("delete", "")]
    assert "which law section 24 belongs to" in found[1].problem


def test_a_verb_whose_objects_stand_below():
    """The verb of “is amended by striking—” takes its words from the children."""
    found = read(
        bill(
            node(
                "s2",
                "section",
                "Section 5 of title 10, United States Code, is amended by striking—",
                children=(
                    node("s2/1", content="“first words”; and"),
                    node("s2/2", content="“second words”."),
                ),
            )
        )
    )
    assert [(each.action, each.find.words) for each in found] == [
        ("delete", "first words"),
        ("delete", "second words"),
    ]


def test_one_order_for_a_list_of_provisions():
    """An order for “the following sections” gives an instruction for each one listed."""
    found = read(
        bill(
            node(
                "s2",
                "section",
                (
                    "The following sections of title 37, United States Code, are amended by "
                    "striking “2019” and inserting “2020”:"
                ),
                children=(
                    node("s2/1", content="Section 331(h), relating to bonus authority."),
                    node("s2/2", content="Section 332(g), relating to officers."),
                ),
            )
        )
    )
    assert short(found) == [
        ("substitute", "/us/usc/t37/s331/h"),
        ("substitute", "/us/usc/t37/s332/g"),
    ]


def test_the_act_map_names_sections_that_the_text_does_not():
    """An Act's section without a Code citation is found in the map that is passed in."""
    document = bill(
        node("s2", "section", content="Section 9 of the Tiny Act is amended by striking “X”.")
    )
    code = {"tiny act/s9": "/us/usc/t15/s77"}
    assert short(read(document, code=code)) == [("delete", "/us/usc/t15/s77")]
    (unnamed,) = read(document)
    assert unnamed.target.identifier == ""
    assert unnamed.problem == "section 9 of the Tiny Act has no identifier that the text gives"


def test_what_orders_an_amendment_but_cannot_be_read_is_kept():
    """No order is dropped: an unknown one says what was not understood."""
    found = read(
        bill(
            node(
                "s2",
                "section",
                content="Section 5 of title 10, United States Code, is amended by moving (b) up.",
            )
        )
    )
    assert [each.action for each in found] == ["unknown"]
    assert "by moving" in found[0].problem


@pytest.mark.parametrize(
    "text",
    [
        "The Secretary may use amounts appropriated for strikes by striking a balance.",
        "The amendments made by this section shall apply to taxable years after 2025.",
        "such plan is amended pursuant to a provision under this section",
        "Section 110 of the Family Act shall be applied by inserting “or” after “leave”.",
        "any law amended or repealed by section 5 of title 10, United States Code,",
    ],
)
def test_text_that_amends_nothing_gives_nothing(text):
    """Words of amendment alone are no order."""
    assert read(bill(node("s2", "section", content=text))) == ()


def test_how_a_law_is_applied_is_not_how_it_reads():
    """Below "shall be applied—" nothing is an amendment."""
    found = read(
        bill(
            node(
                "s2",
                "section",
                "Section 5 of title 10, United States Code, shall be applied in fiscal year 2025—",
                children=(node("s2/1", content="in paragraph (1) by inserting “X” after “Y”."),),
            )
        )
    )
    assert found == ()


def test_quoted_law_is_not_an_order():
    """An amendment inside quoted content is law to be made, not an order of this bill."""
    inner = new(
        "s2/q/s9",
        "section",
        "Section 5 of title 10, United States Code, is amended by striking “X”.",
    )
    text = (
        "Chapter 3 of title 10, United States Code, is amended by adding at the end the following:"
    )
    found = read(bill(node("s2", "section", content=text, children=(quoted("s2", inner),))))
    assert short(found) == [("add", "/us/usc/t10/ch3")]


DAYS = (
    "The amendment made by subsection (a) shall take effect 90 days after the date of the "
    "enactment of this Act."
)
EFFECTS = [
    (
        "The amendment made by subsection (a) shall take effect on January 1, 2027.",
        date(2027, 1, 1),
        "",
    ),
    (
        "The amendments made by this section shall take effect on July 1, 2026, and apply.",
        date(2026, 7, 1),
        "",
    ),
    (
        DAYS,
        None,
        "later",
    ),
    (
        "The amendments made by this section shall take effect on the date of enactment.",
        None,
        "",
    ),
    ("The amendments made by this section shall apply to years after January 1, 2027.", None, ""),
    ("The amendment made by subsection (c) shall take effect on January 1, 2027.", None, ""),
    ("The amendments made by this section shall take effect on February 31, 2027.", None, ""),
]


def with_effect(text, **fields):
    """Return the only instruction of a section with an effective-date subsection."""
    order = "Section 5 of title 10, United States Code, is amended by striking “X”."
    children = (node("s2/a", content=order), node("s2/b", content=text))
    (found,) = read(bill(node("s2", "section", children=children), **fields))
    return found


@pytest.mark.parametrize(("text", "day", "delayed"), EFFECTS)
def test_effective_dates_that_the_text_gives(text, day, delayed):
    """Only a day or a delay that the words give outright is taken."""
    found = with_effect(text)
    assert (found.effective, found.delayed) == (day, delayed)


def test_days_after_enactment_are_counted_in_a_law():
    """A law knows the day of its approval."""
    assert with_effect(DAYS, published=date(2025, 7, 4)).effective == date(2025, 10, 2)


def instructions(path):
    """Return the instructions of a real file, without what differs by form: case in headings."""
    document = parse(path.read_bytes(), source=path.name)
    return [
        (
            each.action,
            each.target,
            each.find and (each.find.words.lower(), each.find.choice, each.find.at),
            each.text.lower(),
            [child.level for child in each.content],
            each.position,
            each.beside,
            each.renames,
            each.problem,
        )
        for each in read_bill(document)
    ]


BILLS = "www.govinfo.gov/bulkdata/BILLS"
COMPLETE = [
    ("119/1/hr/BILLS-119hr2683ih", 38),
    ("119/2/hr/BILLS-119hr2683eh", 38),
    ("119/2/hr/BILLS-119hr2683rfs", 38),
    ("118/2/hr/BILLS-118hr8152ih", 38),
    ("118/2/hr/BILLS-118hr8152eh", 38),
    ("119/1/s/BILLS-119s3519is", 42),
    ("118/1/hr/BILLS-118hr6614ih", 1),
    ("118/2/hr/BILLS-118hr6614eh", 1),
    ("119/1/hr/BILLS-119hr6331ih", 6),
    ("119/1/hr/BILLS-119hr6875ih", 1),
    ("119/2/s/BILLS-119s4456is", 1),
]


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "count"), COMPLETE)
def test_remote_access_bills_are_read_completely(upstream_dir, name, count):
    """Every instruction of the watched bills is read, with its target in title 50."""
    found = instructions(upstream_dir / BILLS / f"{name}.xml")
    assert len(found) == count
    assert all(not each[-1] for each in found)
    assert all(each[1].identifier.startswith("/us/usc/t50") for each in found)


@pytest.mark.corpus
def test_both_forms_of_one_law_give_the_same_instructions(corpus_dir):
    """H.R. 1058 in USLM 2.1 and in USLM 1 is one law; marks of the form play no part."""
    folder = corpus_dir / "bills" / "uslm-2.1"
    official = instructions(folder / "BILLS-116hr1058enr.gpo-sample-2024.xml")
    other = instructions(folder / "BILLS-116hr1058enr.xcential-uslm1.xml")
    assert official == other
    assert len(official) == 53


MARKED = {"substitute": ("delete", "insert"), "add": ("insert",)}


@pytest.mark.corpus
def test_the_actions_of_a_marked_law_are_those_that_its_markup_names(corpus_dir):
    """P.L. 119-21 marks 2,080 amending actions; words alone give the same, but for six provisions.

    Three say "and any provision of law amended or repealed by that section", which the markup takes
    for a repeal; three strike “and” "after the semicolon", where the semicolon is put back.
    """
    data = (corpus_dir / "public-laws" / "PLAW-119publ21.xml").read_bytes()
    document = parse(data, source="PLAW-119publ21.xml")
    found = read_bill(document)
    ours: dict[str, set[tuple[str, str]]] = {}
    for each in found:
        ours.setdefault(each.path, set()).add((each.words, each.action))
    different = []
    for provision in document.provisions():
        marks = [mark.target for mark in provision.marks if mark.kind == "instruction"]
        if provision.quoted or not (marks or provision.path in ours):
            continue
        theirs = Counter("insert" if each == "add" else each for each in marks if each != "amend")
        named = Counter(
            action
            for _, each in ours.get(provision.path, ())
            for action in MARKED.get(each, (each,))
            if action not in {"amend", "unknown"}
        )
        if theirs != named:
            different.append(provision.path.rsplit("/", 1)[-1])
    assert len(different) == 6
    assert sum(bool(each.problem) for each in found) < 0.02 * len(found)
