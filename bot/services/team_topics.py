"""The topics in force for each team while servers run, and what a team's own topics make of articles.

Used by the services that show stories. Articles are read once for everybody, with the operator's topics; a
team that edited topics gets them matched again as its stories are shown
(docs/decisions/0111-edits-while-servers-run.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.model.article import Article, ArticleId
from bot.model.reading import Reading, Topic, TopicScore
from bot.model.workspace import LOCAL_WORKSPACE, WorkspaceId
from bot.nlp.topics import TopicMatcher
from bot.services.live import Live

_MOST_KEPT = 50_000  # scores of articles; a month of a team that reads 500 feeds
_TeamLive = Live[tuple[tuple[Topic, ...], TopicMatcher | None]]


class TeamTopics:
    """Topics by team.

    Args:
        load: The topics of a team, as edited.
        stamp: Changes with each edit.
    """

    def __init__(self, load: Callable[[WorkspaceId], tuple[Topic, ...]], stamp: Callable[[], str]) -> None:
        self._load = load
        self._stamp = stamp
        self._teams: dict[WorkspaceId, _TeamLive] = {}
        self._scores: dict[tuple[str, ArticleId, str], tuple[TopicScore, ...]] = {}

    def of(self, workspace: WorkspaceId | None = None) -> tuple[Topic, ...]:
        """The topics of a team, in the order of a digest's sections; None for the operator's."""
        return self._live(workspace)[0]

    def is_own(self, workspace: WorkspaceId | None) -> bool:
        """Whether a team has other topics than the operator."""
        return self._live(workspace)[1] is not None

    def relabelled(
        self,
        readings: Mapping[ArticleId, Reading],
        articles: Mapping[ArticleId, Article],
        workspace: WorkspaceId | None,
    ) -> dict[ArticleId, Reading]:
        """Readings with the team's topics in place of the operator's; the same where both have the same."""
        matcher = self._live(workspace)[1]
        if matcher is None:
            return dict(readings)
        return {
            i: replace(reading, topics=self._scored(matcher, articles[i])) if i in articles else reading
            for i, reading in readings.items()
        }

    def about(
        self, slug: str, articles: Iterable[Article], workspace: WorkspaceId | None
    ) -> tuple[ArticleId, ...]:
        """Those of the articles that have a topic of the team, in their order."""
        matcher = self._live(workspace)[1]
        if matcher is None:
            return ()
        return tuple(a.id for a in articles if any(t.slug == slug for t in self._scored(matcher, a)))

    def _live(self, workspace: WorkspaceId | None) -> tuple[tuple[Topic, ...], TopicMatcher | None]:
        team = workspace or LOCAL_WORKSPACE
        if team not in self._teams:
            self._teams[team] = Live(lambda: self._made(team), self._stamp)
        return self._teams[team].now()

    def _made(self, team: WorkspaceId) -> tuple[tuple[Topic, ...], TopicMatcher | None]:
        own = self._load(team)
        same = team == LOCAL_WORKSPACE or own == self._load(LOCAL_WORKSPACE)
        return own, None if same else TopicMatcher(own)

    def _scored(self, matcher: TopicMatcher, article: Article) -> tuple[TopicScore, ...]:
        wording = f"{article.title}\n{article.summary}"
        key = (matcher.version, article.id, wording)
        if key not in self._scores:
            if len(self._scores) >= _MOST_KEPT:
                self._scores.clear()
            self._scores[key] = matcher.score(article.title, article.summary, article.body)
        return self._scores[key]
