"""The language of an article: its own words first, the feed's word where they are too few."""

from __future__ import annotations

import pytest

from bot.nlp.language import is_english, language_of


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("The city council voted on Tuesday to close two libraries.", "", "en"),
        ("El concejo municipal votó el martes a favor de cerrar dos bibliotecas.", "", "es"),
        ("El concejo municipal votó el martes a favor de cerrar dos bibliotecas.", "en", "es"),
        ("O vereador disse que a cidade vai fechar duas bibliotecas na terça-feira.", "", "pt"),
        ("市议会星期二投票决定关闭两座图书馆", "", "zh"),
        ("Ruiz vs. ICE", "", "und"),
        ("Ruiz vs. ICE", "en-US", "en"),
        ("Ruiz", "es", "es"),
        ("", "", "und"),
        ("2026-03-01 12:00", "und", "und"),
    ],
)
def test_languages(text: str, declared: str, language: str) -> None:
    assert language_of(text, declared) == language


def test_what_nothing_speaks_against_is_read() -> None:
    assert is_english("Ruiz vs. ICE")
    assert is_english("The mayor spoke at length on Monday.")
    assert not is_english("Ruiz", "es")
