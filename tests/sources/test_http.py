"""The HTTP client: pace, patience, politeness, and what it refuses."""

import logging
import random
from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from tracker.config import WatchedBill, WatchedDocument, Watchlist
from tracker.errors import UsageError
from tracker.sources import NothingHeld, fetch, sample
from tracker.sources.http import (
    RATES,
    HttpTransport,
    Patience,
    from_environment,
    http_date,
    retry_after,
)
from tracker.sources.outcomes import BlockedError, FailedError, UnreachableError, troubles

STATUS = "https://www.govinfo.gov/bulkdata/BILLSTATUS/119/hr/BILLSTATUS-119hr99001.xml"
RECORD = "https://www.federalregister.gov/api/v1/documents/2025-99002.json"
TITLES = "https://www.ecfr.gov/api/versioner/v1/titles.json"
LIST = "https://api.congress.gov/v3/bill/119/hr/99001?format=json"
KEY = "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.govinfo.gov/bulkdata/x.xml",
        "https://www.congress.gov/bill/119/x.xml",
        "https://example.org/",
        "https://www.govinfo.gov:8443/x",
        "https://user@www.govinfo.gov/x",
        "https://www.govinfo.gov.example.org/x",
        "file:///etc/passwd",
        "ftp://www.govinfo.gov/x",
    ],
)
def test_only_allowed_hosts_over_https_are_asked(services, url):
    """Anything off the list is refused before a connection is made."""
    with services.transport() as transport, pytest.raises(BlockedError):
        transport.get(url, {})
    assert [] == services.log


def test_hosts_are_asked_at_their_pace_measured_at_the_server(services):
    """Federal Register 1/s, eCFR 2/s, govinfo 5/s, congress.gov 1/s, evenly spaced."""
    with services.transport(rates=RATES) as transport:
        for url, times in ((RECORD, 3), (TITLES, 4), (STATUS, 6), (LIST, 2)):
            for _ in range(times):
                transport.get(url, {})
    for host, gaps in services.gaps().items():
        # The server's thread may note one request late on a busy machine, never all of them.
        assert sum(gaps) >= len(gaps) / RATES[host] - 0.15, host


def test_retries_keep_to_the_pace_too(services, reply):
    """A retry is a request like any other."""
    services.replies[STATUS] = reply(status=500)
    patience = Patience(attempts=4, first_wait=0.001, longest_wait=0.002, jitter=0.001)
    with services.transport(rates={"www.govinfo.gov": 5.0}, patience=patience) as transport:
        transport.get(STATUS, {})
    assert 4 == len(services.log)
    # As above: a busy machine may note the first request late.
    assert sum(services.gaps()["www.govinfo.gov"]) >= 3 * 0.2 - 0.15


def test_a_host_is_asked_over_one_connection(services, now):
    """However many items, no host sees two connections at once."""
    with services.transport() as transport:
        fetch(sample.watchlist(), transport, NothingHeld(), clock=now)
    assert {1} == set(services.most_open.values())


def test_the_user_agent_names_the_project_and_a_contact(services):
    """The services ask automated clients to say who they are."""
    with services.transport(contact="team@example.org") as transport:
        transport.get(STATUS, {})
    agent = services.log[0].headers["user-agent"]
    assert agent.startswith("remote-access-tracker/")
    assert agent.endswith(" (+team@example.org)")
    assert "gzip" == services.log[0].headers["accept-encoding"]


def test_a_contact_that_would_break_the_header_is_refused():
    """A line break in the environment must not become a header."""
    with pytest.raises(UsageError):
        HttpTransport(contact="me@example.org\r\nX-Evil: 1")


def test_a_key_goes_to_its_host_as_a_header_and_nowhere_else(services, caplog, reply):
    """Not in URLs, not to other hosts, not in logs, answers, errors or the object's words."""
    services.replies[LIST] = reply(
        status=403,
        content_type="application/json",
        body=f'{{"error":{{"code":"API_KEY_INVALID","message":"{KEY} is wrong"}}}}'.encode(),
    )
    with caplog.at_level(logging.DEBUG), services.transport(keys={"api.congress.gov": KEY}) as one:
        answer = one.get(LIST, {})
        one.get(STATUS, {})
        words = repr(one)
    sent = {asked.host: asked.headers.get("x-api-key") for asked in services.log}
    assert {"api.congress.gov": KEY, "www.govinfo.gov": None} == sent
    assert KEY.encode() not in answer.body
    assert KEY not in words + caplog.text + "".join(asked.url for asked in services.log)


def test_the_environment_gives_contact_and_keys():
    """Names as documented; absent ones are no trouble."""
    with from_environment({"TRACKER_CONTACT": "a@example.org", "CONGRESS_API_KEY": KEY}) as one:
        assert "a@example.org" in one.user_agent
        assert KEY not in repr(one)
    with from_environment({}) as one:
        assert "(" not in one.user_agent


def test_an_unreadable_key_is_refused_without_being_shown():
    """The message names the variable, not its value."""
    with pytest.raises(UsageError) as caught:
        from_environment({"CONGRESS_API_KEY": "two words"})
    assert "CONGRESS_API_KEY" in str(caught.value)
    assert "two words" not in str(caught.value)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "30"}, 30.0),
        ({"retry-after": "0"}, 0.0),
        (
            {
                "retry-after": "Mon, 03 Nov 2025 12:00:30 GMT",
                "date": "Mon, 03 Nov 2025 12:00:00 GMT",
            },
            30.0,
        ),
        (
            {
                "retry-after": "Mon, 03 Nov 2025 11:00:00 GMT",
                "date": "Mon, 03 Nov 2025 12:00:00 GMT",
            },
            0.0,
        ),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_both_forms(headers, seconds):
    """RFC 9110 §10.2.3: seconds, or a date measured by the server's own clock."""
    assert seconds == retry_after(headers)


def test_retry_after_is_waited_for(services, reply):
    """The second question comes when the server said, not before."""
    good = services.replies[STATUS]
    services.faults[STATUS] = lambda _u, _g, number: (
        reply(status=503, headers={"Retry-After": "1"}) if number == 1 else good
    )
    with services.transport(patience=Patience(attempts=2, longest_wait=2, jitter=0)) as transport:
        assert 200 == transport.get(STATUS, {}).status
    # Without the header the wait would be some thousandths of a second.
    assert services.gaps()["www.govinfo.gov"][0] >= 0.8


def test_what_cannot_pass_is_not_asked_again(services, reply):
    """400, 401, 403, 404 and redirects are answers, not accidents."""
    for status in (400, 401, 403, 404, 410):
        services.settle()
        services.replies[STATUS] = reply(status=status)
        with services.transport() as transport:
            assert status == transport.get(STATUS, {}).status
        assert 1 == len(services.log)


def test_conditional_questions_need_no_second_body(services, memory, now):
    """With an ETag and a date held, the next run asks conditionally and takes “not modified”."""

    def tagged(url, good, _number):
        asked = services.log[-1].headers
        if asked.get("if-none-match") == '"v1"':
            return structs.replace(good, status=304, body=b"")
        return structs.replace(
            good, headers={"ETag": '"v1"', "Last-Modified": "Mon, 03 Nov 2025 11:00:00 GMT"}
        )

    services.anywhere = tagged
    for expected in ("new", "unchanged"):
        services.log.clear()
        with services.transport() as transport:
            report = fetch(sample.watchlist(), transport, memory, clock=now)
        memory.take(report.snapshots)
        assert {expected} == {one.kind for one in report.outcomes}
    conditional = [asked for asked in services.log if "if-none-match" in asked.headers]
    assert conditional
    assert all("if-modified-since" in asked.headers for asked in conditional)


def test_no_network_is_said_once_and_at_once(now):
    """Nobody listens: every item says the host and what to do, and the run does not dawdle."""
    quick = Patience(attempts=2, first_wait=0.001, longest_wait=0.002, jitter=0.001)
    nowhere = dict.fromkeys(RATES, "http://127.0.0.1:9")
    with HttpTransport(patience=quick, routes=nowhere) as transport:
        report = fetch(sample.watchlist(), transport, NothingHeld(), clock=now)
    assert 4 == report.exit_status
    assert () == report.snapshots
    for outcome in report.outcomes:
        assert "failed" == outcome.kind
        assert "there is no connection to www." in outcome.sentence
        assert "--sample or --mirror DIR" in outcome.sentence


def test_a_host_that_is_away_is_not_asked_for_every_item(services):
    """After a connection failed for good, the run tells the rest without trying."""
    bills = tuple(WatchedBill(work=f"/us/bill/119/hr/{n}") for n in range(1, 50))
    away = {**dict.fromkeys(RATES, services.base), "www.govinfo.gov": "http://127.0.0.1:9"}
    with services.transport(routes=away) as transport:
        asked = []
        inner = transport.get
        transport.get = lambda url, headers: (asked.append(url), inner(url, headers))[1]
        report = fetch(
            Watchlist(bills=bills, documents=(WatchedDocument(work="/us/fr/2025-99002"),)),
            transport,
            NothingHeld(),
            clock=lambda: datetime.now(UTC),
        )
    kinds = [one.kind for one in report.outcomes]
    assert ["failed"] * 49 + ["new"] == kinds
    assert 1 == sum("govinfo" in url for url in asked)


def test_a_host_that_refuses_three_times_in_a_row_is_left_alone(given, reply, now):
    """A CAPTCHA for one question may be chance; for three, the host has put up a wall."""
    wall = reply(content_type="text/html", body=b"<html><title>Request Access</title></html>")
    bills = tuple(WatchedBill(work=f"/us/bill/119/hr/{number}") for number in range(1, 9))
    for number in (1, 2, 4, 5, 6, 7, 8):
        name = f"BILLSTATUS-119hr{number}.xml"
        given.replies[STATUS.replace("BILLSTATUS-119hr99001.xml", name)] = wall
    report = fetch(Watchlist(bills=bills), given, NothingHeld(), clock=now)
    expected = ["blocked", "blocked", "not-found", *["blocked"] * 5]
    assert expected == [one.kind for one in report.outcomes]
    assert 6 == len(given.urls)
    (sentence,) = [one for one in troubles(report) if "CAPTCHA" in one]
    assert "(7 items: 119hr1, 119hr2, 119hr4 and 4 more" in sentence


def test_a_clock_two_days_off_is_told_in_one_sentence(services):
    """Retrieval times follow this machine's clock, so a person should know when it is wrong."""
    with services.transport() as transport:
        report = fetch(
            sample.watchlist(),
            transport,
            NothingHeld(),
            works=["119hr99001"],
            clock=lambda: datetime.now(UTC) - timedelta(days=2),
        )
    (warning,) = report.warnings
    assert "this machine's clock is 2 days behind that of www.govinfo.gov" in warning
    assert 0 == report.exit_status


def test_a_wrong_key_is_told_in_one_sentence(services, reply):
    """The gateway's answer to a wrong key is a refusal, and the key is not shown."""
    from tracker.sources.answers import checked

    services.replies[LIST] = reply(
        status=403,
        content_type="application/json",
        body=b'{"error":{"code":"API_KEY_INVALID","message":"An invalid api_key was supplied."}}',
    )
    with services.transport(keys={"api.congress.gov": KEY}) as transport:
        answer = transport.get(LIST, {})
    with pytest.raises(BlockedError, match=r"api\.congress\.gov refuses the key \(403"):
        checked(answer, "json")


def test_a_proxy_that_answers_html_is_told_in_one_sentence(services, now):
    """A log-in page from the network between is not a text and not “unchanged”."""
    services.anywhere = lambda _u, good, _n: structs.replace(
        good, content_type="text/html", body=b"<html><title>Welcome to the hotel</title></html>"
    )
    with services.transport() as transport:
        report = fetch(sample.watchlist(), transport, NothingHeld(), clock=now)
    assert {"failed"} == {one.kind for one in report.outcomes}
    assert all("proxy or log-in page between us and it" in one.sentence for one in report.outcomes)


def test_a_refused_connection_and_a_cut_answer_are_kept_apart(services):
    """One means no network, the other a service in trouble."""
    nowhere = dict.fromkeys(RATES, "http://127.0.0.1:9")
    with services.transport(routes=nowhere) as transport, pytest.raises(UnreachableError):
        transport.get(STATUS, {})
    services.faults[STATUS] = lambda _u, good, _n: structs.replace(good, cut=10)
    with services.transport() as transport, pytest.raises(FailedError, match="broke off"):
        transport.get(STATUS, {})


def test_dates_of_http_are_read_in_utc():
    """An unreadable date is None, never now."""
    assert datetime(2025, 11, 3, 12, tzinfo=UTC) == http_date("Mon, 03 Nov 2025 12:00:00 GMT")
    assert http_date("yesterday") is None


def soak_watchlist(services, documents):
    """Give the services many documents, made from the sample's, and return their watchlist."""
    watched = []
    for number in range(99101, 99101 + documents):
        for url in list(services.replies):
            if "2025-99002" in url:
                good = services.replies[url]
                services.replies[url.replace("99002", str(number))] = structs.replace(
                    good, body=good.body.replace(b"99002", str(number).encode())
                )
        watched.append(WatchedDocument(work=f"/us/fr/2025-{number}"))
    return structs.replace(sample.watchlist(), documents=tuple(watched))


@pytest.mark.slow
def test_a_soak_with_random_faults_ends_with_every_item_once(services, memory, reply, now):
    """Thousands of questions, a third of them answered badly; then the faults stop."""
    chance = random.Random(20251103)  # noqa: S311 - faults, not secrets
    watchlist = soak_watchlist(services, 100)
    bad = [
        {"status": 500},
        {"status": 429},
        {"status": 503, "headers": {"Retry-After": "0"}},
        {"reset": True},
        {"cut": 40},
        {"body": b"<html><title>Request Access</title></html>", "content_type": "text/html"},
        {"body": b""},
        {"status": 302, "headers": {"Location": "https://unblock.federalregister.gov/"}},
        {"content_type": "text/plain"},
    ]
    services.anywhere = lambda _u, good, _n: (
        structs.replace(good, **chance.choice(bad)) if chance.random() < 0.3 else good
    )
    pace = dict.fromkeys(RATES, 250.0)
    questions, gaps = 0, []
    for _ in range(60):
        with services.transport(rates=pace) as transport:
            report = fetch(watchlist, transport, memory, clock=now)
        assert len(watchlist.works) == len({one.item for one in report.outcomes})
        memory.take(report.snapshots)
        questions += len(services.log)
        gaps += [gap for host in services.gaps().values() for gap in host]
        services.log.clear()
        if questions > 2500:
            break
    assert questions > 2500
    services.settle()
    with services.transport(rates=pace) as transport:
        report = fetch(watchlist, transport, memory, clock=now)
    memory.take(report.snapshots)
    assert 0 == report.exit_status
    assert set(watchlist.works) == {work for work, _ in memory.snapshots}
    for snapshot in memory.snapshots.values():
        assert services.replies[snapshot.record.url].body == snapshot.data
    # 4 ms apart; a busy machine may note arrivals late, which moves time but makes none.
    assert sum(gaps) >= 0.95 * len(gaps) / 250
