"""The demo as a person goes through it, in a real browser; every picture is kept to be looked at."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

LAST = "#entries > .entry:last-child"


def send(page: Page, text: str) -> Locator:
    """Type a command as a person does; gives the last answer."""
    before = page.locator("#entries > .entry").count()
    page.fill("#typed", text)
    page.keyboard.press("Enter")
    page.wait_for_function("n => document.querySelectorAll('#entries > .entry').length > n + 1", arg=before)
    return page.locator(LAST)


def faults(page: Page) -> list[str]:
    """What axe calls serious or critical."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only installed for these tests

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:150]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def test_a_person_goes_through_the_demo(page: Page, shots: Path) -> None:
    digest = page.locator("#entries > .entry").first
    assert "Policy digest · All places · Tue 3 Mar" in digest.inner_text()
    page.screenshot(path=shots / "digest.png")

    digest.get_by_role("button", name="1 reply").click()
    assert page.locator("#replies .entry").count() == 1
    page.screenshot(path=shots / "thread.png")
    page.keyboard.press("Escape")
    assert page.locator("#thread").is_hidden()

    asked = send(page, "/policy Springfield")
    assert "Which “Springfield” do you mean?" in asked.inner_text()
    asked.get_by_role("button", name="city in MA").click()
    page.wait_for_selector(f"{LAST} .header >> text=Springfield")
    page.screenshot(path=shots / "lookup.png")
    before = page.locator("#entries > .entry").count()
    page.locator(LAST).get_by_role("button", name="Follow").click()
    page.wait_for_function("n => document.querySelectorAll('#entries > .entry').length > n", arg=before)

    assert "Did you mean Springfield" in send(page, "/policy Sprngfield").inner_text()
    assert "Boston" in send(page, "/policy Boston").inner_text()

    assert "Springfield" in send(page, "/policy following").inner_text()
    assert "left out" in send(page, "/policy mute Hartford 7d").inner_text()

    why = send(page, "/policy why 1")
    assert "Why · " in why.inner_text()
    page.screenshot(path=shots / "why.png")

    digest.get_by_role("link", name="Story page").first.click()
    page.wait_for_load_state()
    assert page.locator("svg[role=img]").count() == 2
    page.screenshot(path=shots / "story.png", full_page=True)
    page.go_back()
    page.wait_for_selector("body[data-ready]")

    page.get_by_role("button", name="Next day").click()
    page.wait_for_selector("text=Sample day 2 of 3")
    second = page.locator("#entries > .entry.post", has_text="Wed 4 Mar").last
    assert "New since Tue" in second.inner_text()
    page.screenshot(path=shots / "day-2.png")


def test_home_opens_forms_that_work(page: Page, shots: Path) -> None:
    page.get_by_role("tab", name="App Home").click()
    page.wait_for_selector("#home >> text=10 of 10 feeds read")
    page.screenshot(path=shots / "home.png")
    page.locator("#home").get_by_role("button", name="Follow a name").click()
    modal = page.locator("#modal")
    page.screenshot(path=shots / "modal.png")
    modal.get_by_role("button", name="Follow").click()
    page.wait_for_selector("#modal .field-error")
    modal.get_by_label("Whom or what").fill("Hartford")
    modal.get_by_role("button", name="Follow").click()
    page.wait_for_selector("#modal", state="hidden")
    page.wait_for_selector("#home >> text=Hartford")


def test_the_keyboard_is_enough(page: Page) -> None:
    page.locator("#typed").focus()
    page.keyboard.type("/policy dig")
    page.wait_for_selector("#lines li")
    assert page.locator("#typed").get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.locator("#lines li[aria-selected=true]").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_selector("#lines li >> text=/policy digest status")
    page.keyboard.press("Escape")
    assert page.locator("#lines").is_hidden()
    page.fill("#typed", "/policy digest status")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{LAST} >> text=#policy-news")
    menu = page.locator("details.overflow summary").first
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{LAST} >> text=Timeline · ")
    page.locator("#tab-channel").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("#tab-home").get_attribute("aria-selected") == "true"


def test_blocks_are_shown_and_copied(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".raw-toggle").first.click()
    page.locator(".raw-copy").first.click()
    page.wait_for_selector("text=Paste it into Block Kit Builder")
    copied = page.evaluate("navigator.clipboard.readText().then(text => JSON.parse(text))")
    assert [block["type"] for block in copied["blocks"]][:2] == ["header", "rich_text"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    send(page, "/policy Hartford")
    send(page, "/policy help digest")
    page.locator(".raw-toggle").first.click()
    assert faults(page) == []
    page.locator(".thread-open").first.click()
    assert faults(page) == []
    page.get_by_role("tab", name="App Home").click()
    page.wait_for_selector("#home .header")
    assert faults(page) == []
    for kind in ("story", "entity"):
        page.goto(page.url.split("#")[0])
        page.wait_for_selector("body[data-ready]")
        page.locator(f"a.page-link[href^='/{kind}/']").last.click()
        page.wait_for_selector("body.reading")
        page.wait_for_load_state()
        assert faults(page) == []
        page.go_back()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scrolling(
    browser: Browser, address: str, shots: Path, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    send(page, "/policy Hartford")
    for name in ("phone", "phone-thread"):
        assert page.evaluate("document.documentElement.scrollWidth") == 375
        page.screenshot(path=shots / f"{name}-{scheme}.png")
        if name == "phone":
            page.locator(".thread-open").first.click()
    page.locator("#thread-close").click()
    page.locator("a.page-link[href^='/story/']").first.click()
    page.wait_for_selector("body.reading")
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    page.screenshot(path=shots / f"phone-story-{scheme}.png", full_page=True)
    context.close()


def test_page_and_answers_are_quick(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    began = monotonic()
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    ready_s = monotonic() - began
    send(page, "/policy Boston")  # builds the index of names
    began = monotonic()
    send(page, "/policy Hartford")
    answered_s = monotonic() - began
    print(f"\nready after {ready_s:.2f} s, answered after {answered_s:.3f} s")  # noqa: T201
    # Promised are 1 s and 0.3 s on an idle machine; the floors leave room for a busy one.
    assert ready_s < 3
    assert answered_s < 1.5
