"""Which places an article names: spans to mentions with gazetteer ids.

Called by `bot.nlp.reader` with the spans that persons and organisations have taken, or with spans that a
user gives. One name has one meaning in an article, unless the text says "Paris, Texas" and "Paris, France".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from bot.model.article import Article
from bot.model.entity import Entity, EntityId, EntityKind, Field, Mention
from bot.nlp.annotate import FIELDS, Annotated
from bot.nlp.place_index import PlaceIndex, is_large
from bot.nlp.place_lookup import Lookup, feature_host, look_up
from bot.nlp.place_rank import Name, Ranked, Weights, rank
from bot.nlp.place_scan import bare_county, clear_large, iter_found
from bot.nlp.place_spots import Spotter, Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSpan:
    """A stretch of a field that may name a place; half-open, in code points.

    Attributes:
        field: Part of the article.
        start: First code point.
        end: One past the last.
        weak: The place is named by way of something else (a municipal body).
    """

    field: Field
    start: int
    end: int
    weak: bool = False


class PlaceLinker:
    """Links place names to the gazetteer.

    Args:
        index: The gazetteer.
        weights: Other weights of evidence than the fitted ones.
    """

    def __init__(self, index: PlaceIndex, weights: Weights | None = None) -> None:
        self._index = index
        self._weights = weights

    def link(
        self,
        annotated: Annotated,
        *,
        people: Iterable[Stretch] = (),
        bodies: Iterable[Stretch] = (),
        heads: Iterable[Stretch] = (),
    ) -> tuple[Mention, ...]:
        """Find and link the places of an article.

        Args:
            annotated: The analysed article.
            people: Stretches that are persons' names.
            bodies: Stretches that are organisations' names.
            heads: Places inside organisations' names ("Boston" of "Boston Police Department"): they are
                linked as weak mentions, for an organisation's seat and the municipal bodies.

        Returns:
            Mentions in order of field and start; `entity_id` is None for a place the gazetteer lacks. One may
            stand exactly where a person or body was given: the town wins, the caller drops the other.
        """
        texts = {name: analysed.text for name, analysed in annotated.fields.items()}
        spots = Spotter(annotated, self._index, people=people, bodies=bodies).spots()
        spans = [PlaceSpan(field=s.field, start=s.start, end=s.end) for s in spots]
        spans += [PlaceSpan(field=f, start=start, end=end, weak=True) for f, start, end in heads]
        spans.sort(key=lambda s: (FIELDS.index(s.field), s.start))
        return self._link(texts, spans, home=annotated.article.place, given=False)

    def link_given(self, article: Article, spans: Sequence[PlaceSpan]) -> tuple[Mention, ...]:
        """Link spans that somebody says are places.

        Args:
            article: With the texts in which the spans lie.
            spans: In any order.

        Returns:
            One mention per span, in the same order; `entity_id` is None where nothing is known.
        """
        texts: dict[Field, str] = {"title": article.title, "summary": article.summary, "text": article.body}
        return self._link(texts, spans, home=article.place, given=True)

    def _link(
        self, texts: Mapping[Field, str], spans: Sequence[PlaceSpan], *, home: str | None, given: bool
    ) -> tuple[Mention, ...]:
        region = self._index.find_region(home) if home else None
        named = self._named(texts)
        near = ({region.id} if region else set()) | named
        lookups = [self._look_up(texts, s, home=home, near=near, given=given) for s in spans]
        bare = _qualified(lookups)
        names = {bare.get(x.key, x.key): x for x in reversed(lookups) if bare.get(x.key, x.key) == x.key}
        ranked = rank(
            [Name(key=k, candidates=x.candidates, inside=x.inside) for k, x in names.items()],
            home=region,
            named=named,
            index=self._index,
            weights=self._weights,
        )
        return tuple(
            _mention(texts, span, found, ranked.get(bare.get(found.key, found.key)))
            for span, found in zip(spans, lookups, strict=True)
        )

    def _look_up(
        self,
        texts: Mapping[Field, str],
        span: PlaceSpan,
        *,
        home: str | None,
        near: AbstractSet[EntityId],
        given: bool,
    ) -> Lookup:
        """Candidates of a span; where none is near, also counties and, for given spans, a feature's host."""
        text = texts[span.field]
        found = look_up(text, span.start, span.end, self._index, home=home)
        if (
            found.demonym
            or found.inside
            or any(is_large(c) or self._is_near(c, near) for c in found.candidates)
        ):
            return found
        counties = tuple(c for c in bare_county(found.name, self._index) if self._is_near(c, near))
        if found.candidates or counties or not given:
            return replace(found, candidates=(*found.candidates, *counties))
        hosts = feature_host(text[span.start : span.end], self._index)
        return replace(found, candidates=tuple(c for c in hosts if self._is_near(c, near)))

    def _is_near(self, place: Entity, near: AbstractSet[EntityId]) -> bool:
        return any(self._index.contains(outer, place.id) for outer in near)

    def _named(self, texts: Mapping[Field, str]) -> frozenset[EntityId]:
        """States, countries and counties that the texts name beyond doubt."""
        named: set[EntityId] = set()
        for text in texts.values():
            for found in iter_found(text, self._index):
                large = found.candidates[0] if found.abbreviated else clear_large(found.candidates)
                if large is not None:
                    named.add(large.id)
        return frozenset(named)


def _qualified(lookups: Iterable[Lookup]) -> dict[str, str]:
    """Bare key → the first key of the same name that says where it lies: one sense per article."""
    qualified: dict[str, str] = {}
    for found in lookups:
        if found.inside is not None or "!" in found.key:
            qualified.setdefault(found.name, found.key)
    return qualified


def _mention(texts: Mapping[Field, str], span: PlaceSpan, found: Lookup, ranked: Ranked | None) -> Mention:
    return Mention(
        field=span.field,
        start=span.start,
        end=span.end,
        text=texts[span.field][span.start : span.end],
        kind=EntityKind.PLACE,
        entity_id=ranked.entity.id if ranked else None,
        demonym=found.demonym,
        weak=span.weak,
        score=round(ranked.score, 3) if ranked else 0.0,
    )
