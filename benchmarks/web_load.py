"""The load of `benchmarks/web.py`: a process that is Slack, sending signed commands and taking the answers.

    python benchmarks/web_load.py PORT SLACK_PORT RATE SECONDS TEXT[|TEXT…]

Commands leave at their instants whatever came back before them. One loop of sockets, so that the load takes
little of the two cores that it shares with the server; prints one line of JSON.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import sys
import time
from itertools import count
from urllib.parse import urlencode

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
WORKSPACES = 4
PEOPLE = 400  # as many as ask within a minute in a large workspace; each once a few seconds
LATE_S = 10.0  # how long to wait for the last answers
IDLE_S = 3.0  # the server keeps a line for five
_PATIENCE_S = 20.0

HEAD = (
    "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "X-Slack-Signature: {signature}\r\nX-Slack-Request-Timestamp: {stamp}\r\nContent-Length: {length}\r\n\r\n"
)


class Load:
    """Sends, and takes what comes back.

    Args:
        port: Of the server.
        slack_port: Where the answers are taken.
        texts: What is typed, in turn.
    """

    def __init__(self, port: int, slack_port: int, texts: list[str]) -> None:
        self.port = port
        self.slack_port = slack_port
        self.texts = texts
        self.run = f"{time.time_ns():x}"
        self.numbers = count()
        self.idle: list[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.began: dict[str, float] = {}
        self.acks: list[float] = []
        self.answers: dict[str, float] = {}
        self.late: list[float] = []
        self.wrong: list[str] = []
        self.sizes: list[int] = []

    def request(self, number: int) -> bytes:
        """A signed command that nobody sent before."""
        fields = {
            "command": "/policy",
            "text": self.texts[number % len(self.texts)],
            "user_id": f"U{number % PEOPLE}",
            "channel_id": f"C{number % 50}",
            "team_id": f"T{number % WORKSPACES}",
            "trigger_id": f"{self.run}.{number}",
            "response_url": f"http://127.0.0.1:{self.slack_port}/response/{self.run}.{number}",
        }
        body, stamp = urlencode(fields), str(int(time.time()))
        mac = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        return (HEAD.format(signature=f"v0={mac}", stamp=stamp, length=len(body)) + body).encode()

    async def send(self, due: float) -> None:
        """One command, and its acknowledgement."""
        number = next(self.numbers)
        data = self.request(number)
        began = time.perf_counter()
        self.began[f"{self.run}.{number}"] = began
        self.late.append(began - due)
        try:
            status = await asyncio.wait_for(self.exchange(data), _PATIENCE_S)
        except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError) as error:
            self.wrong.append(type(error).__name__)
            return
        self.acks.append(time.perf_counter() - began)
        if status != "200":
            self.wrong.append(status)

    async def exchange(self, data: bytes) -> str:
        """Send over a line that is free, or over a new one; gives the status, or ends in `OSError`."""
        reader, writer = await self.line()
        writer.write(data)
        head = await reader.readuntil(b"\r\n\r\n")
        fields = head.decode().split("\r\n")
        named = {k.lower(): v.strip() for k, _, v in (field.partition(":") for field in fields[1:])}
        await reader.readexactly(int(named.get("content-length") or 0))
        if named.get("connection") == "close":
            writer.close()
        else:
            self.idle.append((time.perf_counter(), reader, writer))
        return fields[0].split(maxsplit=2)[1]

    async def line(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A line that is free, or a new one; the server closes those that lie idle for some seconds."""
        while self.idle:
            since, reader, writer = self.idle.pop()
            if time.perf_counter() - since < IDLE_S and not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One call of the server to Slack: an answer to a command, or a question about somebody."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            arrived = time.perf_counter()
            length = next(
                (int(x.split(":")[1]) for x in head.split("\r\n") if x.lower().startswith("content-length:")),
                0,
            )
            await reader.readexactly(length)
        except (OSError, asyncio.IncompleteReadError):
            return
        path = head.split(maxsplit=2)[1]
        if path.startswith("/response/"):
            self.answers.setdefault(path.removeprefix("/response/"), arrived)
            self.sizes.append(length)
        body = (
            b'{"ok": true, "user": {"tz": "America/New_York"}, "channel": {"name": "c", "is_member": true}}'
        )
        head_back = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head_back}Connection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    async def drive(self, rate: float, seconds: float) -> None:
        """Send at a rate for some time, then wait for what is under way."""
        server = await asyncio.start_server(self.take, "127.0.0.1", self.slack_port, backlog=512)
        start = time.perf_counter()
        under_way = set()
        for number in range(round(rate * seconds)):
            due = start + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            under_way.add(asyncio.create_task(self.send(due)))
        await asyncio.gather(*under_way)
        until = time.perf_counter() + LATE_S
        while len(self.answers) < len(self.began) and time.perf_counter() < until:  # noqa: ASYNC110 - as good
            await asyncio.sleep(0.05)
        server.close()

    def report(self) -> dict[str, object]:
        """The figures, in milliseconds."""
        took = [self.answers[key] - began for key, began in self.began.items() if key in self.answers]
        return {
            "sent": len(self.began),
            "errors": len(self.wrong) + len(self.began) - len(took),
            "kinds": sorted(set(self.wrong)),
            "unanswered": len(self.began) - len(took),
            "ack": spread(self.acks),
            "answer": spread(took),
            "late": spread(self.late),
            "bytes": sorted(self.sizes)[len(self.sizes) // 2] if self.sizes else 0,
        }


def spread(seconds: list[float]) -> dict[str, float]:
    """Median, 99th percentile and largest, in milliseconds."""
    values = sorted(seconds) or [0.0]
    at = {
        "p50": len(values) // 2,
        "p99": min(len(values) - 1, len(values) * 99 // 100),
        "max": len(values) - 1,
    }
    return {name: round(values[index] * 1000, 1) for name, index in at.items()}


def main() -> None:
    """Drive, and print one line."""
    port, slack_port, rate, seconds, texts = sys.argv[1:]
    load = Load(int(port), int(slack_port), texts.split("|"))
    asyncio.run(load.drive(float(rate), float(seconds)))
    print(json.dumps(load.report()))


if __name__ == "__main__":
    main()
