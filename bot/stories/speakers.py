"""Who speaks in a sentence: a person, a body, or somebody called by an office alone.

Called by `bot.stories.trails` for each sentence. The words beside the verb come first, what was read fills
in what they leave open, and the story's cast turns an office into a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model.entity import EntityId
from bot.model.statement import Statement
from bot.stories import cues, occasions, relays
from bot.stories.casting import OFFICES, Cast, Words
from bot.stories.mastheads import Masthead
from bot.stories.phrases import BODY_NOUNS
from bot.stories.words import STOP_WORDS

SMALL_WORDS = frozenset(("the", "a", "an", "of", "and", "for", "its", "his", "her", "their"))
BODY_WORDS = re.compile(rf"\b(?:{BODY_NOUNS})(?:$| of\b| for\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks in a sentence; empty for nobody.

    Attributes:
        people: Names of the speaker where that is a person: lower case, offices left out.
        bodies: Names of the body that speaks, or for which the speaker speaks.
        role: What the speaker is called where nobody tells the name ("passenger").
        entity: Whom the reading linked.
    """

    people: tuple[Words, ...] = ()
    bodies: tuple[Words, ...] = ()
    role: str = ""
    entity: EntityId | None = None


def find_speaker(
    text: str, statements: Sequence[Statement], masthead: Masthead, cast: Cast, venues: Sequence[str] = ()
) -> Speaker:
    """Who speaks in a sentence.

    Args:
        text: The sentence.
        statements: What was read in it; may be empty.
        masthead: Tells outlets from other names: an outlet is credited, it does not speak.
        cast: Who holds which office in the story.
        venues: Names of venues in the sentence; a show's host is no speaker.
    """
    name = next(_names(text, masthead, venues), "") or _read_name(statements, masthead)
    if not name:
        role = _role(text)
        known = cast.find(role) if role else None
        return Speaker(people=(known,) if known else (), role=role)
    words = name_words(name)
    entity = next(
        (s.speaker for s in statements if s.speaker and words[-1] in name_words(s.speaker_text)), None
    )
    if BODY_WORDS.search(name):
        return Speaker(bodies=(words,), entity=entity)
    return Speaker(people=(words,), bodies=_spoken_for(text, words), entity=entity)


def name_words(name: str) -> Words:
    """The words of a name, offices and articles left out; of a person's the last two.

    >>> name_words("acting ICE director Tobias Lund"), name_words("the Department of Health")
    (('tobias', 'lund'), ('department', 'health'))
    """
    plain = name.casefold().replace("\u2019s", "").replace("'s", "")
    words = [word.rstrip(".") for word in re.findall(r"[^\W_][\w.-]*", plain)]
    if BODY_WORDS.search(name):
        return tuple(word for word in words if word not in SMALL_WORDS)
    return tuple(word for word in words if word not in OFFICES | SMALL_WORDS)[-2:]


def _names(text: str, masthead: Masthead, venues: Sequence[str]) -> Iterator[str]:
    """Names beside a verb of saying, best first; then a full name in a sentence that tells an occasion."""
    for pattern in cues.SPEAKERS:
        for name in cues.names(text, pattern):
            if name not in cues.NO_NAMES and _can_speak(name, masthead):
                yield name
    patterns = (*relays.INTERVIEWED, *(pattern for _, pattern in occasions.VENUES))
    if not any(pattern.search(text) for pattern in patterns):
        return
    for match in cues.FULL_NAME.finditer(text):
        name = match.group().rstrip(".")
        is_venue = any(name in venue for venue in venues)
        if len(name_words(name)) > 1 and not is_venue and _can_speak(name, masthead):
            yield name


def _can_speak(name: str, masthead: Masthead) -> bool:
    return bool(name_words(name)) and masthead.find(name) is None


def _read_name(statements: Sequence[Statement], masthead: Masthead) -> str:
    """The first speaker who was linked and said something that can be shown."""
    for statement in statements:
        name = statement.speaker_text
        if statement.words and statement.speaker and _can_speak(name, masthead):
            return name
    return ""


def _spoken_for(text: str, words: Words) -> tuple[Words, ...]:
    """Bodies for which a spokesperson speaks: every other name in the sentence."""
    if not cues.SPOKES.search(text):
        return ()
    full = [match.group() for match in cues.FULL_NAME.finditer(text)]
    found = (name_words(name) for name in [*cues.names(text, cues.SPOKEN_FOR), *full])
    return tuple(name for name in found if name and name != words)


def _role(text: str) -> str:
    """What a speaker without a name is called; empty where nobody speaks, or a pronoun does."""
    roles = (match["role"] for match in cues.ROLE.finditer(text))
    return next((role for role in roles if role not in STOP_WORDS), "")
