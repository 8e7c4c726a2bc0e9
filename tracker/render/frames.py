"""Puts pages into the theme's frame: header, tabs, menu and footer as MkDocs makes them.

Pages of one kind at one depth differ in title, description and body alone. So MkDocs builds one
page of each such class, with marks where those three go, and its output is the frame of the
others. Four fifths of the time of a build went into making the same header ten thousand times.
tests/render/test_site.py checks that `mkdocs build` over the whole tree gives the same bytes.
"""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from markupsafe import escape

from tracker.errors import InputError
from tracker.render.context import key_of
from tracker.render.files import below, write
from tracker.render.shell import mkdocs, read_source, source_of

_MARKED = ("title", "description")
_MARK_RE = re.compile("@@tracker-(title|description)@@")
_PROBE = '<div class="trk">@@tracker-body@@</div>'


class Frames:
    """The frames of one theme, kept in `out/frames` until the theme changes."""

    def __init__(self, out: Path, config: Path, theme: str) -> None:
        self.out = out
        self.config = config
        self.folder = out / "frames" / theme
        self.known: dict[str, str] = {}

    def fill(self, paths: Iterable[str]) -> None:
        """Make the page `public/<path>` from its source `docs/<path>.md`, for each path.

        Raises InputError when MkDocs refuses the settings or the theme loses a mark.
        """
        found: dict[str, list[str]] = {}
        for path in paths:
            meta, _ = read_source(source_path(self.out, path).read_bytes())
            found.setdefault(_class_of(path, meta), []).append(path)
        if not found:
            return
        missing = {
            name: pages[0]
            for name, pages in found.items()
            if not (self.folder / f"{name}.html").is_file()
        }
        if missing:
            self._make(missing)
        self._static()
        for name, pages in found.items():
            frame = (self.folder / f"{name}.html").read_text(encoding="utf-8")
            for path in pages:
                self._page(frame, path)

    def _page(self, frame: str, path: str) -> None:
        meta, body = read_source(source_path(self.out, path).read_bytes())
        head, tail = frame.split(_PROBE)
        head = _MARK_RE.sub(lambda mark: escape(meta[mark[1]]), head)
        write(below(self.out / "public", path), f"{head}{body}{tail}".encode())

    def _make(self, missing: dict[str, str]) -> None:
        """Run MkDocs over one page of each class; keep its pages and its other files."""
        for other in self.folder.parent.glob("*"):
            if other != self.folder:
                shutil.rmtree(other)
        work = self.folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        for path in missing.values():
            meta, _ = read_source(source_path(self.out, path).read_bytes())
            marked = {n: f"@@tracker-{n}@@" if n in _MARKED and v else v for n, v in meta.items()}
            write(below(work / "docs", path).with_suffix(".md"), source_of(marked, _PROBE))
        mkdocs(self.config, work / "docs", work / "site")
        for name, path in missing.items():
            made = work / "site" / path
            frame = made.read_text(encoding="utf-8")
            if frame.count(_PROBE) != 1:
                raise InputError(f"{self.config.name}: its theme does not print a page's content")
            write(self.folder / f"{name}.html", frame.encode())
            made.unlink()
        static = self.folder / "static"
        shutil.rmtree(static, ignore_errors=True)
        (work / "site").rename(static)
        for sitemap in static.glob("sitemap.xml*"):
            sitemap.unlink()  # it would name the pages of this run alone
        shutil.rmtree(work)

    def _static(self) -> None:
        """Put the theme's own files, such as styles and the 404 page, where the site is."""
        static = self.folder / "static"
        for source in sorted(path for path in static.rglob("*") if path.is_file()):
            write(self.out / "public" / source.relative_to(static), source.read_bytes())


def source_path(out: Path, path: str) -> Path:
    """Return where the source of a page is in the tree that MkDocs reads."""
    return below(out / "docs", path).with_suffix(".md")


def _class_of(path: str, meta: dict[str, str]) -> str:
    """Return the class of a page: pages of one class have the same frame.

    The frame links to the fronts of sections, so these are classes of their own, and to nothing
    deeper; below, links differ by the first folder and the depth.
    """
    depth = path.count("/")
    own = path if depth == 0 or (depth == 1 and path.endswith("/index.html")) else ""
    first = path.partition("/")[0] if depth else ""
    rest = {name: value if name not in _MARKED else bool(value) for name, value in meta.items()}
    return key_of(own, first, depth, rest)
