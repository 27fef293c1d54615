"""How long a person waits in the playground, in Debian's Chromium; and from a fresh clone to the page.

    python benchmarks/playground.py [--rounds 20] [--fresh | --fresh-only]

Times a page until it is ready and commands until their answer stands in it, on the first sample day and
after the third with the channel full. ``--fresh`` also clones this repository, downloads its packages, and
times what comes then: installing them with pip and ``make demo`` until its page is ready. Exits with 1
where a promise is missed: page ready < 1 s, command answered < 300 ms (medians), fresh clone to page < 60 s,
downloads aside. Needs what `tests/system/install.sh` installs, and measures nothing without it.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import os
import platform
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.catalog.files import config_dir, find_file  # noqa: E402
from bot.cli.playground import DAYS, open_samples  # noqa: E402
from bot.settings import load  # noqa: E402
from bot.web.sample_server import SampleServer  # noqa: E402

try:
    from playwright.sync_api import Browser, Page, sync_playwright
except ImportError:
    print("Left out: there is no browser. tests/system/install.sh installs one.")
    sys.exit(0)

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
COMMANDS = (
    "/policy Boston",
    "/policy Marisol Reyes",
    "/policy Springfield",
    "/policy Hartfrod",
    "/policy why 1",
    "/policy today",
    "/policy digest preview",
    "/policy following",
    "/policy help",
)
READY_S, ANSWERED_S, FRESH_S = 1.0, 0.3, 60.0
MORE = "n => document.querySelectorAll('#entries > .entry').length > n"


def ready(browser: Browser, address: str) -> float:
    """Seconds from asking for the page in a fresh profile until it can be used."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    took = time.perf_counter() - began
    context.close()
    return took


def answered(page: Page, command: str) -> float:
    """Seconds from Enter until the answer stands in the channel."""
    before = page.locator("#entries > .entry").count()
    page.fill("#typed", command)
    began = time.perf_counter()
    page.keyboard.press("Enter")
    page.wait_for_function(MORE, arg=before + 1)
    return time.perf_counter() - began


def told(what: str, seconds: list[float]) -> float:
    """Print the spread of some times; gives their median."""
    times = sorted(seconds)
    middle, high = statistics.median(times), times[min(len(times) - 1, round(len(times) * 0.95))]
    print(f"{what:<46} p50 {middle * 1000:6.0f} ms   p95 {high * 1000:6.0f} ms   n {len(times)}")
    return middle


def in_the_browser(rounds: int) -> bool:
    """Page and commands, on the first day and the last; whether the promises held."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="policybot-bench-"))
        settings = load(None, database_url=f"sqlite:///{folder}/play.sqlite3", private_feeds="127.0.0.0/8")
        server = stack.enter_context(SampleServer(find_file(config_dir(None), "sample")))
        address = open_samples(stack, settings, server)
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("body[data-ready]")
        answered(page, COMMANDS[0])  # makes the index of names, once in a quarter of an hour
        good = measured("day 1", browser, page, address, rounds)
        steps = [stepped(page, day) for day in range(2, DAYS + 1)]
        good &= measured(f"day {DAYS}, channel full", browser, page, address, rounds)
        told("a day read, grouped and posted", steps)
        browser.close()
    return good


def measured(when: str, browser: Browser, page: Page, address: str, rounds: int) -> bool:
    """Both figures at one moment."""
    commands = [answered(page, command) for _ in range(max(1, rounds // 4)) for command in COMMANDS]
    pages = [ready(browser, address) for _ in range(rounds)]
    fast = told(f"page ready, {when}", pages) < READY_S
    return (told(f"command answered, {when}", commands) < ANSWERED_S) and fast


def stepped(page: Page, day: int) -> float:
    """Seconds that a step of the clock takes."""
    began = time.perf_counter()
    page.locator("#next").click()
    page.wait_for_selector(f"text=Sample day {day} of {DAYS}", timeout=120_000)
    return time.perf_counter() - began


def from_a_clone() -> bool:
    """Clone, install, demo, page; whether it took less than a minute, downloads left out."""
    with tempfile.TemporaryDirectory(prefix="policybot-clone-") as folder:
        clone, wheels = Path(folder) / "clone", Path(folder) / "wheels"
        times = {"git clone": timed(["git", "clone", "--quiet", str(ROOT), str(clone)], clone.parent)}
        download(clone, wheels)
        here = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}
        times["make setup"] = timed(["make", "setup"], clone, here)
        began = time.perf_counter()
        with demo(clone) as address:
            times["make demo, to the address"] = time.perf_counter() - began
            with sync_browser() as browser:
                times["page ready"] = ready(browser, address)
    for what, seconds in times.items():
        print(f"{what:<46} {seconds:6.2f} s")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{'fresh clone to page':<46} {sum(times.values()):6.2f} s")
    print(f"{'of all children since the start, on the CPU':<46} {used.ru_utime + used.ru_stime:6.2f} s")
    return sum(times.values()) < FRESH_S


def download(clone: Path, wheels: Path) -> None:
    """Fetch every package that `make setup` installs with pip, and what builds ours."""
    pip = [
        sys.executable if has_pip() else "python3",
        "-m",
        "pip",
        "download",
        "--quiet",
        "--dest",
        str(wheels),
    ]
    build = tomllib.loads((clone / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    timed([*pip, "--no-deps", "--require-hashes", "--requirement", "requirements.lock"], clone)
    timed([*pip, *build, "editables"], clone)


def has_pip() -> bool:
    """Whether this environment, which uv may have made, has pip in it."""
    return importlib.util.find_spec("pip") is not None


def timed(command: list[str], folder: Path, more: dict[str, str] | None = None) -> float:
    """Seconds of a command.

    Raises:
        SystemExit: It failed; with its last words.
    """
    began = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=os.environ | (more or {}), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return time.perf_counter() - began


@contextlib.contextmanager
def demo(clone: Path) -> Iterator[str]:
    """``make demo`` on a terminal of its own; gives the address that it prints."""
    outer, inner = os.openpty()
    started = subprocess.Popen(
        ["make", "demo"], cwd=clone, stdin=inner, stdout=inner, stderr=inner, start_new_session=True
    )
    os.close(inner)
    printed = ""
    while not (found := re.search(r"The playground is at (\S+)", printed)):
        printed += os.read(outer, 65536).decode("utf-8", "replace")
    try:
        yield found[1]
    finally:
        os.killpg(started.pid, signal.SIGINT)
        started.wait(timeout=30)
        os.close(outer)


@contextlib.contextmanager
def sync_browser() -> Iterator[Browser]:
    """A browser for as long as the block runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=20, help="pages; a quarter as many rounds of commands")
    parser.add_argument(
        "--fresh-only", action="store_true", help="from a fresh clone to the page, and no more"
    )
    parser.add_argument("--fresh", action="store_true", help="also from a fresh clone to the page")
    given = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    good = given.fresh_only or in_the_browser(given.rounds)
    if given.fresh or given.fresh_only:
        good &= from_a_clone()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
