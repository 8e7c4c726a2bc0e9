"""The one place where the stages meet: fetch, store, parse, compare, assess, render, alert.

A name is loaded when it is first asked for, so that a command pays only for the stages it needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker.pipeline.fetching import Source, Taken, fetch, open_source, open_store
    from tracker.pipeline.library import Library
    from tracker.pipeline.publishing import Published, publish
    from tracker.pipeline.running import Result, run

__all__ = [
    "Library",
    "Published",
    "Result",
    "Source",
    "Taken",
    "fetch",
    "open_source",
    "open_store",
    "publish",
    "run",
]

_HOMES = {
    "Source": "fetching",
    "Taken": "fetching",
    "fetch": "fetching",
    "open_source": "fetching",
    "open_store": "fetching",
    "Library": "library",
    "Published": "publishing",
    "publish": "publishing",
    "Result": "running",
    "run": "running",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    """Return a public name from the module that defines it, or a public module (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(f"{__name__}.{_HOMES.get(name, name)}")
    return getattr(home, name) if name in _HOMES else home
