"""Whatever JSON or bytes come, a run ends with one outcome an item and takes no wrong text."""

import contextlib
import copy
import json
import random

import pytest
from hypothesis import given as generated
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import structs

from tracker.sources import NothingHeld, answers, fetch, identity, sample
from tracker.sources.outcomes import AskError
from tracker.sources.transport import Answer

ANYTHING = (None, True, 0, -1, 2**70, 1.5, "", "x", "2025-13-45", [], [None], [5], {}, {"a": 1})


def places_of(value, path=()):
    """Return the paths of all values within a JSON value."""
    found = [path] if path else []
    children = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in children:
        found.append((*path, key))
        if isinstance(child, (dict, list)):
            found += places_of(child, (*path, key))
    return list(dict.fromkeys(found))


def changed(value, path, new):
    """Return a copy of a JSON value with one place changed."""
    result = copy.deepcopy(value)
    target = result
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = new
    return result


def test_no_value_in_any_json_answer_breaks_a_run(given, now):
    """Every field of every sample answer, replaced by values of every type."""
    chance = random.Random(7)  # noqa: S311 - a choice, not a secret
    urls = [url for url, reply in given.replies.items() if "json" in reply.content_type]
    good = {url: reply.body for url, reply in given.replies.items()}
    assert 4 == len(urls)
    tried = 0
    for url in urls:
        body = json.loads(good[url])
        for place in places_of(body):
            given.replies[url].body = json.dumps(
                changed(body, place, chance.choice(ANYTHING))
            ).encode()
            report = fetch(sample.watchlist(), given, NothingHeld(), clock=now)
            assert 4 == len(report.outcomes)
            assert 3 <= sum(one.kind == "new" for one in report.outcomes)
            for snapshot in report.snapshots:
                assert good[snapshot.record.url] == snapshot.data
            tried += 1
        given.replies[url].body = good[url]
    assert tried > 150


@pytest.mark.parametrize(
    "part", ["BILLSTATUS", "BILLS-119hr99001eh", "2025-99002.xml", "2025-10-15"]
)
def test_no_damage_to_an_xml_answer_breaks_a_run(given, now, part):
    """Pieces cut out, doubled or turned: refused, or still the same document."""
    chance = random.Random(part)  # noqa: S311 - a choice, not a secret
    (url,) = [one for one in given.replies if part in one]
    good = given.replies[url].body
    for _ in range(60):
        start, length = chance.randrange(len(good)), chance.randrange(1, 200)
        piece = chance.choice([b"", good[start : start + length] * 2, b"<", b"&x;", b"\x00\xff"])
        given.replies[url].body = good[:start] + piece + good[start + length :]
        report = fetch(sample.watchlist(), given, NothingHeld(), clock=now)
        assert 4 == len(report.outcomes)
        assert 3 <= sum(one.kind == "new" for one in report.outcomes)


@generated(st.binary(max_size=400), st.sampled_from(["json", "xml", "text"]), st.integers(100, 599))
@settings(max_examples=300)
def test_judging_any_bytes_ends_with_the_answer_or_an_error_of_ours(body, wanted, status):
    """No other exception, whatever status and bytes."""
    answer = Answer(
        url="https://www.govinfo.gov/x",
        status=status,
        headers={"content-type": "application/json" if wanted == "json" else "text/xml"},
        body=body,
    )
    with contextlib.suppress(AskError):
        judged = answers.checked(answer, wanted)
        assert status in (200, 304)
        assert judged is answer
        answers.read_json(judged)


@generated(st.text(max_size=40))
def test_a_document_number_has_one_form(number):
    """Normalising twice is normalising once, with any dash."""
    once = identity.fr_number(number)
    assert once == identity.fr_number(once)
    assert once == identity.fr_number(number.replace("-", "–"))


def test_a_sample_answer_is_judged_good():
    """So that the errors above mean something."""
    mirror = sample.transport()
    for url in mirror.entries:
        answer = mirror.get(url, {})
        wanted = "json" if "json" in answer.content_type else "xml"
        assert answer is answers.checked(answer, wanted)
        with pytest.raises(AskError):
            answers.checked(structs.replace(answer, status=500), wanted)
