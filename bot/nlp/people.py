"""The persons of one article: its person names clustered, linked to listed people, with the titles they bear.

Called by `bot.nlp.reader` after names and places are known. A person without a full name stays local to the
article; credits and bylines link to nobody. It records public titles, and nothing else about a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.model.article import ArticleId
from bot.model.entity import Entity, EntityId, EntityKind, Field, slug_of
from bot.nlp.found import Found
from bot.nlp.linking import Context, Person, PersonLinker, fullest
from bot.nlp.name_words import words_of
from bot.nlp.persons import PersonMention, cluster, parse_person
from bot.nlp.titles import Title, bare, title_before

_AGED = re.compile(r",? (?:\(?\d{1,2}\)?|aged? \d{1,2})(?=[,.)\s]|$)")
# Titles that no holder of a listed office bears: who has one is a namesake. Justices, colonels and doctors
# may well be listed, so their titles say nothing either way.
_PRIVATE = words_of(
    """
    officer detective det trooper deputy agent coach nurse sgt sergeant cpl corporal pvt private spc
    lt capt captain lieutenant resident neighbor defendant actor actress singer rapper comedian
    quarterback pitcher striker midfielder defender goalkeeper forward guard driver pastor reporter
    journalist professor prof researcher
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedPerson:
    """One person of an article.

    Attributes:
        entity_id: Listed id, ``person:<slug>`` for a full name, or ``local:<article>:<n>``.
        name: Fullest spelling.
        found: The mentions, in reading order.
        titles: The titles that stand before them; same length, None where there is none.
        listed: Whether a roster has the person.
    """

    entity_id: EntityId
    name: str
    found: tuple[Found, ...]
    titles: tuple[Title | None, ...]
    listed: bool


def link_people(
    found: Sequence[Found],
    texts: Mapping[Field, str],
    *,
    linker: PersonLinker,
    context: Context,
    article_id: ArticleId,
) -> tuple[LinkedPerson, ...]:
    """Cluster and link the persons of an article.

    Args:
        found: All names of the article, in reading order; others than persons are left out.
        texts: The analysed text of each field.
        linker: Listed people.
        context: Date, home, places and bodies of the article.
        article_id: For ids of names that stay local.

    Returns:
        The persons in order of first mention.
    """
    named = [f for f in found if f.kind is EntityKind.PERSON]
    titles = [title_before(texts[f.field], f.start) for f in named]
    numbers = cluster(
        [PersonMention(f.text, t.gender if t else "") for f, t in zip(named, titles, strict=True)]
    )
    groups: dict[int, list[int]] = defaultdict(list)
    for at, number in enumerate(numbers):
        groups[number].append(at)
    people = []
    for number, members in groups.items():
        mine = [named[m] for m in members]
        person = _person(mine, [titles[m] for m in members], texts)
        linked = linker.link(person, context)
        people.append(
            LinkedPerson(
                entity_id=linked or _own_id(person, f"local:{article_id}:{number}", linker),
                name=person.names[0],
                found=tuple(mine),
                titles=tuple(titles[m] for m in members),
                listed=linked is not None,
            )
        )
    return tuple(people)


def new_people(people: Sequence[LinkedPerson]) -> tuple[Entity, ...]:
    """Entities for the persons that no roster has but whose full name the article gives, by id."""
    made = {
        p.entity_id: Entity(id=p.entity_id, kind=EntityKind.PERSON, name=p.name)
        for p in people
        if not p.listed and p.entity_id.startswith("person:")
    }
    return tuple(made[i] for i in sorted(made))


def _person(found: Sequence[Found], titles: Sequence[Title | None], texts: Mapping[Field, str]) -> Person:
    held = [t for t in titles if t is not None]
    words = {
        bare(texts[f.field][t.start : t.end])
        for f, t in zip(found, titles, strict=True)
        if t and not t.office
    }
    return Person(
        names=fullest([f.text for f in found]),
        offices=frozenset(t.office for t in held if t.office),
        former=any(t.former for t in held),
        private_title=not _PRIVATE.isdisjoint(words),
        aged=any(_AGED.match(texts[f.field], f.end) for f in found),
    )


def _own_id(person: Person, local: str, linker: PersonLinker) -> EntityId:
    """An id from the full name; a local one where there is none, or where it is a listed namesake's."""
    name = parse_person(person.names[0])
    own = EntityId(f"person:{slug_of(person.names[0])}")
    is_own = name.is_full and len(name.given) > 1 and not linker.is_listed(own)
    return own if is_own else EntityId(local)
