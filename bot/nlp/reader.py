"""The door of this room: articles in, readings out.

Called by `bot.services.ingest` and the command line's ``read``. The order is annotate, names, places, people
and bodies, topics, statements; each step sees what the ones before it found. Nothing of spaCy leaves here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from types import MappingProxyType

from bot.model.article import Article, ArticleId
from bot.model.entity import Entity, EntityId, EntityKind, Field, Mention
from bot.model.feed import Outlet
from bot.model.reading import Reading
from bot.nlp.annotate import FIELDS, Annotated, Annotator
from bot.nlp.common_words import is_common
from bot.nlp.found import MODEL, Found
from bot.nlp.language import is_english
from bot.nlp.lexicon import Lexicon
from bot.nlp.linking import Context, PersonLinker
from bot.nlp.names import find_names, is_known_place
from bot.nlp.orgs import body_of, link_orgs, new_orgs
from bot.nlp.people import LinkedPerson, link_people, new_people
from bot.nlp.place_index import PlaceIndex
from bot.nlp.place_scan import iter_found
from bot.nlp.place_spots import Stretch
from bot.nlp.places import PlaceLinker, PlaceSpan
from bot.nlp.roles import roles_seen
from bot.nlp.statements import find_statements
from bot.nlp.topics import TopicMatcher

RULES_VERSION = 4
"""Raised whenever the rules of this room change what a reading holds, so that stored ones are read again."""

_CAPITALISED = re.compile(r"[A-Z][^\W\d_]+")
_NO_GIVEN: Mapping[ArticleId, Sequence[GivenMention]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenMention:
    """A span that somebody else's recogniser found: it is linked, nothing is looked for beside it."""

    field: Field
    start: int
    end: int
    kind: EntityKind


class Reader:
    """Reads articles.

    Args:
        annotator: Runs the language model.
        entities: Curated bodies and listed people.
        outlets: Publishers; their names are organisations in a text.
        places: The gazetteer; None leaves places unlinked.
        topics: Compiled topics; None finds none.
        statements: Whether statements are wanted; they need the parser, which halves the speed.
    """

    def __init__(
        self,
        annotator: Annotator,
        *,
        entities: Iterable[Entity] = (),
        outlets: Iterable[Outlet] = (),
        places: PlaceIndex | None = None,
        topics: TopicMatcher | None = None,
        statements: bool = True,
    ) -> None:
        listed = tuple(entities)
        self._annotator = annotator
        self._lexicon = Lexicon(listed, outlets)
        self._places = places
        self._place_linker = PlaceLinker(places) if places is not None else None
        self._topics = topics
        self._statements = statements
        self._linker = PersonLinker(listed, _regions(listed, places))

    @cached_property
    def version(self) -> str:
        """Hash over model, rules, lexicons, roster and what is asked for; another one means: read again."""
        parts = (
            self._annotator.model_sha256,
            str(self._annotator.words),
            str(RULES_VERSION),
            self._lexicon.version,
            self._linker.version,
            self._topics.version if self._topics else "",
            str(self._statements),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def iter_readings(
        self,
        articles: Iterable[Article],
        *,
        given: Mapping[ArticleId, Sequence[GivenMention]] | None = None,
    ) -> Iterator[Reading]:
        """Read articles in their order.

        Args:
            articles: Any number; read lazily, in batches.
            given: Mentions to link instead of finding names, by article; such an article gets no others.

        Yields:
            One reading per article; an empty one where the article is not in English.
        """
        stream = iter(articles)
        while batch := list(islice(stream, self._annotator.batch_size)):
            english = [a for a in batch if is_english(_sample(a), a.language)]
            annotated = self._annotator.iter_annotated(
                english, parse=self._statements, names_in=self._names_in
            )
            read = {a.article.id: self._read(a, (given or _NO_GIVEN).get(a.article.id)) for a in annotated}
            for article in batch:
                yield read.get(article.id) or Reading(article_id=article.id, version=self.version)

    def _read(self, annotated: Annotated, given: Sequence[GivenMention] | None) -> Reading:
        article = annotated.article
        texts = {name: part.cased for name, part in annotated.fields.items()}
        if given is None:
            named = find_names(annotated, self._lexicon, self._places)
            placed = self._placed(annotated, named)
        else:
            named = _given(given, article)
            placed = self._placed_given(article, named)
        placed = tuple(m for m in placed if m.weak or not _is_part_of_name(named, m))
        found = without(named, placed)
        org_ids = link_orgs(found, self._lexicon.find_id, self._is_curated)
        context = self._context(article, placed, org_ids)
        people = link_people(found, texts, linker=self._linker, context=context, article_id=article.id)
        seats = {(m.field, m.start): m.entity_id for m in placed if m.weak and m.entity_id is not None}
        orgs = new_orgs(found, org_ids, is_curated=self._is_curated, seats=seats)
        bodies = tuple(_of_orgs(found, org_ids, article))
        seated = {o.id: o for o in orgs} | self._curated(org_ids.values())
        places = (*(m for m in placed if given is not None or not m.weak), *_of_seats(bodies, seated))
        mentions = in_order((*places, *_of_people(people, article), *bodies))
        return Reading(
            article_id=article.id,
            version=self.version,
            mentions=mentions,
            entities=(*new_people(people), *orgs),
            roles=roles_seen(people, texts, places=placed, seen_on=article.published_at.date()),
            topics=self._topics.score(article.title, article.summary, article.body) if self._topics else (),
            statements=find_statements(annotated, mentions) if annotated.parsed else (),
        )

    def _placed(self, annotated: Annotated, found: Sequence[Found]) -> tuple[Mention, ...]:
        """Place mentions; weak ones stand for the place in front of a body named by pattern."""
        if self._place_linker is None:
            return tuple(mention_of(f, annotated.article) for f in found if f.kind is EntityKind.PLACE)
        return self._place_linker.link(
            annotated,
            people=[_stretch(f) for f in found if f.kind is EntityKind.PERSON],
            bodies=[_stretch(f) for f in found if f.kind is EntityKind.ORG],
            heads=_heads(found),
        )

    def _placed_given(self, article: Article, found: Sequence[Found]) -> tuple[Mention, ...]:
        places = [f for f in found if f.kind is EntityKind.PLACE]
        if self._place_linker is None:
            return tuple(mention_of(f, article) for f in places)
        spans = [PlaceSpan(field=f.field, start=f.start, end=f.end) for f in places]
        return self._place_linker.link_given(article, spans)

    def _context(
        self, article: Article, places: Iterable[Mention], org_ids: Mapping[str, EntityId]
    ) -> Context:
        named = frozenset(p.entity_id for p in places if p.entity_id is not None)
        known = [self._places.find_place(i) for i in named] if self._places else []
        return Context(
            on=article.published_at.date(),
            home=article.place or "",
            places=named,
            regions=frozenset(e.place.region for e in known if e is not None and e.place is not None),
            bodies=frozenset(org_ids.values()),
        )

    def _names_in(self, title: str) -> Iterator[tuple[int, int]]:
        """Curated names, listed surnames and places of a headline: they keep their capitals."""
        yield from ((hit.start, hit.end) for hit in self._lexicon.iter_hits(title))
        for word in _CAPITALISED.finditer(title):
            if self._linker.is_surname(word[0]) and not is_common(word[0].lower()):
                yield word.span()
        for found in iter_found(title, self._places) if self._places is not None else ():
            is_word = " " not in found.name and is_common(found.name.lower())
            if not is_word and (" " not in found.name or is_known_place(found.candidates)):
                yield found.start, found.end

    def _curated(self, ids: Iterable[EntityId]) -> dict[EntityId, Entity]:
        known = (self._lexicon.find_entity(i) for i in ids)
        return {e.id: e for e in known if e is not None}

    def _is_curated(self, entity_id: EntityId) -> bool:
        return self._lexicon.find_entity(entity_id) is not None


def _regions(listed: Iterable[Entity], places: PlaceIndex | None) -> dict[EntityId, str]:
    """Region of the place of every listed office."""
    if places is None:
        return {}
    offices = {role.place for entity in listed for role in entity.roles if role.place is not None}
    known = {place: places.find_place(place) for place in offices}
    return {
        i: e.place.region
        for i, e in known.items()
        if e is not None and e.place is not None and e.place.region
    }


def _stretch(one: Found) -> Stretch:
    return one.field, one.start, one.end


def _heads(found: Iterable[Found]) -> Iterator[Stretch]:
    """The place in front of each body named by pattern, to be linked with the article's other places."""
    for one in found:
        body = body_of(one) if one.kind is EntityKind.ORG and one.entity_id is None else None
        if body is not None:
            yield one.field, one.start, one.start + body.head_end


def _is_part_of_name(found: Iterable[Found], place: Mention) -> bool:
    """Whether a stretch is surely no place (Carney, by the list), or is cut out of a longer name."""
    return any(
        f.field == place.field
        and f.start < place.end
        and place.start < f.end
        and f.kind is not EntityKind.PLACE
        and (f.rank != MODEL or (f.start, f.end) != (place.start, place.end))
        for f in found
    )


def without(found: Sequence[Found], places: Iterable[Mention]) -> tuple[Found, ...]:
    """Persons and bodies that no place mention covers: where both claim a stretch, the town wins."""
    taken = {(m.field, m.start, m.end) for m in places if not m.weak}
    return tuple(f for f in found if f.kind is not EntityKind.PLACE and _stretch(f) not in taken)


def _sample(article: Article) -> str:
    return f"{article.title}. {article.summary or article.body[:600]}"


def _given(given: Sequence[GivenMention], article: Article) -> tuple[Found, ...]:
    texts = _stored(article)
    found = [
        Found(field=g.field, start=g.start, end=g.end, text=texts[g.field][g.start : g.end], kind=g.kind)
        for g in given
    ]
    return tuple(sorted(found, key=lambda f: (FIELDS.index(f.field), f.start)))


def _stored(article: Article) -> dict[Field, str]:
    return {"title": article.title, "summary": article.summary, "text": article.body}


def mention_of(one: Found, article: Article, entity_id: EntityId | None = None) -> Mention:
    """A found name as a mention, its text as stored."""
    return Mention(
        field=one.field,
        start=one.start,
        end=one.end,
        text=_stored(article)[one.field][one.start : one.end],
        kind=one.kind,
        entity_id=entity_id,
        demonym=one.demonym,
    )


def _of_people(people: Iterable[LinkedPerson], article: Article) -> Iterator[Mention]:
    for person in people:
        for one in person.found:
            yield mention_of(one, article, person.entity_id)


def _of_orgs(found: Iterable[Found], ids: Mapping[str, EntityId], article: Article) -> Iterator[Mention]:
    for one in found:
        if one.kind is EntityKind.ORG:
            yield mention_of(one, article, ids[one.text])


def _of_seats(bodies: Iterable[Mention], entities: Mapping[EntityId, Entity]) -> Iterator[Mention]:
    """A weak link to the city for each naming of one of its own bodies."""
    for body in bodies:
        entity = entities.get(body.entity_id) if body.entity_id else None
        if entity is not None and entity.municipal and entity.seat is not None:
            yield replace(body, kind=EntityKind.PLACE, entity_id=entity.seat, weak=True)


def in_order(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions in order of field and start."""
    return tuple(sorted(mentions, key=lambda m: (FIELDS.index(m.field), m.start, m.end)))
