"""Does the bot have what it needs in Slack? Each finding with its fix.

Called by ``policybot slack check``. Asks Slack, compares scopes with the manifest, and posts one test message
to whoever is named; it changes nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import PlatformError
from bot.model.workspace import UserId, WorkspaceId
from bot.slack.calls import Slack, converted
from bot.slack.publisher import SlackPublisher

REINSTALL = "api.slack.com/apps → your app → OAuth & Permissions: add it, then Reinstall to Workspace"
_FIXES = {
    "invalid_auth": "copy the Bot User OAuth Token (xoxb-…) again into POLICYBOT_SLACK_BOT_TOKEN",
    "not_authed": "set POLICYBOT_SLACK_BOT_TOKEN to the Bot User OAuth Token (xoxb-…)",
    "account_inactive": "the app was removed from the workspace: install it again",
    "token_revoked": "the token was revoked: reinstall the app and copy the new one",
    "not_allowed_token_type": "POLICYBOT_SLACK_APP_TOKEN must be an app-level token (xapp-…)",
    "missing_scope": REINSTALL,
    "user_not_found": "give the member ID from the person's profile (⋮ → Copy member ID)",
    "channel_not_found": "give the member ID from the person's profile (⋮ → Copy member ID)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: It, in words.
        good: Whether it is as it should be.
        fix: What to do where it is not.
    """

    what: str
    good: bool
    fix: str = ""


def check(
    slack: Slack, *, workspace: WorkspaceId, app_token: str, scopes: tuple[str, ...], user: UserId | None
) -> Iterator[Finding]:
    """Look at the tokens, the scopes, and a message to oneself.

    Args:
        slack: Clients by workspace.
        workspace: Which one.
        app_token: For Socket Mode.
        scopes: Those of the manifest.
        user: Who gets a test message; None for nobody.

    Yields:
        One finding after the other; after a refused token nothing else is asked.
    """
    try:
        me = slack.identity(workspace)
    except PlatformError as error:
        yield bad("bot token", error)
        return
    yield Finding(what=f"bot token: workspace {me.team}, as {me.user_id}", good=True)
    for scope in scopes:
        missing = scope not in me.scopes
        yield Finding(what=f"scope {scope}", good=not missing, fix=REINSTALL if missing else "")
    yield _app_token(slack, app_token)
    if user is not None:
        yield _test_post(slack, workspace, user)


def _app_token(slack: Slack, app_token: str) -> Finding:
    try:
        with converted():
            slack.bare_client().apps_connections_open(app_token=app_token)
    except PlatformError as error:
        return bad("app-level token for Socket Mode", error)
    return Finding(what="app-level token: Socket Mode opens", good=True)


def _test_post(slack: Slack, workspace: WorkspaceId, user: UserId) -> Finding:
    message = {"text": "Policy Digest can write to you. This was a test.", "blocks": []}
    try:
        SlackPublisher(slack).tell(message, workspace=workspace, user=user)
    except PlatformError as error:
        return bad(f"test message to {user}", error)
    return Finding(what=f"test message to {user} sent", good=True)


def bad(what: str, error: PlatformError) -> Finding:
    """What Slack refused, with what usually helps."""
    fix = _FIXES.get(error.code, "see docs/slack.md; if Slack cannot be reached, try again in a minute")
    return Finding(what=f"{what}: {error}", good=False, fix=fix)


def manifest_scopes(manifest: str) -> tuple[str, ...]:
    r"""The bot scopes of a manifest, in its order.

    >>> manifest_scopes("  scopes:\n    bot:\n      - commands # why\n      - chat:write\n")
    ('commands', 'chat:write')
    """
    _, _, rest = manifest.partition("    bot:\n")
    found = []
    for line in rest.splitlines():
        if not line.startswith("      - "):
            break
        found.append(line.removeprefix("      - ").partition(" #")[0].strip())
    return tuple(found)
