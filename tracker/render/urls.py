"""Where a thing lives on the site. Addresses depend on identifiers alone, so they survive rebuilds.

A work is a folder, a version a page in it, a provision an anchor named by its portion:
`/us/bill/119/hr/2683/s2/1@eh` -> `us/bill/119/hr/2683/eh.html#s2/1`.
"""

import posixpath
from functools import lru_cache
from urllib.parse import quote

from tracker import identifiers

_SAFE = "/()[]~!$&'*+,;=:@"


def work_page(work: str) -> str:
    """Return the page of a work: `us/bill/119/hr/2683/index.html`."""
    return f"{work.strip('/')}/index.html"


def version_page(work: str, version: str) -> str:
    """Return the page of a version: `us/bill/119/hr/2683/eh.html`."""
    return f"{work.strip('/')}/{version or 'text'}.html"


def amended_page(work: str, version: str) -> str:
    """Return the page of the law as a version would have it: `…/2683/eh-as-law.html`."""
    return f"{work.strip('/')}/{version or 'text'}-as-law.html"


def comparison_page(old: tuple[str, str], new: tuple[str, str]) -> str:
    """Return the page of a pair of (work, version)."""
    (old_work, old_version), (new_work, new_version) = old, new
    if old_work == new_work:
        return f"{new_work.strip('/')}/from-{old_version}-to-{new_version}.html"
    pair = (
        f"{identifiers.short(old_work)}-{old_version}--{identifiers.short(new_work)}-{new_version}"
    )
    return f"compare/{pair}.html"


def part_page(page: str, part: int) -> str:
    """Return a further page of a comparison too large for one, or a link to it."""
    return page if part == 1 else f"{page.removesuffix('.html')}-part-{part}.html"


def change(page: str, part: int, number: int) -> str:
    """Return the address of a change of a comparison; one without a number has no place."""
    return f"{part_page(page, part)}#c{number}" if number else ""


def gap_page(gap_id: str, slug: str, lang: str = "en") -> str:
    """Return the page of a gap; Korean pages live under `ko/`."""
    page = f"gaps/{gap_id.lower()}-{slug}.html"
    return f"ko/{page}" if lang == "ko" else page


def anchor(path: str, work: str) -> str:
    """Return the anchor of a provision in its version's page: its portion."""
    portion = path.removeprefix(work).lstrip("/")
    return portion or "text"


def relative(target: str, page: str) -> str:
    """Return a percent-encoded relative link from one page of the site to another.

    `target` may carry a fragment after `#`; both are paths below the site's root.
    """
    path, hash_, fragment = target.partition("#")
    link = "" if path == page else _between(path, posixpath.dirname(page) or ".")
    if hash_:
        return f"{link}#{_quoted(fragment)}"
    return link or posixpath.basename(page)


@lru_cache(maxsize=4096)
def _between(path: str, start: str) -> str:
    return _quoted(posixpath.relpath(path, start))


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    return quote(text, safe=_SAFE)
