"""One person, place or body at length: coverage per day, stories, who said what.

Called by `bot.web.pages`. Shows the answer of a lookup over the whole time that is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.messages import wording
from bot.messages.cards import headline
from bot.messages.chart import coverage_days
from bot.model.digest import DigestStory
from bot.model.lookup import Answer
from bot.web.drawing import coverage_chart
from bot.web.fragments import link, rows, section, statement_row, text, way
from bot.web.wire import Frame

_MOST_QUOTES = 50


def entity_html(answer: Answer, *, frame: Frame, turned: Callable[[int], str]) -> str:
    """The body of an entity's page.

    Args:
        answer: One page of its stories, and all else.
        frame: Says whether the page leads to others.
        turned: The address of another page of stories, by its number from 0.
    """
    today = wording.local_day(answer.until_at, answer.zone)
    quotes = (
        statement_row(quote.statement, quote.article, today=today, zone=answer.zone)
        for quote in (*answer.quotes, *answer.unanswered)[:_MOST_QUOTES]
    )
    parts = [
        f'<p class="eyebrow">{text(_who(answer))}</p>',
        f"<h1>{text(answer.title)}</h1>",
        f'<p class="status">{text(_counts(answer))}</p>',
        section("days", "Articles per day", coverage_chart(coverage_days(answer))),
        section("stories", "Stories", _stories(answer, frame, turned)),
        section("said", "Own words", rows(shown for shown in quotes if shown)),
        section("company", "Appears with", rows(map(text, answer.appears_with), kind="inline")),
        '<p class="foot">Quotes are copied from the linked pages.</p>',
    ]
    return "\n".join(part for part in parts if part)


def _who(answer: Answer) -> str:
    entity = answer.entity
    if entity is not None and entity.place is not None:
        return wording.place_words(entity.place)
    if answer.role is not None:
        return wording.role_words(answer.role, stale=answer.role_is_stale)
    return entity.kind.value if entity is not None else "topic"


def _counts(answer: Answer) -> str:
    if not answer.articles:
        return f"No articles in {wording.counted(answer.feeds, 'feed')} read."
    since = wording.short_day(wording.local_day(answer.since_at, answer.zone), _today(answer))
    parts = (
        wording.counted(answer.articles, "article"),
        wording.counted(answer.total_stories, "story", "stories"),
        f"{wording.counted(answer.outlets, 'outlet')} → {wording.counted(answer.origins, 'origin')}",
    )
    return f"{' · '.join(parts)} since {since}"


def _today(answer: Answer) -> date:
    return wording.local_day(answer.until_at, answer.zone)


def _stories(answer: Answer, frame: Frame, turned: Callable[[int], str]) -> str:
    """One page of stories, with links to the pages before and after it."""
    number = answer.question.page
    last = max((story.number for story in answer.stories), default=answer.total_stories)
    links = [way("Earlier in the list", turned(number - 1))] if number else []
    if last < answer.total_stories:
        links.append(way("More stories", turned(number + 1)))
    pager = f'\n<p class="pager">{" ".join(links)}</p>' if links else ""
    return rows((_story_row(story, frame) for story in answer.stories), kind="stories") + pager


def _story_row(story: DigestStory, frame: Frame) -> str:
    """The headline, leading to the story's page, or where there is no way to where it was read."""
    lead = headline(story)
    title, url = (lead.title, lead.url) if lead else ("Removed", "")
    address = frame.story(story.view.story.id)
    shown = way(title, address) if address else link(title, url)
    return f'{shown}<br><span class="source">{text(wording.status_line(story.view.status))}</span>'
