"""Topics as people edit them: tried on what is stored before anything is saved, kept beside the file, undone.

Called by the command line and the Slack edge. The file ships the topics; what the operator changes is stored
and counts for what is read from then on, in servers that run too; a team's edits lie over the operator's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from bot.catalog.topics import load_topics, topic_problems
from bot.errors import UserError
from bot.model.reading import Topic
from bot.model.workspace import LOCAL_WORKSPACE, AuditEntry, UserId, WorkspaceId
from bot.nlp.topic_change import TopicChange, check_change
from bot.services.live import TOPICS, touch
from bot.storage.database import Database
from bot.storage.transaction import Transaction

OPERATOR = UserId("operator")
"""Who edits at the command line."""

_MOST = 20_000  # articles tried: two seconds at ten thousand a second


def check_topics(
    database: Database, topics: Sequence[Topic], path: Path, *, since: datetime, until: datetime
) -> tuple[tuple[str, TopicChange], ...]:
    """What each topic of a file that differs from those in force would catch and lose.

    Args:
        database: Where the articles are.
        topics: Those in force.
        path: A file like ``config/topics.toml``.
        since: Start of the articles tried, by publication.
        until: End of them.

    Returns:
        (slug, change) of each new or different topic, in the file's order.
    """
    known = {topic.slug: topic for topic in topics}
    edited = [topic for topic in load_topics(path) if known.get(topic.slug) != topic]
    with database.read() as tx:
        ids = [article.id for article in tx.articles.window(since, until, limit=_MOST)]
        articles = tx.articles.by_ids(ids, bodies=True)
    return tuple((topic.slug, check_change(topics, topic, articles)) for topic in edited)


def edited(shipped: Sequence[Topic], edits: Mapping[str, Topic | None]) -> tuple[Topic, ...]:
    """The topics of the file with a team's edits: replaced where they stand, left out, or added at the end.

    >>> bus, rail = Topic(slug="bus", name="Bus"), Topic(slug="rail", name="Rail")
    >>> [t.slug for t in edited([bus], {"bus": None, "rail": rail})]
    ['rail']
    """
    known = {topic.slug for topic in shipped}
    kept = (edits.get(topic.slug, topic) for topic in shipped)
    added = (topic for slug, topic in sorted(edits.items()) if slug not in known)
    return tuple(topic for topic in (*kept, *added) if topic is not None)


class TopicBook:
    """The topics of the file and their edits.

    Args:
        database: Gives the database when it is needed.
        shipped: The topics of the file.
        clock: The present instant.
        new_id: Gives an id that nobody had before, for the audit.
    """

    def __init__(
        self,
        database: Callable[[], Database],
        *,
        shipped: Sequence[Topic],
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._database = database
        self.shipped = tuple(shipped)
        self._clock = clock
        self._new_id = new_id

    def topics(self, workspace: WorkspaceId = LOCAL_WORKSPACE) -> tuple[Topic, ...]:
        """The topics in force for a team, in the order of a digest's sections."""
        with self._database().read() as tx:
            shared = edited(self.shipped, tx.topics.of_workspace(LOCAL_WORKSPACE))
            if workspace == LOCAL_WORKSPACE:
                return shared
            return edited(shared, tx.topics.of_workspace(workspace))

    def save(
        self, topics: Sequence[Topic], *, workspace: WorkspaceId = LOCAL_WORKSPACE, by: UserId = OPERATOR
    ) -> None:
        """Add topics, or replace those of their slugs.

        Raises:
            UserError: One of them cannot be used; nothing is saved then.
        """
        if problems := [problem for topic in topics for problem in topic_problems(topic)]:
            raise UserError("; ".join(problems))
        with self._database().write() as tx:
            for topic in topics:
                tx.topics.save(workspace, topic, by=by, at=self._clock())
                self._note(tx, "saved topic", topic.slug, workspace, by)

    def remove(self, slug: str, *, workspace: WorkspaceId = LOCAL_WORKSPACE, by: UserId = OPERATOR) -> Topic:
        """Take a topic out, a shipped one too.

        Raises:
            UserError: There is no such topic.
        """
        found = next((topic for topic in self.topics(workspace) if topic.slug == slug), None)
        if found is None:
            raise UserError(f"There is no topic {slug!r}. policybot topics list shows them.")
        with self._database().write() as tx:
            tx.topics.switch_off(workspace, slug, by=by, at=self._clock())
            self._note(tx, "removed topic", slug, workspace, by)
        return found

    def undo(self, slug: str, *, workspace: WorkspaceId = LOCAL_WORKSPACE, by: UserId = OPERATOR) -> None:
        """Take back the newest edit of a topic.

        Raises:
            UserError: It was not edited.
        """
        with self._database().write() as tx:
            if not tx.topics.undo(workspace, slug, at=self._clock()):
                raise UserError(f"There is no edit of a topic {slug!r} to undo.")
            self._note(tx, "undid an edit of topic", slug, workspace, by)

    def _note(self, tx: Transaction, action: str, slug: str, workspace: WorkspaceId, by: UserId) -> None:
        now = self._clock()
        entry = AuditEntry(
            id=self._new_id(), workspace_id=workspace, by=by, action=action, subject=slug, at=now
        )
        tx.audit.add(entry)
        touch(tx, TOPICS)
