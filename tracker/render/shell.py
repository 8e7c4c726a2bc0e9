"""Runs MkDocs over a tree of pages, in a process of its own.

A process apart keeps MkDocs' logging, warnings and memory out of ours, and two can run at once.
The tree is plain: no plugins, the law as raw HTML blocks, so Zensical reads the same one.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Self

from tracker.errors import InputError
from tracker.render.context import Content
from tracker.render.html import one_line

OPENING = '<div class="trk'
"""How the body of every page starts."""


def page_source(content: Content) -> bytes:
    """Return a page as MkDocs reads it: JSON front matter (YAML is a superset), one HTML block.

    The block starts with a `div` at the margin and ends with its end tag: Markdown passes raw
    HTML blocks through untouched, and `md_in_html` is never switched on.
    """
    meta = {
        "title": one_line(content.title),
        "description": one_line(content.description)[:300],
        "section": content.section,
        "lang": content.lang,
        "alternate": content.alternate,
        "wide": content.wide,
    }
    front = json.dumps(meta, ensure_ascii=False, sort_keys=True)
    body = "\n".join(line.strip() for line in content.html.splitlines() if line.strip())
    return f"---\n{front}\n---\n\n{body}\n".encode()


def start(config: Path, docs: Path, site: Path) -> subprocess.Popen[bytes]:
    """Start building `docs` into `site` with the settings of `config` (`mkdocs.yml`)."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter, fixed arguments
        [sys.executable, "-m", "tracker.render.shell", str(config), str(docs), str(site)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen[bytes]) -> None:
    """Wait for a build. Raises InputError with MkDocs' last line when it failed."""
    _, errors = process.communicate()
    if process.returncode:
        lines = errors.decode(errors="replace").strip().splitlines() or ["no message"]
        raise InputError(f"mkdocs.yml: MkDocs could not build the site: {lines[-1]}")


class Staging:
    """Sends pages through MkDocs in chunks while later ones are still being rendered.

    A context manager: leaving it waits for the last chunk, or ends all when an error leaves it.
    """

    def __init__(self, out: Path, config: Path, *, workers: int, chunk: int) -> None:
        self.out = out
        self.config = config
        self.workers = workers
        self.chunk = chunk
        self.folder = out / "staging"
        self.waiting: list[tuple[Path, str]] = []
        self.running: list[tuple[subprocess.Popen[bytes], Path]] = []
        self.started = 0

    def __enter__(self) -> Self:
        shutil.rmtree(self.folder, ignore_errors=True)
        return self

    def __exit__(self, kind: object, *_rest: object) -> None:
        try:
            if kind is None:
                self._start()
                while self.running:
                    self._merge(*self.running.pop(0))
        finally:
            for process, _ in self.running:
                process.kill()
                process.wait()
            shutil.rmtree(self.folder, ignore_errors=True)

    def add(self, source: Path, path: str) -> None:
        """Take a page: its Markdown file and its place on the site."""
        self.waiting.append((source, path))
        if len(self.waiting) >= self.chunk:
            self._start()

    def _start(self) -> None:
        if not self.waiting:
            return
        if len(self.running) >= self.workers:
            self._merge(*self.running.pop(0))
        docs, site = (self.folder / str(self.started) / name for name in ("docs", "site"))
        for source, path in self.waiting:
            _link(source, (docs / path).with_suffix(".md"))
        self.running.append((start(self.config, docs, site), site))
        self.started += 1
        self.waiting = []

    def _merge(self, process: subprocess.Popen[bytes], site: Path) -> None:
        """Wait for a MkDocs process and move its output in place."""
        finish(process)
        for source in sorted(p for p in site.rglob("*") if p.is_file()):
            name = source.relative_to(site)
            if name.name.startswith("sitemap.xml"):
                continue  # it would name the pages of this chunk alone
            target = self.out / "public" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)


def _link(source: Path, target: Path) -> None:
    """Make `target` the same file as `source`, by hard link where the file system can."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def main(config: str, docs: str, site: str) -> None:
    """Build one tree; the body of the child process."""
    import logging  # noqa: PLC0415 - child process only
    import os  # noqa: PLC0415
    import warnings  # noqa: PLC0415

    warnings.simplefilter("ignore")  # MkDocs' dependencies, not ours
    os.environ["NO_MKDOCS_2_WARNING"] = "1"  # Material's notice about MkDocs 2
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # no build date in the output
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    from mkdocs.commands.build import build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415

    _take_html_as_it_is()
    build(load_config(config_file=config, docs_dir=docs, site_dir=site))


def _take_html_as_it_is() -> None:
    """Let MkDocs skip Markdown for our pages: it would parse each twice to change nothing.

    Four fifths of the time of a build go there. That stock MkDocs gives the same bytes is checked
    over the whole site by tests/render/test_site.py.
    """
    from mkdocs.config.defaults import MkDocsConfig  # noqa: PLC0415 - child process only
    from mkdocs.structure.files import Files  # noqa: PLC0415
    from mkdocs.structure.pages import Page  # noqa: PLC0415
    from mkdocs.structure.toc import get_toc  # noqa: PLC0415

    stock = Page.render

    def render(page: Page, config: MkDocsConfig, files: Files) -> None:
        text = (page.markdown or "").strip()
        if not (text.startswith(OPENING) and text.endswith("</div>")):
            stock(page, config, files)
            return
        page.content = text
        page.toc = get_toc([])
        page.present_anchor_ids = set()

    Page.render = render  # type: ignore[method-assign,assignment] # the optimisation itself


if __name__ == "__main__":
    main(*sys.argv[1:4])
