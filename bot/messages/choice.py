"""What is asked back where a name is not clear: which one, or did you mean.

Called by `bot.services.answer` through the edges. Ambiguity is asked, never guessed: each button carries
the question with its entity chosen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.messages import actions, wording
from bot.messages.actions import question_value
from bot.messages.blocks import Block, Element, Message, button, rich, text
from bot.messages.blocks import actions as row
from bot.messages.fallback import spoken
from bot.model.entity import Entity
from bot.model.lookup import Candidate, Question, Resolution

MOST_CHOICES = 5  # more than five buttons are a list that nobody reads


def ambiguous_message(question: Question, resolution: Resolution, *, today: date) -> Message:
    """Which of several people or places of that name: a button each, with role, place and count."""
    asked = f"Which “{question.name}” do you mean?"
    return _message(asked, question, resolution.candidates, today)


def unknown_message(
    question: Question,
    resolution: Resolution,
    *,
    feeds: int,
    today: date,
    verbs: Iterable[str] = (),
) -> Message:
    """Nothing of that name: the nearest names as buttons, and the nearest commands.

    Args:
        question: What was asked.
        resolution: Its candidates are the nearest names, best first; may be none.
        feeds: How many feeds are read.
        today: The local date, by which roles are current.
        verbs: Commands that the first word may have been meant for.
    """
    read = wording.counted(feeds, "feed")
    near = resolution.candidates
    if near:
        asked = f"I know no “{question.name}”. Did you mean {_label(near[0].entity, today)}?"
    else:
        asked = (
            f"No office-holder, body, place or topic named “{question.name}” is in the stories of {read}, "
            "and no name near it is known."
        )
    commands = wording.one_of([f"/policy {verb}" for verb in verbs])
    if commands:
        asked = f"{asked} If you meant a command: {commands}; /policy help lists all."
    return _message(asked, question, near, today)


def _message(asked: str, question: Question, candidates: tuple[Candidate, ...], today: date) -> Message:
    shown = candidates[:MOST_CHOICES]
    blocks: list[Block] = [rich([text(asked)])]
    if shown:
        blocks.append(row(*(_choice(question, candidate, n, today) for n, candidate in enumerate(shown))))
    names = [f"{_label(c.entity, today)}, {wording.counted(c.articles, 'article')}." for c in shown]
    return Message(text=spoken([asked, *names]), blocks=blocks)


def _choice(question: Question, candidate: Candidate, number: int, today: date) -> Element:
    chosen = replace(question, name=candidate.entity.name, entity_id=candidate.entity.id, page=0)
    label = f"{_label(candidate.entity, today)} · {wording.counted(candidate.articles, 'article')}"
    return button(label, f"{actions.LOOKUP_CHOOSE}_{number}", question_value(chosen))


def _label(entity: Entity, today: date) -> str:
    """Name with office, or with what kind of place it is."""
    if entity.roles:
        return wording.titled(entity, today)
    return entity.name if entity.place is None else f"{entity.name}, {wording.place_words(entity.place)}"
