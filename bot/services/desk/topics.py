"""Topics at the desk: the list, and a team's own topics, added and edited in a modal.

Called by `bot.services.desk.desk`, which asks for the role first. What a topic would catch is tried on the
articles of the last weeks before anybody relies on it; matching itself is `bot.nlp.topics`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.catalog.topics import topic_problems
from bot.commands import records
from bot.commands.parse import print_command
from bot.lookups.typed_names import fold
from bot.messages import modals, wording
from bot.messages.asking import offer_message
from bot.messages.lists import topics_messages
from bot.model.entity import slug_of
from bot.model.reading import Topic
from bot.nlp.topic_change import check_change
from bot.services.desk.common import told
from bot.services.desk.records import Asker, Form, FormErrors, Reply, Tools

_WEIGHT = 4.0  # a phrase by itself in a headline makes the topic (docs/topics.md: 3 scores a half)
_CLOSE = 0.6
_TRIED = timedelta(days=14)
_MOST_TRIED = 5_000  # articles; half a second at ten thousand a second


def do(tools: Tools, command: records.TopicsDo, asker: Asker) -> Reply:
    """List the topics, or open the modal of a new or an old one."""
    known = tools.topic_book.topics(asker.workspace)
    if command.action is records.TopicsAction.LIST:
        return Reply(messages=topics_messages(known), open_to_all=True)
    if command.action is records.TopicsAction.ADD:
        there = _named(known, command.topic) if command.topic else None
        name = command.topic
        blank = Topic(slug="", name=name) if name and there is None else there
        return Reply(view=modals.topic_modal(blank))
    return _edit(known, command)


def _edit(known: tuple[Topic, ...], command: records.TopicsDo) -> Reply:
    """The modal of one topic; a question back where it is not clear which."""
    found = _named(known, command.topic)
    if found is not None:
        return Reply(view=modals.topic_modal(found))
    listed = [topic for topic in known if not topic.negative]
    names = {fold(name): topic for topic in listed for name in (topic.name, topic.slug)}
    near = difflib.get_close_matches(fold(command.topic), names, n=3, cutoff=_CLOSE)
    shown = list({names[name].slug: names[name] for name in near}.values()) or listed
    choices = [(t.name, print_command(replace(command, topic=t.slug))) for t in shown]
    asked = f"There is no topic “{command.topic}”. Which one?" if command.topic else "Which topic?"
    return Reply(messages=(offer_message(asked, "`/policy topics` lists all.", choices=choices),))


def _named(known: Iterable[Topic], name: str) -> Topic | None:
    wanted = fold(name)
    shown = (topic for topic in known if not topic.negative)
    return next((t for t in shown if wanted and wanted in {fold(t.slug), fold(t.name)}), None)


def save_topic(tools: Tools, form: Form, asker: Asker) -> Reply | FormErrors:
    """Take the modal: phrases that stay keep their weight, new ones get a usual one."""
    known = tools.topic_book.topics(asker.workspace)
    name = str(form.values.get("name", "")).strip()
    phrases = _phrases(str(form.values.get("phrases", "")))
    former = next((topic for topic in known if topic.slug == form.about), None)
    errors = {}
    if not name:
        errors["name"] = "Give it a name, for example Bike lanes."
    elif former is None and _named(known, name) is not None:
        errors["name"] = f"There is a topic {name}. To change it: /policy topics edit {name}."
    elif former is None and not slug_of(name):
        errors["name"] = "A name has at least one letter."
    if not phrases:
        errors["phrases"] = "Give at least one word or phrase that such stories have."
    if errors:
        return FormErrors(by_field=errors)
    topic = _topic(former, name, phrases)
    if problems := topic_problems(topic):
        return FormErrors(by_field={"phrases": problems[0].partition(": ")[2] or problems[0]})
    tools.topic_book.save([topic], workspace=asker.workspace, by=asker.user)
    return told(
        f"The topic {topic.name} is {'changed' if former else 'added'}.", _tried(tools, known, topic, asker)
    )


def _topic(former: Topic | None, name: str, phrases: tuple[str, ...]) -> Topic:
    """The topic as filled in; phrases for which the modal had no room stay."""
    if former is None:
        return Topic(slug=slug_of(name), name=name, phrases=tuple((phrase, _WEIGHT) for phrase in phrases))
    weights = dict(former.phrases)
    hidden = former.phrases[len(modals.shown_phrases(former)) :]
    given = {phrase: weights.get(phrase, _WEIGHT) for phrase in phrases}
    return replace(former, name=name, phrases=tuple((given | dict(hidden)).items()))


def _phrases(text: str) -> tuple[str, ...]:
    r"""One a line, each once, in their order; commas part phrases too.

    >>> _phrases("bike lane\n bike  lanes, cycle track")
    ('bike lane', 'bike lanes', 'cycle track')
    """
    lines = (" ".join(part.split()) for line in text.splitlines() for part in line.split(","))
    return tuple(dict.fromkeys(line for line in lines if line))


def _tried(tools: Tools, known: tuple[Topic, ...], topic: Topic, asker: Asker) -> str:
    """What the topic would have caught and lost lately."""
    until = tools.clock()
    with tools.database.read() as tx:
        lately = tx.articles.window(until - _TRIED, until, workspace=asker.workspace, limit=_MOST_TRIED)
        articles = tx.articles.by_ids((article.id for article in lately), bodies=True)
    change = check_change(known, topic, articles)
    caught, lost = (
        wording.counted(len(change.caught), "article"),
        wording.counted(len(change.lost), "article"),
    )
    example = f", such as “{change.caught[0].title}”" if change.caught else ""
    return (
        f"Of {wording.counted(change.read, 'article')} of the last {_TRIED.days} days it gains "
        f"{caught}{example} and loses {lost}. It counts within seconds, for what is read from now on."
    )
