"""One parser for all tests of this folder: loading it takes longer than all of them together."""

from collections.abc import Callable
from functools import lru_cache

import pytest
import spacy
from spacy.tokens import Doc, Token

from bot.nlp.annotate import DEFAULT_MODEL, plain
from bot.nlp.attribution.finder import find_attributions
from bot.nlp.attribution.lines import Name
from bot.nlp.attribution.quotes import find_quotations
from bot.nlp.attribution.record import Attribution

Parse = Callable[[str], Doc]
Find = Callable[..., list[Attribution]]
Told = Callable[..., list[tuple[str, str, str]]]


@lru_cache(maxsize=1)
def _model():
    return spacy.load(DEFAULT_MODEL)


@pytest.fixture(scope="session")
def parse() -> Parse:
    return lambda text: _model()(plain(text))


@pytest.fixture(scope="session")
def word(parse: Parse) -> Callable[[str, str], Token]:
    """A word of a parsed text."""
    return lambda text, form: next(token for token in parse(text) if token.text == form)


@pytest.fixture(scope="session")
def find(parse: Parse) -> Find:
    """All attributions of a text; `named` lists the people and bodies in it, `places` the places."""

    def found(text: str, named: tuple[str, ...] = (), places: tuple[str, ...] = ()) -> list[Attribution]:
        names = [Name(text.index(n), text.index(n) + len(n), n in places) for n in (*named, *places)]
        return find_attributions(parse(text), text, find_quotations(text), names)

    return found


@pytest.fixture(scope="session")
def told(find: Find) -> Told:
    """The same as (source, cue, content) in words."""

    def said(text: str, named: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
        return [
            (
                text[slice(*a.source_span)] if a.source_span else "",
                text[slice(*a.cue_span)],
                " + ".join(text[slice(*span)] for span in a.content),
            )
            for a in find(text, named)
        ]

    return said
