"""From attributions to statements: who said what, where, when, and by whose report.

Called by `bot.nlp.reader` with a parsed article and its linked mentions. Words are always cut from the stored
text, never from the copy that was analysed; nothing here is ever reworded.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.model.article import ArticleId
from bot.model.entity import Field, Mention
from bot.model.statement import Span, Stance, Statement, StatementId
from bot.nlp.annotate import Annotated, FieldText
from bot.nlp.attribution.finder import find_attributions
from bot.nlp.attribution.quotes import Quotation, find_quotations
from bot.nlp.attribution.record import Attribution
from bot.nlp.attribution.speakers import Cast
from bot.nlp.attribution.stances import stance_of
from bot.nlp.attribution.venues import find_day, find_outlet, find_relay, find_venue

_FULL_QUOTE_WORDS = 5  # a shorter quotation inside a clause is a catchword, shown with its clause
_CLAUSES = frozenset({"c", "f", "d", ":"})
_CONJUNCTION = re.compile(r"(?:that|whether|if)\s+")
_KEY_DROPS = re.compile(r"[\W_]+")


def find_statements(annotated: Annotated, mentions: Sequence[Mention]) -> tuple[Statement, ...]:
    """The statements of an article, in order of field and cue.

    Args:
        annotated: The article, analysed with the parser on.
        mentions: Its linked mentions, in any order.

    Returns:
        One record per attribution, beliefs and intentions included; those have empty `words`, as has every
        content that cannot stand alone. Empty where nobody is said to have said anything.

    Raises:
        ValueError: If the article was analysed without the parser.
    """
    if not annotated.parsed:
        raise ValueError("statements need an article that was parsed")
    cast = Cast(annotated.fields, mentions)
    return tuple(
        statement
        for name, part in annotated.fields.items()
        for statement in _in_field(annotated, name, part, cast)
    )


def quotation_key(words: str) -> str:
    """The normal form by which the same quotation is known again in another article.

    >>> quotation_key("We\u2019ll \u201cflood\u201d the zone,") == quotation_key("we'll flood the zone")
    True
    """
    return _KEY_DROPS.sub(" ", words.replace("\u2019", "").replace("'", "").casefold()).strip()


def _in_field(annotated: Annotated, name: Field, part: FieldText, cast: Cast) -> Iterator[Statement]:
    read = part.text[: len(part.doc.text)]
    quotations = find_quotations(read)
    found = find_attributions(part.doc, read, quotations)
    published_on = annotated.article.published_at.date()
    for attribution in found:
        yield _statement(
            annotated.article.id,
            name,
            part.text,
            attribution,
            quotations=quotations,
            cast=cast,
            published_on=published_on,
        )


def _statement(
    article_id: ArticleId,
    name: Field,
    text: str,
    attribution: Attribution,
    *,
    quotations: tuple[Quotation, ...],
    cast: Cast,
    published_on: date,
) -> Statement:
    around = _around(text, attribution)
    speaker = cast.speaker(name, attribution.source, attribution.source_span)
    stance = stance_of(attribution)
    words, quoted = _words(text, attribution, quotations, stance)
    venue = find_venue(around, attribution.cue.lemma_.lower())
    return Statement(
        id=_identity(article_id, name, attribution.cue_span[0]),
        article_id=article_id,
        field=name,
        source=attribution.source_span,
        cue=attribution.cue_span,
        content=tuple(attribution.content),
        words=words,
        quoted=quoted,
        stance=stance,
        speaker=speaker.entity_id,
        speaker_text=speaker.text,
        venue=venue.text,
        venue_kind=venue.kind,
        said_on=find_day(around, published_on),
        relay=find_outlet(speaker.text) or find_relay(around),
    )


def _identity(article_id: ArticleId, name: Field, cue_start: int) -> StatementId:
    return StatementId(hashlib.sha256(f"{article_id}\n{name}\n{cue_start}".encode()).hexdigest()[:16])


def _around(text: str, attribution: Attribution) -> str:
    """The sentence of the cue without what was said."""
    sentence = attribution.cue.sent
    start = min(sentence.start_char, attribution.clause[0])
    end = max(sentence.end_char, attribution.clause[1])
    pieces: list[str] = []
    for left, right in attribution.content:
        if right <= start or left >= end:
            continue
        pieces.append(text[start : max(start, left)])
        start = max(start, right)
    return " \u2026 ".join([*pieces, text[start:end]])


def _words(
    text: str, attribution: Attribution, quotations: tuple[Quotation, ...], stance: Stance
) -> tuple[str, bool]:
    """What may be shown, and whether it stood in quotation marks."""
    inner = [_shown(text, span) for q in quotations if _within(q, attribution.content) for span in q.inner]
    longest = max(inner, key=len, default="")
    clause = max((_shown(text, span) for span in attribution.content), key=len, default="")
    if longest and (attribution.frame == "q" or 2 * len(longest) >= len(clause) or _is_full(longest)):
        return longest, True
    if stance is Stance.DECLINED or not attribution.speech:
        return "", False
    if attribution.frame in _CLAUSES or stance is Stance.DENIED:
        return _CONJUNCTION.sub("", clause, count=1) if _CONJUNCTION.match(clause) else clause, False
    return "", False


def _is_full(words: str) -> bool:
    return len(words.split()) >= _FULL_QUOTE_WORDS


def _within(quotation: Quotation, content: Sequence[Span]) -> bool:
    return any(start <= quotation.start and quotation.end <= end for start, end in content)


def _shown(text: str, span: Span) -> str:
    return text[span[0] : span[1]].strip(" \t\r\n\u00a0,;:")
