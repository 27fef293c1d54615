"""Titles met in the text: who is called what office, on which day, and of which place where that is told.

Called by `bot.nlp.reader` after people and places are linked. Only offices of government count, never a
former one; a title in the text is what an article says, not what a roster lists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.model.entity import EntityId, EntityKind, Field, Mention
from bot.model.reading import RoleSeen
from bot.nlp.attribution.cues import word_set
from bot.nlp.people import LinkedPerson
from bot.nlp.titles import OFFICES, PUBLIC, Title, bare

_BEHIND = re.compile(
    r",? (?:who is |is |the |an? )*(?P<title>(?:[a-z-]+ ){0,4}?(?P<office>"
    + "|".join(sorted(map(re.escape, OFFICES), key=len, reverse=True))
    + r"))(?: (?:of|for) (?:the )?(?P<place>[A-Z]))?(?=[ ,.;)]|$)",
    re.IGNORECASE,
)
_SAYS_FORMER = re.compile(r"\b(?:former|ex|late|then|candidate|deputy|vice|would-be)\b", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"(?P<word>[A-Z][A-Z.]{1,5}|[A-Za-z]+) $")
_PART_OF_TITLES = word_set(
    """
    acting agriculture assistant associate border budget city commerce county district education energy
    executive federal field finance fire health highway house housing immigration interim library local
    medical national office parks patrol planning police port public regional safety school schools senate
    senior sewer state tax town transit transportation village water works zoning
    """
)
_MOST_PARTS = 4  # "ICE Boston field office director"; further left stands something else
_REACH = range(4)  # characters between a place and the title it belongs to: "Boston Mayor", "Boston's mayor"


def roles_seen(
    people: Sequence[LinkedPerson],
    texts: Mapping[Field, str],
    *,
    places: Sequence[Mention],
    seen_on: date,
) -> tuple[RoleSeen, ...]:
    """Roles that the text gives to its persons, each once, by person and title.

    Args:
        people: Linked persons; names that stayed local are left out.
        texts: The analysed text of each field.
        places: Linked place mentions.
        seen_on: Date of the article.
    """
    seen: dict[tuple[EntityId, str], RoleSeen] = {}
    for person in people:
        if person.entity_id.startswith("local:"):
            continue
        for one, title in zip(person.found, person.titles, strict=True):
            text = texts[one.field]
            near = [p for p in places if p.field == one.field and p.kind is EntityKind.PLACE]
            before = ((_widened(text, start, near), end) for start, end in _before(title))
            for start, end in (*before, *_behind(text, one.end)):
                role = RoleSeen(
                    entity_id=person.entity_id,
                    title=text[start:end],
                    place=_place(near, text, start, end),
                    seen_on=seen_on,
                )
                key = (role.entity_id, bare(role.title))
                if key not in seen or seen[key].place is None:
                    seen[key] = role
    return tuple(seen[key] for key in sorted(seen))


def _before(title: Title | None) -> tuple[tuple[int, int], ...]:
    if title is None or title.former or title.office not in PUBLIC:
        return ()
    return ((title.start, title.end),)


def _widened(text: str, start: int, places: Sequence[Mention]) -> int:
    """Where a title really begins: "ICE field office director", "Public Schools Superintendent"."""
    for _ in range(_MOST_PARTS):
        match = _WORD_BEFORE.search(text, max(0, start - 20), start)
        if match is None or any(place.end in {start, start - 1} for place in places):
            break
        word = match["word"]
        if word.lower() not in _PART_OF_TITLES and not (word.isupper() and len(word) > 1):
            break
        start = match.start("word")
    return start


def _behind(text: str, end: int) -> tuple[tuple[int, int], ...]:
    match = _BEHIND.match(text, end)
    if match is None or not text[end:].startswith((",", " is ", " (")) or _SAYS_FORMER.search(match["title"]):
        return ()
    office = OFFICES[bare(match["office"])]
    return (match.span("title"),) if office in PUBLIC else ()


def _place(places: Sequence[Mention], text: str, start: int, end: int) -> EntityId | None:
    """The place right before a title, or behind it after "of"."""
    for place in places:
        if place.entity_id is None or place.demonym:
            continue
        gap = start - place.end
        if gap in _REACH and text[place.end : start].strip() in {"", "'s", "'"}:
            return place.entity_id
        if place.start >= end and text[end : place.start].strip() in {"of", "of the", "for"}:
            return place.entity_id
    return None
