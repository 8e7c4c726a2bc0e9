"""Ways out: a file, a signed webhook, and whatever Apprise reaches.

A channel takes a message or says why not; which messages it has still to get is the business of
`tracker.pipeline.delivering`.
"""

from collections.abc import Mapping
from pathlib import Path

from tracker.channels.message import DeliveryError, Message, Sink
from tracker.config.channels import Channel

__all__ = ["DeliveryError", "Message", "Sink", "open_sink"]


def open_sink(channel: Channel, root: Path, environment: Mapping[str, str], site: str) -> Sink:
    """Return the way out of a configured channel.

    Relative paths start at `root`. Raises DeliveryError when a variable that the channel names is
    not set, or does not hold what it must; no message shows what a variable holds.
    """
    if channel.to == "file":
        from tracker.channels.file import FileSink  # noqa: PLC0415 - one of three

        return FileSink(root / channel.path, channel.format or "json", site, channel.name)
    if channel.to == "webhook":
        from tracker.channels.webhook import WebhookSink  # noqa: PLC0415 - httpx2 when needed

        return WebhookSink(
            channel.url or _value(channel, channel.url_env, environment),
            _value(channel, channel.secret_env, environment),
            site,
            channel.name,
        )
    from tracker.channels.notify import AppriseSink  # noqa: PLC0415 - an optional extra

    return AppriseSink(
        _value(channel, channel.url_env, environment), channel.format, site, channel.name
    )


def _value(channel: Channel, name: str, environment: Mapping[str, str]) -> str:
    """Return what a variable holds."""
    value = environment.get(name, "").strip()
    if not value:
        raise DeliveryError(channel.name, f"the environment variable {name} is not set")
    return value
