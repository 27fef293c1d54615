"""``policybot lookup``: what is known of a person, place, body or topic.

Called by `bot.cli.main`. Parses, calls `bot.services.answer` and prints; it decides nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import Progress, echo_json, now_option, opened, print_messages

if TYPE_CHECKING:
    from bot.model.digest import DigestStory
    from bot.services.answer import Reply

EPILOG = """\b
Examples:
  policybot lookup "Michelle Wu"
  policybot lookup Boston --days 30 --level city
  policybot lookup ICE --view quotes
  policybot lookup housing --format json
"""


@click.command(epilog=EPILOG)
@click.argument("name", nargs=-1, required=True)
@click.option("--days", type=click.IntRange(1, 365), default=14, show_default=True, help="How far back.")
@click.option(
    "--level",
    type=click.Choice(["city", "state", "federal", "foreign"]),
    default=None,
    help="Only stories of this level of government.",
)
@click.option(
    "--kind", type=click.Choice(["person", "place", "org"]), default=None, help="What the name names."
)
@click.option(
    "--view", type=click.Choice(["stories", "quotes", "timeline"]), default="stories", show_default=True
)
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True)
@click.option(
    "--format", "form", type=click.Choice(["text", "blocks", "json"]), default="text", show_default=True
)
@now_option
@click.pass_context
def lookup(
    ctx: click.Context, /, *, name: tuple[str, ...], days: int, level: str | None, kind: str | None,
    view: str, page: int, form: str, now: datetime | None,
) -> None:  # fmt: skip
    """Look up NAME: stories with their origins, who said what, who appears with whom.

    Exit status 1 when nobody and nothing of that name is known.
    """
    from bot.model.entity import EntityKind, Level
    from bot.model.lookup import Question, View

    question = Question(
        name=" ".join(name),
        kind=EntityKind(kind) if kind else None,
        days=days,
        level=Level(level) if level else None,
        view=View(view),
        page=page - 1,
    )
    with opened(now) as app:
        with Progress("Reading") as progress:
            app.ingest.catch_up(progress=progress)
        reply = app.answer.reply(question)
        if form == "json":
            echo_json(_reply_row(reply))
        else:
            print_messages([reply.message], form)
    if not reply.is_known:
        ctx.exit(1)


def _reply_row(reply: Reply) -> dict[str, Any]:
    """A reply as plain values for programs."""
    row: dict[str, Any] = {
        "resolution": reply.resolution.kind.value,
        "candidates": [
            {
                "entity": c.entity.id,
                "name": c.entity.name,
                "kind": c.entity.kind.value,
                "articles": c.articles,
            }
            for c in reply.resolution.candidates
        ],
    }
    answer = reply.answer
    if answer is None:
        return row
    return row | {
        "name": answer.title,
        "entity": answer.entity.id if answer.entity else None,
        "topic": reply.resolution.topic or None,
        "role": answer.role.title if answer.role else None,
        "since": answer.since_at.isoformat(),
        "until": answer.until_at.isoformat(),
        "articles": answer.articles,
        "outlets": answer.outlets,
        "origins": answer.origins,
        "per_day": list(answer.per_day),
        "stories": [_story_row(story) for story in answer.stories],
        "total_stories": answer.total_stories,
        "quotes": [
            {
                "words": q.statement.words,
                "venue": q.statement.venue,
                "outlet": q.article.outlet,
                "url": q.article.url,
            }
            for q in answer.quotes
        ],
        "appears_with": list(answer.appears_with),
    }


def _story_row(story: DigestStory) -> dict[str, Any]:
    view = story.view
    lead = next((a for a in story.articles if a.id == view.headline_article), story.articles[0])
    return {
        "id": view.story.id,
        "title": lead.title,
        "url": lead.url,
        "status": view.status.kind.value,
        "counted": view.status.line,
        "topics": list(view.topics),
        "levels": [level.value for level in view.levels],
        "outlets": list(view.outlets),
        "articles": [
            {"id": a.id, "outlet": a.outlet, "title": a.title, "url": a.url} for a in story.articles
        ],
    }
