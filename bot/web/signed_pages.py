"""Story and entity pages for whoever has a signed link, and nothing for anybody else.

Made by `bot.app` for the web process, which mounts it below `bot.services.pages.PREFIX`. An address is
checked before anything is read; what it opens is one page of one workspace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from wsgiref.types import WSGIApplication

from bot.model.workspace import WorkspaceId
from bot.services.pages import PREFIX, ExpiredAddressError, ForeignAddressError, Kind, PageLinks
from bot.telemetry.logs import get_logger
from bot.web.pages import Pages, Sources
from bot.web.static_files import static_response
from bot.web.wire import Frame, Request, Response, sentence_page
from bot.web.wsgi import application

# What a link shows is for the one who has it: no search engine, no shared cache.
_PRIVATE = (("X-Robots-Tag", "noindex, nofollow, noarchive"),)
_GONE = "The app was removed from this workspace, and its pages with it."
_LOG = get_logger("web")


class SignedPages:
    """Answers every address below `PREFIX`.

    Args:
        links: Says which addresses are good.
        sources: What pages show.
        is_open: Whether a workspace still has the app.
        base_path: What stands in front of `PREFIX` in public addresses.
    """

    def __init__(
        self,
        links: PageLinks,
        sources: Sources,
        *,
        is_open: Callable[[WorkspaceId], bool],
        base_path: str = "",
    ) -> None:
        self._links = links
        self._is_open = is_open
        self.frame = Frame(style=f"{base_path}{PREFIX}style.css", home="", linked=False)
        self._pages = Pages(sources, self.frame)

    def __call__(self, request: Request) -> Response:
        """The page that a good address opens; for any other 403 and a sentence."""
        if request.method != "GET":
            return self._refused("A page can be looked at, and nothing else.", HTTPStatus.METHOD_NOT_ALLOWED)
        if request.path == f"{PREFIX}style.css":
            return static_response("style.css")
        try:
            key = self._links.opened(request.path, request.query)
        except (ForeignAddressError, ExpiredAddressError) as error:
            _LOG.info("page refused", reason=type(error).__name__)
            return self._refused(str(error))
        if not self._is_open(key.workspace):
            return self._refused(_GONE)
        if key.kind is Kind.STORY:
            found = self._pages.story(key.id, key.workspace)
        else:
            found = self._pages.entity(key.id, key.workspace, request.query)
        return replace(found, headers=_PRIVATE)

    def _refused(self, sentence: str, status: HTTPStatus = HTTPStatus.FORBIDDEN) -> Response:
        return replace(sentence_page(sentence, status, self.frame), headers=_PRIVATE)


def signed_application(pages: SignedPages) -> WSGIApplication:
    """The pages as a WSGI application."""
    return application(pages, frame=pages.frame)
