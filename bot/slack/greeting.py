"""The first message, to whoever installed the app.

Called by `bot.slack.oauth` once an installation is stored. The words are the desk's; a greeting that cannot
be sent is logged, and the home tab greets instead.
"""

from __future__ import annotations

from bot.model.workspace import ChannelId, UserId, WorkspaceId
from bot.services.desk.desk import Desk
from bot.services.desk.records import Asker
from bot.slack.calls import Slack, converted
from bot.slack.people import People
from bot.telemetry.logs import get_logger


class Greeting:
    """Greets.

    Args:
        desk: Knows the words.
        slack: Clients by workspace.
        people: Zones of people.
    """

    def __init__(self, desk: Desk, *, slack: Slack, people: People) -> None:
        self._desk = desk
        self._slack = slack
        self._people = people
        self._log = get_logger("slack")

    def send(self, workspace: WorkspaceId, user: UserId) -> None:
        """Greet somebody, unless that was done before or there is no need."""
        try:
            zone = self._people.zone(workspace, user)
            asker = Asker(workspace=workspace, user=user, channel=ChannelId(""), zone=zone)
            client = self._slack.client(workspace)
            for message in self._desk.welcome(asker).messages:
                with converted(user=user):
                    client.chat_postMessage(channel=user, text=message["text"], blocks=message["blocks"])
        except Exception:  # noqa: BLE001  # the edge of a job: the installation is stored all the same
            self._log.exception("not greeted", workspace=workspace)
