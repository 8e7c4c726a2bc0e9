"""`regulations/alerts.toml`: who is told of what, read with errors that name the line.

Secrets never stand in the file: it names the environment variables that hold them. What looks
like a secret is refused, and no message repeats it.
"""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from tracker import identifiers
from tracker.config.table import Table, nearest, read_file, tables, top_table
from tracker.errors import ConfigError, IdentifierError

SCHEMA = 1
"""Version of the file's layout that this program reads."""

RESERVED = frozenset({"gaps", "run"})
"""Names of places in the store that are no channels."""

_TIERS = ("red", "amber", "grey")
_LOUD = ("red", "amber")
"""What a channel is told of unless it asks for something else."""

_FILTERS = ("works", "gaps", "types", "tiers", "words")
_KEYS: dict[str, tuple[str, ...]] = {
    "terminal": (),
    "file": ("path", "format"),
    "webhook": ("url", "url_env", "secret_env"),
    "apprise": ("url_env", "format"),
}
_NAME_RE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VARIABLE_RE = re.compile(r"[A-Z][A-Z0-9_]{1,63}")
_SECRET_KEY_RE = re.compile(r"secret|token|passw|key|credential|auth|user", re.IGNORECASE)
_TOKEN_RE = re.compile(r"(?=[^/]*\d)(?=[^/]*[A-Za-z])[A-Za-z0-9_+=-]{16,}")
"""A part of an address that nobody would write by hand."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Channel(Struct, frozen=True, kw_only=True):
    """One way in which somebody is told."""

    name: str
    to: Literal["terminal", "file", "webhook", "apprise"]
    path: str = ""
    """Of a file channel, from the instance's folder."""
    url: str = ""
    url_env: str = ""
    secret_env: str = ""
    format: str = ""
    """`json` or `text` for a file, `html` or `text` for Apprise; empty: the usual one."""
    digest: Literal["", "run", "day"] = ""
    """Empty: one message an alert; else one a run, or one a day."""
    works: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    tiers: tuple[str, ...] = _LOUD
    words: tuple[str, ...] = ()
    line: int = 0


class AlertsConfig(Struct, frozen=True, kw_only=True):
    """The whole file; its defaults when there is none."""

    site: str = ""
    """Address of the published site, with a slash at its end."""
    authority: str = "remote-access-tracker.invalid,2026"
    """Who mints the ids of the feeds' entries: a domain or address and a date (RFC 4151 §2.1)."""
    trouble_days: int = 3
    awaited_days: int = 14
    channels: tuple[Channel, ...] = ()

    def channel(self, name: str) -> Channel | None:
        """Return the channel of a name, or None."""
        return next((one for one in self.channels if one.name == name), None)


def load_alerts(
    path: Path, *, types: Collection[str] = (), gaps: Collection[str] = ()
) -> AlertsConfig:
    """Read the file; a missing one means: no channels.

    `types` and `gaps` are those that exist; without them any name goes. Raises ConfigError, naming
    file and line, for anything that is wrong or that looks like a secret.
    """
    if not path.is_file():
        return AlertsConfig()
    return read_alerts(read_file(path), str(path), types=types, gaps=gaps)


def read_alerts(
    text: str, file: str, *, types: Collection[str] = (), gaps: Collection[str] = ()
) -> AlertsConfig:
    """Read the configuration from its text. Raises ConfigError."""
    top, lines = top_table(text, file, "alerts")
    top.only(("schema", "site", "authority", "trouble_days", "awaited_days", "channel"))
    if top.values.get("schema", SCHEMA) != SCHEMA:
        raise top.wrong("schema", f"“schema” must be {SCHEMA}: this program reads no other layout")
    channels = tuple(_channel(table, types, gaps) for table in tables(top, "channel", lines))
    seen: dict[str, int] = {}
    for one in channels:
        if one.name in seen:
            raise ConfigError(
                file, one.line, f"[[channel]]: “{one.name}” is already on line {seen[one.name]}"
            )
        seen[one.name] = one.line
    defaults = AlertsConfig()
    return AlertsConfig(
        site=_site(top),
        authority=_authority(top) or defaults.authority,
        trouble_days=_days(top, "trouble_days", defaults.trouble_days),
        awaited_days=_days(top, "awaited_days", defaults.awaited_days),
        channels=channels,
    )


def _site(top: Table) -> str:
    """Return the site's address with a slash at its end."""
    site = top.text("site")
    parts = urlsplit(site)
    if site and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query
                 or parts.fragment or parts.username):  # fmt: skip
        raise top.wrong("site", "“site” must be an address such as https://example.org/tracker/")
    return site.rstrip("/") + "/" if site else ""


def _authority(top: Table) -> str:
    """Return the tagging entity of the feeds' ids."""
    authority = top.text("authority")
    if authority and not re.fullmatch(
        r"[a-z0-9.-]+(?:@[a-z0-9.-]+)?,\d{4}(?:-\d\d(?:-\d\d)?)?", authority
    ):
        raise top.wrong(
            "authority", "“authority” must be a domain and a date such as example.org,2026"
        )
    return authority


def _days(top: Table, key: str, usual: int) -> int:
    """Return a number of days."""
    value = top.values.get(key, usual)
    if type(value) is not int or not 1 <= value <= 365:
        raise top.wrong(key, f"“{key}” must be a number of days from 1 to 365")
    return value


def _channel(table: Table, types: Collection[str], gaps: Collection[str]) -> Channel:
    """Read one channel."""
    name = table.text("name", needed=True)
    if not _NAME_RE.fullmatch(name):
        raise table.wrong("name", f"“{name}” must be lower-case letters, digits and hyphens")
    if name in RESERVED:
        raise table.wrong("name", f"“{name}” is taken by the program; choose another name")
    to = table.text("to", needed=True)
    if to not in _KEYS:
        raise table.wrong("to", f"“to” is none of {', '.join(_KEYS)}")
    if (to == "terminal") != (name == "terminal"):
        raise table.wrong("name", "the channel “terminal”, and no other, goes to the terminal")
    table.where = f"[[channel]] “{name}”"
    _no_secrets(table)
    table.only(("name", "to", "digest", *_FILTERS, *_KEYS[to]))
    digest = table.text("digest")
    if digest not in {"", "run", "day"}:
        raise table.wrong("digest", "“digest” must be run or day; leave it out for one an alert")
    return Channel(
        name=name,
        to=to,  # type: ignore[arg-type]  # checked against _KEYS above
        path=_path(table) if to == "file" else "",
        url=_url(table) if to == "webhook" else "",
        url_env=_variable(table, "url_env", needed=to == "apprise"),
        secret_env=_variable(table, "secret_env", needed=to == "webhook"),
        format=_format(table, to),
        digest=digest,  # type: ignore[arg-type]  # checked above
        works=tuple(_work(table, one) for one in table.texts("works")),
        gaps=_known(table, "gaps", gaps),
        types=_known(table, "types", types),
        tiers=_known(table, "tiers", _TIERS) or _LOUD,
        words=_words(table),
        line=table.line() or 0,
    )


def _no_secrets(table: Table) -> None:
    """Refuse what is, or looks like, a secret; the value itself is never repeated."""
    for key, value in table.values.items():
        if key.endswith("_env") or key in {"name", "to", *_FILTERS}:
            continue
        if _SECRET_KEY_RE.search(key):
            raise table.wrong(
                key,
                f"“{key}” would put a secret into the file; put it into an environment variable "
                "and name that in “secret_env” or “url_env”",
            )
        if key == "url" and isinstance(value, str) and _looks_secret(value):
            raise table.wrong(
                key,
                "“url” seems to hold a secret; put the address into an environment variable and "
                "name that in “url_env”",
            )


def _looks_secret(url: str) -> bool:
    """Return whether an address carries a password, a query or a part that nobody types."""
    parts = urlsplit(url)
    return bool(
        parts.username
        or parts.password
        or parts.query
        or parts.fragment
        or any(_TOKEN_RE.fullmatch(part) for part in parts.path.split("/"))
    )


def _variable(table: Table, key: str, *, needed: bool) -> str:
    """Return the name of an environment variable; what is none is never repeated."""
    if not needed and key not in table.values:
        return ""
    value = table.values.get(key)
    if not isinstance(value, str) or not _VARIABLE_RE.fullmatch(value):
        raise table.wrong(
            key,
            f"“{key}” must be the name of an environment variable, such as TRACKER_ALERTS_URL "
            "(capital letters, digits, underscores), not the secret itself",
        )
    return value


def _url(table: Table) -> str:
    """Return a webhook's address, empty when a variable holds it."""
    url = table.text("url")
    if bool(url) == ("url_env" in table.values):
        raise table.wrong("url", "a webhook needs one of “url” and “url_env”")
    if url and not is_web_address(url):
        raise table.wrong("url", "“url” must begin with https:// (http:// on this machine only)")
    return url


def is_web_address(url: str) -> bool:
    """Return whether messages may go to an address: https, or http on this machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme == "http":
        return parts.hostname in _LOOPBACK
    return parts.scheme == "https" and bool(parts.hostname)


def _path(table: Table) -> str:
    """Return a file channel's path."""
    path = table.text("path", needed=True)
    if "\0" in path:
        raise table.wrong("path", "“path” is not a path")
    return path


def _format(table: Table, to: str) -> str:
    """Return the form in which a channel writes."""
    known = {"file": ("json", "text"), "apprise": ("html", "text")}.get(to, ())
    value = table.text("format")
    if value and value not in known:
        raise table.wrong("format", f"“format” is none of {', '.join(known)}")
    return value


def _work(table: Table, written: str) -> str:
    """Return the identifier of a work or portion."""
    try:
        found = identifiers.parse(written)
    except IdentifierError as error:
        raise table.wrong("works", str(error)) from error
    if found.version:
        raise table.wrong("works", f"“{written}” names a version; name the work alone")
    return found.path


def _known(table: Table, key: str, known: Collection[str]) -> tuple[str, ...]:
    """Return a list of names that must exist."""
    values = table.texts(key)
    for value in values:
        if known and value not in known:
            hint = nearest(value, tuple(known))
            raise table.wrong(key, f"“{value}” is none of {', '.join(sorted(known))}{hint}")
    return values


def _words(table: Table) -> tuple[str, ...]:
    """Return the phrases looked for; an empty one would match everything."""
    words = table.texts("words")
    if any(not one for one in words):
        raise table.wrong("words", "an empty phrase matches everything; leave it out")
    return words
