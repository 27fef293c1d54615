"""What one article says of where its news comes from: who spoke, where, to whom, by which paper, by whose report.

Called by `bot.stories.origins` for each article of a story. Takes the statements that were read and fills in
what they lack from the text itself; articles are compared with each other in `bot.stories.ties`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.model.article import Article
from bot.model.entity import EntityId
from bot.model.statement import Statement
from bot.stories import cues
from bot.stories.mastheads import Masthead
from bot.stories.words import terms

Words = tuple[str, ...]

OFFICES = frozenset(
    "acting act president vice mayor governor gov senator sen representative rep congressman congresswoman chief "
    "executive director secretary attorney general judge justice sheriff police officer sgt sergeant lt lieutenant "
    "capt captain col colonel gen dr mr mrs ms prof professor rev councilor councilman councilwoman councilmember "
    "council member commissioner chairman chairwoman chair speaker leader minority majority manager city county "
    "state federal house senate white auditor treasurer superintendent spokesman spokeswoman spokesperson host "
    "engineer former deputy assistant minister prime king queen prince pope bishop ceo "
    "u.s us republican democratic democrat".split()
)
"""Words before a name that are no part of it."""

SMALL_WORDS = frozenset("the a an of and for its his her their".split())

PRONOUN = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)\s(?:also\s|later\s|then\s|has\s|had\s)*(?:said|says|told|wrote|added|added|testified|called|"
    r"claimed|warned|promised|argued|posted|announced|repeated|denied|insisted|asked|praised|acknowledged)\b"
)
IN_INTERVIEW = re.compile(
    r"\b(?:in|during) (?:an|a (?:phone|telephone|brief|recent)|an exclusive) interview\b(?! (?:with|on|to))"
)
BODY_WORDS = re.compile(rf"(?:{cues.ORG_WORDS})$", re.IGNORECASE)
GENERIC = frozenset(
    "show podcast radio news the tv television host network hour report program live tonight with of and on x".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """One lead to an origin inside an article.

    Attributes:
        speaker: Words of the speaker's name, lower case, offices left out; empty for none.
        is_body: Whether that is a body, not a person.
        entity: Whom the reading linked.
        quotes: Words of each quotation, lower case.
        venues: Kinds of venue named.
        venue_names: Telling words of the venues' names.
        venue: A venue as written; empty when none has a name.
        given_to: Outlets that it was said to.
        days: Days of the week named beside it.
        credits: Outlets credited with the report.
        documents: Kinds of paper it rests on.
        is_own: Found out by the outlet itself.
        is_anonymous: Said by people who are not named.
        words: The sentence that showed it first, verbatim.
        content: Terms of its sentences.
    """

    speaker: Words = ()
    is_body: bool = False
    entity: EntityId | None = None
    quotes: tuple[Words, ...] = ()
    venues: frozenset[str] = frozenset()
    venue_names: frozenset[str] = frozenset()
    venue: str = ""
    given_to: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    credits: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    is_own: bool = False
    is_anonymous: bool = False
    words: str = ""
    content: frozenset[str] = frozenset()

    @property
    def leads_somewhere(self) -> bool:
        """Whether it names any source at all."""
        return bool(
            self.speaker
            or self.given_to
            or self.credits
            or self.documents
            or self.is_own
            or self.is_anonymous
        )

    @property
    def has_venue(self) -> bool:
        """Whether it tells where the words were said."""
        return bool(self.venues or self.given_to)


NOWHERE = Trail()


def same_speaker(one: Trail, two: Trail) -> bool:
    """Whether two trails name one speaker: one linked entity, one surname, or one body with fewer words.

    >>> lund, tobias = Trail(speaker=("lund",)), Trail(speaker=("tobias", "lund"))
    >>> same_speaker(lund, tobias), same_speaker(tobias, Trail(speaker=("greta", "lund")))
    (True, False)
    """
    if not one.speaker or not two.speaker:
        return False
    if one.entity and two.entity:
        return one.entity == two.entity
    if one.is_body != two.is_body:
        return False
    if one.is_body:
        first, second = set(one.speaker), set(two.speaker)
        return first <= second or second <= first
    if one.speaker[-1] != two.speaker[-1]:
        return False
    return len(one.speaker) == 1 or len(two.speaker) == 1 or one.speaker[0] == two.speaker[0]


def trails(article: Article, statements: Sequence[Statement], masthead: Masthead) -> tuple[Trail, ...]:
    """The leads in an article, one per speaker, in order of their first sentence.

    Args:
        article: The article.
        statements: What was read in it; may be empty.
        masthead: Tells outlets from other names.

    Returns:
        Its trails; empty when it names no source.
    """
    found: list[Trail] = []
    every = list(cues.sentences(article))
    telling = [s for s in every if not s.is_title] or every
    for sentence in telling:
        inside = [s for s in statements if sentence.holds(s.field, s.cue[0])]
        trail = _read(sentence, inside, masthead)
        place = _place(trail, sentence, found)
        if place is not None:
            found[place] = _join(found[place], trail)
        elif trail.leads_somewhere:
            found.append(trail)
    return tuple(found)


def main_trail(article: Article, found: Sequence[Trail]) -> Trail:
    """The trail that an article's headline is about: its speaker stands in it; else the first of all."""
    title = set(re.findall(r"[^\W_]+", article.title.casefold()))
    named = (trail for trail in found if trail.speaker and trail.speaker[-1] in title)
    return next(named, found[0] if found else NOWHERE)


def _place(trail: Trail, sentence: cues.Sentence, found: Sequence[Trail]) -> int | None:
    """The trail that a sentence goes on with; None where it begins one or belongs to none."""
    if trail.speaker:
        same = [n for n, other in enumerate(found) if same_speaker(trail, other)]
        if same:
            return same[0]
        bare = found and not found[-1].speaker and not found[-1].given_to and not found[-1].is_own
        return len(found) - 1 if bare and found[-1].documents & trail.documents else None
    if not found:
        return None
    goes_on = (
        PRONOUN.search(sentence.text) or trail.venues or trail.credits or trail.quotes or trail.documents
    )
    starts_anew = trail.given_to or trail.is_own or trail.is_anonymous
    if PRONOUN.search(sentence.text) or (goes_on and not starts_anew):
        return len(found) - 1
    return None


def _join(one: Trail, two: Trail) -> Trail:
    return replace(
        one,
        speaker=max(one.speaker, two.speaker, key=len),
        is_body=one.is_body if one.speaker else two.is_body,
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


def _read(sentence: cues.Sentence, statements: Sequence[Statement], masthead: Masthead) -> Trail:
    text = sentence.text
    speaker, is_body, entity = _speaker(text, statements, masthead)
    given_to = _outlets(text, (cues.INTERVIEW,), masthead)
    if IN_INTERVIEW.search(text) and not given_to:
        given_to = frozenset({masthead.own})
    dug = _outlets(text, (cues.OBTAINED, cues.LEARNED), masthead)
    credited = _outlets(text, cues.CREDITS, masthead) | dug | _relays(statements, masthead)
    venues, names, venue = _venues(text, statements, masthead)
    trail = Trail(
        speaker=speaker,
        is_body=is_body,
        entity=entity,
        quotes=tuple(tuple(_plain(quote)) for quote in cues.quotations(text)),
        venues=venues,
        venue_names=names,
        venue=venue,
        given_to=given_to,
        days=frozenset(cues.DAYS.findall(text)),
        credits=credited - given_to - {masthead.own},
        documents=frozenset(kind for kind, pattern in cues.DOCUMENTS if pattern.search(text)),
        is_own=masthead.own in dug,
        is_anonymous=bool(cues.ANONYMOUS.search(text)),
        content=frozenset(terms(text)),
    )
    return replace(trail, words=text) if trail.leads_somewhere or trail.has_venue else trail


def _speaker(
    text: str, statements: Sequence[Statement], masthead: Masthead
) -> tuple[Words, bool, EntityId | None]:
    """Who speaks in a sentence: as read, else the first name beside a verb of saying that is no outlet's."""
    for statement in statements:
        words = name_words(statement.speaker_text)
        if words and masthead.find(statement.speaker_text) is None:
            return words, bool(BODY_WORDS.search(statement.speaker_text)), statement.speaker
    for pattern in (cues.SUBJECT, cues.INVERTED, cues.BODY, cues.AUTHOR, cues.ACCORDING, cues.LABEL):
        for match in pattern.finditer(text):
            name = match["name"].rstrip(".")
            words = name_words(name)
            if words and masthead.find(name) is None and name not in cues.NO_NAMES:
                return words, bool(BODY_WORDS.search(name)), None
    if cues.INTERVIEW.search(text) or any(pattern.search(text) for _, pattern in cues.VENUES):
        for match in cues.FULL_NAME.finditer(text):
            words = name_words(match.group())
            if len(words) > 1 and masthead.find(match.group()) is None:
                return words, bool(BODY_WORDS.search(match.group())), None
    return (), False, None


def name_words(name: str) -> Words:
    """The words of a name, offices and articles left out; of a person's the last two.

    >>> name_words("acting ICE director Tobias Lund"), name_words("the Department of Health")
    (('tobias', 'lund'), ('department', 'health'))
    """
    words = [
        w for w in re.findall(r"[^\W_][\w.-]*", name.casefold().replace("\u2019s", "").replace("'s", ""))
    ]
    if BODY_WORDS.search(name):
        return tuple(word for word in words if word not in SMALL_WORDS)
    return tuple(word.rstrip(".") for word in words if word.rstrip(".") not in OFFICES | SMALL_WORDS)[-2:]


def _outlets(text: str, patterns: Iterable[re.Pattern[str]], masthead: Masthead) -> frozenset[str]:
    return frozenset(
        key for pattern in patterns for name in _names(text, pattern) if (key := masthead.find(name))
    )


def _names(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """The name that each match found, whichever of the pattern's groups it stands in."""
    for match in pattern.finditer(text):
        yield from (name for key, name in match.groupdict().items() if name and key.startswith("name"))


def _relays(statements: Sequence[Statement], masthead: Masthead) -> frozenset[str]:
    named = (masthead.find(statement.relay) or "" for statement in statements if statement.relay)
    return frozenset(named) - {""}


def _venues(
    text: str, statements: Sequence[Statement], masthead: Masthead
) -> tuple[frozenset[str], frozenset[str], str]:
    kinds: set[str] = set()
    names: list[str] = [s.venue for s in statements if s.venue]
    for kind, pattern in cues.VENUES:
        if pattern.search(text):
            kinds.add(kind)
            names += _names(text, pattern)
    kinds |= {s.venue_kind for s in statements if s.venue_kind and s.venue_kind != "interview"}
    words = frozenset(word for name in names for word in _plain(name) if word not in GENERIC)
    return frozenset(kinds), words, names[0] if names else ""


def _plain(words: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", words.casefold().replace("\u2019", "'"))
