"""The home tab: what one person follows, the channels with a digest, how the feeds are.

Called by `bot.services.desk.desk`. Personal rows are read for their owner alone; with them stand those of the
channels whose digest that person set up.
"""

from __future__ import annotations

from bot.messages.home import Home, home_view
from bot.model.digest import FeedFailure
from bot.model.feed import FeedStatus
from bot.services.desk import roles
from bot.services.desk.digests import on_home
from bot.services.desk.records import Asker, Tools, View


def home(tools: Tools, asker: Asker) -> View:
    """The tab of the person who opened it."""
    now = tools.clock()
    with tools.database.read() as tx:
        subscriptions = tx.subscriptions.of_workspace(asker.workspace)
        set_up = [one.channel_id for one in subscriptions if one.owner == asker.user]
        own = tx.follows.of_owners(asker.workspace, [asker.user, *set_up], now=now)
        feeds = [(f, s) for f, s in tx.feeds.with_states(workspace=asker.workspace) if not f.paused]
    channels = sorted((on_home(tools, one) for one in subscriptions), key=lambda channel: channel.name)
    failures = [
        FeedFailure(feed_id=feed.id, outlet=feed.outlet, error=state.error, since_at=state.failing_since_at)
        for feed, state in feeds
        if not state.status.is_success and state.status is not FeedStatus.NEW
    ]
    return home_view(
        Home(
            zone=asker.zone,
            follows=[follow for follow in own if not follow.muted],
            mutes=[follow for follow in own if follow.muted],
            channels=channels,
            feeds_total=len(feeds),
            failures=failures,
            may_change=bool(set_up) or roles.may_change(tools, asker),
        )
    )
