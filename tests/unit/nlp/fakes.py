"""An analysed article without the model: spans are marked in the text, for tests of what comes after it."""

from __future__ import annotations

import re
from types import MappingProxyType

import spacy

from bot.model.article import Article
from bot.nlp.annotate import Annotated, FieldText, NerSpan, plain

_BLANK = spacy.blank("en")
_MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")


def field(marked: str) -> FieldText:
    """A field from a text in which spans are marked ``[Ana Ruiz|PERSON]``."""
    text, spans, done = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[done : match.start()]
        spans.append(NerSpan(len(text), len(text) + len(match[1]), match[2]))
        text, done = text + match[1], match.end()
    text += marked[done:]
    cased = plain(text)
    return FieldText(text=text, cased=cased, doc=_BLANK.make_doc(cased), spans=tuple(spans))


def analysed(article: Article, **marked: str) -> Annotated:
    """An article whose fields are given marked."""
    return Annotated(article=article, fields=MappingProxyType({n: field(t) for n, t in marked.items()}))
