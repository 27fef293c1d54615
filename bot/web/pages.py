"""Read-only pages with permanent addresses: one story, one entity.

Called by `bot.web.site` for the playground, where whoever sees the channel sees the pages, and by
`bot.web.signed_pages` for everybody else. Takes from services what lookups and `/policy why` take.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlencode

from bot.errors import UserError
from bot.model.digest import DigestStory
from bot.model.entity import EntityId
from bot.model.lookup import Answer, Question
from bot.model.story import StoryId
from bot.model.workspace import WorkspaceId
from bot.web.entity_page import entity_html
from bot.web.story_page import story_html
from bot.web.wire import Frame, Request, Response, page, sentence_page

_DAYS = 90  # as long as articles are kept
_MOST_PAGES = 1000  # five stories each


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where pages take from what they show.

    Attributes:
        find_story: A story by its id, as a team sees it; raises `UserError` where there is none.
        find_answer: What is known, as a team sees it, in a zone; None where the name means nobody.
        zone_of: In which days are counted for a team.
        clock: The present instant.
    """

    find_story: Callable[[str, WorkspaceId], DigestStory]
    find_answer: Callable[[Question, WorkspaceId, str], Answer | None]
    zone_of: Callable[[WorkspaceId], str]
    clock: Callable[[], datetime]


class Pages:
    """Story and entity pages.

    Args:
        sources: What they show.
        frame: What stands around them, and whether they lead to each other.
    """

    def __init__(self, sources: Sources, frame: Frame) -> None:
        self._sources = sources
        self._frame = frame

    def story(self, key: str, workspace: WorkspaceId) -> Response:
        """The page of a story; 404 with a sentence where there is none."""
        if key.isdigit():  # a number means another story every day; the address is to stay true
            return self._nothing("A story's address ends in its id, not its number.")
        try:
            story = self._sources.find_story(key, workspace)
        except UserError as error:
            return self._nothing(str(error))
        zone = self._sources.zone_of(workspace)
        title, body = story_html(story, now=self._sources.clock(), zone=zone, frame=self._frame)
        return page(title, body, self._frame)

    def entity(self, key: str, workspace: WorkspaceId, query: Mapping[str, str]) -> Response:
        """The page about somebody or something; its stories are turned by ``page`` in the query."""
        number = query.get("page", "")
        page_number = min(int(number), _MOST_PAGES) if number.isdecimal() and number.isascii() else 0
        asked = Question(name=key, entity_id=EntityId(key), days=_DAYS, page=page_number)
        found = self._sources.find_answer(asked, workspace, self._sources.zone_of(workspace))
        if found is None or found.entity is None:
            return self._nothing("Nobody and nothing with this id is known here.")

        def turned(to: int) -> str:
            return "?" + urlencode({**query, "page": to})

        return page(found.title, entity_html(found, frame=self._frame, turned=turned), self._frame)

    def _nothing(self, sentence: str) -> Response:
        return sentence_page(sentence, HTTPStatus.NOT_FOUND, self._frame)


class OpenAddresses:
    """Where the pages of the playground are, for links in its messages.

    Args:
        base: Its address, with a slash at the end.
    """

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")
        self._frame = Frame()

    def story(self, story: StoryId) -> str:
        """The address of a story's page."""
        return self._base + self._frame.story(story)

    def entity(self, entity: EntityId) -> str:
        """The address of the page about somebody or something."""
        return self._base + self._frame.entity(entity)


class OpenPages:
    """Pages for whoever sits at this computer.

    Args:
        pages: Makes them.
        workspace: Whose feeds and corrections count.
    """

    def __init__(self, pages: Pages, workspace: WorkspaceId) -> None:
        self._pages = pages
        self._workspace = workspace

    def answer(self, request: Request) -> Response | None:
        """The page at an address; None for an address of another kind."""
        _, kind, key = (*request.path.split("/", 2), "", "")[:3]
        if kind == "story" and key:
            return self._pages.story(key, self._workspace)
        if kind == "entity" and key:
            return self._pages.entity(key, self._workspace, request.query)
        return None
