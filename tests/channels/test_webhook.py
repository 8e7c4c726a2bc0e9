"""The signed webhook: what is sent, how it is signed, what a receiver's answers mean."""

import base64
import hashlib
import hmac
import json
from datetime import date

import pytest

from tracker.alerts import Event, alerts_of
from tracker.channels import DeliveryError, Message
from tracker.channels.webhook import Patience, WebhookSink, key_of

KEY = "a secret of the reader's"
NOW = 1_770_000_000.0


@pytest.fixture
def message():
    """Return a message of one alert."""
    event = Event(id="/us/bill/119/hr/1@eh#version", kind="new-version", tier="red",
                  group="/us/bill/119/hr/1@eh", on=date(2026, 1, 12),
                  headline="H.R. 1 passed “the House”")  # fmt: skip
    return Message(tuple(alerts_of([event])))


def sink(receiver, waits=None, url=""):
    """Return a sink that waits in no time and notes how long it would have."""
    return WebhookSink(
        url or receiver.url, KEY, "", "hook", patience=Patience(attempts=3, timeout=5),
        now=lambda: NOW, sleep=(waits if waits is not None else []).append,
    )  # fmt: skip


def test_a_message_is_signed_over_id_time_and_body(receiver, message):
    """A receiver recomputes HMAC-SHA256 over `id.timestamp.body` (Standard Webhooks 1.0)."""
    sink(receiver).send(message)
    ((headers, body),) = receiver.got
    held = {name.lower(): value for name, value in headers.items()}
    signed = f"{held['webhook-id']}.{held['webhook-timestamp']}.".encode() + body
    mac = hmac.new(KEY.encode(), signed, hashlib.sha256).digest()

    assert f"v1,{base64.b64encode(mac).decode()}" == held["webhook-signature"]
    assert str(int(NOW)) == held["webhook-timestamp"]
    assert message.id == held["webhook-id"] == held["idempotency-key"]
    assert "application/json" == held["content-type"]


def test_the_body_is_our_own_json_with_every_event_id(receiver, message):
    """What scripts get from a webhook is what `tracker alerts --json` prints."""
    sink(receiver).send(message)
    ((_, body),) = receiver.got
    found = json.loads(body)

    assert (1, "hook", message.id) == (found["schema"], found["channel"], found["message"])
    assert list(message.event_ids) == [
        event["id"] for alert in found["alerts"] for event in alert["events"]
    ]


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_passing_trouble_is_waited_out_with_the_same_id(receiver, message, status):
    """A busy receiver gets the same message again, never another one."""
    receiver.answers = [(status, ("retry-after", "7")), (200,)]
    waits = []
    sink(receiver, waits).send(message)

    assert [7.0] == waits
    assert 1 == len({headers["webhook-id"] for headers, _ in receiver.got})
    assert 2 == len(receiver.got)


@pytest.mark.parametrize(
    ("status", "refused"),
    [(503, False), (302, False), (401, False), (404, False), (410, False), (400, True),
     (413, True), (422, True)],
)  # fmt: skip
def test_what_an_answer_means_for_the_other_messages(receiver, message, status, refused):
    """A refused message must not block the rest; a wrong address or a dead server stops all."""
    receiver.answers = [(status, ("location", "https://example.org/"))] * 3
    with pytest.raises(DeliveryError) as caught:
        sink(receiver).send(message)

    assert refused == caught.value.refused
    assert f"127.0.0.1 answered {status}" in str(caught.value)


def test_a_redirect_is_not_followed(receiver, message):
    """A signed message is for one address."""
    receiver.answers = [(307, ("location", receiver.url))]
    with pytest.raises(DeliveryError):
        sink(receiver).send(message)

    assert 1 == len(receiver.got)


def test_nobody_there_is_a_sentence_without_the_address(message):
    """The path of a webhook's address may be a secret."""
    with pytest.raises(DeliveryError) as caught:
        sink(None, url="http://127.0.0.1:9/very/secret").send(message)

    assert "127.0.0.1 cannot be reached" in str(caught.value)
    assert "very" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://example.org/", "file:///etc/passwd", "x", "https://"])
def test_only_web_addresses_are_called(url):
    """Plain http leaves this machine never."""
    with pytest.raises(DeliveryError, match="https://"):
        sink(None, url=url)


@pytest.mark.parametrize(
    ("secret", "said"), [("s3cr3t", "shorter than 16 bytes"), ("whsec_***", "no Base64")]
)
def test_a_bad_secret_is_refused_unseen(secret, said):
    """A weak key is worse than none."""
    with pytest.raises(DeliveryError, match=said) as caught:
        key_of(secret, "hook")
    assert secret not in str(caught.value)


def test_a_secret_may_be_base64():
    """Keys of the standard begin with whsec_."""
    key = bytes(range(24))

    assert key == key_of("whsec_" + base64.b64encode(key).decode(), "hook")
