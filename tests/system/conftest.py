"""A browser as the system tests use it: Debian's Chromium, every request and every error noted.

These tests run only where they are named (`make test-system`): `make test` needs no browser.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from bot.catalog.files import config_dir, find_file
from bot.cli.playground import open_samples
from bot.settings import load
from bot.web.sample_server import SampleServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SHOTS = Path(__file__).parent / "shots"

# As root and without a display; nothing that asks the network by itself.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    named = any("system" in Path(argument).parts for argument in config.invocation_params.args)
    return None if named or collection_path.name == "conftest.py" else True


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only installed for these tests

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where pictures are kept until the next run, to be looked at afterwards."""
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir()
    print(f"\npictures: {SHOTS}")  # noqa: T201 - so that somebody finds them
    return SHOTS


@contextmanager
def playground(folder: Path) -> Iterator[str]:
    """A playground on the first sample day; gives its address."""
    settings = load(None, database_url=f"sqlite:///{folder}/play.sqlite3", private_feeds="127.0.0.0/8")
    with ExitStack() as stack:
        server = stack.enter_context(SampleServer(find_file(config_dir(None), "sample")))
        yield open_samples(stack, settings, server)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One playground for all tests that do not mind what others typed in it; it stays on its first day."""
    with playground(tmp_path_factory.mktemp("playground")) as url:
        yield url


@pytest.fixture
def fresh_address(tmp_path: Path) -> Iterator[str]:
    """A playground of its own."""
    with playground(tmp_path) as url:
        yield url


class Watch:
    """Notes what a page asks for and what goes wrong in it."""

    def __init__(self, context: BrowserContext) -> None:
        self.errors: list[str] = []
        self.foreign: list[str] = []
        context.on("request", self._asked)
        context.on("console", lambda message: self._said(message.type, message.text))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def _asked(self, request: object) -> None:
        url = getattr(request, "url", "")
        if urlsplit(url).hostname not in {"127.0.0.1", None}:
            self.foreign.append(url)

    def _said(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.errors.append(text)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile; at the end nothing must have gone wrong in it or left the computer."""
    made = browser.new_context(viewport={"width": 1280, "height": 860}, timezone_id="America/New_York")
    watch = Watch(made)
    yield made
    made.close()
    assert watch.errors == []
    assert watch.foreign == []


def ready(context: BrowserContext, address: str) -> Page:
    """The playground, ready."""
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    opened.goto(address)
    opened.wait_for_selector("body[data-ready]")
    return opened


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    """The shared playground."""
    return ready(context, address)


@pytest.fixture
def fresh_page(context: BrowserContext, fresh_address: str) -> Page:
    """A playground that nobody typed in."""
    return ready(context, fresh_address)
