"""Files to Slack: uploaded, and shown where the reply belongs or to the asker alone.

Used by `bot.slack.answering`. A file cannot be shown to one person in a channel, so what is not for everybody
goes to the asker as a direct message. It decides nothing about what a file holds.
"""

from __future__ import annotations

from slack_sdk import WebClient

from bot.errors import PlatformError
from bot.messages.notices import problem_words
from bot.services.desk.records import File
from bot.slack.callers import Caller, Way
from bot.slack.calls import converted

NEEDED = "files:write"
_NO_SCOPE = (
    f"I cannot hand over a file: the app lacks the scope {NEEDED}. Add it under OAuth & Permissions and "
    "install the app again; what the file says follows here."
)


def hand_over(client: WebClient, file: File, caller: Caller, *, to_all: bool) -> str:
    """Upload a file and show it; gives the sentence that says where it is, empty where it is in sight.

    Args:
        client: Of the workspace.
        file: The file.
        caller: Who asked, and where.
        to_all: Whether everybody there may see it.

    Ends in `PlatformError` when Slack refuses it.
    """
    here = bool(caller.channel) and (to_all or caller.way is Way.DIRECT)
    with converted(user=caller.user, file=file.name):
        room = caller.channel if here else _conversation(client, caller)
        client.files_upload_v2(
            content=file.content,
            filename=file.name,
            title=file.title or file.name,
            alt_txt=file.alt or None,
            channel=room,
            thread_ts=(caller.thread_ts or None) if here else None,
        )
    if room == caller.channel:
        return ""
    return f"{file.name} is in our direct messages, only for you."


def refusal_words(error: PlatformError) -> str:
    """Why a file was not handed over, and what would help."""
    if error.code in {"missing_scope", "no_permission"}:
        return _NO_SCOPE
    reason = problem_words(error.code) if error.code else "Slack could not be reached."
    return f"The file could not be handed over. {reason}"


def _conversation(client: WebClient, caller: Caller) -> str:
    """The conversation with the asker."""
    opened = client.conversations_open(users=caller.user).get("channel") or {}
    return str(opened.get("id") or caller.user)
