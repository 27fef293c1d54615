"""The part of ``policybot doctor`` that asks Slack: tokens, scopes, and whether the clocks agree.

Called by the command line. One call a workspace; it changes nothing and posts nothing (`bot.slack.check`
does more, for one workspace).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from bot.errors import PlatformError
from bot.model.workspace import WorkspaceId
from bot.slack.calls import Slack
from bot.slack.check import REINSTALL, Finding, bad

_ASKED = 20
"""Workspaces that are asked, each for a call of at most the set time-out."""

_SKEW = timedelta(seconds=5)
"""What a slow answer and a header of whole seconds explain. Digests are late by the rest, and from five
minutes on every request over HTTP is refused
(https://docs.slack.dev/authentication/verifying-requests-from-slack)."""

_CLOCK = "let the machine keep its time: timedatectl set-ntp true"


def look(
    slack: Slack, workspaces: Sequence[WorkspaceId], *, scopes: Sequence[str], clock: Callable[[], datetime]
) -> Iterator[Finding]:
    """Ask Slack about each workspace's token.

    Args:
        slack: Clients by workspace.
        workspaces: Those with a token.
        scopes: That the app needs.
        clock: The present instant.

    Yields:
        A finding or two a workspace, and one about the clock.
    """
    skews: list[timedelta] = []
    for workspace in workspaces[:_ASKED]:
        try:
            answer = slack.tried(workspace)
        except PlatformError as error:
            yield bad(f"workspace {workspace}", error)
            continue
        headers = {str(name).lower(): str(value) for name, value in (answer.headers or {}).items()}
        skews += _skew(headers, clock())
        yield _scopes(f"{answer.get('team') or workspace}, as {answer.get('user_id')}", headers, scopes)
    if len(workspaces) > _ASKED:
        yield Finding(what=f"{len(workspaces) - _ASKED} more workspaces were not asked", good=True)
    if skews:
        yield told_skew(min(skews, key=abs))


def _scopes(whose: str, headers: dict[str, str], scopes: Sequence[str]) -> Finding:
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    missing = [scope for scope in scopes if scope not in granted]
    if missing:
        return Finding(what=f"{whose}: without {', '.join(missing)}", good=False, fix=REINSTALL)
    return Finding(what=f"{whose}: every scope", good=True)


def _skew(headers: dict[str, Any], now: datetime) -> list[timedelta]:
    """This machine's time less Slack's; nothing where the answer is not dated."""
    try:
        dated = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return []
    return [now - (dated if dated.tzinfo else dated.replace(tzinfo=UTC))]


def told_skew(skew: timedelta) -> Finding:
    """What a difference of clocks means.

    >>> told_skew(timedelta(seconds=400)).what
    'this clock is 400 s ahead of Slack'
    >>> told_skew(timedelta(seconds=-2)).good
    True
    """
    seconds = round(abs(skew).total_seconds())
    if abs(skew) <= _SKEW:
        return Finding(what="this clock agrees with Slack's", good=True)
    way = "ahead of" if skew > timedelta() else "behind"
    return Finding(what=f"this clock is {seconds} s {way} Slack", good=False, fix=_CLOCK)
