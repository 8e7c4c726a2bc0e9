"""Real receivers on loopback: a webhook and a mail server."""

import socketserver
import threading
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Receiver(ThreadingHTTPServer):
    """A webhook's receiver on loopback; `answers` are the statuses of the next requests."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.got = [], []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        """The address to post to."""
        return f"http://127.0.0.1:{self.server_port}/hook"


class Handler(BaseHTTPRequestHandler):
    """Notes what came and answers as told."""

    def do_POST(self):
        """Take a message."""
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.got.append((dict(self.headers.items()), body))
        status, *headers = self.server.answers.pop(0) if self.server.answers else (204,)
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


class MailServer(socketserver.ThreadingTCPServer):
    """An SMTP server (RFC 5321) that keeps what it is given; `refuse` makes it take nothing."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), MailHandler)
        self.got, self.refuse = [], False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        """The Apprise address that leads here."""
        port = self.server_address[1]
        return f"mailto://127.0.0.1:{port}?from=tracker@example.org&to=reader@example.org"


class MailHandler(socketserver.StreamRequestHandler):
    """One SMTP session."""

    def say(self, line):
        """Answer with a line."""
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        """Speak as much SMTP as a sender needs."""
        self.say("220 loopback ready")
        while line := self.rfile.readline():
            verb = line.strip().upper()
            if verb.startswith((b"EHLO", b"HELO")):
                self.say("250 loopback")
            elif verb.startswith(b"MAIL") and self.server.refuse:
                self.say("550 not today")
            elif verb.startswith(b"DATA"):
                self.say("354 go on")
                self.server.got.append(message_from_bytes(self.data(), policy=policy.default))
                self.say("250 taken")
            elif verb.startswith(b"QUIT"):
                self.say("221 bye")
                return
            else:
                self.say("250 well")

    def data(self):
        """Return the message up to the lone dot, dots unstuffed (RFC 5321, 4.5.2)."""
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)


@pytest.fixture
def receiver():
    """Yield a running webhook receiver."""
    server = Receiver()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def mail():
    """Yield a running mail server."""
    server = MailServer()
    yield server
    server.shutdown()
    server.server_close()
