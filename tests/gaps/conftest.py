"""Small texts written for these tests, built without any parser."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tracker.gaps import notes, register
from tracker.model import Dates, Document, Provision, digest_of

REGULATIONS = Path(__file__).resolve().parents[2] / "regulations"


def provision(path, level="paragraph", num="", heading="", text="", *children, **more):
    """Return a provision; text before children is its chapeau, else its content."""
    own = (heading, text if children else "", "" if children else text, "")
    return Provision(
        path=path, level=level, num=num, heading=heading, chapeau=own[1], content=own[2],
        children=children, digest=digest_of(own, children), **more,
    )  # fmt: skip


def document(work, version, *children, published=None, effective=None):
    """Return a document of these top provisions."""
    root = Provision(
        path=work, level="document", children=children, digest=digest_of(("", "", "", ""), children)
    )
    return Document(
        work,
        version,
        "bill-dtd",
        "A text for tests",
        root,
        Dates(published=published, effective=effective),
    )


def bill(
    definition,
    version="ih",
    *,
    work="/us/bill/119/hr/9001",
    term="remote access",
    home="section 1742 (50 U.S.C. 4801)",
):
    """Return a bill of two sections that would add a definition to a law."""
    quoted = provision(
        f"{work}/s2/1/q/15",
        "paragraph",
        "(15)",
        term.capitalize(),
        f"The term {term} means {definition}",
        quoted=True,
    )
    return document(
        work, version,
        provision(f"{work}/s1", "section", "1.", "Short title",
                  "This Act may be cited as the Test Act."),
        provision(f"{work}/s2", "section", "2.", "Control of access",
                  "The Export Control Reform Act of 2018 is amended as follows:",
                  provision(f"{work}/s2/1", "paragraph", "(1)", "",
                            f"In {home}, by adding at the end the following:", quoted)),
        published=date(2025, 4, 7),
    )  # fmt: skip


@pytest.fixture(scope="session")
def make() -> Callable[..., Provision]:
    """Return the maker of provisions."""
    return provision


@pytest.fixture(scope="session")
def make_document() -> Callable[..., Document]:
    """Return the maker of documents."""
    return document


@pytest.fixture(scope="session")
def make_bill() -> Callable[..., Document]:
    """Return the maker of a bill that defines a term."""
    return bill


@pytest.fixture(scope="session")
def gaps() -> register.Register:
    """Return the register as it is kept in this project."""
    return register.load(REGULATIONS / "gaps")


@pytest.fixture(scope="session")
def kept_notes() -> notes.Notebook:
    """Return the notes and judgements as they are kept in this project."""
    return notes.load(REGULATIONS / "notes.toml")
