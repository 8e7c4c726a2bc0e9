"""Builds the site: from `SiteData` to `build/docs` (a plain MkDocs tree) and `build/public`.

Every page has a key that stands for all its inputs. A page whose key is that of the last build
is neither rendered nor parsed for; the rest are written to the tree and put into the theme's
frame. So nothing new costs the reading of a manifest, and one new version costs its own pages,
its neighbours and the indexes.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from tracker.errors import InputError
from tracker.render import exports, search
from tracker.render.context import Context, Page, key_of
from tracker.render.data import SiteData
from tracker.render.derived import Cache
from tracker.render.files import below, digest, digest_of_files, write
from tracker.render.frames import Frames, source_path
from tracker.render.pages import amended, comparison, front, gaps, lists, version, works, written
from tracker.render.shell import page_source

OnProgress = Callable[[str, int, int], None]
"""Called with (stage, done, of)."""


class PageState(Struct, frozen=True):
    """A page as last built."""

    key: str
    digest: str
    """Of the page's source in `build/docs`."""


class Manifest(Struct):
    """What the last build left behind; `build/site.json`."""

    theme: str = ""
    pages: dict[str, PageState] = {}
    files: dict[str, str] = {}
    keys: dict[str, str] = {}
    """Keys of groups of files: assets, downloads, search."""
    gone: list[str] = []


class BuildReport(Struct, frozen=True):
    """What a build did."""

    public: Path
    pages: int
    """On the site."""
    written: tuple[str, ...]
    """Pages whose HTML was made anew, in order."""
    files: tuple[str, ...]
    """Other files that changed."""
    gone: tuple[str, ...]
    """Pages that stand as notices because what they showed is no longer there."""


def build(
    data: SiteData,
    out: Path,
    *,
    project: Path,
    on_progress: OnProgress | None = None,
) -> BuildReport:
    """Build the site into `out/public`, touching only what changed since the last build.

    `project` is the folder of `mkdocs.yml` and `site/`. `out` may be deleted at any time; the next
    build then makes everything. Equal `data` and code give equal bytes. Raises InputError when
    `mkdocs.yml` is missing or MkDocs refuses it.
    """
    config = project / "mkdocs.yml"
    if not config.is_file():
        raise InputError(f"{config}: not there; the site is built with its settings")
    code, theme = _codedigest(project)
    context = Context(data, code)
    cache = Cache(out / "cache")
    tell = on_progress or (lambda _stage, _done, _of: None)
    manifest = _load(out / "site.json")
    plan = _plan(context, cache, project, manifest)
    todo = [
        page
        for page in plan
        if (state := manifest.pages.get(page.path)) is None
        or state.key != page.key
        or not (out / "public" / page.path).is_file()
        or not source_path(out, page.path).is_file()
    ]
    stale_theme = manifest.theme != theme
    # A build that breaks off must not look finished: the manifest forgets before work starts.
    for page in todo:
        manifest.pages[page.path] = PageState("", "")
    if todo or stale_theme:
        manifest.theme = ""
        _save(manifest, out / "site.json")
    for done, page in enumerate(todo):
        tell("pages", done, len(todo))
        source = page_source(page.render())
        write(source_path(out, page.path), source)
        manifest.pages[page.path] = PageState(page.key, digest(source))
    staged = [page.path for page in (plan if stale_theme else todo)]
    Frames(out, config, theme).fill(staged)
    changed = _files(context, cache, project, out, manifest)
    manifest.theme = theme
    if todo or stale_theme or changed:
        _save(manifest, out / "site.json")
    return BuildReport(
        public=out / "public",
        pages=len(plan),
        written=tuple(staged),
        files=tuple(changed),
        gone=tuple(manifest.gone),
    )


def _plan(context: Context, cache: Cache, project: Path, manifest: Manifest) -> list[Page]:
    """Return every page of the site, with a notice for each that the last build had and we lack."""
    found: dict[str, Page] = {}
    for page in _all_pages(context, cache, project):
        found.setdefault(page.path, page)
    known = {*manifest.pages, *manifest.gone}
    manifest.gone = sorted(known - found.keys())
    for path in manifest.gone:
        found[path] = Page(path, context.key("gone", path), partial(written.tombstone, path))
    return list(found.values())


def _all_pages(context: Context, cache: Cache, project: Path) -> Iterator[Page]:
    yield from front.pages(context, cache)
    yield from works.pages(context, cache)
    yield from version.pages(context)
    yield from comparison.pages(context, cache)
    yield from amended.pages(context, cache)
    yield from gaps.pages(context)
    yield from lists.pages(context, cache)
    yield from written.pages(context, project / "site" / "pages")


def _files(
    context: Context, cache: Cache, project: Path, out: Path, manifest: Manifest
) -> list[str]:
    """Write assets, downloads and the search index, where their inputs changed."""
    groups: list[tuple[str, str, Callable[[], list[tuple[str, bytes]]]]] = [
        ("assets", key_of(context.code), partial(_assets, project)),
        ("data", exports.key(context), partial(exports.files, context, cache)),
        ("search", search.key(context), partial(search.files, context, cache)),
        ("given", _given_key(context), lambda: list(context.data.files)),
    ]
    changed: list[str] = []
    for group, key, make in groups:
        if manifest.keys.get(group) == key:
            continue
        before = {name for name, owner in manifest.files.items() if owner == group}
        for name, content in make():
            before.discard(name)
            manifest.files[name] = group
            write(below(out / "docs", name), content)
            if write(below(out / "public", name), content):
                changed.append(name)
        for name in before:
            del manifest.files[name]
            for root in ("docs", "public"):
                below(out / root, name).unlink(missing_ok=True)
        manifest.keys[group] = key
    return changed


def _given_key(context: Context) -> str:
    return key_of([(name, digest(content)) for name, content in context.data.files])


def _assets(project: Path) -> list[tuple[str, bytes]]:
    folder = project / "site" / "assets"
    return [
        (f"assets/{path.relative_to(folder).as_posix()}", path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]


def _codedigest(project: Path) -> tuple[str, str]:
    """Return digests of (all code that shapes a page, the theme that frames it)."""
    package = Path(__file__).resolve().parents[1]
    code = sorted(
        path for path in package.rglob("*") if path.suffix in {".py", ".html"} and path.is_file()
    )
    theme = sorted(
        path
        for folder in ("overrides", "assets")
        for path in (project / "site" / folder).rglob("*")
        if path.is_file()
    )
    from importlib.metadata import version as installed  # noqa: PLC0415 - 20 ms, once a build

    tools = f"{installed('mkdocs')} {installed('mkdocs-material')} {installed('markdown')}"
    frame = digest_of_files([project / "mkdocs.yml", *theme], tools)
    return digest_of_files([*code, *theme], frame), frame


def _load(path: Path) -> Manifest:
    """Return the last build's manifest; a missing or unreadable one means: build everything."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return Manifest()


def _save(manifest: Manifest, path: Path) -> None:
    write(path, msgspec.json.encode(manifest, order="deterministic"))
