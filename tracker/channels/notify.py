"""Apprise as a channel: e-mail, Slack and the rest (the optional extra `notify`).

One address a channel, so that a message is taken or not taken, never half.
"""

import logging
import re
from typing import Any
from urllib.parse import urlsplit

from tracker.alerts import html, text
from tracker.channels.message import DeliveryError, Message

_MAIL = frozenset({"mailto", "mailtos"})


class AppriseSink:
    """Sends through one Apprise address."""

    def __init__(self, url: str, form: str, site: str, name: str) -> None:
        if re.search(r"[\s,]", url):
            raise DeliveryError(
                name, "its variable must hold one Apprise address; make a channel for each"
            )
        self.site = site
        self.name = name
        self.form = form or ("html" if urlsplit(url).scheme in _MAIL else "text")
        self._secrets = [part for part in re.split(r"[/:@?&=]+", url) if len(part) > 3]
        self._apprise = _apprise(name)
        self._target = self._apprise.Apprise()
        if not self._quietly(self._target.add, url):
            raise DeliveryError(name, "its variable does not hold an address that Apprise knows")

    def __repr__(self) -> str:
        return f"AppriseSink({self.name})"

    def send(self, message: Message) -> None:
        """Send a message. Raises DeliveryError when the service does not take it."""
        alerts = list(message.alerts)
        if self.form == "html":
            body, kind = html.page(alerts, self.site), self._apprise.NotifyFormat.HTML
        else:
            body = text.digest(alerts, self.site) if len(alerts) > 1 else (
                text.message(alerts[0], self.site)
            )  # fmt: skip
            kind = self._apprise.NotifyFormat.TEXT
        said = _Said()
        logger = logging.getLogger("apprise")
        before = (logger.level, logger.propagate)
        logger.addHandler(said)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        try:
            taken = self._target.notify(title=text.subject(alerts), body=body, body_format=kind)
        finally:
            logger.removeHandler(said)
            logger.setLevel(before[0])
            logger.propagate = before[1]
        if not taken:
            why = f": {self._scrubbed(said.words)}" if said.words else ""
            raise DeliveryError(self.name, f"the service did not take the message{why}")

    def _quietly(self, call: Any, *arguments: str) -> bool:  # noqa: ANN401 - Apprise is untyped
        """Call Apprise with its log off: it would show the address."""
        logging.disable(logging.CRITICAL)
        try:
            return bool(call(*arguments))
        finally:
            logging.disable(logging.NOTSET)

    def _scrubbed(self, words: str) -> str:
        """Return what Apprise said without any part of the address."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            words = words.replace(secret, "…")
        return " ".join(words.split())[:200]


class _Said(logging.Handler):
    """Keeps the last warning that Apprise logs."""

    words = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record's words."""
        self.words = record.getMessage()


def _apprise(name: str) -> Any:  # noqa: ANN401 - Apprise is untyped
    """Return the library. Raises DeliveryError when it is not installed."""
    try:
        import apprise  # noqa: PLC0415 - an optional extra, and slow to import
    except ImportError as error:
        raise DeliveryError(
            name, "Apprise is not installed: pip install 'remote-access-tracker[notify]'"
        ) from error
    return apprise
