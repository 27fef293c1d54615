"""Whom a typed name means, for commands that do something with it: one clear target, or a question back.

Called by the handlers of this package. Like lookups it never guesses between two of one name; a name can also
be typed as an id (``geonames:4930956``, ``topic:housing``, ``story:s1k9``), which is what buttons do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.commands.parse import nearest_verbs
from bot.errors import UserError
from bot.messages.asking import Choice, candidate_label, name_label, offer_message
from bot.messages.limits import cut
from bot.model.digest import DigestStory
from bot.model.entity import EntityId
from bot.model.lookup import Candidate, Question, ResolutionKind
from bot.services.desk.common import today
from bot.services.desk.lookups import place_hint
from bot.services.desk.records import Asker, Reply, Tools
from bot.services.desk.stories import get_story
from bot.services.follow import Target

_ID = re.compile(r"\[?((?:geonames|org|person|topic|story):[\w.-]+)\]?")
_TITLE = 80  # characters of a headline by which a followed story is listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A name that means nobody for certain.

    Attributes:
        asked: The question back, in one sentence.
        choices: What it may mean: label, and the command with it instead of the name.
    """

    asked: str
    choices: tuple[Choice, ...] = ()

    @property
    def reply(self) -> Reply:
        """The question, with a button for each choice."""
        return Reply(messages=(offer_message(self.asked, choices=self.choices),))

    def in_words(self) -> str:
        """The question with its choices as one sentence, for below an input."""
        labels = "; ".join(label for label, _ in self.choices)
        plain = self.asked.replace("`", "")
        return f"{plain} {labels}. Write more of the name." if labels else plain


def named(tools: Tools, name: str, asker: Asker, typed: Callable[[str], str]) -> Target | Unclear:
    """The person, body, place, topic or story that a name means.

    Args:
        tools: What the desk works with.
        name: As typed, or an id.
        asker: Whose home region wins a tie.
        typed: Gives the command with another name in it, for the buttons of a question back.

    Returns:
        The target; a question back where several have the name, or nobody has.

    Ends in `UserError` if an id is of something that is gone.
    """
    by_id = _ID.fullmatch(name.strip())
    if by_id is not None:
        return _by_id(tools, by_id[1], asker)
    hint = place_hint(tools, asker)
    found = tools.answer.resolve(Question(name=name), workspace=asker.workspace, place_hint=hint)
    on = today(tools, asker.zone)
    if found.kind is ResolutionKind.TOPIC:
        return _topic(tools, found.topic, asker)
    if found.kind is ResolutionKind.CLEAR:
        return _of_candidate(found.candidates[0], on)
    choices = tuple((candidate_label(c, on), typed(c.entity.id)) for c in found.candidates)
    several = found.kind is ResolutionKind.AMBIGUOUS
    asked = f"Which “{name}” do you mean?" if several else _unknown(name, choices)
    return Unclear(asked=asked, choices=choices)


def _unknown(name: str, choices: Sequence[Choice]) -> str:
    if choices:
        return f"I know no “{name}”. Did you mean one of these?"
    verbs = nearest_verbs(name)
    command = f" If you meant a command: `/policy {verbs[0]}`." if verbs else ""
    return (
        f"I know no “{name}”: nobody and nothing of that name is in the feeds read, and no name near it."
        f"{command}"
    )


def _of_candidate(candidate: Candidate, on: date) -> Target:
    entity = candidate.entity
    label = entity.name if entity.place is None else name_label(entity, on)
    return Target(kind="entity", id=entity.id, label=label)


def _by_id(tools: Tools, given: str, asker: Asker) -> Target:
    kind, _, rest = given.partition(":")
    if kind == "topic":
        return _topic(tools, rest, asker)
    if kind == "story":
        story = get_story(tools, rest, asker)
        return Target(kind="story", id=story.view.story.id, label=f"“{cut(_headline(story), _TITLE)}”")
    with tools.database.read() as tx:
        found = tools.directory.find_all(tx, [EntityId(given)]).get(EntityId(given))
    if found is None:
        raise UserError(f"Nothing is known under {given} any more. Type the name instead.")
    return _of_candidate(Candidate(entity=found), today(tools, asker.zone))


def _topic(tools: Tools, slug: str, asker: Asker) -> Target:
    found = next((topic for topic in tools.topics.of(asker.workspace) if topic.slug == slug), None)
    if found is None:
        raise UserError(f"There is no topic “{slug}”. `/policy topics` lists them.")
    return Target(kind="topic", id=found.slug, label=found.name)


def _headline(story: DigestStory) -> str:
    lead = next((a for a in story.articles if a.id == story.view.headline_article), story.articles[0])
    return lead.title
