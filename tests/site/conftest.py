"""A built site and a real browser; without Chromium the tests skip and say so, in CI they fail."""

import functools
import importlib.util
import os
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tracker.render.site import build

HERE = Path(__file__).resolve().parent
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))


def load_makers():
    """Return tests/render/makers.py as a module; test folders are not packages."""
    spec = importlib.util.spec_from_file_location(
        "site_makers", HERE.parent / "render" / "makers.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def makers():
    """Builders of the invented site."""
    return load_makers()


@pytest.fixture(scope="session")
def project():
    """Return the checkout."""
    return HERE.parents[1]


@pytest.fixture(scope="session")
def public(tmp_path_factory, makers, project):
    """Build the invented site once, under a sub-path."""
    out = tmp_path_factory.mktemp("served") / "sub" / "path"
    return build(makers.site_data(), out, project=project).public


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture(scope="session")
def served(public):
    """Return the address of the site under a sub-path of a local server."""
    root = public.parents[2]
    handler = functools.partial(_Quiet, directory=str(root))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/{public.relative_to(root).as_posix()}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    """Chromium of the system; none is ever downloaded."""
    if not CHROMIUM.exists():
        reason = f"BROWSER TESTS DID NOT RUN: no Chromium at {CHROMIUM} (apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


class Tab:
    """A page that remembers what it asked for and what it complained about."""

    def __init__(self, page, root):
        """Listen from the start."""
        self.page = page
        self.root = root
        self.requests = []
        self.problems = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on(
            "console",
            lambda said: self.problems.append(said.text) if said.type == "error" else None,
        )
        page.on("dialog", lambda dialog: self.problems.append(f"dialog: {dialog.message}"))

    def open(self, path):
        """Go to a page of the site and wait until scripts have run."""
        self.page.goto(f"{self.root}/{path}")
        self.page.wait_for_load_state()
        return self.page

    @property
    def foreign(self):
        """Requests that left the site."""
        own = (self.root, "data:")
        return [url for url in self.requests if not url.startswith(own)]


@pytest.fixture
def tab(browser, served):
    """Return a maker of tabs; options go to the browser context."""
    contexts = []

    def make(root=served, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        contexts.append(context)
        return Tab(context.new_page(), root)

    yield make
    for context in contexts:
        context.close()
