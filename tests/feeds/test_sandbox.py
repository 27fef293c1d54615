"""The worker process: what it reads, what it survives, and that nothing of it stays behind."""

from __future__ import annotations

import os
import pathlib
import time

import pytest

from bot.errors import ParseError
from bot.feeds.parse import Parser
from bot.feeds.sandbox import Sandbox

BROKEN = "<rss><channel><item><title>A <b>B</title></item></channel></rss>"
SLOW = "<rss><channel>" + "<item><title>A<b></title></item>" * 60_000


@pytest.fixture
def sandbox():
    worker = Sandbox(memory_bytes=400_000_000, cpu_s=1, wall_s=4)
    yield worker
    worker.close()


def test_it_reads_one_document_after_the_other_in_one_process(sandbox):
    first = sandbox.parse(BROKEN.encode(), url="https://x.example/")
    pid = sandbox._worker.pid
    assert first.entries[0].title.startswith("A")
    with pytest.raises(ParseError) as caught:
        sandbox.parse(b"<html></html>", url="")
    assert caught.value.status == "not_a_feed"
    sandbox.parse(BROKEN.encode(), url="")
    assert sandbox._worker.pid == pid


def test_a_document_that_takes_too_long_ends_the_worker_and_the_next_has_another(sandbox):
    sandbox.parse(BROKEN.encode(), url="")
    pid = sandbox._worker.pid
    begun = time.monotonic()
    with pytest.raises(ParseError, match="memory or time") as caught:
        sandbox.parse(SLOW.encode(), url="")
    assert caught.value.status == "malformed"
    assert time.monotonic() - begun < 6
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert sandbox.parse(BROKEN.encode(), url="").entries


def test_a_document_that_takes_too_much_memory_is_refused():
    sandbox = Sandbox(memory_bytes=60_000_000, cpu_s=20, wall_s=30)
    body = b"<rss><channel>" + b"<item><title>&x;</title><link>y</link></item>" * 60_000
    try:
        with pytest.raises(ParseError, match="memory or time"):
            sandbox.parse(body, url="")
    finally:
        sandbox.close()


def test_the_worker_sees_no_secrets(sandbox, monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    sandbox.parse(BROKEN.encode(), url="")
    environment = pathlib.Path(f"/proc/{sandbox._worker.pid}/environ").read_bytes()
    assert b"xoxb" not in environment


def test_closing_the_parser_ends_the_worker():
    with Parser() as parser:
        parser.parse(BROKEN.encode(), content_type="", url="")
        pid = parser._sandbox._worker.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
