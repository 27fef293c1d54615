"""One person, place or body at length: coverage per day, stories, who said what.

Called by `bot.web.pages`. Shows the answer of a lookup over the whole time that is kept.
"""

from __future__ import annotations

from datetime import date

from bot.messages import wording
from bot.messages.cards import headline
from bot.messages.chart import coverage_days
from bot.model.digest import DigestStory
from bot.model.lookup import Answer
from bot.web.drawing import coverage_chart
from bot.web.fragments import rows, section, statement_row, text

_MOST_QUOTES = 50


def entity_html(answer: Answer) -> str:
    """The body of an entity's page."""
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
        section("stories", "Stories", _stories(answer)),
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


def _stories(answer: Answer) -> str:
    """One page of stories, with links to the pages before and after it."""
    number = answer.question.page
    last = max((story.number for story in answer.stories), default=answer.total_stories)
    links = [f'<a href="?page={number - 1}">Earlier in the list</a>'] if number else []
    if last < answer.total_stories:
        links.append(f'<a href="?page={number + 1}">More stories</a>')
    pager = f'\n<p class="pager">{" ".join(links)}</p>' if links else ""
    return rows((_story_row(story) for story in answer.stories), kind="stories") + pager


def _story_row(story: DigestStory) -> str:
    lead = headline(story)
    title = lead.title if lead else "Removed"
    key = story.view.story.id
    status = wording.status_line(story.view.status)
    return f'<a href="/story/{text(key)}">{text(title)}</a><br><span class="source">{text(status)}</span>'
