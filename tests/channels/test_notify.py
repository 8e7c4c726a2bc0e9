"""Apprise: e-mail to a real SMTP server on loopback, and no secret in any message."""

from datetime import date

import pytest

from tracker.alerts import Event, alerts_of
from tracker.channels import DeliveryError, Message
from tracker.channels.notify import AppriseSink

# Apprise imports modules of its own that Python has deprecated; that is not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def message():
    """Return a message of two alerts."""
    events = [
        Event(id=f"{name}#version", kind="new-version", tier="red", group=name,
              on=date(2026, 1, 12), headline=f"News of § {name} <b>")
        for name in ("one", "two")
    ]  # fmt: skip
    return Message(tuple(alerts_of(events)))


def bodies(letter):
    """Return the parts of a letter by content type."""
    return {part.get_content_type(): part.get_content() for part in letter.walk()
            if not part.is_multipart()}  # fmt: skip


def test_a_letter_arrives_with_every_alert_in_html(mail, message):
    """Subject, sender and every alert; upstream text stays text."""
    AppriseSink(mail.url, "", "", "mail").send(message)
    (letter,) = mail.got
    shown = bodies(letter)["text/html"]

    assert "2 alerts: 2 red" == letter["subject"]
    assert "tracker@example.org" in letter["from"]
    for name in ("one", "two"):
        assert f"News of § {name} &lt;b&gt;" in shown


def test_a_letter_may_be_plain_text(mail, message):
    """A reader without HTML has the same words."""
    AppriseSink(mail.url, "text", "", "mail").send(message)
    (letter,) = mail.got

    assert "News of § one <b>" in bodies(letter)["text/plain"]


def test_a_letter_that_is_not_taken_is_an_error_without_the_address(mail, message):
    """The address holds a password."""
    mail.refuse = True
    url = mail.url.replace("mailto://", "mailto://someone:hidden-word@")
    with pytest.raises(DeliveryError) as caught:
        AppriseSink(url, "", "", "mail").send(message)

    assert "hidden-word" not in str(caught.value)
    assert [] == mail.got


@pytest.mark.parametrize("url", ["", "nonsense", "http-like://x", "json://a json://b", "a,b"])
def test_what_is_no_single_address_is_refused_unseen(url):
    """One address a channel, so that a message is taken or not, never half."""
    with pytest.raises(DeliveryError, match="its variable") as caught:
        AppriseSink(url, "", "", "mail")
    assert not url or url not in str(caught.value)
