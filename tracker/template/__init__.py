"""What a new instance begins with: registers to fill in, the site's frame, the nightly workflow.

Files of instances alone lie in `files/`. What they share with this project (theme, general pages,
workflow, pinned requirements) is packed there when a wheel is built and stands at the root of a
checkout otherwise, so that nothing is kept twice.
"""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path, PurePosixPath

from tracker.errors import InputError

FILES = Path(str(files(__name__))) / "files"
SHARED = (
    ".github/workflows/track.yml",
    "mkdocs.yml",
    "requirements-notify.txt",
    "site/assets",
    "site/overrides",
    "site/pages/data.md",
    "site/pages/method.md",
    "site/pages/alerts.md",
    "site/pages/nightly.md",
    "site/pages/reference.md",
    "site/pages/search.md",
)
"""Files and folders of this project that an instance takes over; pyproject.toml packs them."""
_FOREIGN_SECTIONS = ("source-article", "tutorial")
"""Pages of this project's own site, which a new instance has no text for."""


def make(folder: Path, title: str, subject: str = "") -> list[str]:
    """Write a new instance into a folder and return the names of its files, sorted.

    `title` names the site; `subject` follows the words “US law on”. Raises InputError when the
    folder holds anything already or cannot be written; nothing is written over.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InputError(f"{folder} is not empty; name a new folder")
        names = []
        for name, content in sorted(contents(title, subject)):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            names.append(name)
    except OSError as error:
        raise InputError(f"{folder}: {error.strerror}") from error
    return names


def contents(title: str, subject: str) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of every file of a new instance."""
    for path in sorted(FILES.rglob("*")):
        name = path.relative_to(FILES).as_posix()
        if path.is_file() and not name.startswith(SHARED):
            yield (".gitignore" if name == "gitignore" else name), _filled(path, title, subject)
    for shared in map(PurePosixPath, SHARED):
        root = _given(shared)
        for path in [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.is_file()):
            yield (shared / path.relative_to(root)).as_posix(), _filled(path, title, subject)


def _given(name: PurePosixPath) -> Path:
    """Return a file or folder shared with this project: in the package, else in the checkout.

    Raises InputError when it is in neither: the program was not installed whole.
    """
    for place in (FILES / name, FILES.parents[2] / name):
        if place.exists():
            return place
    raise InputError(f"{name} did not come with the program; install it from its wheel")


def _filled(path: Path, title: str, subject: str) -> bytes:
    """Return a file's bytes with the instance's own names in it."""
    content = path.read_bytes()
    match path.name:
        case "README.md":
            return content.replace(b"# TITLE", f"# {title}".encode(), 1)
        case "subject.toml":
            return content.replace(b'"SUBJECT"', json.dumps(subject, ensure_ascii=False).encode())
        case "mkdocs.yml":
            return _frame(content.decode(), title).encode()
    return content


def _frame(text: str, title: str) -> str:
    """Return mkdocs.yml under another name and without sections that belong to this project."""
    quoted = json.dumps(title, ensure_ascii=False)
    text = re.sub(r"^site_name: .*$", lambda _: f"site_name: {quoted}", text, flags=re.MULTILINE)
    own = "|".join(_FOREIGN_SECTIONS)
    return re.sub(rf"^ *- {{ *id: (?:{own}),.*\n", "", text, flags=re.MULTILINE)
