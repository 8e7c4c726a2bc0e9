"""Builds the site: from `SiteData` to `build/docs` (a plain MkDocs tree) and `build/public`.

Every page has a key that stands for all its inputs. A page whose key is that of the last build
is neither rendered nor parsed for; the rest are written to the tree, and only pages whose bytes
differ go through MkDocs, in a staging tree whose output is then merged. So nothing new costs the
reading of a manifest, and one new version costs its own pages, its neighbours and the indexes.
"""

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct

from tracker.errors import InputError
from tracker.render import exports, search, shell
from tracker.render.context import Context, Page, key_of
from tracker.render.data import SiteData
from tracker.render.derived import Cache
from tracker.render.pages import amended, comparison, front, gaps, lists, version, works, written

CHUNK = 1000
"""Pages that one MkDocs process builds: bounds its memory."""
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
    workers: int = 2,
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
    manifest = _load(out / "site.json")
    plan = _plan(context, cache, project, manifest)
    todo = [
        page
        for page in plan
        if (state := manifest.pages.get(page.path)) is None
        or state.key != page.key
        or not (out / "public" / page.path).is_file()
        or not _source(out, page.path).is_file()
    ]
    stale_theme = manifest.theme != theme
    # A build that breaks off must not look finished: the manifest forgets before work starts.
    for page in todo:
        manifest.pages[page.path] = PageState("", "")
    if todo or stale_theme:
        manifest.theme = ""
        _save(manifest, out / "site.json")
    wanted = {page.path for page in todo}
    staged: list[str] = []
    with shell.Staging(out, config, workers=workers, chunk=CHUNK) as staging:
        for done, page in enumerate(plan):
            if page.path in wanted:
                tell("pages", done, len(plan))
                source = shell.page_source(page.render())
                _write(_source(out, page.path), source)
                manifest.pages[page.path] = PageState(page.key, _digest(source))
            elif not stale_theme:
                continue
            staging.add(_source(out, page.path), page.path)
            staged.append(page.path)
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
            _write(_below(out / "docs", name), content)
            if _write(_below(out / "public", name), content):
                changed.append(name)
        for name in before:
            del manifest.files[name]
            for root in ("docs", "public"):
                _below(out / root, name).unlink(missing_ok=True)
        manifest.keys[group] = key
    return changed


def _given_key(context: Context) -> str:
    return key_of([(name, _digest(content)) for name, content in context.data.files])


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
    frame = _digest_files([project / "mkdocs.yml", *theme], tools)
    return _digest_files([*code, *theme], frame), frame


def _digest_files(paths: list[Path], salt: str) -> str:
    state = blake2b(salt.encode(), digest_size=16)
    for path in paths:
        content = path.read_bytes()
        state.update(f"\0{path.name}\0{len(content)}\0".encode() + content)
    return state.hexdigest()


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=12).hexdigest()


def _below(root: Path, name: str) -> Path:
    """Return a path below `root`. Raises InputError when a name would lead out of it."""
    path = root / name
    if ".." in Path(name).parts or Path(name).is_absolute():
        raise InputError(f"{name}: a page's path may not leave the site")
    return path


def _source(out: Path, path: str) -> Path:
    return _below(out / "docs", path).with_suffix(".md")


def _write(path: Path, content: bytes) -> bool:
    """Write a file if its content differs; return whether it did."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(path.name + ".new")
    scratch.write_bytes(content)
    scratch.replace(path)
    return True


def _load(path: Path) -> Manifest:
    """Return the last build's manifest; a missing or unreadable one means: build everything."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return Manifest()


def _save(manifest: Manifest, path: Path) -> None:
    _write(path, msgspec.json.encode(manifest, order="deterministic"))
