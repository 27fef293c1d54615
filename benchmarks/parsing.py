"""How fast feeds are parsed, beside feedparser by default and with both of its switches off.

    python benchmarks/parsing.py [FOLDER]      (files *.xml; default: the project's own in tests/data/feeds)

Prints MB/s of CPU time for the whole folder (best of several passes), and each file that the fast parser
leaves to feedparser. Feeds must be well-formed to compare; the claim is made for a folder of real ones.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from pathlib import Path

import feedparser

from bot.feeds import strict
from bot.feeds.charset import to_utf8

OWN = Path(__file__).resolve().parents[1] / "tests" / "data" / "feeds"
URL = "https://feed.example/"
HEADERS = {"content-type": "application/xml", "content-location": URL}
GOAL = 20.0


def best_s(work: Callable[[], object], passes: int) -> float:
    """The least CPU seconds that one pass took."""
    least = float("inf")
    for _ in range(passes):
        began = time.process_time()
        work()
        least = min(least, time.process_time() - began)
    return least


def fast(bodies: list[bytes]) -> int:
    """Read all bodies the fast way; counts those it leaves."""
    return sum(strict.parse(to_utf8(body, "application/xml"), url=URL) is None for body in bodies)


def slow(bodies: list[bytes], **switches: bool) -> None:
    """Read all bodies with feedparser."""
    for body in bodies:
        feedparser.parse(io.BytesIO(body), response_headers=dict(HEADERS), **switches)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=OWN)
    files = sorted(parser.parse_args().folder.glob("*.xml"))
    bodies = [path.read_bytes() for path in files]
    left = [path.name for path, body in zip(files, bodies, strict=True) if fast([body])]
    read = [body for path, body in zip(files, bodies, strict=True) if path.name not in left]
    megabytes = sum(map(len, read)) / 1e6
    ours_s = best_s(lambda: fast(read), 10)
    default_s = best_s(lambda: slow(read), 3)
    off_s = best_s(lambda: slow(read, sanitize_html=False, resolve_relative_uris=False), 3)
    print(f"{len(read)} of {len(files)} feeds, {megabytes:.2f} MB")
    print(f"left to feedparser: {', '.join(left) or 'none'}")
    for name, seconds in (("ours", ours_s), ("switches off", off_s), ("default", default_s)):
        print(f"{name:14} {megabytes / seconds:7.1f} MB/s  {seconds / ours_s:5.1f} times our time")
    print(f"goal: {GOAL:.0f} times faster than the default")


if __name__ == "__main__":
    main()
