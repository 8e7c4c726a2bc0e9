"""A file as a channel: one JSON line, or one block of text, a message.

A message that is already there is not written again, so the file has each exactly once.
"""

import contextlib
import os
import re
from pathlib import Path

import msgspec

from tracker.alerts import as_json, text
from tracker.channels.message import DeliveryError, Message

_ID_RE = re.compile(rb"msg_[0-9a-f]{30}")


class FileSink:
    """Appends to a file, made when there is none."""

    def __init__(self, path: Path, form: str, site: str, name: str) -> None:
        self.path = path
        self.form = form
        self.site = site
        self.name = name

    def send(self, message: Message) -> None:
        """Append a message unless it is there. Raises DeliveryError when the disk refuses."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                self._append(descriptor, message)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise DeliveryError(
                self.name, f"{self.path} cannot be written: {error.strerror}"
            ) from error

    def _append(self, descriptor: int, message: Message) -> None:
        """Write the message at the end; what a broken-off write left there is cut off first."""
        with open(descriptor, "rb", closefd=False) as file:
            held = file.read()
        if message.id.encode() in _ID_RE.findall(held):
            return
        end = len(held)
        if held and not held.endswith(b"\n"):
            end = held.rfind(b"\n") + 1 if self.form == "json" else end
        os.ftruncate(descriptor, end)
        os.lseek(descriptor, end, os.SEEK_SET)
        data = self._data(message)
        try:
            written = 0
            while written < len(data):
                written += os.write(descriptor, data[written:])
            os.fsync(descriptor)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, end)
            raise

    def _data(self, message: Message) -> bytes:
        """Return a message as bytes; its id stands last, so that half of one is none."""
        if self.form == "json":
            line = as_json.envelope(message.alerts, site=self.site, channel=self.name)
            del line["message"]
            return msgspec.json.encode({**line, "message": message.id}) + b"\n"
        body = text.digest(message.alerts, self.site) if len(message.alerts) > 1 else (
            text.message(message.alerts[0], self.site)
        )  # fmt: skip
        return f"{body}Message   {message.id}\n\n".encode()
