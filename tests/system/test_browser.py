"""The demo as a person goes through it, in a real browser; every picture is kept to be looked at."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from bot.app import App
from bot.catalog.files import config_dir, find_file
from bot.cli.playground import open_own
from bot.services.pages import Kind, PageLinks
from bot.settings import load
from bot.web.sample_server import SampleServer
from bot.web.server import LocalServer
from bot.web.signed_pages import SignedPages, signed_application
from tests.unit.messages import invented
from tests.web.test_pages import SOURCES, TEAM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

LAST = "#entries > .entry:last-child"
MORE = "n => document.querySelectorAll('#entries > .entry').length > n"
SCHEMES = ("light", "dark")


def entries(page: Page) -> int:
    return page.locator("#entries > .entry").count()


def send(page: Page, text: str) -> Locator:
    """Type a command as a person does; gives the last answer."""
    before = entries(page)
    page.fill("#typed", text)
    page.keyboard.press("Enter")
    page.wait_for_function(MORE, arg=before + 1)
    return page.locator(LAST)


def press(page: Page, within: Locator, name: str) -> Locator:
    """Press a button that answers with a new message; gives that."""
    before = entries(page)
    within.get_by_role("button", name=name).first.click()
    page.wait_for_function(MORE, arg=before)
    return page.locator(LAST)


def opened(page: Page, within: Locator, name: str) -> Page:
    """The page behind a link, in its own tab."""
    with page.context.expect_page() as found:
        within.get_by_role("link", name=name).first.click()
    found.value.wait_for_load_state()
    page.bring_to_front()  # one behind another draws once a second
    return found.value


def home(page: Page) -> Locator:
    page.get_by_role("tab", name="App Home").click()
    page.wait_for_selector("#home .header")
    return page.locator("#home")


def modal(page: Page, name: str) -> Locator:
    """A form, opened from the home tab."""
    home(page).get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_selector("#modal[open]")
    return page.locator("#modal")


def faults(page: Page, part: str = "") -> list[str]:
    """What axe calls serious or critical in a page, or in a part of it."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only installed for these tests

    only = {"resultTypes": ["violations"]}  # what is in order is many times longer, and is not looked at
    found = Axe().run(page, context=part or None, options=only).response["violations"]
    return [
        f"{one['id']}: {node['html'][:150]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_a_person_goes_through_the_demo(fresh_page: Page, shots: Path) -> None:
    page = fresh_page
    digest = page.locator("#entries > .entry").first
    assert "Policy digest · All places · Tue 3 Mar" in digest.inner_text()
    assert "invented" in page.locator("#about").inner_text()
    page.screenshot(path=shots / "digest.png")

    digest.get_by_role("button", name="1 reply").click()
    assert page.locator("#replies .entry").count() == 1
    page.screenshot(path=shots / "thread.png")
    page.keyboard.press("Escape")
    assert page.locator("#thread").is_hidden()

    assert "origins" in send(page, "/policy Boston").inner_text()
    chart = press(page, page.locator(LAST), "Chart").get_by_role("img", name="Bar chart. Boston")
    page.wait_for_function(
        "image => image.complete && image.naturalWidth === 1200", arg=chart.element_handle()
    )
    page.screenshot(path=shots / "chart.png")
    asked = send(page, "/policy Springfield")
    assert "Which “Springfield” do you mean?" in asked.inner_text()
    asked.get_by_role("button", name="city in MA").click()
    page.wait_for_selector(f"{LAST} .header >> text=Springfield")
    page.screenshot(path=shots / "lookup.png")
    press(page, page.locator(LAST), "Follow")
    misspelt = send(page, "/policy Hartfrod")
    assert "Did you mean Hartford" in misspelt.inner_text()
    page.screenshot(path=shots / "misspelt.png")

    assert "Springfield" in send(page, "/policy following").inner_text()
    assert "left out" in send(page, "/policy mute Hartford 7d").inner_text()
    assert "Why · " in send(page, "/policy why 1").inner_text()
    page.screenshot(path=shots / "why.png")

    story = opened(page, digest, "Story page")
    assert story.locator("svg[role=img]").count() == 2
    for heading in ("Where each article goes back to", "Who said what", "Articles per day", "Timeline"):
        assert story.get_by_role("heading", name=heading).count() == 1
    story.screenshot(path=shots / "story.png", full_page=True)
    story.locator("main a[href^='/entity/']").first.click()
    story.wait_for_load_state()
    assert story.get_by_role("heading", name="Stories").count() == 1
    story.screenshot(path=shots / "entity.png", full_page=True)
    story.close()

    page.get_by_role("button", name="Next day").click()
    page.wait_for_selector("text=Sample day 2 of 3")
    second = page.locator("#entries > .entry.post", has_text="Wed 4 Mar").last
    assert "New since Tue" in second.inner_text()
    page.screenshot(path=shots / "day-2.png")


def test_home_opens_forms_that_work(page: Page, shots: Path) -> None:
    home(page)
    page.wait_for_selector("#home >> text=10 of 10 feeds read")
    page.screenshot(path=shots / "home.png")
    form = modal(page, "Follow a name")
    page.screenshot(path=shots / "modal.png")
    form.get_by_role("button", name="Follow").click()
    page.wait_for_selector("#modal .field-error")
    form.get_by_label("Whom or what").fill("Hartford")
    form.get_by_role("button", name="Follow").click()
    page.wait_for_selector("#modal", state="hidden")
    page.wait_for_selector("#home >> text=Hartford")


def test_places_are_found_by_typing_chosen_and_taken_out_with_the_keyboard(page: Page, shots: Path) -> None:
    form = modal(page, "Places")
    field = form.get_by_label("Cities, counties and states")
    field.focus()
    page.keyboard.type("Worces")
    form.get_by_role("button", name="Worcester").first.wait_for()
    page.screenshot(path=shots / "places.png")
    page.keyboard.press("Enter")
    chip = form.get_by_role("button", name="Remove Worcester")
    assert chip.count() == 1
    page.keyboard.type("Spring")
    form.get_by_role("button", name="Springfield").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert form.locator(".chip").count() == 2
    form.get_by_role("button", name="Save").click()
    page.wait_for_selector("#modal", state="hidden")
    form = modal(page, "Places")
    assert form.locator(".chip").count() == 2
    for _ in range(2):
        form.locator(".chip").first.press("Enter")
    assert form.locator(".chip").count() == 0
    form.get_by_role("button", name="Save").click()
    page.wait_for_selector("#modal", state="hidden")


def test_topics_are_ticked_and_people_are_found(page: Page) -> None:
    form = modal(page, "Topics")
    form.get_by_label("Immigration").check()
    form.get_by_role("button", name="Save").click()
    page.wait_for_selector("#modal", state="hidden")
    form = modal(page, "Topics")
    assert form.get_by_label("Immigration").is_checked()
    form.get_by_label("Immigration").uncheck()
    form.get_by_role("button", name="Save").click()
    page.wait_for_selector("#modal", state="hidden")
    form = modal(page, "Who may change things")
    form.get_by_label("People").fill("yo")
    form.get_by_role("button", name="You", exact=True).click()
    assert form.get_by_role("button", name="Remove You").count() == 1
    form.get_by_role("button", name="Cancel").click()


def test_the_keyboard_is_enough(page: Page) -> None:
    page.locator("#typed").focus()
    page.keyboard.type("/policy dig")
    page.wait_for_selector("#lines li:first-child >> text=/policy digest")
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


def test_a_late_list_leaves_the_choice(page: Page) -> None:
    late: list[Route] = []

    def hold_back(route: Route) -> None:
        late.append(route)

    marked = page.locator("#lines li[aria-selected=true]")
    page.locator("#typed").focus()
    page.keyboard.type("/policy di")
    page.wait_for_selector("#lines li:first-child >> text=/policy digest")
    page.route("**/api/complete*", hold_back)
    with page.expect_request(lambda asked: asked.url.endswith("dig")):
        page.keyboard.type("g")
    for _ in range(500):  # the request is out; its handler runs while the page is waited for
        if late:
            break
        page.wait_for_timeout(10)
    page.keyboard.press("ArrowDown")
    chosen = marked.text_content()
    late[-1].fulfill(json={"lines": ["/policy digest of old", chosen]})
    page.wait_for_selector("#lines li >> text=digest of old")
    assert marked.text_content() == chosen


def test_names_are_completed(page: Page) -> None:
    page.locator("#typed").focus()
    page.keyboard.type("/policy Hartf")
    page.wait_for_selector("#lines li:first-child >> text=/policy Hartford")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    before = entries(page)
    page.keyboard.press("Enter")
    page.wait_for_function(MORE, arg=before + 1)
    assert "Hartford" in page.locator(LAST).inner_text()


def test_blocks_are_shown_and_copied(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".raw-toggle").first.click()
    page.locator(".raw-copy").first.click()
    page.wait_for_selector("text=Paste it into Block Kit Builder")
    copied = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert [block["type"] for block in copied["blocks"]][:2] == ["header", "rich_text"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_serious_fault(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    answer = send(page, "/policy Hartford")
    pages = [opened(page, answer, name) for name in ("Story page", "All coverage")]
    send(page, "/policy help digest")
    page.locator(".raw-toggle").first.click()
    page.locator(".thread-open").first.click()
    assert faults(page) == []
    page.locator("#thread-close").click()
    for name in ("Schedule", "Topics", "Set up a channel"):
        modal(page, name)
        assert faults(page, "#modal") == []
        page.keyboard.press("Escape")
    assert faults(page, "#home") == []
    for found in pages:
        found.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert faults(found) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_phone_needs_no_sideways_scrolling(
    browser: Browser, address: str, shots: Path, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    answer = send(page, "/policy Hartford")
    pages = {
        name: opened(page, answer, link)
        for name, link in (("story", "Story page"), ("entity", "All coverage"))
    }
    assert (width(page), faults(page)) == (375, [])
    page.screenshot(path=shots / f"phone-{scheme}.png")
    page.locator(".thread-open").first.click()
    assert (width(page), faults(page, "#thread")) == (375, [])
    page.screenshot(path=shots / f"phone-thread-{scheme}.png")
    page.locator("#thread-close").click()
    modal(page, "Schedule")
    assert (width(page), faults(page, "#modal")) == (375, [])
    page.screenshot(path=shots / f"phone-modal-{scheme}.png")
    for name, found in pages.items():
        assert (width(found), faults(found)) == (375, [])
        found.screenshot(path=shots / f"phone-{name}-{scheme}.png", full_page=True)
    context.close()


def test_one_s_own_feeds_begin_with_a_preview(context: BrowserContext, tmp_path: Path, shots: Path) -> None:
    settings = load(None, database_url=f"sqlite:///{tmp_path}/own.sqlite3", private_feeds="127.0.0.0/8")
    with ExitStack() as stack:
        server = stack.enter_context(SampleServer(find_file(config_dir(None), "sample")))
        app = stack.enter_context(App(settings))
        app.feeds.import_list(server.opml_url)
        page = context.new_page()
        page.goto(open_own(stack, app))
        page.wait_for_selector("body[data-ready]")
        assert page.locator("#about").inner_text().startswith("Your feeds")
        assert "/policy digest preview" in page.locator("#entries").inner_text()
        page.get_by_role("button", name="Read the feeds again").click()
        page.wait_for_function("() => document.getElementById('told').textContent === ''")
        assert "Policy Digest: what you can type" in send(page, "/policy help").inner_text()
        page.screenshot(path=shots / "own-feeds.png")
        page.close()


def test_a_signed_page_stands_alone(context: BrowserContext, shots: Path) -> None:
    links = PageLinks("https://example.org", ["n" * 32], keep=timedelta(days=90), clock=lambda: invented.NOW)
    pages = SignedPages(links, SOURCES, is_open=lambda _team: True)
    with LocalServer(lambda _url: signed_application(pages)) as server:
        page = context.new_page()
        for kind, key in ((Kind.STORY, "s1"), (Kind.ENTITY, "org:a/b c")):
            address = links.address(TEAM, kind, key).removeprefix("https://example.org/")
            page.goto(f"{server.url}{address}")
            bar = page.locator("header.site")
            assert bar.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(22, 51, 47)"
            assert faults(page) == []
            page.screenshot(path=shots / f"signed-{kind}.png", full_page=True)
        page.close()


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
    # Promised are 1 s and 0.3 s on an idle machine (benchmarks/playground.py); a busy one is given more.
    assert ready_s < 3
    assert answered_s < 1.5
