"""Pages that people write (`site/pages/*.md`), joined with what is computed for them."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tracker.render import exports, labels, urls
from tracker.render.context import Content, Context, Page
from tracker.render.html import prose, render

PLACES = {
    "method": "method/index.html",
    "about": "about/index.html",
    "source-article": "source-article/index.html",
    "data": "data/index.html",
    "search": "search.html",
}


def pages(context: Context, folder: Path) -> Iterator[Page]:
    """Yield one page a file in `folder`; a file with an unknown name gets its own folder."""
    for file in sorted(folder.glob("*.md")):
        text = file.read_text(encoding="utf-8")
        path = PLACES.get(file.stem, f"{file.stem}/index.html")
        data = context.data
        key = context.key(
            "written",
            text,
            data.accuracy if file.stem == "method" else (),
            data.claims if file.stem == "source-article" else (),
            (data.misreports, context.names_key) if file.stem == "misreported" else (),
            [(g.id, g.slug, g.title, g.title_ko) for g in data.gaps],
            [name for name, _ in data.files] if file.stem == "data" else (),
        )
        yield Page(path, key, partial(_written, context, file.stem, path, text))


def _written(context: Context, stem: str, path: str, text: str) -> Content:
    """Return a written page; its title is the first line, `# …`."""
    first, _, rest = text.partition("\n")
    title = first.removeprefix("# ").strip()
    html = render(
        "written.html",
        stem=stem,
        title=title,
        body=prose(rest),
        labels=labels,
        accuracy=context.data.accuracy if stem == "method" else (),
        claims=_claims(context, path) if stem == "source-article" else (),
        misreports=_misreports(context, path) if stem == "misreported" else (),
        downloads=_downloads(path) if stem == "data" else (),
        given=_given(context, path) if stem == "data" else (),
    )
    return Content(title, html, section=stem)


def _misreports(context: Context, path: str) -> list[dict[str, object]]:
    return [
        {
            "item": item,
            "citation": context.citation(item.work) if item.work else "",
            "href": urls.relative(urls.work_page(item.work), path)
            if item.work in context.works
            else "",
        }
        for item in context.data.misreports
    ]


def _claims(context: Context, path: str) -> list[dict[str, object]]:
    return [
        {
            "claim": claim,
            "gaps": [
                (
                    f"{gap} {context.gaps[gap].title}",
                    urls.relative(urls.gap_page(gap, context.gaps[gap].slug), path),
                )
                for gap in claim.gaps
                if gap in context.gaps
            ],
        }
        for claim in context.data.claims
    ]


def _downloads(path: str) -> list[dict[str, str]]:
    """Return the downloads: what each holds, and links to its forms and its schema."""
    return [
        {
            "name": name,
            "words": words,
            "json": urls.relative(f"data/{name}.json", path),
            "csv": urls.relative(f"data/{name}.csv", path) if name in exports.TABLES else "",
            "schema": urls.relative(f"data/schemas/{name}.schema.json", path),
        }
        for name, words in exports.WORDS.items()
    ]


def _given(context: Context, path: str) -> list[tuple[str, str]]:
    """Return (link, name) of further files, such as feeds."""
    return [(urls.relative(name, path), name) for name, _ in sorted(context.data.files)]


def tombstone(path: str) -> Content:
    """Return the page that stands where a page was: it says so and leads on."""
    folder = path.rpartition("/")[0]
    parent = "works/index.html" if path.startswith("us/") else "index.html"
    html = render(
        "gone.html", path=path, onward=urls.relative(parent, path), folder=folder, labels=labels
    )
    return Content("No longer on this site", html)
