"""Slack's side of Socket Mode on loopback: says hello, brings envelopes, asks to refresh, drops the line.

As Slack does, it brings an envelope again over the next connection until somebody acknowledged it.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from contextlib import suppress
from typing import Any

from aiohttp import WSMsgType, web


class SocketServer:
    """The server; a context manager. Its methods are called from the test's thread."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, Any] = {}
        self.acknowledged_at: dict[str, float] = {}  # time.perf_counter of each acknowledgement
        self.connections = 0
        self._open: list[web.WebSocketResponse] = []
        self._waiting: dict[str, dict[str, Any]] = {}
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()

    def __enter__(self) -> SocketServer:
        threading.Thread(target=self._serve, daemon=True).start()
        assert self._ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._call(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self._port}/link/?ticket=1"

    def bring(self, payload: dict[str, Any], *, kind: str = "slash_commands") -> str:
        """Send an envelope; gives its id."""
        envelope_id = f"envelope-{len(self._waiting) + len(self.acknowledged) + 1}"
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload}
        self._waiting[envelope_id] = {**envelope, "accepts_response_payload": True}
        self._call(self._send(envelope_id))
        return envelope_id

    def refresh(self) -> None:
        """Ask the client to connect anew, as Slack does every few hours."""
        self._call(self._say({"type": "disconnect", "reason": "refresh_requested"}))

    def drop(self) -> None:
        """End the line without a word."""

        async def abort() -> None:
            for one in self._open:
                assert one._req is not None
                one._req.transport.abort()

        self._call(abort())

    def wait(self, condition: Any, within_s: float = 15) -> None:
        until = time.monotonic() + within_s
        while not condition():
            assert time.monotonic() < until, "it did not happen in time"
            time.sleep(0.01)

    def _call(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(5)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._start())
        self._ready.set()
        self._loop.run_forever()
        self._loop.close()

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_get("/link/", self._talk)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        self.connections += 1
        await line.send_json({"type": "hello", "num_connections": self.connections})
        self._open.append(line)
        for envelope_id in list(self._waiting):
            await self._send(envelope_id, again=True)
        async for message in line:
            if message.type is WSMsgType.TEXT:
                answer = json.loads(message.data)
                self.acknowledged_at.setdefault(answer["envelope_id"], time.perf_counter())
                self.acknowledged[answer["envelope_id"]] = answer.get("payload")
                self._waiting.pop(answer["envelope_id"], None)
        self._open.remove(line)
        return line

    async def _send(self, envelope_id: str, *, again: bool = False) -> None:
        extra = {"retry_attempt": 1, "retry_reason": "timeout"} if again else {}
        await self._say({**self._waiting[envelope_id], **extra})

    async def _say(self, value: dict[str, Any]) -> None:
        with suppress(IndexError, ConnectionError):  # nobody there: it stays to be brought
            await self._open[-1].send_json(value)
