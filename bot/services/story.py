"""One story as somebody names it: by its id, or by its number in a channel's last digest.

Called by the command line and the Slack edge, which show it with `bot.messages.story`. An id that was merged
leads to the story that carries on; a team sees its stories as it split and joined them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.digests.compose import OTHER, named_entities
from bot.errors import UserError
from bot.model.article import Article
from bot.model.digest import DigestStory, SubscriptionId
from bot.model.story import StoryId, Tie
from bot.model.workspace import WorkspaceId
from bot.services.overlay import Grouped
from bot.services.shelf import Shelves
from bot.storage.transaction import Transaction


def story_id_of(
    tx: Transaction, ref: str, *, subscription: SubscriptionId | None = None
) -> tuple[StoryId, int]:
    """The story that somebody names, and its number; 1 where it was named by its id.

    Args:
        tx: One snapshot.
        ref: An id, or a number in the channel's last digest.
        subscription: The channel's; None where none is known.

    Raises:
        UserError: The channel's last digest has no such number.
    """
    numbers = tx.views.numbered(subscription) if subscription is not None else {}
    if not ref.isdigit():
        story_id = StoryId(ref)
        return story_id, next((n for n, i in numbers.items() if i == story_id), 1)
    if not numbers:
        raise UserError(
            "This channel has had no digest, so no story has a number yet. Lookups print a story's id, for "
            "example `/policy today` and then Why in a story's menu."
        )
    if int(ref) not in numbers:
        raise UserError(
            f"The last digest of this channel has stories 1 to {max(numbers)}, no story {ref}. "
            f"For example: `/policy why {max(numbers)}`."
        )
    return numbers[int(ref)], int(ref)


def get_story(
    tx: Transaction,
    shelves: Shelves,
    ref: str,
    *,
    now: datetime,
    workspace: WorkspaceId | None = None,
    subscription: SubscriptionId | None = None,
) -> DigestStory:
    """The story that somebody names, as it stands now.

    Args:
        tx: One snapshot.
        shelves: Stories as of a moment.
        ref: An id, or a number in the channel's last digest.
        now: The present instant.
        workspace: Whose private feeds and corrections count.
        subscription: The channel's, for numbers.

    Returns:
        The story with its articles and whom its card names.

    Raises:
        UserError: There is no such story.
    """
    story_id, number = story_id_of(tx, ref, subscription=subscription)
    found = Grouped(tx, workspace).find(story_id)
    shelf = shelves.load(tx, (found,) if found is not None else (), until=now, workspace=workspace)
    if not shelf.views:
        raise UserError(f"There is no story {ref}, or its articles are older than is kept.")
    view = shelf.views[0]
    return DigestStory(
        number=number,
        topic=view.topics[0] if view.topics else OTHER.slug,
        view=view,
        articles=shelf.of(view),
        entities=named_entities(view, shelf.entities),
    )


def story_row(story: DigestStory) -> dict[str, Any]:
    """A story as plain values for programs (``policybot story --format json``)."""
    view = story.view
    ties = {tie.article_id: tie for tie in view.graph.ties}
    return {
        "id": view.story.id,
        "continues": view.story.continues,
        "status": view.status.kind.value,
        "counted": view.status.line,
        "topics": list(view.topics),
        "levels": [level.value for level in view.levels],
        "articles": [_article_row(article, ties.get(article.id)) for article in story.articles],
        "origins": [
            {
                "id": origin.id,
                "kind": origin.kind.value,
                "label": origin.label,
                "speaker": origin.speaker,
                "venue": origin.venue,
                "outlets": list(origin.outlets),
                "articles": list(origin.article_ids),
            }
            for origin in view.graph.origins
        ],
        "statements": [
            {
                "speaker": said.speaker or said.speaker_text,
                "words": said.words,
                "quoted": said.quoted,
                "venue": said.venue,
                "article": said.article_id,
            }
            for said in view.statements
        ],
    }


def _article_row(article: Article, tie: Tie | None) -> dict[str, Any]:
    return {
        "id": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "url": article.url,
        "published": article.published_at.isoformat(),
        "origin": tie.origin_id if tie else None,
        "reason": tie.reason.value if tie else None,
        "words": tie.words if tie else "",
    }
