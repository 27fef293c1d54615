"""A worker process that parses what may be hostile, with limits on its memory and time.

`bot.feeds.parse` keeps one; ``python -c`` runs `main` in it. The two talk in length-prefixed messages, JSON
towards us, so that nothing the worker says is executed; entries come a few at a time. The worker gets no
secrets and opens nothing.
"""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any

from bot.errors import ParseError
from bot.feeds import documents
from bot.feeds.charset import to_utf8
from bot.feeds.parsed import ParsedFeed, entry_from_plain, entry_to_plain, from_plain, to_plain
from bot.model.feed import Entry, FeedStatus

_TOO_MUCH = "Reading the feed takes more memory or time than a feed may"
# On hostile input feedparser lets through whatever its own code runs into.
_FEEDPARSER_RAISES = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError
)  # fmt: skip
_LENGTH_BYTES = 8
_PIECE_BYTES = 1 << 20
_AT_ONCE = 200  # entries in one message


class Sandbox:
    """One worker process, started when first needed and again after it had to be ended.

    Args:
        memory_bytes: Most address space of the worker, which begins with 34 MB.
        cpu_s: Most processor seconds for one document.
        wall_s: Most seconds of waiting for one document.
    """

    def __init__(self, *, memory_bytes: int = 130_000_000, cpu_s: int = 8, wall_s: float = 16.0) -> None:
        self._limits = (memory_bytes, cpu_s)
        self._wall_s = wall_s
        self._worker: subprocess.Popen[bytes] | None = None

    def parse(self, body: bytes, *, content_type: str = "", url: str) -> ParsedFeed:
        """Read a document in the worker.

        Args:
            body: As fetched, inflated.
            content_type: As the server gave it; empty when it gave none.
            url: Where it came from.

        Returns:
            What the worker read.

        Raises:
            ParseError: It is no feed, or reading it took more than the limits (``malformed``).
        """
        try:
            worker = self._running()
            assert worker.stdin is not None
            for message in (url.encode("utf-8", "replace"), content_type.encode("utf-8", "replace"), body):
                _send(worker.stdin, message)
            return self._heard(worker)
        except (OSError, EOFError, TimeoutError) as error:
            self.close()
            raise ParseError(_TOO_MUCH, status=FeedStatus.MALFORMED) from error

    def _heard(self, worker: subprocess.Popen[bytes]) -> ParsedFeed:
        """What the worker answers.

        Raises:
            ParseError: As it says.
        """
        until = time.monotonic() + self._wall_s
        answer = json.loads(_receive(worker, until))
        if "error" in answer:
            raise ParseError(answer["error"], status=answer["status"])
        entries: list[Entry] = []
        while some := json.loads(_receive(worker, until)):
            entries += (entry_from_plain(plain) for plain in some)
        return replace(from_plain(answer["feed"]), entries=tuple(entries))

    def close(self) -> None:
        """End the worker, if one runs."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            worker.communicate()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._worker is None:
            self._worker = subprocess.Popen(  # noqa: S603 # our own interpreter and our own words
                [sys.executable, "-P", "-c", _MAIN, *(str(limit) for limit in self._limits)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
            )
        return self._worker


_MAIN = "from bot.feeds.sandbox import main; main()"


def _receive(worker: subprocess.Popen[bytes], until: float) -> bytes:
    """The worker's next message."""
    assert worker.stdout is not None
    size = int.from_bytes(_take(worker.stdout.fileno(), _LENGTH_BYTES, until), "big")
    return _take(worker.stdout.fileno(), size, until)


def _take(descriptor: int, size: int, until: float) -> bytes:
    """Exactly `size` bytes.

    Raises:
        EOFError: The worker ended.
        TimeoutError: It takes too long.
    """
    taken = bytearray()
    while len(taken) < size:
        left = until - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            raise TimeoutError
        piece = os.read(descriptor, min(size - len(taken), _PIECE_BYTES))
        if not piece:
            raise EOFError
        taken += piece
    return bytes(taken)


def _send(stream: IO[bytes], message: bytes) -> None:
    stream.write(len(message).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(message)
    stream.flush()


def _hear(stream: IO[bytes]) -> bytes | None:
    """The next message, None when the other side has gone."""
    head = stream.read(_LENGTH_BYTES)
    if len(head) < _LENGTH_BYTES:
        return None
    return stream.read(int.from_bytes(head, "big"))


def main() -> None:
    """The worker: read documents from standard input until it is closed."""
    memory_bytes, cpu_s = (int(word) for word in sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while (url := _hear(sys.stdin.buffer)) is not None:
        content_type, body = _hear(sys.stdin.buffer) or b"", _hear(sys.stdin.buffer) or b""
        used = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(
            resource.RLIMIT_CPU,
            (int(used.ru_utime + used.ru_stime) + cpu_s + 1, resource.RLIM_INFINITY),
        )
        for message in answer(body, content_type=content_type.decode(), url=url.decode()):
            _send(sys.stdout.buffer, json.dumps(message).encode())


def answer(body: bytes, *, content_type: str = "", url: str) -> Iterator[Any]:
    """What the worker says about one document.

    Args:
        body: As fetched, inflated.
        content_type: As the server gave it.
        url: Where it came from.

    Yields:
        ``{"error", "status"}``, or ``{"feed"}`` without entries, then lists of entries, the last one empty.

    >>> next(answer(b"<html>", url=""))["status"]
    'not_a_feed'
    """
    try:
        feed = documents.read(to_utf8(body, content_type), url=url)
    except ParseError as error:
        yield {"error": error.message, "status": str(error.status)}
    except MemoryError:
        yield {"error": _TOO_MUCH, "status": str(FeedStatus.MALFORMED)}
    except _FEEDPARSER_RAISES as error:
        yield {
            "error": f"The feed cannot be read ({type(error).__name__})",
            "status": str(FeedStatus.MALFORMED),
        }
    else:
        yield {"feed": to_plain(replace(feed, entries=()))}
        for start in range(0, len(feed.entries), _AT_ONCE):
            yield [entry_to_plain(entry) for entry in feed.entries[start : start + _AT_ONCE]]
        yield []
