"""Builds the site: from `SiteData` to `build/docs` (a plain MkDocs tree) and `build/public`.

Every page has a key that stands for all its inputs. A page whose key is that of the last build
is neither rendered nor parsed for; the rest are written to the tree and put into the theme's
frame. So nothing new costs the reading of a manifest, and one new version costs its own pages,
its neighbours and the indexes.
"""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from tracker.errors import InputError
from tracker.render import exports, search
from tracker.render.context import Context, Page, key_of
from tracker.render.data import SiteData
from tracker.render.derived import Cache
from tracker.render.files import below, digest, digest_of_files, write
from tracker.render.frames import Frames, source_path
from tracker.render.pages import (
    actors,
    amended,
    comparison,
    definitions,
    dropped,
    front,
    gaps,
    law,
    lists,
    reuse,
    version,
    works,
    written,
)
from tracker.render.shell import page_source

OnProgress = Callable[[str, int, int], None]
"""Called with (stage, done, of)."""


class PageState(Struct, frozen=True):
    """A page as last built."""

    key: str = ""
    further: tuple[str, ...] = ()
    """Pages that go on from it."""
    cites: dict[str, str] = {}
    """Works into whose newest text it links, and what that text was."""


class Manifest(Struct):
    """What the last build left behind; `build/site.json`."""

    theme: str = ""
    pages: dict[str, PageState] = {}
    files: dict[str, str] = {}
    keys: dict[str, str] = {}
    """Keys of groups of files: assets, downloads, search."""
    sample: bool = False
    """Whether it was the fictional sample that was shown."""
    gone: list[str] = []

    @property
    def known(self) -> set[str]:
        """Paths of all pages that ever stood on the site."""
        further = {path for state in self.pages.values() for path in state.further}
        return self.pages.keys() | further | set(self.gone)


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
    code, theme = _code_digest(project)
    context = Context(data, code)
    cache = Cache(out / "cache")
    tell = on_progress or (lambda _stage, _done, _of: None)
    manifest = _of_one_kind(_load(out / "site.json"), data, out)
    plan = _plan(context, cache, project)
    known = manifest.known
    todo = [page for page in plan.values() if _is_stale(page, manifest, out, context)]
    stale_theme = manifest.theme != theme
    # A build that breaks off must not look finished: the manifest forgets before work starts.
    for page in todo:
        before = manifest.pages.get(page.path, PageState())
        manifest.pages[page.path] = structs.replace(before, key="")
    if todo or stale_theme:
        manifest.theme = ""
        _save(manifest, out / "site.json")
    staged: list[str] = []
    for done, page in enumerate(sorted(todo, key=_texts_first)):
        tell("pages", done, len(todo))
        staged += _make(page, manifest, out, context)
    live = _live(plan, manifest)
    manifest.gone = sorted(known - live)
    for path in manifest.gone:
        page = Page(path, context.key("gone", path), partial(written.tombstone, path))
        if _is_stale(page, manifest, out, context):
            staged += _make(page, manifest, out, context)
    pages = sorted(live | set(manifest.gone))
    Frames(out, config, theme).fill(pages if stale_theme else staged)
    changed = _files(context, cache, project, out, manifest)
    manifest.theme = theme
    if staged or todo or stale_theme or changed:
        _save(manifest, out / "site.json")
    return BuildReport(
        public=out / "public",
        pages=len(pages),
        written=tuple(pages if stale_theme else staged),
        files=tuple(changed),
        gone=tuple(manifest.gone),
    )


def _of_one_kind(manifest: Manifest, data: SiteData, out: Path) -> Manifest:
    """Return the last build's manifest, or an empty one when that build was fiction and we are not.

    No notice must stand on a site of law for a page of the sample, nor the other way round.
    """
    if not manifest.pages or manifest.sample == data.sample:
        manifest.sample = data.sample
        return manifest
    for folder in ("docs", "public"):
        shutil.rmtree(out / folder, ignore_errors=True)
    return Manifest(sample=data.sample)


def _is_stale(page: Page, manifest: Manifest, out: Path, context: Context) -> bool:
    """Return whether a page, or one that goes on from it, must be made anew."""
    state = manifest.pages.get(page.path)
    if state is None or state.key != page.key:
        return True
    if any(context.newest_key(work) != key for work, key in state.cites.items()):
        return True
    return not all(
        file.is_file()
        for path in (page.path, *state.further)
        for file in (below(out / "public", path), source_path(out, path))
    )


def _make(page: Page, manifest: Manifest, out: Path, context: Context) -> list[str]:
    """Render a page and those that go on from it; return the paths of those to be framed anew."""
    content = page.render()
    made = {page.path: content, **content.further}
    cites = {work: context.newest_key(work) for work in content.cites}
    manifest.pages[page.path] = PageState(page.key, tuple(content.further), cites)
    return [
        path
        for path, part in made.items()
        if write(source_path(out, path), page_source(part))
        or not below(out / "public", path).is_file()
    ]


def _live(plan: dict[str, Page], manifest: Manifest) -> set[str]:
    """Return the paths of all pages that show something, parts of long ones included."""
    further = {path for page in plan for path in manifest.pages[page].further}
    return plan.keys() | further


def _texts_first(page: Page) -> tuple[bool, str, bool]:
    """Return a key by which a work's texts and comparisons stand together, and before all lists.

    What lists need of a text is kept when its page is made, so no text is read twice.
    """
    folder, _, name = page.path.rpartition("/")
    return not page.path.startswith("us/"), folder, name == "index.html"


def _plan(context: Context, cache: Cache, project: Path) -> dict[str, Page]:
    """Return every page of the site by its path; the first to claim a path has it."""
    found: dict[str, Page] = {}
    for page in _all_pages(context, cache, project):
        found.setdefault(page.path, page)
    return found


def _all_pages(context: Context, cache: Cache, project: Path) -> Iterator[Page]:
    yield from front.pages(context, cache)
    yield from works.pages(context, cache)
    yield from version.pages(context, cache)
    yield from comparison.pages(context, cache)
    yield from amended.pages(context, cache)
    yield from law.pages(context, cache)
    yield from gaps.pages(context)
    yield from actors.pages(context)
    yield from lists.pages(context, cache)
    yield from definitions.pages(context, cache)
    yield from dropped.pages(context, cache)
    yield from reuse.pages(context, cache)
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


def _code_digest(project: Path) -> tuple[str, str]:
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
