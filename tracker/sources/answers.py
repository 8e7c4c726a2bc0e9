"""Judging answers: status, content type, first bytes, size, and only then the content.

Every service here has been seen to answer 200 with something that is no answer (a CAPTCHA, an
error page, half a file), so a body counts only when all the signs agree
(facts: api-contracts §6). Nothing here knows bills or rules; identity is `identity.py`'s.
"""

import json
import re
from typing import Any, Literal

from tracker.sources.outcomes import BlockedError, FailedError, NotFoundError
from tracker.sources.transport import Answer

Wanted = Literal["json", "xml", "text", "zip"]

_TYPES: dict[Wanted, frozenset[str]] = {
    "json": frozenset({"application/json"}),
    "xml": frozenset({"application/xml", "text/xml", "application/xhtml+xml"}),
    "text": frozenset({"text/plain", "text/html"}),
    "zip": frozenset(
        {"application/zip", "application/x-zip-compressed", "application/octet-stream"}
    ),
}
_WORDS: dict[Wanted, str] = {
    "json": "JSON",
    "xml": "XML",
    "text": "plain text",
    "zip": "a zip archive",
}

# By title or by its form, never by words in the text: a rule may well say "request access".
_WALL_RE = re.compile(
    rb"<title>[^<]*(?:request access|just a moment|attention required|captcha)"
    rb"|class=\"unblock-form|recaptcha\.net|google\.com/recaptcha|hcaptcha\.com",
    re.IGNORECASE,
)


def checked(answer: Answer, wanted: Wanted) -> Answer:
    """Return the answer when its outside signs are those of what was wanted.

    Raises NotFoundError, BlockedError or FailedError, whichever the answer amounts to.
    """
    host = answer.url.split("/")[2]
    if answer.status != 304:
        _status(answer, host)
        _wall(answer, host)
        _kind(answer, wanted, host)
        _size(answer, host)
    return answer


def _status(answer: Answer, host: str) -> None:
    """Refuse every status but 200, saying what it means."""
    status = answer.status
    if status == 200:
        return
    said = _service_message(answer)
    if status in (404, 410):
        raise NotFoundError(answer.url, f"{host} says that there is no such thing ({status})")
    if status in (401, 403):
        if _api_key_trouble(answer):
            raise BlockedError(answer.url, f"{host} refuses the key ({status}{said})")
        raise BlockedError(answer.url, f"{host} refuses to answer ({status}{said})")
    if status == 429:
        raise BlockedError(answer.url, f"{host} asks us to slow down and did not relent (429)")
    if 300 <= status < 400:
        raise BlockedError(
            answer.url,
            f"{host} sends us elsewhere ({status} to {_location(answer)}), where we do not go",
        )
    raise FailedError(answer.url, f"{host} answered with an error ({status}{said})")


def _location(answer: Answer) -> str:
    """Return the host a redirect points at, without path or query."""
    target = answer.headers.get("location", "nowhere")
    return target.split("/")[2] if "://" in target else "another page"


def _api_key_trouble(answer: Answer) -> bool:
    """Return whether the api.data.gov gateway complains about the key."""
    return b"API_KEY" in answer.body[:4096]


def _service_message(answer: Answer) -> str:
    """Return `: message` from a JSON error body, shortened, or nothing."""
    if not answer.body.lstrip().startswith(b"{"):
        return ""
    try:
        body = json.loads(answer.body)
    except ValueError:
        return ""
    error = body.get("error", body.get("errors", ""))
    said = error.get("code") or error.get("message") if isinstance(error, dict) else error
    said = body.get("message") or said
    return f": {str(said)[:120]}" if said else ""


def _wall(answer: Answer, host: str) -> None:
    """Recognise a bot wall, which comes with status 200."""
    if _is_html(answer.body) and _WALL_RE.search(answer.body[:20_000]):
        raise BlockedError(
            answer.url, f"{host} shows a CAPTCHA page instead of an answer; try again in some hours"
        )


def _is_html(body: bytes) -> bool:
    """Return whether a body is an HTML page by its first bytes."""
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<center"))


def _kind(answer: Answer, wanted: Wanted, host: str) -> None:
    """Refuse a content type or first bytes of another kind."""
    given = answer.content_type
    if wanted != "text" and (_is_html(answer.body) or given == "text/html"):
        raise FailedError(
            answer.url,
            f"{host} answered with a web page instead of {_WORDS[wanted]} (an error page, or a "
            "proxy or log-in page between us and it)",
        )
    if given not in _TYPES[wanted]:
        raise FailedError(
            answer.url, f"{host} answered with “{given or 'no type'}” instead of {_WORDS[wanted]}"
        )
    head = answer.body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise FailedError(answer.url, f"{host} answered with nothing")
    begins = {"json": (b"{", b"["), "xml": (b"<",), "text": (b"",), "zip": (b"PK\x03\x04",)}[wanted]
    if not head.startswith(begins):
        raise FailedError(
            answer.url, f"{host} answered with something that does not begin like {_WORDS[wanted]}"
        )


def _size(answer: Answer, host: str) -> None:
    """Refuse a body of another length than announced; gzip announces the packed length."""
    announced = answer.headers.get("content-length", "")
    if "content-encoding" in answer.headers or not announced.isdigit():
        return
    if int(announced) != len(answer.body):
        raise FailedError(
            answer.url,
            f"{host} announced {announced} bytes and sent {len(answer.body)}: cut off on the way",
        )


def read_json(answer: Answer) -> dict[str, Any]:
    """Return the JSON object in a checked answer. Raises FailedError when it is cut off."""
    host = answer.url.split("/")[2]
    try:
        value = json.loads(answer.body)
    except ValueError as error:
        raise FailedError(answer.url, f"{host} sent JSON that is cut off or broken") from error
    if not isinstance(value, dict):
        raise FailedError(answer.url, f"{host} sent JSON of another shape than documented")
    return value
