"""From the store and the registers to the site."""

from datetime import date
from pathlib import Path

from msgspec import Struct

from tracker.pipeline.library import Library
from tracker.pipeline.sitedata import site_data
from tracker.places import Instance
from tracker.render import site


class Published(Struct, frozen=True):
    """What a build of the site did."""

    index: Path
    """The front page."""
    pages: int
    rendered: int
    """Pages made anew."""

    @property
    def sentence(self) -> str:
        """Return what was done, for a person."""
        if not self.rendered:
            return f"site: nothing to render, {self.pages} pages stand"
        return f"site: {self.rendered} of {self.pages} pages rendered"


def publish(instance: Instance, library: Library, *, on: date) -> Published:
    """Bring the site up to date with the store; `on` is the day for force and clock."""
    report = site.build(site_data(instance, library, on), instance.build, project=instance.root)
    return Published(report.public / "index.html", report.pages, len(report.written))
