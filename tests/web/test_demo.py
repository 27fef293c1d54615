"""`policybot demo` where nobody sits at a terminal: it prints and ends."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

from bot.cli.playground import own_zone

OPML = """<?xml version="1.0"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline type="rss" text="Gone" xmlUrl="http://127.0.0.1:9/feed.xml"/>
</body></opml>
"""


def environment(folder: Path) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "HOME": str(folder), "POLICYBOT_PRIVATE_FEEDS": "127.0.0.0/8"}


def on_a_terminal(command: list[str], folder: Path) -> tuple[int, str]:
    """Run a command whose input and output are a terminal; gives its status and what it printed."""
    outer, inner = os.openpty()
    started = subprocess.Popen(command, stdin=inner, stdout=inner, stderr=inner, env=environment(folder))
    os.close(inner)
    printed = b""
    with contextlib.suppress(OSError):  # a terminal nobody writes to any more is an error on Linux
        while got := os.read(outer, 65536):
            printed += got
    os.close(outer)
    return started.wait(timeout=120), printed.decode()


def test_on_a_terminal_once_prints_the_digest_and_ends(tmp_path: Path) -> None:
    status, printed = on_a_terminal([sys.executable, "-m", "bot", "demo", "--once"], tmp_path)
    assert status == 0, printed
    assert "Policy digest · All places" in printed
    assert "policybot feeds import FILE.opml" in printed
    assert "playground" not in printed


def test_own_feeds_that_cannot_be_read_are_told_and_without_a_terminal_it_ends(tmp_path: Path) -> None:
    feeds = tmp_path / "mine.opml"
    feeds.write_text(OPML, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--feeds", str(feeds)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
        env=environment(tmp_path),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "1 feed from" in done.stdout
    assert "0 new articles from 1 feed" in done.stdout
    assert "playground" not in done.stdout


def test_days_are_those_of_this_computer(tmp_path: Path) -> None:
    (tmp_path / "zoneinfo" / "America").mkdir(parents=True)
    (tmp_path / "zoneinfo" / "America" / "Chicago").touch()
    (tmp_path / "localtime").symlink_to(tmp_path / "zoneinfo" / "America" / "Chicago")
    assert own_zone(tmp_path / "localtime") == "America/Chicago"
    assert own_zone(tmp_path / "none") == "UTC"
