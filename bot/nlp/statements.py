"""From attributions to statements: who said what, where, when, and by whose report.

Called by `bot.nlp.reader` with a parsed article and its linked mentions. Words are always cut from the stored
text, never from the copy that was analysed; nothing here is ever reworded.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.model.article import ArticleId
from bot.model.entity import EntityKind, Field, Mention
from bot.model.statement import Span, Stance, Statement, StatementId
from bot.nlp.annotate import Annotated, FieldText
from bot.nlp.attribution.finder import find_attributions, relayed
from bot.nlp.attribution.lines import Name
from bot.nlp.attribution.quotes import Quotation, find_quotations
from bot.nlp.attribution.record import Attribution
from bot.nlp.attribution.speakers import Cast
from bot.nlp.attribution.stances import is_asserted, stance_of
from bot.nlp.attribution.venues import find_day, find_outlet, find_relay, find_venue

_FULL_QUOTE_WORDS = 4  # a shorter quotation inside a clause is a catchword, shown with its clause
_MARKS = " ,.\"'\u2018\u2019\u201c\u201d"  # what a quotation that is all of its content leaves around it
_CLAUSES = frozenset({"c", "f", "d", ":"})
_CONJUNCTION = re.compile(r"(?:that|whether|if)\s+")
_APPEARANCE = re.compile(
    r"\b(?:appeared|spoke|speaking|testified|addressed|sat down|joined|held|talked|interview\w*|wrote|posted"
    r"|issued|released|told|letter|statement)\b"
)
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Z., ]{2,30}(?:, [A-Z][a-z]+\.?)? ?)?(?:\([A-Z][A-Za-z]+\) ?)?[\u2013\u2014-]{1,2} "
)
_LISTENED = re.compile(
    r"\btold (?:the|her|his|its|their) (?:anchors?|audience|crowd|hosts?|interviewer|listeners|panel"
    r"|reporters|station|viewers)\b"
)
_GOING_ON = frozenset({"add", "continue", "go"})
_LONGEST_FRAME = 1200  # code points; what is longer is no sentence, and patterns must stay cheap
_SAME_BREATH = 600  # code points from one cue to the next; further on the place may have changed
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
    names = {
        field: [
            Name(m.start, m.end, m.kind is EntityKind.PLACE)
            for m in mentions
            if m.field == field and not m.demonym
        ]
        for field in annotated.fields
    }
    return tuple(
        statement
        for field in annotated.fields
        for statement in _in_field(annotated, field, cast, names[field])
    )


def quotation_key(words: str) -> str:
    """The normal form by which the same quotation is known again in another article.

    >>> quotation_key("We\u2019ll \u201cflood\u201d the zone,") == quotation_key("we'll flood the zone")
    True
    """
    return _KEY_DROPS.sub(" ", words.replace("\u2019", "").replace("'", "").casefold()).strip()


def _in_field(annotated: Annotated, name: Field, cast: Cast, named: Sequence[Name]) -> Iterator[Statement]:
    part = annotated.fields[name]
    read = part.text[: len(part.cased)]
    quotations = find_quotations(read)
    found = find_attributions(part.doc, read, quotations, named)
    published_on = annotated.article.published_at.date()
    previous: Statement | None = None
    for attribution in found:
        is_report = any(relayed(attribution, inner) for inner in found if inner is not attribution)
        statement = _statement(annotated.article.id, name, part.text, attribution, cast=cast)
        if not is_report:
            words, quoted = _words(part.text, attribution, quotations, statement.stance)
            statement = replace(statement, words=words, quoted=quoted)
        if attribution.speech or attribution.frame == "s":
            statement = _placed(part, attribution, statement, previous, published_on)
        previous = statement
        yield statement


def _statement(
    article_id: ArticleId, name: Field, text: str, attribution: Attribution, *, cast: Cast
) -> Statement:
    """Who and what; words, place and day are added by the callers."""
    speaker = cast.speaker(name, attribution.source, attribution.source_span, attribution.content)
    return Statement(
        id=_identity(article_id, name, attribution.cue_span[0]),
        article_id=article_id,
        field=name,
        source=attribution.source_span,
        cue=attribution.cue_span,
        content=tuple(attribution.content),
        words="",
        quoted=False,
        stance=stance_of(attribution),
        speaker=speaker.entity_id,
        speaker_text=speaker.text,
        relay=(not speaker.is_person and find_outlet(speaker.text)) or find_relay(_around(text, attribution)),
    )


def _placed(
    part: FieldText,
    attribution: Attribution,
    statement: Statement,
    previous: Statement | None,
    published_on: date,
) -> Statement:
    """The statement with where and when it was made, as far as the text tells."""
    around = _around(part.text, attribution)
    venue = find_venue(around, attribution.cue.lemma_.lower())
    statement = replace(
        statement, venue=venue.text, venue_kind=venue.kind, said_on=find_day(around, published_on)
    )
    if previous is not None and _goes_on(part.text, attribution, previous, statement):
        return _at_same_place(previous, statement)
    if not statement.venue_kind and _is_pronoun(attribution):
        return _led_in(part, attribution, statement, published_on)
    return statement


def _identity(article_id: ArticleId, name: Field, cue_start: int) -> StatementId:
    return StatementId(hashlib.sha256(f"{article_id}\n{name}\n{cue_start}".encode()).hexdigest()[:16])


def _around(text: str, attribution: Attribution) -> str:
    """The sentence of the cue without what was said."""
    sentence = attribution.cue.sent
    start = min(sentence.start_char, attribution.clause[0])
    end = max(sentence.end_char, attribution.clause[1])
    pieces: list[str] = []
    for left, right in attribution.content if attribution.frame != "s" else ():
        if right <= start or left >= end:
            continue
        pieces.append(text[start : max(start, left)])
        start = max(start, right)
    return " \u2026 ".join([*pieces, text[start:end]])[:_LONGEST_FRAME]


def _goes_on(text: str, attribution: Attribution, previous: Statement, statement: Statement) -> bool:
    """Whether somebody simply goes on talking: "she added", "he said" right behind his last words."""
    if statement.venue_kind or statement.relay or previous.speaker is None:
        return False
    near = statement.cue[0] - previous.cue[1] < _SAME_BREATH and previous.speaker == statement.speaker
    is_listened_to = _LISTENED.search(_around(text, attribution)) is not None
    return near and (_is_pronoun(attribution) or attribution.cue.lemma_ in _GOING_ON or is_listened_to)


def _is_pronoun(attribution: Attribution) -> bool:
    return attribution.source is not None and attribution.source.pos_ == "PRON"


def _led_in(part: FieldText, attribution: Attribution, statement: Statement, published_on: date) -> Statement:
    """The place told in the sentence before: "Lee spoke at a rally on Monday. “We won,” he said."."""
    start = min(
        attribution.clause[0], *(left for left, _ in attribution.content), attribution.cue.sent.start_char
    )
    first = part.doc.char_span(start, start + 1, alignment_mode="expand")
    if first is None or not first.start:
        return statement
    before = part.doc[first.start - 1].sent
    words = part.text[before.start_char : before.end_char]
    if not _APPEARANCE.search(words):
        return statement
    venue = find_venue(words)
    return replace(
        statement,
        venue=venue.text,
        venue_kind=venue.kind,
        said_on=statement.said_on or find_day(words, published_on),
    )


def _at_same_place(previous: Statement, statement: Statement) -> Statement:
    return replace(
        statement,
        venue=statement.venue or previous.venue,
        venue_kind=previous.venue_kind,
        said_on=statement.said_on or previous.said_on,
        relay=previous.relay,
    )


def _words(
    text: str, attribution: Attribution, quotations: tuple[Quotation, ...], stance: Stance
) -> tuple[str, bool]:
    """What may be shown, and whether it stood in quotation marks."""
    inner = [_shown(text, span) for q in quotations if _within(q, attribution.content) for span in q.inner]
    clause = max((_shown(text, span) for span in attribution.content), key=len, default="")
    clause = _DATELINE.sub("", clause)
    best = next((words for words in inner if _is_full(words)), max(inner, key=len, default=""))
    if stance is not Stance.DECLINED and not is_asserted(attribution):
        return "", False
    if best and (_is_full(best) or len(best) >= len(clause.strip(_MARKS))):
        return best, True
    if stance is Stance.DECLINED or not attribution.speech:
        return "", False
    if attribution.frame in _CLAUSES or (stance is Stance.DENIED and " " in clause):
        return _CONJUNCTION.sub("", clause, count=1) if _CONJUNCTION.match(clause) else clause, False
    return "", False


def _is_full(words: str) -> bool:
    return len(words.split()) >= _FULL_QUOTE_WORDS


def _within(quotation: Quotation, content: Sequence[Span]) -> bool:
    return any(start <= quotation.start and quotation.end <= end for start, end in content)


def _shown(text: str, span: Span) -> str:
    return text[span[0] : span[1]].strip(" \t\r\n\u00a0,;:")
