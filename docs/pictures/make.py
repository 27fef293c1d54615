"""Makes the pictures of this folder from the demo: run it after `tests/system/install.sh`.

    .venv/bin/python docs/pictures/make.py

The pictures show the invented sample articles of the last sample day. Nothing is asked of the network.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bot.catalog.files import config_dir, find_file
from bot.cli.playground import DAYS, open_samples
from bot.settings import load
from bot.web.sample_server import SampleServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
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
LAST = "#entries > .entry:last-child"


def main() -> None:
    """Write every picture."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="policybot-pictures-"))
        settings = load(None, database_url=f"sqlite:///{folder}/play.sqlite3", private_feeds="127.0.0.0/8")
        server = stack.enter_context(SampleServer(find_file(config_dir(None), "sample")))
        address = open_samples(stack, settings, server)
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        wide(browser, address)
        phone(browser, address)
        browser.close()


def wide(browser: Browser, address: str) -> None:
    """The channel on a desk, and the pages behind it."""
    page = ready(browser, address, width=1100, height=780)
    for day in range(2, DAYS + 1):
        page.locator("#next").click()
        page.wait_for_selector(f"text=Sample day {day} of {DAYS}")
    shoot(page, "digest")
    digest = page.locator("#entries > .entry.post").last
    story = digest.get_by_role("link", name="Story page").first.get_attribute("href") or address
    page.locator(".thread-open").last.click()
    shoot(page, "thread")
    page.locator("#thread-close").click()
    for name, typed in (
        ("choice", "/policy Springfield"),
        ("lookup", "/policy Boston"),
        ("why", "/policy why 1"),
    ):
        send(page, typed)
        shoot(page, name)
    page.get_by_role("tab", name="App Home").click()
    page.wait_for_selector("#home .header")
    shoot(page, "home")
    page.goto(story)
    page.wait_for_load_state()
    page.screenshot(path=HERE / "story.png", full_page=True)


def phone(browser: Browser, address: str) -> None:
    """The channel on a phone, in the dark."""
    shoot(ready(browser, address, width=375, height=740, dark=True), "phone")


def ready(browser: Browser, address: str, *, width: int, height: int, dark: bool = False) -> Page:
    """The playground, ready."""
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
    )
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    return page


def send(page: Page, text: str) -> None:
    """Type a command, and wait for its answer."""
    before = page.locator("#entries > .entry").count()
    page.fill("#typed", text)
    page.keyboard.press("Enter")
    page.wait_for_function("n => document.querySelectorAll('#entries > .entry').length > n + 1", arg=before)
    page.locator(LAST).evaluate("node => node.scrollIntoView({block: 'start'})")


def shoot(page: Page, name: str) -> None:
    """Keep what is in sight."""
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    main()
