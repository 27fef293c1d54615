"""The Bolt app: every listener acknowledges first, hands the request to the desk, and sends the reply.

Made by `bot.app`; driven by Socket Mode (`bot.slack.socket`) or by signed HTTP requests. It reads no
database and decides nothing; forged and stale requests are refused by Bolt before anything here runs.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult

from bot.commands.grammar import KINDS, SLASH
from bot.errors import InstallationRevokedError, PlatformError, UserError
from bot.messages.forms import filled
from bot.model.workspace import WorkspaceId
from bot.services.desk.desk import Desk
from bot.services.desk.records import Asker, Filled, FormErrors, Reply
from bot.slack import callers
from bot.slack.answering import Answering
from bot.slack.callers import Caller, Way
from bot.slack.calls import Slack
from bot.slack.failures import failure_message
from bot.slack.people import People
from bot.slack.removal import Later, Removals
from bot.telemetry.logs import get_logger

LISTENERS = 32
"""Threads for listeners: with Bolt's own five, 15 of 20 simultaneous commands that worked four seconds each
were not acknowledged in time (measured November 2026)."""

_GONE = "Policy Digest is not installed in this workspace any more. Whoever installed it can do so again."
_ANY = re.compile("")
SlackApp = App
WorkspaceOf = Callable[[str, str], WorkspaceId]
"""(enterprise id, team id) → the workspace whose data it is about."""


def create_app(
    desk: Desk,
    *,
    slack: Slack,
    people: People,
    signing_secret: str,
    workspace_of: WorkspaceOf,
    removals: Removals | None = None,
) -> SlackApp:
    """The app with all its listeners.

    Args:
        desk: Carries out what people ask for.
        slack: Clients by workspace.
        people: Zones of people.
        signing_secret: By which requests over HTTP are verified; unused in Socket Mode.
        workspace_of: Whose data a request is about.
        removals: Listens for workspaces that remove the app; None where they do not install it themselves.
    """

    def authorize(
        enterprise_id: str | None, team_id: str | None, user_id: str | None
    ) -> AuthorizeResult | None:
        try:
            me = slack.identity(workspace_of(enterprise_id or "", team_id or ""))
        except InstallationRevokedError:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_token=me.token,
            bot_id=me.bot_id,
            bot_user_id=me.user_id,
        )

    pool = ThreadPoolExecutor(max_workers=LISTENERS, thread_name_prefix="slack")
    app = App(
        name="policy-digest",
        logger=_quiet_logger(),
        client=slack.bare_client(),
        authorize=authorize,  # type: ignore[arg-type]  # None for "not installed" is Bolt's own; its stub forgot
        user_facing_authorize_error_message=_GONE,
        signing_secret=signing_secret or None,
        # A listener only acknowledges and leaves the work to the pool: Bolt's own way looks every ten
        # milliseconds whether it has, and an error within them takes the acknowledgement back.
        process_before_response=True,
        listener_executor=pool,
    )
    edge = _Edge(desk, slack=slack, people=people, workspace_of=workspace_of, later=pool.submit)
    for slash in (SLASH, *KINDS):
        app.command(slash)(edge.on_command)
    app.message_shortcut(callers.FIND_COVERAGE)(edge.on_shortcut)
    app.action(_ANY)(edge.on_press)
    app.view(_ANY)(edge.on_form)
    app.options(_ANY)(edge.on_suggest)
    app.event("app_mention")(edge.on_words)
    app.event("message")(edge.on_words)
    app.event("app_home_opened")(edge.on_home)
    app.event("member_joined_channel")(edge.on_joined)
    if removals is not None:
        removals.listen(app, pool.submit)
    app.error(edge.on_error)
    return app


class _Edge:
    """The listeners."""

    def __init__(
        self, desk: Desk, *, slack: Slack, people: People, workspace_of: WorkspaceOf, later: Later
    ) -> None:
        self._desk = desk
        self._later = later
        self._people = people
        self._workspace_of = workspace_of
        self._answering = Answering(slack)
        self._log = get_logger("slack")

    def on_command(self, ack: Ack, body: dict[str, Any]) -> None:
        ack()
        words = callers.typed_words(body.get("text") or "")
        self._answer(
            callers.of_command(body), lambda asker: self._desk.typed(words, asker, verb=body["command"])
        )

    def on_words(self, body: dict[str, Any]) -> None:
        """A mention, or a direct message; what bots and edits bring is left alone."""
        event = body["event"]
        direct = event.get("channel_type") == "im"
        if event.get("subtype") or event.get("bot_id") or not (direct or event["type"] == "app_mention"):
            return
        words = callers.typed_words(event.get("text") or "")
        self._answer(callers.of_event(body), lambda asker: self._desk.typed(words, asker))

    def on_press(self, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        self._answer(
            callers.of_press(body),
            lambda asker: self._desk.press(
                action["action_id"],
                callers.pressed_value(action),
                block_id=action.get("block_id") or "",
                asker=asker,
            ),
        )

    def on_shortcut(self, ack: Ack, body: dict[str, Any]) -> None:
        """The shortcut in the menu of somebody's message."""
        ack()
        words = callers.message_words(body)
        self._answer(callers.of_shortcut(body), lambda asker: self._desk.found_in(words, asker))

    def on_form(self, ack: Ack, body: dict[str, Any]) -> None:
        """A modal: what is wrong must stand in the acknowledgement, so the desk looks first."""
        caller, view = callers.of_form(body), body["view"]
        values = filled((view.get("state") or {}).get("values") or {})
        taken = self._submitted(caller, view, values)
        if isinstance(taken, FormErrors):
            ack(response_action="errors", errors=dict(taken.by_field))
            return
        ack()
        self._later(lambda: self._work(lambda _asker: taken.finished(), caller))

    def _submitted(self, caller: Caller, view: dict[str, Any], values: Filled) -> Reply | FormErrors:
        try:
            if not self._desk.first_time(caller.once, self._workspace(caller), caller.user):
                return Reply()
            about = view.get("private_metadata") or ""
            return self._desk.submit(view["callback_id"], values, about, self._asker(caller))
        except UserError as error:
            return FormErrors(by_field={next(iter(values), ""): str(error).replace("`", "")})

    def on_suggest(self, ack: Ack, body: dict[str, Any]) -> None:
        ack(options=list(self._desk.suggest(body.get("value") or "")))

    def on_home(self, body: dict[str, Any]) -> None:
        """Shown below by `_answer` for everybody who comes by way of the home tab."""
        if body["event"].get("tab", "home") == "home":
            self._answer(callers.of_event(body), self._desk.welcome)

    def on_joined(self, body: dict[str, Any]) -> None:
        caller = callers.of_event(body)
        self._people.forget(self._workspace(caller), caller.channel)

    def on_error(self, error: Exception, body: dict[str, Any]) -> None:
        """What fails before a request comes to the desk, or in a form."""
        self._tell(error, callers.of_body(body))

    def _answer(self, caller: Caller, work: Callable[[Asker], Reply]) -> None:
        """Have a request that was acknowledged carried out, once, and the reply sent."""

        def once() -> None:
            try:
                if not self._desk.first_time(caller.once, self._workspace(caller), caller.user):
                    self._log.info("repeated", way=caller.way)
                    return
            except Exception as error:  # noqa: BLE001  # as in `_work`
                self._tell(error, caller)
            else:
                self._work(work, caller)

        self._later(once)

    def _work(self, work: Callable[[Asker], Reply], caller: Caller) -> None:
        try:
            self._finish(work, caller)
        except Exception as error:  # noqa: BLE001  # the edge of every request
            self._tell(error, caller)

    def _finish(self, work: Callable[[Asker], Reply], caller: Caller) -> None:
        asker = self._asker(caller)
        reply = work(asker)
        self._answering.send(reply, caller, asker.workspace)
        if caller.way in {Way.HOME, Way.FORM} and reply.view is None:
            self._answering.publish_home(self._desk.home(asker), caller, asker.workspace)

    def _tell(self, error: Exception, caller: Caller) -> None:
        """The one place for errors: whoever waits is told, whatever happened."""
        message = failure_message(error)
        try:
            self._answering.send(Reply(messages=(message,)), caller, self._workspace(caller))
        except PlatformError as unheard:
            self._log.warning("not told", way=caller.way, code=unheard.code)

    def _workspace(self, caller: Caller) -> WorkspaceId:
        return self._workspace_of(caller.enterprise, caller.team)

    def _asker(self, caller: Caller) -> Asker:
        workspace = self._workspace(caller)
        zone = self._people.zone(workspace, caller.user)
        return Asker(workspace=workspace, user=caller.user, channel=caller.channel, zone=zone)


def _quiet_logger() -> logging.Logger:
    """Bolt's own words, only when they are warnings: it logs bodies below that."""
    logger = logging.getLogger("policybot.bolt")
    logger.setLevel(logging.WARNING)
    return logger
