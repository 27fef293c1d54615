"""A lookup's answer as a message: stories, quotes or timeline of one name.

Called by `bot.services.answer` through the edges. Shows what was reported and where it was read; what it
leaves out for want of room it says.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import ceil
from typing import Any

from bot.messages import actions, cards, limits, wording
from bot.messages.actions import question_block_id, question_value, story_menu
from bot.messages.blocks import (
    Block,
    Element,
    Message,
    button,
    context,
    header,
    option,
    rich,
    section,
    select,
    text,
)
from bot.messages.blocks import actions as row
from bot.messages.cards import Line, Setting
from bot.messages.fallback import spoken
from bot.model.digest import DigestStory
from bot.model.entity import EntityKind, Level
from bot.model.lookup import Answer, Question, Quote, View
from bot.model.statement import Stance

QUOTES_PER_PAGE = 10
TIMELINE_LINES = 30
STATEMENTS_PER_STORY = 2  # one of the person asked about, one of somebody else
_BARS = "▁▂▃▅▇"  # the steps that all common fonts draw on one base line
_MOST_BARS = 15  # a bar a day for two weeks; longer windows are summed up
_WINDOWS = (7, 14, 30, 90)
_STORY_ROOM = 1_600  # five stories a page, with header and footer, stay under the limit of a message
_ANY = "any"


def answer_message(answer: Answer) -> Message:
    """What is known of a name, as the view that was asked for.

    With ``here`` in the question the buttons that only the asker needs are left out.
    """
    setting = Setting(today=_today(answer), zone=answer.zone, since_at=answer.since_at)
    answer = replace(answer, title=limits.cut(answer.title, limits.HEADER_CHARS))
    views = {View.STORIES: _stories, View.QUOTES: _quotes, View.TIMELINE: _timeline}
    body = views[answer.question.view](answer, setting) if answer.articles else [_nothing(answer)]
    head = [header(answer.title), rich(_summary(answer, setting))]
    feet = [*_company(answer), _controls(answer)]
    shown = len(body)
    while shown > 1 and not limits.fits([*head, *body[:shown], _left_out(len(body) - shown), *feet]):
        shown -= 1
    rest = [_left_out(len(body) - shown)] if shown < len(body) else []
    blocks = actions.distinct([*head, *body[:shown], *rest, *feet])
    return Message(text=_aloud(answer, setting), blocks=blocks)


def _left_out(count: int) -> Block:
    return context(f"{count} more did not fit into one message")


def _today(answer: Answer) -> date:
    return wording.local_day(answer.until_at, answer.zone)


def window_words(question: Question, today: date) -> str:
    """The window in words: ``last 14 days``, ``since 1 Aug``."""
    if question.since_on is not None:
        return f"since {wording.short_day(question.since_on, today)}"
    return f"last {wording.counted(question.days, 'day')}"


def spark(per_day: tuple[int, ...]) -> str:
    """Coverage as a line of bars, oldest first; empty without any.

    >>> spark((0, 1, 0, 4, 8))
    '▁▂▁▃▇'
    """
    if not any(per_day):
        return ""
    size = ceil(len(per_day) / _MOST_BARS)
    sums = [sum(per_day[start : start + size]) for start in range(0, len(per_day), size)]
    top = max(sums)
    return "".join(_BARS[ceil(value / top * (len(_BARS) - 1))] if value else _BARS[0] for value in sums)


def _counts(answer: Answer) -> str:
    parts = [
        wording.counted(answer.articles, "article"),
        wording.counted(answer.total_stories, "story", "stories"),
        f"{wording.counted(answer.outlets, 'outlet')} → {wording.counted(answer.origins, 'origin')}",
    ]
    return " · ".join(parts)


def _who(answer: Answer) -> str:
    """Office and level of government; for a place, what kind it is and where."""
    if answer.entity is not None and answer.entity.place is not None:
        return wording.place_words(answer.entity.place)
    level = answer.role.level if answer.role else answer.entity.level if answer.entity else None
    role = wording.role_words(answer.role, stale=answer.role_is_stale) if answer.role else ""
    return " ".join(part for part in (role, f"({level.value})" if level else "") if part)


def _summary(answer: Answer, setting: Setting) -> list[Element]:
    window = window_words(answer.question, setting.today)
    if answer.question.level is not None:
        window = f"{answer.question.level.value} level, {window}"
    if not answer.articles:
        return [text(" · ".join(part for part in (_who(answer), window) if part))]
    bars = f"{window} {spark(answer.per_day)} {_counts(answer)}"
    return [text(" · ".join(part for part in (_who(answer), bars) if part))]


def _nothing(answer: Answer) -> Block:
    window = window_words(answer.question, _today(answer))
    read = wording.counted(answer.feeds, "feed")
    return rich([text(f"No stories with {answer.title} ({window}) in {read} read")])


def _stories(answer: Answer, setting: Setting) -> list[Block]:
    return [block for story in answer.stories for block in _story(story, setting)]


def _story(story: DigestStory, setting: Setting) -> list[Block]:
    quotes = (cards.quote_line(story, statement, setting) for statement in story.view.statements)
    said = [line for line in quotes if line][:STATEMENTS_PER_STORY]
    lines = [cards.headline_line(story), [text(_story_status(story, setting))], *said]
    if not said:
        lines.append(cards.said_line(story, setting))
    lines += cards.conflict_lines(story)
    return [
        section(f"▸ {cards.id_label(story)}", story_menu(story.view.story.id)),
        cards.fitted(lines, _STORY_ROOM),
    ]


def _story_status(story: DigestStory, setting: Setting) -> str:
    first, last = story.view.story.first_at, story.view.story.last_at
    days = [wording.short_day(wording.local_day(at, setting.zone), setting.today) for at in (first, last)]
    span = " to ".join(dict.fromkeys(days))
    return f"{wording.status_line(story.view.status)} · {span}"


def _quotes(answer: Answer, setting: Setting) -> list[Block]:
    start = answer.question.page * QUOTES_PER_PAGE
    lines = (_quote(quote, setting) for quote in answer.quotes[start : start + QUOTES_PER_PAGE])
    blocks = [rich(line) for line in lines if line]
    silent = [_quote(quote, setting) for quote in answer.unanswered] if start == 0 else []
    if silent:
        blocks.append(rich([text("Asked, and declined to comment", bold=True)]))
        blocks += [rich(line) for line in silent[:QUOTES_PER_PAGE]]
    return blocks or [rich([text(f"No quotations of {answer.title} were found in this window")])]


def _quote(quote: Quote, setting: Setting) -> Line:
    """Where and when, the words linked, and the outlet once; the speaker stands in the heading."""
    line = wording.words_line(quote.statement, quote.article, setting.today, setting.zone)
    if not line:
        return []
    stance = "Denial · " if quote.statement.stance is Stance.DENIED else ""
    outlet = "" if _names_outlet(quote) else f" ({limits.cut(quote.article.outlet, wording.NAME_CHARS)})"
    return [text(stance), *line, text(outlet)]


def _names_outlet(quote: Quote) -> bool:
    return not quote.statement.quoted and quote.statement.stance is not Stance.DECLINED


def _timeline(answer: Answer, setting: Setting) -> list[Block]:
    articles = {a.id: a for story in answer.stories for a in story.articles}
    ordered = sorted(articles.values(), key=lambda a: (a.published_at, a.id))[-TIMELINE_LINES:]
    return [rich(cards.article_line(article, setting)) for article in ordered]


def _company(answer: Answer) -> list[Block]:
    if not answer.appears_with:
        return []
    return [context(f"Appears with: {' · '.join(answer.appears_with)}")]


def _controls(answer: Answer) -> Block:
    """Buttons and menus; the question stands in the block's id, because a menu's choices have no room."""
    question = answer.question
    if answer.entity is not None:
        question = replace(question, entity_id=answer.entity.id)
    block_id = question_block_id(question)
    follow = _asking("Follow", actions.FOLLOW, question, page=0, here=False)
    menus = [_windows(question), _levels(question), _views(question)] if block_id else []
    return row(follow, *menus, *_pages(answer, question), *_personal(answer, question), block_id=block_id)


def _asking(label: str, action_id: str, question: Question, **changed: Any) -> Element:
    return button(label, action_id, question_value(replace(question, **changed)))


def _pages(answer: Answer, question: Question) -> list[Element]:
    found = []
    if question.page > 0:
        found.append(_asking("Newer", actions.LOOKUP_NEWER, question, page=question.page - 1))
    if _has_older(answer):
        found.append(_asking("Older", actions.LOOKUP_OLDER, question, page=question.page + 1))
    return found


def _personal(answer: Answer, question: Question) -> list[Element]:
    """What only the asker can do."""
    if question.here:
        return []
    found = [_asking("Share to channel", actions.LOOKUP_SHARE, question, here=True)]
    if any(answer.per_day):
        found.append(_asking("Chart", actions.LOOKUP_CHART, question, page=0))
    if answer.entity is not None and answer.entity.kind is EntityKind.PERSON:
        found.append(_asking("Not this person?", actions.LOOKUP_WRONG, question, page=0))
    return found


def _has_older(answer: Answer) -> bool:
    if answer.question.view is View.QUOTES:
        return (answer.question.page + 1) * QUOTES_PER_PAGE < len(answer.quotes)
    last = max((story.number for story in answer.stories), default=0)
    return last < answer.total_stories


def _windows(question: Question) -> Element:
    choices = [option(f"{days} days", str(days)) for days in _WINDOWS]
    chosen = str(question.days) if question.since_on is None else None
    return select(actions.LOOKUP_WINDOW, "Window", choices, chosen=chosen)


def _levels(question: Question) -> Element:
    choices = [option(level.value.capitalize(), level.value) for level in Level]
    every = option("All levels", _ANY)
    return select(actions.LOOKUP_LEVEL, "Level", [every, *choices], chosen=question.level or _ANY)


def _views(question: Question) -> Element:
    choices = [option(view.value.capitalize(), view.value) for view in View]
    return select(actions.LOOKUP_VIEW, "View", choices, chosen=question.view)


def chosen_question(action_id: str, block_id: str, value: str) -> Question:
    """The question after a choice in one of an answer's three menus.

    >>> chosen_question(actions.LOOKUP_WINDOW, '{"name":"Boston"}', "30").days
    30
    """
    question = actions.read_question(block_id)
    if action_id == actions.LOOKUP_WINDOW:
        return replace(question, days=int(value), since_on=None)
    if action_id == actions.LOOKUP_LEVEL:
        return replace(question, level=None if value == _ANY else Level(value))
    return replace(question, view=View(value))


def _aloud(answer: Answer, setting: Setting) -> str:
    who = _who(answer)
    name = f"{answer.title}, {who}" if who else answer.title
    window = window_words(answer.question, setting.today)
    if not answer.articles:
        read = wording.counted(answer.feeds, "feed")
        return spoken([f"{name}: no stories ({window}) in {read} read."])
    counts = _counts(answer).replace(" · ", ", ").replace(" → ", " going back to ")
    stories = [cards.aloud(story, setting) for story in answer.stories]
    return spoken([f"{name}, {window}: {counts}.", *stories])
