"""`policybot demo` where nobody sits at a terminal: it prints and ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

OPML = """<?xml version="1.0"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline type="rss" text="Gone" xmlUrl="http://127.0.0.1:9/feed.xml"/>
</body></opml>
"""


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "demo", *arguments]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "POLICYBOT_PRIVATE_FEEDS": "127.0.0.0/8"},
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [[], ["--once"]])
def test_it_prints_the_digest_and_ends(tmp_path: Path, arguments: list[str]) -> None:
    done = run(*arguments, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Policy digest · All places" in done.stdout
    assert "policybot feeds import FILE.opml" in done.stdout
    assert "playground" not in done.stdout


def test_own_feeds_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    feeds = tmp_path / "mine.opml"
    feeds.write_text(OPML, encoding="utf-8")
    done = run("--feeds", str(feeds), folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 feeds from" in done.stdout or "1 feed from" in done.stdout
    assert "0 new articles from 1 feed" in done.stdout
