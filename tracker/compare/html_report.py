"""A change set as one self-contained, accessible HTML page without script."""

from collections.abc import Iterable, Iterator
from html import escape

from tracker.compare.summary import counted, excerpted, name_of, notes, section, what, where
from tracker.model import Change, ChangeSet

STYLE = """
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--soft:#595959;--line:#c8c8c8;
--ins:#0b5d1e;--ins-bg:#e3f6e6;--del:#8f1111;--del-bg:#fde8e8}
@media (prefers-color-scheme:dark){:root{--ink:#eaeaea;--paper:#151515;--soft:#b4b4b4;
--line:#4a4a4a;--ins:#9be8ab;--ins-bg:#12331a;--del:#ffb3b3;--del-bg:#441a1a}}
body{margin:0 auto;max-width:50rem;padding:1rem;font:1rem/1.6 system-ui,sans-serif;
color:var(--ink);background:var(--paper)}
h1{font-size:1.4rem;line-height:1.3}h2{font-size:1.15rem;line-height:1.35;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:0 0 .25rem}
article{border-top:1px solid var(--line);padding:1rem 0;overflow-wrap:anywhere}
.what,.note,code{color:var(--soft);font-size:.875rem}p{margin:.25rem 0}
ins{color:var(--ins);background:var(--ins-bg);text-decoration:underline}
del{color:var(--del);background:var(--del-bg);text-decoration:line-through}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
white-space:nowrap}
a{color:inherit}@media print{body{max-width:none}}
""".strip()

POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
_SAID = {
    "delete": ("<del>", "deleted: ", "</del>", " end of deletion. "),
    "insert": ("<ins>", "inserted: ", "</ins>", " end of insertion. "),
}


def as_html(changeset: ChangeSet) -> str:
    """Return one page: summary, then each change with its words marked.

    Every text from the documents is escaped; a policy in the page forbids all else.
    """
    title = f"{name_of(changeset.old)} → {name_of(changeset.new)}"
    changes = [change for change in changeset.changes if change.kind != "unchanged"]
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        POLICY,
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        f"<header>\n<h1>{escape(title)}</h1>",
        *_titles(changeset),
        f"<p>{escape(counted(changeset))}</p>",
        *(f'<p class="note">Note: {escape(f.message)}</p>' for f in changeset.findings),
        '<p class="note">Computed and unofficial; the official texts prevail.</p>\n</header>',
        "<main>",
        *_articles(changes),
        *([] if changes else ["<p>No differences.</p>"]),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _titles(changeset: ChangeSet) -> Iterator[str]:
    """Yield the titles of the documents, once where they are the same."""
    for title in dict.fromkeys((changeset.old.title, changeset.new.title)):
        if title:
            yield f'<p lang="en">{escape(title)}</p>'


def _articles(changes: list[Change]) -> Iterator[str]:
    """Yield each change, under the heading of its section where a new one begins."""
    top = ""
    for number, change in enumerate(changes, start=1):
        begins = section(change) != top
        if begins:
            top = section(change)
            yield f'<h2 id="s{number}">{escape(top)}</h2>'
        yield _article(number, change, named=begins and not change.trail)


def _article(number: int, change: Change, *, named: bool) -> str:
    """Return one change; `named` when the heading of its section, just given, is its own."""
    status = what(change)
    if change.significance != "none":
        status += f" · {change.significance}"
    if change.types:
        status += f" · {', '.join(change.types)}"
    provision = change.new or change.old
    path = provision.path if provision else ""
    heading = f'<h3 id="h{number}"><a href="#c{number}">{escape(where(change))}</a></h3>'
    label = f"s{number}" if named else f"h{number}"
    lines = [
        f'<article id="c{number}" class="{change.kind}" aria-labelledby="{label}">',
        *([] if named else [heading]),
        f'<p class="what">{escape(status)}</p>',
        *(f'<p class="note">{escape(line)}</p>' for line in notes(change)),
        f"<p>{words_html(excerpted(change.words, keep=24))}</p>",
        f"<code>{escape(path)}</code>\n</article>",
    ]
    return "\n".join(lines)


def words_html(words: Iterable[tuple[str, str]]) -> str:
    """Return word edits; what sight tells by colour and line is also said in words."""
    out = []
    for op, text in words:
        if op == "equal":
            out.append(escape(text))
            continue
        start, said, end, after = _SAID[op]
        out.append(
            f'{start}<span class="hidden">{said}</span>{escape(text)}'
            f'<span class="hidden">{after}</span>{end}'
        )
    return "".join(out)
