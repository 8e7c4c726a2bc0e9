"""Definitions without labels keep together by the term they define."""

from tracker.compare import compare
from tracker.model import Document, Mark, Provision


def test_a_definition_rewritten_stays_the_definition_of_its_term():
    """An unlabelled CFR definition whose words all changed is modified, not struck and new."""

    def part(version, meaning):
        kids = tuple(
            Provision(
                path=f"/us/cfr/t15/p9901/s9901.2/def-{term.replace(' ', '-')}",
                level="paragraph",
                content=f"{term} {words}",
                marks=(Mark("term", "content", 0, len(term), term),),
            )
            for term, words in (
                ("Provider", "means a person that offers computing to customers for a fee."),
                ("Remote access", meaning),
                ("Secretary", "means the Secretary of Commerce or a delegate of the Secretary."),
            )
        )
        root = Provision(path="/us/cfr/t15/p9901", level="document", children=kids)
        return Document("/us/cfr/t15/p9901", version, "cfr-xml", "", root)

    changes = compare(
        part("2025-01-02", "means signing in to a computer here from abroad."),
        part("2025-10-15", "means the use of functions of a covered circuit through a network."),
    ).changes

    assert ["unchanged", "modified", "unchanged"] == [
        c.kind for c in changes if c.new and c.new.level == "paragraph"
    ]
