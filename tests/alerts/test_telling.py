"""Alerts: what belongs together is told once, on one screen, in text, HTML and JSON alike."""

from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.alerts import Filter, alerts_of, as_json, clauses, html, text
from tracker.alerts.values import Clause

BILL = "/us/bill/119/hr/1"
SITE = "https://example.org/t/"
HOSTILE = "<script>alert(1)</script> & “x” \x1b[31m"


@pytest.fixture
def passed(event, changeset, change):
    """Return the events of a bill that passed a chamber with one changed clause."""
    moved = clauses.moved(changeset(change()))
    return [
        event("eh", tier="red", headline="H.R. 1 (119th), Engrossed in House: Example Act",
              force="passed one chamber, not law", limits=("It is not law.",),
              url="https://www.congress.gov/bill/119th-congress/house-bill/1", grade="A"),
        event("eh2", kind="force", tier="red", group=f"{BILL}@eh", version="",
              headline="H.R. 1 (119th), Example Act, passed the House", before="pending",
              after="passed-one-chamber"),
        event("eh3", kind="clause-changes", group=f"{BILL}@eh", old_version="ih",
              headline="1 clause modified", clauses=moved.clauses, total=1, kinds=moved.kinds),
        event("eh4", kind="gap-effect", group=f"{BILL}@eh", headline="G01 Export: closes",
              gap="G01", gaps=("G01",), after="closes", reason="A term is defined."),
    ]  # fmt: skip


def test_what_one_passage_brings_is_one_alert(passed):
    """One alert per event: the vote, the text, its changes and the gaps it moves."""
    (alert,) = alerts_of(passed)

    assert "H.R. 1 (119th), Example Act, passed the House" == alert.headline
    assert ("red", ("G01",), 4) == (alert.tier, alert.gaps, len(alert.events))
    assert "1 clause modified; would close G01" == alert.summary


def test_the_order_of_events_changes_nothing(passed):
    """The same events make the same alert."""
    assert alerts_of(passed) == alerts_of(passed[::-1])


def test_a_message_has_everything_a_reader_needs_on_one_screen(passed):
    """Words old → new, where, gaps and why, force, what it does not do, official link, grade."""
    (alert,) = alerts_of(passed, site=SITE)
    told = text.message(alert, SITE)

    for part in (
        "RED · 12 January 2026", "§ 2: “shall” → “may”", "G01 Export: closes. A term is defined.",
        "Passed one chamber, not law", "It is not law.", "https://www.congress.gov/",
        f"{SITE}us/bill/119/hr/1/eh.html#s2", f"{SITE}us/bill/119/hr/1/from-ih-to-eh.html",
        "text: official, read in full (A)",
    ):  # fmt: skip
        assert part in told
    assert len(told.splitlines()) <= 40
    assert max(map(len, told.splitlines())) <= 110


@pytest.mark.parametrize("count", [1, 7, 300])
def test_many_clauses_and_gaps_still_fit_one_screen(event, count):
    """A long bill is told by its weightiest clauses; the rest is counted."""
    held = tuple(
        Clause(path=f"{BILL}/s{n}", where=f"§ {n}", kind="modified", significance="substantive",
               around=("", "old words " * 50, "new words " * 50, ""), edits=1)
        for n in range(min(count, 200))
    )  # fmt: skip
    events = [event("eh", kind="clause-changes", old_version="ih", clauses=held, total=count,
                    kinds={"modified": count})]  # fmt: skip
    events += [
        event(f"g{n}", kind="gap-effect", group=f"{BILL}@eh", gap=f"G{n:02}", gaps=(f"G{n:02}",),
              headline=f"G{n:02} Title: partial", after="partial", reason="word " * 80)
        for n in range(13)
    ]  # fmt: skip
    (alert,) = alerts_of(events)
    told = text.message(alert).splitlines()

    assert len(told) <= 45
    if count > text.SHOWN:
        assert any(
            f"and {count - text.SHOWN} more: tracker diff 119hr1@ih 119hr1@eh" in line
            for line in told
        )


def test_text_html_and_json_say_the_same(passed):
    """One model: what a reader of one form knows, a reader of another knows too."""
    (alert,) = alerts_of(passed, site=SITE)
    shown = Shown(html.page([alert], SITE)).words
    data = as_json.alert_json(alert, SITE)

    for part in (alert.headline, "shall", "may", "A term is defined.", "It is not law."):
        assert part in shown
        assert part in data["text"]
    assert alert.headline == data["headline"]
    assert ["It is not law."] == data["does_not"]
    assert ["shall", "may"] == [data["events"][2]["clauses"][0][key] for key in ("old", "new")]


class Shown(HTMLParser):
    """The visible words of a page, and every tag and address in it."""

    def __init__(self, page):
        super().__init__()
        self.parts, self.tags, self.links = [], set(), []
        self.feed(page)
        self.words = " ".join("".join(self.parts).split())

    def handle_starttag(self, tag, attributes):
        """Note a tag and where it leads."""
        self.tags.add(tag)
        self.links += [value for key, value in attributes if key in {"href", "src"}]

    def handle_data(self, data):
        """Note words."""
        self.parts.append(data)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_upstream_text_never_becomes_markup(words):
    """Law text is data, whatever it holds."""
    from tracker.alerts.values import Event

    for hostile in (words, HOSTILE):
        event = Event(
            id="x", kind="clause-changes", tier="red", group=hostile, on=date(2026, 1, 1),
            headline=hostile, reason=hostile, source=hostile, url="javascript:alert(1)",
            clauses=(Clause(path=f"{BILL}/s1", where=hostile, kind="modified",
                            significance="substantive", old=hostile, new=hostile,
                            around=(hostile, hostile, hostile, hostile), edits=1),),
            total=1,
        )  # fmt: skip
        shown = Shown(html.page(alerts_of([event])))

        assert "script" not in shown.tags
        assert not [link for link in shown.links if not link.startswith("https://")]


def test_the_end_of_a_congress_is_one_headline(event):
    """Eleven bills that die of one day are one message."""
    events = [
        event(f"b{n}", kind="force", tier="red", group="congress-119:2027-01-03",
              on=date(2027, 1, 3), work=f"/us/bill/119/hr/{n}", works=(f"/us/bill/119/hr/{n}",),
              headline=f"H.R. {n} is dead", after="dead")
        for n in range(1, 12)
    ]  # fmt: skip
    (alert,) = alerts_of(events)

    assert "The 119th Congress ended on 3 January 2027: 11 bills not enacted are dead" == (
        alert.headline
    )


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        (Filter(), True),
        (Filter(tiers=("red",)), True),
        (Filter(tiers=("grey", "amber")), False),
        (Filter(gaps=("G01", "G02")), True),
        (Filter(gaps=("G02",)), False),
        (Filter(works=(BILL,)), True),
        (Filter(works=(f"{BILL}/s2",)), True),
        (Filter(works=(f"{BILL}/s3",)), False),
        (Filter(works=("/us/bill/119/hr/12",)), False),
        (Filter(types=("obligation",)), True),
        (Filter(types=("force",)), True),
        (Filter(types=("definition",)), False),
        (Filter(words=("example  ACT",)), True),
        (Filter(words=("shall",)), True),
        (Filter(words=("cloud",)), False),
        (Filter(tiers=("red",), gaps=("G02",)), False),
    ],
)  # fmt: skip
def test_filters_ask_all_of_their_conditions(passed, wanted, taken):
    """Works, gaps, types, tiers, words: all must hold, any value of one will do."""
    (alert,) = alerts_of(passed)

    assert taken == wanted.takes(alert)


def test_the_fiction_of_the_sample_is_marked_everywhere(passed):
    """Nobody must take the sample for law."""
    (alert,) = alerts_of(passed, sample=True)

    assert text.subject([alert]).startswith("SAMPLE (fiction)")
    assert "nothing of it happened" in text.message(alert)
    assert "fiction" in html.page([alert])
    assert as_json.alert_json(alert)["sample"]
