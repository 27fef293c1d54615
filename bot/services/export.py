"""What is known of a name as a file: stories, their status, their articles, who said what.

Called by the command line and the Slack edge. Extract only: headlines as published, words that stand in the
stored article, counts; every line carries the link to where it was read.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum

from bot.errors import UserError
from bot.messages import wording
from bot.model.article import Article, ArticleId
from bot.model.digest import DigestStory
from bot.model.entity import Entity, EntityId
from bot.model.lookup import Answer, Question, Resolution, ResolutionKind
from bot.model.statement import Stance, Statement
from bot.model.workspace import WorkspaceId
from bot.services.answer import Answerer, Reply
from bot.storage.database import Database

_MOST_NAMES = 8  # of a name that several have, or that is misspelt
_FORMULA = ("=", "+", "-", "@")  # how a cell begins that a spreadsheet would run
_NO_ADDRESS = re.compile(r"[<>\s]")  # would end the address of a link
_MARKS = re.compile(r"([\\`*_\[\]<>#|&~])")


class Form(StrEnum):
    """What a file is written as."""

    MARKDOWN = "md"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an export; the columns of its CSV form.

    Attributes:
        kind: ``story``, ``article`` or ``statement``.
        story: Short id of the story it belongs to; empty for a statement outside the stories.
        at: When it was published, ISO 8601 in UTC; for a statement the day it was made, where that is told.
        outlet: Who published it.
        speaker: Whose words, for a statement.
        stance: ``said``, ``denied`` or ``declined``, for a statement.
        venue: Where it was said, as written.
        words: Headline as published, or words that stand in the article.
        status: The story's rung.
        counted: How it was counted.
        url: Where it was read.
    """

    kind: str
    story: str = ""
    at: str = ""
    outlet: str = ""
    speaker: str = ""
    stance: str = ""
    venue: str = ""
    words: str
    status: str = ""
    counted: str = ""
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """An export before it is written.

    Attributes:
        name: Whom or what it is about.
        role: Present role in words, with its date where it may be stale; empty for none.
        since: First instant of the window, ISO 8601.
        until: Its end.
        counts: Articles, outlets, origins, stories, feeds.
        lines: Story by story, each with its articles and statements; then statements outside of stories.
    """

    name: str
    role: str
    since: str
    until: str
    counts: Mapping[str, int]
    lines: tuple[Line, ...]


class Exporter:
    """Makes exports.

    Args:
        database: Where the articles are.
        answer: Lookups.
    """

    def __init__(self, database: Database, answer: Answerer) -> None:
        self._database = database
        self._answer = answer

    def export(self, question: Question, *, form: Form, workspace: WorkspaceId | None = None) -> str:
        """The file's text.

        Args:
            question: Whom it is about, and the window; view and page do not matter.
            form: What it is written as.
            workspace: Whose private feeds may show.

        Returns:
            The whole text, ending in a line feed.

        Ends in `UserError` if the name means nobody, or several.
        """
        return write(self.collect(question, workspace=workspace), form)

    def collect(self, question: Question, *, workspace: WorkspaceId | None = None) -> Dossier:
        """What is known, before it is written.

        Args:
            question: Whom it is about, and the window.
            workspace: Whose private feeds may show.

        Returns:
            Everything of the window, over all pages of a lookup.

        Ends in `UserError` if the name means nobody, or several.
        """
        answer = _known(self._answer.reply(replace(question, page=0), workspace=workspace), question)
        stories = {story.view.story.id: story for story in answer.stories}
        page = 0
        while len(stories) < answer.total_stories:
            page += 1
            more = self._answer.reply(replace(question, page=page), workspace=workspace).answer
            if more is None or not more.stories:
                break
            stories |= {story.view.story.id: story for story in more.stories}
        return self._dossier(answer, tuple(stories.values()))

    def _dossier(self, answer: Answer, stories: tuple[DigestStory, ...]) -> Dossier:
        wanted = {a.id for story in stories for a in story.articles} | {q.article.id for q in answer.quotes}
        with self._database.read() as tx:
            articles = {article.id: article for article in tx.articles.by_ids(wanted, bodies=True)}
        names = {entity.id: entity for story in stories for entity in story.entities}
        if answer.entity is not None:
            names[answer.entity.id] = answer.entity
        lines = [line for story in stories for line in _story_lines(story, articles, names)]
        told = {statement.id for story in stories for statement in story.view.statements}
        own = (q.statement for q in (*answer.quotes, *answer.unanswered) if q.statement.id not in told)
        lines += _statement_lines("", own, articles, names)
        return Dossier(
            name=answer.title,
            role=wording.role_words(answer.role, stale=answer.role_is_stale) if answer.role else "",
            since=answer.since_at.isoformat(),
            until=answer.until_at.isoformat(),
            counts={
                "articles": answer.articles,
                "outlets": answer.outlets,
                "origins": answer.origins,
                "stories": answer.total_stories,
                "feeds": answer.feeds,
            },
            lines=tuple(lines),
        )


def _known(reply: Reply, question: Question) -> Answer:
    """The answer.

    Raises:
        UserError: There is none; it says why.
    """
    if reply.answer is not None:
        return reply.answer
    names = _candidates(reply.resolution)
    if reply.resolution.kind is ResolutionKind.AMBIGUOUS:
        raise UserError(f"{question.name!r} may be {names}. Say which by its id in brackets.")
    nearest = f" Did you mean {names}?" if names else ""
    raise UserError(f"Nothing of the name {question.name!r} is known.{nearest}")


def _candidates(resolution: Resolution) -> str:
    found = [candidate.entity for candidate in resolution.candidates[:_MOST_NAMES]]
    return wording.one_of([f"{_place(entity)} [{entity.id}]" for entity in found])


def _place(entity: Entity) -> str:
    return f"{entity.name}, {wording.place_words(entity.place)}" if entity.place else entity.name


def _story_lines(
    story: DigestStory, articles: Mapping[ArticleId, Article], names: Mapping[EntityId, Entity]
) -> Iterator[Line]:
    """A story: its headline with its status, its articles by publication, its statements."""
    view = story.view
    lead = articles.get(view.headline_article) or next(iter(story.articles), None)
    if lead is not None:
        line = _article_line("story", view.story.id, lead)
        yield replace(line, status=view.status.kind.value, counted=view.status.line)
    for article in story.articles:
        yield _article_line("article", view.story.id, article)
    yield from _statement_lines(view.story.id, view.statements, articles, names)


def _article_line(kind: str, story: str, article: Article) -> Line:
    at = article.published_at.isoformat()
    return Line(kind=kind, story=story, at=at, outlet=article.outlet, words=article.title, url=article.url)


def _statement_lines(
    story: str,
    statements: Iterable[Statement],
    articles: Mapping[ArticleId, Article],
    names: Mapping[EntityId, Entity],
) -> Iterator[Line]:
    """Statements whose words stand in the stored article; the others are left out."""
    for statement in statements:
        article = articles.get(statement.article_id)
        if article is None:
            continue
        words = "" if statement.stance is Stance.DECLINED else wording.verbatim(statement, article)
        if words is None:
            continue
        day = statement.said_on or article.published_at.date()
        yield Line(
            kind="statement",
            story=story,
            at=day.isoformat(),
            outlet=article.outlet,
            speaker=wording.speaker(statement, names, day),
            stance=statement.stance.value,
            venue=statement.venue,
            words=f"“{words}”" if statement.quoted and words else words,
            url=article.url,
        )


def write(dossier: Dossier, form: Form) -> str:
    """A dossier as text.

    Args:
        dossier: What is known.
        form: What it is written as.

    >>> empty = Dossier(name="Boston", role="", since="2026-03-01", until="2026-03-15", counts={}, lines=())
    >>> write(empty, Form.CSV).splitlines()
    ['kind,story,at,outlet,speaker,stance,venue,words,status,counted,url']
    """
    writers: dict[Form, Callable[[Dossier], str]] = {
        Form.MARKDOWN: _markdown,
        Form.CSV: _csv,
        Form.JSON: lambda d: json.dumps(asdict(d), ensure_ascii=False, indent=1) + "\n",
    }
    return writers[form](dossier)


def _csv(dossier: Dossier) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = [field.name for field in fields(Line)]
    writer.writerow(columns)
    for line in dossier.lines:
        writer.writerow([_cell(getattr(line, column)) for column in columns])
    return out.getvalue()


def _cell(text: str) -> str:
    """A cell on one line that no spreadsheet takes for a formula."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA) else line


def _markdown(dossier: Dossier) -> str:
    counts = " · ".join(f"{count} {what}" for what, count in dossier.counts.items())
    head = [f"# {_plain(dossier.name)}", "", *([_plain(dossier.role), ""] if dossier.role else [])]
    head += [f"{dossier.since[:10]} to {dossier.until[:10]} · {counts}"]
    body = [part for line in dossier.lines for part in _markdown_line(line)]
    return "\n".join([*head, *body, ""])


def _markdown_line(line: Line) -> tuple[str, ...]:
    words = _plain(line.words) or "declined to comment"
    link = f"[{words}](<{_NO_ADDRESS.sub('', line.url)}>)"
    when = line.at[:10]
    if line.kind == "story":
        return "", f"## {link}", "", f"{line.status} · {_plain(line.counted)} · {line.story}", ""
    if line.kind == "article":
        return (f"- {when} · {_plain(line.outlet)}: {link}",)
    place = ", ".join(_plain(part) for part in (line.venue, when) if part)
    denies = ", denies" if line.stance == Stance.DENIED else ""
    return (f"- **{_plain(line.speaker)}**{denies} · {place} · {_plain(line.outlet)}: {link}",)


def _plain(text: str) -> str:
    """Text that Markdown shows as it stands, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
