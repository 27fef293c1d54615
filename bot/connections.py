"""The middle of the composition root: what ties the application to Slack, for one workspace or for many.

Extended by `bot.app`, which adds what is said over these connections; nobody else imports it. Everything is
made when it is first asked for.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from bot.catalog.files import find_file
from bot.errors import ConfigError
from bot.settings import variable
from bot.wiring import Foundation

if TYPE_CHECKING:
    from bot.messages.blocks import Message
    from bot.model.workspace import UserId, WorkspaceId
    from bot.services.desk.desk import Desk
    from bot.services.installations import Installations
    from bot.services.quotas import Quotas
    from bot.slack.app import SlackApp
    from bot.slack.calls import Identity, Slack
    from bot.slack.http import SlackWeb
    from bot.slack.oauth import Flow
    from bot.slack.people import People
    from bot.slack.tokens import Tokens

_MANIFEST = "slack-manifest.yaml"  # its scopes are those of the HTTP manifest too


class Connections(Foundation):
    """Tokens, clients and listeners on top of the foundation."""

    @property
    def many_workspaces(self) -> bool:
        """Whether workspaces install the app themselves; else there is one, and its token is a setting."""
        return bool(self.settings.slack_client_id)

    def workspace_of(self, _enterprise: str, team: str) -> WorkspaceId:
        """Whose data a request is about: the team's, or that of the command line where there is one only."""
        from bot.model.workspace import LOCAL_WORKSPACE, WorkspaceId

        return WorkspaceId(team) if self.many_workspaces else LOCAL_WORKSPACE

    @cached_property
    def quotas(self) -> Quotas:
        """How much a workspace and a person may have and ask."""
        from bot.services.quotas import Quotas

        settings = self.settings
        return Quotas(
            feeds=settings.max_feeds,
            subscriptions=settings.max_subscriptions,
            follows=settings.max_follows,
            asked=settings.max_lookups,
            alerts=settings.max_alerts,
        )

    @cached_property
    def installations(self) -> Installations:
        """Workspaces that installed the app."""
        from bot.services.installations import Installations

        return Installations(self.database, clock=self.now)

    @cached_property
    def tokens(self) -> Tokens:
        """The bot token of each workspace."""
        from bot.slack.tokens import Tokens

        settings = self.settings
        return Tokens(
            self.installations,
            own=settings.slack_bot_token.get_secret_value(),
            exchange=lambda refresh: self.slack.exchange(
                grant_type="refresh_token",
                refresh_token=refresh,
                client_id=settings.slack_client_id,
                client_secret=settings.slack_client_secret.get_secret_value(),
            ),
            owner=f"{os.getpid()}-{secrets.token_hex(4)}",
            clock=self.now,
        )

    @cached_property
    def slack(self) -> Slack:
        """Slack's Web API: with the token of the settings, or with each workspace's own."""
        from bot.model.workspace import LOCAL_WORKSPACE
        from bot.slack.calls import Slack

        settings = self.settings
        own = settings.slack_bot_token.get_secret_value()

        def token_of(workspace: WorkspaceId) -> str:
            return self.tokens.token(workspace) if self.many_workspaces else own

        def known_as(workspace: WorkspaceId) -> Identity | None:
            if not self.many_workspaces or workspace == LOCAL_WORKSPACE:
                return None
            return self.tokens.identity(workspace)

        def linked(message: Message, workspace: WorkspaceId) -> Message:
            links = self.page_links
            return message if links is None else links.linked(message, workspace)

        return Slack(
            token_of,
            base_url=settings.slack_api_url,
            timeout_s=settings.slack_timeout_s,
            known_as=known_as,
            linked=linked,
        )

    @cached_property
    def people(self) -> People:
        """What Slack knows of people and channels."""
        from bot.slack.people import People

        return People(self.slack)

    def slack_app(self, desk: Desk) -> SlackApp:
        """The listeners, over whichever line they are brought what people do."""
        from bot.slack.app import create_app
        from bot.slack.removal import Removals

        return create_app(
            desk,
            slack=self.slack,
            people=self.people,
            signing_secret=self.settings.slack_signing_secret.get_secret_value(),
            workspace_of=self.workspace_of,
            removals=Removals(self.installations, slack=self.slack) if self.many_workspaces else None,
        )

    def slack_web(self, desk: Desk) -> SlackWeb:
        """Slack over HTTP. Ends in `ConfigError` where `require_slack_web` does."""
        from bot.slack.greeting import Greeting
        from bot.slack.http import SlackWeb

        self.require_slack_web()
        app = self.slack_app(desk)
        greeting = Greeting(desk, slack=self.slack, people=self.people)

        def greet(workspace: WorkspaceId, user: UserId) -> None:
            app.listener_runner.listener_executor.submit(greeting.send, workspace, user)

        flow = self._flow(greet) if self.many_workspaces else None
        return SlackWeb(app, flow=flow)

    def connected_workspaces(self) -> tuple[WorkspaceId, ...]:
        """Those that Slack knows a token of, as far as the database tells."""
        from bot.errors import StorageError
        from bot.model.workspace import LOCAL_WORKSPACE

        if not self.many_workspaces:
            return (LOCAL_WORKSPACE,) if self.settings.slack_bot_token else ()
        try:
            with self.bare_database.read() as tx:
                return tuple(one.id for one in tx.workspaces.all() if one.revoked_at is None)
        except StorageError:
            return ()  # which is told for itself

    def needed_scopes(self) -> tuple[str, ...]:
        """The bot scopes of the manifest."""
        from bot.slack.check import manifest_scopes

        return manifest_scopes(find_file(self.config, _MANIFEST).read_text(encoding="utf-8"))

    def _flow(self, greet: Callable[[WorkspaceId, UserId], None]) -> Flow:
        from bot.slack.oauth import Flow, OAuthOptions, authorize_url

        settings = self.settings
        options = OAuthOptions(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret.get_secret_value(),
            scopes=self.needed_scopes(),
            public_url=settings.public_url,
            authorize_url=authorize_url(settings.slack_api_url),
            state_s=settings.slack_state_s,
        )
        return Flow(options, installations=self.installations, slack=self.slack, greet=greet, clock=self.now)

    @property
    def has_slack_web(self) -> bool:
        """Whether anything is set by which Slack could be answered over HTTP."""
        return bool(self.settings.slack_signing_secret or self.settings.slack_client_id)

    def require_slack_web(self) -> None:
        """Refuse to serve Slack with settings that do not belong together.

        Raises:
            ConfigError: A setting is missing; the message names each of them.
        """
        wanted = ["slack_signing_secret"]
        if self.many_workspaces:
            wanted += ["slack_client_secret", "token_keys", "public_url"]
        else:
            wanted += ["slack_bot_token"]
        missing = [variable(name) for name in wanted if not getattr(self.settings, name)]
        if missing:
            raise ConfigError(
                f"To answer Slack over HTTP, set {', '.join(missing)} too; docs/slack.md shows where each "
                "comes from."
            )
