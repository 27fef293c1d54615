"""The playground: a page that looks and behaves like the Slack channel.

Called by `bot.web.site` for every request of the page's script. What people type, press and send goes to
`bot.services.desk`, what it answers is shown; nothing is decided here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.commands.complete import complete
from bot.commands.grammar import KINDS, SLASH
from bot.errors import UserError
from bot.messages.blocks import Message
from bot.messages.html import blocks_html
from bot.messages.notices import plain_message
from bot.messages.page_links import Addresses, with_page_links
from bot.messages.wording import clock as clock_words
from bot.services.desk.desk import Desk
from bot.services.desk.records import Asker, File, FormErrors, Reply, View
from bot.web.channel import Channel, Entry, Kind
from bot.web.stage import Stage
from bot.web.wire import Request, Response, json_response

_MOST_TYPED = 500  # a name takes 200 characters; Slack itself stops at 4,000

FILE = "/api/file"

Answer = Callable[[Request], Mapping[str, Any]]


class Playground:
    """One person in one channel.

    Args:
        desk: Carries out what is asked.
        channel: What was posted and told.
        asker: The person.
        name: Of the channel, as shown.
        stage: What the clock steps through.
        names: Known names, best first, for completion.
        clock: The present instant.
        after: Called after everything that is carried out; posts what has become due.
        pages: Where the pages of stories and entities are.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        channel: Channel,
        asker: Asker,
        name: str,
        stage: Stage,
        names: Callable[[], Sequence[str]],
        clock: Callable[[], datetime],
        after: Callable[[], None],
        pages: Addresses,
    ) -> None:
        self._desk = desk
        self._channel = channel
        self._asker = asker
        self._name = name
        self._stage = stage
        self._names = names
        self._clock = clock
        self._after = after
        self._pages = pages
        self._rows: dict[tuple[str, int], dict[str, Any]] = {}
        self._lock = threading.RLock()  # one person, one thing at a time
        self._posts: dict[str, Answer] = {
            "/api/command": self._command,
            "/api/press": self._press,
            "/api/submit": self._submit,
            "/api/step": self._step,
        }
        self._gets: dict[str, Callable[[Request], Any]] = {
            "/api/state": lambda _request: self._state(),
            "/api/home": self._home,
            "/api/complete": self._complete,
            "/api/options": self._options,
        }

    def answer(self, request: Request) -> Response | None:
        """The answer to the page's script; None for a path that is not its."""
        if request.path == FILE:
            return self._file(request)
        table: Mapping[str, Answer] = self._posts if request.method == "POST" else self._gets
        handler = table.get(request.path)
        if handler is None:
            return None
        with self._lock:
            return json_response(handler(request))

    def _file(self, request: Request) -> Response | None:
        """A file that came with an entry; pictures are shown by their type, all else is kept as a file."""
        entry = self._channel.find(request.query.get("entry", ""))
        if entry is None or entry.file is None:
            return None
        return Response(
            body=entry.file.content,
            content_type="image/png" if _is_picture(entry.file) else "application/octet-stream",
            headers=(("Content-Disposition", f"attachment; filename*=UTF-8''{quote(entry.file.name)}"),),
        )

    def _state(self, *, view: View | None = None) -> dict[str, Any]:
        entries = self._channel.entries()
        return {
            "channel": self._name,
            "clock": clock_words(self._clock(), self._asker.zone),
            "about": self._stage.about,
            "tries": self._tries(),
            "stage": self._stage.label(),
            "next": self._stage.next_label(),
            "entries": [self._row(entry) for entry in entries],
            "view": None if view is None else _view_row(view),
        }

    def _tries(self) -> list[str]:
        """What somebody may want to type first: two names with many articles, and two commands."""
        names = [f"{SLASH} {name}" for name in self._names()[:2]]
        return [*names, f"{SLASH} why 1", f"{SLASH} help"]

    def _row(self, entry: Entry) -> dict[str, Any]:
        """An entry as the script shows it; rendered once a version."""
        key = (entry.id, entry.version)
        if key not in self._rows:
            self._rows[key] = _entry_row(entry, self._asker.zone, self._pages)
        return self._rows[key]

    def _command(self, request: Request) -> dict[str, Any]:
        """Carry out what was typed, as Slack would: a slash command, or a message to the app.

        Raises:
            UserError: Nothing was typed.
        """
        typed = " ".join(request.word("text").split())[:_MOST_TYPED]
        if not typed:
            raise UserError(f"Type a command, for example {SLASH} help.")
        self._channel.add(Kind.TYPED, typed=typed)
        verb, _, rest = typed.partition(" ")
        if verb in {SLASH, *KINDS}:
            return self._done(lambda: self._desk.typed(rest, self._asker, verb=verb))
        if verb.startswith("/"):
            self._tell(f"{verb} is no command of this app. Type {SLASH} help.")
            return self._state()
        return self._done(lambda: self._desk.typed(typed, self._asker))

    def _press(self, request: Request) -> dict[str, Any]:
        """Carry out a button or a choice; the reply may take the place of its message."""
        action, value, block = (request.word(key) for key in ("action", "value", "block"))
        return self._done(
            lambda: self._desk.press(action, value, block_id=block, asker=self._asker),
            entry=request.word("entry"),
        )

    def _submit(self, request: Request) -> dict[str, Any]:
        """Take a modal; what is wrong with it goes back to its fields, the first where no other is meant."""
        sent = request.body.get("values")
        values = {str(key): _filled(value) for key, value in (sent if isinstance(sent, dict) else {}).items()}
        try:
            taken = self._desk.submit(request.word("callback"), values, request.word("about"), self._asker)
        except UserError as error:
            return {"errors": {next(iter(values), ""): str(error)}}
        if isinstance(taken, FormErrors):
            return {"errors": dict(taken.by_field)}
        return self._shown(taken.finished(), "")

    def _step(self, _request: Request) -> dict[str, Any]:
        self._stage.step()
        return self._state()

    def _home(self, _request: Request) -> dict[str, Any]:
        view = self._desk.home(self._asker)
        return {"html": blocks_html(view["blocks"]), "blocks": view["blocks"]}

    def _complete(self, request: Request) -> dict[str, Any]:
        """Lines that what is typed may become."""
        typed = request.query.get("text", "").lstrip()
        if not typed.startswith("/"):
            return {"lines": []}
        verb, space, rest = typed.partition(" ")
        if not space:
            return {"lines": [f"{slash} " for slash in (SLASH, *KINDS) if slash.startswith(verb)]}
        if verb == SLASH:
            lines = complete(rest, names=self._names())
        else:
            lines = tuple(n for n in self._names() if rest and n.lower().startswith(rest.lower()))[:12]
        return {"lines": [f"{verb} {line}" for line in lines]}

    def _options(self, request: Request) -> dict[str, Any]:
        """What is found by typing: places, or people, of whom there is one here."""
        if request.query.get("kind") == "multi_users_select":
            return {"options": [{"label": "You", "value": self._asker.user}]}
        found = self._desk.suggest(request.query.get("text", ""))
        return {"options": [{"label": o["text"]["text"], "value": o["value"]} for o in found]}

    def _done(self, act: Callable[[], Reply], *, entry: str = "") -> dict[str, Any]:
        try:
            reply = act()
        except UserError as error:
            self._tell(str(error))
            return self._state()
        return self._shown(reply, entry)

    def _shown(self, reply: Reply, entry: str) -> dict[str, Any]:
        messages = list(reply.messages)
        if reply.replace and messages and self._channel.replace(entry, messages[0]):
            messages = messages[1:]
        kind = Kind.POST if reply.in_channel else Kind.ONLY_YOU
        if reply.file is not None:
            said = plain_message(reply.file.title or reply.file.name)
            self._channel.add(kind, message=said, file=reply.file)
            messages = [] if reply.file.says_all else messages
        for message in messages:
            self._channel.add(kind, message=message)
        self._after()
        return self._state(view=reply.view)

    def _tell(self, sentence: str) -> None:
        self._channel.add(Kind.ONLY_YOU, message=plain_message(sentence))


def _filled(value: Any) -> str | tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else str(value)


def _entry_row(entry: Entry, zone: str, pages: Addresses) -> dict[str, Any]:
    local = entry.at.astimezone(ZoneInfo(zone))
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "at": clock_words(entry.at, zone),
        "time": clock_words(entry.at, zone).split(" ", 3)[-1],
        "day": local.date().isoformat(),
        "typed": entry.typed,
        "thread": entry.thread,
        "version": entry.version,
        **_message_row(entry.message, pages),
        "file": _file_row(entry),
    }


def _file_row(entry: Entry) -> dict[str, Any] | None:
    if entry.file is None:
        return None
    file = entry.file
    return {
        "name": file.name,
        "url": f"{FILE}?entry={entry.id}",
        "picture": _is_picture(file),
        "alt": file.alt,
    }


def _is_picture(file: File) -> bool:
    return file.name.endswith(".png")


def _message_row(message: Message | None, pages: Addresses) -> dict[str, Any]:
    if message is None:
        return {}
    blocks = with_page_links(message, pages)["blocks"]
    return {"html": blocks_html(blocks), "blocks": blocks}


def _view_row(view: View) -> dict[str, Any]:
    """A modal as the script shows it."""
    return {
        "title": view["title"]["text"],
        "submit": view["submit"]["text"] if "submit" in view else "",
        "close": view["close"]["text"] if "close" in view else "Close",
        "callback": view.get("callback_id", ""),
        "about": view.get("private_metadata", ""),
        "html": blocks_html(view["blocks"]),
        "blocks": view["blocks"],
    }
