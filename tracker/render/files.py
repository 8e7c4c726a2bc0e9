"""Files below a root: written only when they differ, never half, never outside."""

from hashlib import blake2b
from pathlib import Path

from tracker.errors import InputError


def below(root: Path, name: str) -> Path:
    """Return a path below `root`. Raises InputError when a name would lead out of it."""
    if ".." in name.split("/") or name.startswith("/"):
        raise InputError(f"{name}: a page's path may not leave the site")
    return root / name


def write(path: Path, content: bytes) -> bool:
    """Write a file if its content differs; return whether it did."""
    try:
        if path.read_bytes() == content:
            return False
    except OSError:
        path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(path.name + ".new")
    scratch.write_bytes(content)
    scratch.replace(path)
    return True


def digest(content: bytes) -> str:
    """Return a short name for bytes."""
    return blake2b(content, digest_size=12).hexdigest()


def digest_of_files(paths: list[Path], salt: str) -> str:
    """Return a digest over the names and bytes of files, in the order given."""
    state = blake2b(salt.encode(), digest_size=16)
    for path in paths:
        content = path.read_bytes()
        state.update(f"\0{path.name}\0{len(content)}\0".encode() + content)
    return state.hexdigest()
