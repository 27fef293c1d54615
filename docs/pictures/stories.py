"""Makes the pictures of twelve stories from the golden files that signed requests made of them.

    .venv/bin/python docs/pictures/stories.py

One sheet a story, every step on it, in a few colours to stay small. Nothing is asked of the network.
"""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from bot.web.preview_page import Sheet, preview_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
GOLDEN = HERE.parents[1] / "tests" / "golden" / "stories"
STEPS = {
    "digest": "In the digest",
    "lookup": "Looked up",
    "share": "Shared to the channel",
    "why": "Why",
    "timeline": "Timeline",
    "follow": "Followed from its menu",
    "mute": "Muted from its menu",
    "split": "Split, and taken back",
    "merge": "Merged, and taken back",
    "forget": "A page forgotten, and the card edited",
}
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
COLOURS = 24  # of a page of black, grey and two link colours; a third of the size of all of them


def main() -> None:
    """Write the sheet of every story."""
    (HERE / "stories").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 720, "height": 900})
        for folder in sorted(GOLDEN.iterdir()):
            shoot(page, folder)
        browser.close()


def shoot(page: Page, folder: Path) -> None:
    """The sheet of one story."""
    sheets: list[Sheet] = [
        (title, [json.loads((folder / f"{step}.json").read_text(encoding="utf-8"))])
        for step, title in STEPS.items()
    ]
    page.set_content(preview_page(sheets))
    page.add_style_tag(content="h1, details.raw-blocks {display: none}")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=COLOURS).save(
        HERE / "stories" / f"{folder.name}.png", optimize=True
    )


if __name__ == "__main__":
    main()
