"""Read-only pages with permanent addresses: one story, one entity.

Called by `bot.web.site`. Takes from services what lookups and `/policy why` take; shows it at length.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from bot.errors import UserError
from bot.model.digest import DigestStory
from bot.model.entity import EntityId
from bot.model.lookup import Answer, Question
from bot.web.entity_page import entity_html
from bot.web.story_page import story_html
from bot.web.wire import Request, Response, page, sentence_page

_DAYS = 90  # as long as articles are kept
_MOST_PAGES = 1000  # five stories each


class Pages:
    """Story and entity pages.

    Args:
        find_story: A story by its id; raises `UserError` where there is none.
        find_answer: What is known; None where the name means nobody.
        clock: The present instant.
        zone: In which days are counted.
    """

    def __init__(
        self,
        *,
        find_story: Callable[[str], DigestStory],
        find_answer: Callable[[Question], Answer | None],
        clock: Callable[[], datetime],
        zone: str,
    ) -> None:
        self._find_story = find_story
        self._find_answer = find_answer
        self._clock = clock
        self._zone = zone

    def answer(self, request: Request) -> Response | None:
        """The page at an address; None for an address of another kind."""
        _, kind, key = (*request.path.split("/", 2), "", "")[:3]
        if kind == "story" and key:
            return self._story(key)
        if kind == "entity" and key:
            return self._entity(key, request.query.get("page", ""))
        return None

    def _story(self, key: str) -> Response:
        if key.isdigit():  # a number means another story every day; the address is to stay true
            return sentence_page("A story's address ends in its id, not its number.", HTTPStatus.NOT_FOUND)
        try:
            story = self._find_story(key)
        except UserError as error:
            return sentence_page(str(error), HTTPStatus.NOT_FOUND)
        title, body = story_html(story, now=self._clock(), zone=self._zone)
        return page(title, body)

    def _entity(self, key: str, number: str) -> Response:
        page_number = int(number) if number.isdecimal() else 0
        asked = Question(name=key, entity_id=EntityId(key), days=_DAYS, page=min(page_number, _MOST_PAGES))
        found = self._find_answer(asked)
        if found is None or found.entity is None:
            return sentence_page("Nobody and nothing with this id is known here.", HTTPStatus.NOT_FOUND)
        return page(found.title, entity_html(found))
