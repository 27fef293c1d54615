"""Questions back and offers: sentences with buttons that each carry out a typed command.

Called by services for commands that need one clear name. A button holds the whole command, so nothing has to
be remembered between question and answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.messages import actions, wording
from bot.messages.blocks import Block, Message, button, marked, rich
from bot.messages.blocks import actions as row
from bot.messages.fallback import spoken
from bot.messages.notices import sentences
from bot.model.entity import Entity
from bot.model.lookup import Candidate

MOST_CHOICES = 5  # as in bot.messages.choice: a longer list is not read

Choice = tuple[str, str]
"""Label of a button, and the command that it carries out, as typed behind ``/policy``."""


def offer_message(
    *given: str, choices: Iterable[Choice] = (), undo: str = "", correction: str = ""
) -> Message:
    """Sentences, and below them buttons for what may come next.

    Args:
        *given: One line each; what stands between backticks is shown as code.
        choices: At most five; more are left out.
        undo: The command that takes back what the sentences tell; empty for none.
        correction: The id of a correction that they tell, which has no command to undo it; empty for none.
    """
    said = sentences(*given)
    shown = tuple(choices)[:MOST_CHOICES]
    buttons = [button(label, f"{actions.RUN}_{n}", command) for n, (label, command) in enumerate(shown)]
    if undo:
        buttons.append(button("Undo", f"{actions.RUN}_undo", undo))
    if correction:
        buttons.append(button("Undo", actions.STORY_UNDO, correction))
    blocks: list[Block] = [rich(*(marked(sentence) for sentence in said))]
    if buttons:
        blocks.append(row(*buttons))
    labels = wording.one_of([label for label, _ in shown])
    aloud = [sentence.replace("`", "") for sentence in said]
    return Message(text=spoken([*aloud, f"{labels}."] if labels else aloud), blocks=blocks)


def name_label(entity: Entity, on: date) -> str:
    """A name by which it can be told from others: with office, or with what kind of place it is.

    >>> from bot.model.entity import EntityId, EntityKind
    >>> name_label(Entity(id=EntityId("org:ice"), kind=EntityKind.ORG, name="ICE"), date(2026, 3, 4))
    'ICE'
    """
    if entity.roles:
        return wording.titled(entity, on)
    return entity.name if entity.place is None else f"{entity.name}, {wording.place_words(entity.place)}"


def candidate_label(candidate: Candidate, on: date) -> str:
    """The same with how many articles mention it."""
    return f"{name_label(candidate.entity, on)} · {wording.counted(candidate.articles, 'article')}"
