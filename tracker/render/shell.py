"""Pages as MkDocs reads them, and MkDocs itself, run in a process of its own.

A process apart keeps MkDocs' logging, warnings and memory out of ours. The tree is plain: no
plugins, the law as raw HTML blocks, so Zensical reads the same one.
"""

import json
import subprocess
import sys
from pathlib import Path

from tracker.errors import InputError
from tracker.render.context import Content
from tracker.render.html import one_line

_OPEN, _CLOSE = b"---\n", b"\n---\n\n"


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
    }
    body = "\n".join(line.strip() for line in content.html.splitlines() if line.strip())
    return source_of(meta, body)


def source_of(meta: dict[str, str], body: str) -> bytes:
    """Return front matter and body as one file."""
    front = json.dumps(meta, ensure_ascii=False, sort_keys=True)
    return b"%b%b%b%b\n" % (_OPEN, front.encode(), _CLOSE, body.encode())


def read_source(source: bytes) -> tuple[dict[str, str], str]:
    """Return (front matter, body) of a page made by `page_source`."""
    front, _, body = source.removeprefix(_OPEN).partition(_CLOSE)
    return json.loads(front), body.decode().rstrip("\n")


def mkdocs(config: Path, docs: Path, site: Path) -> None:
    """Build `docs` into `site` with the settings of `config` (`mkdocs.yml`).

    Raises InputError with MkDocs' last line when it fails.
    """
    done = subprocess.run(  # noqa: S603 - our own interpreter, fixed arguments
        [sys.executable, "-m", "tracker.render.shell", str(config), str(docs), str(site)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
        raise InputError(f"{config.name}: MkDocs could not build the site: {lines[-1]}")


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

    build(load_config(config_file=config, docs_dir=docs, site_dir=site))


if __name__ == "__main__":
    main(*sys.argv[1:4])
