"""What one article says of where its news comes from: who spoke, where, to whom, by whose report.

Called by `bot.stories.origins` for each article of a story. Takes the statements that were read and fills in
what they lack from the text itself; articles are compared with each other in `bot.stories.ties`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.model.article import Article
from bot.model.entity import EntityId
from bot.model.statement import Statement
from bot.stories import cues, occasions, relays
from bot.stories.casting import OFFICES, Cast, Words
from bot.stories.mastheads import Masthead
from bot.stories.phrases import BODY_NOUNS
from bot.stories.sentences import Sentence, quotations, sentences
from bot.stories.trail import NOWHERE, Trail, same_speaker
from bot.stories.words import STOP_WORDS, terms

SMALL_WORDS = frozenset(("the", "a", "an", "of", "and", "for", "its", "his", "her", "their"))
BODY_WORDS = re.compile(rf"\b(?:{BODY_NOUNS})(?:$| of\b| for\b)", re.IGNORECASE)
_GENERIC = """
show podcast radio news the tv television host network hour report program live tonight with of and on x
"""
GENERIC = frozenset(_GENERIC.split())
"""Words that tell no venue from another."""


def trails(
    article: Article, statements: Sequence[Statement], masthead: Masthead, cast: Cast
) -> tuple[Trail, ...]:
    """The leads in an article, one per speaker, in order of their first sentence.

    Args:
        article: The article.
        statements: What was read in it; may be empty.
        masthead: Tells outlets from other names.
        cast: Who holds which office in the story.

    Returns:
        Its trails; empty when it names no source.
    """
    found: list[Trail] = []
    every = list(sentences(article))
    for sentence in [s for s in every if not s.is_title] or every:
        inside = [s for s in statements if sentence.holds(s.field, s.cue[0])]
        trail = _read(sentence, inside, masthead, cast)
        place = _place(trail, sentence, found)
        if place is not None:
            found[place] = _join(found[place], trail)
        elif trail.leads_somewhere:
            found.append(trail)
    return tuple(found)


def main_trail(article: Article, found: Sequence[Trail]) -> Trail:
    """The trail that an article's headline is about: its speaker stands in it; else the first of all."""
    title = set(re.findall(r"[^\W_]+", article.title.casefold()))
    named = (trail for trail in found if any(person[-1] in title for person in trail.people))
    return next(named, found[0] if found else NOWHERE)


def _place(trail: Trail, sentence: Sentence, found: Sequence[Trail]) -> int | None:
    """The trail that a sentence goes on with; None where it begins one or belongs to none."""
    if not found:
        return None
    last = len(found) - 1
    if trail.has_speaker:
        same = [n for n, other in enumerate(found) if same_speaker(trail, other)]
        return same[0] if same else (last if _names_last(trail, sentence, found[-1]) else None)
    if cues.PRONOUN.search(sentence.text):
        return last
    if trail.given_to or trail.is_own or trail.is_anonymous or trail.role:
        return None
    return last if trail.venues or trail.credits or trail.quotes or trail.documents else None


def _names_last(trail: Trail, sentence: Sentence, last: Trail) -> bool:
    """Whether a sentence only now tells who spoke in the one before, or for whom."""
    if cues.REMARKS.search(sentence.text) or (last.bodies and cues.SPOKES.search(sentence.text)):
        return not last.people
    return (
        not last.has_speaker
        and not last.given_to
        and not last.is_own
        and bool(last.documents & trail.documents)
    )


def _join(one: Trail, two: Trail) -> Trail:
    return replace(
        one,
        people=tuple(dict.fromkeys(one.people + two.people)),
        bodies=tuple(dict.fromkeys(one.bodies + two.bodies)),
        role=one.role or two.role,
        entity=one.entity or two.entity,
        quotes=one.quotes + two.quotes,
        venues=one.venues | two.venues,
        venue_names=one.venue_names | two.venue_names,
        venue=one.venue or two.venue,
        given_to=one.given_to | two.given_to,
        days=one.days | two.days,
        credits=one.credits | two.credits,
        documents=one.documents | two.documents,
        is_own=one.is_own or two.is_own,
        is_anonymous=one.is_anonymous or two.is_anonymous,
        words=one.words or two.words,
        content=one.content | two.content,
    )


def _read(sentence: Sentence, statements: Sequence[Statement], masthead: Masthead, cast: Cast) -> Trail:
    text = sentence.text
    venues, venue_names = _venues(text, statements)
    name, entity = _speaker(text, statements, masthead, venue_names)
    people, bodies = _sorted_out(name, text)
    role = "" if name else _role(text)
    if role and (person := cast.find(role)):
        people = (person,)
    given_to = _outlets(text, relays.INTERVIEWED, masthead)
    if relays.OWN_INTERVIEW.search(text) and not given_to:
        given_to = frozenset({masthead.own})
    dug = _outlets(text, relays.DUG, masthead)
    credited = (
        _outlets(text, (*relays.REPORTED, relays.WIRE_LINE), masthead) | dug | _relays(statements, masthead)
    )
    trail = Trail(
        people=people,
        bodies=bodies,
        role=role,
        entity=entity,
        quotes=tuple(tuple(_plain(quote)) for quote in quotations(text)),
        venues=venues,
        venue_names=frozenset(w for name in venue_names for w in _plain(name) if w not in GENERIC),
        venue=venue_names[0] if venue_names else "",
        given_to=given_to,
        days=frozenset(occasions.DAYS.findall(text)),
        credits=(credited | _relays(statements, masthead)) - given_to - {masthead.own},
        documents=frozenset(kind for kind, pattern in occasions.DOCUMENTS if pattern.search(text)),
        is_own=masthead.own in dug,
        is_anonymous=bool(cues.ANONYMOUS.search(text)),
        content=frozenset(terms(text)),
    )
    return replace(trail, words=text) if trail.leads_somewhere or trail.has_venue else trail


def _speaker(
    text: str, statements: Sequence[Statement], masthead: Masthead, venue_names: Sequence[str]
) -> tuple[str, EntityId | None]:
    """Who speaks in a sentence: as read, else the first name beside a verb of saying that is no outlet's."""
    for statement in statements:
        if name_words(statement.speaker_text) and masthead.find(statement.speaker_text) is None:
            return statement.speaker_text, statement.speaker
    for pattern in cues.SPEAKERS:
        for match in pattern.finditer(text):
            name = match["name"].rstrip(".")
            if name_words(name) and masthead.find(name) is None and name not in cues.NO_NAMES:
                return name, None
    patterns = (*relays.INTERVIEWED, *(pattern for _, pattern in occasions.VENUES))
    if not any(pattern.search(text) for pattern in patterns):
        return "", None
    for match in cues.FULL_NAME.finditer(text):
        name = match.group().rstrip(".")
        is_venue = any(name in venue for venue in venue_names)
        if len(name_words(name)) > 1 and masthead.find(name) is None and not is_venue:
            return name, None
    return "", None


def _sorted_out(name: str, text: str) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """A name as that of a person or of a body; of a spokesperson's sentence also the body spoken for."""
    words = name_words(name)
    if words and BODY_WORDS.search(name):
        return (), (words,)
    bodies: tuple[Words, ...] = ()
    if cues.SPOKES.search(text):
        bodies = tuple(
            found
            for match in cues.FULL_NAME.finditer(text)
            if (found := name_words(match.group())) and found != words
        )
    return ((words,) if words else ()), bodies


def _role(text: str) -> str:
    """What a speaker without a name is called; empty where nobody speaks, or a pronoun does."""
    for match in cues.ROLE.finditer(text):
        if match["role"] not in STOP_WORDS:
            return match["role"]
    return ""


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


def _outlets(text: str, patterns: Iterable[re.Pattern[str]], masthead: Masthead) -> frozenset[str]:
    found = (masthead.find(name) for pattern in patterns for name in cues.names(text, pattern))
    return frozenset(key for key in found if key)


def _relays(statements: Sequence[Statement], masthead: Masthead) -> frozenset[str]:
    named = (masthead.find(statement.relay) or "" for statement in statements if statement.relay)
    return frozenset(named) - {""}


def _venues(text: str, statements: Sequence[Statement]) -> tuple[frozenset[str], list[str]]:
    """Kinds of venue named in a sentence, and their names as written."""
    kinds = {s.venue_kind for s in statements if s.venue_kind and s.venue_kind != "interview"}
    names = [s.venue for s in statements if s.venue]
    for kind, pattern in occasions.VENUES:
        if pattern.search(text):
            kinds.add(kind)
            names += cues.names(text, pattern)
    return frozenset(kinds), names


def _plain(words: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", words.casefold().replace("\u2019", "'"))
