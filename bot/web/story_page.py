"""One story at length: its status, where each article goes back to, who said what, its days.

Called by `bot.web.pages`. Shows what the card in the channel shows in short; it counts nothing itself.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from bot.messages import wording
from bot.messages.cards import headline
from bot.model.digest import DigestStory
from bot.model.statement import Statement
from bot.model.story import Origin, OriginKind
from bot.web.drawing import coverage_chart, origin_graph
from bot.web.fragments import article_row, link, rows, section, statement_row, text, way
from bot.web.wire import Frame

_FOOT = "An outlet counts for the origin that it goes back to. Quotes are copied from the linked pages."
_LEAST_DAYS = 7  # a story of one day would be one bar as wide as the page


def story_html(story: DigestStory, *, now: datetime, zone: str, frame: Frame) -> tuple[str, str]:
    """Title and body of a story's page.

    Args:
        story: As it stands now.
        now: The present instant.
        zone: In which days are counted.
        frame: Says whether the page leads to others.
    """
    lead = headline(story)
    title = lead.title if lead else "Removed"
    parts = [
        f'<p class="eyebrow">{text(_eyebrow(story))}</p>',
        f"<h1>{link(title, lead.url) if lead else text(title)}</h1>",
        f'<p class="status">{text(wording.status_line(story.view.status))}</p>',
        _people(story, now, zone, frame),
        section("origins", "Where each article goes back to", _origins(story)),
        section("said", "Who said what", _said(story, now, zone)),
        section("days", "Articles per day", _days(story, zone)),
        section("timeline", "Timeline", _timeline(story, zone)),
        f'<p class="foot">{_FOOT}</p>',
    ]
    return title, "\n".join(part for part in parts if part)


def _eyebrow(story: DigestStory) -> str:
    return " · ".join(part for part in (f"Story {story.view.story.id}", wording.levels(story.view)) if part)


def _people(story: DigestStory, now: datetime, zone: str, frame: Frame) -> str:
    """Everybody whom the story's card names, with a link to the page about them."""
    today = wording.local_day(now, zone)
    named = (
        way(wording.titled(entity, today), frame.entity(entity.id))
        for entity in story.entities
        if not entity.id.startswith("local:")  # known inside one article only: no page of its own
    )
    return rows(named, kind="inline")


def _origins(story: DigestStory) -> str:
    articles = {article.id: article for article in story.articles}
    drawing = origin_graph(story.view.graph, articles, {entity.id: entity.name for entity in story.entities})
    told = rows((_origin_row(origin) for origin in story.view.graph.origins), ordered=True)
    return f"{drawing}\n{told}" if drawing else told


def _origin_row(origin: Origin) -> str:
    if origin.kind is OriginKind.UNNAMED:
        label = "No source named"
    else:
        label = ", ".join(dict.fromkeys(part for part in (origin.label, origin.venue) if part))
    return f"<strong>{text(label)}</strong>: {text(', '.join(origin.outlets))}"


def _said(story: DigestStory, now: datetime, zone: str) -> str:
    """Statements under the name of who made them, in order of the story."""
    today = wording.local_day(now, zone)
    articles = {article.id: article for article in story.articles}
    names = wording.by_id(story.entities)
    by_speaker: dict[str, list[str]] = {}
    for statement in _statements(story):
        article = articles.get(statement.article_id)
        shown = statement_row(statement, article, today=today, zone=zone) if article else ""
        if shown:
            by_speaker.setdefault(wording.speaker(statement, names, today), []).append(shown)
    return "\n".join(f"<h3>{text(who)}</h3>\n{rows(said)}" for who, said in by_speaker.items())


def _statements(story: DigestStory) -> tuple[Statement, ...]:
    """Those of the story and those of the other side, each once."""
    both = (*story.view.statements, *story.view.reply.statements)
    return tuple({statement.id: statement for statement in both}.values())


def _days(story: DigestStory, zone: str) -> str:
    counts = Counter(wording.local_day(article.published_at, zone) for article in story.articles)
    if not counts:
        return ""
    last = max(counts)
    first = min(*counts, last - timedelta(days=_LEAST_DAYS - 1))
    return coverage_chart([(day, counts[day]) for day in _days_between(first, last)])


def _days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _timeline(story: DigestStory, zone: str) -> str:
    ordered = sorted(story.articles, key=lambda article: (article.published_at, article.id))
    return rows((article_row(article, zone) for article in ordered), kind="timeline", ordered=True)
