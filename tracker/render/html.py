"""Text to HTML, safely: the one place where strings of the law become markup.

Every string that reaches a page goes through Jinja's autoescape or `esc`; both first pass
`clean`, which makes control and bidirectional characters visible instead of obeying them
(CVE-2021-42574 shows what they do to readers of code; law reads no better).
"""

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from tracker.render import urls

TEMPLATES = Path(__file__).parent / "templates"

_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, 0x2028, 0x2029)
_VISIBLE = {code: f"[U+{code:04X}]" for code in (*_BIDI, *_CONTROLS)} | {
    0x09: " ",
    0x0A: "\n",
    0x0D: " ",
}
_ODD_RE = re.compile(
    "[" + re.escape("".join(map(chr, _VISIBLE))).replace("\n", "") + "\ud800-\udfff]"
)


def clean(text: str) -> str:
    """Return `text` with control, bidirectional and unpaired characters shown as `[U+…]`."""
    if not _ODD_RE.search(text):
        return text
    shown = text.translate(_VISIBLE)
    return re.sub("[\ud800-\udfff]", lambda m: f"[U+{ord(m[0]):04X}]", shown)


def esc(text: str) -> Markup:
    """Return `text` cleaned and escaped for element content and quoted attributes."""
    return escape(clean(text))


def one_line(text: str) -> str:
    """Return `text` cleaned and with whitespace folded: for titles and front matter."""
    return " ".join(clean(text).split())


def is_web_address(text: str) -> bool:
    """Return whether a text may stand in `href` as it is: http or https, nothing that runs."""
    return text.startswith(("https://", "http://"))


def sentence(text: str) -> str:
    """Return a note as a sentence: a capital first, a full stop last."""
    folded = text.strip()
    if not folded:
        return ""
    ended = folded if folded[-1] in ".!?…" else f"{folded}."
    return ended[0].upper() + ended[1:]


def _finalize(value: object) -> object:
    """Clean every plain string that a template prints; markup was cleaned when it was made."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return clean(value)
    return value


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the Jinja environment of the site: autoescape on, undefined names are errors."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        keep_trailing_newline=False,
        auto_reload=False,
    )
    made.tests["weburl"] = is_web_address
    made.filters["sentence"] = sentence
    made.globals["change_link"] = urls.change
    return made


def render(template: str, **values: object) -> str:
    """Return a template filled with `values`."""
    return environment().get_template(template).render(values)


@lru_cache(maxsize=512)
def prose(markdown_text: str) -> Markup:
    """Return Markdown written by maintainers as HTML; raw HTML in it is shown, not obeyed."""
    import markdown  # noqa: PLC0415 - only pages with prose pay for it

    converter = markdown.Markdown(extensions=["tables", "sane_lists"], output_format="html")
    converter.preprocessors.deregister("html_block")
    for pattern in ("html", "image_link", "image_reference", "short_image_ref"):
        converter.inlinePatterns.deregister(pattern)
    html = converter.convert(clean(markdown_text))
    html = re.sub(
        r'(<(?:a|img)\b[^>]*\b(?:href|src)=")\s*(?:javascript|data|vbscript):',
        r"\1#",
        html,
        flags=re.IGNORECASE,
    )
    # Frames strip lines and drop empty ones; what is printed as it stands must survive that. A
    # block wider than the screen scrolls, so the keyboard must reach it.
    html = re.sub(
        r"<pre>(.*?)</pre>",
        lambda block: f'<pre tabindex="0">{block[1].rstrip().replace(chr(10), "&#10;")}</pre>',
        html,
        flags=re.DOTALL,
    )
    return Markup(html)  # noqa: S704 - made by the converter above, raw HTML switched off
