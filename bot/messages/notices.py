"""Short messages: what was done, what went wrong, and what became of it.

Called by services and edges. Every failure says what to do next; every change that can be undone has its
button.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from bot.messages import actions, cards, wording
from bot.messages.blocks import Block, Message, button, confirmed, day, link, marked, rich, text
from bot.messages.blocks import actions as row
from bot.messages.cards import Line, Setting
from bot.messages.fallback import spoken, words_of
from bot.messages.limits import MESSAGE_CHARS, cut
from bot.model.article import Article
from bot.model.digest import DigestStory
from bot.model.feed import Feed
from bot.model.lookup import Follow
from bot.model.story import Changes, StatusKind

ERROR_CHARS = 300  # a server's own words can be a whole page
SENTENCE_CHARS = 1_000  # what a person typed may stand in one

PROBLEMS: Mapping[str, str] = MappingProxyType(
    {
        "not_in_channel": "I am not in {channel}. Type `/invite @Policy Digest` there.",
        "channel_not_found": "I cannot see {channel}. If it is private, type `/invite @Policy Digest` there.",
        "is_archived": "{channel} is archived. Unarchive it, or choose another one: `/policy settings`.",
        "is_private": "{channel} is private. Type `/invite @Policy Digest` there.",
        "restricted_action": "Posting in {channel} is limited. Ask its managers to let the app post.",
        "user_is_restricted": "Guests cannot do this. Ask a full member of the workspace.",
        "externally_shared": "{channel} is shared with another company. A manager must allow the app there.",
        "approval_pending": "An admin still has to approve the app. Ask them to look under Manage apps.",
        "missing_scope": "The app lacks a permission. Install it again; `/policy settings` shows the link.",
        "token_revoked": "The app was removed from the workspace. Install it again to go on.",
        "account_inactive": "The app was switched off. An admin can switch it on under Manage apps.",
        "ratelimited": "Slack asks to wait. Nothing is lost; it is posted as soon as Slack allows.",
        "quota": "The limit of this workspace is reached. `/policy feeds list` shows what could go.",
        "msg_too_long": "Slack refused the length. Set fewer stories, for example `/policy digest max 5`.",
        "unknown": "Slack did not say whether it was posted. I look it up before I try again.",
    }
)
"""What each reason of the platform means for a person, and the way out."""

# Slack's other words for the same: https://docs.slack.dev/reference/methods/chat.postMessage#errors
_SAME: Mapping[str, str] = MappingProxyType(
    {
        "app_missing_action_scope": "missing_scope",
        "cannot_dm_bot": "restricted_action",
        "channel_is_limited_access": "restricted_action",
        "ekm_access_denied": "account_inactive",
        "invalid_auth": "token_revoked",
        "method_not_supported_for_channel_type": "restricted_action",
        "msg_blocks_too_long": "msg_too_long",
        "no_permission": "missing_scope",
        "not_allowed_token_type": "missing_scope",
        "not_authed": "token_revoked",
        "org_login_required": "approval_pending",
        "rate_limited": "ratelimited",
        "restricted_action_non_threadable_channel": "restricted_action",
        "restricted_action_read_only_channel": "restricted_action",
        "restricted_action_thread_only_channel": "restricted_action",
        "shared_channel_not_allowed": "externally_shared",
        "slack_connect_canvas_sharing_blocked": "externally_shared",
        "slack_connect_file_link_sharing_blocked": "externally_shared",
        "team_access_not_granted": "approval_pending",
        "team_not_found": "token_revoked",
        "token_expired": "token_revoked",
        "user_is_ultra_restricted": "user_is_restricted",
    }
)


def problem_words(code: str, channel: str = "the channel") -> str:
    """The sentence for a reason of the platform.

    >>> problem_words("is_archived", "#boston")
    '#boston is archived. Unarchive it, or choose another one: `/policy settings`.'
    """
    sentence = PROBLEMS.get(
        _SAME.get(code, code), "Slack refused it ({code}). `/policy digest status` shows what happened."
    )
    return sentence.format(channel=channel, code=code)


def is_known(code: str) -> bool:
    """Whether a reason of the platform has a sentence of its own.

    >>> is_known("msg_blocks_too_long"), is_known("time-out")
    (True, False)
    """
    return _SAME.get(code, code) in PROBLEMS


def sentences(*given: str) -> list[str]:
    """Sentences cut so that all of them fit one message, empty ones left out.

    >>> sentences("One.", "", "Two.")
    ['One.', 'Two.']
    """
    said = [sentence for sentence in given if sentence]
    room = MESSAGE_CHARS * 4 // 5 // max(1, len(said))  # a fifth is left for buttons
    return [cut(sentence, min(SENTENCE_CHARS, room)) for sentence in said]


def plain_message(*given: str, undo: str = "") -> Message:
    """Sentences, possibly with a button that takes back what they tell.

    Args:
        *given: One line each; what stands between backticks is shown as code.
        undo: The command that undoes it, as typed behind ``/policy``; empty for none.
    """
    said = sentences(*given)
    blocks: list[Block] = [rich(*(marked(sentence) for sentence in said))]
    if undo:
        blocks.append(row(button("Undo", f"{actions.RUN}_undo", undo)))
    return Message(text=spoken(sentence.replace("`", "") for sentence in said), blocks=blocks)


def confirm_message(question: str, command: str, *, yes: str) -> Message:
    """Asks before something that cannot be undone.

    Args:
        question: What would happen, in one sentence.
        command: What is done when somebody agrees, as typed behind ``/policy``.
        yes: Label of the button.
    """
    words = cut(question, SENTENCE_CHARS)
    agree = confirmed(button(yes, actions.CONFIRMED, command, style="danger"), yes, words, yes)
    return Message(text=spoken([words]), blocks=[rich(marked(words)), row(agree)])


def incident_message(incident: str) -> Message:
    """Something unforeseen; the id finds it in the log."""
    return plain_message(f"Something went wrong on my side. If it happens again, report incident {incident}.")


def delivery_problem(code: str, *, channel: str, local_on: date, unsure: bool = False) -> Message:
    """To the owner: the digest of a day could not be posted, and what would help.

    Args:
        code: The platform's reason.
        channel: Its name.
        local_on: The day.
        unsure: Whether it may have been posted, and the history that would tell cannot be read.
    """
    said = (
        f"Slack did not answer when I posted the digest of {day(local_on)} in {channel}, and I cannot look "
        "there whether it arrived; I keep trying, and do not post it twice."
        if unsure
        else f"The digest of {day(local_on)} is not in {channel}."
    )
    return plain_message(f"{said} {problem_words(code, channel)}")


def feed_failing(feed: Feed, *, error: str, since_at: datetime, zone: str) -> Message:
    """To the owner, once: a feed has failed for a day."""
    said = f" has not been read since {wording.clock(since_at, zone)}: {cut(error, ERROR_CHARS)}"
    return _feed(feed, said, f"/policy feeds pause {feed.id}")


def feed_recovered(feed: Feed) -> Message:
    """To the owner, once: the feed is read again."""
    return _feed(feed, " is read again.", "")


def _feed(feed: Feed, said: str, help_line: str) -> Message:
    name = cut(feed.title or feed.outlet, wording.NAME_CHARS)
    lines: list[Line] = [[link(name, feed.html_url or feed.url), text(said)]]
    if help_line:
        lines.append([text("To leave it alone: "), text(help_line, code=True)])
    return Message(text=spoken([f"{name}{said}"]), blocks=[rich(*lines)])


def correction_notice(number: int, article: Article, *, former_title: str = "") -> Message:
    """In the thread of a posted card: an article was corrected, retracted or edited."""
    was = f"; the headline was “{cut(former_title, cards.HEADLINE_CHARS)}”" if former_title else ""
    title = cut(article.title, cards.HEADLINE_CHARS)
    line = [text(f"Story {number}, corrected: "), link(title, article.url), text(was)]
    return Message(text=spoken(["".join(words_of(run) for run in line)]), blocks=[rich(line)])


def removal_notice(number: int) -> Message:
    """In the thread of a posted card: something was removed from it on request."""
    return plain_message(f"Story {number}: an article or a name was removed on request.")


def change_notice(story: DigestStory, *, today: date, zone: str, since_at: datetime) -> Message:
    """In the thread: what changed in a story since it was posted; its status leads where that changed."""
    setting = Setting(today=today, zone=zone, since_at=since_at)
    status = wording.status_line(story.view.status)
    lines = [
        [text(f"Story {story.number} · {status}{_former(story.changes)}", bold=True)],
        cards.headline_line(story),
        cards.other_side_line(story, setting),
        cards.changes_line(story, setting),
    ]
    block = cards.fitted(lines, cards.CARD_CHARS)
    return Message(text=spoken(_words(line) for line in lines if line), blocks=[block])


def _former(changes: Changes) -> str:
    was: StatusKind | None = changes.status_from
    return f" (was {wording.former_words(was)})" if was is not None else ""


_PERSONAL = ("dm", "digest")


def _words(line: Line) -> str:
    return "".join(words_of(run) for run in line)


def alert_message(
    follow: Follow, story: DigestStory, *, today: date, zone: str, again: bool = False
) -> Message:
    """To one who follows a name, or the channel that does: a story with it, and the button that ends this.

    Args:
        follow: What is followed.
        story: The story.
        today: The local date.
        zone: In which days are written.
        again: Whether the story was told before, and there is something new in it.
    """
    setting = Setting(today=today, zone=zone, since_at=story.view.story.first_at)
    who = "You follow" if follow.where in _PERSONAL else "This channel follows"
    news = "something new in a story" if again else "a new story"
    said = f"{who} {cut(follow.label, wording.NAME_CHARS)}: {news}"
    blocks = [rich([text(said, bold=True)]), *cards.card(story, setting, label=cards.id_label(story))]
    blocks.append(row(button("Unfollow", actions.UNFOLLOW, follow.id)))
    return Message(text=spoken([f"{said}.", cards.aloud(story, setting, number=False)]), blocks=blocks)
