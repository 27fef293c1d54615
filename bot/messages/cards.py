"""A story as a card, and as two lines for a thread.

Called by the builders of digests, lookups and alerts. Every line of a card that repeats what was read
links to it; what does not fit is left out from the end, never the headline.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.messages import wording
from bot.messages.actions import story_menu
from bot.messages.blocks import Block, Element, link, rich, section, text
from bot.messages.fallback import words_of
from bot.messages.limits import characters, cut
from bot.model.article import Article, ArticleId
from bot.model.digest import DigestStory
from bot.model.statement import Statement
from bot.model.story import StoryId

HEADLINE_CHARS = 300  # the longest headline in 20,000 real ones has fewer; beyond it, it is no headline
CARD_CHARS = 4_000  # two of the longest cards still leave room for header and footer in a message

BRIEF = "story:"
"""Opens the id of a block that holds a story in brief; behind it the story's id and number."""

Line = list[Element]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """When and where a card is read.

    Attributes:
        today: The local date it is for.
        zone: Zone in which days are written.
        since_at: Since when changes are counted.
    """

    today: date
    zone: str
    since_at: datetime


def headline(story: DigestStory) -> Article | None:
    """The article whose headline stands for the story; its first where that one is gone."""
    fitting = (a for a in story.articles if a.id == story.view.headline_article)
    return next(fitting, story.articles[0] if story.articles else None)


def _article(story: DigestStory, article_id: ArticleId) -> Article | None:
    return next((article for article in story.articles if article.id == article_id), None)


def label_of(story: DigestStory) -> str:
    """Number and levels of government."""
    return " · ".join(part for part in (str(story.number), wording.levels(story.view)) if part)


def id_label(story: DigestStory) -> str:
    """Levels of government and the story's short id, where it has no number in the channel's digest."""
    return " · ".join(part for part in (wording.levels(story.view), story.view.story.id) if part)


def card(story: DigestStory, setting: Setting, *, label: str = "") -> list[Block]:
    """The story's card: a label with its menu, then its lines.

    Args:
        story: The story.
        setting: When and where it is read.
        label: Instead of number and levels.
    """
    menu = story_menu(story.view.story.id)
    return [section(label or label_of(story), menu), fitted(_lines(story, setting), CARD_CHARS)]


def fitted(lines: list[Line], room: int) -> Block:
    """The lines as one paragraph of at most `room` characters; lines are left out from the end."""
    kept = [line for line in lines if line]
    while len(kept) > 1 and characters([rich(*kept)]) > room:
        kept.pop()
    return rich(*kept)


def _lines(story: DigestStory, setting: Setting) -> list[Line]:
    return [
        headline_line(story),
        [text(wording.status_line(story.view.status))],
        said_line(story, setting),
        other_side_line(story, setting),
        changes_line(story, setting),
        *conflict_lines(story),
        *_correction_lines(story),
    ]


def headline_line(story: DigestStory) -> Line:
    """The headline as published, linked."""
    article = headline(story)
    if article is None:
        return [text("Removed", italic=True)]
    return [link(cut(article.title, HEADLINE_CHARS), article.url, bold=True)]


def article_line(article: Article, setting: Setting) -> Line:
    """When an article was published, by whom, and its headline, linked."""
    when = wording.clock(article.published_at, setting.zone)
    outlet = cut(article.outlet, wording.NAME_CHARS)
    return [text(f"{when} · {outlet}: "), link(cut(article.title, HEADLINE_CHARS), article.url)]


def quote_line(story: DigestStory, statement: Statement, setting: Setting) -> Line:
    """A statement of the story, linked to the article that reports it; empty where it is not verbatim."""
    article = _article(story, statement.article_id)
    if article is None:
        return []
    names = wording.by_id(story.entities)
    return wording.statement_line(statement, article, names, setting.today, setting.zone)


def said_line(story: DigestStory, setting: Setting) -> Line:
    """The most telling statement, own words before reported ones, else the excerpt of the feed's summary."""
    replies = {statement.id for statement in _replies(story)}
    others = [statement for statement in story.view.statements if statement.id not in replies]
    article = headline(story)
    for statement in sorted(others, key=lambda statement: not statement.quoted):
        line = quote_line(story, statement, setting) if not repeats(statement, article) else []
        if line:
            return line
    if not story.excerpt or article is None:
        return []
    return [text(f"{cut(article.outlet, wording.NAME_CHARS)}: "), link(story.excerpt, article.url)]


def repeats(statement: Statement, article: Article | None) -> bool:
    """Whether a statement only says again what stands in the headline above it."""
    return article is not None and " ".join(statement.words.split()).lower() in article.title.lower()


def _replies(story: DigestStory) -> list[Statement]:
    """What the other side said, newest first, a denial before all."""
    replies = list(reversed(story.view.reply.statements))
    denial = story.view.status.denial
    return replies if denial is None else [denial, *(r for r in replies if r.id != denial.id)]


def other_side_line(story: DigestStory, setting: Setting) -> Line:
    """What the other side said, or in how many feeds nothing was found and since when."""
    for statement in _replies(story):
        line = quote_line(story, statement, setting)
        if line:
            return line
    reply = story.view.reply
    names = wording.by_id(story.entities)
    asked = [names[concerned].name for concerned in reply.concerned if concerned in names]
    if not asked or not reply.feeds:
        return []
    since = reply.since_at or story.view.story.first_at
    found = f"found in {wording.counted(reply.feeds, 'feed')}"
    when = wording.short_day(wording.local_day(since, setting.zone), setting.today)
    return [text(f"No reply from {wording.one_of(asked)} on this {found} since {when}")]


def changes_line(story: DigestStory, setting: Setting) -> Line:
    """What is new since the channel last saw the story."""
    since = wording.short_day(wording.local_day(setting.since_at, setting.zone), setting.today)
    words = wording.changes_words(story.changes, since)
    return [text(words, italic=True)] if words else []


def conflict_lines(story: DigestStory) -> list[Line]:
    """Numbers that differ, each value linked to the article that gives it."""
    lines = []
    for conflict in story.view.conflicts:
        given = [(value, _article(story, article_id)) for value, article_id in conflict.values]
        runs = [
            link(f"{value} ({article.outlet})", article.url)
            for value, article in given
            if article is not None
        ]
        if len(runs) > 1:
            joined = [part for run in runs for part in (text(" · "), run)][1:]
            lines.append([text(f"Numbers differ, {conflict.what}: "), *joined])
    return lines


def _correction_lines(story: DigestStory) -> list[Line]:
    articles = (_article(story, article_id) for article_id in story.changes.corrections)
    return [
        [text("Corrected or retracted: "), link(f"{cut(a.title, HEADLINE_CHARS)} ({a.outlet})", a.url)]
        for a in articles
        if a is not None
    ]


def brief(story: DigestStory, setting: Setting, *, drawn: int = 0) -> Block:
    """A story in two or three lines, for a thread; its block's id says which story it is.

    Args:
        story: The story.
        setting: When and where it is read.
        drawn: How often it was drawn anew: Slack wants another id each time.
    """
    return rich(
        *(line for line in brief_lines(story, setting) if line),
        block_id=f"{BRIEF}{story.view.story.id}:{story.number}:{drawn}",
    )


def story_of_brief(block: Block) -> StoryId:
    """The story that a block shows in brief; empty for another block."""
    given = str(block.get("block_id") or "")
    return StoryId(given.removeprefix(BRIEF).partition(":")[0] if given.startswith(BRIEF) else "")


def brief_lines(story: DigestStory, setting: Setting) -> list[Line]:
    """The same as lines."""
    label = label_of(story)
    return [
        [text(f"{label} · "), *headline_line(story)],
        [text(wording.status_line(story.view.status))],
        changes_line(story, setting),
    ]


def aloud(story: DigestStory, setting: Setting, *, number: bool = True) -> str:
    """A story in sentences that read well aloud, without links; with its number in front or without."""
    article = headline(story)
    title = cut(article.title, HEADLINE_CHARS) if article else "Removed"
    status = wording.status_line(story.view.status).split(" ", 1)[-1]
    said = (said_line(story, setting), other_side_line(story, setting))
    sentences = [title, status, *("".join(words_of(run) for run in line) for line in said)]
    told = [_sentence(words) for words in sentences if words]
    return " ".join([f"{story.number}.", *told] if number else told)


def _sentence(words: str) -> str:
    """Words with a full stop, and commas for the dots that a voice would read out."""
    spoken = words.replace(" · ", ", ")
    return spoken if spoken.endswith(_STOPS) else f"{spoken}."


_STOPS = (".", "!", "?", "…", ".”", "!”", "?”", "…”")
