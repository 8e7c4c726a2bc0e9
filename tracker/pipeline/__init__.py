"""The one place where the stages meet: fetch, store, parse, compare, assess, render, alert."""

from tracker.pipeline import alerting
from tracker.pipeline.fetching import Source, Taken, fetch, open_source, open_store
from tracker.pipeline.library import Library
from tracker.pipeline.publishing import Published, publish
from tracker.pipeline.running import TOLD, Result, run

__all__ = [
    "TOLD",
    "Library",
    "Published",
    "Result",
    "Source",
    "Taken",
    "alerting",
    "fetch",
    "open_source",
    "open_store",
    "publish",
    "run",
]
